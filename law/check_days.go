package law

import (
	"fmt"
	"slices"
	"time"

	"rambu.id"
)

// checkDays wants the days of an election to be the same wherever a pack writes them: the head of the pack,
// the stages, the windows and the periods of act dates are read by different parts of the program. What
// those parts ask for by name must be there, for a window nobody finds warns of nothing.
func checkDays(p *Pack, found *faults) {
	i := p.files.pack.Info
	for _, d := range []rambu.Date{i.Determination, i.CampaignFrom, i.CampaignTo, i.Voting} {
		if !d.Valid() {
			return // said already
		}
	}
	if i.Determination >= i.CampaignFrom || i.CampaignFrom > i.CampaignTo || i.CampaignTo >= i.Voting {
		found.add("pack.yaml", "$.pack", "determination, campaign and voting do not follow one another")
	}
	before, halfYear := i.Determination.AddDays(-1), addMonths(i.Determination, -6)
	quiet, eve := i.CampaignTo.AddDays(1), i.Voting.AddDays(-1)
	x := spansOf(p.files.calendar)
	for _, want := range []span{
		{list: "stages", id: "penetapan", from: i.Determination, to: i.Determination},
		{list: "stages", id: "kampanye", from: i.CampaignFrom, to: i.CampaignTo},
		{list: "stages", id: "masa-tenang", from: quiet, to: eve},
		{list: "stages", id: "pemungutan", from: i.Voting, to: i.Voting},
		{list: "windows", id: WindowReplacements, from: halfYear},
		{list: "windows", id: "larangan-program", from: halfYear},
		{list: "windows", id: "cuti-petahana", from: i.CampaignFrom, to: i.CampaignTo},
		{list: "windows", id: "kode-etik", to: before},
		{list: "windows", id: "disiplin", from: i.Determination},
		{list: "periods", id: "before_determination", to: before},
		{list: "periods", id: "from_determination", from: i.Determination},
		{list: "periods", id: "campaign", from: i.CampaignFrom, to: i.CampaignTo},
		{list: "periods", id: "quiet", from: quiet, to: eve},
		{list: "periods", id: "six_months_to_winner", from: halfYear},
		{list: "periods", id: "six_months_to_term", from: halfYear},
	} {
		want.compare(x, found)
	}
	if inaugurated := find1(x, "stages", "pelantikan"); inaugurated != nil && inaugurated.from.Valid() {
		span{list: "periods", id: "after_inauguration", from: inaugurated.from, to: addMonths(inaugurated.from, 6).AddDays(-1)}.compare(x, found)
	}
}

// span is the days of one entry of the calendar; at is its place in the file.
type span struct {
	list, id string
	from, to rambu.Date
	at       string
}

func spansOf(f calendarFile) []span {
	var all []span
	add := func(list, id string, i int, from, to rambu.Date) {
		all = append(all, span{list: list, id: id, from: from, to: to, at: fmt.Sprintf("$.%s[%d]", list, i)})
	}
	for i, s := range f.Stages {
		add("stages", s.ID, i, s.From, s.To)
	}
	for i, w := range f.Windows {
		add("windows", w.ID, i, w.From, w.To)
	}
	for i, p := range f.Periods {
		add("periods", p.ID, i, p.From, p.To)
	}
	return all
}

func find1(all []span, list, id string) *span {
	i := slices.IndexFunc(all, func(s span) bool { return s.list == list && s.id == id })
	if i < 0 {
		return nil
	}
	return &all[i]
}

// compare reports an entry that is missing or lies on other days. An end left open in want is not compared.
func (want span) compare(all []span, found *faults) {
	const file = "calendar.yaml"
	have := find1(all, want.list, want.id)
	if have == nil {
		found.add(file, "$."+want.list, "no %s %q, which the program relies on", want.list[:len(want.list)-1], want.id)
		return
	}
	if want.from != "" && have.from != want.from {
		found.add(file, have.at+".from", "%s begins on %s, but pack.yaml says %s", want.id, have.from, want.from)
	}
	if want.to != "" && have.to != want.to {
		found.add(file, have.at+".to", "%s ends on %s, but pack.yaml says %s", want.id, have.to, want.to)
	}
}

func addMonths(d rambu.Date, n int) rambu.Date {
	return rambu.DateOf(d.Time(time.UTC).AddDate(0, n, 0))
}

// checkDoubts wants every day of doubt to be a day of its period.
func checkDoubts(f calendarFile, found *faults) {
	for i, p := range f.Periods {
		for j, d := range p.Doubts {
			if d.From == "" || p.From != "" && d.From < p.From || p.To != "" && (d.To == "" || d.To > p.To) {
				found.add("calendar.yaml", fmt.Sprintf("$.periods[%d].doubts[%d]", i, j), "a doubt outside the days of %s", p.ID)
			}
		}
	}
}

// checkWorkingTime wants weekdays in their order, hours of the clock and no more minutes than a week has. It
// reports whether there is a week to count by.
func checkWorkingTime(t WorkingTime, found *faults) (week bool) {
	const file, at = "calendar.yaml", "$.working_time"
	week = true
	if len(t.Days) == 0 || !slices.IsSorted(t.Days) || len(slices.Compact(slices.Clone(t.Days))) != len(t.Days) || t.Days[0] < 1 || t.Days[len(t.Days)-1] > 7 {
		found.add(file, at+".days", "working days are numbers from 1 to 7, each once and in order")
		week = false
	}
	for _, m := range []struct {
		key     string
		minutes int
	}{{"minutes_per_week", t.MinutesPerWeek}, {"ramadan_minutes_per_week", t.RamadanMinutes}} {
		if m.minutes <= 0 || m.minutes > 24*60*len(t.Days) {
			found.add(file, at+"."+m.key, "%d minutes do not fit into the days of a week", m.minutes)
		}
	}
	for _, h := range []struct {
		key      string
		from, to string
	}{
		{"start", t.Start, "24:00"},
		{"ramadan_start", t.RamadanStart, "24:00"},
		{"reception_mon_thu", t.ReceptionMonThu.From, t.ReceptionMonThu.To},
		{"reception_fri", t.ReceptionFri.From, t.ReceptionFri.To},
	} {
		if _, err := time.Parse("15:04", h.from); err != nil || h.from >= h.to || h.to > "24:00" {
			found.add(file, at+"."+h.key, "%s to %s are no hours of a day", h.from, h.to)
		}
	}
	return week
}

// provinces returns the official codes of all provinces: a place in none of the zones would have no clock.
func provinces() []string {
	return []string{
		"11", "12", "13", "14", "15", "16", "17", "18", "19", "21", "31", "32", "33", "34", "35", "36", "51", "52", "53",
		"61", "62", "63", "64", "65", "71", "72", "73", "74", "75", "76", "81", "82", "91", "92", "93", "94", "95", "96",
	}
}

func checkZones(zones []Zone, found *faults) {
	const file = "calendar.yaml"
	seen := map[string]string{}
	for i, z := range zones {
		at := fmt.Sprintf("$.zones[%d]", i)
		if hours := map[string]int{"WIB": 7, "WITA": 8, "WIT": 9}[z.Letters]; z.UTCOffset != hours {
			found.add(file, at+".utc_offset", "%s is %d hours ahead of UTC, not %d", z.Letters, hours, z.UTCOffset)
		}
		for j, code := range z.Provinces {
			if other := seen[code]; other != "" {
				found.add(file, fmt.Sprintf("%s.provinces[%d]", at, j), "province %s lies in %s already", code, other)
			}
			if !slices.Contains(provinces(), code) {
				found.add(file, fmt.Sprintf("%s.provinces[%d]", at, j), "no province %s", code)
			}
			seen[code] = z.IANA
		}
	}
	for _, code := range provinces() {
		if seen[code] == "" {
			found.add(file, "$.zones", "province %s lies in no zone", code)
		}
	}
}

func checkHolidays(years []HolidayYear, found *faults) {
	const file = "calendar.yaml"
	seen, seenYear := map[rambu.Date]bool{}, map[int]bool{}
	for i, y := range years {
		if seenYear[y.Year] {
			found.add(file, fmt.Sprintf("$.holidays[%d].year", i), "year %d stands twice", y.Year)
		}
		seenYear[y.Year] = true
		late := false
		for j, h := range y.Days {
			at := fmt.Sprintf("$.holidays[%d].days[%d]", i, j)
			if h.Date < yearStart(y.Year) || h.Date >= yearStart(y.Year+1) {
				found.add(file, at, "%s does not lie in %d", h.Date, y.Year)
			}
			if seen[h.Date] {
				found.add(file, at, "%s stands twice", h.Date)
			}
			seen[h.Date] = true
			if h.Kind != National && h.Kind != JointDays {
				found.add(file, at, "no kind of holiday %q", h.Kind)
			}
			if h.Announced == "" && y.Announced == "" {
				found.add(file, at, "%s: nobody says when it was announced", h.Date)
			}
			if h.Announced > h.Date {
				found.add(file, at+".announced", "%s was announced only afterwards", h.Date)
			}
			late = late || h.Announced == "" && y.Announced > h.Date
		}
		if late {
			found.add(file, fmt.Sprintf("$.holidays[%d].announced", i), "days of %d were announced only afterwards", y.Year)
		}
	}
}

// longest is the most that any deadline counts: what is beyond a year is a slip of the hand.
const longest = 366

// checkExamples counts every worked deadline by the plainest loop there is: a holiday or a result typed
// wrong shows at the start, whatever package calendar makes of it.
func checkExamples(p *Pack, found *faults) {
	for i, e := range p.files.calendar.Examples {
		at := fmt.Sprintf("$.worked_examples[%d]", i)
		if e.Count <= 0 || e.Count > longest || e.Unit == Hours || !e.Start.Valid() {
			found.add("calendar.yaml", at+".count", "an example counts days, from 1 to %d", longest)
			continue
		}
		if got := p.count(e); got != e.Result {
			found.add("calendar.yaml", at+".result", "%s counts to %s, not %s", e.ID, got, e.Result)
		}
	}
}

func (p *Pack) count(e Example) rambu.Date {
	days := p.files.calendar.WorkingTime.Days
	free := map[rambu.Date]bool{}
	for _, h := range p.idx.holidays {
		free[h.Date] = e.KnownOn == "" || h.Announced <= e.KnownOn
	}
	day, left := e.Start, e.Count
	if e.StartIsOne {
		left--
	}
	for end := e.Start.AddDays(3 * longest); left > 0 && day < end; {
		day = day.AddDays(1)
		works := slices.Contains(days, (int(day.Weekday())+6)%7+1) && !free[day]
		if e.Unit == CalendarDays || works {
			left--
		}
	}
	return day
}
