package pledge

import (
	"rambu.id"
	"rambu.id/roster"
)

func forbidden(detail string) error { return rambu.Errorf(rambu.Forbidden, "%s", detail) }

func government(who rambu.Actor) bool {
	return roster.InstitutionKindOf(who.Institution) == roster.KindGovernment && who.Account != ""
}

// mayOpen: the personnel agency opens the round and names who keeps refusals.
func mayOpen(who rambu.Actor) error {
	if government(who) && who.Post != "" && who.Is(rambu.RolePersonnel) {
		return nil
	}
	return forbidden("the personnel agency opens pledges")
}

// mayRecord: the personnel agency and superiors write paper down, these of their own area: reach.go.
func mayRecord(who rambu.Actor) error {
	if government(who) && who.Post != "" && who.Is(rambu.RolePersonnel, rambu.RoleSuperior, rambu.RoleSecretary) {
		return nil
	}
	return forbidden("paper is recorded by superiors and the personnel agency")
}

// Records reports whether the actor may write paper down.
func Records(who rambu.Actor) bool { return mayRecord(who) == nil }

// mayCount: who leads sees how far it has come, by area and never by name.
func mayCount(who rambu.Actor) error {
	if government(who) && who.Is(rambu.RolePersonnel, rambu.RoleSuperior, rambu.RoleSecretary, rambu.RoleAuthority, rambu.RoleInspector) {
		return nil
	}
	return forbidden("coverage is for those who lead")
}

// mayKeep: only the one officer refusals are sealed to.
func mayKeep(who rambu.Actor, r Round) error {
	if who.Institution == r.Institution && who.Account != "" && who.Account == r.Keeper {
		return nil
	}
	return forbidden("refusals are kept by one officer")
}
