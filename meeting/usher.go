package meeting

import (
	"context"
	"slices"
	"strconv"
	"time"

	"rambu.id"
	"rambu.id/calendar"
	"rambu.id/ledger"
	"rambu.id/meeting/policy"
	"rambu.id/meeting/reach"
	"rambu.id/roster"
)

// Tick is one line of the usher's list. It may be sent late, from a list that was ticked without
// a signal: At is when the person came. The same list sent twice changes nothing.
type Tick struct {
	Invitee string
	StandIn bool          // somebody came for the holder
	Post    roster.PostID // the stand-in's post, when nobody was named before
	Left    bool          // he went before the end
	At      time.Time     // zero is now
}

// Ticked says what became of a list: how many lines were new, how many were recorded already, and
// which could not be taken.
type Ticked struct {
	New     int
	Again   int
	Refused map[string]error // by invitee
}

// Tick records the usher's list: people without a phone, and a list kept while there was no
// signal. A stand-in who comes with a paper is taken on the usher's word; the meeting's rule and
// an end of the mandate hold all the same.
func (r *Room) Tick(ctx context.Context, who rambu.Actor, id string, list []Tick) (Ticked, error) {
	err := policy.MayRun(who)
	if err != nil {
		return Ticked{}, err
	}
	s, err := r.session(ctx, who.Institution, id)
	if err != nil {
		return Ticked{}, err
	}
	posts, err := r.standInPosts(ctx, who, s, list)
	if err != nil {
		return Ticked{}, err
	}
	var out Ticked
	_, err = r.log.Do(who, "meeting.tick", func(op *ledger.Op) error {
		out = Ticked{Refused: map[string]error{}}
		op.Object(id)
		err := stillOpen(op, id)
		if err != nil {
			return err
		}
		all, err := inviteesIn(op, id)
		if err != nil {
			return err
		}
		for _, t := range list {
			at := slices.IndexFunc(all, func(i Invitee) bool { return i.ID == t.Invitee })
			if at < 0 {
				out.Refused[t.Invitee] = policy.NotHere("not on this list")
				continue
			}
			before := all[at]
			refused := r.tick(&all[at], s, t, posts, op.At)
			if refused == nil {
				refused = oneSeat(all, at)
			}
			if refused != nil {
				out.Refused[t.Invitee], all[at] = refused, before
				op.Fact("refused", t.Invitee)
				op.Fact("why", policy.ReasonOf(refused))
				continue
			}
			if all[at].State == before.State {
				out.Again++
				continue
			}
			out.New++
			err = r.noteElsewhere(op, id, string(all[at].comer()))
			if err != nil {
				return err
			}
			err = op.Update(inviteeTable, before.Version, all[at].values()...)
			if err != nil {
				return err
			}
			all[at].Version++
		}
		op.Fact("ticked", strconv.Itoa(out.New))
		return nil
	})
	return out, policy.Stale(err)
}

// standInPosts reads the posts of the stand-ins a list and its rows name.
func (r *Room) standInPosts(ctx context.Context, who rambu.Actor, s Session, list []Tick) (map[roster.PostID]roster.Post, error) {
	all, err := r.invitees(ctx, who.Institution, s.ID)
	if err != nil {
		return nil, err
	}
	var ids []roster.PostID
	for _, t := range list {
		ids = append(ids, t.Post)
	}
	for _, i := range all {
		ids = append(ids, i.StandIn)
	}
	return r.roster.PostsByID(ctx, slices.DeleteFunc(ids, func(p roster.PostID) bool { return p == "" }))
}

// tick applies one line.
func (r *Room) tick(i *Invitee, s Session, t Tick, posts map[roster.PostID]roster.Post, now time.Time) error {
	at, err := r.Arrival(s.Region, t.At, now, s.Start)
	if err != nil {
		return err
	}
	if t.Left {
		return i.leave(s, at)
	}
	if !t.StandIn {
		return i.arrive(s, at, ByUsher, true)
	}
	day := rambu.DateOf(r.proc.Calendar().Local(s.Region, at))
	if t.Post != "" && i.StandIn == "" {
		i.StandIn, i.MandateUntil = t.Post, max(s.On, day)
	}
	post, ok := posts[i.StandIn]
	if !ok || i.StandIn == i.Post {
		return rambu.Fault(rambu.Invalid, "meeting.error.who_stands_in")
	}
	err = s.rule().Allows(post)
	if err == nil {
		err = s.rule().InForce(i.MandateUntil, day)
	}
	if err != nil {
		return err
	}
	return i.arrive(s, at, ByUsher, false)
}

// oneSeat refuses to let one stand-in sit for two posts, or for another beside his own.
func oneSeat(all []Invitee, row int) error {
	i := all[row]
	if i.State != StoodIn || i.StandIn == "" {
		return nil
	}
	for n, o := range all {
		if n != row && (o.came(true) && o.Post == i.StandIn || o.State == StoodIn && o.StandIn == i.StandIn) {
			return rambu.Fault(rambu.Conflict, "meeting.error.stand_in_taken")
		}
	}
	return nil
}

// comer is the post of whoever came for a row.
func (i *Invitee) comer() roster.PostID {
	if i.State == StoodIn && i.StandIn != "" {
		return i.StandIn
	}
	return i.Post
}

// leave records that the holder went before the end.
func (i *Invitee) leave(s Session, at time.Time) error {
	if i.State == LeftEarly {
		return nil
	}
	if !at.Before(s.End) {
		return rambu.Fault(rambu.Invalid, "meeting.error.not_early")
	}
	err := i.move(LeftEarly)
	i.OutAt = at
	return err
}

// Close closes the door. Whoever has not come and said nothing is unexplained for now: a vacant
// post and one that no letter is known to have reached are not. The days to give a reason begin.
func (r *Room) Close(ctx context.Context, who rambu.Actor, id string, version int64) error {
	err := policy.MayRun(who)
	if err != nil {
		return err
	}
	v, err := r.Get(ctx, who, id)
	if err != nil {
		return err
	}
	due, _, err := r.proc.CalendarOf(who.Institution).DueDate(calendar.Query{
		From: r.Today(who), Region: who.Region, Rule: calendar.Rule{Count: v.ReasonDays, Unit: calendar.WorkingDays},
	})
	if err != nil {
		return err
	}
	err = r.change(ctx, who, id, version, "meeting.close", func(op *ledger.Op, s *Session) error {
		err := s.move(Closed)
		if err != nil {
			return err
		}
		s.ClosedAt, s.ReasonDue = op.At, due
		all, err := inviteesIn(op, id)
		if err != nil {
			return err
		}
		for n := range all {
			i := &all[n]
			if i.State != Awaited {
				continue
			}
			i.State = v.absence(*i)
			err = op.Update(inviteeTable, i.Version, i.values()...)
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		r.lit.Dark(id)
	}
	return err
}

// absence is what an invitation is that nobody came to.
func (v *View) absence(i Invitee) Presence {
	if v.Held[i.Post].Vacant {
		return Vacant
	}
	if v.Proved(i) != reach.None {
		return Unexplained
	}
	return NotReached
}

// ReasonDue shows how the last day for reasons is counted.
func (r *Room) ReasonDue(who rambu.Actor, s Session) (calendar.Result, error) {
	if s.ClosedAt.IsZero() {
		return calendar.Result{}, nil
	}
	at, _ := r.Local(who, s.ClosedAt)
	return r.proc.CalendarOf(who.Institution).Due(calendar.Query{
		From: rambu.DateOf(at), Region: who.Region, Rule: calendar.Rule{Count: s.ReasonDays, Unit: calendar.WorkingDays},
	})
}
