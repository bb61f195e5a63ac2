package casefile

import (
	"cmp"
	"context"
	"slices"

	"rambu.id"
	"rambu.id/letter"
	"rambu.id/roster"
)

// rule is a permission: a pure function of who, the clear case and the officers assigned to it.
type rule func(who rambu.Actor, c Case, officers []Officer) error

// notHere is the answer to whoever has no business here: the case does not exist for him.
func notHere(detail string) error { return rambu.Errorf(rambu.NotFound, "%s", detail) }

// house is the first wall: the desk belongs to a Bawaslu.
func house(who rambu.Actor) error {
	if roster.InstitutionKindOf(who.Institution) != roster.KindSupervisor || who.Account == "" {
		return notHere("cases are Bawaslu's")
	}
	return nil
}

// mayList: whoever works on reports or cases.
func mayList(who rambu.Actor) error {
	err := house(who)
	if err != nil {
		return err
	}
	if !who.Is(rambu.RoleIntake, rambu.RoleHandler, rambu.RoleMember) {
		return notHere("cases are for those who handle them")
	}
	return nil
}

// Lists reports whether an actor works on cases at all, so that a list of clocks links to none for others.
func Lists(who rambu.Actor) bool { return mayList(who) == nil }

// mayBegin: the intake officers.
func mayBegin(who rambu.Actor) error {
	err := house(who)
	if err != nil {
		return err
	}
	if !who.Is(rambu.RoleIntake) {
		return notHere("a case is begun by an intake officer")
	}
	return nil
}

// mayPrepare: until registration the intake officers and the members, who hold the intake key.
func mayPrepare(who rambu.Actor, c Case, _ []Officer) error {
	err := mayList(who)
	if err != nil {
		return err
	}
	if who.Institution != c.Institution {
		return notHere("another institution's case")
	}
	if c.Registered() {
		return rambu.Fault(rambu.Conflict, "casefile.error.registered")
	}
	if !who.Is(rambu.RoleIntake, rambu.RoleMember) {
		return rambu.Fault(rambu.Forbidden, "casefile.error.not_intake")
	}
	return nil
}

// mayWork: after registration only the officers assigned to the case.
func mayWork(who rambu.Actor, c Case, officers []Officer) error {
	err := mayList(who)
	if err != nil {
		return err
	}
	if who.Institution != c.Institution {
		return notHere("another institution's case")
	}
	if !c.Registered() {
		return rambu.Fault(rambu.Conflict, "casefile.error.not_registered")
	}
	if !assigned(officers, who.Account) {
		return rambu.Fault(rambu.Forbidden, "casefile.error.not_assigned")
	}
	if !who.Is(rambu.RoleHandler, rambu.RoleMember) {
		return rambu.Fault(rambu.Forbidden, "casefile.error.not_handler")
	}
	return nil
}

// mayHold: whoever holds the case now, before or after registration.
func mayHold(who rambu.Actor, c Case, officers []Officer) error {
	if !c.Registered() {
		return mayPrepare(who, c, officers)
	}
	return mayWork(who, c, officers)
}

// mayDecide: an assigned member of the plenary.
func mayDecide(who rambu.Actor, c Case, officers []Officer) error {
	err := mayWork(who, c, officers)
	if err != nil {
		return err
	}
	if !who.Is(rambu.RoleMember) {
		return rambu.Fault(rambu.Forbidden, "casefile.error.not_member")
	}
	return nil
}

// mayRead: whoever holds the key can open it; who that is was decided when it was granted. An
// officer who stepped aside is refused even before his key is gone.
func mayRead(who rambu.Actor, c Case, officers []Officer) error {
	err := mayList(who)
	if err != nil {
		return err
	}
	if who.Institution != c.Institution {
		return notHere("another institution's case")
	}
	if c.Registered() && !assigned(officers, who.Account) {
		return rambu.Fault(rambu.Locked, "casefile.error.not_assigned")
	}
	return nil
}

// standing says how an officer stands to cases: their letters are for those who may read them.
func (d *Desk) standing(ctx context.Context, who rambu.Actor, ids []string) (map[string]letter.Standing, error) {
	found, err := d.byIDs(ctx, who.Institution, ids)
	out := map[string]letter.Standing{}
	for _, id := range ids {
		officers, e := d.officersOf(ctx, who.Institution, id)
		err = cmp.Or(err, e)
		c, ok := found[id]
		if !ok || mayRead(who, c, officers) != nil {
			out[id] = letter.Stranger
		}
		if slices.ContainsFunc(officers, func(o Officer) bool { return o.Account == who.Account && o.Ended == EndedRecusal }) {
			out[id] = letter.Barred
		}
	}
	return out, err
}

// mayConfigure: the administrator of a Bawaslu.
func mayConfigure(who rambu.Actor) error {
	err := house(who)
	if err != nil {
		return err
	}
	if !who.Is(rambu.RoleAdmin) {
		return notHere("the desk is set up by its administrator")
	}
	return nil
}

func assigned(officers []Officer, account string) bool {
	return slices.ContainsFunc(officers, func(o Officer) bool { return o.Account == account && o.Until == "" })
}
