package intake

import (
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"rambu.id/internal/clock"
)

// FuzzForm feeds the reader of forms with anything: it never fails badly, and keeps nothing
// but the fields of the form.
func FuzzForm(f *testing.F) {
	f.Add("application/x-www-form-urlencoded", "konsep=a&apa=b%20c&state=x")
	f.Add("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"apa\"\r\n\r\nisi\r\n--x\r\n"+
		"Content-Disposition: form-data; name=\"berkas\"; filename=\"a.png\"\r\n\r\n\x89PNG\r\n--x--\r\n")
	f.Add("multipart/form-data", "--x--")
	f.Add("text/plain", "\x00\xff%zz")
	p := &Pages{gate: newGate(clock.NewFrozen(start)), big: make(chan struct{}, 1)}
	names := append(carried(), commands()...)
	f.Fuzz(func(t *testing.T, kind, body string) {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/lapor/5", strings.NewReader(body))
		r.Header.Set("Content-Type", kind)
		values, _ := p.read(httptest.NewRecorder(), r, func(url.Values, *multipart.Part) error { return nil })
		for name := range values {
			if !slices.Contains(names, name) {
				t.Errorf("kept the field %q", name)
			}
		}
		fm := &form{values: values}
		for n := range identityStep + 1 {
			for _, h := range fm.carry(n) {
				if n > 0 && slices.Contains([]string{"state", "casefile"}, h.Name) {
					t.Errorf("carries %q", h.Name)
				}
			}
		}
	})
}

// Every field of every page travels, and every page's own are left to its form.
func TestEveryFieldTravels(t *testing.T) {
	t.Parallel()
	f := &form{values: url.Values{}}
	for _, name := range carried() {
		f.values.Set(name, "x")
	}
	for _, s := range steps() {
		got := map[string]bool{}
		for _, h := range f.carry(s.n) {
			got[h.Name] = true
		}
		for _, name := range carried() {
			base, _, _ := strings.Cut(name, "-")
			if want := !slices.Contains(s.fields, base); got[name] != want {
				t.Errorf("page %d: %s travels %v, want %v", s.n, name, got[name], want)
			}
		}
	}
	if got := len(f.carry(0)); got != len(carried()) {
		t.Errorf("the check page carries %d fields, want %d", got, len(carried()))
	}
	for _, s := range steps() {
		for _, field := range s.fields {
			base := func(n string) bool { b, _, _ := strings.Cut(n, "-"); return b == field }
			if field != "berkas" && !slices.ContainsFunc(carried(), base) {
				t.Errorf("field %q of page %d does not travel", field, s.n)
			}
		}
	}
}
