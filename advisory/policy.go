package advisory

import (
	"rambu.id"
	"rambu.id/letter"
	"rambu.id/roster"
)

func forbidden(detail string) error { return rambu.Errorf(rambu.Forbidden, "%s", detail) }

// MayWrite lets those at Bawaslu who prevent and decide write imbauan.
func MayWrite(who rambu.Actor) error {
	if roster.InstitutionKindOf(who.Institution) == roster.KindSupervisor && who.Account != "" && who.Post != "" &&
		who.Is(rambu.RoleHandler, rambu.RoleMember) {
		return nil
	}
	return forbidden("imbauan are written at Bawaslu")
}

// MaySee lets those see imbauan who write them there, and those who answer them here.
func MaySee(who rambu.Actor) error {
	if MayWrite(who) == nil || MayAnswer(who) == nil {
		return nil
	}
	return forbidden("imbauan are for those who write and those who answer them")
}

// MayAnswer lets the secretary and the head make a circular of an imbauan and tell how far it came.
func MayAnswer(who rambu.Actor) error {
	if roster.InstitutionKindOf(who.Institution) == roster.KindGovernment && who.Account != "" && who.Post != "" &&
		who.Is(rambu.RoleSecretary, rambu.RoleAuthority) {
		return nil
	}
	return forbidden("an imbauan is answered by the secretary or the head")
}

// MayRevise lets those write a draft anew who wrote it or will sign it; the letters decide again.
func MayRevise(who rambu.Actor, a *Advice) bool {
	o := a.Letter.Sent
	return MayWrite(who) == nil && o != nil && o.State == letter.Draft && (who.Post == o.Drafter || who.Post == o.Signer)
}
