// Package casefile serves Bawaslu's desk: what has to be done, reports that came in, cases by
// their deadlines, and one case from its checklist to the answer.
package casefile

import (
	"context"
	"embed"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"rambu.id"
	"rambu.id/access"
	"rambu.id/casefile"
	"rambu.id/evidence"
	"rambu.id/intake"
	"rambu.id/internal/words"
	"rambu.id/law"
	"rambu.id/procedure"
	"rambu.id/web/ui"
)

//go:embed *.html
var files embed.FS

// Deps are what the pages stand on.
type Deps struct {
	Desk      *casefile.Desk
	Intake    *intake.Desk
	Evidence  *evidence.Room
	Procedure *procedure.Service
	UI        *ui.Renderer
	// Href is the page of an object whose clock runs, "" for one without a page. Cases are known;
	// this names the rest. nil: none.
	Href func(object string) string
	// Names says whom matters of another room are about, for an officer who may open them; the
	// reading is logged there. Its answer is nil for one who opens none. nil: none.
	Names func(r *http.Request, who rambu.Actor, objects []string) (map[string]string, error)
	// LetInto is the first clock of each matter of another room that the officer was let into. nil: none.
	LetInto func(r *http.Request, who rambu.Actor) ([]procedure.Clock, error)
	// Waiting lists what waits for the officer outside cases: letters, studies to open. nil: none.
	Waiting func(r *http.Request, who rambu.Actor) ([]ui.Task, error)
	// Renew reports whether the officer's institution still works with the keys of its founding,
	// and he is one of those who end that. nil: nobody.
	Renew func(ctx context.Context, who rambu.Actor) (bool, error)
}

// Pages are the pages of the desk.
type Pages struct {
	Deps
	tasks, board, show, reports, report, form, setting *ui.Page
	openings, ask, opening, reporter, clean            *ui.Page
}

// New makes the pages.
func New(d Deps) *Pages {
	desk := func(names ...string) *ui.Page { return d.UI.Parse(files, ui.LayoutDesk, append(names, "head.html")...) }
	return &Pages{
		Deps: d, tasks: desk("tasks.html"), board: desk("board.html"), show: desk("show.html"),
		reports: desk("reports.html"), report: desk("report.html"), form: desk("form.html"), setting: desk("setting.html"),
		openings: desk("openings.html"), ask: desk("ask.html"), opening: desk("opening.html"), reporter: desk("reporter.html"), clean: desk("clean.html"),
	}
}

// Routes mounts the pages; all of them are for officers who signed in.
func (p *Pages) Routes(mux *http.ServeMux) {
	for pattern, h := range map[string]ui.HandlerFunc{
		"GET /tugas":                        p.showTasks,
		"GET /perkara":                      p.showBoard,
		"GET /perkara/{id}":                 p.showCase,
		"GET /perkara/{id}/bukti/{exhibit}": p.exhibit,
		"GET /laporan-masuk":                p.showReports,
		"GET /laporan-masuk/{id}":           p.showReport,
		"POST /laporan-masuk/{id}/tanda":    p.doSigned,
		"POST /laporan-masuk/{id}/mulai":    p.doBegin,
		"GET /perkara-pengaturan":           p.showSetting,
		"POST /perkara-pengaturan":          p.doSetting,
		"POST /laporan-masuk/{id}/pesan":    p.doMessage,

		"GET /perkara/{id}/bukti/{exhibit}/salinan":  p.showClean,
		"POST /perkara/{id}/bukti/{exhibit}/salinan": p.doClean,

		"GET /laporan-masuk/{id}/identitas":  p.showAsk,
		"POST /laporan-masuk/{id}/identitas": p.doAsk,
		"GET /identitas":                     p.showOpenings,
		"GET /identitas/{id}":                p.showOpening,
		"POST /identitas/{id}/putusan":       p.doDecide,
		"POST /identitas/{id}/buka":          p.doReveal,
	} {
		mux.Handle(pattern, p.UI.Handle(h))
	}
	for path, f := range forms() {
		mux.Handle("GET /perkara/{id}/"+path, p.UI.Handle(p.showForm(f)))
		mux.Handle("POST /perkara/{id}/"+path, p.UI.Handle(p.doForm(f)))
	}
}

// call is one request of a signed-in officer.
type call struct {
	p    *Pages
	w    http.ResponseWriter
	r    *http.Request
	who  rambu.Actor
	lang words.Lang
	id   string // of the case or report in the address
}

func (p *Pages) call(w http.ResponseWriter, r *http.Request) (*call, error) {
	who, _, err := access.From(r.Context())
	return &call{p: p, w: w, r: r, who: who, lang: ui.Lang(r), id: r.PathValue("id")}, err
}

// t is a text of the catalogue in the reader's language.
func (c *call) t(key string, args ...string) string { return c.p.UI.T(c.lang, key, args...) }

// at is the frame of a page that a form of another address can show too: its links lead to the
// page's own.
func (c *call) at(path, title string) ui.Frame {
	f := c.p.UI.Frame(c.r, title)
	if c.r.Method == http.MethodPost {
		f.Path = path
	}
	return f
}

// pick chooses between the two texts of the law pack.
func (c *call) pick(id, en string) string {
	if c.lang == words.EN && en != "" {
		return en
	}
	return id
}

func (c *call) day(d rambu.Date) string {
	if d == "" {
		return "–"
	}
	return words.ShortDate(c.lang, d)
}

// when writes an instant in the officer's zone.
func (c *call) when(at time.Time) string {
	cal := c.p.Procedure.Calendar()
	zone, err := cal.Zone(c.who.Region)
	if err != nil {
		zone.Letters = ""
	}
	return words.DateTime(c.lang, cal.Local(c.who.Region, at), zone.Letters)
}

func (c *call) today() rambu.Date { return c.p.Desk.Today(c.who) }

// href is an address inside a case.
func href(id string, parts ...string) string {
	return "/perkara/" + strings.Join(append([]string{id}, parts...), "/")
}

func (c *call) redirect(target string) error {
	http.Redirect(c.w, c.r, target, http.StatusSeeOther)
	return nil
}

// mine reports whether an error belongs on the form it came from.
func (c *call) mine(err error) bool {
	_, ok := c.p.UI.Problems(c.lang, err)
	return ok
}

// state is the name of a state in the law pack.
func (c *call) state(s casefile.State) string {
	pr, _ := c.p.Desk.Pack().Procedure(casefile.Procedure)
	st, ok := pr.State(string(s))
	if !ok {
		return unknown(string(s))
	}
	return c.pick(st.LabelID, st.LabelEN)
}

// step names what a step of the procedure brought: a state, or an event that left the state as it was.
func (c *call) step(id string) string {
	pr, _ := c.p.Desk.Pack().Procedure(casefile.Procedure)
	i := slices.IndexFunc(pr.Events, func(e law.Event) bool { return e.ID == id })
	if i < 0 {
		return c.state(casefile.State(id))
	}
	return c.pick(pr.Events[i].LabelID, pr.Events[i].LabelEN)
}

// unknown marks an id that the law pack has no words for, as the catalogue marks a missing sentence: the
// tests of the pages look for it.
func unknown(id string) string { return "⟦" + id + "⟧" }

// badge is the look of a state.
func (c *call) badge(s casefile.State) ui.Badge {
	look, ok := map[casefile.State]ui.Look{
		casefile.Received: ui.LookNew, casefile.Tip: ui.LookNew, casefile.Incomplete: ui.LookWaiting, casefile.MoreAsked: ui.LookWaiting,
		casefile.Refused: ui.LookStopped, casefile.Discontinued: ui.LookStopped, casefile.NotProven: ui.LookStopped,
		casefile.Withdrawn: ui.LookStopped, casefile.Forwarded: ui.LookDone, casefile.Announced: ui.LookDone,
	}[s]
	if !ok {
		look = ui.LookProgress
	}
	return ui.Badge{Look: look, Text: c.state(s)}
}

// number is how a case is called: its register number, or the end of its id before.
func (c *call) number(k casefile.Case) string {
	if k.Registered() {
		return k.Register
	}
	return c.t("casefile.unregistered", "id", strings.ToUpper(k.ID[len(k.ID)-6:]))
}

// subject is the name of a subject class.
func (c *call) subject(id string) string {
	s, ok := c.p.Desk.Pack().Subject(id)
	if !ok {
		return id
	}
	return c.pick(s.NameID, s.NameEN)
}

// act is the short text of an act of the catalogue.
func (c *call) act(code string) string {
	a, ok := c.p.Desk.Pack().Act(code)
	if !ok {
		return code
	}
	return code + " – " + c.pick(a.ShortID, a.ShortEN)
}

// class is the name of a class of acts.
func (c *call) class(k law.Class) string {
	r, ok := c.p.Desk.Pack().ClassRule(k)
	if !ok {
		return ""
	}
	return c.pick(r.NameID, r.NameEN)
}

// names are the officers of the institution by account.
type names map[string]casefile.Colleague

// post is the title of a post whose holder is known, else its address inside the institution.
func (n names) post(address string) string {
	for _, c := range n {
		if c.Post == address {
			return c.Title
		}
	}
	_, local, _ := strings.Cut(address, "/")
	return local
}

func (n names) name(account string) string {
	if c, ok := n[account]; ok {
		return c.Name
	}
	return account
}

func (c *call) colleagues() ([]casefile.Colleague, names, error) {
	list, err := c.p.Desk.Colleagues(c.r.Context(), c.who)
	by := names{}
	for _, o := range list {
		by[o.Account] = o
	}
	return list, by, err
}

func itoa(n int) string { return strconv.Itoa(n) }

// columns heads a table.
func (c *call) columns(keys ...string) []ui.Column {
	out := make([]ui.Column, len(keys))
	for i, k := range keys {
		out[i].Text = c.t(k)
	}
	return out
}
