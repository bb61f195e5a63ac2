package crash

import (
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"
	"time"

	"rambu.id/internal/db/pgtest"
)

// sources are the databases a benchmark runs on. Set RAMBU_TEST_POSTGRES_FSYNC=1, as "make
// bench" does, or PostgreSQL promises less than SQLite.
func sources() map[string]func(testing.TB) string {
	return map[string]func(testing.TB) string{
		"sqlite":   func(testing.TB) string { return "" },
		"postgres": func(tb testing.TB) string { tb.Helper(); return pgtest.URL(tb) },
	}
}

func serving(tb testing.TB, source string) *process {
	tb.Helper()
	s := found(tb, tb.TempDir(), source).serve(tb)
	s.await(tb)
	return s
}

// BenchmarkReportHTTP sends reports of 1 KB over HTTP: sealed, logged, durable, with their proof,
// answered with a page. In turns with it, so that both see the same machine, the same clients send
// the same forms to a bare server. BenchmarkSubmit in package intake compares without HTTP.
func BenchmarkReportHTTP(b *testing.B) {
	for name, source := range sources() {
		for _, n := range []int{1, 4, 16} {
			b.Run(fmt.Sprintf("%s/%d", name, n), func(b *testing.B) {
				p := found(b, b.TempDir(), source(b))
				s := p.serve(b)
				s.await(b)
				lodgeMany(b, n, 100, s.url) // statements prepared, pages warm
				bare := bareServing(b, p, source(b))
				keepMany(b, n, 100, bare.url)
				takeTurns(b, "bare", func(turn int) { lodgeMany(b, n, turn, s.url) }, func(turn int) { keepMany(b, n, turn, bare.url) })
			})
		}
	}
}

// BenchmarkPeer sends reports of 1 KB to the program and, in turns with it, to PocketBase as it comes, which
// keeps them in plain text and answers before they are on the disk.
func BenchmarkPeer(b *testing.B) {
	dir, err := binaries()
	must(b, err)
	binary := filepath.Join(dir, "peer")
	out, err := exec.Command("go", "build", "-C", "../peer", "-o", binary, ".").CombinedOutput()
	if err != nil {
		b.Fatalf("build the peer: %v\n%s", err, out)
	}
	for _, n := range []int{1, 4, 16} {
		b.Run(fmt.Sprintf("pocketbase/%d", n), func(b *testing.B) {
			s := serving(b, "")
			lodgeMany(b, n, 100, s.url)
			peer := launch(b, exec.Command(binary, b.TempDir()))
			peer.await(b)
			create := func(turn int) {
				sendMany(b, n, turn, peer.url, func(s *sender) error {
					s.media = "application/json"
					return s.post(b.Context(), "/api/collections/reports/records", peerRecord(), http.StatusOK, `"collectionId"`)
				})
			}
			create(100)
			takeTurns(b, "peer", func(turn int) { lodgeMany(b, n, turn, s.url) }, create)
		})
	}
}

// perTurn is how many requests one server is sent before it is the other's turn.
const perTurn = 500

// takeTurns sends b.N requests to each of two servers.
func takeTurns(b *testing.B, other string, lodge, keep func(n int)) {
	b.Helper()
	var ours, theirs time.Duration
	for left := b.N; left > 0; left -= perTurn {
		start := time.Now()
		lodge(min(left, perTurn))
		ours += time.Since(start)
		start = time.Now()
		keep(min(left, perTurn))
		theirs += time.Since(start)
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(float64(b.N)/ours.Seconds(), "reports/s")
	b.ReportMetric(float64(b.N)/theirs.Seconds(), other+"/s")
	b.ReportMetric(theirs.Seconds()/ours.Seconds(), "of-"+other)
}

// BenchmarkStart starts the program on an instance with 1,000 reports: the time from the start
// of the process to its first page, and the memory it holds then.
func BenchmarkStart(b *testing.B) {
	for name, source := range sources() {
		b.Run(name, func(b *testing.B) {
			p := found(b, b.TempDir(), source(b))
			s := p.serve(b)
			s.await(b)
			fresh := resident(b, s)
			lodgeMany(b, 4, 1000, s.url)
			full := resident(b, s)
			s.stop(b)
			var total time.Duration
			b.ResetTimer()
			for range b.N {
				total += firstPage(b, p)
			}
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(float64(total.Milliseconds())/float64(b.N), "start-ms")
			b.ReportMetric(fresh, "rss-MB")
			b.ReportMetric(full, "rss-after-1000-MB")
		})
	}
}

// firstPage starts the program, waits for the front page and stops it again.
func firstPage(b *testing.B, p *program) time.Duration {
	b.Helper()
	s := p.serve(b)
	s.await(b)
	resp, err := http.Get(s.url + "/")
	must(b, err)
	took := time.Since(s.started)
	_ = resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		b.Fatalf("the front page answered %d", resp.StatusCode)
	}
	s.kill()
	return took
}

// resident is the memory of the program in MB, as the kernel counts it.
func resident(b *testing.B, s *process) float64 {
	b.Helper()
	text, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(s.cmd.Process.Pid), "status"))
	if err != nil {
		return 0 // not on Linux
	}
	m := regexp.MustCompile(`VmRSS:\s+(\d+) kB`).FindSubmatch(text)
	if m == nil {
		b.Fatal("the kernel does not tell the memory of the program")
	}
	kb, err := strconv.ParseFloat(string(m[1]), 64)
	must(b, err)
	return kb / 1024
}
