package press

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"

	"rambu.id"
	"rambu.id/internal/words"
	"rambu.id/press"
	"rambu.id/press/reading"
	"rambu.id/web/ui"
)

type listPage struct {
	ui.Frame
	States []ui.NavItem // Count 1: the one shown
	Table  ui.Table
	Pages  ui.Pages
}

// perPage is how many articles a page lists.
const perPage = 25

func (p *Pages) showList(w http.ResponseWriter, r *http.Request) error {
	c, err := p.call(r)
	if err != nil {
		return err
	}
	q := r.URL.Query()
	f := press.Filter{State: press.State(q.Get("keadaan")), After: q.Get("sesudah"), Limit: perPage + 1}
	all, err := p.Desk.List(r.Context(), c.who, f)
	if err != nil {
		return err
	}
	page := &listPage{Frame: p.UI.Frame(r, "press.title")}
	page.States = c.states(f.State)
	if len(all) > perPage {
		all = all[:perPage]
		page.Pages.Next = "/pers?" + url.Values{"keadaan": {string(f.State)}, "sesudah": {all[perPage-1].ID}}.Encode()
	}
	page.Table = ui.Table{Caption: c.t("press.list.caption"), Empty: c.t("press.list.empty"), Columns: []ui.Column{
		{Text: c.t("press.list.name")},
		{Text: c.t("press.list.source")},
		{Text: c.t("press.list.published")},
		{Text: c.t("press.list.event")},
		{Text: c.t("press.list.state")},
	}}
	for _, a := range all {
		badge := c.badge(a.State)
		day := func(d rambu.Date) string {
			if d == "" {
				return "–"
			}
			return words.LongDate(c.lang, d)
		}
		page.Table.Rows = append(page.Table.Rows, []ui.Cell{
			{Text: c.name(a), Href: "/pers/" + a.ID},
			{Text: orDash(a.Source)},
			{Text: day(a.Published)},
			{Text: day(a.EventOn)},
			{Badge: &badge},
		})
	}
	return p.list.Render(w, http.StatusOK, page)
}

func (c *call) name(a press.Clipping) string {
	if a.Title != "" {
		return a.Title
	}
	return c.t("press.list.locked")
}

func orDash(s string) string {
	if s == "" {
		return "–"
	}
	return s
}

func (c *call) states(now press.State) []ui.NavItem {
	out := []ui.NavItem{{Text: c.t("press.list.all"), Href: "/pers"}}
	for _, s := range press.States() {
		if s == press.Tip && c.p.Lodge == nil || s == press.Tip && !c.bawaslu() {
			continue
		}
		out = append(out, ui.NavItem{Text: c.t("press.state." + string(s)), Href: "/pers?keadaan=" + string(s)})
	}
	for i := range out {
		if now == "" && i == 0 || now != "" && strings.HasSuffix(out[i].Href, "="+string(now)) {
			out[i].Count = 1
		}
	}
	return out
}

type addPage struct {
	ui.Frame
	Text, File, Source, Link, Published ui.Field
}

func (p *Pages) showAdd(w http.ResponseWriter, r *http.Request) error {
	who, err := p.Actor(r)
	if err != nil {
		return err
	}
	if !press.Keeps(who) {
		return rambu.Errorf(rambu.Forbidden, "the press is kept by others")
	}
	return p.renderAdd(w, r, nil, nil)
}

func (p *Pages) renderAdd(w http.ResponseWriter, r *http.Request, values url.Values, problem error) error {
	page := &addPage{Frame: p.UI.Frame(r, "press.add.title")}
	status := p.problems(&page.Frame, problem)
	fm := p.UI.Form(&page.Frame, values)
	page.Text, page.File = fm.Area("teks", "press.add.text"), fm.File("berkas", "press.add.file")
	page.Source, page.Link, page.Published = fm.Text("sumber", "press.add.source"), fm.Text("tautan", "press.add.link"), fm.Date("terbit", "press.add.published")
	page.Text.Rows, page.File.Accept, page.Link.Mode = 12, "text/plain,.txt", "url"
	return p.add.Render(w, status, page)
}

func (p *Pages) doAdd(w http.ResponseWriter, r *http.Request) error {
	c, err := p.call(r)
	if err != nil {
		return err
	}
	in, err := ui.Read(w, r)
	if err != nil {
		return err
	}
	a := press.AddIn{
		Text: in.Text("teks", reading.MaxText), Source: in.Text("sumber", 300), Link: in.Text("tautan", 300), Published: in.Date("terbit"),
	}
	if a.Text == "" {
		a.Text = uploaded(in, r)
	}
	err = in.Err()
	var id string
	if err == nil {
		id, err = p.Desk.Add(r.Context(), c.who, a)
	}
	if p.mineToFix(r, err) {
		return p.renderAdd(w, r, in.Values, err)
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/pers/"+url.PathEscape(id), http.StatusSeeOther)
	return nil
}

// uploaded is the text of the file of a form, "" for none.
func uploaded(in *ui.Input, r *http.Request) string {
	f, _, err := r.FormFile("berkas")
	if err != nil {
		return ""
	}
	defer f.Close() //nolint:errcheck // reading
	b, err := io.ReadAll(io.LimitReader(f, reading.MaxText+1))
	if err != nil || !utf8.Valid(b) || strings.ContainsRune(string(b), 0) {
		in.Fault("berkas", "press.error.binary")
		return ""
	}
	return string(b)
}
