package advisory

import (
	"context"
	"slices"

	"rambu.id"
	"rambu.id/directive"
	"rambu.id/letter"
	"rambu.id/letter/kinds"
	"rambu.id/roster"
)

// Item is an imbauan in a list: the clear side of its letter.
type Item struct {
	ID     string // of our copy or our outgoing letter: what Get takes
	Letter string
	Number string     // "" before it is signed
	Date   rambu.Date // "" before it is signed
	State  string     // letter.State at Bawaslu, letter.ArrivedState at the government
	Others []string   // posts it went to, or the institution it came from
}

const perList = 100

// List lists the imbauan of the actor's room, newest first.
func (d *Desk) List(ctx context.Context, who rambu.Actor) ([]Item, error) {
	err := MaySee(who)
	if err != nil {
		return nil, err
	}
	f := letter.Filter{Kind: kinds.KindAdvice, Limit: perList}
	if MayWrite(who) == nil {
		return d.sent(ctx, who, f)
	}
	page, err := d.Letters.Inbox(ctx, who, f)
	if err != nil {
		return nil, err
	}
	var out []Item
	for _, in := range own(who, page.Items) {
		out = append(out, Item{ID: in.ID, Letter: in.Letter, Number: in.Number, Date: in.Date, State: string(in.State), Others: []string{in.Sender}})
	}
	return out, nil
}

func (d *Desk) sent(ctx context.Context, who rambu.Actor, f letter.Filter) ([]Item, error) {
	page, err := d.Letters.Outbox(ctx, who, f)
	if err != nil {
		return nil, err
	}
	var out []Item
	for _, o := range page.Items {
		i := Item{ID: o.ID, Letter: o.ID, Number: o.Number, Date: o.Date, State: string(o.State)}
		for _, c := range o.Copies {
			i.Others = append(i.Others, c.ToPost)
		}
		out = append(out, i)
	}
	return out, nil
}

// own keeps one copy of each letter: the actor's own where there is one.
func own(who rambu.Actor, all []letter.Incoming) []letter.Incoming {
	at := map[string]int{}
	var out []letter.Incoming
	for _, in := range all {
		i, twice := at[in.Letter]
		switch {
		case !twice:
			at[in.Letter] = len(out)
			out = append(out, in)
		case in.ToPost == who.Post:
			out[i] = in
		}
	}
	return out
}

// Advice is an imbauan, opened, and what came of it.
type Advice struct {
	Letter    *letter.Opened
	Payload   kinds.Advice
	Circulars []Led    // at the government
	Reports   []Report // at Bawaslu: what the government told, newest first
}

// Led is a directive the imbauan led to, with how far it has come.
type Led struct {
	Order    directive.Opened
	Coverage directive.Coverage // zero before it was sent
}

// Report is one letter of the government about how far its circular has come.
type Report struct {
	ID     string // "tmb_…"
	Number string
	Date   rambu.Date
	Spread kinds.Spread
}

// Get opens an imbauan; the read is logged with its letter. Errors: those of letter.Open, NotFound for
// a letter of another kind.
func (d *Desk) Get(ctx context.Context, who rambu.Actor, id string) (*Advice, error) {
	err := MaySee(who)
	if err != nil {
		return nil, err
	}
	o, err := d.Letters.Open(ctx, who, id)
	if err != nil {
		return nil, err
	}
	p, ok := o.Payload.(*kinds.Advice)
	if !ok {
		return nil, rambu.Errorf(rambu.NotFound, "%s is no imbauan", id)
	}
	a := &Advice{Letter: o, Payload: *p}
	if roster.InstitutionKindOf(who.Institution) == roster.KindSupervisor {
		a.Reports, err = d.reports(ctx, who, o.Letter)
		return a, err
	}
	a.Circulars, err = d.led(ctx, who, o.Letter)
	return a, err
}

// mostReports bounds how many answers are opened with an imbauan.
const mostReports = 12

func (d *Desk) reports(ctx context.Context, who rambu.Actor, id string) ([]Report, error) {
	page, err := d.Letters.Inbox(ctx, who, letter.Filter{Kind: kinds.KindSpread, ReplyTo: id, Limit: mostReports})
	if err != nil {
		return nil, err
	}
	var out []Report
	for _, in := range own(who, page.Items) {
		o, err := d.Letters.Open(ctx, who, in.ID)
		if err != nil {
			return nil, err
		}
		if s, ok := o.Payload.(*kinds.Spread); ok {
			out = append(out, Report{ID: in.ID, Number: in.Number, Date: in.Date, Spread: *s})
		}
	}
	return out, nil
}

// led opens the directives that came of a letter, and those that replaced them.
func (d *Desk) led(ctx context.Context, who rambu.Actor, id string) ([]Led, error) {
	linked, err := d.circulars(ctx, who.Institution, id)
	if err != nil {
		return nil, err
	}
	var next, seen []string
	for _, c := range linked {
		next = append(next, c.ID)
	}
	var out []Led
	for len(next) > 0 {
		id, next = next[0], next[1:]
		if slices.Contains(seen, id) {
			continue
		}
		seen = append(seen, id)
		l, err := d.one(ctx, who, id)
		if err != nil && rambu.KindOf(err) == rambu.Forbidden {
			continue // somebody else's draft
		}
		if err != nil {
			return nil, err
		}
		if l.Order.State != directive.Dropped {
			out = append(out, l)
		}
		if l.Order.ReplacedBy != "" {
			next = append(next, l.Order.ReplacedBy)
		}
	}
	return out, nil
}

func (d *Desk) one(ctx context.Context, who rambu.Actor, id string) (Led, error) {
	o, err := d.Directives.Get(ctx, who, id)
	if err != nil {
		return Led{}, err
	}
	l := Led{Order: *o}
	if o.State.Sent() {
		l.Coverage, err = d.Directives.Coverage(ctx, who, id)
	}
	return l, err
}

// Waiting counts the imbauan of which nobody at the government has made anything yet.
func (d *Desk) Waiting(ctx context.Context, who rambu.Actor) (int, error) {
	if MayAnswer(who) != nil {
		return 0, nil //nolint:nilerr // it is somebody else's to answer: nothing waits for the actor
	}
	waiting, err := d.Letters.Unhandled(ctx, who, perList, kinds.KindAdvice)
	return len(waiting), err
}
