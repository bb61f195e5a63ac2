package directive

import (
	"context"
	"slices"

	"rambu.id"
	"rambu.id/law"
	"rambu.id/roster"
)

// Regimes are the classes of the law behind one text: what binds a village head is not what binds
// a civil servant, and each is told his own.
type Regimes struct {
	Own   []law.Subject // of whoever reads
	Staff []law.Subject // of those he has to tell: a THLS reads no directive at a desk
}

// subjectsOf are the classes a holder of a post may fall under when it is not known how he is
// employed.
func subjectsOf(c roster.PostClass) []roster.SubjectClass {
	switch c {
	case roster.ClassVillageHead:
		return []roster.SubjectClass{roster.SubjectVillageHead, roster.SubjectActingVillage}
	case roster.ClassVillageStaff:
		return []roster.SubjectClass{roster.SubjectVillageStaff}
	case roster.ClassLurah:
		return []roster.SubjectClass{roster.SubjectLurah}
	case roster.ClassJPTMadya, roster.ClassJPTPratama, roster.ClassAdministrator, roster.ClassSupervisor:
		return []roster.SubjectClass{roster.SubjectASNLeader}
	case roster.ClassHead, roster.ClassDeputyHead:
		return []roster.SubjectClass{roster.SubjectStateOfficial}
	case roster.ClassFunctional, roster.ClassExecutor:
		return []roster.SubjectClass{roster.SubjectPNS, roster.SubjectPPPK}
	case roster.ClassOrganiser, roster.ClassOutside:
	}
	return nil
}

// staffOf are the classes of those a post passes directives on to.
func staffOf(c roster.PostClass) []roster.SubjectClass {
	switch c { //nolint:exhaustive // the others have no staff of their own
	case roster.ClassVillageHead:
		return []roster.SubjectClass{roster.SubjectVillageStaff}
	case roster.ClassVillageStaff, roster.ClassFunctional, roster.ClassExecutor:
		return nil
	}
	return []roster.SubjectClass{roster.SubjectPNS, roster.SubjectPPPK, roster.SubjectNonASN}
}

func (d *Desk) subjects(classes []roster.SubjectClass) []law.Subject {
	var out []law.Subject
	for _, c := range classes {
		s, ok := d.Pack.Subject(string(c))
		if ok && !slices.ContainsFunc(out, func(o law.Subject) bool { return o.ID == s.ID }) {
			out = append(out, s)
		}
	}
	return out
}

// Regimes says under which classes of the law the holder of the actor's post falls today: as he
// is employed, and as he holds it. A civil servant in charge of a village has both.
func (d *Desk) Regimes(ctx context.Context, who rambu.Actor) (Regimes, error) {
	if who.Post == "" {
		return Regimes{}, nil
	}
	p, err := d.Roster.Post(ctx, roster.PostID(who.Post))
	if err != nil {
		return Regimes{}, err
	}
	held, err := d.Roster.HoldersOf(ctx, who, []roster.PostID{p.ID}, d.Today(who))
	if err != nil {
		return Regimes{}, err
	}
	var own []roster.SubjectClass
	for _, h := range held[p.ID] {
		own = append(own, p.Subject(h.Person.Class, h.Tenure.Mode))
	}
	if len(own) == 0 {
		own = subjectsOf(p.Class)
	}
	return Regimes{Own: d.subjects(own), Staff: d.subjects(staffOf(p.Class))}, nil
}

// RegimesOf says under which classes of the law the addressees of a directive fall, for a reader
// who has not said who he is.
func (d *Desk) RegimesOf(ctx context.Context, o *Opened) (Regimes, error) {
	counts, err := d.Audience.Reach(ctx, o.scope())
	if err != nil {
		return Regimes{}, err
	}
	var own, staff []roster.SubjectClass
	for _, c := range counts {
		own, staff = append(own, subjectsOf(c.Class)...), append(staff, staffOf(c.Class)...)
	}
	return Regimes{Own: d.subjects(own), Staff: d.subjects(staff)}, nil
}
