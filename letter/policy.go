package letter

import (
	"slices"

	"rambu.id"
	"rambu.id/letter/kinds"
)

func forbidden(detail string) error { return rambu.Errorf(rambu.Forbidden, "%s", detail) }

// writers may draft letters of their institution.
func writers() []rambu.Role {
	return []rambu.Role{
		rambu.RoleIntake, rambu.RoleHandler, rambu.RoleMember, rambu.RoleSuperior, rambu.RolePersonnel,
		rambu.RoleInspector, rambu.RoleAuthority, rambu.RoleSecretary, rambu.RoleClerk,
	}
}

// registrars see the envelopes of the whole institution; everybody else those of his own post.
func registrars() []rambu.Role {
	return []rambu.Role{
		rambu.RoleClerk, rambu.RoleSecretary, rambu.RoleAuthority, rambu.RolePersonnel, rambu.RoleHandler, rambu.RoleMember,
	}
}

// readersOf says which roles deal with a kind, and so may open it whoever it is addressed to.
func readersOf(k kinds.Kind) []rambu.Role {
	switch k {
	case kinds.KindForwardedStudy:
		return []rambu.Role{
			rambu.RoleHandler, rambu.RoleMember, rambu.RolePersonnel, rambu.RoleAuthority, rambu.RoleSecretary, rambu.RoleInspector,
		}
	case kinds.KindAnswer, kinds.KindRecommendation:
		return []rambu.Role{rambu.RoleHandler, rambu.RoleMember, rambu.RolePersonnel, rambu.RoleAuthority, rambu.RoleSecretary}
	case kinds.KindSummons:
		return []rambu.Role{rambu.RoleHandler, rambu.RolePersonnel, rambu.RoleSuperior}
	case kinds.KindAdvice, kinds.KindSpread:
		return []rambu.Role{rambu.RoleHandler, rambu.RoleMember, rambu.RoleAuthority, rambu.RoleSecretary}
	case kinds.KindContact, kinds.KindContactAgreed, kinds.KindContactDisputed:
		return []rambu.Role{rambu.RoleHandler, rambu.RoleMember, rambu.RoleClerk, rambu.RoleAuthority, rambu.RoleSecretary}
	case kinds.KindReceipt, kinds.KindPlain, kinds.KindInvitation:
		return []rambu.Role{rambu.RoleSecretary}
	}
	return nil
}

// mayDraft: whoever acts for a post with an office of its own.
func mayDraft(who rambu.Actor) error {
	if who.Account == "" || who.Institution == "" || who.Post == "" || !who.Is(writers()...) {
		return forbidden("may not draft letters")
	}
	return nil
}

// mayTouch: the drafter, the signer and the mail desk work on a letter before it is sent.
func mayTouch(who rambu.Actor, o Outgoing) error {
	if who.Institution != o.Institution || who.Post == "" {
		return forbidden("not a letter of this institution")
	}
	if who.Post == o.Drafter || who.Post == o.Signer || who.Is(rambu.RoleClerk, rambu.RoleSecretary) {
		return nil
	}
	return forbidden("neither drafter, signer nor mail desk")
}

// maySign: only who acts for the signing post today; the power of that office is asked apart.
func maySign(who rambu.Actor, o Outgoing) error {
	if who.Institution != o.Institution || who.Post == "" || who.Post != o.Signer {
		return rambu.Fault(rambu.Forbidden, "letter.error.not_signer")
	}
	return nil
}

// mayRecord: the mail desk, and the rooms that get letters of their own, record what happened
// outside Rambu.
func mayRecord(who rambu.Actor) error {
	if who.Account == "" || !who.Is(rambu.RoleClerk, rambu.RoleSecretary, rambu.RolePersonnel, rambu.RoleHandler) {
		return forbidden("may not record letters")
	}
	return nil
}

// seesAll reports whether the actor sees every envelope of his institution.
func seesAll(who rambu.Actor) bool { return who.Is(registrars()...) }

// mayOpenSent: drafter, signer, the roles that deal with the kind, and the mail desk unless
// the letter is confidential; of a letter about a case only the officers of the case.
func mayOpenSent(who rambu.Actor, o Outgoing, s Standing) error {
	if who.Institution != o.Institution || who.Account == "" {
		return forbidden("not a letter of this institution")
	}
	if s != Free {
		return forbidden("a letter of a matter that is not this officer's")
	}
	if who.Post != "" && (who.Post == o.Drafter || who.Post == o.Signer) || opensKind(who, o.Kind, o.Nature) {
		return nil
	}
	return forbidden("this letter is not this officer's to open")
}

// mayOpenReceived: as mayOpenSent, with the addressee in the place of the drafter.
func mayOpenReceived(who rambu.Actor, i Incoming, s Standing) error {
	if who.Institution != i.Institution || who.Account == "" {
		return forbidden("not a letter of this institution")
	}
	if s != Free {
		return forbidden("a letter of a matter that is not this officer's")
	}
	if who.Post != "" && who.Post == i.ToPost || opensKind(who, i.Kind, i.Nature) {
		return nil
	}
	return forbidden("this letter is not addressed to this officer")
}

func opensKind(who rambu.Actor, k kinds.Kind, n Nature) bool {
	return who.Is(readersOf(k)...) || n != Confidential && who.Is(rambu.RoleClerk)
}

// mayAcknowledge: the addressee or the mail desk signs for a letter.
func mayAcknowledge(who rambu.Actor, i Incoming) error {
	if who.Institution == i.Institution && who.Post != "" &&
		(who.Post == i.ToPost || who.Is(rambu.RoleClerk, rambu.RoleSecretary) || who.Is(readersOf(i.Kind)...)) {
		return nil
	}
	return forbidden("may not acknowledge this letter")
}

// MaySet allows the administrator and the mail desk to change how letters look.
func MaySet(who rambu.Actor) error {
	if who.Account == "" || !who.Is(rambu.RoleAdmin, rambu.RoleClerk, rambu.RoleSecretary) {
		return forbidden("may not change how letters look")
	}
	return nil
}

// mine reports whether an envelope concerns the actor's own post.
func mine(who rambu.Actor, posts ...string) bool {
	return who.Post != "" && slices.Contains(posts, who.Post)
}
