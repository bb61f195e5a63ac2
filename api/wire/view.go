package wire

import "time"

// Moment leaves out a time that has not come.
func Moment(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}
