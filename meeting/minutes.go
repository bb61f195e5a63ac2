package meeting

import (
	"context"
	"slices"
	"strconv"
	"time"

	"rambu.id"
	"rambu.id/ledger"
	"rambu.id/meeting/agenda"
	"rambu.id/meeting/minutes"
	"rambu.id/meeting/policy"
	"rambu.id/meeting/sealed"
	"rambu.id/roster"
)

type (
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

// Minutes are what was said and decided.
type Minutes struct {
	ID           string // "ntl_…"
	Meeting      string
	State        MinutesState
	Writer       string // account
	Approver     string // account
	ApproverPost string
	ChangedAt    time.Time
	PublishedAt  time.Time
	Version      int64

	Text      string // filled when its key is held
	Decisions []Decision

	institution, region string
	body                []byte
}

func (m *Minutes) values() []any {
	return []any{
		m.ID, m.institution, m.region, m.Meeting, string(m.State), m.Writer, m.Approver, m.ApproverPost, m.ChangedAt,
		m.PublishedAt, m.body,
	}
}

func (m *Minutes) move(to MinutesState) error {
	if !slices.Contains(m.State.Next(), to) {
		return rambu.Fault(rambu.Conflict, "meeting.error.minutes_"+string(m.State))
	}
	m.State = to
	return nil
}

// Decision is one thing decided, with who does it until when.
type Decision struct {
	ID      string // "kpr_…"
	Meeting string
	Number  int64
	Owner   roster.PostID
	Due     rambu.Date
	State   DecisionState
	DoneAt  time.Time
	Version int64

	Text   string // filled when its key is held
	Points []string
	Proof  string // what the owner says was done

	institution, region string
	body, proof         []byte
}

// Lacks reports whether the decision cannot be published: nobody owns it, or it is due never.
func (d Decision) Lacks() bool { return d.Owner == "" || d.Due == "" }

func (d *Decision) values() []any {
	return []any{d.ID, d.institution, d.region, d.Meeting, d.Number, string(d.Owner), d.Due, string(d.State), d.DoneAt, d.body, d.proof}
}

// phrasing is the sealed part of a decision.
type phrasing struct {
	Text   string   `json:"text"`
	Points []string `json:"points,omitempty"`
}

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
	err = sealed.Open(key, sealed.MinutesInfo(m.ID), m.body, &m.Text)
	if err != nil {
		return err
	}
	m.Decisions, err = r.decisions(ctx, who.Institution, s.ID)
	if err != nil {
		return err
	}
	for n := range m.Decisions {
		err = m.Decisions[n].unseal(who, s)
		if err != nil {
			return err
		}
	}
	return nil
}

func (d *Decision) unseal(who rambu.Actor, s Session) error {
	key, err := unlock(who, s)
	if err != nil {
		return err
	}
	var w phrasing
	err = sealed.Open(key, sealed.DecisionInfo(d.ID), d.body, &w)
	if err != nil {
		return err
	}
	d.Text, d.Points = w.Text, w.Points
	return sealed.Open(key, sealed.ProofInfo(d.ID), d.proof, &d.Proof)
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
		m = Minutes{ID: rambu.NewID("ntl"), Meeting: meeting, State: Drafted, institution: s.Institution, region: s.Region}
		err = nil
	}
	if err == nil && m.State != Drafted {
		err = rambu.Fault(rambu.Conflict, "meeting.error.minutes_"+string(m.State))
	}
	return s, m, err
}

// save writes minutes, new or changed.
func (m *Minutes) save(op *ledger.Op) error {
	m.ChangedAt = op.At
	op.Object(m.Meeting)
	op.Fact("minutes", string(m.State))
	if m.Version == 0 {
		return op.Insert(minutesTable, m.values()...)
	}
	return op.Update(minutesTable, m.Version, m.values()...)
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
	m.body, err = sealed.JSON(key, sealed.MinutesInfo(m.ID), text)
	if err != nil {
		return err
	}
	_, err = r.log.Do(who, "meeting.write_minutes", m.save)
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
	d := Decision{ID: in.ID, Version: in.Version, Meeting: meeting, institution: s.Institution, region: s.Region}
	if d.ID == "" {
		d.ID = rambu.NewID("kpr")
	}
	d.Owner, d.Due, d.State = in.Owner, in.Due, DecisionDraft
	d.body, err = sealed.JSON(key, sealed.DecisionInfo(d.ID), phrasing{in.Text, in.Points})
	if err != nil {
		return "", err
	}
	_, err = r.log.Do(who, "meeting.decide", func(op *ledger.Op) error {
		m := m // a retry starts anew
		if m.Version == 0 {
			m.Writer = who.Account
		}
		err := m.save(op)
		if err != nil {
			return err
		}
		op.Fact("decision", d.ID)
		return d.save(op, in.ID == "")
	})
	return d.ID, policy.Stale(err)
}

// save puts a decision behind the others, or rewrites it in its place.
func (d *Decision) save(op *ledger.Op, fresh bool) error {
	all, err := decisionsIn(op, d.Meeting)
	if err != nil {
		return err
	}
	if fresh {
		d.Number = 1
		if n := len(all); n > 0 {
			d.Number = all[n-1].Number + 1
		}
		return op.Insert(decisionTable, d.values()...)
	}
	at := slices.IndexFunc(all, func(o Decision) bool { return o.ID == d.ID })
	if at < 0 {
		return policy.NotHere("no such decision")
	}
	if d.Version != 0 && d.Version != all[at].Version {
		return rambu.Fault(rambu.Conflict, "meeting.error.stale")
	}
	d.Number = all[at].Number
	return op.Update(decisionTable, all[at].Version, d.values()...)
}

// Drop takes a decision out of draft minutes.
func (r *Room) Drop(ctx context.Context, who rambu.Actor, meeting, decision string) error {
	_, m, err := r.draft(ctx, who, meeting)
	if err != nil {
		return err
	}
	_, err = r.log.Do(who, "meeting.drop_decision", func(op *ledger.Op) error {
		m := m
		err := m.save(op)
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
	if len(m.body) == 0 {
		return rambu.Fault(rambu.Invalid, "meeting.error.needed").On("notulen")
	}
	m.Writer = who.Account
	err = m.move(Submitted)
	if err != nil {
		return err
	}
	_, err = r.log.Do(who, "meeting.submit_minutes", m.save)
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
	err = m.move(to)
	if err == nil && yes && !in.Seen {
		err = r.mindCitations(ctx, who, s, m)
	}
	if err != nil {
		return err
	}
	_, err = r.log.Do(who, "meeting.approve_minutes", m.save)
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
	err = m.move(Published)
	if err == nil && !in.Seen {
		err = r.mindCitations(ctx, who, s, m)
	}
	if err != nil {
		return err
	}
	_, err = r.log.Do(who, "meeting.publish_minutes", func(op *ledger.Op) error {
		m := m
		m.PublishedAt = op.At
		err := m.save(op)
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
			err = op.Update(decisionTable, d.Version, d.values()...)
			if err != nil {
				return err
			}
		}
		return nil
	})
	return policy.Stale(err)
}
