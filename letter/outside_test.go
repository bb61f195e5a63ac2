package letter_test

import (
	"errors"
	"strings"
	"testing"

	"rambu.id"
	"rambu.id/internal/db"
	"rambu.id/internal/db/dbtest"
	"rambu.id/ledger"
	"rambu.id/letter"
	"rambu.id/letter/kinds"
	"rambu.id/seal"
)

// A letter gets its number from SRIKANDI, is signed with ink, goes to BKN by courier, and BKN's
// recommendation is typed in when it comes.
func TestPaperGoesOutAndPaperComesBack(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		ctx := t.Context()
		in := plain("Laporan netralitas")
		in.To = []letter.Addressee{{Post: "bkn", Line: "Kepala BKN"}}
		id, err := w.Draft(ctx, w.staf, in)
		must(t, err)
		scan := w.scan(t, "surat.pdf", "application/pdf")
		record := letter.OutsideSignIn{
			SignIn: letter.SignIn{ID: id, Number: "045/99/SRIKANDI/2024", Block: block()}, Method: letter.ByInk, Scan: scan,
		}
		_, err = w.RecordSigned(ctx, w.ketua, record)
		wantKind(t, "recorded by somebody who keeps no register", err, rambu.Forbidden)
		signed, err := w.RecordSigned(ctx, w.staf, record)
		must(t, err)
		if signed.Number != "045/99/SRIKANDI/2024" || signed.Seq != 0 || signed.Method != letter.ByInk || signed.Account != w.staf.Account {
			t.Errorf("recorded as %+v", signed)
		}
		must(t, w.Send(ctx, w.staf, id))
		must(t, w.DeliverAll(ctx, w.staf, id))
		out, _, err := w.Envelope(ctx, w.staf, id)
		must(t, err)
		if out.Copies[0].State != letter.CopyOutside {
			t.Fatalf("BKN's copy is %s", out.Copies[0].State)
		}
		w.handOver(t, id, out.Copies[0].ID)
		w.recommendation(t, id)
		w.verify(t)
	})
}

// A letter of before the institution made its keys anew opens with what was added to it afterwards.
func TestAReceiptOfAfterNewKeysOpensWithItsLetter(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		ctx := t.Context()
		in := plain("Laporan netralitas")
		in.To = []letter.Addressee{{Post: "bkn", Line: "Kepala BKN"}}
		id, err := w.Draft(ctx, w.staf, in)
		must(t, err)
		_, err = w.RecordSigned(ctx, w.staf, letter.OutsideSignIn{
			SignIn: letter.SignIn{ID: id, Number: "045/99/SRIKANDI/2024", Block: block()}, Method: letter.ByInk, Scan: w.scan(t, "surat.pdf", "application/pdf"),
		})
		must(t, err)
		must(t, w.Send(ctx, w.staf, id))
		must(t, w.DeliverAll(ctx, w.staf, id))
		out, _, err := w.Envelope(ctx, w.staf, id)
		must(t, err)
		old, oldPair := w.letterKeys[bawaslu], w.letterPairs[bawaslu]
		pair, err := seal.NewPair()
		must(t, err)
		_, err = w.log.Do(rambu.System(bawaslu, "18.01"), "test", func(op *ledger.Op) error {
			k := old
			k.ID, k.Public, k.Verify = rambu.NewID("kun"), pair.Public(), pair.VerifyKey()
			return errors.Join(seal.Succeed(op, old, k), seal.GrantPair(op, k, pair, w.accountKeys[w.staf.Account]), seal.GrantPair(op, old, oldPair, k))
		})
		must(t, err)
		w.keys.Renewed(bawaslu)
		w.handOver(t, id, out.Copies[0].ID)
		w.verify(t)
	})
}

func (w *world) scan(t *testing.T, name, media string) letter.File {
	t.Helper()
	f, err := w.Attach(t.Context(), name, media, strings.NewReader("%PDF-1.7 pindaian"))
	must(t, err)
	return f
}

func (w *world) handOver(t *testing.T, id, copyID string) {
	t.Helper()
	ctx := t.Context()
	receipt := w.scan(t, "resi.pdf", "application/pdf")
	over := letter.HandOver{Copy: copyID, How: letter.ByCourier, On: "2024-10-07", Name: "Petugas Loket", Scan: &receipt}
	bad := over
	bad.On = "2024-10-08"
	wantKind(t, "handed over tomorrow", w.RecordDelivery(ctx, w.staf, id, bad), rambu.Invalid)
	must(t, w.RecordDelivery(ctx, w.staf, id, over))
	wantKind(t, "handed over twice", w.RecordDelivery(ctx, w.staf, id, over), rambu.Conflict)
	opened, err := w.Open(ctx, w.staf, id)
	must(t, err)
	c := opened.Sent.Copies[0]
	if c.State != letter.CopyHandedOn || c.Proof.Name != "Petugas Loket" || c.HandedOn != "2024-10-07" {
		t.Errorf("handed over: %+v", c)
	}
	if f, ok := opened.File(receipt.ID); !ok || f.Name != "resi.pdf" {
		t.Errorf("the receipt is not with the letter: %+v", f)
	}
	if opened.Block.Scan == nil || opened.Block.Scan.SHA256 == "" {
		t.Error("the hash of the signed paper is not kept")
	}
}

func (w *world) recommendation(t *testing.T, answers string) {
	t.Helper()
	ctx := t.Context()
	scan := w.scan(t, "rekomendasi.pdf", "application/pdf")
	in := letter.OutsideIn{
		Payload: &kinds.Recommendation{
			Ticket: "SBT-77", Number: "123/BKN/2024", Date: "2024-10-04", Level: "sedang",
			Respondent: kinds.Respondent{Name: "Sulaiman Contoh"},
		},
		Sender: "bkn", From: "Badan Kepegawaian Negara", Number: "123/BKN/2024", Date: "2024-10-04", ReceivedOn: "2024-10-07",
		ToPost: w.ketua.Post, Subject: "Rekomendasi", ReplyTo: answers, Scan: &scan,
	}
	early := in
	early.ReceivedOn = "2024-10-03"
	_, err := w.RegisterOutside(ctx, w.staf, early)
	wantKind(t, "received before it was written", err, rambu.Invalid)
	id, err := w.RegisterOutside(ctx, w.staf, in)
	must(t, err)
	opened, err := w.Open(ctx, w.ketua, id)
	must(t, err)
	rec, ok := opened.Payload.(*kinds.Recommendation)
	if !ok || rec.Ticket != "SBT-77" || opened.Body.From != "Badan Kepegawaian Negara" || opened.Arrived.Sender != "bkn" {
		t.Errorf("registered as %+v", opened)
	}
	if doc := w.Document(opened); doc.Draft || doc.QR != "" {
		t.Errorf("an outside letter prints as ours: %+v", doc)
	}
	must(t, w.Acknowledge(ctx, w.staf, id, "Petugas Contoh"))
	out, _, err := w.Envelope(ctx, w.staf, answers)
	must(t, err)
	if out.State != letter.Answered {
		t.Errorf("our letter is %s after the answer", out.State)
	}
}

func TestOutsideNumbersAreGivenOnce(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		ctx := t.Context()
		sign := func(number string) (letter.Outgoing, error) {
			id, err := w.Draft(ctx, w.staf, plain("Surat"))
			must(t, err)
			return w.Sign(ctx, w.ketua, letter.SignIn{ID: id, Number: number, Block: block()})
		}
		_, err := sign("045/1/2024")
		must(t, err)
		_, err = sign("045/1/2024")
		wantKind(t, "the same number twice", err, rambu.Conflict)
		_, err = sign("002/X/2024") // typed in before our counter comes to it
		must(t, err)
		for _, want := range []string{"001/X/2024", "003/X/2024"} {
			got, err := sign("")
			must(t, err)
			if got.Number != want {
				t.Errorf("drew %q, want %q", got.Number, want)
			}
		}
		w.verify(t)
	})
}

func TestBSrENeedsItsPDF(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dbtest.SQLite(t))
	ctx := t.Context()
	id, err := w.Draft(ctx, w.staf, plain("Surat"))
	must(t, err)
	record := letter.OutsideSignIn{SignIn: letter.SignIn{ID: id, Block: block()}, Method: letter.ByBSrE}
	_, err = w.RecordSigned(ctx, w.staf, record)
	wantKind(t, "without a file", err, rambu.Invalid)
	record.Scan = w.scan(t, "surat.jpg", "image/jpeg")
	_, err = w.RecordSigned(ctx, w.staf, record)
	wantKind(t, "with a picture", err, rambu.Invalid)
	record.Scan = w.scan(t, "surat.pdf", "application/pdf")
	_, err = w.RecordSigned(ctx, w.staf, record)
	must(t, err)
	opened, err := w.Open(ctx, w.staf, id)
	must(t, err)
	note := w.Document(opened).Signature.Note
	if !strings.Contains(note, "BSrE") || !strings.Contains(note, opened.Block.Scan.SHA256[:letter.HashPrefix]) {
		t.Errorf("the printed sentence is %q", note)
	}
}

func TestSignerSignsWhatHeRead(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dbtest.SQLite(t))
	ctx := t.Context()
	id, err := w.Draft(ctx, w.staf, plain("Pertama"))
	must(t, err)
	p, err := w.PrepareSign(ctx, w.ketua, letter.SignIn{ID: id, Block: block()})
	must(t, err)
	must(t, w.Revise(ctx, w.staf, id, at(1, plain("Kedua"))))
	_, err = w.log.Do(w.ketua, "test.sign", p.Write)
	wantKind(t, "a draft changed while it was being signed", err, rambu.Conflict)
	opened, err := w.Open(ctx, w.staf, id)
	must(t, err)
	if opened.Body.Subject != "Kedua" || opened.IsSigned() || len(opened.Sent.Copies) != 1 {
		t.Errorf("after the revision: %q, signed %v, %d copies", opened.Body.Subject, opened.IsSigned(), len(opened.Sent.Copies))
	}
}

// at is a draft written over the version that was read.
func at(version int64, in letter.DraftIn) letter.DraftIn {
	in.Version = version
	return in
}

// Two officers write the same draft anew: the later one is told, and the first one's text stays.
func TestTwoReviseOneDraft(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		ctx := t.Context()
		id, err := w.Draft(ctx, w.staf, plain("Pertama"))
		must(t, err)
		read, err := w.Open(ctx, w.staf, id)
		must(t, err)
		must(t, w.Revise(ctx, w.ketua, id, at(read.Sent.Version, plain("Dari ketua"))))
		err = w.Revise(ctx, w.staf, id, at(read.Sent.Version, plain("Dari staf")))
		wantKind(t, "written over what somebody else wrote", err, rambu.Conflict)
		wantKind(t, "written without having read", w.Revise(ctx, w.staf, id, plain("Buta")), rambu.Conflict)
		opened, err := w.Open(ctx, w.staf, id)
		must(t, err)
		if opened.Body.Subject != "Dari ketua" {
			t.Errorf("the draft says %q", opened.Body.Subject)
		}
		must(t, w.Revise(ctx, w.staf, id, at(opened.Sent.Version, plain("Digabung"))))
		_, err = w.Sign(ctx, w.ketua, letter.SignIn{ID: id, Block: block(), Version: opened.Sent.Version})
		wantKind(t, "signed what had changed since it was shown", err, rambu.Conflict)
	})
}
