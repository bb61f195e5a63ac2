package access

import (
	"net/http"
	"net/url"

	"rambu.id"
	"rambu.id/access"
	"rambu.id/roster"
	"rambu.id/web/ui"
)

type setupPage struct {
	ui.Frame

	Login           string
	Password, Again ui.Field
	MinPassword     int

	// Of a key holder whom the roster does not know yet: who he is.
	Post               string // title, "" for everybody else
	Name, NIP          ui.Field
	Mode, From, Decree ui.Field
}

// unknown reports whether the owner of an invitation has to say who he is.
func unknown(a access.Account) bool { return a.Post != "" && a.Person == "" }

func (p *Pages) setupPage(r *http.Request, a access.Account, err error, values url.Values) (*setupPage, int, error) {
	f, status := p.framed(r, "access.setup.title", err)
	page := &setupPage{Frame: f, Login: a.Login, MinPassword: access.MinPassword}
	page.Secret = true
	fm := p.UI.Form(&page.Frame, values)
	page.Password, page.Again = newPassword(fm)
	if !unknown(a) {
		return page, status, nil
	}
	post, err := p.Roster.Post(r.Context(), roster.PostID(a.Post))
	if err != nil {
		return nil, 0, err
	}
	page.Post = post.Title
	page.Name = fm.Text("name", "access.setup.name")
	page.Name.Auto = "name"
	page.NIP = fm.Text("nip", "access.setup.nip")
	page.NIP.Mode, page.NIP.Width = "numeric", "20"
	var modes []ui.Option
	for _, m := range roster.Modes() {
		modes = append(modes, fm.Option(string(m), "access.mode."+string(m)))
	}
	page.Mode = fm.Select("mode", "access.post.mode", modes...)
	page.From = fm.Date("from", "access.setup.from")
	page.Decree = fm.Text("decree", "access.post.decree")
	return page, status, nil
}

// newPassword are the two fields of a new password.
func newPassword(fm *ui.Form) (password, again ui.Field) {
	password = fm.Password("password", "access.setup.password")
	again = fm.Password("again", "access.setup.again")
	password.Auto, again.Auto = "new-password", "new-password"
	password.Width, again.Width = "20", "20"
	return password, again
}

// twice reads a new password that was typed two times.
func twice(in *ui.Input) string {
	password := in.Values.Get("password")
	if password != in.Values.Get("again") {
		in.Fault("again", "access.error.password_twice")
	}
	return password
}

func (p *Pages) showSetup(w http.ResponseWriter, r *http.Request) error {
	a, err := p.Access.Invitation(r.Context(), r.PathValue("token"))
	if err != nil {
		return err
	}
	return p.renderSetup(w, r, a, nil, nil)
}

func (p *Pages) renderSetup(w http.ResponseWriter, r *http.Request, a access.Account, problem error, values url.Values) error {
	page, status, err := p.setupPage(r, a, problem, values)
	if err != nil {
		return err
	}
	return p.setup.Render(w, status, page)
}

func (p *Pages) doSetup(w http.ResponseWriter, r *http.Request) error {
	in, err := ui.Read(w, r)
	if err != nil {
		return err
	}
	token := r.PathValue("token")
	a, err := p.Access.Invitation(r.Context(), token)
	if err != nil {
		return err
	}
	err = p.accept(r, in, token, a)
	if p.mine(r, err) {
		return p.renderSetup(w, r, a, err, in.Values)
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/masuk?siap", http.StatusSeeOther)
	return nil
}

// accept checks everything that can be wrong before it enters a person, then sets the password.
func (p *Pages) accept(r *http.Request, in *ui.Input, token string, a access.Account) error {
	password := twice(in)
	if !unknown(a) {
		err := in.Err()
		if err != nil {
			return err
		}
		return p.Access.Accept(r.Context(), token, password)
	}
	person, tenure := p.self(in, a)
	err := in.Err()
	if err != nil {
		return err
	}
	err = access.CheckPassword(a.Login, password)
	if err != nil {
		return err
	}
	id, err := p.enter(r, a, person, tenure)
	if err != nil {
		return err
	}
	return p.Access.AcceptAs(r.Context(), token, password, string(id))
}

// self reads who the owner of an invitation is and since when he holds its post.
func (p *Pages) self(in *ui.Input, a access.Account) (roster.Person, roster.Tenure) {
	person := roster.Person{
		Name: roster.ParseName(in.Required("name", 120, "roster.error.name")), NIP: roster.NIP(in.Text("nip", 18)), Class: roster.SubjectNonASN,
	}
	switch {
	case person.NIP != "":
		person.Class = roster.SubjectPNS
	case roster.InstitutionKindOf(a.Institution) == roster.KindSupervisor:
		person.Class = roster.SubjectOrganiser
	}
	t := roster.Tenure{
		Post: roster.PostID(a.Post), Mode: roster.Mode(in.Values.Get("mode")), From: in.Date("from"),
		Decree: roster.Decree{Number: in.Text("decree", 120)},
	}
	if t.Mode == "" {
		t.Mode = roster.Definitive
	}
	if today := p.today(a.Region); in.Err() == nil && (t.From == "" || t.From > today) {
		in.Fault("from", "access.error.from")
	}
	return person, t
}

// enter puts the owner of an invitation into the roster, once: a form that is sent again finds
// him there.
func (p *Pages) enter(r *http.Request, a access.Account, person roster.Person, t roster.Tenure) (roster.PersonID, error) {
	system := rambu.System(a.Institution, a.Region)
	_, held, err := p.Roster.Holders(r.Context(), t.Post, p.today(a.Region))
	if err != nil {
		return "", err
	}
	ids := make([]roster.PersonID, len(held))
	for i, h := range held {
		ids[i] = h.Person
	}
	people, err := p.Roster.People(r.Context(), system, ids)
	if err != nil {
		return "", err
	}
	for id, known := range people {
		if known.Name == person.Name && known.NIP == person.NIP {
			return id, nil
		}
	}
	if len(held) > 0 {
		return "", rambu.Fault(rambu.Conflict, "roster.error.overlap").On("name")
	}
	person, err = p.Roster.AddPerson(system, person)
	if err != nil {
		return "", err
	}
	t.Person = person.ID
	_, err = p.Roster.StartTenure(system, t)
	return person.ID, err
}
