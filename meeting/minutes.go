package meeting

import (
	"context"
	"slices"
	"strconv"

	"rambu.id"
	"rambu.id/ledger"
	"rambu.id/meeting/agenda"
	"rambu.id/meeting/minutes"
	"rambu.id/meeting/policy"
	"rambu.id/meeting/sealed"
)

type (
	// Minutes are what was said and decided.
	Minutes = minutes.Minutes
	// Decision is one thing decided, with who does it until when.
	Decision = minutes.Decision
	// MinutesState is how far minutes are.
	MinutesState = minutes.State
	// DecisionState is how far a decision is.
	DecisionState = minutes.DecisionState
	// DecisionIn is a decision to write down or change.
	DecisionIn = minutes.Entry
	// MinutesStep is a step of written minutes.
	MinutesStep = minutes.Step
	// Order is a published decision as an instruction can be made from it.
	Order = minutes.Order
)

// The states of minutes and of decisions.
const (
	Drafted       = minutes.Drafted
	Submitted     = minutes.Submitted
	Approved      = minutes.Approved
	Published     = minutes.Published
	DecisionDraft = minutes.DecisionDraft
	DecisionOpen  = minutes.DecisionOpen
	DecisionDone  = minutes.DecisionDone
)

// Minutes opens the minutes of a meeting: those who run it see the draft, everybody with a part
// in it what was published. A meeting without minutes gives an empty draft.
func (r *Room) Minutes(ctx context.Context, who rambu.Actor, meeting string) (Minutes, error) {
	s, _, err := r.open(ctx, who, meeting)
	if err != nil {
		return Minutes{}, err
	}
	m, err := r.minutes(ctx, who.Institution, meeting)
	if err != nil && rambu.KindOf(err) == rambu.NotFound {
		m, err = Minutes{Meeting: meeting, State: Drafted}, nil
	}
	if err != nil {
		return m, err
	}
	if m.State != Published && !policy.Keeps(who) && who.Post != string(s.Chair) {
		return Minutes{}, policy.NotHere("the minutes are not published")
	}
	return m, r.unsealMinutes(ctx, who, s, &m)
}

// unsealMinutes opens the text of minutes and their decisions.
func (r *Room) unsealMinutes(ctx context.Context, who rambu.Actor, s Session, m *Minutes) error {
	key, err := unlock(who, s)
	if err != nil {
		return err
	}
	err = sealed.Open(key, sealed.MinutesInfo(m.ID), m.Body, &m.Text)
	if err != nil {
		return err
	}
	m.Decisions, err = r.decisions(ctx, who.Institution, s.ID)
	if err != nil {
		return err
	}
	for n := range m.Decisions {
		err = unsealDecision(who, s, &m.Decisions[n])
		if err != nil {
			return err
		}
	}
	return nil
}

func unsealDecision(who rambu.Actor, s Session, d *Decision) error {
	key, err := unlock(who, s)
	if err != nil {
		return err
	}
	var w minutes.Phrasing
	err = sealed.Open(key, sealed.DecisionInfo(d.ID), d.Body, &w)
	if err != nil {
		return err
	}
	d.Text, d.Points = w.Text, w.Points
	return sealed.Open(key, sealed.ProofInfo(d.ID), d.SealedProof, &d.Proof)
}

// draft returns the minutes to write on: only while they are a draft, of a meeting that was held.
func (r *Room) draft(ctx context.Context, who rambu.Actor, meeting string) (Session, Minutes, error) {
	err := policy.MayRun(who)
	if err != nil {
		return Session{}, Minutes{}, err
	}
	s, err := r.session(ctx, who.Institution, meeting)
	if err != nil {
		return s, Minutes{}, err
	}
	if s.State != DoorOpen && s.State != Closed {
		return s, Minutes{}, rambu.Fault(rambu.Conflict, "meeting.error.not_held")
	}
	m, err := r.minutes(ctx, who.Institution, meeting)
	if err != nil && rambu.KindOf(err) == rambu.NotFound {
		m = Minutes{ID: rambu.NewID("ntl"), Meeting: meeting, State: Drafted, Institution: s.Institution, Region: s.Region}
		err = nil
	}
	if err == nil && m.State != Drafted {
		err = rambu.Fault(rambu.Conflict, "meeting.error.minutes_"+string(m.State))
	}
	return s, m, err
}

// WriteMinutes writes the text of the minutes. version is what the writer saw, 0 for none yet.
func (r *Room) WriteMinutes(ctx context.Context, who rambu.Actor, meeting string, version int64, text string) error {
	s, m, err := r.draft(ctx, who, meeting)
	if err != nil {
		return err
	}
	if m.Version != version {
		return rambu.Fault(rambu.Conflict, "meeting.error.stale")
	}
	var f agenda.Form
	f.Text(&text, "notulen", agenda.MaxText)
	err = f.Err()
	if err != nil {
		return err
	}
	key, err := unlock(who, s)
	if err != nil {
		return err
	}
	m.Writer = who.Account
	m.Body, err = sealed.JSON(key, sealed.MinutesInfo(m.ID), text)
	if err != nil {
		return err
	}
	_, err = r.log.Do(who, "meeting.write_minutes", func(op *ledger.Op) error { return m.Save(op, minutesTable) })
	return policy.Stale(err)
}

// Decide writes a decision into draft minutes, or changes one there. It returns its id.
func (r *Room) Decide(ctx context.Context, who rambu.Actor, meeting string, in DecisionIn) (string, error) {
	s, m, err := r.draft(ctx, who, meeting)
	if err != nil {
		return "", err
	}
	err = in.Check()
	if err != nil {
		return "", err
	}
	if in.Due != "" && in.Due < s.On {
		return "", rambu.Fault(rambu.Invalid, "meeting.error.due_before").On("tenggat")
	}
	if in.Owner != "" {
		p, err := r.roster.Post(ctx, in.Owner)
		if err != nil || p.Institution != who.Institution {
			return "", rambu.Fault(rambu.Invalid, "meeting.error.choose").On("pemilik")
		}
	}
	key, err := unlock(who, s)
	if err != nil {
		return "", err
	}
	d := Decision{ID: in.ID, Fresh: in.ID == "", Version: in.Version, Meeting: meeting, Institution: s.Institution, Region: s.Region}
	if d.ID == "" {
		d.ID = rambu.NewID("kpr")
	}
	d.Owner, d.Due, d.State = in.Owner, in.Due, DecisionDraft
	d.Body, err = sealed.JSON(key, sealed.DecisionInfo(d.ID), minutes.Phrasing{Text: in.Text, Points: in.Points})
	if err != nil {
		return "", err
	}
	_, err = r.log.Do(who, "meeting.decide", func(op *ledger.Op) error {
		m := m // a retry starts anew
		if m.Version == 0 {
			m.Writer = who.Account
		}
		err := m.Save(op, minutesTable)
		if err != nil {
			return err
		}
		op.Fact("decision", d.ID)
		all, err := decisionsIn(op, d.Meeting)
		if err != nil {
			return err
		}
		return d.Save(op, decisionTable, all)
	})
	return d.ID, policy.Stale(err)
}

// Drop takes a decision out of draft minutes.
func (r *Room) Drop(ctx context.Context, who rambu.Actor, meeting, decision string) error {
	_, m, err := r.draft(ctx, who, meeting)
	if err != nil {
		return err
	}
	_, err = r.log.Do(who, "meeting.drop_decision", func(op *ledger.Op) error {
		m := m
		err := m.Save(op, minutesTable)
		if err != nil {
			return err
		}
		all, err := decisionsIn(op, meeting)
		if err != nil {
			return err
		}
		at := slices.IndexFunc(all, func(o Decision) bool { return o.ID == decision })
		if at < 0 {
			return policy.NotHere("no such decision")
		}
		op.Fact("decision", decision)
		return op.Delete(decisionTable, decision, all[at].Version)
	})
	return policy.Stale(err)
}

// Submit gives the minutes to the chair or the secretary. Wrong citations do not stop it: he
// decides.
func (r *Room) Submit(ctx context.Context, who rambu.Actor, in MinutesStep) error {
	_, m, err := r.draft(ctx, who, in.Meeting)
	if err == nil {
		err = in.Fits(m.Version)
	}
	if err != nil {
		return err
	}
	if len(m.Body) == 0 {
		return rambu.Fault(rambu.Invalid, "meeting.error.needed").On("notulen")
	}
	m.Writer = who.Account
	err = m.Move(Submitted)
	if err != nil {
		return err
	}
	_, err = r.log.Do(who, "meeting.submit_minutes", func(op *ledger.Op) error { return m.Save(op, minutesTable) })
	return policy.Stale(err)
}

// written finds the minutes a step is about, and their meeting.
func (r *Room) written(ctx context.Context, who rambu.Actor, in MinutesStep) (Session, Minutes, error) {
	s, err := r.session(ctx, who.Institution, in.Meeting)
	if err != nil {
		return s, Minutes{}, err
	}
	m, err := r.minutes(ctx, who.Institution, in.Meeting)
	if err == nil {
		err = in.Fits(m.Version)
	}
	return s, m, err
}

// Approve says that the minutes are right, or gives them back to be written on. Nobody approves
// what he submitted himself. Wrong citations stop it until the approver has seen them.
func (r *Room) Approve(ctx context.Context, who rambu.Actor, in MinutesStep, yes bool) error {
	s, m, err := r.written(ctx, who, in)
	if err != nil {
		return err
	}
	err = mayApprove(who, s, m)
	if err != nil {
		return err
	}
	to := Drafted
	if yes {
		to = Approved
		m.Approver, m.ApproverPost = who.Account, who.Post
	}
	err = m.Move(to)
	if err == nil && yes && !in.Seen {
		err = r.mindCitations(ctx, who, s, m)
	}
	if err != nil {
		return err
	}
	_, err = r.log.Do(who, "meeting.approve_minutes", func(op *ledger.Op) error { return m.Save(op, minutesTable) })
	return policy.Stale(err)
}

// Publish makes approved minutes final and their decisions somebody's duty. A decision without
// an owner or a due date blocks it, and so do wrong citations the publisher has not seen.
func (r *Room) Publish(ctx context.Context, who rambu.Actor, in MinutesStep) error {
	err := policy.MayRun(who)
	if err != nil {
		return err
	}
	s, m, err := r.written(ctx, who, in)
	if err != nil {
		return err
	}
	err = m.Move(Published)
	if err == nil && !in.Seen {
		err = r.mindCitations(ctx, who, s, m)
	}
	if err != nil {
		return err
	}
	_, err = r.log.Do(who, "meeting.publish_minutes", func(op *ledger.Op) error {
		m := m
		m.PublishedAt = op.At
		err := m.Save(op, minutesTable)
		if err != nil {
			return err
		}
		all, err := decisionsIn(op, in.Meeting)
		if err != nil {
			return err
		}
		for _, d := range all {
			if d.Lacks() {
				return rambu.Fault(rambu.Blocked, "meeting.error.decision_lacks", "number", strconv.FormatInt(d.Number, 10))
			}
			d.State = DecisionOpen
			err = op.Update(decisionTable, d.Version, d.Values()...)
			if err != nil {
				return err
			}
		}
		return nil
	})
	return policy.Stale(err)
}
