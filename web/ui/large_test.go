package ui_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"rambu.id/internal/words"
	"rambu.id/web/ui"
)

// Whoever sent more than a form may hold reads so in his language, and finds what he typed on the page:
// browsers forget it when he goes back. Passwords are not given back, nor what is beyond giving back.
func TestATooLargeFormGivesBackWhatWasTyped(t *testing.T) {
	t.Parallel()
	w, err := words.Load()
	if err != nil {
		t.Fatal(err)
	}
	rd := ui.New(w)
	taken := 0
	h := rd.Protect(rd.Handle(func(w http.ResponseWriter, r *http.Request) error {
		_, err := ui.Read(w, r)
		if err == nil {
			taken++
		}
		return err
	}), ui.Options{MaxBody: func(*http.Request) int64 { return 12 << 20 }})
	post := func(path string, v url.Values) (int, string) {
		r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(v.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		rec := httptest.NewRecorder()
		h.ServeHTTP(rec, r)
		return rec.Code, rec.Body.String()
	}
	const opinion = "Pendapat hukum yang panjang <b>& lengkap</b>, ditulis sepagian."
	form := url.Values{
		"kajian": {strings.Repeat("uraian ", 50_000)}, "pendapat": {opinion}, "versi": {"3"},
		"sandi": {strings.Repeat("rahasia", 20)}, "new_password": {strings.Repeat("rahasia", 20)},
	}
	status, page := post("/x", form)
	for _, want := range []string{"Ukurannya terlalu besar", "melebihi 256 KB, jadi tidak ada yang disimpan", "uraian uraian", "&lt;b&gt;&amp; lengkap", "Yang Anda ketik (1)", "Yang Anda ketik (2)"} {
		if status != http.StatusRequestEntityTooLarge || !strings.Contains(page, want) {
			t.Errorf("status %d: no %q", status, want)
		}
	}
	if strings.Contains(page, "rahasia") || strings.Contains(page, "Yang Anda ketik (3)") {
		t.Error("a password was given back")
	}
	if _, page := post("/x?bahasa=en", form); !strings.Contains(page, "This form is over 256 KB") || !strings.Contains(page, "What you typed (1)") {
		t.Error("not in English")
	}
	form.Set("kajian", strings.Repeat("uraian ", 300_000))
	status, page = post("/x", form)
	if status != http.StatusRequestEntityTooLarge || !strings.Contains(page, "terlalu besar untuk disimpan atau dikembalikan") || len(page) > 20_000 {
		t.Errorf("2 MB, nobody signed in: status %d, a page of %d bytes", status, len(page))
	}
	form.Set("kajian", "pendek")
	if status, _ = post("/x", form); status != http.StatusOK || taken != 1 {
		t.Errorf("a small form: status %d, taken %d times", status, taken)
	}
}

// An officer finds ten megabytes of what he typed on the page, one officer at a time; beyond twelve he reads
// that it is lost. Beside a file it is the same.
func TestADeskGivesBackTenMegabytes(t *testing.T) {
	t.Parallel()
	w, err := words.Load()
	if err != nil {
		t.Fatal(err)
	}
	rd := ui.New(w)
	var inside, most atomic.Int32
	h := rd.Protect(ui.GiveBack(rd.Handle(func(w http.ResponseWriter, r *http.Request) error {
		var err error
		if strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/") {
			_, err = ui.Upload{Field: "file", Fields: 5, Bytes: 1000, Take: func(string, string, io.Reader) error { return nil }}.Read(r)
		} else {
			_, err = ui.Read(w, r)
		}
		n := inside.Add(1)
		defer inside.Add(-1)
		for most.Load() < n && !most.CompareAndSwap(most.Load(), n) {
		}
		time.Sleep(20 * time.Millisecond)
		return err
	})), ui.Options{MaxBody: func(*http.Request) int64 { return 20 << 20 }})
	send := func(kind, body string) (int, string) {
		r := httptest.NewRequest(http.MethodPost, "/x", strings.NewReader(body))
		r.Header.Set("Content-Type", kind)
		rec := httptest.NewRecorder()
		h.ServeHTTP(rec, r)
		return rec.Code, rec.Body.String()
	}
	const plain = "application/x-www-form-urlencoded"
	text := strings.Repeat("uraian+", 1_500_000)
	var all sync.WaitGroup
	for range 3 {
		all.Go(func() {
			status, page := send(plain, "berita="+text)
			if status != http.StatusRequestEntityTooLarge || strings.Count(page, "uraian ") < 1_499_999 {
				t.Errorf("10 MB: status %d, a page of %d bytes", status, len(page))
			}
		})
	}
	all.Wait()
	if most.Load() != 1 {
		t.Errorf("%d large forms at once", most.Load())
	}
	parts := "--x\r\nContent-Disposition: form-data; name=\"isi\"\r\n\r\n" + strings.ReplaceAll(text, "+", " ") + "\r\n--x--\r\n"
	if status, page := send("multipart/form-data; boundary=x", parts); status != http.StatusRequestEntityTooLarge || strings.Count(page, "uraian") < 1_500_000 {
		t.Errorf("beside a file: status %d, a page of %d bytes", status, len(page))
	}
	if status, page := send(plain, "berita="+text+text); status != http.StatusRequestEntityTooLarge || !strings.Contains(page, "terlalu besar untuk disimpan atau dikembalikan") || len(page) > 20_000 {
		t.Errorf("20 MB: status %d, a page of %d bytes", status, len(page))
	}
	if status, _ := send(plain, "berita=pendek"); status != http.StatusOK {
		t.Errorf("a small form afterwards: status %d", status)
	}
}
