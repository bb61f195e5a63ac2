package wire

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"reflect"
	"strings"
	"testing"
	"testing/iotest"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"rambu.id"
	"rambu.id/internal/clock"
	"rambu.id/internal/words"
)

// FuzzParse: what is accepted means to every reader what it means to us.
func FuzzParse(f *testing.F) {
	for _, s := range []string{
		`{"a":1,"b":[true,null,"x",{"c":-1.5e3}]}`, `{"a":1,"a":2}`, `{"A":1}`, `[[[[[[[[[[[[[[1]]]]]]]]]]]]]]`, `1 2`, `"\ud800"`, "\"\xff\"", `{"a"}`, `[1,]`, ``,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		got, err := parse(b)
		if err != nil {
			if k := rambu.KindOf(err); k != rambu.Invalid && k != rambu.TooLarge {
				t.Errorf("%q: %s", b, k)
			}
			return
		}
		var want any
		err = json.Unmarshal(b, &want)
		if err != nil {
			t.Fatalf("%q was accepted, and encoding/json says %v", b, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q: %s", b, diff)
		}
	})
}

type sample struct {
	ID    string     `path:"id" json:"-"`
	Limit int        `query:"batas" json:"-" minimum:"1"`
	On    rambu.Date `query:"tanggal" json:"-"`
	Name  string     `json:"nama"`
	When  rambu.Date `json:"kapan,omitempty"`
}

func route(upload int64) Route {
	return Route{
		Method: "POST", Path: "/contoh/{id}", Tag: "contoh", Summary: "A sample", About: "For tests.", Upload: upload,
		In: reflect.TypeFor[sample](), Out: reflect.TypeFor[None](),
	}
}

// A request is read from its path, its query and its body; what does not fit is a fault on its field.
func TestReadFillsFromEveryPlace(t *testing.T) {
	rt := route(0)
	schemas := NewSchemas([]Route{rt})
	read := func(query, body string) (sample, error) {
		r := httptest.NewRequestWithContext(t.Context(), "POST", "/contoh/x?"+query, strings.NewReader(body))
		r.Header.Set("Content-Type", "application/json")
		r.SetPathValue("id", "abc")
		var in sample
		_, err := schemas.Read(httptest.NewRecorder(), r, rt, &in)
		return in, err
	}
	got, err := read("batas=7&tanggal=2024-10-07", `{"nama":"Sari","kapan":""}`)
	if want := (sample{"abc", 7, "2024-10-07", "Sari", ""}); err != nil || got != want {
		t.Errorf("got %+v, %v", got, err)
	}
	for query, field := range map[string]string{"batas=x": "batas", "tanggal=2024-02-30": "tanggal", "batas=" + strings.Repeat("1", 300): "batas", "lain=1": "lain"} {
		_, err := read(query, `{"nama":"Sari"}`)
		e, ok := errors.AsType[*rambu.Error](err)
		if !ok || e.Kind != rambu.Invalid || e.Field != field {
			t.Errorf("%q: %v", query, err)
		}
	}
	_, err = read("", `{"id":"lain","nama":"Sari"}`) // what stands in the path is not taken from the body
	if rambu.KindOf(err) != rambu.Invalid {
		t.Errorf("an id in the body: %v", err)
	}
}

// An upload has its JSON first and then files, no more than are read.
func TestFilesComeBehindTheData(t *testing.T) {
	rt := route(1 << 20)
	schemas := NewSchemas([]Route{rt})
	read := func(parts ...string) (name, media, body string, err error) {
		var b strings.Builder
		mw := multipart.NewWriter(&b)
		for _, p := range parts {
			if p == DataPart {
				must(t, mw.WriteField(DataPart, `{"nama":"Sari"}`))
				continue
			}
			field, content, _ := strings.Cut(p, "=")
			w, err := mw.CreateFormFile(field, `C:\Dokumen\surat.pdf`)
			must(t, err)
			_, err = io.WriteString(w, content)
			must(t, err)
		}
		must(t, mw.Close())
		r := httptest.NewRequestWithContext(t.Context(), "POST", "/contoh/x", strings.NewReader(b.String()))
		r.Header.Set("Content-Type", mw.FormDataContentType())
		files, err := schemas.Read(httptest.NewRecorder(), r, rt, &sample{})
		if err != nil {
			return "", "", "", err
		}
		name, media, f, err := files.One()
		if err != nil || f == nil {
			return "", "", "", err
		}
		all, err := io.ReadAll(f)
		must(t, err)
		return name, media, string(all), files.Done()
	}
	name, media, body, err := read(DataPart, "berkas=%PDF-1.7 isi")
	if name != "surat.pdf" || media != "application/pdf" || body != "%PDF-1.7 isi" || err != nil {
		t.Errorf("%q %q %q %v", name, media, body, err)
	}
	if _, _, body, err = read(DataPart); body != "" || err != nil {
		t.Errorf("without a file: %q %v", body, err)
	}
	for _, c := range []struct {
		parts []string
		kind  rambu.Kind
	}{
		{[]string{"berkas=isi", DataPart}, rambu.Invalid},
		{[]string{DataPart, "lain=isi"}, rambu.Invalid},
		{[]string{DataPart, "berkas=a", "berkas=b"}, rambu.TooLarge},
	} {
		_, _, _, err := read(c.parts...)
		if rambu.KindOf(err) != c.kind {
			t.Errorf("%v: %v, want %s", c.parts, err, c.kind)
		}
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// A file that breaks off breaks the connection; a panic is told as our mistake and nothing more.
func TestWhatGoesWrongOnTheWay(t *testing.T) {
	rec := httptest.NewRecorder()
	r := httptest.NewRequestWithContext(t.Context(), "GET", "/", nil)
	func() {
		defer func() {
			e, _ := recover().(error)
			if !errors.Is(e, http.ErrAbortHandler) {
				t.Error("the connection stays open")
			}
		}()
		broken := iotest.TimeoutReader(iotest.OneByteReader(strings.NewReader("isi")))
		_ = Answer(rec, r, Stream{Name: "a b.pdf", Media: "application/pdf", Size: -1, Body: io.NopCloser(broken)})
	}()
	if rec.Body.String() != "i" || rec.Header().Get("Content-Disposition") != `attachment; filename="a b.pdf"` {
		t.Errorf("%q %v", rec.Body, rec.Header())
	}
	texts, err := words.Load()
	must(t, err)
	rec = httptest.NewRecorder()
	err = Guard(func() error { panic("rahasia pelapor") })
	Telling{Words: texts, Lang: words.EN, Log: slog.New(slog.DiscardHandler)}.Fail(rec, r, err)
	if rec.Code != http.StatusInternalServerError || strings.Contains(rec.Body.String(), "rahasia") || !strings.Contains(rec.Body.String(), `"kind":"internal"`) {
		t.Errorf("%d %s", rec.Code, rec.Body)
	}
}

// The contract says who a route is for, what it takes and what it answers.
func TestContractNamesEverything(t *testing.T) {
	open := route(0)
	open.Public, open.Path, open.About = true, "/terbuka", ""
	b, err := Contract{Title: "Contoh", Version: "3.2.1", Server: "/api", Routes: []Route{route(9), open}}.YAML()
	must(t, err)
	for _, want := range []string{
		"version: 3.2.1", "/contoh/{id}:", "operationId: post_contoh_id", "description: For tests.", "multipart/form-data:", "sesi: []",
		"nama:", "format: date", "$ref: \"#/components/schemas/Failure\"", "operationId: post_terbuka", "\"204\":",
	} {
		if !strings.Contains(string(b), want) {
			t.Errorf("%q is not in the contract:\n%s", want, b)
		}
	}
	if strings.Count(string(b), "sesi: []") != 1 {
		t.Error("the public route asks for a token")
	}
}

// A network that typed many wrong codes goes one at a time; others do not wait for it, and an upload
// that takes its time holds nobody up.
func TestWrongCodesSlowOnlyTheirNetwork(t *testing.T) {
	t.Parallel()
	synctest.Test(t, wrongCodes)
}

func wrongCodes(t *testing.T) {
	g := NewGate(clock.NewFrozen(time.Date(2024, 10, 7, 2, 0, 0, 0, time.UTC)))
	bad, good := g.Of(netip.MustParseAddr("203.0.113.5")), g.Of(netip.MustParseAddr("198.51.100.5"))
	right := func() error { return nil }
	wrong := func() error { return rambu.Fault(rambu.Invalid, "intake.error.code").On("kode") }
	for range codeBurst {
		if rambu.KindOf(g.Coded(t.Context(), bad, wrong)) != rambu.Invalid {
			t.Fatal("a wrong code is answered as something else")
		}
	}
	in, out := make(chan struct{}), make(chan struct{})
	first, second := make(chan error, 1), make(chan error, 1)
	go func() {
		first <- g.Coded(t.Context(), bad, func() error {
			close(in)
			<-out
			return nil
		})
	}()
	<-in // holds the narrow lane
	go func() { second <- g.Coded(t.Context(), bad, right) }()
	if err := errors.Join(g.Coded(t.Context(), good, right), g.Counted(bad, right)); err != nil { // return at once
		t.Error(err)
	}
	synctest.Wait() // it goes no further by itself
	select {
	case err := <-second:
		t.Error("two of a flooding network went at the same time", err)
	default:
	}
	close(out)
	if err := errors.Join(<-first, <-second); err != nil { // and nobody is shut out
		t.Error(err)
	}
}

// Whoever goes away while his network waits in its lane leaves it.
func TestWhoHasGoneLeavesTheLane(t *testing.T) {
	t.Parallel()
	g := NewGate(clock.NewFrozen(time.Date(2024, 10, 7, 2, 0, 0, 0, time.UTC)))
	bad := g.Of(netip.MustParseAddr("203.0.113.5"))
	bad.Codes.AllowN(g.Clock.Now(), codeBurst)
	gone, leave := context.WithCancel(t.Context())
	leave()
	err := g.Coded(t.Context(), bad, func() error {
		err := g.Coded(gone, bad, func() error { return nil })
		if rambu.KindOf(err) != rambu.Unavailable {
			t.Errorf("who has gone is told %v", err)
		}
		return nil
	})
	if err != nil || len(g.slow) != 0 {
		t.Errorf("%v, %d in the lane", err, len(g.slow))
	}
}
