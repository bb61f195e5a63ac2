package meeting

import (
	"context"
	"slices"
	"time"

	"rambu.id"
	"rambu.id/ledger"
	"rambu.id/meeting/door"
	"rambu.id/meeting/policy"
	"rambu.id/roster"
)

// Seat is what somebody at the door sees: the meeting, his own part in it, and nothing of others.
// He needs no office key for it; without one the title is "".
type Seat struct {
	Session
	Title string
	Mine  []Invitee // his own row first, then those he stands in for
	Held  map[roster.PostID]Held
	Also  []Elsewhere // where else he is recorded now
}

// Seat returns the actor's part in a meeting. Errors: NotFound for whoever has none.
func (r *Room) Seat(ctx context.Context, who rambu.Actor, id string) (*Seat, error) {
	s, mine, err := r.atDoor(ctx, who, id)
	if err != nil {
		return nil, err
	}
	out := &Seat{Session: s, Mine: mine}
	c, err := content(who, s)
	if err != nil && rambu.KindOf(err) != rambu.Locked {
		return nil, err
	}
	out.Title = c.Title
	var posts []roster.PostID
	for _, i := range mine {
		posts = append(posts, i.Post)
	}
	out.Held, err = r.HeldOn(ctx, who, posts, s.On)
	if err != nil || at(mine, inNow) < 0 {
		return out, err
	}
	out.Also, err = r.elsewhere(ctx, who.Institution, id, who.Post, r.log.Clock().Now())
	return out, err
}

// atDoor reads a meeting and the actor's own rows. A door is shown to whoever has a part in the
// meeting, and to those who see all.
func (r *Room) atDoor(ctx context.Context, who rambu.Actor, id string) (Session, []Invitee, error) {
	err := policy.House(who)
	if err != nil {
		return Session{}, nil, err
	}
	s, err := r.session(ctx, who.Institution, id)
	if err != nil {
		return s, nil, err
	}
	mine, err := r.seats(ctx, who.Institution, id, who.Post)
	if err != nil {
		return s, nil, err
	}
	return s, mine, mayRead(who, s, mine)
}

func at(all []Invitee, is func(Invitee) bool) int { return slices.IndexFunc(all, is) }

// inNow reports whether somebody came for a row.
func inNow(i Invitee) bool { return i.State.Group() == GroupHolder || i.State == StoodIn }

// CheckIn records that the actor is here: in his own post, or for the post he stands in for,
// which also accepts the mandate. A second time, with whatever code and also when the door is
// closed by then, it changes nothing and says Again: whoever lost the answer on the way reads
// when he was recorded. Errors: Invalid for a code that is none or not any more, TooMany for
// whoever guesses, Blocked for a mandate that has ended, Unavailable for somebody without an
// office key while the screen is dark, NotFound for whoever is not invited.
func (r *Room) CheckIn(ctx context.Context, who rambu.Actor, id, code string) (Invitee, error) {
	s, mine, err := r.atDoor(ctx, who, id)
	if err != nil {
		return Invitee{}, r.turnedAway(who, s, code, err)
	}
	row, holder := seat(who, mine)
	if row >= 0 && mine[row].came(holder) {
		mine[row].Again = true
		return mine[row], nil
	}
	how, err := r.letIn(who, s, code)
	if err != nil {
		return Invitee{}, err
	}
	if row < 0 {
		return Invitee{}, r.refused(who, "meeting.refused", rambu.Fault(rambu.Forbidden, "meeting.error.not_invited"), s.ID)
	}
	if !holder {
		err = r.mayStandIn(ctx, s, mine[row], r.Today(who))
		if err != nil {
			return Invitee{}, r.refused(who, "meeting.refused", err, s.ID, mine[row].ID)
		}
	}
	var out Invitee
	err = r.rewrite(who, mine[row].ID, "meeting.check_in", func(op *ledger.Op, i *Invitee) error {
		err := stillOpen(op, s.ID)
		if err != nil {
			return err
		}
		again := i.came(holder)
		err = i.arrive(s, op.At, how, holder)
		if err != nil {
			return err
		}
		out, out.Again = *i, again
		return r.noteElsewhere(op, s.ID, who.Post)
	})
	if rambu.KindOf(err) == rambu.Conflict && err != nil {
		err = r.refused(who, "meeting.refused", err, s.ID, mine[row].ID)
	}
	return out, err
}

// refused puts into the log that somebody was not let in, with the key of the reason, and returns why.
func (r *Room) refused(who rambu.Actor, kind string, why error, objects ...string) error {
	_, err := r.log.Do(who, kind, func(op *ledger.Op) error {
		for _, o := range objects {
			op.Object(o)
		}
		op.Fact("why", policy.ReasonOf(why))
		return nil
	})
	if err != nil {
		return err
	}
	return why
}

// letIn checks that the door is open and the code is that of this moment.
func (r *Room) letIn(who rambu.Actor, s Session, code string) (How, error) {
	if s.State != DoorOpen {
		return "", rambu.Fault(rambu.Conflict, "meeting.error.door_"+string(s.State))
	}
	how, err := r.checkCode(who, s, code)
	if who.Account == rambu.Public().Account {
		how = ByCard
	}
	return how, err
}

// TurnedAway says why somebody who has no part in a meeting is not let in. Whoever stands at its
// door, as the code of the moment shows, is told that he is not invited; for everybody else it
// does not exist.
func (r *Room) TurnedAway(ctx context.Context, who rambu.Actor, id, code string) error {
	s, _, err := r.atDoor(ctx, who, id)
	return r.turnedAway(who, s, code, err)
}

func (r *Room) turnedAway(who rambu.Actor, s Session, code string, why error) error {
	if why == nil || rambu.KindOf(why) != rambu.NotFound || s.ID == "" {
		return why
	}
	_, err := r.letIn(who, s, code)
	if err != nil {
		return why
	}
	return r.refused(who, "meeting.refused", rambu.Fault(rambu.Forbidden, "meeting.error.not_invited"), s.ID)
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
func seat(who rambu.Actor, all []Invitee) (row int, holder bool) {
	row = -1
	for n, i := range all {
		switch {
		case who.Post == "":
		case string(i.Post) == who.Post:
			return n, true
		case string(i.StandIn) == who.Post && i.StandInState != StandInDeclined:
			row = n
		}
	}
	return row, false
}

// mayStandIn checks a mandate at the door: the post may have changed since, the days run out.
func (r *Room) mayStandIn(ctx context.Context, s Session, i Invitee, on rambu.Date) error {
	post, err := r.roster.Post(ctx, i.StandIn)
	if err != nil {
		return err
	}
	err = s.rule().Allows(post)
	if err != nil {
		return err
	}
	return s.rule().InForce(i.MandateUntil, on)
}

// came reports whether this is recorded already: of the holder, or of somebody in his place.
func (i *Invitee) came(holder bool) bool {
	if holder {
		return i.State.Group() == GroupHolder
	}
	return i.State == StoodIn
}

// arrive records who came and when. What is there already stays, but that the holder himself
// outranks whoever was taken for his stand-in: a forged mandate ends when he walks in. The other
// way round it is refused, since a post has one seat.
func (i *Invitee) arrive(s Session, at time.Time, how How, holder bool) error {
	if i.came(holder) {
		return nil
	}
	to := StoodIn
	if holder {
		to = Present
		if at.After(s.Start.Add(time.Duration(s.Grace) * time.Minute)) {
			to = Late
		}
	} else if i.State.Group() == GroupHolder {
		return rambu.Fault(rambu.Conflict, "meeting.error.holder_here")
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

// checkCode holds a code against the door's secret, and counts wrong ones. Codes count by the
// machine that shows them: no phone's clock is asked.
func (r *Room) checkCode(who rambu.Actor, s Session, code string) (How, error) {
	name := who.Account + " " + who.Post + " " + s.ID
	now := r.machine.Now()
	if !r.guesses.May(name, now) {
		return "", rambu.Fault(rambu.TooMany, "meeting.error.tries")
	}
	secret, err := r.doorSecret(who, s)
	if err != nil {
		return "", err
	}
	how := door.Fits(secret, now, code)
	if how == door.None {
		err = rambu.Fault(rambu.Invalid, "meeting.error.code").On("kode")
		if door.Was(secret, now, code) {
			err = r.refused(who, "meeting.replayed_code", err, s.ID)
		}
		if r.guesses.Wrong(name, now) {
			err = r.refused(who, "meeting.wrong_codes", err, s.ID)
		}
		return "", err
	}
	return How(how), nil
}

// doorSecret is the secret of a door: opened with the actor's office key, or of the screen that is
// on. Errors: Unavailable for whoever has no such key while it is dark, as just after a restart.
func (r *Room) doorSecret(who rambu.Actor, s Session) ([]byte, error) {
	if secret, ok := r.lit.Secret(s.ID); ok {
		return secret, nil
	}
	c, err := content(who, s)
	if err != nil && rambu.KindOf(err) == rambu.Locked {
		return nil, rambu.Fault(rambu.Unavailable, "meeting.error.door_dark")
	}
	if err != nil {
		return nil, err
	}
	return c.Door, nil
}

// Elsewhere is another meeting at which a post is recorded at a moment. A machine does not know in
// which room he is: the second check-in is taken, noted in the log, and shown (package twice) to
// those who keep either door until one of them is cleared.
type Elsewhere struct {
	Meeting string
	At      time.Time
}

// noteElsewhere writes into the log that the post is in another room at the moment it arrives.
func (r *Room) noteElsewhere(op *ledger.Op, meeting, post string) error {
	also, err := elsewhereIn(op, meeting, post, op.At)
	for _, e := range also {
		op.Fact("also_in", e.Meeting)
	}
	return err
}
