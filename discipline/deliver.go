package discipline

import (
	"context"

	"rambu.id"
	"rambu.id/ledger"
)

// How a decree reached the person.
const (
	HandedOver  = "diserahkan"  // in a closed meeting
	NotFetched  = "tidak-hadir" // did not come to receive it
	SentInstead = "dikirim"
	ReceivedOf  = "diterima" // what was sent has arrived
)

// DeliveryIn is one step of bringing the decree to the person.
type DeliveryIn struct {
	On   rambu.Date // "" today
	Note string
	File *File // proof, from Attach
}

func (t *turn) delivery(in *DeliveryIn, how string) error {
	var f form
	f.past(&in.On, "tanggal", t.today)
	f.short(&in.Note, "catatan", maxNote)
	err := f.err()
	if err != nil {
		return err
	}
	err = t.keep(in.File)
	if err != nil {
		return err
	}
	return t.paper(PaperDelivery, in.On, Delivery{How: how, On: in.On, Note: in.Note, Proof: in.File})
}

// Deliver records that the decree was handed over: the days until it takes effect begin.
func (o *Office) Deliver(ctx context.Context, who rambu.Actor, id string, version int64, in DeliveryIn) error {
	return o.bring(ctx, who, id, version, in, HandedOver, func(t *turn, op *ledger.Op, on rambu.Date) error {
		return t.step(op, Delivered, on, map[string]rambu.Date{"diterima-ybs": on})
	}, Decided)
}

// NotReceived records that the person did not come to receive the decree: it must be sent
// within the days of (PerBKN 6/2022 Pasal 49 ayat (8)).
func (o *Office) NotReceived(ctx context.Context, who rambu.Actor, id string, version int64, in DeliveryIn) error {
	return o.bring(ctx, who, id, version, in, NotFetched, func(t *turn, op *ledger.Op, on rambu.Date) error {
		return t.event(op, "penyerahan-terlewat", on)
	}, Decided)
}

// SendInstead records that the decree was sent after a missed handing-over.
func (o *Office) SendInstead(ctx context.Context, who rambu.Actor, id string, version int64, in DeliveryIn) error {
	return o.bring(ctx, who, id, version, in, SentInstead, func(t *turn, op *ledger.Op, on rambu.Date) error {
		if d, _ := Latest[Delivery](t.papers); d == nil || d.How != NotFetched {
			return rambu.Fault(rambu.Conflict, "discipline.error.not_missed_delivery")
		}
		return t.step(op, Sent, on, nil)
	}, Decided)
}

// Arrived records the day on which the person received what was sent.
func (o *Office) Arrived(ctx context.Context, who rambu.Actor, id string, version int64, in DeliveryIn) error {
	return o.bring(ctx, who, id, version, in, ReceivedOf, func(t *turn, op *ledger.Op, on rambu.Date) error {
		if d, _ := Latest[Delivery](t.papers); d == nil || d.How != SentInstead || on < d.On {
			return rambu.Fault(rambu.Conflict, "discipline.error.not_sent")
		}
		return t.event(op, "diterima-ybs", on)
	}, Sent)
}

func (o *Office) bring(ctx context.Context, who rambu.Actor, id string, version int64, in DeliveryIn, how string,
	fn func(t *turn, op *ledger.Op, on rambu.Date) error, from State,
) error {
	t, err := o.take(ctx, who, id, version, mayDecide)
	if err != nil {
		return err
	}
	err = t.at(ByDiscipline, from)
	if err != nil {
		return err
	}
	err = t.delivery(&in, how)
	if err != nil {
		return err
	}
	return t.commit("discipline.deliver", func(op *ledger.Op) error { return fn(t, op, in.On) })
}

// TakeEffect records that the penalty is in effect: on the fifteenth working day after receipt,
// neither before nor after (PerBKN 6/2022 Pasal 50). Recorded later, it keeps that day. An objection
// does not hold it; whether it should is to be checked.
func (o *Office) TakeEffect(ctx context.Context, who rambu.Actor, id string, version int64) error {
	t, err := o.take(ctx, who, id, version, mayDecide)
	if err != nil {
		return err
	}
	err = t.at(ByDiscipline, Delivered, Sent, Objected)
	if err != nil {
		return err
	}
	return t.commit("discipline.take_effect", func(op *ledger.Op) error { return t.step(op, InEffect, "", nil) })
}

// Finish records that the personnel system documents the penalty (PP 94/2021 Pasal 39): the
// sanction is executed. BKN's follow-up moves to "uploaded".
func (o *Office) Finish(ctx context.Context, who rambu.Actor, id string, version int64, in Execution, on rambu.Date) error {
	t, err := o.take(ctx, who, id, version, mayRecord)
	if err != nil {
		return err
	}
	err = t.in(InEffect, Objected, Appealed, Delivered, Announced)
	if err != nil {
		return err
	}
	if remedyOpen(t.papers) {
		return rambu.Fault(rambu.Blocked, "discipline.error.remedy_open")
	}
	if t.m.Procedure == ByDiscipline && t.m.State != InEffect {
		return rambu.Fault(rambu.Blocked, "discipline.error.not_in_effect")
	}
	var f form
	f.text(&in.Reference, "nomor", 100)
	f.short(&in.Note, "catatan", maxNote)
	f.past(&on, "tanggal", t.today)
	err = f.err()
	if err != nil {
		return err
	}
	err = t.paper(PaperExecution, on, in)
	if err != nil {
		return err
	}
	return t.commit("discipline.finish", func(op *ledger.Op) error {
		err := t.step(op, Finished, on, nil)
		if err != nil || t.m.Recommendation != Issued {
			return err
		}
		return t.followTo(op, Uploaded, on)
	})
}
