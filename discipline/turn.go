package discipline

import (
	"context"
	"slices"

	"rambu.id"
	"rambu.id/ledger"
	"rambu.id/procedure"
	"rambu.id/seal"
)

// turn is one change of a matter: it is read, opened, checked and sealed before the operation
// and written in it, if nobody changed the matter meanwhile.
type turn struct {
	o        *Office
	ctx      context.Context //nolint:containedctx // lives for one call
	who      rambu.Actor
	today    rambu.Date
	m        Matter
	officers []Officer
	key      seal.ContentKey
	file     Dossier
	papers   []Paper
	writes   []*writing
	files    []File
}

// take opens a matter for a change. version is the one the officer saw; 0 asks for no check.
func (o *Office) take(ctx context.Context, who rambu.Actor, id string, version int64, may rule) (*turn, error) {
	t := &turn{o: o, ctx: ctx, who: who, today: o.Today(who)}
	err := house(who)
	if err != nil {
		return nil, err
	}
	t.m, err = o.find(ctx, who.Institution, id)
	if err != nil {
		return nil, err
	}
	t.officers, err = o.officersOf(ctx, who.Institution, id)
	if err != nil {
		return nil, err
	}
	err = may(who, t.m, t.officers)
	if err != nil {
		return nil, err
	}
	if version != 0 && version != t.m.Version {
		return nil, stale()
	}
	return t, t.unseal()
}

func (t *turn) unseal() error {
	var err error
	t.key, err = unlock(t.who, t.m, t.officers)
	if err != nil {
		return err
	}
	err = t.key.OpenJSON(bodyInfo(t.m.ID), t.m.body, &t.file)
	if err != nil {
		return err
	}
	own, err := t.o.own(t.ctx, t.who, t.file.Respondent)
	if err != nil {
		return err
	}
	if own {
		return notHere("nobody opens the matter about himself")
	}
	t.papers, err = t.o.papersOf(t.ctx, t.m.Institution, t.m.ID)
	if err != nil {
		return err
	}
	for i := range t.papers {
		err = t.papers[i].open(t.key)
		if err != nil {
			return err
		}
	}
	return nil
}

// unlock opens the content key of a matter: with the institution's matter key, or with the own
// key of an examiner who was let in.
func unlock(who rambu.Actor, m Matter, officers []Officer) (seal.ContentKey, error) {
	for _, of := range officers {
		if of.Account == who.Account && of.Part == Examiner && of.keyID != "" {
			return seal.OpenContent(who.Keys, of.keyID, officerInfo(of.ID), of.wrapped)
		}
	}
	return seal.OpenContent(who.Keys, m.keyID, keyInfo(m.ID), m.wrapped)
}

func stale() error { return rambu.Fault(rambu.Conflict, "discipline.error.stale") }

// in refuses a step the matter is not ready for.
func (t *turn) in(states ...State) error {
	if slices.Contains(states, t.m.State) {
		return nil
	}
	return rambu.Fault(rambu.Conflict, "discipline.error.state", "state", t.o.label(t.m.Procedure, t.m.State))
}

// at refuses a step of another procedure, or one the matter is not ready for.
func (t *turn) at(procedure string, states ...State) error {
	err := t.of(procedure)
	if err != nil {
		return err
	}
	return t.in(states...)
}

// of refuses a step of another procedure.
func (t *turn) of(id string) error {
	if t.m.Procedure == id {
		return nil
	}
	return rambu.Fault(rambu.Conflict, "discipline.error.other_procedure")
}

// label is the Indonesian name of a state, as the law pack has it.
func (o *Office) label(proc string, s State) string {
	p, ok := o.pack.Procedure(proc)
	if !ok {
		return string(s)
	}
	st, ok := p.State(string(s))
	if !ok {
		return string(s)
	}
	return st.LabelID
}

// commit seals the file and writes the matter, its new papers and what fn adds as one operation.
func (t *turn) commit(kind string, fn func(op *ledger.Op) error) error {
	var err error
	t.m.body, err = t.key.SealJSON(bodyInfo(t.m.ID), t.file)
	if err != nil {
		return err
	}
	before := t.m
	_, err = t.o.log.Do(t.who, kind, func(op *ledger.Op) error {
		t.m = before
		op.Object(t.m.ID)
		return t.write(op, fn)
	})
	return err
}

func (t *turn) write(op *ledger.Op, fn func(op *ledger.Op) error) error {
	if fn != nil {
		err := fn(op)
		if err != nil {
			return err
		}
	}
	for _, w := range t.writes {
		err := w.write(op)
		if err != nil {
			return err
		}
	}
	for _, f := range t.files {
		err := writeFile(op, t.m, f)
		if err != nil {
			return err
		}
	}
	t.m.ChangedAt = op.At
	err := op.Update(matterTable, t.m.Version, t.m.values()...)
	if rambu.KindOf(err) == rambu.Conflict && err != nil {
		return stale()
	}
	t.m.Version++
	return err
}

// step moves the matter along its procedure and keeps the clear state beside it; the follow-up
// of a recommendation goes along.
func (t *turn) step(op *ledger.Op, to State, on rambu.Date, events map[string]rambu.Date) error {
	run, err := procedure.InTx(op.Tx, t.who, t.m.Procedure, t.m.ID)
	if err != nil {
		return err
	}
	run.Owner = t.m.Owner
	run, err = t.o.proc.Move(op, run, procedure.MoveIn{To: string(to), On: on, Events: events})
	if err != nil {
		return err
	}
	t.m.State, t.m.Ended = State(run.State), run.Ended
	if to == InEffect {
		t.m.EffectiveOn = run.Since
	}
	op.Fact("state", run.State)
	return t.follow(op)
}

// event records a named event of the matter's procedure.
func (t *turn) event(op *ledger.Op, name string, on rambu.Date) error {
	run, err := procedure.InTx(op.Tx, t.who, t.m.Procedure, t.m.ID)
	if err != nil {
		return err
	}
	return t.o.proc.Event(op, run, name, on)
}
