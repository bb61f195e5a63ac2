package intake_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"rambu.id/intake"
	"rambu.id/internal/db"
	"rambu.id/internal/db/pgtest"
	web "rambu.id/web/intake"
)

// BenchmarkSend sends reports of 1 KB over HTTP, each from another network, and reads the page
// with the code.
func BenchmarkSend(b *testing.B) {
	for name, source := range map[string]func(*testing.B) string{
		"sqlite":   func(b *testing.B) string { return filepath.Join(b.TempDir(), "rambu.db") },
		"postgres": func(b *testing.B) string { return pgtest.URL(b) },
	} {
		for _, n := range []int{1, 4, 16} {
			b.Run(fmt.Sprintf("%s/%d", name, n), func(b *testing.B) {
				d, err := db.Open(b.Context(), source(b))
				must(b, err)
				defer d.Close() //nolint:errcheck // a benchmark
				var from atomic.Uint32
				s := open(b, d, func(deps *web.Deps) {
					deps.Client = func(*http.Request) netip.Addr {
						i := from.Add(1)
						return netip.AddrFrom4([4]byte{byte(i >> 16), byte(i >> 8), byte(i), 1})
					}
				})
				srv := httptest.NewServer(s.handler)
				defer srv.Close()
				srv.Client().Transport.(*http.Transport).MaxIdleConnsPerHost = n
				sendMany(b, n, srv)
			})
		}
	}
}

func sendMany(b *testing.B, clients int, srv *httptest.Server) {
	b.Helper()
	text := strings.Repeat("dugaan ", 146)
	var left atomic.Int64
	left.Store(int64(b.N))
	b.ReportAllocs()
	b.ResetTimer()
	var wg sync.WaitGroup
	for range clients {
		wg.Go(func() {
			for left.Add(-1) >= 0 {
				form := url.Values{"konsep": {intake.NewDraft().String()}, "pintu": {"informasi-awal"}, "apa": {text}, "kecamatan": {"tidak-tahu"}}
				res, err := srv.Client().PostForm(srv.URL+"/lapor/kirim", form)
				if err != nil {
					b.Error(err)
					return
				}
				_, _ = io.Copy(io.Discard, res.Body)
				_ = res.Body.Close()
				if res.StatusCode != http.StatusOK {
					b.Errorf("status %d", res.StatusCode)
				}
			}
		})
	}
	wg.Wait()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "reports/s")
}
