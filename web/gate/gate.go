// Package gate limits how often a network may try an address that is opened by a secret: a short
// link, a printed code. It counts in memory only; nothing of it is stored or logged.
package gate

import (
	"net/http"
	"net/netip"

	"golang.org/x/time/rate"

	"rambu.id"
	"rambu.id/internal/network"
)

// The limit of one network under short links. A whole district may share the address of a mobile
// operator on one evening, so it is wide; a code of sixty bits is guessed by nobody anyhow.
const (
	tryPerSecond = 2
	tryBurst     = 120
)

// Gate counts attempts by network.
type Gate struct {
	clock rambu.Clock
	seen  *network.Memory[rate.Limiter]
}

// New returns a gate; the clock is the machine's.
func New(clock rambu.Clock) *Gate {
	return &Gate{clock, network.Remember(func() *rate.Limiter { return rate.NewLimiter(tryPerSecond, tryBurst) })}
}

// Allow takes one attempt of a network, or says that there is none left. Errors: TooMany.
func (g *Gate) Allow(a netip.Addr) error {
	if g.seen.Of(a).AllowN(g.clock.Now(), 1) {
		return nil
	}
	return rambu.Fault(rambu.TooMany, "ui.error.busy")
}

// Remote is where a connection comes from, for a server that stands behind nothing.
func Remote(r *http.Request) netip.Addr { return network.Remote(r.RemoteAddr) }
