package meeting

import (
	"slices"
	"time"

	"rambu.id"
	"rambu.id/meeting/door"
	"rambu.id/roster"
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

// next is the closed table of what a presence may become while it is not final.
func (p Presence) next() []Presence {
	return map[Presence][]Presence{
		Awaited:     {Present, Late, StoodIn, Excused, Unexplained, NotReached, Vacant},
		Excused:     {Present, Late, StoodIn, Unclear, Excused},
		Present:     {LeftEarly},
		Late:        {LeftEarly},
		Unexplained: {Excused, NotReached},
		Unclear:     {Excused},
		NotReached:  {Excused},
	}[p]
}

// How a presence was recorded.
type How string

// The ways.
const (
	ByQR    = How(door.Scanned)
	ByCode  = How(door.Typed)
	ByUsher = How("daftar")
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

// documented reports whether a ground rests on a paper that has a number and a date.
func (g Ground) documented() bool {
	return slices.Contains([]Ground{OnLeave, Permitted, Ill, OnDuty, Studying}, g)
}

// Reason is why a post was away, sealed to those who deal with reasons.
type Reason struct {
	Ground   Ground `json:"ground"`
	Text     string `json:"text"`
	Document string `json:"document"`       // number and date of the paper
	File     *File  `json:"file,omitempty"` // the paper itself, from Attach
}

// Mandate is the paper a stand-in comes with.
type Mandate struct {
	Number string     `json:"number"`
	Date   rambu.Date `json:"date"`
}

// Invitee is one invited post.
type Invitee struct {
	ID           string // "pst_…"
	Institution  string
	Region       string
	Meeting      string
	Post         roster.PostID
	Answer       Answer
	AnsweredAt   time.Time
	StandIn      roster.PostID // post that comes instead, "" without
	StandInState StandInState
	MandateUntil rambu.Date // last day of the mandate
	State        Presence
	InAt, OutAt  time.Time
	How          How
	ReasonAt     time.Time
	Version      int64

	Mandate     *Mandate     // filled when its key is held
	Reason      *Reason      // filled for those who deal with reasons
	Corrections []Correction // what was noted after it was final

	mandate, reason []byte
}

// Now is the presence with what was noted after it was final.
func (i Invitee) Now() Presence {
	if n := len(i.Corrections); n > 0 {
		return i.Corrections[n-1].State
	}
	return i.State
}

func (i *Invitee) values() []any {
	return []any{
		i.ID, i.Institution, i.Region, i.Meeting, string(i.Post), string(i.Answer), i.AnsweredAt, string(i.StandIn),
		string(i.StandInState), i.MandateUntil, i.mandate, string(i.State), i.InAt, i.OutAt, string(i.How), i.ReasonAt,
		i.reason,
	}
}

// move changes the presence along the table.
func (i *Invitee) move(to Presence) error {
	if !slices.Contains(i.State.next(), to) {
		return rambu.Fault(rambu.Conflict, "meeting.error.presence")
	}
	i.State = to
	return nil
}

// Correction is what became known after a presence was final.
type Correction struct {
	ID      string // "krk_…"
	Invitee string
	State   Presence
	At      time.Time
	Account string
	Post    string
	Note    *CorrectionNote // filled for those who deal with reasons

	body []byte
}

// CorrectionNote says what the correction rests on.
type CorrectionNote struct {
	Text     string `json:"text"`
	Document string `json:"document"`
	File     *File  `json:"file,omitempty"` // from Attach
}
