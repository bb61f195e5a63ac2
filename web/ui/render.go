package ui

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/klauspost/compress/gzhttp"

	"rambu.id"
	"rambu.id/internal/words"
	"rambu.id/web/static"
)

//go:embed html
var shared embed.FS

// The layouts a page can stand in.
const (
	LayoutPublic = "public" // exit link, language, operator; publik.css
	LayoutDesk   = "desk"   // identity bar, navigation; meja.css
	LayoutPrint  = "print"  // a letter or list on A4
)

var languages = []words.Lang{words.ID, words.EN}

// Renderer holds the words and the shared templates. Log may be replaced before first use.
type Renderer struct {
	Log     *slog.Logger
	words   *words.Words
	layouts map[string]map[words.Lang]*template.Template
	errors  map[string]*Page

	mu    sync.Mutex
	pages []*Page
}

// New makes the renderer. It panics when a shared template is broken.
func New(w *words.Words) *Renderer {
	rd := &Renderer{Log: slog.Default(), words: w, layouts: map[string]map[words.Lang]*template.Template{}}
	for _, layout := range []string{LayoutPublic, LayoutDesk, LayoutPrint} {
		rd.layouts[layout] = rd.parseLayout(layout)
	}
	rd.errors = map[string]*Page{
		LayoutPublic: rd.Parse(shared, LayoutPublic, "html/error.html"),
		LayoutDesk:   rd.Parse(shared, LayoutDesk, "html/error.html"),
	}
	return rd
}

// T returns a text of the catalogue.
func (rd *Renderer) T(lang words.Lang, key string, args ...string) string {
	return rd.words.T(lang, key, args...)
}

// Words returns the catalogues.
func (rd *Renderer) Words() *words.Words { return rd.words }

// Page is one page's templates in every language, read when the page is first shown in it: most pages are
// shown seldom, and all of them were two thirds of the memory in use.
type Page struct {
	layout string
	byLang map[words.Lang]func() (*template.Template, error)
	size   atomic.Int64 // of the largest page so far: the room the next one is given
}

// Parse makes a page of templates that define "content", in a layout.
func (rd *Renderer) Parse(fsys fs.FS, layout string, files ...string) *Page {
	p := &Page{layout: layout, byLang: map[words.Lang]func() (*template.Template, error){}}
	for _, lang := range languages {
		p.byLang[lang] = sync.OnceValues(func() (*template.Template, error) {
			t, err := rd.empty(layout, lang).ParseFS(fsys, files...)
			if err != nil {
				return nil, err
			}
			rd.folder(lang).all(t)
			err = borrow(t, rd.layouts[layout][lang])
			if err != nil {
				return nil, err
			}
			return t, nil
		})
	}
	rd.mu.Lock()
	defer rd.mu.Unlock()
	rd.pages = append(rd.pages, p)
	return p
}

// Check reads every page in every language, as its first reader would, and returns what is wrong with
// their templates. Tests ask it: who serves does not wait for pages that nobody may want.
func (rd *Renderer) Check() error {
	rd.mu.Lock()
	defer rd.mu.Unlock()
	var wrong []error
	for _, p := range rd.pages {
		for _, t := range p.byLang {
			t, err := t()
			if err == nil {
				err = t.ExecuteTemplate(io.Discard, "layout", nil)
			}
			// Without data it cannot be executed, but before that its contexts are worked out.
			if _, escape := errors.AsType[*template.Error](err); escape || t == nil {
				wrong = append(wrong, err)
			}
		}
	}
	return errors.Join(wrong...)
}

// parseLayout reads the templates that all pages of a layout share, once for every language.
func (rd *Renderer) parseLayout(layout string) map[words.Lang]*template.Template {
	out := map[words.Lang]*template.Template{}
	for _, lang := range languages {
		out[lang] = template.Must(rd.empty(layout, lang).ParseFS(shared, "html/parts.html", "html/fields.html", "html/"+layout+".html"))
		rd.folder(lang).all(out[lang])
	}
	return out
}

func (rd *Renderer) folder(lang words.Lang) folder {
	return folder{string(lang), rd.t(lang), func(key string) bool { return rd.words.Local(lang, key) }}
}

func (rd *Renderer) empty(layout string, lang words.Lang) *template.Template {
	return template.New(layout).Funcs(rd.funcs(lang)).Option("missingkey=error")
}

// borrow copies into a page the shared templates it uses, and no others: a page uses few of them.
func borrow(page, from *template.Template) error {
	seen := map[string]bool{}
	wanted := []string{"layout"}
	for len(wanted) > 0 {
		name := wanted[0]
		wanted = wanted[1:]
		if seen[name] {
			continue
		}
		seen[name] = true
		one := page.Lookup(name)
		if one == nil {
			one = from.Lookup(name)
			if one == nil {
				return fmt.Errorf("no template %q", name)
			}
			var err error
			one, err = page.AddParseTree(name, one.Tree.Copy())
			if err != nil {
				return err
			}
		}
		wanted = append(wanted, calls(one.Tree)...)
	}
	return nil
}

// roomFor bounds what a page is given before it is written, in bytes; few pages are larger.
const roomFor = 64 << 10

// Render writes a whole page or, when the template fails, nothing and an error. data is a
// pointer to a struct that embeds Frame.
func (p *Page) Render(w http.ResponseWriter, status int, data Framed) error {
	made, err := p.Make(data)
	if err != nil {
		return err
	}
	made.Send(w, status)
	return nil
}

// Made is a page that was made and not sent yet.
type Made struct {
	body   []byte
	secret bool
}

// Make makes a page of the data that Render takes.
func (p *Page) Make(data Framed) (Made, error) {
	f := data.frame()
	f.Public = p.layout == LayoutPublic
	read, ok := p.byLang[f.Lang]
	if !ok {
		read = p.byLang[words.ID]
	}
	t, err := read()
	if err != nil {
		return Made{}, rambu.Errorf(rambu.Internal, "read page: %v", err)
	}
	var b bytes.Buffer
	b.Grow(int(p.size.Load()))
	err = t.ExecuteTemplate(&b, "layout", data)
	if err != nil {
		return Made{}, rambu.Errorf(rambu.Internal, "render page: %v", err)
	}
	p.size.Store(max(p.size.Load(), min(int64(b.Len()), roomFor)))
	return Made{b.Bytes(), f.Secret}, nil
}

// Send sends the page.
func (m Made) Send(w http.ResponseWriter, status int) {
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Length", strconv.Itoa(len(m.body)))
	if m.secret {
		NoCompression(w)
	}
	w.WriteHeader(status)
	_, _ = w.Write(m.body) // the reader went away: there is nobody to tell
}

// NoCompression keeps a response uncompressed: next to a secret, the compressed length would
// tell an attacker how well a guess matches it.
func NoCompression(w http.ResponseWriter) { w.Header().Set(gzhttp.HeaderNoCompression, "1") }

// t looks up texts of one language for templates.
func (rd *Renderer) t(lang words.Lang) func(key string, args ...any) string {
	return func(key string, args ...any) string {
		texts := make([]string, len(args))
		for i, a := range args {
			texts[i] = fmt.Sprint(a)
		}
		return rd.words.T(lang, key, texts...)
	}
}

// funcs are what templates can call, bound to one language.
func (rd *Renderer) funcs(lang words.Lang) template.FuncMap {
	t := rd.t(lang)
	return template.FuncMap{
		"t":         t,
		"lang":      func() string { return string(lang) },
		"date":      func(d rambu.Date) string { return words.Date(lang, d) },
		"longdate":  func(d rambu.Date) string { return words.LongDate(lang, d) },
		"shortdate": func(d rambu.Date) string { return words.ShortDate(lang, d) },
		"datetime":  func(at time.Time, zone string) string { return words.DateTime(lang, at, zone) },
		"number":    func(n int) string { return words.Number(lang, n) },
		"lines":     func(s string) []string { return strings.Split(s, "\n") },
		"groups":    groups,
		"static":    static.Path,
		"publiccss": func() template.CSS { return template.CSS(static.Bytes("css/publik.css")) }, //nolint:gosec // our own file
		"badge":     func(look Look, key string, args ...any) Badge { return Badge{Look: look, Text: t(key, args...)} },
		"btn":       func(key string, look ...string) Button { return Button{Text: t(key), Look: strings.Join(look, "")} },
		"btnlink": func(href, key string, look ...string) Button {
			return Button{Href: href, Text: t(key), Look: strings.Join(look, "")}
		},
	}
}

// groups cuts a code into groups of four, the way it is shown, written down and read out.
func groups(code string) []string {
	code = strings.ToUpper(strings.ReplaceAll(strings.ReplaceAll(code, "-", ""), " ", ""))
	out := make([]string, 0, len(code)/4+1)
	for len(code) > 4 {
		out = append(out, code[:4])
		code = code[4:]
	}
	return append(out, code)
}
