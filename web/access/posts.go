package access

import (
	"cmp"
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

// maySeePosts: the structure is public, but names beside it are for those who run it.
func maySeePosts(who rambu.Actor) error {
	if who.Is(rambu.RoleAdmin, rambu.RolePersonnel, rambu.RoleAuditor) {
		return nil
	}
	return rambu.Errorf(rambu.Forbidden, "posts are kept by the administrator and the personnel office")
}

type postsPage struct {
	ui.Frame

	Search  ui.Field
	Only    ui.Field
	Vacant  int
	MayEdit bool
	MayName bool
	Table   ui.Table
	Pages   ui.Pages
}

const postsPerPage = 50

func (p *Pages) showPosts(w http.ResponseWriter, r *http.Request) error {
	who, _ := current(r)
	err := maySeePosts(who)
	if err != nil {
		return err
	}
	all, err := p.Roster.Posts(r.Context(), roster.PostFilter{Institution: who.Institution})
	if err != nil {
		return err
	}
	ids := make([]roster.PostID, len(all))
	for i, post := range all {
		ids[i] = post.ID
	}
	holders, err := p.Roster.HoldersOf(r.Context(), who, ids, p.today(who.Region))
	if err != nil {
		return err
	}
	q := r.URL.Query()
	page := &postsPage{Frame: p.UI.Frame(r, "access.posts.title"), MayEdit: mayKeepPeople(who) == nil, MayName: p.Names != nil && mayName(who)}
	fm := p.UI.Form(&page.Frame, q)
	page.Search = fm.Text("cari", "access.posts.search")
	page.Search.Width = "20"
	page.Only = fm.Checks("kosong", "access.posts.filter", fm.Option("ya", "access.posts.only_vacant"))
	page.Only.Small = true
	var shown []roster.Post
	for _, post := range all {
		vacant := len(holders[post.ID]) == 0
		if vacant {
			page.Vacant++
		}
		if matches(post, holders[post.ID], q.Get("cari")) && (vacant || q.Get("kosong") == "") {
			shown = append(shown, post)
		}
	}
	// Vacant posts first: they are what has to be seen to.
	slices.SortStableFunc(shown, func(a, b roster.Post) int { return cmp.Compare(len(holders[a.ID]), len(holders[b.ID])) })
	shown = p.cut(page, q, shown)
	p.postsTable(page, shown, holders)
	return p.posts.Render(w, http.StatusOK, page)
}

// matches reports whether a post's title or a holder's name contains what was asked for.
func matches(post roster.Post, holders []roster.Holding, asked string) bool {
	asked = strings.ToLower(strings.TrimSpace(asked))
	if asked == "" || strings.Contains(strings.ToLower(post.Title), asked) {
		return true
	}
	return slices.ContainsFunc(holders, func(h roster.Holding) bool {
		return strings.Contains(strings.ToLower(h.Person.Name.String()), asked)
	})
}

// cut takes the page that was asked for out of the list and links to its neighbours.
func (p *Pages) cut(page *postsPage, q url.Values, shown []roster.Post) []roster.Post {
	n, _ := strconv.Atoi(q.Get("hal"))
	last := max(1, (len(shown)+postsPerPage-1)/postsPerPage)
	n = min(max(1, n), last)
	at := func(n int) string {
		to := url.Values{"hal": {strconv.Itoa(n)}}
		for _, name := range []string{"cari", "kosong"} {
			if v := q.Get(name); v != "" {
				to.Set(name, v)
			}
		}
		return "?" + to.Encode()
	}
	if n > 1 {
		page.Pages.Prev = at(n - 1)
	}
	if n < last {
		page.Pages.Next = at(n + 1)
	}
	page.Pages.Info = p.UI.T(page.Lang, "access.posts.page", "n", words.Number(page.Lang, n), "last", words.Number(page.Lang, last))
	return shown[(n-1)*postsPerPage : min(n*postsPerPage, len(shown))]
}

func (p *Pages) postsTable(page *postsPage, shown []roster.Post, holders map[roster.PostID][]roster.Holding) {
	t := func(key string) string { return p.UI.T(page.Lang, key) }
	page.Table = ui.Table{Caption: t("access.posts.table"), Empty: t("access.posts.empty"), Columns: []ui.Column{
		{Text: t("access.posts.post")}, {Text: t("access.posts.holder")}, {Text: t("access.posts.period")}, {Text: t("access.users.state")},
	}}
	for _, post := range shown {
		row := []ui.Cell{{Text: post.Title, Href: postPath(post.ID)}, {Text: "–"}, {Text: "–"}, {Badge: &ui.Badge{Look: ui.LookLate, Text: t("access.posts.vacant")}}}
		if hs := holders[post.ID]; len(hs) > 0 {
			names := make([]string, len(hs))
			for i, h := range hs {
				names[i] = strings.TrimSpace(h.Tenure.Mode.Prefix() + " " + h.Person.Name.String())
			}
			row[1].Text = strings.Join(names, "; ")
			row[2].Text = p.period(page.Lang, hs[0].Tenure)
			row[3].Badge = p.tenureBadge(page.Lang, hs[0].Tenure)
		}
		page.Table.Rows = append(page.Table.Rows, row)
	}
}

func postPath(id roster.PostID) string {
	return "/jabatan/" + (&url.URL{Path: string(id)}).EscapedPath()
}

func (p *Pages) period(lang words.Lang, t roster.Tenure) string {
	to := p.UI.T(lang, "access.posts.open")
	if t.To != "" {
		to = words.ShortDate(lang, t.To)
	}
	return words.ShortDate(lang, t.From) + " – " + to
}

func (p *Pages) tenureBadge(lang words.Lang, t roster.Tenure) *ui.Badge {
	switch {
	case t.Contested:
		return &ui.Badge{Look: ui.LookWaiting, Text: p.UI.T(lang, "access.posts.contested")}
	case t.Mode.Acting():
		return &ui.Badge{Look: ui.LookProgress, Text: p.UI.T(lang, "access.mode."+string(t.Mode))}
	}
	return &ui.Badge{Look: ui.LookDone, Text: p.UI.T(lang, "access.mode."+string(t.Mode))}
}

type postPage struct {
	ui.Frame

	Post                         roster.Post
	History                      []tenureLine
	MayEdit                      bool
	Search, Person, Mode         ui.Field
	From, To, Decree, DecreeDate ui.Field
	Contested                    ui.Field
	Found                        bool
	Vacant                       bool // nobody holds it today
	Asked                        string
	AddHref                      string // where somebody who is not on the list is entered
}

type tenureLine struct {
	ID, Version      string
	Who, When, Paper string
	Badge            *ui.Badge
	Open             bool
	End              ui.Field
}

func (p *Pages) showPost(w http.ResponseWriter, r *http.Request) error {
	return p.renderPost(w, r, roster.PostID(r.PathValue("post")), nil, r.URL.Query())
}

func (p *Pages) renderPost(w http.ResponseWriter, r *http.Request, id roster.PostID, problem error, values url.Values) error {
	who, _ := current(r)
	err := maySeePosts(who)
	if err != nil {
		return err
	}
	post, err := p.Roster.Post(r.Context(), id)
	if err != nil {
		return err
	}
	if post.Institution != who.Institution {
		return rambu.Errorf(rambu.NotFound, "post of another institution")
	}
	history, err := p.Roster.History(r.Context(), who, id)
	if err != nil {
		return err
	}
	f, status := p.framed(r, "access.post.title", problem)
	page := &postPage{Frame: f, Post: post, MayEdit: who.Is(rambu.RoleAdmin, rambu.RolePersonnel), Asked: strings.TrimSpace(values.Get("cari"))}
	if r.URL.Query().Has("selesai") {
		page.Flash = p.UI.T(page.Lang, "access.account.done")
	}
	page.AddHref = "/orang/baru?" + url.Values{"untuk": {string(id)}, "nama": {page.Asked}}.Encode()
	today := p.today(who.Region)
	page.Vacant = !slices.ContainsFunc(history, func(h roster.Holding) bool { return h.Tenure.On(today) })
	fm := p.UI.Form(&page.Frame, values)
	for _, h := range history {
		page.History = append(page.History, p.tenureLine(page.Lang, fm, h))
	}
	err = p.tenureFields(r, page, fm)
	if err != nil {
		return err
	}
	return p.post.Render(w, status, page)
}

func (p *Pages) tenureLine(lang words.Lang, fm *ui.Form, h roster.Holding) tenureLine {
	t := h.Tenure
	line := tenureLine{
		ID: t.ID, Version: strconv.FormatInt(t.Version, 10), Who: strings.TrimSpace(t.Mode.Prefix() + " " + h.Person.Name.String()),
		When: p.period(lang, t), Paper: t.Decree.Number, Badge: p.tenureBadge(lang, t), Open: t.To == "",
	}
	if t.Decree.Date != "" {
		line.Paper += ", " + words.ShortDate(lang, t.Decree.Date)
	}
	line.End = fm.Date("to-"+t.ID, "access.post.end")
	return line
}

func (p *Pages) tenureFields(r *http.Request, page *postPage, fm *ui.Form) error {
	page.Search = fm.Text("cari", "access.invite.search")
	page.Search.Width = "20"
	options, err := p.peopleOptions(r, page.Asked)
	if err != nil {
		return err
	}
	page.Found = len(options) > 0
	page.Person = fm.Radios("person", "access.post.person", options...)
	var modes []ui.Option
	for _, m := range roster.Modes() {
		modes = append(modes, fm.Option(string(m), "access.mode."+string(m)))
	}
	page.Mode = fm.Radios("mode", "access.post.mode", modes...)
	page.Mode.Small = true
	page.From, page.To = fm.Date("from", "access.post.from"), fm.Date("to", "access.post.to")
	page.Decree = fm.Text("decree", "access.post.decree")
	page.DecreeDate = fm.Date("decree_date", "access.post.decree_date")
	page.Contested = fm.Checks("contested", "access.post.dispute", fm.Option("ya", "access.post.contested"))
	page.Contested.Small = true
	return nil
}

func (p *Pages) startTenure(w http.ResponseWriter, r *http.Request) error {
	in, err := ui.Read(w, r)
	if err != nil {
		return err
	}
	who, _ := current(r)
	t := roster.Tenure{
		Post: roster.PostID(in.Values.Get("post")), Person: roster.PersonID(in.Values.Get("person")), Mode: roster.Mode(in.Values.Get("mode")),
		From: in.Date("from"), To: in.Date("to"), Contested: in.Values.Get("contested") == "ya",
		Decree: roster.Decree{Number: in.Text("decree", 120), Date: in.Date("decree_date")},
	}
	err = in.Err()
	if err == nil {
		_, err = p.Roster.StartTenure(who, t)
	}
	return p.afterTenure(w, r, t.Post, err, in.Values)
}

func (p *Pages) endTenure(w http.ResponseWriter, r *http.Request) error {
	in, err := ui.Read(w, r)
	if err != nil {
		return err
	}
	who, _ := current(r)
	id := in.Values.Get("id")
	on := in.Date("to-" + id)
	version, _ := strconv.ParseInt(in.Values.Get("version"), 10, 64)
	err = in.Err()
	if err == nil && on == "" {
		in.Fault("to-"+id, "roster.error.to")
		err = in.Err()
	}
	if err == nil {
		err = p.Roster.EndTenure(who, id, on, version)
	}
	return p.afterTenure(w, r, roster.PostID(in.Values.Get("post")), err, in.Values)
}

func (p *Pages) afterTenure(w http.ResponseWriter, r *http.Request, post roster.PostID, err error, values url.Values) error {
	return p.afterPost(w, r, post, err, func(err error) error { return p.renderPost(w, r, post, err, values) })
}

// afterPost returns to a post's page, or shows a form again with what is wrong.
func (p *Pages) afterPost(w http.ResponseWriter, r *http.Request, post roster.PostID, err error, again func(error) error) error {
	if p.mine(r, err) {
		return again(err)
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, postPath(post)+"?selesai", http.StatusSeeOther) //nolint:gosec // always below /jabatan/
	return nil
}
