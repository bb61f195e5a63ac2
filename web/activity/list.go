package activity

import (
	"net/http"
	"net/url"
	"strconv"

	"rambu.id"
	"rambu.id/activity"
	"rambu.id/law"
	"rambu.id/web/ui"
)

type listPage struct {
	ui.Frame
	Plans           bool
	Table, Meetings ui.Table
}

func (p *Pages) showList(w http.ResponseWriter, r *http.Request) error {
	c, err := p.call(r)
	if err != nil {
		return err
	}
	lines, err := p.Agenda.List(r.Context(), c.who, "")
	if err != nil {
		return err
	}
	page := &listPage{Frame: p.UI.Frame(r, "activity.list.title"), Plans: activity.MayPlan(c.who) == nil}
	page.Table = ui.Table{Caption: c.t("activity.list.caption"), Empty: c.t("activity.list.empty")}
	for _, key := range []string{"name", "kind", "when", "place", "state", "alert"} {
		page.Table.Columns = append(page.Table.Columns, ui.Column{Text: c.t("activity.list." + key)})
	}
	for _, l := range lines {
		state := c.state(l.State)
		page.Table.Rows = append(page.Table.Rows, []ui.Cell{
			{Text: c.name(l.Content), Href: "/kegiatan/" + l.ID},
			{Text: c.t("activity.kind." + string(l.Kind))},
			{Text: c.days(l.From, l.To)},
			{Text: c.place(l.Place)},
			{Badge: &state},
			c.alert(l),
		})
	}
	page.Meetings, err = c.meetings()
	if err != nil {
		return err
	}
	return p.list.Render(w, http.StatusOK, page)
}

func (c *call) name(content activity.Content) string {
	if content.Title == "" {
		return c.t("activity.list.sealed")
	}
	return content.Title
}

// alert says whether somebody has to decide.
func (c *call) alert(l activity.Line) ui.Cell {
	n := strconv.Itoa(len(l.Alerts))
	switch {
	case l.Open:
		return ui.Cell{Badge: &ui.Badge{Look: ui.LookLate, Text: c.t("activity.list.open", "n", n)}}
	case len(l.Alerts) > 0:
		return ui.Cell{Badge: &ui.Badge{Look: ui.LookDone, Text: c.t("activity.list.decided", "n", n)}}
	}
	return ui.Cell{Text: c.t("activity.list.none")}
}

type newPage struct {
	ui.Frame
	Kind, Name, Place, Where, What, From, To, Organiser ui.Field
}

func (p *Pages) showNew(w http.ResponseWriter, r *http.Request) error {
	return p.renderNew(w, r, nil, nil)
}

func (p *Pages) renderNew(w http.ResponseWriter, r *http.Request, values url.Values, problem error) error {
	c, err := p.call(r)
	if err != nil {
		return err
	}
	err = activity.MayPlan(c.who)
	if err != nil {
		return err
	}
	page := &newPage{Frame: p.UI.Frame(r, "activity.new.title")}
	status := p.problems(&page.Frame, problem)
	fm := p.UI.Form(&page.Frame, values)
	var kinds []ui.Option
	for _, k := range law.ActivityKinds() {
		kinds = append(kinds, ui.Option{Value: string(k), Text: c.t("activity.kind." + string(k))})
	}
	page.Kind, page.Name = fm.Radios("jenis", "activity.new.kind", kinds...), fm.Text("nama", "activity.new.name")
	page.Kind.Small = true
	page.Place, page.Where, page.What = fm.Select("kecamatan", "activity.new.place", c.places()...), fm.Text("tempat", "activity.new.where"), fm.Text("barang", "activity.new.what")
	page.From, page.To = fm.Date("mulai", "activity.new.from"), fm.Date("sampai", "activity.new.to")
	page.Organiser, err = c.organisers(fm)
	if err != nil {
		return err
	}
	return p.fresh.Render(w, status, page)
}

// organisers offers the posts that lead others, the actor's own first.
func (c *call) organisers(fm *ui.Form) (ui.Field, error) {
	posts, err := c.p.Roster.Posts(c.r.Context(), postsOf(c.who))
	if err != nil {
		return ui.Field{}, err
	}
	var own, others []ui.Option
	for _, o := range posts {
		option := ui.Option{Value: string(o.ID), Text: o.Title}
		switch {
		case option.Value == c.who.Post:
			own = append(own, option)
		case (rambu.Actor{Roles: o.Roles}).Is(rambu.RoleSuperior, rambu.RoleAuthority, rambu.RoleSecretary):
			others = append(others, option)
		}
	}
	return fm.Select("penyelenggara", "activity.new.organiser", append(own, others...)...), nil
}

func (p *Pages) doNew(w http.ResponseWriter, r *http.Request) error {
	c, err := p.call(r)
	if err != nil {
		return err
	}
	in, err := ui.Read(w, r)
	if err != nil {
		return err
	}
	typed := activity.In{
		Kind: law.ActivityKind(in.Text("jenis", 40)), Place: in.Text("kecamatan", 20), Organiser: in.Text("penyelenggara", 200), From: in.Date("mulai"), To: in.Date("sampai"),
		Content: activity.Content{Title: in.Text("nama", 120), Where: in.Text("tempat", 300), What: in.Text("barang", 300)},
	}
	id := ""
	err = in.Err()
	if err == nil {
		id, err = p.Agenda.Enter(r.Context(), c.who, typed)
	}
	if p.mine(r, err) {
		return p.renderNew(w, r, in.Values, err)
	}
	if err != nil {
		return err
	}
	return to(w, r, "/kegiatan/", id)
}
