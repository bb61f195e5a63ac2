package press

import (
	"rambu.id"
	"rambu.id/access"
	"rambu.id/roster"
	"rambu.id/seal"
)

// keyKind is the key articles of an institution are sealed to: at Bawaslu that of new reports,
// since one may become one; at a government that of letters.
func keyKind(institution string) seal.Kind {
	if roster.InstitutionKindOf(institution) == roster.KindSupervisor {
		return seal.KindIntake
	}
	return seal.KindLetter
}

// keeps reports whether the actor's office keeps the press.
func keeps(who rambu.Actor) bool {
	switch roster.InstitutionKindOf(who.Institution) {
	case roster.KindSupervisor:
		return who.Is(rambu.RoleIntake, rambu.RoleMember)
	case roster.KindGovernment:
		return who.Is(rambu.RoleSecretary, rambu.RoleClerk, rambu.RolePersonnel, rambu.RoleInspector, rambu.RoleAuthority)
	}
	return false
}

// Keeps reports whether the actor may see and decide the articles of his institution.
func Keeps(who rambu.Actor) bool { return who.Account != "" && keeps(who) }

func mayKeep(who rambu.Actor) error {
	if !Keeps(who) {
		return rambu.Errorf(rambu.Forbidden, "the press is kept by others")
	}
	return nil
}

// mayAdd: those who keep, and the command line of the machine, which seals and cannot open.
func mayAdd(who rambu.Actor) error {
	if who.Account == rambu.System("", "").Account && keyKind(who.Institution) != "" && who.Institution != "" {
		return nil
	}
	return mayKeep(who)
}

// MayTip reports whether the actor can make initial information of an article: Bawaslu's intake.
func MayTip(who rambu.Actor) bool {
	return Keeps(who) && roster.InstitutionKindOf(who.Institution) == roster.KindSupervisor && who.Is(rambu.RoleIntake)
}

func mayTip(who rambu.Actor) error {
	if !MayTip(who) {
		return rambu.Errorf(rambu.Forbidden, "initial information is Bawaslu's")
	}
	return nil
}

// mine: what belongs to another institution does not exist.
func mine(who rambu.Actor, c Clipping) error { return access.SameHouse(who, c.institution) }
