package discipline

import (
	"context"

	"rambu.id"
	"rambu.id/discipline/rules"
	"rambu.id/ledger"
	"rambu.id/letter"
	"rambu.id/letter/kinds"
	"rambu.id/roster"
)

// AnswerIn asks for the letter that answers whoever forwarded the study.
type AnswerIn struct {
	Signer roster.PostID // post that will sign
	Code   string        // classification code of the number
	Text   string        // added paragraph, may be empty
	// Progress answers before the end: the time for it cannot hold a severe procedure,
	// and the summons is the proof that it runs.
	Progress bool
}

// Answer drafts the letter that tells Bawaslu what became of its study, with a copy to BKN when
// BKN recommended. The signer signs it at the mail desk. It returns the letter's id.
// Errors: Conflict (not decided yet, nothing to report), Invalid.
func (o *Office) Answer(ctx context.Context, who rambu.Actor, id string, version int64, in AnswerIn) (string, error) {
	t, err := o.take(ctx, who, id, version, mayRecord)
	if err != nil {
		return "", err
	}
	payload, err := t.result(in.Progress)
	if err != nil {
		return "", err
	}
	var f form
	f.short(&in.Text, "uraian", maxNote)
	if in.Signer == "" {
		f.fault("penanda-tangan", "discipline.error.signer")
	}
	err = f.err()
	if err != nil {
		return "", err
	}
	draft, err := t.answerDraft(in, payload)
	if err != nil {
		return "", err
	}
	p, err := o.letters.PrepareDraft(ctx, who, draft)
	if err != nil {
		return "", err
	}
	err = t.paper(PaperAnswer, t.today, AnswerSent{Letter: p.ID, Progress: in.Progress})
	if err != nil {
		return "", err
	}
	return p.ID, t.commit("discipline.answer", func(op *ledger.Op) error {
		t.m.Answer = p.ID
		return p.Write(op)
	})
}

// result is what the answer says. A decision is told once it is in effect, a village matter
// once it has ended; what came of an objection or appeal decides.
func (t *turn) result(progress bool) (*kinds.Answer, error) {
	if progress {
		return t.progress()
	}
	switch t.m.State {
	case NotProven:
		c, _ := Latest[Clearance](t.papers)
		return &kinds.Answer{Result: kinds.ResultNone, Decree: c.Number, Date: t.m.DecidedOn, Reason: t.o.words.T("id", "discipline.letter.none")}, nil
	case InEffect, Finished, Annulled:
		d, _ := Latest[Decision](t.papers)
		if d != nil {
			return t.decided(d), nil
		}
		if t.m.State == Finished && t.m.Procedure == ByVillage {
			return &kinds.Answer{Result: kinds.ResultNone, Reason: t.o.words.T("id", "discipline.letter.none")}, nil
		}
	default:
	}
	return nil, rambu.Fault(rambu.Conflict, "discipline.error.nothing_to_answer")
}

// decided is the answer of a decree, as the outcome of an objection or appeal left it.
func (t *turn) decided(d *Decision) *kinds.Answer {
	a := &kinds.Answer{Result: kinds.ResultSanction, Decree: d.Number, Date: d.Date, Sanction: d.Sanction, Effective: t.m.EffectiveOn}
	r, p := Latest[Remedy](t.papers)
	switch {
	case r == nil:
	case r.Outcome == rules.Annulled:
		return &kinds.Answer{
			Result: kinds.ResultAnnulled, Decree: d.Number, Date: d.Date,
			Reason: t.o.words.T("id", "discipline.letter.annulled", "number", d.Number, "date", long(d.Date), "outcome", r.Number, "on", long(p.On)),
		}
	case r.Outcome.Replaces() && r.Sanction != "":
		a.Decree, a.Date, a.Sanction = r.Number, p.On, r.Sanction
	}
	return a
}

// progress tells that the examination runs, with the summons as its proof.
func (t *turn) progress() (*kinds.Answer, error) {
	if t.m.Ended {
		return nil, rambu.Fault(rambu.Conflict, "discipline.error.ended")
	}
	reason := ""
	if t.m.State == Objected || t.m.State == Appealed {
		d, _ := Latest[Decision](t.papers)
		reason = t.o.words.T("id", "discipline.letter.progress_"+string(t.m.State), "number", d.Number, "date", long(d.Date))
	}
	if s, p := Latest[Summons](t.papers); reason == "" && s != nil {
		reason = t.o.words.T("id", "discipline.letter.progress_summons", "number", s.Number, "sent", long(p.On), "on", long(s.On))
	}
	if c, p := Latest[Team](t.papers); reason == "" && c != nil {
		reason = t.o.words.T("id", "discipline.letter.progress_team", "number", c.Number, "on", long(p.On))
	}
	if reason == "" {
		return nil, rambu.Fault(rambu.Conflict, "discipline.error.no_proof")
	}
	return &kinds.Answer{Result: kinds.ResultPending, Reason: reason}, nil
}

func (t *turn) answerDraft(in AnswerIn, a *kinds.Answer) (letter.DraftIn, error) {
	src := t.file.Source
	if src.Letter == "" && t.m.Recommendation == "" {
		return letter.DraftIn{}, rambu.Fault(rambu.Conflict, "discipline.error.nobody_to_answer")
	}
	bkn := letter.Addressee{Post: "bkn/kepala", Line: t.o.words.T("id", "discipline.letter.bkn_head")}
	d := letter.DraftIn{
		Payload: a, Nature: letter.Confidential, Code: in.Code, Signer: string(in.Signer), About: t.m.ID,
		Subject: t.o.words.T("id", "discipline.letter.subject"), Paragraphs: t.paragraphs(in, a),
	}
	if src.Letter == "" {
		d.To = []letter.Addressee{bkn}
		return d, nil
	}
	line := src.Signer
	if p, err := t.o.roster.Post(t.ctx, roster.PostID(src.Signer)); err == nil {
		line = p.Title
	}
	d.To, d.ReplyTo = []letter.Addressee{{Post: src.Signer, Line: line}}, src.Letter
	if t.m.Recommendation != "" {
		d.CC = []letter.Addressee{bkn}
	}
	return d, nil
}

// paragraphs is the text of the answer: official letters are Indonesian.
func (t *turn) paragraphs(in AnswerIn, a *kinds.Answer) []string {
	w, r := t.o.words, t.file.Respondent
	out := []string{w.T("id", "discipline.letter.about", "name", r.Name, "post", r.PostText)}
	if t.file.Source.Letter != "" {
		out[0] = w.T("id", "discipline.letter.answering", "number", t.file.Source.Number, "date", long(t.file.Source.Date)) + " " + out[0]
	}
	switch a.Result {
	case kinds.ResultSanction:
		s, _ := t.o.pack.Sanction(a.Sanction)
		out = append(out, w.T("id", "discipline.letter.sanction", "sanction", s.NameID, "number", a.Decree, "date", long(a.Date)))
		if a.Effective != "" {
			out = append(out, w.T("id", "discipline.letter.effective", "date", long(a.Effective)))
		}
		if remedyOpen(t.papers) {
			out = append(out, w.T("id", "discipline.letter.remedy_open"))
		}
	default:
		out = append(out, a.Reason)
	}
	if in.Text != "" {
		out = append(out, in.Text)
	}
	return append(out, w.T("id", "discipline.letter.closing"))
}
