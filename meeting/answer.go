package meeting

import (
	"context"
	"reflect"
	"slices"
	"time"

	"rambu.id"
	"rambu.id/ledger"
	"rambu.id/meeting/agenda"
	"rambu.id/meeting/excuse"
	"rambu.id/meeting/policy"
	"rambu.id/meeting/sealed"
	"rambu.id/roster"
)

// part is one invitee's row with its meeting, as an operation needs them.
type part struct {
	s Session
	i Invitee
}

// own finds a row and checks that the actor answers for it: the invited post itself, or whoever
// runs meetings and writes down what came by telephone or on paper.
func (r *Room) own(ctx context.Context, who rambu.Actor, id string) (part, error) {
	err := policy.House(who)
	if err != nil {
		return part{}, err
	}
	i, err := r.invitee(ctx, who.Institution, id)
	if err != nil {
		return part{}, err
	}
	if who.Post != string(i.Post) && !policy.Keeps(who) {
		return part{}, policy.NotHere("another post's invitation")
	}
	s, err := r.session(ctx, who.Institution, i.Meeting)
	return part{s, i}, err
}

// rewrite changes one row as one operation; the row is read again inside it.
func (r *Room) rewrite(who rambu.Actor, id, kind string, fn func(op *ledger.Op, i *Invitee) error) error {
	_, err := r.log.Do(who, kind, func(op *ledger.Op) error {
		i, err := inviteeIn(op, id)
		if err != nil {
			return err
		}
		op.Object(i.Meeting)
		op.Fact("invitee", i.ID)
		before := i
		err = fn(op, &i)
		if err != nil || reflect.DeepEqual(before, i) { // a second time changes nothing
			return err
		}
		op.Fact("presence", string(i.State))
		return op.Update(inviteeTable, i.Version, i.values()...)
	})
	return policy.Stale(err)
}

// before refuses what must be said before the door closes.
func (p part) before() error {
	if p.s.State != Invited && p.s.State != DoorOpen {
		return rambu.Fault(rambu.Conflict, "meeting.error.state_"+string(p.s.State))
	}
	return nil
}

// Accept says that the post holder will come.
func (r *Room) Accept(ctx context.Context, who rambu.Actor, invitee string) error {
	p, err := r.own(ctx, who, invitee)
	if err == nil {
		err = p.before()
	}
	if err != nil {
		return err
	}
	return r.reply(ctx, who, invitee, "meeting.accept", func(op *ledger.Op, i *Invitee) error {
		i.Answer, i.AnsweredAt, i.State = WillCome, op.At, Awaited
		i.StandIn, i.StandInState, i.MandateUntil, i.mandate = "", "", "", nil
		return nil
	})
}

// reply changes the answer of a post that was said to be absent, or said nothing: a reason it gave
// is taken back, with its paper.
func (r *Room) reply(ctx context.Context, who rambu.Actor, invitee, kind string, fn func(op *ledger.Op, i *Invitee) error) error {
	var gone []string
	err := r.rewrite(who, invitee, kind, func(op *ledger.Op, i *Invitee) (err error) {
		if i.State != Awaited && !slices.Contains([]Presence{Excused, Unclear, NotReached}, i.State) {
			return rambu.Fault(rambu.Conflict, "meeting.error.presence")
		}
		err = fn(op, i)
		if err != nil {
			return err
		}
		i.reason, i.ReasonAt = nil, time.Time{}
		gone, err = excuse.TakeOut(op, i.ID)
		return err
	})
	if err != nil {
		return err
	}
	return r.papers.Forget(ctx, gone)
}

// StandInIn names who comes instead, with the paper he comes with.
type StandInIn struct {
	Post    roster.PostID
	Mandate Mandate
	Until   rambu.Date // last day of the mandate; "" is the day of the meeting
}

// Represent names a stand-in. He has to accept. The meeting's rule and the mandate are checked
// here and again at the door.
func (r *Room) Represent(ctx context.Context, who rambu.Actor, invitee string, in StandInIn) error {
	p, err := r.own(ctx, who, invitee)
	if err == nil {
		err = p.before()
	}
	if err != nil {
		return err
	}
	if in.Until == "" {
		in.Until = p.s.On
	}
	err = r.checkStandIn(ctx, p, in)
	if k := policy.ReasonOf(err); err != nil && (rambu.KindOf(err) != rambu.Invalid || k == "meeting.error.mandate_later") {
		err = r.refused(who, "meeting.refused_mandate", err, p.s.ID, invitee)
	}
	if err != nil {
		return err
	}
	key, err := unlock(who, p.s)
	if err != nil {
		return err
	}
	box, err := sealed.JSON(key, sealed.MandateInfo(invitee), in.Mandate)
	if err != nil {
		return err
	}
	c, err := content(who, p.s)
	if err != nil {
		return err
	}
	announce, err := r.announce(ctx, who, News{Letter: p.s.Letter, Posts: []roster.PostID{in.Post}, Title: c.Title, Place: c.Place})
	if err != nil {
		return err
	}
	return r.reply(ctx, who, invitee, "meeting.represent", func(op *ledger.Op, i *Invitee) error {
		i.Answer, i.AnsweredAt, i.State = WillSend, op.At, Awaited
		i.StandIn, i.StandInState, i.MandateUntil, i.mandate = in.Post, StandInNamed, in.Until, box
		return announce(op)
	})
}

// checkStandIn holds a stand-in against the rule of the meeting and the days of the mandate.
func (r *Room) checkStandIn(ctx context.Context, p part, in StandInIn) error {
	var f agenda.Form
	f.Text(&in.Mandate.Number, "nomor", 100)
	if !in.Mandate.Date.Valid() {
		f.Fault("tanggal", "meeting.error.date")
	}
	if in.Mandate.Date.Valid() && in.Mandate.Date > p.s.On {
		f.Fault("tanggal", "meeting.error.mandate_later")
	}
	if !in.Until.Valid() || in.Until < in.Mandate.Date {
		f.Fault("sampai", "meeting.error.date")
	}
	err := f.Err()
	if err != nil {
		return err
	}
	post, err := r.roster.Post(ctx, in.Post)
	if err != nil || in.Post == p.i.Post || in.Post == p.s.Chair {
		return rambu.Fault(rambu.Invalid, "meeting.error.choose").On("jabatan")
	}
	err = p.s.rule().Allows(post)
	if err != nil {
		return err
	}
	err = r.free(ctx, p, in.Post)
	if err != nil {
		return err
	}
	return p.s.rule().InForce(in.Until)
}

// free refuses a stand-in who sits in the meeting already: invited himself, or for another post.
func (r *Room) free(ctx context.Context, p part, post roster.PostID) error {
	seats, err := r.seats(ctx, p.s.Institution, p.s.ID, string(post))
	if err != nil {
		return err
	}
	for _, i := range seats {
		if i.ID != p.i.ID && (i.Post == post || i.StandInState != StandInDeclined) {
			return rambu.Fault(rambu.Conflict, "meeting.error.stand_in_taken").On("jabatan")
		}
	}
	return nil
}

// AnswerStandIn is the stand-in's own yes or no.
func (r *Room) AnswerStandIn(ctx context.Context, who rambu.Actor, invitee string, yes bool) error {
	err := policy.House(who)
	if err != nil {
		return err
	}
	i, err := r.invitee(ctx, who.Institution, invitee)
	if err != nil {
		return err
	}
	if who.Post == "" || string(i.StandIn) != who.Post {
		return r.refused(who, "meeting.refused_mandate", policy.NotHere("somebody else stands in"), i.Meeting, invitee)
	}
	s, err := r.session(ctx, who.Institution, i.Meeting)
	if err != nil {
		return err
	}
	err = part{s, i}.before()
	if err != nil {
		return err
	}
	if yes { // whoever declines needs no mandate
		err = s.rule().InForce(i.MandateUntil, r.Today(who))
		if err != nil {
			return r.refused(who, "meeting.refused_mandate", err, s.ID, invitee)
		}
	}
	return r.rewrite(who, invitee, "meeting.answer_stand_in", func(_ *ledger.Op, i *Invitee) error {
		if string(i.StandIn) != who.Post || i.State != Awaited {
			return rambu.Fault(rambu.Conflict, "meeting.error.presence")
		}
		i.StandInState = StandInDeclined
		if yes {
			i.StandInState = StandInAccepted
		}
		return nil
	})
}
