package roster

import (
	"strings"

	"rambu.id"
	"rambu.id/ledger"
	"rambu.id/roster/region"
)

// mostMembers bounds the members of a Bawaslu whose posts a plan names.
const mostMembers = 9

// SetTerms changes the local names of the actor's institution, and with them its own name and those of
// its units and posts that still are what the region's template made them; whatever somebody named by
// hand stays. version is that of the institution as it was read. One operation.
// Errors: Invalid by field, Conflict when it was changed meanwhile, Forbidden.
func (s *Store) SetTerms(who rambu.Actor, t Terms, version int64) error {
	if !mayName(who) {
		return forbidden(who)
	}
	for _, one := range t.Each() {
		*one.Value = strings.TrimSpace(*one.Value)
	}
	t.Confirmed = true
	err := t.Validate()
	if err != nil {
		return err
	}
	_, err = s.log.Do(who, "roster.terms", func(op *ledger.Op) error {
		op.Object(who.Institution)
		in, err := one(within(op), scanInstitution, `SELECT `+institutionColumns+` FROM roster_institution WHERE id = $1`, who.Institution)
		if err != nil {
			return err
		}
		if in.Version != version {
			return rambu.Fault(rambu.Conflict, "roster.error.terms_changed")
		}
		old, err := one(within(op), scanTerms, `SELECT terms FROM roster_institution WHERE id = $1`, in.ID)
		if err != nil {
			return err
		}
		r, err := s.renaming(in, old, t)
		if err != nil {
			return err
		}
		return r.write(op, in, t)
	})
	return err
}

// mayName reports whether the actor may change what things are called in his institution.
func mayName(who rambu.Actor) bool { return who.Institution != "" && who.Is(rambu.RoleAdmin) }

// renaming is what seeded names become: old and new by the address of what bears them.
type renaming map[string][2]string

// now returns the new name of something that still bears the seeded one.
func (r renaming) now(address, name string) (string, bool) {
	pair, ok := r[address]
	return pair[1], ok && pair[0] == name && pair[1] != name
}

func (s *Store) renaming(in Institution, from, to Terms) (renaming, error) {
	r, known := s.regions.Find(in.Region)
	if !known || r.Level() > region.Regency {
		return renaming{}, nil // of the whole country: no template names its posts by these terms
	}
	before, err := MakePlan(s.regions, Setup{Region: in.Region, Terms: from, Members: mostMembers})
	if err != nil {
		return nil, err
	}
	after, err := MakePlan(s.regions, Setup{Region: in.Region, Terms: to, Members: mostMembers})
	if err != nil {
		return nil, err
	}
	names := renaming{}
	for i, p := range before.Institutions {
		names[p.ID] = [2]string{p.Name, after.Institutions[i].Name}
	}
	for i, u := range before.Units {
		names[u.ID+"#unit"] = [2]string{u.Name, after.Units[i].Name}
	}
	for i, p := range before.Posts {
		names[string(p.ID)] = [2]string{p.Title, after.Posts[i].Title}
	}
	return names, nil
}

func (r renaming) write(op *ledger.Op, in Institution, t Terms) error {
	if name, ok := r.now(in.ID, in.Name); ok {
		in.Name = name
	}
	values, err := institutionValues(in, t)
	if err != nil {
		return err
	}
	err = op.Update(institutionTable, in.Version, values...)
	if err != nil {
		return err
	}
	units, err := list(within(op), scanUnit, `SELECT `+unitColumns+` FROM roster_unit WHERE institution = $1 ORDER BY id`, in.ID)
	if err != nil {
		return err
	}
	for _, u := range units {
		name, ok := r.now(u.ID+"#unit", u.Name)
		if !ok {
			continue
		}
		u.Name = name
		err = op.Update(unitTable, u.Version, unitValues(u)...)
		if err != nil {
			return err
		}
	}
	posts, err := list(within(op), scanPost, `SELECT `+postColumns+` FROM roster_post WHERE institution = $1 ORDER BY id`, in.ID)
	if err != nil {
		return err
	}
	for _, p := range posts {
		title, ok := r.now(string(p.ID), p.Title)
		if !ok {
			continue
		}
		p.Title = title
		err = op.Update(postTable, p.Version, postValues(p)...)
		if err != nil {
			return err
		}
	}
	return turned(op, in.ID)
}
