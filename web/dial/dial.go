// Package dial shows a clock of the law: its regime and article, its arithmetic day by day, and when
// and why it moved or was suspended. Pages of several nouns show the same; it knows the law and the
// procedures, which web/ui does not.
package dial

import (
	"strings"
	"time"

	"rambu.id"
	"rambu.id/calendar"
	"rambu.id/internal/words"
	"rambu.id/law"
	"rambu.id/procedure"
	"rambu.id/web/ui"
)

// Dial writes clocks in one language.
type Dial struct {
	UI   *ui.Renderer
	Pack *law.Pack
	Lang words.Lang
	// Day is the legal day of an instant in a region.
	Day func(region string, at time.Time) rambu.Date
	// Now is the legal time in a region's zone.
	Now func(region string) time.Time
}

// New returns a dial over the clocks of a service.
func New(rd *ui.Renderer, s *procedure.Service, lang words.Lang) Dial {
	return Dial{UI: rd, Pack: s.Pack(), Lang: lang, Day: s.Calendar().Today, Now: s.Local}
}

// Left says how long a clock still runs; up to soon days before its end it warns.
func (d Dial) Left(k procedure.Clock, soon int) ui.Badge {
	return d.UI.Left(d.Lang, d.Now(k.Region), k.DueAt, soon)
}

// Clock shows a clock; badge says how long it still runs, or how it ended.
func (d Dial) Clock(k procedure.Clock, badge ui.Badge) ui.Clock {
	article, href := d.Article(k)
	out := ui.Clock{
		Title: d.pick(k.Deadline.RuleID, k.Deadline.RuleEN), Badge: badge, Regime: d.Regime(k), Article: article, Href: href,
		DayType: d.Unit(k.Deadline.Unit), Check: k.Check(), Due: d.day(k.Due),
	}
	for _, day := range k.Days {
		out.Days = append(out.Days, ui.ClockDay{Date: d.day(day.Date), Number: number(day), Note: d.why(day)})
	}
	for _, m := range k.Moves {
		out.Moves = append(out.Moves, d.move(k, m))
	}
	for _, s := range k.Suspensions {
		out.Stops = append(out.Stops, d.stop(k, s))
	}
	if k.Status == procedure.Running && !k.Right && len(procedure.Grounds(d.Pack, k)) == 0 {
		out.Stops = append(out.Stops, d.UI.T(d.Lang, "procedure.error.no_suspension"))
	}
	return out
}

// Resume is the ground of an option that lets a clock run on.
const Resume = "lanjut"

// Options are what may be done to the time of some clocks now: suspend one on a ground the law has,
// or let one run on. Their values are read by Choice; none: the law knows no suspension of them.
func (d Dial) Options(list []procedure.Clock) []ui.Option {
	var out []ui.Option
	for _, k := range list {
		title := d.pick(k.Deadline.RuleID, k.Deadline.RuleEN)
		if k.Suspended() {
			last := k.Suspensions[len(k.Suspensions)-1]
			out = append(out, ui.Option{Value: k.ID + "|" + Resume, Text: d.UI.T(d.Lang, "ui.clock.resume", "rule", title), Hint: d.stop(k, last)})
			continue
		}
		if k.Status != procedure.Running {
			continue
		}
		for _, g := range procedure.Grounds(d.Pack, k) {
			out = append(out, ui.Option{
				Value: k.ID + "|" + g.ID, Hint: d.ground(k, g),
				Text: d.UI.T(d.Lang, "ui.clock.suspend", "rule", title, "ground", d.pick(g.LabelID, g.LabelEN)),
			})
		}
	}
	return out
}

// Choice is the clock and the ground of an option.
func Choice(value string) (clock, ground string) {
	clock, ground, _ = strings.Cut(value, "|")
	return clock, ground
}

// ground cites what a suspension rests on, and says when that still has to be checked.
func (d Dial) ground(k procedure.Clock, g law.Stop) string {
	var parts []string
	for _, b := range g.Basis {
		cited, err := d.Pack.Cite(b, k.StartOn)
		if err == nil {
			parts = append(parts, cited.In(d.Lang))
		}
	}
	if g.Conf.Check() {
		parts = append(parts, d.UI.T(d.Lang, "ui.clock.check"))
	}
	return strings.Join(parts, " · ")
}

// Rule is the sentence of a clock of the law pack, by its id, marked when it still has to be checked; ""
// for a clock the pack does not have.
func (d Dial) Rule(id string) string {
	k, ok := d.Pack.Clock(id)
	if !ok {
		return ""
	}
	return d.Marked(d.pick(k.RuleID, k.RuleEN), d.conf(k))
}

// Term is the length of such a clock, "14 hari kerja", marked alike.
func (d Dial) Term(id string) string {
	k, ok := d.Pack.Clock(id)
	if !ok {
		return ""
	}
	return d.Marked(words.Number(d.Lang, k.Count)+" "+d.Unit(k.Unit), d.conf(k))
}

// conf is how sure a rule of time is today, its articles looked at.
func (d Dial) conf(k law.Deadline) law.Conf {
	conf, err := d.Pack.Confidence(k.Conf, k.Basis, rambu.DateOf(d.Now("")))
	if err != nil {
		return law.Unsure
	}
	return conf
}

// Marked says of a text of the pack that it still has to be checked, where it has to.
func (d Dial) Marked(text string, conf law.Conf) string {
	if conf.Check() {
		text += " (" + strings.ToLower(d.UI.T(d.Lang, "ui.clock.check")) + ")"
	}
	return text
}

// Lines are the arithmetic of a clock, a day a line, for where a table would be too much.
func (d Dial) Lines(k procedure.Clock) []string {
	var out []string
	for _, day := range k.Days {
		text := d.day(day.Date) + " · "
		if n := number(day); n > 0 {
			text += d.UI.T(d.Lang, "ui.clock.nth", "n", words.Number(d.Lang, n))
		} else {
			text += d.UI.T(d.Lang, "ui.clock.not")
		}
		out = append(out, text+" · "+d.why(day))
	}
	return out
}

// Article is the short form of the first article a clock rests on, and its page in the register
// as of the day the clock began.
func (d Dial) Article(k procedure.Clock) (text, href string) {
	if len(k.Basis) == 0 {
		return "–", ""
	}
	cited, err := d.Pack.Cite(k.Basis[0], k.StartOn)
	if err != nil {
		return k.Basis[0].String(), ""
	}
	return cited.In(d.Lang), "/hukum/" + cited.Address() + "?tanggal=" + string(k.StartOn)
}

// Regime names the field of law the first article of a clock belongs to, as the pack has it: the
// election's own before another.
func (d Dial) Regime(k procedure.Clock) string {
	if len(k.Basis) == 0 {
		return "–"
	}
	_, regime := d.Cited(k.Basis[0], k.StartOn)
	return regime
}

// Cited is the short form of an article on a day, and the field of law it belongs to.
func (d Dial) Cited(b law.Citation, on rambu.Date) (text, regime string) {
	cited, err := d.Pack.Cite(b, on)
	if err != nil {
		return b.String(), "–"
	}
	if len(cited.Regimes) == 0 {
		return cited.In(d.Lang), "–"
	}
	name := cited.Regimes[0]
	if own := d.Pack.Info().Regime; cited.Governs(own) {
		name = own
	}
	if key := "law.field." + name; d.UI.Words().Has(d.Lang, key) {
		name = d.UI.T(d.Lang, key)
	}
	return cited.In(d.Lang), name
}

// Unit names what a clock counts.
func (d Dial) Unit(u law.Unit) string {
	switch u {
	case law.Hours:
		return d.UI.T(d.Lang, "ui.clock.unit.hours")
	case law.WorkingDays:
		return d.UI.T(d.Lang, "ui.clock.unit.working")
	case law.CalendarDays:
		return d.UI.T(d.Lang, "ui.clock.unit.calendar")
	}
	return string(u)
}

// move says from when to when a due date moved, why, and when that was made known: for a holiday
// the day it was announced, for a suspension the day it was entered.
func (d Dial) move(k procedure.Clock, m procedure.Move) ui.ClockMove {
	out := ui.ClockMove{Old: d.open(m.Old), New: d.open(m.New), Reason: d.pick(m.Reason, m.ReasonEN), Check: m.Check}
	if m.Announced != "" {
		out.When = d.UI.T(d.Lang, "ui.clock.announced", "date", words.LongDate(d.Lang, m.Announced))
	} else {
		out.When = d.UI.T(d.Lang, "ui.clock.entered", "date", words.LongDate(d.Lang, d.Day(k.Region, m.At)))
	}
	return out
}

func (d Dial) stop(k procedure.Clock, s calendar.Suspension) string {
	reason := d.pick(s.Reason, procedure.GroundEN(d.Pack, k, s.Reason))
	if s.To == "" {
		return d.UI.T(d.Lang, "ui.clock.stopped_since", "from", words.LongDate(d.Lang, s.From), "reason", reason)
	}
	return d.UI.T(d.Lang, "ui.clock.stopped_from", "from", words.LongDate(d.Lang, s.From), "to", words.LongDate(d.Lang, s.To), "reason", reason)
}

func (d Dial) open(on rambu.Date) string {
	if on == "" {
		return d.UI.T(d.Lang, "ui.clock.no_date")
	}
	return words.LongDate(d.Lang, on)
}

func (d Dial) why(day calendar.Day) string {
	text := d.UI.T(d.Lang, day.Why)
	if name := d.pick(day.Name, day.NameEN); name != "" {
		text += ": " + name
	}
	if day.Check {
		text += " (" + d.UI.T(d.Lang, "calendar.day.check") + ")"
	}
	return text
}

func (d Dial) day(on rambu.Date) string {
	if on == "" {
		return "–"
	}
	return words.Date(d.Lang, on)
}

// pick chooses between the two texts of the law pack.
func (d Dial) pick(id, en string) string {
	if d.Lang == words.EN && en != "" {
		return en
	}
	return id
}

func number(d calendar.Day) int {
	if !d.Counts {
		return 0
	}
	return d.N
}
