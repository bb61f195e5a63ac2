// Package hours reads the legal clock and the law for a meeting: which day it is in a region, what
// time of day an instant is there, and what the law counts when somebody is absent.
package hours

import (
	"time"

	"rambu.id"
	"rambu.id/law"
	"rambu.id/meeting/agenda"
	"rambu.id/procedure"
)

// Hours is what tells a room the time and the rule.
type Hours struct {
	Clock     rambu.Clock // legal
	Pack      *law.Pack
	Procedure *procedure.Service
}

// Today is the legal date of the actor's region.
func (h Hours) Today(who rambu.Actor) rambu.Date { return h.Procedure.Today(who.Region) }

// Local turns an instant into the time of the actor's region, with the letters of its zone.
func (h Hours) Local(who rambu.Actor, at time.Time) (time.Time, string) {
	zone, err := h.Procedure.Calendar().Zone(who.Region)
	if err != nil {
		return h.Procedure.Calendar().Local("", at), ""
	}
	return at.In(zone.Location), zone.Letters
}

// Now is the legal time, by which arrivals are recorded.
func (h Hours) Now() time.Time { return h.Clock.Now() }

// Instant is a time of day in the actor's region.
func (h Hours) Instant(who rambu.Actor, on rambu.Date, clock string) (time.Time, error) {
	zone, err := h.Procedure.Calendar().Zone(who.Region)
	if err != nil {
		return time.Time{}, err
	}
	m, _ := agenda.MinutesOf(clock)
	return on.Time(zone.Location).Add(time.Duration(m) * time.Minute).UTC(), nil
}

// AbsenceRule is what the law says about absence: thresholds that count days, and that one
// missed meeting is none of them. Citations are as of the day.
func (h Hours) AbsenceRule(on rambu.Date) (law.Act, []law.Cited, error) {
	act, ok := h.Pack.Act(law.ActAbsent)
	if !ok {
		return act, nil, rambu.Errorf(rambu.Internal, "the law pack has no act %s", law.ActAbsent)
	}
	var cites []law.Cited
	for _, b := range act.Basis {
		c, err := h.Pack.Cite(b, on)
		if err != nil {
			return act, nil, err
		}
		cites = append(cites, c)
	}
	return act, cites, nil
}
