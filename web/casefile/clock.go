package casefile

import (
	"rambu.id"
	"rambu.id/casefile"
	"rambu.id/procedure"
	"rambu.id/web/dial"
	"rambu.id/web/ui"
)

// left says how long a running clock still runs, or how it ended.
func (c *call) left(k procedure.Clock) ui.Badge {
	switch {
	case k.Status == procedure.Met && k.Late():
		return ui.Badge{Look: ui.LookLate, Text: c.t("casefile.clock.met_late", "n", itoa(k.LateDays))}
	case k.Status == procedure.Met:
		return ui.Badge{Look: ui.LookDone, Text: c.t("casefile.clock.met")}
	case k.Status == procedure.Stopped:
		return ui.Badge{Look: ui.LookStopped, Text: c.t("casefile.clock.stopped")}
	case k.Due == "":
		return ui.Badge{Look: ui.LookWaiting, Text: c.t("casefile.clock.suspended")}
	}
	return c.dial().Left(k, 1)
}

// starts are the clocks that begin when a case goes to a state today, as the procedure has them.
func (c *call) starts(v *casefile.View, to casefile.State) ([]ui.Clock, error) {
	list, err := c.p.Procedure.Preview(c.r.Context(), c.who, casefile.Procedure, v.ID, string(to))
	if rambu.KindOf(err) == rambu.Conflict {
		return nil, nil // no such step from here: sending the form says so
	}
	var out []ui.Clock
	for _, k := range list {
		out = append(out, c.clock(k))
	}
	return out, err
}

// rule is the sentence of a clock's rule.
func (c *call) rule(k procedure.Clock) string { return c.pick(k.Deadline.RuleID, k.Deadline.RuleEN) }

func (c *call) dial() dial.Dial { return dial.New(c.p.UI, c.p.Procedure, c.lang) }

// article is the short form of the first article a clock rests on, and its page in the register.
func (c *call) article(k procedure.Clock) (text, href string) { return c.dial().Article(k) }

// clock shows a clock with its article, its arithmetic and why it moved.
func (c *call) clock(k procedure.Clock) ui.Clock { return c.dial().Clock(k, c.left(k)) }
