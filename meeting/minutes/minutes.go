// Package minutes is what minutes and their decisions are made of, and how far they are. It asks nobody who he
// is: package meeting does.
package minutes

import (
	"rambu.id"
	"rambu.id/meeting/agenda"
	"rambu.id/roster"
)

// State is how far minutes are.
type State string

// The states of minutes.
const (
	Drafted   State = "konsep"
	Submitted State = "diajukan"
	Approved  State = "disetujui"
	Published State = "terbit"
)

// Next is the closed table of transitions of minutes.
func (s State) Next() []State {
	return map[State][]State{
		Drafted:   {Submitted},
		Submitted: {Approved, Drafted},
		Approved:  {Published, Drafted},
	}[s]
}

// DecisionState is how far a decision is.
type DecisionState string

// The states of a decision.
const (
	DecisionDraft DecisionState = "konsep"
	DecisionOpen  DecisionState = "terbuka" // published
	DecisionDone  DecisionState = "selesai"
)

// Step is a step of written minutes.
type Step struct {
	Meeting string
	Version int64 // of the minutes the actor read; 0 asks for no check
	Seen    bool  // he has seen which citations are wrong, and goes on
}

// Fits refuses a step on minutes that somebody changed after they were read.
func (s Step) Fits(version int64) error {
	if s.Version != 0 && s.Version != version {
		return rambu.Fault(rambu.Conflict, "meeting.error.stale")
	}
	return nil
}

// Entry is a decision to write down or change. Owner and due date may be missing in a draft.
type Entry struct {
	ID      string // "" for a new one
	Version int64  // of the decision as it was read; 0 asks for no check
	Text    string
	Points  []string // each stays traceable by its number
	Owner   roster.PostID
	Due     rambu.Date
}

const maxPoints = 20

// Check trims an entry and finds what is wrong with it.
func (e *Entry) Check() error {
	var f agenda.Form
	f.Text(&e.Text, "keputusan", agenda.MaxNote)
	e.Points = agenda.Trimmed(e.Points)
	if len(e.Points) > maxPoints {
		f.Fault("butir", "meeting.error.points")
	}
	for _, p := range e.Points {
		if len(p) > agenda.MaxNote {
			f.Fault("butir", "meeting.error.too_long")
			break
		}
	}
	if e.Due != "" && !e.Due.Valid() {
		f.Fault("tenggat", "meeting.error.date")
	}
	return f.Err()
}

// Order is a published decision as an instruction can be made from it: what was decided, by
// which meeting, who owns it until when, and its points, each with a number that stays.
type Order struct {
	Decision string // id, "kpr_…"
	Meeting  string // id, "rpt_…"
	Title    string // of the meeting
	On       rambu.Date
	Chair    roster.PostID
	Number   int64 // in the minutes
	Text     string
	Points   []Point
	Owner    roster.PostID
	Due      rambu.Date
}

// Point is one traceable point of a decision.
type Point struct {
	Number int // from 1
	Text   string
}
