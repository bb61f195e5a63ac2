package meeting

import (
	"context"
	"errors"
	"slices"

	"rambu.id"
	"rambu.id/calendar"
	"rambu.id/internal/words"
	"rambu.id/ledger"
	"rambu.id/meeting/agenda"
	"rambu.id/meeting/pattern"
	"rambu.id/meeting/policy"
	"rambu.id/meeting/review"
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

type (
	// Review says that the absent posts of a meeting were asked for their view.
	Review = review.Review
	// Reply is what an absent post said.
	Reply = review.Reply
)

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
	err = r.mayWeighPattern(ctx, who, s)
	if err != nil {
		return s, err
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

// notChair keeps a review from whoever chairs: the post, and the person who held it on the day of the
// meeting or holds it now, in whichever of his offices he works.
func (r *Room) notChair(ctx context.Context, who rambu.Actor, s Session) error {
	chairs, err := r.reach.Holds(ctx, who.Account, s.Chair, s.On, r.Today(who))
	if err == nil && (chairs || who.Post == string(s.Chair)) {
		err = policy.NotHere("the chair never sees it")
	}
	return err
}

// mayWeighPattern keeps it from the chair, and from whoever is the secretary or the authority too.
func (r *Room) mayWeighPattern(ctx context.Context, who rambu.Actor, s Session) error {
	also, err := r.reach.Serves(ctx, who.Account, r.Today(who), rambu.RoleSecretary, rambu.RoleAuthority)
	if err == nil && also {
		err = policy.NotHere("holds an office from which it is kept")
	}
	if err != nil {
		return err
	}
	return r.notChair(ctx, who, s)
}

// AskReplies opens the right of reply of a meeting: every post recorded without a clear reason is
// asked, on its own page, before anybody looks for a pattern.
func (r *Room) AskReplies(ctx context.Context, who rambu.Actor, meeting string) error {
	s, err := r.reviewable(ctx, who, meeting)
	if err != nil {
		return err
	}
	today := r.Today(who)
	due, _, err := r.proc.CalendarOf(who.Institution).DueDate(calendar.Query{
		From: today, Region: who.Region, Rule: calendar.Rule{Count: replyDays, Unit: calendar.WorkingDays},
	})
	if err != nil {
		return err
	}
	v := Review{
		ID: rambu.NewID("tjn"), Meeting: s.ID, AskedOn: today, ReplyDue: due, DeleteOn: today.AddDays(reviewTerm),
		Account: who.Account, Institution: s.Institution, Region: s.Region,
	}
	_, err = r.log.Do(who, "meeting.ask_replies", func(op *ledger.Op) error {
		op.Object(s.ID)
		return op.Insert(reviewTable, v.Values()...)
	})
	return policy.Stale(err)
}

// ReviewOf returns the review of a meeting for Inspektorat and for a post that is asked; NotFound
// for everybody else, the chair too.
func (r *Room) ReviewOf(ctx context.Context, who rambu.Actor, meeting string) (Review, error) {
	s, _, err := r.open(ctx, who, meeting)
	if err == nil {
		err = r.notChair(ctx, who, s)
	}
	if err == nil && policy.MayInspect(who) != nil {
		err = r.asked(ctx, s, who.Post)
	}
	if err != nil {
		return Review{}, err
	}
	return r.review(ctx, who.Institution, meeting)
}

// asked refuses a post that has nothing to reply to.
func (r *Room) asked(ctx context.Context, s Session, post string) error {
	posts, err := r.askedPosts(ctx, s.Institution, s.ID)
	if err == nil && (post == "" || !slices.Contains(posts, post)) {
		err = policy.NotHere("nobody asked this post")
	}
	return err
}

// MayReply returns the review that waits for the actor's reply. It needs no office key. Errors: NotFound
// for whoever is not asked, and for the chair; Conflict once he replied; Blocked when the days are over.
func (r *Room) MayReply(ctx context.Context, who rambu.Actor, meeting string) (Review, error) {
	s, _, err := r.open(ctx, who, meeting)
	if err == nil {
		err = r.notChair(ctx, who, s)
	}
	if err == nil {
		err = r.asked(ctx, s, who.Post)
	}
	if err != nil {
		return Review{}, err
	}
	v, err := r.review(ctx, who.Institution, meeting)
	if err != nil {
		return v, err
	}
	left, err := r.silentPosts(ctx, s)
	switch {
	case err != nil:
		return v, err
	case r.Today(who) > v.ReplyDue:
		return v, rambu.Fault(rambu.Blocked, "meeting.error.reply_over", "date", words.Date(words.ID, v.ReplyDue))
	case !slices.Contains(left, roster.PostID(who.Post)):
		return v, rambu.Fault(rambu.Conflict, "meeting.error.replied")
	}
	return v, nil
}

// Reply is the right of reply of an absent post. It is sealed to those who deal with reasons, and read
// beside any number. Errors: as MayReply.
func (r *Room) Reply(ctx context.Context, who rambu.Actor, meeting, text string) error {
	v, err := r.MayReply(ctx, who, meeting)
	if err != nil {
		return err
	}
	return r.said(ctx, who, v, review.Paper{Post: roster.PostID(who.Post), Said: review.Said{Text: text}})
}

// ReplyOnPaper writes down what a post without an account replied on paper: who wrote it, of what day.
// It counts when the paper is of the days to reply, whenever it is typed in.
func (r *Room) ReplyOnPaper(ctx context.Context, who rambu.Actor, in review.Paper) error {
	v, open, err := r.PaperReplies(ctx, who, in.Meeting)
	if err != nil {
		return err
	}
	err = in.Validate(v, r.Today(who))
	if err != nil {
		return err
	}
	if !slices.Contains(open, in.Post) {
		return rambu.Fault(rambu.Invalid, "meeting.error.choose").On("jabatan")
	}
	return r.said(ctx, who, v, in)
}

// PaperReplies returns the review of a meeting and the posts that have not replied, for whoever writes
// down what came on paper; NotFound for others, and where nobody was asked.
func (r *Room) PaperReplies(ctx context.Context, who rambu.Actor, meeting string) (Review, []roster.PostID, error) {
	err := policy.MayTypeReplies(who)
	if err != nil {
		return Review{}, nil, err
	}
	s, err := r.session(ctx, who.Institution, meeting)
	if err == nil {
		err = r.notChair(ctx, who, s)
	}
	if err != nil {
		return Review{}, nil, err
	}
	v, err := r.review(ctx, who.Institution, meeting)
	if err != nil {
		return v, nil, err
	}
	posts, err := r.silentPosts(ctx, s)
	return v, posts, err
}

// silentPosts are the posts that were asked and have not replied.
func (r *Room) silentPosts(ctx context.Context, s Session) ([]roster.PostID, error) {
	posts, err := r.askedPosts(ctx, s.Institution, s.ID)
	if err != nil {
		return nil, err
	}
	done, err := r.replies(ctx, s.Institution, s.ID)
	var out []roster.PostID
	for _, p := range posts {
		if !slices.ContainsFunc(done, func(d Reply) bool { return string(d.Post) == p }) {
			out = append(out, roster.PostID(p))
		}
	}
	return out, err
}

// said seals a reply and writes it.
func (r *Room) said(ctx context.Context, who rambu.Actor, v Review, in review.Paper) error {
	var f agenda.Form
	f.Text(&in.Text, "tanggapan", agenda.MaxNote)
	err := f.Err()
	if err != nil {
		return err
	}
	id := rambu.NewID("tgp")
	body, err := r.whisper(ctx, who.Institution, sealed.ReplyInfo(id), in.Said)
	if err != nil {
		return err
	}
	_, err = r.log.Do(who, "meeting.reply", func(op *ledger.Op) error {
		op.Object(v.Meeting)
		if in.By != "" {
			op.Fact("on_paper", string(in.Post))
		}
		return op.Insert(replyTable, id, v.Institution, v.Region, v.Meeting, string(in.Post), op.At, body)
	})
	if err != nil && rambu.KindOf(err) == rambu.Conflict {
		return rambu.Fault(rambu.Conflict, "meeting.error.replied")
	}
	return err
}

// Asking is a review whose days to reply run, with the posts that were asked and have said nothing.
type Asking struct {
	Review
	Session Session
	Posts   []roster.PostID
}

// Asking lists the reviews whose days to reply run, for the job that tells the posts. Whoever holds the
// chair is not told, under whatever post. Errors: NotFound for everybody but the system.
func (r *Room) Asking(ctx context.Context, who rambu.Actor) ([]Asking, error) {
	if who.Account != rambu.System("", "").Account {
		return nil, policy.NotHere("a job's")
	}
	open, err := r.openReviews(ctx, who.Institution, r.Today(who))
	if err != nil {
		return nil, err
	}
	out := make([]Asking, len(open))
	for n, v := range open {
		s, err := r.session(ctx, who.Institution, v.Meeting)
		if err != nil {
			return nil, err
		}
		posts, err := r.silentPosts(ctx, s)
		if err != nil {
			return nil, err
		}
		posts, err = r.reach.Without(ctx, who, posts, s.Chair, s.On, r.Today(who))
		if err != nil {
			return nil, err
		}
		out[n] = Asking{v, s, posts}
	}
	return out, nil
}

// toReply lists the meetings an asked post has yet to reply to.
func (r *Room) toReply(ctx context.Context, who rambu.Actor, today rambu.Date) ([]Session, error) {
	all, err := r.unreplied(ctx, who.Institution, who.Post, today)
	var out []Session
	for _, s := range all {
		if err == nil && r.notChair(ctx, who, s) == nil {
			out = append(out, s)
		}
	}
	return out, err
}

// Findings is what Inspektorat sees, and nobody else: made when it is looked at, never stored.
type Findings struct {
	review.Numbers

	Session  Session
	Title    string
	Review   Review
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
	known, err := r.roster.PostsByID(ctx, m.Posts)
	if err != nil {
		return err
	}
	var columns []string
	for _, s := range m.Meetings {
		columns = append(columns, s.ID)
	}
	out.Meetings, out.Posts = len(m.Meetings), len(m.Posts)
	found, err := pattern.Test(review.Data(m.Posts, columns, m.Cells, known))
	if errors.Is(err, pattern.ErrTooLittle) {
		out.TooFew = true
		return nil
	}
	if err != nil {
		return err
	}
	out.Take(found, slices.Index(columns, out.Session.ID))
	return nil
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
	}
	posts, err := r.askedPosts(ctx, who.Institution, out.Session.ID)
	if err != nil {
		return err
	}
	out.Asked = len(posts)
	out.Replies, err = r.replies(ctx, who.Institution, out.Session.ID)
	if err != nil {
		return err
	}
	held := []roster.PostID{out.Session.Chair}
	for n := range out.Replies {
		p := &out.Replies[n]
		held = append(held, p.Post)
		err = sealed.Hear(who, sealed.ReplyInfo(p.ID), p.Body, &p.Said)
		if err != nil {
			return err
		}
	}
	out.Held, err = r.HeldOn(ctx, who, held, out.Session.On)
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
			err = remove(op, v)
			if err != nil {
				return err
			}
			gone++
		}
		return nil
	})
	return gone, err
}

func remove(op *ledger.Op, v Review) error {
	replies, err := repliesIn(op, v.Meeting)
	if err != nil {
		return err
	}
	for _, p := range replies {
		err = op.Delete(replyTable, p.ID, p.Version)
		if err != nil {
			return err
		}
	}
	return op.Delete(reviewTable, v.ID, v.Version)
}
