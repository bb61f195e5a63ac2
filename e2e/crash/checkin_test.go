package crash

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"
)

// screen is the door screen: it asks for itself again and again, as the page does, and knows the
// code it showed last.
type screen struct {
	phone *phone
	id    string
	code  atomic.Value
	done  chan struct{}
	wait  sync.WaitGroup
}

var shownCode = regexp.MustCompile(`class="r-code"><span>(\d{3})</span><span>(\d{3})</span>`)

// watch turns the screen on and keeps it on.
func watch(tb testing.TB, base func() string, token, id string, every time.Duration) *screen {
	tb.Helper()
	s := &screen{phone: newPhone(base, token), id: id, done: make(chan struct{})}
	s.code.Store("")
	must(tb, s.look(tb.Context()))
	s.wait.Go(func() {
		for {
			select {
			case <-s.done:
				return
			case <-time.After(every):
				_ = s.look(tb.Context()) // the program may just be dead
			}
		}
	})
	return s
}

func (s *screen) look(ctx context.Context) error {
	_, body, err := s.phone.do(ctx, http.MethodGet, "/rapat/"+s.id+"/pintu", nil)
	if err != nil {
		return err
	}
	m := shownCode.FindStringSubmatch(body)
	if m == nil {
		return errors.New("the screen shows no code")
	}
	s.code.Store(m[1] + m[2])
	return nil
}

func (s *screen) now() string { return s.code.Load().(string) }

func (s *screen) off() {
	close(s.done)
	s.wait.Wait()
	s.phone.http.CloseIdleConnections()
}

// phone is a signed-in browser.
type phone struct {
	http   *http.Client
	base   func() string
	token  string
	timing func(time.Duration) // hears how long each answer took
}

func newPhone(base func() string, token string) *phone {
	return &phone{
		base: base, token: token, timing: func(time.Duration) {},
		http: &http.Client{Timeout: time.Minute, Transport: &http.Transport{}, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }},
	}
}

func (p *phone) do(ctx context.Context, method, path string, form url.Values) (*http.Response, string, error) {
	req, err := http.NewRequestWithContext(ctx, method, p.base()+path, strings.NewReader(form.Encode()))
	if err != nil {
		return nil, "", err
	}
	if method == http.MethodPost {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	req.AddCookie(&http.Cookie{Name: "rambu", Value: p.token})
	start := time.Now()
	resp, err := p.http.Do(req)
	if err != nil {
		return nil, "", err
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	p.timing(time.Since(start))
	return resp, string(b), err
}

// Marks of the page, in its Indonesian words.
const (
	markForm     = `name="kode"`
	markRecorded = "tercatat pukul"
)

var errOldCode = errors.New("the code is old")

// checkIn opens the page, types the code and reads what was recorded.
func (p *phone) checkIn(ctx context.Context, id, code string) error {
	path := "/rapat/" + id + "/hadir"
	resp, body, err := p.do(ctx, http.MethodGet, path, nil)
	if err != nil {
		return err
	}
	if recorded(body) {
		return nil
	}
	if resp.StatusCode != http.StatusOK || !strings.Contains(body, markForm) {
		return fmt.Errorf("the page answered %d: %.400s", resp.StatusCode, body)
	}
	resp, body, err = p.do(ctx, http.MethodPost, path, url.Values{"kode": {code}})
	if err != nil {
		return err
	}
	switch resp.StatusCode {
	case http.StatusSeeOther:
	case http.StatusUnprocessableEntity, http.StatusServiceUnavailable: // the code changed, the screen is dark
		return errOldCode
	default:
		return fmt.Errorf("check-in answered %d: %.400s", resp.StatusCode, body)
	}
	resp, body, err = p.do(ctx, http.MethodGet, resp.Header.Get("Location"), nil)
	if err == nil && (resp.StatusCode != http.StatusOK || !recorded(body)) {
		err = fmt.Errorf("not recorded, says the page (%d): %.400s", resp.StatusCode, body)
	}
	return err
}

func recorded(body string) bool { return strings.Contains(strings.ToLower(body), markRecorded) }

// staffOf is how many people a benchmark lets in: 60 for a quick look, 2,000 with
// RAMBU_BENCH_FULL=1, as "make bench-full" sets it, or RAMBU_BENCH_STAFF.
func staffOf(b *testing.B) int {
	b.Helper()
	given := os.Getenv("RAMBU_BENCH_STAFF")
	if given == "" && os.Getenv("RAMBU_BENCH_FULL") == "1" {
		return 2000
	}
	if given == "" {
		return 60
	}
	n, err := strconv.Atoi(given)
	if err != nil || n < 1 {
		b.Fatalf("RAMBU_BENCH_STAFF=%s is no number of people", given)
	}
	return n
}

// between is the time between two arrivals: 2,000 people come within 60 seconds.
const between = time.Minute / 2000

// BenchmarkCheckIn lets signed-in people, 2,000 at its full size, check in at one door of the built program: each
// opens the page, types the code from the screen and reads that he is recorded. "spread" has them
// arrive one every 30 ms, "rush" as fast as 16 at a time are answered. Afterwards every
// one of them is recorded once and the log agrees. Setting up takes minutes and is not measured.
func BenchmarkCheckIn(b *testing.B) {
	for name, source := range sources() {
		b.Run(name, func(b *testing.B) {
			p := found(b, b.TempDir(), source(b))
			a := p.assemble(b, staffOf(b), 12)
			next := 0
			run := func(let func(b *testing.B, s *process, id string)) func(b *testing.B) {
				return func(b *testing.B) {
					id := a.meetings[next]
					next++
					s := p.serve(b)
					s.await(b)
					let(b, s, id)
					s.stop(b)
					p.came(b, a, id)
				}
			}
			b.Run("spread", run(func(b *testing.B, s *process, id string) { a.spread(b, s, id) }))
			b.Run("rush", run(func(b *testing.B, s *process, id string) { a.rush(b, s, id, 16) }))
		})
	}
}

// times collects how long answers took.
type times struct {
	mu  sync.Mutex
	all []time.Duration
}

func (t *times) add(d time.Duration) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.all = append(t.all, d)
}

func (t *times) report(b *testing.B, took time.Duration, people int) {
	b.Helper()
	slices.Sort(t.all)
	at := func(q float64) float64 { return float64(t.all[int(q*float64(len(t.all)-1))].Microseconds()) / 1000 }
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(float64(people), "people")
	b.ReportMetric(float64(people)/took.Seconds(), "people/s")
	b.ReportMetric(at(0.5), "p50-ms")
	b.ReportMetric(at(0.99), "p99-ms")
	b.ReportMetric(at(1), "max-ms")
}

// arrive checks one person in, with the code on the screen when he looks.
func (a *assembly) arrive(ctx context.Context, base func() string, sc *screen, n int, heard func(time.Duration)) error {
	p := newPhone(base, a.staff[n])
	p.timing = heard
	defer p.http.CloseIdleConnections()
	for range 3 {
		err := p.checkIn(ctx, sc.id, sc.now())
		if !errors.Is(err, errOldCode) {
			return err
		}
	}
	return fmt.Errorf("person %d: three codes were old", n)
}

func (a *assembly) spread(b *testing.B, s *process, id string) {
	b.Helper()
	sc := watch(b, func() string { return s.url }, a.usher, id, 5*time.Second)
	defer sc.off()
	var t times
	var crew errgroup.Group
	start := time.Now()
	for n := range a.staff {
		crew.Go(func() error {
			time.Sleep(time.Until(start.Add(between * time.Duration(n))))
			return a.arrive(b.Context(), func() string { return s.url }, sc, n, t.add)
		})
	}
	must(b, crew.Wait())
	t.report(b, time.Since(start), len(a.staff))
}

func (a *assembly) rush(b *testing.B, s *process, id string, at int) {
	b.Helper()
	sc := watch(b, func() string { return s.url }, a.usher, id, 5*time.Second)
	defer sc.off()
	var t times
	var crew errgroup.Group
	crew.SetLimit(at)
	start := time.Now()
	for n := range a.staff {
		crew.Go(func() error { return a.arrive(b.Context(), func() string { return s.url }, sc, n, t.add) })
	}
	must(b, crew.Wait())
	t.report(b, time.Since(start), len(a.staff))
}
