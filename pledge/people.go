package pledge

import (
	"cmp"
	"context"
	"slices"

	"rambu.id"
	"rambu.id/roster"
	"rambu.id/roster/region"
)

// Member is somebody who is asked to pledge: who holds a post today.
type Member struct {
	Person roster.PersonID
	Name   string
	Post   string
	Title  string
	Area   string // code of the kecamatan, or the unit where the post lies in none
	Track  Track
	Head   bool // leads others: signs first
}

// Area of a post: its kecamatan, or its unit.
func areaOf(p roster.Post) string {
	switch region.LevelOf(p.Place) {
	case region.District:
		return p.Place
	case region.Village:
		return region.Parent(p.Place)
	default:
		return p.Unit
	}
}

func trackOf(p roster.Post, class roster.SubjectClass) Track {
	switch {
	case p.Class == roster.ClassVillageHead || p.Class == roster.ClassVillageStaff || class == roster.SubjectVillageBoard:
		return Village
	case class.ASN():
		return ASN
	case class == roster.SubjectNonASN:
		return NonASN
	}
	return Other
}

func heads(p roster.Post) bool {
	return p.Class == roster.ClassVillageHead || slices.Contains(p.Roles, rambu.RoleSuperior) || slices.Contains(p.Roles, rambu.RoleAuthority)
}

// members are those who hold a post of the actor's institution today, each once, heads first.
func (b *Book) members(ctx context.Context, who rambu.Actor) ([]Member, error) {
	posts, err := b.Roster.Posts(ctx, roster.PostFilter{Institution: who.Institution})
	if err != nil {
		return nil, err
	}
	ids := make([]roster.PostID, len(posts))
	for i, p := range posts {
		ids[i] = p.ID
	}
	held, err := b.Roster.HoldersOf(ctx, who, ids, b.Today(who))
	if err != nil {
		return nil, err
	}
	seen := map[roster.PersonID]int{}
	var out []Member
	for _, p := range posts {
		for _, h := range held[p.ID] {
			m := Member{
				Person: h.Person.ID, Name: h.Person.Name.String(), Post: string(p.ID), Title: h.Title(), Area: areaOf(p),
				Track: trackOf(p, h.Person.Class), Head: heads(p),
			}
			at, twice := seen[m.Person]
			switch {
			case !twice:
				seen[m.Person] = len(out)
				out = append(out, m)
			case m.Head && !out[at].Head: // somebody with two posts counts where he leads
				out[at] = m
			}
		}
	}
	slices.SortStableFunc(out, func(a, b Member) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a.Area, b.Area), cmp.Compare(a.Post, b.Post))
	})
	return out, nil
}

func rank(m Member) int {
	if m.Head {
		return 0
	}
	return 1
}

// Listed is a member and whether his pact is on record.
type Listed struct {
	Member

	Signed rambu.Date // "" not on record
}

// Members lists the members of an area for a paper list, heads first. Errors: Forbidden for an area
// that is not the actor's.
func (b *Book) Members(ctx context.Context, who rambu.Actor, area string) ([]Listed, error) {
	reach, err := b.reachOf(ctx, who)
	if err != nil {
		return nil, err
	}
	if !reach.area(area) {
		return nil, forbidden("names are for the area's own superior")
	}
	r, err := b.Round(ctx, who)
	if err != nil {
		return nil, err
	}
	all, err := b.members(ctx, who)
	if err != nil {
		return nil, err
	}
	pacts, err := b.pactsOf(ctx, r.ID)
	if err != nil {
		return nil, err
	}
	signed := map[roster.PersonID]rambu.Date{}
	for _, p := range pacts {
		signed[p.Person] = p.SignedOn
	}
	var out []Listed
	for _, m := range all {
		if m.Area == area && reach.member(m) {
			out = append(out, Listed{Member: m, Signed: signed[m.Person]})
		}
	}
	return out, nil
}

// me is the actor's own entry. Errors: Conflict for an account without a person or post.
func (b *Book) me(ctx context.Context, who rambu.Actor) (Member, error) {
	all, err := b.members(ctx, who)
	if err != nil {
		return Member{}, err
	}
	for _, m := range all {
		if m.Post == who.Post && who.Post != "" {
			ok, err := b.isPerson(ctx, who, m.Person)
			if err != nil {
				return Member{}, err
			}
			if ok {
				return m, nil
			}
		}
	}
	return Member{}, rambu.Fault(rambu.Conflict, "pledge.error.no_person")
}

// isPerson reports whether the actor's account belongs to the person. It asks as the system: staff
// may not look accounts up, and this one is his own.
func (b *Book) isPerson(ctx context.Context, who rambu.Actor, person roster.PersonID) (bool, error) {
	system := rambu.System(who.Institution, who.Region)
	system.Roles = []rambu.Role{rambu.RoleAuditor}
	a, err := b.Access.Find(ctx, system, who.Account)
	return err == nil && a.Person == string(person), err
}
