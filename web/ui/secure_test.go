package ui_test

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"rambu.id/internal/words"
	"rambu.id/web/static"
	"rambu.id/web/ui"
)

var brokenFS = fstest.MapFS{"broken.html": {Data: []byte(`{{define "content"}}<p>setengah</p>{{index .Rows 7}}{{end}}`)}}

var longFS = fstest.MapFS{"long.html": {Data: []byte(`{{define "content"}}` + strings.Repeat("<p>panjang</p>", 400) + `{{end}}`)}}

func TestHeaders(t *testing.T) {
	rd := renderer(t)
	w := serve(rd, httptest.NewRequest(http.MethodGet, "/", nil), func(w http.ResponseWriter, _ *http.Request) error {
		w.WriteHeader(http.StatusNoContent)
		return nil
	})
	for name, want := range map[string]string{
		"Referrer-Policy": "no-referrer", "X-Content-Type-Options": "nosniff",
		"Cross-Origin-Opener-Policy": "same-origin", "X-Robots-Tag": "noindex, nofollow",
	} {
		if got := w.Header().Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	csp := w.Header().Get("Content-Security-Policy")
	for _, want := range []string{"default-src 'none'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'"} {
		if !strings.Contains(csp, want) {
			t.Errorf("policy lacks %s", want)
		}
	}
}

func TestFormsFromOtherSitesAreRefused(t *testing.T) {
	rd := renderer(t)
	rd.Log = slog.New(slog.DiscardHandler)
	for site, want := range map[string]int{"cross-site": 403, "same-site": 403, "same-origin": 204, "none": 204} {
		r := httptest.NewRequest(http.MethodPost, "/", nil)
		r.Header.Set("Sec-Fetch-Site", site)
		w := serve(rd, r, func(w http.ResponseWriter, _ *http.Request) error {
			w.WriteHeader(http.StatusNoContent)
			return nil
		})
		if w.Code != want {
			t.Errorf("%s: status %d, want %d", site, w.Code, want)
		}
	}
}

func TestPagesWithASecretAreNotCompressed(t *testing.T) {
	rd := renderer(t)
	page := rd.Parse(longFS, ui.LayoutPublic, "long.html")
	for _, secret := range []bool{false, true} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.Header.Set("Accept-Encoding", "gzip")
		w := serve(rd, r, func(w http.ResponseWriter, r *http.Request) error {
			p := &allPage{Frame: rd.Frame(r, "ui.name")}
			p.Secret = secret
			return page.Render(w, http.StatusOK, p)
		})
		if got := w.Header().Get("Content-Encoding") == "gzip"; got == secret {
			t.Errorf("secret %v: compressed %v", secret, got)
		}
		// A phone on a bad network sees how much is still to come, and never waits for more than comes.
		if n := w.Header().Get("Content-Length"); n != "" && n != strconv.Itoa(w.Body.Len()) {
			t.Errorf("secret %v: promised %s bytes, sent %d", secret, n, w.Body.Len())
		}
	}
}

// What a browser fetches on its own guess reaches no page: reading is logged as what a person did.
func TestNothingIsReadAhead(t *testing.T) {
	rd := renderer(t)
	asked := 0
	h := rd.Protect(rd.Handle(func(http.ResponseWriter, *http.Request) error { asked++; return nil }), ui.Options{})
	style := httptest.NewRequest(http.MethodGet, static.Path("css/publik.css"), nil)
	style.Header.Set("Sec-Purpose", "prefetch")
	got := httptest.NewRecorder()
	rd.Protect(static.Handler(), ui.Options{}).ServeHTTP(got, style)
	if got.Code != http.StatusOK || got.Body.Len() == 0 {
		t.Errorf("the style sheet our pages fetch ahead: status %d", got.Code)
	}
	for _, c := range []struct {
		name, value string
		want        int
	}{
		{"Sec-Purpose", "prefetch", 503},
		{"Sec-Purpose", "prefetch;prerender", 503},
		{"Purpose", "prefetch", 503},
		{"X-Moz", "prefetch", 503},
		{"X-Purpose", "preview", 503},
		{"Sec-Purpose", "", 200},
		{"Purpose", "navigate", 200},
	} {
		r := httptest.NewRequest(http.MethodGet, "/rapat/rpt_1/kehadiran.csv", nil)
		r.Header.Set(c.name, c.value)
		w := httptest.NewRecorder()
		before := asked
		h.ServeHTTP(w, r)
		if w.Code != c.want || (asked > before) != (c.want == 200) {
			t.Errorf("%s: %s: status %d, want %d", c.name, c.value, w.Code, c.want)
		}
	}
}

func TestLargeBodiesAreRefused(t *testing.T) {
	rd := renderer(t)
	rd.Log = slog.New(slog.DiscardHandler)
	h := rd.Protect(rd.Handle(func(w http.ResponseWriter, r *http.Request) error {
		_, err := ui.Read(w, r)
		return err
	}), ui.Options{MaxBody: func(*http.Request) int64 { return 10 }})
	for body, want := range map[string]int{"a=b": 200, "a=" + strings.Repeat("b", 20): 413} {
		r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(body))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code != want {
			t.Errorf("%d bytes: status %d, want %d", len(body), w.Code, want)
		}
	}
}

func TestLanguage(t *testing.T) {
	tests := []struct {
		query, cookie string
		want          words.Lang
		sets          bool
	}{
		{"", "", words.ID, false},
		{"?bahasa=en", "", words.EN, true},
		{"?bahasa=en", "id", words.EN, true},
		{"?bahasa=id", "en", words.ID, true},
		{"", "en", words.EN, false},
		{"?bahasa=xx", "en", words.EN, false},
		{"", "xx", words.ID, false},
	}
	for _, tt := range tests {
		r := httptest.NewRequest(http.MethodGet, "/"+tt.query, nil)
		if tt.cookie != "" {
			r.AddCookie(&http.Cookie{Name: "bahasa", Value: tt.cookie})
		}
		w := httptest.NewRecorder()
		var got words.Lang
		ui.Language(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { got = ui.Lang(r) }), tt.sets).ServeHTTP(w, r)
		if got != tt.want {
			t.Errorf("%+v: %s", tt, got)
		}
		cookies := w.Result().Cookies()
		if (len(cookies) == 1) != tt.sets {
			t.Errorf("%+v: cookies %v", tt, cookies)
		}
		if tt.sets && (!cookies[0].Expires.IsZero() || cookies[0].MaxAge != 0) {
			t.Errorf("%+v: the cookie outlives the browser", tt)
		}
		if tt.sets && (!cookies[0].Secure || !cookies[0].HttpOnly) {
			t.Errorf("%+v: a cookie of a site with TLS that travels without", tt)
		}
	}
}

func TestLeaveForgetsEverything(t *testing.T) {
	r := httptest.NewRequest(http.MethodGet, ui.LeavePath, nil)
	r.AddCookie(&http.Cookie{Name: "sesi", Value: "x"})
	r.AddCookie(&http.Cookie{Name: "__Host-sesi", Value: "y"})
	w := httptest.NewRecorder()
	forgot := false
	ui.Leave("https://cuaca.example/", func(http.ResponseWriter, *http.Request) { forgot = true }).ServeHTTP(w, r)
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "https://cuaca.example/" || !forgot {
		t.Errorf("status %d to %q, forgot %v", w.Code, w.Header().Get("Location"), forgot)
	}
	c := w.Result().Cookies()
	if len(c) != 2 || c[0].Name != "sesi" || c[0].Secure || c[1].Name != "__Host-sesi" || !c[1].Secure {
		t.Fatalf("cookies %v", c)
	}
	for _, c := range c {
		if c.MaxAge >= 0 || c.Value != "" || c.Path != "/" {
			t.Errorf("cookie %v stays", c)
		}
	}
}

// An address with bytes that are no text names nothing: no handler asks a database for it.
func TestAddressesOfNoText(t *testing.T) {
	t.Parallel()
	rd := renderer(t)
	rd.Log = slog.New(slog.DiscardHandler)
	h := rd.Protect(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) }), ui.Options{})
	for address, want := range map[string]int{
		"/surat/srt_%00": 404, "/surat/%ff": 404, "/surat/a%c3": 404, "/surat?cari=%00": 404, "/surat?%fe=1": 404,
		"/surat/%C3%A9": 204, "/surat?cari=%C3%A9+a": 204, "/surat?cari=100%": 204,
	} {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, address, nil))
		if w.Code != want {
			t.Errorf("%s: %d, want %d", address, w.Code, want)
		}
	}
}
