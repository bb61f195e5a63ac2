package ui

import (
	"strconv"
	"time"

	"rambu.id"
	"rambu.id/internal/words"
)

// Look is the look of a badge: a symbol and a line, so that colour alone says nothing.
type Look string

// The looks.
const (
	LookNew      Look = "new"      // not begun
	LookProgress Look = "progress" // in hand
	LookWaiting  Look = "waiting"  // somebody else's turn
	LookSoon     Look = "soon"     // due soon
	LookLate     Look = "late"     // overdue
	LookDone     Look = "done"
	LookStopped  Look = "stopped"
	LookSecret   Look = "secret"
)

// Badge is a status in a symbol and at most some 20 characters.
type Badge struct {
	Look Look
	Text string
}

// Button is a submit button or, with Href, a link that looks like one. Look is "",
// "secondary" or "warning".
type Button struct {
	Text, Href, Look string
	Name, Value      string // what a submit button adds to the form
}

// Coincidence is an official event that falls together with a part of the election, in words: an
// alert, never a verdict.
type Coincidence struct {
	Name, Days, Event, Why string
	Articles               []Cell
	Instead                []string
	Check                  bool
}

// Row is one line of a summary list. Action ("Ubah") links to Href.
type Row struct {
	Key, Value   string
	Href, Action string
	Badge        *Badge
	Check        bool // what the law says here still has to be checked; see Renderer's template "check"
}

// Remarks is a list a writer should look at before he goes on, with its heading.
type Remarks struct {
	Heading, Text string
	Rows          []Row
}

// Task is one line of a task list.
type Task struct {
	Text, Hint, Href string
	Badge            Badge
	Check            bool // the rule behind it still has to be checked
}

// Event is one entry of a timeline, in the order given.
type Event struct {
	When, Title, Text, Who string
	Href                   string
}

// Table is a table of data that becomes labelled cards on a phone. The first cell of a row is
// its heading. Empty is the sentence shown instead of a table without rows.
type Table struct {
	Caption string
	Columns []Column
	Rows    [][]Cell
	Empty   string
}

// Column heads a column; Num aligns numbers right.
type Column struct {
	Text string
	Num  bool
}

// Cell is one value, perhaps a link, perhaps a badge.
type Cell struct {
	Text, Href string
	Badge      *Badge
	Check      bool   // what the law says here still has to be checked
	More       *Lines // opened on demand, below
}

// Lines is a list opened on demand. Of names what it is about, for whoever cannot see its place.
type Lines struct {
	Summary, Of string
	Text        []string
}

// Clock is a deadline of the law as shown: when, how long still, by which rule, and its arithmetic.
type Clock struct {
	Title   string // what must be done
	Badge   Badge  // see Renderer.Left
	Due     string // date in words
	Regime  string // field of law: "Pemilihan kepala daerah"
	Article string
	Href    string // the article in the law register, "" for none
	DayType string // "hari kerja" or "hari kalender"
	Check   bool   // the rule or the calendar still has to be checked by a lawyer
	Days    []ClockDay
	Moves   []ClockMove
	Stops   []string // when and why it was suspended
}

// ClockMove is a due date that moved.
type ClockMove struct {
	Old, New string // dates in words
	Reason   string
	When     string // when that was made known
	Check    bool   // that day still has to be checked
}

// ClockDay is one day of a clock's arithmetic.
type ClockDay struct {
	Date   string // in words
	Number int    // which day it is; 0: the day does not count
	Note   string // why not, or what happened
}

// Late reports whether the deadline has passed.
func (c Clock) Late() bool { return c.Badge.Look == LookLate }

// Panel confirms what has been done.
type Panel struct{ Title, Text string }

// Details is a text opened on demand.
type Details struct{ Summary, Text string }

// Pages links to the neighbouring pages of a list; empty addresses are left out.
type Pages struct {
	Prev, Next string
	Info       string // "Halaman 2 dari 5"
}

// Left says how long a deadline still runs: end is when it is over, now the legal time in the
// region's zone. The end of a legal day is 24:00 of it. On the last day it says how many whole hours
// are left, so that nobody is promised more; up to soon days before the end it warns.
func (rd *Renderer) Left(lang words.Lang, now, end time.Time, soon int) Badge {
	say := func(look Look, key string, n int) Badge {
		return Badge{look, rd.words.T(lang, key, "n", strconv.Itoa(n))}
	}
	last := rambu.DateOf(end.In(now.Location()).Add(-time.Nanosecond))
	n := rambu.DateOf(now).DaysUntil(last)
	left := end.Sub(now)
	switch {
	case n == -1:
		return say(LookLate, "ui.left.late_one", 1)
	case n < 0:
		return say(LookLate, "ui.left.late", -n)
	case left <= 0: // a clock of hours ends within a day
		return say(LookLate, "ui.left.passed", 0)
	case n > 0 && (left > 24*time.Hour || end.Equal(DayEnd(last, now.Location()))):
		look := LookNew
		if n <= soon {
			look = LookSoon
		}
		return say(look, "ui.left.days", n)
	case left < time.Hour:
		return say(LookSoon, "ui.left.minutes", 0)
	}
	return say(LookSoon, "ui.left.hours", int(left/time.Hour))
}

// DayEnd is 24:00 of a day.
func DayEnd(day rambu.Date, zone *time.Location) time.Time { return day.AddDays(1).Time(zone) }

// LeftDay is Left for a deadline that is a day: it ends when the day does.
func (rd *Renderer) LeftDay(lang words.Lang, now time.Time, due rambu.Date, soon int) Badge {
	return rd.Left(lang, now, DayEnd(due, now.Location()), soon)
}
