package intake

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"rambu.id"
	"rambu.id/internal/clock"
)

// However many type wrong codes, they are answered one after another at a fixed pace.
func TestWrongCodesArePaced(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := newPace(clock.Machine{})
		from := time.Now()
		var wg sync.WaitGroup
		for range paceBurst + 100 {
			wg.Go(func() {
				err := p.turn(t.Context())
				if err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if took := time.Since(from); took != 100*paceEvery {
			t.Errorf("a hundred codes past the first were answered in %v, want %v", took, 100*paceEvery)
		}
		// Nobody is kept for ever, and who goes away is forgotten.
		for range 2 * int(paceWait/paceEvery) {
			p.turns.ReserveN(clock.Machine{}.Now(), 1)
		}
		err := p.turn(t.Context())
		if rambu.KindOf(err) != rambu.TooMany {
			t.Errorf("behind a long queue: %v", err)
		}
		gone, leave := context.WithCancel(t.Context())
		leave()
		err = p.turn(gone)
		if rambu.KindOf(err) != rambu.Unavailable {
			t.Errorf("who has gone: %v", err)
		}
	})
}
