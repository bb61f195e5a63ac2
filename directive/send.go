package directive

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"
	"time"

	"rambu.id"
	"rambu.id/access"
	"rambu.id/ledger"
	"rambu.id/roster"
	"rambu.id/seal"
)

// header is the canonical text the signature covers.
func (o Order) header() []byte {
	sum := sha256.Sum256(o.sealed)
	block := sha256.Sum256(o.block)
	lines := []string{
		"rambu/arahan/v1", "id: " + o.ID, "dari: " + o.Signer, "akun: " + o.Account, "dikirim: " + o.SentAt.UTC().Format(time.RFC3339Nano),
		"untuk: " + mustJSON(o.Rule), "batas: " + string(o.AckBy), "mengganti: " + o.Replaces, "disengketakan: " + strconv.FormatBool(o.Contested),
		"isi: " + hex.EncodeToString(sum[:]), "penutup: " + hex.EncodeToString(block[:]),
	}
	return []byte(strings.Join(lines, "\n") + "\n")
}

// genuine checks the signature against the row and the account that signed.
func (d *Desk) genuine(ctx context.Context, o Order) (bool, error) {
	key, err := d.Keys.ByID(ctx, o.signKey)
	if err != nil && rambu.KindOf(err) == rambu.NotFound {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	ours := key.Institution == o.Institution && key.Kind == seal.KindAccount && key.Subject == o.Account
	return ours && slices.Equal(key.Verify, o.public) && seal.Verify(o.public, o.header(), o.signature), nil
}

// SendIn is a draft to send.
type SendIn struct {
	ID      string
	Version int64 // the one the signer saw
	Seen    bool  // he has seen which citations are wrong, and sends
}

// Send signs a draft with the key of whoever holds its signing post today and puts it in force:
// one row, however many it reaches. A post that somebody else claims that day flags the order
// and refuses nothing: the roster never says who is right. What it replaces ends with it. Wrong
// citations stop it until the signer has seen them.
func (d *Desk) Send(ctx context.Context, who rambu.Actor, in SendIn) error {
	c := change{id: in.ID, version: in.Version, kind: "directive.send", may: maySend}
	var key seal.Key
	c.also = func(op *ledger.Op, o *Order) error {
		err := d.replaceIn(op, o)
		if err != nil {
			return err
		}
		o.SentAt = op.At
		op.Fact("contested", strconv.FormatBool(o.Contested))
		return sign(who, key, o)
	}
	return d.change(ctx, who, c, func(o *Order) error {
		err := o.move(InForce)
		if err != nil {
			return err
		}
		today := d.Today(who)
		if o.AckBy != "" && o.AckBy < today {
			return rambu.Fault(rambu.Invalid, "directive.error.ack_by").On("batas")
		}
		if !in.Seen {
			err = d.mindCitations(ctx, who, *o, today)
			if err != nil {
				return err
			}
		}
		err = d.block(ctx, who, o, today)
		if err != nil {
			return err
		}
		key, err = d.Keys.SubjectKey(ctx, who.Institution, seal.KindAccount, who.Account)
		o.Account = who.Account
		return err
	})
}

// block asks for the power to sign and seals the words of the signature.
func (d *Desk) block(ctx context.Context, who rambu.Actor, o *Order, on rambu.Date) error {
	basis, err := d.Access.MaySign(ctx, who, roster.PostID(o.Signer), on, access.SignWhat{Deed: access.DeedLetter})
	if err != nil {
		return err
	}
	o.Contested = len(basis.Contested) > 0
	people, err := d.Roster.People(ctx, who, []roster.PersonID{basis.Tenure.Person})
	if err != nil {
		return err
	}
	p := people[basis.Tenure.Person]
	k, err := content(who, *o)
	if err != nil {
		return err
	}
	o.block, err = sealPart(k, "block", o.ID, Block{Title: basis.Title, Name: p.Name.String(), NIP: p.NIP.String()})
	return err
}

func sign(who rambu.Actor, key seal.Key, o *Order) (err error) {
	if who.Keys == nil {
		return rambu.Errorf(rambu.Locked, "no key to sign with")
	}
	o.signature, o.public, err = who.Keys.Sign(o.header())
	if err != nil {
		return err
	}
	if !slices.Equal(o.public, key.Verify) {
		return rambu.Errorf(rambu.Locked, "the session's key is not the account's key any more")
	}
	o.signKey = key.ID
	return nil
}

// replaceIn ends the directive that this one takes the place of.
func (d *Desk) replaceIn(op *ledger.Op, o *Order) error {
	if o.Replaces == "" {
		return nil
	}
	old, err := orderIn(op, o.Institution, o.Replaces)
	if err != nil {
		return err
	}
	err = old.move(Replaced)
	if err != nil {
		return err
	}
	old.ReplacedBy, old.EndedAt = o.ID, op.At
	op.Object(old.ID)
	return op.Update(orderTable, old.Version, old.values()...)
}

// Withdraw ends a directive in force. It stays readable, with the reason.
func (d *Desk) Withdraw(ctx context.Context, who rambu.Actor, id string, version int64, why string) error {
	why = strings.TrimSpace(why)
	if why == "" || len(why) > maxText {
		return rambu.Fault(rambu.Invalid, "directive.error.reason").On("alasan")
	}
	c := change{id: id, version: version, kind: "directive.withdraw", may: maySend}
	c.also = func(op *ledger.Op, o *Order) error {
		o.EndedAt = op.At
		return nil
	}
	return d.change(ctx, who, c, func(o *Order) error {
		err := o.move(Withdrawn)
		if err != nil {
			return err
		}
		k, err := content(who, *o)
		if err != nil {
			return err
		}
		o.note, err = sealPart(k, "note", o.ID, why)
		return err
	})
}

// Replace writes the draft of a directive that takes the place of one in force; that one ends
// when the draft is sent, and not before.
func (d *Desk) Replace(ctx context.Context, who rambu.Actor, id string, in DraftIn) (string, error) {
	o, err := d.order(ctx, who.Institution, id)
	if err != nil {
		return "", err
	}
	err = mayTouch(who, o)
	if err != nil {
		return "", err
	}
	if o.State != InForce {
		return "", rambu.Fault(rambu.Conflict, "directive.error.state_"+string(o.State))
	}
	return d.draft(ctx, who, in, id)
}
