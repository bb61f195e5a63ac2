package directive

import (
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
	Near        string // only this post, its superior and those directly below it; "" for all
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
