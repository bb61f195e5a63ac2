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
	checkRoutes(p, found)
	checkRows(p, found)
	checkSubjects(p, found)
	checkSanctions(p, found)
	checkPoints(p.files.pack.OpenPoints, found)
	checkDays(p, found)
	checkDoubts(p.files.calendar, found)
	checkHolidays(p.files.calendar.Years, found)
	checkZones(p.files.calendar.Zones, found)
	if checkWorkingTime(p.files.calendar.WorkingTime, found) {
		checkExamples(p, found)
	}
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
		if r.To != "" && r.RevokedBy == "" {
			found.add(file, at+".to", "%s ends, but nothing revokes it", r.ID)
		}
		for j, a := range r.Articles {
			if _, _, _, ok := partsOf(a.Parts); a.Parts != "" && !ok {
				found.add(file, fmt.Sprintf("%s.articles[%d].parts", at, j), "a list is written like angka 1-7, huruf a-h or ayat (1)-(4)")
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
		for _, b := range f.Authorities[:i] {
			if a.Role != "" && a.Role == b.Role && overlap(a.From, a.To, b.From, b.To) {
				found.add(file, at, "%s and %s hold the role %s on the same day", b.ID, a.ID, a.Role)
			}
		}
	}
}

// imposes reports whether a class of acts leads to sanctions of a track. The law of others is not the pack's.
func imposes(c Class, track string) bool {
	switch c {
	case ClassEthics:
		return track == "kode-etik"
	case ClassDiscipline:
		return track == "disiplin" || track == "undang-undang"
	case ClassVillage:
		return track == "desa"
	case ClassContract:
		return track == "kontrak"
	case ClassAdministrative, ClassCriminal:
		return track == "administrasi"
	case ClassInternal, ClassOther:
		return false
	}
	return true
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
		if (a.Level == "moral") != (a.Class == ClassEthics) {
			found.add(file, at+".level", "%s: moral is the level of the code of ethics, and of nothing else", a.Code)
		}
		for j, id := range a.Sanctions {
			if s := p.idx.sanctions[id]; s != nil && !imposes(a.Class, s.Track) {
				found.add(file, fmt.Sprintf("%s.sanctions[%d]", at, j), "%s is no sanction of the class %s", id, a.Class)
			}
		}
	}
	if p.idx.acts[ActAbsent] == nil {
		found.add(file, "$.acts", "no act %q, which the program relies on", ActAbsent)
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
