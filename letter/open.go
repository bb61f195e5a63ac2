package letter

import (
	"context"
	"encoding/json"
	"io"
	"slices"
	"time"

	"rambu.id"
	"rambu.id/letter/kinds"
	"rambu.id/seal"
)

// Opened is a letter whose body was opened. Sent or Arrived is set, by which side it is on.
type Opened struct {
	ID      string // as asked for: "srt_…" or "tmb_…"
	Letter  string // "srt_…"
	Sent    *Outgoing
	Arrived *Incoming
	Header  Header // zero for drafts and for letters from outside
	Hash    string // of the header, "" without one
	Body    Body
	Payload kinds.Payload
	Block   SignatureBlock // zero before it is signed
	Remark  string         // why it was cancelled
}

// IsSigned reports whether the letter is more than KONSEP.
func (o *Opened) IsSigned() bool { return o.Hash != "" }

// Open opens a letter of the outbox ("srt_…") or inbox ("tmb_…"). The read is logged before
// anything is returned. Locked when the letter key is not held; NotFound for other
// institutions; Forbidden when it is not this officer's.
func (d *Desk) Open(ctx context.Context, who rambu.Actor, id string) (*Opened, error) {
	open := d.openSent
	if rambu.ValidID("tmb", id) {
		open = d.openReceived
	}
	o, err := open(ctx, who, id)
	if err != nil {
		return nil, err
	}
	err = d.log.Saw(who, "letter.read", id)
	if err != nil {
		return nil, err
	}
	return o, nil
}

func (d *Desk) openSent(ctx context.Context, who rambu.Actor, id string) (*Opened, error) {
	o, s, err := d.ours(ctx, who, id)
	if err != nil {
		return nil, err
	}
	err = mayOpenSent(who, o, s)
	if err != nil {
		return nil, err
	}
	out := &Opened{ID: id, Letter: id, Sent: &o}
	p := parcel{letter: id, keyID: o.keyID, wrapped: o.wrapped, sealed: o.sealed, block: o.block, header: o.header}
	err = out.unseal(who, p, o.Kind, o.KindVersion)
	if err != nil {
		return nil, err
	}
	o.Copies, err = d.copies(ctx, who.Institution, id)
	if err != nil {
		return nil, err
	}
	for i := range o.Copies {
		err = d.openProof(ctx, who, &o.Copies[i], o.keyID)
		if err != nil {
			return nil, err
		}
	}
	if len(o.note) > 0 {
		remark, err := d.openOwn(ctx, who, o.keyID, noteInfo(id), o.note)
		if err != nil {
			return nil, err
		}
		out.Remark = string(remark)
	}
	return out, nil
}

// openProof opens who took a copy. The proof is sealed to the sender's letter key.
func (d *Desk) openProof(ctx context.Context, who rambu.Actor, c *Copy, keyID string) error {
	if len(c.proof) == 0 {
		return nil
	}
	plain, err := d.openOwn(ctx, who, keyID, proofInfo(c.ID), c.proof)
	if err != nil {
		return err
	}
	err = json.Unmarshal(plain, &c.Proof)
	if err != nil {
		return rambu.Errorf(rambu.Invalid, "proof of a copy: %v", err)
	}
	return nil
}

// openOwn opens what was added to a letter later, under the letter key the institution had by then:
// that of the letter, or one that replaced it.
func (d *Desk) openOwn(ctx context.Context, who rambu.Actor, keyID string, info, sealed []byte) ([]byte, error) {
	plain, first := who.Keys.Open(keyID, info, sealed)
	if first == nil {
		return plain, nil
	}
	all, err := d.keys.Generations(ctx, who.Institution, seal.KindLetter)
	if err != nil {
		return nil, err
	}
	for _, k := range all {
		plain, err = who.Keys.Open(k.ID, info, sealed)
		if err == nil {
			return plain, nil
		}
	}
	return nil, first
}

func (d *Desk) openReceived(ctx context.Context, who rambu.Actor, id string) (*Opened, error) {
	in, s, err := d.theirs(ctx, who, id)
	if err != nil {
		return nil, err
	}
	err = mayOpenReceived(who, in, s)
	if err != nil {
		return nil, err
	}
	p, err := d.parcel(ctx, who, in.parcel)
	if err != nil {
		return nil, err
	}
	out := &Opened{ID: id, Letter: in.Letter, Arrived: &in}
	return out, out.unseal(who, p, in.Kind, in.KindVersion)
}

// unseal opens body and signature block, and holds them against the signed header again: the
// database may have been changed since the letter was received.
func (o *Opened) unseal(who rambu.Actor, p parcel, k kinds.Kind, version int) error {
	if p.header != "" {
		h, err := ParseHeader(p.header)
		if err != nil {
			return err
		}
		if h.Body != hashOf(p.sealed) || h.Block != hashOf(p.block) {
			return &rambu.Error{Kind: rambu.Invalid, Key: "letter.error.forged", Detail: "the stored letter was changed"}
		}
		o.Header, o.Hash = h, h.Hash()
	}
	content, err := contentKey(who, p.letter, p.keyID, p.wrapped)
	if err != nil {
		return err
	}
	o.Body, o.Payload, err = openBody(content, p.letter, k, version, p.sealed)
	if err != nil {
		return err
	}
	return openJSON(content, blockInfo(p.letter), p.block, &o.Block)
}

// Envelope returns the clear part of a letter without opening it: exactly one of the two is
// set. It is what a list shows, and needs no key.
func (d *Desk) Envelope(ctx context.Context, who rambu.Actor, id string) (*Outgoing, *Incoming, error) {
	if rambu.ValidID("tmb", id) {
		in, _, err := d.theirs(ctx, who, id)
		if err == nil && !seesAll(who) && !mine(who, in.ToPost) {
			err = forbidden("not a letter of this post")
		}
		return nil, &in, err
	}
	o, _, err := d.ours(ctx, who, id)
	if err == nil && !seesAll(who) && !mine(who, o.Signer, o.Drafter) {
		err = forbidden("not a letter of this post")
	}
	if err != nil {
		return nil, nil, err
	}
	o.Copies, err = d.copies(ctx, who.Institution, id)
	return &o, nil, err
}

// SentAt says when a letter of the actor's institution was sent; zero before.
func (d *Desk) SentAt(ctx context.Context, who rambu.Actor, id string) (time.Time, error) {
	o, err := d.Head(ctx, who, id)
	return o.SentAt, err
}

// Head is the clear part of a letter of the actor's institution, without its copies.
func (d *Desk) Head(ctx context.Context, who rambu.Actor, id string) (Outgoing, error) {
	o, _, err := d.ours(ctx, who, id)
	if err == nil && !seesAll(who) && !mine(who, o.Signer, o.Drafter) {
		err = forbidden("not a letter of this post")
	}
	return o, err
}

// File names a file of an opened letter by its id: attachments, the letter as signed outside,
// scanned receipts.
func (o *Opened) File(id string) (File, bool) {
	files := slices.Clone(o.Body.Files)
	if o.Block.Scan != nil {
		files = append(files, *o.Block.Scan)
	}
	if o.Sent != nil {
		for _, c := range o.Sent.Copies {
			if c.Proof.Scan != nil {
				files = append(files, *c.Proof.Scan)
			}
		}
	}
	at := slices.IndexFunc(files, func(f File) bool { return f.ID == id })
	if at < 0 {
		return File{}, false
	}
	return files[at], true
}

// ReadFile opens a file a letter carries; close it. The read is logged under the file's id. A
// changed file fails while it is read.
func (d *Desk) ReadFile(ctx context.Context, who rambu.Actor, id, file string) (File, io.ReadCloser, error) {
	o, err := d.Open(ctx, who, id)
	if err != nil {
		return File{}, nil, err
	}
	f, ok := o.File(file)
	if !ok {
		return File{}, nil, rambu.Errorf(rambu.NotFound, "the letter has no such file")
	}
	r, err := d.keeper.Open(ctx, f)
	if err != nil {
		return File{}, nil, err
	}
	err = d.log.Saw(who, "letter.file-read", id, file)
	if err != nil {
		_ = r.Close()
		return File{}, nil, err
	}
	return f, r, nil
}
