package pledge

import (
	"context"
	"slices"
	"strings"
	"unicode"

	"rambu.id"
	"rambu.id/ledger"
	"rambu.id/roster"
)

// novel is what a paper adds to what stands.
type novel struct {
	pacts   []Pact
	names   []string
	already []string
	lists   int // of the unit, when they were read
}

// normal is how names outside the roster are compared: without titles, case, punctuation and
// doubled spaces. Two people of one name need something that tells them apart.
func normal(name string) string {
	name = strings.ToLower(roster.ParseName(name).Name)
	return strings.Join(strings.FieldsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }), " ")
}

// fresh compares a list with the staff list and with what is on record of its unit.
func (b *Book) fresh(ctx context.Context, who rambu.Actor, reach reach, r Round, in PaperIn) (novel, error) {
	var n novel
	if in.Kind != List {
		return n, nil
	}
	all, err := b.members(ctx, who)
	if err != nil {
		return n, err
	}
	here := slices.DeleteFunc(all, func(m Member) bool { return m.Area != in.Area })
	err = b.ticked(ctx, who, r, in, slices.DeleteFunc(slices.Clone(here), func(m Member) bool { return !reach.member(m) }), &n)
	if err != nil {
		return n, err
	}
	err = b.written(ctx, who, r, in, here, &n)
	if err == nil && len(n.pacts)+len(n.names) == 0 {
		err = rambu.Fault(rambu.Conflict, "pledge.error.recorded", "names", strings.Join(n.already, ", ")).On("nama")
	}
	return n, err
}

// ticked are the new pacts of those ticked on a list, who must belong to its area and the actor's.
func (b *Book) ticked(ctx context.Context, who rambu.Actor, r Round, in PaperIn, here []Member, n *novel) error {
	pacts, err := b.pactsOf(ctx, r.ID)
	if err != nil {
		return err
	}
	signed := map[roster.PersonID]bool{}
	for _, p := range pacts {
		signed[p.Person] = true
	}
	people := slices.Compact(slices.Sorted(slices.Values(in.People)))
	found := 0
	for _, m := range here {
		if _, ok := slices.BinarySearch(people, m.Person); !ok {
			continue
		}
		found++
		if signed[m.Person] {
			n.already = append(n.already, m.Name)
			continue
		}
		n.pacts = append(n.pacts, newPact(r, m, in.HeldOn, who.Post))
	}
	if found != len(people) {
		return rambu.Fault(rambu.Invalid, "pledge.error.stranger").On("orang")
	}
	return nil
}

// written are the new names outside the roster. A name that is on the staff list of the unit is
// asked for as a tick, or the person would count here and there.
func (b *Book) written(ctx context.Context, who rambu.Actor, r Round, in PaperIn, here []Member, n *novel) error {
	known, lists, err := b.outside(ctx, who, r, in)
	n.lists = lists
	if err != nil {
		return err
	}
	for _, name := range in.Names {
		is := normal(name)
		if slices.ContainsFunc(here, func(m Member) bool { return normal(m.Name) == is }) {
			return rambu.Fault(rambu.Invalid, "pledge.error.on_roster", "name", name).On("nama")
		}
		if known[is] {
			n.already = append(n.already, name)
			continue
		}
		known[is] = true
		n.names = append(n.names, name)
	}
	return nil
}

// outside are the names outside the roster that lists of the unit hold, and how many lists it has.
// They are read from the sealed lists themselves: a digest of a name could be guessed.
func (b *Book) outside(ctx context.Context, who rambu.Actor, r Round, in PaperIn) (map[string]bool, int, error) {
	lists, err := b.listsOf(ctx, r.ID, in.Area)
	known := map[string]bool{}
	for i := 0; err == nil && len(in.Names) > 0 && i < len(lists); i++ {
		if lists[i].People == 0 { // names nobody
			continue
		}
		err = lists[i].open(who)
		if rambu.KindOf(err) == rambu.Locked {
			return nil, 0, rambu.Fault(rambu.Locked, "pledge.error.compare").On("nama")
		}
		for _, name := range lists[i].Content.Names {
			known[normal(name)] = true
		}
	}
	return known, len(lists), err
}

// stands reports, inside the operation, whether the unit still has the lists that were compared.
func (n novel) stands(op *ledger.Op, r Round, in PaperIn) error {
	if len(n.names) == 0 {
		return nil
	}
	now, err := listsIn(op, r.ID, in.Area)
	if err == nil && now != n.lists {
		err = errMoved
	}
	return err
}
