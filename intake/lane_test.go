package intake

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"rambu.id"
	"rambu.id/internal/clock"
)

// Submissions go side by side until somebody reads an inbox; then one by one, and none is lost.
func TestSubmissionsStandBackForReaders(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := &lane{clock: clock.Machine{}}
		inside := make(chan struct{}, 100)
		submit := func() {
			if err := l.enter(t.Context()); err != nil {
				t.Error(err)
			}
			inside <- struct{}{}
		}
		for range 20 {
			go submit()
		}
		synctest.Wait()
		if n := len(inside); n != sendsAtOnce {
			t.Fatalf("%d go side by side, want %d", n, sendsAtOnce)
		}
		l.reading()
		for range sendsAtOnce - 1 {
			l.leave()
		}
		synctest.Wait()
		if n := len(inside); n != sendsAtOnce {
			t.Errorf("%d were let in while somebody reads and one is still busy", n-sendsAtOnce)
		}
		l.leave()
		synctest.Wait()
		if n := len(inside); n != sendsAtOnce+1 {
			t.Errorf("%d were let in while somebody reads, want 1", n-sendsAtOnce)
		}
		time.Sleep(3 * time.Millisecond) // it takes its time, and as long is the rest
		l.leave()
		synctest.Wait()
		if n := len(inside); n != sendsAtOnce+1 {
			t.Errorf("%d were let in during the rest, want 1", n-sendsAtOnce)
		}
		time.Sleep(3 * time.Millisecond)
		synctest.Wait()
		if n := len(inside); n != sendsAtOnce+2 {
			t.Errorf("%d were let in after the rest, want 2", n-sendsAtOnce)
		}
		time.Sleep(readingSpan)
		l.leave()
		synctest.Wait()
		if n := len(inside); n != 20 {
			t.Errorf("%d of 20 arrived after the reader had gone", n)
		}
	})
}

// A reporter who goes away while waiting gives up the place, also when the turn comes just then.
func TestAWaitingSubmissionCanGo(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := &lane{clock: clock.Machine{}}
		l.reading()
		if err := l.enter(t.Context()); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		left := make(chan error)
		go func() { left <- l.enter(ctx) }()
		synctest.Wait()
		cancel()
		if err := <-left; rambu.KindOf(err) != rambu.Unavailable {
			t.Errorf("who has gone: %v", err)
		}
		gone, cancel := context.WithCancel(t.Context())
		cancel()
		l.leave()
		for range 50 { // the select takes either side
			if err := l.enter(gone); err == nil {
				l.leave()
			}
		}
		if l.busy != 0 || len(l.waiting) != 0 {
			t.Errorf("%d are busy, %d wait", l.busy, len(l.waiting))
		}
	})
}
