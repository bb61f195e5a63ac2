package advisory

import (
	"net/http"
	"strings"

	"rambu.id/advisory"
	"rambu.id/letter"
	"rambu.id/web/ui"
)

type listPage struct {
	ui.Frame
	Writes, Registers bool
	Table             ui.Table
}

func (p *Pages) showList(w http.ResponseWriter, r *http.Request) error {
	c, err := p.call(r)
	if err != nil {
		return err
	}
	items, err := p.Desk.List(r.Context(), c.who)
	if err != nil {
		return err
	}
	page := &listPage{Frame: p.UI.Frame(r, "advisory.list.title"), Writes: advisory.MayWrite(c.who) == nil, Registers: advisory.MayRegister(c.who) == nil}
	var addresses []string
	for _, i := range items {
		addresses = append(addresses, i.Others...)
	}
	title, err := c.titles(addresses...)
	if err != nil {
		return err
	}
	other, empty := "advisory.list.from", "advisory.list.empty_in"
	if page.Writes {
		other, empty = "advisory.list.to", "advisory.list.empty_out"
	}
	page.Table = ui.Table{Caption: c.t("advisory.list.caption"), Empty: c.t(empty), Columns: []ui.Column{
		{Text: c.t("advisory.list.number")}, {Text: c.t("advisory.list.date")}, {Text: c.t(other)}, {Text: c.t("advisory.list.state")},
	}}
	for _, i := range items {
		var names []string
		for _, o := range i.Others {
			names = append(names, title(o))
		}
		number := i.Number
		if number == "" {
			number = c.t("advisory.list.draft")
		}
		state := c.state(i.State, page.Writes)
		page.Table.Rows = append(page.Table.Rows, []ui.Cell{
			{Text: number, Href: "/imbauan/" + i.ID}, {Text: c.day(i.Date)}, {Text: strings.Join(names, "; ")}, {Badge: &state},
		})
	}
	return p.list.Render(w, http.StatusOK, page)
}

// state is how far the letter is, in the words of the side it is seen from.
func (c *call) state(s string, sent bool) ui.Badge {
	if sent {
		look := map[letter.State]ui.Look{
			letter.Draft: ui.LookNew, letter.Signed: ui.LookProgress, letter.Sent: ui.LookWaiting, letter.Answered: ui.LookDone,
			letter.Closed: ui.LookDone, letter.Cancelled: ui.LookStopped,
		}[letter.State(s)]
		return ui.Badge{Look: look, Text: c.t("letter.state." + s)}
	}
	look := map[letter.ArrivedState]ui.Look{
		letter.Received: ui.LookNew, letter.Acknowledged: ui.LookNew, letter.Handled: ui.LookProgress,
		letter.Replied: ui.LookDone, letter.Filed: ui.LookStopped,
	}[letter.ArrivedState(s)]
	return ui.Badge{Look: look, Text: c.t("letter.arrived." + s)}
}
