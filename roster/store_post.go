package roster

import (
	"slices"
	"strings"

	"rambu.id"
	"rambu.id/ledger"
)

// Validate reports what is wrong with a post's entry, by form field.
func (p Post) Validate() error {
	var es rambu.Errors
	if strings.TrimSpace(p.Title) == "" {
		es = append(es, rambu.Fault(rambu.Invalid, "roster.error.title").On("title"))
	}
	if !slices.Contains(PostClasses(), p.Class) {
		es = append(es, rambu.Fault(rambu.Invalid, "roster.error.post_class").On("class"))
	}
	code, own := strings.CutPrefix(string(p.ID), p.Institution+"/")
	if !own || !validAddress(code) || code != strings.ToLower(strings.Trim(code, "/ ")) {
		es = append(es, rambu.Fault(rambu.Invalid, "roster.import.code", "value", code).On("code"))
	}
	return es.Err()
}

// AddPost enters a post into the actor's institution. Like an imported one it has no roles: who
// may do what is not decided by whoever keeps the list. Errors: Invalid by field, Conflict when
// the address is taken, Forbidden.
func (s *Store) AddPost(who rambu.Actor, p Post) error {
	p.Institution, p.Roles, p.Version = who.Institution, nil, 0
	return s.writePost(who, p, "roster.add_post")
}

// ChangePost changes title, unit, superior and class of a post of the actor's institution;
// p.Version is the one that was read. Address, place, office and roles stay. Errors: as AddPost,
// NotFound, and Conflict when it was changed meanwhile.
func (s *Store) ChangePost(who rambu.Actor, p Post) error {
	p.Institution = who.Institution
	return s.writePost(who, p, "roster.change_post")
}

func (s *Store) writePost(who rambu.Actor, p Post, kind string) error {
	if !mayEdit(who, who.Institution) {
		return forbidden(who)
	}
	err := p.Validate()
	if err != nil {
		return err
	}
	_, err = s.log.Do(who, kind, func(op *ledger.Op) error {
		op.Object(string(p.ID))
		all, err := list(within(op), scanPost, `SELECT `+postColumns+` FROM roster_post WHERE institution = $1`, who.Institution)
		if err != nil {
			return err
		}
		byID := keyed(all, func(p Post) PostID { return p.ID })
		err = fits(op, p, byID)
		if err != nil {
			return err
		}
		old, exists := byID[p.ID]
		switch {
		case p.Version == 0 && exists:
			return rambu.Fault(rambu.Conflict, "roster.error.post_taken").On("code")
		case p.Version == 0:
			err = op.Insert(postTable, postValues(p)...)
			if err != nil {
				return err
			}
			return turned(op, p.Institution)
		case !exists:
			return rambu.Errorf(rambu.NotFound, "no such post of the institution")
		case old.Version != p.Version:
			return rambu.Fault(rambu.Conflict, "roster.error.post_changed")
		}
		old.Title, old.Unit, old.Superior, old.Class = strings.TrimSpace(p.Title), p.Unit, p.Superior, p.Class
		err = op.Update(postTable, p.Version, postValues(old)...)
		if err != nil {
			return err
		}
		return turned(op, p.Institution)
	})
	return err
}

// fits checks what a post points at. A superior of another institution, as the chair of a
// regency's Bawaslu has, may stay but not be chosen anew.
func fits(op *ledger.Op, p Post, byID map[PostID]Post) error {
	_, known := byID[p.Superior]
	if p.Superior != "" && !known && byID[p.ID].Superior != p.Superior {
		return rambu.Fault(rambu.Invalid, "roster.error.superior").On("superior")
	}
	at := p.Superior
	for steps := 0; at != "" && at != p.ID && steps < len(byID); steps++ {
		at = byID[at].Superior
	}
	if at == p.ID && at != "" {
		return rambu.Fault(rambu.Invalid, "roster.import.circle").On("superior")
	}
	if p.Unit == "" {
		return nil
	}
	_, err := one(within(op), scanUnit, `SELECT `+unitColumns+` FROM roster_unit WHERE id = $1 AND institution = $2`, p.Unit, p.Institution)
	if rambu.KindOf(err) == rambu.NotFound && err != nil {
		return rambu.Fault(rambu.Invalid, "roster.error.unit").On("unit")
	}
	return err
}
