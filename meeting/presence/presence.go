// Package presence has the words in which a meeting says who was there: what an invited post
// answered, what became of its invitation, what that may still become, and why somebody was away.
// Post holder and stand-in are never one number.
package presence

import (
	"slices"

	"rambu.id"
	"rambu.id/meeting/agenda"
	"rambu.id/meeting/door"
	"rambu.id/meeting/excuse"
)

// Answer is what an invited post said before the meeting.
type Answer string

// The closed list of answers.
const (
	NoAnswer   Answer = "belum"
	WillCome   Answer = "hadir"
	WillSend   Answer = "diwakilkan"
	WillBeAway Answer = "berhalangan"
)

// StandInState is how far a stand-in is.
type StandInState string

// The states of a stand-in.
const (
	StandInNamed    StandInState = "ditunjuk"
	StandInAccepted StandInState = "diterima"
	StandInDeclined StandInState = "ditolak"
)

// Presence is what became of an invitation. Grounds that touch a person's health or opinion are
// not among them: they are sealed (see Ground).
type Presence string

// The closed list of presences.
const (
	Awaited     Presence = "belum"
	Present     Presence = "hadir"
	Late        Presence = "terlambat"
	LeftEarly   Presence = "pulang-awal"
	StoodIn     Presence = "diwakili"
	Excused     Presence = "beralasan"
	Unclear     Presence = "alasan-tidak-jelas"
	Unexplained Presence = "tanpa-keterangan"
	NotReached  Presence = "undangan-tidak-diterima"
	Vacant      Presence = "jabatan-kosong"
)

// Presences lists the presences in the order a page shows them: what needs somebody first.
func Presences() []Presence {
	return []Presence{Unexplained, Unclear, NotReached, Awaited, Excused, Vacant, StoodIn, Late, LeftEarly, Present}
}

// Group is one of the four groups presences are counted in.
type Group string

// The groups.
const (
	GroupHolder      Group = "hadir"  // the post holder himself
	GroupStandIn     Group = "wakil"  // somebody for him
	GroupExplained   Group = "izin"   // nobody, with a reason or without fault
	GroupUnexplained Group = "tanpa"  // nobody, and no clear reason
	GroupOpen        Group = "tunggu" // not known yet
)

// Groups lists the groups in the order a page shows them.
func Groups() []Group {
	return []Group{GroupUnexplained, GroupExplained, GroupStandIn, GroupHolder, GroupOpen}
}

// Group is the group a presence counts in. Holder and stand-in are never one number.
func (p Presence) Group() Group {
	switch p {
	case Present, Late, LeftEarly:
		return GroupHolder
	case StoodIn:
		return GroupStandIn
	case Excused, NotReached, Vacant:
		return GroupExplained
	case Unclear, Unexplained:
		return GroupUnexplained
	case Awaited:
	}
	return GroupOpen
}

// Next is the closed table of what a presence may become while it is not final. Whatever was said
// before, somebody can still come; whatever reason was given first, another may be given, also that
// no invitation came; and a reason that is not clear is that whichever it was.
func (p Presence) Next() []Presence {
	return map[Presence][]Presence{
		Awaited:     {Present, Late, StoodIn, Excused, Unexplained, NotReached, Vacant},
		Excused:     {Present, Late, StoodIn, Unclear, Excused, NotReached},
		Present:     {LeftEarly},
		Late:        {LeftEarly},
		Unexplained: {Excused, NotReached},
		Unclear:     {Present, Late, StoodIn, Excused, NotReached},
		NotReached:  {Present, Late, StoodIn, Unclear, Excused, NotReached},
		StoodIn:     {Present, Late}, // the holder came himself
	}[p]
}

// How a presence was recorded.
type How string

// The ways.
const (
	ByQR    = How(door.Scanned)
	ByCode  = How(door.Typed)
	ByUsher = How("daftar")
	ByCard  = How("kartu") // the printed code of the post, with the code at the door
)

// Ground is why somebody was away. It is sealed.
type Ground string

// The closed list of grounds.
const (
	OnLeave     Ground = "cuti"
	Permitted   Ground = "izin"
	Ill         Ground = "sakit"
	OnDuty      Ground = "dinas-luar"
	Studying    Ground = "tugas-belajar"
	CalledAway  Ground = "dipanggil-tugas-lain"
	NotInvited  Ground = "undangan-tidak-diterima"
	DoubtsChair Ground = "mempersoalkan-keabsahan-pimpinan-rapat"
	OtherGround Ground = "lainnya"
)

// Grounds lists the grounds in the order forms show them.
func Grounds() []Ground {
	return []Ground{OnDuty, CalledAway, Permitted, Ill, OnLeave, Studying, NotInvited, DoubtsChair, OtherGround}
}

// Documented reports whether a ground rests on a paper that has a number and a date.
func (g Ground) Documented() bool {
	return slices.Contains([]Ground{OnLeave, Permitted, Ill, OnDuty, Studying}, g)
}

// Reason is why a post was away, sealed to those who deal with reasons.
type Reason struct {
	Ground   Ground `json:"ground"`
	Text     string `json:"text"`
	Document string `json:"document"` // number and date of the paper

	File *excuse.Paper `json:"file,omitempty"` // the paper itself, from Attach
}

// Mandate is the paper a stand-in comes with.
type Mandate struct {
	Number string     `json:"number"`
	Date   rambu.Date `json:"date"`
}

// CorrectionNote says what the correction rests on.
type CorrectionNote struct {
	Text     string        `json:"text"`
	Document string        `json:"document"`
	File     *excuse.Paper `json:"file,omitempty"` // from Attach
}

// Validate reports what is wrong with a reason, by form field.
func (in *Reason) Validate() error {
	var f agenda.Form
	if !slices.Contains(Grounds(), in.Ground) {
		f.Fault("alasan", "meeting.error.choose")
	}
	if in.Ground == DoubtsChair || in.Ground == OtherGround {
		f.Text(&in.Text, "uraian", agenda.MaxNote)
	} else {
		f.Short(&in.Text, "uraian", agenda.MaxNote)
	}
	f.Short(&in.Document, "surat", agenda.MaxLine)
	return f.Err()
}

// Lacks reports whether the ground rests on a paper that was neither named nor attached.
func (in Reason) Lacks() bool { return in.Ground.Documented() && in.Document == "" && in.File == nil }
