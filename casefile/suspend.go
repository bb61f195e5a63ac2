package casefile

import (
	"context"

	"rambu.id"
	"rambu.id/ledger"
	"rambu.id/procedure"
)

// SuspendIn stops a clock of a case on a ground of the law.
type SuspendIn struct {
	Version int64
	Clock   string
	Ground  string // id in the pack
	From    rambu.Date
	Reason  string // the officer's own words, sealed with the case
}

// Suspend lets a clock of the case stand still. Errors: Blocked (the law knows no suspension of it).
func (d *Desk) Suspend(ctx context.Context, who rambu.Actor, id string, in SuspendIn) error {
	t, err := d.take(ctx, who, id, in.Version, mayHold)
	if err != nil {
		return err
	}
	reason, err := needText(in.Reason, "alasan")
	if err != nil {
		return err
	}
	w, err := t.paper(PaperSuspension, "", Note{Text: reason})
	if err != nil {
		return err
	}
	return t.commit("casefile.suspend", func(op *ledger.Op) error {
		_, err := d.proc.Suspend(op, procedure.SuspendIn{Object: id, Clock: in.Clock, Ground: in.Ground, From: in.From})
		if err != nil {
			return err
		}
		return w.write(op)
	})
}

// Resume lets a suspended clock run on after its last suspended day. It returns the new due date.
func (d *Desk) Resume(ctx context.Context, who rambu.Actor, id string, version int64, clock string, last rambu.Date) (due rambu.Date, err error) {
	t, err := d.take(ctx, who, id, version, mayHold)
	if err != nil {
		return "", err
	}
	err = t.commit("casefile.resume", func(op *ledger.Op) error {
		c, err := d.proc.Resume(op, id, clock, last)
		due = c.Due
		return err
	})
	return due, err
}
