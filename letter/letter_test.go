package letter_test

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rambu.id"
	"rambu.id/internal/db"
	"rambu.id/internal/db/dbtest"
	"rambu.id/ledger"
	"rambu.id/letter"
	"rambu.id/letter/kinds"
	"rambu.id/seal"
)

// A study travels from Bawaslu to the regent, is acknowledged, opens a matter, is answered; the
// answer comes back and closes the circle.
func TestStudyGoesOutAndAnswerComesBack(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		ctx := t.Context()
		in := forwarding()
		file, err := w.Attach(ctx, "foto.jpg", "image/jpeg", strings.NewReader("isi foto"))
		must(t, err)
		in.Files = []letter.File{file}
		id := w.signed(t, in)
		got := w.arrived(t, id)
		if got.State != letter.Received || got.Kind != kinds.KindForwardedStudy || got.Sender != bawaslu || got.ReplyDue != "2024-10-21" {
			t.Errorf("the inbox shows %+v", got)
		}
		opened, err := w.Open(ctx, w.bkpsdm, got.ID)
		must(t, err)
		if diff := cmp.Diff(study(), opened.Payload); diff != "" {
			t.Errorf("the study changed on the way (-want +got):\n%s", diff)
		}
		if opened.Body.Subject != in.Subject || opened.Block.Name != "Rahmat Contoh" || opened.Header.Number != got.Number {
			t.Errorf("opened %+v", opened)
		}
		_, r, err := w.ReadFile(ctx, w.bkpsdm, got.ID, file.ID)
		must(t, err)
		data, err := io.ReadAll(r)
		must(t, err)
		must(t, r.Close())
		if string(data) != "isi foto" {
			t.Errorf("the exhibit arrives as %q", data)
		}
		w.acknowledgeAndHandle(t, id, got.ID)
		w.answer(t, id, got.ID)
		w.verify(t)
	})
}

func (w *world) acknowledgeAndHandle(t *testing.T, id, inbox string) {
	t.Helper()
	ctx := t.Context()
	must(t, w.Acknowledge(ctx, w.bkpsdm, inbox, "Siti Contoh"))
	wantKind(t, "a second receipt", w.Acknowledge(ctx, w.bupati, inbox, "Lain"), rambu.Conflict)
	must(t, w.ReturnReceipt(ctx, w.bkpsdm, inbox))
	sent, err := w.Open(ctx, w.penangan, id)
	must(t, err)
	c := sent.Sent.Copies[0]
	if c.State != letter.CopyReceipted || c.Proof.Name != "Siti Contoh" || c.AckPost != w.bkpsdm.Post || c.AckAt.IsZero() {
		t.Errorf("the sender's receipt is %+v", c)
	}
	todo, err := w.Unhandled(ctx, w.bkpsdm, 10, kinds.KindForwardedStudy)
	must(t, err)
	if len(todo) != 1 || todo[0].ID != inbox {
		t.Fatalf("unhandled: %+v", todo)
	}
	handle := func(op *ledger.Op) error { return letter.Handle(op, inbox, "dsp_contoh") }
	_, err = w.log.Do(w.bkpsdm, "test.open", handle)
	must(t, err)
	_, err = w.log.Do(w.bkpsdm, "test.open", handle)
	wantKind(t, "a second matter from one letter", err, rambu.Conflict)
	todo, err = w.Unhandled(ctx, w.bkpsdm, 10, kinds.KindForwardedStudy)
	must(t, err)
	if len(todo) != 0 {
		t.Errorf("still unhandled: %+v", todo)
	}
}

func (w *world) answer(t *testing.T, id, inbox string) {
	t.Helper()
	ctx := t.Context()
	answer, err := w.Draft(ctx, w.bkpsdm, letter.DraftIn{
		Payload: &kinds.Answer{Result: kinds.ResultSanction, Decree: "800/1/2024", Date: "2024-10-07", Sanction: "teguran-tertulis"},
		Signer:  w.bupati.Post, Subject: "Jawaban", Paragraphs: []string{"Kami sampaikan hasilnya."}, ReplyTo: id,
		To: []letter.Addressee{{Post: bawaslu + "/ketua", Line: "Ketua Bawaslu"}},
	})
	must(t, err)
	signed, err := w.Sign(ctx, w.bupati, letter.SignIn{ID: answer, Block: letter.SignatureBlock{
		Lines: []string{"Plt. BUPATI LAMPUNG SELATAN,", "WAKIL BUPATI,"}, Name: "Dewi Contoh",
	}})
	must(t, err)
	if signed.Number != "001/X/2024" {
		t.Errorf("the answer has number %q", signed.Number)
	}
	must(t, w.Send(ctx, w.bkpsdm, answer))
	must(t, w.Deliver(ctx, w.bkpsdm, answer, bawaslu))
	out, _, err := w.Envelope(ctx, w.ketua, id)
	must(t, err)
	if out.State != letter.Answered || out.AnsweredBy != answer {
		t.Errorf("the forwarding is %s, answered by %q", out.State, out.AnsweredBy)
	}
	_, in, err := w.Envelope(ctx, w.bupati, inbox)
	must(t, err)
	if in.State != letter.Replied || in.AnsweredBy != answer {
		t.Errorf("the government's copy is %s, answered by %q", in.State, in.AnsweredBy)
	}
}

// Many send at once; numbers run 1..n without a gap and without a double. A cancelled letter
// keeps its number, with its reason.
func TestNumbersHaveNoGapAndNoDouble(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		const n = 200
		ids := make([]string, n)
		inParallel(t, n, func(i int) error {
			var err error
			ids[i], err = w.Draft(t.Context(), w.staf, plain(fmt.Sprintf("Surat %d", i)))
			return err
		})
		inParallel(t, n, func(i int) error {
			_, err := w.Sign(t.Context(), w.ketua, letter.SignIn{ID: ids[i], Block: block()})
			return err
		})
		inParallel(t, n, func(i int) error { return w.Send(t.Context(), w.staf, ids[i]) })
		cancelled := w.signed(t, plain("Keliru"))
		must(t, w.Cancel(t.Context(), w.staf, cancelled, letter.WrongText, "salah tanggal"))
		wantKind(t, "cancel what was sent", w.Cancel(t.Context(), w.staf, ids[0], letter.WrongText, ""), rambu.Conflict)
		last := w.signed(t, plain("Sesudahnya"))
		book, err := w.Agenda(t.Context(), w.staf, 2024, letter.DefaultSeries, 0)
		must(t, err)
		if len(book) != n+2 {
			t.Fatalf("%d numbers for %d letters", len(book), n+2)
		}
		for i, e := range book {
			if e.Seq != int64(i+1) || e.Number != fmt.Sprintf("%03d/X/2024", i+1) {
				t.Fatalf("entry %d is %+v", i, e)
			}
		}
		if e := book[n]; e.Letter != cancelled || e.State != letter.Cancelled || e.Cancelled != letter.WrongText {
			t.Errorf("the gap is explained as %+v", e)
		}
		if book[n+1].Letter != last {
			t.Error("the number of a cancelled letter was given again")
		}
		w.verify(t)
	})
}

func plain(subject string) letter.DraftIn {
	return letter.DraftIn{
		Payload: &kinds.Plain{}, Signer: bawaslu + "/ketua", Subject: subject, Paragraphs: []string{"Isi."},
		To: []letter.Addressee{{Post: pemda + "/bupati", Line: "Bupati"}},
	}
}

func inParallel(t *testing.T, n int, fn func(i int) error) {
	t.Helper()
	var wg sync.WaitGroup
	errs := make([]error, n)
	for i := range n {
		wg.Go(func() { errs[i] = fn(i) })
	}
	wg.Wait()
	for _, err := range errs {
		must(t, err)
	}
}

func TestDeliveredTwiceArrivesOnce(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		id := w.signed(t, plain("Undangan"))
		wantKind(t, "deliver before it is sent", w.Deliver(t.Context(), w.staf, id, pemda), rambu.Conflict)
		must(t, w.Send(t.Context(), w.staf, id))
		waiting, err := w.Waiting(t.Context(), w.staf)
		must(t, err)
		if !slices.Equal(waiting, []string{id}) {
			t.Errorf("waiting for delivery: %v", waiting)
		}
		must(t, w.Retry(t.Context(), rambu.System(bawaslu, "18.01"))) // the job came first
		for range 3 {
			must(t, w.Deliver(t.Context(), rambu.System(bawaslu, "18.01"), id, pemda))
		}
		page, err := w.Inbox(t.Context(), w.bupati, letter.Filter{})
		must(t, err)
		if len(page.Items) != 1 {
			t.Errorf("%d letters in the inbox", len(page.Items))
		}
		if waiting, err = w.Waiting(t.Context(), w.staf); err != nil || len(waiting) != 0 {
			t.Errorf("still waiting: %v, %v", waiting, err)
		}
		wantKind(t, "deliver to whom it is not addressed", w.Deliver(t.Context(), w.staf, id, "bkn"), rambu.NotFound)
		w.verify(t)
	})
}

// envelope reads the parts of a sent letter as a network would carry them.
func (w *world) envelope(t *testing.T, id string) letter.Envelope {
	t.Helper()
	e, err := letter.EnvelopeOf(t.Context(), w.Desk, w.ketua, id, pemda)
	must(t, err)
	return e
}

func TestForgedLettersAreRefused(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		id := w.signed(t, plain("Asli"))
		must(t, w.Send(t.Context(), w.staf, id))
		tests := map[string]func(e *letter.Envelope){
			"another number":    func(e *letter.Envelope) { e.Header = strings.Replace(e.Header, "001", "002", 1) },
			"another body":      func(e *letter.Envelope) { e.Sealed = append(slices.Clone(e.Sealed), 0) },
			"another signature": func(e *letter.Envelope) { e.Signature = bytes.Repeat([]byte{1}, 64) },
			"another block":     func(e *letter.Envelope) { e.Block = nil },
			"a key nobody registered": func(e *letter.Envelope) {
				e.Public, e.Signature = w.stranger.VerifyKey(), w.stranger.Sign([]byte(e.Header))
			},
			"another sender with his own key": func(e *letter.Envelope) {
				e.Header = strings.ReplaceAll(e.Header, w.ketua.Account, w.bupati.Account)
				pair := w.pairs[w.bupati.Account]
				e.Public, e.Signature = pair.VerifyKey(), pair.Sign([]byte(e.Header))
			},
			"another sender with his own key and its name": func(e *letter.Envelope) {
				own := w.accountKeys[w.bupati.Account]
				e.Header = strings.ReplaceAll(e.Header, w.accountKeys[w.ketua.Account].ID, own.ID)
				pair := w.pairs[w.bupati.Account]
				e.Public, e.Signature = pair.VerifyKey(), pair.Sign([]byte(e.Header))
			},
			"an addressee it does not name": func(e *letter.Envelope) { e.Copies[0].Post = pemda + "/sekda" },
			"no addressee":                  func(e *letter.Envelope) { e.Copies = nil },
			"a key of somebody else":        func(e *letter.Envelope) { e.KeyID = w.letterKeys[bawaslu].ID },
		}
		for name, change := range tests {
			e := w.envelope(t, id)
			change(&e)
			wantKind(t, name, w.Receive(t.Context(), pemda, e), rambu.Invalid)
		}
		if page, err := w.Inbox(t.Context(), w.bupati, letter.Filter{}); err != nil || len(page.Items) != 0 {
			t.Errorf("the inbox has %d forged letters, %v", len(page.Items), err)
		}
		must(t, w.Receive(t.Context(), pemda, w.envelope(t, id)))
		w.verify(t)
	})
}

// A signer who got a new key meanwhile has still signed what he signed.
func TestALaterKeyDoesNotUnmakeASignature(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dbtest.SQLite(t))
	id := w.signed(t, plain("Sebelum"))
	must(t, w.clock.MoveTo(w.clock.Now().AddDate(0, 0, 1)))
	_, err := w.log.Do(rambu.System(bawaslu, "18.01"), "test", func(op *ledger.Op) error {
		_, _, err := seal.NewKey(op, bawaslu, "18.01", seal.KindAccount, w.ketua.Account)
		return err
	})
	must(t, err)
	w.arrived(t, id)
	later, err := w.Draft(t.Context(), w.staf, plain("Sesudah"))
	must(t, err)
	_, err = w.Sign(t.Context(), w.ketua, letter.SignIn{ID: later, Block: block()})
	wantKind(t, "signed with the old key", err, rambu.Locked)
}

func TestOnlyTheAddresseeOpens(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		ctx := t.Context()
		id := w.signed(t, forwarding())
		wrapped := w.envelopeKeyBeforeSending(t, id)
		if len(wrapped) != 0 {
			t.Error("an unsent letter is sealed to its addressee already: the host could open a draft")
		}
		in := w.arrived(t, id)
		open := func(who rambu.Actor, id string) error { _, err := w.Open(ctx, who, id); return err }
		must(t, open(w.bupati, in.ID))
		wantKind(t, "an inspector without the key", open(w.outsider, in.ID), rambu.Locked)
		wantKind(t, "a camat it is not addressed to", open(w.camat, in.ID), rambu.Forbidden)
		wantKind(t, "the clerk and a confidential letter he did not draft", open(w.clerkElsewhere(t), in.ID), rambu.Forbidden)
		wantKind(t, "the regent and the sender's own copy", open(w.bupati, id), rambu.NotFound)
		wantKind(t, "the sender and the addressee's copy", open(w.ketua, in.ID), rambu.NotFound)
		keyless := w.bupati
		keyless.Keys = nil
		wantKind(t, "a token without keys", open(keyless, in.ID), rambu.Locked)
		if page, err := w.Inbox(ctx, w.camat, letter.Filter{}); err != nil || len(page.Items) != 0 {
			t.Errorf("the camat sees %d envelopes of others, %v", len(page.Items), err)
		}
		if page, err := w.Outbox(ctx, w.bupati, letter.Filter{}); err != nil || len(page.Items) != 0 {
			t.Errorf("the regent sees %d letters of Bawaslu's outbox, %v", len(page.Items), err)
		}
		var reads int
		must(t, d.QueryRow(ctx, `SELECT count(*) FROM ledger_operation WHERE kind = 'letter.read' AND object = $1`, in.ID).Scan(&reads))
		if reads != 1 {
			t.Errorf("%d reads are logged, want the one that succeeded", reads)
		}
	})
}

func (w *world) clerkElsewhere(t *testing.T) rambu.Actor {
	t.Helper()
	return w.officer(t, pemda, "tata-usaha", true, rambu.RoleClerk)
}

func (w *world) envelopeKeyBeforeSending(t *testing.T, id string) []byte {
	t.Helper()
	var wrapped []byte
	must(t, w.log.DB().QueryRow(t.Context(), `SELECT wrapped FROM letter_copy WHERE letter = $1 AND to_institution = $2`, id, pemda).Scan(&wrapped))
	return wrapped
}

func TestKonsepUntilSigned(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dbtest.SQLite(t))
	ctx := t.Context()
	must(t, w.Configure(ctx, w.staf, letter.Setting{
		Letterhead: letter.Letterhead{Names: []string{"BAWASLU KABUPATEN CONTOH"}, Address: []string{"Jalan Contoh 1"}},
		Place:      "Kalianda", Paper: "F4",
		Patterns: map[string]letter.Pattern{letter.DefaultSeries: "{no:3}/{kode}/K.LA-07/{bulan-romawi}/{tahun}"},
	}))
	id, err := w.Draft(ctx, w.staf, forwarding())
	must(t, err)
	draft, err := w.Open(ctx, w.staf, id)
	must(t, err)
	doc := w.Document(draft)
	if !doc.Draft || doc.Number != "" || doc.QR != "" || doc.Signature.Name != "" || !doc.Practice {
		t.Errorf("a draft prints as %+v", doc)
	}
	_, err = w.Sign(ctx, w.staf, letter.SignIn{ID: id, Block: block()})
	wantKind(t, "signed by somebody else", err, rambu.Forbidden)
	w.powerless = w.ketua.Post
	_, err = w.Sign(ctx, w.ketua, letter.SignIn{ID: id, Block: block()})
	wantKind(t, "signed beyond the power of the office", err, rambu.Forbidden)
	w.powerless = ""
	_, err = w.Sign(ctx, w.ketua, letter.SignIn{ID: id, Block: block(), Date: "2024-10-08"})
	wantKind(t, "dated tomorrow", err, rambu.Invalid)
	wantKind(t, "sent before it is signed", w.Send(ctx, w.staf, id), rambu.Conflict)
	signed, err := w.Sign(ctx, w.ketua, letter.SignIn{ID: id, Block: block()})
	must(t, err)
	if want := "001/PM.00.02/K.LA-07/X/2024"; signed.Number != want {
		t.Errorf("number %q, want %q", signed.Number, want)
	}
	opened, err := w.Open(ctx, w.staf, id)
	must(t, err)
	doc = w.Document(opened)
	if doc.Draft || doc.Number != signed.Number || doc.DateText != "7 Oktober 2024" || doc.Place != "Kalianda" || doc.Signature.Name != "Rahmat Contoh" {
		t.Errorf("a signed letter prints as %+v", doc)
	}
	if !strings.HasPrefix(doc.QR, "https://rambu.contoh.id/periksa-surat?id="+id+"&kode="+opened.Hash[:letter.HashPrefix]) {
		t.Errorf("QR code %q", doc.QR)
	}
	wantKind(t, "changed after it was signed", w.Revise(ctx, w.staf, id, at(1, forwarding())), rambu.Conflict)
	var one, two bytes.Buffer
	must(t, w.PDF(&one, opened))
	must(t, w.PDF(&two, opened))
	if !bytes.HasPrefix(one.Bytes(), []byte("%PDF-")) || !bytes.Equal(one.Bytes(), two.Bytes()) {
		t.Error("the same letter prints differently")
	}
}

func TestCheckTellsRegisteredOnly(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dbtest.SQLite(t))
	ctx := t.Context()
	draft, err := w.Draft(ctx, w.staf, plain("Konsep"))
	must(t, err)
	id := w.signed(t, plain("Surat"))
	opened, err := w.Open(ctx, w.staf, id)
	must(t, err)
	cancelled := w.signed(t, plain("Batal"))
	gone, err := w.Open(ctx, w.staf, cancelled)
	must(t, err)
	must(t, w.Cancel(ctx, w.staf, cancelled, letter.Twice, ""))
	empty := "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" // the hash of no header
	for _, tt := range []struct {
		name, id, code string
		want           bool
	}{
		{"as printed", id, opened.Hash[:letter.HashPrefix], true},
		{"in groups and capitals", id, strings.ToUpper(opened.Hash[:4] + " " + opened.Hash[4:letter.HashPrefix]), true},
		{"too short a code", id, opened.Hash[:8], false},
		{"another code", id, strings.Repeat("0", letter.HashPrefix), false},
		{"another letter", draft, opened.Hash[:letter.HashPrefix], false},
		{"a draft by the hash of nothing", draft, empty[:letter.HashPrefix], false},
		{"a cancelled letter", cancelled, gone.Hash[:letter.HashPrefix], false},
		{"no letter", rambu.NewID("srt"), opened.Hash[:letter.HashPrefix], false},
		{"no id", "' OR 1=1", opened.Hash, false},
	} {
		got, err := w.Check(ctx, tt.id, tt.code)
		if err != nil || got != tt.want {
			t.Errorf("%s: %v, %v", tt.name, got, err)
		}
	}
}

func TestReplyDue(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		id := w.signed(t, forwarding())
		in := w.arrived(t, id)
		overdue := func() (out, arrived int) {
			o, err := w.Outbox(t.Context(), w.staf, letter.Filter{Overdue: true})
			must(t, err)
			i, err := w.Inbox(t.Context(), w.bupati, letter.Filter{Overdue: true})
			must(t, err)
			return len(o.Items), len(i.Items)
		}
		if o, i := overdue(); o+i != 0 {
			t.Errorf("overdue on the first day: %d sent, %d received", o, i)
		}
		must(t, w.clock.MoveTo(w.clock.Now().AddDate(0, 0, 14))) // 21 October, the last day
		if o, i := overdue(); o+i != 0 {
			t.Errorf("overdue on the last day: %d sent, %d received", o, i)
		}
		must(t, w.clock.MoveTo(w.clock.Now().AddDate(0, 0, 1)))
		if o, i := overdue(); o != 1 || i != 1 {
			t.Errorf("a day later: %d sent and %d received are overdue", o, i)
		}
		w.answer(t, id, in.ID)
		if o, i := overdue(); o+i != 0 {
			t.Errorf("overdue after the answer: %d sent, %d received", o, i)
		}
	})
}
