package procedure

import (
	"slices"

	"rambu.id"
	"rambu.id/law"
	"rambu.id/ledger"
)

// StartRule winds the clock of a rule that hangs on no step: an acting head reports a penalty
// to the minister within a time. Winding it twice changes nothing.
func (s *Service) StartRule(op *ledger.Op, run Run, rule string, on rambu.Date) error {
	w, err := s.rule(op, &run, rule)
	if err != nil {
		return err
	}
	id := run.Procedure + "#" + rule
	if slices.ContainsFunc(w.clocks, func(c Clock) bool { return c.Rule == id }) {
		return nil
	}
	return w.wind(id, on)
}

// MeetRule ends the clock of such a rule: it was done on a day.
func (s *Service) MeetRule(op *ledger.Op, run Run, rule string, on rambu.Date) error {
	w, err := s.rule(op, &run, rule)
	if err != nil {
		return err
	}
	for i := range w.clocks {
		c := &w.clocks[i]
		if c.Rule == run.Procedure+"#"+rule {
			c.Status, c.EndedOn = Met, on
			return w.saveClock(c)
		}
	}
	return rambu.Fault(rambu.Conflict, "procedure.error.ended")
}

func (s *Service) rule(op *ledger.Op, run *Run, rule string) (*walk, error) {
	p, err := s.procedure(run.Procedure)
	if err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(p.Rules, func(r law.Rule) bool { return r.ID == rule && r.Deadline != nil }) {
		return nil, rambu.Errorf(rambu.Internal, "%s has no clock %q", p.ID, rule)
	}
	w := &walk{s: s, op: op, p: p, run: run, today: s.Calendar().Today(run.Region, op.At)}
	return w, w.load()
}
