package clock_test

import (
	"sync"
	"testing"
	"time"

	"rambu.id"
	"rambu.id/internal/clock"
)

var monday = time.Date(2024, 10, 7, 2, 0, 0, 0, time.UTC)

func TestAPracticeClockRunsOnFromItsStart(t *testing.T) {
	t.Parallel()
	c := clock.NewPractice(monday.In(time.FixedZone("WIB", 7*3600)))
	first := c.Now()
	time.Sleep(2 * time.Millisecond)
	second := c.Now()
	if first.Before(monday) || first.After(monday.Add(time.Minute)) || !second.After(first) {
		t.Errorf("started at %s: %s, then %s", monday, first, second)
	}
	if first.Location() != time.UTC || first.Nanosecond()%1000 != 0 {
		t.Errorf("%s is not UTC in microseconds, as it is stored", first)
	}
}

func TestAPracticeClockNeverGoesBack(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]*clock.Practice{"running": clock.NewPractice(monday), "frozen": clock.NewFrozen(monday)} {
		next := monday.AddDate(0, 0, 7)
		err := c.MoveTo(next)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if got := c.Now(); got.Before(next) || got.After(next.Add(time.Minute)) {
			t.Errorf("%s: moved to %s, shows %s", name, next, got)
		}
		err = c.MoveTo(next.Add(-time.Second))
		if rambu.KindOf(err) != rambu.Invalid {
			t.Errorf("%s: a second back gives %v", name, err)
		}
		if got := c.Now(); got.Before(next) {
			t.Errorf("%s: a refused move left it at %s", name, got)
		}
	}
}

func TestAFrozenClockStands(t *testing.T) {
	t.Parallel()
	c := clock.NewFrozen(monday)
	time.Sleep(2 * time.Millisecond)
	if got := c.Now(); !got.Equal(monday) {
		t.Errorf("it moved to %s by itself", got)
	}
}

// Requests read the date while the practice page moves it.
func TestAPracticeClockIsReadWhileItMoves(t *testing.T) {
	t.Parallel()
	c := clock.NewFrozen(monday)
	var g sync.WaitGroup
	for range 4 {
		g.Go(func() {
			last := monday
			for range 500 {
				now := c.Now()
				if now.Before(last) {
					t.Errorf("%s after %s", now, last)
				}
				last = now
			}
		})
	}
	for i := range 100 {
		err := c.MoveTo(monday.Add(time.Duration(i) * time.Hour))
		if err != nil {
			t.Error(err)
		}
	}
	g.Wait()
}
