package casefile_test

import (
	"errors"
	"strings"
	"testing"

	"rambu.id"
	"rambu.id/casefile"
	"rambu.id/internal/db"
	"rambu.id/internal/db/dbtest"
	"rambu.id/letter"
	"rambu.id/letter/kinds"
)

// The letter that forwards a study leaves by the case alone: at the mail desk nobody writes it
// anew, signs, sends or cancels it, so that nothing goes round the second officer.
func TestTheStudyLeavesByTheCaseAlone(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		ctx := t.Context()
		id, _, _ := w.registered()
		w.studied(id)
		w.decided(id)
		srt := got[string](t)(w.DraftForwarding(ctx, w.penangan, id, casefile.ForwardIn{Version: w.version(id), Summary: "Ringkasan."}))
		scan := got[letter.File](t)(w.letters.Attach(ctx, "surat.pdf", "application/pdf", strings.NewReader("%PDF-1.7")))
		block := letter.SignatureBlock{Lines: []string{"KETUA,"}, Name: "Ratna Contohsari, S.H."}
		refused := func(what string, err error) {
			t.Helper()
			var e *rambu.Error
			if !errors.As(err, &e) || e.Kind != rambu.Forbidden || e.Key != "letter.error.elsewhere_penerusan-kajian" {
				t.Errorf("%s: %v", what, err)
			}
		}
		desk := func(when string) {
			t.Helper()
			o := got[*letter.Opened](t)(w.letters.Open(ctx, w.ketua, srt))
			for name, who := range map[string]rambu.Actor{"its drafter": w.penangan, "the chair": w.ketua} {
				for _, p := range []kinds.Payload{o.Payload, &kinds.Plain{}} {
					err := w.letters.Revise(ctx, who, srt, letter.DraftIn{
						Payload: p, Signer: o.Sent.Signer, To: []letter.Addressee{{Post: pemda + "/sekda", Line: "Sekretaris Daerah"}},
						Subject: "Lain", Paragraphs: []string{"Pelapornya tetangga terlapor."}, Version: o.Sent.Version,
					})
					refused(when+": revised by "+name, err)
				}
				refused(when+": cancelled by "+name, w.letters.Cancel(ctx, who, srt, letter.WrongText, ""))
			}
			_, err := w.letters.Sign(ctx, w.ketua, letter.SignIn{ID: srt, Block: block})
			refused(when+": signed", err)
			_, err = w.letters.RecordSigned(ctx, w.penangan, letter.OutsideSignIn{
				SignIn: letter.SignIn{ID: srt, Block: block}, Method: letter.ByInk, Scan: scan,
			})
			refused(when+": signed in ink", err)
			refused(when+": sent", w.letters.Send(ctx, w.ketua, srt))
		}
		desk("a draft")
		must(t, w.WhoCouldKnow(ctx, w.anggota1, id, casefile.IdentityCheckIn{Version: w.version(id), Answer: "Ratusan orang.", Safe: true}))
		desk("checked")
		must(t, w.Forward(ctx, w.ketua, id, casefile.ForwardNow{Version: w.version(id)}))
		o := got[*letter.Opened](t)(w.letters.Open(ctx, w.ketua, srt))
		if o.Sent.State != letter.Sent || o.Body.Subject == "Lain" {
			t.Errorf("sent: %+v", o.Sent)
		}
		w.verify()
	})
}

// The answer to "who could know this?" counts for the letter that was read, in that version, and
// for no other.
func TestTheCheckIsOfOneVersion(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dbtest.SQLite(t))
	ctx := t.Context()
	id, _, _ := w.registered()
	w.studied(id)
	w.decided(id)
	srt := got[string](t)(w.DraftForwarding(ctx, w.penangan, id, casefile.ForwardIn{Version: w.version(id), Summary: "Ringkasan."}))
	check := func() {
		t.Helper()
		must(t, w.WhoCouldKnow(ctx, w.anggota1, id, casefile.IdentityCheckIn{Version: w.version(id), Answer: "Ratusan orang.", Safe: true}))
	}
	check()
	o := got[*letter.Opened](t)(w.letters.Open(ctx, w.penangan, srt))
	// The noun itself writes it anew; the pages have no such step.
	must(t, w.letters.As(kinds.KindForwardedStudy).Revise(ctx, w.penangan, srt, letter.DraftIn{
		Payload: o.Payload, Nature: letter.Confidential, Signer: o.Sent.Signer, To: []letter.Addressee{{Post: pemda + "/bupati", Line: "Bupati"}},
		Subject: "Lain", Paragraphs: []string{"Pelapornya tetangga terlapor."}, About: id, Version: o.Sent.Version,
	}))
	want(t, "changed after the check", w.Forward(ctx, w.ketua, id, casefile.ForwardNow{Version: w.version(id)}), rambu.Blocked, "not_checked")
	check()
	must(t, w.Forward(ctx, w.ketua, id, casefile.ForwardNow{Version: w.version(id)}))
	w.verify()
}

// A draft that a new one replaces is cancelled, whoever drafted it: nothing is left to sign.
func TestAReplacedDraftIsCancelled(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dbtest.SQLite(t))
	ctx := t.Context()
	id, _, _ := w.registered()
	w.studied(id)
	w.decided(id)
	old := got[string](t)(w.DraftForwarding(ctx, w.penangan, id, casefile.ForwardIn{Version: w.version(id), Summary: "Ringkasan."}))
	got[string](t)(w.DraftForwarding(ctx, w.anggota1, id, casefile.ForwardIn{Version: w.version(id), Summary: "Ringkasan lain."}))
	if o := got[*letter.Opened](t)(w.letters.Open(ctx, w.penangan, old)); o.Sent.State != letter.Cancelled {
		t.Errorf("the old draft is %s", o.Sent.State)
	}
	w.verify()
}

// The letters of a case are for those who work on it: not for a handler or a member who was
// never let in, was replaced, or stepped aside; in no way and in no list.
func TestLettersOfACaseAreItsOfficers(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		ctx := t.Context()
		id, _, _ := w.registered()
		s := got[casefile.Summons](t)(w.Summon(ctx, w.penangan, id, casefile.SummonIn{
			As: casefile.HeardWitness, Name: "Saksi Contoh", On: "2024-10-08", At: "09.00", Place: "Kantor",
		}))
		stranger := w.anggota2
		stranger.Roles = []rambu.Role{rambu.RoleHandler, rambu.RoleMember}
		closed := func(name string, who rambu.Actor, letters ...string) {
			t.Helper()
			for _, srt := range letters {
				_, err := w.letters.Open(ctx, who, srt)
				want(t, name+" opens", err, rambu.NotFound, "")
				_, _, err = w.letters.ReadFile(ctx, who, srt, "lbr_x")
				want(t, name+" reads a file", err, rambu.NotFound, "")
				_, _, err = w.letters.Envelope(ctx, who, srt)
				want(t, name+" sees the envelope", err, rambu.NotFound, "")
				_, err = w.letters.Head(ctx, who, srt)
				want(t, name+" sees the head", err, rambu.NotFound, "")
				want(t, name+" closes it", w.letters.Close(ctx, who, srt), rambu.NotFound, "")
			}
			for _, f := range []letter.Filter{{}, {About: id}} {
				if page := got[letter.Page[letter.Outgoing]](t)(w.letters.Outbox(ctx, who, f)); len(page.Items) != 0 {
					t.Errorf("%s lists %d letters", name, len(page.Items))
				}
			}
		}
		closed("a member who was not let in", stranger, s.Letter)
		got[*letter.Opened](t)(w.letters.Open(ctx, w.penangan, s.Letter))
		got[*letter.Opened](t)(w.letters.Open(ctx, w.ketua, s.Letter)) // signs it, though he is not of the case yet
		clerk := stranger
		clerk.Roles = []rambu.Role{rambu.RoleClerk}
		got[letter.Outgoing](t)(w.letters.Head(ctx, clerk, s.Letter)) // the register stays whole
		_, err := w.letters.Open(ctx, clerk, s.Letter)
		want(t, "the mail desk opens", err, rambu.Forbidden, "")
		_, err = w.letters.Draft(ctx, stranger, letter.DraftIn{
			Payload: &kinds.Plain{}, Signer: stranger.Post, To: []letter.Addressee{{Post: pemda + "/sekda", Line: "Sekda"}},
			Subject: "Lain", Paragraphs: []string{"Lain."}, About: id,
		})
		want(t, "a letter about a case of others", err, rambu.NotFound, "")

		w.studied(id)
		w.decided(id) // the plenary lets the members in
		must(t, w.Recuse(ctx, w.anggota2, id, w.version(id), w.anggota2.Account, "Kerabat terlapor."))
		must(t, w.Recuse(ctx, w.ketua, id, w.version(id), w.anggota1.Account, "Cuti."))
		srt := got[string](t)(w.DraftForwarding(ctx, w.penangan, id, casefile.ForwardIn{Version: w.version(id), Summary: "Ringkasan."}))
		closed("a member who stepped aside", w.anggota2, s.Letter, srt)
		closed("a member who was replaced", w.anggota1, s.Letter, srt)
		mail := w.anggota2
		mail.Roles = append([]rambu.Role{rambu.RoleClerk}, mail.Roles...)
		closed("one who stepped aside and keeps the register", mail, s.Letter, srt)
		got[*letter.Opened](t)(w.letters.Open(ctx, w.ketua, srt))
		w.verify()
	})
}

// The answer to a case's letter is its officers' too, and its addressee's.
func TestTheAnswerIsItsOfficers(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dbtest.SQLite(t))
	ctx := t.Context()
	id, _, _ := w.registered()
	w.studied(id)
	w.decided(id)
	got[string](t)(w.DraftForwarding(ctx, w.penangan, id, casefile.ForwardIn{Version: w.version(id), Summary: "Ringkasan."}))
	must(t, w.WhoCouldKnow(ctx, w.anggota1, id, casefile.IdentityCheckIn{Version: w.version(id), Answer: "Ratusan orang.", Safe: true}))
	must(t, w.Forward(ctx, w.ketua, id, casefile.ForwardNow{Version: w.version(id)}))
	must(t, w.Recuse(ctx, w.anggota2, id, w.version(id), w.anggota2.Account, "Kerabat terlapor."))
	c := got[casefile.Case](t)(w.Find(ctx, w.penangan, id))
	in := got[string](t)(w.letters.RegisterOutside(ctx, w.penangan, letter.OutsideIn{
		Payload: &kinds.Answer{Result: kinds.ResultSanction, Decree: "800/12/2024", Date: "2024-10-07", Sanction: "teguran-lisan"},
		From:    "Bupati", Number: "800/13/2024", Date: "2024-10-07", ReceivedOn: "2024-10-07", ToPost: bawaslu + "/ketua",
		Subject: "Jawaban", ReplyTo: c.Letter,
	}))
	_, err := w.letters.Open(ctx, w.anggota2, in)
	want(t, "opened by one who stepped aside", err, rambu.NotFound, "")
	want(t, "signed for by one who stepped aside", w.letters.Acknowledge(ctx, w.anggota2, in, "Saya"), rambu.NotFound, "")
	if page := got[letter.Page[letter.Incoming]](t)(w.letters.Inbox(ctx, w.anggota2, letter.Filter{})); len(page.Items) != 0 {
		t.Errorf("one who stepped aside lists %v", page.Items)
	}
	got[*letter.Opened](t)(w.letters.Open(ctx, w.ketua, in))
	if page := got[letter.Page[letter.Incoming]](t)(w.letters.Inbox(ctx, w.penangan, letter.Filter{})); len(page.Items) != 1 {
		t.Errorf("an officer of the case lists %v", page.Items)
	}
}
