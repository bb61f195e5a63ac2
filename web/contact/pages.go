// Package contact serves the book of contacts in both rooms: the month with its counts, entering,
// countersigning or disputing, the answer on paper of an institution without a room, and the print.
package contact

import (
	"context"
	"embed"
	"net/http"
	"net/url"
	"strings"
	"time"

	"rambu.id"
	"rambu.id/contact"
	"rambu.id/internal/words"
	"rambu.id/web/ui"
)

//go:embed *.html
var files embed.FS

// Deps are what the pages stand on.
type Deps struct {
	Book *contact.Book
	UI   *ui.Renderer
	// Actor is who is signed in; Unauthenticated when nobody is.
	Actor func(*http.Request) (rambu.Actor, error)
	// Titles names posts and institutions by their addresses.
	Titles func(ctx context.Context, addresses []string) (map[string]string, error)
}

// Pages are the pages of the book.
type Pages struct {
	Deps
	list, fresh, show, answer, paper, sheet *ui.Page
}

// New makes the pages.
func New(d Deps) *Pages {
	desk := func(name string) *ui.Page { return d.UI.Parse(files, ui.LayoutDesk, name) }
	return &Pages{
		Deps: d, list: desk("list.html"), fresh: desk("new.html"), show: desk("show.html"), answer: desk("answer.html"), paper: desk("paper.html"),
		sheet: d.UI.Parse(files, ui.LayoutPrint, "print.html"),
	}
}

// Routes mounts the pages.
func (p *Pages) Routes(mux *http.ServeMux) {
	for pattern, h := range map[string]ui.HandlerFunc{
		"GET /kontak":              p.showList,
		"GET /kontak/cetak":        p.showPrint,
		"GET /kontak/baru":         p.showNew,
		"POST /kontak/baru":        p.doNew,
		"GET /kontak-masuk/{id}":   p.showAnswer,
		"POST /kontak-masuk/{id}":  p.doAnswer,
		"GET /kontak/{id}":         p.showOne,
		"POST /kontak/{id}/kirim":  p.doSend,
		"GET /kontak/{id}/kertas":  p.showPaper,
		"POST /kontak/{id}/kertas": p.doPaper,
	} {
		mux.Handle(pattern, p.UI.Handle(h))
	}
}

// Big reports whether a request may carry a file: give it a body limit of letter.MaxFile plus 1 MiB
// for the form around it.
func Big(r *http.Request) bool {
	return r.Method == http.MethodPost && strings.HasPrefix(r.URL.Path, "/kontak/") && strings.HasSuffix(r.URL.Path, "/kertas")
}

// call is one request of a signed-in officer.
type call struct {
	p    *Pages
	r    *http.Request
	who  rambu.Actor
	lang words.Lang
}

// call is a request of somebody who keeps the book.
func (p *Pages) call(r *http.Request) (*call, error) {
	who, err := p.Actor(r)
	if err == nil {
		err = contact.MayKeep(who)
	}
	return &call{p: p, r: r, who: who, lang: ui.Lang(r)}, err
}

func (c *call) t(key string, args ...string) string { return c.p.UI.T(c.lang, key, args...) }

func (c *call) day(d rambu.Date) string { return words.ShortDate(c.lang, d) }

// month writes "2024-10" in words.
func (c *call) month(m string) string {
	d := rambu.Date(m + "-01")
	if !d.Valid() {
		return m
	}
	return words.Month(c.lang, d.Time(time.UTC).Month()) + " " + m[:4]
}

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

// state is where an entry stands, with its age while it waits.
func (c *call) state(e contact.Entry) ui.Badge {
	look := map[contact.State]ui.Look{
		contact.Unsent: ui.LookNew, contact.Waiting: ui.LookWaiting, contact.Confirmed: ui.LookDone, contact.Disputed: ui.LookLate,
	}[e.State]
	text := c.t("contact.state." + string(e.State))
	if e.State == contact.Waiting && e.Days > 0 {
		text = c.t("contact.list.waits", "n", words.Number(c.lang, e.Days))
	}
	return ui.Badge{Look: look, Text: text}
}

// problems puts what is wrong with a form on its frame and returns the status.
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

// to answers with the page of an entry. An id has no slash, so it stays on this site.
func to(w http.ResponseWriter, r *http.Request, id string) error {
	http.Redirect(w, r, "/kontak/"+url.PathEscape(id), http.StatusSeeOther)
	return nil
}
