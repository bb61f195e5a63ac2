package law

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"rambu.id"
	"rambu.id/internal/words"
	"rambu.id/law"
	"rambu.id/web/ui"
)

// found is how many hits of a search are shown.
const found = 20

// maxQuestion bounds what is searched for, in bytes.
const maxQuestion = 200

type listPage struct {
	base
	Question string
	Search   ui.Field
	Lead     string // what the list is: all, found, nearest, nothing
	Fields   []field
	Hits     []link
	Near     []link // behind few hits, what is only near
}

// field is the regulations of one field of law.
type field struct {
	Name string
	List []link
}

// showList is the register, or what a search found in it.
func (p *Pages) showList(w http.ResponseWriter, r *http.Request) error {
	page := &listPage{base: p.begin(r, "law.register.title")}
	page.Question = strings.ToValidUTF8(r.URL.Query().Get("cari"), "")
	page.Question = page.Question[:min(len(page.Question), maxQuestion)]
	page.Search = p.searchField(&page.Frame, page.Question)
	if strings.TrimSpace(page.Question) == "" {
		page.Lead = p.UI.T(page.Lang, "law.register.lead")
		page.Fields = p.fields(&page.base)
		return p.render(w, p.list, &page.base, page)
	}
	p.find(page, page.Question)
	return p.render(w, p.list, &page.base, page)
}

func (p *Pages) searchField(f *ui.Frame, question string) ui.Field {
	return p.UI.Form(f, url.Values{"cari": {question}}).Text("cari", "law.register.search")
}

// find fills the page with the hits, or with the nearest when nothing fits.
func (p *Pages) find(page *listPage, question string) {
	hits := p.Index.Find(question, found)
	for _, h := range hits {
		list := &page.Hits
		if hits[0].Exact && !h.Exact {
			list = &page.Near
		}
		if id, ok := h.Act(); ok {
			*list = append(*list, p.actLink(page.Lang, id))
			continue
		}
		cited, err := p.Pack.Cite(h.Citation(), page.On)
		if err == nil {
			*list = append(*list, p.citedLink(&page.base, cited))
		}
	}
	key := "law.register.found"
	switch {
	case len(hits) == 0:
		key = "law.register.none"
	case !hits[0].Exact:
		key = "law.register.nearest"
	}
	page.Lead = p.UI.T(page.Lang, key, "asked", question)
}

func (p *Pages) actLink(lang words.Lang, id string) link {
	text := id
	if k, ok := p.Pack.ActKind(id); ok {
		text = pick(lang, k.LabelID, k.LabelEN)
	} else if m, ok := p.Pack.Permit(id); ok {
		text = pick(lang, m.LabelID, m.LabelEN)
	}
	return link{Text: text, Href: "/boleh?perbuatan=" + url.QueryEscape(id), Note: p.UI.T(lang, "law.register.ask")}
}

func (p *Pages) citedLink(b *base, c law.Cited) link {
	note := pick(b.Lang, c.TitleID, c.TitleEN)
	if c.Ref != "" {
		note = pick(b.Lang, c.SaysID, c.SaysEN)
	}
	badge := p.state(b.Lang, c.InForce, c.From, b.On)
	return link{Text: c.In(b.Lang), Href: b.cited(c), Note: note, Badge: &badge}
}

// fields groups the register by the first field of each regulation, in the order of the pack.
func (p *Pages) fields(b *base) []field {
	var out []field
	at := map[string]int{}
	for _, r := range p.Pack.Regulations() {
		name := ""
		if len(r.Regimes) > 0 {
			name = r.Regimes[0]
		}
		i, ok := at[name]
		if !ok {
			i = len(out)
			at[name] = i
			out = append(out, field{Name: p.fieldName(b.Lang, name)})
		}
		l := link{Text: r.Short, Href: b.href(law.Citation{Regulation: r.ID}), Note: pick(b.Lang, r.TitleID, r.TitleEN)}
		if !p.Pack.InForce(r, b.On) {
			badge := p.state(b.Lang, false, r.From, b.On)
			l.Badge = &badge
		}
		out[i].List = append(out[i].List, l)
	}
	return out
}

// fieldName is the name of a field of law; one the catalogue does not know is shown as the pack
// writes it.
func (p *Pages) fieldName(lang words.Lang, id string) string {
	key := "law.field." + id
	if p.UI.Words().Has(lang, key) {
		return p.UI.T(lang, key)
	}
	return id
}

// nearest answers an address that the register does not have: 404, with the closest it has.
func (p *Pages) nearest(w http.ResponseWriter, b base, question string, refs []law.Citation) error {
	page := &listPage{base: b, Question: question}
	page.Search = p.searchField(&page.Frame, question)
	for _, c := range refs {
		cited, err := p.Pack.Cite(c, page.On)
		if err == nil {
			page.Hits = append(page.Hits, p.citedLink(&page.base, cited))
		}
	}
	if len(page.Hits) == 0 {
		p.find(page, question)
	} else {
		page.Lead = p.UI.T(page.Lang, "law.register.nearest", "asked", question)
	}
	return p.renderAs(w, p.list, http.StatusNotFound, page.Print, page)
}

type regulationPage struct {
	base
	Heading, Title string
	Badge          ui.Badge
	Rows           []ui.Row
	Articles       []link
	Events         []ui.Event
	Acts           []link
	Open           []openPoint
	Sources        []source
	Action         string
}

// showRegulation is one regulation as of a day: whether it holds, what amends or replaces it, its
// articles, what changed when, and how sure all that is.
func (p *Pages) showRegulation(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("regulation")
	b := p.begin(r, "law.register.title")
	reg, ok := p.Pack.Regulation(id)
	if !ok {
		return p.nearest(w, b, spaced(id), nil)
	}
	whole := law.Citation{Regulation: id}
	cited, err := p.Pack.Cite(whole, b.On)
	if err != nil {
		return err
	}
	b.Title = reg.Short
	page := &regulationPage{base: b, Heading: reg.Short, Title: pick(b.Lang, reg.TitleID, reg.TitleEN), Action: r.URL.Path}
	page.Badge = p.state(b.Lang, cited.InForce, cited.From, b.On)
	page.Rows = p.regulationRows(&page.base, reg)
	page.Articles = p.articles(&page.base, reg)
	page.Events = p.events(&page.base, reg)
	page.Acts = p.acts(b.Lang, whole)
	page.Open = p.openPoints(&page.base, p.Pack.OpenOn(whole))
	page.Sources = p.sources(b.Lang, reg.Src)
	return p.render(w, p.regulation, &page.base, page)
}

// spaced writes an address as words again, to search for them.
func spaced(slug string) string { return strings.ReplaceAll(slug, "-", " ") }

func (p *Pages) regulationRows(b *base, r law.Regulation) []ui.Row {
	t := func(key string) string { return p.UI.T(b.Lang, key) }
	rows := []ui.Row{{Key: t("law.from"), Value: p.day(b.Lang, r.From)}}
	if r.To != "" || r.RevokedBy != "" {
		rows = append(rows, ui.Row{Key: t("law.to"), Value: p.day(b.Lang, r.To)})
	}
	refer := func(key string, ids ...string) {
		for _, id := range ids {
			if other, ok := p.Pack.Regulation(id); ok {
				rows = append(rows, ui.Row{
					Key: t(key), Value: other.Short + ": " + pick(b.Lang, other.TitleID, other.TitleEN), Href: b.href(law.Citation{Regulation: id}), Action: t("law.open"),
				})
			}
		}
	}
	if r.RevokedBy != "" {
		refer("law.revoked_by", r.RevokedBy)
	}
	refer("law.amends", r.Amends...)
	refer("law.amended_by", r.AmendedBy...)
	var fields []string
	for _, f := range r.Regimes {
		fields = append(fields, p.fieldName(b.Lang, f))
	}
	rows = append(rows, ui.Row{Key: t("law.fields"), Value: strings.Join(fields, ", ")}, p.conf(b.Lang, r.Conf))
	if r.DateConf != "" {
		row := p.conf(b.Lang, r.DateConf)
		row.Key = t("law.date_conf")
		rows = append(rows, row)
	}
	return rows
}

// day is a date in words, or that none was established.
func (p *Pages) day(lang words.Lang, d rambu.Date) string {
	if d == "" {
		return p.UI.T(lang, "law.no_date")
	}
	return words.LongDate(lang, d)
}

// articles lists each article once, by the version of the day.
func (p *Pages) articles(b *base, r law.Regulation) []link {
	var out []link
	seen := map[string]bool{}
	for _, a := range r.Articles {
		if seen[a.Ref] {
			continue
		}
		seen[a.Ref] = true
		cited, err := p.Pack.Cite(law.Citation{Regulation: r.ID, Ref: a.Ref}, b.On)
		if err != nil {
			continue
		}
		l := p.citedLink(b, cited)
		l.Text = law.Ref(b.Lang, cited.Ref)
		if cited.InForce {
			l.Badge = nil // the regulation's own badge says it already
		}
		if cited.Conf.Check() {
			l.Badge = p.check(b.Lang)
		}
		out = append(out, l)
	}
	return out
}

// events are what changed in a regulation, and when it was amended, newest first.
func (p *Pages) events(b *base, r law.Regulation) []ui.Event {
	var out []ui.Event
	for _, c := range p.Pack.Changes() {
		if c.Cited.Regulation == r.ID || c.Kind == law.Began && slices.Contains(r.AmendedBy, c.Cited.Regulation) {
			e := p.event(b, c)
			if c.Cited.Regulation != r.ID {
				e.Text = p.UI.T(b.Lang, "law.change.amends", "short", r.Short)
			}
			out = append(out, e)
		}
	}
	return out
}
