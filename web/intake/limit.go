package intake

import (
	"context"
	"time"

	"golang.org/x/time/rate"

	"rambu.id"
	"rambu.id/internal/network"
)

// The limits of one network. Thousands of people share the address of a mobile operator, so
// they are wide; a code cannot be guessed anyhow. Sending has four times the room of starting,
// so that whoever was let in to the first page is not refused at the last.
const (
	startEvery = time.Second / 2
	startBurst = 120
	sendEvery  = startEvery / 4
	sendBurst  = startBurst * 4
	fileEvery  = time.Second / 4
	fileBurst  = 240
	wrongEvery = time.Second
	wrongBurst = 60
)

// gate counts what networks do, in memory only. Nothing of it is ever stored or logged.
type gate struct {
	*network.Memory[budget]

	clock rambu.Clock
	slow  network.Lane // the narrow lane for networks that typed many wrong codes
}

type budget struct {
	start, send, file, wrong *rate.Limiter

	large chan struct{} // a place for the one large form of this network that is being read
}

func newGate(clock rambu.Clock) *gate {
	return &gate{clock: clock, slow: network.NewLane(), Memory: network.Remember(func() *budget {
		return &budget{
			start: rate.NewLimiter(rate.Every(startEvery), startBurst), send: rate.NewLimiter(rate.Every(sendEvery), sendBurst),
			file: rate.NewLimiter(rate.Every(fileEvery), fileBurst), wrong: rate.NewLimiter(rate.Every(wrongEvery), wrongBurst),
			large: make(chan struct{}, 1),
		}
	})}
}

// allow takes one from a limit, or says that there is none left.
func (g *gate) allow(l *rate.Limiter) error {
	if l.AllowN(g.clock.Now(), 1) {
		return nil
	}
	return rambu.Fault(rambu.TooMany, "intake.error.busy")
}

// code admits an attempt to open an inbox. A network that typed many wrong codes goes through a
// lane of one at a time: nobody is locked out, and a flood costs others nothing. Unavailable: the reader has
// gone while waiting for it.
func (g *gate) code(ctx context.Context, b *budget) (done func(wrong bool), err error) {
	slow := b.wrong.TokensAt(g.clock.Now()) < 1
	if slow {
		err = g.slow.Enter(ctx)
		if err != nil {
			return nil, err
		}
	}
	return func(wrong bool) {
		if wrong {
			b.wrong.AllowN(g.clock.Now(), 1)
		}
		if slow {
			g.slow.Leave()
		}
	}, nil
}
