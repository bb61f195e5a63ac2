// Package press serves the articles an institution keeps: paste one, see what the program read and
// from which words, correct it and decide. Both houses use these pages, each for its own articles.
package press

import (
	"context"
	"embed"
	"net/http"
	"time"

	"rambu.id"
	"rambu.id/internal/words"
	"rambu.id/law"
	"rambu.id/press"
	"rambu.id/press/reading"
	"rambu.id/roster"
	"rambu.id/web/ui"
)

//go:embed *.html
var files embed.FS

// Deps are what the pages stand on.
type Deps struct {
	Desk   *press.Desk
	UI     *ui.Renderer
	Pack   *law.Pack
	Roster *roster.Store
	// Lodge makes initial information of an article and returns the report's id; nil where no
	// Bawaslu is.
	Lodge func(ctx context.Context, who rambu.Actor, in press.DecideIn, district string) (string, error)
	// SameDay lists the government's own meetings of a day, for an actor who may see them.
	SameDay func(ctx context.Context, who rambu.Actor, day rambu.Date) ([]ui.Task, error)
	// Actor is who is signed in; Unauthenticated when nobody is.
	Actor func(*http.Request) (rambu.Actor, error)
}

// Pages are the pages of the press.
type Pages struct {
	Deps
	list, add, show *ui.Page
}

// New makes the pages.
func New(d Deps) *Pages {
	desk := func(name string) *ui.Page { return d.UI.Parse(files, ui.LayoutDesk, name) }
	return &Pages{Deps: d, list: desk("list.html"), add: desk("add.html"), show: desk("show.html")}
}

// Routes mounts the pages.
func (p *Pages) Routes(mux *http.ServeMux) {
	for pattern, h := range map[string]ui.HandlerFunc{
		"GET /pers":         p.showList,
		"GET /pers/tambah":  p.showAdd,
		"POST /pers/tambah": p.doAdd,
		"GET /pers/{id}":    p.showOne,
		"POST /pers/{id}":   p.decide,
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
		return c.t("press.date.unknown")
	}
	return words.Date(c.lang, d)
}

// when writes an instant in the actor's zone.
func (c *call) when(at time.Time) string {
	cal := c.p.Desk.Procedure.Calendar()
	zone, err := cal.Zone(c.who.Region)
	if err != nil {
		zone.Letters = ""
	}
	return words.DateTime(c.lang, cal.Local(c.who.Region, at), zone.Letters)
}

func (c *call) kind(k reading.Kind) string {
	if k == "" {
		return c.t("press.kind.none")
	}
	return c.t("press.kind." + string(k))
}

// act is a kind of act in the law's words.
func (c *call) act(kind string) string {
	k, ok := c.p.Pack.ActKind(kind)
	switch {
	case !ok:
		return kind
	case c.lang == words.EN && k.LabelEN != "":
		return k.LabelEN
	}
	return k.LabelID
}

func (c *call) badge(s press.State) ui.Badge {
	look := ui.LookDone
	switch s {
	case press.Waiting:
		look = ui.LookNew
	case press.Ignored:
		look = ui.LookStopped
	case press.Tip:
		look = ui.LookProgress
	case press.Recorded:
	}
	return ui.Badge{Look: look, Text: c.t("press.state." + string(s))}
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
