package casefile

import (
	"net/http"
	"net/url"

	"rambu.id"
	"rambu.id/casefile"
	"rambu.id/letter"
	"rambu.id/web/ui"
)

type settingPage struct {
	ui.Frame
	Quorum []ui.Row
	Fields []ui.Field
	Number []ui.Row
}

// numbering shows by an example how cases are numbered, and whether that still has to be checked.
func (c *call) numbering(s casefile.Setting) ui.Row {
	return ui.Row{
		Key:   c.t("casefile.setting.pattern"),
		Value: c.t("casefile.setting.example", "number", s.Number(1, c.today(), casefile.OriginReport, c.who.Region)), Check: s.Conf.Check(),
	}
}

// showSetting shows how the desk numbers its register and counts its quorum.
func (p *Pages) showSetting(w http.ResponseWriter, r *http.Request) error {
	c, err := p.call(w, r)
	if err != nil {
		return err
	}
	s, err := p.Desk.Setting(r.Context(), c.who)
	if err != nil {
		return err
	}
	return c.renderSetting(nil, url.Values{"pattern": {string(s.Pattern)}, "anggota": {itoa(s.Members)}, "kuorum": {itoa(s.Quorum)}})
}

func (c *call) renderSetting(problem error, values url.Values) error {
	if !c.who.Is(rambu.RoleAdmin) {
		return rambu.Errorf(rambu.NotFound, "the desk is set up by its administrator")
	}
	page := &settingPage{Frame: c.p.UI.Frame(c.r, "casefile.setting.title")}
	status := http.StatusOK
	if problem != nil {
		page.Problems, _ = c.p.UI.Problems(c.lang, problem)
		status = ui.Status(problem)
	}
	q, err := c.p.Desk.QuorumOf(c.r.Context(), c.who)
	if err != nil {
		return err
	}
	page.Quorum = c.quorum(q)
	fm := c.p.UI.Form(&page.Frame, values)
	members, quorum := fm.Text("anggota", "casefile.setting.members"), fm.Text("kuorum", "casefile.setting.quorum")
	members.Width, quorum.Width, members.Mode, quorum.Mode = "3", "3", "numeric", "numeric"
	page.Fields = []ui.Field{fm.Text("pattern", "casefile.setting.pattern"), members, quorum}
	pattern := letter.Pattern(values.Get("pattern"))
	if pattern.Validate() == nil {
		s, err := c.p.Desk.Setting(c.r.Context(), c.who)
		if err != nil {
			return err
		}
		if s.Pattern != pattern {
			s.Pattern, s.Conf = pattern, ""
		}
		page.Number = []ui.Row{c.numbering(s)}
	}
	return c.p.setting.Render(c.w, status, page)
}

func (p *Pages) doSetting(w http.ResponseWriter, r *http.Request) error {
	c, err := p.call(w, r)
	if err != nil {
		return err
	}
	in, err := ui.Read(w, r)
	if err != nil {
		return err
	}
	s := casefile.Setting{
		Pattern: letter.Pattern(in.Text("pattern", 100)), Members: in.Int("anggota", 0, 15), Quorum: in.Int("kuorum", 0, 15),
	}
	err = in.Err()
	if err == nil {
		err = p.Desk.Configure(r.Context(), c.who, s)
	}
	if c.mine(err) {
		return c.renderSetting(err, in.Values)
	}
	if err != nil {
		return err
	}
	return c.redirect("/perkara-pengaturan")
}
