package calendar

import (
	"strconv"
	"time"

	"rambu.id"
	"rambu.id/law"
)

// Unit is what a rule counts: the law's own word.
type Unit = law.Unit

// The closed list of units, as procedures of the law write them.
const (
	Hours        = law.Hours
	CalendarDays = law.CalendarDays
	WorkingDays  = law.WorkingDays
)

// maxCount is more than any rule counts (a century of days); it keeps a typing error cheap.
const maxCount = 36_525

// Rule says how many of what. The start day is day 0 unless FirstDayCounts.
type Rule struct {
	Count          int
	Unit           Unit
	Before         bool // count backwards: "at least N before"
	FirstDayCounts bool // the start day is day 1, if it is a day that counts; not for hours
}

// Suspension stops a clock from its first day to its last, both inclusive: they do not count.
type Suspension struct {
	From, To rambu.Date // To "": still suspended
	Reason   string
}

// Query asks for one due date.
type Query struct {
	From        rambu.Date // day of the start event; for hours taken from FromTime
	FromTime    time.Time  // instant of the start event, only for hours
	Rule        Rule
	Region      string     // official code, "" for the centre
	KnownOn     rambu.Date // use only holidays announced by then; "": all known
	Suspensions []Suspension
}

// Why a day counts or not: keys of the catalogue.
const (
	WhyStart     = "calendar.day.start"
	WhyWorking   = "calendar.day.working"
	WhyCalendar  = "calendar.day.calendar"
	WhyWeekend   = "calendar.day.weekend"
	WhyHoliday   = "calendar.day.holiday"
	WhyLeave     = "calendar.day.leave"
	WhySuspended = "calendar.day.suspended"
)

// Day is one line of the arithmetic.
type Day struct {
	Date   rambu.Date
	N      int // running number, 0 when it does not count; for hours those run by its end
	Counts bool
	Why    string // one of the Why keys
	Name   string // name of the holiday in Indonesian, or reason of the suspension
	NameEN string // the same in English
	Check  bool   // whether a holiday of this day was known by then still has to be checked
}

// Result is a due date with its arithmetic, in the order counted: backwards for Before.
type Result struct {
	Due        rambu.Date // last day to act, "" while Open
	DueAt      time.Time  // UTC instant of 24:00 local of Due, or the exact hour
	Days       []Day
	Incomplete bool // reaches a year whose holidays are not all known: Due may still move
	Open       bool // suspended without an end: no due date yet
}

// Due derives a due date with its day-by-day arithmetic. A query that cannot be counted
// (unknown unit or region, impossible date, negative count) is Invalid.
func (c *Calendar) Due(q Query) (Result, error) {
	w := walk{cal: c, q: q, list: true}
	return w.run()
}

// DueDate gives the answer of Due without the list of days. An open suspension gives an
// empty date and a zero time.
func (c *Calendar) DueDate(q Query) (rambu.Date, time.Time, error) {
	r, err := c.Reckon(q)
	return r.Due, r.DueAt, err
}

// Reckon gives the answer of Due without the list of days.
func (c *Calendar) Reckon(q Query) (Result, error) {
	w := walk{cal: c, q: q}
	return w.run()
}

// span is a suspension in day numbers, both ends inclusive.
type span struct {
	from, to day
	open     bool
	reason   string
}

// walk counts day by day from a start.
type walk struct {
	cal   *Calendar
	q     Query
	list  bool // keep the arithmetic
	zone  Zone
	from  day
	step  day // +1, or -1 for Before
	room  [4]span
	spans []span
	res   Result
}

func (w *walk) run() (Result, error) {
	if err := w.prepare(); err != nil {
		return Result{}, err
	}
	var err error
	if w.q.Rule.Unit == Hours {
		err = w.hours()
	} else {
		err = w.days()
	}
	if err != nil {
		return Result{}, err
	}
	return w.res, nil
}

// prepare checks the query and turns its dates into day numbers.
func (w *walk) prepare() error {
	rule := w.q.Rule
	if rule.Unit != Hours && rule.Unit != CalendarDays && rule.Unit != WorkingDays {
		return rambu.Fault(rambu.Invalid, "calendar.error.unit", "unit", string(rule.Unit)).On("unit")
	}
	if rule.Count < 0 || rule.Count > maxCount {
		return rambu.Fault(rambu.Invalid, "calendar.error.count", "max", strconv.Itoa(maxCount)).On("count")
	}
	if w.q.KnownOn != "" && !w.q.KnownOn.Valid() {
		return rambu.Fault(rambu.Invalid, "error.date").On("known_on")
	}
	var err error
	w.zone, err = w.cal.Zone(w.q.Region)
	if err != nil {
		return err
	}
	w.step = 1
	if rule.Before {
		w.step = -1
	}
	if err := w.suspensions(); err != nil {
		return err
	}
	return w.start()
}

func (w *walk) start() error {
	if w.q.Rule.Unit == Hours {
		if w.q.FromTime.IsZero() {
			return rambu.Fault(rambu.Invalid, "calendar.error.time").On("from")
		}
		w.q.From = rambu.DateOf(w.q.FromTime.In(w.zone.Location))
	}
	from, ok := parse(w.q.From)
	if !ok {
		return rambu.Fault(rambu.Invalid, "error.date").On("from")
	}
	w.from = from
	return nil
}

func (w *walk) suspensions() error {
	w.spans = w.room[:0]
	for _, s := range w.q.Suspensions {
		from, ok := parse(s.From)
		to, open := lastDay, s.To == ""
		if !open {
			var valid bool
			to, valid = parse(s.To)
			ok = ok && valid
		}
		if !ok || to < from {
			return rambu.Fault(rambu.Invalid, "calendar.error.suspension").On("suspensions")
		}
		w.spans = append(w.spans, span{from: from, to: to, open: open, reason: s.Reason})
	}
	return nil
}

// suspended returns the suspension that covers a day; one without an end wins.
func (w *walk) suspended(d day) *span {
	var found *span
	for i := range w.spans {
		s := &w.spans[i]
		if d >= s.from && d <= s.to && (found == nil || s.open) {
			found = s
		}
	}
	return found
}

// days counts calendar or working days until the rule is full.
func (w *walk) days() error {
	rule := w.q.Rule
	d, n := w.from, 0
	if !rule.FirstDayCounts || rule.Count == 0 {
		w.note(d, Day{Why: WhyStart})
		d += w.step
	}
	last := w.from
	for n < rule.Count {
		if d < firstDay || d > lastDay {
			return rambu.Fault(rambu.Invalid, "calendar.error.range").On("count")
		}
		counts, open := w.count(d, n+1)
		if open {
			w.res.Open = true
			return nil
		}
		if counts {
			n++
		}
		last, d = d, d+w.step
	}
	w.reach(last)
	w.res.Due = last.date()
	w.res.DueAt = (last + 1).start(w.zone.Location).UTC()
	return nil
}

// count says whether a day counts and notes it; open when a suspension without an end has
// stopped a clock that runs forward.
func (w *walk) count(d day, n int) (counts, open bool) {
	if s := w.suspended(d); s != nil {
		w.note(d, Day{Why: WhySuspended, Name: s.reason, NameEN: s.reason})
		return false, s.open && w.step > 0
	}
	if w.q.Rule.Unit == CalendarDays {
		w.note(d, Day{N: n, Counts: true, Why: WhyCalendar})
		return true, false
	}
	if d.weekend() {
		w.note(d, Day{Why: WhyWeekend})
		return false, false
	}
	if h := w.cal.holiday(d, w.q.Region, w.q.KnownOn); h != nil {
		w.noteHoliday(d, h)
		return false, false
	}
	late := w.cal.holiday(d, w.q.Region, "") // announced only after KnownOn, else it were found above
	w.note(d, Day{N: n, Counts: true, Why: WhyWorking, Check: late != nil && late.Check})
	return true, false
}

func (w *walk) note(d day, line Day) {
	if !w.list {
		return
	}
	line.Date = d.date()
	w.res.Days = append(w.res.Days, line)
}

func (w *walk) noteHoliday(d day, h *Holiday) {
	why := WhyHoliday
	if h.Kind == CollectiveLeave {
		why = WhyLeave
	}
	w.note(d, Day{Why: why, Name: h.NameID, NameEN: h.NameEN, Check: h.Check && w.q.KnownOn != ""})
}

// reach marks a result that depends on holidays nobody knows completely yet.
func (w *walk) reach(last day) {
	if w.q.Rule.Unit != WorkingDays {
		return
	}
	for year := min(w.from, last).year(); year <= max(w.from, last).year(); year++ {
		if w.cal.incomplete(year, w.q.KnownOn) {
			w.res.Incomplete = true
		}
	}
}
