// Package law shows the law to everybody, without an account: the register of regulations and
// articles as of any day, and "Bolehkah saya?", who am I and what would I do. It reads the pack
// only and keeps nothing of who asked.
package law

import (
	"embed"
	"maps"
	"net/http"
	"net/url"
	"strings"

	"rambu.id"
	"rambu.id/internal/words"
	"rambu.id/law"
	"rambu.id/law/search"
	"rambu.id/web/ui"
)

//go:embed *.html
var files embed.FS

// Deps are what the pages stand on.
type Deps struct {
	UI    *ui.Renderer
	Pack  *law.Pack
	Index *search.Index // of the pack
	Today func() rambu.Date
}

// Pages are the pages of the law.
type Pages struct {
	Deps
	ask, list, regulation, article, open, changes, follow view
}

// view is a page on the screen and as it is printed.
type view struct{ screen, paper *ui.Page }

// New parses the pages.
func New(d Deps) *Pages {
	p := &Pages{Deps: d}
	parse := func(file string) view {
		return view{d.UI.Parse(files, ui.LayoutPublic, "parts.html", file), d.UI.Parse(files, ui.LayoutPrint, "parts.html", file)}
	}
	p.ask, p.list, p.regulation = parse("ask.html"), parse("list.html"), parse("regulation.html")
	p.article, p.open, p.changes, p.follow = parse("article.html"), parse("open.html"), parse("changes.html"), parse("follow.html")
	return p
}

// Routes mounts the pages. Literal addresses go before the ids of regulations, none of which is
// one of these words.
func (p *Pages) Routes(mux *http.ServeMux) {
	mux.Handle("GET /boleh", p.UI.Handle(p.showAsk))
	mux.Handle("GET /hukum", p.UI.Handle(p.showList))
	mux.Handle("GET /hukum/terbuka", p.UI.Handle(p.showOpen))
	mux.Handle("GET /hukum/perubahan", p.UI.Handle(p.showChanges))
	mux.Handle("GET /hukum/akibat", p.UI.Handle(p.showFollow))
	mux.Handle("GET /hukum/{regulation}", p.UI.Handle(p.showRegulation))
	mux.Handle("GET /hukum/{regulation}/{article}", p.UI.Handle(p.showArticle))
}

// base is what every page of the law has: the day it speaks of and how it is printed.
type base struct {
	ui.Frame
	On      rambu.Date
	Asked   bool // a day was asked for, not merely today
	Day     ui.Field
	Print   bool
	Printer string // address of the print view
	Version string // of the pack, printed beneath
}

// begin reads the day a page is asked as of: ?tanggal=2024-10-07, or the three fields of its
// form. A day that does not exist is a problem of the page, and today answers.
func (p *Pages) begin(r *http.Request, title string) base {
	q := r.URL.Query()
	b := base{Frame: p.UI.Frame(r, title), On: p.Today(), Print: q.Has("cetak"), Version: p.Pack.Version()}
	on, err := asOf(q)
	if err != nil {
		b.Problems, _ = p.UI.Problems(b.Lang, err)
	} else if on != "" {
		b.On, b.Asked = on, true
	}
	b.Printer = r.URL.Path + "?" + with(q, "cetak", "1")
	values := url.Values{"tanggal-d": q["tanggal-d"], "tanggal-m": q["tanggal-m"], "tanggal-y": q["tanggal-y"]}
	if b.Asked {
		values.Set("tanggal", string(b.On))
	}
	b.Day = p.UI.Form(&b.Frame, values).Date("tanggal", "law.day")
	info := p.Pack.Info()
	b.Day.Hint = p.UI.T(b.Lang, "law.day_example", "from", words.LongDate(b.Lang, info.CampaignFrom), "to", words.LongDate(b.Lang, info.CampaignTo))
	return b
}

// asOf reads the day of an address, "" when none is given.
func asOf(q url.Values) (rambu.Date, error) {
	if s := q.Get("tanggal"); s != "" {
		on, err := rambu.ParseDate(s)
		if err != nil {
			return "", rambu.Errors{rambu.Fault(rambu.Invalid, "error.date").On("tanggal")}
		}
		return on, nil
	}
	in := &ui.Input{Values: q}
	on := in.Date("tanggal")
	return on, in.Err()
}

// with is a query with one value changed.
func with(q url.Values, name, value string) string {
	out := url.Values{}
	maps.Copy(out, q)
	out.Set(name, value)
	return out.Encode()
}

// render shows a page on the screen or for the printer; one with problems is 422.
func (p *Pages) render(w http.ResponseWriter, v view, b *base, data ui.Framed) error {
	status := http.StatusOK
	if len(b.Problems) > 0 {
		status = http.StatusUnprocessableEntity
	}
	return p.renderAs(w, v, status, b.Print, data)
}

func (p *Pages) renderAs(w http.ResponseWriter, v view, status int, paper bool, data ui.Framed) error {
	if paper {
		return v.paper.Render(w, status, data)
	}
	return v.screen.Render(w, status, data)
}

// href is the permanent address of a citation, as of the day that was asked for.
func (b *base) href(c law.Citation) string {
	path := "/hukum/" + c.Address()
	if b.Asked {
		path += "?tanggal=" + string(b.On)
	}
	return path
}

// cited is the address of a resolved citation: of the entry that answered, not of what was asked.
func (b *base) cited(c law.Cited) string {
	return b.href(law.Citation{Regulation: c.Citation.Regulation, Ref: c.Ref})
}

// state says whether a regulation or article holds on the day.
func (p *Pages) state(lang words.Lang, inForce bool, from, on rambu.Date) ui.Badge {
	switch {
	case inForce:
		return ui.Badge{Look: ui.LookDone, Text: p.UI.T(lang, "law.state.in_force")}
	case from != "" && on < from:
		return ui.Badge{Look: ui.LookWaiting, Text: p.UI.T(lang, "law.state.not_yet")}
	}
	return ui.Badge{Look: ui.LookStopped, Text: p.UI.T(lang, "law.state.repealed")}
}

// conf says how sure a fact is; what has to be checked carries a badge.
func (p *Pages) conf(lang words.Lang, c law.Conf) ui.Row {
	row := ui.Row{Key: p.UI.T(lang, "law.conf"), Value: p.UI.T(lang, "law.conf."+string(c))}
	if c.Check() {
		row.Badge = p.check(lang)
	}
	return row
}

func (p *Pages) check(lang words.Lang) *ui.Badge {
	return &ui.Badge{Look: ui.LookWaiting, Text: p.UI.T(lang, "law.check")}
}

// source is where a fact was seen.
type source struct{ Text, Href string }

func (p *Pages) sources(lang words.Lang, ids []string) []source {
	var out []source
	for _, id := range ids {
		s, ok := p.Pack.SourceOf(id)
		if !ok {
			continue
		}
		host := id
		if u, err := url.Parse(s.URL); err == nil && u.Host != "" {
			host = strings.TrimPrefix(u.Host, "www.")
		}
		out = append(out, source{Text: host + " (" + p.UI.T(lang, "law.src."+s.Kind) + ")", Href: s.URL})
	}
	return out
}

// link is a text that leads somewhere, with a state.
type link struct {
	Text, Href, Note string
	Badge            *ui.Badge
}

// openPoint is a question for a lawyer, as shown beside what it concerns.
type openPoint struct {
	ID, Text string
	Weight   int
	Concerns []link
}

func (p *Pages) openPoints(b *base, points []law.OpenPoint) []openPoint {
	var out []openPoint
	for _, o := range points {
		v := openPoint{ID: o.ID, Text: pick(b.Lang, o.TextID, o.TextEN), Weight: o.Weight}
		for _, c := range o.Concerns {
			cited, err := p.Pack.Cite(c, b.On)
			if err == nil {
				v.Concerns = append(v.Concerns, link{Text: cited.In(b.Lang), Href: b.cited(cited)})
			}
		}
		out = append(out, v)
	}
	return out
}

// acts are the acts of the catalogue that rest on a citation.
func (p *Pages) acts(lang words.Lang, c law.Citation) []link {
	var out []link
	for _, a := range p.Pack.Uses(c) {
		out = append(out, link{Text: a.Code, Note: pick(lang, a.ShortID, a.ShortEN)})
	}
	return out
}

func pick(lang words.Lang, id, en string) string {
	if lang == words.EN && en != "" || id == "" {
		return en
	}
	return id
}
