package roster

import (
	"context"

	"rambu.id"
)

// Held is how a post is held on a day.
type Held struct {
	Title     string // "Plt. Bupati Lampung Selatan"
	Name      string // "" when vacant
	Vacant    bool
	Contested bool // more than one person claims it; the title names no mode then
}

// HeldOn says how posts are held on a day, in a few queries. A post whose holders the actor may
// not see (Forkopimda) has its title only.
func (s *Store) HeldOn(ctx context.Context, who rambu.Actor, posts []PostID, on rambu.Date) (map[PostID]Held, error) {
	byID, err := s.PostsByID(ctx, posts)
	if err != nil {
		return nil, err
	}
	holders, err := s.HoldersOf(ctx, who, posts, on)
	if err != nil {
		return nil, err
	}
	out := make(map[PostID]Held, len(posts))
	for id, p := range byID {
		h := Held{Title: p.Title, Vacant: p.Institution == who.Institution && len(holders[id]) == 0}
		var tenures []Tenure
		for _, one := range holders[id] {
			tenures = append(tenures, one.Tenure)
		}
		switch {
		case Contested(tenures):
			h.Contested = true
		case len(tenures) > 0:
			h.Title, h.Name = holders[id][0].Title(), holders[id][0].Person.Name.String()
		}
		out[id] = h
	}
	return out, nil
}
