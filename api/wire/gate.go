package wire

import (
	"errors"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"rambu.id"
)

// The limits of one network at the public routes: as wide as those of the pages, because
// thousands of people share the address of a mobile operator.
const (
	sendEvery = time.Second / 8
	sendBurst = 480
	fileEvery = time.Second / 4
	fileBurst = 240
	codeEvery = time.Second
	codeBurst = 60
)

// maxNetworks bounds the memory of a Gate: beyond it the ones seen longest ago are forgotten.
const maxNetworks = 4096

// Gate counts what networks do at the public routes, in memory only. Nothing of it is stored.
type Gate struct {
	Clock rambu.Clock

	mu       sync.Mutex
	now, old map[string]*Budget

	slow chan struct{} // the narrow lane for networks that typed many wrong codes
}

// Budget is what one network may still do; Codes counts wrong ones only.
type Budget struct{ Send, File, Codes *rate.Limiter }

// NewGate makes a gate that has seen nobody.
func NewGate(clock rambu.Clock) *Gate {
	return &Gate{Clock: clock, now: map[string]*Budget{}, slow: make(chan struct{}, 1)}
}

// Of is the budget of a network.
func (g *Gate) Of(source string) *Budget {
	g.mu.Lock()
	defer g.mu.Unlock()
	b, ok := g.now[source]
	if ok {
		return b
	}
	b, ok = g.old[source]
	if !ok {
		b = &Budget{
			Send: rate.NewLimiter(rate.Every(sendEvery), sendBurst), File: rate.NewLimiter(rate.Every(fileEvery), fileBurst),
			Codes: rate.NewLimiter(rate.Every(codeEvery), codeBurst),
		}
	}
	if len(g.now) >= maxNetworks/2 {
		g.now, g.old = map[string]*Budget{}, g.now
	}
	g.now[source] = b
	return b
}

func busy() error { return rambu.Fault(rambu.TooMany, "api.error.busy") }

// Allow takes one from a limit. Errors: TooMany when nothing is left.
func (g *Gate) Allow(l *rate.Limiter) error {
	if l.AllowN(g.Clock.Now(), 1) {
		return nil
	}
	return busy()
}

// Coded runs what a code is typed for, and counts wrong ones. As at the pages, a network that typed
// many goes through a lane of one at a time: nobody is shut out, and a flood costs others nothing.
// What fn does must be short.
func (g *Gate) Coded(b *Budget, fn func() error) error {
	if b.Codes.TokensAt(g.Clock.Now()) < 1 {
		g.slow <- struct{}{}
		defer func() { <-g.slow }()
	}
	return g.Counted(b, fn)
}

// Counted counts a wrong code and runs what takes long, an upload, outside of the lane.
func (g *Gate) Counted(b *Budget, fn func() error) error {
	err := fn()
	if e, ok := errors.AsType[*rambu.Error](err); ok && (e.Kind == rambu.Invalid || e.Kind == rambu.TooMany) && e.Field == "kode" {
		b.Codes.AllowN(g.Clock.Now(), 1)
	}
	return err
}
