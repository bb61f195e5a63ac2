package meeting

import (
	"context"
	"slices"
	"strings"
	"time"

	"rambu.id"
	"rambu.id/ledger"
	"rambu.id/meeting/door"
	"rambu.id/roster"
)

// Setting is what a government chose for its meetings. No regulation of the law pack fixes these
// days: they are a local rule.
type Setting struct {
	ReasonDays int // working days after a meeting to give a reason: 2 or 3
	Grace      int // minutes after the start that are not late

	version int64
}

// What holds where nothing was chosen.
const (
	usualReasonDays = 3
	usualGrace      = 15
)

// Setting returns what the actor's government chose.
func (r *Room) Setting(ctx context.Context, who rambu.Actor) (Setting, error) {
	err := house(who)
	if err != nil {
		return Setting{}, err
	}
	s, err := r.setting(ctx, who.Institution)
	if err != nil && rambu.KindOf(err) == rambu.NotFound {
		return Setting{ReasonDays: usualReasonDays, Grace: usualGrace}, nil
	}
	return s, err
}

// Configure changes the setting. Meetings planned before keep theirs.
func (r *Room) Configure(ctx context.Context, who rambu.Actor, s Setting) error {
	err := mayRun(who)
	if err != nil {
		return err
	}
	var f form
	if s.ReasonDays < 2 || s.ReasonDays > 3 {
		f.fault("hari-alasan", "meeting.error.reason_days")
	}
	if s.Grace < 0 || s.Grace > 60 {
		f.fault("toleransi", "meeting.error.grace")
	}
	err = f.err()
	if err != nil {
		return err
	}
	old, err := r.Setting(ctx, who)
	if err != nil {
		return err
	}
	_, err = r.log.Do(who, "meeting.configure", func(op *ledger.Op) error {
		op.Object(who.Institution)
		values := []any{who.Institution, who.Institution, who.Region, s.ReasonDays, s.Grace}
		if old.version == 0 {
			return op.Insert(settingTable, values...)
		}
		return op.Update(settingTable, old.version, values...)
	})
	return stale(err)
}

// PlanIn is a meeting to plan.
type PlanIn struct {
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

func (in *PlanIn) validate() error {
	var f form
	in.Agenda = trimmed(in.Agenda)
	f.text(&in.Title, "judul", maxLine)
	f.text(&in.Place, "tempat", maxLine)
	f.short(&in.Visitor, "tamu", maxLine)
	f.short(&in.Note, "catatan", maxNote)
	if !slices.Contains(Kinds(), in.Kind) {
		f.fault("jenis", "meeting.error.choose")
	}
	if in.Kind == Visit && in.Visitor == "" {
		f.fault("tamu", "meeting.error.visitor")
	}
	if len(in.Agenda) == 0 || len(in.Agenda) > maxAgenda || len(strings.Join(in.Agenda, "")) > maxText/4 {
		f.fault("acara", "meeting.error.agenda")
	}
	if !in.On.Valid() {
		f.fault("tanggal", "meeting.error.date")
	}
	_, startOK := minutesOf(in.Start)
	end, endOK := minutesOf(in.End)
	start, _ := minutesOf(in.Start)
	if !startOK {
		f.fault("mulai", "meeting.error.time")
	}
	if !endOK || startOK && end <= start {
		f.fault("selesai", "meeting.error.end")
	}
	if in.Chair == "" {
		f.fault("pimpinan", "meeting.error.choose")
	}
	in.standIn(&f)
	if in.Weeks < 0 || in.Weeks > maxWeeks {
		f.fault("pekan", "meeting.error.weeks")
	}
	return f.err()
}

func (in *PlanIn) standIn(f *form) {
	if !slices.Contains(StandIns(), in.StandIn) {
		f.fault("wakil", "meeting.error.choose")
	}
	if in.StandIn != StandInRank {
		in.MinClass = ""
	} else if !slices.Contains(Ranks(), in.MinClass) {
		f.fault("pangkat-wakil", "meeting.error.choose")
	}
}

// Ranks are the classes a stand-in can be asked for, highest first.
func Ranks() []roster.PostClass {
	return []roster.PostClass{roster.ClassJPTPratama, roster.ClassAdministrator, roster.ClassSupervisor, roster.ClassFunctional, roster.ClassExecutor}
}

func trimmed(lines []string) []string {
	var out []string
	for _, l := range lines {
		if l = strings.TrimSpace(l); l != "" {
			out = append(out, l)
		}
	}
	return out
}

// minutesOf reads a time of day ("09.00" or "09:00") as minutes after midnight.
func minutesOf(s string) (int, bool) {
	t, err := time.Parse("15.04", strings.ReplaceAll(strings.TrimSpace(s), ":", "."))
	if err != nil {
		return 0, false
	}
	return t.Hour()*60 + t.Minute(), true
}

// instant is a time of day in the actor's region.
func (r *Room) instant(who rambu.Actor, on rambu.Date, clock string) (time.Time, error) {
	zone, err := r.proc.Calendar().Zone(who.Region)
	if err != nil {
		return time.Time{}, err
	}
	m, _ := minutesOf(clock)
	return on.Time(zone.Location).Add(time.Duration(m) * time.Minute).UTC(), nil
}

// Plan writes a meeting down, or a weekly series of them: the meetings of a series that would
// fall on a day off are left out. It returns their ids in the order of their days.
func (r *Room) Plan(ctx context.Context, who rambu.Actor, in PlanIn) ([]string, error) {
	err := mayRun(who)
	if err != nil {
		return nil, err
	}
	err = in.validate()
	if err != nil {
		return nil, err
	}
	if in.On < r.Today(who) {
		return nil, rambu.Fault(rambu.Invalid, "meeting.error.past").On("tanggal")
	}
	chair, err := r.roster.Post(ctx, in.Chair)
	if err != nil || chair.Institution != who.Institution {
		return nil, rambu.Fault(rambu.Invalid, "meeting.error.choose").On("pimpinan")
	}
	set, err := r.Setting(ctx, who)
	if err != nil {
		return nil, err
	}
	all, err := r.planned(ctx, who, in, set)
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(all))
	_, err = r.log.Do(who, "meeting.plan", func(op *ledger.Op) error {
		for n := range all {
			all[n].CreatedAt, all[n].ChangedAt, ids[n] = op.At, op.At, all[n].ID
			op.Object(all[n].ID)
			err := op.Insert(sessionTable, all[n].values()...)
			if err != nil {
				return err
			}
		}
		return nil
	})
	return ids, err
}

// planned makes the meetings of a plan, each with a key and a door of its own.
func (r *Room) planned(ctx context.Context, who rambu.Actor, in PlanIn, set Setting) ([]Session, error) {
	series := ""
	if in.Weeks > 1 {
		series = rambu.NewID("seri")
	}
	var out []Session
	for n := range max(1, in.Weeks) {
		on := in.On.AddDays(7 * n)
		if series != "" && !r.proc.Calendar().IsWorkingDay(who.Region, on, "") {
			continue
		}
		s := Session{
			ID: rambu.NewID("rpt"), Institution: who.Institution, Region: who.Region, Kind: in.Kind, Series: series, State: Planned,
			On: on, Chair: in.Chair, StandIn: in.StandIn, MinClass: in.MinClass, Grace: set.Grace, ReasonDays: set.ReasonDays, Drafter: who.Post,
		}
		var err error
		s.Start, err = r.instant(who, on, in.Start)
		if err != nil {
			return nil, err
		}
		s.End, err = r.instant(who, on, in.End)
		if err != nil {
			return nil, err
		}
		err = r.lock(ctx, &s, Content{Title: in.Title, Place: in.Place, Agenda: in.Agenda, Visitor: in.Visitor, Note: in.Note, Door: door.NewSecret()})
		if err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	if len(out) == 0 {
		return nil, rambu.Fault(rambu.Invalid, "meeting.error.days_off").On("tanggal")
	}
	return out, nil
}

// Cancel ends a meeting that was not opened.
func (r *Room) Cancel(ctx context.Context, who rambu.Actor, id string, version int64) error {
	err := mayRun(who)
	if err != nil {
		return err
	}
	return r.change(ctx, who, id, version, "meeting.cancel", func(_ *ledger.Op, s *Session) error { return s.move(Cancelled) })
}

// change rewrites a meeting as one operation, if nobody changed it meanwhile; version 0 asks for
// no check.
func (r *Room) change(ctx context.Context, who rambu.Actor, id string, version int64, kind string, fn func(op *ledger.Op, s *Session) error) error {
	_, err := r.session(ctx, who.Institution, id)
	if err != nil {
		return err
	}
	_, err = r.log.Do(who, kind, func(op *ledger.Op) error {
		op.Object(id)
		s, err := sessionIn(op, id)
		if err != nil {
			return err
		}
		if version != 0 && version != s.Version {
			return rambu.Fault(rambu.Conflict, "meeting.error.stale")
		}
		err = fn(op, &s)
		if err != nil {
			return err
		}
		s.ChangedAt = op.At
		op.Fact("state", string(s.State))
		return op.Update(sessionTable, s.Version, s.values()...)
	})
	return err
}
