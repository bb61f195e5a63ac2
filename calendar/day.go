package calendar

import (
	"time"

	"rambu.id"
)

// day counts days since 1970-01-01: counting with it is cheap, and 100,000 clocks are derived
// again after a holiday.
type day int32

const secondsPerDay = 24 * 60 * 60

// The days that can be written, 0000-01-01 to 9999-12-31.
const (
	firstDay day = -719528
	lastDay  day = 2932896
)

func parse(d rambu.Date) (day, bool) {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return 0, false
	}
	return day(t.Unix() / secondsPerDay), true
}

func (d day) utc() time.Time { return time.Unix(int64(d)*secondsPerDay, 0).UTC() }

func (d day) date() rambu.Date { return rambu.DateOf(d.utc()) }

func (d day) year() int { return d.utc().Year() }

// start returns 00:00 of the day in loc.
func (d day) start(loc *time.Location) time.Time {
	y, m, n := d.utc().Date()
	return time.Date(y, m, n, 0, 0, 0, 0, loc)
}

// weekend: day 0 was a Thursday, so days 2 and 3 of each week are Saturday and Sunday.
func (d day) weekend() bool {
	n := ((d % 7) + 7) % 7
	return n == 2 || n == 3
}
