// Package roster knows regions, institutions, their units and posts, the people, and who holds
// which post when. Everything addressed in Rambu is addressed to a post; the person is looked up
// for a date. A contested post keeps every decree and the roster never says who is right.
package roster

import (
	"slices"

	"rambu.id"
)

// SubjectClass is how the law classes a person: the ids of the law's subject table.
type SubjectClass string

// The classes a roster entry can have. A person may fall under several; this is the one of the
// employment, a post can add another (see Post.Subject).
const (
	SubjectPNS           SubjectClass = "pns"
	SubjectCPNS          SubjectClass = "cpns"
	SubjectPPPK          SubjectClass = "pppk"
	SubjectNonASN        SubjectClass = "non-asn"
	SubjectVillageHead   SubjectClass = "kepala-desa"
	SubjectActingVillage SubjectClass = "pj-kepala-desa-asn"
	SubjectVillageStaff  SubjectClass = "perangkat-desa"
	SubjectVillageBoard  SubjectClass = "bpd"
	SubjectLurah         SubjectClass = "lurah"
	SubjectASNLeader     SubjectClass = "pejabat-pimpinan-asn"
	SubjectStateOfficial SubjectClass = "pejabat-negara"
	SubjectLocalOfficial SubjectClass = "pejabat-daerah"
	SubjectVertical      SubjectClass = "asn-instansi-vertikal"
	SubjectTNI           SubjectClass = "tni"
	SubjectPolri         SubjectClass = "polri"
	SubjectEnterprise    SubjectClass = "bumn-bumd"
	SubjectOrganiser     SubjectClass = "penyelenggara"
	SubjectNeighbourhood SubjectClass = "rt-rw-lembaga"
	SubjectPolitician    SubjectClass = "dprd-politisi"
)

// Employments are the classes a person can be entered with, in the order forms show them.
func Employments() []SubjectClass {
	return []SubjectClass{
		SubjectPNS, SubjectCPNS, SubjectPPPK, SubjectNonASN, SubjectVillageHead, SubjectVillageStaff,
		SubjectVillageBoard, SubjectVertical, SubjectStateOfficial, SubjectLocalOfficial, SubjectTNI,
		SubjectPolri, SubjectEnterprise, SubjectOrganiser, SubjectNeighbourhood, SubjectPolitician,
	}
}

// Valid reports whether c is a class a person can be entered with.
func (c SubjectClass) Valid() bool { return slices.Contains(Employments(), c) }

// ASN reports whether the class belongs to the state civil apparatus, which has employee numbers.
func (c SubjectClass) ASN() bool {
	return slices.Contains([]SubjectClass{SubjectPNS, SubjectCPNS, SubjectPPPK, SubjectVertical}, c)
}

// Mode is the way an office is held.
type Mode string

// The closed list of modes.
const (
	Definitive     Mode = "definitif"
	Plt            Mode = "plt"            // pelaksana tugas: holder permanently away, or on campaign leave
	Plh            Mode = "plh"            // pelaksana harian: holder away for days (UU 30/2014 Pasal 14)
	Pj             Mode = "pj"             // penjabat: appointed to a vacant post, also of a village head
	Pjs            Mode = "pjs"            // penjabat sementara: head and deputy both run
	AdditionalDuty Mode = "tugas-tambahan" // on top of the person's own post
)

// Modes lists the modes in the order forms show them.
func Modes() []Mode { return []Mode{Definitive, Plt, Plh, Pj, Pjs, AdditionalDuty} }

// Valid reports whether m is one of the modes.
func (m Mode) Valid() bool { return slices.Contains(Modes(), m) }

// Acting reports whether the post is held for somebody else or for the time being.
func (m Mode) Acting() bool { return m == Plt || m == Plh || m == Pj || m == Pjs }

// layer orders ways of holding by who exercises the post: whoever stands in for days (Plh) goes
// before an acting holder, and he before the one whose post it is, on leave or away.
func (m Mode) layer() int {
	switch {
	case m == Plh:
		return 2
	case m.Acting():
		return 1
	}
	return 0
}

// Prefix is what stands before the post's title: "Plt." in "Plt. Bupati", "" for a definitive
// holder and for an additional duty.
func (m Mode) Prefix() string {
	return map[Mode]string{Plt: "Plt.", Plh: "Plh.", Pj: "Pj.", Pjs: "Pjs."}[m]
}

// PersonID identifies a person: "org_…".
type PersonID string

// PostID is the text address of a post, "pemda.18.01/sekda", the same on every instance.
type PostID string

// Person is somebody who holds or held a post, or is on the staff.
type Person struct {
	ID          PersonID
	Institution string // whose staff list the entry belongs to
	Region      string
	Name        Name
	NIP         NIP // "" for people outside the civil service
	Class       SubjectClass
	Version     int64
}

// Decree is the paper a tenure rests on.
type Decree struct {
	Number string
	Date   rambu.Date
}

// Tenure is one person holding one post for a time.
type Tenure struct {
	ID          string // "mjb_…"
	Post        PostID
	Person      PersonID
	Institution string
	Mode        Mode
	From, To    rambu.Date // both inclusive; To "" while it runs
	Decree      Decree
	Contested   bool // somebody else claims the post for the same days
	Version     int64
}

// On reports whether the tenure runs on a day.
func (t Tenure) On(d rambu.Date) bool { return d.In(t.From, t.To) }

// clash reports whether two tenures of one post claim the same thing on some day. An acting
// holder beside a definitive one (campaign leave), or a stand-in beside an acting one, is the
// rule and no clash.
func clash(a, b Tenure) bool {
	return a.Post == b.Post && a.Mode.layer() == b.Mode.layer() && (b.To == "" || a.From <= b.To) && (a.To == "" || b.From <= a.To)
}

// Exercising returns, of the tenures of one post on one day, those who exercise it: the
// stand-ins if there are any, else the acting holders, else those whose post it is.
func Exercising(ts []Tenure) []Tenure {
	var top []Tenure
	for _, t := range ts {
		switch {
		case len(top) == 0 || t.Mode.layer() > top[0].Mode.layer():
			top = []Tenure{t}
		case t.Mode.layer() == top[0].Mode.layer():
			top = append(top, t)
		}
	}
	return top
}

// Contested reports whether, of the tenures of one post on one day, more than one person claims
// to exercise it. Nothing here says who is right.
func Contested(ts []Tenure) bool {
	top := Exercising(ts)
	return slices.ContainsFunc(top, func(t Tenure) bool { return t.Person != top[0].Person })
}

// Validate reports what is wrong with the tenure itself, by form field.
func (t Tenure) Validate() error {
	var es rambu.Errors
	if t.Post == "" {
		es = append(es, rambu.Fault(rambu.Invalid, "roster.error.post_missing").On("post"))
	}
	if t.Person == "" {
		es = append(es, rambu.Fault(rambu.Invalid, "roster.error.person_missing").On("person"))
	}
	if !t.Mode.Valid() {
		es = append(es, rambu.Fault(rambu.Invalid, "roster.error.mode", "value", string(t.Mode)).On("mode"))
	}
	if !t.From.Valid() {
		es = append(es, rambu.Fault(rambu.Invalid, "roster.error.from").On("from"))
	}
	if t.To != "" && (!t.To.Valid() || t.To < t.From) {
		es = append(es, rambu.Fault(rambu.Invalid, "roster.error.to").On("to"))
	}
	if t.Decree.Date != "" && !t.Decree.Date.Valid() {
		es = append(es, rambu.Fault(rambu.Invalid, "error.date").On("decree_date"))
	}
	return es.Err()
}
