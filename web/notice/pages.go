// Package notice serves the page where an officer says where he wants to be told by e-mail, and
// the administrator's view of what became of the mails.
package notice

import (
	"embed"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"rambu.id"
	"rambu.id/calendar"
	"rambu.id/internal/queue"
	"rambu.id/internal/words"
	"rambu.id/notice"
	"rambu.id/web/ui"
)

//go:embed *.html
var files embed.FS

// Deps are what the pages stand on.
type Deps struct {
	Desk     *notice.Desk
	UI       *ui.Renderer
	Calendar *calendar.Calendar
	// Actor is who is signed in; Unauthenticated when nobody is.
	Actor func(*http.Request) (rambu.Actor, error)
}

// Pages are the pages of notices.
type Pages struct {
	Deps
	mine, all, one *ui.Page
}

// New makes the pages.
func New(d Deps) *Pages {
	desk := func(name string) *ui.Page { return d.UI.Parse(files, ui.LayoutDesk, name) }
	return &Pages{Deps: d, mine: desk("mine.html"), all: desk("all.html"), one: desk("one.html")}
}

// Routes mounts the pages.
func (p *Pages) Routes(mux *http.ServeMux) {
	for pattern, h := range map[string]ui.HandlerFunc{
		"GET /akun/surel":           p.showMine,
		"POST /akun/surel":          p.setAddress,
		"POST /akun/surel/pastikan": p.confirm,
		"POST /akun/surel/hapus":    p.remove,
		"GET /surel":                p.showAll,
		"POST /surel/uji":           p.tryOut,
		"GET /surel/{id}":           p.showOne,
		"POST /surel/{id}/lagi":     p.again,
	} {
		mux.Handle(pattern, p.UI.Handle(h))
	}
}

type minePage struct {
	ui.Frame
	Off, Has, Asked bool
	Rows            []ui.Row
	Code, Address   ui.Field
}

// flashes are what the addresses after an action may say.
func flashes() map[string]string {
	return map[string]string{
		"terkirim": "notice.mine.sent", "dipastikan": "notice.mine.done", "dihapus": "notice.mine.removed", "diuji": "notice.all.tried",
	}
}

func (p *Pages) flash(f *ui.Frame, r *http.Request) {
	for name, key := range flashes() {
		if r.URL.Query().Has(name) {
			f.Flash = p.UI.T(f.Lang, key)
		}
	}
}

func (p *Pages) showMine(w http.ResponseWriter, r *http.Request) error {
	return p.renderMine(w, r, nil, nil)
}

func (p *Pages) renderMine(w http.ResponseWriter, r *http.Request, typed url.Values, fault error) error {
	who, err := p.Actor(r)
	if err != nil {
		return err
	}
	page := &minePage{Frame: p.UI.Frame(r, "notice.mine.title"), Off: !p.Desk.On()}
	page.Path = "/akun/surel"
	p.flash(&page.Frame, r)
	status := http.StatusOK
	if fault != nil {
		page.Problems, _ = p.UI.Problems(page.Lang, fault)
		status = ui.Status(fault)
	}
	c, err := p.Desk.Mine(r.Context(), who)
	switch {
	case err == nil:
		page.Has, page.Asked = true, c.State == notice.Asked
		state := ui.Badge{Look: ui.LookDone, Text: p.UI.T(page.Lang, "notice.mine.confirmed")}
		if page.Asked {
			state = ui.Badge{Look: ui.LookWaiting, Text: p.UI.T(page.Lang, "notice.mine.asked")}
		}
		page.Rows = []ui.Row{
			{Key: p.UI.T(page.Lang, "notice.mine.address"), Value: c.Address},
			{Key: p.UI.T(page.Lang, "notice.mine.state"), Badge: &state},
		}
	case page.Off && rambu.KindOf(err) == rambu.Conflict, !page.Off && rambu.KindOf(err) == rambu.NotFound:
	default:
		return err
	}
	fm := p.UI.Form(&page.Frame, typed)
	page.Code, page.Address = fm.Text("kode", "notice.mine.code"), fm.Text("alamat", "notice.mine.address")
	page.Code.Width, page.Code.Auto, page.Address.Auto, page.Address.Mode = "20", "one-time-code", "email", "email"
	return p.mine.Render(w, status, page)
}

// done ends a step of the page: back with a word, or the page again with the fault.
func (p *Pages) done(w http.ResponseWriter, r *http.Request, typed url.Values, err error, word string) error {
	if err == nil {
		http.Redirect(w, r, "/akun/surel?"+word, http.StatusSeeOther)
		return nil
	}
	if _, mine := p.UI.Problems(ui.Lang(r), err); !mine {
		return err
	}
	return p.renderMine(w, r, typed, err)
}

func (p *Pages) setAddress(w http.ResponseWriter, r *http.Request) error {
	who, err := p.Actor(r)
	if err != nil {
		return err
	}
	in, err := ui.Read(w, r)
	if err != nil {
		return err
	}
	const most = 300
	address := in.Text("alamat", most)
	err = in.Err()
	if err == nil {
		err = p.Desk.SetAddress(r.Context(), who, address, ui.Lang(r))
	}
	return p.done(w, r, in.Values, err, "terkirim")
}

func (p *Pages) confirm(w http.ResponseWriter, r *http.Request) error {
	who, err := p.Actor(r)
	if err != nil {
		return err
	}
	in, err := ui.Read(w, r)
	if err != nil {
		return err
	}
	const most = 40
	return p.done(w, r, in.Values, p.Desk.ConfirmAddress(r.Context(), who, in.Text("kode", most)), "dipastikan")
}

func (p *Pages) remove(w http.ResponseWriter, r *http.Request) error {
	who, err := p.Actor(r)
	if err != nil {
		return err
	}
	err = p.Desk.RemoveAddress(r.Context(), who)
	if err != nil && rambu.KindOf(err) == rambu.NotFound {
		err = nil
	}
	return p.done(w, r, nil, err, "dihapus")
}

type allPage struct {
	ui.Frame
	Off    bool
	Down   string // why mail does not leave now
	Rows   []ui.Row
	Events ui.Table
}

func (p *Pages) showAll(w http.ResponseWriter, r *http.Request) error { return p.renderAll(w, r, nil) }

func (p *Pages) renderAll(w http.ResponseWriter, r *http.Request, fault error) error {
	who, err := p.Actor(r)
	if err != nil {
		return err
	}
	events, err := p.Desk.Events(r.Context(), who)
	if err != nil {
		return err
	}
	page := &allPage{Frame: p.UI.Frame(r, "notice.all.title"), Off: !p.Desk.On()}
	page.Path, page.Down = "/surel", p.Desk.Trouble(who)
	p.flash(&page.Frame, r)
	status := http.StatusOK
	if fault != nil {
		page.Problems, _ = p.UI.Problems(page.Lang, fault)
		status = ui.Status(fault)
	}
	if s := p.Desk.Server; s != nil {
		page.Rows = []ui.Row{
			{Key: p.UI.T(page.Lang, "notice.all.server"), Value: s.Address() + ", " + p.UI.T(page.Lang, "notice.all.way."+string(s.Mode))},
			{Key: p.UI.T(page.Lang, "notice.all.from"), Value: s.From},
		}
	}
	t := func(key string) string { return p.UI.T(page.Lang, key) }
	page.Events = ui.Table{Caption: t("notice.all.caption"), Empty: t("notice.all.none"), Columns: []ui.Column{
		{Text: t("notice.all.kind")}, {Text: t("notice.all.at")}, {Text: t("notice.all.recipients"), Num: true}, {Text: t("notice.all.result")},
	}}
	for _, e := range events {
		page.Events.Rows = append(page.Events.Rows, []ui.Cell{
			{Text: t("notice.kind." + string(e.Kind)), Href: "/surel/" + e.ID},
			{Text: p.moment(page.Lang, e.Event)},
			{Text: strconv.Itoa(e.Recipients)},
			{Text: p.results(page.Lang, e)},
		})
	}
	return p.all.Render(w, status, page)
}

func (p *Pages) moment(lang words.Lang, e notice.Event) string {
	letters := ""
	if z, err := p.Calendar.Zone(e.Region); err == nil {
		letters = z.Letters
	}
	return words.DateTime(lang, p.Calendar.Local(e.Region, e.CreatedAt), letters)
}

// order is how states are listed: what needs somebody first.
func order() []queue.State {
	return []queue.State{queue.Failed, queue.Unknown, queue.Waiting, queue.Claimed, queue.Handing, queue.Done, queue.Skipped}
}

func (p *Pages) results(lang words.Lang, e notice.Overview) string {
	var parts []string
	for _, s := range order() {
		if n := e.Counts[s]; n > 0 {
			parts = append(parts, p.UI.T(lang, "notice.state."+string(s))+": "+strconv.Itoa(n))
		}
	}
	if n := e.Gone(); n > 0 {
		parts = append(parts, p.UI.T(lang, "notice.all.gone", "days", strconv.Itoa(keepDays))+": "+strconv.Itoa(n))
	}
	return strings.Join(parts, "; ")
}

// keepDays is how long pages can say what became of a mail.
const keepDays = int(queue.Keep / (24 * time.Hour))

func (p *Pages) tryOut(w http.ResponseWriter, r *http.Request) error {
	who, err := p.Actor(r)
	if err != nil {
		return err
	}
	err = p.Desk.TryOut(r.Context(), who)
	if err == nil {
		http.Redirect(w, r, "/surel?diuji", http.StatusSeeOther)
		return nil
	}
	if _, mine := p.UI.Problems(ui.Lang(r), err); !mine {
		return err
	}
	return p.renderAll(w, r, err)
}

type onePage struct {
	ui.Frame
	ID, Kind, When string
	Unknown        bool
	Gone           string // when rows were removed
	Lines          []line
	More           string
}

// line is one recipient.
type line struct {
	ID, Post, Note string
	Badge          ui.Badge
	Again          bool
}

func (p *Pages) showOne(w http.ResponseWriter, r *http.Request) error {
	who, err := p.Actor(r)
	if err != nil {
		return err
	}
	e, list, err := p.Desk.Recipients(r.Context(), who, r.PathValue("id"), r.URL.Query().Get("sesudah"))
	if err != nil {
		return err
	}
	page := &onePage{Frame: p.UI.Frame(r, "notice.one.title"), ID: e.ID}
	page.Kind, page.When = p.UI.T(page.Lang, "notice.kind."+string(e.Kind)), p.moment(page.Lang, e)
	if len(list) == 0 && e.Recipients > 0 && !r.URL.Query().Has("sesudah") {
		page.Gone = p.UI.T(page.Lang, "notice.one.gone", "days", strconv.Itoa(keepDays), "n", words.Number(page.Lang, e.Recipients))
	}
	for _, told := range list {
		page.Lines = append(page.Lines, p.line(page.Lang, told))
		page.Unknown = page.Unknown || told.State == queue.Unknown
	}
	const full = 100
	if len(list) == full {
		page.More = "/surel/" + e.ID + "?" + url.Values{"sesudah": {list[len(list)-1].ID}}.Encode()
	}
	return p.one.Render(w, http.StatusOK, page)
}

func (p *Pages) line(lang words.Lang, told notice.Told) line {
	l := line{ID: told.ID, Post: told.Title, Note: told.Note, Again: told.State == queue.Failed || told.State == queue.Unknown}
	l.Badge = ui.Badge{Look: ui.LookWaiting, Text: p.UI.T(lang, "notice.state."+string(told.State))}
	switch told.State {
	case queue.Done:
		l.Badge.Look = ui.LookDone
	case queue.Failed:
		l.Badge.Look = ui.LookLate
	case queue.Unknown:
		l.Badge.Look = ui.LookSoon
	case queue.Skipped:
		l.Badge.Look, l.Note = ui.LookStopped, p.UI.T(lang, "notice.why."+told.Note)
	case queue.Waiting, queue.Claimed, queue.Handing:
	}
	if l.Post == "" {
		l.Post = told.Account // of a mail to an account, not to a post
	}
	return l
}

func (p *Pages) again(w http.ResponseWriter, r *http.Request) error {
	who, err := p.Actor(r)
	if err != nil {
		return err
	}
	in, err := ui.Read(w, r)
	if err != nil {
		return err
	}
	err = p.Desk.Again(r.Context(), who, r.PathValue("id"), in.Values.Get("baris"))
	if err != nil && rambu.KindOf(err) != rambu.Conflict { // it went on meanwhile: the page shows how
		return err
	}
	http.Redirect(w, r, "/surel/"+url.PathEscape(r.PathValue("id")), http.StatusSeeOther)
	return nil
}
