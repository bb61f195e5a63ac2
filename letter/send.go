package letter

import (
	"cmp"
	"context"
	"slices"

	"rambu.id"
	"rambu.id/ledger"
	"rambu.id/letter/kinds"
	"rambu.id/seal"
)

// Send closes the sender's side of a signed letter: the content key is sealed to every
// addressee institution that has one, and their copies wait for Deliver. An addressee without
// a key is outside Rambu: its copy is printed and handed over (RecordDelivery).
func (d *Desk) Send(ctx context.Context, who rambu.Actor, id string) error {
	p, err := d.PrepareSend(ctx, who, id)
	if err != nil {
		return err
	}
	_, err = d.do(who, "letter.send", p)
	return err
}

// PrepareSend is Send for an operation of the caller's; the letter must be signed already.
func (d *Desk) PrepareSend(ctx context.Context, who rambu.Actor, id string) (Prepared, error) {
	o, _, err := d.ours(ctx, who, id)
	if err != nil {
		return Prepared{}, err
	}
	err = cmp.Or(mayTouch(who, o), d.Takes(kinds.StepSend, o.Kind))
	if err != nil {
		return Prepared{}, err
	}
	if o.State != Signed {
		return Prepared{}, rambu.Fault(rambu.Conflict, "letter.error.state_"+string(o.State))
	}
	copies, err := d.copies(ctx, who.Institution, id)
	if err != nil {
		return Prepared{}, err
	}
	err = d.wrapFor(ctx, who, o, copies)
	if err != nil {
		return Prepared{}, err
	}
	return Prepared{ID: id, write: func(op *ledger.Op) error { return sendIn(op, who, id, copies) }}, nil
}

// wrapFor seals the content key to each addressee institution, once.
func (d *Desk) wrapFor(ctx context.Context, who rambu.Actor, o Outgoing, copies []Copy) error {
	content, err := contentKey(who, o.ID, o.keyID, o.wrapped)
	if err != nil {
		return err
	}
	type box struct {
		keyID   string
		wrapped []byte
	}
	done := map[string]box{}
	for i := range copies {
		c := &copies[i]
		b, ok := done[c.ToInstitution]
		if !ok {
			key, err := d.keys.InstitutionKey(ctx, c.ToInstitution, seal.KindLetter)
			if err != nil && rambu.KindOf(err) != rambu.NotFound {
				return err
			}
			if err == nil {
				b.keyID = key.ID
				b.wrapped, err = seal.Seal(key.Public, keyInfo(o.ID, c.ToInstitution), content[:])
				if err != nil {
					return err
				}
			}
			done[c.ToInstitution] = b
		}
		c.State = CopyOutside
		if b.keyID != "" {
			c.State, c.keyID, c.wrapped = CopyQueued, b.keyID, b.wrapped
		}
	}
	return nil
}

func sendIn(op *ledger.Op, who rambu.Actor, id string, copies []Copy) error {
	op.Object(id)
	o, err := outgoingIn(op, who.Institution, id)
	if err != nil {
		return err
	}
	err = o.move(Sent)
	if err != nil {
		return err
	}
	o.SentAt = op.At
	for _, c := range copies {
		err = op.Update(copyTable, c.version, c.values()...)
		if err != nil {
			return err
		}
	}
	err = op.Update(outboxTable, o.Version, o.values()...)
	if err != nil || o.ReplyTo == "" {
		return err
	}
	return replySent(op, who.Institution, o)
}

// replySent marks our incoming letter as answered, if it is ours.
func replySent(op *ledger.Op, institution string, o Outgoing) error {
	ins, err := incomingOfIn(op, institution, o.ReplyTo)
	if err != nil {
		return err
	}
	for _, in := range ins {
		if in.AnsweredBy != "" || in.move(Replied) != nil {
			continue // closed or answered before: a second answer changes nothing
		}
		in.AnsweredBy, in.AnsweredAt = o.ID, op.At
		err = op.Update(inboxTable, in.version, in.values()...)
		if err != nil {
			return err
		}
	}
	return nil
}

// Envelope is a letter on its way to one institution.
type Envelope struct {
	Header    string // canonical text
	Public    []byte
	Signature []byte
	Sealed    []byte // body
	Block     []byte // signature block
	KeyID     string // the addressee's letter key
	Wrapped   []byte // content key, sealed to it
	Copies    []EnvelopeCopy
	Files     []EnvelopeFile
}

// EnvelopeCopy is one addressee post.
type EnvelopeCopy struct {
	ID   string
	Post string
	Part Part
}

// EnvelopeFile is one sealed file the letter carries.
type EnvelopeFile struct {
	Purpose string
	Blob    string
	Bytes   int64
	SHA256  []byte // of the ciphertext
}

// Deliver brings a sent letter to an institution on this instance: into its inbox, once,
// however often it is called. Who is the sender: an officer or the system.
func (d *Desk) Deliver(ctx context.Context, who rambu.Actor, id, to string) error {
	o, err := d.outgoing(ctx, who, id)
	if err != nil {
		return err
	}
	if o.SentAt.IsZero() {
		return rambu.Fault(rambu.Conflict, "letter.error.state_"+string(o.State))
	}
	all, err := d.copies(ctx, who.Institution, id)
	if err != nil {
		return err
	}
	mine := slices.DeleteFunc(all, func(c Copy) bool { return c.ToInstitution != to || c.keyID == "" })
	if len(mine) == 0 {
		return rambu.Errorf(rambu.NotFound, "the letter has no sealed copy for %s", to)
	}
	env, err := d.envelope(ctx, o, mine)
	if err != nil {
		return err
	}
	err = d.Receive(ctx, to, env)
	if err != nil {
		return err
	}
	_, err = d.log.Do(rambu.System(o.Institution, o.Region), "letter.delivered", func(op *ledger.Op) error {
		op.Object(id)
		op.Fact("to", to)
		return deliveredIn(op, o.Institution, id, to)
	})
	return err
}

// DeliverAll delivers every queued copy of a letter. It returns the first error after trying all.
func (d *Desk) DeliverAll(ctx context.Context, who rambu.Actor, id string) error {
	copies, err := d.copies(ctx, who.Institution, id)
	if err != nil {
		return err
	}
	done := map[string]bool{}
	var first error
	for _, c := range copies {
		if c.State != CopyQueued || done[c.ToInstitution] {
			continue
		}
		done[c.ToInstitution] = true
		err := d.Deliver(ctx, who, id, c.ToInstitution)
		if err != nil && first == nil {
			first = err
		}
	}
	return first
}

func (d *Desk) envelope(ctx context.Context, o Outgoing, copies []Copy) (Envelope, error) {
	files, err := d.files(ctx, o.Institution, o.ID, purposeAttachment, purposeSigned)
	if err != nil {
		return Envelope{}, err
	}
	e := Envelope{
		Header: o.header, Public: o.public, Signature: o.signature, Sealed: o.sealed, Block: o.block,
		KeyID: copies[0].keyID, Wrapped: copies[0].wrapped, Files: files,
	}
	for _, c := range copies {
		e.Copies = append(e.Copies, EnvelopeCopy{c.ID, c.ToPost, c.Part})
	}
	return e, nil
}

func deliveredIn(op *ledger.Op, institution, id, to string) error {
	copies, err := copiesIn(op, institution, id)
	if err != nil {
		return err
	}
	for _, c := range copies {
		if c.ToInstitution != to || c.State != CopyQueued {
			continue
		}
		c.State, c.DeliveredAt = CopyDelivered, op.At
		err = op.Update(copyTable, c.version, c.values()...)
		if err != nil {
			return err
		}
	}
	return nil
}

// Receive takes a letter into the inbox of an institution: signature and digests are checked,
// every post must be one the signed header names. A letter that is there already changes
// nothing; another one under its id is refused.
func (d *Desk) Receive(ctx context.Context, to string, e Envelope) error {
	h, err := d.verify(ctx, e)
	if err != nil {
		return err
	}
	key, err := d.keys.ByID(ctx, e.KeyID)
	if err != nil {
		return err
	}
	if key.Institution != to || key.Kind != seal.KindLetter {
		return rambu.Errorf(rambu.Invalid, "the letter is sealed to a key that is not of %s", to)
	}
	if len(e.Copies) == 0 {
		return rambu.Errorf(rambu.Invalid, "a letter without addressees")
	}
	for _, c := range e.Copies {
		if InstitutionOf(c.Post) != to || !rambu.ValidID("tmb", c.ID) || !h.addressed(c.Post, c.Part) {
			return &rambu.Error{Kind: rambu.Invalid, Key: "letter.error.forged", Detail: "letter refused: it does not name its addressee"}
		}
	}
	who := rambu.System(to, key.Region)
	_, err = d.log.Do(who, "letter.receive", func(op *ledger.Op) error {
		op.Object(h.ID)
		op.Fact("header", h.Hash())
		return d.receiveIn(op, who, h, e)
	})
	return err
}

// receiveIn writes parcel, inbox rows and files.
func (d *Desk) receiveIn(op *ledger.Op, who rambu.Actor, h Header, e Envelope) error {
	id := parcelID(h.ID, who.Institution)
	old, err := parcelIn(op, who.Institution, id)
	if err == nil {
		if old.header != e.Header {
			return &rambu.Error{Kind: rambu.Conflict, Key: "letter.error.forged", Detail: "another letter has this id"}
		}
		return nil
	}
	if rambu.KindOf(err) != rambu.NotFound {
		return err
	}
	p := parcel{
		id: id, institution: who.Institution, region: who.Region, letter: h.ID, origin: FromRambu, keyID: e.KeyID,
		wrapped: e.Wrapped, sealed: e.Sealed, block: e.Block, header: e.Header, public: e.Public, signature: e.Signature,
		receivedAt: op.At,
	}
	err = op.Insert(parcelTable, p.values()...)
	if err != nil {
		return err
	}
	for _, c := range e.Copies {
		in := Incoming{
			ID: c.ID, Institution: who.Institution, Region: who.Region, parcel: id, Letter: h.ID, Origin: FromRambu,
			Sender: h.From, Kind: h.Kind, KindVersion: h.Version, Nature: h.Nature, Number: h.Number, Date: h.Date,
			ToPost: c.Post, Part: c.Part, State: Received, ReplyDue: h.ReplyDue, ReplyTo: h.ReplyTo,
			ReceivedOn: d.today(who.Region, op.At), ReceivedAt: op.At,
		}
		err = op.Insert(inboxTable, in.values()...)
		if err != nil {
			return err
		}
	}
	files := make([]carried, len(e.Files))
	for i, f := range e.Files {
		files[i] = carried(f)
	}
	err = insertFiles(op, who.Institution, who.Region, h.ID, files)
	if err != nil || h.ReplyTo == "" {
		return err
	}
	return answered(op, who.Institution, h.ReplyTo, h.ID, h.From)
}

// answered marks our outgoing letter as answered, if the answer comes from an addressee.
func answered(op *ledger.Op, institution, letter, answer, from string) error {
	o, err := outgoingIn(op, institution, letter)
	if rambu.KindOf(err) == rambu.NotFound && err != nil {
		return nil //nolint:nilerr // it answers a letter we do not know: kept, linked to nothing
	}
	if err != nil {
		return err
	}
	copies, err := copiesIn(op, institution, letter)
	if err != nil {
		return err
	}
	asked := slices.ContainsFunc(copies, func(c Copy) bool { return from == "" || c.ToInstitution == from })
	if !asked || !slices.Contains(o.State.next(), Answered) {
		return nil // not asked, or answered before: the letter is kept, the link stays
	}
	o.State = Answered
	o.AnsweredBy, o.AnsweredAt = answer, op.At
	return op.Update(outboxTable, o.Version, o.values()...)
}

// Retry delivers what still waits in the outbox of the actor's institution and returns the
// receipts its senders do not have yet. It is the job that makes up for a delivery that failed;
// it needs no key. It returns the first error after trying all.
func (d *Desk) Retry(ctx context.Context, who rambu.Actor) error {
	letters, first := d.Waiting(ctx, who)
	for _, id := range letters {
		err := d.DeliverAll(ctx, who, id)
		if err != nil && first == nil {
			first = err
		}
	}
	receipts, err := d.Unreturned(ctx, who)
	if err != nil && first == nil {
		first = err
	}
	for _, id := range receipts {
		err := d.ReturnReceipt(ctx, who, id)
		if err != nil && first == nil {
			first = err
		}
	}
	return first
}
