// Package network remembers something of every network that requests come from: what it may still
// do. It remembers in memory only; nothing of it is stored or logged.
package network

import (
	"context"
	"net/netip"
	"sync"

	"rambu.id"
)

// Remote is the address of a connection as net/http tells it; the zero address for none.
func Remote(address string) netip.Addr {
	a, err := netip.ParseAddrPort(address)
	if err != nil {
		return netip.Addr{}
	}
	return a.Addr()
}

// Prefix is the coarse network an address is counted under: whoever has one address has its neighbours.
func Prefix(a netip.Addr) netip.Prefix {
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

// Most is how many networks are remembered: those beyond it push out the ones seen longest ago.
const Most = 4096

// Memory is a B of every network.
type Memory[B any] struct {
	fresh func() *B

	mu       sync.Mutex
	now, old map[netip.Prefix]*B // the younger half, and the one before it
}

// Remember makes a Memory that has seen nobody; fresh makes what a network begins with.
func Remember[B any](fresh func() *B) *Memory[B] {
	return &Memory[B]{fresh: fresh, now: map[netip.Prefix]*B{}}
}

// Of is the B of the network of an address.
func (m *Memory[B]) Of(a netip.Addr) *B {
	key := Prefix(a)
	m.mu.Lock()
	defer m.mu.Unlock()
	b, ok := m.now[key]
	if ok {
		return b
	}
	b, ok = m.old[key]
	if !ok {
		b = m.fresh()
	}
	if len(m.now) >= Most/2 {
		m.now, m.old = map[netip.Prefix]*B{}, m.now
	}
	m.now[key] = b
	return b
}

// Len counts the networks that are remembered.
func (m *Memory[B]) Len() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	n := len(m.now)
	for key := range m.old {
		if _, again := m.now[key]; !again {
			n++
		}
	}
	return n
}

// Lane lets one through at a time.
type Lane chan struct{}

// NewLane makes an empty lane.
func NewLane() Lane { return make(Lane, 1) }

// Enter waits for the lane. Unavailable: whoever asked has gone meanwhile, so nothing waits for nobody.
func (l Lane) Enter(ctx context.Context) error {
	select {
	case l <- struct{}{}:
		return nil
	case <-ctx.Done():
		return rambu.Errorf(rambu.Unavailable, "who asked has gone")
	}
}

// Leave gives the lane to the next.
func (l Lane) Leave() { <-l }
