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

// HandOver is how a copy reached an addressee by hand: one without a room, or somebody of our own
// house who has no account that opens it.
type HandOver struct {
	Copy string   // "tmb_…"
	Also []string // further copies that went the same way to the same hand
	How  Way
	On   rambu.Date
	Name string // who took it
	Note string // waybill, ticket of the other system
	Scan *File  // scanned receipt, from Attach
}

func (h HandOver) copies() []string { return append([]string{h.Copy}, h.Also...) }

func (h HandOver) validate(today rambu.Date) error {
	var es rambu.Errors
	if !slices.Contains(Ways(), h.How) {
		es = append(es, rambu.Fault(rambu.Invalid, "letter.error.way").On("how"))
	}
	if !h.On.Valid() || h.On > today {
		es = append(es, rambu.Fault(rambu.Invalid, "letter.error.date_future").On("on"))
	}
	if strings.TrimSpace(h.Name+h.Note) == "" && h.Scan == nil {
		es = append(es, rambu.Fault(rambu.Invalid, "letter.error.proof").On("name"))
	}
	return es.Err()
}

// RecordDelivery writes down that a copy was handed over, with what proves it. A copy of another
// house with a room is that house's to sign for (Acknowledge).
func (d *Desk) RecordDelivery(ctx context.Context, who rambu.Actor, letter string, h HandOver) error {
	err := mayRecord(who)
	if err != nil {
		return err
	}
	err = h.validate(d.todayOf(who))
	if err != nil {
		return err
	}
	o, _, err := d.ours(ctx, who, letter)
	if err != nil {
		return err
	}
	proofs, err := d.sealProofs(ctx, who, h)
	if err != nil {
		return err
	}
	_, err = d.log.Do(who, "letter.hand_over", func(op *ledger.Op) error {
		op.Object(letter)
		op.Fact("how", string(h.How))
		copies, err := copiesIn(op, who.Institution, letter)
		if err != nil {
			return err
		}
		for _, id := range h.copies() {
			at := slices.IndexFunc(copies, func(c Copy) bool { return c.ID == id })
			if at < 0 {
				return rambu.Errorf(rambu.NotFound, "no such copy")
			}
			c := copies[at]
			if !c.ByHand() {
				return rambu.Fault(rambu.Conflict, "letter.error.not_outside")
			}
			c.State, c.How, c.HandedOn, c.DeliveredAt, c.proof = CopyHandedOn, h.How, h.On, op.At, proofs[id]
			err = op.Update(copyTable, c.version, c.values()...)
			if err != nil {
				return err
			}
		}
		if h.Scan == nil {
			return nil
		}
		return insertFiles(op, o.Institution, o.Region, letter, carry(purposeReceipt, *h.Scan))
	})
	return err
}

// ByHand reports whether a hand-over of the copy can be recorded: of one that goes out on paper, or
// that lies in the room of the house that sent it and nobody signed for.
func (c Copy) ByHand() bool {
	return c.State == CopyOutside || c.State == CopyDelivered && c.ToInstitution == c.Institution
}

// sealProofs seals what proves a hand-over, for each of its copies.
func (d *Desk) sealProofs(ctx context.Context, who rambu.Actor, h HandOver) (map[string][]byte, error) {
	if h.Scan != nil {
		err := d.keeper.Keep(ctx, *h.Scan)
		if err != nil {
			return nil, err
		}
	}
	own, err := d.keys.InstitutionKey(ctx, who.Institution, seal.KindLetter)
	if err != nil {
		return nil, err
	}
	plain, err := json.Marshal(Proof{Name: h.Name, Note: h.Note, At: d.now(), Scan: h.Scan})
	if err != nil {
		return nil, rambu.Errorf(rambu.Internal, "encode proof: %v", err)
	}
	out := map[string][]byte{}
	for _, id := range h.copies() {
		out[id], err = seal.Seal(own.Public, proofInfo(id), plain)
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// OutsideIn is a letter that came on paper, by e-mail or from another system, typed in by hand.
type OutsideIn struct {
	Payload    kinds.Payload
	Nature     Nature
	Sender     string // institution address if it has one ("bkn"), "" otherwise
	From       string // sender in words
	Number     string // as written on it
	Date       rambu.Date
	ReceivedOn rambu.Date
	ToPost     string // our post it is addressed to
	Subject    string
	Paragraphs []string
	ReplyDue   rambu.Date
	ReplyTo    string // "srt_…" of our letter it answers
	Scan       *File
}

// anonymous is the clear sender of a letter from a body without an address.
const anonymous = "luar"

func (in *OutsideIn) validate(institution string, today rambu.Date) error {
	var es rambu.Errors
	fault := func(field, key string) { es = append(es, rambu.Fault(rambu.Invalid, key).On(field)) }
	if in.Nature == "" {
		in.Nature = Ordinary
	}
	if in.Sender == "" {
		in.Sender = anonymous
	}
	if in.Payload == nil {
		in.Payload = &kinds.Plain{}
	}
	if strings.TrimSpace(in.From) == "" || len(in.From) > 200 {
		fault("from", "letter.error.from")
	}
	if strings.TrimSpace(in.Number) == "" || len(in.Number) > maxPattern+60 {
		fault("number", "letter.error.number")
	}
	if !in.Date.Valid() || in.Date > today {
		fault("date", "letter.error.date_future")
	}
	if !in.ReceivedOn.Valid() || in.ReceivedOn > today || in.ReceivedOn < in.Date {
		fault("received", "letter.error.received")
	}
	if InstitutionOf(in.ToPost) != institution || in.ToPost == institution {
		fault("to", "letter.error.to_post")
	}
	if strings.TrimSpace(in.Subject) == "" || len(in.Subject) > maxSubject {
		fault("subject", "letter.error.subject")
	}
	if len(strings.Join(in.Paragraphs, "")) > maxText {
		fault("text", "letter.error.text")
	}
	if in.ReplyDue != "" && !in.ReplyDue.Valid() {
		fault("reply_due", "letter.error.date")
	}
	if in.ReplyTo != "" && !rambu.ValidID("srt", in.ReplyTo) {
		fault("reply_to", "letter.error.reply_to")
	}
	return es.Err()
}

// RegisterOutside enters a letter that came from outside Rambu into the inbox and returns its
// inbox id. If it answers a letter of ours, that one is answered.
func (d *Desk) RegisterOutside(ctx context.Context, who rambu.Actor, in OutsideIn) (string, error) {
	p, err := d.PrepareOutside(ctx, who, in)
	if err != nil {
		return "", err
	}
	_, err = d.do(who, "letter.register", p)
	return p.ID, err
}

// PrepareOutside is RegisterOutside for an operation of the caller's; ID is the inbox id.
func (d *Desk) PrepareOutside(ctx context.Context, who rambu.Actor, in OutsideIn) (Prepared, error) {
	err := mayRecord(who)
	if err != nil {
		return Prepared{}, err
	}
	err = in.validate(who.Institution, d.todayOf(who))
	if err != nil {
		return Prepared{}, err
	}
	letter, id := rambu.NewID("srt"), rambu.NewID("tmb")
	b := Body{From: in.From, Subject: in.Subject, To: []string{}, CC: []string{}, Paragraphs: in.Paragraphs}
	if in.Scan != nil {
		b.Files = []File{*in.Scan}
		err = d.keeper.Keep(ctx, *in.Scan)
		if err != nil {
			return Prepared{}, err
		}
	}
	plain, err := b.encode(in.Payload)
	if err != nil {
		return Prepared{}, err
	}
	own, err := d.keys.InstitutionKey(ctx, who.Institution, seal.KindLetter)
	if err != nil {
		return Prepared{}, err
	}
	sealed, err := sealTo(own, letter, plain)
	if err != nil {
		return Prepared{}, err
	}
	return Prepared{ID: id, write: func(op *ledger.Op) error {
		op.Object(id)
		op.Fact("number", in.Number)
		return d.registerIn(op, who, letter, id, in, sealed)
	}}, nil
}

func (d *Desk) registerIn(op *ledger.Op, who rambu.Actor, letter, id string, in OutsideIn, sealed sealedBody) error {
	p := parcel{
		id: parcelID(letter, who.Institution), institution: who.Institution, region: who.Region, letter: letter,
		origin: FromOutside, keyID: sealed.keyID, wrapped: sealed.wrapped, sealed: sealed.sealed, receivedAt: op.At,
	}
	err := op.Insert(parcelTable, p.values()...)
	if err != nil {
		return err
	}
	row := Incoming{
		ID: id, Institution: who.Institution, Region: who.Region, parcel: p.id, Letter: letter, Origin: FromOutside,
		Sender: in.Sender, Kind: in.Payload.Kind(), KindVersion: in.Payload.Version(), Nature: in.Nature, Number: in.Number,
		Date: in.Date, ToPost: in.ToPost, Part: PartTo, State: Received, ReplyDue: in.ReplyDue, ReplyTo: in.ReplyTo,
		ReceivedOn: in.ReceivedOn, ReceivedAt: op.At,
	}
	err = op.Insert(inboxTable, row.values()...)
	if err != nil {
		return err
	}
	if in.Scan != nil {
		err = insertFiles(op, who.Institution, who.Region, letter, carry(purposeScan, *in.Scan))
		if err != nil {
			return err
		}
	}
	if in.ReplyTo == "" {
		return nil
	}
	return answered(op, who.Institution, in.ReplyTo, letter, "")
}
