package meeting

import (
	"context"

	"rambu.id"
	"rambu.id/ledger"
	"rambu.id/meeting/agenda"
	"rambu.id/meeting/door"
	"rambu.id/meeting/policy"
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
	err := policy.House(who)
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
	err := policy.MayRun(who)
	if err != nil {
		return err
	}
	err = agenda.CheckSetting(s.ReasonDays, s.Grace)
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
	return policy.Stale(err)
}

// PlanIn is a meeting to plan.
type PlanIn = agenda.Plan

// Plan writes a meeting down, or a weekly series of them: the meetings of a series that would
// fall on a day off are left out. It returns their ids in the order of their days.
func (r *Room) Plan(ctx context.Context, who rambu.Actor, in PlanIn) ([]string, error) {
	err := policy.MayRun(who)
	if err != nil {
		return nil, err
	}
	err = in.Validate()
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
		if series != "" && !r.proc.CalendarOf(who.Institution).IsWorkingDay(who.Region, on, "") {
			continue
		}
		s := Session{
			ID: rambu.NewID("rpt"), Institution: who.Institution, Region: who.Region, Kind: in.Kind, Series: series, State: Planned,
			On: on, Chair: in.Chair, StandIn: in.StandIn, MinClass: in.MinClass, Grace: set.Grace, ReasonDays: set.ReasonDays, Drafter: who.Post,
		}
		var err error
		s.Start, err = r.Instant(who, on, in.Start)
		if err != nil {
			return nil, err
		}
		s.End, err = r.Instant(who, on, in.End)
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
