package procedure

import (
	"context"
	"strings"

	"rambu.id"
	"rambu.id/calendar"
	"rambu.id/internal/db"
	"rambu.id/ledger"
)

// page is how many buckets are read at once.
const page = 1000

// AddHoliday records a holiday of a region, or a national one announced since the pack was
// made, and moves the running clocks. What was already met stays as it was.
func (s *Service) AddHoliday(ctx context.Context, who rambu.Actor, h calendar.Holiday) (moved int, err error) {
	if !who.Is(rambu.RoleAdmin) {
		return 0, rambu.Errorf(rambu.Forbidden, "only the administrator adds holidays")
	}
	err = h.Validate()
	if err != nil {
		return 0, err
	}
	if !strings.HasPrefix(who.Region, h.Region) && h.Region != who.Region {
		return 0, rambu.Errorf(rambu.Forbidden, "a holiday of another region")
	}
	_, err = s.log.Do(who, "procedure.add_holiday", func(op *ledger.Op) error {
		id := rambu.NewID("lbr")
		op.Object(id)
		op.Fact("holiday", string(h.Date)+" "+h.NameID)
		return op.Insert(holidayTable, id, who.Institution, who.Region, h.Date, h.NameID, h.NameEN, h.Kind, h.Announced, h.Regulation, h.Region)
	})
	if err != nil {
		return 0, err
	}
	err = s.loadCalendar(ctx)
	if err != nil {
		return 0, err
	}
	return s.Rederive(ctx, h.NameID)
}

// Refresh re-derives running clocks when holidays were announced since they were last derived:
// 27 November 2024 became a holiday by a decree of 21 November. It runs every morning.
func (s *Service) Refresh(ctx context.Context) (moved int, err error) {
	return s.Rederive(ctx, "")
}

// Rederive derives the due date of every running clock anew, notes the old and the new date of
// those that moved, and returns how many did. It may be run at any time, by any process.
func (s *Service) Rederive(ctx context.Context, reason string) (moved int, err error) {
	after := ""
	for {
		list, err := s.buckets(ctx, after)
		if err != nil || len(list) == 0 {
			return moved, err
		}
		after = list[len(list)-1].name
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
	if reason == "" {
		region := changed[0].one.Region
		reason = s.announced(region, s.Calendar().Today(region, now))
	}
	err = s.db.Write(func(tx *db.Tx) error {
		n, err := moveBuckets(tx, changed, reason, now)
		moved = int(n)
		return err
	})
	return moved, err
}

// announced names the holidays made known most recently: why clocks move by themselves.
func (s *Service) announced(region string, today rambu.Date) string {
	var latest rambu.Date
	var names []string
	for _, h := range s.Calendar().Holidays(region, today, today.AddDays(400)) {
		if h.Announced > today || h.Announced < latest {
			continue
		}
		if h.Announced > latest {
			latest, names = h.Announced, nil
		}
		names = append(names, h.NameID)
	}
	return strings.Join(names, ", ")
}
