package instance_test

import (
	"database/sql"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	_ "modernc.org/sqlite"

	"rambu.id"
	"rambu.id/instance"
	"rambu.id/internal/clock"
	"rambu.id/ledger"
	"rambu.id/roster"
	"rambu.id/seal"
)

const area = "18.01"

var monday = time.Date(2024, 10, 7, 2, 0, 0, 0, time.UTC)

func open(t *testing.T, data string) *instance.Instance {
	t.Helper()
	in, err := instance.Open(t.Context(), instance.Config{Data: data, Clock: clock.NewFrozen(monday), Practice: true})
	if err != nil {
		t.Fatal(err)
	}
	return in
}

func found(t *testing.T, in *instance.Instance, rooms ...string) *instance.Founded {
	t.Helper()
	f, err := in.Found(t.Context(), area, rooms, roster.Terms{})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func rooms(t *testing.T, in *instance.Instance) []string {
	t.Helper()
	list, err := in.Rooms(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, r := range list {
		ids = append(ids, r.ID)
	}
	return ids
}

// What is founded is there after the program was stopped, and its log agrees with every row.
func TestAFoundedInstanceOpensAgain(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	in := open(t, data)
	if got := rooms(t, in); got != nil {
		t.Errorf("an empty instance keeps the rooms %v", got)
	}
	f := found(t, in, "bawaslu", "pemda")
	if f.Region != "Kabupaten Lampung Selatan" || f.Districts != 17 || f.Villages < 250 || len(f.Rooms) != 2 {
		t.Errorf("founded %s with %d districts, %d villages, %d rooms", f.Region, f.Districts, f.Villages, len(f.Rooms))
	}
	for _, r := range f.Rooms {
		if len(r.Links) < 2 || r.Recovery == "" || r.Name == "" {
			t.Errorf("%s: %d key holders, recovery code %v", r.Institution, len(r.Links), r.Recovery != "")
		}
	}
	if err := in.Close(); err != nil {
		t.Fatal(err)
	}

	in = open(t, data)
	t.Cleanup(func() { _ = in.Close() })
	if diff := cmp.Diff([]string{"bawaslu." + area, "pemda." + area}, rooms(t, in)); diff != "" {
		t.Error(diff)
	}
	rep, err := in.Verify(t.Context(), nil, func(int64, int64) {})
	if err != nil || rep.Operations == 0 || rep.Rows == 0 {
		t.Errorf("verified %+v: %v", rep, err)
	}
	if _, err := in.Found(t.Context(), area, []string{"bawaslu"}, roster.Terms{}); rambu.KindOf(err) != rambu.Conflict {
		t.Errorf("founding a room twice gives %v", err)
	}
}

// An instance that keeps one room knows the others, as addresses, and does not keep them.
func TestOnlyFoundedRoomsAreKept(t *testing.T) {
	t.Parallel()
	in := open(t, t.TempDir())
	t.Cleanup(func() { _ = in.Close() })
	found(t, in, "pemda")
	if diff := cmp.Diff([]string{"pemda." + area}, rooms(t, in)); diff != "" {
		t.Error(diff)
	}
	if _, err := in.Roster.Institution(t.Context(), "bawaslu."+area); err != nil {
		t.Errorf("the government cannot address Bawaslu: %v", err)
	}
}

func TestFoundingRefusesWhatDoesNotExist(t *testing.T) {
	t.Parallel()
	in := open(t, t.TempDir())
	t.Cleanup(func() { _ = in.Close() })
	for _, c := range []struct{ region, room string }{{"99.99", "bawaslu"}, {"", "bawaslu"}, {area, "polri"}, {area, ""}} {
		if _, err := in.Found(t.Context(), c.region, []string{c.room}, roster.Terms{}); rambu.KindOf(err) != rambu.Invalid {
			t.Errorf("%+v: %v, want Invalid", c, err)
		}
	}
}

// behind changes one row behind the program's back.
func behind(t *testing.T, data, query string, args ...any) {
	t.Helper()
	file, err := sql.Open("sqlite", filepath.Join(data, "rambu.db"))
	if err != nil {
		t.Fatal(err)
	}
	res, err := file.ExecContext(t.Context(), query, args...)
	if err == nil {
		if n, _ := res.RowsAffected(); n != 1 {
			t.Fatalf("%d rows were changed", n)
		}
	}
	if err = errors.Join(err, file.Close()); err != nil {
		t.Fatal(err)
	}
}

// Somebody with the database file changes a row behind the program's back.
func TestVerifyFindsARewrittenRow(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	in := open(t, data)
	f := found(t, in, "bawaslu")
	if err := in.Close(); err != nil {
		t.Fatal(err)
	}
	login := f.Rooms[0].Links[0].Account.Login
	behind(t, data, "UPDATE access_account SET login = 'orang.lain' WHERE login = $1", login)
	in = open(t, data)
	t.Cleanup(func() { _ = in.Close() })
	_, err := in.Verify(t.Context(), nil, func(int64, int64) {})
	broken, ok := errors.AsType[*ledger.Broken](err)
	if !ok || !strings.Contains(broken.Which+broken.What, "access_account") && !strings.Contains(broken.Which, f.Rooms[0].Links[0].Account.ID) {
		t.Errorf("got %v, want the rewritten account", err)
	}
}

// A changed letter key closes no room: reports are taken on, only nothing is sealed to that key.
func TestAChangedKeyKeepsTheRoomOpen(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	in := open(t, data)
	found(t, in, "bawaslu")
	if err := in.Close(); err != nil {
		t.Fatal(err)
	}
	mine, err := seal.NewPair()
	if err != nil {
		t.Fatal(err)
	}
	behind(t, data, "UPDATE seal_key SET public = $1 WHERE kind = 'surat'", mine.Public())
	in = open(t, data)
	t.Cleanup(func() { _ = in.Close() })
	house := "bawaslu." + area
	if diff := cmp.Diff([]string{house}, rooms(t, in)); diff != "" {
		t.Error(diff)
	}
	if _, err = in.Keys.InstitutionKey(t.Context(), house, seal.KindIntake); err != nil {
		t.Errorf("reports are not taken: %v", err)
	}
	if _, err = in.Keys.InstitutionKey(t.Context(), house, seal.KindLetter); err == nil || rambu.KindOf(err) != rambu.Internal {
		t.Errorf("the changed key is used: %v", err)
	}
}

// Two instances have two logs: a receipt of one says nothing in the other.
func TestAReceiptBelongsToItsInstance(t *testing.T) {
	t.Parallel()
	a, b := open(t, t.TempDir()), open(t, t.TempDir())
	t.Cleanup(func() { _, _ = a.Close(), b.Close() })
	r, err := a.Log.Do(rambu.System("bawaslu."+area, area), "test", func(op *ledger.Op) error {
		op.Object("uji_1")
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ledger.VerifyReceipt(r.Text(), a.Log.VerifierKey()); err != nil {
		t.Errorf("its own receipt: %v", err)
	}
	if _, err := ledger.VerifyReceipt(r.Text(), b.Log.VerifierKey()); err == nil {
		t.Error("the other instance vouches for a receipt it never gave")
	}
}

// A log whose last operations were taken away, rows and all, still agrees with itself. The
// checkpoint kept in the data folder knows better.
func TestACutLogDoesNotExtendTheKeptCheckpoint(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	in := open(t, data)
	t.Cleanup(func() { _ = in.Close() })
	if kept, err := in.KeptCheckpoint(); kept != nil || err != nil {
		t.Errorf("a new folder keeps %q, %v", kept, err)
	}
	found(t, in, "bawaslu")
	err := in.Log.Saw(rambu.System("bawaslu."+area, area), "test.read", "lap_1")
	if err != nil {
		t.Fatal(err)
	}
	err = in.KeepCheckpoint(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	kept, err := in.KeptCheckpoint()
	if err != nil {
		t.Fatal(err)
	}
	_, err = in.Verify(t.Context(), kept, nil)
	if err != nil {
		t.Fatal(err)
	}
	behind(t, data, `DELETE FROM ledger_operation WHERE kind = 'test.read'`)
	_, err = in.Verify(t.Context(), nil, nil)
	if err != nil {
		t.Fatalf("without a checkpoint the cut is not seen, so this test shows nothing: %v", err)
	}
	_, err = in.Verify(t.Context(), kept, nil)
	broken, ok := errors.AsType[*ledger.Broken](err)
	if !ok || broken.What != "checkpoint" {
		t.Errorf("a cut log: %v", err)
	}
}
