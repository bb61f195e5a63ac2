package casefile

import (
	"rambu.id/calendar"
	"rambu.id/internal/words"
	"rambu.id/law"
	"rambu.id/procedure"
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
	return c.p.UI.Left(c.lang, c.today(), k.Due, 1)
}

// rule is the sentence of a clock's rule.
func (c *call) rule(k procedure.Clock) string { return c.pick(k.Deadline.RuleID, k.Deadline.RuleEN) }

// article is the short form of the first article a clock rests on, and its page in the register as
// of the day the clock began.
func (c *call) article(k procedure.Clock) (text, href string) {
	if len(k.Basis) == 0 {
		return "–", ""
	}
	cited, err := c.p.Desk.Pack().Cite(k.Basis[0], k.StartOn)
	if err != nil {
		return k.Basis[0].String(), ""
	}
	return cited.Short, "/hukum/" + cited.Address() + "?tanggal=" + string(k.StartOn)
}

// clock shows a clock with its article and its arithmetic.
func (c *call) clock(k procedure.Clock) ui.Clock {
	article, href := c.article(k)
	out := ui.Clock{
		Title: c.rule(k), Badge: c.left(k), Regime: c.t("casefile.clock.regime"), Article: article, Href: href,
		DayType: c.unit(k.Deadline.Unit), Check: k.Conf.Check() || k.Incomplete, Due: "–",
	}
	if k.Due != "" {
		out.Due = words.Date(c.lang, k.Due)
	}
	for _, d := range k.Days {
		out.Days = append(out.Days, ui.ClockDay{Date: words.Date(c.lang, d.Date), Number: number(d), Note: c.why(d)})
	}
	return out
}

func number(d calendar.Day) int {
	if !d.Counts {
		return 0
	}
	return d.N
}

func (c *call) why(d calendar.Day) string {
	if name := c.pick(d.Name, d.NameEN); name != "" {
		return c.t(d.Why) + ": " + name
	}
	return c.t(d.Why)
}

func (c *call) unit(u law.Unit) string {
	switch u {
	case law.Hours:
		return c.t("casefile.unit.hours")
	case law.WorkingDays:
		return c.t("casefile.unit.working")
	case law.CalendarDays:
		return c.t("casefile.unit.calendar")
	}
	return string(u)
}
