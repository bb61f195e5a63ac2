package procedure

import (
	"context"
	"slices"

	"rambu.id"
	"rambu.id/ledger"
)

// Preview returns the clocks that would begin if a run went to a state today, with their arithmetic.
// It writes nothing. Errors: NotFound, Conflict (the law has no such step).
func (s *Service) Preview(ctx context.Context, who rambu.Actor, procedure, object, to string) ([]Clock, error) {
	run, err := s.ByObject(ctx, who, procedure, object)
	if err != nil {
		return nil, err
	}
	p, err := s.procedure(run.Procedure)
	if err != nil {
		return nil, err
	}
	t, ok := step(p, run.State, to)
	if !ok {
		return nil, rambu.Fault(rambu.Conflict, "procedure.error.no_step", "from", label(p, run.State), "to", label(p, to))
	}
	steps, err := s.Steps(ctx, who, run.ID)
	if err != nil {
		return nil, err
	}
	w := &walk{s: s, op: &ledger.Op{Who: who, At: s.log.Clock().Now()}, p: p, run: &run, today: s.Today(run.Region)}
	w.happened(steps)
	w.happen[to] = w.fixedDay(t)
	st, _ := p.State(to)
	run.State, run.Ended = to, st.Terminal
	w.clocks, err = s.Clocks(ctx, who, run.ID)
	if err != nil {
		return nil, err
	}
	ahead := w.reachable(to)
	w.clocks = slices.DeleteFunc(w.clocks, func(c Clock) bool {
		_, over := w.over(&c, ahead)
		return c.Status != Running || over
	})
	out := w.starting()
	for i := range out {
		err = s.derive(&out[i], w.today, true)
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}
