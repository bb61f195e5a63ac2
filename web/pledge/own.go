package pledge

import (
	"net/http"
	"net/url"

	"rambu.id"
	"rambu.id/pledge"
	"rambu.id/web/ui"
)

type minePage struct {
	ui.Frame
	Text                                     []string
	State                                    ui.Badge
	Signed, Notice                           string
	Opened, CanOpen, CanSign, CanRefuse, May bool
	Keeps, Counts                            bool
}

func mayRecord(who rambu.Actor) bool {
	return who.Is(rambu.RolePersonnel, rambu.RoleSuperior, rambu.RoleSecretary)
}

func mayCount(who rambu.Actor) bool {
	return mayRecord(who) || who.Is(rambu.RoleAuthority, rambu.RoleInspector)
}

func (p *Pages) showMine(w http.ResponseWriter, r *http.Request) error {
	return p.renderMine(w, r, nil)
}

func (p *Pages) renderMine(w http.ResponseWriter, r *http.Request, problem error) error {
	c, err := p.call(r)
	if err != nil {
		return err
	}
	page := &minePage{Frame: p.UI.Frame(r, "pledge.mine.title"), Text: p.Book.Text(c.lang)}
	status := p.problems(&page.Frame, problem)
	round, err := p.Book.Round(r.Context(), c.who)
	if err != nil && rambu.KindOf(err) == rambu.NotFound {
		page.CanOpen = c.who.Is(rambu.RolePersonnel)
		page.Notice = c.t("pledge.mine.not_open")
		return p.mine.Render(w, status, page)
	}
	if err != nil {
		return err
	}
	page.Opened, page.Keeps, page.May, page.Counts = true, c.who.Account == round.Keeper, mayRecord(c.who), mayCount(c.who)
	mine, err := p.Book.Mine(r.Context(), c.who)
	switch {
	case err != nil && rambu.KindOf(err) == rambu.Conflict:
		page.Notice = p.UI.Words().Error(c.lang, err)
	case err != nil:
		return err
	default:
		c.own(page, mine, p.Book.Today(c.who) <= round.Until)
	}
	return p.mine.Render(w, status, page)
}

func (c *call) own(page *minePage, mine pledge.Mine, running bool) {
	page.State = ui.Badge{Look: ui.LookNew, Text: c.t("pledge.mine.unsigned")}
	if mine.Pact == nil {
		page.CanSign, page.CanRefuse = running, running
		return
	}
	page.State = ui.Badge{Look: ui.LookDone, Text: c.t("pledge.mine.signed")}
	page.Signed = c.t("pledge.mine.signed_"+string(mine.Pact.Way), "date", c.day(mine.Pact.SignedOn))
	if mine.Pact.Way == pledge.ByPhone && !mine.Sound {
		page.Notice = c.t("pledge.mine.other_text")
	}
}

func (p *Pages) doOpen(w http.ResponseWriter, r *http.Request) error {
	return p.step(w, r, func(who rambu.Actor) error { return p.Book.OpenRound(r.Context(), who) })
}

func (p *Pages) doSign(w http.ResponseWriter, r *http.Request) error {
	return p.step(w, r, func(who rambu.Actor) error { return p.Book.Sign(r.Context(), who) })
}

// step runs one button of the own page and comes back to it.
func (p *Pages) step(w http.ResponseWriter, r *http.Request, do func(who rambu.Actor) error) error {
	who, err := p.Actor(r)
	if err != nil {
		return err
	}
	err = do(who)
	if p.mineToFix(r, err) {
		return p.renderMine(w, r, err)
	}
	if err != nil {
		return err
	}
	return back(w, r, "/pakta")
}

type refusePage struct {
	ui.Frame
	Reason ui.Field
	Done   bool
}

func (p *Pages) showRefuse(w http.ResponseWriter, r *http.Request) error {
	return p.renderRefuse(w, r, nil, nil, false)
}

func (p *Pages) renderRefuse(w http.ResponseWriter, r *http.Request, values url.Values, problem error, done bool) error {
	page := &refusePage{Frame: p.UI.Frame(r, "pledge.refuse.title"), Done: done}
	status := p.problems(&page.Frame, problem)
	page.Reason = p.UI.Form(&page.Frame, values).Area("alasan", "pledge.refuse.reason")
	return p.refuse.Render(w, status, page)
}

func (p *Pages) doRefuse(w http.ResponseWriter, r *http.Request) error {
	who, err := p.Actor(r)
	if err != nil {
		return err
	}
	in, err := ui.Read(w, r)
	if err != nil {
		return err
	}
	err = p.Book.Refuse(r.Context(), who, in.Text("alasan", 1000))
	if p.mineToFix(r, err) {
		return p.renderRefuse(w, r, in.Values, err, false)
	}
	if err != nil {
		return err
	}
	return p.renderRefuse(w, r, nil, nil, true)
}

type refusalsPage struct {
	ui.Frame
	Table ui.Table
	Until rambu.Date
}

// showRefusals is for their keeper alone. There is no file to take away.
func (p *Pages) showRefusals(w http.ResponseWriter, r *http.Request) error {
	c, err := p.call(r)
	if err != nil {
		return err
	}
	all, err := p.Book.Refusals(r.Context(), c.who)
	if err != nil {
		return err
	}
	round, err := p.Book.Round(r.Context(), c.who)
	if err != nil {
		return err
	}
	page := &refusalsPage{Frame: p.UI.Frame(r, "pledge.refusals.title"), Until: round.Until}
	page.Table = ui.Table{Caption: c.t("pledge.refusals.caption"), Empty: c.t("pledge.refusals.empty"), Columns: []ui.Column{
		{Text: c.t("pledge.refusals.name")},
		{Text: c.t("pledge.refusals.post")},
		{Text: c.t("pledge.refusals.on")},
		{Text: c.t("pledge.refusals.reason")},
	}}
	for _, f := range all {
		reason := f.Reason
		if reason == "" {
			reason = c.t("pledge.refusals.none")
		}
		page.Table.Rows = append(page.Table.Rows, []ui.Cell{{Text: f.Name}, {Text: f.Post}, {Text: c.day(f.On)}, {Text: reason}})
	}
	return p.refusals.Render(w, http.StatusOK, page)
}
