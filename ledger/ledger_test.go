package ledger_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"rambu.id"
	"rambu.id/internal/clock"
	"rambu.id/internal/db"
	"rambu.id/internal/db/dbtest"
	"rambu.id/internal/db/pgtest"
	"rambu.id/ledger"
)

var notes = ledger.NewTable("test_note", "id", "text", "sealed", "at", "flag")

var noteTable = fstest.MapFS{"0001_note.sql": {Data: []byte(`-- +goose Up
CREATE TABLE test_note (id text PRIMARY KEY, text text NOT NULL, sealed bytea NOT NULL, at bigint NOT NULL,
	flag smallint NOT NULL, op text NOT NULL, version bigint NOT NULL);
-- +goose Down
DROP TABLE test_note;
`)}}

var monday = time.Date(2024, 10, 7, 2, 0, 0, 0, time.UTC)

func open(t *testing.T, d *db.DB) *ledger.Log {
	t.Helper()
	err := d.Migrate(t.Context(), "test", noteTable)
	if err != nil {
		t.Fatal(err)
	}
	l, err := ledger.Open(t.Context(), ledger.Config{
		DB: d, Clock: clock.NewFrozen(monday), Origin: "rambu.id/uji", KeyFile: filepath.Join(t.TempDir(), "log.key"),
	})
	if err != nil {
		t.Fatal(err)
	}
	return l
}

var officer = rambu.Actor{Account: "akn_a", Post: "jab_b", Institution: "bawaslu.18.01", Region: "18.01", Roles: []rambu.Role{rambu.RoleAuditor}}

func write(t *testing.T, l *ledger.Log, id, text string) ledger.Receipt {
	t.Helper()
	r, err := l.Do(officer, "test.write", func(op *ledger.Op) error {
		op.Object(id)
		op.Fact("state", "baru")
		return op.Insert(notes, id, text, []byte{0, 1, 2}, op.At, true)
	})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestReceiptProvesOperationOffline(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		l := open(t, d)
		var r ledger.Receipt
		for i := range 300 {
			got := write(t, l, fmt.Sprintf("cat_%03d", i), "isi")
			if i == 150 {
				r = got
			}
		}
		body, err := ledger.VerifyReceipt(r.Text(), l.VerifierKey())
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(body, `object: "cat_150"`) {
			t.Errorf("receipt proves another operation:\n%s", body)
		}
		for name, forged := range map[string]string{
			"index":     strings.Replace(r.Text(), "index 150", "index 151", 1),
			"signature": strings.Replace(r.Text(), "\n— ", "\n— x", 1),
			"extra":     strings.Replace(r.Text(), "extra ", "extra AAAA", 1),
			"size":      strings.Replace(r.Text(), "\n151\n", "\n152\n", 1),
			"empty":     "",
		} {
			if _, err := ledger.VerifyReceipt(forged, l.VerifierKey()); err == nil {
				t.Errorf("a receipt with a forged %s verifies", name)
			}
		}
	})
}

func TestVerifyNamesWhatWasTamperedWith(t *testing.T) {
	t.Parallel()
	tamper := []struct{ name, sql, what, which string }{
		{"a row's text is rewritten", `UPDATE test_note SET text = 'lain' WHERE id = 'cat_3'`, "row", "test_note cat_3"},
		{"a row's sealed bytes are rewritten", `UPDATE test_note SET sealed = $1 WHERE id = 'cat_3'`, "row", "test_note cat_3"},
		{"a row is removed", `DELETE FROM test_note WHERE id = 'cat_4'`, "row", "test_note cat_4"},
		{"a row is slipped in", `INSERT INTO test_note (id, text, sealed, at, flag, op, version)
			SELECT 'cat_x', text, sealed, at, flag, op, version FROM test_note WHERE id = 'cat_4'`, "row", "test_note cat_x"},
		{"an operation's text is rewritten", `UPDATE ledger_operation SET body = body || 'x' WHERE idx = 2`, "operation", ""},
		{"an operation's actor is rewritten", `UPDATE ledger_operation SET account = 'akn_z' WHERE idx = 2`, "operation", ""},
		{"the last operation is cut off", `DELETE FROM ledger_operation WHERE idx = 11`, "row", "test_note cat_11"},
		{"an operation in the middle is cut out", `DELETE FROM ledger_operation WHERE idx = 5`, "operation", "5"},
		{"a stored hash is changed", `UPDATE ledger_operation SET hashes = $1 WHERE idx = 2`, "hash", "3"},
	}
	for _, tt := range tamper {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			dbtest.Each(t, func(t *testing.T, d *db.DB) {
				l := open(t, d)
				for i := range 12 {
					write(t, l, fmt.Sprintf("cat_%d", i), "isi")
				}
				verify(t, l, "", "")
				err := d.Write(func(tx *db.Tx) error {
					args := []any{}
					if strings.Contains(tt.sql, "$1") {
						args = append(args, make([]byte, 32))
					}
					_, err := tx.Exec(tt.sql, args...)
					return err
				})
				if err != nil {
					t.Fatal(err)
				}
				verify(t, l, tt.what, tt.which)
			})
		})
	}
}

func verify(t *testing.T, l *ledger.Log, what, which string) {
	t.Helper()
	rep, err := l.Verify(t.Context(), []*ledger.Table{notes}, nil, nil)
	if what == "" {
		if err != nil || rep.Operations != 12 || rep.Rows != 12 {
			t.Fatalf("intact log: %+v, %v", rep, err)
		}
		return
	}
	broken, ok := errors.AsType[*ledger.Broken](err)
	if !ok || broken.What != what || which != "" && broken.Which != which {
		t.Fatalf("got %v, want %s %s", err, what, which)
	}
}

func TestRolledBackRowIsSeen(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		l := open(t, d)
		write(t, l, "cat_a", "pertama")
		update := func(version int64, text string) error {
			_, err := l.Do(officer, "test.update", func(op *ledger.Op) error {
				return op.Update(notes, version, "cat_a", text, []byte{}, op.At, false)
			})
			return err
		}
		var before struct {
			op string
			v  int64
		}
		err := d.QueryRow(t.Context(), `SELECT op, version FROM test_note`).Scan(&before.op, &before.v)
		if err != nil {
			t.Fatal(err)
		}
		if err := update(1, "kedua"); err != nil {
			t.Fatal(err)
		}
		if err := update(1, "ketiga"); rambu.KindOf(err) != rambu.Conflict {
			t.Fatalf("a stale version was accepted: %v", err)
		}
		err = d.Write(func(tx *db.Tx) error { // yesterday's row, put back whole
			_, err := tx.Exec(`UPDATE test_note SET text = 'pertama', sealed = $1, flag = 1, op = $2, version = 1`, []byte{0, 1, 2}, before.op)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		_, err = l.Verify(t.Context(), []*ledger.Table{notes}, nil, nil)
		broken, ok := errors.AsType[*ledger.Broken](err)
		if !ok || !strings.Contains(broken.Why, "stands at version 1, the log at 2") {
			t.Errorf("got %v", err)
		}
	})
}

// That a list was taken along stands in the trail with its hand, its thing and its form.
func TestWhoTookAListAlong(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		l := open(t, d)
		for _, form := range []string{"csv", "csv", "ods"} {
			err := l.Took(officer, "test.take", "cat_a", form)
			if err != nil {
				t.Fatal(err)
			}
		}
		all, err := l.Find(t.Context(), officer, ledger.Filter{Kind: "test.take", Object: "cat_a"})
		if err != nil || len(all) != 3 || all[0].Account != officer.Account || !all[0].At.Equal(monday) || !strings.Contains(all[0].Body, `fact: "form" "ods"`) {
			t.Errorf("the trail says %+v, %v", all, err)
		}
		if _, err = l.Verify(t.Context(), []*ledger.Table{notes}, nil, nil); err != nil {
			t.Error(err)
		}
	})
}

func TestOneOperationMayWriteARowTwice(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		l := open(t, d)
		_, err := l.Do(officer, "test.twice", func(op *ledger.Op) error {
			err := op.Insert(notes, "cat_a", "pertama", []byte{}, op.At, false)
			if err != nil {
				return err
			}
			return op.Update(notes, 1, "cat_a", "kedua", []byte{}, op.At, false)
		})
		if err != nil {
			t.Fatal(err)
		}
		if _, err = l.Verify(t.Context(), []*ledger.Table{notes}, nil, nil); err != nil {
			t.Error(err)
		}
	})
}

// A row that stands already is told to the function that hoped to write it, and the operation that
// was called twice for it stands in the log once, with each of its facts once.
func TestRowWrittenOnce(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		l := open(t, d)
		once := func(fall string) error {
			_, err := l.Do(officer, "test.write", func(op *ledger.Op) error {
				op.Object("cat_1")
				op.Fact("state", "baru")
				err := op.InsertOnce(notes, "cat_1", "isi", []byte{}, op.At, false)
				if rambu.KindOf(err) == rambu.Conflict && fall != "" {
					return op.Insert(notes, fall, "isi", []byte{}, op.At, false) // the statement failed: all of it is undone
				}
				return err
			})
			return err
		}
		if err := once(""); err != nil {
			t.Fatal(err)
		}
		if err := once(""); rambu.KindOf(err) != rambu.Conflict {
			t.Errorf("got %v, want Conflict", err)
		}
		if err := once("cat_2"); err == nil {
			t.Error("an operation with a failed statement was kept")
		}
		rep, err := l.Verify(t.Context(), []*ledger.Table{notes}, nil, nil)
		if err != nil || rep.Operations != 1 || rep.Rows != 1 {
			t.Errorf("got %+v, %v", rep, err)
		}
	})
}

// An operation called twice, because the connection was lost, says everything once.
func TestOperationCalledTwiceSaysItOnce(t *testing.T) {
	t.Parallel()
	d := dbtest.Open(t, pgtest.URL(t))
	l := open(t, d)
	write(t, l, "cat_1", "isi")
	var ended, calls int
	err := d.QueryRow(t.Context(), `SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
		WHERE datname = current_database() AND pid <> pg_backend_pid()`).Scan(&ended)
	if err != nil || ended == 0 {
		t.Fatalf("%d connections ended, %v", ended, err)
	}
	receipt, err := l.Do(officer, "test.write", func(op *ledger.Op) error {
		calls++
		op.Object("cat_2")
		op.Fact("state", "baru")
		return op.InsertOnce(notes, "cat_2", "isi", []byte{}, op.At, false)
	})
	if err != nil || calls != 2 {
		t.Fatalf("%v after %d calls", err, calls)
	}
	for _, once := range []string{"fact: ", "row: ", "object: "} {
		if n := strings.Count(receipt.Body, once); n != 1 {
			t.Errorf("%q stands %d times in\n%s", once, n, receipt.Body)
		}
	}
	rep, err := l.Verify(t.Context(), []*ledger.Table{notes}, nil, nil)
	if err != nil || rep.Operations != 2 {
		t.Errorf("got %+v, %v", rep, err)
	}
}

func TestLogKeepsItsName(t *testing.T) {
	t.Parallel()
	d, key := dbtest.SQLite(t), filepath.Join(t.TempDir(), "log.key")
	for _, origin := range []string{"rambu.id/18.01", "rambu.id/instance"} {
		l, err := ledger.Open(t.Context(), ledger.Config{DB: d, Clock: clock.NewFrozen(monday), Origin: origin, KeyFile: key})
		if err != nil {
			t.Fatal(err)
		}
		text, err := l.Checkpoint(t.Context())
		if err != nil || !strings.HasPrefix(string(text), "rambu.id/18.01\n") {
			t.Errorf("opened as %s it publishes %q, %v", origin, text, err)
		}
	}
}

func TestCutLogDoesNotExtendKeptCheckpoint(t *testing.T) {
	t.Parallel()
	d := dbtest.SQLite(t)
	l := open(t, d)
	write(t, l, "cat_a", "isi")
	write(t, l, "cat_b", "isi")
	kept, err := l.Checkpoint(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	write(t, l, "cat_c", "isi")
	if _, err := l.Verify(t.Context(), []*ledger.Table{notes}, kept, nil); err != nil {
		t.Fatalf("the log extends its checkpoint: %v", err)
	}
	other := open(t, dbtest.SQLite(t))
	write(t, other, "cat_a", "isi")
	_, err = other.Verify(t.Context(), []*ledger.Table{notes}, kept, nil)
	if broken, ok := errors.AsType[*ledger.Broken](err); !ok || broken.What != "checkpoint" {
		t.Errorf("another log passes for the first: %v", err)
	}
}

func TestFailingOperationLeavesNothingAndSinksNobody(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		l := open(t, d)
		var wg sync.WaitGroup
		fails := make([]error, 60)
		for i := range fails {
			wg.Go(func() {
				_, fails[i] = l.Do(officer, "test.write", func(op *ledger.Op) error {
					err := op.Insert(notes, fmt.Sprintf("cat_%d", i), "isi", []byte{}, op.At, false)
					switch i % 3 {
					case 1:
						return errors.New("second thoughts")
					case 2:
						panic("a mistake")
					}
					return err
				})
			})
		}
		wg.Wait()
		for i, err := range fails {
			if (err == nil) != (i%3 == 0) {
				t.Errorf("operation %d: %v", i, err)
			}
		}
		rep, err := l.Verify(t.Context(), []*ledger.Table{notes}, nil, nil)
		if err != nil || rep.Operations != 20 || rep.Rows != 20 {
			t.Errorf("got %+v, %v", rep, err)
		}
	})
}

// An SQLite file has one process; PostgreSQL may have several, and they meet at the head.
func TestTwoProcessesShareOneLog(t *testing.T) {
	t.Parallel()
	url := pgtest.URL(t)
	one := open(t, dbtest.Open(t, url))
	two := open(t, dbtest.Open(t, url))
	var wg sync.WaitGroup
	for i := range 40 {
		wg.Go(func() { write(t, one, fmt.Sprintf("cat_a%d", i), "isi") })
		wg.Go(func() { write(t, two, fmt.Sprintf("cat_b%d", i), "isi") })
	}
	wg.Wait()
	rep, err := one.Verify(t.Context(), []*ledger.Table{notes}, nil, nil)
	if err != nil || rep.Operations != 80 {
		t.Errorf("got %+v, %v", rep, err)
	}
}

func TestTilesRebuildTheTree(t *testing.T) {
	t.Parallel()
	d := dbtest.SQLite(t)
	l := open(t, d)
	for i := range 600 {
		write(t, l, fmt.Sprintf("cat_%d", i), "isi")
	}
	full, err := l.Tile(t.Context(), 0, 1, 256)
	if err != nil || len(full) != 256*32 {
		t.Fatalf("tile 0/1: %d bytes, %v", len(full), err)
	}
	partial, err := l.Tile(t.Context(), 0, 2, 88)
	if err != nil || len(partial) != 88*32 {
		t.Fatalf("tile 0/2.p/88: %d bytes, %v", len(partial), err)
	}
	if _, err := l.Tile(t.Context(), 0, 2, 89); rambu.KindOf(err) != rambu.NotFound {
		t.Errorf("a tile beyond the tree: %v", err)
	}
	top, err := l.Tile(t.Context(), 1, 0, 2)
	if err != nil || len(top) != 64 {
		t.Fatalf("tile 1/0.p/2: %d bytes, %v", len(top), err)
	}
	bundle, err := l.Entries(t.Context(), 0, 256)
	if err != nil || len(bundle) != 256*34 {
		t.Fatalf("entries 0: %d bytes, %v", len(bundle), err)
	}
}

func TestParseTilePath(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]string{
		"0/000": "0 0 256", "0/x001/x234/067": "0 1234067 256", "entries/001.p/7": "-1 1 7", "1/000.p/2": "1 0 2",
	} {
		level, n, width, err := ledger.ParseTilePath(path)
		if got := fmt.Sprint(level, n, width); err != nil || got != want {
			t.Errorf("%s: got %s, %v, want %s", path, got, err, want)
		}
	}
	for _, path := range []string{"", "0", "9/000", "0/0", "0/1234", "0/x001", "entries/000.p/256", "0/000.p/0", "00/000", "0/-01"} {
		if _, _, _, err := ledger.ParseTilePath(path); err == nil {
			t.Errorf("%q passes", path)
		}
	}
}

func FuzzVerifyReceipt(f *testing.F) {
	const key = "rambu.id/uji+6f0eb1e3+AVqDzh+Ls4ZqX4uPiUJ5G4k0r3sO9qv0M3Hk7Yc1x0Cw"
	f.Add("c2sp.org/tlog-proof@v1\nextra AAAA\nindex 0\n\nx")
	f.Fuzz(func(t *testing.T, text string) {
		_, err := ledger.VerifyReceipt(text, key)
		if err == nil {
			t.Error("a made-up receipt verifies")
		}
	})
}

func TestAuditTrailIsOnlyForTheAuditor(t *testing.T) {
	t.Parallel()
	d := dbtest.SQLite(t)
	l := open(t, d)
	write(t, l, "cat_a", "isi")
	got, err := l.Find(context.Background(), officer, ledger.Filter{})
	if err != nil || len(got) != 1 || got[0].Object != "cat_a" {
		t.Fatalf("got %+v, %v", got, err)
	}
	foreign := officer
	foreign.Institution = "pemda.18.01"
	got, err = l.Find(context.Background(), foreign, ledger.Filter{})
	if err != nil || len(got) != 0 {
		t.Errorf("another institution reads %+v, %v", got, err)
	}
	foreign.Roles = nil
	if _, err = l.Find(context.Background(), foreign, ledger.Filter{}); rambu.KindOf(err) != rambu.Forbidden {
		t.Errorf("a plain officer reads the trail: %v", err)
	}
}

// The trail is narrowed to some kinds, and an entry gives back the details its operation stated.
func TestFindByKinds(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		l := open(t, d)
		for _, kind := range []string{"satu.baca", "dua.tulis", "tiga.baca"} {
			_, err := l.Do(officer, kind, func(op *ledger.Op) error {
				op.Object("obj_" + kind)
				op.Object("obj_kedua")
				op.Fact("reason", "baris\nfact: \"reason\" \"palsu\"")
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		got, err := l.Find(t.Context(), officer, ledger.Filter{Kinds: []string{"satu.baca", "tiga.baca", "' OR '1'='1"}})
		if err != nil || len(got) != 2 || got[0].Kind != "tiga.baca" || got[1].Kind != "satu.baca" {
			t.Fatalf("got %+v, %v", got, err)
		}
		if r := got[0].Facts("reason"); len(r) != 1 || r[0] != "baris\nfact: \"reason\" \"palsu\"" {
			t.Errorf("reasons %q", r)
		}
		if r := got[0].Facts("object"); len(r) != 1 || r[0] != "obj_kedua" {
			t.Errorf("further objects %q", r)
		}
		got, err = l.Find(t.Context(), officer, ledger.Filter{Kind: "dua.tulis", Kinds: []string{"satu.baca"}})
		if err != nil || len(got) != 0 {
			t.Errorf("both filters give %+v, %v", got, err)
		}
	})
}
