// Package activity serves the agenda of a government beside the campaign calendar: what coincides
// with the election, by which article, what to do instead, and who decided what about it.
package activity

import (
	"embed"
	"net/http"
	"net/url"
	"time"

	"rambu.id"
	"rambu.id/activity"
	"rambu.id/internal/words"
	"rambu.id/roster"
	"rambu.id/web/ui"
)

//go:embed *.html
var files embed.FS

// Deps are what the pages stand on.
type Deps struct {
	Agenda *activity.Agenda
	UI     *ui.Renderer
	Roster *roster.Store
	// Meetings are those planned under /rapat, which the agenda shows beside its own; nil: none.
	Meetings func(*http.Request, rambu.Actor) ([]Meeting, error)
	// Actor is who is signed in; Unauthenticated when nobody is.
	Actor func(*http.Request) (rambu.Actor, error)
}

// Pages are the pages of the agenda.
type Pages struct {
	Deps
	list, fresh, show, campaign *ui.Page
}

// New makes the pages.
func New(d Deps) *Pages {
	desk := func(name string) *ui.Page { return d.UI.Parse(files, ui.LayoutDesk, name) }
	return &Pages{Deps: d, list: desk("list.html"), fresh: desk("new.html"), show: desk("show.html"), campaign: desk("campaign.html")}
}

// Routes mounts the pages.
func (p *Pages) Routes(mux *http.ServeMux) {
	for pattern, h := range map[string]ui.HandlerFunc{
		"GET /kegiatan":                      p.showList,
		"GET /kegiatan/baru":                 p.showNew,
		"POST /kegiatan/baru":                p.doNew,
		"GET /kegiatan/kampanye":             p.showCampaign,
		"POST /kegiatan/kampanye":            p.doCampaign,
		"POST /kegiatan/kampanye/{id}/cabut": p.doWithdraw,
		"GET /kegiatan/{id}":                 p.showOne,
		"POST /kegiatan/{id}/putusan":        p.doDecide,
		"POST /kegiatan/{id}/tanya":          p.doAsk,
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

// pick chooses between the two languages of the law pack.
func (c *call) pick(id, en string) string {
	if c.lang == words.EN {
		return en
	}
	return id
}

func (c *call) days(from, to rambu.Date) string {
	if from == to {
		return words.ShortDate(c.lang, from)
	}
	return c.t("activity.list.range", "from", words.ShortDate(c.lang, from), "to", words.ShortDate(c.lang, to))
}

// when writes an instant in the actor's zone.
func (c *call) when(at time.Time) string {
	cal := c.p.Agenda.Procedure.Calendar()
	zone, err := cal.Zone(c.who.Region)
	if err != nil {
		zone.Letters = ""
	}
	return words.DateTime(c.lang, cal.Local(c.who.Region, at), zone.Letters)
}

// place names a kecamatan or the region.
func (c *call) place(code string) string {
	if code == c.who.Region {
		return c.t("activity.list.everywhere")
	}
	d, ok := c.p.Roster.Regions().Find(code)
	if !ok {
		return code
	}
	return c.t("activity.list.district", "name", d.Name)
}

// places offers every kecamatan, and the whole region.
func (c *call) places() []ui.Option {
	out := []ui.Option{{Text: c.t("activity.new.choose")}, {Value: c.who.Region, Text: c.t("activity.list.everywhere")}}
	for _, d := range c.p.Roster.Regions().Districts(c.who.Region) {
		out = append(out, ui.Option{Value: d.Code, Text: d.Name})
	}
	return out
}

// titles names posts by their addresses.
func (c *call) titles(posts ...string) (func(string) string, error) {
	ids := make([]roster.PostID, len(posts))
	for i, post := range posts {
		ids[i] = roster.PostID(post)
	}
	known, err := c.p.Roster.PostsByID(c.r.Context(), ids)
	return func(post string) string {
		if k, ok := known[roster.PostID(post)]; ok {
			return k.Title
		}
		return post
	}, err
}

func (c *call) state(s activity.State) ui.Badge {
	look := map[activity.State]ui.Look{
		activity.Planned: ui.LookNew, activity.Kept: ui.LookDone, activity.Moved: ui.LookProgress, activity.Cancelled: ui.LookStopped,
	}[s]
	return ui.Badge{Look: look, Text: c.t("activity.state." + string(s))}
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

// to answers with another page. An id has no slash, so it stays on this site.
func to(w http.ResponseWriter, r *http.Request, under, id string) error {
	http.Redirect(w, r, under+url.PathEscape(id), http.StatusSeeOther)
	return nil
}
