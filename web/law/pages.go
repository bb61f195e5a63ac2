// Package law answers "Bolehkah saya?": who am I, what would I do, and what the law of today
// says of it, with its article. It reads the pack only and keeps nothing of who asked.
package law

import (
	"embed"
	"net/http"
	"net/url"

	"rambu.id"
	"rambu.id/internal/words"
	"rambu.id/law"
	"rambu.id/web/ui"
)

//go:embed *.html
var files embed.FS

// Deps are what the pages stand on.
type Deps struct {
	UI    *ui.Renderer
	Pack  *law.Pack
	Today func() rambu.Date
}

// Pages are the pages of the law.
type Pages struct {
	Deps
	ask *ui.Page
}

// New parses the pages.
func New(d Deps) *Pages { return &Pages{Deps: d, ask: d.UI.Parse(files, ui.LayoutPublic, "ask.html")} }

// Routes mounts the pages.
func (p *Pages) Routes(mux *http.ServeMux) {
	mux.Handle("GET /boleh", p.UI.Handle(p.show))
}

type askPage struct {
	ui.Frame
	Who, Act ui.Field
	Answer   *answer
}

// answer is what the pack says: forbidden with its rows, or ask first.
type answer struct {
	Title string
	Text  string
	Check bool
	Rows  []ui.Row
}

func (p *Pages) show(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	who, act := q.Get("siapa"), q.Get("perbuatan")
	page := &askPage{Frame: p.UI.Frame(r, "law.ask.title")}
	status := http.StatusOK
	if q.Has("siapa") || q.Has("perbuatan") {
		err := p.validate(who, act)
		if err != nil {
			page.Problems, _ = p.UI.Problems(page.Lang, err)
			status = ui.Status(err)
		} else {
			page.Answer = p.answer(page.Lang, act, who)
		}
	}
	form := p.UI.Form(&page.Frame, url.Values{"siapa": {who}, "perbuatan": {act}})
	page.Who = form.Select("siapa", "law.ask.who", p.subjects(page.Lang)...)
	page.Act = form.Select("perbuatan", "law.ask.act", p.kinds(page.Lang)...)
	return p.ask.Render(w, status, page)
}

func (p *Pages) validate(who, act string) error {
	var es rambu.Errors
	if _, ok := p.Pack.Subject(who); !ok {
		es = append(es, rambu.Fault(rambu.Invalid, "law.error.pick_who").On("siapa"))
	}
	if _, ok := p.Pack.ActKind(act); !ok {
		es = append(es, rambu.Fault(rambu.Invalid, "law.error.pick_act").On("perbuatan"))
	}
	return es.Err()
}

func (p *Pages) subjects(lang words.Lang) []ui.Option {
	out := []ui.Option{{Text: p.UI.T(lang, "law.ask.pick")}}
	for _, s := range p.Pack.Subjects() {
		out = append(out, ui.Option{Value: s.ID, Text: pick(lang, s.NameID, s.NameEN)})
	}
	return out
}

func (p *Pages) kinds(lang words.Lang) []ui.Option {
	out := []ui.Option{{Text: p.UI.T(lang, "law.ask.pick")}}
	for _, k := range p.Pack.ActKinds() {
		out = append(out, ui.Option{Value: k.ID, Text: pick(lang, k.LabelID, k.LabelEN)})
	}
	return out
}

// answer says "not allowed" only where the catalogue has the act for that class today. What it
// does not have is not thereby allowed: ask first.
func (p *Pages) answer(lang words.Lang, act, who string) *answer {
	on := p.Today()
	c, err := p.Pack.Classify(act, who, on)
	if err != nil {
		return &answer{Title: p.UI.T(lang, "law.ask.first"), Text: p.UI.T(lang, "law.ask.first_text")}
	}
	a := &answer{Title: p.UI.T(lang, "law.ask.no"), Text: pick(lang, c.WhyID, c.WhyEN), Check: c.Conf.Check()}
	a.Rows = append(a.Rows, ui.Row{Key: p.UI.T(lang, "law.ask.act_row"), Value: pick(lang, c.Act.ShortID, c.Act.ShortEN)})
	if rule, ok := p.Pack.ClassRule(c.Class); ok {
		a.Rows = append(a.Rows, ui.Row{Key: p.UI.T(lang, "law.ask.class"), Value: pick(lang, rule.NameID, rule.NameEN)})
	}
	for _, b := range c.Act.Basis {
		cited, err := p.Pack.Cite(b, on)
		if err != nil {
			continue
		}
		value := pick(lang, cited.SaysID, cited.SaysEN)
		if !cited.InForce {
			value = p.UI.T(lang, "law.ask.revoked") + " " + value
		}
		a.Rows = append(a.Rows, ui.Row{Key: cited.Short, Value: value})
	}
	return a
}

func pick(lang words.Lang, id, en string) string {
	if lang == words.EN && en != "" {
		return en
	}
	return id
}
