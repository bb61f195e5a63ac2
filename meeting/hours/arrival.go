package hours

import (
	"time"

	"rambu.id"
)

// A list kept without a signal carries the time of the phone that kept it. Nobody may be ticked as
// having come long before the start. A phone that runs a little ahead is taken, and its line gets
// the time at which it arrived here; one that runs further ahead is refused, since the time of an
// arrival decides who was late.
const (
	maxEarly = 12 * time.Hour
	maxAhead = 5 * time.Minute
)

// Arrival is the time a line of a list counts by. A zero time is now.
func (h Hours) Arrival(region string, at, now, start time.Time) (time.Time, error) {
	zone := func(t time.Time) string { return h.Procedure.Calendar().Local(region, t).Format("15.04") }
	if at.IsZero() || at.After(now) && !at.After(now.Add(maxAhead)) {
		return now, nil
	}
	if at.After(now) {
		return at, rambu.Fault(rambu.Invalid, "meeting.error.tick_ahead", "at", zone(at), "now", zone(now))
	}
	if at.Before(start.Add(-maxEarly)) {
		return at, rambu.Fault(rambu.Invalid, "meeting.error.tick_time", "at", zone(at))
	}
	return at, nil
}
