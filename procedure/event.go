package procedure

import (
	"slices"

	"rambu.id"
	"rambu.id/law"
	"rambu.id/ledger"
)

// Event records a named event of the procedure, and starts the clocks that count from it.
func (s *Service) Event(op *ledger.Op, run Run, name string, on rambu.Date) error {
	p, err := s.procedure(run.Procedure)
	if err != nil {
		return err
	}
	w := &walk{s: s, op: op, p: p, run: &run, today: s.Calendar().Today(run.Region, op.At)}
	err = w.load()
	if err != nil {
		return err
	}
	err = w.anew(name, on)
	if err != nil {
		return err
	}
	err = w.events(map[string]rambu.Date{name: on})
	if err != nil {
		return err
	}
	return w.syncClocks()
}

// anew stops the clocks that count from an earlier day of an event that happens again.
func (w *walk) anew(event string, on rambu.Date) error {
	return w.end(Stopped, w.today, func(c Clock, g group) bool { return g.from == event && c.StartOn != on })
}

// meet ends the clocks whose budget an event used up.
func (w *walk) meet(e law.Event, on rambu.Date) error {
	return w.end(Met, on, func(_ Clock, g group) bool { return w.meets(e, g) })
}

// meets reports whether an event uses a budget up.
func (w *walk) meets(e law.Event, g group) bool {
	return slices.ContainsFunc(e.Meets, func(step string) bool { return g.has(w.p.ID + "/" + step) })
}

// follows reports whether a step can only be taken after an event that uses the budget up, also when
// nobody recorded it: what has its number was studied.
func (w *walk) follows(t law.Transition, g group) bool {
	return t.Deadline != nil && slices.ContainsFunc(w.p.Events, func(e law.Event) bool { return e.ID == t.Deadline.From && w.meets(e, g) })
}

// end ends the running clocks of budgets that are chosen.
func (w *walk) end(as Status, on rambu.Date, chosen func(c Clock, g group) bool) error {
	for i := range w.clocks {
		c := &w.clocks[i]
		g, ok := groupOf(w.p, c.Rule)
		if !ok || !chosen(*c, g) {
			continue
		}
		c.Status, c.EndedOn = as, on
		err := w.saveClock(c)
		if err != nil {
			return err
		}
	}
	w.clocks = slices.DeleteFunc(w.clocks, func(c Clock) bool { return c.Status != Running })
	return nil
}

// used reports whether an event has used the budget up since it began.
func (w *walk) used(g group, on rambu.Date) bool {
	return slices.ContainsFunc(w.p.Events, func(e law.Event) bool {
		day, ok := w.happen[e.ID]
		return ok && day >= on && w.meets(e, g)
	})
}
