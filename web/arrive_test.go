package web_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"rambu.id/web"
)

// connection notes until when a request may be read.
type connection struct {
	*httptest.ResponseRecorder

	until []time.Time
}

// SetReadDeadline is what http.ResponseController looks for.
func (c *connection) SetReadDeadline(t time.Time) error {
	c.until = append(c.until, t)
	return nil
}

// Whatever is sent has a minute to arrive; only where files are taken in, and come, half an hour.
func TestNothingMayDripForEver(t *testing.T) {
	t.Parallel()
	s := open(t, "bawaslu", "pemda")
	pages, err := web.New(t.Context(), s.in, web.Options{API: http.NotFoundHandler()})
	if err != nil {
		t.Fatal(err)
	}
	const plain, parts = "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"
	for _, c := range []struct {
		path, media string
		want        time.Duration
	}{
		{"/masuk", plain, time.Minute},
		{"/masuk", parts, time.Minute},
		{"/lapor/kirim", plain, time.Minute},
		{"/lapor/5", parts, 30 * time.Minute},
		{"/u/0123456789ab", plain, time.Minute},
		{"/surat/catat", plain, time.Minute},
		{"/surat/catat", parts, 30 * time.Minute},
		{"/arahan/arh_1/bukti", parts, 30 * time.Minute},
		{"/tidak-ada", parts, time.Minute},
		{"/api/v1/laporan", "application/json", time.Minute},
		{"/api/v1/laporan/berkas", parts, 30 * time.Minute},
		{"/api/v1/masuk", "application/json", time.Minute},
	} {
		w := &connection{ResponseRecorder: httptest.NewRecorder()}
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, c.path, strings.NewReader("--x--"))
		r.Header.Set("Content-Type", c.media)
		pages.ServeHTTP(w, r)
		if len(w.until) == 0 || w.until[0].Sub(s.in.Config.Machine.Now()).Round(time.Second*10) != c.want {
			t.Errorf("%s, %s: until %v", c.path, c.media, w.until)
		}
	}
	w := &connection{ResponseRecorder: httptest.NewRecorder()}
	pages.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", http.NoBody))
	if len(w.until) != 0 {
		t.Errorf("a request without a body: until %v", w.until)
	}
}
