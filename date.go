package rambu

import "time"

// Date is a calendar day as ISO text ("2024-10-07"), the form stored and sent. Dates compare
// with < and ==. The zero value "" means no date.
type Date string

// MaxDate is later than any date of law: an open end.
const MaxDate Date = "9999-12-31"

// ParseDate reads an ISO date and refuses days that do not exist.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return "", &Error{Kind: Invalid, Key: "error.date", Detail: "not a date: want YYYY-MM-DD", Err: err}
	}
	return DateOf(t), nil
}

// DateOf returns the day of t in t's own location.
func DateOf(t time.Time) Date { return Date(t.Format(time.DateOnly)) }

// Valid reports whether d is a day that exists.
func (d Date) Valid() bool {
	_, err := time.Parse(time.DateOnly, string(d))
	return err == nil
}

// Time returns 00:00 of the day in loc.
func (d Date) Time(loc *time.Location) time.Time {
	t, err := time.ParseInLocation(time.DateOnly, string(d), loc)
	if err != nil {
		return time.Time{}
	}
	return t
}

// AddDays moves the date by n calendar days.
func (d Date) AddDays(n int) Date { return DateOf(d.Time(time.UTC).AddDate(0, 0, n)) }

// Weekday returns the day of the week.
func (d Date) Weekday() time.Weekday { return d.Time(time.UTC).Weekday() }

// DaysUntil counts calendar days from d to e, negative when e is earlier.
func (d Date) DaysUntil(e Date) int {
	return int(e.Time(time.UTC).Sub(d.Time(time.UTC)).Hours() / 24)
}

// In reports whether d lies between from and to, both ends inclusive; an empty end is open.
func (d Date) In(from, to Date) bool {
	return (from == "" || d >= from) && (to == "" || d <= to)
}
