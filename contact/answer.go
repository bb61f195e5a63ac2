package contact

import (
	"context"
	"strings"

	"rambu.id"
	"rambu.id/ledger"
	"rambu.id/letter"
	"rambu.id/letter/kinds"
)

// Arrived is an entry of the other side that nobody here has answered.
type Arrived struct {
	ID     string // "tmb_…"
	Letter string
	Other  string // institution that entered it
	Since  rambu.Date
	Days   int
}

// Arrived lists the entries of others that wait for this side, oldest first; what they say is read
// one by one.
func (b *Book) Arrived(ctx context.Context, who rambu.Actor) ([]Arrived, error) {
	err := MayKeep(who)
	if err != nil {
		return nil, err
	}
	waiting, err := b.Letters.Unhandled(ctx, who, 100, kinds.KindContact)
	today := b.Today(who)
	var out []Arrived
	for _, in := range waiting {
		out = append(out, Arrived{ID: in.ID, Letter: in.Letter, Other: in.Sender, Since: in.ReceivedOn, Days: in.ReceivedOn.DaysUntil(today)})
	}
	return out, err
}

// Read opens an entry of the other side; the read is logged with its letter.
func (b *Book) Read(ctx context.Context, who rambu.Actor, id string) (*letter.Opened, kinds.Contact, error) {
	err := MayKeep(who)
	if err != nil {
		return nil, kinds.Contact{}, err
	}
	o, err := b.Letters.Open(ctx, who, id)
	if err != nil {
		return nil, kinds.Contact{}, err
	}
	p, ok := o.Payload.(*kinds.Contact)
	if !ok || o.Arrived == nil {
		return nil, kinds.Contact{}, rambu.Errorf(rambu.NotFound, "%s is no entry of the other side", id)
	}
	return o, *p, nil
}

// AnswerIn is what this side says to an entry of the other.
type AnswerIn struct {
	ID      string // "tmb_…"
	Agreed  bool
	Wording string // how this side remembers it, when it does not agree
}

// Reply countersigns or disputes an entry: it writes our own row of it, the same as theirs, and drafts
// the answer, as one operation; Send signs and sends it. It returns the entry's id. Errors: Conflict
// for an entry that was answered, Invalid for a dispute without words.
func (b *Book) Reply(ctx context.Context, who rambu.Actor, in AnswerIn) (string, error) {
	o, p, err := b.Read(ctx, who, in.ID)
	if err != nil {
		return "", err
	}
	in.Wording = strings.Join(strings.Fields(in.Wording), " ")
	payload, verdict, fault := in.payload(p.Entry)
	if fault != nil {
		return "", fault
	}
	_, err = b.entry(ctx, who.Institution, p.Entry)
	if err == nil {
		return "", rambu.Fault(rambu.Conflict, "contact.error.answered")
	}
	if rambu.KindOf(err) != rambu.NotFound {
		return "", err
	}
	e := newEntry(who, p)
	e.Side, e.Other, e.Letter, e.verdict, e.Content.Wording = Theirs, o.Arrived.Sender, o.Letter, verdict, in.Wording
	text := []string{b.t("contact.answer."+string(verdict), "number", o.Header.Number, "digest", e.Mark())}
	if in.Wording != "" {
		text = append(text, b.t("contact.answer.wording", "wording", in.Wording))
	}
	titles, err := b.titles(ctx, o.Header.Signer)
	if err != nil {
		return "", err
	}
	draft, err := b.Letters.PrepareDraft(ctx, who, letter.DraftIn{
		Payload: payload, Signer: who.Post, To: []letter.Addressee{{Post: o.Header.Signer, Line: titles}},
		Subject: b.t("contact.answer.subject"), Paragraphs: text, ReplyTo: o.Letter, About: e.ID,
	})
	if err != nil {
		return "", err
	}
	e.Answer = draft.ID
	return e.ID, b.write(ctx, who, "contact.answer", &e, func(op *ledger.Op) error {
		err := draft.Write(op)
		if err != nil {
			return err
		}
		return letter.Handle(op, in.ID, e.ID)
	})
}

func (in AnswerIn) payload(entry string) (kinds.Payload, State, *rambu.Error) {
	if in.Agreed {
		if in.Wording != "" {
			return nil, "", rambu.Fault(rambu.Invalid, "contact.error.agreed_words").On("kata")
		}
		return &kinds.ContactAgreed{Entry: entry}, Confirmed, nil
	}
	if in.Wording == "" {
		return nil, "", rambu.Fault(rambu.Invalid, "contact.error.wording").On("kata")
	}
	if f := checkNote(in.Wording, "kata"); f != nil {
		return nil, "", f
	}
	return &kinds.ContactDisputed{Entry: entry, Wording: in.Wording}, Disputed, nil
}

// PaperIn is the answer of an institution without a room here, on the printed entry.
type PaperIn struct {
	Entry   string
	Agreed  bool
	Wording string
	Name    string // who signed
	On      rambu.Date
	Scan    *letter.File // from letter.Attach; asked for
}

// RecordPaper records the countersignature, or the dispute, of an institution that has no room on
// this instance, with its scan. One that has a room answers itself. Errors: Conflict, Invalid by form
// field.
func (b *Book) RecordPaper(ctx context.Context, who rambu.Actor, in PaperIn) error {
	e, err := b.Get(ctx, who, in.Entry)
	if err != nil {
		return err
	}
	in.Name, in.Wording = strings.TrimSpace(in.Name), strings.Join(strings.Fields(in.Wording), " ")
	payload, _, fault := AnswerIn{Agreed: in.Agreed, Wording: in.Wording}.payload(e.ID)
	var es rambu.Errors
	if fault != nil {
		es = append(es, fault)
	}
	if in.Name == "" || len(in.Name) > kinds.MaxContactName {
		es = append(es, rambu.Fault(rambu.Invalid, "contact.error.signer").On("nama"))
	}
	if !in.On.Valid() || in.On > b.Today(who) || in.On < e.On {
		es = append(es, rambu.Fault(rambu.Invalid, "contact.error.signed_on").On("tanggal"))
	}
	if in.Scan == nil {
		es = append(es, rambu.Fault(rambu.Invalid, "contact.error.scan").On("file"))
	}
	if len(es) > 0 {
		return es
	}
	out, err := b.paperDue(ctx, who, e)
	if err != nil {
		return err
	}
	text := []string{b.t("contact.paper.text", "name", in.Name)}
	if in.Wording != "" {
		text = append(text, b.t("contact.answer.wording", "wording", in.Wording))
	}
	_, err = b.Letters.RegisterOutside(ctx, who, letter.OutsideIn{
		Payload: payload, Sender: e.Other, From: in.Name, Number: out.Number, Date: in.On, ToPost: who.Post, ReceivedOn: b.Today(who),
		Subject: b.t("contact.answer.subject"), Paragraphs: text, ReplyTo: e.Letter, Scan: in.Scan,
	})
	return err
}

// paperDue returns the letter of an entry that may be answered on paper only: ours, sent, not
// answered, to an institution without a room.
func (b *Book) paperDue(ctx context.Context, who rambu.Actor, e *Entry) (*letter.Outgoing, error) {
	if e.Side != Ours || e.State != Waiting {
		return nil, rambu.Fault(rambu.Conflict, "contact.error.not_waiting")
	}
	out, _, err := b.Letters.Envelope(ctx, who, e.Letter)
	if err != nil {
		return nil, err
	}
	for _, c := range out.Copies {
		if c.State != letter.CopyOutside && c.State != letter.CopyHandedOn {
			return nil, rambu.Fault(rambu.Conflict, "contact.error.has_room")
		}
	}
	return out, nil
}
