package access

import (
	"slices"

	"rambu.id"
	"rambu.id/seal"
)

// SameHouse is the wall between institutions: what belongs to another one does not exist for
// the actor. Errors: NotFound.
func SameHouse(who rambu.Actor, institution string) error {
	if institution == "" || who.Institution != institution {
		return &rambu.Error{Kind: rambu.NotFound, Key: "error.not-found", Detail: "belongs to another institution"}
	}
	return nil
}

// mayManage: accounts are made and taken away by the administrator of the same institution.
func mayManage(who rambu.Actor, institution string) error {
	if !who.Is(rambu.RoleAdmin) {
		return rambu.Errorf(rambu.Forbidden, "accounts are managed by the administrator")
	}
	return SameHouse(who, institution)
}

// mayList: an administrator sees the accounts; so does whoever can give keys to them.
func mayList(who rambu.Actor) error {
	if who.Is(rambu.RoleAdmin, rambu.RoleAuditor) || who.Is(fileRoles()...) {
		return nil
	}
	return rambu.Errorf(rambu.Forbidden, "accounts are listed for officers with an office")
}

// fileRoles are the roles that open sealed files.
func fileRoles() []rambu.Role {
	return []rambu.Role{
		rambu.RoleIntake, rambu.RoleHandler, rambu.RoleMember, rambu.RoleIdentity, rambu.RoleSuperior,
		rambu.RolePersonnel, rambu.RoleInspector, rambu.RoleAuthority, rambu.RoleSecretary, rambu.RoleClerk,
	}
}

// guardedRoles are the roles that need the second factor: those that open files, and the
// administrator, who makes the accounts and posts by which others do.
func guardedRoles() []rambu.Role { return append(fileRoles(), rambu.RoleAdmin) }

// Kinds are the keys of an institution that officers are given, in the order forms show them.
func Kinds() []seal.Kind {
	return []seal.Kind{seal.KindIntake, seal.KindIdentity, seal.KindLetter, seal.KindMatter, seal.KindIndex}
}

// holders says which roles may hold which key of an institution. The administrator and the
// auditor hold none.
func holders(kind seal.Kind) []rambu.Role {
	switch kind { //nolint:exhaustive // the other kinds belong to no institution
	case seal.KindIntake:
		return []rambu.Role{rambu.RoleIntake, rambu.RoleMember}
	case seal.KindIdentity:
		return []rambu.Role{rambu.RoleIdentity}
	case seal.KindMatter:
		return []rambu.Role{rambu.RolePersonnel, rambu.RoleInspector, rambu.RoleAuthority, rambu.RoleSecretary}
	case seal.KindLetter, seal.KindIndex:
		return fileRoles()
	}
	return nil
}

// mayHold reports whether somebody with these roles may be given a key of an institution.
func mayHold(roles []rambu.Role, kind seal.Kind) bool {
	return slices.ContainsFunc(holders(kind), func(r rambu.Role) bool { return slices.Contains(roles, r) })
}

// rolesOf are the roles of an office; somebody signed in without any is staff.
func rolesOf(o Office) []rambu.Role {
	if len(o.Roles) == 0 {
		return []rambu.Role{rambu.RoleFieldStaff}
	}
	return o.Roles
}
