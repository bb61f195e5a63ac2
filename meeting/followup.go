package meeting

import (
	"context"
	"strconv"

	"rambu.id"
	"rambu.id/internal/words"
	"rambu.id/ledger"
	"rambu.id/meeting/agenda"
	"rambu.id/meeting/minutes"
	"rambu.id/meeting/policy"
	"rambu.id/meeting/sealed"
	"rambu.id/roster"
)

// FollowUp is a published decision that is not done, with where it comes from.
type FollowUp struct {
	Decision
	From  Session
	Title string // of the meeting, "" when its key is not held
	Held  Held   // of its owner's post today
	Late  bool
}

// mostOpen bounds a list of open decisions.
const mostOpen = 200

// FollowUps lists open decisions, the oldest due date first: all of them for those who run
// meetings, else those of the actor's own post. They stay on the agenda until they are done.
func (r *Room) FollowUps(ctx context.Context, who rambu.Actor) ([]FollowUp, error) {
	err := policy.House(who)
	if err != nil {
		return nil, err
	}
	owner := who.Post
	if policy.Keeps(who) {
		owner = ""
	} else if owner == "" {
		return nil, nil
	}
	return r.followUps(ctx, who, owner)
}

// Carried lists what earlier meetings left open: the first point of the agenda of this one. Those
// who were only invited see what their own post owes.
func (r *Room) Carried(ctx context.Context, who rambu.Actor, meeting string) ([]FollowUp, error) {
	s, _, err := r.open(ctx, who, meeting)
	if err != nil {
		return nil, err
	}
	owner := who.Post
	if SeesAll(who) || who.Post == string(s.Chair) {
		owner = ""
	}
	all, err := r.followUps(ctx, who, owner)
	if err != nil {
		return nil, err
	}
	var out []FollowUp
	for _, f := range all {
		if f.From.Start.Before(s.Start) {
			out = append(out, f)
		}
	}
	return out, nil
}

func (r *Room) followUps(ctx context.Context, who rambu.Actor, owner string) ([]FollowUp, error) {
	open, err := r.openDecisions(ctx, who.Institution, owner, mostOpen)
	if err != nil {
		return nil, err
	}
	from, err := r.sessionsOf(ctx, who.Institution, owner)
	if err != nil {
		return nil, err
	}
	var owners []roster.PostID
	for _, d := range open {
		owners = append(owners, d.Owner)
	}
	today := r.Today(who)
	held, err := r.HeldOn(ctx, who, owners, today)
	if err != nil {
		return nil, err
	}
	out := make([]FollowUp, len(open))
	for n, d := range open {
		out[n] = FollowUp{Decision: d, From: from[d.Meeting], Held: held[d.Owner], Late: d.Due < today}
		c, err := content(who, out[n].From)
		if rambu.KindOf(err) == rambu.Locked && err != nil {
			continue // an owner without the letter key: the text comes on paper
		}
		if err != nil {
			return nil, err
		}
		out[n].Title = c.Title
		err = unsealDecision(who, out[n].From, &out[n].Decision)
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// carriedLine is the agenda's first point when something is open, "" when nothing is.
func (r *Room) carriedLine(ctx context.Context, who rambu.Actor) (string, error) {
	open, err := r.openDecisions(ctx, who.Institution, "", mostOpen)
	if err != nil || len(open) == 0 {
		return "", err
	}
	return r.words.T(words.ID, "meeting.letter.carried", "n", strconv.Itoa(len(open))), nil
}

// FinishIn says what was done about a decision.
type FinishIn struct {
	ID      string
	Version int64
	Proof   string
}

// Finish marks a decision done, with what shows it: by its owner, or by those who run meetings.
func (r *Room) Finish(ctx context.Context, who rambu.Actor, in FinishIn) error {
	d, s, err := r.published(ctx, who, in.ID)
	if err != nil {
		return err
	}
	if d.State != DecisionOpen {
		return rambu.Fault(rambu.Conflict, "meeting.error.decision_"+string(d.State))
	}
	if in.Version != 0 && in.Version != d.Version {
		return rambu.Fault(rambu.Conflict, "meeting.error.stale")
	}
	var f agenda.Form
	f.Text(&in.Proof, "bukti", agenda.MaxNote)
	err = f.Err()
	if err != nil {
		return err
	}
	key, err := unlock(who, s)
	if err != nil {
		return err
	}
	d.SealedProof, err = sealed.JSON(key, sealed.ProofInfo(d.ID), in.Proof)
	if err != nil {
		return err
	}
	_, err = r.log.Do(who, "meeting.finish_decision", func(op *ledger.Op) error {
		d := d
		op.Object(d.ID)
		d.State, d.DoneAt = DecisionDone, op.At
		return op.Update(decisionTable, d.Version, d.Values()...)
	})
	return policy.Stale(err)
}

// published finds a published decision that the actor owns or runs.
func (r *Room) published(ctx context.Context, who rambu.Actor, id string) (Decision, Session, error) {
	err := policy.House(who)
	if err != nil {
		return Decision{}, Session{}, err
	}
	d, err := r.decision(ctx, who.Institution, id)
	if err != nil {
		return d, Session{}, err
	}
	if d.State == DecisionDraft || !policy.Keeps(who) && who.Post != string(d.Owner) {
		return Decision{}, Session{}, policy.NotHere("not published, or another post's")
	}
	s, err := r.session(ctx, who.Institution, d.Meeting)
	return d, s, err
}

// OrderOf returns a published decision for whoever makes an instruction of it. Errors: NotFound
// while it is not published and for whoever neither owns it nor runs meetings.
func (r *Room) OrderOf(ctx context.Context, who rambu.Actor, decision string) (Order, error) {
	d, s, err := r.published(ctx, who, decision)
	if err != nil {
		return Order{}, err
	}
	c, err := content(who, s)
	if err != nil {
		return Order{}, err
	}
	err = unsealDecision(who, s, &d)
	if err != nil {
		return Order{}, err
	}
	o := Order{
		Decision: d.ID, Meeting: s.ID, Title: c.Title, On: s.On, Chair: s.Chair, Number: d.Number, Text: d.Text, Owner: d.Owner, Due: d.Due,
	}
	for n, p := range d.Points {
		o.Points = append(o.Points, minutes.Point{Number: n + 1, Text: p})
	}
	return o, nil
}

// Waiting is what waits for an officer, beside what clocks remind of.
type Waiting struct {
	Answer  []Session // invitations and mandates he did not answer
	Off     []Session // coming meetings that were cancelled after he was invited
	Reply   []Session // meetings of which his post may say why it stayed away
	Approve []Session // minutes to approve
	Due     []FollowUp
}

// Waiting lists what waits for the actor: the coming meetings he did not answer, minutes he may
// approve, and what his own post owes within a week.
func (r *Room) Waiting(ctx context.Context, who rambu.Actor) (Waiting, error) {
	var w Waiting
	if roster.InstitutionKindOf(who.Institution) != roster.KindGovernment || who.Post == "" {
		return w, nil // another room: nothing waits for it here
	}
	today := r.Today(who)
	var err error
	w.Answer, err = r.unanswered(ctx, who.Institution, who.Post, today)
	if err != nil {
		return w, err
	}
	w.Off, err = r.calledOffFor(ctx, who.Institution, who.Post, today)
	if err != nil {
		return w, err
	}
	w.Reply, err = r.toReply(ctx, who, today)
	if err != nil {
		return w, err
	}
	minutes, err := r.submitted(ctx, who.Institution, who.Account)
	if err != nil {
		return w, err
	}
	for _, s := range minutes {
		if mayApprove(who, s, Minutes{}) == nil {
			w.Approve = append(w.Approve, s)
		}
	}
	own, err := r.followUps(ctx, who, who.Post)
	for _, f := range own {
		if f.Due <= today.AddDays(7) {
			w.Due = append(w.Due, f)
		}
	}
	return w, err
}
