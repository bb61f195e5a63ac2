package discipline

import (
	"context"
	"strings"

	"rambu.id"
	"rambu.id/ledger"
	"rambu.id/procedure"
)

// SuspendIn stops a clock of a matter on a ground of the law.
type SuspendIn struct {
	Clock  string
	Ground string // id in the pack
	From   rambu.Date
	Reason string
}

// Suspend lets a clock of the matter stand still. Errors: Blocked (the law knows no suspension of it).
func (o *Office) Suspend(ctx context.Context, who rambu.Actor, id string, version int64, in SuspendIn) error {
	t, err := o.take(ctx, who, id, version, mayRecord)
	if err != nil {
		return err
	}
	in.Reason = strings.TrimSpace(in.Reason)
	if in.Reason == "" {
		return rambu.Fault(rambu.Invalid, "procedure.error.reason_needed").On("alasan")
	}
	err = t.paper(PaperSuspension, t.today, Standstill{Ground: in.Ground, Reason: in.Reason})
	if err != nil {
		return err
	}
	return t.commit("discipline.suspend", func(op *ledger.Op) error {
		_, err := o.proc.Suspend(op, procedure.SuspendIn{Object: id, Clock: in.Clock, Ground: in.Ground, From: in.From})
		return err
	})
}

// Resume lets a suspended clock run on after its last suspended day. It returns the new due date.
func (o *Office) Resume(ctx context.Context, who rambu.Actor, id string, version int64, clock string, last rambu.Date) (due rambu.Date, err error) {
	t, err := o.take(ctx, who, id, version, mayRecord)
	if err != nil {
		return "", err
	}
	err = t.commit("discipline.resume", func(op *ledger.Op) error {
		c, err := o.proc.Resume(op, id, clock, last)
		due = c.Due
		return err
	})
	return due, err
}
