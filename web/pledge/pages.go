// Package pledge serves the neutrality pledges: one's own pact, the paper lists and assemblies a
// superior writes down, how far it has come, and the refusals, which one officer reads.
package pledge

import (
	"embed"
	"mime"
	"net/http"
	"time"

	"rambu.id"
	"rambu.id/internal/sheet"
	"rambu.id/internal/words"
	"rambu.id/pledge"
	"rambu.id/roster"
	"rambu.id/roster/region"
	"rambu.id/web/ui"
)

//go:embed *.html
var files embed.FS

// Deps are what the pages stand on.
type Deps struct {
	Book   *pledge.Book
	UI     *ui.Renderer
	Roster *roster.Store
	// Actor is who is signed in; Unauthenticated when nobody is.
	Actor func(*http.Request) (rambu.Actor, error)
}

// Pages are the pages of pledges.
type Pages struct {
	Deps
	mine, refuse, cover, list, oath, papers, refusals *ui.Page
}

// New makes the pages.
func New(d Deps) *Pages {
	desk := func(name string) *ui.Page { return d.UI.Parse(files, ui.LayoutDesk, name) }
	return &Pages{
		Deps: d, mine: desk("mine.html"), refuse: desk("refuse.html"), cover: desk("cover.html"), list: desk("list.html"),
		oath: desk("oath.html"), papers: desk("papers.html"), refusals: desk("refusals.html"),
	}
}

// Routes mounts the pages.
func (p *Pages) Routes(mux *http.ServeMux) {
	for pattern, h := range map[string]ui.HandlerFunc{
		"GET /pakta":               p.showMine,
		"POST /pakta/buka":         p.doOpen,
		"POST /pakta/tanda-tangan": p.doSign,
		"GET /pakta/tolak":         p.showRefuse,
		"POST /pakta/tolak":        p.doRefuse,
		"GET /pakta/rekap":         p.showCover,
		"GET /pakta/daftar":        p.showList,
		"POST /pakta/daftar":       p.doList,
		"GET /pakta/ikrar":         p.showOath,
		"POST /pakta/ikrar":        p.doOath,
		"GET /pakta/kertas":        p.showPapers,
		"GET /pakta/kertas/{id}":   p.sendScan,
		"GET /pakta/penolakan":     p.showRefusals,
	} {
		mux.Handle(pattern, p.UI.Handle(h))
	}
	for _, f := range sheet.Formats() {
		mux.Handle("GET /pakta/rekap."+string(f), p.UI.Handle(p.export(f)))
	}
}

// Big reports whether a request may carry a file: give it a body limit of pledge.MaxFile plus
// 1 MiB for the form around it.
func Big(r *http.Request) bool {
	return r.Method == http.MethodPost && (r.URL.Path == "/pakta/daftar" || r.URL.Path == "/pakta/ikrar")
}

// call is one request of a signed-in officer.
type call struct {
	p    *Pages
	r    *http.Request
	who  rambu.Actor
	lang words.Lang
}

func (p *Pages) call(r *http.Request) (*call, error) {
	who, err := p.Actor(r)
	return &call{p: p, r: r, who: who, lang: ui.Lang(r)}, err
}

func (c *call) t(key string, args ...string) string { return c.p.UI.T(c.lang, key, args...) }

func (c *call) day(d rambu.Date) string {
	if d == "" {
		return "–"
	}
	return words.ShortDate(c.lang, d)
}

// when writes an instant in the actor's zone.
func (c *call) when(at time.Time) string {
	cal := c.p.Book.Procedure.Calendar()
	zone, err := cal.Zone(c.who.Region)
	if err != nil {
		zone.Letters = ""
	}
	return words.DateTime(c.lang, cal.Local(c.who.Region, at), zone.Letters)
}

// areas names agencies and districts.
func (c *call) areas() (func(string) string, error) {
	units, err := c.p.Roster.Units(c.r.Context(), c.who.Institution)
	if err != nil {
		return nil, err
	}
	names := map[string]string{}
	for _, u := range units {
		names[u.ID] = u.Name
	}
	return func(area string) string {
		if region.LevelOf(area) == region.District {
			if d, ok := c.p.Roster.Regions().Find(area); ok {
				return c.t("pledge.cover.district", "name", d.Name)
			}
		}
		if n := names[area]; n != "" {
			return n
		}
		return c.t("pledge.cover.leaders")
	}, nil
}

// problems puts what is wrong with a form on its frame and returns the status.
func (p *Pages) problems(f *ui.Frame, err error) int {
	if err == nil {
		return http.StatusOK
	}
	f.Problems, _ = p.UI.Problems(f.Lang, err)
	return ui.Status(err)
}

// mineToFix reports whether an error belongs to what was typed.
func (p *Pages) mineToFix(r *http.Request, err error) bool {
	_, ok := p.UI.Problems(ui.Lang(r), err)
	return ok
}

func back(w http.ResponseWriter, r *http.Request, path string) error {
	http.Redirect(w, r, path, http.StatusSeeOther)
	return nil
}

// download sets the headers of a file that no cache may keep.
func download(w http.ResponseWriter, name string) {
	h := w.Header()
	h.Set("Content-Type", "application/octet-stream")
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	h.Set("Cache-Control", "no-store")
	ui.NoCompression(w)
}
