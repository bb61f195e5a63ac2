package procedure

import (
	"slices"

	"rambu.id/law"
)

// group is a budget of time: the steps of a procedure that count the same days from the same
// event. "Three days from registration" is one budget, spent by clarification, study and
// plenary together; it is met by the last of them.
type group struct {
	from  string
	count int
	unit  law.Unit
	on    bool
	right bool
	steps []law.Transition
}

// isRight reports whether the step is somebody's right and no office's duty.
func isRight(t law.Transition) bool {
	return t.Actor == "terperiksa" || t.Actor == "pelapor"
}

// groupsOf lists the budgets of a procedure. Rules of "at least N before" and "only after N"
// are no budgets: they are checked when the step is taken.
func groupsOf(p *law.Procedure) []group {
	var out []group
	for _, t := range p.Transitions {
		d := t.Deadline
		if d == nil || d.Before || d.After || t.From == law.Start {
			continue
		}
		right := isRight(t)
		i := slices.IndexFunc(out, func(g group) bool {
			return g.from == d.From && g.count == d.Count && g.unit == d.Unit && g.on == d.On && g.right == right &&
				(!right || g.steps[0].To == t.To)
		})
		if i < 0 {
			out = append(out, group{from: d.From, count: d.Count, unit: d.Unit, on: d.On, right: right})
			i = len(out) - 1
		}
		out[i].steps = append(out[i].steps, t)
	}
	return out
}

func groupOf(p *law.Procedure, rule string) (group, bool) {
	for _, g := range groupsOf(p) {
		if g.has(rule) {
			return g, true
		}
	}
	return group{}, false
}

func (g group) has(transition string) bool {
	return slices.ContainsFunc(g.steps, func(t law.Transition) bool { return t.ID == transition })
}

// rule is the rule a clock of the budget counts by in a state: the one it has, or that of the step which
// leaves the state where the one is certain and the other is not. The days are the same, and one sees
// whether they are to be checked.
func (g group) rule(has, state string) string {
	now := slices.IndexFunc(g.steps, func(t law.Transition) bool { return t.ID == has })
	next := slices.IndexFunc(g.steps, func(t law.Transition) bool { return t.From == state })
	if now < 0 || next < 0 || g.steps[now].Deadline.Conf.Check() == g.steps[next].Deadline.Conf.Check() {
		return has
	}
	return g.steps[next].ID
}

// ahead reports whether a step of the budget can still be taken from one of the states.
func (g group) ahead(states []string) bool {
	return slices.ContainsFunc(g.steps, func(t law.Transition) bool { return slices.Contains(states, t.From) })
}

// begins reports whether the budget starts to be spent in a state: one of its steps leaves it,
// or the state is the event it counts from. A longer budget from the same event is for a
// detour, and begins only on the detour.
func (g group) begins(state string, all []group) bool {
	if slices.ContainsFunc(g.steps, func(t law.Transition) bool { return t.From == state }) {
		return true
	}
	shorter := slices.ContainsFunc(all, func(o group) bool {
		return o.from == g.from && !o.right && o.unit == g.unit && o.count < g.count
	})
	return g.from == state && !shorter
}
