package crash

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/url"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"rambu.id/internal/db/pgtest"
)

// TestKilledAtTheDoor kills the program without warning while people check in, many times over.
// Whoever got no answer opens the page again and presses once more, as a person does, and the
// usher's screen asks for itself until somebody answers. In the end everybody is recorded once.
func TestKilledAtTheDoor(t *testing.T) {
	if testing.Short() {
		t.Skip("kills take long: left out with -short")
	}
	t.Run("sqlite", func(t *testing.T) { killAtTheDoor(t, "", kills(t, 3)) })
	t.Run("postgres", func(t *testing.T) { killAtTheDoor(t, pgtest.URL(t), kills(t, 3)) })
}

// perRound is how often the program is killed while the people of one meeting come in.
const perRound = 3

func killAtTheDoor(t *testing.T, source string, n int) {
	t.Helper()
	p := found(t, t.TempDir(), source)
	a := p.assemble(t, 16, (n+perRound-1)/perRound)
	s := p.serve(t)
	s.await(t)
	var at atomic.Value // where the program listens now
	at.Store(s.url)
	base := func() string { return at.Load().(string) }
	var lost atomic.Int64
	for _, id := range a.meetings {
		sc := watch(t, base, a.usher, id, 40*time.Millisecond)
		var crew errgroup.Group
		for person := range a.staff {
			crew.Go(func() error {
				time.Sleep(time.Duration(rand.IntN(1200)) * time.Millisecond)
				return a.insist(t.Context(), base, sc, person, &lost)
			})
		}
		for range perRound {
			time.Sleep(time.Duration(20+rand.IntN(150)) * time.Millisecond)
			s.kill()
			s = p.serve(t)
			s.await(t)
			at.Store(s.url)
		}
		must(t, crew.Wait())
		sc.off()
	}
	s.stop(t)
	p.came(t, a, a.meetings...)
	t.Logf("%d kills: %d people checked in at %d doors, %d requests broken off", n, len(a.staff), len(a.meetings), lost.Load())
	if lost.Load() == 0 {
		t.Error("nothing was broken off: that was no load")
	}
}

// insist checks somebody in, again and again while nobody answers or the screen is dark.
func (a *assembly) insist(ctx context.Context, base func() string, sc *screen, person int, lost *atomic.Int64) error {
	p := newPhone(base, a.staff[person])
	defer p.http.CloseIdleConnections()
	for range 7500 {
		err := p.checkIn(ctx, sc.id, sc.now())
		if _, broken := errors.AsType[*url.Error](err); broken {
			lost.Add(1)
		} else if !errors.Is(err, errOldCode) {
			return err
		}
		time.Sleep(40 * time.Millisecond)
	}
	return fmt.Errorf("person %d: no answer for five minutes", person)
}
