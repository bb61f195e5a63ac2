package contact

import (
	"rambu.id"
	"rambu.id/roster"
)

func forbidden(detail string) error { return rambu.Errorf(rambu.Forbidden, "%s", detail) }

// MayKeep lets those keep the book who speak for their institution or run its mail desk.
func MayKeep(who rambu.Actor) error {
	if who.Account == "" || who.Post == "" {
		return forbidden("the book is kept by posts")
	}
	switch roster.InstitutionKindOf(who.Institution) {
	case roster.KindGovernment:
		if who.Is(rambu.RoleSecretary, rambu.RoleAuthority, rambu.RoleClerk) {
			return nil
		}
	case roster.KindSupervisor:
		if who.Is(rambu.RoleMember, rambu.RoleHandler, rambu.RoleClerk) {
			return nil
		}
	}
	return forbidden("the book is kept by those who speak for the institution")
}

// maySend: whoever entered a contact signs its letter.
func maySend(who rambu.Actor, e Entry) error {
	err := MayKeep(who)
	if err == nil && who.Post != e.Recorder {
		err = forbidden("signed by who entered it")
	}
	return err
}
