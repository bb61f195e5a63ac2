package letter

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"rambu.id"
	"rambu.id/ledger"
	"rambu.id/letter/kinds"
	"rambu.id/seal"
)

// Acknowledge signs for an incoming letter by name and time, and sends the receipt back to the
// sender. name is who took it; the account in the log says who entered it.
func (d *Desk) Acknowledge(ctx context.Context, who rambu.Actor, id, name string) error {
	name = strings.TrimSpace(name)
	if name == "" || len(name) > 200 {
		return rambu.Fault(rambu.Invalid, "letter.error.receipt_name").On("name")
	}
	in, _, err := d.theirs(ctx, who, id)
	if err != nil {
		return err
	}
	err = mayAcknowledge(who, in)
	if err != nil {
		return err
	}
	if !in.AckAt.IsZero() {
		return rambu.Fault(rambu.Conflict, "letter.error.acknowledged")
	}
	receipt, err := d.sealReceipt(ctx, in, name)
	if err != nil {
		return err
	}
	_, err = d.log.Do(who, "letter.acknowledge", func(op *ledger.Op) error {
		op.Object(id)
		in, err := incomingIn(op, who.Institution, id)
		if err != nil {
			return err
		}
		if !in.AckAt.IsZero() {
			return rambu.Fault(rambu.Conflict, "letter.error.acknowledged")
		}
		if in.State == Received {
			in.State = Acknowledged
		}
		in.AckAt, in.AckPost, in.receipt = op.At, who.Post, receipt
		return op.Update(inboxTable, in.version, in.values()...)
	})
	if err != nil || in.Origin != FromRambu {
		return err
	}
	return d.ReturnReceipt(ctx, who, id)
}

// sealReceipt seals who took a letter to its sender.
func (d *Desk) sealReceipt(ctx context.Context, in Incoming, name string) ([]byte, error) {
	to := in.Sender
	if in.Origin != FromRambu {
		to = in.Institution
	}
	key, err := d.keys.InstitutionKey(ctx, to, seal.KindLetter)
	if err != nil {
		return nil, err
	}
	plain, err := json.Marshal(Proof{Name: name, At: d.now()})
	if err != nil {
		return nil, rambu.Errorf(rambu.Internal, "encode receipt: %v", err)
	}
	return seal.Seal(key.Public, proofInfo(in.ID), plain)
}

// ReturnReceipt brings the receipt of an acknowledged letter to its sender on this instance,
// once, however often it is called.
func (d *Desk) ReturnReceipt(ctx context.Context, who rambu.Actor, id string) error {
	in, err := d.incoming(ctx, who, id)
	if err != nil {
		return err
	}
	if in.AckAt.IsZero() || in.Origin != FromRambu {
		return rambu.Errorf(rambu.Conflict, "nothing was acknowledged")
	}
	key, err := d.keys.InstitutionKey(ctx, in.Sender, seal.KindLetter)
	if err != nil {
		return err
	}
	_, err = d.log.Do(rambu.System(in.Sender, key.Region), "letter.receipt", func(op *ledger.Op) error {
		op.Object(in.Letter)
		copies, err := copiesIn(op, in.Sender, in.Letter)
		if err != nil {
			return err
		}
		at := slices.IndexFunc(copies, func(c Copy) bool { return c.ID == id })
		if at < 0 {
			return rambu.Errorf(rambu.NotFound, "the sender has no such copy")
		}
		c := copies[at]
		if c.State == CopyReceipted {
			return nil
		}
		if c.DeliveredAt.IsZero() {
			c.DeliveredAt = in.ReceivedAt
		}
		c.State, c.AckAt, c.AckPost, c.proof = CopyReceipted, in.AckAt, in.AckPost, in.receipt
		return op.Update(copyTable, c.version, c.values()...)
	})
	return err
}

// Unhandled lists letters from which no matter was opened yet, oldest first, at most limit; none
// that does not exist for the actor.
func (d *Desk) Unhandled(ctx context.Context, who rambu.Actor, limit int, ks ...kinds.Kind) ([]Incoming, error) {
	if who.Institution == "" || limit < 1 {
		return nil, nil
	}
	found, err := d.unhandled(ctx, who.Institution, limit, ks)
	if err != nil {
		return nil, err
	}
	return d.seenIn(ctx, who, found)
}

// Handle writes down, inside the operation that opens a matter from a letter, which it is. A
// letter opens one matter only.
func Handle(op *ledger.Op, id, object string) error {
	in, err := incomingIn(op, op.Who.Institution, id)
	if err != nil {
		return err
	}
	if in.Handled != "" {
		return rambu.Fault(rambu.Conflict, "letter.error.handled")
	}
	if in.State == Received || in.State == Acknowledged {
		in.State = Handled
	}
	in.Handled = object
	op.Fact("letter", id)
	return op.Update(inboxTable, in.version, in.values()...)
}

// File puts an incoming letter away that needs nothing more.
func (d *Desk) File(ctx context.Context, who rambu.Actor, id string) error {
	in, _, err := d.theirs(ctx, who, id)
	if err != nil {
		return err
	}
	err = mayAcknowledge(who, in)
	if err != nil {
		return err
	}
	_, err = d.log.Do(who, "letter.file", func(op *ledger.Op) error {
		op.Object(id)
		in, err := incomingIn(op, who.Institution, id)
		if err != nil {
			return err
		}
		err = in.move(Filed)
		if err != nil {
			return err
		}
		return op.Update(inboxTable, in.version, in.values()...)
	})
	return err
}

// Close ends the wait for an answer to a sent letter.
func (d *Desk) Close(ctx context.Context, who rambu.Actor, id string) error {
	o, _, err := d.ours(ctx, who, id)
	if err != nil {
		return err
	}
	err = mayTouch(who, o)
	if err != nil {
		return err
	}
	_, err = d.log.Do(who, "letter.close", func(op *ledger.Op) error {
		op.Object(id)
		o, err := outgoingIn(op, who.Institution, id)
		if err != nil {
			return err
		}
		err = o.move(Closed)
		if err != nil {
			return err
		}
		return op.Update(outboxTable, o.Version, o.values()...)
	})
	return err
}
