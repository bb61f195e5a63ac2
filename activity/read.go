package activity

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode"

	"rambu.id"
	"rambu.id/activity/clash"
	"rambu.id/law"
)

// Line is an activity with what it coincides with.
type Line struct {
	Plan

	Alerts []clash.Alert
	Open   bool      // somebody has to decide: an alert that no decision was about
	Last   *Decision // nil: nothing was decided
}

// List lists the activities that are not over on a day ("" today), by their first day, each with
// its alerts as of now.
func (a *Agenda) List(ctx context.Context, who rambu.Actor, since rambu.Date) ([]Line, error) {
	err := MaySee(who)
	if err != nil {
		return nil, err
	}
	if since == "" {
		since = a.Today(who)
	}
	out, err := a.lines(ctx, who, since)
	if err != nil {
		return nil, err
	}
	for i := range out {
		err = open(who, out[i].keyID, planInfo(out[i].ID), out[i].sealed, &out[i].Content)
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// lines finds alerts and last decisions; nothing sealed is opened.
func (a *Agenda) lines(ctx context.Context, who rambu.Actor, since rambu.Date) ([]Line, error) {
	plans, err := a.plans(ctx, who.Institution, since)
	if err != nil {
		return nil, err
	}
	events, err := a.campaign(ctx, who, plans)
	if err != nil {
		return nil, err
	}
	decided, err := a.decisions(ctx, who.Institution, since)
	if err != nil {
		return nil, err
	}
	last := map[string]*Decision{}
	for i := range decided {
		last[decided[i].Plan] = &decided[i]
	}
	out := make([]Line, len(plans))
	for i, p := range plans {
		out[i] = a.line(p, events, last[p.ID])
	}
	return out, nil
}

// campaign are the events that could fall on the days of some activities.
func (a *Agenda) campaign(ctx context.Context, who rambu.Actor, plans []Plan) ([]clash.Event, error) {
	if len(plans) == 0 {
		return nil, nil
	}
	first := slices.MinFunc(plans, func(x, y Plan) int { return cmp.Compare(x.From, y.From) }).From
	events, err := a.events(ctx, who.Institution, first)
	out := make([]clash.Event, len(events))
	for i, e := range events {
		out[i] = clash.Event{ID: e.ID, Place: e.Place, From: e.From, To: e.To}
	}
	return out, err
}

// line finds what an activity coincides with; a cancelled one with nothing.
func (a *Agenda) line(p Plan, events []clash.Event, last *Decision) Line {
	l := Line{Plan: p, Last: last}
	if p.State == Cancelled {
		return l
	}
	l.Alerts = clash.Find(a.Pack, p.asked(), events)
	l.Open = slices.ContainsFunc(l.Alerts, func(x clash.Alert) bool { return last == nil || !slices.Contains(last.Covers, x.Key()) })
	return l
}

// Detail is an activity with its history and the campaign events it meets.
type Detail struct {
	Line

	Decisions []Decision // oldest first
	Events    map[string]Event
}

// Get opens an activity. Errors: NotFound (another institution's), Forbidden.
func (a *Agenda) Get(ctx context.Context, who rambu.Actor, id string) (*Detail, error) {
	err := MaySee(who)
	if err != nil {
		return nil, err
	}
	p, err := a.plan(ctx, who.Institution, id)
	if err != nil {
		return nil, err
	}
	err = open(who, p.keyID, planInfo(p.ID), p.sealed, &p.Content)
	if err != nil {
		return nil, err
	}
	d := &Detail{Events: map[string]Event{}}
	d.Decisions, err = a.decided(ctx, who.Institution, id)
	if err != nil {
		return nil, err
	}
	for i := range d.Decisions {
		x := &d.Decisions[i]
		err = open(who, x.keyID, decisionInfo(x.ID), x.sealed, &x.Reason)
		if err != nil {
			return nil, err
		}
	}
	var last *Decision
	if n := len(d.Decisions); n > 0 {
		last = &d.Decisions[n-1]
	}
	all, err := a.events(ctx, who.Institution, p.From)
	if err != nil {
		return nil, err
	}
	for _, e := range all {
		d.Events[e.ID] = e
	}
	d.Line = a.line(p, d.events(), last)
	return d, nil
}

// events are the campaign events around an activity, as the matching takes them.
func (d *Detail) events() []clash.Event {
	var out []clash.Event
	for _, e := range d.Events {
		out = append(out, clash.Event{ID: e.ID, Place: e.Place, From: e.From, To: e.To})
	}
	slices.SortFunc(out, func(x, y clash.Event) int { return cmp.Or(cmp.Compare(x.From, y.From), cmp.Compare(x.ID, y.ID)) })
	return out
}

// cited names articles as of a day.
func (a *Agenda) cited(basis []law.Citation, on rambu.Date) string {
	var out []string
	for _, b := range basis {
		c, err := a.Pack.Cite(b, on)
		if err == nil {
			out = append(out, c.Short)
		}
	}
	return strings.Join(out, "; ")
}

// Preview says what an activity would coincide with, before it is entered.
func (a *Agenda) Preview(ctx context.Context, who rambu.Actor, in clash.Activity) ([]clash.Alert, error) {
	found, err := a.Around(ctx, who, in)
	if err != nil {
		return nil, err
	}
	return found.Alerts[0], nil
}

// Met is what some activities coincide with.
type Met struct {
	Alerts [][]clash.Alert // of each activity
	Events map[string]Event
}

// Around says what activities coincide with that stand elsewhere than in the agenda.
func (a *Agenda) Around(ctx context.Context, who rambu.Actor, asked ...clash.Activity) (Met, error) {
	err := MaySee(who)
	if err != nil || len(asked) == 0 {
		return Met{}, err
	}
	first := slices.MinFunc(asked, func(x, y clash.Activity) int { return cmp.Compare(x.From, y.From) }).From
	events, err := a.events(ctx, who.Institution, first)
	if err != nil {
		return Met{}, err
	}
	out := Met{Events: map[string]Event{}}
	around := make([]clash.Event, len(events))
	for i, e := range events {
		out.Events[e.ID] = e
		around[i] = clash.Event{ID: e.ID, Place: e.Place, From: e.From, To: e.To}
	}
	for _, one := range asked {
		out.Alerts = append(out.Alerts, clash.Find(a.Pack, one, around))
	}
	return out, nil
}

// PlaceNamed is the kecamatan of the actor's region that a place in words names ("Halaman kantor
// Camat Kalianda"), or the region when it names none or several.
func (a *Agenda) PlaceNamed(who rambu.Actor, where string) string {
	padded := " " + strings.Join(strings.FieldsFunc(strings.ToLower(where), func(r rune) bool { return !unicode.IsLetter(r) }), " ") + " "
	found := who.Region
	for _, d := range a.Roster.Regions().Districts(who.Region) {
		if !strings.Contains(padded, " "+strings.ToLower(d.Name)+" ") {
			continue
		}
		if found != who.Region {
			return who.Region
		}
		found = d.Code
	}
	return found
}

// Waiting counts the activities about which the actor has to decide: his own post's, or all for
// the secretary.
func (a *Agenda) Waiting(ctx context.Context, who rambu.Actor) (int, error) {
	if MaySee(who) != nil {
		return 0, nil //nolint:nilerr // the agenda is not this officer's: nothing waits for him
	}
	lines, err := a.lines(ctx, who, a.Today(who))
	n := 0
	for _, l := range lines {
		if l.Open && (l.Organiser == who.Post || who.Is(rambu.RoleSecretary)) {
			n++
		}
	}
	return n, err
}
