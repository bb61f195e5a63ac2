package roster

import (
	"errors"
	"maps"
	"slices"

	"rambu.id"
	"rambu.id/ledger"
)

// mayEdit reports whether the actor may change the roster of an institution: its administrator,
// its personnel office, or the system when a region is made ready.
func mayEdit(who rambu.Actor, institution string) bool {
	if who.Institution != institution || institution == "" {
		return false
	}
	return who.Is(rambu.RoleAdmin, rambu.RolePersonnel) || who.Account == rambu.System("", "").Account
}

func forbidden(who rambu.Actor) error {
	return rambu.Errorf(rambu.Forbidden, "the roster of %s is not this actor's to change", who.Institution)
}

// Seeded counts what Seed added.
type Seeded struct{ Institutions, Units, Posts int }

// Seed writes what a plan has and the roster does not have yet, as one operation, so that it
// can be run again and several regions can share an instance. What was changed since stays.
// An institution that was only an addressee gets its room. The actor is the system.
func (s *Store) Seed(who rambu.Actor, p Plan) (Seeded, error) {
	var n Seeded
	if who.Account != rambu.System("", "").Account {
		return n, forbidden(who)
	}
	_, err := s.log.Do(who, "roster.seed", func(op *ledger.Op) error {
		n = Seeded{}
		op.Object(p.Region.Code)
		err := seedInstitutions(op, p, &n)
		if err != nil {
			return err
		}
		known, err := ids(op, `SELECT id FROM roster_unit`)
		if err != nil {
			return err
		}
		for _, u := range p.Units {
			if known[u.ID] {
				continue
			}
			n.Units++
			err = op.Insert(unitTable, unitValues(u)...)
			if err != nil {
				return err
			}
		}
		return seedPosts(op, p, &n)
	})
	return n, err
}

func seedInstitutions(op *ledger.Op, p Plan, n *Seeded) error {
	all, err := list(within(op), scanInstitution, `SELECT `+institutionColumns+` FROM roster_institution`)
	if err != nil {
		return err
	}
	have := keyed(all, func(in Institution) string { return in.ID })
	for _, in := range p.Institutions {
		values, err := institutionValues(in, p.Terms)
		if err != nil {
			return err
		}
		old, ok := have[in.ID]
		switch {
		case !ok:
			n.Institutions++
			err = op.Insert(institutionTable, values...)
		case old.External && !in.External:
			err = op.Update(institutionTable, old.Version, values...)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func seedPosts(op *ledger.Op, p Plan, n *Seeded) error {
	known, err := ids(op, `SELECT id FROM roster_post`)
	if err != nil {
		return err
	}
	changed := map[string]bool{}
	for _, post := range p.Posts {
		if known[string(post.ID)] {
			continue
		}
		n.Posts++
		changed[post.Institution] = true
		err = op.Insert(postTable, postValues(post)...)
		if err != nil {
			return err
		}
	}
	for _, institution := range slices.Sorted(maps.Keys(changed)) {
		err = turned(op, institution)
		if err != nil {
			return err
		}
	}
	return nil
}

// turned notes that posts of an institution were changed.
func turned(op *ledger.Op, institution string) error {
	_, err := op.Tx.Exec(`INSERT INTO roster_post_turn (institution, turn) VALUES ($1, 1)
		ON CONFLICT (institution) DO UPDATE SET turn = roster_post_turn.turn + 1`, institution)
	return err
}

// ids returns the ids that a query selects.
func ids(op *ledger.Op, query string) (map[string]bool, error) {
	all, err := list(within(op), func(scan scanner) (id string, err error) { return id, scan(&id) }, query)
	return keyedSet(all), err
}

func keyedSet(all []string) map[string]bool {
	m := make(map[string]bool, len(all))
	for _, v := range all {
		m[v] = true
	}
	return m
}

// Validate reports what is wrong with a person's entry, by form field.
func (p Person) Validate() error {
	var es rambu.Errors
	if p.Name.Name == "" {
		es = append(es, rambu.Fault(rambu.Invalid, "roster.error.name").On("name"))
	}
	if !p.Class.Valid() {
		es = append(es, rambu.Fault(rambu.Invalid, "roster.error.class", "value", string(p.Class)).On("class"))
	}
	if p.NIP != "" {
		if e, ok := errors.AsType[*rambu.Error](p.NIP.Validate()); ok {
			es = append(es, e)
		}
	} else if p.Class.ASN() {
		es = append(es, rambu.Fault(rambu.Invalid, "roster.error.class_nip").On("nip"))
	}
	return es.Err()
}

// AddPerson enters a person into the actor's institution and returns the entry with its id.
// Errors: Invalid by field, Conflict when the NIP is taken, Forbidden.
func (s *Store) AddPerson(who rambu.Actor, p Person) (Person, error) {
	p.ID, p.Institution, p.Region, p.Version = PersonID(rambu.NewID("org")), who.Institution, who.Region, 1
	return s.writePerson(who, p, "roster.add_person", func(op *ledger.Op) error {
		return op.Insert(personTable, personValues(p)...)
	})
}

// ChangePerson rewrites an entry of the actor's institution; p.Version is the one that was read.
// Errors: as AddPerson, and Conflict when it was changed meanwhile.
func (s *Store) ChangePerson(who rambu.Actor, p Person) (Person, error) {
	version := p.Version
	p.Institution, p.Region, p.Version = who.Institution, who.Region, version+1
	return s.writePerson(who, p, "roster.change_person", func(op *ledger.Op) error {
		_, err := personIn(op, who, p.ID)
		if err != nil {
			return err
		}
		return op.Update(personTable, version, personValues(p)...)
	})
}

func (s *Store) writePerson(who rambu.Actor, p Person, kind string, write func(op *ledger.Op) error) (Person, error) {
	if !mayEdit(who, who.Institution) {
		return Person{}, forbidden(who)
	}
	err := p.Validate()
	if err != nil {
		return Person{}, err
	}
	_, err = s.log.Do(who, kind, func(op *ledger.Op) error {
		op.Object(string(p.ID))
		if p.NIP != "" {
			same, err := list(within(op), scanPerson, `SELECT `+personColumns+` FROM roster_person
				WHERE institution = $1 AND nip = $2 AND id <> $3`, p.Institution, string(p.NIP), string(p.ID))
			if err != nil {
				return err
			}
			if len(same) > 0 {
				return rambu.Fault(rambu.Conflict, "roster.error.nip_taken").On("nip")
			}
		}
		return write(op)
	})
	if err != nil {
		return Person{}, err
	}
	return p, nil
}

func personIn(op *ledger.Op, who rambu.Actor, id PersonID) (Person, error) {
	return one(within(op), scanPerson, `SELECT `+personColumns+` FROM roster_person WHERE id = $1 AND institution = $2`, string(id), who.Institution)
}

// StartTenure lets a person of the actor's institution hold one of its posts. Where somebody
// else holds it in the same way on any of the days, it is a Conflict, unless t.Contested says
// that both claim it: then every such tenure is marked contested.
// Errors: Invalid by field, NotFound, Conflict (roster.error.overlap), Forbidden.
func (s *Store) StartTenure(who rambu.Actor, t Tenure) (Tenure, error) {
	if !mayEdit(who, who.Institution) {
		return Tenure{}, forbidden(who)
	}
	err := t.Validate()
	if err != nil {
		return Tenure{}, err
	}
	t.ID, t.Institution, t.Version = rambu.NewID("mjb"), who.Institution, 1
	_, err = s.log.Do(who, "roster.start_tenure", func(op *ledger.Op) error {
		op.Object(t.ID)
		return startIn(op, who, t)
	})
	if err != nil {
		return Tenure{}, err
	}
	return t, nil
}

func startIn(op *ledger.Op, who rambu.Actor, t Tenure) error {
	_, err := one(within(op), scanPost, `SELECT `+postColumns+` FROM roster_post WHERE id = $1 AND institution = $2`, string(t.Post), who.Institution)
	if err != nil {
		return err
	}
	_, err = personIn(op, who, t.Person)
	if err != nil {
		return err
	}
	ts, err := list(within(op), scanTenure, `SELECT `+tenureColumns+` FROM roster_tenure WHERE post = $1`, string(t.Post))
	if err != nil {
		return err
	}
	for _, o := range ts {
		if !clash(t, o) {
			continue
		}
		if !t.Contested || o.Person == t.Person {
			return rambu.Fault(rambu.Conflict, "roster.error.overlap").On("from")
		}
		if !o.Contested {
			o.Contested = true
			err = op.Update(tenureTable, o.Version, tenureValues(o, who.Region)...)
			if err != nil {
				return err
			}
		}
	}
	op.Fact("post", string(t.Post))
	return op.Insert(tenureTable, tenureValues(t, who.Region)...)
}

// EndTenure sets the last day of a running tenure; version is the one that was read.
// Errors: NotFound, Conflict (ended already or changed meanwhile), Invalid, Forbidden.
func (s *Store) EndTenure(who rambu.Actor, id string, on rambu.Date, version int64) error {
	if !mayEdit(who, who.Institution) {
		return forbidden(who)
	}
	_, err := s.log.Do(who, "roster.end_tenure", func(op *ledger.Op) error {
		t, err := one(within(op), scanTenure, `SELECT `+tenureColumns+` FROM roster_tenure WHERE id = $1 AND institution = $2`, id, who.Institution)
		if err != nil {
			return err
		}
		if t.To != "" {
			return rambu.Fault(rambu.Conflict, "roster.error.ended")
		}
		t.To = on
		err = t.Validate()
		if err != nil {
			return err
		}
		if on == "" {
			return rambu.Fault(rambu.Invalid, "roster.error.to").On("to")
		}
		op.Object(id)
		return op.Update(tenureTable, version, tenureValues(t, who.Region)...)
	})
	return err
}
