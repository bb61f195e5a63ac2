package directive

import (
	"context"
	"strconv"
	"strings"

	"rambu.id"
	"rambu.id/internal/pdf"
	"rambu.id/law"
	"rambu.id/ledger"
	"rambu.id/letter"
	"rambu.id/seal/short"
)

// DraftIn is a directive to write down.
type DraftIn struct {
	Signer   string // post that will sign; the audience lies below it
	Number   string
	Title    string
	Opening  string
	Points   []Point
	Basis    []string // citations of the law pack: "uu-20-2023 Pasal 9"
	Audience Rule
	AckBy    rambu.Date
}

// limits of one directive: it must fit on one page.
const (
	MaxPoints = 12
	maxTitle  = 160
	maxText   = 1200
	maxSource = 200
	maxBasis  = 6
)

// Decision is a decision of a meeting in plain values: how a published minute becomes a
// directive, whoever keeps the minutes.
type Decision struct {
	Meeting string     // "Rakor lintas OPD"
	Date    rambu.Date // of the meeting
	Number  int        // of the decision in the minutes
	Text    string
}

// FromDecision starts a draft whose points say which decisions they come from. when writes a date
// in words.
func FromDecision(signer, title string, to Rule, when func(rambu.Date) string, decisions ...Decision) DraftIn {
	in := DraftIn{Signer: signer, Title: title, Audience: to}
	for _, d := range decisions {
		in.Points = append(in.Points, Point{
			Text: d.Text, Source: strings.TrimSpace(d.Meeting+" "+when(d.Date)) + ", keputusan " + strconv.Itoa(d.Number),
		})
	}
	return in
}

// validate trims the draft and reports what is wrong with it, by form field.
func (in *DraftIn) validate(d *Desk, who rambu.Actor) error {
	var es rambu.Errors
	fault := func(field, key string) { es = append(es, rambu.Fault(rambu.Invalid, key).On(field)) }
	in.Title, in.Opening, in.Number = strings.TrimSpace(in.Title), strings.TrimSpace(in.Opening), strings.TrimSpace(in.Number)
	if in.Title == "" || len(in.Title) > maxTitle || strings.Contains(in.Title, "\n") {
		fault("judul", "directive.error.title")
	}
	if len(in.Opening) > maxText {
		fault("pembuka", "directive.error.too_long")
	}
	if len(in.Number) > 100 || strings.Contains(in.Number, "\n") {
		fault("nomor", "directive.error.number")
	}
	if letter.InstitutionOf(in.Signer) != who.Institution || in.Signer == who.Institution {
		fault("penanda_tangan", "directive.error.signer")
	}
	if in.AckBy != "" && (!in.AckBy.Valid() || in.AckBy < d.Today(who)) {
		fault("batas", "directive.error.ack_by")
	}
	es = append(es, in.points()...)
	if f := in.Audience.validate(); f != nil {
		es = append(es, f)
	}
	if len(in.Basis) > maxBasis {
		fault("dasar", "directive.error.basis")
	}
	for _, b := range in.Basis {
		_, err := d.Pack.Cite(law.ParseCitation(b), d.Today(who))
		if err != nil {
			fault("dasar", "directive.error.basis")
			break
		}
	}
	if len(es) == 0 && !d.fits(*in, who) {
		fault("butir-1", "directive.error.one_page")
	}
	return es.Err()
}

// fits reports whether the directive takes one page at its longest: sent from a post that was
// contested later, which is the longer sentence, with an annex, and withdrawn.
func (d *Desk) fits(in DraftIn, who rambu.Actor) bool {
	body := in.body(short.New())
	body.Annex = &File{}
	n, err := pdf.Pages(d.Document(&Opened{
		Order: Order{Region: who.Region, State: Withdrawn, AckBy: in.AckBy, SentAt: d.now()}, ContestedLater: true,
		Body:  body,
		Block: Block{Title: in.Signer, Name: in.Signer, NIP: "1"},
	}))
	return err == nil && n == 1
}

func (in *DraftIn) points() rambu.Errors {
	var kept []Point
	var es rambu.Errors
	for i, p := range in.Points {
		p.Text, p.Source = strings.TrimSpace(p.Text), strings.TrimSpace(p.Source)
		if p.Text == "" && p.Source == "" {
			continue
		}
		if p.Text == "" || len(p.Text) > maxText || len(p.Source) > maxSource {
			es = append(es, rambu.Fault(rambu.Invalid, "directive.error.point").On("butir-"+strconv.Itoa(i+1)))
		}
		kept = append(kept, p)
	}
	if len(kept) == 0 || len(kept) > MaxPoints {
		es = append(es, rambu.Fault(rambu.Invalid, "directive.error.points", "n", strconv.Itoa(MaxPoints)).On("butir-1"))
	}
	in.Points = kept
	return es
}

func (in DraftIn) body(link string) Body {
	return Body{Number: in.Number, Title: in.Title, Opening: in.Opening, Points: in.Points, Basis: in.Basis, Short: link}
}

// Draft writes a directive down. Nobody but those who work on it sees it before it is sent.
func (d *Desk) Draft(ctx context.Context, who rambu.Actor, in DraftIn) (string, error) {
	return d.draft(ctx, who, in, "")
}

func (d *Desk) draft(ctx context.Context, who rambu.Actor, in DraftIn, replaces string) (string, error) {
	id, write, err := d.prepare(ctx, who, in, replaces)
	if err != nil {
		return "", err
	}
	_, err = d.Log.Do(who, "directive.draft", write)
	return id, err
}

// PrepareDraft is Draft for an operation of the caller's own, so that a directive and what it
// came from change together: it returns the new id and what writes it.
func (d *Desk) PrepareDraft(ctx context.Context, who rambu.Actor, in DraftIn) (string, func(op *ledger.Op) error, error) {
	return d.prepare(ctx, who, in, "")
}

func (d *Desk) prepare(ctx context.Context, who rambu.Actor, in DraftIn, replaces string) (string, func(op *ledger.Op) error, error) {
	err := mayDraft(who)
	if err != nil {
		return "", nil, err
	}
	err = in.validate(d, who)
	if err != nil {
		return "", nil, err
	}
	o := Order{
		ID: rambu.NewID("arh"), Institution: who.Institution, Region: who.Region, State: Draft, Signer: in.Signer,
		Drafter: who.Post, Rule: in.Audience, AckBy: in.AckBy, Replaces: replaces,
	}
	err = d.sealBody(ctx, &o, in.body(short.New()))
	if err != nil {
		return "", nil, err
	}
	return o.ID, func(op *ledger.Op) error {
		op.Object(o.ID)
		o.CreatedAt = op.At
		return op.Insert(orderTable, o.values()...)
	}, nil
}

// Revise writes a draft anew; version is the one the writer saw. It keeps the short link and the
// annex.
func (d *Desk) Revise(ctx context.Context, who rambu.Actor, id string, version int64, in DraftIn) error {
	err := in.validate(d, who)
	if err != nil {
		return err
	}
	return d.change(ctx, who, change{id: id, version: version, kind: "directive.revise", may: mayTouch}, func(o *Order) error {
		if o.State != Draft {
			return rambu.Fault(rambu.Conflict, "directive.error.state_"+string(o.State))
		}
		old, err := d.opened(ctx, who, *o)
		if err != nil {
			return err
		}
		o.Signer, o.Rule, o.AckBy = in.Signer, in.Audience, in.AckBy
		anew := in.body(old.Body.Short)
		anew.Annex = old.Body.Annex
		return d.sealBody(ctx, o, anew)
	})
}

// Drop gives a draft up.
func (d *Desk) Drop(ctx context.Context, who rambu.Actor, id string, version int64) error {
	return d.change(ctx, who, change{id: id, version: version, kind: "directive.drop", may: mayTouch}, func(o *Order) error {
		return o.move(Dropped)
	})
}

// change is one change of a directive's row.
type change struct {
	id      string
	version int64 // the one the actor saw
	kind    string
	may     func(rambu.Actor, Order) error
	also    func(op *ledger.Op, o *Order) error // in the same operation, before the row is written
}

// change prepares a change on the row as it was read and writes it unless somebody changed the
// row meanwhile.
func (d *Desk) change(ctx context.Context, who rambu.Actor, c change, prepare func(o *Order) error) error {
	o, err := d.order(ctx, who.Institution, c.id)
	if err != nil {
		return err
	}
	err = c.may(who, o)
	if err != nil {
		return err
	}
	if o.Version != c.version {
		return &rambu.Error{Kind: rambu.Conflict, Key: "error.conflict", Detail: "the directive was changed"}
	}
	err = prepare(&o)
	if err != nil {
		return err
	}
	_, err = d.Log.Do(who, c.kind, func(op *ledger.Op) error {
		op.Object(o.ID)
		op.Fact("state", string(o.State))
		if c.also != nil {
			err := c.also(op, &o)
			if err != nil {
				return err
			}
		}
		return op.Update(orderTable, o.Version, o.values()...)
	})
	return err
}
