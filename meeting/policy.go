package meeting

import (
	"slices"

	"rambu.id"
	"rambu.id/roster"
)

// notHere is the answer to whoever has no business here: the meeting does not exist for him.
func notHere(detail string) error { return rambu.Errorf(rambu.NotFound, "%s", detail) }

// house is the first wall: the room belongs to a government, and a meeting to one of them.
func house(who rambu.Actor) error {
	if roster.InstitutionKindOf(who.Institution) != roster.KindGovernment || who.Account == "" {
		return notHere("meetings are the government's")
	}
	return nil
}

// runs reports whether the actor's office plans meetings, keeps the door and writes the minutes.
func runs(who rambu.Actor) bool {
	return who.Is(rambu.RoleSecretary, rambu.RoleClerk, rambu.RoleAuthority)
}

// Runs reports whether the actor may plan and run meetings.
func Runs(who rambu.Actor) bool { return house(who) == nil && runs(who) }

// Weighs reports whether the actor deals with reasons for absence.
func Weighs(who rambu.Actor) bool {
	return house(who) == nil && who.Is(rambu.RoleSecretary, rambu.RolePersonnel, rambu.RoleAuthority)
}

// SeesAll reports whether the actor sees the presence of everybody.
func SeesAll(who rambu.Actor) bool {
	return house(who) == nil && (runs(who) || who.Is(rambu.RolePersonnel, rambu.RoleInspector))
}

// mayRun: who plans, invites, keeps the door and writes the minutes.
func mayRun(who rambu.Actor) error {
	err := house(who)
	if err != nil {
		return err
	}
	if !runs(who) {
		return rambu.Fault(rambu.Forbidden, "meeting.error.organiser_only")
	}
	return nil
}

// mayWeigh: personnel, the secretary and the authority say whether a reason is clear.
func mayWeigh(who rambu.Actor) error {
	err := house(who)
	if err != nil {
		return err
	}
	if !Weighs(who) {
		return rambu.Fault(rambu.Forbidden, "meeting.error.personnel_only")
	}
	return nil
}

// mayInspect: the search for a pattern is Inspektorat's alone, whatever else somebody is: not of
// whoever leads the meeting, nor of the secretary or the authority.
func mayInspect(who rambu.Actor) error {
	err := house(who)
	if err != nil {
		return err
	}
	if !who.Is(rambu.RoleInspector) || who.Is(rambu.RoleSecretary, rambu.RoleAuthority) {
		return notHere("patterns are for Inspektorat")
	}
	return nil
}

// mayRead: those who see all, and the posts that have a part in the meeting.
func mayRead(who rambu.Actor, s Session, invitees []Invitee) error {
	err := house(who)
	if err != nil {
		return err
	}
	if who.Institution != s.Institution {
		return notHere("another institution's meeting")
	}
	if SeesAll(who) || who.Post != "" && (who.Post == string(s.Chair) || concerns(who, invitees)) {
		return nil
	}
	return notHere("not invited")
}

// concerns reports whether the actor's post is invited or stands in.
func concerns(who rambu.Actor, invitees []Invitee) bool {
	return slices.ContainsFunc(invitees, func(i Invitee) bool {
		return string(i.Post) == who.Post || i.StandIn != "" && string(i.StandIn) == who.Post
	})
}

// mayApprove: the chair or the secretary, and not whoever wrote them.
func mayApprove(who rambu.Actor, s Session, m Minutes) error {
	err := house(who)
	if err != nil {
		return err
	}
	if who.Post != string(s.Chair) && !who.Is(rambu.RoleSecretary, rambu.RoleAuthority) {
		return rambu.Fault(rambu.Forbidden, "meeting.error.approver_only")
	}
	if who.Account == m.Writer {
		return rambu.Fault(rambu.Forbidden, "meeting.error.own_minutes")
	}
	return nil
}
