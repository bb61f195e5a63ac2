package access

import (
	"encoding/base64"
	"html/template"
	"net/http"
	"net/url"
	"time"

	"rsc.io/qr"

	"rambu.id"
	"rambu.id/access"
	"rambu.id/internal/words"
	"rambu.id/roster"
	"rambu.id/web/ui"
)

// roundUp makes of a part of a minute a whole one.
const roundUp = time.Minute - time.Second

type accountPage struct {
	ui.Frame

	Rows     []ui.Row
	Post     ui.Field // to work as another post, when he holds several
	Several  bool
	Notices  bool // there is a page for e-mail
	Sessions []sessionLine
}

type sessionLine struct {
	ID         string
	Began, End string
	Seen       string
	This       bool
}

func (p *Pages) showAccount(w http.ResponseWriter, r *http.Request) error {
	return p.renderAccount(w, r, nil)
}

func (p *Pages) renderAccount(w http.ResponseWriter, r *http.Request, problem error) error {
	who, session := current(r)
	f, status := p.framed(r, "access.account.title", problem)
	page := &accountPage{Frame: f, Several: len(session.Offices) > 1}
	page.Notices = p.Notices && roster.InstitutionKindOf(who.Institution) == roster.KindGovernment
	if r.URL.Query().Has("selesai") {
		page.Flash = p.UI.T(page.Lang, "access.account.done")
	}
	page.Rows = p.accountRows(page.Lang, session)
	page.Post = p.UI.Form(&page.Frame, url.Values{"post": {session.Office.Post}}).Radios("post", "access.account.post", officeOptions(session.Offices)...)
	all, err := p.Access.Sessions(r.Context(), who)
	if err != nil {
		return err
	}
	for _, s := range all {
		page.Sessions = append(page.Sessions, sessionLine{
			ID: s.ID, Began: p.moment(page.Lang, who.Region, s.CreatedAt), End: p.moment(page.Lang, who.Region, s.EndsAt),
			Seen: p.moment(page.Lang, who.Region, s.SeenAt), This: s.ID == session.ID,
		})
	}
	return p.account.Render(w, status, page)
}

func officeOptions(offices []access.Office) []ui.Option {
	out := make([]ui.Option, len(offices))
	for i, o := range offices {
		out[i] = ui.Option{Value: o.Post, Text: o.PostName}
	}
	return out
}

func (p *Pages) accountRows(lang words.Lang, s access.Session) []ui.Row {
	post := s.Office.PostName
	if post == "" {
		post = p.UI.T(lang, "access.bar.no_post")
	}
	second := ui.Badge{Look: ui.LookStopped, Text: p.UI.T(lang, "access.account.second_off")}
	if s.Account.SecondFactor {
		second = ui.Badge{Look: ui.LookDone, Text: p.UI.T(lang, "access.account.second_on")}
	}
	return []ui.Row{
		{Key: p.UI.T(lang, "access.signin.login"), Value: s.Account.Login},
		{Key: p.UI.T(lang, "access.account.working_as"), Value: post},
		{Key: p.UI.T(lang, "access.signin.password"), Value: "••••••••••••", Href: "/akun/kata-sandi"},
		{Key: p.UI.T(lang, "access.account.second"), Badge: &second, Href: "/akun/kode"},
	}
}

// moment writes an instant in a region's own time.
func (p *Pages) moment(lang words.Lang, region string, t time.Time) string {
	letters := ""
	if z, err := p.Calendar.Zone(region); err == nil {
		letters = z.Letters
	}
	return words.DateTime(lang, p.Calendar.Local(region, t), letters)
}

func (p *Pages) workAs(w http.ResponseWriter, r *http.Request) error {
	in, err := ui.Read(w, r)
	if err != nil {
		return err
	}
	err = p.Access.WorkAs(r.Context(), p.token(r), in.Values.Get("post"))
	if p.mine(r, err) {
		return p.renderAccount(w, r, err)
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, p.Home, http.StatusSeeOther)
	return nil
}

func (p *Pages) endSession(w http.ResponseWriter, r *http.Request) error {
	in, err := ui.Read(w, r)
	if err != nil {
		return err
	}
	who, session := current(r)
	id := in.Values.Get("id")
	err = p.Access.EndSession(r.Context(), who, id)
	if err != nil {
		return err
	}
	if id == session.ID {
		p.setCookie(w, "")
		http.Redirect(w, r, "/masuk?keluar", http.StatusSeeOther)
		return nil
	}
	http.Redirect(w, r, "/akun?selesai", http.StatusSeeOther)
	return nil
}

type passwordPage struct {
	ui.Frame

	Old, Password, Again ui.Field
	MinPassword          int
}

func (p *Pages) passwordPage(r *http.Request, err error) (*passwordPage, int) {
	f, status := p.framed(r, "access.password.title", err)
	page := &passwordPage{Frame: f, MinPassword: access.MinPassword}
	fm := p.UI.Form(&page.Frame, nil)
	page.Old = oldPassword(fm)
	page.Password, page.Again = newPassword(fm)
	return page, status
}

func oldPassword(fm *ui.Form) ui.Field {
	f := fm.Password("old", "access.password.old")
	f.Auto, f.Width = "current-password", "20"
	return f
}

func (p *Pages) showPassword(w http.ResponseWriter, r *http.Request) error {
	page, status := p.passwordPage(r, nil)
	return p.password.Render(w, status, page)
}

func (p *Pages) doPassword(w http.ResponseWriter, r *http.Request) error {
	in, err := ui.Read(w, r)
	if err != nil {
		return err
	}
	password := twice(in)
	err = in.Err()
	if err == nil {
		err = p.waited(ui.Lang(r), p.Access.ChangePassword(r.Context(), p.token(r), in.Values.Get("old"), password))
	}
	if p.mine(r, err) {
		page, status := p.passwordPage(r, err)
		return p.password.Render(w, status, page)
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/akun?selesai", http.StatusSeeOther)
	return nil
}

// waited turns a refusal because of too many wrong passwords into a problem of the field.
func (p *Pages) waited(lang words.Lang, err error) error {
	if err == nil || rambu.KindOf(err) != rambu.TooMany {
		return err
	}
	return &rambu.Error{Kind: rambu.Invalid, Key: "access.error.wait_plain", Args: map[string]string{"text": p.refusal(lang, err)}, Field: "old", Err: err}
}

type secondPage struct {
	ui.Frame

	Must   bool // nothing else opens before this
	Secret string
	QR     template.URL
	Old    ui.Field
	Code   ui.Field
}

func (p *Pages) secondPage(r *http.Request, e access.Enrolment, err error) (*secondPage, int, error) {
	_, session := current(r)
	f, status := p.framed(r, "access.second.title", err)
	f.Secret = true
	page := &secondPage{Frame: f, Must: session.MustEnrol, Secret: e.Secret}
	image, err := qr.Encode(e.URL, qr.M)
	if err != nil {
		return nil, 0, rambu.Errorf(rambu.Internal, "draw authenticator code: %v", err)
	}
	page.QR = template.URL("data:image/png;base64," + base64.StdEncoding.EncodeToString(image.PNG())) //nolint:gosec // our own picture
	fm := p.UI.Form(&page.Frame, nil)
	page.Old = oldPassword(fm)
	page.Code = fm.Text("code", "access.second.code")
	page.Code.Auto, page.Code.Mode, page.Code.Width = "one-time-code", "numeric", "10"
	return page, status, nil
}

func (p *Pages) showSecond(w http.ResponseWriter, r *http.Request) error {
	e, err := p.Access.NewSecondFactor(r.Context(), p.token(r))
	if err != nil {
		return err
	}
	page, status, err := p.secondPage(r, e, nil)
	if err != nil {
		return err
	}
	return p.second.Render(w, status, page)
}

func (p *Pages) doSecond(w http.ResponseWriter, r *http.Request) error {
	in, err := ui.Read(w, r)
	if err != nil {
		return err
	}
	v := in.Values
	err = p.waited(ui.Lang(r), p.Access.ConfirmSecondFactor(r.Context(), p.token(r), v.Get("old"), v.Get("secret"), v.Get("code")))
	if p.mine(r, err) {
		// A new secret would not fit what the phone has already read.
		_, session := current(r)
		page, status, err := p.secondPage(r, access.EnrolmentOf(session.Account.Login, v.Get("secret")), err)
		if err != nil {
			return err
		}
		return p.second.Render(w, status, page)
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/akun?selesai", http.StatusSeeOther)
	return nil
}
