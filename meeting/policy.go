package meeting

import (
	"slices"

	"rambu.id"
	"rambu.id/meeting/policy"
)

// Runs reports whether the actor may plan and run meetings.
func Runs(who rambu.Actor) bool { return policy.Runs(who) }

// Weighs reports whether the actor deals with reasons for absence.
func Weighs(who rambu.Actor) bool { return policy.Weighs(who) }

// SeesAll reports whether the actor sees the presence of everybody.
func SeesAll(who rambu.Actor) bool { return policy.SeesAll(who) }

// mayRead: those who see all, and the posts that have a part in the meeting.
func mayRead(who rambu.Actor, s Session, invitees []Invitee) error {
	err := policy.House(who)
	if err != nil {
		return err
	}
	if who.Institution != s.Institution {
		return policy.NotHere("another institution's meeting")
	}
	if SeesAll(who) || who.Post != "" && (who.Post == string(s.Chair) || concerns(who, invitees)) {
		return nil
	}
	return policy.NotHere("not invited")
}

// concerns reports whether the actor's post is invited or stands in.
func concerns(who rambu.Actor, invitees []Invitee) bool {
	return slices.ContainsFunc(invitees, func(i Invitee) bool {
		return string(i.Post) == who.Post || i.StandIn != "" && string(i.StandIn) == who.Post
	})
}

// mayApprove: the chair or the secretary, and not whoever wrote them.
func mayApprove(who rambu.Actor, s Session, m Minutes) error {
	err := policy.House(who)
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
