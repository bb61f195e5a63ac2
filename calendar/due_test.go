package calendar

import (
	"errors"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rambu.id"
)

// Keppres 33/2024 made 27 November a holiday six days before: a clock that was running moves,
// and both dates can still be derived.
func TestVotingDayDecreeMovesARunningClock(t *testing.T) {
	c := small(t)
	q := Query{From: "2024-11-11", Rule: Rule{Count: 14, Unit: WorkingDays}, Region: "73.71"}
	q.KnownOn = "2024-11-20"
	if got := mustDue(t, c, q).Due; got != "2024-11-29" {
		t.Errorf("before the decree: got %s, want 2024-11-29", got)
	}
	q.KnownOn = "2024-11-21"
	if got := mustDue(t, c, q).Due; got != "2024-12-02" {
		t.Errorf("after the decree: got %s, want 2024-12-02", got)
	}
}

func TestMovedKeepsBothDatesAndTheReason(t *testing.T) {
	old := build([]Holiday{christmas}, zones(t), []int{2024})
	next := old.WithHolidays(votingDay)
	q := Query{From: "2024-11-11", Rule: Rule{Count: 14, Unit: WorkingDays}, Region: "73.71"}
	got, err := old.Moved(next, q)
	if err != nil {
		t.Fatal(err)
	}
	want := Move{
		Old: "2024-11-29", New: "2024-12-02",
		OldAt: utc(t, "2024-11-29T16:00:00Z"), NewAt: utc(t, "2024-12-02T16:00:00Z"),
		Because: []Day{{Date: "2024-11-27", Why: WhyHoliday, Name: votingDay.NameID, NameEN: votingDay.NameEN}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	q.Rule.Count = 3
	got, err = old.Moved(next, q)
	if err != nil {
		t.Fatal(err)
	}
	if got.Moved() || got.Because != nil || got.Old != "2024-11-14" {
		t.Errorf("a clock that ends before the holiday: got %+v, want no move", got)
	}
}

func TestEveryDayIsExplained(t *testing.T) {
	c := small(t)
	q := Query{
		From: "2024-12-20", Rule: Rule{Count: 3, Unit: WorkingDays}, Region: "91.71",
		Suspensions: []Suspension{{From: "2024-12-23", To: "2024-12-23", Reason: "menunggu jawaban BKN"}},
	}
	want := Result{
		Due:   "2024-12-30",
		DueAt: utc(t, "2024-12-30T15:00:00Z"),
		Days: []Day{
			{Date: "2024-12-20", Why: WhyStart},
			{Date: "2024-12-21", Why: WhyWeekend},
			{Date: "2024-12-22", Why: WhyWeekend},
			{Date: "2024-12-23", Why: WhySuspended, Name: "menunggu jawaban BKN", NameEN: "menunggu jawaban BKN"},
			{Date: "2024-12-24", N: 1, Counts: true, Why: WhyWorking},
			{Date: "2024-12-25", Why: WhyHoliday, Name: "Natal", NameEN: "Christmas"},
			{Date: "2024-12-26", Why: WhyLeave, Name: "Cuti bersama Natal", NameEN: "Collective leave, Christmas"},
			{Date: "2024-12-27", N: 2, Counts: true, Why: WhyWorking},
			{Date: "2024-12-28", Why: WhyWeekend},
			{Date: "2024-12-29", Why: WhyWeekend},
			{Date: "2024-12-30", N: 3, Counts: true, Why: WhyWorking},
		},
	}
	if diff := cmp.Diff(want, mustDue(t, c, q)); diff != "" {
		t.Error(diff)
	}
}

func TestDueByRule(t *testing.T) {
	c := small(t)
	tests := []struct {
		name string
		from rambu.Date
		rule Rule
		want rambu.Date
	}{
		{"calendar days run on Sunday and holiday", "2024-11-22", Rule{Count: 7, Unit: CalendarDays}, "2024-11-29"},
		{"day-1 convention", "2024-11-22", Rule{Count: 7, Unit: CalendarDays, FirstDayCounts: true}, "2024-11-28"},
		{"day-1 convention from a Saturday", "2024-11-16", Rule{Count: 1, Unit: WorkingDays, FirstDayCounts: true}, "2024-11-18"},
		{"day-1 convention from a Monday", "2024-11-18", Rule{Count: 1, Unit: WorkingDays, FirstDayCounts: true}, "2024-11-18"},
		{"from a Saturday", "2024-11-16", Rule{Count: 1, Unit: WorkingDays}, "2024-11-18"},
		{"nothing to count", "2024-11-16", Rule{Count: 0, Unit: WorkingDays}, "2024-11-16"},
		{"before, calendar", "2024-11-27", Rule{Count: 7, Unit: CalendarDays, Before: true}, "2024-11-20"},
		{"before, working, over a weekend", "2024-11-18", Rule{Count: 1, Unit: WorkingDays, Before: true}, "2024-11-15"},
		{"before, working, over holidays", "2024-12-27", Rule{Count: 2, Unit: WorkingDays, Before: true}, "2024-12-23"},
		{"before, day-1", "2024-11-27", Rule{Count: 7, Unit: CalendarDays, Before: true, FirstDayCounts: true}, "2024-11-21"},
		{"over a leap day", "2024-02-28", Rule{Count: 2, Unit: CalendarDays}, "2024-03-01"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := mustDue(t, c, Query{From: tt.from, Rule: tt.rule, Region: "18.01"})
			if got.Due != tt.want {
				t.Errorf("got %s, want %s", got.Due, tt.want)
			}
		})
	}
}

func TestRegionalHolidayMovesOnlyItsRegion(t *testing.T) {
	c := small(t)
	q := Query{From: "2024-11-11", Rule: Rule{Count: 1, Unit: WorkingDays}}
	for region, want := range map[string]rambu.Date{"18.01": "2024-11-13", "18": "2024-11-13", "73.71": "2024-11-12", "": "2024-11-12"} {
		q.Region = region
		if got := mustDue(t, c, q).Due; got != want {
			t.Errorf("region %q: got %s, want %s", region, got, want)
		}
	}
}

func TestDayDeadlineEndsAtLocalMidnight(t *testing.T) {
	c := small(t)
	for region, want := range map[string]string{"18.01": "2024-11-29T17:00:00Z", "73.71": "2024-11-29T16:00:00Z", "91.71": "2024-11-29T15:00:00Z"} {
		r := mustDue(t, c, Query{From: "2024-11-22", Rule: Rule{Count: 7, Unit: CalendarDays}, Region: region})
		if !r.DueAt.Equal(utc(t, want)) || r.DueAt.Location() != time.UTC {
			t.Errorf("region %s: got %v, want %s", region, r.DueAt, want)
		}
	}
}

func TestSuspensions(t *testing.T) {
	c := small(t)
	q := Query{From: "2024-11-04", Rule: Rule{Count: 5, Unit: CalendarDays}, Region: "18.01"}
	tests := []struct {
		name string
		susp []Suspension
		want rambu.Date
		open bool
	}{
		{"none", nil, "2024-11-09", false},
		{"three days", []Suspension{{From: "2024-11-06", To: "2024-11-08"}}, "2024-11-12", false},
		{"start day only", []Suspension{{From: "2024-11-01", To: "2024-11-04"}}, "2024-11-09", false},
		{"overlapping count once", []Suspension{{From: "2024-11-06", To: "2024-11-08"}, {From: "2024-11-07", To: "2024-11-09"}}, "2024-11-13", false},
		{"after the end", []Suspension{{From: "2024-11-10", To: "2024-11-20"}}, "2024-11-09", false},
		{"without end", []Suspension{{From: "2024-11-06"}}, "", true},
		{"without end, hidden by a closed one", []Suspension{{From: "2024-11-06", To: "2024-11-08"}, {From: "2024-11-07"}}, "", true},
		{"without end, after the due date", []Suspension{{From: "2024-11-10"}}, "2024-11-09", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			q.Suspensions = tt.susp
			r := mustDue(t, c, q)
			if r.Due != tt.want || r.Open != tt.open || r.DueAt.IsZero() != tt.open {
				t.Errorf("got %s, open %v, at %v; want %s, open %v", r.Due, r.Open, r.DueAt, tt.want, tt.open)
			}
		})
	}
}

func TestHours(t *testing.T) {
	c := small(t)
	tests := []struct {
		name   string
		from   string
		rule   Rule
		region string
		susp   []Suspension
		due    rambu.Date
		at     string
		days   []int // N of each line
	}{
		{name: "a day and a night", from: "2024-11-24T20:00:00+07:00", rule: Rule{Count: 24, Unit: Hours}, region: "18.01", due: "2024-11-25", at: "2024-11-25T20:00:00+07:00", days: []int{4, 24}},
		{name: "same instant further east", from: "2024-11-24T20:00:00+07:00", rule: Rule{Count: 3, Unit: Hours}, region: "91.71", due: "2024-11-25", at: "2024-11-25T01:00:00+09:00", days: []int{2, 3}},
		{name: "ends at 24:00", from: "2024-11-24T00:00:00+07:00", rule: Rule{Count: 24, Unit: Hours}, region: "18.01", due: "2024-11-24", at: "2024-11-25T00:00:00+07:00", days: []int{24}},
		{name: "voting day runs too", from: "2024-11-26T12:00:00+07:00", rule: Rule{Count: 48, Unit: Hours}, region: "18.01", due: "2024-11-28", at: "2024-11-28T12:00:00+07:00", days: []int{12, 36, 48}},
		{name: "stands still while suspended", from: "2024-11-24T20:00:00+07:00", rule: Rule{Count: 24, Unit: Hours}, region: "18.01", susp: []Suspension{{From: "2024-11-25", To: "2024-11-26"}}, due: "2024-11-27", at: "2024-11-27T20:00:00+07:00", days: []int{4, 0, 0, 24}},
		{name: "suspended from the start", from: "2024-11-24T20:00:00+07:00", rule: Rule{Count: 2, Unit: Hours}, region: "18.01", susp: []Suspension{{From: "2024-11-24", To: "2024-11-24"}}, due: "2024-11-25", at: "2024-11-25T02:00:00+07:00", days: []int{0, 2}},
		{name: "backwards", from: "2024-11-25T01:00:00+07:00", rule: Rule{Count: 3, Unit: Hours, Before: true}, region: "18.01", due: "2024-11-24", at: "2024-11-24T22:00:00+07:00", days: []int{1, 3}},
		{name: "none", from: "2024-11-25T01:00:00+07:00", rule: Rule{Unit: Hours}, region: "18.01", due: "2024-11-25", at: "2024-11-25T01:00:00+07:00", days: []int{0}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := mustDue(t, c, Query{FromTime: utc(t, tt.from), Rule: tt.rule, Region: tt.region, Suspensions: tt.susp})
			if r.Due != tt.due || !r.DueAt.Equal(utc(t, tt.at)) {
				t.Errorf("got %s at %v, want %s at %s", r.Due, r.DueAt, tt.due, tt.at)
			}
			var ns []int
			for _, d := range r.Days {
				ns = append(ns, d.N)
			}
			if diff := cmp.Diff(tt.days, ns); diff != "" {
				t.Error(diff)
			}
		})
	}
	r := mustDue(t, c, Query{FromTime: utc(t, "2024-11-24T20:00:00+07:00"), Rule: Rule{Count: 24, Unit: Hours}, Suspensions: []Suspension{{From: "2024-11-25"}}})
	if !r.Open || r.Due != "" {
		t.Errorf("suspended without an end: got %+v", r)
	}
}

func TestIncomplete(t *testing.T) {
	c := small(t)
	tests := []struct {
		name    string
		from    rambu.Date
		rule    Rule
		knownOn rambu.Date
		want    bool
	}{
		{"inside known years", "2024-12-20", Rule{Count: 14, Unit: WorkingDays}, "", false},
		{"reaches 2026", "2025-12-30", Rule{Count: 14, Unit: WorkingDays}, "", true},
		{"back into 2023", "2024-01-03", Rule{Count: 5, Unit: WorkingDays, Before: true}, "", true},
		{"calendar days need no holidays", "2025-12-30", Rule{Count: 14, Unit: CalendarDays}, "", false},
		{"2025 before its decree", "2024-12-20", Rule{Count: 14, Unit: WorkingDays}, "2024-10-13", true},
		{"2025 on the day of its decree", "2024-12-20", Rule{Count: 14, Unit: WorkingDays}, "2024-10-14", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := mustDue(t, c, Query{From: tt.from, Rule: tt.rule, Region: "18.01", KnownOn: tt.knownOn})
			if r.Incomplete != tt.want {
				t.Errorf("got %v, want %v", r.Incomplete, tt.want)
			}
		})
	}
}

func TestDueRefuses(t *testing.T) {
	good := Query{From: "2024-11-04", Rule: Rule{Count: 5, Unit: WorkingDays}, Region: "18.01"}
	tests := []struct {
		name  string
		edit  func(*Query)
		field string
	}{
		{"unit", func(q *Query) { q.Rule.Unit = "minggu" }, "unit"},
		{"negative count", func(q *Query) { q.Rule.Count = -1 }, "count"},
		{"count of a typing error", func(q *Query) { q.Rule.Count = 1_000_000_000 }, "count"},
		{"no start", func(q *Query) { q.From = "" }, "from"},
		{"impossible start", func(q *Query) { q.From = "2024-02-30" }, "from"},
		{"hours without a time", func(q *Query) { q.Rule.Unit = Hours }, "from"},
		{"unknown region", func(q *Query) { q.Region = "99.01" }, "region"},
		{"known on no day", func(q *Query) { q.KnownOn = "x" }, "known_on"},
		{"suspension ends before it starts", func(q *Query) { q.Suspensions = []Suspension{{From: "2024-11-06", To: "2024-11-05"}} }, "suspensions"},
		{"suspension without a start", func(q *Query) { q.Suspensions = []Suspension{{To: "2024-11-05"}} }, "suspensions"},
		{"before the first year", func(q *Query) { q.From, q.Rule.Before = "0000-01-03", true }, "count"},
		{"hours past the last year", func(q *Query) {
			q.Rule = Rule{Count: 72, Unit: Hours}
			q.FromTime = time.Date(9999, 12, 30, 0, 0, 0, 0, time.UTC)
		}, "count"},
		{"past the last year", func(q *Query) { q.From = "9999-12-30" }, "count"},
	}
	c := small(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			q := good
			tt.edit(&q)
			_, err := c.Due(q)
			fault, ok := errors.AsType[*rambu.Error](err)
			if !ok || fault.Kind != rambu.Invalid || fault.Field != tt.field {
				t.Errorf("got %#v, want an Invalid fault on %s", err, tt.field)
			}
			if _, _, err := c.DueDate(q); err == nil {
				t.Error("DueDate accepted it")
			}
		})
	}
}

// TestDueAgainstPlainCounting compares both answers with a slow count written another way:
// over dates as text, one rambu.Date at a time.
func TestDueAgainstPlainCounting(t *testing.T) {
	c := small(t)
	rng := rand.New(rand.NewPCG(2024, 1127))
	for range 3000 {
		q := randomQuery(rng)
		r, err := c.Due(q)
		if err != nil {
			t.Fatalf("%+v: %v", q, err)
		}
		due, at, err := c.DueDate(q)
		if err != nil || due != r.Due || !at.Equal(r.DueAt) {
			t.Fatalf("%+v: DueDate %s %v %v, Due %s %v", q, due, at, err, r.Due, r.DueAt)
		}
		if want := plainDue(c, q); r.Due != want {
			t.Fatalf("%+v: got %s, want %s", q, r.Due, want)
		}
		if last := r.Days[len(r.Days)-1]; !r.Open && (last.Date != r.Due || last.N != q.Rule.Count) {
			t.Fatalf("%+v: last line %+v, due %s", q, last, r.Due)
		}
	}
}

func randomQuery(rng *rand.Rand) Query {
	pick := func(n int) rambu.Date { return rambu.Date("2024-10-01").AddDays(rng.IntN(n)) }
	q := Query{
		From:   pick(100),
		Rule:   Rule{Count: 1 + rng.IntN(30), Unit: []Unit{CalendarDays, WorkingDays}[rng.IntN(2)], Before: rng.IntN(4) == 0, FirstDayCounts: rng.IntN(3) == 0},
		Region: []string{"", "18.01", "73.71", "91"}[rng.IntN(4)],
	}
	if rng.IntN(2) == 0 {
		q.KnownOn = pick(100)
	}
	for range rng.IntN(3) {
		s := Suspension{From: pick(120)}
		if rng.IntN(5) > 0 {
			s.To = s.From.AddDays(rng.IntN(10))
		}
		q.Suspensions = append(q.Suspensions, s)
	}
	return q
}

// plainDue counts as a clerk would with a wall calendar.
func plainDue(c *Calendar, q Query) rambu.Date {
	step := 1
	if q.Rule.Before {
		step = -1
	}
	d := q.From
	if !q.Rule.FirstDayCounts {
		d = d.AddDays(step)
	}
	for n := 0; ; d = d.AddDays(step) {
		stopped := false
		for _, s := range q.Suspensions {
			if d.In(s.From, s.To) {
				stopped = true
				if s.To == "" && step > 0 {
					return ""
				}
			}
		}
		if stopped || (q.Rule.Unit == WorkingDays && !clerkWorks(c, q, d)) {
			continue
		}
		n++
		if n == q.Rule.Count {
			return d
		}
	}
}

func clerkWorks(c *Calendar, q Query, d rambu.Date) bool {
	if w := d.Weekday(); w == time.Saturday || w == time.Sunday {
		return false
	}
	for _, h := range c.Holidays(q.Region, d, d) {
		if q.KnownOn == "" || h.Announced <= q.KnownOn {
			return false
		}
	}
	return true
}

func BenchmarkDueDate(b *testing.B) {
	c := small(b)
	q := Query{From: "2024-11-11", Rule: Rule{Count: 14, Unit: WorkingDays}, Region: "18.01"}
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := c.DueDate(q); err != nil {
			b.Fatal(err)
		}
	}
}

func TestDayNumbers(t *testing.T) {
	for date, want := range map[rambu.Date]day{"0000-01-01": firstDay, "1969-12-31": -1, "1970-01-01": 0, "2024-11-27": 20054, "9999-12-31": lastDay} {
		if got, ok := parse(date); !ok || got != want || got.date() != date {
			t.Errorf("%s: got %d (%s), want %d", date, got, got.date(), want)
		}
	}
}
