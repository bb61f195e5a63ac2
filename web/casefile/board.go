package casefile

import (
	"maps"
	"net/http"
	"net/url"
	"slices"

	"rambu.id"
	"rambu.id/casefile"
	"rambu.id/procedure"
	"rambu.id/web/ui"
)

type boardPage struct {
	ui.Frame
	Late         int
	State, Owner ui.Field
	Filtered     bool
	Table        ui.Table
	Pages        ui.Pages
}

const (
	boardSize = 25
	allStates = "semua" // also those of cases that are over
)

// showBoard lists the cases. Without a state chosen the open ones whose clocks run come first, by
// deadline; a chosen state, or all of them, lists its cases, newest first.
func (p *Pages) showBoard(w http.ResponseWriter, r *http.Request) error {
	c, err := p.call(w, r)
	if err != nil {
		return err
	}
	q := r.URL.Query()
	page := &boardPage{Frame: p.UI.Frame(r, "casefile.board.title")}
	f := c.boardFilter(q)
	page.Filtered = len(f.States) > 0 || f.Owner != "" || f.Officer != ""
	c.boardForm(page, q)
	page.Late, err = p.Desk.Late(r.Context(), c.who, "")
	if err != nil {
		return err
	}
	var rows []casefile.Waiting
	if len(f.States) > 0 || f.Officer != "" {
		rows, err = c.byState(page, f, q)
	} else {
		rows, err = c.byDeadline(page, f, q)
	}
	if err != nil {
		return err
	}
	_, by, err := c.colleagues()
	if err != nil {
		return err
	}
	page.Table = c.boardTable(page, rows, by)
	return p.board.Render(w, http.StatusOK, page)
}

func (c *call) boardFilter(q url.Values) casefile.Filter {
	f := casefile.Filter{Limit: boardSize}
	s := casefile.State(q.Get("tahap"))
	if s == allStates {
		f.States = casefile.States()
	} else if slices.Contains(casefile.States(), s) {
		f.States = []casefile.State{s}
	}
	switch q.Get("pemegang") {
	case "saya":
		f.Officer = c.who.Account
	case "jabatan":
		f.Owner = c.who.Post
	}
	return f
}

func (c *call) boardForm(page *boardPage, q url.Values) {
	fm := c.p.UI.Form(&page.Frame, q)
	options := []ui.Option{fm.Option("", "casefile.board.all_open"), fm.Option(allStates, "casefile.board.all_ended")}
	for _, s := range casefile.States() {
		options = append(options, ui.Option{Value: string(s), Text: c.state(s)})
	}
	page.State = fm.Select("tahap", "casefile.board.stage", options...)
	page.Owner = fm.Select("pemegang", "casefile.board.owner",
		fm.Option("", "casefile.board.all"), fm.Option("saya", "casefile.board.mine"), fm.Option("jabatan", "casefile.board.my_post"))
}

// byDeadline lists the cases whose clocks run. The cursor of the next page is the last clock.
func (c *call) byDeadline(page *boardPage, f casefile.Filter, q url.Values) ([]casefile.Waiting, error) {
	after := procedure.Cursor{Due: rambu.Date(q.Get("batas")), Bucket: q.Get("kelompok"), Clock: q.Get("jam")}
	rows, next, err := c.p.Desk.Triage(c.r.Context(), c.who, f, after)
	if err != nil {
		return nil, err
	}
	if next.Clock != "" {
		more := url.Values{"batas": {string(next.Due)}, "kelompok": {next.Bucket}, "jam": {next.Clock}}
		page.Pages.Next = c.nextPage(q, more)
		return rows, nil
	}
	rest, err := c.still(f)
	return append(rows, rest...), err
}

// still are open cases in which no clock runs, behind those with a deadline: forwarded ones that
// wait for an answer, or information not traced yet.
func (c *call) still(f casefile.Filter) ([]casefile.Waiting, error) {
	f.States = openStates()
	list, err := c.p.Desk.List(c.r.Context(), c.who, f)
	if err != nil {
		return nil, err
	}
	rows, err := c.p.Desk.Timed(c.r.Context(), c.who, list)
	return slices.DeleteFunc(rows, func(w casefile.Waiting) bool { return w.Clock.ID != "" }), err
}

// openStates are those of a case that is not over.
func openStates() []casefile.State {
	return slices.DeleteFunc(casefile.States(), func(s casefile.State) bool { return s == casefile.Announced || s == casefile.Withdrawn })
}

// byState lists the cases of a state, and gives each the clock that runs out first.
func (c *call) byState(page *boardPage, f casefile.Filter, q url.Values) ([]casefile.Waiting, error) {
	f.After = q.Get("setelah")
	list, err := c.p.Desk.List(c.r.Context(), c.who, f)
	if err != nil {
		return nil, err
	}
	if len(list) == f.Limit {
		page.Pages.Next = c.nextPage(q, url.Values{"setelah": {list[len(list)-1].ID}})
	}
	return c.p.Desk.Timed(c.r.Context(), c.who, list)
}

func (c *call) nextPage(q, more url.Values) string {
	out := url.Values{}
	for _, name := range []string{"tahap", "pemegang"} {
		if v := q.Get(name); v != "" {
			out.Set(name, v)
		}
	}
	maps.Copy(out, more)
	return "/perkara?" + out.Encode()
}

func (c *call) boardTable(page *boardPage, rows []casefile.Waiting, by names) ui.Table {
	t := ui.Table{
		Caption: c.t("casefile.board.caption"), Empty: c.t("casefile.board.empty"),
		Columns: c.columns("casefile.board.number", "casefile.board.state", "casefile.board.due", "casefile.board.rule", "casefile.board.owner"),
	}
	if page.Filtered {
		t.Empty = c.t("casefile.board.filter_empty")
	}
	for _, k := range rows {
		state := c.badge(k.State)
		due, rule := ui.Cell{Text: "–"}, ui.Cell{Text: "–"}
		if k.Clock.ID != "" {
			left := c.left(k.Clock)
			due = ui.Cell{Text: c.day(k.Clock.Due), Badge: &left}
			rule.Text, _ = c.article(k.Clock)
			rule.Check = k.Clock.Check()
		}
		t.Rows = append(t.Rows, []ui.Cell{
			{Text: c.number(k.Case), Href: href(k.ID)}, {Badge: &state, Text: c.class(k.ActClass)}, due, rule, {Text: by.post(k.Owner)},
		})
	}
	return t
}
