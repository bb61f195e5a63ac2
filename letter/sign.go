package letter

import (
	"context"
	"errors"
	"slices"

	"rambu.id"
	"rambu.id/ledger"
	"rambu.id/letter/kinds"
	"rambu.id/seal"
)

// drawnElsewhere reports whether an operation failed because another process drew a number.
func drawnElsewhere(err error) bool { return errors.Is(err, errDrawn) }

// SignIn is a signature with the holder's own key.
type SignIn struct {
	ID     string
	Date   rambu.Date // of the letter; "" is today
	Number string     // official number from SRIKANDI or the agenda book; "" draws ours
	Block  SignatureBlock
	// Version is of the draft as the signer saw it; 0: as it is now.
	Version int64
	Seen    bool // the signer has seen which citations are wrong, and signs
}

// OutsideSignIn records a signature made outside Rambu.
type OutsideSignIn struct {
	SignIn
	Method Method // ByBSrE or ByInk
	Scan   File   // the signed PDF or the scan, from Attach
}

// Sign signs a draft with the key of the holder of its signing post and gives it its number.
// Blocked while the letter cites wrong law and the signer has not said that he has seen it.
func (d *Desk) Sign(ctx context.Context, who rambu.Actor, in SignIn) (Outgoing, error) {
	p, signed, err := d.prepareSign(ctx, who, in, ByKey)
	if err != nil {
		return Outgoing{}, err
	}
	err = d.mindCitations(ctx, who, in)
	if err != nil {
		return Outgoing{}, err
	}
	_, err = d.do(who, "letter.sign", p)
	return *signed, err
}

// PrepareSign is Sign for an operation of the caller's.
func (d *Desk) PrepareSign(ctx context.Context, who rambu.Actor, in SignIn) (Prepared, error) {
	p, _, err := d.prepareSign(ctx, who, in, ByKey)
	return p, err
}

// RecordSigned writes down that a letter was signed outside: ink on paper, or a BSrE PDF. The
// clerk's key vouches for the record; the method in the header says so.
func (d *Desk) RecordSigned(ctx context.Context, who rambu.Actor, in OutsideSignIn) (Outgoing, error) {
	err := mayRecord(who)
	if err != nil {
		return Outgoing{}, err
	}
	if in.Method != ByBSrE && in.Method != ByInk {
		return Outgoing{}, rambu.Fault(rambu.Invalid, "letter.error.method").On("method")
	}
	if in.Scan.Blob == "" || in.Method == ByBSrE && in.Scan.Media != "application/pdf" {
		return Outgoing{}, rambu.Fault(rambu.Invalid, "letter.error.signed_file").On("file")
	}
	err = d.keeper.Keep(ctx, in.Scan)
	if err != nil {
		return Outgoing{}, err
	}
	in.Block.Scan = &in.Scan
	p, signed, err := d.prepareSign(ctx, who, in.SignIn, in.Method)
	if err != nil {
		return Outgoing{}, err
	}
	_, err = d.do(who, "letter.record-signed", p)
	return *signed, err
}

// prepareSign checks the power to sign and seals the signature block; the number is drawn and
// the header signed inside the operation.
func (d *Desk) prepareSign(ctx context.Context, who rambu.Actor, in SignIn, method Method) (Prepared, *Outgoing, error) {
	signed := &Outgoing{}
	o, _, err := d.ours(ctx, who, in.ID)
	if err != nil {
		return Prepared{}, signed, err
	}
	if in.Date == "" {
		in.Date = d.todayOf(who)
	}
	err = d.checkSign(ctx, who, o, in, method)
	if err != nil {
		return Prepared{}, signed, err
	}
	setting, err := d.Setting(ctx, who)
	if err != nil {
		return Prepared{}, signed, err
	}
	if setting.Patterns[o.Series] == "" {
		return Prepared{}, signed, rambu.Fault(rambu.Invalid, "letter.error.series").On("series")
	}
	block, err := sealBlock(who, o, in.Block)
	if err != nil {
		return Prepared{}, signed, err
	}
	key, err := d.keys.SubjectKey(ctx, who.Institution, seal.KindAccount, who.Account)
	if err != nil {
		return Prepared{}, signed, err
	}
	if in.Version != 0 && in.Version != o.Version {
		return Prepared{}, signed, rambu.Fault(rambu.Conflict, "letter.error.signing_changed")
	}
	seen := o.Version
	return Prepared{ID: in.ID, write: func(op *ledger.Op) error {
		o, err := outgoingIn(op, who.Institution, in.ID)
		if err != nil {
			return err
		}
		if o.Version != seen { // the signer would put his name to a text he has not read
			return &rambu.Error{Kind: rambu.Conflict, Key: "error.conflict", Detail: "the draft was changed"}
		}
		o.Date, o.Number, o.Method, o.block = in.Date, in.Number, method, block
		err = signIn(op, who, key, &o, setting)
		*signed = o
		return err
	}}, signed, nil
}

// checkSign asks what can be asked before the operation.
func (d *Desk) checkSign(ctx context.Context, who rambu.Actor, o Outgoing, in SignIn, method Method) error {
	err := in.Block.validate()
	if err != nil {
		return err
	}
	if !in.Date.Valid() || in.Date > d.todayOf(who) {
		return rambu.Fault(rambu.Invalid, "letter.error.date_future").On("date")
	}
	if len(in.Number) > maxPattern+60 {
		return rambu.Fault(rambu.Invalid, "letter.error.number").On("number")
	}
	if o.State != Draft {
		return rambu.Fault(rambu.Conflict, "letter.error.not_draft")
	}
	if method != ByKey {
		err = mayTouch(who, o)
	} else {
		err = maySign(who, o)
	}
	if err != nil {
		return err
	}
	err = d.Takes(kinds.StepSign, o.Kind)
	if err != nil || method != ByKey {
		return err
	}
	return d.maySign(ctx, who, o.Signer, in.Date)
}

// sealBlock seals the signature block under the content key of the letter: who signs must be
// able to open what he signs.
func sealBlock(who rambu.Actor, o Outgoing, b SignatureBlock) ([]byte, error) {
	content, err := contentKey(who, o.ID, o.keyID, o.wrapped)
	if err != nil {
		return nil, err
	}
	return content.SealJSON(blockInfo(o.ID), b)
}

// signIn draws the number unless one came from outside, and signs the header that holds it.
func signIn(op *ledger.Op, who rambu.Actor, key seal.Key, o *Outgoing, s Setting) error {
	op.Object(o.ID)
	err := o.move(Signed)
	if err != nil {
		return err
	}
	o.Year = yearOf(o.Date)
	err = o.number(op, s.Patterns[o.Series])
	if err != nil {
		return err
	}
	copies, err := copiesIn(op, o.Institution, o.ID)
	if err != nil {
		return err
	}
	o.Account, o.SignedAt = who.Account, op.At
	o.header = headerOf(*o, key.ID, copies).Text()
	if who.Keys == nil {
		return rambu.Errorf(rambu.Locked, "no key to sign with")
	}
	o.signature, o.public, err = who.Keys.Sign([]byte(o.header))
	if err != nil {
		return err
	}
	if !slices.Equal(o.public, key.Verify) {
		return rambu.Errorf(rambu.Locked, "the session's key is not the account's key any more")
	}
	op.Fact("number", o.Number)
	op.Fact("method", string(o.Method))
	op.Fact("header", hashOf([]byte(o.header)))
	return op.Update(outboxTable, o.Version, o.values()...)
}

// number keeps an outside number that is free, or draws ours.
func (o *Outgoing) number(op *ledger.Op, p Pattern) error {
	if o.Number == "" {
		return o.draw(op, p)
	}
	taken, err := numberTaken(op, *o)
	if err == nil && taken {
		return rambu.Fault(rambu.Conflict, "letter.error.number_taken").On("number")
	}
	return err
}

// headerOf makes the header of a letter that has its number.
func headerOf(o Outgoing, key string, copies []Copy) Header {
	h := Header{
		ID: o.ID, Kind: o.Kind, Version: o.KindVersion, From: o.Institution, Signer: o.Signer, Account: o.Account, Key: key,
		Method: o.Method, Nature: o.Nature, Number: o.Number, Date: o.Date, ReplyDue: o.ReplyDue, ReplyTo: o.ReplyTo,
		Body: hashOf(o.sealed), Block: hashOf(o.block),
	}
	for _, c := range copies {
		if c.Part == PartCC {
			h.CC = append(h.CC, c.ToPost)
		} else {
			h.To = append(h.To, c.ToPost)
		}
	}
	return h
}

// move changes the state along the table.
func (o *Outgoing) move(to State) error {
	if !slices.Contains(o.State.next(), to) {
		return rambu.Fault(rambu.Conflict, "letter.error.state_"+string(o.State))
	}
	o.State = to
	return nil
}

// move changes the state along the table.
func (i *Incoming) move(to ArrivedState) error {
	if !slices.Contains(i.State.next(), to) {
		return rambu.Fault(rambu.Conflict, "letter.error.arrived_"+string(i.State))
	}
	i.State = to
	return nil
}

func validReason(r Reason) bool { return slices.Contains(Reasons(), r) }

// verify checks that a header was signed by an account of its sender and belongs to the sealed
// parts. A header, body or block that was changed on the way is refused.
func (d *Desk) verify(ctx context.Context, e Envelope) (Header, error) {
	forged := func(why string) (Header, error) {
		return Header{}, &rambu.Error{Kind: rambu.Invalid, Key: "letter.error.forged", Detail: "letter refused: " + why}
	}
	h, err := ParseHeader(e.Header)
	if err != nil {
		return forged(err.Error())
	}
	if h.Body != hashOf(e.Sealed) || h.Block != hashOf(e.Block) {
		return forged("the sealed parts are not those that were signed")
	}
	key, err := d.keys.ByID(ctx, h.Key)
	if rambu.KindOf(err) == rambu.NotFound && err != nil {
		return forged("there is no such key")
	}
	if err != nil {
		return Header{}, err
	}
	if key.Institution != h.From || key.Kind != seal.KindAccount || key.Subject != h.Account {
		return forged("the key is not of that account of the sender")
	}
	if !slices.Equal(key.Verify, e.Public) || !seal.Verify(e.Public, []byte(e.Header), e.Signature) {
		return forged("the signature does not fit")
	}
	return h, nil
}
