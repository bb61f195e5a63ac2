package intake_test

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
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

// sending is a form of /lapor/5 with one file of so many bytes, sent over a real connection; look is
// called again and again while the file is on its way.
type sending struct {
	draft intake.Draft
	text  string // in the form before the file, and all through it
	size  int64
	look  func(sent int64)
}

func (f sending) post(t *testing.T, s *site) (status int, page string) {
	t.Helper()
	srv := httptest.NewServer(s.handler)
	defer srv.Close()
	pr, pw := io.Pipe()
	mw := multipart.NewWriter(pw)
	go func() {
		defer pw.Close() //nolint:errcheck // a pipe
		_ = mw.WriteField("konsep", f.draft.String())
		_ = mw.WriteField("pintu", "informasi-awal")
		_ = mw.WriteField("apa", f.text)
		part, _ := mw.CreateFormFile("berkas", f.text+".mp4")
		_, _ = part.Write([]byte("\x00\x00\x00\x18ftyp"))
		for left := f.size - 8; left > 0; {
			n, err := io.CopyN(part, repeated(f.text+"\n"), min(left, 32<<20))
			if err != nil {
				return
			}
			left -= n
			f.look(f.size - left)
		}
		_ = mw.WriteField("ke", "tetap")
		_ = mw.Close()
	}()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, srv.URL+"/lapor/5", pr)
	must(t, err)
	req.Header.Set("Content-Type", mw.FormDataContentType())
	res, err := srv.Client().Do(req)
	must(t, err)
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	must(t, err)
	return res.StatusCode, string(body)
}

// sealed fails when a file below the folders holds the text.
func sealed(t *testing.T, text string, folders ...string) {
	t.Helper()
	for _, folder := range folders {
		must(t, filepath.WalkDir(folder, func(name string, e fs.DirEntry, err error) error {
			if errors.Is(err, fs.ErrNotExist) {
				return nil // gone while we looked
			}
			if err != nil || e.IsDir() {
				return err
			}
			found, err := holds(name, []byte(text))
			if found {
				t.Errorf("%s holds plaintext", filepath.Base(name))
			}
			if errors.Is(err, fs.ErrNotExist) {
				return nil
			}
			return err
		}))
	}
}

// holds reads a file piece by piece, because memory is being measured.
func holds(name string, text []byte) (bool, error) {
	f, err := os.Open(name)
	if err != nil {
		return false, err
	}
	defer f.Close()
	piece, kept := make([]byte, 256<<10), 0
	for {
		n, err := f.Read(piece[kept:])
		if bytes.Contains(piece[:kept+n], text) {
			return true, nil
		}
		if errors.Is(err, io.EOF) {
			return false, nil
		}
		if err != nil {
			return false, err
		}
		kept = copy(piece, piece[max(0, kept+n-len(text)):kept+n])
	}
}

// A video of 250 MB comes over a real connection without growing memory, and nothing of it or
// of what was typed beside it is spooled to a file in clear: neither afterwards nor on the way.
func TestLargeVideoOverHTTP(t *testing.T) { //nolint:paralleltest // it measures memory
	const marker = "PENANDA-VIDEO-RAHASIA"
	temp, base := t.TempDir(), t.TempDir()
	t.Setenv("TMPDIR", temp)
	s := open(t, dbtest.Open(t, filepath.Join(base, "rambu.db")))
	heap := func() int64 {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return int64(m.HeapAlloc)
	}
	defer debug.SetGCPercent(debug.SetGCPercent(10)) // what is measured counts what nobody has collected yet
	runtime.GC()
	before, peak, spooled := heap(), int64(0), map[string]bool{}
	status, page := sending{draft: intake.NewDraft(), text: marker, size: evidence.MaxFile, look: func(sent int64) {
		peak = max(peak, heap())
		entries, err := os.ReadDir(temp)
		if err != nil {
			t.Error(err)
		}
		for _, e := range entries {
			spooled[e.Name()] = true
		}
		if sent == 128<<20+8 { // half of it
			sealed(t, marker, base, s.data)
		}
	}}.post(t, s)
	if status != http.StatusOK || !strings.Contains(page, marker+".mp4 (250 MB)") {
		t.Errorf("status %d:\n%s", status, page)
	}
	if grown := peak - before; grown > 24<<20 {
		t.Errorf("memory grew by %d MB", grown>>20)
	}
	if entries, err := os.ReadDir(temp); err != nil || len(entries)+len(spooled) != 0 {
		t.Errorf("the folder for temporary files holds %v, and held %v on the way: %v", entries, spooled, err)
	}
	sealed(t, marker, base, s.data)
}

// A file over the limit is refused by a sentence that names it and the limit; what was typed is still on
// the page, the other files too, and nothing of the refused one stays.
func TestAFileOverTheLimitOverHTTP(t *testing.T) {
	t.Parallel()
	s := open(t, dbtest.SQLite(t))
	draft := intake.NewDraft()
	small := sending{draft: draft, text: "Yang saya lihat di lapangan", size: 2000, look: func(int64) {}}
	status, page := small.post(t, s)
	if status != http.StatusOK || !strings.Contains(page, small.text+".mp4 (2 KB)") {
		t.Fatalf("status %d:\n%s", status, page)
	}
	large := small
	large.text, large.size = "Yang terlalu besar", evidence.MaxFile+1
	status, page = large.post(t, s)
	if status != http.StatusUnprocessableEntity {
		t.Errorf("status %d", status)
	}
	for _, want := range []string{
		"Berkas " + large.text + ".mp4 lebih dari 250 MB", `name="apa" value="` + large.text + `"`, `value="` + draft.String() + `"`, small.text + ".mp4 (2 KB)",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not have %q:\n%s", want, page)
		}
	}
	if strings.Contains(page, large.text+".mp4 (") {
		t.Error("the refused file is on the list")
	}
	staged, err := s.files.Staged(t.Context(), bawaslu, draft[:])
	if err != nil || len(staged) != 1 {
		t.Errorf("%d files are kept, %v", len(staged), err)
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
