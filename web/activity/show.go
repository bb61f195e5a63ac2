package activity

import (
	"net/http"
	"net/url"
	"strconv"

	"rambu.id"
	"rambu.id/activity"
	"rambu.id/activity/clash"
	"rambu.id/roster"
	"rambu.id/web/ui"
)

func postsOf(who rambu.Actor) roster.PostFilter {
	return roster.PostFilter{Institution: who.Institution}
}

type showPage struct {
	ui.Frame
	ID, Name                       string
	Version                        int64
	Rows                           []ui.Row
	Alerts                         []ui.Coincidence
	Decides                        bool
	Choice, Reason, NewFrom, NewTo ui.Field
	History                        []ui.Event
}

func (p *Pages) showOne(w http.ResponseWriter, r *http.Request) error {
	return p.renderOne(w, r, nil, nil)
}

func (p *Pages) renderOne(w http.ResponseWriter, r *http.Request, values url.Values, problem error) error {
	c, err := p.call(r)
	if err != nil {
		return err
	}
	d, err := p.Agenda.Get(r.Context(), c.who, r.PathValue("id"))
	if err != nil {
		return err
	}
	posts := []string{d.Organiser}
	for _, x := range d.Decisions {
		posts = append(posts, x.Post)
	}
	title, err := c.titles(posts...)
	if err != nil {
		return err
	}
	page := &showPage{Frame: p.UI.Frame(r, "activity.show.title"), ID: d.ID, Name: c.name(d.Content), Version: d.Version}
	status := p.problems(&page.Frame, problem)
	state := c.state(d.State)
	page.Rows = []ui.Row{
		{Key: c.t("activity.list.kind"), Value: c.t("activity.kind." + string(d.Kind))},
		{Key: c.t("activity.list.when"), Value: c.days(d.From, d.To)},
		{Key: c.t("activity.list.place"), Value: c.place(d.Place) + "\n" + d.Content.Where},
		{Key: c.t("activity.show.organiser"), Value: title(d.Organiser)},
		{Key: c.t("activity.list.state"), Badge: &state},
	}
	if d.Content.What != "" {
		page.Rows = append(page.Rows, ui.Row{Key: c.t("activity.new.what"), Value: d.Content.What})
	}
	for _, a := range d.Alerts {
		page.Alerts = append(page.Alerts, c.alertView(a, d.Events))
	}
	for _, x := range d.Decisions {
		page.History = append(page.History, ui.Event{
			When: c.when(x.At), Who: title(x.Post), Text: x.Reason,
			Title: c.t("activity.show.decided", "choice", c.t("activity.state."+string(x.Choice)), "days", c.days(x.From, x.To)),
		})
	}
	page.Decides = activity.MayDecide(c.who, d.Plan) == nil && d.State != activity.Cancelled
	c.decision(page, p.UI.Form(&page.Frame, values))
	return p.show.Render(w, status, page)
}

// decision is the form at the end of the page.
func (c *call) decision(page *showPage, fm *ui.Form) {
	var options []ui.Option
	for _, s := range activity.Choices() {
		options = append(options, ui.Option{Value: string(s), Text: c.t("activity.show.choice_" + string(s))})
	}
	page.Choice, page.Reason = fm.Radios("putusan", "activity.show.choice", options...), fm.Area("alasan", "activity.show.reason")
	page.Choice.Small, page.Reason.Rows = true, 3
	page.NewFrom, page.NewTo = fm.Date("mulai", "activity.show.new_from"), fm.Date("sampai", "activity.show.new_to")
}

func (c *call) alertView(a clash.Alert, events map[string]activity.Event) ui.Coincidence {
	pack := c.p.Agenda.Pack
	v := ui.Coincidence{
		Name: c.pick(a.Rule.NameID, a.Rule.NameEN), Why: c.pick(a.Rule.WhyID, a.Rule.WhyEN), Check: a.Rule.Conf.Check(),
		Days: c.t("activity.show.days", "days", c.days(a.From, a.To)),
	}
	if e, ok := events[a.Event]; ok {
		v.Event = c.t("activity.show.event", "form", c.t("activity.form."+string(e.Form)), "place", c.place(e.Place))
	}
	if d, ok := pack.Doubt(a.Rule, a.To); ok {
		v.Check, v.Why = true, v.Why+" "+c.pick(d.TextID, d.TextEN)
	}
	for _, b := range a.Rule.Basis {
		cited, err := pack.Cite(b, a.From)
		if err == nil {
			v.Articles = append(v.Articles, ui.Cell{Text: cited.Short, Href: "/hukum/" + cited.Address() + "?tanggal=" + string(a.From)})
			v.Check = v.Check || cited.Conf.Check()
		}
	}
	for _, id := range a.Rule.Instead {
		x, _ := pack.Alternative(id) // a checked pack has it
		v.Instead = append(v.Instead, c.pick(x.TextID, x.TextEN))
	}
	return v
}

func (p *Pages) doDecide(w http.ResponseWriter, r *http.Request) error {
	c, err := p.call(r)
	if err != nil {
		return err
	}
	in, err := ui.Read(w, r)
	if err != nil {
		return err
	}
	id := r.PathValue("id")
	version, _ := strconv.ParseInt(in.Values.Get("versi"), 10, 64) // none has version 0: a conflict
	typed := activity.DecideIn{
		Plan: id, Version: version, Choice: activity.State(in.Text("putusan", 40)), Reason: in.Text("alasan", 600), From: in.Date("mulai"), To: in.Date("sampai"),
	}
	err = in.Err()
	if err == nil {
		err = p.Agenda.Decide(r.Context(), c.who, typed)
	}
	if p.mine(r, err) {
		return p.renderOne(w, r, in.Values, err)
	}
	if err != nil {
		return err
	}
	return to(w, r, "/kegiatan/", id)
}

// doAsk drafts the question to Bawaslu and leads to the letter, which is signed there.
func (p *Pages) doAsk(w http.ResponseWriter, r *http.Request) error {
	c, err := p.call(r)
	if err != nil {
		return err
	}
	id, err := p.Agenda.Ask(r.Context(), c.who, r.PathValue("id"))
	if p.mine(r, err) {
		return p.renderOne(w, r, nil, err)
	}
	if err != nil {
		return err
	}
	return to(w, r, "/surat/", id)
}
