package access

import (
	"hash/maphash"
	"net/netip"
	"sync"
	"time"

	"rambu.id"
	"rambu.id/internal/network"
)

// Failures that cost nothing, and how long the following ones wait: doubling from firstDelay.
const (
	freePerLogin  = 4
	freePerSource = 30
	firstDelay    = 30 * time.Second
	maxDelay      = 15 * time.Minute
	forgetAfter   = 30 * time.Minute // without a failure
	throttleSlots = 1 << 16
)

// Wait is inside the error of an attempt that came too early: Until is machine time.
type Wait struct{ Until time.Time }

func (w *Wait) Error() string { return "wait until " + w.Until.UTC().Format(time.RFC3339) }

// throttle slows down guessing, by login name and by coarse source. It is a fixed array of
// counters under a secret hash: no flood of names can make it grow or push a counter out. It
// stands in front of the sign-in of officers only, never of the public door, and knows nothing
// about which names exist.
type throttle struct {
	seed maphash.Seed

	mu    sync.Mutex
	slots []counter
}

type counter struct {
	failures int32
	last     int64 // unix seconds of the last failure
	until    int64 // unix seconds
}

func newThrottle() *throttle {
	return &throttle{seed: maphash.MakeSeed(), slots: make([]counter, throttleSlots)}
}

func (t *throttle) slot(kind, value string) *counter {
	return &t.slots[maphash.String(t.seed, kind+"\x00"+value)%throttleSlots]
}

// attempt is one try in hand. It counts as a failure until it succeeds, so that many tries at
// once are no better than many in turn.
type attempt struct {
	t        *throttle
	login    string
	source   string
	failures int
}

// begin counts an attempt. Errors: TooMany with a *Wait inside.
func (t *throttle) begin(login, source string, now time.Time) (*attempt, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	l := t.slot("login", login)
	until := l.until
	var s *counter
	if source != "" {
		s = t.slot("source", source)
		until = max(until, s.until)
	}
	if until > now.Unix() {
		at := time.Unix(until, 0).UTC()
		return nil, &rambu.Error{Kind: rambu.TooMany, Key: "access.error.wait", Detail: "too many failed sign-ins", Err: &Wait{at}}
	}
	a := &attempt{t: t, login: login, source: source}
	l.fail(now, freePerLogin)
	a.failures = int(l.failures)
	if s != nil {
		s.fail(now, freePerSource)
	}
	return a, nil
}

// succeeded forgets the failures of the name and takes back the one counted for the source.
func (a *attempt) succeeded() {
	a.t.mu.Lock()
	defer a.t.mu.Unlock()
	*a.t.slot("login", a.login) = counter{}
	if a.source != "" {
		a.t.slot("source", a.source).takeBack(freePerSource)
	}
}

// undone takes the attempt back when it was our fault that nothing came of it.
func (a *attempt) undone() {
	a.t.mu.Lock()
	defer a.t.mu.Unlock()
	a.t.slot("login", a.login).takeBack(freePerLogin)
	if a.source != "" {
		a.t.slot("source", a.source).takeBack(freePerSource)
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

func (c *counter) fail(now time.Time, free int32) {
	if now.Unix()-max(c.last, c.until) > int64(forgetAfter/time.Second) {
		*c = counter{}
	}
	c.failures++
	c.last = now.Unix()
	if c.failures <= free {
		return
	}
	delay := maxDelay
	if over := c.failures - free - 1; over < 16 {
		delay = min(maxDelay, firstDelay<<over)
	}
	c.until = now.Add(delay).Unix()
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
	return network.Prefix(addr).String()
}
