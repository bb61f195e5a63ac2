package casefile

import (
	"context"
	"slices"

	"rambu.id"
	"rambu.id/casefile/lookup"
	"rambu.id/intake"
	"rambu.id/ledger"
	"rambu.id/procedure"
	"rambu.id/seal"
)

// turn is one change of a case: it is read, opened, checked and sealed before the operation and
// written in it, if nobody changed the case meanwhile.
type turn struct {
	d        *Desk
	ctx      context.Context //nolint:containedctx // lives for one call
	who      rambu.Actor
	today    rambu.Date
	c        Case
	officers []Officer
	key      seal.ContentKey
	file     Dossier
}

// take opens a case for a change in one of the states, any when none is given. version is the
// one the officer saw; 0 asks for no check. A stale one is a Conflict before anything else is
// looked at.
func (d *Desk) take(ctx context.Context, who rambu.Actor, id string, version int64, may rule, states ...State) (*turn, error) {
	t := &turn{d: d, ctx: ctx, who: who, today: d.Today(who)}
	var err error
	t.c, err = d.find(ctx, who.Institution, id)
	if err != nil {
		return nil, err
	}
	t.officers, err = d.officersOf(ctx, who.Institution, id)
	if err != nil {
		return nil, err
	}
	err = may(who, t.c, t.officers)
	if err != nil {
		return nil, err
	}
	if version != 0 && version != t.c.Version {
		return nil, stale()
	}
	t.key, err = t.c.open(who.Keys)
	if err != nil {
		return nil, err
	}
	err = t.key.OpenJSON(bodyInfo(id), t.c.body, &t.file)
	if err != nil || len(states) == 0 {
		return t, err
	}
	return t, t.in(states...)
}

func stale() error { return rambu.Fault(rambu.Conflict, "casefile.error.stale") }

// open unwraps the content key of a case.
func (c *Case) open(keys rambu.Keys) (seal.ContentKey, error) {
	return seal.OpenContent(keys, c.keyID, keyInfo(c.ID), c.wrapped)
}

// in refuses a step the case is not ready for.
func (t *turn) in(states ...State) error {
	if slices.Contains(states, t.c.State) {
		return nil
	}
	return rambu.Fault(rambu.Conflict, "casefile.error.state", "state", t.d.label(t.c.State))
}

// label is the Indonesian name of a state, as the law pack has it.
func (d *Desk) label(s State) string { return lookup.Label(d.pack, Procedure, string(s)) }

// commit seals the file and writes the case and what fn adds as one operation.
func (t *turn) commit(kind string, fn func(op *ledger.Op) error) error {
	var err error
	t.c.body, err = t.key.SealJSON(bodyInfo(t.c.ID), t.file)
	if err != nil {
		return err
	}
	before := t.c
	_, err = t.d.log.Do(t.who, kind, func(op *ledger.Op) error {
		t.c = before
		op.Object(t.c.ID)
		if fn != nil {
			err := fn(op)
			if err != nil {
				return err
			}
		}
		t.c.ChangedAt = op.At
		err := op.Update(caseTable, t.c.Version, t.c.values()...)
		if rambu.KindOf(err) == rambu.Conflict {
			return stale()
		}
		t.c.Version++
		return err
	})
	return err
}

// step moves the case along the law's procedure on a day ("" today) and keeps the clear state
// beside it.
func (t *turn) step(op *ledger.Op, to State, on rambu.Date) error {
	run, err := procedure.InTx(op.Tx, t.who, Procedure, t.c.ID)
	if err != nil {
		return err
	}
	run.Owner = t.c.Owner // clocks that begin now belong to whoever runs the case now
	run, err = t.d.proc.Move(op, run, procedure.MoveIn{To: string(to), On: on})
	if err != nil {
		return err
	}
	t.c.State = State(run.State)
	op.Fact("state", run.State)
	return nil
}

// advance takes a step today, writes the paper that goes with it, if any, and tells the reporter.
func (t *turn) advance(op *ledger.Op, to State, w *writing, told intake.Move) error {
	err := t.step(op, to, "")
	if err != nil {
		return err
	}
	if w != nil {
		err = w.write(op)
		if err != nil {
			return err
		}
	}
	return t.tell(op, told)
}

// tell writes the state of the case into the reporter's inbox.
func (t *turn) tell(op *ledger.Op, m intake.Move) error {
	if t.c.Report == "" {
		return nil
	}
	m.Report, m.Status = t.c.Report, string(t.c.State)
	err := t.d.intake.Move(op, m)
	if err != nil {
		return err
	}
	return t.tellJoined(op)
}

// text is a text to the reporter, sealed also to the key the officers read the case with.
func (t *turn) text(text string) (intake.Move, error) {
	if text == "" {
		return intake.Move{}, nil
	}
	owner, err := t.d.keys.ByID(t.ctx, t.c.keyID)
	return intake.Move{Text: text, Owner: owner}, err
}

// papers opens what was written in the case.
func (t *turn) papers() ([]Paper, error) { return t.d.papers(t.ctx, t.c, t.key) }
