package discipline_test

import (
	"testing"

	"rambu.id"
	"rambu.id/discipline"
	"rambu.id/internal/db"
	"rambu.id/internal/db/dbtest"
	"rambu.id/letter"
	"rambu.id/letter/kinds"
)

// Nobody reads, signs for or lists the letters of the matter about himself: the study, BKN's
// recommendation, a summons, the answer. His colleagues do.
func TestNobodyOpensTheLettersAboutHimself(t *testing.T) {
	t.Parallel()
	for post, who := range map[string]func(w *world) (himself, other rambu.Actor){
		pemda + "/sekda":                 func(w *world) (rambu.Actor, rambu.Actor) { return w.sekda, w.bkpsdm },
		pemda + "/bkpsdm/kepala":         func(w *world) (rambu.Actor, rambu.Actor) { return w.bkpsdm, w.sekda },
		pemda + "/inspektorat/inspektur": func(w *world) (rambu.Actor, rambu.Actor) { return w.inspektur, w.sekda },
	} {
		t.Run(post, func(t *testing.T) {
			t.Parallel()
			dbtest.Each(t, func(t *testing.T, d *db.DB) {
				w := newWorld(t, d, "2024-10-04")
				himself, other := who(w)
				w.lettersAbout(post, himself, other)
			})
		})
	}
}

func (w *world) lettersAbout(post string, himself, other rambu.Actor) {
	t := w.t
	t.Helper()
	ctx := t.Context()
	s := study()
	p := w.people[post]
	s.Respondent.Name, s.Respondent.NIP, s.Respondent.Post = p.Name.String(), string(p.NIP), "Pejabat"
	srt := w.forwarded(s)
	w.must(w.letters.DeliverAll(ctx, w.staf, srt))
	page, err := w.letters.Inbox(ctx, other, letter.Filter{})
	w.must(err)
	if len(page.Items) != 1 {
		t.Fatalf("%s: his colleague lists %d letters", post, len(page.Items))
	}
	tmb := page.Items[0].ID
	w.none(himself, tmb)

	id, err := w.OpenFromLetter(ctx, w.bupati, tmb)
	w.must(err)
	w.none(himself, tmb)
	summons, err := w.DraftSummons(ctx, w.bupati, id, pemda+"/bupati", discipline.SummonsIn{On: "2024-10-20", At: "09.00", Place: "Kantor"})
	w.must(err)
	w.none(himself, summons)
	_, err = w.letters.Open(ctx, w.bupati, summons)
	w.must(err)
	w.none(himself, tmb, summons)
	_, err = w.letters.Open(ctx, other, tmb)
	w.must(err)
}

// none checks every way to letters that do not exist for somebody.
func (w *world) none(who rambu.Actor, ids ...string) {
	w.t.Helper()
	ctx := w.t.Context()
	gone := func(what string, err error) {
		w.t.Helper()
		if err == nil || rambu.KindOf(err) != rambu.NotFound {
			w.t.Errorf("%s %s: %v", who.Post, what, err)
		}
	}
	for _, id := range ids {
		_, err := w.letters.Open(ctx, who, id)
		gone("opens "+id, err)
		_, _, err = w.letters.ReadFile(ctx, who, id, "lbr_x")
		gone("reads a file of "+id, err)
		_, _, err = w.letters.Envelope(ctx, who, id)
		gone("sees the envelope of "+id, err)
		if rambu.ValidID("tmb", id) {
			gone("signs for "+id, w.letters.Acknowledge(ctx, who, id, "Saya"))
			gone("files "+id, w.letters.File(ctx, who, id))
			if who.Is(rambu.RolePersonnel, rambu.RoleSecretary) {
				_, err = w.OpenFromLetter(ctx, who, id)
				gone("opens a matter of "+id, err)
			}
		} else {
			gone("cancels "+id, w.letters.Cancel(ctx, who, id, letter.WrongText, ""))
		}
	}
	in, err := w.letters.Inbox(ctx, who, letter.Filter{})
	w.must(err)
	out, err := w.letters.Outbox(ctx, who, letter.Filter{})
	w.must(err)
	if len(in.Items)+len(out.Items) != 0 {
		w.t.Errorf("%s lists %d in, %d out", who.Post, len(in.Items), len(out.Items))
	}
	if who.Is(rambu.RolePersonnel, rambu.RoleSecretary) {
		waiting, err := w.Waiting(ctx, who)
		w.must(err)
		if len(waiting) != 0 {
			w.t.Errorf("%s is told of %d studies", who.Post, len(waiting))
		}
	}
}

// BKN's recommendation about an official is not his to open, before and after the matter.
func TestRecommendationAboutHimself(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dbtest.SQLite(t), "2024-10-04")
	ctx := t.Context()
	p := w.people[pemda+"/sekda"]
	in, err := w.letters.RegisterOutside(ctx, w.bkpsdm, letter.OutsideIn{
		Payload: &kinds.Recommendation{
			Ticket: "T-1", Number: "R-1", Date: "2024-10-03", Class: "pns", Level: "sedang", Text: "Jatuhkan hukuman.",
			Respondent: kinds.Respondent{Name: p.Name.String(), NIP: string(p.NIP), Post: "Sekretaris Daerah", Class: "pns"},
		},
		Nature: letter.Confidential, Sender: "bkn", From: "BKN", Number: "R-1", Date: "2024-10-03", ReceivedOn: "2024-10-04",
		ToPost: pemda + "/bupati", Subject: "Rekomendasi", Paragraphs: []string{"Rekomendasi."},
	})
	w.must(err)
	w.none(w.sekda, in)
	_, err = w.letters.Open(ctx, w.bkpsdm, in)
	w.must(err)
}

// A summons that is addressed to a post is its holder's to read: the law tells him to come.
func TestASummonsAddressedToHimIsHis(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dbtest.SQLite(t), "2024-10-04")
	ctx := t.Context()
	p := w.people[pemda+"/camat"]
	draft := func(to string) string {
		t.Helper()
		id, err := w.letters.Draft(ctx, w.sekda, letter.DraftIn{
			Payload: &kinds.Summons{
				Respondent: kinds.Respondent{Name: p.Name.String(), NIP: string(p.NIP), Post: "Camat", Class: "pns"},
				Turn:       1, On: "2024-10-20", At: "09.00", Place: "Kantor", Before: "Sekretaris Daerah",
			},
			Nature: letter.Confidential, Signer: w.sekda.Post, To: []letter.Addressee{{Post: to, Line: "Yang dipanggil"}},
			Subject: "Panggilan", Paragraphs: []string{"Diminta hadir."},
		})
		w.must(err)
		_, err = w.letters.Sign(ctx, w.sekda, letter.SignIn{ID: id, Block: letter.SignatureBlock{Lines: []string{"SEKDA,"}, Name: "Hendra Contoh"}})
		w.must(err)
		w.must(w.letters.Send(ctx, w.sekda, id))
		w.must(w.letters.DeliverAll(ctx, w.sekda, id))
		o, _, err := w.letters.Envelope(ctx, w.sekda, id)
		w.must(err)
		return o.Copies[0].ID
	}
	_, err := w.letters.Open(ctx, w.camat, draft(w.camat.Post))
	w.must(err)
	_, err = w.letters.Open(ctx, w.camat, draft(w.kadis.Post)) // a superior opens summonses, but not this one
	w.wantKey(err, rambu.NotFound, "")
}
