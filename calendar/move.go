package calendar

import (
	"time"

	"rambu.id"
)

// Move is what newly known holidays did to one due date: the old one and the new one stay
// known, with the reason.
type Move struct {
	Old, New     rambu.Date
	OldAt, NewAt time.Time
	Because      []Day // the days that counted before and no longer do
}

// Moved reports whether the answer changed.
func (m Move) Moved() bool { return m.Old != m.New || !m.OldAt.Equal(m.NewAt) }

// Moved compares a due date of this calendar with that of a newer one (WithHolidays) for the
// same query. Because is filled only when the date moved.
func (c *Calendar) Moved(newer *Calendar, q Query) (Move, error) {
	var m Move
	var err error
	m.Old, m.OldAt, err = c.DueDate(q)
	if err != nil {
		return Move{}, err
	}
	m.New, m.NewAt, err = newer.DueDate(q)
	if err != nil {
		return Move{}, err
	}
	if !m.Moved() {
		return m, nil
	}
	r, err := newer.Due(q)
	if err != nil {
		return Move{}, err
	}
	for _, d := range r.Days {
		off := d.Why == WhyHoliday || d.Why == WhyLeave
		if off && c.IsWorkingDay(q.Region, d.Date, q.KnownOn) {
			m.Because = append(m.Because, d)
		}
	}
	return m, nil
}
