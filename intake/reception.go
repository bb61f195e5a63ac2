package intake

import (
	"time"

	"rambu.id"
	"rambu.id/law"
)

// Reception is when the office receives reporters in person. Reports come in at any time.
type Reception struct {
	MonThu law.OpenHours
	Fri    law.OpenHours
	Always law.Window // round the clock on these days; without a first day there are none
	Conf   law.Conf
}

// reception reads the hours from the pack.
func reception(pack *law.Pack) (Reception, error) {
	w := pack.WorkingTime()
	r := Reception{MonThu: w.ReceptionMonThu, Fri: w.ReceptionFri, Conf: w.Conf}
	r.Always, _ = pack.Window(w.ReceptionAlwaysIn)
	for _, hour := range []string{r.MonThu.From, r.MonThu.To, r.Fri.From, r.Fri.To} {
		_, err := minuteOf(hour)
		if err != nil {
			return r, err
		}
	}
	return r, nil
}

// minuteOf returns the minute of the day of "08:00".
func minuteOf(hour string) (int, error) {
	t, err := time.Parse("15:04", hour)
	if err != nil {
		return 0, rambu.Errorf(rambu.Internal, "the law pack has the reception hour %q: %v", hour, err)
	}
	return t.Hour()*60 + t.Minute(), nil
}

// AlwaysOn reports whether the office is open round the clock on a day.
func (r Reception) AlwaysOn(day rambu.Date) bool {
	return r.Always.From != "" && day.In(r.Always.From, r.Always.To)
}

// open reports whether the office is open at a local time. On its days of 24 hours it is, holiday or not.
func (r Reception) open(local time.Time, workingDay bool) bool {
	from, to := r.span(rambu.DateOf(local), local.Weekday(), workingDay)
	minute := local.Hour()*60 + local.Minute()
	return minute >= from && minute < to
}

// span are the minutes of a day between which the office is open, none when it stays shut.
func (r Reception) span(day rambu.Date, weekday time.Weekday, workingDay bool) (from, to int) {
	if r.AlwaysOn(day) {
		return 0, 24 * 60
	}
	hours := r.MonThu
	if weekday == time.Friday {
		hours = r.Fri
	}
	from, err := minuteOf(hours.From)
	if err != nil || !workingDay {
		return 0, 0
	}
	to, err = minuteOf(hours.To)
	if err != nil {
		return 0, 0
	}
	return from, to
}

// Reception returns the hours of the office.
func (d *Desk) Reception() Reception { return d.reception }

// Receives reports whether the office of a region is open at an instant, by the time of that region.
func (d *Desk) Receives(region string, at time.Time) bool {
	local := d.calendar.Local(region, at)
	return d.reception.open(local, d.calendar.IsWorkingDay(region, rambu.DateOf(local), ""))
}

// LastOpen returns the last day not after one day on which the office of a region still opens after an
// instant, "" when there is none.
func (d *Desk) LastOpen(region string, after time.Time, by rambu.Date) rambu.Date {
	local := d.calendar.Local(region, after)
	today := rambu.DateOf(local)
	for day := by; day >= today; day = day.AddDays(-1) {
		_, to := d.reception.span(day, weekday(day), d.calendar.IsWorkingDay(region, day, ""))
		if to > 0 && (day > today || local.Hour()*60+local.Minute() < to) {
			return day
		}
	}
	return ""
}

func weekday(day rambu.Date) time.Weekday {
	t, err := time.Parse(time.DateOnly, string(day))
	if err != nil {
		return time.Sunday
	}
	return t.Weekday()
}
