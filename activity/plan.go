package activity

import (
	"context"
	"slices"
	"strconv"

	"rambu.id"
	"rambu.id/law"
	"rambu.id/ledger"
	"rambu.id/letter"
)

// MaxTitle is the longest name of an activity, in bytes.
const MaxTitle = 120

// limits of what else is typed.
const (
	maxDetail = 300
	maxReason = 600
	maxDays   = 92 // an activity or event longer than a quarter is mistyped
)

// In is an activity to enter.
type In struct {
	Kind      law.ActivityKind
	Place     string
	Organiser string // "" the actor's own post
	From, To  rambu.Date
	Content
}

// days checks a span of days; the last may be left out.
func days(from, to rambu.Date) (rambu.Date, *rambu.Error) {
	if to == "" {
		to = from
	}
	switch {
	case !from.Valid():
		return to, rambu.Fault(rambu.Invalid, "activity.error.from").On("mulai")
	case !to.Valid() || to < from || from.DaysUntil(to) >= maxDays:
		return to, rambu.Fault(rambu.Invalid, "activity.error.to", "n", strconv.Itoa(maxDays)).On("sampai")
	}
	return to, nil
}

func (a *Agenda) validate(who rambu.Actor, in *In) error {
	var es rambu.Errors
	fault := func(field, key string, args ...string) {
		es = append(es, rambu.Fault(rambu.Invalid, key, args...).On(field))
	}
	in.Title, in.Where, in.What = tidy(in.Title), tidy(in.Where), tidy(in.What)
	if in.Organiser == "" {
		in.Organiser = who.Post
	}
	if !slices.Contains(law.ActivityKinds(), in.Kind) {
		fault("jenis", "activity.error.kind")
	}
	if in.Title == "" || len(in.Title) > MaxTitle {
		fault("nama", "activity.error.title", "n", strconv.Itoa(MaxTitle))
	}
	if len(in.Where) > maxDetail {
		fault("tempat", "activity.error.long", "n", strconv.Itoa(maxDetail))
	}
	if len(in.What) > maxDetail {
		fault("barang", "activity.error.long", "n", strconv.Itoa(maxDetail))
	}
	if !a.place(who, in.Place) {
		fault("kecamatan", "activity.error.place")
	}
	if letter.InstitutionOf(in.Organiser) != who.Institution || in.Organiser == who.Institution {
		fault("penyelenggara", "activity.error.organiser")
	}
	to, err := days(in.From, in.To)
	if err != nil {
		es = append(es, err)
	}
	in.To = to
	return es.Err()
}

// Enter writes an activity into the agenda and returns its id. Errors: Forbidden, Invalid by form
// field.
func (a *Agenda) Enter(ctx context.Context, who rambu.Actor, in In) (string, error) {
	err := MayPlan(who)
	if err != nil {
		return "", err
	}
	err = a.validate(who, &in)
	if err != nil {
		return "", err
	}
	p := Plan{
		ID: rambu.NewID("keg"), Kind: in.Kind, Place: in.Place, Organiser: in.Organiser, From: in.From, To: in.To, State: Planned,
		Recorder: who.Post, institution: who.Institution, region: who.Region,
	}
	p.keyID, p.sealed, err = a.seal(ctx, who.Institution, planInfo(p.ID), in.Content)
	if err != nil {
		return "", err
	}
	_, err = a.Log.Do(who, "activity.enter", func(op *ledger.Op) error {
		op.Object(p.ID)
		p.EnteredAt = op.At
		return op.Insert(planTable, p.values()...)
	})
	return p.ID, err
}

// EventIn is a campaign event of the official schedule.
type EventIn struct {
	Place    string
	Form     Form
	From, To rambu.Date
}

// EnterEvent writes a campaign event down: where and when, never whose. Errors: Forbidden, Invalid
// by form field.
func (a *Agenda) EnterEvent(_ context.Context, who rambu.Actor, in EventIn) (string, error) {
	err := MayPlan(who)
	if err != nil {
		return "", err
	}
	var es rambu.Errors
	if !slices.Contains(Forms(), in.Form) {
		es = append(es, rambu.Fault(rambu.Invalid, "activity.error.form").On("bentuk"))
	}
	if !a.place(who, in.Place) {
		es = append(es, rambu.Fault(rambu.Invalid, "activity.error.place").On("kecamatan"))
	}
	to, fault := days(in.From, in.To)
	if fault != nil {
		es = append(es, fault)
	}
	if len(es) > 0 {
		return "", es
	}
	e := Event{
		ID: rambu.NewID("kmp"), Place: in.Place, Form: in.Form, From: in.From, To: to, State: Scheduled, Recorder: who.Post,
		institution: who.Institution, region: who.Region,
	}
	_, err = a.Log.Do(who, "activity.enter_event", func(op *ledger.Op) error {
		op.Object(e.ID)
		e.EnteredAt = op.At
		return op.Insert(eventTable, e.values()...)
	})
	return e.ID, err
}

// WithdrawEvent takes a campaign event off the calendar; it stays on record.
func (a *Agenda) WithdrawEvent(ctx context.Context, who rambu.Actor, id string) error {
	e, err := a.event(ctx, who.Institution, id)
	if err != nil {
		return err
	}
	err = mayWithdraw(who, e)
	if err != nil {
		return err
	}
	if e.State != Scheduled {
		return rambu.Fault(rambu.Conflict, "activity.error.withdrawn")
	}
	e.State = Withdrawn
	_, err = a.Log.Do(who, "activity.withdraw_event", func(op *ledger.Op) error {
		op.Object(e.ID)
		return op.Update(eventTable, e.Version, e.values()...)
	})
	return err
}

// Events lists the campaign events that are not over, or all from a day on.
func (a *Agenda) Events(ctx context.Context, who rambu.Actor, since rambu.Date) ([]Event, error) {
	err := MaySee(who)
	if err != nil {
		return nil, err
	}
	if since == "" {
		since = a.Today(who)
	}
	return a.events(ctx, who.Institution, since)
}
