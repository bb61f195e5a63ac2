package static

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
)

// The style sheets come from a library of another state: its font, its crown and its colours
// are not ours to use, and blue, green, red and yellow are colours of parties.
func TestStylesheetsAreNeutralAndSmall(t *testing.T) {
	limits := map[string]int{"css/publik.css": 9728, "css/meja.css": 18944} // 9.5 and 18.5 KiB compressed
	for name, limit := range limits {
		css := strings.ToLower(string(Bytes(name)))
		for _, word := range []string{"gds transport", "crown", "#1d70b8", "#0f7a52", "#fd0", "#ffdd00", "@import", "url(", "@font-face", "gov.uk", "</style"} {
			if strings.Contains(css, word) {
				t.Errorf("%s contains %q", name, word)
			}
		}
		if n := gzipped(t, Bytes(name)); n > limit {
			t.Errorf("%s: %d bytes compressed, want at most %d", name, n, limit)
		}
	}
}

func TestColoursAreTokens(t *testing.T) {
	tokens := " #2d1b4e #3f2e63 #542788 #b2abd2 #e6e1ef #1d1b20 #55525c #c9c6cf #7f3b08 #fff #f5f4f2 #000 "
	colour := regexp.MustCompile(`#[0-9a-fA-F]{3,8}\b|(?:rgb|hsl)a?\([^)]*\)`)
	for _, name := range []string{"css/publik.css", "css/meja.css"} {
		found := colour.FindAllString(string(Bytes(name)), -1)
		if len(found) < 20 {
			t.Errorf("%s: %d colours, that cannot be", name, len(found))
		}
		for _, c := range found {
			if c != "rgba(0,0,0,0)" && c != "rgba(0, 0, 0, 0)" && !strings.Contains(tokens, " "+c+" ") {
				t.Errorf("%s: colour %s is no token", name, c)
			}
		}
	}
}

func gzipped(t *testing.T, data []byte) int {
	t.Helper()
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Len()
}

func TestHandler(t *testing.T) {
	tests := []struct {
		name, path string
		status     int
	}{
		{"hashed address", Path("css/publik.css"), http.StatusOK},
		{"plain address", "/static/css/publik.css", http.StatusNotFound},
		{"old hash", "/static/css/publik.000000000000.css", http.StatusNotFound},
		{"folder", "/static/css/", http.StatusNotFound},
		{"way out", "/static/../static.go", http.StatusNotFound},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := httptest.NewRecorder()
			r := httptest.NewRequest(http.MethodGet, "/", nil)
			r.URL.Path = tt.path
			Handler().ServeHTTP(w, r)
			if w.Code != tt.status {
				t.Fatalf("status %d, want %d", w.Code, tt.status)
			}
			if tt.status != http.StatusOK {
				return
			}
			if got := w.Header().Get("Cache-Control"); got != "public, max-age=31536000, immutable" {
				t.Errorf("Cache-Control %q", got)
			}
			if got := w.Header().Get("Content-Type"); !strings.HasPrefix(got, "text/css") {
				t.Errorf("Content-Type %q", got)
			}
			if !bytes.Equal(w.Body.Bytes(), Bytes("css/publik.css")) {
				t.Error("another file came")
			}
		})
	}
}

func TestPathOfMissingFilePanics(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("no panic")
		}
	}()
	Path("css/tidak-ada.css")
}
