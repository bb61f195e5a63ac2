package crash

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// A flood is a process of its own with the lowest priority: in life it comes from elsewhere and
// takes no processor from the reader or from us. It runs until its input ends.
const (
	envFlood = "RAMBU_CRASH_FLOOD" // through which door, and what: "web codes", "api reports"
	envURL   = "RAMBU_CRASH_URL"   // where to
)

// flooders is how many connections a flood keeps busy without pause.
const flooders = 8

// floodMain is the whole life of a flood. It says when it flows, and in the end how many requests
// it made.
func floodMain(what, url string) error {
	name, what, _ := strings.Cut(what, " ")
	door := doors()[name]
	act := func(s *sender) error { return door.guess(s, context.Background()) }
	if what == "reports" {
		act = func(s *sender) error { _, err := door.lodge(s, context.Background()); return err }
	}
	var over atomic.Bool
	var count atomic.Int64
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin) // ends with the parent, however that ends
		over.Store(true)
	}()
	err := crew(flooders, url, func(s *sender) (bool, error) {
		if count.Add(1) == 4*flooders {
			_, _ = os.Stdout.WriteString("flows\n")
		}
		return !over.Load(), act(s)
	})
	_, _ = os.Stdout.WriteString(strconv.FormatInt(count.Load(), 10) + "\n")
	return err
}

// flood floods the program while measure runs. It returns how many requests the flood made in
// a second.
func flood(tb testing.TB, what, url string, measure func()) float64 {
	tb.Helper()
	cmd := exec.CommandContext(tb.Context(), "nice", "-n", "19", os.Args[0])
	cmd.Env = append(os.Environ(), envFlood+"="+what, envURL+"="+url)
	cmd.Stderr = os.Stderr
	stop, err := cmd.StdinPipe()
	must(tb, err)
	out, err := cmd.StdoutPipe()
	must(tb, err)
	must(tb, cmd.Start())
	lines := bufio.NewReader(out)
	line, err := lines.ReadString('\n')
	if err != nil || line != "flows\n" {
		tb.Fatalf("the flood says %q, %v", line, err)
	}
	start := time.Now()
	measure()
	took := time.Since(start)
	must(tb, stop.Close())
	line, err = lines.ReadString('\n')
	must(tb, err)
	must(tb, cmd.Wait())
	n, err := strconv.Atoi(strings.TrimSpace(line))
	must(tb, err)
	return float64(n) / took.Seconds()
}

// BenchmarkInboxUnderFlood measures how long an honest reader waits for the inbox, at the 95th
// percentile: alone, and while wrong codes or reports come in from many networks as fast as the
// program answers. The two take turns, so that the machine is as busy for both. Reader and flood come
// through one door; both doors lead to one desk. A round of all eight takes about a minute.
func BenchmarkInboxUnderFlood(b *testing.B) {
	for base, source := range sources() {
		for name := range doors() {
			for _, what := range []string{"codes", "reports"} {
				b.Run(base+"/"+name+"/"+what, func(b *testing.B) { inboxUnderFlood(b, source(b), name, what) })
			}
		}
	}
}

func inboxUnderFlood(b *testing.B, source, name, what string) {
	b.Helper()
	door, s := doors()[name], found(b, b.TempDir(), source).serve(b, "--behind-proxy")
	s.await(b)
	var networks atomic.Int64
	me := newSender(s.url, &networks)
	defer me.close()
	code, err := door.lodge(me, b.Context())
	must(b, err)
	read := func() error { return door.read(me, b.Context(), code) }
	waits(b, read) // warm
	var alone, flooded, rate float64
	for range b.N {
		alone += waits(b, read)
		rate += flood(b, name+" "+what, s.url, func() { flooded += waits(b, read) })
	}
	n := float64(b.N)
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(alone/n, "alone-p95-ms")
	b.ReportMetric(flooded/n, "flooded-p95-ms")
	b.ReportMetric(flooded/alone, "ratio")
	b.ReportMetric(rate/n, "flood/s")
}

// reads is how often the honest reader looks in one measurement, pause how long he waits in between.
const (
	reads = 200
	pause = 5 * time.Millisecond
)

// waits reads many times and returns the 95th percentile of the waiting, in milliseconds.
func waits(b *testing.B, read func() error) float64 {
	b.Helper()
	took := make([]time.Duration, 0, reads)
	for range reads {
		start := time.Now()
		must(b, read())
		took = append(took, time.Since(start))
		time.Sleep(pause)
	}
	slices.Sort(took)
	return took[reads*95/100].Seconds() * 1000
}

// runFlood makes this process a flood if it was started as one.
func runFlood() bool {
	what := os.Getenv(envFlood)
	if what == "" {
		return false
	}
	err := floodMain(what, os.Getenv(envURL))
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	return true
}
