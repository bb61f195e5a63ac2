package discipline

import (
	"slices"

	"rambu.id"
	"rambu.id/roster"
)

// rule is a permission: a pure function of who, the clear matter and its officers.
type rule func(who rambu.Actor, m Matter, officers []Officer) error

// notHere is the answer to whoever has no business here: the matter does not exist for him.
func notHere(detail string) error { return rambu.Errorf(rambu.NotFound, "%s", detail) }

// house is the first wall: the office belongs to a government, and a matter to one of them.
func house(who rambu.Actor) error {
	if roster.InstitutionKindOf(who.Institution) != roster.KindGovernment || who.Account == "" {
		return notHere("discipline is the government's")
	}
	return nil
}

// seesAll reports whether the actor's office deals with every matter of his government.
func seesAll(who rambu.Actor) bool {
	return who.Is(rambu.RolePersonnel, rambu.RoleSecretary, rambu.RoleAuthority, rambu.RoleInspector)
}

// ReadsAll reports whether an actor may open every matter of his government.
func ReadsAll(who rambu.Actor) bool { return mayList(who) == nil && seesAll(who) }

// mayList: those who deal with all matters, and superiors, who see the ones they examine.
func mayList(who rambu.Actor) error {
	err := house(who)
	if err != nil {
		return err
	}
	if !seesAll(who) && !who.Is(rambu.RoleSuperior) {
		return notHere("matters are for those who deal with them")
	}
	return nil
}

// mayReceive: who opens a matter from a letter or from BKN's paper.
func mayReceive(who rambu.Actor) error {
	err := house(who)
	if err != nil {
		return err
	}
	if !who.Is(rambu.RolePersonnel, rambu.RoleSecretary, rambu.RoleAuthority) {
		return notHere("letters are taken up by personnel, secretary or authority")
	}
	return nil
}

// mayRead: the government's own matter; a superior only where he was made examiner.
func mayRead(who rambu.Actor, m Matter, officers []Officer) error {
	err := mayList(who)
	if err != nil {
		return err
	}
	if who.Institution != m.Institution {
		return notHere("another institution's matter")
	}
	if !seesAll(who) && !slices.ContainsFunc(officers, func(o Officer) bool { return o.Account == who.Account && o.Part == Examiner }) {
		return notHere("not this superior's matter")
	}
	return nil
}

// mayWork: who may take a step. Whoever stepped aside takes none (UU 30/2014 Pasal 42).
func mayWork(who rambu.Actor, m Matter, officers []Officer) error {
	err := mayRead(who, m, officers)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(officers, func(o Officer) bool { return o.Account == who.Account && o.Part == Aside }) {
		return rambu.Fault(rambu.Forbidden, "discipline.error.stepped_aside")
	}
	return nil
}

// mayRecord: who writes down what the authority or BKN did.
func mayRecord(who rambu.Actor, m Matter, officers []Officer) error {
	err := mayWork(who, m, officers)
	if err != nil {
		return err
	}
	if !who.Is(rambu.RolePersonnel, rambu.RoleSecretary, rambu.RoleAuthority) {
		return rambu.Fault(rambu.Forbidden, "discipline.error.personnel_only")
	}
	return nil
}

// mayDecide: as mayRecord, and the superior, whose light penalties are his own. Whether the
// signer had the power that day is asked apart.
func mayDecide(who rambu.Actor, m Matter, officers []Officer) error {
	err := mayWork(who, m, officers)
	if err != nil {
		return err
	}
	if !who.Is(rambu.RolePersonnel, rambu.RoleSecretary, rambu.RoleAuthority, rambu.RoleSuperior) {
		return rambu.Fault(rambu.Forbidden, "discipline.error.personnel_only")
	}
	return nil
}
