package directive

import (
	"context"
	"slices"

	"rambu.id"
	"rambu.id/letter"
	"rambu.id/roster"
	"rambu.id/seal/short"
)

// Filter pages a list.
type Filter struct {
	After string // id the page before ended with
	Limit int    // 0: 50
}

const perPage = 50

// opened opens a directive for an officer of its institution.
func (d *Desk) opened(ctx context.Context, who rambu.Actor, o Order) (Opened, error) {
	k, err := content(who, o)
	if err != nil {
		return Opened{}, err
	}
	return d.open(ctx, o, k)
}

// Get opens a directive. Errors: NotFound (another institution's), Forbidden (a draft of others),
// Locked (an officer without the letter key reads it by its short link).
func (d *Desk) Get(ctx context.Context, who rambu.Actor, id string) (*Opened, error) {
	o, err := d.order(ctx, who.Institution, id)
	if err != nil {
		return nil, err
	}
	err = mayRead(who, o)
	if err != nil {
		return nil, err
	}
	out, err := d.opened(ctx, who, o)
	if err == nil {
		out.ContestedLater, err = d.contestedLater(ctx, o)
	}
	return &out, err
}

// contestedLater reports whether the roster as known now has somebody else claim the signing post
// on the day of sending, which it did not say then: a rival decree is often recorded later, with an
// earlier start.
func (d *Desk) contestedLater(ctx context.Context, o Order) (bool, error) {
	if !o.State.Sent() || o.Contested {
		return false, nil
	}
	_, held, err := d.Roster.Holders(ctx, roster.PostID(o.Signer), d.SentOn(o))
	flagged := slices.ContainsFunc(held, func(t roster.Tenure) bool { return t.Contested })
	return flagged || roster.Contested(held), err
}

// ByLink opens a directive that was sent with the secret of its short link.
func (d *Desk) ByLink(ctx context.Context, link string) (*Opened, error) {
	secret, ok := short.Parse(link)
	if !ok {
		return nil, rambu.Errorf(rambu.NotFound, "no such link")
	}
	o, err := d.byShort(ctx, lookup("link", secret))
	if err != nil {
		return nil, err
	}
	plain, err := linkKey(secret).Open(keyInfo(o.ID), o.linked)
	if err != nil {
		return nil, err
	}
	out, err := d.open(ctx, o, [32]byte(plain))
	if err == nil {
		out.ContestedLater, err = d.contestedLater(ctx, o)
	}
	return &out, err
}

// Issued lists directives the actor signs or wrote and, for those who oversee, all that were
// sent, newest first. One he cannot open has no body.
func (d *Desk) Issued(ctx context.Context, who rambu.Actor, f Filter) ([]Opened, error) {
	if mayDraft(who) != nil {
		return nil, forbidden("may not list directives")
	}
	if f.Limit <= 0 || f.Limit > perPage {
		f.Limit = perPage
	}
	orders, err := d.issued(ctx, who.Institution, who.Post, who.Is(overseers()...), f)
	if err != nil {
		return nil, err
	}
	return d.all(ctx, who, orders)
}

func (d *Desk) all(ctx context.Context, who rambu.Actor, orders []Order) ([]Opened, error) {
	out := make([]Opened, len(orders))
	for i, o := range orders {
		open, err := d.opened(ctx, who, o)
		if err != nil && rambu.KindOf(err) == rambu.Locked {
			open, err = Opened{Order: o}, nil
		}
		if err != nil {
			return nil, err
		}
		out[i] = open
	}
	return out, nil
}

// Arrived is a directive in the inbox of a post.
type Arrived struct {
	Opened

	Ack    *Ack // nil: the post has not said that it read it
	Passed bool // the post passed it on
}

// Inbox lists the latest directives that reach the actor's post, by their rule or because the
// superior passed them on, newest first.
func (d *Desk) Inbox(ctx context.Context, who rambu.Actor) ([]Arrived, error) {
	if who.Account == "" || who.Post == "" || letter.InstitutionOf(who.Post) != who.Institution {
		return nil, forbidden("directives come to posts")
	}
	orders, err := d.sent(ctx, who.Institution, 2*perPage)
	if err != nil {
		return nil, err
	}
	orders, err = d.reaching(ctx, who, orders)
	if err != nil {
		return nil, err
	}
	open, err := d.all(ctx, who, orders)
	if err != nil {
		return nil, err
	}
	acks, err := d.acksOf(ctx, who.Institution, who.Post)
	if err != nil {
		return nil, err
	}
	passes, err := d.passesOf(ctx, who.Institution, who.Post)
	if err != nil {
		return nil, err
	}
	out := make([]Arrived, len(open))
	for i, o := range open {
		out[i] = Arrived{Opened: o}
		if n := slices.IndexFunc(acks, func(a Ack) bool { return a.Directive == o.ID }); n >= 0 {
			out[i].Ack = &acks[n]
		}
		out[i].Passed = slices.ContainsFunc(passes, func(p Pass) bool { return p.Directive == o.ID })
	}
	return out, nil
}

// reaching keeps the directives that reach the actor's post.
func (d *Desk) reaching(ctx context.Context, who rambu.Actor, orders []Order) ([]Order, error) {
	scopes := make([]Scope, len(orders))
	for i, o := range orders {
		scopes[i] = o.scope()
	}
	a, reached, err := d.Audience.Find(ctx, who.Post, scopes...)
	if err != nil || a.Superior == "" {
		return nil, err
	}
	passed, err := d.passesOf(ctx, who.Institution, a.Superior)
	if err != nil {
		return nil, err
	}
	var out []Order
	for i, o := range orders {
		handed := slices.ContainsFunc(passed, func(p Pass) bool { return p.Directive == o.ID && !slices.Contains(p.Except, who.Post) })
		if reached[i] || handed {
			out = append(out, o)
		}
	}
	return out, nil
}

// outside is the area of those a directive reaches only because it was passed on: they are not
// part of the audience it is counted by.
const outside = "luar"

// reach returns a post as the directive's addressee. Errors: Invalid when it is none.
func (d *Desk) reach(ctx context.Context, o Order, post string) (Addressee, error) {
	a, reached, err := d.Audience.Find(ctx, post, o.scope())
	if err != nil || reached[0] {
		return a, err
	}
	if a.Post != "" && letter.InstitutionOf(a.Post) == o.Institution && a.Superior != "" {
		passed, err := d.passes(ctx, o.ID)
		if err != nil {
			return a, err
		}
		for _, p := range passed {
			if p.Post == a.Superior && !slices.Contains(p.Except, post) {
				a.Area = outside
				return a, nil
			}
		}
	}
	return a, rambu.Fault(rambu.Invalid, "directive.error.not_addressed")
}

// Below lists the posts directly below the actor's, to whom he may pass a directive on.
func (d *Desk) Below(ctx context.Context, who rambu.Actor) ([]Addressee, error) {
	if who.Post == "" || letter.InstitutionOf(who.Post) != who.Institution {
		return nil, nil
	}
	posts, err := d.Roster.Posts(ctx, roster.PostFilter{Institution: who.Institution, Superior: roster.PostID(who.Post)})
	if err != nil {
		return nil, err
	}
	out := make([]Addressee, len(posts))
	for i, p := range posts {
		out[i] = addressee(p)
	}
	return out, nil
}

// Unread counts what has reached the actor's post and is in force, and of which it has said
// nothing.
func (d *Desk) Unread(ctx context.Context, who rambu.Actor) (int, error) {
	orders, err := d.sent(ctx, who.Institution, 2*perPage)
	if err != nil || len(orders) == 0 || who.Post == "" {
		return 0, err
	}
	orders, err = d.reaching(ctx, who, orders)
	if err != nil {
		return 0, err
	}
	acks, err := d.acksOf(ctx, who.Institution, who.Post)
	if err != nil {
		return 0, err
	}
	n := 0
	for _, o := range orders {
		own := slices.ContainsFunc(acks, func(a Ack) bool { return a.Directive == o.ID && a.How != Told })
		if o.State == InForce && !own {
			n++
		}
	}
	return n, nil
}
