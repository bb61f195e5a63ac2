package press

import (
	"context"
	"crypto/rand"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"rambu.id"
	"rambu.id/ledger"
	"rambu.id/press/reading"
	"rambu.id/seal"
)

// AddIn is an article to keep.
type AddIn struct {
	Text      string
	Source    string     // name of the paper
	Link      string     // where it stands, "" nowhere
	Published rambu.Date // "": as the text states, or not known
}

const (
	maxLine   = 300
	maxReason = 2000
	maxLines  = 60
)

// Add keeps an article, to be decided on. Errors: Forbidden, Invalid on a field, TooLarge.
func (d *Desk) Add(ctx context.Context, who rambu.Actor, in AddIn) (string, error) {
	err := mayAdd(who)
	if err != nil {
		return "", err
	}
	got, err := d.read(in, d.Today(who))
	if err != nil {
		return "", err
	}
	c, err := d.clipping(ctx, who, in, got)
	if err != nil {
		return "", err
	}
	_, err = d.Log.Do(who, "press.add", func(op *ledger.Op) error {
		op.Object(c.ID)
		c.AddedAt = op.At
		return op.Insert(clippingTable, c.values()...)
	})
	return c.ID, err
}

// read checks what was given and reads it.
func (d *Desk) read(in AddIn, today rambu.Date) (reading.Reading, error) {
	var es rambu.Errors
	fault := func(field, key string) { es = append(es, rambu.Fault(rambu.Invalid, key).On(field)) }
	if utf8.RuneCountInString(in.Source) > maxLine {
		fault("sumber", "press.error.long")
	}
	if len(in.Link) > maxLine || in.Link != "" && !strings.HasPrefix(in.Link, "https://") && !strings.HasPrefix(in.Link, "http://") {
		fault("tautan", "press.error.link")
	}
	if in.Published != "" && (!in.Published.Valid() || in.Published > today) {
		fault("terbit", "press.error.published")
	}
	if es.Err() != nil {
		return reading.Reading{}, es.Err()
	}
	return d.reader.Read(reading.Input{Text: in.Text, Published: in.Published, Today: today})
}

// Preview reads a text and keeps nothing. Errors: as Add.
func (d *Desk) Preview(ctx context.Context, who rambu.Actor, in AddIn) (reading.Reading, error) {
	err := mayKeep(who)
	if err != nil {
		return reading.Reading{}, err
	}
	got, err := d.read(in, d.Today(who))
	if err != nil {
		return got, err
	}
	return d.compare(ctx, who, got, in.Published)
}

// clipping seals an article for the actor's institution: its public key suffices.
func (d *Desk) clipping(ctx context.Context, who rambu.Actor, in AddIn, got reading.Reading) (Clipping, error) {
	c := Clipping{
		ID: rambu.NewID("klp"), State: Waiting, Published: got.Dated, Adder: who.Post, DecidedAt: time.UnixMicro(0),
		institution: who.Institution, region: who.Region,
	}
	owner, err := d.Keys.InstitutionKey(ctx, who.Institution, keyKind(who.Institution))
	if err != nil {
		return c, err
	}
	key := seal.NewContentKey()
	c.keyID = owner.ID
	c.wrapped, err = seal.Seal(owner.Public, keyInfo(c.ID), key[:])
	if err != nil {
		return c, err
	}
	c.head, err = key.SealJSON(headInfo(c.ID), head{got.Title.Text, strings.TrimSpace(in.Source), reading.NewSketch(got.Text).Bytes()})
	if err != nil {
		return c, err
	}
	seed := make([]byte, 32)
	_, _ = rand.Read(seed)
	c.body, err = key.SealJSON(bodyInfo(c.ID), Content{Text: got.Text, Link: in.Link, Seed: seed})
	return c, err
}

// Filter selects articles; zero fields do not filter.
type Filter struct {
	State State
	After string // continues a list behind this one
	Limit int    // at most 100
}

// List returns the articles of the actor's institution, the last one added first, with their
// titles when the session holds the key.
func (d *Desk) List(ctx context.Context, who rambu.Actor, f Filter) ([]Clipping, error) {
	err := mayKeep(who)
	if err != nil {
		return nil, err
	}
	if f.Limit <= 0 || f.Limit > 100 {
		f.Limit = 100
	}
	return d.opened(ctx, who, f)
}

// Waiting is how many articles nobody has decided on.
func (d *Desk) Waiting(ctx context.Context, who rambu.Actor) (int, error) {
	err := mayKeep(who)
	if err != nil {
		return 0, err
	}
	return d.count(ctx, who.Institution, who.Region, Waiting)
}

func (d *Desk) opened(ctx context.Context, who rambu.Actor, f Filter) ([]Clipping, error) {
	all, err := d.latest(ctx, who.Institution, who.Region, f)
	if err != nil {
		return nil, err
	}
	for i := range all {
		key, err := all[i].key(who)
		if err == nil {
			err = all[i].openHead(key)
		}
		if err != nil && rambu.KindOf(err) != rambu.Locked {
			return nil, err
		}
	}
	return all, nil
}

// compared is among how many of the latest articles copies are looked for: each sketch is opened
// for it. An election's press of one region stays below.
const compared = 1000

// Get opens an article and reads it. Errors: NotFound, Locked.
func (d *Desk) Get(ctx context.Context, who rambu.Actor, id string) (View, error) {
	v, _, err := d.open(ctx, who, id)
	if err != nil {
		return v, err
	}
	v.Reading, err = d.reader.Read(reading.Input{Text: v.Content.Text, Published: v.Published, Today: d.Today(who)})
	if err == nil {
		v.Reading, err = d.compare(ctx, who, v.Reading, v.Published)
	}
	if err != nil {
		return v, err
	}
	v.Fields = FieldsOf(v.Reading)
	if v.Content.Fields != nil {
		v.Fields = *v.Content.Fields
	}
	v.Alike, err = d.alike(ctx, who, v.Clipping)
	return v, err
}

func (d *Desk) open(ctx context.Context, who rambu.Actor, id string) (View, seal.ContentKey, error) {
	var v View
	err := mayKeep(who)
	if err != nil {
		return v, seal.ContentKey{}, err
	}
	v.Clipping, err = d.byID(ctx, who.Institution, who.Region, id)
	if err == nil {
		err = mine(who, v.Clipping)
	}
	if err != nil {
		return v, seal.ContentKey{}, err
	}
	key, err := v.key(who)
	if err != nil {
		return v, key, err
	}
	err = v.openHead(key)
	if err == nil {
		err = key.OpenJSON(bodyInfo(id), v.Clipping.body, &v.Content)
	}
	return v, key, err
}

// alike finds the other articles of the institution with the same text, the most alike first.
func (d *Desk) alike(ctx context.Context, who rambu.Actor, c Clipping) ([]Match, error) {
	all, err := d.opened(ctx, who, Filter{Limit: compared})
	if err != nil {
		return nil, err
	}
	var out []Match
	for _, o := range all {
		how, share := c.sketch.Like(o.sketch)
		if o.ID != c.ID && how != "" {
			out = append(out, Match{Clipping: o, How: how, Share: share})
		}
	}
	slices.SortStableFunc(out, func(a, b Match) int { return int(1000*b.Share) - int(1000*a.Share) })
	return out, nil
}

// FieldsOf is what the program read, as the form proposes it.
func FieldsOf(r reading.Reading) Fields {
	f := Fields{Kind: r.Event.Kind, On: r.On.Value, Place: r.Place.Text}
	for _, p := range r.Posts {
		line := p.Text
		if p.Name != "" {
			line += ", " + p.Name
		}
		f.Posts = append(f.Posts, line)
	}
	for _, x := range r.Directions {
		f.Directions = append(f.Directions, strings.Join(strings.Fields(x.Text), " "))
	}
	for _, a := range r.Acts {
		f.Acts = append(f.Acts, a.Kind)
	}
	return f
}

// validate checks what a person says of an article.
func (f *Fields) validate(to State, today rambu.Date) error {
	var es rambu.Errors
	fault := func(field, key string) { es = append(es, rambu.Fault(rambu.Invalid, key).On(field)) }
	if f.Kind != "" && !slices.Contains(reading.Kinds(), f.Kind) || to == Recorded && f.Kind == "" {
		fault("jenis", "press.error.kind")
	}
	switch {
	case f.On != "" && (!f.On.Valid() || f.On > today):
		fault("hari", "press.error.on")
	case f.On == "" && to == Recorded:
		fault("hari", "press.error.on_empty")
	}
	if utf8.RuneCountInString(f.Place) > maxLine {
		fault("tempat", "press.error.long")
	}
	for field, lines := range map[string][]string{"jabatan": f.Posts, "arahan": f.Directions} {
		if len(lines) > maxLines || slices.ContainsFunc(lines, func(s string) bool { return utf8.RuneCountInString(s) > maxReason }) {
			fault(field, "press.error.long")
		}
	}
	if slices.ContainsFunc(f.Acts, func(a string) bool { return !slices.Contains(reading.ActKinds(), a) }) {
		fault("dugaan", "press.error.act")
	}
	return es.Err()
}

// DecideIn is what a person makes of an article.
type DecideIn struct {
	ID      string
	Version int64
	To      State // Waiting: only corrected
	Fields  Fields
	Reason  string // of Ignored; a note otherwise
	Report  string // of Tip
}

// Decide corrects an article, records its event or puts it aside. Errors: Invalid by field,
// Conflict when somebody else was first or the state does not allow it.
func (d *Desk) Decide(ctx context.Context, who rambu.Actor, in DecideIn) error {
	if in.To == Tip || !slices.Contains(States(), in.To) {
		return rambu.Fault(rambu.Invalid, "press.error.decision").On("putusan")
	}
	return d.decide(ctx, who, in)
}

// BecameTip notes that an article became initial information. The desk of press/tip calls it.
func (d *Desk) BecameTip(ctx context.Context, who rambu.Actor, in DecideIn) error {
	err := mayTip(who)
	if err != nil {
		return err
	}
	in.To = Tip
	return d.decide(ctx, who, in)
}

func (d *Desk) decide(ctx context.Context, who rambu.Actor, in DecideIn) error {
	c, err := d.prepare(ctx, who, &in)
	if err != nil {
		return err
	}
	_, err = d.Log.Do(who, "press."+verb(in.To), func(op *ledger.Op) error {
		op.Object(c.ID)
		if in.Report != "" {
			op.Fact("object", in.Report)
		}
		if in.To != Waiting {
			op.Fact("state", string(in.To))
			c.DecidedAt, c.Decider = op.At, who.Post
		}
		return op.Update(clippingTable, c.Version, c.values()...)
	})
	return err
}

func verb(to State) string {
	switch to {
	case Recorded:
		return "record"
	case Tip:
		return "tip"
	case Ignored:
		return "ignore"
	case Waiting:
	}
	return "correct"
}

// Check returns the article if it may become initial information with these fields. Nothing is
// written.
func (d *Desk) Check(ctx context.Context, who rambu.Actor, in DecideIn) (View, error) {
	err := mayTip(who)
	if err != nil {
		return View{}, err
	}
	in.To = Tip
	_, err = d.prepare(ctx, who, &in)
	if err != nil {
		return View{}, err
	}
	v, _, err := d.open(ctx, who, in.ID)
	return v, err
}

// prepare makes the row of a decision.
func (d *Desk) prepare(ctx context.Context, who rambu.Actor, in *DecideIn) (Clipping, error) {
	v, key, err := d.open(ctx, who, in.ID)
	if err != nil {
		return v.Clipping, err
	}
	c := v.Clipping
	switch {
	case in.Version != 0 && in.Version != c.Version:
		return c, rambu.Fault(rambu.Conflict, "error.conflict")
	case in.To == Waiting && c.State != Waiting, in.To != Waiting && !c.State.May(in.To):
		return c, rambu.Fault(rambu.Conflict, "press.error.decided")
	}
	in.Reason, in.Fields.Place = strings.TrimSpace(in.Reason), strings.TrimSpace(in.Fields.Place)
	err = in.validate(d.Today(who))
	if err != nil {
		return c, err
	}
	v.Content.Fields, v.Content.Reason = &in.Fields, in.Reason
	c.State, c.Report = in.To, in.Report
	if in.To == Recorded {
		c.EventOn = in.Fields.On
	}
	if c.DecidedAt.IsZero() {
		c.DecidedAt = time.UnixMicro(0)
	}
	c.body, err = key.SealJSON(bodyInfo(c.ID), v.Content)
	return c, err
}

func (in *DecideIn) validate(today rambu.Date) error {
	if utf8.RuneCountInString(in.Reason) > maxReason {
		return rambu.Errors{rambu.Fault(rambu.Invalid, "press.error.long_reason", "max", strconv.Itoa(maxReason)).On("alasan")}
	}
	if in.To == Ignored {
		if in.Reason == "" {
			return rambu.Errors{rambu.Fault(rambu.Invalid, "press.error.reason").On("alasan")}
		}
		return nil // what nobody uses need not be right
	}
	return in.Fields.validate(in.To, today)
}
