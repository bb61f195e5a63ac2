package intake_test

import (
	"bytes"
	"io"
	"io/fs"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"rambu.id/evidence"
	"rambu.id/intake"
	"rambu.id/internal/db/dbtest"
)

// repeated is an endless text.
type repeated string

func (s repeated) Read(p []byte) (int, error) {
	for i := 0; i < len(p); i += copy(p[i:], s) {
	}
	return len(p), nil
}

// A video of 250 MB comes over a real connection without growing memory, and nothing of it or
// of what was typed beside it is spooled to a file in clear.
func TestLargeVideoOverHTTP(t *testing.T) { //nolint:paralleltest // it measures memory
	const marker = "PENANDA-VIDEO-RAHASIA"
	temp, base := t.TempDir(), t.TempDir()
	t.Setenv("TMPDIR", temp)
	s := open(t, dbtest.Open(t, filepath.Join(base, "rambu.db")))
	srv := httptest.NewServer(s.handler)
	defer srv.Close()

	pr, pw := io.Pipe()
	mw := multipart.NewWriter(pw)
	draft := intake.NewDraft()
	var peak, before uint64
	go func() {
		defer pw.Close() //nolint:errcheck // a pipe
		_ = mw.WriteField("konsep", draft.String())
		_ = mw.WriteField("pintu", "informasi-awal")
		_ = mw.WriteField("apa", marker)
		part, _ := mw.CreateFormFile("berkas", marker+".mp4")
		_, _ = part.Write([]byte("\x00\x00\x00\x18ftyp"))
		left := int64(evidence.MaxFile - 8)
		for left > 0 {
			n, err := io.CopyN(part, repeated(marker+"\n"), min(left, 32<<20))
			if err != nil {
				return
			}
			left -= n
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			peak = max(peak, m.HeapAlloc)
		}
		_ = mw.WriteField("ke", "tetap")
		_ = mw.Close()
	}()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	before = m.HeapAlloc
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, srv.URL+"/lapor/5", pr)
	must(t, err)
	req.Header.Set("Content-Type", mw.FormDataContentType())
	res, err := srv.Client().Do(req)
	must(t, err)
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	must(t, err)
	if res.StatusCode != http.StatusOK || !strings.Contains(string(body), marker+".mp4 (250 MB)") {
		t.Errorf("status %d:\n%s", res.StatusCode, body)
	}
	if grown := int64(peak) - int64(before); grown > 24<<20 {
		t.Errorf("memory grew by %d MB", grown>>20)
	}
	if entries, err := os.ReadDir(temp); err != nil || len(entries) != 0 {
		t.Errorf("the folder for temporary files holds %v %v", entries, err)
	}
	for _, folder := range []string{base, s.data} {
		must(t, filepath.WalkDir(folder, func(name string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() {
				return err
			}
			b, err := os.ReadFile(name)
			if bytes.Contains(b, []byte(marker)) {
				t.Errorf("%s holds plaintext", filepath.Base(name))
			}
			return err
		}))
	}
}

// Whatever goes wrong, the log of the program holds no address, code, draft, name or text.
func TestLogsHoldNothingOfAReporter(t *testing.T) { //nolint:paralleltest // it replaces the default logger
	var log bytes.Buffer
	old := slog.Default()
	slog.SetDefault(slog.New(slog.NewJSONHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug})))
	defer slog.SetDefault(old)
	d := dbtest.Open(t, filepath.Join(t.TempDir(), "rambu.db"))
	s := open(t, d)
	v := toCheck(t, s)
	v.press("Kirim laporan", nil)
	code := v.code()
	box := s.visit(t, "/kotak-surat")
	box.press("Buka kotak surat", one("kode", code))
	draft := intake.NewDraft().String()
	form := "konsep=" + draft + "&pintu=informasi-awal&kecamatan=tidak-tahu&apa=RAHASIA-SEKALI"
	post := func(path, body string) *visitor {
		v := &visitor{t: t, site: s}
		v.send(func() *http.Request {
			r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, path+"?kode="+code, strings.NewReader(body))
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			r.RemoteAddr = "203.0.113.99:5555"
			return r
		})
		return v
	}
	post("/lapor/catat", form)
	post("/lapor/9", form)
	post("/lapor/kirim", form+"%zz")
	must(t, d.Close()) // from here on nothing can be kept
	failed := post("/lapor/kirim", form)
	failed.wantTitle("Periksa jawaban Anda")
	failed.wantText("Jawaban belum terkirim", "RAHASIA-SEKALI")
	if failed.status != http.StatusServiceUnavailable {
		t.Errorf("status %d without a database", failed.status)
	}
	post("/kotak-surat", "kode="+code)
	if log.Len() == 0 {
		t.Fatal("nothing was logged: this test looks in the wrong place")
	}
	for _, secret := range []string{"203.0.113", code, code[:8], draft, "RAHASIA", "Orang Rekaan", "foto rumah", "Lurah"} {
		if strings.Contains(log.String(), secret) {
			t.Errorf("the log holds %q:\n%s", secret, log.String())
		}
	}
}
