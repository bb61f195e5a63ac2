package api

import (
	"errors"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"rambu.id"
	"rambu.id/access"
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

// maxNetworks bounds the memory of a gate: beyond it the ones seen longest ago are forgotten.
const maxNetworks = 4096

// gate counts what networks do at the public routes, in memory only. Nothing of it is stored.
type gate struct {
	clock rambu.Clock

	mu       sync.Mutex
	now, old map[string]*budget
}

// budget is what one network may still do; codes counts wrong ones only.
type budget struct{ send, file, codes *rate.Limiter }

func newGate(clock rambu.Clock) *gate { return &gate{clock: clock, now: map[string]*budget{}} }

func (g *gate) of(source string) *budget {
	g.mu.Lock()
	defer g.mu.Unlock()
	b, ok := g.now[source]
	if ok {
		return b
	}
	b, ok = g.old[source]
	if !ok {
		b = &budget{
			send: rate.NewLimiter(rate.Every(sendEvery), sendBurst), file: rate.NewLimiter(rate.Every(fileEvery), fileBurst),
			codes: rate.NewLimiter(rate.Every(codeEvery), codeBurst),
		}
	}
	if len(g.now) >= maxNetworks/2 {
		g.now, g.old = map[string]*budget{}, g.now
	}
	g.now[source] = b
	return b
}

func busy() error { return rambu.Fault(rambu.TooMany, "api.error.busy") }

// budget is that of the network the request comes from.
func (c *call) budget() *budget { return c.gate.of(access.Source(c.r.RemoteAddr)) }

// allow takes one from a limit.
func (c *call) allow(l *rate.Limiter) error {
	if l.AllowN(c.gate.clock.Now(), 1) {
		return nil
	}
	return busy()
}

// coded runs what a receipt code is asked for, and counts wrong ones.
func (c *call) coded(fn func() error) error {
	b := c.budget()
	if b.codes.TokensAt(c.gate.clock.Now()) < 1 {
		return busy()
	}
	err := fn()
	if e, ok := errors.AsType[*rambu.Error](err); ok && e.Kind == rambu.Invalid && e.Field == "kode" {
		b.codes.AllowN(c.gate.clock.Now(), 1)
	}
	return err
}
