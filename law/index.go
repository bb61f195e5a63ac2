package law

import (
	"fmt"
	"slices"
	"strings"
)

// index finds every thing of a pack by id.
type index struct {
	sources      map[string]*PublicSource
	regulations  map[string]*Regulation
	authorities  map[string]*Authority
	parties      map[string]*Party
	subjects     map[string]*Subject
	classes      map[string]*ClassRule
	acts         map[string]*Act
	kinds        map[string]*ActKind
	permits      map[string]*Permit
	alternatives map[string]*Alternative
	points       map[string]*OpenPoint
	sanctions    map[string]*Sanction
	penalties    map[string]*Penalty
	remedies     map[string]*Remedy
	procedures   map[string]*Procedure
	windows      map[string]*Window
	periods      map[string]*Period
	stages       map[string]*Stage
	written      map[string]*RegulationKind // by Name

	roles       map[string]bool
	transitions map[string]bool
	register    []Regulation // all files together
	ladder      []*Sanction  // by order
	holidays    []Holiday    // by date, defaults of their year filled in
}

// known maps the "ref" tag of a field to the ids it may hold.
func (x *index) known(kind, id string) bool {
	switch kind {
	case "src":
		return x.sources[id] != nil
	case "regulation-kind":
		return x.written[id] != nil
	case "regulation":
		return x.regulations[id] != nil
	case "authority":
		return x.authorities[id] != nil
	case "role":
		return x.roles[id]
	case "party":
		return x.parties[id] != nil
	case "subject":
		return id == SubjectASN || x.subjects[id] != nil
	case "class":
		return x.classes[id] != nil
	case "act":
		return x.acts[id] != nil
	case "kind":
		return x.kinds[id] != nil
	case "point":
		return x.points[id] != nil
	case "sanction":
		return x.sanctions[id] != nil
	case "penalty":
		return x.penalties[id] != nil
	case "procedure":
		return x.procedures[id] != nil
	case "transition":
		return x.transitions[id]
	case "window":
		return x.windows[id] != nil
	case "stage":
		return x.stages[id] != nil
	case "alternative":
		return x.alternatives[id] != nil
	case "period":
		return x.periods[id] != nil
	}
	return false
}

// named makes the map of one list and reports ids that stand twice.
func named[T any](found *faults, file, list string, all []T, id func(*T) string) map[string]*T {
	m := make(map[string]*T, len(all))
	for i := range all {
		v := &all[i]
		if m[id(v)] != nil {
			found.add(file, fmt.Sprintf("$.%s[%d]", list, i), "id %q stands twice", id(v))
		}
		m[id(v)] = v
	}
	return m
}

func buildIndex(f *content, found *faults) index {
	x := index{
		sources:      named(found, "sources.yaml", "sources", f.sources.Sources, func(v *PublicSource) string { return v.ID }),
		authorities:  named(found, "authorities.yaml", "authorities", f.authorities.Authorities, func(v *Authority) string { return v.ID }),
		parties:      named(found, "authorities.yaml", "parties", f.authorities.Parties, func(v *Party) string { return v.ID }),
		subjects:     named(found, "subjects.yaml", "subjects", f.subjects.Subjects, func(v *Subject) string { return v.ID }),
		classes:      named(found, "acts.yaml", "classes", f.acts.Classes, func(v *ClassRule) string { return string(v.ID) }),
		acts:         named(found, "acts.yaml", "acts", f.acts.Acts, func(v *Act) string { return v.Code }),
		kinds:        named(found, "acts.yaml", "kinds", f.acts.Kinds, func(v *ActKind) string { return v.ID }),
		permits:      named(found, "permits.yaml", "permits", f.permits.Permits, func(v *Permit) string { return v.ID }),
		alternatives: named(found, "coincidences.yaml", "alternatives", f.coincidences.Alternatives, func(v *Alternative) string { return v.ID }),
		points:       named(found, "pack.yaml", "open_points", f.pack.OpenPoints, func(v *OpenPoint) string { return v.ID }),
		sanctions:    named(found, "sanctions.yaml", "sanctions", f.sanctions.Sanctions, func(v *Sanction) string { return v.ID }),
		penalties:    named(found, "sanctions.yaml", "penalties", f.sanctions.Penalties, func(v *Penalty) string { return v.ID }),
		remedies:     named(found, "sanctions.yaml", "remedies", f.sanctions.Remedies, func(v *Remedy) string { return v.ID }),
		windows:      named(found, "calendar.yaml", "windows", f.calendar.Windows, func(v *Window) string { return v.ID }),
		periods:      named(found, "calendar.yaml", "periods", f.calendar.Periods, func(v *Period) string { return v.ID }),
		written:      named(found, "citing.yaml", "kinds", f.citing.Kinds, func(v *RegulationKind) string { return v.Name }),
		stages:       named(found, "calendar.yaml", "stages", f.calendar.Stages, func(v *Stage) string { return v.ID }),
	}
	x.addRegulations(f, found)
	x.addProcedures(f, found)
	x.roles = map[string]bool{}
	for _, a := range f.authorities.Authorities {
		x.roles[a.Role] = a.Role != ""
	}
	for i := range f.sanctions.Sanctions {
		x.ladder = append(x.ladder, &f.sanctions.Sanctions[i])
	}
	slices.SortStableFunc(x.ladder, func(a, b *Sanction) int { return a.Order - b.Order })
	x.addHolidays(f.calendar.Years)
	return x
}

func (x *index) addRegulations(f *content, found *faults) {
	x.regulations = map[string]*Regulation{}
	for i := range f.regulations {
		file := found.nameOf(&f.regulations[i])
		for j := range f.regulations[i].Regulations {
			r := &f.regulations[i].Regulations[j]
			if x.regulations[r.ID] != nil {
				found.add(file, fmt.Sprintf("$.regulations[%d]", j), "id %q stands twice", r.ID)
			}
			x.regulations[r.ID] = r
			x.register = append(x.register, *r)
		}
	}
}

func (x *index) addProcedures(f *content, found *faults) {
	x.procedures = map[string]*Procedure{}
	x.transitions = map[string]bool{}
	for i := range f.procedures {
		pr := &f.procedures[i]
		if x.procedures[pr.ID] != nil {
			found.add(found.nameOf(pr), "$.id", "id %q stands twice", pr.ID)
		}
		x.procedures[pr.ID] = pr
		pr.expand()
		for _, t := range pr.Transitions {
			x.transitions[t.ID] = true
		}
	}
}

// addHolidays gives each day what its year says when the day itself says nothing.
func (x *index) addHolidays(years []HolidayYear) {
	for _, y := range years {
		for _, h := range y.Days {
			if h.Announced == "" {
				h.Announced = y.Announced
			}
			if h.AnnouncedConf == "" {
				h.AnnouncedConf = y.Conf
			}
			if h.Regulation == "" {
				h.Regulation = y.Regulation
			}
			if h.Conf == "" {
				h.Conf = y.Conf
			}
			x.holidays = append(x.holidays, h)
		}
	}
	slices.SortFunc(x.holidays, func(a, b Holiday) int { return strings.Compare(string(a.Date), string(b.Date)) })
}

// nameOf finds the file that was read into a part of the pack.
func (fs *faults) nameOf(into any) string {
	for _, s := range fs.sources {
		if s.into == into {
			return s.name
		}
	}
	return ""
}
