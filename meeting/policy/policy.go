// Package policy says who may do what in a government's meetings. Its functions are pure and are
// asked before anything is read.
package policy

import (
	"rambu.id"
	"rambu.id/roster"
)

// NotHere is the answer to whoever has no business here: the meeting does not exist for him.
func NotHere(detail string) error { return rambu.Errorf(rambu.NotFound, "%s", detail) }

// House is the first wall: the room belongs to a government, and a meeting to one of them.
func House(who rambu.Actor) error {
	if roster.InstitutionKindOf(who.Institution) != roster.KindGovernment || who.Account == "" {
		return NotHere("meetings are the government's")
	}
	return nil
}

// Keeps reports whether the actor's office plans meetings, keeps the door and writes the minutes.
func Keeps(who rambu.Actor) bool {
	return who.Is(rambu.RoleSecretary, rambu.RoleClerk, rambu.RoleAuthority)
}

// Runs reports whether the actor may plan and run meetings.
func Runs(who rambu.Actor) bool { return House(who) == nil && Keeps(who) }

// Weighs reports whether the actor deals with reasons for absence.
func Weighs(who rambu.Actor) bool {
	return House(who) == nil && who.Is(rambu.RoleSecretary, rambu.RolePersonnel, rambu.RoleAuthority)
}

// SeesAll reports whether the actor sees the presence of everybody.
func SeesAll(who rambu.Actor) bool {
	return House(who) == nil && (Keeps(who) || who.Is(rambu.RolePersonnel, rambu.RoleInspector))
}

// MayRun is for who plans, invites, keeps the door and writes the minutes.
func MayRun(who rambu.Actor) error {
	err := House(who)
	if err != nil {
		return err
	}
	if !Keeps(who) {
		return rambu.Fault(rambu.Forbidden, "meeting.error.organiser_only")
	}
	return nil
}

// MayWeigh is for personnel, the secretary and the authority say whether a reason is clear.
func MayWeigh(who rambu.Actor) error {
	err := House(who)
	if err != nil {
		return err
	}
	if !Weighs(who) {
		return rambu.Fault(rambu.Forbidden, "meeting.error.personnel_only")
	}
	return nil
}

// MayInspect keeps the search for a pattern to Inspektorat alone, whatever else somebody is: not of
// whoever leads the meeting, nor of the secretary or the authority.
func MayInspect(who rambu.Actor) error {
	err := House(who)
	if err != nil {
		return err
	}
	if !who.Is(rambu.RoleInspector) || who.Is(rambu.RoleSecretary, rambu.RoleAuthority) {
		return NotHere("patterns are for Inspektorat")
	}
	return nil
}

// MayTypeReplies is for the registry and Inspektorat, to whom a reply on paper comes.
func MayTypeReplies(who rambu.Actor) error {
	err := House(who)
	if err == nil && !who.Is(rambu.RoleClerk) && MayInspect(who) != nil {
		err = NotHere("replies on paper are for the registry")
	}
	return err
}

// MayCompare keeps the pattern over time to the secretary, personnel and Inspektorat.
func MayCompare(who rambu.Actor) error {
	err := House(who)
	if err == nil && !who.Is(rambu.RoleSecretary, rambu.RolePersonnel, rambu.RoleInspector) {
		err = NotHere("the matrix is for those who follow attendance up")
	}
	return err
}
