package procedure

import (
	"slices"
	"strings"

	"rambu.id"
	"rambu.id/calendar"
	"rambu.id/law"
	"rambu.id/ledger"
)

// Grounds are what the law lets a clock stand still for; none: it runs whatever happens. A ground
// named for one step counts for the budget the step shares.
func Grounds(pack *law.Pack, c Clock) []law.Stop {
	p, ok := pack.Procedure(c.Procedure)
	if !ok {
		return nil
	}
	rules := []string{c.Rule}
	if g, ok := groupOf(p, c.Rule); ok {
		for _, t := range g.steps {
			rules = append(rules, t.ID)
		}
	}
	return slices.DeleteFunc(slices.Clone(p.Stops), func(s law.Stop) bool {
		return !slices.ContainsFunc(s.Clocks, func(name string) bool {
			full := p.ID + "/" + name
			if strings.HasPrefix(name, "#") {
				full = p.ID + name
			}
			return slices.Contains(rules, full)
		})
	})
}

// GroundEN is the English label of a ground a clock was suspended on, kept in Indonesian; another text
// stays as it is.
func GroundEN(pack *law.Pack, c Clock, label string) string {
	for _, g := range Grounds(pack, c) {
		if g.LabelID == label {
			return g.LabelEN
		}
	}
	return label
}

// Suspended reports whether the clock stands still now.
func (c Clock) Suspended() bool {
	n := len(c.Suspensions)
	return c.Status == Running && n > 0 && c.Suspensions[n-1].To == ""
}

// SuspendIn says which clock of which object stands still, on which ground, from which day on.
type SuspendIn struct {
	Object string
	Clock  string
	Ground string // id in the pack
	From   rambu.Date
}

// Suspend stops a running clock on a ground the law has for it. Why, in an officer's own words, is
// for the caller to keep: those may name people, and this row is read by the whole institution.
func (s *Service) Suspend(op *ledger.Op, in SuspendIn) (Clock, error) {
	return s.suspension(op, in.Object, in.Clock, func(c *Clock, today rambu.Date) error {
		grounds := Grounds(s.pack, *c)
		i := slices.IndexFunc(grounds, func(g law.Stop) bool { return g.ID == in.Ground })
		switch {
		case len(grounds) == 0:
			return rambu.Fault(rambu.Blocked, "procedure.error.no_suspension")
		case i < 0:
			return rambu.Fault(rambu.Invalid, "procedure.error.ground_needed").On("dasar")
		case c.Suspended():
			return rambu.Fault(rambu.Conflict, "procedure.error.suspended")
		case !in.From.Valid() || in.From > today:
			return rambu.Fault(rambu.Invalid, "procedure.error.future").On("tanggal")
		case in.From < c.StartOn:
			return rambu.Fault(rambu.Invalid, "procedure.error.before_last", "date", string(c.StartOn)).On("tanggal")
		}
		if n := len(c.Suspensions); n > 0 && in.From <= c.Suspensions[n-1].To {
			return rambu.Fault(rambu.Invalid, "procedure.error.before_last", "date", string(c.Suspensions[n-1].To)).On("tanggal")
		}
		op.Fact("ground", in.Ground)
		c.Suspensions = append(c.Suspensions, calendar.Suspension{From: in.From, Reason: grounds[i].LabelID})
		return nil
	})
}

// Resume lets a suspended clock run on after its last suspended day, and returns it with its new
// due date.
func (s *Service) Resume(op *ledger.Op, object, clock string, last rambu.Date) (Clock, error) {
	return s.suspension(op, object, clock, func(c *Clock, today rambu.Date) error {
		if !c.Suspended() {
			return rambu.Fault(rambu.Conflict, "procedure.error.not_suspended")
		}
		open := &c.Suspensions[len(c.Suspensions)-1]
		if !last.Valid() || last > today {
			return rambu.Fault(rambu.Invalid, "procedure.error.future").On("tanggal")
		}
		if last < open.From {
			return rambu.Fault(rambu.Invalid, "procedure.error.before_last", "date", string(open.From)).On("tanggal")
		}
		open.To = last
		return nil
	})
}

func (s *Service) suspension(op *ledger.Op, object, clock string, change func(c *Clock, today rambu.Date) error) (Clock, error) {
	c, err := clockIn(op.Tx, op.Who.Institution, clock)
	if err != nil {
		return c, err
	}
	today := s.Calendar().Today(c.Region, op.At)
	if c.Object != object {
		return c, rambu.Errorf(rambu.NotFound, "a clock of another matter")
	}
	err = s.derive(&c, today, false)
	if err != nil {
		return c, err
	}
	if c.Status != Running {
		return c, rambu.Fault(rambu.Conflict, "procedure.error.ended")
	}
	err = change(&c, today)
	if err != nil {
		return c, err
	}
	op.Object(c.Object)
	op.Fact("clock", c.ID)
	w := &walk{s: s, op: op, today: today, reason: c.Suspensions[len(c.Suspensions)-1].Reason}
	return c, w.saveClock(&c)
}
