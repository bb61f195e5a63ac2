package crash

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"rambu.id/internal/db/pgtest"
)

// kills is how often the program is killed: RAMBU_KILLS, else a number that a person waits for.
func kills(t *testing.T, usual int) int {
	t.Helper()
	given := os.Getenv("RAMBU_KILLS")
	if given == "" {
		return usual
	}
	n, err := strconv.Atoi(given)
	if err != nil || n < 1 {
		t.Fatalf("RAMBU_KILLS=%s is no number of kills", given)
	}
	return n
}

// TestKilledUnderLoad kills the serving program without warning while phones send reports, many
// times over. Whoever got no answer sends the same form again, as a person reloads. In the end
// every report that was begun stands once, with its file, and the log verifies.
func TestKilledUnderLoad(t *testing.T) {
	if testing.Short() {
		t.Skip("kills take long: left out with -short")
	}
	t.Run("sqlite", func(t *testing.T) { killUnderLoad(t, "", kills(t, 20)) })
	t.Run("postgres", func(t *testing.T) { killUnderLoad(t, pgtest.URL(t), kills(t, 20)) })
}

const phones = 6

func killUnderLoad(t *testing.T, source string, n int) {
	t.Helper()
	p := found(t, t.TempDir(), source)
	var at atomic.Value // where the program listens now
	s := p.serve(t)
	s.await(t)
	at.Store(s.url)
	base := func() string { return at.Load().(string) }
	crowd := &crowd{base: base}
	crowd.start(t)
	started := time.Now()
	for i := range n {
		crowd.further(t, s)
		time.Sleep(time.Duration(20+rand.IntN(400)) * time.Millisecond) // load, up to any moment
		if err := s.exited(); err != nil {
			t.Fatalf("before kill %d: %v\n%s", i, err, s.talk.String())
		}
		s.kill()
		s = p.serve(t)
		if i%5 == 4 { // while it starts, too
			time.Sleep(time.Duration(rand.IntN(200)) * time.Millisecond)
			s.kill()
			s = p.serve(t)
		}
		s.await(t)
		at.Store(s.url)
		if (i+1)%100 == 0 {
			t.Logf("%d kills in %s", i+1, time.Since(started).Round(time.Second))
		}
	}
	sent := crowd.stop()
	took := time.Since(started)
	v := visit(base, 200)
	for _, r := range sent {
		if r.code != r.draft.Code().String() {
			t.Errorf("a report was acknowledged with %s, its draft gives %s", r.code, r.draft.Code())
		}
		if err := v.inbox(t.Context(), r.code); err != nil {
			t.Errorf("the code of an acknowledged report: %v", err)
		}
	}
	s.stop(t)
	p.holds(t, sent)
	t.Logf("%d kills in %s: %d reports acknowledged, %d requests broken off", n, took.Round(time.Millisecond), len(sent), crowd.lost.Load())
	if len(sent) < n || crowd.lost.Load() < int64(n)/2 {
		t.Errorf("%d reports and %d broken requests in %d kills: that was no load", len(sent), crowd.lost.Load(), n)
	}
}

// crowd is a number of phones that send reports until they are told to stop.
type crowd struct {
	base func() string
	done chan struct{}
	got  chan struct{} // holds something when a report was acknowledged since somebody last looked
	wait sync.WaitGroup
	lost atomic.Int64 // requests that broke off under way

	mu   sync.Mutex
	sent []*report
}

func (c *crowd) start(t *testing.T) {
	t.Helper()
	c.done, c.got = make(chan struct{}), make(chan struct{}, 1)
	for i := range phones {
		c.wait.Go(func() {
			for k := 0; ; k++ {
				select {
				case <-c.done:
					return
				default:
				}
				err := c.report(t.Context(), i, k)
				if err != nil {
					t.Errorf("phone %d, report %d: %v", i, k, err)
					return
				}
			}
		})
	}
}

// further waits until one more report is acknowledged, however slow the machine is: a program that is
// killed before it had anything to lose loses nothing.
func (c *crowd) further(t *testing.T, s *process) {
	t.Helper()
	select { // one of before the last kill does not count
	case <-c.got:
	default:
	}
	select {
	case <-c.got:
	case <-s.ended:
		t.Fatalf("%v\n%s", s.exited(), s.talk.String())
	case <-time.After(3 * time.Minute):
		t.Fatalf("no report is acknowledged in three minutes:\n%s", s.talk.String())
	}
}

// stop lets every phone finish what it began and returns what was acknowledged.
func (c *crowd) stop() []*report {
	close(c.done)
	c.wait.Wait()
	return c.sent
}

// report sends one report. Every second one has a file. Every report comes from a new network.
func (c *crowd) report(ctx context.Context, phone, k int) error {
	v := visit(c.base, 1000+phone*8000+k%8000)
	defer v.http.CloseIdleConnections()
	what := fmt.Sprintf("Laporan %d dari telepon %d tentang kegiatan di balai desa.", k, phone)
	size := 0
	if k%2 == 0 {
		size = 2000 + rand.IntN(60_000)
	}
	var r *report
	for _, step := range []func() error{
		func() (err error) { r, err = v.begin(ctx, what, size); return err },
		func() error { return v.answer(ctx, r) },
		func() error { return v.send(ctx, r) },
	} {
		err := c.persist(ctx, step)
		if err != nil {
			return err
		}
	}
	r.form = nil // a long run has many
	c.mu.Lock()
	defer c.mu.Unlock()
	c.sent = append(c.sent, r)
	select {
	case c.got <- struct{}{}:
	default:
	}
	return nil
}

// persist repeats a step while nobody answers. An answer is final: the program, as long as it
// lives, has no reason to refuse.
func (c *crowd) persist(ctx context.Context, step func() error) error {
	for range 15_000 {
		err := step()
		if _, answered := errors.AsType[*refused](err); err == nil || answered || ctx.Err() != nil {
			return err
		}
		if !errors.Is(err, syscall.ECONNREFUSED) { // nobody is there: nothing was lost
			c.lost.Add(1)
		}
		time.Sleep(20 * time.Millisecond)
	}
	return errors.New("no answer for five minutes")
}
