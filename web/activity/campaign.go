package activity

import (
	"net/http"
	"net/url"

	"rambu.id"
	"rambu.id/activity"
	"rambu.id/web/ui"
)

// eventRow is one campaign event with the form that withdraws it.
type eventRow struct {
	ID, Days, Place, Form string
	Withdraws             bool
}

type campaignPage struct {
	ui.Frame
	Events                []eventRow
	Stages                ui.Table
	Plans                 bool
	Place, Form, From, To ui.Field
}

func (p *Pages) showCampaign(w http.ResponseWriter, r *http.Request) error {
	return p.renderCampaign(w, r, nil, nil)
}

func (p *Pages) renderCampaign(w http.ResponseWriter, r *http.Request, values url.Values, problem error) error {
	c, err := p.call(r)
	if err != nil {
		return err
	}
	events, err := p.Agenda.Events(r.Context(), c.who, "")
	if err != nil {
		return err
	}
	page := &campaignPage{Frame: p.UI.Frame(r, "activity.campaign.title"), Plans: activity.MayPlan(c.who) == nil}
	status := p.problems(&page.Frame, problem)
	for _, e := range events {
		page.Events = append(page.Events, eventRow{
			ID: e.ID, Days: c.days(e.From, e.To), Place: c.place(e.Place), Form: c.t("activity.form." + string(e.Form)), Withdraws: page.Plans,
		})
	}
	page.Stages = c.stages(p.Agenda.Today(c.who))
	fm := p.UI.Form(&page.Frame, values)
	forms := []ui.Option{{Text: c.t("activity.new.choose")}}
	for _, f := range activity.Forms() {
		forms = append(forms, ui.Option{Value: string(f), Text: c.t("activity.form." + string(f))})
	}
	page.Place, page.Form = fm.Select("kecamatan", "activity.new.place", c.places()...), fm.Select("bentuk", "activity.campaign.form", forms...)
	page.From, page.To = fm.Date("mulai", "activity.new.from"), fm.Date("sampai", "activity.new.to")
	return p.campaign.Render(w, status, page)
}

// stages are the stages with days of their own that are not over.
func (c *call) stages(today rambu.Date) ui.Table {
	t := ui.Table{Caption: c.t("activity.campaign.stages"), Columns: []ui.Column{{Text: c.t("activity.campaign.stage")}, {Text: c.t("activity.list.when")}}}
	for _, s := range c.p.Agenda.Pack.Stages() {
		if s.From != "" && s.To >= today {
			t.Rows = append(t.Rows, []ui.Cell{{Text: c.pick(s.NameID, s.NameEN)}, {Text: c.days(s.From, s.To)}})
		}
	}
	return t
}

func (p *Pages) doCampaign(w http.ResponseWriter, r *http.Request) error {
	c, err := p.call(r)
	if err != nil {
		return err
	}
	in, err := ui.Read(w, r)
	if err != nil {
		return err
	}
	typed := activity.EventIn{Place: in.Text("kecamatan", 20), Form: activity.Form(in.Text("bentuk", 40)), From: in.Date("mulai"), To: in.Date("sampai")}
	err = in.Err()
	if err == nil {
		_, err = p.Agenda.EnterEvent(r.Context(), c.who, typed)
	}
	if p.mine(r, err) {
		return p.renderCampaign(w, r, in.Values, err)
	}
	if err != nil {
		return err
	}
	return to(w, r, "/kegiatan/", "kampanye")
}

func (p *Pages) doWithdraw(w http.ResponseWriter, r *http.Request) error {
	c, err := p.call(r)
	if err != nil {
		return err
	}
	err = p.Agenda.WithdrawEvent(r.Context(), c.who, r.PathValue("id"))
	if p.mine(r, err) {
		return p.renderCampaign(w, r, nil, err)
	}
	if err != nil {
		return err
	}
	return to(w, r, "/kegiatan/", "kampanye")
}
