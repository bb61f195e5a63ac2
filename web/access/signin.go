package access

import (
	"errors"
	"net/http"
	"net/url"

	"rambu.id"
	"rambu.id/access"
	"rambu.id/internal/words"
	"rambu.id/web/ui"
)

type signInPage struct {
	ui.Frame

	Next                  string
	Login, Password, Code ui.Field
}

func (p *Pages) signInPage(r *http.Request, problem string, values url.Values) *signInPage {
	page := &signInPage{Frame: p.UI.Frame(r, "access.signin.title")}
	if problem != "" {
		page.Problems = []ui.Problem{{Field: "nama", Text: problem}}
	}
	fm := p.UI.Form(&page.Frame, values)
	page.Login = fm.Text("nama", "access.signin.login")
	page.Login.Auto, page.Login.Width = "username", "20"
	page.Password = fm.Password("sandi", "access.signin.password")
	page.Password.Auto, page.Password.Width = "current-password", "20"
	page.Code = fm.Text("kode", "access.signin.code")
	page.Code.Auto, page.Code.Mode, page.Code.Width, page.Code.Value = "one-time-code", "numeric", "10", ""
	return page
}

func (p *Pages) showSignIn(w http.ResponseWriter, r *http.Request) error {
	_, _, err := p.Access.Authenticate(r.Context(), p.token(r))
	if err == nil {
		http.Redirect(w, r, p.safeNext(r.URL.Query().Get(nextParam)), http.StatusSeeOther) //nolint:gosec // safeNext stays on this site
		return nil
	}
	page := p.signInPage(r, "", nil)
	page.Next = r.URL.Query().Get(nextParam)
	switch {
	case r.URL.Query().Has("keluar"):
		page.Flash = p.UI.T(page.Lang, "access.signin.out")
	case r.URL.Query().Has("siap"):
		page.Flash = p.UI.T(page.Lang, "access.signin.ready")
	}
	return p.signin.Render(w, http.StatusOK, page)
}

func (p *Pages) doSignIn(w http.ResponseWriter, r *http.Request) error {
	in, err := ui.Read(w, r)
	if err != nil {
		return err
	}
	old := p.token(r)
	token, session, err := p.Access.SignIn(r.Context(), access.SignInInput{
		Login: in.Values.Get("nama"), Password: in.Values.Get("sandi"), Code: in.Values.Get("kode"), Source: p.Source(r),
		Device: cookie(r, p.deviceName()),
	})
	kind := rambu.KindOf(err)
	if err != nil && (kind == rambu.Unauthenticated || kind == rambu.TooMany) {
		page := p.signInPage(r, p.refusal(ui.Lang(r), err), in.Values)
		page.Next = in.Values.Get(nextParam)
		return p.signin.Render(w, ui.Status(err), page)
	}
	if err != nil {
		return err
	}
	if old != "" {
		err = p.Access.SignOut(r.Context(), old)
		if err != nil {
			return err
		}
	}
	p.setCookie(w, token)
	p.setDevice(w, session.Device)
	http.Redirect(w, r, p.safeNext(in.Values.Get(nextParam)), http.StatusSeeOther) //nolint:gosec // safeNext stays on this site
	return nil
}

// refusal is the sentence of a refused sign-in, with the time a waiting ends.
func (p *Pages) refusal(lang words.Lang, err error) string {
	wait, ok := errors.AsType[*access.Wait](err)
	if !ok {
		return p.UI.Words().Error(lang, err)
	}
	zone, zoneErr := p.Calendar.Zone(p.Region)
	if zoneErr != nil {
		return p.UI.Words().Error(lang, err)
	}
	// The minute that shows is the first full one in which it works.
	at := wait.Until.In(zone.Location).Add(roundUp)
	again := p.UI.T(lang, "access.error.wait_until", "time", words.Time(lang, at, zone.Letters))
	if e, ok := errors.AsType[*rambu.Error](err); ok && e.Key != "access.error.wait" { // there is something better than waiting
		return p.UI.Words().Error(lang, err) + " " + again
	}
	return again
}

func (p *Pages) signOut(w http.ResponseWriter, r *http.Request) error {
	err := p.Access.SignOut(r.Context(), p.token(r))
	if err != nil {
		return err
	}
	p.setCookie(w, "")
	w.Header().Set("Clear-Site-Data", `"cache", "storage"`)
	http.Redirect(w, r, "/masuk?keluar", http.StatusSeeOther)
	return nil
}
