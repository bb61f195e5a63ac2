package contact

import (
	"net/http"
	"strings"

	"rambu.id"
	"rambu.id/contact"
	"rambu.id/internal/words"
	"rambu.id/letter/kinds"
	"rambu.id/web/ui"
)

type listPage struct {
	ui.Frame
	Arrived           []ui.Task
	Month, Total      string
	Table, Topics     ui.Table
	Prev, Next, Print string
}

func (p *Pages) showList(w http.ResponseWriter, r *http.Request) error {
	c, err := p.call(r)
	if err != nil {
		return err
	}
	m, err := p.Book.Month(r.Context(), c.who, r.URL.Query().Get("bulan"))
	if err != nil {
		return err
	}
	page := &listPage{Frame: p.UI.Frame(r, "contact.list.title"), Month: c.month(m.Month)}
	arrived, err := p.Book.Arrived(r.Context(), c.who)
	if err != nil {
		return err
	}
	var addresses []string
	for _, a := range arrived {
		addresses = append(addresses, a.Other)
	}
	for _, e := range m.Entries {
		addresses = append(addresses, e.Other)
	}
	title, err := c.titles(addresses...)
	if err != nil {
		return err
	}
	for _, a := range arrived {
		page.Arrived = append(page.Arrived, ui.Task{
			Text: c.t("contact.list.arrived_from", "name", title(a.Other), "date", c.day(a.Since)), Href: "/kontak-masuk/" + a.ID,
			Badge: ui.Badge{Look: ui.LookWaiting, Text: c.t("contact.list.age", "n", words.Number(c.lang, a.Days))},
		})
	}
	page.Table, page.Topics, page.Total = c.table(m, title), c.topics(m), c.total(m)
	first := rambu.Date(m.Month + "-01")
	page.Prev, page.Next = "/kontak?bulan="+string(first.AddDays(-1)[:7]), "/kontak?bulan="+string(first.AddDays(31)[:7])
	page.Print = "/kontak/cetak?bulan=" + m.Month
	return p.list.Render(w, http.StatusOK, page)
}

func (c *call) columns(names ...string) []ui.Column {
	var out []ui.Column
	for _, n := range names {
		out = append(out, ui.Column{Text: c.t("contact.list." + n)})
	}
	return out
}

func (c *call) table(m contact.Month, title func(string) string) ui.Table {
	t := ui.Table{
		Caption: c.t("contact.list.caption", "month", c.month(m.Month)), Empty: c.t("contact.list.empty"),
		Columns: c.columns("on", "with", "way", "topic", "side", "state"),
	}
	for _, e := range m.Entries {
		state := c.state(e)
		t.Rows = append(t.Rows, []ui.Cell{
			{Text: c.day(e.On), Href: "/kontak/" + e.ID},
			{Text: title(e.Other)},
			{Text: c.t("contact.way." + string(e.Way))},
			{Text: c.t("contact.topic." + string(e.Topic))},
			{Text: c.t("contact.list." + string(e.Side))},
			{Badge: &state},
		})
	}
	return t
}

// topics counts in the order of the closed list: nothing is ranked.
func (c *call) topics(m contact.Month) ui.Table {
	t := ui.Table{Caption: c.t("contact.list.counts"), Columns: c.columns("topic", "count")}
	t.Columns[1].Num = true
	for _, topic := range contact.Topics() {
		if n := m.Topics[topic]; n > 0 {
			t.Rows = append(t.Rows, []ui.Cell{{Text: c.t("contact.topic." + string(topic))}, {Text: words.Number(c.lang, n)}})
		}
	}
	return t
}

func (c *call) total(m contact.Month) string {
	n := func(v int) string { return words.Number(c.lang, v) }
	return c.t("contact.list.total", "n", n(len(m.Entries)), "confirmed", n(m.States[contact.Confirmed]), "disputed", n(m.States[contact.Disputed]),
		"open", n(m.States[contact.Waiting]+m.States[contact.Unsent]))
}

type printPage struct {
	ui.Frame
	Heading, Total, Foot string
	Entries              []printed
}

// printed is one entry of the extract.
type printed struct {
	Heading string
	Rows    []ui.Row
}

func (p *Pages) showPrint(w http.ResponseWriter, r *http.Request) error {
	c, err := p.call(r)
	if err != nil {
		return err
	}
	m, err := p.Book.Extract(r.Context(), c.who, r.URL.Query().Get("bulan"))
	if err != nil {
		return err
	}
	addresses := []string{c.who.Institution}
	for _, e := range m.Entries {
		addresses = append(addresses, e.Other)
	}
	title, err := c.titles(addresses...)
	if err != nil {
		return err
	}
	page := &printPage{Frame: p.UI.Frame(r, "contact.list.title"), Total: c.total(m)}
	page.Heading = c.t("contact.print.title", "name", title(c.who.Institution), "month", c.month(m.Month))
	cal := p.Book.Procedure.Calendar()
	zone, err := cal.Zone(c.who.Region)
	if err != nil {
		zone.Letters = ""
	}
	page.Foot = c.t("contact.print.foot", "when", words.DateTime(c.lang, cal.Local(c.who.Region, p.Book.Log.Clock().Now()), zone.Letters))
	for _, e := range m.Entries {
		page.Entries = append(page.Entries, printed{
			Heading: c.day(e.On) + " · " + title(e.Other) + " · " + c.t("contact.way."+string(e.Way)), Rows: c.rows(e),
		})
	}
	return p.sheet.Render(w, http.StatusOK, page)
}

// rows are what an entry says.
func (c *call) rows(e contact.Entry) []ui.Row {
	ours, theirs := e.Content.From, e.Content.To
	if e.Side == contact.Theirs {
		ours, theirs = theirs, ours
	}
	state := c.state(e)
	out := []ui.Row{
		{Key: c.t("contact.list.topic"), Value: c.t("contact.topic." + string(e.Topic))},
		{Key: c.t("contact.new.ours"), Value: persons(ours)},
		{Key: c.t("contact.new.theirs"), Value: persons(theirs)},
		{Key: c.t("contact.list.side"), Value: c.t("contact.list." + string(e.Side))},
		{Key: c.t("contact.list.state"), Badge: &state},
	}
	if e.OnPaper {
		out[len(out)-1].Value = c.t("contact.show.paper")
	}
	if e.Content.Note != "" {
		out = append(out, ui.Row{Key: c.t("contact.show.note"), Value: e.Content.Note})
	}
	if e.Content.Wording != "" {
		out = append(out, ui.Row{Key: c.t("contact.show.wording"), Value: e.Content.Wording})
	}
	return append(out, ui.Row{Key: c.t("contact.show.mark"), Value: e.Mark()})
}

func persons(all []kinds.ContactPerson) string {
	var out []string
	for _, p := range all {
		line := p.Post
		if p.Name != "" {
			line += ": " + p.Name
		}
		out = append(out, line)
	}
	return strings.Join(out, "\n")
}
