package intake_test

import (
	"bytes"
	"context"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"rambu.id"
	"rambu.id/calendar"
	"rambu.id/evidence"
	"rambu.id/intake"
	"rambu.id/internal/blob"
	"rambu.id/internal/clock"
	"rambu.id/internal/db"
	"rambu.id/internal/db/dbtest"
	"rambu.id/law"
	"rambu.id/ledger"
	"rambu.id/roster/region"
	"rambu.id/seal"
)

const (
	bawaslu = "bawaslu.18.01"
	area    = "18.01"
)

// monday is 7 October 2024, 09.00 WIB.
var monday = time.Date(2024, 10, 7, 2, 0, 0, 0, time.UTC)

// room is an instance of one Bawaslu with its keys and officers.
type room struct {
	log      *ledger.Log
	keys     *seal.Store
	desk     *intake.Desk
	evidence *evidence.Room
	clock    *clock.Practice
	machine  *clock.Practice
	data     string // folder of the blobs

	intakeKey, identityKey seal.Key
	ani                    rambu.Actor // intake officer
	citra                  rambu.Actor // keeper of identities
	budi                   rambu.Actor // studies cases, holds no intake key
	budiKey                seal.Key
}

func open(tb testing.TB, d *db.DB) *room {
	tb.Helper()
	ctx := tb.Context()
	r := &room{clock: clock.NewFrozen(monday), machine: clock.NewFrozen(monday), data: tb.TempDir()}
	var err error
	r.log, err = ledger.Open(ctx, ledger.Config{
		DB: d, Clock: r.clock, Origin: "rambu.id/uji", KeyFile: filepath.Join(tb.TempDir(), "log.key"),
	})
	must(tb, err)
	r.keys, err = seal.Open(ctx, d)
	must(tb, err)
	blobs, err := blob.OpenDir(r.data, 0)
	must(tb, err)
	tb.Cleanup(func() { _ = blobs.Close() })
	r.evidence, err = evidence.Open(ctx, evidence.Config{Log: r.log, Keys: r.keys, Blobs: blobs, Machine: r.machine})
	must(tb, err)
	pack, err := law.Default()
	must(tb, err)
	regions, err := region.Open()
	must(tb, err)
	r.desk, err = intake.Open(ctx, intake.Config{
		Log: r.log, Keys: r.keys, Evidence: r.evidence, Pack: pack, Calendar: calendar.New(pack, nil), Regions: regions,
		Machine: r.machine,
	})
	must(tb, err)
	r.officers(tb)
	return r
}

func must(tb testing.TB, err error) {
	tb.Helper()
	if err != nil {
		tb.Fatal(err)
	}
}

func (r *room) do(tb testing.TB, fn func(op *ledger.Op) error) {
	tb.Helper()
	_, err := r.log.Do(rambu.System(bawaslu, area), "test", fn)
	must(tb, err)
}

func (r *room) officers(tb testing.TB) {
	tb.Helper()
	var intakePair, identityPair *seal.Pair
	r.do(tb, func(op *ledger.Op) (err error) {
		r.intakeKey, intakePair, err = seal.NewKey(op, bawaslu, area, seal.KindIntake, "")
		if err != nil {
			return err
		}
		r.identityKey, identityPair, err = seal.NewKey(op, bawaslu, area, seal.KindIdentity, "")
		return err
	})
	grant := func(account string, key seal.Key, pair *seal.Pair, roles ...rambu.Role) (rambu.Actor, seal.Key) {
		var own seal.Key
		var ownPair *seal.Pair
		r.do(tb, func(op *ledger.Op) (err error) {
			own, ownPair, err = seal.NewKey(op, bawaslu, area, seal.KindAccount, account)
			if err != nil || pair == nil {
				return err
			}
			return seal.GrantPair(op, key, pair, own)
		})
		who := rambu.Actor{Account: account, Institution: bawaslu, Region: area, Roles: roles}
		who.Keys = r.keys.NewRing(context.WithoutCancel(tb.Context()), own.ID, ownPair)
		return who, own
	}
	r.ani, _ = grant("akn_ani", r.intakeKey, intakePair, rambu.RoleIntake)
	r.citra, _ = grant("akn_citra", r.identityKey, identityPair, rambu.RoleIdentity)
	r.budi, r.budiKey = grant("akn_budi", seal.Key{}, nil, rambu.RoleHandler)
}

func (r *room) verify(tb testing.TB) {
	tb.Helper()
	tables := append(append(intake.Tables(), evidence.Tables()...), seal.Tables()...)
	_, err := r.log.Verify(tb.Context(), tables, nil, nil)
	must(tb, err)
}

// operations counts the operations of a kind.
func (r *room) operations(tb testing.TB, kind string) int {
	tb.Helper()
	auditor := rambu.Actor{Institution: bawaslu, Roles: []rambu.Role{rambu.RoleAuditor}}
	found, err := r.log.Find(tb.Context(), auditor, ledger.Filter{Kind: kind})
	must(tb, err)
	return len(found)
}

func tip() intake.Submission {
	return intake.Submission{
		Draft: intake.NewDraft(), Institution: bawaslu, Region: area, Door: intake.DoorTip,
		Answers: intake.Answers{
			What: "Camat mengajak staf memilih salah satu pasangan calon saat apel.", When: "2024-10-04",
			District: "18.01.04", Place: "Halaman kantor camat", Who: "Orang Rekaan", Post: "Camat",
		},
	}
}

func formal() intake.Submission {
	s := tip()
	s.Door = intake.DoorFormal
	s.Answers.Known, s.Answers.Address = "2024-10-05", "Jalan Rekaan 1"
	s.Identity = &intake.Identity{
		Name: "Pelapor Rekaan", Birth: "Kalianda, 1 Januari 1980", Sex: "P", Occupation: "Pedagang",
		Citizenship: "Indonesia", Address: "Jalan Contoh 2", Phone: "0811000000",
	}
	return s
}

var png = append([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"), bytes.Repeat([]byte("gambar rekaan "), 100)...)

func (r *room) stage(tb testing.TB, draft intake.Draft, name string, data []byte) evidence.Staged {
	tb.Helper()
	s, err := r.desk.Stage(tb.Context(), bawaslu, draft, evidence.StageIn{Region: area, Name: name, Body: bytes.NewReader(data)})
	must(tb, err)
	return s
}

// A tip with a photo comes in, is read by an intake officer, answered, and the reporter reads
// the answer with the code and replies.
func TestTipIsReadAndAnswered(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx, r := t.Context(), open(t, d)
		in := tip()
		r.stage(t, in.Draft, "IMG_001.png", png)
		in.Files = true
		got, err := r.desk.Submit(ctx, in)
		must(t, err)
		if got.Repeated || got.SignBy != "" || got.NextOn != "2024-10-09" {
			t.Errorf("lodged: %+v", got)
		}
		body, err := ledger.VerifyReceipt(got.Receipt.Text(), r.log.VerifierKey())
		must(t, err)
		if !strings.Contains(body, got.ID) || strings.Contains(body, "Camat") {
			t.Errorf("the proof is not of the report, or tells its content:\n%s", body)
		}

		list, err := r.desk.List(ctx, r.ani, intake.Filter{State: intake.StateReceived})
		must(t, err)
		if len(list) != 1 || list[0].ID != got.ID || list[0].Identified {
			t.Fatalf("the list has %+v", list)
		}
		opened, err := r.desk.Open(ctx, r.ani, got.ID)
		must(t, err)
		if diff := cmp.Diff(in.Answers, opened.Answers); diff != "" {
			t.Error(diff)
		}
		if len(opened.Exhibits) != 1 || opened.Exhibits[0].Name != "IMG_001.png" || opened.Exhibits[0].Type != "image/png" {
			t.Fatalf("exhibits: %+v", opened.Exhibits)
		}
		if n := r.operations(t, "intake.read"); n != 1 {
			t.Errorf("%d reads are logged, want 1", n)
		}
		must(t, r.desk.Message(ctx, r.ani, got.ID, "Jam berapa kejadiannya?", "2024-10-10"))

		code := " " + strings.ToLower(got.Code.String()[:4]) + "-" + got.Code.String()[4:]
		box, err := r.desk.Inbox(ctx, bawaslu, code)
		must(t, err)
		if len(box.Messages) != 1 || box.Messages[0].Text != "Jam berapa kejadiannya?" || box.NextOn != "2024-10-10" {
			t.Errorf("inbox: %+v", box)
		}
		must(t, r.desk.Reply(ctx, bawaslu, intake.ReplyIn{Code: code, Text: "Pukul 07.30"}))
		opened, err = r.desk.Open(ctx, r.ani, got.ID)
		must(t, err)
		want := []intake.Message{
			{Kind: intake.FromOfficer, At: monday, NextOn: "2024-10-10", Text: "Jam berapa kejadiannya?"},
			{Kind: intake.FromReporter, At: monday, Text: "Pukul 07.30"},
		}
		byKind := cmpopts.SortSlices(func(a, b intake.Message) bool { return a.Kind < b.Kind })
		if diff := cmp.Diff(want, opened.Messages, byKind, cmpopts.IgnoreUnexported(intake.Message{}), cmpopts.IgnoreFields(intake.Message{}, "ID")); diff != "" {
			t.Error(diff)
		}
		if n := r.operations(t, "intake.inbox"); n != 0 {
			t.Error("a reporter's read of the inbox is logged")
		}
		r.verify(t)
	})
}

// The answer to a submit was lost: submitting again gives the same report, code and operation,
// and only one report is there. Changed answers do not replace what was lodged.
func TestLostAnswerIsRepeated(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx, r := t.Context(), open(t, d)
		in := tip()
		r.stage(t, in.Draft, "foto.png", png)
		in.Files = true
		first, err := r.desk.Submit(ctx, in)
		must(t, err)
		must(t, r.clock.MoveTo(monday.Add(3*time.Hour)))
		second, err := r.desk.Submit(ctx, in)
		must(t, err)
		if second.ID != first.ID || second.Code != first.Code || second.Receipt.OpID != first.Receipt.OpID ||
			!second.Repeated || second.Changed || !second.ReceivedAt.Equal(first.ReceivedAt) {
			t.Errorf("repeated submit:\nfirst  %+v\nsecond %+v", first, second)
		}
		if _, err := ledger.VerifyReceipt(second.Receipt.Text(), r.log.VerifierKey()); err != nil {
			t.Error(err)
		}
		in.Answers.Place = "Di tempat lain"
		changed, err := r.desk.Submit(ctx, in)
		must(t, err)
		if !changed.Repeated || !changed.Changed {
			t.Errorf("a changed report was not told to have been sent before: %+v", changed)
		}
		opened, err := r.desk.Open(ctx, r.ani, first.ID)
		must(t, err)
		if opened.Answers.Place != "Halaman kantor camat" || len(opened.Exhibits) != 1 {
			t.Errorf("what was lodged changed: %+v", opened.Answers)
		}
		r.verify(t)
	})
}

func TestParallelSubmitsAreOneReport(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx, r := t.Context(), open(t, d)
		in := formal()
		r.stage(t, in.Draft, "foto.png", png)
		in.Files = true
		const n = 12
		got := make([]intake.Lodged, n)
		errs := make([]error, n)
		var wg sync.WaitGroup
		for i := range n {
			wg.Go(func() { got[i], errs[i] = r.desk.Submit(ctx, in) })
		}
		wg.Wait()
		firsts := 0
		for i := range n {
			must(t, errs[i])
			if got[i].ID != got[0].ID || got[i].Code != got[0].Code || got[i].Receipt.OpID != got[0].Receipt.OpID {
				t.Errorf("submit %d made another report", i)
			}
			if !got[i].Repeated {
				firsts++
			}
		}
		if firsts != 1 || r.operations(t, "intake.submit") != 1 {
			t.Errorf("%d submits say they were the first", firsts)
		}
		opened, err := r.desk.Open(ctx, r.ani, got[0].ID)
		must(t, err)
		if len(opened.Exhibits) != 1 {
			t.Errorf("%d exhibits, want 1", len(opened.Exhibits))
		}
		r.verify(t)
	})
}

// Every code that opens nothing is answered with the same words.
func TestWrongCodesLookAlike(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx, r := t.Context(), open(t, d)
		got, err := r.desk.Submit(ctx, tip())
		must(t, err)
		right := got.Code.String()
		wrong := []string{
			"", "x", strings.Repeat("0", 16), right[:15], right + "0", right[:15] + flip(right[15]), "' OR 1=1 --",
			strings.Repeat("7", 1<<20), "\x00\xff", intake.NewDraft().Code().String(),
		}
		words := map[string]bool{}
		for _, code := range wrong {
			_, err := r.desk.Inbox(ctx, bawaslu, code)
			if rambu.KindOf(err) != rambu.Invalid {
				t.Errorf("code %.20q: %v", code, err)
				continue
			}
			words[err.Error()] = true
			if err := r.desk.Reply(ctx, bawaslu, intake.ReplyIn{Code: code, Text: "halo"}); rambu.KindOf(err) != rambu.Invalid {
				t.Errorf("reply with code %.20q: %v", code, err)
			}
		}
		if len(words) != 1 {
			t.Errorf("wrong codes are told apart: %v", words)
		}
	})
}

func flip(b byte) string {
	if b == '0' {
		return "1"
	}
	return "0"
}

func TestReporterHidesAndWithdraws(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx, r := t.Context(), open(t, d)
		got, err := r.desk.Submit(ctx, tip())
		must(t, err)
		code := got.Code.String()
		must(t, r.desk.Message(ctx, r.ani, got.ID, "Satu", ""))
		must(t, r.desk.Message(ctx, r.ani, got.ID, "Dua", ""))
		box, err := r.desk.Inbox(ctx, bawaslu, code)
		must(t, err)
		must(t, r.desk.Hide(ctx, bawaslu, code, box.Messages[0].ID, "psn_lain"))
		after, err := r.desk.Inbox(ctx, bawaslu, code)
		must(t, err)
		if len(after.Messages) != 1 || after.Messages[0].ID != box.Messages[1].ID {
			t.Errorf("after hiding: %+v", after.Messages)
		}
		opened, err := r.desk.Open(ctx, r.ani, got.ID)
		must(t, err)
		if len(opened.Messages) != 2 {
			t.Error("the institution lost its copy")
		}
		must(t, r.desk.Withdraw(ctx, bawaslu, code))
		if err := r.desk.Withdraw(ctx, bawaslu, code); rambu.KindOf(err) != rambu.Conflict {
			t.Errorf("withdrawn twice: %v", err)
		}
		if err := r.move(got.ID, intake.StateRegistered); rambu.KindOf(err) != rambu.Conflict {
			t.Errorf("registered after it was withdrawn: %v", err)
		}
		r.verify(t)
	})
}

func TestConfirmWantsLastFour(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx, r := t.Context(), open(t, d)
		in := tip()
		got, err := r.desk.Submit(ctx, in)
		must(t, err)
		last := got.Code.Last()
		for _, wrong := range []string{"", last[:3], last[:3] + flip(last[3]), last + "0", got.Code.String()} {
			if err := r.desk.Confirm(ctx, bawaslu, in.Draft, wrong); rambu.KindOf(err) != rambu.Invalid {
				t.Errorf("confirmed with %q: %v", wrong, err)
			}
		}
		must(t, r.desk.Confirm(ctx, bawaslu, in.Draft, strings.ToLower(last)+" "))
		must(t, r.desk.Confirm(ctx, bawaslu, in.Draft, last))
		again, err := r.desk.Submit(ctx, in)
		must(t, err)
		if !again.Noted {
			t.Error("a confirmed code would be shown again")
		}
		r.verify(t)
	})
}

// A reply that comes again with its key is one reply, at the same moment too; other words, another file or
// another key make another.
func TestAReplyComesOnce(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx, r := t.Context(), open(t, d)
		got, err := r.desk.Submit(ctx, tip())
		must(t, err)
		code := got.Code.String()
		count := func() int {
			t.Helper()
			box, err := r.desk.Inbox(ctx, bawaslu, code)
			must(t, err)
			return len(box.Messages)
		}
		first := intake.ReplyIn{Code: code, Key: "satu", Text: "Pukul 07.30"}
		var all sync.WaitGroup
		for range 8 {
			all.Go(func() {
				if err := r.desk.Reply(ctx, bawaslu, first); err != nil {
					t.Errorf("a reply sent at once with itself: %v", err)
				}
			})
		}
		all.Wait()
		if n := count(); n != 1 {
			t.Errorf("%d replies, want 1", n)
		}
		for i, in := range []intake.ReplyIn{
			{Code: code, Key: "satu", Text: "Pukul 08.30"}, {Code: code, Key: "dua", Text: "Pukul 07.30"}, {Code: code, Text: "Pukul 07.30"}, {Code: code, Text: "Pukul 07.30"},
		} {
			must(t, r.desk.Reply(ctx, bawaslu, in))
			if n := count(); n != i+2 {
				t.Errorf("%+v: %d replies, want %d", in, n, i+2)
			}
		}
		for range 2 {
			_, err = r.desk.StageReply(ctx, bawaslu, code, evidence.StageIn{Name: "rekaman.png", Body: bytes.NewReader(png)})
			must(t, err)
			must(t, r.desk.Reply(ctx, bawaslu, first))
			if n := count(); n != 6 {
				t.Errorf("with a file: %d replies, want 6", n)
			}
		}
		r.verify(t)
	})
}
