package intake

import (
	"context"
	"net/netip"
	"runtime"
	"testing"
	"testing/synctest"
	"time"

	"rambu.id"
	"rambu.id/internal/clock"
	"rambu.id/internal/network"
)

var start = time.Date(2024, 10, 7, 2, 0, 0, 0, time.UTC)

// A network that was let in to the first page is not refused at the last; another network is
// not touched by a flood, and the limit refills.
func TestLimitsAreToldBeforeTheLastStep(t *testing.T) {
	t.Parallel()
	c := clock.NewFrozen(start)
	g := newGate(c)
	flood, other := netip.MustParseAddr("203.0.113.5"), netip.MustParseAddr("198.51.100.5")
	let := 0
	for range 10_000 {
		if g.allow(g.Of(flood).start) == nil {
			let++
		}
	}
	if let != startBurst {
		t.Errorf("%d were let in, want %d", let, startBurst)
	}
	for i := range let {
		if err := g.allow(g.Of(flood).send); err != nil {
			t.Fatalf("report %d of those let in was refused at the last step: %v", i, err)
		}
	}
	if err := g.allow(g.Of(flood).start); rambu.KindOf(err) != rambu.TooMany {
		t.Errorf("past the limit: %v", err)
	}
	if err := g.allow(g.Of(other).start); err != nil {
		t.Errorf("another network is refused: %v", err)
	}
	if err := c.MoveTo(start.Add(2 * startEvery)); err != nil {
		t.Fatal(err)
	}
	if err := g.allow(g.Of(flood).start); err != nil {
		t.Errorf("the limit does not refill: %v", err)
	}
}

// A network that typed many wrong codes goes one at a time; others do not wait for it.
func TestWrongCodesSlowOnlyTheirNetwork(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		g := newGate(clock.NewFrozen(start))
		bad, good := g.Of(netip.MustParseAddr("203.0.113.5")), g.Of(netip.MustParseAddr("198.51.100.5"))
		pass := func(b *budget) func(wrong bool) {
			done, err := g.code(t.Context(), b)
			if err != nil {
				t.Error(err)
				return func(bool) {}
			}
			return done
		}
		for range wrongBurst {
			pass(bad)(true)
		}
		done := pass(bad) // holds the narrow lane
		second := make(chan struct{})
		go func() {
			pass(bad)(false)
			close(second)
		}()
		pass(good)(false) // returns at once
		synctest.Wait()
		select {
		case <-second:
			t.Error("two of a flooding network went at the same time")
		default:
		}
		done(true)
		<-second // and nobody is locked out
	})
}

// Whoever goes away while a flooding network waits in its lane leaves it: nothing waits for nobody.
func TestWhoHasGoneLeavesTheLane(t *testing.T) {
	t.Parallel()
	g := newGate(clock.NewFrozen(start))
	bad := g.Of(netip.MustParseAddr("203.0.113.5"))
	bad.wrong.AllowN(start, wrongBurst)
	done, err := g.code(t.Context(), bad)
	if err != nil {
		t.Fatal(err)
	}
	ctx, leave := context.WithCancel(t.Context())
	answered := make(chan error, 1)
	go func() {
		_, err := g.code(ctx, bad)
		answered <- err
	}()
	leave()
	select {
	case err = <-answered:
		if rambu.KindOf(err) != rambu.Unavailable {
			t.Errorf("who has gone is told %v", err)
		}
	case <-time.After(5 * time.Second):
		t.Error("who has gone still waits")
	}
	done(false)
	if len(g.slow) != 0 {
		t.Error("the lane is held by nobody")
	}
}

func TestGateMemoryIsBounded(t *testing.T) { //nolint:paralleltest // it measures memory
	g := newGate(clock.NewFrozen(start))
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	for i := range 300_000 {
		a := netip.AddrFrom4([4]byte{byte(i >> 16), byte(i >> 8), byte(i), 1})
		_ = g.allow(g.Of(a).start)
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	if n := g.Len(); n > network.Most {
		t.Errorf("%d networks are remembered", n)
	}
	if grown := int64(after.HeapAlloc) - int64(before.HeapAlloc); grown > 8<<20 {
		t.Errorf("memory grew by %d KB", grown>>10)
	}
}
