package directive

import (
	"net/http"
	"strconv"

	"rambu.id"
	"rambu.id/directive"
	"rambu.id/web/ui"
)

type inboxPage struct {
	ui.Frame
	Arrived           ui.Table
	Late              []lateView
	MayWrite, MayCode bool
}

// lateView is a directive that was reported up the line, with those of whom nothing is known.
type lateView struct {
	Title, Href, Text string
	Posts             []string
}

func mayWrite(who rambu.Actor) bool {
	return who.Is(rambu.RoleSuperior, rambu.RolePersonnel, rambu.RoleInspector, rambu.RoleAuthority, rambu.RoleSecretary, rambu.RoleClerk)
}

func (p *Pages) showInbox(w http.ResponseWriter, r *http.Request) error {
	c, err := p.call(r)
	if err != nil {
		return err
	}
	arrived, err := p.Desk.Inbox(r.Context(), c.who)
	if err != nil {
		return err
	}
	page := &inboxPage{Frame: p.UI.Frame(r, "directive.inbox.title"), MayWrite: mayWrite(c.who)}
	holders, err := p.codeHolders(c)
	if err != nil {
		return err
	}
	page.MayCode = len(holders) > 0
	page.Arrived, err = c.arrived(arrived)
	if err != nil {
		return err
	}
	late, err := p.Desk.Late(r.Context(), c.who)
	if err != nil {
		return err
	}
	for _, l := range late {
		v := lateView{
			Title: c.title(l.Opened), Href: "/arahan/" + l.ID + "/sebaran",
			Text: c.t("directive.inbox.late", "n", strconv.Itoa(len(l.Posts)), "date", c.day(l.AckBy)),
		}
		for i, t := range l.Posts {
			if i < mostLate {
				v.Posts = append(v.Posts, t.Title)
			}
		}
		page.Late = append(page.Late, v)
	}
	return p.inbox.Render(w, http.StatusOK, page)
}

// mostLate bounds the names of one late directive; the coverage page has them all.
const mostLate = 30

func (c *call) arrived(in []directive.Arrived) (ui.Table, error) {
	t := ui.Table{Caption: c.t("directive.inbox.caption"), Empty: c.t("directive.inbox.empty"), Columns: []ui.Column{
		{Text: c.t("directive.list.directive")},
		{Text: c.t("directive.list.from")},
		{Text: c.t("directive.list.sent")},
		{Text: c.t("directive.list.ack_by")},
		{Text: c.t("directive.list.state")},
	}}
	var posts []string
	for _, a := range in {
		posts = append(posts, a.Signer)
	}
	title, err := c.titles(posts...)
	if err != nil {
		return t, err
	}
	for _, a := range in {
		state := c.read(a)
		due := ui.Cell{Text: c.day(a.AckBy)}
		if a.AckBy != "" && a.Ack == nil && a.State == directive.InForce {
			left := c.p.UI.LeftDay(c.lang, c.p.Desk.Procedure.Local(c.who.Region), a.AckBy, 2)
			due.Badge = &left
		}
		t.Rows = append(t.Rows, []ui.Cell{
			{Text: c.title(a.Opened), Href: "/arahan/" + a.ID},
			{Text: title(a.Signer)},
			{Text: c.day(c.p.Desk.SentOn(a.Order))},
			due,
			{Badge: &state},
		})
	}
	return t, nil
}

// read is where a directive stands at the reader's own post.
func (c *call) read(a directive.Arrived) ui.Badge {
	switch {
	case a.State != directive.InForce:
		return c.state(a.State)
	case a.Passed:
		return ui.Badge{Look: ui.LookDone, Text: c.t("directive.read.passed")}
	case a.Ack != nil && a.Ack.How != directive.Told:
		return ui.Badge{Look: ui.LookDone, Text: c.t("directive.read.yes")}
	}
	return ui.Badge{Look: ui.LookNew, Text: c.t("directive.read.no")}
}

type issuedPage struct {
	ui.Frame
	Table ui.Table
	Pages ui.Pages
}

const perPage = 50

func (p *Pages) showIssued(w http.ResponseWriter, r *http.Request) error {
	c, err := p.call(r)
	if err != nil {
		return err
	}
	list, err := p.Desk.Issued(r.Context(), c.who, directive.Filter{After: r.URL.Query().Get("setelah"), Limit: perPage})
	if err != nil {
		return err
	}
	page := &issuedPage{Frame: p.UI.Frame(r, "directive.issued.title")}
	page.Table = ui.Table{Caption: c.t("directive.issued.caption"), Empty: c.t("directive.issued.empty"), Columns: []ui.Column{
		{Text: c.t("directive.list.directive")},
		{Text: c.t("directive.list.signer")},
		{Text: c.t("directive.list.sent")},
		{Text: c.t("directive.list.ack_by")},
		{Text: c.t("directive.list.state")},
	}}
	var posts []string
	for _, o := range list {
		posts = append(posts, o.Signer)
	}
	title, err := c.titles(posts...)
	if err != nil {
		return err
	}
	for _, o := range list {
		state := c.state(o.State)
		page.Table.Rows = append(page.Table.Rows, []ui.Cell{
			{Text: c.title(o), Href: "/arahan/" + o.ID},
			{Text: title(o.Signer)},
			{Text: c.day(p.Desk.SentOn(o.Order))},
			{Text: c.day(o.AckBy)},
			{Badge: &state},
		})
	}
	if len(list) == perPage {
		page.Pages.Next = "/arahan/keluar?setelah=" + list[perPage-1].ID
	}
	return p.issued.Render(w, http.StatusOK, page)
}
