package meeting

import (
	"context"
	"maps"
	"slices"

	"rambu.id"
	"rambu.id/ledger"
	"rambu.id/letter"
	"rambu.id/meeting/agenda"
	"rambu.id/meeting/policy"
	"rambu.id/meeting/sealed"
	"rambu.id/meeting/wording"
	"rambu.id/roster"
)

// CallOffIn says which meeting is cancelled, and why.
type CallOffIn struct {
	Meeting string
	Version int64 // 0 asks for no check
	Why     string
}

// Cancel ends a meeting that was not opened, without a reason.
func (r *Room) Cancel(ctx context.Context, who rambu.Actor, id string, version int64) error {
	return r.CallOff(ctx, who, CallOffIn{Meeting: id, Version: version})
}

// CallOff ends a meeting that was not opened. Where the invitation has left, everybody it went to,
// and every stand-in who was named, is told by a letter that is drafted in the same operation and
// waits to be signed and sent; an invitation that has not left is withdrawn. Answers stay as they
// were given.
func (r *Room) CallOff(ctx context.Context, who rambu.Actor, in CallOffIn) error {
	err := policy.MayRun(who)
	if err != nil {
		return err
	}
	var f agenda.Form
	f.Short(&in.Why, "alasan", agenda.MaxNote)
	err = f.Err()
	if err != nil {
		return err
	}
	s, err := r.session(ctx, who.Institution, in.Meeting)
	if err != nil {
		return err
	}
	var invitation *letter.Outgoing
	if s.Letter != "" {
		invitation, _, err = r.letters.Envelope(ctx, who, s.Letter)
		if err != nil {
			return err
		}
	}
	// One letter invites to all meetings of a series: it goes out, and the notice after it.
	if invitation == nil || invitation.SentAt.IsZero() && s.Series == "" {
		err = r.calledOff(ctx, who, in, s.Letter, nil)
		if err != nil || invitation == nil || invitation.State == letter.Cancelled {
			return err
		}
		return r.letters.Cancel(ctx, who, s.Letter, letter.Withdrawn, in.Why)
	}
	if s.State != Invited {
		return rambu.Fault(rambu.Conflict, "meeting.error.state_"+string(s.State))
	}
	draft, err := r.notice(ctx, who, s, invitation, in.Why)
	if err != nil {
		return err
	}
	prepared, err := r.letters.PrepareDraft(ctx, who, draft)
	if err != nil {
		return err
	}
	return r.calledOff(ctx, who, in, s.Letter, &prepared)
}

// calledOff cancels the meeting and writes the notice, as one operation.
func (r *Room) calledOff(ctx context.Context, who rambu.Actor, in CallOffIn, invitation string, notice *letter.Prepared) error {
	announce, err := r.announce(ctx, who, News{Letter: invitation, Off: in.Meeting, Why: in.Why})
	if err != nil {
		return err
	}
	return r.change(ctx, who, in.Meeting, in.Version, "meeting.cancel", func(op *ledger.Op, s *Session) error {
		err := s.move(Cancelled)
		if err != nil {
			return err
		}
		off := CalledOff{Why: in.Why}
		if notice != nil {
			off.Notice = notice.ID
		}
		err = s.callOff(who, off)
		if err == nil {
			err = announce(op)
		}
		if err != nil || notice == nil {
			return err
		}
		op.Fact("notice", notice.ID)
		return notice.Write(op)
	})
}

// callOff seals the reason into the meeting.
func (s *Session) callOff(who rambu.Actor, off CalledOff) error {
	key, err := unlock(who, *s)
	if err != nil {
		return err
	}
	var c Content
	err = sealed.Open(key, sealed.ContentInfo(s.ID), s.body, &c)
	if err != nil {
		return err
	}
	c.CalledOff = &off
	s.body, err = sealed.JSON(key, sealed.ContentInfo(s.ID), c)
	return err
}

// notice is the letter that tells of the cancellation, in the name of the post that invited: to the
// invited posts and the stand-ins they named, each once.
func (r *Room) notice(ctx context.Context, who rambu.Actor, s Session, invitation *letter.Outgoing, why string) (letter.DraftIn, error) {
	c, err := content(who, s)
	if err != nil {
		return letter.DraftIn{}, err
	}
	all, err := r.invitees(ctx, who.Institution, s.ID)
	if err != nil {
		return letter.DraftIn{}, err
	}
	start, zone := r.Local(who, s.Start)
	off := wording.Off{
		Meeting: wording.Meeting{ID: s.ID, Title: c.Title, On: s.On, Start: start, Zone: zone, Signer: roster.PostID(invitation.Signer), Code: invitation.Code},
		Number:  invitation.Number, Nature: invitation.Nature, Why: why,
	}
	var ids []roster.PostID
	for _, i := range all {
		ids = append(ids, i.Post)
		if i.StandIn != "" && i.StandInState != StandInDeclined {
			ids = append(ids, i.StandIn)
		}
		if i.Answer == WillCome || i.Answer == WillSend {
			off.Accepted++
		}
	}
	posts, err := r.roster.PostsByID(ctx, ids)
	if err != nil {
		return letter.DraftIn{}, err
	}
	for _, id := range slices.Sorted(maps.Keys(posts)) {
		off.To = append(off.To, posts[id])
	}
	return off.Notice(r.words), nil
}
