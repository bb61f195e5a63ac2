package access

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"rambu.id"
	"rambu.id/access"
	"rambu.id/internal/words"
	"rambu.id/roster"
	"rambu.id/seal"
	"rambu.id/web/ui"
)

type usersPage struct {
	ui.Frame

	Table   ui.Table
	Manages bool
	Pages   ui.Pages
}

// stateLook is the badge of an account's state.
func (p *Pages) stateBadge(lang words.Lang, s access.State) *ui.Badge {
	look := map[access.State]ui.Look{
		access.Invited: ui.LookWaiting, access.Active: ui.LookDone, access.Locked: ui.LookStopped, access.Revoked: ui.LookStopped,
	}[s]
	return &ui.Badge{Look: look, Text: p.UI.T(lang, "access.state."+string(s))}
}

const usersPerPage = 50

func (p *Pages) showUsers(w http.ResponseWriter, r *http.Request) error {
	who, _ := current(r)
	all, err := p.Access.List(r.Context(), who, access.Filter{After: r.URL.Query().Get("sesudah"), Limit: usersPerPage + 1})
	if err != nil {
		return err
	}
	held, err := p.Access.HeldBy(r.Context(), who)
	if err != nil {
		return err
	}
	page := &usersPage{Frame: p.UI.Frame(r, "access.users.title"), Manages: who.Is(rambu.RoleAdmin)}
	if len(all) > usersPerPage {
		all = all[:usersPerPage]
		page.Pages.Next = "?" + url.Values{"sesudah": {all[len(all)-1].Login}}.Encode()
	}
	people, err := p.Roster.People(r.Context(), who, personsOf(all))
	if err != nil {
		return err
	}
	t := func(key string) string { return p.UI.T(page.Lang, key) }
	page.Table = ui.Table{Caption: t("access.users.accounts"), Empty: t("access.users.empty"), Columns: []ui.Column{
		{Text: t("access.signin.login")}, {Text: t("access.users.person")}, {Text: t("access.users.keys")}, {Text: t("access.users.state")},
	}}
	for _, a := range all {
		page.Table.Rows = append(page.Table.Rows, []ui.Cell{
			{Text: a.Login, Href: "/pengguna/" + a.ID},
			{Text: p.nameOf(page.Lang, people, a)},
			{Text: p.kindNames(page.Lang, held[a.KeyID])},
			{Badge: p.stateBadge(page.Lang, a.State)},
		})
	}
	return p.users.Render(w, http.StatusOK, page)
}

func personsOf(all []access.Account) []roster.PersonID {
	var out []roster.PersonID
	for _, a := range all {
		if a.Person != "" {
			out = append(out, roster.PersonID(a.Person))
		}
	}
	return out
}

func (p *Pages) nameOf(lang words.Lang, people map[roster.PersonID]roster.Person, a access.Account) string {
	if person, ok := people[roster.PersonID(a.Person)]; ok {
		return person.Name.String()
	}
	return p.UI.T(lang, "access.users.no_person")
}

func (p *Pages) kindNames(lang words.Lang, kinds []seal.Kind) string {
	names := make([]string, len(kinds))
	for i, k := range kinds {
		names[i] = p.UI.T(lang, "access.kind."+string(k))
	}
	if len(names) == 0 {
		return "–"
	}
	return strings.Join(names, ", ")
}

type invitePage struct {
	ui.Frame

	Search, Login ui.Field
	Person        ui.Field
	Found         bool
	Asked         string
}

// maxFound is how many people a search offers.
const maxFound = 20

func (p *Pages) invitePage(r *http.Request, err error, values url.Values) (*invitePage, int, error) {
	who, _ := current(r)
	if !who.Is(rambu.RoleAdmin) {
		return nil, 0, rambu.Errorf(rambu.Forbidden, "accounts are made by the administrator")
	}
	f, status := p.framed(r, "access.invite.title", err)
	page := &invitePage{Frame: f, Asked: strings.TrimSpace(values.Get("cari"))}
	fm := p.UI.Form(&page.Frame, values)
	page.Search = fm.Text("cari", "access.invite.search")
	page.Search.Width = "20"
	page.Login = fm.Text("login", "access.invite.login")
	page.Login.Width = "20"
	options, err := p.peopleOptions(r, page.Asked)
	if err != nil {
		return nil, 0, err
	}
	page.Found = len(options) > 0
	page.Person = fm.Radios("person", "access.invite.person", options...)
	return page, status, nil
}

// peopleOptions offers the people of the institution whose name or NIP was asked for.
func (p *Pages) peopleOptions(r *http.Request, asked string) ([]ui.Option, error) {
	if asked == "" {
		return nil, nil
	}
	who, _ := current(r)
	people, err := p.Roster.FindPeople(r.Context(), who, asked, maxFound)
	if err != nil {
		return nil, err
	}
	out := make([]ui.Option, len(people))
	for i, person := range people {
		out[i] = ui.Option{Value: string(person.ID), Text: person.Name.String(), Hint: string(person.NIP)}
	}
	return out, nil
}

func (p *Pages) showInvite(w http.ResponseWriter, r *http.Request) error {
	page, status, err := p.invitePage(r, nil, r.URL.Query())
	if err != nil {
		return err
	}
	return p.invite.Render(w, status, page)
}

func (p *Pages) doInvite(w http.ResponseWriter, r *http.Request) error {
	in, err := ui.Read(w, r)
	if err != nil {
		return err
	}
	who, _ := current(r)
	login := in.Required("login", 64, "access.error.login")
	person, err := p.knownPerson(r, in.Values.Get("person"))
	if err != nil {
		return err
	}
	if person == "" {
		in.Fault("person", "access.error.person")
	}
	var a access.Account
	var token string
	err = in.Err()
	if err == nil {
		a, token, err = p.Access.Invite(r.Context(), who, access.InviteIn{Institution: who.Institution, Region: who.Region, Person: person, Login: login})
	}
	if p.mine(r, err) {
		page, status, err := p.invitePage(r, err, in.Values)
		if err != nil {
			return err
		}
		return p.invite.Render(w, status, page)
	}
	if err != nil {
		return err
	}
	return p.showLink(w, r, a, token)
}

// knownPerson returns the id when that person is on the actor's own roster, else "".
func (p *Pages) knownPerson(r *http.Request, id string) (string, error) {
	who, _ := current(r)
	people, err := p.Roster.People(r.Context(), who, []roster.PersonID{roster.PersonID(id)})
	if err != nil {
		return "", err
	}
	person, ok := people[roster.PersonID(id)]
	if !ok || person.Institution != who.Institution {
		return "", nil
	}
	return id, nil
}

type linkPage struct {
	ui.Frame

	Account access.Account
	Link    string
	Until   string
}

// showLink shows a set-up link, the only time it can be seen.
func (p *Pages) showLink(w http.ResponseWriter, r *http.Request, a access.Account, token string) error {
	page := &linkPage{Frame: p.UI.Frame(r, "access.link.title"), Account: a, Link: p.BaseURL + "/mulai/" + token}
	page.Secret = true
	page.Until = p.moment(page.Lang, a.Region, a.SetupUntil)
	return p.link.Render(w, http.StatusOK, page)
}

type userPage struct {
	ui.Frame

	Account            access.Account
	Rows               []ui.Row
	Manages, Own       bool
	Give, Take         ui.Field
	CanGive, CanTake   bool
	Recovery           ui.Field
	Locked, Gone, Live bool
}

func (p *Pages) showUser(w http.ResponseWriter, r *http.Request) error {
	return p.renderUser(w, r, nil, nil)
}

func (p *Pages) renderUser(w http.ResponseWriter, r *http.Request, problem error, values url.Values) error {
	who, _ := current(r)
	a, err := p.Access.Find(r.Context(), who, r.PathValue("id"))
	if err != nil {
		return err
	}
	f, status := p.framed(r, "access.user.title", problem)
	page := &userPage{
		Frame: f, Account: a, Manages: who.Is(rambu.RoleAdmin), Own: a.ID == who.Account,
		Locked: a.State == access.Locked, Gone: a.State == access.Revoked, Live: a.State == access.Active,
	}
	if r.URL.Query().Has("selesai") {
		page.Flash = p.UI.T(page.Lang, "access.account.done")
	}
	err = p.fillUser(r, page, values)
	if err != nil {
		return err
	}
	return p.user.Render(w, status, page)
}

func (p *Pages) fillUser(r *http.Request, page *userPage, values url.Values) error {
	who, _ := current(r)
	a := page.Account
	people, err := p.Roster.People(r.Context(), who, personsOf([]access.Account{a}))
	if err != nil {
		return err
	}
	posts, err := p.postsOf(r, a)
	if err != nil {
		return err
	}
	held, err := p.Access.HeldBy(r.Context(), who)
	if err != nil {
		return err
	}
	t := func(key string) string { return p.UI.T(page.Lang, key) }
	page.Rows = []ui.Row{
		{Key: t("access.signin.login"), Value: a.Login},
		{Key: t("access.users.person"), Value: p.nameOf(page.Lang, people, a)},
		{Key: t("access.user.posts"), Value: posts},
		{Key: t("access.users.state"), Badge: p.stateBadge(page.Lang, a.State)},
		{Key: t("access.users.keys"), Value: p.kindNames(page.Lang, held[a.KeyID])},
	}
	fm := p.UI.Form(&page.Frame, values)
	var give, take []ui.Option
	own := held[p.ownKey(r)]
	for _, k := range access.Kinds() {
		o := ui.Option{Value: string(k), Text: t("access.kind." + string(k))}
		if slices.Contains(held[a.KeyID], k) {
			if page.Manages || slices.Contains(own, k) {
				take = append(take, o)
			}
			continue
		}
		if slices.Contains(own, k) {
			give = append(give, o)
		}
	}
	page.Give, page.CanGive = fm.Radios("kind", "access.user.give", give...), len(give) > 0 && page.Live && !page.Own
	page.Take, page.CanTake = fm.Radios("kind", "access.user.take", take...), len(take) > 0
	page.Recovery = fm.Text("code", "access.user.recovery")
	page.Recovery.Value = ""
	return nil
}

// ownKey is the key id of the signed-in account.
func (p *Pages) ownKey(r *http.Request) string {
	_, session := current(r)
	return session.Account.KeyID
}

// postsOf names the posts an account's person holds today.
func (p *Pages) postsOf(r *http.Request, a access.Account) (string, error) {
	if a.Person == "" {
		return "–", nil
	}
	return p.heldBy(r, roster.PersonID(a.Person))
}

// heldBy names the posts a person holds today, "–" for none.
func (p *Pages) heldBy(r *http.Request, person roster.PersonID) (string, error) {
	who, _ := current(r)
	held, err := p.Roster.PostsOf(r.Context(), who, person, p.today(who.Region))
	if err != nil {
		return "", err
	}
	var names []string
	for _, h := range held {
		names = append(names, h.Title())
	}
	if len(names) == 0 {
		return "–", nil
	}
	return strings.Join(names, "\n"), nil
}

func (p *Pages) today(region string) rambu.Date { return p.Calendar.Today(region, p.Legal.Now()) }

// act runs one change of an account and returns to its page.
func (p *Pages) act(w http.ResponseWriter, r *http.Request, change func(who rambu.Actor, id string, in *ui.Input) error) error {
	in, err := ui.Read(w, r)
	if err != nil {
		return err
	}
	who, _ := current(r)
	id := r.PathValue("id")
	err = change(who, id, in)
	if p.mine(r, err) {
		return p.renderUser(w, r, err, in.Values)
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/pengguna/"+url.PathEscape(id)+"?selesai", http.StatusSeeOther)
	return nil
}

func (p *Pages) reinvite(w http.ResponseWriter, r *http.Request) error {
	who, _ := current(r)
	a, token, err := p.Access.Reinvite(r.Context(), who, r.PathValue("id"))
	if p.mine(r, err) {
		return p.renderUser(w, r, err, nil)
	}
	if err != nil {
		return err
	}
	return p.showLink(w, r, a, token)
}

func (p *Pages) lock(w http.ResponseWriter, r *http.Request) error {
	return p.act(w, r, func(who rambu.Actor, id string, in *ui.Input) error {
		if in.Values.Get("buka") != "" {
			return p.Access.Unlock(r.Context(), who, id)
		}
		return p.Access.Lock(r.Context(), who, id)
	})
}

func (p *Pages) revoke(w http.ResponseWriter, r *http.Request) error {
	return p.act(w, r, func(who rambu.Actor, id string, _ *ui.Input) error { return p.Access.Revoke(r.Context(), who, id) })
}

func (p *Pages) giveKey(w http.ResponseWriter, r *http.Request) error {
	return p.act(w, r, func(who rambu.Actor, id string, in *ui.Input) error {
		return p.Access.GiveKey(r.Context(), who, id, seal.Kind(in.Values.Get("kind")))
	})
}

func (p *Pages) takeKey(w http.ResponseWriter, r *http.Request) error {
	return p.act(w, r, func(who rambu.Actor, id string, in *ui.Input) error {
		return p.Access.TakeKey(r.Context(), who, id, seal.Kind(in.Values.Get("kind")))
	})
}

func (p *Pages) recover(w http.ResponseWriter, r *http.Request) error {
	return p.act(w, r, func(who rambu.Actor, id string, in *ui.Input) error {
		_, err := p.Access.Recover(r.Context(), who, in.Values.Get("code"), id)
		return err
	})
}
