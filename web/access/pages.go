// Package access serves the sign-in door, an officer's own account, and the administrator's
// users and posts. Its middleware tells every other page who is signed in.
package access

import (
	"embed"
	"net/http"
	"net/url"
	"path"
	"strings"
	"time"

	"rambu.id"
	"rambu.id/access"
	"rambu.id/calendar"
	"rambu.id/roster"
	"rambu.id/web/ui"
)

//go:embed *.html
var files embed.FS

// Deps are what the pages stand on.
type Deps struct {
	UI       *ui.Renderer
	Access   *access.Service
	Roster   *roster.Store
	Calendar *calendar.Calendar
	Legal    rambu.Clock
	Machine  rambu.Clock // waits after wrong passwords go by it
	HTTPS    bool        // browsers reach us by TLS, also through a proxy
	BaseURL  string      // "https://rambu.example.go.id", for set-up links; "" prints the path alone
	Home     string      // where an officer starts; "": "/meja"
	Notices  bool        // officers of the government can be told by e-mail
	Names    Namer       // of places and offices; nil: no page
	// Source tells where a request comes from, coarsely; nil: the connection. It is kept in
	// memory only. Behind a proxy give one that reads the proxy's header.
	Source func(*http.Request) string
	// Frame adds the navigation and practice mode to the frame of a signed-in page; may be nil.
	Frame func(r *http.Request, who rambu.Actor, f *ui.Frame)
}

const signInDoor = "/masuk"

// Pages are the pages of sign-in and accounts.
type Pages struct {
	Deps

	signin, setup, account, password, second *ui.Page
	users, user, invite, link, posts, post   *ui.Page
	people, entry, edit, terms               *ui.Page
	renew, renewed                           *ui.Page
}

// New makes the pages.
func New(d Deps) *Pages {
	if d.Home == "" {
		d.Home = "/meja"
	}
	if d.Source == nil {
		d.Source = func(r *http.Request) string { return access.Source(r.RemoteAddr) }
	}
	page := func(name string) *ui.Page { return d.UI.Parse(files, ui.LayoutDesk, name) }
	return &Pages{
		Deps: d, signin: page("signin.html"), setup: page("setup.html"), account: page("account.html"),
		password: page("password.html"), second: page("second.html"), users: page("users.html"), user: page("user.html"),
		invite: page("invite.html"), link: page("link.html"), posts: page("posts.html"), post: page("post.html"),
		people: page("people.html"), entry: page("entry.html"), edit: page("edit.html"),
		terms: page("terms.html"), renew: page("renew.html"), renewed: page("renewed.html"),
	}
}

// Routes mounts the pages.
func (p *Pages) Routes(mux *http.ServeMux) {
	for pattern, h := range map[string]ui.HandlerFunc{
		"GET " + signInDoor:   p.showSignIn,
		"POST " + signInDoor:  p.doSignIn,
		"POST /keluar":        p.signOut,
		"GET /mulai/{token}":  p.showSetup,
		"POST /mulai/{token}": p.doSetup,
	} {
		mux.Handle(pattern, p.UI.Handle(h))
	}
	for pattern, h := range map[string]ui.HandlerFunc{
		"GET /akun":                       p.showAccount,
		"POST /akun/jabatan":              p.workAs,
		"POST /akun/sesi":                 p.endSession,
		"GET /akun/kata-sandi":            p.showPassword,
		"POST /akun/kata-sandi":           p.doPassword,
		"GET /akun/kode":                  p.showSecond,
		"POST /akun/kode":                 p.doSecond,
		"GET /pengguna":                   p.showUsers,
		"GET /pengguna/undang":            p.showInvite,
		"POST /pengguna/undang":           p.doInvite,
		"GET /pengguna/{id}":              p.showUser,
		"POST /pengguna/{id}/undang":      p.reinvite,
		"POST /pengguna/{id}/kunci-akun":  p.lock,
		"POST /pengguna/{id}/cabut":       p.revoke,
		"POST /pengguna/{id}/beri-kunci":  p.giveKey,
		"POST /pengguna/{id}/ambil-kunci": p.takeKey,
		"POST /pengguna/{id}/pulihkan":    p.recover,
		"GET " + renewPath:                p.showRenew,
		"POST " + renewPath:               p.doRenew,
		"POST " + renewPath + "/minta":    p.doAskRenewal,
		"GET /jabatan":                    p.showPosts,
		"GET /jabatan/{post...}":          p.showPost,
		"GET /orang":                      p.showPeople,
		"GET /orang/baru":                 p.showPerson,
		"POST /orang/baru":                p.doPerson,
		"GET /orang/{id}":                 p.showPerson,
		"POST /orang/{id}":                p.doPerson,
		"GET /jabatan/baru":               p.showEdit,
		"POST /jabatan/baru":              p.doEdit,
		"GET /jabatan/ubah/{post...}":     p.showEdit,
		"POST /jabatan/ubah/{post...}":    p.doEdit,
		"POST /jabatan/mulai":             p.startTenure,
		"POST /jabatan/akhir":             p.endTenure,
	} {
		mux.Handle(pattern, p.Require(p.UI.Handle(h), mux))
	}
	if p.Names != nil {
		mux.Handle("GET "+termsPath, p.Require(p.UI.Handle(p.showTerms), mux))
		mux.Handle("POST "+termsPath, p.Require(p.UI.Handle(p.doTerms), mux))
	}
}

// cookieName has the prefix by which browsers refuse a cookie that another host planted.
func (p *Pages) cookieName() string {
	if p.HTTPS {
		return "__Host-rambu"
	}
	return "rambu"
}

// setCookie gives the browser its token, for as long as it stays open; "" takes it away.
func (p *Pages) setCookie(w http.ResponseWriter, token string) {
	c := &http.Cookie{Name: p.cookieName(), Value: token, Path: "/", HttpOnly: true, Secure: p.HTTPS, SameSite: http.SameSiteLaxMode} //nolint:gosec // practice runs without TLS
	if token == "" {
		c.MaxAge = -1
	}
	http.SetCookie(w, c)
}

func (p *Pages) token(r *http.Request) string { return cookie(r, p.cookieName()) }

func cookie(r *http.Request, name string) string {
	c, err := r.Cookie(name)
	if err != nil {
		return ""
	}
	return c.Value
}

// deviceTime is how long a browser that is not used stays known to an account.
const deviceTime = 180 * 24 * time.Hour

func (p *Pages) deviceName() string {
	if p.HTTPS {
		return "__Secure-rambu-perangkat"
	}
	return "rambu-perangkat"
}

// setDevice tells the browser its name; "" takes it away. It travels to the sign-in page only: sent to
// the public door it would say which officer reports.
func (p *Pages) setDevice(w http.ResponseWriter, device string) {
	c := &http.Cookie{ //nolint:gosec // practice runs without TLS
		Name: p.deviceName(), Value: device, Path: signInDoor, MaxAge: int(deviceTime / time.Second),
		HttpOnly: true, Secure: p.HTTPS, SameSite: http.SameSiteStrictMode,
	}
	if device == "" {
		c.MaxAge = -1
	}
	http.SetCookie(w, c)
}

// Forget makes a browser unknown, for whoever leaves by the exit link.
func (p *Pages) Forget(w http.ResponseWriter, _ *http.Request) { p.setDevice(w, "") }

// Known reports whether a browser carries the cookie of a session, live or not.
func (p *Pages) Known(r *http.Request) bool { return p.token(r) != "" }

// current returns who is signed in; behind Require there always is somebody.
func current(r *http.Request) (rambu.Actor, access.Session) {
	who, session, _ := access.From(r.Context())
	return who, session
}

// Require lets only signed-in officers through and prepares the frame of their pages. Others
// are sent to the sign-in page and come back afterwards; a form sent after the session ended is
// answered with a page that gives back what was typed and leads to the sign-in and back to one of pages.
func (p *Pages) Require(next http.Handler, pages *http.ServeMux) http.Handler {
	return p.UI.Handle(func(w http.ResponseWriter, r *http.Request) error {
		who, session, err := p.Access.Authenticate(r.Context(), p.token(r))
		if rambu.KindOf(err) == rambu.Unauthenticated && r.Method == http.MethodGet {
			http.Redirect(w, r, signInPath(r.URL.RequestURI()), http.StatusSeeOther)
			return nil
		}
		if rambu.KindOf(err) == rambu.Unauthenticated {
			return ui.SignedOut(r, signInPath(cameFrom(pages, r)), err)
		}
		if err != nil {
			return err
		}
		if session.MustEnrol && r.Method == http.MethodGet && r.URL.Path != "/akun" && !strings.HasPrefix(r.URL.Path, "/akun/") {
			http.Redirect(w, r, "/akun/kode", http.StatusSeeOther)
			return nil
		}
		r = r.WithContext(access.With(r.Context(), who, session))
		bar, err := p.bar(r, who, session)
		if err != nil {
			return err
		}
		r = ui.WithFrame(r, func(f *ui.Frame) {
			f.Who, f.SignOut = bar, "/keluar"
			if p.Frame != nil {
				p.Frame(r, who, f)
			}
		})
		next.ServeHTTP(w, r)
		return nil
	})
}

// bar is the identity bar: who works as what, where.
func (p *Pages) bar(r *http.Request, who rambu.Actor, s access.Session) (*ui.Who, error) {
	lang := ui.Lang(r)
	bar := &ui.Who{Name: s.Account.Login, Post: s.Office.PostName, Institution: who.Institution}
	if bar.Post == "" {
		bar.Post = p.UI.T(lang, "access.bar.no_post")
	}
	for _, role := range who.Roles {
		bar.Roles = append(bar.Roles, p.UI.T(lang, "access.role."+string(role)))
	}
	in, err := p.Roster.Institution(r.Context(), who.Institution)
	if err != nil && rambu.KindOf(err) != rambu.NotFound {
		return nil, err
	}
	if err == nil {
		bar.Institution = in.Name
	}
	if s.Account.Person == "" {
		return bar, nil
	}
	id := roster.PersonID(s.Account.Person)
	people, err := p.Roster.People(r.Context(), who, []roster.PersonID{id})
	if err != nil {
		return nil, err
	}
	if person, ok := people[id]; ok {
		bar.Name = person.Name.String()
	}
	return bar, nil
}

// cameFrom is the page a form was on: its own address, or the nearest above it that has a page.
func cameFrom(pages *http.ServeMux, r *http.Request) string {
	for at := r.URL.Path; len(at) > 1; at = path.Dir(at) {
		u := &url.URL{Path: at}
		if _, pattern := pages.Handler(&http.Request{Method: http.MethodGet, URL: u, Host: r.Host}); pattern == "" || pattern == "/" {
			continue
		}
		if at == r.URL.Path {
			return r.URL.RequestURI()
		}
		return u.RequestURI()
	}
	return ""
}

const nextParam = "lanjut"

func signInPath(next string) string {
	if next == "/" || next == "" {
		return signInDoor
	}
	return signInDoor + "?" + url.Values{nextParam: {next}}.Encode()
}

// safeNext returns where to go after signing in: a path of our own, never another site.
func (p *Pages) safeNext(next string) string {
	u, err := url.Parse(next)
	if err != nil || u.Scheme != "" || u.Host != "" || u.User != nil || u.Opaque != "" {
		return p.Home
	}
	if !strings.HasPrefix(next, "/") || strings.HasPrefix(next, "//") || strings.ContainsAny(next, "\\\t\r\n") {
		return p.Home
	}
	if strings.HasPrefix(u.Path, "//") || strings.Contains(u.Path, "\\") {
		return p.Home
	}
	switch u.Path {
	case "/", "/masuk", "/keluar":
		return p.Home
	}
	return u.RequestURI()
}

// mine reports whether an error belongs back on the form, and its problems there.
func (p *Pages) mine(r *http.Request, err error) bool {
	if err == nil {
		return false
	}
	_, ok := p.UI.Problems(ui.Lang(r), err)
	return ok
}

// framed starts a page's frame with the problems of an error.
func (p *Pages) framed(r *http.Request, title string, err error) (ui.Frame, int) {
	f := p.UI.Frame(r, title)
	if err == nil {
		return f, http.StatusOK
	}
	f.Problems, _ = p.UI.Problems(f.Lang, err)
	return f, ui.Status(err)
}
