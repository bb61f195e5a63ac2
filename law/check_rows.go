package law

import (
	"fmt"
	"slices"
	"strings"

	"rambu.id"
)

// checkSubjects wants a base that stands on no other: covers looks one step down.
func checkSubjects(p *Pack, found *faults) {
	for i, s := range p.files.subjects.Subjects {
		if base := p.idx.subjects[s.Base]; base != nil && base.Base != "" {
			found.add("subjects.yaml", fmt.Sprintf("$.subjects[%d].base", i), "%s has a base that has a base itself", s.ID)
		}
	}
}

// checkRows wants every row of the decision table to decide for somebody on some day, and every subject,
// every alternative of it to fit. It asks the same functions that decide for people.
func checkRows(p *Pack, found *faults) {
	days := p.turns()
	for i, k := range p.files.acts.Kinds {
		decides := make([]bool, len(k.Rules))
		for s := range p.files.subjects.Subjects {
			for _, on := range days {
				r := p.rule(&k, &p.files.subjects.Subjects[s], on)
				if r >= 0 {
					decides[r] = true
				}
			}
		}
		for j, r := range k.Rules {
			at := fmt.Sprintf("$.kinds[%d].rules[%d]", i, j)
			fits := p.checkRow(at, r, days, found)
			if fits && !decides[j] {
				found.add("acts.yaml", at, "%s: an earlier row always decides", r.Act)
			}
		}
	}
}

// checkRow reports whether a row fits all it names.
func (p *Pack) checkRow(at string, r KindRule, days []rambu.Date, found *faults) bool {
	fits := true
	for j, name := range r.Subjects {
		if !p.everFits(r, r.Act, []string{name}, days) {
			found.add("acts.yaml", fmt.Sprintf("%s.subjects[%d]", at, j), "%s never fits %s in %s", r.Act, name, r.Period)
			fits = false
		}
	}
	for j, act := range r.Alternatives {
		if !p.everFits(r, act, r.Subjects, days) {
			found.add("acts.yaml", fmt.Sprintf("%s.alternatives[%d]", at, j), "%s never fits %s in %s", act, strings.Join(r.Subjects, ", "), r.Period)
		}
	}
	return fits
}

// everFits reports whether an act applies to one of the subjects on one day of the row's period.
func (p *Pack) everFits(r KindRule, act string, subjects []string, days []rambu.Date) bool {
	a := p.idx.acts[act]
	if a == nil {
		return true // said already
	}
	for i := range p.files.subjects.Subjects {
		s := &p.files.subjects.Subjects[i]
		if covers(subjects, s) && slices.ContainsFunc(days, func(on rambu.Date) bool { return p.inPeriod(r.Period, on) && p.Applies(*a, s.ID, on) }) {
			return true
		}
	}
	return false
}

// turns are days of which at least one lies in every span between two changes of the table: the first day of
// each period and of each version of an article that names its addressees, and the day behind each end.
func (p *Pack) turns() []rambu.Date {
	days := []rambu.Date{p.files.pack.Info.Determination}
	add := func(from, to rambu.Date) {
		if from.Valid() {
			days = append(days, from.AddDays(-1), from)
		}
		if to.Valid() {
			days = append(days, to, to.AddDays(1))
		}
	}
	for _, x := range p.files.calendar.Periods {
		add(x.From, x.To)
	}
	for _, a := range p.files.acts.Acts {
		if r := p.idx.regulations[a.AddressedBy.Regulation]; r != nil {
			for _, v := range r.Articles {
				if v.Ref == a.AddressedBy.Ref {
					add(v.From, v.To)
				}
			}
		}
	}
	slices.Sort(days)
	return slices.DeleteFunc(slices.Compact(days), func(d rambu.Date) bool { return !d.Valid() })
}

// checkRoutes wants the routes of one kind of matter to follow one another without hole and without one
// hiding another, each only to a body that is there on those days.
func checkRoutes(p *Pack, found *faults) {
	const file = "authorities.yaml"
	routes := p.files.authorities.Routes
	for i, r := range routes {
		at := fmt.Sprintf("$.routes[%d]", i)
		if (r.To == "") != r.Gap {
			found.add(file, at, "a route has an addressee, or is a gap")
		}
		if a := p.idx.authorities[r.To]; a != nil {
			if a.From != "" && r.From < a.From {
				found.add(file, at+".from", "%s is there only from %s", a.ID, a.From)
			}
			if a.To != "" && (r.Until == "" || r.Until > a.To) {
				found.add(file, at+".until", "%s is there only until %s", a.ID, a.To)
			}
		}
		for _, a := range p.files.authorities.Authorities {
			if r.Gap && a.Role == RoleSupervisor && overlap(r.From, r.Until, a.From, a.To) {
				found.add(file, at, "no gap: %s is there on one of the days", a.ID)
			}
		}
		for _, earlier := range routes[:i] {
			if earlier.Kind == r.Kind && overlap(earlier.From, earlier.Until, r.From, r.Until) && p.hides(earlier, r) {
				found.add(file, at, "an earlier route for %s decides on some of these days", strings.Join(r.Subjects, ", "))
			}
		}
		if !r.Until.Valid() {
			continue // open, or said already
		}
		if day := r.Until.AddDays(1); !slices.ContainsFunc(routes, func(o Route) bool {
			return o.Kind == r.Kind && slices.Equal(o.Subjects, r.Subjects) && day.In(o.From, o.Until)
		}) {
			found.add(file, at+".until", "no route on %s for %s", day, strings.Join(r.Subjects, ", "))
		}
	}
}

// hides reports whether an earlier route takes everybody a later one is for.
func (p *Pack) hides(earlier, later Route) bool {
	if len(later.Subjects) == 0 {
		return len(earlier.Subjects) == 0
	}
	for _, name := range later.Subjects {
		if s := p.idx.subjects[name]; !slices.Contains(earlier.Subjects, name) && (s == nil || !covers(earlier.Subjects, s)) {
			return false
		}
	}
	return true
}
