package advisory

import (
	"net/http"
	"strconv"

	"rambu.id/advisory"
	"rambu.id/directive"
	"rambu.id/web/ui"
)

type showPage struct {
	ui.Frame
	ID, Subject, Letter        string
	Change                     string // where its draft is written anew, "" when it is not the actor's to do
	Rows                       []ui.Row
	Points, Basis              []string
	Answers                    bool // at the government
	Circular, Tell, SentAlone  bool
	Circulars, Reports, Copies ui.Table
}

func (p *Pages) showOne(w http.ResponseWriter, r *http.Request) error { return p.renderOne(w, r, nil) }

func (p *Pages) renderOne(w http.ResponseWriter, r *http.Request, problem error) error {
	c, err := p.call(r)
	if err != nil {
		return err
	}
	a, err := p.Desk.Get(r.Context(), c.who, r.PathValue("id"))
	if err != nil {
		return err
	}
	page := &showPage{Frame: p.UI.Frame(r, "advisory.show.title"), ID: r.PathValue("id"), Subject: a.Letter.Body.Subject, Letter: "/surat/" + a.Letter.ID}
	status := p.problems(&page.Frame, problem)
	page.Points = a.Payload.Points
	for _, b := range a.Payload.Basis {
		page.Basis = append(page.Basis, b.Text)
	}
	if advisory.MayRevise(c.who, a) {
		page.Change = "/imbauan/" + page.ID + "/ubah"
	}
	if a.Letter.Arrived != nil {
		err = c.arrived(page, a)
	} else {
		err = c.sent(page, a)
	}
	if err != nil {
		return err
	}
	return p.show.Render(w, status, page)
}

// arrived is the imbauan as the government sees it.
func (c *call) arrived(page *showPage, a *advisory.Advice) error {
	in := a.Letter.Arrived
	title, err := c.titles(in.Sender, in.ToPost)
	if err != nil {
		return err
	}
	state := c.state(string(in.State), false)
	page.Answers = true
	page.Rows = []ui.Row{
		{Key: c.t("advisory.list.from"), Value: title(in.Sender)},
		{Key: c.t("advisory.list.to"), Value: title(in.ToPost)},
		{Key: c.t("advisory.list.number"), Value: in.Number},
		{Key: c.t("advisory.list.date"), Value: c.day(in.Date)},
		{Key: c.t("advisory.show.ack_by"), Value: c.day(a.Payload.AckBy)},
		{Key: c.t("advisory.list.state"), Badge: &state},
	}
	page.Circular = true
	page.Circulars = ui.Table{Caption: c.t("advisory.show.circulars"), Empty: c.t("advisory.show.no_circular"), Columns: []ui.Column{
		{Text: c.t("advisory.show.circular")},
		{Text: c.t("advisory.list.state")},
		{Text: c.t("advisory.show.addressed"), Num: true},
		{Text: c.t("advisory.show.reached"), Num: true},
		{Text: c.t("advisory.show.told"), Num: true},
	}}
	for _, l := range a.Circulars {
		page.Circular = page.Circular && l.Order.State != directive.Draft && l.Order.State != directive.InForce
		page.Tell = page.Tell || l.Order.State.Sent()
		badge := ui.Badge{Look: ui.LookProgress, Text: c.t("directive.state." + string(l.Order.State))}
		row := []ui.Cell{{Text: l.Order.Body.Title, Href: "/arahan/" + l.Order.ID}, {Badge: &badge}, {Text: "–"}, {Text: "–"}, {Text: "–"}}
		if l.Order.State.Sent() {
			row[2].Text, row[3].Text, row[4].Text = c.n(l.Coverage.N), c.n(l.Coverage.Done), c.n(l.Coverage.Told)
		}
		page.Circulars.Rows = append(page.Circulars.Rows, row)
	}
	return nil
}

// sent is the imbauan as Bawaslu sees it: what the government told of it, and nothing else.
func (c *call) sent(page *showPage, a *advisory.Advice) error {
	o := a.Letter.Sent
	addresses := []string{o.Signer}
	for _, copy := range o.Copies {
		addresses = append(addresses, copy.ToPost)
	}
	title, err := c.titles(addresses...)
	if err != nil {
		return err
	}
	state := c.state(string(o.State), true)
	number := o.Number
	if number == "" {
		number = "–"
	}
	page.Rows = []ui.Row{
		{Key: c.t("advisory.show.signer"), Value: title(o.Signer)},
		{Key: c.t("advisory.list.number"), Value: number},
		{Key: c.t("advisory.list.date"), Value: c.day(o.Date)},
		{Key: c.t("advisory.show.ack_by"), Value: c.day(a.Payload.AckBy)},
		{Key: c.t("advisory.list.state"), Badge: &state},
	}
	page.SentAlone = o.SentAt.IsZero()
	page.Copies = ui.Table{Caption: c.t("advisory.show.copies"), Columns: []ui.Column{{Text: c.t("advisory.list.to")}, {Text: c.t("advisory.list.state")}}}
	for _, copy := range o.Copies {
		page.Copies.Rows = append(page.Copies.Rows, []ui.Cell{{Text: title(copy.ToPost)}, {Text: c.t("letter.copy." + string(copy.State))}})
	}
	page.Reports = ui.Table{Caption: c.t("advisory.show.reports"), Empty: c.t("advisory.show.no_report"), Columns: []ui.Column{
		{Text: c.t("advisory.show.as_of")},
		{Text: c.t("advisory.show.addressed"), Num: true},
		{Text: c.t("advisory.show.reached"), Num: true},
		{Text: c.t("advisory.show.told"), Num: true},
		{Text: c.t("advisory.show.answer")},
	}}
	for _, r := range a.Reports {
		page.Reports.Rows = append(page.Reports.Rows, []ui.Cell{
			{Text: c.day(r.Spread.AsOf) + " " + r.Spread.At},
			{Text: c.n(r.Spread.Addressed)},
			{Text: c.t("advisory.show.share", "n", c.n(r.Spread.Reached), "percent", percent(r.Spread.Reached, r.Spread.Addressed))},
			{Text: c.n(r.Spread.Told)},
			{Text: r.Number, Href: "/surat/" + r.ID},
		})
	}
	return nil
}

func percent(n, of int) string {
	switch {
	case of == 0:
		return "0"
	case n > 0 && 100*n < of:
		return "<1"
	}
	return strconv.Itoa(100 * n / of)
}

// doCircular makes the circular and leads to its draft.
func (p *Pages) doCircular(w http.ResponseWriter, r *http.Request) error {
	c, err := p.call(r)
	if err != nil {
		return err
	}
	id, err := p.Desk.MakeCircular(r.Context(), c.who, r.PathValue("id"))
	if p.mine(r, err) {
		return p.renderOne(w, r, err)
	}
	if err != nil {
		return err
	}
	return to(w, r, "/arahan/", id)
}

// doTell drafts the answer with the counts and leads to the letter, which is signed there.
func (p *Pages) doTell(w http.ResponseWriter, r *http.Request) error {
	c, err := p.call(r)
	if err != nil {
		return err
	}
	id, err := p.Desk.Tell(r.Context(), c.who, r.PathValue("id"))
	if p.mine(r, err) {
		return p.renderOne(w, r, err)
	}
	if err != nil {
		return err
	}
	return to(w, r, "/surat/", id)
}
