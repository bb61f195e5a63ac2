package ui_test

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"rambu.id"
	"rambu.id/web/ui"
)

// form is a body with fields and files in the order given: "name=text" or "name@file=text".
func form(t *testing.T, parts ...string) *http.Request {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for _, p := range parts {
		name, text, _ := strings.Cut(p, "=")
		name, file, isFile := strings.Cut(name, "@")
		if !isFile {
			_ = w.WriteField(name, text)
			continue
		}
		part, err := w.CreateFormFile(name, file)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.WriteString(part, text)
	}
	_ = w.Close()
	r := httptest.NewRequest(http.MethodPost, "/", &b)
	r.Header.Set("Content-Type", w.FormDataContentType())
	return r
}

func TestUpload(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		what  string
		parts []string
		took  string // name, kind and text
		after string // field behind the file, as it is shown again
		want  rambu.Kind
	}{
		{"a picture, with the folder of its machine", []string{`file@C:\foto\a.png=` + "\x89PNG\r\n\x1a\n", "catatan=ya"}, "a.png image/png \x89PNG\r\n\x1a\n", "ya", ""},
		{"nothing chosen", []string{"file@=", "catatan=ya"}, "", "ya", ""},
		{"two files", []string{"file@a.png=x", "file@b.png=y"}, "a.png text/plain; charset=utf-8 x", "", rambu.Invalid},
		{"a refused one", []string{"file@no.png=x", "catatan=ya"}, "", "ya", rambu.Invalid},
		{"one that is too large", []string{"file@big.png=x", "catatan=ya"}, "", "", rambu.TooLarge},
		{"too much text", []string{"catatan=" + strings.Repeat("x", 101)}, "", strings.Repeat("x", 101), rambu.TooLarge},
		{"too many fields", []string{"a=1", "b=2", "c=3", "d=4", "e=5"}, "", "", rambu.TooLarge},
	} {
		took := ""
		in, err := ui.Upload{Field: "file", Fields: 5, Bytes: 100, Take: func(name, media string, body io.Reader) error {
			switch name {
			case "no.png":
				return rambu.Fault(rambu.Invalid, "directive.error.media").On("file")
			case "big.png":
				return rambu.Fault(rambu.TooLarge, "directive.error.file_large").On("file")
			}
			b, err := io.ReadAll(body)
			took = name + " " + media + " " + string(b)
			return err
		}}.Read(form(t, c.parts...))
		if c.want == "" && err != nil || c.want != "" && (err == nil || rambu.KindOf(err) != c.want) {
			t.Errorf("%s: %v, want %q", c.what, err, c.want)
		}
		if took != c.took || in == nil || in.Values.Get("catatan") != c.after {
			t.Errorf("%s: took %q, then %v", c.what, took, in)
		}
	}
	if in, err := (ui.Upload{Field: "file", Fields: 5}).Read(httptest.NewRequest(http.MethodPost, "/", strings.NewReader("a=1"))); in != nil || rambu.KindOf(err) != rambu.Invalid {
		t.Errorf("a form without parts: %v", err)
	}
}

// A text that is too long comes back whole with the refusal, beside a file too.
func TestATooLongTextBesideAFileComesBack(t *testing.T) {
	t.Parallel()
	text := strings.Repeat("panjang ", 200)
	in, err := ui.Upload{Field: "file", Fields: 5, Bytes: 100, Take: func(string, string, io.Reader) error { return nil }}.
		Read(form(t, "perihal=Undangan", "isi="+text, "file@a.png=x"))
	if rambu.KindOf(err) != rambu.TooLarge || in.Values.Get("perihal") != "Undangan" || in.Values.Get("isi") != text {
		t.Errorf("%v, %d letters kept", err, len(in.Values.Get("isi")))
	}
}

// Whatever comes as a body, nothing panics, and no more text than allowed is taken.
func FuzzUpload(f *testing.F) {
	f.Add("--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\n\r\nx\r\n--x--\r\n")
	f.Add("--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n" + strings.Repeat("y", 200) + "\r\n--x--\r\n")
	f.Add("--x--")
	f.Fuzz(func(t *testing.T, body string) {
		r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(body))
		r.Header.Set("Content-Type", "multipart/form-data; boundary=x")
		in, err := ui.Upload{Field: "file", Fields: 5, Bytes: 100, Take: func(_, _ string, b io.Reader) error {
			_, err := io.Copy(io.Discard, b)
			return err
		}}.Read(r)
		if in == nil {
			return
		}
		n := 0
		for _, values := range in.Values {
			for _, v := range values {
				n += len(v)
			}
		}
		if n > 100 && err == nil || n > 1<<20+100 {
			t.Errorf("kept %d bytes of text", n)
		}
	})
}
