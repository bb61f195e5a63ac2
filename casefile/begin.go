package casefile

import (
	"context"
	"slices"
	"strings"

	"rambu.id"
	"rambu.id/calendar"
	"rambu.id/casefile/lookup"
	"rambu.id/intake"
	"rambu.id/law"
	"rambu.id/ledger"
	"rambu.id/procedure"
	"rambu.id/seal"
)

// Begin opens a case from a report: a formal one enters the initial study on the day it counts
// as received, anonymous information is noted to be traced. It returns the id of the case.
// Errors: NotFound, Blocked (a formal report nobody has signed), Conflict (begun, withdrawn).
func (d *Desk) Begin(ctx context.Context, who rambu.Actor, report string) (string, error) {
	err := mayBegin(who)
	if err != nil {
		return "", err
	}
	r, err := d.intake.Find(ctx, who, report)
	if err != nil {
		return "", err
	}
	c, err := d.newCase(ctx, who, r)
	if err != nil {
		return "", err
	}
	_, err = d.log.Do(who, "casefile.begin", func(op *ledger.Op) error {
		op.Object(c.ID)
		op.Object(report)
		c.CreatedAt, c.ChangedAt = op.At, op.At
		err := op.Insert(caseTable, c.values()...)
		if rambu.KindOf(err) == rambu.Conflict {
			return rambu.Fault(rambu.Conflict, "casefile.error.begun")
		}
		if err != nil {
			return err
		}
		return d.start(op, c)
	})
	if err != nil || c.Origin == OriginTip {
		return c.ID, err
	}
	return c.ID, d.StartStudy(ctx, who, c.ID, 1)
}

// StartStudy takes a received report into the initial study. Begin does it; it stands alone for
// a case whose beginning broke off.
func (d *Desk) StartStudy(ctx context.Context, who rambu.Actor, id string, version int64) error {
	t, err := d.take(ctx, who, id, version, mayPrepare, Received)
	if err != nil {
		return err
	}
	return t.commit("casefile.start_study", func(op *ledger.Op) error { return t.advance(op, FirstStudy, nil, intake.Move{}) })
}

// newCase makes the row of a case with an empty file, sealed to the intake key.
func (d *Desk) newCase(ctx context.Context, who rambu.Actor, r intake.Report) (Case, error) {
	c := Case{
		ID: rambu.NewID("pkr"), Institution: who.Institution, Region: who.Region, Report: r.ID, Owner: who.Post,
		Origin: OriginTip, State: Tip,
	}
	local, _ := d.intake.Local(r.Region, r.ReceivedAt)
	c.ReceivedOn = rambu.DateOf(local)
	if r.Door == intake.DoorFormal {
		c.Origin, c.State, c.ReceivedOn = OriginReport, Received, r.SignedOn
	}
	switch {
	case r.Casefile != "":
		return c, rambu.Fault(rambu.Conflict, "casefile.error.begun")
	case r.State == intake.StateSent:
		return c, rambu.Fault(rambu.Blocked, "casefile.error.unsigned")
	case r.State != intake.StateReceived:
		return c, rambu.Fault(rambu.Conflict, "casefile.error.report_state")
	}
	owner, err := d.keys.InstitutionKey(ctx, who.Institution, seal.KindIntake)
	if err != nil {
		return c, err
	}
	key := seal.NewContentKey()
	c.keyID = owner.ID
	c.wrapped, err = seal.Seal(owner.Public, keyInfo(c.ID), key[:])
	if err != nil {
		return c, err
	}
	c.body, err = key.SealJSON(bodyInfo(c.ID), Dossier{})
	return c, err
}

// start begins the law's procedure; anonymous information also moves on in the intake.
func (d *Desk) start(op *ledger.Op, c Case) error {
	_, err := d.proc.Start(op, procedure.StartIn{
		Procedure: Procedure, Object: c.ID, Initial: string(c.State), Owner: c.Owner, On: c.ReceivedOn,
	})
	if err != nil || c.Origin == OriginReport {
		return err
	}
	return d.intake.Move(op, intake.Move{Report: c.Report, State: intake.StateTip})
}

// Requirements are the lines of the checklist for a case: all of the law pack for a report; for
// anonymous information those that do not ask who reported.
func (d *Desk) Requirements(origin Origin) []law.Requirement {
	p, _ := d.pack.Procedure(Procedure)
	return lookup.Requirements(p, origin == OriginReport)
}

// missing lists the requirements that are not met.
func (d *Desk) missing(c Case, f Dossier) []law.Requirement {
	return slices.DeleteFunc(slices.Clone(d.Requirements(c.Origin)), func(r law.Requirement) bool {
		return slices.ContainsFunc(f.Checks, func(k Check) bool { return k.Requirement == r.ID && k.Met })
	})
}

// CheckIn is one line of the checklist as an officer answers it.
type CheckIn struct {
	Requirement string
	Met         bool
	Note        string
}

// Checklist writes down which formal and material requirements are met. Lines that are not
// given keep what they had. With the last one met the initial study is done, and the law's day for
// the register number begins.
func (d *Desk) Checklist(ctx context.Context, who rambu.Actor, id string, version int64, lines []CheckIn) error {
	t, err := d.take(ctx, who, id, version, mayPrepare, FirstStudy, Incomplete, Tip, Tracing)
	if err != nil {
		return err
	}
	known, before := d.Requirements(t.c.Origin), len(d.missing(t.c, t.file))
	for _, in := range lines {
		if !slices.ContainsFunc(known, func(r law.Requirement) bool { return r.ID == in.Requirement }) {
			return rambu.Fault(rambu.Invalid, "casefile.error.requirement").On(in.Requirement)
		}
		if len(in.Note) > maxNote {
			return rambu.Fault(rambu.Invalid, "casefile.error.too_long").On(in.Requirement)
		}
		t.file.check(Check{Requirement: in.Requirement, Met: in.Met, Note: strings.TrimSpace(in.Note), Account: who.Account, On: t.today})
	}
	return t.commit("casefile.checklist", func(op *ledger.Op) error {
		if before == 0 || t.c.State != FirstStudy || len(d.missing(t.c, t.file)) > 0 {
			return nil
		}
		run, err := procedure.InTx(op.Tx, who, Procedure, t.c.ID)
		if err != nil {
			return err
		}
		return d.proc.Event(op, run, studied, t.today)
	})
}

// studied is the event of the law pack that ends the initial study.
const studied = "kajian-awal-selesai"

// check replaces a line that says something new, so that who answered first stays visible.
func (f *Dossier) check(k Check) {
	i := slices.IndexFunc(f.Checks, func(o Check) bool { return o.Requirement == k.Requirement })
	switch {
	case i < 0:
		f.Checks = append(f.Checks, k)
	case f.Checks[i].Met != k.Met || f.Checks[i].Note != k.Note:
		f.Checks[i] = k
	}
}

// Bounds of what officers write, in bytes.
const (
	maxNote = 2000
	maxText = 40_000
)

func needText(text, field string) (string, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return "", rambu.Fault(rambu.Invalid, "casefile.error.text_needed").On(field)
	}
	if len(text) > maxNote {
		return "", rambu.Fault(rambu.Invalid, "casefile.error.too_long").On(field)
	}
	return text, nil
}

// AskCompletion asks the reporter for what is missing: the two days of completion begin.
func (d *Desk) AskCompletion(ctx context.Context, who rambu.Actor, id string, version int64, text string) error {
	t, err := d.take(ctx, who, id, version, mayPrepare, FirstStudy)
	if err != nil {
		return err
	}
	text, err = needText(text, "isi")
	if err != nil {
		return err
	}
	if len(d.missing(t.c, t.file)) == 0 {
		return rambu.Fault(rambu.Blocked, "casefile.error.nothing_missing")
	}
	w, err := t.paper(PaperCompletion, "", Note{Text: text})
	if err != nil {
		return err
	}
	told, err := t.text(text)
	if err != nil {
		return err
	}
	told.NextOn, err = t.within("bawaslu-pilkada/perlu_dilengkapi>diregister")
	if err != nil {
		return err
	}
	return t.commit("casefile.ask_completion", func(op *ledger.Op) error { return t.advance(op, Incomplete, w, told) })
}

// within is the last day of a transition's deadline when it is counted from today.
func (t *turn) within(transition string) (rambu.Date, error) {
	tr, ok := t.d.pack.Transition(transition)
	if !ok || tr.Deadline == nil {
		return "", rambu.Errorf(rambu.Internal, "the pack has no deadline on %q", transition)
	}
	due, _, err := t.d.proc.CalendarOf(t.c.Institution).DueDate(calendar.Query{
		From: t.today, Region: t.c.Region, Rule: calendar.Rule{Count: tr.Deadline.Count, Unit: tr.Deadline.Unit},
	})
	return due, err
}

// Refuse ends the initial study without registration, with the reason the reporter reads.
func (d *Desk) Refuse(ctx context.Context, who rambu.Actor, id string, version int64, reason string) error {
	t, err := d.take(ctx, who, id, version, mayPrepare, FirstStudy, Incomplete)
	if err != nil {
		return err
	}
	reason, err = needText(reason, "alasan")
	if err != nil {
		return err
	}
	w, err := t.paper(PaperRefusal, "", Note{Text: reason})
	if err != nil {
		return err
	}
	told, err := t.text(reason)
	if err != nil {
		return err
	}
	told.State = intake.StateRefused
	return t.commit("casefile.refuse", func(op *ledger.Op) error { return t.advance(op, Refused, w, told) })
}

// FollowUpTip lets a matter that was not registered go on as initial information: its material
// requirements are met, its formal ones are not.
func (d *Desk) FollowUpTip(ctx context.Context, who rambu.Actor, id string, version int64) error {
	t, err := d.take(ctx, who, id, version, mayPrepare, Refused)
	if err != nil {
		return err
	}
	for _, r := range d.missing(t.c, t.file) {
		if r.Kind == "material" {
			return rambu.Fault(rambu.Blocked, "casefile.error.material", "what", r.LabelID)
		}
	}
	t.c.Origin = OriginTip
	return t.commit("casefile.tip", func(op *ledger.Op) error { return t.advance(op, Tip, nil, intake.Move{State: intake.StateTip}) })
}

// Trace begins to trace initial information; what it finds can be registered as a finding.
func (d *Desk) Trace(ctx context.Context, who rambu.Actor, id string, version int64) error {
	t, err := d.take(ctx, who, id, version, mayPrepare, Tip)
	if err != nil {
		return err
	}
	return t.commit("casefile.trace", func(op *ledger.Op) error { return t.advance(op, Tracing, nil, intake.Move{}) })
}

// NoteWithdrawal ends a case whose reporter took the report back before registration.
func (d *Desk) NoteWithdrawal(ctx context.Context, who rambu.Actor, id string, version int64) error {
	t, err := d.take(ctx, who, id, version, mayPrepare)
	if err != nil {
		return err
	}
	r, err := d.intake.Find(ctx, who, t.c.Report)
	if err != nil {
		return err
	}
	if r.State != intake.StateWithdrawn {
		return rambu.Fault(rambu.Conflict, "casefile.error.not_withdrawn")
	}
	return t.commit("casefile.withdrawn", func(op *ledger.Op) error { return t.step(op, Withdrawn, "") })
}
