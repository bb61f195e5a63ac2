package law

import (
	"slices"

	"rambu.id"
)

// RoleSupervisor is the role of the body that supervises the neutrality of civil servants.
const RoleSupervisor = "pengawas-netralitas-asn"

// SubjectASN stands for every class of civil servants where a pack lists subjects.
const SubjectASN = "asn"

// Authority is a body or post that acts under the law. Two authorities in the same role are
// never valid on the same day.
type Authority struct {
	ID     string     `yaml:"id"`
	NameID string     `yaml:"name_id"`
	NameEN string     `yaml:"name_en"`
	Role   string     `yaml:"role,omitempty"` // a role that passes from one body to another
	DoesID string     `yaml:"does_id"`        // what it does in neutrality cases
	DoesEN string     `yaml:"does_en"`
	From   rambu.Date `yaml:"from,omitempty"`
	To     rambu.Date `yaml:"to,omitempty"`
	Above  string     `yaml:"above,omitempty" ref:"authority"` // whom a letter about its own holder goes to
	NoteID string     `yaml:"note_id,omitempty"`
	NoteEN string     `yaml:"note_en,omitempty"`
	Conf   Conf       `yaml:"conf"`
	Src    []string   `yaml:"src,omitempty" ref:"src"`
}

// Party is who performs a step of a procedure.
type Party struct {
	ID     string `yaml:"id"`
	NameID string `yaml:"name_id"`
	NameEN string `yaml:"name_en"`
}

// Route says to whom Bawaslu forwards a matter.
type Route struct {
	Kind     string     `yaml:"kind" ref:"route-kind"`            // pidana, administrasi, kode-etik-penyelenggara, sengketa, hukum-lain
	Subjects []string   `yaml:"subjects,omitempty" ref:"subject"` // empty: any; "asn": every civil servant
	To       string     `yaml:"to,omitempty" ref:"authority"`     // "" only in a gap
	Copies   []string   `yaml:"copies,omitempty" ref:"authority"`
	Via      string     `yaml:"via,omitempty" ref:"via"` // system used, "sbt"
	Gap      bool       `yaml:"gap,omitempty"`           // no body was named on these days
	From     rambu.Date `yaml:"from,omitempty"`
	Until    rambu.Date `yaml:"until,omitempty"`
	NoteID   string     `yaml:"note_id"`
	NoteEN   string     `yaml:"note_en"`
	Basis    []Citation `yaml:"basis,omitempty"`
	Conf     Conf       `yaml:"conf"`
	Src      []string   `yaml:"src,omitempty" ref:"src"`
}

type authoritiesFile struct {
	Authorities []Authority `yaml:"authorities"`
	Parties     []Party     `yaml:"parties"`
	Routes      []Route     `yaml:"routes"`
}

// Authorities returns every authority, in the order of the pack.
func (p *Pack) Authorities() []Authority { return p.files.authorities.Authorities }

// Authority returns an authority by id.
func (p *Pack) Authority(id string) (Authority, bool) { return find(p.idx.authorities, id) }

// Party returns the actor of a procedure's step by its token.
func (p *Pack) Party(id string) (Party, bool) { return find(p.idx.parties, id) }

// InRole returns the authority that holds a role on a day, false when none does.
func (p *Pack) InRole(role string, on rambu.Date) (Authority, bool) {
	for _, a := range p.files.authorities.Authorities {
		if a.Role == role && on.In(a.From, a.To) {
			return a, true
		}
	}
	return Authority{}, false
}

// Supervisor returns the body that supervises civil servants' neutrality on a day: KASN until
// 23 Aug 2024, BKN from 4 Sep 2024, none in between.
func (p *Pack) Supervisor(on rambu.Date) (Authority, bool) { return p.InRole(RoleSupervisor, on) }

// Route says to whom Bawaslu forwards a matter of that kind against a subject on a day. In the
// days when no body was named the result has Gap set and no To. Errors: NotFound for an unknown
// subject or when the pack has no route.
func (p *Pack) Route(kind, subject string, on rambu.Date) (Route, error) {
	s, ok := p.idx.subjects[subject]
	if subject != "" && !ok {
		return Route{}, rambu.Fault(rambu.NotFound, "law.error.subject", "subject", subject)
	}
	for _, r := range p.files.authorities.Routes {
		if r.Kind == kind && on.In(r.From, r.Until) && covers(r.Subjects, s) {
			return r, nil
		}
	}
	return Route{}, rambu.Fault(rambu.NotFound, "law.error.route", "kind", kind, "subject", subject)
}

// covers reports whether a list of subjects names s, its base class, or all civil servants; an
// empty list names everybody.
func covers(list []string, s *Subject) bool {
	if len(list) == 0 {
		return true
	}
	if s == nil {
		return false
	}
	return slices.Contains(list, s.ID) || s.Base != "" && slices.Contains(list, s.Base) ||
		s.IsASN && slices.Contains(list, SubjectASN)
}
