package intake

import (
	"net/netip"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"rambu.id"
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

// maxNetworks bounds the memory of a gate: networks beyond it push out the ones seen longest ago.
const maxNetworks = 4096

// gate counts what networks do, in memory only. Nothing of it is ever stored or logged.
type gate struct {
	clock rambu.Clock

	mu       sync.Mutex
	now, old map[netip.Prefix]*budget

	slow chan struct{} // the narrow lane for networks that typed many wrong codes
}

type budget struct {
	start, send, file, wrong *rate.Limiter

	large chan struct{} // a place for the one large form of this network that is being read
}

func newGate(clock rambu.Clock) *gate {
	return &gate{clock: clock, now: map[netip.Prefix]*budget{}, old: map[netip.Prefix]*budget{}, slow: make(chan struct{}, 1)}
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

func (g *gate) of(a netip.Addr) *budget {
	key := network(a)
	g.mu.Lock()
	defer g.mu.Unlock()
	b, ok := g.now[key]
	if ok {
		return b
	}
	b, ok = g.old[key]
	if !ok {
		b = &budget{
			start: rate.NewLimiter(rate.Every(startEvery), startBurst), send: rate.NewLimiter(rate.Every(sendEvery), sendBurst),
			file: rate.NewLimiter(rate.Every(fileEvery), fileBurst), wrong: rate.NewLimiter(rate.Every(wrongEvery), wrongBurst),
			large: make(chan struct{}, 1),
		}
	}
	if len(g.now) >= maxNetworks/2 {
		g.now, g.old = map[netip.Prefix]*budget{}, g.now
	}
	g.now[key] = b
	return b
}

// allow takes one from a limit, or says that there is none left.
func (g *gate) allow(l *rate.Limiter) error {
	if l.AllowN(g.clock.Now(), 1) {
		return nil
	}
	return rambu.Fault(rambu.TooMany, "intake.error.busy")
}

// code admits an attempt to open an inbox. A network that typed many wrong codes goes through a
// lane of one at a time: nobody is locked out, and a flood costs others nothing.
func (g *gate) code(b *budget) (done func(wrong bool)) {
	slow := b.wrong.TokensAt(g.clock.Now()) < 1
	if slow {
		g.slow <- struct{}{}
	}
	return func(wrong bool) {
		if wrong {
			b.wrong.AllowN(g.clock.Now(), 1)
		}
		if slow {
			<-g.slow
		}
	}
}
