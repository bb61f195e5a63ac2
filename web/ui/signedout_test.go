package ui_test

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"rambu.id"
	"rambu.id/internal/words"
	"rambu.id/web/ui"
)

// A form that came after its session had ended is given back too, with files or without; of what nobody
// has signed for no more is read than a form may hold.
func TestAFormAfterTheSessionIsGivenBack(t *testing.T) {
	t.Parallel()
	w, err := words.Load()
	if err != nil {
		t.Fatal(err)
	}
	rd := ui.New(w)
	h := rd.Protect(rd.Handle(func(_ http.ResponseWriter, r *http.Request) error {
		return ui.SignedOut(r, "/masuk?lanjut=%2Fx", rambu.Errorf(rambu.Unauthenticated, "no session"))
	}), ui.Options{MaxBody: func(*http.Request) int64 { return 300 << 20 }})
	send := func(kind string, body io.Reader, site string) (int, string) {
		r := httptest.NewRequest(http.MethodPost, "/x", body)
		r.Header.Set("Content-Type", kind)
		r.Header.Set("Sec-Fetch-Site", site)
		rec := httptest.NewRecorder()
		h.ServeHTTP(rec, r)
		return rec.Code, rec.Body.String()
	}
	const plain = "application/x-www-form-urlencoded"
	form := url.Values{"uraian": {"Uraian <i>sepagian</i>."}, "sandi": {"kata sandi yang panjang"}, "code": {"X1VY BRWS SEP3 BFDA"}, "versi": {"psn_00000000000000000000000000"}}
	status, page := send(plain, strings.NewReader(form.Encode()), "same-origin")
	for _, want := range []string{"Uraian &lt;i&gt;sepagian&lt;/i&gt;.", `href="/masuk?lanjut=%2Fx"`, "belum disimpan"} {
		if status != http.StatusUnauthorized || !strings.Contains(page, want) {
			t.Errorf("status %d, no %q:\n%s", status, want, page)
		}
	}
	if strings.Contains(page, "kata sandi yang panjang") || strings.Contains(page, "psn_") || strings.Contains(page, "BRWS") {
		t.Error("a password, a code or an id was given back")
	}
	if status, page = send(plain, strings.NewReader(form.Encode()), "cross-site"); status != http.StatusForbidden || strings.Contains(page, "sepagian") {
		t.Errorf("a form of another site: status %d:\n%s", status, page)
	}
	var b bytes.Buffer
	mw := multipart.NewWriter(&b)
	_ = mw.WriteField("uraian", "Uraian di depan berkas.")
	file, _ := mw.CreateFormFile("berkas", "foto.png")
	_, _ = file.Write(bytes.Repeat([]byte("isi berkas yang besar "), 100_000))
	size := b.Len()
	if status, page = send(mw.FormDataContentType(), &b, "same-origin"); status != http.StatusUnauthorized || !strings.Contains(page, "Uraian di depan berkas.") || strings.Contains(page, "isi berkas") {
		t.Errorf("with a file: status %d:\n%.2000s", status, page)
	}
	if read := size - b.Len(); read > 300<<10 {
		t.Errorf("%d bytes were read", read)
	}
	long := strings.NewReader("uraian=" + strings.Repeat("panjang+", 1<<20))
	all := long.Len()
	if _, page = send(plain, long, "same-origin"); all-long.Len() > 300<<10 || len(page) > 300<<10 {
		t.Errorf("%d bytes were read, %d given back", all-long.Len(), len(page))
	}
}
