package activity

import (
	"rambu.id"
	"rambu.id/roster"
)

func forbidden(detail string) error { return rambu.Errorf(rambu.Forbidden, "%s", detail) }

func government(who rambu.Actor) bool {
	return roster.InstitutionKindOf(who.Institution) == roster.KindGovernment && who.Account != "" && who.Post != ""
}

// MaySee lets those see the agenda who lead, watch or keep it.
func MaySee(who rambu.Actor) error {
	if government(who) && who.Is(rambu.RoleAuthority, rambu.RoleSecretary, rambu.RoleClerk, rambu.RoleInspector, rambu.RolePersonnel, rambu.RoleSuperior) {
		return nil
	}
	return forbidden("the agenda is for those who lead, watch or keep it")
}

// MayPlan lets those enter activities and campaign events who organise or keep them.
func MayPlan(who rambu.Actor) error {
	if government(who) && who.Is(rambu.RoleSecretary, rambu.RoleClerk, rambu.RoleSuperior) {
		return nil
	}
	return forbidden("activities are entered by those who organise or keep them")
}

// MayDecide lets the organiser, the secretary and the head decide about an activity.
func MayDecide(who rambu.Actor, p Plan) error {
	if government(who) && who.Institution == p.institution && (who.Post == p.Organiser || who.Is(rambu.RoleSecretary, rambu.RoleAuthority)) {
		return nil
	}
	return forbidden("decided by the organiser, the secretary or the head")
}

// mayWithdraw: whoever entered a campaign event, or keeps the agenda.
func mayWithdraw(who rambu.Actor, e Event) error {
	if MayPlan(who) == nil && (who.Post == e.Recorder || who.Is(rambu.RoleSecretary, rambu.RoleClerk)) {
		return nil
	}
	return forbidden("withdrawn by who entered it, or who keeps the agenda")
}
