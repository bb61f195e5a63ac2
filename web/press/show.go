package press

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"rambu.id"
	"rambu.id/law/cite"
	"rambu.id/press"
	"rambu.id/press/reading"
	"rambu.id/roster"
	"rambu.id/web/ui"
)

type showPage struct {
	ui.Frame
	ID      string
	Version int64
	State   ui.Badge
	Source  string
	Link    string // of the paper
	Report  string // address of the informasi awal
	Dates   []ui.Row
	Notices []string
	Warn    string // over suspected acts
	Alike   []ui.Task
	SameDay []ui.Task
	Read    ui.Table
	Paras   [][]part
	Stored  []ui.Row // what was decided

	Kind, On, Place, Posts, Directions, Acts, Reason, District *ui.Field

	Buttons []ui.Button
	Hint    string
}

// part is a run of the text; N is the number of what was read there, 0 for none.
type part struct {
	Text string
	N    int
}

func (c *call) bawaslu() bool {
	return roster.InstitutionKindOf(c.who.Institution) == roster.KindSupervisor
}

func (p *Pages) showOne(w http.ResponseWriter, r *http.Request) error {
	return p.renderOne(w, r, nil, nil)
}

func (p *Pages) renderOne(w http.ResponseWriter, r *http.Request, values url.Values, problem error) error {
	c, err := p.call(r)
	if err != nil {
		return err
	}
	v, err := p.Desk.Get(r.Context(), c.who, r.PathValue("id"))
	if err != nil {
		return err
	}
	page := &showPage{Frame: p.UI.Frame(r, "press.title"), ID: v.ID, Version: v.Version, State: c.badge(v.State), Source: v.Source, Link: v.Content.Link}
	page.Title = c.name(v.Clipping)
	status := p.problems(&page.Frame, problem)
	if v.Report != "" {
		page.Report = "/laporan-masuk/" + v.Report
	}
	page.Dates = []ui.Row{
		{Key: c.t("press.date.event"), Value: c.day(v.Fields.On)},
		{Key: c.t("press.date.published"), Value: c.day(v.Published)},
		{Key: c.t("press.date.entered"), Value: c.when(v.AddedAt)},
	}
	c.notices(page, v)
	items := c.items(v.Reading)
	page.Read, page.Paras = c.table(items), paras(v.Reading.Text, items)
	err = c.sameDay(page, v.Fields.On)
	if err != nil {
		return err
	}
	c.decided(page, v)
	if values == nil {
		values = stored(v)
	}
	c.form(page, v, values)
	return p.show.Render(w, status, page)
}

func (c *call) notices(page *showPage, v press.View) {
	if v.Reading.Twice {
		page.Notices = append(page.Notices, c.t("press.show.twice"))
	}
	if v.Reading.Event.Planned {
		page.Notices = append(page.Notices, c.t("press.show.planned"))
	}
	if len(v.Reading.Acts) > 0 {
		page.Warn = c.t("press.show.acts_warn")
	}
	for _, a := range v.Alike {
		badge := c.badge(a.State)
		page.Alike = append(page.Alike, ui.Task{
			Text: c.name(a.Clipping), Href: "/pers/" + a.ID, Badge: badge,
			Hint: strings.TrimPrefix(a.Source+" · ", " · ") + c.t("press.show.alike_"+string(a.How), "n", strconv.Itoa(int(100*a.Share))),
		})
	}
}

func (c *call) sameDay(page *showPage, day rambu.Date) (err error) {
	if day != "" && c.p.SameDay != nil && !c.bawaslu() {
		page.SameDay, err = c.p.SameDay(c.r.Context(), c.who, day)
	}
	return err
}

// item is one thing the program read.
type item struct {
	reading.Mark

	field, value string
	notes        []string
}

// items are what was read, in the order of the list.
func (c *call) items(r reading.Reading) []item {
	var out []item
	add := func(m reading.Mark, field, value string, notes ...string) {
		if m.Found() {
			out = append(out, item{m, c.t("press.field." + field), value, notes})
		}
	}
	if r.Event.Kind != "" {
		add(r.Event.Mark, "kind", c.kind(r.Event.Kind))
	}
	add(r.On.Mark, "on", c.day(r.On.Value), c.doubts(r.On)...)
	add(r.Published.Mark, "stated", c.day(r.Published.Value), c.doubts(r.Published)...)
	add(r.Place, "place", r.Place.Text)
	for _, p := range r.Posts {
		value := p.Text
		if p.Name != "" {
			value += ", " + p.Name
		}
		add(p.Mark, "post", value, c.slips(p)...)
	}
	for _, f := range r.Citations {
		if f.Kind != cite.Citation {
			continue
		}
		m := reading.Mark{Span: [2]int{f.Start, f.End}, Text: f.Text, Conf: reading.High}
		if f.Conf.Check() {
			m.Conf = reading.Low
		}
		add(m, "citation", f.Normal+": "+c.t(f.StatusKey()), c.p.Desk.Guard.Say(c.p.UI.Words(), c.lang, f))
	}
	for _, d := range r.Directions {
		field := "direction"
		if d.Quoted {
			field = "direction_quoted"
		}
		add(d.Mark, field, d.By)
	}
	for _, a := range r.Acts {
		add(a.Mark, "act", c.act(a.Kind))
	}
	return out
}

func (c *call) doubts(d reading.Date) []string {
	var out []string
	for _, x := range d.Doubts {
		out = append(out, c.t("press.doubt."+string(x)))
	}
	return out
}

func (c *call) slips(p reading.Post) []string {
	var out []string
	for _, x := range p.Slips {
		out = append(out, c.t("press.slip."+string(x)))
	}
	if p.Roster != "" {
		out = append(out, c.t("press.slip.roster", "title", p.Roster))
	}
	return out
}

func (c *call) table(items []item) ui.Table {
	t := ui.Table{Caption: c.t("press.show.caption"), Empty: c.t("press.cli.nothing"), Columns: []ui.Column{
		{Text: c.t("press.show.field")},
		{Text: c.t("press.show.value")},
		{Text: c.t("press.show.where")},
		{Text: c.t("press.show.sure")},
	}}
	for i, it := range items {
		notes := strings.Join(slices.DeleteFunc(it.notes, func(s string) bool { return s == "" }), " ")
		sure := c.t("press.sure." + string(it.Conf))
		cell := ui.Cell{Text: sure}
		if notes != "" {
			cell = ui.Cell{Text: sure + ". " + notes}
		}
		t.Rows = append(t.Rows, []ui.Cell{{Text: strconv.Itoa(i+1) + ". " + it.field}, {Text: orDash(it.value)}, {Text: "“" + short(it.Text) + "”"}, cell})
	}
	return t
}

// short is a quotation as a list shows it; the text below has all of it.
func short(s string) string {
	words := strings.Fields(s)
	const most = 14
	if len(words) > most {
		return strings.Join(words[:most], " ") + " …"
	}
	return strings.Join(words, " ")
}

// paras cuts a text into lines, and these where something was read. Where marks overlap, the one
// that begins first is shown.
func paras(text string, items []item) [][]part {
	order := make([]int, len(items))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return items[a].Span[0] - items[b].Span[0] })
	var out [][]part
	next, at := 0, 0
	for line := range strings.SplitSeq(text, "\n") {
		end := at + len(line)
		var ps []part
		for ; next < len(order) && items[order[next]].Span[0] < end; next++ {
			s := items[order[next]].Span
			if s[0] < at {
				continue
			}
			to := min(s[1], end)
			ps = append(ps, part{Text: text[at:s[0]]}, part{Text: text[s[0]:to], N: order[next] + 1})
			at = to
		}
		ps = slices.DeleteFunc(append(ps, part{Text: text[at:end]}), func(p part) bool { return p.Text == "" })
		if len(ps) > 0 {
			out = append(out, ps)
		}
		at = end + 1
	}
	return out
}
