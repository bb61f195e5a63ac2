package ui_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"golang.org/x/net/html"

	"rambu.id"
	"rambu.id/internal/words"
	"rambu.id/web/static"
	"rambu.id/web/ui"
)

type allPage struct {
	ui.Frame
	Fields  []ui.Field
	Badges  []ui.Badge
	Code    string
	Rows    []ui.Row
	Tasks   []ui.Task
	Clocks  []ui.Clock
	Events  []ui.Event
	Table   ui.Table
	Details ui.Details
	Pages   ui.Pages
	Panel   ui.Panel
	Day     rambu.Date
	At      time.Time
}

func renderer(t *testing.T) *ui.Renderer {
	t.Helper()
	w, err := words.Load()
	if err != nil {
		t.Fatal(err)
	}
	return ui.New(w)
}

func fields(fm *ui.Form) []ui.Field {
	options := []ui.Option{{Value: "a", Text: "A", Hint: "tentang A"}, {Value: "b", Text: "B"}}
	return []ui.Field{
		fm.Text("apa", "ui.search"), fm.Area("cerita", "ui.search"), fm.Date("kapan", "ui.search"),
		fm.Radios("satu", "ui.search", options...), fm.Checks("banyak", "ui.search", options...),
		fm.Select("pilih", "ui.search", options...), fm.File("berkas", "ui.search"), fm.Password("sandi", "ui.search"),
	}
}

func full(rd *ui.Renderer, f ui.Frame) *allPage {
	f.Who = &ui.Who{Name: "Siti Contoh", Post: "Penangan Perkara", Institution: "Bawaslu Rekaan", Roles: []string{"staf"}}
	f.Practice = &ui.Practice{NowText: "Senin, 7 Oktober 2024", Label: "Kabupaten Rekaan"}
	f.Nav = []ui.NavItem{{Text: "Tugas saya", Href: "/meja", Count: 2}, {Text: "Surat", Href: "/surat"}}
	f.Operator, f.Flash, f.SignOut = "Bawaslu Rekaan", "tersimpan", "/keluar"
	f.Help = &ui.Help{Text: "Bantuan", Href: "/bantuan"}
	for _, name := range []string{"apa", "kapan", "satu", "banyak", "pilih", "berkas", "sandi", "cerita"} {
		f.Problems = append(f.Problems, ui.Problem{Field: name, Text: "Perbaiki " + name})
	}
	p := &allPage{Frame: f, Code: "7kq2-m9xa 40tzh3wc", Day: "2024-10-07", At: time.Date(2024, 10, 7, 9, 0, 0, 0, time.UTC)}
	p.Fields = fields(rd.Form(&p.Frame, url.Values{
		"apa": {`<script>"'`}, "kapan": {"2024-10-07"}, "satu": {"b"}, "banyak": {"a", "b"}, "pilih": {"b"}, "sandi": {"rahasia"},
	}))
	for _, l := range []ui.Look{ui.LookNew, ui.LookProgress, ui.LookWaiting, ui.LookSoon, ui.LookLate, ui.LookDone, ui.LookStopped, ui.LookSecret} {
		p.Badges = append(p.Badges, ui.Badge{Look: l, Text: "kata"})
	}
	late := p.Badges[4]
	p.Rows = []ui.Row{{Key: "Tempat", Value: "satu\ndua", Href: "/u", Badge: &late}}
	p.Tasks = []ui.Task{{Text: "Periksa", Hint: "petunjuk", Href: "/p", Badge: late}}
	p.Clocks = []ui.Clock{{
		Title: "Kajian awal", Badge: late, Due: "besok", Regime: "Pemilihan", Article: "Pasal 134", Href: "/h", DayType: "hari kalender", Check: true,
		Days:  []ui.ClockDay{{Date: "Minggu", Note: "libur"}, {Date: "Senin", Number: 1}},
		Moves: []ui.ClockMove{{Old: "Senin", New: "Selasa", Reason: "Hari libur", When: "diumumkan Minggu"}}, Stops: []string{"berhenti"},
	}}
	p.Events = []ui.Event{{When: "Senin", Title: "Diterima", Text: "isi", Who: "staf", Href: "/e"}}
	p.Table = ui.Table{Caption: "Perkara", Columns: []ui.Column{{Text: "Nomor"}, {Text: "Umur", Num: true}}, Rows: [][]ui.Cell{{{Text: "1", Href: "/1"}, {Text: "3", Badge: &late, More: &ui.Lines{Summary: "Hitung", Of: "1", Text: []string{"Senin"}}}}}}
	p.Details = ui.Details{Summary: "Ringkas", Text: "Panjang"}
	p.Pages = ui.Pages{Prev: "?h=1", Next: "?h=3", Info: "2"}
	p.Panel = ui.Panel{Title: "Selesai", Text: "teks"}
	return p
}

// get renders a page that build makes through the whole chain.
func get(t *testing.T, rd *ui.Renderer, layout, address string, build func(f ui.Frame) *allPage) (*http.Response, *html.Node) {
	t.Helper()
	page := rd.Parse(os.DirFS("testdata"), layout, "all.html")
	h := rd.Protect(rd.Handle(func(w http.ResponseWriter, r *http.Request) error {
		return page.Render(w, http.StatusOK, build(rd.Frame(r, "ui.fail.title")))
	}), ui.Options{})
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, address, nil))
	doc, err := html.Parse(strings.NewReader(w.Body.String()))
	if err != nil {
		t.Fatal(err)
	}
	return w.Result(), doc
}

func all(n *html.Node, tag string, attr ...string) []*html.Node {
	var out []*html.Node
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && d.Data == tag && (len(attr) == 0 || value(d, attr[0]) == attr[1]) {
			out = append(out, d)
		}
	}
	return out
}

func value(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func text(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

var layouts = []string{ui.LayoutPublic, ui.LayoutDesk, ui.LayoutPrint}

// Every template in every layout and language, full and empty: whole, worded, with unique ids
// and references that lead somewhere.
func TestEveryTemplate(t *testing.T) {
	rd := renderer(t)
	for _, layout := range layouts {
		for _, lang := range []string{"id", "en"} {
			for name, build := range map[string]func(ui.Frame) *allPage{
				"full":  func(f ui.Frame) *allPage { return full(rd, f) },
				"empty": func(f ui.Frame) *allPage { return &allPage{Frame: f} },
			} {
				t.Run(layout+" "+lang+" "+name, func(t *testing.T) {
					res, doc := get(t, rd, layout, "/x?bahasa="+lang, build)
					if res.StatusCode != http.StatusOK {
						t.Fatalf("status %d: %s", res.StatusCode, text(doc))
					}
					if got := value(all(doc, "html")[0], "lang"); got != lang {
						t.Errorf("lang %q, want %q", got, lang)
					}
					if strings.Contains(text(doc), "⟦") {
						t.Errorf("a word is missing: %s", text(doc))
					}
					if n := len(all(doc, "main")); n != 1 {
						t.Errorf("%d main elements, want 1", n)
					}
					if n := len(all(doc, "script")); n != 0 {
						t.Errorf("%d scripts, want none", n)
					}
					checkReferences(t, doc)
				})
			}
		}
	}
}

func checkReferences(t *testing.T, doc *html.Node) {
	t.Helper()
	ids := map[string]bool{}
	for n := range doc.Descendants() {
		if id := value(n, "id"); id != "" {
			if ids[id] {
				t.Errorf("id %q stands twice", id)
			}
			ids[id] = true
		}
	}
	for n := range doc.Descendants() {
		refs := strings.Fields(value(n, "aria-describedby") + " " + value(n, "for"))
		if href := value(n, "href"); strings.HasPrefix(href, "#") {
			refs = append(refs, href[1:])
		}
		for _, ref := range refs {
			if !ids[ref] {
				t.Errorf("<%s> points to %q, which is nowhere", n.Data, ref)
			}
		}
	}
	for _, control := range append(append(all(doc, "input"), all(doc, "textarea")...), all(doc, "select")...) {
		if len(all(doc, "label", "for", value(control, "id"))) != 1 {
			t.Errorf("field %q has no label of its own", value(control, "name"))
		}
	}
}

func TestWhatWasTypedIsKept(t *testing.T) {
	rd := renderer(t)
	_, doc := get(t, rd, ui.LayoutDesk, "/x", func(f ui.Frame) *allPage { return full(rd, f) })
	for id, want := range map[string]string{"apa": `<script>"'`, "kapan": "07", "kapan-m": "10", "kapan-y": "2024", "sandi": "", "berkas": ""} {
		if got := value(all(doc, "input", "id", id)[0], "value"); got != want {
			t.Errorf("field %s: %q, want %q", id, got, want)
		}
	}
	var checked []string
	for _, n := range append(all(doc, "input"), all(doc, "option")...) {
		for _, a := range n.Attr {
			if a.Key == "checked" || a.Key == "selected" {
				checked = append(checked, value(n, "id")+"="+value(n, "value"))
			}
		}
	}
	if got, want := strings.Join(checked, " "), "satu-2=b banyak=a banyak-2=b =b"; got != want {
		t.Errorf("chosen %q, want %q", got, want)
	}
}

func TestProblemsAreAnnounced(t *testing.T) {
	rd := renderer(t)
	_, doc := get(t, rd, ui.LayoutPublic, "/x", func(f ui.Frame) *allPage { return full(rd, f) })
	if got := text(all(doc, "title")[0]); !strings.HasPrefix(got, "Galat: ") {
		t.Errorf("title %q", got)
	}
	if got := text(all(doc, "p", "id", "apa-error")[0]); got != "Galat: Perbaiki apa" {
		t.Errorf("error at the field: %q", got)
	}
	if got := value(all(doc, "input", "id", "apa")[0], "aria-describedby"); got != "apa-error" {
		t.Errorf("described by %q", got)
	}
}

func TestTablesKeepRolesAndLabels(t *testing.T) {
	rd := renderer(t)
	_, doc := get(t, rd, ui.LayoutDesk, "/x", func(f ui.Frame) *allPage { return full(rd, f) })
	for _, td := range append(all(doc, "td"), all(doc, "th", "scope", "row")...) {
		if value(td, "role") == "" || value(td, "data-label") == "" {
			t.Errorf("cell %q has no role or label", text(td))
		}
	}
}

func TestDeskShowsWhoAndPractice(t *testing.T) {
	rd := renderer(t)
	_, doc := get(t, rd, ui.LayoutDesk, "/surat/keluar?x=1", func(f ui.Frame) *allPage { return full(rd, f) })
	body := text(doc)
	for _, want := range []string{"Anda bekerja sebagai: Penangan Perkara – Bawaslu Rekaan", "LATIHAN", "Hari ini: Senin, 7 Oktober 2024.", "Senin, 7 Oktober 2024 pukul 09.00 WIB", "1.250", "7KQ2 M9XA 40TZ H3WC"} {
		if !strings.Contains(body, want) {
			t.Errorf("%q is not on the page", want)
		}
	}
	if got := text(all(doc, "a", "aria-current", "page")[0]); got != "Surat" {
		t.Errorf("current section %q", got)
	}
	if n := len(all(doc, "a", "href", "/surat/keluar?bahasa=en&x=1")); n != 1 {
		t.Errorf("the language link loses the query")
	}
}

func TestInlinedStyleHasThePolicysHash(t *testing.T) {
	rd := renderer(t)
	res, doc := get(t, rd, ui.LayoutPublic, "/", func(f ui.Frame) *allPage {
		f.InlineCSS = true
		return &allPage{Frame: f}
	})
	style := all(doc, "style")[0].FirstChild.Data
	if style != string(static.Bytes("css/publik.css")) {
		t.Error("the inlined style is not the file")
	}
	csp := res.Header.Get("Content-Security-Policy")
	if !strings.Contains(csp, static.CSPHash("css/publik.css")) || !strings.Contains(csp, "default-src 'none'") || strings.Contains(csp, "unsafe") || strings.Contains(csp, "script-src") {
		t.Errorf("policy %q", csp)
	}
	if n := len(all(doc, "link", "rel", "stylesheet")); n != 0 {
		t.Errorf("%d linked style sheets beside the inlined", n)
	}
}

func TestBrokenPagesAreFound(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"syntax":  `{{define "content"}}{{if}}{{end}}`,
		"missing": `{{define "content"}}{{template "nowhere"}}{{end}}`,
		"context": `{{define "content"}}<a href="{{if .}}/x"{{end}}>{{end}}`,
	} {
		rd := renderer(t)
		if err := rd.Check(); err != nil {
			t.Fatal(err)
		}
		page := rd.Parse(fstest.MapFS{"p.html": {Data: []byte(text)}}, ui.LayoutDesk, "p.html")
		if rd.Check() == nil {
			t.Errorf("%s: not found", name)
		}
		if _, err := page.Make(&allPage{}); rambu.KindOf(err) != rambu.Internal {
			t.Errorf("%s: shown: %v", name, err)
		}
	}
}

// Rows, tasks, cells and moves of a clock carry one and the same mark of what has to be checked, and only
// where the page says so.
func TestWhatHasToBeCheckedIsMarked(t *testing.T) {
	t.Parallel()
	rd := renderer(t)
	marks := func(check bool) int {
		_, doc := get(t, rd, ui.LayoutDesk, "/", func(f ui.Frame) *allPage {
			p := full(rd, f)
			p.Rows[0].Check, p.Tasks[0].Check, p.Table.Rows[0][0].Check = check, check, check
			p.Clocks[0].Check, p.Clocks[0].Moves[0].Check = check, check
			return p
		})
		return strings.Count(text(doc), "Perlu dicek")
	}
	if with, without := marks(true), marks(false); with != 5 || without != 0 {
		t.Errorf("%d marks where five are due, %d where none is", with, without)
	}
}
