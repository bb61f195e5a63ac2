package reach

import (
	"context"
	"slices"

	"rambu.id"
	"rambu.id/roster"
)

// A session works in one office. What is kept from the chair, the secretary or the authority is kept
// from the person, whichever of his offices he works in.

// Holds reports whether an account's person holds a post on one of the days, in whatever way.
func (r Reach) Holds(ctx context.Context, account string, post roster.PostID, days ...rambu.Date) (bool, error) {
	person, err := r.Accounts.PersonOf(ctx, account)
	if err != nil || person == "" {
		return false, err
	}
	for _, on := range days {
		_, held, err := r.Roster.Holders(ctx, post, on)
		if err != nil {
			return false, err
		}
		if slices.ContainsFunc(held, func(t roster.Tenure) bool { return string(t.Person) == person }) {
			return true, nil
		}
	}
	return false, nil
}

// Serves reports whether an account's person holds, on a day, any post with one of the roles.
func (r Reach) Serves(ctx context.Context, account string, on rambu.Date, roles ...rambu.Role) (bool, error) {
	person, err := r.Accounts.PersonOf(ctx, account)
	if err != nil || person == "" {
		return false, err
	}
	held, err := r.Roster.Held(ctx, roster.PersonID(person), on)
	return slices.ContainsFunc(held, func(h roster.Holding) bool {
		return slices.ContainsFunc(h.Post.Roles, func(role rambu.Role) bool { return slices.Contains(roles, role) })
	}), err
}

// Without leaves out the posts that somebody holds, on the last of the days, who holds another post on
// one of them.
func (r Reach) Without(ctx context.Context, who rambu.Actor, posts []roster.PostID, other roster.PostID, days ...rambu.Date) ([]roster.PostID, error) {
	var not []roster.PersonID
	for _, on := range days {
		_, held, err := r.Roster.Holders(ctx, other, on)
		if err != nil {
			return nil, err
		}
		for _, t := range held {
			not = append(not, t.Person)
		}
	}
	held, err := r.Roster.HoldersOf(ctx, who, posts, days[len(days)-1])
	return slices.DeleteFunc(slices.Clone(posts), func(p roster.PostID) bool {
		return slices.ContainsFunc(held[p], func(h roster.Holding) bool { return slices.Contains(not, h.Tenure.Person) })
	}), err
}
