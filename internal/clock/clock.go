// Package clock tells the time: the machine's own, one that a test sets, and the practice
// clock that a demo moves forward.
package clock

import (
	"sync"
	"time"

	"rambu.id"
)

var (
	_ rambu.Clock = Machine{}
	_ rambu.Clock = (*Practice)(nil)
)

// Machine is the clock of the computer, in UTC.
type Machine struct{}

// Now returns the machine's time in UTC, cut to microseconds as the databases store it.
func (Machine) Now() time.Time {
	return time.Now().UTC().Truncate(time.Microsecond) //nolint:forbidigo // the one place that reads the machine's clock
}

// Practice is a legal clock that starts where it is told, runs with the machine and can be
// moved forward, never back. Tests use it too, frozen.
type Practice struct {
	mu     sync.Mutex
	start  time.Time
	base   time.Time
	frozen bool
}

// NewPractice returns a clock that shows start now and runs on from there.
func NewPractice(start time.Time) *Practice {
	return &Practice{start: start.UTC(), base: Machine{}.Now()}
}

// NewFrozen returns a clock that stands still until it is moved: the clock of tests.
func NewFrozen(at time.Time) *Practice {
	return &Practice{start: at.UTC(), base: Machine{}.Now(), frozen: true}
}

// Now returns the practice time in UTC.
func (p *Practice) Now() time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.frozen {
		return p.start
	}
	return p.start.Add(Machine{}.Now().Sub(p.base)).Truncate(time.Microsecond)
}

// MoveTo sets the clock forward to t. Moving back is refused: deadlines already passed would
// seem open again.
func (p *Practice) MoveTo(t time.Time) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.start
	if !p.frozen {
		now = p.start.Add(Machine{}.Now().Sub(p.base))
	}
	if t.Before(now) {
		return rambu.Fault(rambu.Invalid, "clock.error.backwards")
	}
	p.start, p.base = t.UTC(), Machine{}.Now()
	return nil
}
