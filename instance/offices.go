package instance

import (
	"context"
	"slices"

	"rambu.id"
	"rambu.id/access"
	"rambu.id/roster"
)

// offices lets access ask the roster who holds what.
type offices struct{ roster *roster.Store }

var _ access.Offices = offices{}

// Held returns the posts a person holds on a day, definitive ones first.
func (o offices) Held(ctx context.Context, person string, on rambu.Date) ([]access.Office, error) {
	held, err := o.roster.Held(ctx, roster.PersonID(person), on)
	if err != nil {
		return nil, err
	}
	out := make([]access.Office, 0, len(held))
	for _, h := range held {
		out = append(out, access.Office{
			Post: string(h.Post.ID), PostName: h.Title(), Institution: h.Post.Institution,
			Mode: h.Tenure.Mode, Roles: h.Post.Roles,
		})
	}
	slices.SortStableFunc(out, func(a, b access.Office) int { return rank(a) - rank(b) })
	return out, nil
}

func rank(o access.Office) int {
	if o.Mode == roster.Definitive {
		return 0
	}
	return 1
}

// Holders returns a post and every tenure of it that runs on a day.
func (o offices) Holders(ctx context.Context, post roster.PostID, on rambu.Date) (roster.Post, []roster.Tenure, error) {
	return o.roster.Holders(ctx, post, on)
}
