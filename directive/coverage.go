package directive

import (
	"cmp"
	"context"
	"math"
	"slices"
	"time"

	"rambu.id"
)

// Line is how far a directive has come in one area among one class.
type Line struct {
	Count // N are its addressees

	Done int // of whom anything is known
	Told int // of those, only by their superior's word
}

// Coverage is how far a directive has come.
type Coverage struct {
	AsOf          time.Time
	Lines         []Line
	N, Done, Told int
}

// Complete reports whether something is known of everybody.
func (c Coverage) Complete() bool { return c.Done >= c.N }

// Coverage counts how far a directive has come: as many rows as areas, however many addressees
// and other directives there are.
// Errors: Forbidden for those who oversee only themselves; Tiles shows them what is theirs.
func (d *Desk) Coverage(ctx context.Context, who rambu.Actor, id string) (Coverage, error) {
	o, err := d.order(ctx, who.Institution, id)
	if err != nil {
		return Coverage{}, err
	}
	err = mayRead(who, o)
	if err != nil {
		return Coverage{}, err
	}
	if !seesAll(who, o) {
		return Coverage{}, forbidden("sees only what is below")
	}
	return d.coverage(ctx, o)
}

func (d *Desk) coverage(ctx context.Context, o Order) (Coverage, error) {
	counts, err := d.Audience.Reach(ctx, o.scope())
	if err != nil {
		return Coverage{}, err
	}
	done, told, err := d.known(ctx, o.ID)
	if err != nil {
		return Coverage{}, err
	}
	c := Coverage{AsOf: d.now(), Lines: make([]Line, len(counts))}
	for i, n := range counts {
		key := Count{Area: n.Area, Class: n.Class}
		// Somebody whose post was moved away since may be counted among the done, not among
		// the addressees.
		l := Line{Count: n, Done: min(done[key], n.N), Told: min(told[key], n.N)}
		c.Lines[i] = l
		c.N, c.Done, c.Told = c.N+l.N, c.Done+l.Done, c.Told+l.Told
	}
	return c, nil
}

// Reach counts whom a rule would reach from a post, before anything is sent.
func (d *Desk) Reach(ctx context.Context, who rambu.Actor, from string, r Rule) ([]Count, error) {
	err := mayDraft(who)
	if err != nil {
		return nil, err
	}
	return d.Audience.Reach(ctx, Scope{Institution: who.Institution, From: from, Rule: r})
}

// Vacant lists the posts a rule reaches from a post and that nobody is known to hold today: vacant,
// or not entered in the roster. A directive waits there for whoever holds it. It is for officers
// of the institution.
func (d *Desk) Vacant(ctx context.Context, who rambu.Actor, from string, r Rule) ([]Addressee, error) {
	if who.Account == "" || who.Post == "" {
		return nil, forbidden("for officers")
	}
	empty, err := d.Roster.VacantPosts(ctx, who.Institution, d.Today(who))
	if err != nil || len(empty) == 0 {
		return nil, err
	}
	nobody := make(map[string]bool, len(empty))
	for _, post := range empty {
		nobody[string(post)] = true
	}
	all, err := d.Audience.Posts(ctx, Scope{Institution: who.Institution, From: from, Rule: r}, math.MaxInt)
	return slices.DeleteFunc(all, func(a Addressee) bool { return !nobody[a.Post] }), err
}

// Tile is one addressee on the grid: what is known of him, or at whom the directive lies.
type Tile struct {
	Addressee

	Ack    *Ack   // nil: nothing is known
	Holder string // post at which it lies, "" once something is known
}

// MaxTiles is the largest audience shown one by one; above it there are counts.
const MaxTiles = 2000

// Tiles lists the addressees the actor may see one by one, by area and address; nil for one who
// sees more than MaxTiles. They come in the order of their addresses and in no other: nobody is
// ranked.
func (d *Desk) Tiles(ctx context.Context, who rambu.Actor, id string) ([]Tile, error) {
	o, err := d.order(ctx, who.Institution, id)
	if err != nil {
		return nil, err
	}
	err = mayRead(who, o)
	if err != nil {
		return nil, err
	}
	scope := o.scope()
	if !seesAll(who, o) {
		scope.Near = cmp.Or(who.Post, "-")
	}
	all, err := d.tiles(ctx, o, scope)
	return slices.DeleteFunc(all, func(t Tile) bool { return !sees(who, o, t.Addressee) }), err
}

// TakeTiles is Tiles for a list that leaves, in a form: the log keeps whose hand took it.
func (d *Desk) TakeTiles(ctx context.Context, who rambu.Actor, id, form string) ([]Tile, error) {
	tiles, err := d.Tiles(ctx, who, id)
	if err != nil || tiles == nil { // counts name nobody
		return nil, err
	}
	return tiles, d.Log.Took(who, "directive.take_coverage", id, form)
}

func (d *Desk) tiles(ctx context.Context, o Order, scope Scope) ([]Tile, error) {
	posts, err := d.Audience.Posts(ctx, scope, MaxTiles+1)
	if err != nil || len(posts) == 0 || len(posts) > MaxTiles {
		return nil, err
	}
	acks, err := d.acks(ctx, o.ID, posts)
	if err != nil {
		return nil, err
	}
	passed, err := d.passes(ctx, o.ID)
	if err != nil {
		return nil, err
	}
	w := where{acks: map[string]*Ack{}, passes: map[string]*Pass{}, addressed: map[string]bool{}}
	for i := range acks {
		w.acks[acks[i].Post] = &acks[i]
	}
	for i := range passed {
		w.passes[passed[i].Post] = &passed[i]
	}
	for _, a := range posts {
		w.addressed[a.Post] = true
	}
	out := make([]Tile, len(posts))
	for i, a := range posts {
		out[i] = Tile{Addressee: a, Ack: w.acks[a.Post], Holder: w.holder(a)}
	}
	return out, nil
}

// where knows at whom a directive lies.
type where struct {
	acks      map[string]*Ack
	passes    map[string]*Pass
	addressed map[string]bool
}

// holder is the post at which a directive lies on its way to an addressee: his superior while he
// is addressed too and has not passed it on to him, else himself.
func (w where) holder(a Addressee) string {
	if w.acks[a.Post] != nil {
		return ""
	}
	p := w.passes[a.Superior]
	if w.addressed[a.Superior] && (p == nil || slices.Contains(p.Except, a.Post)) {
		return a.Superior
	}
	return a.Post
}

// Witness opens who was told or who typed for the holder; nil where the holder himself spoke, or
// nothing is known. It is for his direct superior, who has to know whom to ask.
func (d *Desk) Witness(who rambu.Actor, t Tile) (*Witness, error) {
	if t.Ack == nil || len(t.Ack.sealed) == 0 {
		return nil, nil //nolint:nilnil // nobody else has said anything
	}
	if who.Institution != t.Ack.institution || who.Post == "" || who.Post != t.Superior {
		return nil, rambu.Fault(rambu.Forbidden, "directive.error.not_below")
	}
	return openWitness(who, *t.Ack)
}
