package procedure

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"rambu.id"
	"rambu.id/calendar"
	"rambu.id/internal/db"
	"rambu.id/ledger"
)

// page is how many buckets are read at once.
const page = 1000

// Entry is a holiday an institution entered by hand. It counts for the clocks of that institution
// only, from the day it was entered: see docs/adr/0061.
type Entry struct {
	calendar.Holiday

	ID          string // "lbr_…"
	Institution string
	Why         string // why it was withdrawn

	region  string // of the institution
	version int64
}

// values are the columns after the primary key, in the order of the table.
func (e Entry) values() []any {
	return []any{
		e.ID, e.Institution, e.region, e.Date, e.NameID, e.NameEN, e.Kind, e.Announced, e.Regulation, e.Region,
		e.Entered, e.Withdrawn, e.Why,
	}
}

// because is what a clock says that moved back when the entry was withdrawn, in both languages.
func (e Entry) because() (id, en string) {
	return e.NameID + " (ditarik: " + e.Why + ")", e.NameEN + " (withdrawn: " + e.Why + ")"
}

// mayEnter says who decides what days off an institution's own clocks skip.
func mayEnter(who rambu.Actor) error {
	if !who.Is(rambu.RoleAdmin) || who.Region == "" {
		return rambu.Errorf(rambu.Forbidden, "only the administrator of a region's institution enters holidays")
	}
	return nil
}

// below reports whether a region is another one or lies in it.
func below(region, in string) bool { return region == in || strings.HasPrefix(region, in+".") }

// AddHoliday records a holiday of the actor's region and moves the running clocks of his institution.
// A day that has passed is refused, so that nothing which was late becomes timely afterwards; a national
// day is the law pack's. What was already met stays as it was.
func (s *Service) AddHoliday(ctx context.Context, who rambu.Actor, h calendar.Holiday) (moved int, err error) {
	err = mayEnter(who)
	if err != nil {
		return 0, err
	}
	if h.Region == "" || !below(who.Region, h.Region) {
		return 0, rambu.Errorf(rambu.Forbidden, "a holiday of the whole country, or of another region")
	}
	return s.enter(ctx, who, h, "")
}

// Adopt lets a holiday another institution of the region entered count for one's own clocks too.
func (s *Service) Adopt(ctx context.Context, who rambu.Actor, id string) (moved int, err error) {
	err = mayEnter(who)
	if err != nil {
		return 0, err
	}
	e, err := s.entry(who, id)
	if err != nil {
		return 0, err
	}
	if e.Withdrawn != "" {
		return 0, rambu.Fault(rambu.Conflict, "procedure.error.holiday_withdrawn")
	}
	return s.enter(ctx, who, e.Holiday, e.ID)
}

// enter writes the row. from is the entry of another institution it was taken from.
func (s *Service) enter(ctx context.Context, who rambu.Actor, h calendar.Holiday, from string) (moved int, err error) {
	h.Entered, h.Withdrawn = s.Today(who.Region), ""
	err = s.check(who, h)
	if err != nil {
		return 0, err
	}
	e := Entry{Holiday: h, ID: rambu.NewID("lbr"), Institution: who.Institution, region: who.Region}
	_, err = s.log.Do(who, "procedure.add_holiday", func(op *ledger.Op) error {
		op.Object(e.ID)
		op.Fact("holiday", string(h.Date)+" "+h.NameID)
		if from != "" {
			op.Fact("from", from)
		}
		return op.Insert(holidayTable, e.values()...)
	})
	if err != nil {
		return 0, err
	}
	return s.changed(ctx, who, e, h.NameID)
}

// check refuses a day that may not be entered.
func (s *Service) check(who rambu.Actor, h calendar.Holiday) error {
	err := h.Validate()
	switch {
	case err != nil:
		return err
	case h.Date < h.Entered:
		return rambu.Fault(rambu.Invalid, "procedure.error.holiday_past").On("tanggal")
	case h.Announced > h.Entered:
		return rambu.Fault(rambu.Invalid, "procedure.error.holiday_announced").On("diumumkan")
	}
	for _, e := range s.Entries(who) {
		if e.Institution == who.Institution && e.Date == h.Date && e.Withdrawn == "" {
			return rambu.Fault(rambu.Conflict, "procedure.error.holiday_known")
		}
	}
	return nil
}

// Withdraw takes back an entry made by mistake: it stays, marked, with the reason, and the running clocks
// of the institution move back. What ended while it counted keeps it.
func (s *Service) Withdraw(ctx context.Context, who rambu.Actor, id, why string) (moved int, err error) {
	err = mayEnter(who)
	if err != nil {
		return 0, err
	}
	e, err := s.entry(who, id)
	if err != nil {
		return 0, err
	}
	e.Why = strings.TrimSpace(why)
	switch {
	case e.Institution != who.Institution:
		return 0, rambu.Errorf(rambu.NotFound, "an entry of another institution")
	case e.Withdrawn != "":
		return 0, rambu.Fault(rambu.Conflict, "procedure.error.holiday_withdrawn")
	case e.Why == "" || len(e.Why) > 300:
		return 0, rambu.Fault(rambu.Invalid, "procedure.error.holiday_why").On("alasan")
	}
	e.Withdrawn = s.Today(who.Region)
	_, err = s.log.Do(who, "procedure.withdraw_holiday", func(op *ledger.Op) error {
		op.Object(e.ID)
		op.Fact("holiday", string(e.Date)+" "+e.NameID)
		op.Fact("reason", e.Why)
		return op.Update(holidayTable, e.version, e.values()...)
	})
	if err != nil {
		return 0, err
	}
	reason, _ := e.because()
	return s.changed(ctx, who, e, reason)
}

// changed tells the other rooms of the region in their own trails, and moves the clocks.
func (s *Service) changed(ctx context.Context, who rambu.Actor, e Entry, reason string) (moved int, err error) {
	err = s.loadCalendar(ctx)
	if err != nil {
		return 0, err
	}
	moved, err = s.rederiveAll(ctx, who.Institution, reason)
	if err != nil || s.rooms == nil {
		return moved, err
	}
	rooms, err := s.rooms(ctx)
	if err != nil {
		return moved, err
	}
	for _, room := range rooms {
		if room.Institution == who.Institution || !below(room.Region, e.Region) {
			continue
		}
		_, err = s.log.Do(rambu.System(room.Institution, room.Region), "procedure.holiday_elsewhere", func(op *ledger.Op) error {
			op.Object(e.ID)
			op.Fact("holiday", string(e.Date)+" "+e.NameID)
			op.Fact("institution", e.Institution)
			if e.Withdrawn != "" {
				op.Fact("reason", e.Why)
			}
			return nil
		})
		if err != nil {
			return moved, err
		}
	}
	return moved, nil
}

// Entries are the holidays entered by hand in the actor's region, also those of other institutions,
// which do not count for his, and those withdrawn; in the order of their days.
func (s *Service) Entries(who rambu.Actor) []Entry {
	s.mu.RLock()
	defer s.mu.RUnlock()
	var out []Entry
	for _, e := range s.entries {
		if e.Region == "" || below(who.Region, e.Region) {
			out = append(out, e)
		}
	}
	slices.SortStableFunc(out, func(a, b Entry) int { return strings.Compare(string(a.Date), string(b.Date)) })
	return out
}

func (s *Service) entry(who rambu.Actor, id string) (Entry, error) {
	list := s.Entries(who)
	i := slices.IndexFunc(list, func(e Entry) bool { return e.ID == id })
	if i < 0 {
		return Entry{}, rambu.Errorf(rambu.NotFound, "no such holiday")
	}
	return list[i], nil
}

// Refresh re-derives running clocks when holidays were announced since they were last derived:
// 27 November 2024 became a holiday by a decree of 21 November. It runs every morning.
func (s *Service) Refresh(ctx context.Context) (moved int, err error) {
	err = s.loadCalendar(ctx) // another process may have taken an entry
	if err != nil {
		return 0, err
	}
	return s.Rederive(ctx, "")
}

// Rederive derives the due date of every running clock anew, notes the old and the new date of
// those that moved, and returns how many did. It may be run at any time, by any process.
func (s *Service) Rederive(ctx context.Context, reason string) (moved int, err error) {
	return s.rederiveAll(ctx, "", reason)
}

// rederiveAll is Rederive for one institution, or for all ("").
func (s *Service) rederiveAll(ctx context.Context, institution, reason string) (moved int, err error) {
	after := ""
	for {
		list, err := s.buckets(ctx, after)
		if err != nil || len(list) == 0 {
			return moved, err
		}
		after = list[len(list)-1].name
		list = slices.DeleteFunc(list, func(b bucketDue) bool { return institution != "" && b.one.Institution != institution })
		n, err := s.rederive(list, reason)
		moved += n
		if err != nil {
			return moved, err
		}
	}
}

func (s *Service) rederive(list []bucketDue, reason string) (moved int, err error) {
	now := s.log.Clock().Now()
	changed := list[:0]
	for _, b := range list {
		err := s.derive(&b.one, s.Calendar().Today(b.one.Region, now), false)
		if err != nil {
			return 0, err
		}
		if due, _ := stored(&b.one); due != b.due {
			changed = append(changed, b)
		}
	}
	if len(changed) == 0 {
		return 0, nil
	}
	why := map[string]string{} // by institution
	for _, b := range changed {
		if _, ok := why[b.one.Institution]; !ok {
			why[b.one.Institution] = cmp.Or(reason, s.announced(b.one.Institution, b.one.Region, s.Calendar().Today(b.one.Region, now)))
		}
	}
	err = s.db.Write(func(tx *db.Tx) error {
		n, err := moveBuckets(tx, changed, why, now)
		moved = int(n)
		return err
	})
	return moved, err
}

// announced names the holidays made known most recently: why clocks move by themselves.
func (s *Service) announced(institution, region string, today rambu.Date) string {
	var latest rambu.Date
	var names []string
	for _, h := range s.CalendarOf(institution).Holidays(region, today, today.AddDays(400)) {
		if h.Known() > today || h.Known() < latest {
			continue
		}
		if h.Known() > latest {
			latest, names = h.Known(), nil
		}
		names = append(names, h.NameID)
	}
	return strings.Join(names, ", ")
}
