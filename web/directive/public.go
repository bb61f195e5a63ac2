package directive

import (
	"net/http"
	"net/url"

	"rambu.id/directive"
	"rambu.id/seal/short"
	"rambu.id/web/ui"
)

type publicPage struct {
	ui.Frame
	Heading, From, Sent, Due, Note, Short, ID string
	State                                     ui.Badge
	Ended, Contested, ContestedLater          bool
	Text                                      textView
	Code, Whose, Name                         ui.Field
	Done                                      string // title of the post that has just said it
}

func (p *Pages) showPublic(w http.ResponseWriter, r *http.Request) error {
	err := p.gate.Allow(p.Client(r))
	if err != nil {
		return err
	}
	return p.renderPublic(w, r, nil, nil, "")
}

func (p *Pages) renderPublic(w http.ResponseWriter, r *http.Request, values url.Values, problem error, done string) error {
	o, err := p.Desk.ByLink(r.Context(), r.PathValue("short"))
	if err != nil {
		return err
	}
	regimes, err := p.Desk.RegimesOf(r.Context(), o)
	if err != nil {
		return err
	}
	lang := ui.Lang(r)
	c := &call{p: p, r: r, lang: lang, o: o}
	page := &publicPage{
		Frame: p.UI.Frame(r, "directive.public.title"), Heading: o.Body.Title, From: o.Block.Title, Sent: p.when(lang, o.Region, o.SentAt),
		Note: o.Note, Short: short.Grouped(o.Body.Short), ID: o.ID, State: c.state(o.State), Ended: o.State != directive.InForce,
		Contested: o.Contested, ContestedLater: o.ContestedLater, Text: p.text(lang, o, regimes), Done: done,
	}
	page.Text.At = "/a/" + page.Short + "/lampiran"
	if o.AckBy != "" {
		page.Due = c.day(o.AckBy)
	}
	status := p.problems(&page.Frame, problem)
	page.Path, page.Secret = "/a/"+page.Short, true
	if values == nil {
		values = url.Values{"untuk": {"sendiri"}}
	}
	fm := p.UI.Form(&page.Frame, values)
	page.Code, page.Name = fm.Text("kode", "directive.public.code"), fm.Text("nama", "directive.public.name")
	page.Code.Width = "20"
	page.Whose = fm.Radios("untuk", "directive.public.whose", fm.Option("sendiri", "directive.public.own"), fm.Option("atas-nama", "directive.public.proxy"))
	return p.public.Render(w, status, page)
}

func (p *Pages) doPublic(w http.ResponseWriter, r *http.Request) error {
	err := p.gate.Allow(p.Client(r))
	if err != nil {
		return err
	}
	in, err := ui.Read(w, r)
	if err != nil {
		return err
	}
	code := directive.CodeIn{
		Short: r.PathValue("short"), Code: in.Text("kode", 60), ForHim: in.One("untuk", "sendiri", "atas-nama") == "atas-nama", Name: in.Text("nama", 120),
	}
	err = in.Err()
	done := ""
	if err == nil {
		done, err = p.Desk.AcknowledgeByCode(r.Context(), code)
	}
	if err != nil && !p.mine(r, err) {
		return err
	}
	return p.renderPublic(w, r, in.Values, err, done)
}
