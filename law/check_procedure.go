package law

import (
	"fmt"
	"strings"
)

// graph is a procedure while it is checked.
type graph struct {
	*Procedure
	file   string
	found  *faults
	states map[string]int  // index of each state
	events map[string]bool // whether each event is used
}

// checkProcedure wants every step to lead from a state to a state, every state to be reached
// from the start, every state without a way out to be terminal, and every clock to count from
// something that exists.
func checkProcedure(pr *Procedure, found *faults) {
	g := &graph{Procedure: pr, file: found.nameOf(pr), found: found, states: map[string]int{}, events: map[string]bool{}}
	for i, s := range pr.States {
		if _, twice := g.states[s.ID]; twice {
			found.add(g.file, fmt.Sprintf("$.states[%d]", i), "state %q stands twice", s.ID)
		}
		g.states[s.ID] = i
	}
	for _, e := range pr.Events {
		g.events[e.ID] = false
	}
	g.checkSteps()
	for i, r := range pr.Rules {
		at := fmt.Sprintf("$.rules[%d]", i)
		g.checkDeadline(at, r.Deadline)
		g.checkSize(at, r.Size)
		g.checkNumber(at+".number", r.Number)
	}
	g.checkStops()
	g.checkReach()
	for i, e := range pr.Events {
		if !g.events[e.ID] {
			found.add(g.file, fmt.Sprintf("$.events[%d]", i), "no clock counts from event %q", e.ID)
		}
		for j, name := range e.Meets {
			if t, ok := pr.Transition(pr.ID + "/" + name); !ok || t.Deadline == nil {
				found.add(g.file, fmt.Sprintf("$.events[%d].meets[%d]", i, j), "no step with a clock is called %q", name)
			}
		}
	}
}

// checkNumber asks a numbering for all it needs: a place left empty would give two series one number.
func (g *graph) checkNumber(at string, n *Numbering) {
	if n == nil {
		return
	}
	for _, place := range []string{"{no", "{kode}", "{tahun}"} {
		if !strings.Contains(n.Pattern, place) {
			g.found.add(g.file, at+".pattern", "a pattern of numbers without %s", place)
		}
	}
	if !strings.Contains(n.Code, "{jenis}") {
		g.found.add(g.file, at+".code", "a code of numbers without {jenis}")
	}
	if n.Report == "" || n.Finding == "" || n.Report == n.Finding || n.Province == "" || n.Regency == "" || n.City == "" {
		g.found.add(g.file, at, "a numbering that does not tell series or levels apart")
	}
}

func (g *graph) checkSteps() {
	seen := map[string]bool{}
	for i, t := range g.Written {
		at := fmt.Sprintf("$.transitions[%d]", i)
		from := t.FromList
		if len(from) == 0 {
			from = []string{Start}
		}
		for j, f := range from {
			if _, ok := g.states[f]; !ok && f != Start {
				g.found.add(g.file, fmt.Sprintf("%s.from[%d]", at, j), "transition from unknown state %q", f)
			}
			id := transitionID(g.ID, f, t.To)
			if seen[id] {
				g.found.add(g.file, at, "transition %s stands twice", id)
			}
			seen[id] = true
		}
		if _, ok := g.states[t.To]; !ok {
			g.found.add(g.file, at+".to", "transition to unknown state %q", t.To)
		}
		g.checkDeadline(at, t.Deadline)
	}
}

func (g *graph) checkDeadline(at string, d *Deadline) {
	if d == nil {
		return
	}
	_, state := g.states[d.From]
	_, event := g.events[d.From]
	switch {
	case !state && !event:
		g.found.add(g.file, at+".deadline.from", "a clock counts from %q, neither state nor event", d.From)
	case state && event:
		g.found.add(g.file, at+".deadline.from", "%q is a state and an event", d.From)
	case event:
		g.events[d.From] = true
	}
	if d.Count <= 0 || d.Count > longest {
		g.found.add(g.file, at+".deadline.count", "a deadline of %d", d.Count)
	}
	if d.Before && d.On || d.Before && d.After || d.On && d.After {
		g.found.add(g.file, at+".deadline", "only one of before, on and after")
	}
}

// checkSize wants a number or a part below the whole, and an odd number where only odd ones fit.
func (g *graph) checkSize(at string, s *Size) {
	if s == nil {
		return
	}
	part, whole := s.MoreThan[0], s.MoreThan[1]
	switch {
	case (s.Least > 0) == (part > 0) || s.Least < 0 || part < 0 || part > 0 && part >= whole:
		g.found.add(g.file, at+".size", "a size is a number of people, or more than a part of the members")
	case s.Odd && s.Least%2 == 0:
		g.found.add(g.file, at+".size", "an odd number of people, but not of %d", s.Least)
	}
}

func (g *graph) checkReach() {
	reached := map[string]bool{Start: true}
	for grown := true; grown; {
		grown = false
		for _, t := range g.Transitions {
			if reached[t.From] && !reached[t.To] {
				reached[t.To], grown = true, true
			}
		}
	}
	for i, s := range g.States {
		at := fmt.Sprintf("$.states[%d]", i)
		if !reached[s.ID] {
			g.found.add(g.file, at, "state %q cannot be reached from the start", s.ID)
		}
		if out := len(g.Next(s.ID)) > 0; out == s.Terminal {
			g.found.add(g.file, at, "state %q: terminal is %t, but a way out is %t", s.ID, s.Terminal, out)
		}
	}
}

// checkStops wants every ground of suspension to name clocks that exist.
func (g *graph) checkStops() {
	seen := map[string]bool{}
	for i, s := range g.Stops {
		at := fmt.Sprintf("$.suspensions[%d]", i)
		if seen[s.ID] || s.ID == "" {
			g.found.add(g.file, at, "suspension %q has no id of its own", s.ID)
		}
		seen[s.ID] = true
		if len(s.Clocks) == 0 {
			g.found.add(g.file, at, "suspension %q names no clock", s.ID)
		}
		for j, c := range s.Clocks {
			if !g.hasClock(c) {
				g.found.add(g.file, fmt.Sprintf("%s.clocks[%d]", at, j), "no clock %q in this procedure", c)
			}
		}
	}
}

func (g *graph) hasClock(name string) bool {
	if rule, ok := strings.CutPrefix(name, "#"); ok {
		r, ok := g.Rule(rule)
		return ok && r.Deadline != nil
	}
	t, ok := g.Transition(g.ID + "/" + name)
	return ok && t.Deadline != nil
}
