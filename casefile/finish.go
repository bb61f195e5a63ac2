package casefile

import (
	"context"
	"slices"
	"strings"

	"rambu.id"
	"rambu.id/intake"
	"rambu.id/internal/words"
	"rambu.id/ledger"
	"rambu.id/letter"
	"rambu.id/letter/kinds"
)

// Discontinue stops the handling: not enough to trace, or the plenary found no violation.
func (d *Desk) Discontinue(ctx context.Context, who rambu.Actor, id string, version int64, reason string) error {
	t, err := d.take(ctx, who, id, version, mayHold, Tip, Tracing, NotProven)
	if err != nil {
		return err
	}
	reason, err = needText(reason, "alasan")
	if err != nil {
		return err
	}
	w, err := t.paper(PaperStop, "", Note{Text: reason})
	if err != nil {
		return err
	}
	return t.commit("casefile.discontinue", func(op *ledger.Op) error { return t.advance(op, Discontinued, w, intake.Move{}) })
}

// Announce publishes the status of a case and sends it to its reporter, with a text of the
// institution when there is one.
func (d *Desk) Announce(ctx context.Context, who rambu.Actor, id string, version int64, text string) error {
	t, err := d.take(ctx, who, id, version, mayHold, Refused, Forwarded, Discontinued)
	if err != nil {
		return err
	}
	if len(text) > maxNote {
		return rambu.Fault(rambu.Invalid, "casefile.error.too_long").On("isi")
	}
	told, err := t.text(strings.TrimSpace(text))
	if err != nil {
		return err
	}
	return t.commit("casefile.announce", func(op *ledger.Op) error {
		op.Fact("from", string(t.c.State))
		return t.advance(op, Announced, nil, told)
	})
}

// Answer is what the addressee of a forwarded study answered.
type Answer struct {
	Letter string       `json:"surat"` // id in our inbox
	Number string       `json:"nomor"`
	From   string       `json:"dari"`
	Answer kinds.Answer `json:"jawaban"`
}

// AnswerStatus is what the reporter reads of an answer, in the inbox's own words.
func AnswerStatus(r kinds.Result) string {
	switch r {
	case kinds.ResultSanction:
		return "sanksi_dilaksanakan"
	case kinds.ResultNone:
		return "jawaban_tidak_terbukti"
	case kinds.ResultForwarded:
		return "jawaban_diteruskan"
	case kinds.ResultPending:
		return "jawaban_diproses"
	case kinds.ResultAnnulled:
		return "jawaban_dibatalkan"
	}
	return ""
}

// answerText tells the reporter the result and its day, nothing else of the answer.
func (d *Desk) answerText(a kinds.Answer) string {
	on := a.Effective
	if on == "" {
		on = a.Date
	}
	if on == "" {
		return ""
	}
	return d.words.T(words.ID, "casefile.status."+AnswerStatus(a.Result)) + ", " + d.dateID(on) + "."
}

// RecordAnswer files the addressee's answer, a letter in our inbox that replies to ours. The
// reporter reads that it came and its result, never more than it says. An answer that says the
// matter is still pending keeps the follow-up open.
func (d *Desk) RecordAnswer(ctx context.Context, who rambu.Actor, id string, version int64, incoming string) error {
	t, err := d.take(ctx, who, id, version, mayWork, Forwarded, Announced)
	if err != nil {
		return err
	}
	a, err := t.answer(incoming)
	if err != nil {
		return err
	}
	w, err := t.paper(PaperAnswer, "", a)
	if err != nil {
		return err
	}
	if a.Answer.Result != kinds.ResultPending {
		t.c.FollowUp = FollowDone
	}
	told, err := t.text(d.answerText(a.Answer))
	if err != nil {
		return err
	}
	before := t.c.State
	return t.commit("casefile.answer", func(op *ledger.Op) error {
		op.Fact("letter", incoming)
		err := w.write(op)
		if err != nil {
			return err
		}
		err = letter.Handle(op, incoming, t.c.ID)
		if err != nil {
			return err
		}
		t.c.State = State(AnswerStatus(a.Answer.Result)) // the inbox's word, not a state of the law
		err = t.tell(op, told)
		t.c.State = before
		return err
	})
}

// answer opens a letter and checks that it answers ours.
func (t *turn) answer(incoming string) (Answer, error) {
	no := func() (Answer, error) {
		return Answer{}, rambu.Fault(rambu.Invalid, "casefile.error.no_answer").On("surat")
	}
	if !rambu.ValidID("tmb", incoming) {
		return no()
	}
	o, err := t.d.letters.Open(t.ctx, t.who, incoming)
	if rambu.KindOf(err) == rambu.NotFound && err != nil {
		return no()
	}
	if err != nil {
		return Answer{}, err
	}
	a, ok := o.Payload.(*kinds.Answer)
	if !ok || o.Arrived == nil || o.Arrived.ReplyTo != t.c.Letter || t.c.Letter == "" {
		return no()
	}
	papers, err := t.papers()
	if err != nil {
		return Answer{}, err
	}
	if slices.ContainsFunc(all[Answer](papers), func(old *Answer) bool { return old.Letter == incoming }) {
		return Answer{}, rambu.Fault(rambu.Conflict, "casefile.error.answer_known")
	}
	return Answer{Letter: incoming, Number: o.Arrived.Number, From: o.Arrived.Sender, Answer: *a}, nil
}
