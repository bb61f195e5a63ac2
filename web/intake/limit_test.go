package intake

import (
	"net/netip"
	"runtime"
	"testing"
	"testing/synctest"
	"time"

	"rambu.id"
	"rambu.id/internal/clock"
)

var start = time.Date(2024, 10, 7, 2, 0, 0, 0, time.UTC)

func TestNetworksAreCoarse(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"203.0.113.77": "203.0.113.0/24", "::ffff:203.0.113.9": "203.0.113.0/24", "2001:db8:1:2::9": "2001:db8:1::/48",
	} {
		if got := network(netip.MustParseAddr(in)).String(); got != want {
			t.Errorf("%s is counted under %s, want %s", in, got, want)
		}
	}
}

// A network that was let in to the first page is not refused at the last; another network is
// not touched by a flood, and the limit refills.
func TestLimitsAreToldBeforeTheLastStep(t *testing.T) {
	t.Parallel()
	c := clock.NewFrozen(start)
	g := newGate(c)
	flood, other := netip.MustParseAddr("203.0.113.5"), netip.MustParseAddr("198.51.100.5")
	let := 0
	for range 10_000 {
		if g.allow(g.of(flood).start) == nil {
			let++
		}
	}
	if let != startBurst {
		t.Errorf("%d were let in, want %d", let, startBurst)
	}
	for i := range let {
		if err := g.allow(g.of(flood).send); err != nil {
			t.Fatalf("report %d of those let in was refused at the last step: %v", i, err)
		}
	}
	if err := g.allow(g.of(flood).start); rambu.KindOf(err) != rambu.TooMany {
		t.Errorf("past the limit: %v", err)
	}
	if err := g.allow(g.of(other).start); err != nil {
		t.Errorf("another network is refused: %v", err)
	}
	if err := c.MoveTo(start.Add(2 * startEvery)); err != nil {
		t.Fatal(err)
	}
	if err := g.allow(g.of(flood).start); err != nil {
		t.Errorf("the limit does not refill: %v", err)
	}
}

// A network that typed many wrong codes goes one at a time; others do not wait for it.
func TestWrongCodesSlowOnlyTheirNetwork(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		g := newGate(clock.NewFrozen(start))
		bad, good := g.of(netip.MustParseAddr("203.0.113.5")), g.of(netip.MustParseAddr("198.51.100.5"))
		for range wrongBurst {
			g.code(bad)(true)
		}
		done := g.code(bad) // holds the narrow lane
		second := make(chan struct{})
		go func() {
			g.code(bad)(false)
			close(second)
		}()
		g.code(good)(false) // returns at once
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

func TestGateMemoryIsBounded(t *testing.T) { //nolint:paralleltest // it measures memory
	g := newGate(clock.NewFrozen(start))
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	for i := range 300_000 {
		a := netip.AddrFrom4([4]byte{byte(i >> 16), byte(i >> 8), byte(i), 1})
		_ = g.allow(g.of(a).start)
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	if n := len(g.now) + len(g.old); n > maxNetworks {
		t.Errorf("%d networks are remembered", n)
	}
	if grown := int64(after.HeapAlloc) - int64(before.HeapAlloc); grown > 8<<20 {
		t.Errorf("memory grew by %d KB", grown>>10)
	}
}
