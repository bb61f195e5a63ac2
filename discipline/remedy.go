package discipline

import (
	"context"

	"rambu.id"
	"rambu.id/discipline/rules"
	"rambu.id/ledger"
	"rambu.id/procedure"
)

// RemedyIn is what the person does against the decision, or what came of it.
type RemedyIn struct {
	On       rambu.Date // day it was filed or decided
	Number   string
	Note     string
	Sanction string // of an outcome that puts another form in the place of the decree's
}

// remedyOpen reports whether an objection or appeal waits for its outcome. What was typed freely in
// older matters is no outcome: it is recorded again.
func remedyOpen(papers []Paper) bool {
	r, _ := Latest[Remedy](papers)
	return r != nil && !r.Outcome.Known()
}

// RemedyOpen reports whether an objection or appeal of the matter waits for its outcome.
func (o *Opened) RemedyOpen() bool { return remedyOpen(o.Papers) }

// Remedied records an objection, or against a dismissal an appeal to BPASN. How long it may be filed
// still has to be checked, so that no day is refused as too late, nor one that is recorded only once
// the penalty is in effect. An appeal holds a dismissal (PP 79/2021 Pasal 28); that an objection holds
// a penalty was not found, so that it takes effect on its day.
func (o *Office) Remedied(ctx context.Context, who rambu.Actor, id string, version int64, in RemedyIn) error {
	t, err := o.take(ctx, who, id, version, mayRecord)
	if err != nil {
		return err
	}
	err = t.at(ByDiscipline, Delivered, Sent, InEffect)
	if err != nil {
		return err
	}
	if r, _ := Latest[Remedy](t.papers); r != nil {
		return rambu.Fault(rambu.Conflict, "discipline.error.remedied")
	}
	var f form
	f.past(&in.On, "tanggal", t.today)
	f.short(&in.Number, "nomor", 100)
	f.text(&in.Note, "catatan", maxNote)
	if t.m.DecidedOn != "" && in.On < t.m.DecidedOn {
		f.fault("tanggal", "discipline.error.before_decree")
	}
	err = f.err()
	if err != nil {
		return err
	}
	s, _ := o.pack.Sanction(t.file.Sanction)
	remedy := rules.RemedyAgainst(s)
	err = t.paper(PaperRemedy, in.On, Remedy{Remedy: remedy, Number: in.Number, Note: in.Note})
	if err != nil {
		return err
	}
	return t.commit("discipline.remedy", func(op *ledger.Op) error {
		switch {
		case remedy == rules.Appeal:
			return t.stepSince(op, Appealed, in.On)
		case t.m.State == InEffect:
			return nil
		}
		return t.step(op, Objected, in.On, nil)
	})
}

// RemedyOutcome records how an objection or appeal ended, and lets it decide: an annulled penalty ends
// the matter, another form takes the place of the decree's, and a dismissal that was held takes effect
// on the day of the outcome (to be checked). Errors: Invalid by field, Conflict.
func (o *Office) RemedyOutcome(ctx context.Context, who rambu.Actor, id string, version int64, outcome rules.Outcome, in RemedyIn) error {
	t, err := o.take(ctx, who, id, version, mayRecord)
	if err != nil {
		return err
	}
	err = t.in(Objected, Appealed, InEffect)
	if err != nil {
		return err
	}
	r, filed := Latest[Remedy](t.papers)
	if !remedyOpen(t.papers) {
		return rambu.Fault(rambu.Conflict, "discipline.error.remedy_closed")
	}
	err = t.checkOutcome(outcome, &in, filed.On)
	if err != nil {
		return err
	}
	err = t.paper(PaperRemedy, in.On, Remedy{Remedy: r.Remedy, Number: in.Number, Outcome: outcome, Sanction: in.Sanction, Note: in.Note})
	if err != nil {
		return err
	}
	if outcome.Replaces() {
		t.file.Sanction = in.Sanction
	}
	return t.commit("discipline.remedy_outcome", func(op *ledger.Op) error {
		switch {
		case outcome == rules.Annulled:
			return t.stepSince(op, Annulled, in.On)
		case t.m.State == Appealed:
			return t.stepSince(op, InEffect, in.On)
		}
		return nil
	})
}

// checkOutcome asks for a form where the outcome puts one in the place of the decree's, and only there.
func (t *turn) checkOutcome(outcome rules.Outcome, in *RemedyIn, filed rambu.Date) error {
	var f form
	if !outcome.Known() {
		f.fault("hasil", "discipline.error.outcome")
	}
	f.past(&in.On, "tanggal", t.today)
	if in.On < filed {
		f.fault("tanggal", "discipline.error.before_filing")
	}
	f.text(&in.Number, "nomor", 100)
	f.short(&in.Note, "catatan", maxNote)
	if !outcome.Replaces() {
		in.Sanction = ""
	} else if in.Sanction == "" {
		f.fault("hukuman", "discipline.error.sanction")
	}
	err := f.err()
	if err != nil || in.Sanction == "" {
		return err
	}
	is, err := t.form(in.Sanction, in.On)
	if err != nil {
		return err
	}
	was, _ := t.o.pack.Sanction(t.file.Sanction)
	return outcome.Fits(was, is)
}

// stepSince is step on a day that may lie before the matter came to its state: recorded late, it is
// entered on the first day it can be.
func (t *turn) stepSince(op *ledger.Op, to State, on rambu.Date) error {
	run, err := procedure.InTx(op.Tx, t.who, t.m.Procedure, t.m.ID)
	if err != nil {
		return err
	}
	err = t.step(op, to, max(on, run.Since), nil)
	if to != InEffect {
		t.m.EffectiveOn = ""
	}
	return err
}
