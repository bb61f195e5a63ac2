// Package usual says whom an invitation of a kind usually goes to, so that its form begins with the
// last one.
package usual

import (
	"context"
	"slices"

	"rambu.id"
	"rambu.id/meeting"
	"rambu.id/meeting/policy"
	"rambu.id/roster"
)

// days is how far back an earlier meeting is looked for.
const days = 120

// Groups returns the groups that the last meeting of the same kind invited, whole, and that
// meeting; none when there was none. It is for those who run meetings.
func Groups(ctx context.Context, room *meeting.Room, who rambu.Actor, s meeting.Session) ([]meeting.InviteGroup, meeting.Session, error) {
	err := policy.MayRun(who)
	if err != nil {
		return nil, meeting.Session{}, err
	}
	all, err := room.List(ctx, who, s.On.AddDays(-days), s.On)
	if err != nil {
		return nil, meeting.Session{}, err
	}
	var last meeting.Session
	for _, o := range all {
		if o.ID != s.ID && o.Kind == s.Kind && o.Letter != "" && o.State != meeting.Cancelled && o.On >= last.On {
			last = o.Session
		}
	}
	if last.ID == "" {
		return nil, last, nil
	}
	rows, err := room.Invited(ctx, who, last.ID)
	if err != nil {
		return nil, meeting.Session{}, err
	}
	asked := map[roster.PostID]bool{last.Chair: true}
	for _, i := range rows {
		asked[i.Post] = true
	}
	var out []meeting.InviteGroup
	for _, g := range meeting.InviteGroups() {
		members, err := room.Members(ctx, who, g)
		if err != nil {
			return nil, meeting.Session{}, err
		}
		if len(members) > 0 && !slices.ContainsFunc(members, func(p roster.Post) bool { return !asked[p.ID] }) {
			out = append(out, g)
		}
	}
	return out, last, nil
}
