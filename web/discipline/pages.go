// Package discipline serves the government's discipline matters: the list of sanctions still to
// be executed, one matter with its clocks, and a form for each step the law asks for.
package discipline

import (
	"embed"
	"net/http"
	"strconv"

	"rambu.id"
	"rambu.id/discipline"
	"rambu.id/internal/sheet"
	"rambu.id/internal/words"
	"rambu.id/roster"
	"rambu.id/web/ui"
)

//go:embed *.html
var files embed.FS

// Deps are what the pages stand on.
type Deps struct {
	Office *discipline.Office
	UI     *ui.Renderer
	Roster *roster.Store
	// Actor is who is signed in; Unauthenticated when nobody is.
	Actor func(*http.Request) (rambu.Actor, error)
}

// Pages are the pages of discipline matters.
type Pages struct {
	Deps
	list, show, form, check *ui.Page
	acts                    map[string]act
}

// New makes the pages.
func New(d Deps) *Pages {
	desk := func(name string) *ui.Page { return d.UI.Parse(files, ui.LayoutDesk, name) }
	return &Pages{Deps: d, list: desk("list.html"), show: desk("show.html"), form: desk("form.html"), check: desk("check.html"), acts: actTable()}
}

// Routes mounts the pages. {langkah} is one of the steps in actTable.
func (p *Pages) Routes(mux *http.ServeMux) {
	for pattern, h := range map[string]ui.HandlerFunc{
		"GET /sanksi":                    p.showList,
		"POST /sanksi/surat/{surat}":     p.doOpen,
		"GET /sanksi/baru":               p.showNew,
		"POST /sanksi/baru":              p.doNew,
		"GET /sanksi/{id}":               p.showMatter,
		"GET /sanksi/{id}/berkas/{file}": p.showFile,
		"GET /sanksi/{id}/{langkah}":     p.showStep,
		"POST /sanksi/{id}/{langkah}":    p.doStep,
		"GET /rekomendasi-bkn/baru":      p.showRecommendation,
		"POST /rekomendasi-bkn/baru":     p.doRecommendation,
	} {
		mux.Handle(pattern, p.UI.Handle(h))
	}
	for _, f := range sheet.Formats() {
		mux.Handle("GET /sanksi/daftar."+string(f), p.UI.Handle(p.export(f)))
	}
}

// Big reports whether a request may carry a file: give it a body limit of discipline.MaxFile
// plus 1 MiB for the form around it.
func Big(r *http.Request) bool {
	if r.Method != http.MethodPost {
		return false
	}
	a, ok := actTable()[slug(r.URL.Path)]
	return ok && a.file
}

// call is one request of a signed-in officer.
type call struct {
	p    *Pages
	r    *http.Request
	who  rambu.Actor
	lang words.Lang
	o    *discipline.Opened // nil outside a matter
}

func (p *Pages) call(r *http.Request) (*call, error) {
	who, err := p.Actor(r)
	return &call{p: p, r: r, who: who, lang: ui.Lang(r)}, err
}

// matter is a request about one matter, opened.
func (p *Pages) matter(r *http.Request) (*call, error) {
	c, err := p.call(r)
	if err != nil {
		return nil, err
	}
	c.o, err = p.Office.Get(r.Context(), c.who, r.PathValue("id"))
	return c, err
}

func (c *call) t(key string, args ...string) string { return c.p.UI.T(c.lang, key, args...) }

// pick chooses between the two languages of the law pack.
func (c *call) pick(id, en string) string {
	if c.lang == words.EN && en != "" {
		return en
	}
	return id
}

func (c *call) today() rambu.Date { return c.p.Office.Today(c.who) }

func (c *call) day(d rambu.Date) string {
	if d == "" {
		return "–"
	}
	return words.Date(c.lang, d)
}

// state names a state and its look.
func (c *call) state(proc string, s discipline.State) ui.Badge {
	pr, ok := c.p.Office.Pack().Procedure(proc)
	if !ok {
		return ui.Badge{Look: ui.LookNew, Text: string(s)}
	}
	st, _ := pr.State(string(s))
	b := ui.Badge{Look: ui.LookProgress, Text: c.pick(st.LabelID, st.LabelEN)}
	switch {
	case s == discipline.NotProven || s == discipline.Annulled:
		b.Look = ui.LookStopped
	case st.Terminal:
		b.Look = ui.LookDone
	case st.Waiting:
		b.Look = ui.LookWaiting
	case s == discipline.Alleged || s == discipline.WithRegent || s == discipline.Received:
		b.Look = ui.LookNew
	}
	return b
}

// title is the title of a post, or its address.
func (c *call) title(post roster.PostID) string {
	if post == "" {
		return "–"
	}
	p, err := c.p.Roster.Post(c.r.Context(), post)
	if err != nil {
		return string(post)
	}
	return p.Title
}

func (c *call) sanction(id string) string {
	s, ok := c.p.Office.Pack().Sanction(id)
	if !ok {
		return id
	}
	return c.pick(s.NameID, s.NameEN)
}

func (c *call) act(code string) string {
	a, ok := c.p.Office.Pack().Act(code)
	if !ok {
		return code
	}
	return c.pick(a.ShortID, a.ShortEN)
}

// unsure reports whether an act of the catalogue still has to be checked.
func (c *call) unsure(code string) bool {
	a, ok := c.p.Office.Pack().Act(code)
	return ok && a.Conf.Check()
}

func (c *call) subject(id string) string {
	s, ok := c.p.Office.Pack().Subject(id)
	if !ok {
		return id
	}
	return c.pick(s.NameID, s.NameEN)
}

func itoa(n int) string { return strconv.Itoa(n) }
