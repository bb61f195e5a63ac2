package law

import "rambu.id"

// Permit is something one may do: an answer by itself, and what is offered in place of a
// forbidden act. It never overrides the catalogue of acts.
type Permit struct {
	ID        string     `yaml:"id"`
	LabelID   string     `yaml:"label_id"`
	LabelEN   string     `yaml:"label_en"`
	InsteadID string     `yaml:"instead_id"` // the sentence of advice, with its conditions
	InsteadEN string     `yaml:"instead_en"`
	For       []string   `yaml:"for,omitempty" ref:"subject"`    // empty: everybody
	Except    []string   `yaml:"except,omitempty" ref:"subject"` // not settled for these: they ask first
	Voters    bool       `yaml:"voters,omitempty"`               // only classes with the right to vote
	Period    string     `yaml:"period" ref:"period"`
	InsteadOf []string   `yaml:"instead_of,omitempty" ref:"kind"`
	Always    bool       `yaml:"always,omitempty"` // offered in place of every act
	Barred    []Bar      `yaml:"barred,omitempty"`
	NoRule    bool       `yaml:"no_rule,omitempty"` // nothing forbids it, so there is no article
	Basis     []Citation `yaml:"basis,omitempty"`
	BasisText []string   `yaml:"basis_text,omitempty"` // basis that is no article of the pack
	OpenPoint string     `yaml:"open_point,omitempty" ref:"point"`
	Conf      Conf       `yaml:"conf"`
	Src       []string   `yaml:"src,omitempty" ref:"src"`
}

// Bar denies a permit to some classes.
type Bar struct {
	Subjects  []string   `yaml:"subjects" ref:"subject"`
	ReasonID  string     `yaml:"reason_id"`
	ReasonEN  string     `yaml:"reason_en"`
	Basis     []Citation `yaml:"basis,omitempty"`
	BasisText []string   `yaml:"basis_text,omitempty"`
	Conf      Conf       `yaml:"conf"`
	Src       []string   `yaml:"src,omitempty" ref:"src"`
}

type permitsFile struct {
	Permits []Permit `yaml:"permits"`
}

// Permits returns what one may do, in the order of the pack.
func (p *Pack) Permits() []Permit { return p.files.permits.Permits }

// Permit returns one by id.
func (p *Pack) Permit(id string) (Permit, bool) { return find(p.idx.permits, id) }

// bar finds what denies a permit to a class.
func (m *Permit) bar(s *Subject) *Bar {
	for i := range m.Barred {
		if covers(m.Barred[i].Subjects, s) {
			return &m.Barred[i]
		}
	}
	return nil
}

// allows reports whether a class may do this on a day. What is not certain is not offered.
func (p *Pack) allows(m *Permit, s *Subject, on rambu.Date) bool {
	excepted := len(m.Except) > 0 && covers(m.Except, s)
	return covers(m.For, s) && !excepted && (s.MayVote || !m.Voters) && m.bar(s) == nil &&
		p.inPeriod(m.Period, on) && !m.Conf.Check() && (m.NoRule || len(m.BasisText) > 0 || p.anyInForce(m.Basis, on))
}

// anyInForce reports whether at least one of the citations holds on a day.
func (p *Pack) anyInForce(basis []Citation, on rambu.Date) bool {
	for _, b := range basis {
		cited, err := p.Cite(b, on)
		if err == nil && cited.InForce {
			return true
		}
	}
	return false
}
