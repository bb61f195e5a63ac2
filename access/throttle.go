package access

import (
	"context"
	"hash/maphash"
	"net/netip"
	"strings"
	"sync"
	"time"

	"rambu.id"
)

// Failures that cost nothing, and how long the following ones wait: doubling from firstDelay.
const (
	freePerLogin  = 4 // of one name from one network, or of one known device
	freePerSource = 30
	firstDelay    = 30 * time.Second
	maxDelay      = 15 * time.Minute
	forgetAfter   = 30 * time.Minute // without a failure
	throttleSlots = 1 << 18          // of 24 bytes
)

// So many failures of one name cost nothing whatever networks they come from; after them its
// attempts from unknown devices take turns.
const (
	freeEverywhere = 40
	turnEvery      = 5 * time.Second
	longestTurn    = 20 * time.Second // whoever would wait longer is told to come again
)

// Wait is inside the error of an attempt that came too early: Until is machine time.
type Wait struct{ Until time.Time }

func (w *Wait) Error() string { return "wait until " + w.Until.UTC().Format(time.RFC3339) }

// throttle slows down guessing and keeps nobody out whom it can tell from a guesser (ADR 0075).
// What is counted is the name together with the coarse source, the source, and the name alone; of
// a device its owner has used before, and of who is signed in already, only itself. It is a fixed array of
// counters under a secret hash: no flood of names can make it grow or push a counter out. It
// stands in front of the sign-in of officers only, never of the public door, and knows nothing
// about which names exist.
type throttle struct {
	seed  maphash.Seed
	pause func(context.Context, time.Duration) error // waits for a turn

	mu    sync.Mutex
	slots []counter
}

type counter struct {
	failures int32
	last     int64 // unix seconds of the last failure
	until    int64 // unix seconds; of a name alone: when its next turn is
}

func newThrottle() *throttle {
	return &throttle{seed: maphash.MakeSeed(), slots: make([]counter, throttleSlots), pause: pause}
}

func (t *throttle) slot(kind string, values ...string) *counter {
	return &t.slots[maphash.String(t.seed, kind+"\x00"+strings.Join(values, "\x00"))%throttleSlots]
}

// attempt is one try in hand. It counts as a failure until it succeeds, so that many tries at
// once are no better than many in turn.
type attempt struct {
	t        *throttle
	own      *counter      // of whoever tries
	source   *counter      // nil: not counted
	all      *counter      // of the name alone; nil: not counted
	turn     time.Duration // to wait before the password is looked at
	failures int
}

// known counts an attempt of a known device, or of who is signed in, for itself alone.
// Errors: TooMany with a *Wait inside.
func (t *throttle) known(kind, id string, now time.Time) (*attempt, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	own := t.slot(kind, id)
	if own.until > now.Unix() {
		return nil, tooMany("access.error.wait", own.until)
	}
	own.fail(now, freePerLogin)
	return &attempt{t: t, own: own, failures: int(own.failures)}, nil
}

// begin counts an attempt of anybody else. Errors: TooMany with a *Wait inside.
func (t *throttle) begin(login, source string, now time.Time) (*attempt, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	a := &attempt{t: t, own: t.slot("here", login, source), all: t.slot("login", login)}
	until := a.own.until
	if source != "" {
		a.source = t.slot("source", source)
		until = max(until, a.source.until)
	}
	if until > now.Unix() {
		return nil, tooMany("access.error.wait_here", until)
	}
	turn, again := a.all.take(now)
	if again > 0 {
		return nil, tooMany("access.error.wait_crowd", again)
	}
	a.turn = turn
	a.own.fail(now, freePerLogin)
	a.all.count(now)
	a.failures = int(a.all.failures)
	if a.source != nil {
		a.source.fail(now, freePerSource)
	}
	return a, nil
}

func tooMany(key string, until int64) error {
	at := time.Unix(until, 0).UTC()
	return &rambu.Error{Kind: rambu.TooMany, Key: key, Detail: "too many failed sign-ins", Err: &Wait{at}}
}

// wait waits for the turn of an attempt. Errors: Unavailable when whoever tries has gone.
func (a *attempt) wait(ctx context.Context) error {
	if a.turn <= 0 {
		return nil
	}
	return a.t.pause(ctx, a.turn)
}

func pause(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return rambu.Errorf(rambu.Unavailable, "gave up waiting for a turn to sign in")
	}
}

// succeeded forgets the failures of whoever tried, and takes back the one that others share.
func (a *attempt) succeeded() {
	a.t.mu.Lock()
	defer a.t.mu.Unlock()
	*a.own = counter{}
	a.shared()
}

// undone takes the attempt back when it was our fault that nothing came of it.
func (a *attempt) undone() {
	a.t.mu.Lock()
	defer a.t.mu.Unlock()
	a.own.takeBack(freePerLogin)
	a.shared()
}

func (a *attempt) shared() {
	if a.source != nil {
		a.source.takeBack(freePerSource)
	}
	if a.all != nil {
		a.all.takeBack(freeEverywhere)
	}
}

func (c *counter) takeBack(free int32) {
	c.failures = max(0, c.failures-1)
	if c.failures <= free {
		c.until = 0
	}
}

// burst reports whether this failure is one to write into the log: the first that is delayed,
// then every doubling.
func (a *attempt) burst() bool {
	n := a.failures / (freePerLogin + 1)
	return a.failures%(freePerLogin+1) == 0 && n&(n-1) == 0
}

// forget clears a counter that has rested long enough.
func (c *counter) forget(now time.Time) {
	if now.Unix()-max(c.last, c.until) > int64(forgetAfter/time.Second) {
		*c = counter{}
	}
}

func (c *counter) count(now time.Time) {
	c.forget(now)
	c.failures++
	c.last = now.Unix()
}

func (c *counter) fail(now time.Time, free int32) {
	c.count(now)
	if c.failures <= free {
		return
	}
	delay := maxDelay
	if over := c.failures - free - 1; over < 16 {
		delay = min(maxDelay, firstDelay<<over)
	}
	c.until = now.Add(delay).Unix()
}

// take takes the next turn of a name: how long it is until then, or when to come again if the
// queue is too long.
func (c *counter) take(now time.Time) (wait time.Duration, again int64) {
	c.forget(now)
	if c.failures < freeEverywhere {
		return 0, 0
	}
	at := max(now.Unix(), c.until)
	wait = time.Duration(at-now.Unix()) * time.Second
	if wait > longestTurn {
		return 0, now.Add(turnEvery).Unix()
	}
	c.until = at + int64(turnEvery/time.Second)
	return wait, 0
}

// Source makes the coarse source of an address: the /24 of an IPv4 and the /48 of an IPv6
// address, "" for this machine itself (a proxy in front), which is not counted. Nothing of it
// is ever stored.
func Source(remote string) string {
	ap, err := netip.ParseAddrPort(remote)
	addr := ap.Addr()
	if err != nil {
		addr, err = netip.ParseAddr(remote)
	}
	if err != nil || addr.IsLoopback() {
		return ""
	}
	addr = addr.Unmap()
	bits := 48
	if addr.Is4() {
		bits = 24
	}
	p, err := addr.Prefix(bits)
	if err != nil {
		return ""
	}
	return p.String()
}
