package press

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"rambu.id/press"
	"rambu.id/press/reading"
	"rambu.id/web/ui"
)

// stored are the values of the form before anybody typed.
func stored(v press.View) url.Values {
	return url.Values{
		"jenis": {string(v.Fields.Kind)}, "hari": {string(v.Fields.On)}, "tempat": {v.Fields.Place},
		"jabatan": {strings.Join(v.Fields.Posts, "\n")}, "arahan": {strings.Join(v.Fields.Directions, "\n")},
		"dugaan": v.Fields.Acts, "alasan": {v.Content.Reason},
	}
}

// form makes the form while something can still be decided.
func (c *call) form(page *showPage, v press.View, values url.Values) {
	lodges := c.p.Lodge != nil && press.MayTip(c.who)
	button := func(to press.State, key, look string) {
		if to == press.Waiting && v.State == press.Waiting || v.State.May(to) {
			page.Buttons = append(page.Buttons, ui.Button{Text: c.t(key), Look: look, Name: "putusan", Value: string(to)})
		}
	}
	// The likely step stands first: where no event was read, that is to trace it.
	if lodges && v.Fields.Kind == "" {
		button(press.Tip, "press.do.tip", "")
		button(press.Recorded, "press.do.record", "secondary")
	} else {
		button(press.Recorded, "press.do.record", "")
		if lodges {
			button(press.Tip, "press.do.tip", "secondary")
		}
	}
	button(press.Waiting, "press.do.save", "secondary")
	button(press.Ignored, "press.do.ignore", "secondary")
	if len(page.Buttons) == 0 {
		return
	}
	page.Hint = c.t("press.do.hint_government")
	if lodges {
		page.Hint = c.t("press.do.hint")
	}
	fm := c.p.UI.Form(&page.Frame, values)
	options := []ui.Option{{Text: c.t("press.kind.none")}}
	for _, k := range reading.Kinds() {
		options = append(options, ui.Option{Value: string(k), Text: c.kind(k)})
	}
	field := func(f ui.Field) *ui.Field {
		f.Small = true
		return &f
	}
	page.Kind, page.On, page.Place = field(fm.Select("jenis", "press.field.kind", options...)), field(fm.Date("hari", "press.field.on")), field(fm.Text("tempat", "press.field.place"))
	page.Posts, page.Directions = field(fm.Area("jabatan", "press.field.posts")), field(fm.Area("arahan", "press.field.directions"))
	var acts []ui.Option
	for _, k := range reading.ActKinds() {
		acts = append(acts, ui.Option{Value: k, Text: c.act(k)})
	}
	page.Acts, page.Reason = field(fm.Checks("dugaan", "press.field.acts", acts...)), field(fm.Area("alasan", "press.field.reason"))
	page.Reason.Rows = 3
	if lodges {
		page.District = field(c.districts(fm))
	}
}

func (c *call) districts(fm *ui.Form) ui.Field {
	options := []ui.Option{
		fm.Option("tidak-tahu", "press.field.district_unknown"),
		fm.Option("daring", "press.field.district_online"),
		fm.Option("luar", "press.field.district_outside"),
	}
	for _, d := range c.p.Roster.Regions().Districts(c.who.Region) {
		options = append(options, ui.Option{Value: d.Code, Text: d.Name})
	}
	return fm.Select("kecamatan", "press.field.district", options...)
}

// decided shows what a person made of the article.
func (c *call) decided(page *showPage, v press.View) {
	if v.State == press.Waiting {
		return
	}
	row := func(key, value string) {
		if value != "" {
			page.Stored = append(page.Stored, ui.Row{Key: c.t(key), Value: value})
		}
	}
	row("press.list.state", c.t("press.show.decided", "state", c.t("press.state."+string(v.State)), "when", c.when(v.DecidedAt)))
	if v.State != press.Ignored {
		row("press.field.kind", c.kind(v.Fields.Kind))
		row("press.field.on", c.day(v.Fields.On))
		row("press.field.place", v.Fields.Place)
		row("press.field.posts", strings.Join(v.Fields.Posts, "\n"))
		row("press.field.directions", strings.Join(v.Fields.Directions, "\n"))
		var acts []string
		for _, a := range v.Fields.Acts {
			acts = append(acts, c.act(a))
		}
		row("press.field.acts", strings.Join(acts, "\n"))
	}
	row("press.show.note", v.Content.Reason)
}

// decide takes the whole form with the button that was pressed.
func (p *Pages) decide(w http.ResponseWriter, r *http.Request) error {
	c, err := p.call(r)
	if err != nil {
		return err
	}
	in, err := ui.Read(w, r)
	if err != nil {
		return err
	}
	version, _ := strconv.ParseInt(in.Values.Get("versi"), 10, 64)
	d := press.DecideIn{ID: r.PathValue("id"), Version: version, To: press.State(in.Values.Get("putusan")), Reason: in.Text("alasan", 2000)}
	d.Fields = press.Fields{
		Kind: reading.Kind(in.Text("jenis", 20)), On: in.Date("hari"), Place: in.Text("tempat", 300),
		Posts: lines(in.Text("jabatan", 20_000)), Directions: lines(in.Text("arahan", 60_000)), Acts: in.Many("dugaan", reading.ActKinds()...),
	}
	to := "/pers/" + url.PathEscape(d.ID)
	err = in.Err()
	switch {
	case err != nil:
	case d.To == press.Tip && p.Lodge != nil:
		var report string
		report, err = p.Lodge(r.Context(), c.who, d, in.Values.Get("kecamatan"))
		to = "/laporan-masuk/" + report
	default:
		err = p.Desk.Decide(r.Context(), c.who, d)
	}
	if p.mineToFix(r, err) {
		return p.renderOne(w, r, in.Values, err)
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

func lines(s string) []string {
	var out []string
	for l := range strings.SplitSeq(s, "\n") {
		if l = strings.TrimSpace(l); l != "" {
			out = append(out, l)
		}
	}
	return out
}
