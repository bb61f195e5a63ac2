package discipline_test

import (
	"bytes"
	"io"
	"testing"

	"rambu.id"
	"rambu.id/discipline"
	"rambu.id/internal/db"
	"rambu.id/internal/db/dbtest"
	"rambu.id/letter"
	"rambu.id/letter/kinds"
	"rambu.id/roster"
)

func minutes() discipline.Minutes {
	return discipline.Minutes{Number: "700/BAP/1", Examiners: "Tim Pemeriksa", Text: "Yang diperiksa menerangkan …"}
}

func team() []roster.PostID {
	return []roster.PostID{pemda + "/disdik/kepala", pemda + "/inspektorat/inspektur", pemda + "/bkpsdm/kepala"}
}

// The whole way: a forwarded study arrives on 16 September, the team examines, the regent's
// decree is received on 7 October and in effect on 28 October, the sanction is executed and
// Bawaslu reads the answer.
func TestFromForwardedStudyToAnswer(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, "2024-09-02")
		ctx := t.Context()
		s := study()
		s.ActDate, s.Act, s.PlenaryDate = "2024-08-20", "PP94-5N5", "2024-08-30"
		sent := w.forwarded(s)
		in := w.arrived(sent)
		id, err := w.OpenFromLetter(ctx, w.bkpsdm, in.ID)
		w.must(err)
		again, err := w.OpenFromLetter(ctx, w.sekda, in.ID)
		if err != nil || again != id {
			t.Fatalf("opened again: %s, %v", again, err)
		}
		m := w.get(id)
		if m.State != discipline.Alleged || m.Superior != pemda+"/disdik/kepala" || m.Respondent.Person != w.people[pemda+"/disdik/kabid"].ID {
			t.Fatalf("opened %+v", m)
		}
		w.must(w.FormTeam(ctx, w.bkpsdm, id, m.Version, "800/TIM/1", team(), ""))
		w.wantKey(w.FormTeam(ctx, w.bkpsdm, id, m.Version, "800/TIM/2", team(), ""), rambu.Conflict, "stale")
		w.summonsLetter(id)
		w.must(w.Summon(ctx, w.bkpsdm, id, 0, discipline.SummonsIn{On: "2024-09-11", At: "09.00", Place: "Ruang rapat BKPSDM", Number: "800/PGL/1"}))
		w.to("2024-09-11")
		refused := minutes()
		refused.Refused, refused.Reason = true, "Tidak sependapat dengan isi berita acara."
		w.must(w.RecordMinutes(ctx, w.inspektur, id, 0, refused, ""))
		w.must(w.RecordReport(ctx, w.inspektur, id, 0, discipline.Report{Proven: true, Facts: "Berfoto dengan isyarat jari.", Rules: "PP 94/2021 Pasal 14", Level: discipline.Severe}, ""))
		w.to("2024-10-01")
		scan, err := w.Attach(ctx, w.bkpsdm, "sk.pdf", "application/pdf", bytes.NewReader([]byte("%PDF-1.7 keputusan")))
		w.must(err)
		w.must(w.Decide(ctx, w.bkpsdm, id, 0, discipline.DecideIn{
			Sanction: "bebas-jabatan", Number: "800/SK/7", Date: "2024-10-01", Signer: pemda + "/bupati", File: &scan,
		}))
		if got := w.due(id)["sk"]; got != "2024-10-21" {
			t.Errorf("to be delivered by %s, want 2024-10-21", got)
		}
		w.to("2024-10-07")
		w.must(w.Deliver(ctx, w.bkpsdm, id, 0, discipline.DeliveryIn{Note: "diserahkan tertutup"}))
		if got := w.due(id)["diterima-ybs"]; got != "2024-10-28" {
			t.Errorf("in effect on %s, want 2024-10-28", got)
		}
		w.to("2024-10-25")
		w.wantKey(w.TakeEffect(ctx, w.bkpsdm, id, 0), rambu.Blocked, "procedure.error.too_early")
		w.wantKey(w.Finish(ctx, w.bkpsdm, id, 0, discipline.Execution{Reference: "SIASN-1"}, ""), rambu.Blocked, "not_in_effect")
		_, err = w.Answer(ctx, w.bkpsdm, id, 0, discipline.AnswerIn{Signer: pemda + "/bupati"})
		w.wantKey(err, rambu.Conflict, "nothing_to_answer")
		w.to("2024-11-04")
		w.must(w.TakeEffect(ctx, w.bkpsdm, id, 0))
		w.must(w.Finish(ctx, w.bkpsdm, id, 0, discipline.Execution{Reference: "SIASN-1"}, ""))
		m = w.get(id)
		if m.State != discipline.Finished || !m.Ended || m.EffectiveOn != "2024-10-28" || m.DecidedOn != "2024-10-01" {
			t.Fatalf("finished as %+v", m.Matter)
		}
		w.answered(id, in, scan)
		if n, err := w.Verify(ctx); n != 1 || err != nil {
			t.Errorf("%d files verified, %v", n, err)
		}
		w.verify()
		w.must(w.blobs.Delete(ctx, scan.Blob))
		if _, err := w.Verify(ctx); err == nil {
			t.Error("a decree that is gone was verified")
		}
	})
}

// summonsLetter writes, signs and prints the summons; its address tells nobody's name.
func (w *world) summonsLetter(id string) {
	ctx := w.t.Context()
	w.t.Helper()
	letterID, err := w.DraftSummons(ctx, w.bkpsdm, id, pemda+"/disdik/kepala", discipline.SummonsIn{On: "2024-09-11", At: "09.00", Place: "Ruang rapat BKPSDM"})
	w.must(err)
	signed, err := w.letters.Sign(ctx, w.kadis, letter.SignIn{ID: letterID, Block: letter.SignatureBlock{Lines: []string{"KEPALA DINAS PENDIDIKAN,"}, Name: "Ratna Contoh"}})
	w.must(err)
	o, err := w.letters.Open(ctx, w.bkpsdm, letterID)
	w.must(err)
	s, ok := o.Payload.(*kinds.Summons)
	if !ok || s.Turn != 1 || s.Respondent.Name != "Sulaiman Contoh" || signed.Number == "" || o.Sent.Copies[0].ToPost != "perorangan" {
		w.t.Errorf("summons %+v to %+v", o.Payload, o.Sent.Copies)
	}
	w.must(w.letters.Send(ctx, w.bkpsdm, letterID))
}

// answered lets the regent sign the answer, and Bawaslu read it.
func (w *world) answered(id string, in letter.Incoming, scan discipline.File) {
	t, ctx := w.t, w.t.Context()
	t.Helper()
	answer, err := w.Answer(ctx, w.bkpsdm, id, 0, discipline.AnswerIn{Signer: pemda + "/bupati", Code: "800"})
	w.must(err)
	_, err = w.letters.Sign(ctx, w.bupati, letter.SignIn{ID: answer, Block: letter.SignatureBlock{Lines: []string{"BUPATI REKAAN,"}, Name: "Wirya Contoh"}})
	w.must(err)
	w.must(w.letters.Send(ctx, w.bupati, answer))
	w.must(w.letters.DeliverAll(ctx, w.bupati, answer))
	page, err := w.letters.Inbox(ctx, w.ketua, letter.Filter{Kind: kinds.KindAnswer})
	w.must(err)
	if len(page.Items) != 1 || page.Items[0].ReplyTo != in.Letter {
		t.Fatalf("Bawaslu's inbox: %+v", page.Items)
	}
	read, err := w.letters.Open(ctx, w.ketua, page.Items[0].ID)
	w.must(err)
	got, ok := read.Payload.(*kinds.Answer)
	if !ok || got.Result != kinds.ResultSanction || got.Sanction != "bebas-jabatan" || got.Effective != "2024-10-28" || got.Decree != "800/SK/7" {
		t.Errorf("answer %+v", read.Payload)
	}
	f, r, err := w.ReadFile(ctx, w.bkpsdm, id, scan.ID)
	w.must(err)
	body, err := io.ReadAll(r)
	w.must(err)
	w.must(r.Close())
	if f.Name != "sk.pdf" || string(body) != "%PDF-1.7 keputusan" {
		t.Errorf("decree %s: %q", f.Name, body)
	}
}
