package directive

import (
	"cmp"
	"context"
	"slices"
	"sync"

	"rambu.id/letter"
	"rambu.id/roster"
	"rambu.id/roster/region"
)

// FromRoster makes the posts of a roster the audience. It keeps a picture of each institution's
// posts in memory and makes it anew when one of them was changed, so that asking whom a rule
// reaches costs the same however many posts there are.
func FromRoster(store *roster.Store) Audience {
	return &fromRoster{store: store, trees: map[string]*tree{}}
}

type fromRoster struct {
	store *roster.Store

	mu    sync.Mutex
	trees map[string]*tree
}

var _ Audience = (*fromRoster)(nil)

// tree is the posts of an institution as they were at a turn. It does not change.
type tree struct {
	turn     int64
	posts    map[string]roster.Post
	superior map[string]string // of every post
	groups   []group           // by area and class

	mu      sync.Mutex
	reached map[string][]Count // by scope, for those who ask again
}

// maxReached bounds what a tree remembers: the directives that are being looked at.
const maxReached = 200

// group is posts that no rule tells apart, but by the village they lie in.
type group struct {
	shape

	members []roster.Post // by address
}

// shape is what a rule asks of a post, and where it hangs.
type shape struct {
	area, class, office, unit, superior string
	place                               string // "" where every member lies in a village of the area
}

func shapeOf(p roster.Post) shape {
	s := shape{area: area(p), class: string(p.Class), office: string(p.Office), unit: p.Unit, superior: string(p.Superior), place: p.Place}
	if region.LevelOf(p.Place) == region.Village {
		s.place = ""
	}
	return s
}

// tree returns the picture of an institution, made anew when its posts were changed since.
func (f *fromRoster) tree(ctx context.Context, institution string) (*tree, error) {
	turn, err := f.store.PostTurn(ctx, institution)
	if err != nil {
		return nil, err
	}
	// Whoever comes while it is made waits for it: it is read once, not once a request.
	f.mu.Lock()
	defer f.mu.Unlock()
	if t := f.trees[institution]; t != nil && t.turn == turn {
		return t, nil
	}
	all, err := f.store.Posts(ctx, roster.PostFilter{Institution: institution})
	if err != nil {
		return nil, err
	}
	t := newTree(turn, all)
	if len(all) > 0 { // else it may be an address that somebody made up
		f.trees[institution] = t
	}
	return t, nil
}

func newTree(turn int64, all []roster.Post) *tree {
	t := &tree{
		turn: turn, posts: make(map[string]roster.Post, len(all)), superior: make(map[string]string, len(all)), reached: map[string][]Count{},
	}
	at := map[shape]int{}
	for _, p := range all {
		t.posts[string(p.ID)], t.superior[string(p.ID)] = p, string(p.Superior)
		s := shapeOf(p)
		n, ok := at[s]
		if !ok {
			n = len(t.groups)
			at[s] = n
			t.groups = append(t.groups, group{shape: s})
		}
		t.groups[n].members = append(t.groups[n].members, p)
	}
	slices.SortStableFunc(t.groups, func(a, b group) int {
		return cmp.Or(cmp.Compare(a.area, b.area), cmp.Compare(a.class, b.class), cmp.Compare(a.members[0].ID, b.members[0].ID))
	})
	return t
}

// below reports whether whoever hangs under a superior lies below a post.
func (t *tree) below(superior, from string) bool {
	if from == "" || superior == "" {
		return false
	}
	return superior == from || below(t.superior, superior, from)
}

// fits says whether a part reaches all members of a group, or some: those of one village.
func (p Part) fits(g *group) (all, some bool) {
	first := g.members[0]
	whole := p
	whole.Place = ""
	if !whole.empty() && !whole.reaches(first) {
		return false, false
	}
	switch {
	case p.Place == "":
		return true, true
	case g.place == "" && len(g.members) > 0 && region.LevelOf(first.Place) == region.Village:
		if region.LevelOf(p.Place) == region.Village {
			return false, region.Within(p.Place, g.area)
		}
		return region.Within(g.area, p.Place), true
	}
	in := region.Within(g.place, p.Place)
	return in, in
}

// of returns the members of a group that a rule reaches.
func (r Rule) of(g *group) []roster.Post {
	some := false
	for _, p := range r {
		whole, part := p.fits(g)
		if whole {
			return g.members
		}
		some = some || part
	}
	if !some {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(g.members), func(p roster.Post) bool { return !r.reaches(p) })
}

// Reach implements Audience.
func (f *fromRoster) Reach(ctx context.Context, s Scope) ([]Count, error) {
	t, err := f.tree(ctx, s.Institution)
	if err != nil {
		return nil, err
	}
	key := mustJSON(s)
	t.mu.Lock()
	defer t.mu.Unlock()
	if out, ok := t.reached[key]; ok {
		return slices.Clone(out), nil
	}
	if len(t.reached) >= maxReached {
		clear(t.reached)
	}
	t.reached[key] = t.count(s)
	return slices.Clone(t.reached[key]), nil
}

// count counts the members of the groups a scope reaches; the groups come by area and class.
func (t *tree) count(s Scope) []Count {
	out := []Count{}
	for i := range t.groups {
		g := &t.groups[i]
		if !t.below(g.superior, s.From) {
			continue
		}
		n := len(s.Rule.of(g))
		if n == 0 {
			continue
		}
		c := Count{Area: g.area, Class: roster.PostClass(g.class), N: n}
		if last := len(out) - 1; last >= 0 && out[last].Area == c.Area && out[last].Class == c.Class {
			out[last].N += n
			continue
		}
		out = append(out, c)
	}
	return out
}

// Posts implements Audience.
func (f *fromRoster) Posts(ctx context.Context, s Scope, limit int) ([]Addressee, error) {
	t, err := f.tree(ctx, s.Institution)
	if err != nil {
		return nil, err
	}
	var out []Addressee
	near := t.superior[s.Near]
	for i := range t.groups {
		g := &t.groups[i]
		if !t.below(g.superior, s.From) {
			continue
		}
		for _, p := range s.Rule.of(g) {
			id := string(p.ID)
			if s.Near == "" || id == s.Near || id == near || g.superior == s.Near {
				out = append(out, addressee(p))
			}
		}
		// What is over the limit is known only with the whole of an area.
		if len(out) > limit && (i+1 == len(t.groups) || t.groups[i+1].area != g.area) {
			break
		}
	}
	slices.SortStableFunc(out, func(a, b Addressee) int { return cmp.Or(cmp.Compare(a.Area, b.Area), cmp.Compare(a.Post, b.Post)) })
	return out[:min(len(out), limit)], nil
}

// Find implements Audience.
func (f *fromRoster) Find(ctx context.Context, post string, scopes ...Scope) (Addressee, []bool, error) {
	reached := make([]bool, len(scopes))
	institution := letter.InstitutionOf(post)
	t, err := f.tree(ctx, institution)
	if err != nil {
		return Addressee{}, nil, err
	}
	p, known := t.posts[post]
	if !known {
		return Addressee{}, reached, nil
	}
	for i, s := range scopes {
		reached[i] = s.Institution == institution && t.below(string(p.Superior), s.From) && s.Rule.reaches(p)
	}
	return addressee(p), reached, nil
}
