package calendar

import (
	"time"

	"rambu.id"
)

// hours runs a clock of hours: it stands still on suspended days and runs on all others,
// holidays too. Due is the local day in which the last hour ends (24:00 belongs to it).
func (w *walk) hours() error {
	left := time.Duration(w.q.Rule.Count) * time.Hour
	total := left
	at := w.q.FromTime
	for d := w.from; ; d += w.step {
		if d < firstDay || d > lastDay {
			return rambu.Fault(rambu.Invalid, "calendar.error.range").On("count")
		}
		if s := w.suspended(d); s != nil {
			w.note(d, Day{Why: WhySuspended, Name: s.reason, NameEN: s.reason})
			if s.open && w.step > 0 {
				w.res.Open = true
				return nil
			}
			at = w.edge(d)
			continue
		}
		run := min(left, w.edge(d).Sub(at).Abs())
		left -= run
		at = at.Add(run * time.Duration(w.step))
		w.note(d, Day{N: int((total - left) / time.Hour), Counts: run > 0, Why: w.whyHour(d)})
		if left == 0 {
			w.res.Due, w.res.DueAt = d.date(), at.UTC()
			return nil
		}
	}
}

// edge returns the end of a day in the direction of the walk.
func (w *walk) edge(d day) time.Time {
	if w.step < 0 {
		return d.start(w.zone.Location)
	}
	return (d + 1).start(w.zone.Location)
}

func (w *walk) whyHour(d day) string {
	if d == w.from {
		return WhyStart
	}
	return WhyCalendar
}
