package discipline

import (
	"rambu.id/procedure"
	"rambu.id/web/dial"
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
	return c.dial().Left(k, soon)
}

func (c *call) dial() dial.Dial {
	o := c.p.Office
	return dial.Dial{UI: c.p.UI, Pack: o.Pack(), Lang: c.lang, Day: o.Day, Now: o.Local}
}

// article is the short form of the first article a clock rests on, and its page in the register.
func (c *call) article(k procedure.Clock) (text, href string) { return c.dial().Article(k) }

// clock shows a clock with its article, its arithmetic and why it moved.
func (c *call) clock(k procedure.Clock) ui.Clock { return c.dial().Clock(k, c.left(k)) }
