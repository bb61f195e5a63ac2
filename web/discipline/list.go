package discipline

import (
	"net/http"

	"rambu.id"
	"rambu.id/discipline"
	"rambu.id/internal/words"
	"rambu.id/letter"
	"rambu.id/web/ui"
)

type listPage struct {
	ui.Frame
	Late    int
	Waiting []waiting
	Matters ui.Table
	Pages   ui.Pages
	Ended   bool
	MayOpen bool
}

// waiting is a forwarded study of which no matter was opened yet.
type waiting struct{ ID, Number, From, Received string }

// perPage is the length of one page of the list.
const perPage = 50

func (p *Pages) showList(w http.ResponseWriter, r *http.Request) error {
	c, err := p.call(r)
	if err != nil {
		return err
	}
	q := r.URL.Query()
	f := discipline.Filter{Ended: q.Get("semua") == "ya", After: q.Get("sesudah"), Limit: perPage}
	found, err := p.Office.List(r.Context(), c.who, f)
	if err != nil {
		return err
	}
	names, err := p.Office.Names(r.Context(), c.who, found.Lines)
	if err != nil {
		return err
	}
	page := &listPage{Frame: p.UI.Frame(r, "discipline.list.title"), Ended: f.Ended}
	page.Matters = c.table(found.Lines, names)
	if found.Next != "" {
		page.Pages.Next = "/sanksi?sesudah=" + found.Next + ended(f.Ended)
	}
	page.Late, err = p.Office.Late(r.Context(), c.who)
	if err != nil {
		return err
	}
	page.MayOpen = c.who.Is(rambu.RolePersonnel, rambu.RoleSecretary, rambu.RoleAuthority)
	if page.MayOpen {
		arrived, err := p.Office.Waiting(r.Context(), c.who)
		if err != nil {
			return err
		}
		page.Waiting = c.waiting(arrived)
	}
	return p.list.Render(w, http.StatusOK, page)
}

func ended(also bool) string {
	if also {
		return "&semua=ya"
	}
	return ""
}

func (c *call) waiting(in []letter.Incoming) []waiting {
	out := make([]waiting, len(in))
	for i, l := range in {
		out[i] = waiting{ID: l.ID, Number: l.Number, From: c.sender(l.Sender), Received: words.Date(c.lang, l.ReceivedOn)}
	}
	return out
}

// sender is the name of an institution, or its address when it is not known here.
func (c *call) sender(id string) string {
	in, err := c.p.Roster.Institution(c.r.Context(), id)
	if err != nil {
		return id
	}
	return in.Name
}

func (c *call) table(lines []discipline.Line, names map[string]string) ui.Table {
	t := ui.Table{Caption: c.t("discipline.list.caption"), Empty: c.t("discipline.list.empty"), Columns: []ui.Column{
		{Text: c.t("discipline.list.person")},
		{Text: c.t("discipline.list.stage")},
		{Text: c.t("discipline.list.age"), Num: true},
		{Text: c.t("discipline.list.due")},
		{Text: c.t("discipline.list.basis")},
	}}
	for _, l := range lines {
		stage := c.state(l.Procedure, l.State)
		name := names[l.ID]
		if name == "" {
			name = c.t("discipline.list.sealed")
		}
		row := []ui.Cell{
			{Text: name, Href: "/sanksi/" + l.ID},
			{Badge: &stage},
			{Text: c.t("discipline.list.days", "n", itoa(l.Age))},
			{Text: "–"},
			{Text: "–"},
		}
		if l.Clock != nil {
			left := c.left(*l.Clock)
			row[3] = ui.Cell{Text: words.ShortDate(c.lang, l.Clock.Due), Badge: &left}
			text, href := c.article(*l.Clock)
			row[4] = ui.Cell{Text: text, Href: href, Check: l.Clock.Check()}
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func (p *Pages) doOpen(w http.ResponseWriter, r *http.Request) error {
	c, err := p.call(r)
	if err != nil {
		return err
	}
	id, err := p.Office.OpenFromLetter(r.Context(), c.who, r.PathValue("surat"))
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/sanksi/"+id, http.StatusSeeOther) //nolint:gosec // the id of a matter we made
	return nil
}
