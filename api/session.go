package api

import (
	"time"

	"rambu.id"
	"rambu.id/access"
)

// sessionRoutes sign officers in and out.
func sessionRoutes() []route {
	out := newRoute("DELETE", own, "/sesi", "Sign out: the token opens nothing any more", 0, (*call).signOut)
	return []route{
		post(public, "/masuk", "Sign in with name, password and, when enrolled, a code", (*call).signIn),
		get(own, "/sesi", "Who is signed in, as what", (*call).whoAmI),
		post(own, "/sesi/jabatan", "Work as another post held today", (*call).workAs),
		out,
	}
}

type empty struct{}

type signInRequest struct {
	Login    string `json:"login" maxLength:"200"`
	Password string `json:"kata_sandi" maxLength:"1000"`
	Code     string `json:"kode,omitempty" maxLength:"20" doc:"Of the authenticator"`
	Post     string `json:"jabatan,omitempty" maxLength:"200" doc:"Post to work as, the first one when left out"`
	Device   string `json:"perangkat,omitempty" maxLength:"60" doc:"What an earlier sign-in of this account gave this program: wrong passwords of others then do not make it wait"`
}

type signedIn struct {
	Token   string      `json:"token"`
	Device  string      `json:"perangkat" doc:"Keep it and send it with the next sign-in. It opens nothing, and holds until the password changes"`
	Session sessionView `json:"sesi"`
}

type sessionView struct {
	Account     string       `json:"akun"`
	Login       string       `json:"login"`
	Institution string       `json:"lembaga"`
	Region      string       `json:"wilayah"`
	Post        string       `json:"jabatan" doc:"Post worked as, empty when none is held"`
	PostTitle   string       `json:"nama_jabatan"`
	Roles       []rambu.Role `json:"peran" nullable:"false"`
	Offices     []officeView `json:"jabatan_dipegang" nullable:"false"`
	MustEnrol   bool         `json:"wajib_daftar_kode" doc:"Keys and roles are withheld until an authenticator is enrolled"`
	EndsAt      time.Time    `json:"berakhir"`
}

type officeView struct {
	Post  string `json:"jabatan"`
	Title string `json:"nama_jabatan"`
	Mode  string `json:"cara"`
}

func sessionOf(who rambu.Actor, s access.Session) sessionView {
	v := sessionView{
		Account: who.Account, Login: s.Account.Login, Institution: who.Institution, Region: who.Region, Post: who.Post,
		PostTitle: s.Office.PostName, Roles: list(who.Roles), Offices: []officeView{}, MustEnrol: s.MustEnrol, EndsAt: s.EndsAt,
	}
	for _, o := range s.Offices {
		v.Offices = append(v.Offices, officeView{o.Post, o.PostName, string(o.Mode)})
	}
	return v
}

// list makes a missing list an empty one.
func list[T any](in []T) []T {
	if in == nil {
		return []T{}
	}
	return in
}

func (c *call) signIn(in signInRequest) (signedIn, error) {
	token, entered, err := c.in.Access.SignIn(c.r.Context(), access.SignInInput{
		Login: in.Login, Password: in.Password, Code: in.Code, Post: in.Post, Source: access.Source(c.r.RemoteAddr),
		Device: in.Device,
	})
	if err != nil {
		return signedIn{}, err
	}
	who, session, err := c.in.Access.Authenticate(c.r.Context(), token)
	return signedIn{token, entered.Device, sessionOf(who, session)}, err
}

func (c *call) whoAmI(empty) (sessionView, error) { return sessionOf(c.who, c.session), nil }

type workAsRequest struct {
	Post string `json:"jabatan" maxLength:"200"`
}

func (c *call) workAs(in workAsRequest) (sessionView, error) {
	token, _ := c.token()
	err := c.in.Access.WorkAs(c.r.Context(), token, in.Post)
	if err != nil {
		return sessionView{}, err
	}
	who, session, err := c.in.Access.Authenticate(c.r.Context(), token)
	return sessionOf(who, session), err
}

func (c *call) signOut(empty) (none, error) {
	token, _ := c.token()
	return none{}, c.in.Access.SignOut(c.r.Context(), token)
}
