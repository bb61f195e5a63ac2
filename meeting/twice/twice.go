// Package twice finds people who are recorded in two meetings at the same time: somebody went from
// one to the other, an usher ticked the wrong line, or a code was passed on by telephone. Both
// stay recorded until a person makes sure.
package twice

import (
	"context"
	"slices"
	"time"

	"rambu.id"
	"rambu.id/meeting"
	"rambu.id/roster"
)

// Double is somebody recorded in this meeting and in another at the same time.
type Double struct {
	Invitee string        // row of this meeting
	Post    roster.PostID // of whoever came
	At      time.Time
	Other   meeting.Line // the other meeting
	OtherAt time.Time
}

// stay is one arrival: who came for which row, from when to when.
type stay struct {
	row       string        // invitee
	comer     roster.PostID // the post of whoever came
	in, until time.Time
	at        meeting.Line
}

func (s stay) overlaps(o stay) bool { return s.in.Before(o.until) && o.in.Before(s.until) }

// stays are the arrivals of a meeting, with what was corrected since. One ends when he left, at
// the latest with the planned end of the meeting.
func stays(v *meeting.View, at meeting.Line) []stay {
	var out []stay
	for _, i := range v.Invitees {
		s := stay{row: i.ID, comer: i.Post, in: i.InAt, until: v.End, at: at}
		if !i.OutAt.IsZero() && i.OutAt.Before(v.End) {
			s.until = i.OutAt
		}
		now := i.Now()
		if now == meeting.StoodIn && i.StandIn != "" {
			s.comer = i.StandIn
		} else if now.Group() != meeting.GroupHolder {
			continue
		}
		if !i.InAt.IsZero() {
			out = append(out, s)
		}
	}
	return out
}

// Find lists who is recorded in a meeting and in another at the same time: by his post, or as the
// same person in two posts. It is for those who keep the doors; others get Forbidden.
func Find(ctx context.Context, room *meeting.Room, posts *roster.Store, who rambu.Actor, v *meeting.View) ([]Double, error) {
	if !meeting.Runs(who) {
		return nil, rambu.Fault(rambu.Forbidden, "meeting.error.organiser_only")
	}
	if v.State != meeting.DoorOpen && v.State != meeting.Closed {
		return nil, nil
	}
	theirs, err := others(ctx, room, who, v)
	if err != nil || len(theirs) == 0 {
		return nil, err
	}
	mine := stays(v, meeting.Line{})
	person, err := comers(ctx, posts, who, v.On, slices.Concat(mine, theirs))
	if err != nil {
		return nil, err
	}
	return paired(mine, theirs, person), nil
}

// others are the arrivals at the meetings of the day that overlap in time.
func others(ctx context.Context, room *meeting.Room, who rambu.Actor, v *meeting.View) ([]stay, error) {
	day, err := room.List(ctx, who, v.On, v.On)
	if err != nil {
		return nil, err
	}
	var out []stay
	for _, l := range day {
		opened := l.State == meeting.DoorOpen || l.State == meeting.Closed
		if l.ID == v.ID || !opened || !l.Start.Before(v.End) || !v.Start.Before(l.End) {
			continue
		}
		other, err := room.Get(ctx, who, l.ID)
		if err != nil {
			return nil, err
		}
		out = append(out, stays(other, l)...)
	}
	return out, nil
}

// paired matches the arrivals of one meeting with those of the others.
func paired(mine, theirs []stay, person map[roster.PostID]roster.PersonID) []Double {
	byPost, byPerson := map[roster.PostID][]stay{}, map[roster.PersonID][]stay{}
	for _, t := range theirs {
		byPost[t.comer] = append(byPost[t.comer], t)
		if p := person[t.comer]; p != "" {
			byPerson[p] = append(byPerson[p], t)
		}
	}
	var out []Double
	for _, m := range mine {
		same := byPost[m.comer]
		if p := person[m.comer]; p != "" {
			same = byPerson[p]
		}
		for _, t := range same {
			if m.overlaps(t) {
				out = append(out, Double{Invitee: m.row, Post: m.comer, At: m.in, Other: t.at, OtherAt: t.in})
			}
		}
	}
	return out
}

// comers says which person each post is, where the roster knows and nobody contests it.
func comers(ctx context.Context, store *roster.Store, who rambu.Actor, on rambu.Date, all []stay) (map[roster.PostID]roster.PersonID, error) {
	var posts []roster.PostID
	for _, s := range all {
		posts = append(posts, s.comer)
	}
	slices.Sort(posts)
	holders, err := store.HoldersOf(ctx, who, slices.Compact(posts), on)
	if err != nil {
		return nil, err
	}
	out := map[roster.PostID]roster.PersonID{}
	for post, held := range holders {
		var tenures []roster.Tenure
		for _, h := range held {
			tenures = append(tenures, h.Tenure)
		}
		if len(held) > 0 && !roster.Contested(tenures) {
			out[post] = held[0].Person.ID
		}
	}
	return out, nil
}
