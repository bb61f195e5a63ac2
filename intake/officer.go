package intake

import (
	"context"
	"encoding/json"
	"strings"

	"rambu.id"
	"rambu.id/evidence"
	"rambu.id/ledger"
	"rambu.id/seal"
)

// mayHandle allows those who handle reports and cases. Which of them can open a report is
// decided by the keys they hold: the intake key, or the key of a case they are assigned to.
func mayHandle(who rambu.Actor) error {
	if !who.Is(rambu.RoleIntake, rambu.RoleHandler, rambu.RoleMember) {
		return rambu.Errorf(rambu.Forbidden, "reports are for those who handle them")
	}
	return nil
}

// mayReceive allows the intake officers.
func mayReceive(who rambu.Actor) error {
	if !who.Is(rambu.RoleIntake) {
		return rambu.Errorf(rambu.Forbidden, "this is for intake officers")
	}
	return nil
}

// Filter selects reports; zero fields do not filter.
type Filter struct {
	State    State
	Door     Door
	Casefile string
	// After continues a list behind the report with this id.
	After string
	Limit int // at most 100
}

// List returns reports of the actor's institution, oldest first, clear side only.
func (d *Desk) List(ctx context.Context, who rambu.Actor, f Filter) ([]Report, error) {
	err := mayHandle(who)
	if err != nil {
		return nil, err
	}
	if f.Limit <= 0 || f.Limit > 100 {
		f.Limit = 100
	}
	return d.find(ctx, who.Institution, f)
}

// Find returns the clear side of one report, also to a keeper of identities.
func (d *Desk) Find(ctx context.Context, who rambu.Actor, id string) (Report, error) {
	err := mayHandle(who)
	if err != nil && mayKeep(who) != nil {
		return Report{}, err
	}
	return d.byID(ctx, who.Institution, id)
}

// Opened is a report with what was sealed in it, except who reported.
type Opened struct {
	Report
	Answers  Answers
	Messages []Message // oldest first
	Exhibits []evidence.Described
}

// Open opens a report. The read is logged before anything is returned. Locked: the actor's
// session holds neither the intake key nor that of the case the report belongs to.
func (d *Desk) Open(ctx context.Context, who rambu.Actor, id string) (Opened, error) {
	r, err := d.Find(ctx, who, id)
	if err != nil {
		return Opened{}, err
	}
	o := Opened{Report: r}
	body, err := openBody(who.Keys, &r)
	if err != nil {
		return Opened{}, err
	}
	err = json.Unmarshal(body, &o.Answers)
	if err != nil {
		return Opened{}, rambu.Errorf(rambu.Internal, "the answers of a report: %v", err)
	}
	o.Messages, err = d.conversation(ctx, who, &r)
	if err != nil {
		return Opened{}, err
	}
	err = d.log.Saw(who, "intake.read", id)
	if err != nil {
		return Opened{}, err
	}
	o.Exhibits, err = d.evidence.Describe(ctx, who, id)
	if err != nil {
		return Opened{}, err
	}
	return o, nil
}

func openBody(keys rambu.Keys, r *Report) ([]byte, error) {
	key, err := seal.OpenContent(keys, r.OwnerKey, bodyKeyInfo(r.ID), r.bodyKey)
	if err != nil {
		return nil, err
	}
	return key.Open(bodyInfo(r.ID), r.body)
}

// reporterKey opens the key that messages to the reporter are sealed under.
func reporterKey(keys rambu.Keys, r *Report) (seal.ContentKey, error) {
	key, err := seal.OpenContent(keys, r.OwnerKey, bodyKeyInfo(r.ID), r.bodyKey)
	if err != nil {
		return seal.ContentKey{}, err
	}
	b, err := key.Open(reporterInfo(r.ID), r.reporterKey)
	if err != nil {
		return seal.ContentKey{}, err
	}
	return seal.ContentKeyFrom(b)
}

func (d *Desk) conversation(ctx context.Context, who rambu.Actor, r *Report) ([]Message, error) {
	messages, err := d.messages(ctx, r.Institution, r.ID)
	if err != nil {
		return nil, err
	}
	for i := range messages {
		m := &messages[i]
		if len(m.body) == 0 {
			continue
		}
		key, err := who.Keys.Open(m.ownerKey, messageOwnerInfo(m.ID), m.ownerWrapped)
		if err != nil {
			return nil, err
		}
		err = m.open(key)
		if err != nil {
			return nil, err
		}
	}
	return messages, nil
}

// Message writes to the reporter; only the code opens it there. nextOn, when not "", is the
// date on which the reporter should look again.
func (d *Desk) Message(ctx context.Context, who rambu.Actor, id, text string, nextOn rambu.Date) error {
	r, err := d.Find(ctx, who, id)
	if err != nil {
		return err
	}
	reporter, err := reporterKey(who.Keys, &r) // who cannot read a report does not write to its reporter
	if err != nil {
		return err
	}
	before, err := d.messages(ctx, r.Institution, id)
	if err != nil {
		return err
	}
	if len(before) >= maxMessages-20 { // the last places are for what the state of the case tells
		return rambu.Fault(rambu.Invalid, "intake.error.full").On("balasan")
	}
	m, err := d.compose(ctx, &r, reporter, FromOfficer, rambu.NewID(messagePrefix), messageText{Text: strings.TrimSpace(text)})
	if err != nil {
		return err
	}
	_, err = d.log.Do(who, "intake.message", func(op *ledger.Op) error {
		op.Object(id)
		m.At, m.NextOn = op.At, nextOn
		err := op.Insert(messageTable, m.values()...)
		if err != nil || nextOn == "" {
			return err
		}
		return d.change(op, id, func(r *Report) { r.NextOn = nextOn })
	})
	return err
}

// MarkSigned notes that the reporter of a formal report came on a day, showed the identity card
// and signed: from then on the report counts as received.
func (d *Desk) MarkSigned(ctx context.Context, who rambu.Actor, id string, on rambu.Date) error {
	err := mayReceive(who)
	if err != nil {
		return err
	}
	r, err := d.byID(ctx, who.Institution, id)
	if err != nil {
		return err
	}
	lodged := rambu.DateOf(d.calendar.Local(r.Region, r.ReceivedAt))
	if !on.Valid() || on > d.Today(r.Region) || on < lodged {
		return rambu.Fault(rambu.Invalid, "intake.error.signed_on").On("tanggal")
	}
	nextOn, err := d.due(r.Region, on, r.ReceivedAt, *d.study.Deadline)
	if err != nil {
		return err
	}
	_, err = d.log.Do(who, "intake.sign", func(op *ledger.Op) error {
		if on > r.SignBy {
			op.Fact("late", string(r.SignBy))
		}
		return d.Move(op, Move{Report: id, State: StateReceived, signedOn: on, NextOn: nextOn})
	})
	return err
}
