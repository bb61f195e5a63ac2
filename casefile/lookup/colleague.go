package lookup

import (
	"context"
	"slices"

	"rambu.id"
	"rambu.id/access"
	"rambu.id/roster"
	"rambu.id/seal"
)

// Most bounds the people of one case.
const Most = 20

// Handler is an officer of the institution who can be given a case.
type Handler struct {
	Account string
	Post    string
	Roles   []rambu.Role
	Key     seal.Key
}

// Handlers looks up accounts of the institution with the office each holds today.
func (d *Finder) Handlers(ctx context.Context, who rambu.Actor, accounts []string, today rambu.Date) ([]Handler, error) {
	invalid := func(key string) error { return rambu.Fault(rambu.Invalid, key).On("petugas") }
	if len(accounts) == 0 || len(accounts) > Most {
		return nil, invalid("casefile.error.officers")
	}
	var out []Handler
	for _, id := range accounts {
		if slices.ContainsFunc(out, func(o Handler) bool { return o.Account == id }) {
			return nil, invalid("casefile.error.officer_twice")
		}
		a, err := d.Accounts.Find(ctx, who, id)
		if rambu.KindOf(err) == rambu.NotFound && err != nil {
			return nil, invalid("casefile.error.officer_unknown")
		}
		if err != nil {
			return nil, err
		}
		o := Handler{Account: id}
		o.Post, o.Roles, err = d.worksAs(ctx, a, today)
		if err != nil {
			return nil, err
		}
		if a.State != access.Active || o.Post == "" {
			return nil, invalid("casefile.error.officer_office")
		}
		o.Key, err = d.Accounts.Recipient(ctx, a)
		if err != nil {
			return nil, err
		}
		out = append(out, o)
	}
	return out, nil
}

// worksAs returns the post by which an account works on cases today, and its roles; "" for none.
func (d *Finder) worksAs(ctx context.Context, a access.Account, today rambu.Date) (string, []rambu.Role, error) {
	if a.Person == "" {
		return "", nil, nil
	}
	held, err := d.Accounts.Offices.Held(ctx, a.Person, today)
	if err != nil {
		return "", nil, err
	}
	for _, h := range held {
		if h.Institution == a.Institution && Handles(h.Roles) {
			return h.Post, h.Roles, nil
		}
	}
	return "", nil, nil
}

// Handles reports whether an office works on cases after registration.
func Handles(roles []rambu.Role) bool {
	return slices.Contains(roles, rambu.RoleHandler) || slices.Contains(roles, rambu.RoleMember)
}

// Colleague is an officer of the institution as forms and timelines name him.
type Colleague struct {
	Account string
	Name    string // "" when the account belongs to nobody of the roster
	Post    string // held today: of several the last one with a role
	Title   string // of that post
	Roles   []rambu.Role
}

// Handles reports whether he can be given a case.
func (c Colleague) Handles() bool { return Handles(c.Roles) }

// Member reports whether he sits in the plenary.
func (c Colleague) Member() bool { return slices.Contains(c.Roles, rambu.RoleMember) }

// Colleagues returns the officers of the actor's institution who have an account, with the
// office each holds today, in a handful of queries. Those without an office are last.
func (d *Finder) Colleagues(ctx context.Context, who rambu.Actor, today rambu.Date) ([]Colleague, error) {
	accounts, err := d.Accounts.List(ctx, who, access.Filter{})
	if err != nil {
		return nil, err
	}
	posts, err := d.Roster.Posts(ctx, roster.PostFilter{Institution: who.Institution})
	if err != nil {
		return nil, err
	}
	posts = slices.DeleteFunc(posts, func(p roster.Post) bool { return len(p.Roles) == 0 })
	ids := make([]roster.PostID, len(posts))
	for i, p := range posts {
		ids[i] = p.ID
	}
	held, err := d.Roster.HoldersOf(ctx, who, ids, today)
	if err != nil {
		return nil, err
	}
	var out, rest []Colleague
	for _, a := range accounts {
		c := Colleague{Account: a.ID}
		for _, p := range posts { // a Bawaslu has a dozen posts with a role
			for _, h := range held[p.ID] {
				if a.Person != "" && string(h.Person.ID) == a.Person {
					c.Name, c.Roles = h.Person.Name.String(), append(c.Roles, p.Roles...)
					c.Post, c.Title = string(p.ID), h.Title()
				}
			}
		}
		if c.Name == "" {
			c.Name = a.Login
			rest = append(rest, c)
			continue
		}
		out = append(out, c)
	}
	return append(out, rest...), nil
}
