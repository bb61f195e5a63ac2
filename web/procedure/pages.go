// Package procedure shows the law's clocks of an institution: whose has run out, by how many
// days and under which article, and the holidays that move them.
package procedure

import (
	"context"
	"embed"
	"net/http"
	"net/url"
	"strings"

	"rambu.id"
	"rambu.id/access"
	"rambu.id/internal/words"
	"rambu.id/procedure"
	"rambu.id/web/dial"
	"rambu.id/web/ui"
)

//go:embed *.html
var files embed.FS

// Deps are what the pages stand on.
type Deps struct {
	UI      *ui.Renderer
	Service *procedure.Service
	// Titles names posts and institutions in words by their addresses.
	Titles func(ctx context.Context, addresses []string) (map[string]string, error)
	// Hrefs are the pages of objects whose clock runs, of those that the actor may open.
	Hrefs func(ctx context.Context, who rambu.Actor, objects []string) (map[string]string, error)
}

// Pages are the pages of clocks and holidays.
type Pages struct {
	Deps
	clocks, holidays *ui.Page
}

// New parses the pages.
func New(d Deps) *Pages {
	return &Pages{
		Deps:   d,
		clocks: d.UI.Parse(files, ui.LayoutDesk, "clocks.html"), holidays: d.UI.Parse(files, ui.LayoutDesk, "holidays.html"),
	}
}

// Routes mounts the pages for signed-in officers.
func (p *Pages) Routes(mux *http.ServeMux) {
	mux.Handle("GET /tenggat", p.UI.Handle(p.showClocks))
	mux.Handle("GET /libur", p.UI.Handle(p.showHolidays))
	mux.Handle("POST /libur", p.UI.Handle(p.addHoliday))
	mux.Handle("POST /libur/pakai", p.UI.Handle(p.adoptHoliday))
	mux.Handle("POST /libur/tarik", p.UI.Handle(p.withdrawHoliday))
}

type clocksPage struct {
	ui.Frame
	Summary string
	All     bool
	Table   ui.Table
	Pages   ui.Pages
}

const pageSize = 50

func (p *Pages) showClocks(w http.ResponseWriter, r *http.Request) error {
	who, _, err := access.From(r.Context())
	if err != nil {
		return err
	}
	q := r.URL.Query()
	all := q.Get("semua") == "1"
	f := procedure.Filter{Limit: pageSize, After: cursor(q), Days: true}
	if !all {
		f.Before = p.Service.Today(who.Region)
	}
	list, err := p.Service.Due(r.Context(), who, f)
	if err != nil {
		return err
	}
	late, err := p.Service.Late(r.Context(), who, "")
	if err != nil {
		return err
	}
	page := &clocksPage{Frame: p.UI.Frame(r, "clocks.title"), All: all}
	page.Summary = p.UI.T(page.Lang, "clocks.summary", "n", words.Number(page.Lang, late))
	if late == 0 {
		page.Summary = p.UI.T(page.Lang, "clocks.none")
	}
	page.Table, err = p.table(r.Context(), who, page.Lang, list)
	if err != nil {
		return err
	}
	if len(list) == pageSize {
		page.Pages.Next = "/tenggat?" + next(list[pageSize-1].Cursor(), all)
	}
	return p.clocks.Render(w, http.StatusOK, page)
}

func cursor(q url.Values) procedure.Cursor {
	return procedure.Cursor{Due: rambu.Date(q.Get("sesudah")), Bucket: q.Get("kelompok"), Clock: q.Get("jam")}
}

func next(c procedure.Cursor, all bool) string {
	v := url.Values{"sesudah": {string(c.Due)}, "kelompok": {c.Bucket}, "jam": {c.Clock}}
	if all {
		v.Set("semua", "1")
	}
	return v.Encode()
}

func (p *Pages) table(ctx context.Context, who rambu.Actor, lang words.Lang, list []procedure.Clock) (ui.Table, error) {
	t := func(key string) string { return p.UI.T(lang, key) }
	out := ui.Table{
		Caption: t("clocks.caption"), Empty: t("clocks.empty"),
		Columns: []ui.Column{{Text: t("clocks.state")}, {Text: t("clocks.due")}, {Text: t("clocks.owner")}, {Text: t("clocks.rule")}, {Text: t("clocks.article")}, {Text: t("clocks.object")}},
	}
	owners, objects := make([]string, 0, len(list)), make([]string, 0, len(list))
	for _, c := range list {
		owners, objects = append(owners, c.Owner), append(objects, c.Object)
	}
	hrefs, err := p.Hrefs(ctx, who, objects)
	if err != nil {
		return out, err
	}
	titles, err := p.Titles(ctx, owners)
	if err != nil {
		return out, err
	}
	face := dial.New(p.UI, p.Service, lang)
	for _, c := range list {
		object := p.object(lang, c.Object, hrefs[c.Object])
		owner := titles[c.Owner]
		if owner == "" {
			owner = c.Owner
		}
		out.Rows = append(out.Rows, []ui.Cell{
			{Badge: p.badge(lang, c)},
			{Text: due(lang, c)},
			{Text: owner},
			{Text: p.rule(lang, c), Check: c.Check(), More: &ui.Lines{Summary: t("ui.clock.how"), Of: object.Text, Text: face.Lines(c)}},
			{Text: p.articles(lang, c) + " · " + face.Regime(c)},
			object,
		})
	}
	return out, nil
}

// object leads to the file of a clock, for those who may open it. It is called by the end of its id, as an
// unregistered case is: names and register numbers belong to pages that may open it.
func (p *Pages) object(lang words.Lang, id, href string) ui.Cell {
	if len(id) < 6 {
		return ui.Cell{Text: id}
	}
	key := "clocks.open"
	if href == "" {
		key = "clocks.file"
	}
	return ui.Cell{Text: p.UI.T(lang, key, "id", strings.ToUpper(id[len(id)-6:])), Href: href}
}

// due is the due date in words, "–" while the clock is suspended.
func due(lang words.Lang, c procedure.Clock) string {
	if c.Due == "" {
		return "–"
	}
	return words.Date(lang, c.Due)
}

// badge says how late or how near a clock is.
func (p *Pages) badge(lang words.Lang, c procedure.Clock) *ui.Badge {
	if c.Due == "" {
		return &ui.Badge{Look: ui.LookWaiting, Text: p.UI.T(lang, "clocks.suspended")}
	}
	b := dial.New(p.UI, p.Service, lang).Left(c, 2)
	return &b
}

func (p *Pages) rule(lang words.Lang, c procedure.Clock) string {
	if lang == words.EN {
		return c.Deadline.RuleEN
	}
	return c.Deadline.RuleID
}

// articles cites the rule's basis as it stood on the day the clock began.
func (p *Pages) articles(lang words.Lang, c procedure.Clock) string {
	var out []string
	for _, b := range c.Basis {
		cited, err := p.Service.Pack().Cite(b, c.StartOn)
		if err == nil {
			out = append(out, cited.In(lang))
		}
	}
	return strings.Join(out, "; ")
}
