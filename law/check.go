package law

import (
	"fmt"
	"reflect"

	"rambu.id"
)

// check finds everything that makes a pack unfit, beyond what the YAML parser refuses.
func check(p *Pack, found *faults) {
	for _, s := range found.sources {
		w := &walker{pack: p, found: found, file: s.name}
		w.value(reflect.ValueOf(s.into).Elem(), "")
	}
	for i := range p.files.regulations {
		checkRegulations(&p.files.regulations[i], found)
	}
	checkNames(p, found)
	checkAuthorities(p.files.authorities, found)
	checkActs(p, found)
	checkPermits(p, found)
	checkCoincidences(p, found)
	checkAttendance(p.files.sanctions.Attendance, found)
	checkCalendar(p.files.calendar, found)
	for i := range p.files.procedures {
		checkProcedure(&p.files.procedures[i], found)
	}
}

// overlap reports whether two spans share a day; an empty end is open.
func overlap(aFrom, aTo, bFrom, bTo rambu.Date) bool {
	return (aTo == "" || bFrom <= aTo) && (bTo == "" || aFrom <= bTo)
}

func backwards(from, to rambu.Date) bool { return from != "" && to != "" && to < from }

func checkRegulations(f *regulationsFile, found *faults) {
	file := found.nameOf(f)
	for i, r := range f.Regulations {
		at := fmt.Sprintf("$.regulations[%d]", i)
		if backwards(r.From, r.To) {
			found.add(file, at+".to", "%s ends before it begins", r.ID)
		}
		if r.To != "" && r.RevokedBy == "" {
			found.add(file, at+".to", "%s ends, but nothing revokes it", r.ID)
		}
		for j, a := range r.Articles {
			if backwards(a.From, a.To) {
				found.add(file, fmt.Sprintf("%s.articles[%d].to", at, j), "%s %s ends before it begins", r.ID, a.Ref)
			}
			for k, b := range r.Articles[:j] {
				if a.Ref == b.Ref && overlap(a.From, a.To, b.From, b.To) {
					found.add(file, fmt.Sprintf("%s.articles[%d]", at, j), "%s %s overlaps version %d in time", r.ID, a.Ref, k+1)
				}
			}
		}
	}
}

func checkAuthorities(f authoritiesFile, found *faults) {
	const file = "authorities.yaml"
	for i, a := range f.Authorities {
		at := fmt.Sprintf("$.authorities[%d]", i)
		if backwards(a.From, a.To) {
			found.add(file, at+".to", "%s ends before it begins", a.ID)
		}
		for _, b := range f.Authorities[:i] {
			if a.Role != "" && a.Role == b.Role && overlap(a.From, a.To, b.From, b.To) {
				found.add(file, at, "%s and %s hold the role %s on the same day", b.ID, a.ID, a.Role)
			}
		}
	}
	for i, r := range f.Routes {
		at := fmt.Sprintf("$.routes[%d]", i)
		if backwards(r.From, r.Until) {
			found.add(file, at+".until", "route ends before it begins")
		}
		if (r.To == "") != r.Gap {
			found.add(file, at, "a route has an addressee, or is a gap")
		}
	}
}

func checkActs(p *Pack, found *faults) {
	const file = "acts.yaml"
	for i, a := range p.files.acts.Acts {
		at := fmt.Sprintf("$.acts[%d]", i)
		if len(a.Basis) == 0 && len(a.BasisText) == 0 {
			found.add(file, at, "%s has no basis", a.Code)
		}
		if !a.NotUsable && len(a.AppliesTo) == 0 && len(a.Offenders) == 0 {
			found.add(file, at, "%s applies to nobody", a.Code)
		}
		if !a.NotUsable && a.Period == "" {
			found.add(file, at, "%s has no period", a.Code)
		}
	}
	for i, k := range p.files.acts.Kinds {
		if len(k.Rules) == 0 {
			found.add(file, fmt.Sprintf("$.kinds[%d]", i), "kind %s leads nowhere", k.ID)
		}
		for j, r := range k.Rules {
			if a, ok := p.idx.acts[r.Act]; ok && a.NotUsable {
				found.add(file, fmt.Sprintf("$.kinds[%d].rules[%d].act", i, j), "%s is not usable in this election", r.Act)
			}
		}
	}
}

// checkPermits wants a ground for every permit, and no name that is also a kind of act: both are
// answers to one question.
func checkPermits(p *Pack, found *faults) {
	const file = "permits.yaml"
	for i, m := range p.files.permits.Permits {
		at := fmt.Sprintf("$.permits[%d]", i)
		if p.idx.kinds[m.ID] != nil {
			found.add(file, at, "%s is a kind of act already", m.ID)
		}
		if m.NoRule == (len(m.Basis)+len(m.BasisText) > 0) {
			found.add(file, at, "%s has an article, or no rule forbids it", m.ID)
		}
		for j, b := range m.Barred {
			if len(b.Basis)+len(b.BasisText) == 0 {
				found.add(file, fmt.Sprintf("%s.barred[%d]", at, j), "%s is barred without a basis", m.ID)
			}
		}
	}
}

// checkAttendance wants a ladder without hole or overlap: every number of days has one form.
func checkAttendance(rows []Attendance, found *faults) {
	for i, row := range rows {
		at := fmt.Sprintf("$.attendance[%d]", i)
		if row.To == 0 && i < len(rows)-1 || row.To != 0 && row.To < row.From {
			found.add("sanctions.yaml", at, "only the last row is open, and no row runs backwards")
		}
		if i > 0 && row.From != rows[i-1].To+1 {
			found.add("sanctions.yaml", at, "days %d are not the next after %d", row.From, rows[i-1].To)
		}
	}
}

func checkCalendar(f calendarFile, found *faults) {
	const file = "calendar.yaml"
	for i, s := range f.Stages {
		if backwards(s.From, s.To) {
			found.add(file, fmt.Sprintf("$.stages[%d].to", i), "stage %s ends before it begins", s.ID)
		}
	}
	for i, w := range f.Windows {
		if backwards(w.From, w.To) {
			found.add(file, fmt.Sprintf("$.windows[%d].to", i), "window %s ends before it begins", w.ID)
		}
	}
	for i, p := range f.Periods {
		if backwards(p.From, p.To) {
			found.add(file, fmt.Sprintf("$.periods[%d].to", i), "period %s ends before it begins", p.ID)
		}
	}
	checkHolidays(f.Years, found)
	seen := map[string]string{}
	for i, z := range f.Zones {
		for j, code := range z.Provinces {
			if other := seen[code]; other != "" {
				found.add(file, fmt.Sprintf("$.zones[%d].provinces[%d]", i, j), "province %s lies in %s already", code, other)
			}
			seen[code] = z.IANA
		}
	}
}

func checkHolidays(years []HolidayYear, found *faults) {
	seen := map[rambu.Date]bool{}
	for i, y := range years {
		for j, h := range y.Days {
			at := fmt.Sprintf("$.holidays[%d].days[%d]", i, j)
			if h.Date < yearStart(y.Year) || h.Date >= yearStart(y.Year+1) {
				found.add("calendar.yaml", at, "%s does not lie in %d", h.Date, y.Year)
			}
			if seen[h.Date] {
				found.add("calendar.yaml", at, "%s stands twice", h.Date)
			}
			seen[h.Date] = true
			if h.Kind != National && h.Kind != JointDays {
				found.add("calendar.yaml", at, "no kind of holiday %q", h.Kind)
			}
			if h.Announced == "" && y.Announced == "" {
				found.add("calendar.yaml", at, "%s: nobody says when it was announced", h.Date)
			}
		}
	}
}
