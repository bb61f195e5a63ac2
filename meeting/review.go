package meeting

import (
	"context"
	"errors"
	"slices"
	"time"

	"rambu.id"
	"rambu.id/calendar"
	"rambu.id/internal/words"
	"rambu.id/ledger"
	"rambu.id/meeting/agenda"
	"rambu.id/meeting/pattern"
	"rambu.id/meeting/policy"
	"rambu.id/meeting/sealed"
	"rambu.id/roster"
)

// Somebody may say that absences look arranged. Here that is a question with an answer in
// numbers, and a narrow one: only Inspektorat asks it, of a meeting whose presences are final,
// after the absent posts had their say; never while the chair's post is contested, because then
// staying away may be loyalty to the other claimant. The answer is worked out when it is looked
// at and stored nowhere. What is stored, that it was asked and what was replied, is deleted when
// its term is over.

const (
	replyDays  = 5  // working days to reply
	reviewTerm = 90 // calendar days until question and replies are deleted
)

// Review says that the absent posts of a meeting were asked for their view.
type Review struct {
	ID       string // "tjn_…"
	Meeting  string
	AskedOn  rambu.Date
	ReplyDue rambu.Date
	DeleteOn rambu.Date
	Account  string

	institution, region string
	version             int64
}

func (v *Review) values() []any {
	return []any{v.ID, v.institution, v.region, v.Meeting, v.AskedOn, v.ReplyDue, v.DeleteOn, v.Account}
}

// Reply is what an absent post said.
type Reply struct {
	ID   string // "tgp_…"
	Post roster.PostID
	At   time.Time
	Text string // for Inspektorat

	Meeting             string
	institution, region string
	body                []byte
	version             int64
}

// reviewable finds a meeting that may be looked at.
func (r *Room) reviewable(ctx context.Context, who rambu.Actor, meeting string) (Session, error) {
	err := policy.MayInspect(who)
	if err != nil {
		return Session{}, err
	}
	s, err := r.session(ctx, who.Institution, meeting)
	if err != nil {
		return s, err
	}
	if who.Post == string(s.Chair) {
		return s, policy.NotHere("the chair never sees it")
	}
	if !s.Final(r.Today(who)) {
		return s, rambu.Fault(rambu.Conflict, "meeting.error.not_final")
	}
	for _, on := range []rambu.Date{s.On, r.Today(who)} {
		_, tenures, err := r.roster.Holders(ctx, s.Chair, on)
		if err != nil {
			return s, err
		}
		if roster.Contested(tenures) {
			return s, rambu.Fault(rambu.Blocked, "meeting.error.chair_contested")
		}
	}
	return s, nil
}

// AskReplies opens the right of reply of a meeting: every post recorded without a clear reason is
// asked, on its own page, before anybody looks for a pattern.
func (r *Room) AskReplies(ctx context.Context, who rambu.Actor, meeting string) error {
	s, err := r.reviewable(ctx, who, meeting)
	if err != nil {
		return err
	}
	today := r.Today(who)
	due, _, err := r.proc.Calendar().DueDate(calendar.Query{
		From: today, Region: who.Region, Rule: calendar.Rule{Count: replyDays, Unit: calendar.WorkingDays},
	})
	if err != nil {
		return err
	}
	v := Review{
		ID: rambu.NewID("tjn"), Meeting: s.ID, AskedOn: today, ReplyDue: due, DeleteOn: today.AddDays(reviewTerm),
		Account: who.Account, institution: s.Institution, region: s.Region,
	}
	_, err = r.log.Do(who, "meeting.ask_replies", func(op *ledger.Op) error {
		op.Object(s.ID)
		return op.Insert(reviewTable, v.values()...)
	})
	return policy.Stale(err)
}

// ReviewOf returns the review of a meeting for Inspektorat and for a post that is asked; NotFound
// for everybody else, the chair too.
func (r *Room) ReviewOf(ctx context.Context, who rambu.Actor, meeting string) (Review, error) {
	s, all, err := r.open(ctx, who, meeting)
	if err != nil {
		return Review{}, err
	}
	if who.Post == string(s.Chair) || policy.MayInspect(who) != nil && r.asked(who, all) == nil {
		return Review{}, policy.NotHere("nobody asked this post")
	}
	return r.review(ctx, who.Institution, meeting)
}

// asked is the actor's row when it has something to reply to.
func (r *Room) asked(who rambu.Actor, all []Invitee) *Invitee {
	at := slices.IndexFunc(all, func(i Invitee) bool {
		return who.Post != "" && string(i.Post) == who.Post && i.Now().Group() == GroupUnexplained
	})
	if at < 0 {
		return nil
	}
	return &all[at]
}

// Reply is the right of reply of an absent post. It is sealed to those who deal with reasons, and
// read beside any number.
func (r *Room) Reply(ctx context.Context, who rambu.Actor, meeting, text string) error {
	_, all, err := r.open(ctx, who, meeting)
	if err != nil {
		return err
	}
	if r.asked(who, all) == nil {
		return policy.NotHere("nobody asked this post")
	}
	v, err := r.review(ctx, who.Institution, meeting)
	if err != nil {
		return err
	}
	if r.Today(who) > v.ReplyDue {
		return rambu.Fault(rambu.Blocked, "meeting.error.reply_over", "date", words.Date(words.ID, v.ReplyDue))
	}
	var f agenda.Form
	f.Text(&text, "tanggapan", agenda.MaxNote)
	err = f.Err()
	if err != nil {
		return err
	}
	p := Reply{ID: rambu.NewID("tgp"), Meeting: meeting, Post: roster.PostID(who.Post), institution: v.institution, region: v.region}
	p.body, err = r.whisper(ctx, who.Institution, sealed.ReplyInfo(p.ID), text)
	if err != nil {
		return err
	}
	_, err = r.log.Do(who, "meeting.reply", func(op *ledger.Op) error {
		op.Object(meeting)
		return op.Insert(replyTable, p.ID, p.institution, p.region, meeting, string(p.Post), op.At, p.body)
	})
	if err != nil && rambu.KindOf(err) == rambu.Conflict {
		return rambu.Fault(rambu.Conflict, "meeting.error.replied")
	}
	return err
}

// Findings is what Inspektorat sees, and nobody else: made when it is looked at, never stored.
type Findings struct {
	Session  Session
	Title    string
	Review   Review
	Whole    *pattern.Finding  // of this meeting, nil when there is too little to compare
	Groups   []pattern.Finding // of this meeting
	Meetings int               // compared
	Posts    int
	TooFew   bool
	Clashes  int // posts another meeting claimed at the same time
	NoLetter int // posts the invitation had not reached
	Replies  []Reply
	Asked    int // posts that could reply
	Held     map[roster.PostID]Held
}

// Findings runs the test for a meeting, once the days to reply are over. The reading is logged.
func (r *Room) Findings(ctx context.Context, who rambu.Actor, meeting string) (*Findings, error) {
	s, err := r.reviewable(ctx, who, meeting)
	if err != nil {
		return nil, err
	}
	v, err := r.review(ctx, who.Institution, meeting)
	if err != nil {
		return nil, err
	}
	if r.Today(who) <= v.ReplyDue {
		return nil, rambu.Fault(rambu.Blocked, "meeting.error.reply_open", "date", words.Date(words.ID, v.ReplyDue))
	}
	c, err := content(who, s)
	if err != nil {
		return nil, err
	}
	out := &Findings{Session: s, Title: c.Title, Review: v}
	err = r.test(ctx, who, out)
	if err != nil {
		return nil, err
	}
	err = r.beside(ctx, who, out)
	if err != nil {
		return nil, err
	}
	return out, r.log.Saw(who, "meeting.pattern", meeting)
}

// test compares the meeting with the habits of the same government.
func (r *Room) test(ctx context.Context, who rambu.Actor, out *Findings) error {
	m, err := r.matrix(ctx, who, r.Today(who))
	if err != nil {
		return err
	}
	today := r.Today(who)
	m.Meetings = slices.DeleteFunc(m.Meetings, func(s Session) bool { return !s.Final(today) })
	d, err := r.data(ctx, m)
	if err != nil {
		return err
	}
	out.Meetings, out.Posts = len(m.Meetings), len(m.Posts)
	found, err := pattern.Test(d)
	if errors.Is(err, pattern.ErrTooLittle) {
		out.TooFew = true
		return nil
	}
	if err != nil {
		return err
	}
	at := slices.IndexFunc(m.Meetings, func(s Session) bool { return s.ID == out.Session.ID })
	for _, f := range found {
		switch {
		case f.Meeting != at:
		case f.Group == "":
			out.Whole = &f
		default:
			out.Groups = append(out.Groups, f)
		}
	}
	out.TooFew = out.Whole == nil
	return nil
}

// data turns the matrix into the test's. Posts are grouped by their office, chosen by the roster
// and not by anybody who has seen the absences.
func (r *Room) data(ctx context.Context, m *Matrix) (pattern.Data, error) {
	posts, err := r.roster.PostsByID(ctx, m.Posts)
	if err != nil {
		return pattern.Data{}, err
	}
	var d pattern.Data
	for _, id := range m.Posts {
		row := make([]pattern.Cell, len(m.Meetings))
		for n, s := range m.Meetings {
			p, invited := m.Cells[id][s.ID]
			switch {
			case !invited:
			case p.Group() == GroupUnexplained:
				row[n] = pattern.Missing
			case p.Group() == GroupHolder, p.Group() == GroupStandIn:
				row[n] = pattern.Came
			}
		}
		d.Cells = append(d.Cells, row)
		d.Groups = append(d.Groups, string(posts[id].Office))
	}
	return d, nil
}

// beside adds what else may explain it, and what was replied.
func (r *Room) beside(ctx context.Context, who rambu.Actor, out *Findings) error {
	all, err := r.invitees(ctx, who.Institution, out.Session.ID)
	if err != nil {
		return err
	}
	busy, err := r.busy(ctx, out.Session)
	if err != nil {
		return err
	}
	noted, err := r.corrections(ctx, who.Institution, out.Session.ID)
	if err != nil {
		return err
	}
	for _, i := range all {
		for _, c := range noted {
			if c.Invitee == i.ID {
				i.Corrections = append(i.Corrections, c)
			}
		}
		if slices.Contains(busy, string(i.Post)) {
			out.Clashes++
		}
		if i.Now() == NotReached {
			out.NoLetter++
		}
		if i.Now().Group() == GroupUnexplained {
			out.Asked++
		}
	}
	out.Replies, err = r.replies(ctx, who.Institution, out.Session.ID)
	if err != nil {
		return err
	}
	posts := []roster.PostID{out.Session.Chair}
	for n := range out.Replies {
		p := &out.Replies[n]
		posts = append(posts, p.Post)
		err = sealed.Hear(who, sealed.ReplyInfo(p.ID), p.body, &p.Text)
		if err != nil {
			return err
		}
	}
	out.Held, err = r.HeldOn(ctx, who, posts, out.Session.On)
	return err
}

// Expire deletes reviews and replies whose term is over: a job of the system, that needs no key.
// It returns how many reviews went.
func (r *Room) Expire(ctx context.Context, who rambu.Actor) (int, error) {
	today := r.Today(who)
	n, err := r.expired(ctx, who.Institution, today)
	if err != nil || n == 0 {
		return 0, err
	}
	gone := 0
	_, err = r.log.Do(who, "meeting.expire", func(op *ledger.Op) error {
		gone = 0
		list, err := expiredIn(op, today)
		if err != nil {
			return err
		}
		for _, v := range list {
			op.Object(v.Meeting)
			err = v.remove(op)
			if err != nil {
				return err
			}
			gone++
		}
		return nil
	})
	return gone, err
}

func (v *Review) remove(op *ledger.Op) error {
	replies, err := repliesIn(op, v.Meeting)
	if err != nil {
		return err
	}
	for _, p := range replies {
		err = op.Delete(replyTable, p.ID, p.version)
		if err != nil {
			return err
		}
	}
	return op.Delete(reviewTable, v.ID, v.version)
}
