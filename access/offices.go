package access

import (
	"context"
	"slices"

	"rambu.id"
	"rambu.id/roster"
)

// fromRoster answers from the roster's store.
type fromRoster struct{ store *roster.Store }

// FromRoster makes the roster of an instance the source of posts and roles.
func FromRoster(store *roster.Store) Offices { return fromRoster{store} }

// Held implements Offices. A holder for whom a Plt, Pj or Pjs acts is on leave and holds
// nothing meanwhile: a regent who campaigns is no authority. A Plh does not take the post away;
// he signs, but the holder may still read.
func (f fromRoster) Held(ctx context.Context, person string, on rambu.Date) ([]Office, error) {
	holdings, err := f.store.Held(ctx, roster.PersonID(person), on)
	if err != nil {
		return nil, err
	}
	var out []Office
	for _, h := range holdings { // one or two posts
		away, err := f.away(ctx, h.Tenure, on)
		if err != nil {
			return nil, err
		}
		if away {
			continue
		}
		out = append(out, Office{
			Post: string(h.Post.ID), PostName: h.Title(), Institution: h.Post.Institution,
			Mode: h.Tenure.Mode, Roles: h.Post.Roles,
		})
	}
	return out, nil
}

func (f fromRoster) away(ctx context.Context, own roster.Tenure, on rambu.Date) (bool, error) {
	if own.Mode.Acting() || own.Contested {
		return false, nil
	}
	_, all, err := f.store.Holders(ctx, own.Post, on)
	return slices.ContainsFunc(all, func(t roster.Tenure) bool {
		return t.Mode.Acting() && t.Mode != roster.Plh && !t.Contested
	}), err
}

// Holders implements Offices.
func (f fromRoster) Holders(ctx context.Context, post roster.PostID, on rambu.Date) (roster.Post, []roster.Tenure, error) {
	return f.store.Holders(ctx, post, on)
}
