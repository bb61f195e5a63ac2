package web_test

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"rambu.id/web"
)

// The interface for programs stands beside the pages: their limits and their refusal of other
// sites' forms are not its own, their headers are.
func TestTheAPIStandsBesideThePages(t *testing.T) {
	t.Parallel()
	got := 0
	api := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n, err := io.Copy(io.Discard, r.Body)
		got = int(n)
		if err != nil {
			t.Error(err)
		}
		w.WriteHeader(http.StatusTeapot)
	})
	s := openWith(t, web.Options{HTTPS: true, API: api}, "bawaslu")
	const size = 30 << 20 // more than any form of the pages
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.server.URL+"/api/v1/laporan", strings.NewReader(strings.Repeat("x", size)))
	s.must(err)
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	res, err := s.server.Client().Do(r)
	s.must(err)
	_ = res.Body.Close()
	if res.StatusCode != http.StatusTeapot || got != size || len(res.Cookies()) > 0 {
		t.Errorf("%d with %d bytes and %v", res.StatusCode, got, res.Cookies())
	}
	if res.Header.Get("Strict-Transport-Security") == "" || res.Header.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("headers: %v", res.Header)
	}
	none, err := s.server.Client().Get(openWith(t, web.Options{}, "bawaslu").server.URL + "/api/v1/sesi")
	s.must(err)
	_ = none.Body.Close()
	if none.StatusCode != http.StatusNotFound {
		t.Errorf("without an API: %d", none.StatusCode)
	}
}
