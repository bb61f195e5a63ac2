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

func recommendation(matter string) discipline.RecommendationIn {
	return discipline.RecommendationIn{
		Matter: matter, Ticket: "SBT-7781", Number: "R-101/BKN/X/2024", Date: "2024-10-04", Level: discipline.Severe,
		Text: "Direkomendasikan hukuman disiplin berat.",
	}
}

// BKN's recommendation, received on 7 October, is due on 25 October; the examination cannot be
// over by then, so a progress answer goes out with the summons as proof, and both clocks run.
func TestFourteenDaysBesideTheExamination(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, "2024-10-04")
		ctx := t.Context()
		id := w.opened(study())
		w.to("2024-10-07")
		again, err := w.RecordRecommendation(ctx, w.bkpsdm, recommendation(id))
		if err != nil || again != id {
			t.Fatalf("recorded in %s, %v", again, err)
		}
		_, err = w.RecordRecommendation(ctx, w.bkpsdm, recommendation(id))
		w.wantKey(err, rambu.Conflict, "recommended")
		_, err = w.Answer(ctx, w.bkpsdm, id, 0, discipline.AnswerIn{Signer: pemda + "/sekda", Progress: true})
		w.wantKey(err, rambu.Conflict, "no_proof")
		w.must(w.Summon(ctx, w.bkpsdm, id, 0, discipline.SummonsIn{On: "2024-10-17", At: "09.00", Place: "BKPSDM", Number: "800/PGL/2"}))
		m := w.get(id)
		if m.Recommendation != discipline.AtExam {
			t.Fatalf("follow-up in %s", m.Recommendation)
		}
		if got := w.due(id)["diterima_ppk"]; got != "2024-10-25" {
			t.Errorf("decision due %s, want 2024-10-25", got)
		}
		answer, err := w.Answer(ctx, w.bkpsdm, id, 0, discipline.AnswerIn{Signer: pemda + "/sekda", Progress: true})
		w.must(err)
		o, err := w.letters.Open(ctx, w.sekda, answer)
		w.must(err)
		if a, ok := o.Payload.(*kinds.Answer); !ok || a.Result != kinds.ResultPending || len(o.Sent.Copies) != 2 {
			t.Errorf("progress answer %+v to %+v", o.Payload, o.Sent.Copies)
		}
		w.to("2024-10-25")
		w.wantKey(w.RecordBKN(ctx, w.bkpsdm, id, 0, discipline.ReminderIn{Step: discipline.Warned, Number: "R-1"}), rambu.Blocked, "too_early")
		w.to("2024-10-28")
		late, err := w.Late(ctx, w.bkpsdm)
		if err != nil || late != 1 {
			t.Fatalf("%d late, %v", late, err)
		}
		page, err := w.List(ctx, w.bkpsdm, discipline.Filter{})
		lines := page.Lines
		if err != nil || len(lines) != 1 || !lines[0].Late() || lines[0].Clock.LateDays != 3 || len(lines[0].Clock.Basis) == 0 {
			t.Fatalf("late %+v, %v", lines, err)
		}
		w.silence(id)
		w.verify()
	})
}

// silence: warning, reprimand and block follow; the block is lifted once a decision exists.
func (w *world) silence(id string) {
	w.t.Helper()
	ctx := w.t.Context()
	for _, s := range []discipline.State{discipline.Warned, discipline.Reprimanded, discipline.DataBlocked} {
		w.must(w.RecordBKN(ctx, w.bkpsdm, id, 0, discipline.ReminderIn{Step: s, Number: "R-" + string(s)}))
	}
	w.wantKey(w.RecordBKN(ctx, w.bkpsdm, id, 0, discipline.ReminderIn{Step: discipline.Unblocked, Number: "R-5"}), rambu.Blocked, "block_stays")
	w.must(w.RecordMinutes(ctx, w.bkpsdm, id, 0, minutes(), ""))
	w.must(w.RecordReport(ctx, w.bkpsdm, id, 0, discipline.Report{Proven: true, Facts: "Terbukti.", Rules: "PP 94/2021 Pasal 13", Level: discipline.Moderate}, ""))
	w.must(w.Decide(ctx, w.bkpsdm, id, 0, discipline.DecideIn{Sanction: "sedang-transisi-kgb", Number: "800/SK/9", Date: "2024-10-28", Signer: pemda + "/bupati"}))
	if got := w.get(id).Recommendation; got != discipline.DataBlocked {
		w.t.Fatalf("the block ended by itself: %s", got)
	}
	w.must(w.RecordBKN(ctx, w.bkpsdm, id, 0, discipline.ReminderIn{Step: discipline.Unblocked, Number: "R-5"}))
	w.must(w.RecordBKN(ctx, w.bkpsdm, id, 0, discipline.ReminderIn{Step: discipline.Finished, Number: "R-6"}))
}

// Keppres 33, known from 21 November, moves a decision due on 29 November to 2 December.
func TestRecommendationAloneAndTheLateHoliday(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, "2024-11-11")
		ctx := t.Context()
		in := recommendation("")
		in.Date, in.Act, in.ActDate = "2024-11-08", "SKB-D7", "2024-10-10"
		in.Respondent = discipline.Respondent{Name: "Sulaiman Contoh", NIP: "19800101 200501 1 001", PostText: "Kepala Bidang PAUD", Class: "pns"}
		id, err := w.RecordRecommendation(ctx, w.bkpsdm, in)
		w.must(err)
		m := w.get(id)
		if m.Origin != discipline.FromRecommendation || m.Recommendation != discipline.Received || m.Superior != pemda+"/disdik/kepala" {
			t.Fatalf("opened %+v", m)
		}
		if got := w.due(id)["diterima_ppk"]; got != "2024-11-29" {
			t.Errorf("due %s, want 2024-11-29", got)
		}
		w.to("2024-11-21")
		_, err = w.proc.Refresh(ctx)
		w.must(err)
		if got := w.due(id)["diterima_ppk"]; got != "2024-12-02" {
			t.Errorf("due %s, want 2024-12-02", got)
		}
		page, err := w.letters.Inbox(ctx, w.bkpsdm, letter.Filter{Kind: kinds.KindRecommendation})
		if err != nil || len(page.Items) != 1 || page.Items[0].Handled != id {
			t.Errorf("register %+v, %v", page.Items, err)
		}
		w.verify()
	})
}
