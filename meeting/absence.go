package meeting

import (
	"context"
	"slices"

	"rambu.id"
	"rambu.id/internal/words"
	"rambu.id/ledger"
	"rambu.id/meeting/agenda"
	"rambu.id/meeting/excuse"
	"rambu.id/meeting/policy"
	"rambu.id/meeting/sealed"
	"rambu.id/roster"
)

// GiveReason says why a post was or will be away: before the meeting, or after it until the last
// day for reasons. It is sealed to those who deal with reasons; who gave it cannot open it again.
// Later only a noted correction helps.
func (r *Room) GiveReason(ctx context.Context, who rambu.Actor, invitee string, in Reason) error {
	p, err := r.own(ctx, who, invitee)
	if err != nil {
		return err
	}
	err = in.Validate()
	if err != nil {
		return err
	}
	err = p.reasonOpen(r.Today(who))
	if err != nil {
		return err
	}
	err = r.papers.Keep(ctx, in.File)
	if err != nil {
		return err
	}
	box, err := r.whisper(ctx, who.Institution, sealed.ReasonInfo(invitee), in)
	if err != nil {
		return err
	}
	to := Excused
	if in.Ground == NotInvited {
		to = NotReached
	}
	var gone []string
	err = r.rewrite(who, invitee, "meeting.reason", func(op *ledger.Op, i *Invitee) error {
		err := i.move(to)
		if err != nil {
			return err
		}
		gone, err = excuse.TakeOut(op, i.ID)
		if err != nil {
			return err
		}
		if p.s.State != Closed {
			i.Answer, i.AnsweredAt = WillBeAway, op.At
		}
		i.reason, i.ReasonAt = box, op.At
		return attach(op, *i, "", in.File)
	})
	if err != nil {
		return err
	}
	return r.papers.Forget(ctx, gone)
}

// reasonOpen refuses a reason before the invitation and after the last day.
func (p part) reasonOpen(today rambu.Date) error {
	switch {
	case p.s.Final(today):
		return rambu.Fault(rambu.Blocked, "meeting.error.final", "date", words.Date(words.ID, p.s.ReasonDue))
	case p.s.State == Closed:
		return nil
	}
	return p.before()
}

// Assess says, while it is not final, whether a given reason is clear. Unclear is its own word:
// it is neither an excuse nor no notice at all.
func (r *Room) Assess(ctx context.Context, who rambu.Actor, invitee string, clear bool) error {
	err := policy.MayWeigh(who)
	if err != nil {
		return err
	}
	i, err := r.invitee(ctx, who.Institution, invitee)
	if err != nil {
		return err
	}
	s, err := r.session(ctx, who.Institution, i.Meeting)
	if err != nil {
		return err
	}
	if who.Post == string(i.Post) {
		return rambu.Fault(rambu.Forbidden, "meeting.error.own_reason")
	}
	if s.Final(r.Today(who)) {
		return rambu.Fault(rambu.Blocked, "meeting.error.final", "date", words.Date(words.ID, s.ReasonDue))
	}
	to := Unclear
	if clear {
		to = Excused
	}
	return r.rewrite(who, invitee, "meeting.assess", func(_ *ledger.Op, i *Invitee) error {
		if i.State == to {
			return nil
		}
		if i.ReasonAt.IsZero() {
			return rambu.Fault(rambu.Conflict, "meeting.error.presence")
		}
		return i.move(to)
	})
}

// CorrectionIn is what became known after the last day for reasons.
type CorrectionIn struct {
	State Presence
	Note  CorrectionNote
}

// Corrections lists what a presence can be corrected to.
func Corrections() []Presence {
	return []Presence{Excused, Present, StoodIn, NotReached, Vacant, Unclear}
}

// Correct notes, beside a final presence and never over it, what became known later.
func (r *Room) Correct(ctx context.Context, who rambu.Actor, invitee string, in CorrectionIn) error {
	err := policy.MayWeigh(who)
	if err != nil {
		return err
	}
	var f agenda.Form
	f.Text(&in.Note.Text, "uraian", agenda.MaxNote)
	f.Text(&in.Note.Document, "surat", agenda.MaxLine)
	if !slices.Contains(Corrections(), in.State) {
		f.Fault("kehadiran", "meeting.error.choose")
	}
	err = f.Err()
	if err != nil {
		return err
	}
	i, err := r.invitee(ctx, who.Institution, invitee)
	if err != nil {
		return err
	}
	s, err := r.session(ctx, who.Institution, i.Meeting)
	if err != nil {
		return err
	}
	if who.Post == string(i.Post) {
		return rambu.Fault(rambu.Forbidden, "meeting.error.own_reason")
	}
	if !s.Final(r.Today(who)) {
		return rambu.Fault(rambu.Conflict, "meeting.error.not_final")
	}
	err = r.papers.Keep(ctx, in.Note.File)
	if err != nil {
		return err
	}
	id := rambu.NewID("krk")
	body, err := r.whisper(ctx, who.Institution, sealed.CorrectionInfo(id), in.Note)
	if err != nil {
		return err
	}
	_, err = r.log.Do(who, "meeting.correct", func(op *ledger.Op) error {
		op.Object(s.ID)
		op.Fact("invitee", invitee)
		op.Fact("presence", string(in.State))
		err := op.Insert(correctionTable, id, s.Institution, s.Region, s.ID, invitee, string(in.State), op.At, who.Account, who.Post, body)
		if err != nil {
			return err
		}
		return attach(op, i, id, in.Note.File)
	})
	return err
}

// Matrix is who was where over time: a row for each post, a column for each closed meeting.
type Matrix struct {
	Meetings []Session
	Titles   map[string]string // of the meetings
	Posts    []roster.PostID
	Held     map[roster.PostID]Held // today
	Cells    map[roster.PostID]map[string]Presence
}

// Compares reports whether the actor sees the matrix.
func Compares(who rambu.Actor) bool { return policy.MayCompare(who) == nil }

// mostCompared bounds the columns of the matrix.
const mostCompared = 26

// Matrix compares the last closed meetings. The reading is logged. It ranks nobody: posts stand
// in the order of their addresses.
func (r *Room) Matrix(ctx context.Context, who rambu.Actor) (*Matrix, error) {
	err := policy.MayCompare(who)
	if err != nil {
		return nil, err
	}
	m, err := r.matrix(ctx, who, r.Today(who))
	if err != nil {
		return nil, err
	}
	m.Titles = map[string]string{}
	for _, s := range m.Meetings {
		c, err := content(who, s)
		if err != nil {
			return nil, err
		}
		m.Titles[s.ID] = c.Title
	}
	m.Held, err = r.HeldOn(ctx, who, m.Posts, r.Today(who))
	if err != nil {
		return nil, err
	}
	return m, r.log.Saw(who, "meeting.matrix", who.Institution)
}

func (r *Room) matrix(ctx context.Context, who rambu.Actor, to rambu.Date) (*Matrix, error) {
	m := &Matrix{Cells: map[roster.PostID]map[string]Presence{}}
	var err error
	m.Meetings, err = r.held(ctx, who.Institution, to, mostCompared)
	if err != nil || len(m.Meetings) == 0 {
		return m, err
	}
	slices.Reverse(m.Meetings)
	all, err := r.presences(ctx, who.Institution, m.Meetings[0].On, to)
	if err != nil {
		return nil, err
	}
	for _, p := range all {
		post := roster.PostID(p.post)
		if m.Cells[post] == nil {
			m.Cells[post] = map[string]Presence{}
			m.Posts = append(m.Posts, post)
		}
		m.Cells[post][p.meeting] = p.state
	}
	return m, nil
}
