// Package agenda is what somebody writes down to plan a meeting, and whether it can be held: the
// sort, the hours, the points, who may come instead. It stores nothing.
package agenda

import (
	"slices"
	"strings"
	"time"

	"rambu.id"
	"rambu.id/roster"
)

// Kind is the sort of a meeting.
type Kind string

// The closed list of kinds.
const (
	Coordination Kind = "rakor"
	Assembly     Kind = "apel"
	Plain        Kind = "rapat"
	Visit        Kind = "kunjungan" // of a higher official
)

// Kinds lists the kinds in the order forms show them.
func Kinds() []Kind { return []Kind{Coordination, Assembly, Plain, Visit} }

// StandIn says who may come in the place of a post holder.
type StandIn string

// The closed list of rules.
const (
	StandInAny  StandIn = "boleh"
	StandInRank StandIn = "minimal" // not below a class of posts
	StandInNone StandIn = "tidak-boleh"
)

// StandIns lists the rules in the order forms show them.
func StandIns() []StandIn { return []StandIn{StandInAny, StandInRank, StandInNone} }

// Plan is a meeting to plan.
type Plan struct {
	Kind       Kind
	Title      string
	On         rambu.Date
	Start, End string // "09.00", local time
	Place      string
	Agenda     []string
	Chair      roster.PostID
	StandIn    StandIn
	MinClass   roster.PostClass
	Visitor    string
	Note       string
	Weeks      int // of a weekly series; 0 and 1 are a single meeting
}

// maxWeeks bounds a series: half a year of weekly assemblies.
const maxWeeks = 26

const maxAgenda = 30

// Validate reports what is wrong with a plan, by form field.
func (in *Plan) Validate() error {
	var f Form
	in.Agenda = Trimmed(in.Agenda)
	f.Text(&in.Title, "judul", MaxLine)
	f.Text(&in.Place, "tempat", MaxLine)
	f.Short(&in.Visitor, "tamu", MaxLine)
	f.Short(&in.Note, "catatan", MaxNote)
	if !slices.Contains(Kinds(), in.Kind) {
		f.Fault("jenis", "meeting.error.choose")
	}
	if in.Kind == Visit && in.Visitor == "" {
		f.Fault("tamu", "meeting.error.visitor")
	}
	if len(in.Agenda) == 0 || len(in.Agenda) > maxAgenda || len(strings.Join(in.Agenda, "")) > MaxText/4 {
		f.Fault("acara", "meeting.error.agenda")
	}
	if !in.On.Valid() {
		f.Fault("tanggal", "meeting.error.date")
	}
	_, startOK := MinutesOf(in.Start)
	end, endOK := MinutesOf(in.End)
	start, _ := MinutesOf(in.Start)
	if !startOK {
		f.Fault("mulai", "meeting.error.time")
	}
	if !endOK || startOK && end <= start {
		f.Fault("selesai", "meeting.error.end")
	}
	if in.Chair == "" {
		f.Fault("pimpinan", "meeting.error.choose")
	}
	in.standIn(&f)
	if in.Weeks < 0 || in.Weeks > maxWeeks {
		f.Fault("pekan", "meeting.error.weeks")
	}
	return f.Err()
}

func (in *Plan) standIn(f *Form) {
	if !slices.Contains(StandIns(), in.StandIn) {
		f.Fault("wakil", "meeting.error.choose")
	}
	if in.StandIn != StandInRank {
		in.MinClass = ""
	} else if !slices.Contains(Ranks(), in.MinClass) {
		f.Fault("pangkat-wakil", "meeting.error.choose")
	}
}

// Ranks are the classes a stand-in can be asked for, highest first.
func Ranks() []roster.PostClass {
	return []roster.PostClass{roster.ClassJPTPratama, roster.ClassAdministrator, roster.ClassSupervisor, roster.ClassFunctional, roster.ClassExecutor}
}

// Trimmed are the lines that say something.
func Trimmed(lines []string) []string {
	var out []string
	for _, l := range lines {
		if l = strings.TrimSpace(l); l != "" {
			out = append(out, l)
		}
	}
	return out
}

// MinutesOf reads a time of day ("09.00" or "09:00") as minutes after midnight.
func MinutesOf(s string) (int, bool) {
	t, err := time.Parse("15.04", strings.ReplaceAll(strings.TrimSpace(s), ":", "."))
	if err != nil {
		return 0, false
	}
	return t.Hour()*60 + t.Minute(), true
}

// CheckSetting finds what is wrong with a government's own days for reasons and minutes of grace.
func CheckSetting(reasonDays, grace int) error {
	var f Form
	if reasonDays < 2 || reasonDays > 3 {
		f.Fault("hari-alasan", "meeting.error.reason_days")
	}
	if grace < 0 || grace > 60 {
		f.Fault("toleransi", "meeting.error.grace")
	}
	return f.Err()
}
