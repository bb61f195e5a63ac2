package meeting

import (
	"context"
	"time"

	"rambu.id"
	"rambu.id/ledger"
	"rambu.id/meeting/door"
)

// Screen is what the door screen shows now.
type Screen struct {
	Session
	Title, Place string
	Code         door.Code
	In, Expected int
}

// Screen returns the code of this moment for the screen at the door. Who runs the meeting turns
// it on; whoever sees the screen sees no more than the code.
func (r *Room) Screen(ctx context.Context, who rambu.Actor, id string) (Screen, error) {
	err := mayRun(who)
	if err != nil {
		return Screen{}, err
	}
	s, all, err := r.open(ctx, who, id)
	if err != nil {
		return Screen{}, err
	}
	if s.State != DoorOpen {
		return Screen{}, rambu.Fault(rambu.Conflict, "meeting.error.state_"+string(s.State))
	}
	c, err := content(who, s)
	if err != nil {
		return Screen{}, err
	}
	out := Screen{Session: s, Title: c.Title, Place: c.Place, Code: door.Now(c.Door, r.machine.Now()), Expected: len(all)}
	for _, i := range all {
		if g := i.State.Group(); g == GroupHolder || g == GroupStandIn {
			out.In++
		}
	}
	return out, nil
}

// OpenDoor lets people in, on the day or later. A meeting whose letter never left can be held too:
// whoever does not come to it was not reached.
func (r *Room) OpenDoor(ctx context.Context, who rambu.Actor, id string, version int64) error {
	err := mayRun(who)
	if err != nil {
		return err
	}
	s, err := r.session(ctx, who.Institution, id)
	if err != nil {
		return err
	}
	if s.On > r.Today(who) {
		return rambu.Fault(rambu.Conflict, "meeting.error.not_yet")
	}
	return r.change(ctx, who, id, version, "meeting.open_door", func(op *ledger.Op, s *Session) error {
		s.OpenedAt = op.At
		return s.move(DoorOpen)
	})
}

// CheckIn records that the actor is here: in his own post, or for the post he stands in for,
// which also accepts the mandate. A second time changes nothing. Errors: Invalid for a code that
// is none or not any more, TooMany for whoever guesses, Blocked for a mandate that has ended,
// NotFound for whoever is not invited.
func (r *Room) CheckIn(ctx context.Context, who rambu.Actor, id, code string) (Invitee, error) {
	s, all, err := r.open(ctx, who, id)
	if err != nil {
		return Invitee{}, err
	}
	if s.State != DoorOpen {
		return Invitee{}, rambu.Fault(rambu.Conflict, "meeting.error.door_"+string(s.State))
	}
	how, err := r.checkCode(who, s, code)
	if err != nil {
		return Invitee{}, err
	}
	at, holder := seat(who, all)
	if at < 0 {
		return Invitee{}, rambu.Fault(rambu.Forbidden, "meeting.error.not_invited")
	}
	if !holder {
		err = r.mayStandIn(ctx, s, all[at])
		if err != nil {
			return Invitee{}, err
		}
	}
	var out Invitee
	err = r.rewrite(who, all[at].ID, "meeting.check_in", func(op *ledger.Op, i *Invitee) error {
		err := stillOpen(op, s.ID)
		if err != nil {
			return err
		}
		err = i.arrive(s, op.At, how, holder)
		out = *i
		return err
	})
	return out, err
}

// stillOpen asks inside the operation whether the door was closed meanwhile.
func stillOpen(op *ledger.Op, meeting string) error {
	s, err := sessionIn(op, meeting)
	if err == nil && s.State != DoorOpen {
		err = rambu.Fault(rambu.Conflict, "meeting.error.door_"+string(s.State))
	}
	return err
}

// seat finds the row the actor comes by: his own post first, else the one he stands in for.
func seat(who rambu.Actor, all []Invitee) (at int, holder bool) {
	at = -1
	for n, i := range all {
		switch {
		case who.Post == "":
		case string(i.Post) == who.Post:
			return n, true
		case string(i.StandIn) == who.Post && i.StandInState != StandInDeclined:
			at = n
		}
	}
	return at, false
}

// mayStandIn checks a mandate at the door: the post may have changed since, the days run out.
func (r *Room) mayStandIn(ctx context.Context, s Session, i Invitee) error {
	post, err := r.roster.Post(ctx, i.StandIn)
	if err != nil {
		return err
	}
	err = allowed(s, post)
	if err != nil {
		return err
	}
	return inForce(s, i.MandateUntil)
}

// arrive records who came and when. What is there already stays.
func (i *Invitee) arrive(s Session, at time.Time, how How, holder bool) error {
	to := StoodIn
	if holder {
		to = Present
		if at.After(s.Start.Add(time.Duration(s.Grace) * time.Minute)) {
			to = Late
		}
	}
	if i.State.Group() == GroupHolder || i.State == StoodIn {
		return nil
	}
	err := i.move(to)
	if err != nil {
		return err
	}
	i.InAt, i.How = at, how
	if !holder {
		i.StandInState = StandInAccepted
	}
	return nil
}

// checkCode holds a code against the door's secret, and counts wrong ones.
func (r *Room) checkCode(who rambu.Actor, s Session, code string) (How, error) {
	name := who.Account + " " + s.ID
	now := r.machine.Now()
	if !r.guesses.May(name, now) {
		return "", rambu.Fault(rambu.TooMany, "meeting.error.tries")
	}
	c, err := content(who, s)
	if err != nil {
		return "", err
	}
	how := door.Fits(c.Door, now, code)
	if how == door.None {
		r.guesses.Wrong(name, now)
		return "", rambu.Fault(rambu.Invalid, "meeting.error.code").On("kode")
	}
	return How(how), nil
}
