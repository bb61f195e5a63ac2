package wire

import (
	"context"
	"errors"
	"time"

	"golang.org/x/time/rate"

	"rambu.id"
	"rambu.id/internal/network"
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
	callEvery = sendEvery / 2 // a report is a call, and so is what is asked about it
	callBurst = 2 * sendBurst
)

// Gate counts what networks do at the public routes, in memory only. Nothing of it is stored.
type Gate struct {
	*network.Memory[Budget]

	Clock rambu.Clock
	slow  network.Lane // for networks that typed many wrong codes
}

// Budget is what one network may still do; Codes counts wrong ones only, Call every body that is read.
type Budget struct{ Call, Send, File, Codes *rate.Limiter }

// NewGate makes a gate that has seen nobody.
func NewGate(clock rambu.Clock) *Gate {
	limiter := func(every time.Duration, burst int) *rate.Limiter { return rate.NewLimiter(rate.Every(every), burst) }
	return &Gate{Clock: clock, slow: network.NewLane(), Memory: network.Remember(func() *Budget {
		return &Budget{
			Call: limiter(callEvery, callBurst), Send: limiter(sendEvery, sendBurst),
			File: limiter(fileEvery, fileBurst), Codes: limiter(codeEvery, codeBurst),
		}
	})}
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
// What fn does must be short. Errors: those of fn; Unavailable when the reader has gone.
func (g *Gate) Coded(ctx context.Context, b *Budget, fn func() error) error {
	if b.Codes.TokensAt(g.Clock.Now()) < 1 {
		err := g.slow.Enter(ctx)
		if err != nil {
			return err
		}
		defer g.slow.Leave()
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
