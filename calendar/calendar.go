// Package calendar derives due dates: it counts hours, calendar days and working days with
// the holidays that were announced, in the time zone of a region, and shows its arithmetic.
package calendar

import (
	"maps"
	"slices"
	"strings"
	"time"

	"rambu.id"
)

// CollectiveLeave is the kind of a holiday that is cuti bersama: not a working day for civil
// servants, though units with direct service may work. Any other kind is a plain holiday.
const CollectiveLeave = "cuti-bersama"

// Holiday is a day off. It has two dates: the day itself and the day it was announced, because
// a holiday announced late moves deadlines that were already running.
type Holiday struct {
	Date       rambu.Date
	NameID     string
	NameEN     string
	Kind       string     // "nasional", "cuti-bersama" or "daerah"
	Announced  rambu.Date // "": unknown, taken as always known
	Check      bool       // a lawyer has to check the day of the announcement
	Entered    rambu.Date // of one entered by hand: it is not known before; "" of the law pack
	Withdrawn  rambu.Date // from this day on it counts no more; "" it stands
	Regulation string     // id or name of the decree
	Region     string     // "": whole country; else a region code that covers those below it
}

// Validate refuses a holiday without a day, a name or with an announcement that is no day.
func (h Holiday) Validate() error {
	switch {
	case !h.Date.Valid():
		return rambu.Fault(rambu.Invalid, "error.date").On("date")
	case strings.TrimSpace(h.NameID) == "":
		return rambu.Fault(rambu.Invalid, "calendar.error.holiday_name").On("name")
	case h.Announced != "" && !h.Announced.Valid():
		return rambu.Fault(rambu.Invalid, "error.date").On("announced")
	}
	return nil
}

// Known is the day from which the holiday is taken into account.
func (h *Holiday) Known() rambu.Date { return max(h.Announced, h.Entered) }

// covers reports whether the holiday is kept in the region and was announced by knownOn.
func (h *Holiday) covers(region string, knownOn rambu.Date) bool {
	if knownOn != "" && h.Known() > knownOn || h.Withdrawn != "" && (knownOn == "" || knownOn >= h.Withdrawn) {
		return false
	}
	if h.Region == "" || h.Region == region {
		return true
	}
	rest, below := strings.CutPrefix(region, h.Region)
	return below && rest[0] == '.'
}

// Zone is a time zone of Indonesia: its letters (WIB, WITA, WIT) and its location.
type Zone struct {
	Letters  string
	Location *time.Location
}

// Calendar knows holidays and time zones. It never changes and is safe for concurrent use.
type Calendar struct {
	holidays map[day][]*Holiday
	zones    map[string]Zone    // by province code; "" is the capital
	complete map[int]rambu.Date // year: day its holidays were first announced, "" unknown
}

// build makes a calendar of plain values. complete lists the years whose holidays are all known.
func build(holidays []Holiday, zones map[string]Zone, complete []int) *Calendar {
	c := &Calendar{holidays: map[day][]*Holiday{}, zones: zones, complete: map[int]rambu.Date{}}
	for _, year := range complete {
		c.complete[year] = firstAnnounced(holidays, year)
	}
	c.add(holidays)
	return c
}

// firstAnnounced returns when the yearly decree came out: the earliest announcement of a
// national holiday of that year, "" when none is known.
func firstAnnounced(holidays []Holiday, year int) rambu.Date {
	first := rambu.Date("")
	for _, h := range holidays {
		d, ok := parse(h.Date)
		if !ok || h.Region != "" || h.Announced == "" || d.year() != year {
			continue
		}
		if first == "" || h.Announced < first {
			first = h.Announced
		}
	}
	return first
}

// add is for building only: a calendar in use is never written to.
func (c *Calendar) add(holidays []Holiday) {
	for _, h := range holidays {
		if d, ok := parse(h.Date); ok {
			c.holidays[d] = append(slices.Clip(c.holidays[d]), &h)
		}
	}
}

// WithHolidays returns a calendar that also has these holidays; c stays as it is. A holiday
// without a valid date is left out: call Validate before storing one.
func (c *Calendar) WithHolidays(extra ...Holiday) *Calendar {
	next := &Calendar{holidays: maps.Clone(c.holidays), zones: c.zones, complete: c.complete}
	next.add(extra)
	return next
}

// Holidays returns the holidays a region keeps between two days, both ends inclusive, in the
// order of their dates.
func (c *Calendar) Holidays(region string, from, to rambu.Date) []Holiday {
	var found []Holiday
	for _, on := range c.holidays {
		for _, h := range on {
			if h.Date.In(from, to) && h.covers(region, "") {
				found = append(found, *h)
			}
		}
	}
	slices.SortStableFunc(found, func(a, b Holiday) int { return strings.Compare(string(a.Date), string(b.Date)) })
	return found
}

// IsWorkingDay reports whether d is a working day in the region: Monday to Friday without
// holidays and cuti bersama (Perpres 21/2023). knownOn "" uses every holiday known.
func (c *Calendar) IsWorkingDay(region string, d, knownOn rambu.Date) bool {
	n, ok := parse(d)
	return ok && !n.weekend() && c.holiday(n, region, knownOn) == nil
}

// holiday returns the holiday kept on a day, nil when there is none.
func (c *Calendar) holiday(d day, region string, knownOn rambu.Date) *Holiday {
	for _, h := range c.holidays[d] {
		if h.covers(region, knownOn) {
			return h
		}
	}
	return nil
}

// incomplete reports whether the holidays of a year are not all known, as of knownOn.
func (c *Calendar) incomplete(year int, knownOn rambu.Date) bool {
	announced, ok := c.complete[year]
	return !ok || (knownOn != "" && announced > knownOn)
}

// Zone returns the time zone of a region by the province part of its code ("18" of "18.01").
// The empty region is the capital, for institutions of the centre: WIB. An unknown province
// is Invalid.
func (c *Calendar) Zone(region string) (Zone, error) {
	province, _, _ := strings.Cut(region, ".")
	z, ok := c.zones[province]
	if !ok {
		return Zone{}, rambu.Fault(rambu.Invalid, "calendar.error.region", "region", region).On("region")
	}
	return z, nil
}

// Local turns an instant into the region's own time. A region that Zone refuses is shown in
// the capital's time, so that a page still has a date; deadlines never take that way.
func (c *Calendar) Local(region string, t time.Time) time.Time {
	z, err := c.Zone(region)
	if err != nil {
		z = c.zones[""]
	}
	return t.In(z.Location)
}

// Today returns the region's day at an instant; see Local for an unknown region.
func (c *Calendar) Today(region string, t time.Time) rambu.Date {
	return rambu.DateOf(c.Local(region, t))
}
