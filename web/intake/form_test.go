package intake

import (
	"context"
	"errors"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"rambu.id"
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
	p := &Pages{Deps: Deps{Machine: clock.Machine{}, Client: remote}, gate: newGate(clock.NewFrozen(start)), big: make(chan struct{}, 1)}
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

// A large form that finds no place keeps what arrived of it; one whose sender has gone does not wait.
func TestALargeFormWaitsOnlySoLong(t *testing.T) {
	t.Parallel()
	synctest.Test(t, waitsOnlySoLong)
}

func waitsOnlySoLong(t *testing.T) {
	t.Helper()
	p := &Pages{Deps: Deps{Machine: clock.Machine{}, Client: remote}, gate: newGate(clock.Machine{}), big: make(chan struct{}, 1)}
	p.big <- struct{}{} // somebody else's
	body := "konsep=k&apa=" + strings.Repeat("%C3%A9", largeForm/6) + "&saksi=hilang"
	ask := func(ctx context.Context) (url.Values, error) {
		r := httptest.NewRequestWithContext(ctx, http.MethodPost, "/lapor/kirim", strings.NewReader(body))
		return p.read(httptest.NewRecorder(), r, nil)
	}
	began := time.Now()
	values, err := ask(t.Context())
	if took := time.Since(began); took != formTime {
		t.Errorf("it waited %s", took)
	}
	e, ok := errors.AsType[*rambu.Error](err)
	if !ok || e.Kind != rambu.Unavailable || e.Key != "intake.error.large_busy" {
		t.Errorf("no place: %v", err)
	}
	if got := values.Get("apa"); values.Get("konsep") != "k" || len(got) < largeForm/4 || strings.Trim(got, "é") != "" {
		t.Errorf("kept %q and %d bytes", values.Get("konsep"), len(got))
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	began = time.Now()
	if _, err = ask(gone); rambu.KindOf(err) != rambu.Unavailable || time.Since(began) != 0 {
		t.Errorf("the sender has gone: %v after %s", err, time.Since(began))
	}
	<-p.big
	values, err = ask(t.Context())
	if err != nil || values.Get("saksi") != "hilang" || len(p.big) != 0 || len(p.gate.of(remote(httptest.NewRequest(http.MethodGet, "/", nil))).large) != 0 {
		t.Errorf("with a place: %v, %q, %d places held", err, values.Get("saksi"), len(p.big))
	}
}
