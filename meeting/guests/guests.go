// Package guests says whom a meeting can invite and how their posts are held on its day.
package guests

import (
	"cmp"
	"context"
	"slices"
	"strconv"

	"rambu.id"
	"rambu.id/meeting/policy"
	"rambu.id/roster"
)

// Guests finds the posts of a government and of those who sit with it.
type Guests struct{ Roster *roster.Store }

// Group is a set of posts invited with one tick.
type Group string

// The closed list of groups. Posts that fit none are invited one by one.
const (
	GroupExperts   Group = "staf-ahli"
	GroupAides     Group = "asisten"
	GroupAgencies  Group = "kepala-opd"
	GroupDivisions Group = "kepala-bagian"
	GroupDistricts Group = "camat"
	GroupWards     Group = "lurah"
	GroupVillages  Group = "kepala-desa"
	GroupBranches  Group = "uptd"
	GroupForum     Group = "forkopimda"
)

// Groups lists the groups in the order forms show them.
func Groups() []Group {
	return []Group{
		GroupExperts, GroupAides, GroupAgencies, GroupDivisions, GroupDistricts, GroupWards, GroupVillages, GroupBranches, GroupForum,
	}
}

// forum are the kinds of bodies whose heads sit in Forkopimda with the head of region: council,
// police, army and prosecution (UU 23/2014 Pasal 26).
func forum() []string { return []string{"dprd", "polres", "polda", "kodim", "kejari", "kejati"} }

// Members returns the posts of a group in the actor's government.
func (g Guests) Members(ctx context.Context, who rambu.Actor, of Group) ([]roster.Post, error) {
	err := policy.MayRun(who)
	if err != nil {
		return nil, err
	}
	switch {
	case of == GroupForum:
		return g.forumPosts(ctx, who)
	case of == GroupBranches:
		return g.branches(ctx, who)
	case slices.Contains(Groups(), of): // the other groups carry the name of their office
		return g.Roster.Posts(ctx, roster.PostFilter{Institution: who.Institution, Office: roster.Office(of)})
	}
	return nil, rambu.Fault(rambu.Invalid, "meeting.error.choose").On("kelompok")
}

func (g Guests) forumPosts(ctx context.Context, who rambu.Actor) ([]roster.Post, error) {
	var out []roster.Post
	for _, kind := range forum() {
		posts, err := g.Roster.Posts(ctx, roster.PostFilter{Institution: kind + "." + who.Region})
		if err != nil {
			return nil, err
		}
		out = append(out, posts...)
	}
	return out, nil
}

// branches are the heads of technical units, whichever way the staff list calls their office: the
// plan of posts has none of them, so each comes from somebody's own file.
func (g Guests) branches(ctx context.Context, who rambu.Actor) ([]roster.Post, error) {
	var out []roster.Post
	for _, office := range []roster.Office{roster.OfficeBranchHead, "kepala uptd", "uptd"} {
		posts, err := g.Roster.Posts(ctx, roster.PostFilter{Institution: who.Institution, Office: office})
		if err != nil {
			return nil, err
		}
		out = append(out, posts...)
	}
	slices.SortFunc(out, func(a, b roster.Post) int { return cmp.Compare(a.ID, b.ID) })
	return out, nil
}

// TitleOn is how one post is held on a day.
func (g Guests) TitleOn(ctx context.Context, who rambu.Actor, post roster.PostID, on rambu.Date) (roster.Held, error) {
	all, err := g.HeldOn(ctx, who, []roster.PostID{post}, on)
	return all[post], err
}

// HeldOn says how posts are held on a day.
func (g Guests) HeldOn(ctx context.Context, who rambu.Actor, posts []roster.PostID, on rambu.Date) (map[roster.PostID]roster.Held, error) {
	return g.Roster.HeldOn(ctx, who, posts, on)
}

// Choice is whom somebody wants to invite.
type Choice struct {
	Groups []Group
	Posts  []roster.PostID // one by one
	But    roster.PostID   // is there anyway
}

// most is what one letter can carry.
const most = 2500

// Chosen collects the posts of the groups and the single ones, each once, by address.
func (g Guests) Chosen(ctx context.Context, who rambu.Actor, c Choice) ([]roster.Post, error) {
	byID, err := g.Roster.PostsByID(ctx, c.Posts)
	if err != nil {
		return nil, err
	}
	if len(byID) != len(slices.Compact(slices.Sorted(slices.Values(c.Posts)))) {
		return nil, rambu.Fault(rambu.Invalid, "meeting.error.choose").On("jabatan")
	}
	for _, of := range c.Groups {
		members, err := g.Members(ctx, who, of)
		if err != nil {
			return nil, err
		}
		for _, p := range members {
			byID[p.ID] = p
		}
	}
	delete(byID, c.But)
	if len(byID) == 0 || len(byID) > most {
		return nil, rambu.Fault(rambu.Invalid, "meeting.error.invitees", "max", strconv.Itoa(most)).On("kelompok")
	}
	out := make([]roster.Post, 0, len(byID))
	for _, p := range byID {
		out = append(out, p)
	}
	slices.SortFunc(out, func(a, b roster.Post) int { return cmp.Compare(a.ID, b.ID) })
	return out, nil
}
