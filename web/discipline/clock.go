package discipline

import (
	"rambu.id/calendar"
	"rambu.id/law"
	"rambu.id/procedure"
	"rambu.id/web/ui"
)

// soon is how many days before its end a clock warns.
const soon = 2

// left says how long a running clock still runs, or how it ended.
func (c *call) left(k procedure.Clock) ui.Badge {
	switch {
	case k.Status == procedure.Met && k.Late():
		return ui.Badge{Look: ui.LookLate, Text: c.t("discipline.clock.met_late", "n", itoa(k.LateDays))}
	case k.Status == procedure.Met:
		return ui.Badge{Look: ui.LookDone, Text: c.t("discipline.clock.met")}
	case k.Status == procedure.Stopped:
		return ui.Badge{Look: ui.LookStopped, Text: c.t("discipline.clock.stopped")}
	case k.Due == "":
		return ui.Badge{Look: ui.LookWaiting, Text: c.t("discipline.clock.suspended")}
	case k.Right && k.Due < c.today():
		return ui.Badge{Look: ui.LookStopped, Text: c.t("discipline.clock.right_over")}
	}
	return c.p.UI.Left(c.lang, c.today(), k.Due, soon)
}

// article is the short form of the first article a clock rests on, and its page in the register as
// of the day the clock began.
func (c *call) article(k procedure.Clock) (text, href string) {
	if len(k.Basis) == 0 {
		return "–", ""
	}
	cited, err := c.p.Office.Pack().Cite(k.Basis[0], k.StartOn)
	if err != nil {
		return k.Basis[0].String(), ""
	}
	return cited.Short, "/hukum/" + cited.Address() + "?tanggal=" + string(k.StartOn)
}

// clock shows a clock with its article, its arithmetic and why it moved.
func (c *call) clock(k procedure.Clock) ui.Clock {
	article, href := c.article(k)
	out := ui.Clock{
		Title: c.pick(k.Deadline.RuleID, k.Deadline.RuleEN), Badge: c.left(k), Regime: c.t("discipline.clock.regime"),
		Article: article, Href: href, DayType: c.unit(k.Deadline.Unit), Check: k.Conf.Check() || k.Incomplete, Due: c.day(k.Due),
	}
	for _, d := range k.Days {
		n := d.N
		if !d.Counts {
			n = 0
		}
		out.Days = append(out.Days, ui.ClockDay{Date: c.day(d.Date), Number: n, Note: c.why(d)})
	}
	return out
}

func (c *call) why(d calendar.Day) string { return c.t(d.Why, "name", c.pick(d.Name, d.NameEN)) }

func (c *call) unit(u law.Unit) string {
	if u == law.WorkingDays {
		return c.t("discipline.clock.working")
	}
	return c.t("discipline.clock.calendar")
}
