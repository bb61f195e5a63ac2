package directive

import (
	"cmp"
	"context"
	"slices"

	"rambu.id"
	"rambu.id/roster"
	"rambu.id/roster/region"
)

// Part is one clause of an audience: what is given narrows it, what is left empty does not.
type Part struct {
	Office roster.Office    `json:"office,omitempty"` // "camat"
	Class  roster.PostClass `json:"class,omitempty"`  // "kepala-desa"
	Unit   string           `json:"unit,omitempty"`   // "pemda.18.01/disdik"
	Place  string           `json:"place,omitempty"`  // a region code and all inside it
}

func (p Part) empty() bool { return p == Part{} }

func (p Part) reaches(x roster.Post) bool {
	return (p.Office == "" || p.Office == x.Office) && (p.Class == "" || p.Class == x.Class) &&
		(p.Unit == "" || p.Unit == x.Unit) && (p.Place == "" || region.Within(x.Place, p.Place))
}

// Rule is an audience: whom one of its parts reaches. It is stored, never its result: a village
// head who takes office tomorrow is an addressee of what is in force.
type Rule []Part

const maxParts = 40

func (r Rule) validate() *rambu.Error {
	bad := len(r) == 0 || len(r) > maxParts || slices.ContainsFunc(r, Part.empty)
	if bad {
		return rambu.Fault(rambu.Invalid, "directive.error.audience").On("untuk")
	}
	return nil
}

func (r Rule) reaches(x roster.Post) bool {
	return slices.ContainsFunc(r, func(p Part) bool { return p.reaches(x) })
}

// Scope is a rule seen from the post that orders: it reaches only those below that post.
type Scope struct {
	Institution string
	From        string
	Rule        Rule
}

// Addressee is a post a directive is meant for.
type Addressee struct {
	Post     string
	Title    string
	Superior string
	Class    roster.PostClass
	Area     string // code of its kecamatan, or its unit where it lies in none
}

// Count is how many addressees an area has of a class.
type Count struct {
	Area  string
	Class roster.PostClass
	N     int
}

// Audience resolves a scope while somebody looks, so that sending costs nothing per addressee.
type Audience interface {
	// Reach counts the addressees by area and class.
	Reach(ctx context.Context, s Scope) ([]Count, error)
	// Posts lists the addressees, at most limit, by area and address.
	Posts(ctx context.Context, s Scope, limit int) ([]Addressee, error)
	// Find returns a post and which of the scopes reach it. An unknown post is reached by none.
	Find(ctx context.Context, post string, scopes ...Scope) (a Addressee, reached []bool, err error)
}

// FromRoster makes the posts of a roster the audience.
func FromRoster(store *roster.Store) Audience { return fromRoster{store} }

type fromRoster struct{ store *roster.Store }

var _ Audience = fromRoster{}

// area is the group a post is counted in.
func area(p roster.Post) string {
	switch region.LevelOf(p.Place) {
	case region.District:
		return p.Place
	case region.Village:
		return region.Parent(p.Place)
	default:
		return p.Unit
	}
}

func addressee(p roster.Post) Addressee {
	return Addressee{Post: string(p.ID), Title: p.Title, Superior: string(p.Superior), Class: p.Class, Area: area(p)}
}

// reached resolves a scope: the posts of an institution are some thousands at most.
func (f fromRoster) reached(ctx context.Context, s Scope) ([]Addressee, error) {
	all, err := f.store.Posts(ctx, roster.PostFilter{Institution: s.Institution})
	if err != nil {
		return nil, err
	}
	superior := make(map[string]string, len(all))
	for _, p := range all {
		superior[string(p.ID)] = string(p.Superior)
	}
	var out []Addressee
	for _, p := range all {
		if s.Rule.reaches(p) && below(superior, string(p.ID), s.From) {
			out = append(out, addressee(p))
		}
	}
	slices.SortStableFunc(out, func(a, b Addressee) int { return cmp.Compare(a.Area, b.Area) })
	return out, nil
}

// maxDepth bounds the way up: a roster that goes in circles must not hold a page.
const maxDepth = 12

func below(superior map[string]string, post, from string) bool {
	for range maxDepth {
		post = superior[post]
		if post == "" || post == from {
			return post == from && from != ""
		}
	}
	return false
}

// Reach implements Audience.
func (f fromRoster) Reach(ctx context.Context, s Scope) ([]Count, error) {
	all, err := f.reached(ctx, s)
	if err != nil {
		return nil, err
	}
	n := map[Count]int{}
	for _, a := range all {
		n[Count{Area: a.Area, Class: a.Class}]++
	}
	out := make([]Count, 0, len(n))
	for k, v := range n {
		k.N = v
		out = append(out, k)
	}
	slices.SortFunc(out, func(a, b Count) int { return cmp.Or(cmp.Compare(a.Area, b.Area), cmp.Compare(a.Class, b.Class)) })
	return out, nil
}

// Posts implements Audience.
func (f fromRoster) Posts(ctx context.Context, s Scope, limit int) ([]Addressee, error) {
	all, err := f.reached(ctx, s)
	return all[:min(len(all), limit)], err
}

// Find implements Audience: it walks up from the post once, whatever the number of scopes.
func (f fromRoster) Find(ctx context.Context, post string, scopes ...Scope) (Addressee, []bool, error) {
	reached := make([]bool, len(scopes))
	p, err := f.store.Post(ctx, roster.PostID(post))
	if err != nil && rambu.KindOf(err) == rambu.NotFound {
		return Addressee{}, reached, nil
	}
	if err != nil {
		return Addressee{}, nil, err
	}
	line, err := f.line(ctx, p)
	if err != nil {
		return Addressee{}, nil, err
	}
	for i, s := range scopes {
		reached[i] = p.Institution == s.Institution && s.From != "" && slices.Contains(line, s.From) && s.Rule.reaches(p)
	}
	return addressee(p), reached, nil
}

// line is who stands above a post, nearest first.
func (f fromRoster) line(ctx context.Context, p roster.Post) ([]string, error) {
	var line []string
	for range maxDepth {
		if p.Superior == "" {
			break
		}
		line = append(line, string(p.Superior))
		above, err := f.store.Post(ctx, p.Superior)
		if err != nil && rambu.KindOf(err) == rambu.NotFound {
			break // the line leads out of what this instance knows
		}
		if err != nil {
			return nil, err
		}
		p = above
	}
	return line, nil
}
