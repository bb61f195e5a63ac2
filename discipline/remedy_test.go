package discipline_test

import (
	"slices"
	"strings"
	"testing"

	"rambu.id"
	"rambu.id/discipline"
	"rambu.id/discipline/rules"
	"rambu.id/internal/db"
	"rambu.id/internal/db/dbtest"
	"rambu.id/internal/words"
	"rambu.id/letter/kinds"
	"rambu.id/procedure"
)

// delivered is a matter whose decree was received on 14 October 2024: in effect on 4 November.
func (w *world) delivered(sanction, level string) string {
	w.t.Helper()
	ctx := w.t.Context()
	id := w.opened(study())
	w.reported(id, level, level == discipline.Severe)
	w.must(w.Decide(ctx, w.bkpsdm, id, 0, decree(sanction, pemda+"/bupati")))
	w.to("2024-10-14")
	w.must(w.Deliver(ctx, w.bkpsdm, id, 0, discipline.DeliveryIn{Note: "Diserahkan."}))
	return id
}

// answer is the payload of an answer and its text.
func (w *world) answer(id string, progress bool) (*kinds.Answer, string) {
	w.t.Helper()
	ctx := w.t.Context()
	srt, err := w.Answer(ctx, w.bkpsdm, id, 0, discipline.AnswerIn{Signer: pemda + "/bupati", Progress: progress})
	w.must(err)
	o, err := w.letters.Open(ctx, w.bupati, srt)
	w.must(err)
	return o.Payload.(*kinds.Answer), strings.Join(o.Body.Paragraphs, "\n")
}

// An annulled penalty is neither executed nor reported as one, and the same act can be punished anew.
func TestAnnulledOnObjection(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, "2024-10-01")
		ctx := t.Context()
		id := w.delivered("sedang-transisi-kgb", discipline.Moderate)
		w.to("2024-10-16")
		w.must(w.Remedied(ctx, w.bkpsdm, id, 0, discipline.RemedyIn{Number: "1", Note: "Keberatan diajukan."}))
		_, err := w.Answer(ctx, w.bkpsdm, id, 0, discipline.AnswerIn{Signer: pemda + "/bupati"})
		w.wantKey(err, rambu.Conflict, "nothing_to_answer")
		if a, text := w.answer(id, true); a.Result != kinds.ResultPending || !strings.Contains(text, "keberatan") {
			t.Errorf("meanwhile %+v: %s", a, text)
		}
		w.wantKey(w.RemedyOutcome(ctx, w.bkpsdm, id, 0, "dikabulkan", discipline.RemedyIn{Number: "2"}), rambu.Invalid, "outcome")
		w.wantKey(w.RemedyOutcome(ctx, w.bkpsdm, id, 0, rules.Annulled, discipline.RemedyIn{Number: "2", On: "2024-10-15"}), rambu.Invalid, "before_filing")
		w.must(w.RemedyOutcome(ctx, w.bkpsdm, id, 0, rules.Annulled, discipline.RemedyIn{Number: "KEB/2"}))
		m := w.get(id)
		if m.State != discipline.Annulled || !m.Ended || m.EffectiveOn != "" {
			t.Fatalf("annulled, it is in %s since %q", m.State, m.EffectiveOn)
		}
		w.wantKey(w.Finish(ctx, w.bkpsdm, id, 0, discipline.Execution{Reference: "S-1"}, ""), rambu.Conflict, "state")
		a, text := w.answer(id, false)
		if a.Result != kinds.ResultAnnulled || a.Sanction != "" || a.Effective != "" || !strings.Contains(text, "dibatalkan dengan putusan nomor KEB/2") {
			t.Errorf("answered %+v: %s", a, text)
		}
		second := study()
		second.Register = "003/Reg/LP/PB/Kab/08.09/X/2024"
		again := w.opened(second)
		w.must(w.reprimanded(again, "2024-10-28"))
		w.verify()
	})
}

// A dismissal that was appealed is held: it is answered as pending, takes effect on the day BPASN upheld
// or changed it, and another form takes its place then.
func TestDismissalIsHeldByAppeal(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, "2024-10-01")
		ctx := t.Context()
		id := w.delivered("pdhtaps", discipline.Severe)
		w.to("2024-10-16")
		w.must(w.Remedied(ctx, w.bkpsdm, id, 0, discipline.RemedyIn{Number: "1", Note: "Banding ke BPASN."}))
		w.state(id, discipline.Appealed)
		w.to("2024-11-05")
		w.wantKey(w.TakeEffect(ctx, w.bkpsdm, id, 0), rambu.Conflict, "state")
		_, err := w.Answer(ctx, w.bkpsdm, id, 0, discipline.AnswerIn{Signer: pemda + "/bupati"})
		w.wantKey(err, rambu.Conflict, "nothing_to_answer")
		in := discipline.RemedyIn{Number: "BPASN/7"}
		w.wantKey(w.RemedyOutcome(ctx, w.bkpsdm, id, 0, rules.Lightened, in), rambu.Invalid, "sanction")
		in.Sanction = "pdhtaps"
		w.wantKey(w.RemedyOutcome(ctx, w.bkpsdm, id, 0, rules.Lightened, in), rambu.Invalid, "outcome_form")
		in.Sanction = "sedang-tukin-6"
		w.wantKey(w.RemedyOutcome(ctx, w.bkpsdm, id, 0, rules.Lightened, in), rambu.Blocked, "not_usable")
		in.Sanction = "bebas-jabatan"
		w.wantKey(w.RemedyOutcome(ctx, w.bkpsdm, id, 0, rules.Heavier, in), rambu.Invalid, "outcome_form")
		w.must(w.RemedyOutcome(ctx, w.bkpsdm, id, 0, rules.Lightened, in))
		m := w.get(id)
		if m.State != discipline.InEffect || m.EffectiveOn != "2024-11-05" || m.Sanction != "bebas-jabatan" {
			t.Fatalf("lightened: %s since %q with %s", m.State, m.EffectiveOn, m.Sanction)
		}
		a, _ := w.answer(id, false)
		if a.Sanction != "bebas-jabatan" || a.Decree != "BPASN/7" || a.Date != "2024-11-05" || a.Effective != "2024-11-05" {
			t.Errorf("answered %+v", a)
		}
		w.must(w.Finish(ctx, w.bkpsdm, id, 0, discipline.Execution{Reference: "S-1"}, ""))
		w.verify()
	})
}

// An objection filed on the fourteenth working day is recorded also when the penalty is in effect by
// then: no day is refused as too late. What came of it still decides.
func TestObjectionRecordedLate(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, "2024-10-01")
		ctx := t.Context()
		id := w.delivered("sedang-transisi-kgb", discipline.Moderate)
		w.to("2024-11-05")
		w.must(w.TakeEffect(ctx, w.bkpsdm, id, 0))
		w.wantKey(w.Remedied(ctx, w.bkpsdm, id, 0, discipline.RemedyIn{On: "2024-10-10", Note: "x"}), rambu.Invalid, "before_decree")
		w.must(w.Remedied(ctx, w.bkpsdm, id, 0, discipline.RemedyIn{On: "2024-11-01", Number: "1", Note: "Keberatan diajukan."}))
		w.wantKey(w.Remedied(ctx, w.bkpsdm, id, 0, discipline.RemedyIn{Number: "2", Note: "x"}), rambu.Conflict, "remedied")
		w.wantKey(w.Finish(ctx, w.bkpsdm, id, 0, discipline.Execution{Reference: "S-1"}, ""), rambu.Blocked, "remedy_open")
		m := w.get(id)
		if m.State != discipline.InEffect || m.EffectiveOn != "2024-11-04" || !m.RemedyOpen() {
			t.Fatalf("recorded late: %s since %q", m.State, m.EffectiveOn)
		}
		if a, text := w.answer(id, false); a.Effective != "2024-11-04" || !strings.Contains(text, "belum diputus") {
			t.Errorf("answered %+v: %s", a, text)
		}
		if got := w.due(id); len(got) != 0 {
			t.Errorf("clocks run on: %v", got)
		}
		w.must(w.RemedyOutcome(ctx, w.bkpsdm, id, 0, rules.Annulled, discipline.RemedyIn{Number: "3"}))
		if m = w.get(id); m.State != discipline.Annulled || m.EffectiveOn != "" {
			t.Errorf("annulled: %s since %q", m.State, m.EffectiveOn)
		}
		w.verify()
	})
}

// As an appeal, which holds the dismissal from then on; and an objection does not hold a penalty.
func TestAppealRecordedLate(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dbtest.SQLite(t), "2024-10-01")
	ctx := t.Context()
	id := w.delivered("pdhtaps", discipline.Severe)
	w.to("2024-11-05")
	w.must(w.TakeEffect(ctx, w.bkpsdm, id, 0))
	w.must(w.Remedied(ctx, w.bkpsdm, id, 0, discipline.RemedyIn{On: "2024-10-25", Number: "1", Note: "Banding."}))
	if m := w.get(id); m.State != discipline.Appealed || m.EffectiveOn != "" {
		t.Errorf("the appeal holds nothing: %s since %q", m.State, m.EffectiveOn)
	}
	w.must(w.RemedyOutcome(ctx, w.bkpsdm, id, 0, rules.Upheld, discipline.RemedyIn{Number: "2"}))
	if m := w.get(id); m.State != discipline.InEffect || m.EffectiveOn != "2024-11-05" {
		t.Errorf("upheld: %s since %q", m.State, m.EffectiveOn)
	}
	w.verify()

	w = newWorld(t, dbtest.SQLite(t), "2024-10-01")
	id = w.delivered("sedang-transisi-kgb", discipline.Moderate)
	w.must(w.Remedied(ctx, w.bkpsdm, id, 0, discipline.RemedyIn{Number: "1", Note: "Keberatan."}))
	list, err := w.Clocks(ctx, w.bkpsdm, id)
	w.must(err)
	if i := slices.IndexFunc(list, func(c procedure.Clock) bool { return c.Status == procedure.Running && !c.Right }); i < 0 || !list[i].Check() || list[i].Due != "2024-11-04" {
		t.Errorf("the day of effect is not marked while an objection is open: %+v", list)
	}
	w.to("2024-11-01")
	early := w.TakeEffect(ctx, w.bkpsdm, id, 0)
	w.wantKey(early, rambu.Blocked, "too_early")
	w.says(early, words.EN, "to be checked")
	w.to("2024-11-05")
	w.must(w.TakeEffect(ctx, w.bkpsdm, id, 0))
	w.wantKey(w.Finish(ctx, w.bkpsdm, id, 0, discipline.Execution{Reference: "S-1"}, ""), rambu.Blocked, "remedy_open")
	w.must(w.RemedyOutcome(ctx, w.bkpsdm, id, 0, rules.Upheld, discipline.RemedyIn{Number: "2"}))
	w.must(w.Finish(ctx, w.bkpsdm, id, 0, discipline.Execution{Reference: "S-1"}, ""))
	if m := w.get(id); m.EffectiveOn != "2024-11-04" {
		t.Errorf("in effect on %q", m.EffectiveOn)
	}
	w.verify()
}
