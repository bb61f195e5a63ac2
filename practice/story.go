package practice

import (
	"context"
	"time"

	"rambu.id"
	"rambu.id/instance"
	"rambu.id/internal/clock"
)

// zone is the time zone of the practice region.
func zone() *time.Location { return time.FixedZone("WIB", 7*60*60) }

// at is an hour of a day in the practice region.
func at(day rambu.Date, hour, minute int) time.Time {
	return day.Time(zone()).Add(time.Duration(hour)*time.Hour + time.Duration(minute)*time.Minute)
}

// Start is when the practice region begins to live: its cases are made from here on, until
// Monday 7 October 2024, 09:00 WIB.
func Start() time.Time { return at("2024-09-16", 8, 0) }

// Today is when the demo begins: the Monday of the first coordination meetings.
func Today() time.Time { return at("2024-10-07", 9, 0) }

// Seed makes the practice region and its cases, and leaves the clock at Today.
func Seed(ctx context.Context, in *instance.Instance, c *clock.Practice) error {
	_, err := Settle(ctx, in)
	if err != nil {
		return err
	}
	return c.MoveTo(Today())
}

// Resume sets the practice clock behind the last thing that happened in a region that was left
// earlier: time goes on, never back.
func Resume(ctx context.Context, in *instance.Instance, c *clock.Practice, wish time.Time) (time.Time, error) {
	last, err := in.Log.Last(ctx)
	if err != nil {
		return wish, err
	}
	if last.After(wish) {
		wish = last
	}
	return wish, c.MoveTo(wish)
}
