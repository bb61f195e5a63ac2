package access

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"rambu.id"
	"rambu.id/internal/words"
	"rambu.id/roster"
	"rambu.id/web/ui"
)

// mayKeepPeople: the list of people is kept by the administrator and the personnel office.
func mayKeepPeople(who rambu.Actor) error {
	if who.Is(rambu.RoleAdmin, rambu.RolePersonnel) {
		return nil
	}
	return rambu.Errorf(rambu.Forbidden, "people are kept by the administrator and the personnel office")
}

type peoplePage struct {
	ui.Frame

	Search ui.Field
	Table  ui.Table
	More   bool // there are more than are shown
}

const peopleShown = 50

// showPeople finds people of the institution by name or NIP; without a question it shows the
// first ones.
func (p *Pages) showPeople(w http.ResponseWriter, r *http.Request) error {
	who, _ := current(r)
	err := mayKeepPeople(who)
	if err != nil {
		return err
	}
	q := r.URL.Query()
	found, err := p.Roster.FindPeople(r.Context(), who, q.Get("cari"), peopleShown+1)
	if err != nil {
		return err
	}
	page := &peoplePage{Frame: p.UI.Frame(r, "access.people.title"), More: len(found) > peopleShown}
	if q.Has("selesai") {
		page.Flash = p.UI.T(page.Lang, "access.account.done")
	}
	page.Search = p.UI.Form(&page.Frame, q).Text("cari", "access.invite.search")
	page.Search.Width = "20"
	t := func(key string) string { return p.UI.T(page.Lang, key) }
	page.Table = ui.Table{Caption: t("access.people.table"), Empty: t("access.people.empty"), Columns: []ui.Column{
		{Text: t("access.users.person")}, {Text: t("access.person.nip")}, {Text: t("access.person.class")},
	}}
	for _, person := range found[:min(len(found), peopleShown)] {
		nip := person.NIP.String()
		if nip == "" {
			nip = "–"
		}
		page.Table.Rows = append(page.Table.Rows, []ui.Cell{
			{Text: person.Name.String(), Href: "/orang/" + string(person.ID)}, {Text: nip}, {Text: p.className(page.Lang, person.Class)},
		})
	}
	return p.people.Render(w, http.StatusOK, page)
}

// className is what the law pack calls a class of persons.
func (p *Pages) className(lang words.Lang, class roster.SubjectClass) string {
	s, ok := p.Access.Pack.Subject(string(class))
	switch {
	case !ok:
		return string(class)
	case lang == words.EN && s.NameEN != "":
		return s.NameEN
	}
	return s.NameID
}

type personPage struct {
	ui.Frame

	Back               string
	For                string // the post whose holder is being entered, "" for none
	Version            int64  // 0: a new person
	Before, Name, Tail ui.Field
	NIP, Class         ui.Field
	Posts              string // what he holds today
}

func (p *Pages) showPerson(w http.ResponseWriter, r *http.Request) error {
	return p.renderPerson(w, r, nil, nil)
}

// person finds who a page is about; the zero Person for a new one.
func (p *Pages) person(r *http.Request) (roster.Person, error) {
	who, _ := current(r)
	err := mayKeepPeople(who)
	id := roster.PersonID(r.PathValue("id"))
	if err != nil || id == "" {
		return roster.Person{}, err
	}
	found, err := p.Roster.People(r.Context(), who, []roster.PersonID{id})
	if err == nil && found[id].Institution != who.Institution {
		err = rambu.Errorf(rambu.NotFound, "no such person of the institution")
	}
	return found[id], err
}

func (p *Pages) renderPerson(w http.ResponseWriter, r *http.Request, problem error, typed url.Values) error {
	who, _ := current(r)
	person, err := p.person(r)
	if err != nil {
		return err
	}
	title := "access.person.new"
	if person.ID != "" {
		title = "access.person.change"
	}
	f, status := p.framed(r, title, problem)
	page := &personPage{Frame: f, Back: "/orang", Version: person.Version, For: p.ownPost(who, r.FormValue("untuk"))}
	if page.For != "" {
		page.Back = postPath(roster.PostID(page.For))
	}
	values := typed
	if values == nil {
		values = url.Values{
			"before": {person.Name.Before}, "name": {person.Name.Name}, "after": {person.Name.After}, "nip": {person.NIP.String()}, "class": {string(person.Class)},
		}
		if person.ID == "" {
			values.Set("name", r.URL.Query().Get("nama"))
		}
	} else if rambu.KindOf(problem) != rambu.Conflict { // after a conflict sending it again is a choice
		page.Version, _ = strconv.ParseInt(typed.Get("versi"), 10, 64)
	}
	fm := p.UI.Form(&page.Frame, values)
	page.Before, page.Name, page.Tail = fm.Text("before", "access.person.before"), fm.Text("name", "access.person.name"), fm.Text("after", "access.person.after")
	page.NIP = fm.Text("nip", "access.person.nip")
	page.Before.Width, page.Tail.Width, page.NIP.Width, page.NIP.Mode = "10", "20", "20", "numeric"
	options := []ui.Option{{Text: p.UI.T(page.Lang, "access.person.choose")}}
	for _, class := range roster.Employments() {
		options = append(options, ui.Option{Value: string(class), Text: p.className(page.Lang, class)})
	}
	page.Class = fm.Select("class", "access.person.class", options...)
	if person.ID != "" {
		page.Posts, err = p.heldBy(r, person.ID)
		if err != nil {
			return err
		}
	}
	return p.entry.Render(w, status, page)
}

// ownPost is a post's address when it is one of the actor's institution, else "".
func (p *Pages) ownPost(who rambu.Actor, address string) string {
	if strings.HasPrefix(address, who.Institution+"/") {
		return address
	}
	return ""
}

func (p *Pages) doPerson(w http.ResponseWriter, r *http.Request) error {
	in, err := ui.Read(w, r)
	if err != nil {
		return err
	}
	who, _ := current(r)
	person, err := p.person(r)
	if err != nil {
		return err
	}
	person.Name = roster.Name{Before: in.Text("before", 40), Name: in.Text("name", 150), After: in.Text("after", 80)}
	if person.Name.Name == "" {
		in.Fault("name", "roster.error.name")
	}
	person.Class = roster.SubjectClass(in.One("class", classNames()...))
	person.NIP, err = roster.ParseNIP(in.Text("nip", 40))
	if e, ok := errors.AsType[*rambu.Error](err); ok && person.NIP != "" {
		in.Fault("nip", e.Key)
		person.NIP = ""
	}
	if person.Class == "" {
		in.Fault("class", "access.person.class_needed")
	}
	err = in.Err()
	switch {
	case err != nil:
	case person.ID == "":
		person, err = p.Roster.AddPerson(who, person)
	default:
		person.Version, _ = strconv.ParseInt(in.Values.Get("versi"), 10, 64)
		person, err = p.Roster.ChangePerson(who, person)
	}
	if p.mine(r, err) {
		return p.renderPerson(w, r, err, in.Values)
	}
	if err != nil {
		return err
	}
	q := url.Values{"cari": {person.Name.Name}}
	if post := p.ownPost(who, in.Values.Get("untuk")); post != "" {
		http.Redirect(w, r, postPath(roster.PostID(post))+"?"+q.Encode(), http.StatusSeeOther)
		return nil
	}
	q.Set("selesai", "")
	http.Redirect(w, r, "/orang?"+q.Encode(), http.StatusSeeOther)
	return nil
}

func classNames() []string {
	all := roster.Employments()
	out := make([]string, len(all))
	for i, c := range all {
		out[i] = string(c)
	}
	slices.Sort(out)
	return out
}
