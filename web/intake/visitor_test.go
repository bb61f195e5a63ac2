package intake_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"rambu.id"
	"rambu.id/calendar"
	"rambu.id/evidence"
	"rambu.id/intake"
	"rambu.id/internal/blob"
	"rambu.id/internal/clock"
	"rambu.id/internal/db"
	"rambu.id/internal/words"
	"rambu.id/law"
	"rambu.id/ledger"
	"rambu.id/roster/region"
	"rambu.id/seal"
	web "rambu.id/web/intake"
	"rambu.id/web/static"
	"rambu.id/web/ui"
)

const (
	bawaslu = "bawaslu.18.01"
	area    = "18.01"
)

// monday is 7 October 2024, 09.00 WIB.
var monday = time.Date(2024, 10, 7, 2, 0, 0, 0, time.UTC)

// site is the public door of one Bawaslu.
type site struct {
	desk    *intake.Desk
	log     *ledger.Log
	words   *words.Words
	clock   *clock.Practice
	handler http.Handler
	officer rambu.Actor
	files   *evidence.Room
	data    string
}

func open(tb testing.TB, d *db.DB, change ...func(*web.Deps)) *site {
	tb.Helper()
	ctx := tb.Context()
	s := &site{clock: clock.NewFrozen(monday), data: tb.TempDir()}
	var err error
	s.log, err = ledger.Open(ctx, ledger.Config{DB: d, Clock: s.clock, Origin: "rambu.id/uji", KeyFile: filepath.Join(tb.TempDir(), "log.key")})
	must(tb, err)
	keys, err := seal.Open(ctx, d)
	must(tb, err)
	s.grant(tb, keys)
	blobs, err := blob.OpenDir(s.data, 0)
	must(tb, err)
	tb.Cleanup(func() { _ = blobs.Close() })
	s.files, err = evidence.Open(ctx, evidence.Config{Log: s.log, Keys: keys, Blobs: blobs, Machine: clock.Machine{}})
	must(tb, err)
	pack, err := law.Default()
	must(tb, err)
	regions, err := region.Open()
	must(tb, err)
	cal := calendar.New(pack, nil)
	s.desk, err = intake.Open(ctx, intake.Config{Log: s.log, Keys: keys, Evidence: s.files, Pack: pack, Calendar: cal, Regions: regions, Machine: clock.Machine{}})
	must(tb, err)
	s.words, err = words.Load()
	must(tb, err)
	rd := ui.New(s.words)
	mux := http.NewServeMux()
	deps := web.Deps{
		Desk: s.desk, UI: rd, Pack: pack, Regions: regions, Machine: clock.Machine{}, Legal: s.clock,
		Office:  web.Office{Institution: bawaslu, Region: area, Name: "Bawaslu Kabupaten Rekaan"},
		Address: func(context.Context) ([]string, error) { return []string{"Jalan Contoh 1", "Telepon 0000"}, nil },
	}
	for _, fn := range change {
		fn(&deps)
	}
	web.New(deps).Routes(mux)
	mux.Handle("GET "+static.Prefix, static.Handler())
	mux.Handle("/", rd.NotFound())
	s.handler = rd.Protect(mux, ui.Options{HTTPS: true, MaxBody: web.MaxBody})
	return s
}

func (s *site) grant(tb testing.TB, keys *seal.Store) {
	tb.Helper()
	s.officer = rambu.Actor{Account: "akn_ani", Institution: bawaslu, Region: area, Roles: []rambu.Role{rambu.RoleIntake}}
	_, err := s.log.Do(rambu.System(bawaslu, area), "test", func(op *ledger.Op) error {
		key, pair, err := seal.NewKey(op, bawaslu, area, seal.KindIntake, "")
		if err != nil {
			return err
		}
		if _, _, err = seal.NewKey(op, bawaslu, area, seal.KindIdentity, ""); err != nil {
			return err
		}
		own, ownPair, err := seal.NewKey(op, bawaslu, area, seal.KindAccount, "akn_ani")
		if err != nil {
			return err
		}
		s.officer.Keys = keys.NewRing(tb.Context(), own.ID, ownPair)
		return seal.GrantPair(op, key, pair, own)
	})
	must(tb, err)
}

func must(tb testing.TB, err error) {
	tb.Helper()
	if err != nil {
		tb.Fatal(err)
	}
}

// visitor is a browser without scripts and without cookies.
type visitor struct {
	t      testing.TB
	site   *site
	status int
	wire   int // bytes of all answers as they were sent
	header http.Header
	body   string
	page   *html.Node
	last   func() *http.Request // repeats the last request
}

func (s *site) visit(t testing.TB, path string) *visitor {
	t.Helper()
	v := &visitor{t: t, site: s}
	v.send(func() *http.Request { return httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil) })
	return v
}

func (v *visitor) send(request func() *http.Request) {
	v.t.Helper()
	rec, r := httptest.NewRecorder(), request()
	r.Header.Set("Accept-Encoding", "gzip")
	v.site.handler.ServeHTTP(rec, r)
	v.wire += rec.Body.Len()
	if rec.Header().Get("Content-Encoding") == "gzip" {
		plain, err := gzip.NewReader(rec.Body)
		must(v.t, err)
		text, err := io.ReadAll(plain)
		must(v.t, err)
		rec.Body = bytes.NewBuffer(text)
	}
	v.status, v.header, v.body, v.last = rec.Code, rec.Header(), rec.Body.String(), request
	if v.header.Get("Cache-Control") != "no-store" && v.status == http.StatusOK {
		v.t.Errorf("%s may be kept by the browser", request().URL)
	}
	if c := rec.Result().Cookies(); len(c) > 0 && !strings.Contains(request().URL.RawQuery, "bahasa") {
		v.t.Errorf("%s sets cookies: %v", request().URL, c)
	}
	var err error
	v.page, err = html.Parse(strings.NewReader(v.body))
	must(v.t, err)
	if strings.Contains(v.body, "⟦") {
		v.t.Errorf("%s shows a missing text", request().URL)
	}
}

// again sends the last request once more, as a reload does.
func (v *visitor) again() { v.t.Helper(); v.send(v.last) }

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, name string) bool {
	for _, a := range n.Attr {
		if a.Key == name {
			return true
		}
	}
	return false
}

func text(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data + " ")
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

func (v *visitor) find(match func(*html.Node) bool) *html.Node {
	for n := range v.page.Descendants() {
		if n.Type == html.ElementNode && match(n) {
			return n
		}
	}
	return nil
}

func (v *visitor) title() string {
	v.t.Helper()
	h := v.find(func(n *html.Node) bool { return n.Data == "h1" })
	if h == nil {
		v.t.Fatalf("a page without a heading (%d):\n%s", v.status, v.body)
	}
	return text(h)
}

type upload struct {
	name string
	data io.Reader
}

// press fills the form the button belongs to and presses it. The button is named by its text.
func (v *visitor) press(button string, fill url.Values, uploads ...upload) {
	v.t.Helper()
	b := v.find(func(n *html.Node) bool { return n.Data == "button" && strings.HasPrefix(text(n), button) })
	if b == nil {
		v.t.Fatalf("no button %q on:\n%s", button, v.body)
	}
	form := b.Parent
	if id := attr(b, "form"); id != "" {
		form = v.find(func(n *html.Node) bool { return n.Data == "form" && attr(n, "id") == id })
	}
	for form != nil && form.Data != "form" {
		form = form.Parent
	}
	values := fields(form)
	for name, vals := range fill {
		if _, known := values[name]; !known && !contains(form, name) {
			v.t.Fatalf("the form has no field %q:\n%s", name, v.body)
		}
		values[name] = vals
	}
	if name := attr(b, "name"); name != "" {
		values.Set(name, attr(b, "value"))
	}
	action := attr(form, "action")
	if a := attr(b, "formaction"); a != "" {
		action = a
	}
	v.send(func() *http.Request { return v.request(action, attr(form, "enctype"), values, uploads) })
}

func contains(form *html.Node, name string) bool {
	for n := range form.Descendants() {
		if n.Type == html.ElementNode && attr(n, "name") == name {
			return true
		}
	}
	return false
}

// fields are the successful controls of a form.
func fields(form *html.Node) url.Values {
	values := url.Values{}
	for n := range form.Descendants() {
		if n.Type != html.ElementNode || attr(n, "name") == "" {
			continue
		}
		switch n.Data {
		case "input":
			kind := attr(n, "type")
			if kind == "file" || ((kind == "radio" || kind == "checkbox") && !has(n, "checked")) {
				continue
			}
			values.Add(attr(n, "name"), attr(n, "value"))
		case "textarea":
			if n.FirstChild != nil {
				values.Add(attr(n, "name"), strings.TrimPrefix(n.FirstChild.Data, "\n"))
			}
		case "select":
			for o := range n.Descendants() {
				if o.Type == html.ElementNode && o.Data == "option" && has(o, "selected") {
					values.Set(attr(n, "name"), attr(o, "value"))
				}
			}
		}
	}
	return values
}

func (v *visitor) request(action, enctype string, values url.Values, uploads []upload) *http.Request {
	v.t.Helper()
	if enctype != "multipart/form-data" {
		r := httptest.NewRequestWithContext(v.t.Context(), http.MethodPost, action, strings.NewReader(values.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		return r
	}
	var b bytes.Buffer
	mw := multipart.NewWriter(&b)
	for name, vals := range values {
		for _, val := range vals {
			must(v.t, mw.WriteField(name, val))
		}
	}
	if len(uploads) == 0 {
		_, err := mw.CreateFormFile("berkas", "") // what a browser sends for an empty file field
		must(v.t, err)
	}
	for _, u := range uploads {
		if back, ok := u.data.(io.Seeker); ok { // sent before
			_, err := back.Seek(0, io.SeekStart)
			must(v.t, err)
		}
		part, err := mw.CreateFormFile("berkas", u.name)
		must(v.t, err)
		_, err = io.Copy(part, u.data)
		must(v.t, err)
	}
	must(v.t, mw.Close())
	r := httptest.NewRequestWithContext(v.t.Context(), http.MethodPost, action, &b)
	r.Header.Set("Content-Type", mw.FormDataContentType())
	return r
}

func (v *visitor) wantTitle(want string) {
	v.t.Helper()
	if got := v.title(); got != want {
		v.t.Fatalf("stands before %q (%d), want %q:\n%s", got, v.status, want, v.body)
	}
}

func (v *visitor) wantText(wants ...string) {
	v.t.Helper()
	all := text(v.page)
	for _, want := range wants {
		if !strings.Contains(all, want) {
			v.t.Errorf("the page %q does not say %q:\n%s", v.title(), want, all)
		}
	}
}

// code reads the receipt code off the page.
func (v *visitor) code() string {
	v.t.Helper()
	n := v.find(func(n *html.Node) bool { return attr(n, "class") == "r-code" })
	if n == nil {
		v.t.Fatalf("no code on:\n%s", v.body)
	}
	return strings.ReplaceAll(text(n), " ", "")
}
