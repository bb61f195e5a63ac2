package meeting

import (
	"context"
	"strconv"
	"strings"

	"rambu.id"
	"rambu.id/internal/words"
	"rambu.id/ledger"
	"rambu.id/letter"
	"rambu.id/letter/kinds"
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
	err := mayRun(who)
	if err != nil {
		return err
	}
	var f form
	f.short(&in.Why, "alasan", maxNote)
	err = f.err()
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
		err = r.calledOff(ctx, who, in, nil)
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
	return r.calledOff(ctx, who, in, &prepared)
}

// calledOff cancels the meeting and writes the notice, as one operation.
func (r *Room) calledOff(ctx context.Context, who rambu.Actor, in CallOffIn, notice *letter.Prepared) error {
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
	err = openJSON(key, contentInfo(s.ID), s.body, &c)
	if err != nil {
		return err
	}
	c.CalledOff = &off
	s.body, err = sealJSON(key, contentInfo(s.ID), c)
	return err
}

// notice is the letter that tells of the cancellation, in the name of the post that invited.
func (r *Room) notice(ctx context.Context, who rambu.Actor, s Session, invitation *letter.Outgoing, why string) (letter.DraftIn, error) {
	c, err := content(who, s)
	if err != nil {
		return letter.DraftIn{}, err
	}
	all, err := r.invitees(ctx, who.Institution, s.ID)
	if err != nil {
		return letter.DraftIn{}, err
	}
	to, err := r.toldOff(ctx, all)
	if err != nil {
		return letter.DraftIn{}, err
	}
	start, zone := r.Local(who, s.Start)
	t := func(key string, args ...string) string { return r.words.T(words.ID, key, args...) }
	text := []string{t("meeting.letter.off", "title", c.Title, "date", dayText(s.On), "time", words.Time(words.ID, start, zone), "number", invitation.Number)}
	if invitation.Number == "" {
		text = []string{t("meeting.letter.off_unsent", "title", c.Title, "date", dayText(s.On), "time", words.Time(words.ID, start, zone))}
	}
	if why != "" {
		text = append(text, t("meeting.letter.off_why", "why", why))
	}
	accepted := 0
	for _, i := range all {
		if i.Answer == WillCome || i.Answer == WillSend {
			accepted++
		}
	}
	if accepted > 0 {
		text = append(text, t("meeting.letter.off_accepted", "n", strconv.Itoa(accepted)))
	}
	return letter.DraftIn{
		Payload: &kinds.Plain{}, Nature: invitation.Nature, Code: invitation.Code, Signer: invitation.Signer, About: s.ID, To: to,
		Subject: t("meeting.letter.off_subject", "title", shortened(c.Title)), Paragraphs: append(text, t("meeting.letter.off_closing")),
	}, nil
}

// toldOff are the invited posts and the stand-ins they named, each once.
func (r *Room) toldOff(ctx context.Context, all []Invitee) ([]letter.Addressee, error) {
	var ids []roster.PostID
	seen := map[roster.PostID]bool{}
	add := func(post roster.PostID) {
		if post != "" && !seen[post] {
			seen[post] = true
			ids = append(ids, post)
		}
	}
	for _, i := range all {
		add(i.Post)
	}
	for _, i := range all {
		if i.StandInState != StandInDeclined {
			add(i.StandIn)
		}
	}
	posts, err := r.roster.PostsByID(ctx, ids)
	if err != nil {
		return nil, err
	}
	to := make([]letter.Addressee, 0, len(ids))
	for _, id := range ids {
		if p, ok := posts[id]; ok {
			to = append(to, letter.Addressee{Post: string(id), Line: p.Title})
		}
	}
	return to, nil
}

// shortened keeps a title within the subject of a letter.
func shortened(title string) string {
	const most = 200
	if len(title) <= most {
		return title
	}
	cut := strings.LastIndex(title[:most], " ")
	if cut < 0 {
		return strings.ToValidUTF8(title[:most], "") + "…"
	}
	return title[:cut] + "…"
}
