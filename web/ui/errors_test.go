package ui_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"

	"rambu.id"
	"rambu.id/web/ui"
)

func serve(rd *ui.Renderer, r *http.Request, h ui.HandlerFunc) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	rd.Protect(rd.Handle(h), ui.Options{}).ServeHTTP(w, r)
	return w
}

func TestErrorsBecomePages(t *testing.T) {
	rd := renderer(t)
	rd.Log = slog.New(slog.DiscardHandler)
	tests := []struct {
		err    error
		status int
		says   string
	}{
		{rambu.Errorf(rambu.Invalid, "rahasia dapur"), 422, "Ada yang perlu diperbaiki"},
		{rambu.Errorf(rambu.NotFound, "rahasia dapur"), 404, "Halaman tidak ditemukan"},
		{rambu.Errorf(rambu.Forbidden, "rahasia dapur"), 404, "Halaman tidak ditemukan"},
		{rambu.Fault(rambu.Forbidden, "ui.error.cross_origin"), 403, "Formulir ini dikirim dari situs lain"},
		{rambu.Errorf(rambu.Unauthenticated, "rahasia dapur"), 401, "Sesi berakhir"},
		{rambu.Errorf(rambu.Conflict, "rahasia dapur"), 409, "Data sudah diubah orang lain"},
		{rambu.Errorf(rambu.Blocked, "rahasia dapur"), 409, "Belum dapat dilakukan"},
		{rambu.Errorf(rambu.Locked, "rahasia dapur"), 403, "Isi ini tersegel"},
		{rambu.Errorf(rambu.TooLarge, "rahasia dapur"), 413, "Ukurannya terlalu besar"},
		{rambu.Errorf(rambu.TooMany, "rahasia dapur"), 429, "Terlalu banyak percobaan"},
		{rambu.Errorf(rambu.Unavailable, "rahasia dapur"), 503, "Sedang ada gangguan"},
		{&rambu.Error{Kind: rambu.Unavailable, Key: rambu.StorageFull, Detail: "rahasia dapur"}, 503, "Tempat penyimpanan penuh"},
		{rambu.Errorf(rambu.Internal, "rahasia dapur"), 500, "Ada gangguan"},
		{errors.New("rahasia dapur"), 500, "Ada gangguan"},
		{fmt.Errorf("rahasia dapur: %w", rambu.Fault(rambu.Conflict, "tidak.ada.kunci")), 409, "Data sudah diubah orang lain"},
		{&http.MaxBytesError{Limit: 1}, 413, "Ukurannya terlalu besar"},
	}
	for _, tt := range tests {
		t.Run(tt.err.Error(), func(t *testing.T) {
			w := serve(rd, httptest.NewRequest(http.MethodGet, "/x", nil), func(http.ResponseWriter, *http.Request) error { return tt.err })
			if w.Code != tt.status {
				t.Errorf("status %d, want %d", w.Code, tt.status)
			}
			body := w.Body.String()
			if !strings.Contains(body, tt.says) {
				t.Errorf("the page does not say %q", tt.says)
			}
			if strings.Contains(body, "rahasia") || strings.Contains(body, "tidak.ada.kunci") {
				t.Error("the page shows internal detail")
			}
			if w.Header().Get("Cache-Control") != "no-store" {
				t.Error("the page may be kept")
			}
		})
	}
}

// Somebody who guesses addresses must not learn from the answer what another room holds.
func TestForeignAndMissingLookTheSame(t *testing.T) {
	rd := renderer(t)
	rd.Log = slog.New(slog.DiscardHandler)
	page := func(kind rambu.Kind) string {
		w := serve(rd, httptest.NewRequest(http.MethodGet, "/perkara/x", nil), func(http.ResponseWriter, *http.Request) error {
			return rambu.Errorf(kind, "%s", kind)
		})
		before, _, ok := strings.Cut(w.Body.String(), "Nomor rujukan")
		if !ok {
			t.Fatal("no reference on the page")
		}
		return fmt.Sprint(w.Code, w.Header(), before)
	}
	if page(rambu.NotFound) != page(rambu.Forbidden) {
		t.Error("a foreign thing can be told from a missing one")
	}
}

func TestErrorsAreLoggedOnceWithoutThePerson(t *testing.T) {
	rd := renderer(t)
	var log bytes.Buffer
	rd.Log = slog.New(slog.NewTextHandler(&log, nil))
	r := httptest.NewRequest(http.MethodGet, "/perkara/kode-rahasia?nama=Siti", nil)
	r.RemoteAddr = "203.0.113.9:4711"
	r = ui.WithFrame(r, func(f *ui.Frame) { f.Who = &ui.Who{Name: "Siti Contoh"} })
	w := serve(rd, r, func(http.ResponseWriter, *http.Request) error {
		return fmt.Errorf("disk full: %w", &net.OpError{Op: "read", Net: "tcp", Addr: net.TCPAddrFromAddrPort(netip.MustParseAddrPort(r.RemoteAddr)), Err: io.ErrUnexpectedEOF})
	})
	if n := strings.Count(log.String(), "\n"); n != 1 {
		t.Errorf("%d log lines, want 1:\n%s", n, log.String())
	}
	for _, word := range []string{"Siti", "203.0.113.9", "kode-rahasia", "nama="} {
		if strings.Contains(log.String(), word) {
			t.Errorf("the log names %q: %s", word, log.String())
		}
	}
	_, ref, _ := strings.Cut(log.String(), "reference=")
	if !strings.Contains(w.Body.String(), ref[:6]) {
		t.Error("the page does not show the log's reference")
	}
}

func TestPanicBecomesAPage(t *testing.T) {
	rd := renderer(t)
	rd.Log = slog.New(slog.DiscardHandler)
	w := serve(rd, httptest.NewRequest(http.MethodGet, "/", nil), func(http.ResponseWriter, *http.Request) error { panic("aduh") })
	if w.Code != 500 || strings.Contains(w.Body.String(), "aduh") {
		t.Errorf("status %d, body %s", w.Code, w.Body.String())
	}
}

func TestNoErrorPageAfterABegunAnswer(t *testing.T) {
	rd := renderer(t)
	rd.Log = slog.New(slog.DiscardHandler)
	w := serve(rd, httptest.NewRequest(http.MethodGet, "/", nil), func(w http.ResponseWriter, _ *http.Request) error {
		_, _ = io.WriteString(w, "a,b\n")
		return errors.New("line lost")
	})
	if got := w.Body.String(); got != "a,b\n" {
		t.Errorf("body %q", got)
	}
}

func TestABrokenTemplateLeavesNoHalfPage(t *testing.T) {
	rd := renderer(t)
	rd.Log = slog.New(slog.DiscardHandler)
	page := rd.Parse(brokenFS, ui.LayoutPublic, "broken.html")
	w := serve(rd, httptest.NewRequest(http.MethodGet, "/", nil), func(w http.ResponseWriter, r *http.Request) error {
		return page.Render(w, http.StatusOK, &allPage{Frame: rd.Frame(r, "ui.name")})
	})
	if w.Code != 500 || strings.Contains(w.Body.String(), "setengah") {
		t.Errorf("status %d, body %s", w.Code, w.Body.String())
	}
}

func TestProblems(t *testing.T) {
	rd := renderer(t)
	es := rambu.Errors{rambu.Fault(rambu.Invalid, "ui.error.too_long", "n", "5").On("apa"), rambu.Fault(rambu.Invalid, "ui.error.date").On("kapan")}
	got, ok := rd.Problems("en", es.Err())
	if !ok || len(got) != 2 || got[0].Field != "apa" || got[0].Text != "At most 5 characters" {
		t.Errorf("problems %v %v", got, ok)
	}
	for _, err := range []error{nil, errors.New("x"), rambu.Errorf(rambu.NotFound, "x"), rambu.Errorf(rambu.Internal, "x")} {
		if _, ok := rd.Problems("id", err); ok {
			t.Errorf("%v counts as a mistake in the form", err)
		}
	}
}
