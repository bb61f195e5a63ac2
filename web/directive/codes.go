package directive

import (
	"net/http"

	"rambu.id"
	"rambu.id/directive"
	"rambu.id/web/ui"
)

// codeHolders are the village and ward heads below the officer; none for whoever has none.
func (p *Pages) codeHolders(c *call) ([]directive.CodeHolder, error) {
	out, err := p.Desk.CodeHolders(c.r.Context(), c.who)
	if err != nil && rambu.KindOf(err) == rambu.Forbidden {
		return nil, nil
	}
	return out, err
}

type codesPage struct {
	ui.Frame
	Posts ui.Field
}

func (p *Pages) showCodes(w http.ResponseWriter, r *http.Request) error {
	c, err := p.call(r)
	if err != nil {
		return err
	}
	return p.renderCodes(w, c, nil)
}

func (p *Pages) renderCodes(w http.ResponseWriter, c *call, problem error) error {
	holders, err := p.Desk.CodeHolders(c.r.Context(), c.who)
	if err != nil {
		return err
	}
	page := &codesPage{Frame: p.UI.Frame(c.r, "directive.codes.title")}
	status := p.problems(&page.Frame, problem)
	var options []ui.Option
	for _, h := range holders {
		o := ui.Option{Value: h.Post, Text: h.Title, Checked: h.Issued == "", Hint: c.t("directive.codes.none")}
		if h.Issued != "" {
			o.Hint = c.t("directive.codes.issued", "date", c.day(h.Issued))
		}
		options = append(options, o)
	}
	page.Posts = p.UI.Form(&page.Frame, nil).Checks("desa", "directive.codes.posts", options...)
	return p.codes.Render(w, status, page)
}

type sheetPage struct {
	ui.Frame
	Superior string
	Codes    []directive.PrintedCode
}

// doCodes makes codes and shows them once, on a sheet to print and cut.
func (p *Pages) doCodes(w http.ResponseWriter, r *http.Request) error {
	c, err := p.call(r)
	if err != nil {
		return err
	}
	in, err := ui.Read(w, r)
	if err != nil {
		return err
	}
	chosen := in.Values["desa"]
	if len(chosen) == 0 {
		return p.renderCodes(w, c, rambu.Fault(rambu.Invalid, "directive.error.whom").On("desa"))
	}
	made, err := p.Desk.IssueCodes(r.Context(), c.who, chosen)
	if p.mine(r, err) {
		return p.renderCodes(w, c, err)
	}
	if err != nil {
		return err
	}
	title, err := c.titles(c.who.Post)
	if err != nil {
		return err
	}
	page := &sheetPage{Frame: p.UI.Frame(r, "directive.sheet.title"), Superior: title(c.who.Post), Codes: made}
	page.Secret = true
	return p.sheet.Render(w, http.StatusOK, page)
}
