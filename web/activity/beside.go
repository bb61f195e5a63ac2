package activity

import (
	"net/http"
	"slices"
	"strconv"

	"rambu.id"
	"rambu.id/activity"
	"rambu.id/activity/clash"
	"rambu.id/web/ui"
)

// Meeting is a meeting that is planned elsewhere and shown beside the agenda.
type Meeting struct {
	Href, Title, Where string
	State              ui.Badge
	As                 clash.Activity
}

// Coincidences says in words what events that stand elsewhere coincide with, each thing once. To
// whoever may not see the agenda it says nothing.
func (p *Pages) Coincidences(r *http.Request, who rambu.Actor, asked ...clash.Activity) ([]ui.Coincidence, error) {
	if activity.MaySee(who) != nil {
		return nil, nil //nolint:nilerr // not this officer's: he is told nothing
	}
	c := &call{p: p, r: r, who: who, lang: ui.Lang(r)}
	met, err := p.Agenda.Around(r.Context(), who, asked...)
	if err != nil {
		return nil, err
	}
	var out []ui.Coincidence
	for i, alerts := range met.Alerts {
		for _, a := range alerts {
			v := c.alertView(a, met.Events)
			if a.Event != "" && asked[i].Place == who.Region && met.Events[a.Event].Place != who.Region {
				v.Event += ". " + c.t("activity.show.place_unknown")
			}
			if !slices.ContainsFunc(out, func(o ui.Coincidence) bool { return o.Name == v.Name && o.Days == v.Days && o.Event == v.Event }) {
				out = append(out, v)
			}
		}
	}
	return out, nil
}

// meetings are those planned under /rapat that the officer sees there, with what they coincide with.
func (c *call) meetings() (ui.Table, error) {
	t := ui.Table{Caption: c.t("activity.list.meetings")}
	if c.p.Meetings == nil {
		return t, nil
	}
	all, err := c.p.Meetings(c.r, c.who)
	if err != nil {
		return t, err
	}
	asked := make([]clash.Activity, len(all))
	for i, m := range all {
		asked[i] = m.As
	}
	met, err := c.p.Agenda.Around(c.r.Context(), c.who, asked...)
	if err != nil {
		return t, err
	}
	for _, key := range []string{"name", "kind", "when", "where", "state", "alert"} {
		t.Columns = append(t.Columns, ui.Column{Text: c.t("activity.list." + key)})
	}
	for i, m := range all {
		state, alert := m.State, ui.Cell{Text: c.t("activity.list.none")}
		if n := len(met.Alerts[i]); n > 0 {
			alert = ui.Cell{Badge: &ui.Badge{Look: ui.LookSoon, Text: c.t("activity.list.meets", "n", strconv.Itoa(n))}}
		}
		title := m.Title
		if title == "" {
			title = c.t("activity.list.sealed")
		}
		t.Rows = append(t.Rows, []ui.Cell{
			{Text: title, Href: m.Href},
			{Text: c.t("activity.kind." + string(m.As.Kind))},
			{Text: c.days(m.As.From, m.As.To)},
			{Text: m.Where},
			{Badge: &state},
			alert,
		})
	}
	return t, nil
}
