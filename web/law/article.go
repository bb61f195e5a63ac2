package law

import (
	"net/http"

	"rambu.id/internal/words"
	"rambu.id/law"
	"rambu.id/web/ui"
)

type articlePage struct {
	base
	Back             string
	Heading, Title   string
	Badge            ui.Badge
	Says             string
	Rows             []ui.Row
	Versions         ui.Table
	Acts             []link
	Open             []openPoint
	Sources          []source
	Address          string
	Action           string
	Regulation, Href string
}

// showArticle is one article as of a day, with all its versions.
func (p *Pages) showArticle(w http.ResponseWriter, r *http.Request) error {
	id, slug := r.PathValue("regulation"), r.PathValue("article")
	b := p.begin(r, "law.register.title")
	reg, ok := p.Pack.Regulation(id)
	if !ok {
		return p.nearest(w, b, spaced(id+" "+slug), nil)
	}
	versions := reg.Versions(slug)
	if len(versions) == 0 {
		var near []law.Citation
		for _, ref := range reg.Nearest(slug) {
			near = append(near, law.Citation{Regulation: id, Ref: ref})
		}
		return p.nearest(w, b, reg.Short+" "+spaced(slug), near)
	}
	c := law.Citation{Regulation: id, Ref: versions[0].Ref}
	cited, err := p.Pack.Cite(c, b.On)
	if err != nil {
		return err
	}
	b.Title = cited.In(b.Lang)
	page := &articlePage{
		base: b, Heading: cited.In(b.Lang), Title: pick(b.Lang, cited.TitleID, cited.TitleEN), Action: r.URL.Path, Address: r.URL.Path,
		Regulation: reg.Short, Href: b.href(law.Citation{Regulation: id}), Back: b.href(law.Citation{Regulation: id}),
	}
	page.Badge = p.state(b.Lang, cited.InForce, cited.From, b.On)
	page.Says = pick(b.Lang, cited.SaysID, cited.SaysEN)
	page.Rows = p.articleRows(&page.base, cited)
	if len(versions) > 1 {
		page.Versions = p.versions(&page.base, versions)
	}
	page.Acts = p.acts(b.Lang, c)
	page.Open = p.openPoints(&page.base, p.Pack.OpenOn(c))
	page.Sources = p.sources(b.Lang, cited.Src)
	return p.render(w, p.article, &page.base, page)
}

func (p *Pages) articleRows(b *base, c law.Cited) []ui.Row {
	t := func(key string) string { return p.UI.T(b.Lang, key) }
	rows := []ui.Row{{Key: t("law.from"), Value: p.day(b.Lang, c.From)}}
	if c.To != "" {
		rows = append(rows, ui.Row{Key: t("law.to"), Value: p.day(b.Lang, c.To)})
	}
	if c.Successor.Regulation != "" {
		next, err := p.Pack.Cite(c.Successor, b.On)
		if err == nil {
			rows = append(rows, ui.Row{Key: t("law.replaced_by"), Value: next.In(b.Lang), Href: b.cited(next), Action: t("law.open")})
		}
	}
	for i, id := range c.Addressees {
		row := ui.Row{Value: p.subjectName(b.Lang, id)}
		if i == 0 {
			row.Key = t("law.addressees")
			rows = append(rows, row)
			continue
		}
		rows[len(rows)-1].Value += "\n" + row.Value
	}
	return append(rows, p.conf(b.Lang, c.Conf))
}

func (p *Pages) subjectName(lang words.Lang, id string) string {
	s, ok := p.Pack.Subject(id)
	if !ok {
		return id
	}
	return pick(lang, s.NameID, s.NameEN)
}

// versions are the texts an article has had, the one of the day marked.
func (p *Pages) versions(b *base, all []law.Article) ui.Table {
	t := func(key string) string { return p.UI.T(b.Lang, key) }
	table := ui.Table{Caption: t("law.versions"), Columns: []ui.Column{{Text: t("law.from")}, {Text: t("law.to")}, {Text: t("law.says")}}}
	for _, a := range all {
		first := ui.Cell{Text: t("law.beginning")}
		if a.From != "" {
			first.Text = words.LongDate(b.Lang, a.From)
		}
		if b.On.In(a.From, a.To) {
			first.Badge = &ui.Badge{Look: ui.LookDone, Text: t("law.this_day")}
		}
		last := ui.Cell{Text: t("law.until_now")}
		if a.To != "" {
			last.Text = words.LongDate(b.Lang, a.To)
		}
		table.Rows = append(table.Rows, []ui.Cell{first, last, {Text: pick(b.Lang, a.SaysID, a.SaysEN)}})
	}
	return table
}

type openPage struct {
	base
	Points []openPoint
}

// showOpen lists what a lawyer should settle next.
func (p *Pages) showOpen(w http.ResponseWriter, r *http.Request) error {
	page := &openPage{base: p.begin(r, "law.open_points.title")}
	page.Points = p.openPoints(&page.base, p.Pack.OpenPoints())
	return p.render(w, p.open, &page.base, page)
}

type changesPage struct {
	base
	Years []year
}

// year is what changed in one year.
type year struct {
	Name   string
	Events []ui.Event
}

// showChanges says what changed in the law on which day, newest first.
func (p *Pages) showChanges(w http.ResponseWriter, r *http.Request) error {
	page := &changesPage{base: p.begin(r, "law.changes.title")}
	for _, c := range p.Pack.Changes() {
		name := string(c.On[:4])
		if len(page.Years) == 0 || page.Years[len(page.Years)-1].Name != name {
			page.Years = append(page.Years, year{Name: name})
		}
		last := &page.Years[len(page.Years)-1]
		last.Events = append(last.Events, p.event(&page.base, c))
	}
	return p.render(w, p.changes, &page.base, page)
}

// event is one change in a sentence, leading to what it is about.
func (p *Pages) event(b *base, c law.Change) ui.Event {
	e := ui.Event{When: words.Date(b.Lang, c.On)}
	if c.Conf.Check() {
		e.Who = p.UI.T(b.Lang, "law.check")
	}
	key := "law.change." + string(c.Kind)
	if c.Body != nil {
		e.Title = p.UI.T(b.Lang, key, "body", pick(b.Lang, c.Body.NameID, c.Body.NameEN))
		e.Text = pick(b.Lang, c.Body.DoesID, c.Body.DoesEN)
		return e
	}
	cited, err := p.Pack.Cite(c.Cited, c.On)
	if err != nil {
		e.Title = c.Cited.String()
		return e
	}
	e.Title = p.UI.T(b.Lang, key, "short", cited.In(b.Lang))
	e.Text = pick(b.Lang, cited.TitleID, cited.TitleEN)
	if c.Cited.Ref != "" {
		e.Text = pick(b.Lang, cited.SaysID, cited.SaysEN)
	}
	if c.Successor.Regulation != "" {
		next, err := p.Pack.Cite(c.Successor, c.On)
		if err == nil {
			e.Text = p.UI.T(b.Lang, "law.change.now", "short", next.In(b.Lang))
		}
	}
	day := *b
	day.On, day.Asked = c.On, true
	e.Href = day.cited(cited)
	return e
}
