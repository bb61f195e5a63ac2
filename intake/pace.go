package intake

import (
	"context"
	"time"

	"golang.org/x/time/rate"

	"rambu.id"
)

// Wrong codes are answered at this pace, each in its turn and whoever asks, so that a flood of them
// leaves the processors to those who have a code. Right codes never wait.
const (
	paceEvery = time.Second / 100
	paceBurst = 20
	paceWait  = 5 * time.Second // longer than this nobody is kept
)

// pace keeps the turns of wrong codes, in memory only.
type pace struct {
	clock rambu.Clock // the machine's
	turns *rate.Limiter
}

func newPace(clock rambu.Clock) *pace {
	return &pace{clock: clock, turns: rate.NewLimiter(rate.Every(paceEvery), paceBurst)}
}

// turn waits until a wrong code may be answered. TooMany: the queue is too long.
func (p *pace) turn(ctx context.Context) error {
	now := p.clock.Now()
	r := p.turns.ReserveN(now, 1)
	wait := r.DelayFrom(now)
	var err error
	if wait > paceWait {
		r.CancelAt(now)
		wait, err = paceWait, rambu.Fault(rambu.TooMany, "intake.error.codes_busy").On("kode")
	}
	if wait <= 0 {
		return nil
	}
	t := time.NewTimer(wait)
	defer t.Stop()
	select {
	case <-t.C:
		return err
	case <-ctx.Done():
		return rambu.Errorf(rambu.Unavailable, "the reader has gone")
	}
}
