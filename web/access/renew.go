package access

import (
	"net/http"

	"rambu.id"
	"rambu.id/access"
	"rambu.id/internal/words"
	"rambu.id/web/ui"
)

// renewPath is the page where an institution makes keys of its own.
const renewPath = "/kunci-baru"

type renewPage struct {
	ui.Frame

	access.Renewal

	By, Until string // of the request that stands
	Old, Code ui.Field
}

// renewedPage shows the new recovery code, the only time it can be seen.
type renewedPage struct {
	ui.Frame

	Code string
}

func (p *Pages) renewPage(r *http.Request, err error) (*renewPage, int, error) {
	who, _ := current(r)
	state, stateErr := p.Access.Renewal(r.Context(), who)
	if stateErr != nil {
		return nil, 0, stateErr
	}
	f, status := p.framed(r, "access.renew.title", err)
	page := &renewPage{Frame: f, Renewal: state}
	fm := p.UI.Form(&page.Frame, nil)
	page.Old = oldPassword(fm)
	page.Code = fm.Text("code", "access.renew.code")
	if state.Asked == nil {
		return page, status, nil
	}
	page.By, stateErr = p.loginOf(r, page.Lang, who, state.Asked.By)
	page.Until = p.moment(page.Lang, who.Region, state.Asked.At.Add(access.AskTime))
	return page, status, stateErr
}

// loginOf names an account of the institution.
func (p *Pages) loginOf(r *http.Request, lang words.Lang, who rambu.Actor, account string) (string, error) {
	a, err := p.Access.Find(r.Context(), who, account)
	if rambu.KindOf(err) == rambu.NotFound {
		a.Login, err = p.UI.T(lang, "access.users.no_person"), nil
	}
	return a.Login, err
}

func (p *Pages) showRenew(w http.ResponseWriter, r *http.Request) error {
	page, status, err := p.renewPage(r, nil)
	if err != nil {
		return err
	}
	return p.renew.Render(w, status, page)
}

func (p *Pages) doAskRenewal(w http.ResponseWriter, r *http.Request) error {
	who, _ := current(r)
	err := p.Access.AskRenewal(r.Context(), who)
	if err == nil {
		http.Redirect(w, r, renewPath+"?selesai", http.StatusSeeOther)
		return nil
	}
	return p.againRenew(w, r, err)
}

func (p *Pages) doRenew(w http.ResponseWriter, r *http.Request) error {
	in, err := ui.Read(w, r)
	if err != nil {
		return err
	}
	who, _ := current(r)
	code, err := p.Access.Renew(r.Context(), who, access.RenewIn{Password: in.Values.Get("old"), Code: in.Values.Get("code")})
	if err != nil {
		return p.againRenew(w, r, p.waited(ui.Lang(r), err))
	}
	page := &renewedPage{Frame: p.UI.Frame(r, "access.renewed.title"), Code: code}
	page.Secret = true
	return p.renewed.Render(w, http.StatusOK, page)
}

// againRenew shows the form again with what is wrong; what was typed is not sent back.
func (p *Pages) againRenew(w http.ResponseWriter, r *http.Request, err error) error {
	if !p.mine(r, err) {
		return err
	}
	page, status, stateErr := p.renewPage(r, err)
	if stateErr != nil {
		return stateErr
	}
	page.Path = renewPath
	return p.renew.Render(w, status, page)
}
