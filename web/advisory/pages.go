// Package advisory serves imbauan in both rooms: at Bawaslu how to write one and how far its
// circular has come, at the government what has arrived, the circular it becomes and the answer.
package advisory

import (
	"context"
	"embed"
	"net/http"
	"net/url"

	"rambu.id"
	"rambu.id/advisory"
	"rambu.id/internal/words"
	"rambu.id/web/ui"
)

//go:embed *.html
var files embed.FS

// Deps are what the pages stand on.
type Deps struct {
	Desk *advisory.Desk
	UI   *ui.Renderer
	// Actor is who is signed in; Unauthenticated when nobody is.
	Actor func(*http.Request) (rambu.Actor, error)
	// Titles names posts and institutions by their addresses.
	Titles func(ctx context.Context, addresses []string) (map[string]string, error)
}

// Pages are the pages of imbauan.
type Pages struct {
	Deps
	list, write, paper, show *ui.Page
}

// New makes the pages.
func New(d Deps) *Pages {
	desk := func(name string) *ui.Page { return d.UI.Parse(files, ui.LayoutDesk, name) }
	return &Pages{Deps: d, list: desk("list.html"), write: desk("write.html"), paper: desk("paper.html"), show: desk("show.html")}
}

// Routes mounts the pages.
func (p *Pages) Routes(mux *http.ServeMux) {
	for pattern, h := range map[string]ui.HandlerFunc{
		"GET /imbauan":               p.showList,
		"GET /imbauan/tulis":         p.showWrite,
		"POST /imbauan/tulis":        p.doWrite,
		"GET /imbauan/catat":         p.showPaper,
		"POST /imbauan/catat":        p.doPaper,
		"GET /imbauan/{id}":          p.showOne,
		"GET /imbauan/{id}/ubah":     p.showChange,
		"POST /imbauan/{id}/ubah":    p.doChange,
		"POST /imbauan/{id}/edaran":  p.doCircular,
		"POST /imbauan/{id}/sebaran": p.doTell,
	} {
		mux.Handle(pattern, p.UI.Handle(h))
	}
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

func (c *call) n(v int) string { return words.Number(c.lang, v) }

// titles names addresses; one that is unknown is its own title.
func (c *call) titles(addresses ...string) (func(string) string, error) {
	known, err := c.p.Titles(c.r.Context(), addresses)
	return func(a string) string {
		if t := known[a]; t != "" {
			return t
		}
		return a
	}, err
}

// problems puts what is wrong on the frame and returns the status.
func (p *Pages) problems(f *ui.Frame, err error) int {
	if err == nil {
		return http.StatusOK
	}
	f.Problems, _ = p.UI.Problems(f.Lang, err)
	return ui.Status(err)
}

// mine reports whether an error belongs to what was typed.
func (p *Pages) mine(r *http.Request, err error) bool {
	_, ok := p.UI.Problems(ui.Lang(r), err)
	return ok
}

// to answers with another page. An id has no slash, so it stays on this site.
func to(w http.ResponseWriter, r *http.Request, under, id string) error {
	http.Redirect(w, r, under+url.PathEscape(id), http.StatusSeeOther)
	return nil
}
