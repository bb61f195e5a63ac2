package law

import (
	"slices"

	"rambu.id"
)

// Verdict is the answer to "Bolehkah saya?".
type Verdict string

// The verdicts. What the pack does not know, or not surely, is AskFirst: never Allowed.
const (
	Allowed   Verdict = "boleh"
	Forbidden Verdict = "tidak-boleh"
	AskFirst  Verdict = "tanyakan"
)

// Question is who would do what on which day. Act is the id of a kind of act or of a permit.
type Question struct {
	Subject string
	Act     string
	On      rambu.Date
}

// Answer is a verdict with everything it stands on.
type Answer struct {
	Question
	Verdict          Verdict
	LabelID, LabelEN string          // the act asked about
	Found            *Classification // row of the catalogue, also one too unsure to forbid by
	Permit           *Permit         // when a permit was asked about
	Bar              *Bar            // why the class is denied it
	Basis            []Cited         // as of the day, repealed ones among them
	BasisText        []string
	Sanctions        []Sanction // usual forms that fit the class and can be imposed on that day
	Ladder           *Ladder    // why there is no form: the day lies before the ladder
	Penalty          *Penalty
	Instead          []Permit // what is allowed in its place
	Ask              Contact
	Conf             Conf
}

// Contact is whom to ask, beside Bawaslu. Gap: on that day no body supervised civil servants.
type Contact struct {
	NameID, NameEN string
	Gap            bool
}

// MayI answers a question. Errors: NotFound for an unknown class or act, Invalid for a date that
// does not exist.
func (p *Pack) MayI(q Question) (Answer, error) {
	s, ok := p.idx.subjects[q.Subject]
	if !ok {
		return Answer{}, rambu.Fault(rambu.NotFound, "law.error.subject", "subject", q.Subject)
	}
	if !q.On.Valid() {
		return Answer{}, rambu.Fault(rambu.Invalid, "error.date")
	}
	a := Answer{Question: q, Verdict: AskFirst, Ask: p.contact(s, q.On)}
	if k, ok := p.idx.kinds[q.Act]; ok {
		a.LabelID, a.LabelEN = k.LabelID, k.LabelEN
		p.judge(&a)
	} else if m, ok := p.idx.permits[q.Act]; ok {
		a.LabelID, a.LabelEN = m.LabelID, m.LabelEN
		p.grant(&a, m, s)
	} else {
		return Answer{}, rambu.Fault(rambu.NotFound, "law.error.kind", "kind", q.Act)
	}
	a.Instead = p.instead(&a, s)
	return a, nil
}

// judge looks an act up in the catalogue. It forbids only what is classed surely enough and
// rests on an article in force on that day.
func (p *Pack) judge(a *Answer) {
	c, err := p.Classify(a.Act, a.Subject, a.On)
	if err != nil {
		return // no row fits: not thereby allowed
	}
	a.Found, a.Conf = &c, c.Conf
	a.Basis, a.BasisText = p.cite(c.Act.Basis, a.On), c.Act.BasisText
	if !p.anyInForce(c.Act.Basis, a.On) {
		return
	}
	if !c.Conf.Check() {
		a.Verdict = Forbidden
	}
	for _, f := range p.Sanctions(SanctionQuery{Subject: a.Subject, On: a.On}) {
		if slices.Contains(c.Act.Sanctions, f.ID) {
			a.Sanctions = append(a.Sanctions, f)
		}
	}
	if len(a.Sanctions) == 0 && c.Class == ClassDiscipline {
		a.Ladder = p.ladderBefore("disiplin", a.On)
	}
	a.Penalty = p.idx.penalties[c.Act.Penalty]
}

// grant answers for something the pack knows as allowed, or denied to a class.
func (p *Pack) grant(a *Answer, m *Permit, s *Subject) {
	a.Permit, a.Conf = m, m.Conf
	a.Basis, a.BasisText = p.cite(m.Basis, a.On), m.BasisText
	if b := m.bar(s); b != nil {
		a.Bar, a.Conf = b, b.Conf
		a.Basis, a.BasisText = p.cite(b.Basis, a.On), b.BasisText
		if !b.Conf.Check() {
			a.Verdict = Forbidden
		}
		return
	}
	if p.allows(m, s, a.On) {
		a.Verdict = Allowed
	}
}

// instead lists what the class may do on that day in place of what was asked.
func (p *Pack) instead(a *Answer, s *Subject) []Permit {
	var out []Permit
	for i := range p.files.permits.Permits {
		m := &p.files.permits.Permits[i]
		offered := m.Always || slices.Contains(m.InsteadOf, a.Act)
		if offered && m.ID != a.Act && p.allows(m, s, a.On) {
			out = append(out, *m)
		}
	}
	return out
}

// cite resolves a basis as of a day; every citation of a loaded pack resolves.
func (p *Pack) cite(basis []Citation, on rambu.Date) []Cited {
	var out []Cited
	for _, b := range basis {
		c, err := p.Cite(b, on)
		if err == nil {
			out = append(out, c)
		}
	}
	return out
}

// contact is who oversees a class on a day; a class that says nothing follows its base.
func (p *Pack) contact(s *Subject, on rambu.Date) Contact {
	if s.SupervisorRole == "" && s.SupervisorID == "" && s.Base != "" {
		s = p.idx.subjects[s.Base]
	}
	if s.SupervisorRole == "" {
		return Contact{NameID: s.SupervisorID, NameEN: s.SupervisorEN}
	}
	a, ok := p.InRole(s.SupervisorRole, on)
	if !ok {
		return Contact{Gap: true}
	}
	return Contact{NameID: a.NameID, NameEN: a.NameEN}
}
