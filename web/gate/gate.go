// Package gate limits how often a network may try an address that is opened by a secret: a short
// link, a printed code. It counts in memory only; nothing of it is stored or logged.
package gate

import (
	"net/http"
	"net/netip"
	"sync"

	"golang.org/x/time/rate"

	"rambu.id"
)

// The limit of one network under short links. A whole district may share the address of a mobile
// operator on one evening, so it is wide; a code of sixty bits is guessed by nobody anyhow.
const (
	tryPerSecond = 2
	tryBurst     = 120
)

// maxNetworks bounds the memory of a gate: at twice as many all begin anew.
const maxNetworks = 4096

// Gate counts attempts by network.
type Gate struct {
	clock rambu.Clock

	mu  sync.Mutex
	now map[netip.Prefix]*rate.Limiter
	old map[netip.Prefix]*rate.Limiter
}

// New returns a gate; the clock is the machine's.
func New(clock rambu.Clock) *Gate {
	return &Gate{clock: clock, now: map[netip.Prefix]*rate.Limiter{}, old: map[netip.Prefix]*rate.Limiter{}}
}

// network is the coarse prefix an address is counted under.
func network(a netip.Addr) netip.Prefix {
	a = a.Unmap()
	bits := 48
	if a.Is4() {
		bits = 24
	}
	p, err := a.Prefix(bits)
	if err != nil {
		return netip.Prefix{}
	}
	return p
}

// Allow takes one attempt of a network, or says that there is none left. Errors: TooMany.
func (g *Gate) Allow(a netip.Addr) error {
	key := network(a)
	g.mu.Lock()
	defer g.mu.Unlock()
	l, ok := g.now[key]
	if !ok {
		l, ok = g.old[key]
		if !ok {
			l = rate.NewLimiter(tryPerSecond, tryBurst)
		}
		if len(g.now) >= maxNetworks {
			g.now, g.old = map[netip.Prefix]*rate.Limiter{}, g.now
		}
		g.now[key] = l
	}
	if l.AllowN(g.clock.Now(), 1) {
		return nil
	}
	return rambu.Fault(rambu.TooMany, "ui.error.busy")
}

// Remote is where a connection comes from, for a server that stands behind nothing.
func Remote(r *http.Request) netip.Addr {
	a, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}
	}
	return a.Addr()
}
