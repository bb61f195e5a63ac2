package pledge

import (
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"rambu.id"
	"rambu.id/internal/words"
	"rambu.id/pledge"
	"rambu.id/roster"
	"rambu.id/seal/attachment"
	"rambu.id/web/ui"
)

type coverPage struct {
	ui.Frame
	AsOf, Total    string
	Tracks, Places ui.Table
}

func (p *Pages) showCover(w http.ResponseWriter, r *http.Request) error {
	c, err := p.call(r)
	if err != nil {
		return err
	}
	cover, err := p.Book.Coverage(r.Context(), c.who)
	if err != nil {
		return err
	}
	name, err := c.areas()
	if err != nil {
		return err
	}
	page := &coverPage{Frame: p.UI.Frame(r, "pledge.cover.title"), AsOf: c.when(cover.AsOf)}
	page.Total = c.t("pledge.cover.total", "n", words.Number(c.lang, cover.Total.Signed), "of", words.Number(c.lang, cover.Total.People))
	page.Tracks = ui.Table{Caption: c.t("pledge.cover.by_track"), Columns: c.columns("pledge.cover.track", false)}
	for _, k := range pledge.Tracks() {
		if l, ok := cover.Tracks[k]; ok {
			page.Tracks.Rows = append(page.Tracks.Rows, c.counts(c.t("pledge.track."+string(k)), l, false))
		}
	}
	page.Places = ui.Table{Caption: c.t("pledge.cover.by_area"), Empty: c.t("pledge.cover.empty"), Columns: c.columns("pledge.cover.area", true)}
	for _, l := range cover.Lines {
		page.Places.Rows = append(page.Places.Rows, c.counts(name(l.Area), l, true))
	}
	return p.cover.Render(w, http.StatusOK, page)
}

func (c *call) columns(first string, papers bool) []ui.Column {
	out := []ui.Column{{Text: c.t(first)}, {Text: c.t("pledge.cover.heads"), Num: true}, {Text: c.t("pledge.cover.people"), Num: true}}
	if papers {
		out = append(out, ui.Column{Text: c.t("pledge.cover.outside"), Num: true}, ui.Column{Text: c.t("pledge.cover.oaths"), Num: true})
	}
	return out
}

func (c *call) counts(name string, l pledge.Line, papers bool) []ui.Cell {
	of := func(n, all int) ui.Cell {
		return ui.Cell{Text: strings.ReplaceAll(c.t("pledge.cover.of", "n", words.Number(c.lang, n), "of", words.Number(c.lang, all)), " ", "\u00a0")}
	}
	out := []ui.Cell{{Text: name}, of(l.HeadsSigned, l.Heads), of(l.Signed, l.People)}
	if papers {
		out = append(out, ui.Cell{Text: words.Number(c.lang, l.OutsideNames)}, ui.Cell{Text: words.Number(c.lang, l.Oaths)})
	}
	return out
}

// areaField offers the agencies and districts the officer records: often one, already chosen.
func (c *call) areaField(fm *ui.Form) (ui.Field, error) {
	areas, err := c.p.Book.Areas(c.r.Context(), c.who)
	if err != nil {
		return ui.Field{}, err
	}
	name, err := c.areas()
	if err != nil {
		return ui.Field{}, err
	}
	var options []ui.Option
	if len(areas) != 1 {
		options = append(options, ui.Option{Text: c.t("pledge.paper.choose")})
	}
	for _, a := range areas {
		options = append(options, ui.Option{Value: a, Text: name(a)})
	}
	return fm.Select("unit", "pledge.paper.area", options...), nil
}

type listPage struct {
	ui.Frame
	Area, Place       string // chosen unit and its name, "" while it is being chosen
	Unit              ui.Field
	On, People, Names ui.Field
	Scan              ui.Field
	AllHref, Signed   string
}

func (p *Pages) showList(w http.ResponseWriter, r *http.Request) error {
	return p.renderList(w, r, nil, nil)
}

func (p *Pages) renderList(w http.ResponseWriter, r *http.Request, values url.Values, problem error) error {
	c, err := p.call(r)
	if err != nil {
		return err
	}
	page := &listPage{Frame: p.UI.Frame(r, "pledge.list.title"), Area: r.URL.Query().Get("unit")}
	status := p.problems(&page.Frame, problem)
	if values == nil {
		values = url.Values{"tanggal": {string(p.Book.Today(c.who))}, "unit": {page.Area}}
	} else {
		page.Area = values.Get("unit")
	}
	fm := p.UI.Form(&page.Frame, values)
	if page.Area == "" {
		page.Unit, err = c.areaField(fm)
		if err != nil {
			return err
		}
		return p.list.Render(w, status, page)
	}
	name, err := c.areas()
	if err != nil {
		return err
	}
	page.Place = name(page.Area)
	page.On, page.Names, page.Scan = fm.Date("tanggal", "pledge.list.on"), fm.Area("nama", "pledge.list.names"), fm.File("file", "pledge.paper.scan")
	page.Scan.Accept = strings.Join(attachment.Pictures(), ",")
	err = c.people(page, fm, values)
	if err != nil {
		return err
	}
	return p.list.Render(w, status, page)
}

// people offers those of the unit whose pact is not on record, heads first; "semua" ticks them all.
func (c *call) people(page *listPage, fm *ui.Form, values url.Values) error {
	members, err := c.p.Book.Members(c.r.Context(), c.who, page.Area)
	if err != nil {
		return err
	}
	all := c.r.URL.Query().Get("semua") == "ya" && !values.Has("orang")
	var options []ui.Option
	signed := 0
	for _, m := range members {
		if m.Signed != "" {
			signed++
			continue
		}
		options = append(options, ui.Option{Value: string(m.Person), Text: m.Name, Hint: m.Title, Checked: all})
	}
	page.People = fm.Checks("orang", "pledge.list.people", options...)
	page.People.Small = true
	if signed > 0 {
		page.Signed = c.t("pledge.list.signed", "n", strconv.Itoa(signed))
	}
	if len(options) > 1 && !all {
		page.AllHref = "/pakta/daftar?semua=ya&unit=" + url.QueryEscape(page.Area)
	}
	return nil
}

func (p *Pages) doList(w http.ResponseWriter, r *http.Request) error {
	return p.record(w, r, p.renderList, func(in *ui.Input) pledge.PaperIn {
		paper := pledge.PaperIn{Kind: pledge.List, Names: lines(in.Text("nama", 20_000))}
		for _, id := range in.Values["orang"] {
			paper.People = append(paper.People, roster.PersonID(id))
		}
		return paper
	})
}

type oathPage struct {
	ui.Frame
	Unit, On, Leader, Place, Present, Witnesses, Scan ui.Field
}

func (p *Pages) showOath(w http.ResponseWriter, r *http.Request) error {
	return p.renderOath(w, r, nil, nil)
}

func (p *Pages) renderOath(w http.ResponseWriter, r *http.Request, values url.Values, problem error) error {
	c, err := p.call(r)
	if err != nil {
		return err
	}
	page := &oathPage{Frame: p.UI.Frame(r, "pledge.oath.title")}
	status := p.problems(&page.Frame, problem)
	if values == nil {
		values = url.Values{"tanggal": {string(p.Book.Today(c.who))}}
	}
	fm := p.UI.Form(&page.Frame, values)
	page.Unit, err = c.areaField(fm)
	if err != nil {
		return err
	}
	page.On, page.Leader, page.Place = fm.Date("tanggal", "pledge.oath.on"), fm.Text("pembaca", "pledge.oath.leader"), fm.Text("tempat", "pledge.oath.place")
	page.Present, page.Witnesses = fm.Text("hadir", "pledge.oath.present"), fm.Area("saksi", "pledge.oath.witnesses")
	page.Present.Width, page.Present.Mode = "5", "numeric"
	page.Scan = fm.File("file", "pledge.paper.scan")
	page.Scan.Accept = strings.Join(attachment.Pictures(), ",")
	return p.oath.Render(w, status, page)
}

func (p *Pages) doOath(w http.ResponseWriter, r *http.Request) error {
	return p.record(w, r, p.renderOath, func(in *ui.Input) pledge.PaperIn {
		return pledge.PaperIn{
			Kind: pledge.Oath, Leader: in.Text("pembaca", 120), Place: in.Text("tempat", 120), Present: in.Int("hadir", 1, 100_000),
			Witnesses: lines(in.Text("saksi", 2000)),
		}
	})
}

func lines(s string) []string { return strings.Split(s, "\n") }

// record reads a form with a scan, writes the paper down, and shows the form again when something
// is wrong with it.
func (p *Pages) record(w http.ResponseWriter, r *http.Request, again func(http.ResponseWriter, *http.Request, url.Values, error) error,
	read func(*ui.Input) pledge.PaperIn,
) error {
	who, err := p.Actor(r)
	if err != nil {
		return err
	}
	if !mayRecord(who) {
		return rambu.Errorf(rambu.Forbidden, "may not record paper")
	}
	in, scan, err := p.readUpload(r)
	if in == nil {
		return err
	}
	if err == nil {
		paper := read(in)
		paper.Area, paper.HeldOn, paper.Scan = in.Text("unit", 200), in.Date("tanggal"), scan
		err = in.Err()
		if err == nil {
			_, err = p.Book.Record(r.Context(), who, paper)
		}
	}
	if p.mineToFix(r, err) {
		return again(w, r, in.Values, err)
	}
	if err != nil {
		return err
	}
	return back(w, r, "/pakta/kertas")
}

type papersPage struct {
	ui.Frame
	Table ui.Table
}

func (p *Pages) showPapers(w http.ResponseWriter, r *http.Request) error {
	c, err := p.call(r)
	if err != nil {
		return err
	}
	all, err := p.Book.Papers(r.Context(), c.who)
	if err != nil {
		return err
	}
	name, err := c.areas()
	if err != nil {
		return err
	}
	page := &papersPage{Frame: p.UI.Frame(r, "pledge.papers.title")}
	page.Table = ui.Table{Caption: c.t("pledge.papers.caption"), Empty: c.t("pledge.papers.empty"), Columns: []ui.Column{
		{Text: c.t("pledge.papers.kind")},
		{Text: c.t("pledge.papers.on")},
		{Text: c.t("pledge.papers.area")},
		{Text: c.t("pledge.papers.who")},
		{Text: c.t("pledge.papers.scan")},
	}}
	for _, f := range all {
		who := c.t("pledge.papers.outside", "n", strconv.Itoa(f.People))
		if len(f.Content.Already) > 0 {
			who += ". " + c.t("pledge.papers.already", "names", strings.Join(f.Content.Already, ", "))
		}
		if f.Kind == pledge.Oath {
			who = c.t("pledge.papers.oath", "leader", f.Content.Leader, "n", strconv.Itoa(f.People), "witnesses", strings.Join(f.Content.Witnesses, ", "))
		}
		scan := ui.Cell{Text: "–"}
		if f.Content.Scan != nil {
			scan = ui.Cell{Text: f.Content.Scan.Name, Href: "/pakta/kertas/" + f.ID}
		}
		page.Table.Rows = append(page.Table.Rows, []ui.Cell{{Text: c.t("pledge.kind." + string(f.Kind))}, {Text: c.day(f.HeldOn)}, {Text: name(f.Area)}, {Text: who}, scan})
	}
	return p.papers.Render(w, http.StatusOK, page)
}

// sendScan sends a scan. It is always saved, never shown.
func (p *Pages) sendScan(w http.ResponseWriter, r *http.Request) error {
	who, err := p.Actor(r)
	if err != nil {
		return err
	}
	f, body, err := p.Book.ReadScan(r.Context(), who, r.PathValue("id"))
	if err != nil {
		return err
	}
	defer body.Close()
	download(w, f.Content.Scan.Name)
	w.Header().Set("Content-Length", strconv.FormatInt(f.Content.Scan.Size, 10))
	_, err = io.Copy(w, body)
	return err
}

// bounds of the text of a form that carries a scan: a unit may have a thousand people to tick.
const (
	maxBytes  = 256 << 10
	maxFields = 2000
)

// readUpload reads a form that may carry a scan.
func (p *Pages) readUpload(r *http.Request) (*ui.Input, *pledge.File, error) {
	var scan *pledge.File
	in, err := ui.Upload{Field: "file", Fields: maxFields, Bytes: maxBytes, Take: func(name, media string, body io.Reader) error {
		f, err := p.Book.Attach(r.Context(), name, media, body)
		scan = &f
		return err
	}}.Read(r)
	return in, scan, err
}
