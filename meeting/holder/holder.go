// Package holder says how the posts of a meeting are held on its day: by whom, in which way, or by
// nobody. A contested post names no side.
package holder

import (
	"context"

	"rambu.id"
	"rambu.id/roster"
)

// Held is how a post is held on a day.
type Held struct {
	Title     string // "Plt. Bupati Lampung Selatan"
	Name      string // "" when vacant
	Vacant    bool
	Contested bool // more than one person claims it; the title names no mode then
}

// On says how posts are held on a day, in a few queries. A post whose holders the actor may
// not see (Forkopimda) has its title only.
func On(ctx context.Context, store *roster.Store, who rambu.Actor, posts []roster.PostID, on rambu.Date) (map[roster.PostID]Held, error) {
	byID, err := store.PostsByID(ctx, posts)
	if err != nil {
		return nil, err
	}
	holders, err := store.HoldersOf(ctx, who, posts, on)
	if err != nil {
		return nil, err
	}
	out := make(map[roster.PostID]Held, len(posts))
	for id, p := range byID {
		h := Held{Title: p.Title, Vacant: p.Institution == who.Institution && len(holders[id]) == 0}
		var tenures []roster.Tenure
		for _, one := range holders[id] {
			tenures = append(tenures, one.Tenure)
		}
		switch {
		case roster.Contested(tenures):
			h.Contested = true
		case len(tenures) > 0:
			h.Title, h.Name = holders[id][0].Title(), holders[id][0].Person.Name.String()
		}
		out[id] = h
	}
	return out, nil
}
