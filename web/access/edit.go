package access

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"rambu.id"
	"rambu.id/internal/words"
	"rambu.id/roster"
	"rambu.id/web/ui"
)

type editPage struct {
	ui.Frame

	Back                     string
	New                      bool
	Version                  int64
	Code, Title, Class, Unit ui.Field
	Search, Superior         ui.Field
	Roles                    string // what its holder may do; not changed here
	Place                    string
	Institution              string
	NobodyFound              string // what was searched for in vain
}

// edited finds the post a page is about; the zero Post for a new one.
func (p *Pages) edited(r *http.Request) (roster.Post, error) {
	who, _ := current(r)
	err := mayKeepPeople(who)
	id := roster.PostID(r.PathValue("post"))
	if err != nil || id == "" {
		return roster.Post{}, err
	}
	post, err := p.Roster.Post(r.Context(), id)
	if err == nil && post.Institution != who.Institution {
		err = rambu.Errorf(rambu.NotFound, "post of another institution")
	}
	return post, err
}

func (p *Pages) showEdit(w http.ResponseWriter, r *http.Request) error {
	return p.renderEdit(w, r, nil, nil)
}

func (p *Pages) renderEdit(w http.ResponseWriter, r *http.Request, problem error, typed url.Values) error {
	who, _ := current(r)
	post, err := p.edited(r)
	if err != nil {
		return err
	}
	title := "access.edit.title"
	if post.ID == "" {
		title = "access.edit.new"
	}
	f, status := p.framed(r, title, problem)
	page := &editPage{Frame: f, Back: "/jabatan", New: post.ID == "", Version: post.Version, Institution: who.Institution, Place: post.Place}
	if !page.New {
		page.Back = postPath(post.ID)
	}
	values := typed
	if values == nil {
		values = url.Values{"title": {post.Title}, "class": {string(post.Class)}, "unit": {post.Unit}, "superior": {string(post.Superior)}}
	} else if rambu.KindOf(problem) != rambu.Conflict {
		page.Version, _ = strconv.ParseInt(typed.Get("versi"), 10, 64)
	}
	var roles []string
	for _, role := range post.Roles {
		roles = append(roles, p.UI.T(page.Lang, "access.role."+string(role)))
	}
	page.Roles = strings.Join(roles, ", ")
	err = p.editFields(r, page, values)
	if err != nil {
		return err
	}
	return p.edit.Render(w, status, page)
}

func (p *Pages) editFields(r *http.Request, page *editPage, values url.Values) error {
	who, _ := current(r)
	fm := p.UI.Form(&page.Frame, values)
	page.Code, page.Title, page.Search = fm.Text("code", "access.edit.code"), fm.Text("title", "access.edit.name"), fm.Text("cari", "access.edit.search")
	page.Code.Width, page.Search.Width = "20", "20"
	classes := []ui.Option{{Text: p.UI.T(page.Lang, "access.person.choose")}}
	for _, class := range roster.PostClasses() {
		classes = append(classes, fm.Option(string(class), "access.post_class."+string(class)))
	}
	page.Class = fm.Select("class", "access.edit.class", classes...)
	units, err := p.Roster.Units(r.Context(), who.Institution)
	if err != nil {
		return err
	}
	options := []ui.Option{{Text: p.UI.T(page.Lang, "access.edit.no_unit")}}
	for _, u := range units {
		options = append(options, ui.Option{Value: u.ID, Text: u.Name})
	}
	page.Unit = fm.Select("unit", "access.edit.unit", options...)
	superiors, found, err := p.superiors(r, page.Lang, values)
	if err != nil {
		return err
	}
	page.Superior = fm.Radios("superior", "access.edit.superior", superiors...)
	page.Superior.Small = true
	if asked := strings.TrimSpace(values.Get("cari")); asked != "" && !found {
		page.NobodyFound = asked
	}
	return nil
}

// superiors offers the one chosen, what a search found, and none.
func (p *Pages) superiors(r *http.Request, lang words.Lang, values url.Values) ([]ui.Option, bool, error) {
	who, _ := current(r)
	out := []ui.Option{{Value: "", Text: p.UI.T(lang, "access.edit.no_superior")}}
	if chosen := values.Get("superior"); chosen != "" {
		title := chosen
		if post, err := p.Roster.Post(r.Context(), roster.PostID(chosen)); err == nil {
			title = post.Title
		}
		out = append([]ui.Option{{Value: chosen, Text: title}}, out...)
	}
	asked := strings.ToLower(strings.TrimSpace(values.Get("cari")))
	if asked == "" {
		return out, false, nil
	}
	all, err := p.Roster.Posts(r.Context(), roster.PostFilter{Institution: who.Institution})
	if err != nil {
		return nil, false, err
	}
	found := 0
	for _, post := range all {
		if found < maxFound && matches(post, nil, asked) {
			found++
			if string(post.ID) != values.Get("superior") {
				out = append(out, ui.Option{Value: string(post.ID), Text: post.Title})
			}
		}
	}
	return out, found > 0, nil
}

func (p *Pages) doEdit(w http.ResponseWriter, r *http.Request) error {
	in, err := ui.Read(w, r)
	if err != nil {
		return err
	}
	who, _ := current(r)
	post, err := p.edited(r)
	if err != nil {
		return err
	}
	if in.Values.Get("langkah") == "cari" {
		return p.renderEdit(w, r, nil, in.Values)
	}
	fresh := post.ID == ""
	if fresh {
		post.ID, post.Institution, post.Office = roster.PostID(who.Institution+"/"+strings.Trim(in.Text("code", 100), "/ ")), who.Institution, "pejabat"
	}
	post.Title, post.Class = in.Text("title", 200), roster.PostClass(in.Text("class", 40))
	post.Unit, post.Superior = in.Text("unit", 200), roster.PostID(in.Text("superior", 200))
	post.Version, _ = strconv.ParseInt(in.Values.Get("versi"), 10, 64)
	err = in.Err()
	switch {
	case err != nil:
	case fresh:
		err = p.Roster.AddPost(who, post)
	default:
		err = p.Roster.ChangePost(who, post)
	}
	return p.afterPost(w, r, post.ID, err, func(err error) error { return p.renderEdit(w, r, err, in.Values) })
}
