package meeting

import (
	"slices"
	"time"

	"rambu.id"
	"rambu.id/meeting/presence"
	"rambu.id/roster"
)

// Answer is what an invited post said before the meeting.
type Answer = presence.Answer

// StandInState is how far a stand-in is.
type StandInState = presence.StandInState

// Presence is what became of an invitation.
type Presence = presence.Presence

// Group is one of the groups presences are counted in.
type Group = presence.Group

// How says how a presence was recorded.
type How = presence.How

// Ground is why somebody was away.
type Ground = presence.Ground

// Reason is why a post was away, sealed to those who deal with reasons.
type Reason = presence.Reason

// Mandate is the paper a stand-in comes with.
type Mandate = presence.Mandate

// CorrectionNote says what a correction rests on.
type CorrectionNote = presence.CorrectionNote

// Their values, each explained there.
const (
	NoAnswer, WillCome, WillSend                   = presence.NoAnswer, presence.WillCome, presence.WillSend
	WillBeAway, StandInNamed, StandInAccepted      = presence.WillBeAway, presence.StandInNamed, presence.StandInAccepted
	StandInDeclined, Awaited, Present              = presence.StandInDeclined, presence.Awaited, presence.Present
	Late, LeftEarly, StoodIn                       = presence.Late, presence.LeftEarly, presence.StoodIn
	Excused, Unclear, Unexplained                  = presence.Excused, presence.Unclear, presence.Unexplained
	NotReached, Vacant, GroupHolder                = presence.NotReached, presence.Vacant, presence.GroupHolder
	GroupStandIn, GroupExplained, GroupUnexplained = presence.GroupStandIn, presence.GroupExplained, presence.GroupUnexplained
	GroupOpen, ByQR, ByCode                        = presence.GroupOpen, presence.ByQR, presence.ByCode
	ByUsher, ByCard, OnLeave                       = presence.ByUsher, presence.ByCard, presence.OnLeave
	Permitted, Ill, OnDuty                         = presence.Permitted, presence.Ill, presence.OnDuty
	Studying, CalledAway, NotInvited               = presence.Studying, presence.CalledAway, presence.NotInvited
	DoubtsChair, OtherGround                       = presence.DoubtsChair, presence.OtherGround
)

// Presences lists the presences in the order a page shows them: what needs somebody first.
func Presences() []Presence { return presence.Presences() }

// Groups lists the groups in the order a page shows them.
func Groups() []Group { return presence.Groups() }

// Grounds lists the grounds in the order forms show them.
func Grounds() []Ground { return presence.Grounds() }

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
	Again       bool         // filled by CheckIn: it was recorded before

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
	if !slices.Contains(i.State.Next(), to) {
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
