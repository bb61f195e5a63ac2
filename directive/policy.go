package directive

import (
	"rambu.id"
	"rambu.id/roster"
)

func forbidden(detail string) error { return rambu.Errorf(rambu.Forbidden, "%s", detail) }

// writers may write directives: whoever holds a post with an office of its own, down to the
// head of a ward.
func writers() []rambu.Role {
	return []rambu.Role{
		rambu.RoleSuperior, rambu.RolePersonnel, rambu.RoleInspector, rambu.RoleAuthority, rambu.RoleSecretary, rambu.RoleClerk,
	}
}

// overseers see how far every directive of their government has come.
func overseers() []rambu.Role {
	return []rambu.Role{
		rambu.RoleAuthority, rambu.RoleSecretary, rambu.RolePersonnel, rambu.RoleInspector, rambu.RoleClerk,
	}
}

// mayDraft: a government gives directives; Bawaslu writes letters.
func mayDraft(who rambu.Actor) error {
	if roster.InstitutionKindOf(who.Institution) != roster.KindGovernment || who.Account == "" || who.Post == "" || !who.Is(writers()...) {
		return forbidden("may not write directives")
	}
	return nil
}

// mayTouch: drafter, signer and the mail desk work on a draft.
func mayTouch(who rambu.Actor, o Order) error {
	if who.Institution == o.Institution && who.Post != "" && (who.Post == o.Drafter || who.Post == o.Signer || who.Is(rambu.RoleClerk)) {
		return nil
	}
	return forbidden("neither drafter, signer nor mail desk")
}

// maySend: only who acts for the signing post today; the power of that office is asked apart.
func maySend(who rambu.Actor, o Order) error {
	if who.Institution != o.Institution || who.Account == "" || who.Post == "" || who.Post != o.Signer {
		return rambu.Fault(rambu.Forbidden, "directive.error.not_signer")
	}
	return nil
}

// mayRead: a draft is for those who work on it; what was sent is an order to the institution.
func mayRead(who rambu.Actor, o Order) error {
	if who.Institution != o.Institution || who.Account == "" {
		return forbidden("not a directive of this institution")
	}
	if o.State.Sent() {
		return nil
	}
	return mayTouch(who, o)
}

// seesAll reports whether the actor sees the coverage of the whole audience; everybody else sees
// himself and those directly below him.
func seesAll(who rambu.Actor, o Order) bool {
	return who.Institution == o.Institution && (who.Post == o.Signer || who.Post == o.Drafter || who.Is(overseers()...))
}

// sees reports whether the actor sees what is known of one addressee.
func sees(who rambu.Actor, o Order, a Addressee) bool {
	return seesAll(who, o) || who.Post != "" && (a.Post == who.Post || a.Superior == who.Post)
}

// mayTell: the direct superior, who coaches a village, says that he told it.
func mayTell(who rambu.Actor, a Addressee) error {
	if who.Account == "" || who.Post == "" || a.Superior != who.Post {
		return rambu.Fault(rambu.Forbidden, "directive.error.not_below")
	}
	return nil
}

// mayIssue: the superior hands out the codes of those directly below him.
func mayIssue(who rambu.Actor) error {
	if roster.InstitutionKindOf(who.Institution) != roster.KindGovernment || who.Account == "" || who.Post == "" || !who.Is(rambu.RoleSuperior) {
		return forbidden("codes are handed out by the direct superior")
	}
	return nil
}
