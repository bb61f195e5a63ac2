// Package directive serves the directives of a government: what has come to a post, how to write
// and send one, how far it has come, and the public page under a short link where a village head
// without an account says that he has read it.
package directive

import (
	"embed"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"time"

	"rambu.id"
	"rambu.id/directive"
	"rambu.id/internal/sheet"
	"rambu.id/internal/words"
	"rambu.id/roster"
	"rambu.id/web/gate"
	"rambu.id/web/guard"
	"rambu.id/web/ui"
)

//go:embed *.html
var files embed.FS

// Deps are what the pages stand on.
type Deps struct {
	Desk    *directive.Desk
	UI      *ui.Renderer
	Roster  *roster.Store
	Machine rambu.Clock // limits
	// Actor is who is signed in; Unauthenticated when nobody is.
	Actor func(*http.Request) (rambu.Actor, error)
	// Client tells where a request comes from; nil: the connection. It is used for limits, in
	// memory only, and never stored or logged.
	Client func(*http.Request) netip.Addr
}

// Pages are the pages of directives.
type Pages struct {
	Deps
	gate *gate.Gate

	inbox, issued, write, show, cover, pass, told, proof, withdraw, codes, sheet, public, annex *ui.Page
}

// New makes the pages.
func New(d Deps) *Pages {
	if d.Client == nil {
		d.Client = gate.Remote
	}
	desk := func(names ...string) *ui.Page { return d.UI.Parse(files, ui.LayoutDesk, names...) }
	return &Pages{
		Deps: d, gate: gate.New(d.Machine),
		inbox: desk("inbox.html"), issued: desk("issued.html"), write: desk("write.html"), show: desk("show.html", "text.html"),
		cover: desk("cover.html"), pass: desk("pass.html"), told: desk("told.html"), proof: desk("proof.html"),
		withdraw: desk("withdraw.html"), codes: desk("codes.html"), sheet: d.UI.Parse(files, ui.LayoutPrint, "sheet.html"),
		annex:  desk("annex.html"),
		public: d.UI.Parse(files, ui.LayoutPublic, "public.html", "text.html"),
	}
}

// Routes mounts the pages of officers, and the page under a short link for whoever has it.
func (p *Pages) Routes(mux, public *http.ServeMux) {
	public.Handle("GET /a/{short}", p.UI.Handle(p.showPublic))
	public.Handle("POST /a/{short}", p.UI.Handle(p.doPublic))
	public.Handle("GET /a/{short}/lampiran", p.UI.Handle(p.sendPublicAnnex))
	for pattern, h := range map[string]ui.HandlerFunc{
		"GET /arahan":                      p.showInbox,
		"GET /arahan/keluar":               p.showIssued,
		"GET /arahan/tulis":                p.showWrite,
		"POST /arahan/tulis":               p.doWrite,
		"GET /arahan/kode":                 p.showCodes,
		"POST /arahan/kode":                p.doCodes,
		"GET /arahan/{id}":                 p.showOne, // also {id}.pdf
		"GET /arahan/{id}/ubah":            p.showRevise,
		"POST /arahan/{id}/ubah":           p.doRevise,
		"GET /arahan/{id}/ganti":           p.showReplace,
		"POST /arahan/{id}/ganti":          p.doReplace,
		"GET /arahan/{id}/lampiran":        p.showAnnex,
		"POST /arahan/{id}/lampiran":       p.doAnnex,
		"POST /arahan/{id}/lampiran/hapus": p.dropAnnex,
		"GET /arahan/{id}/lampiran/berkas": p.sendAnnex,
		"POST /arahan/{id}/kirim":          p.doSend,
		"POST /arahan/{id}/batal":          p.doDrop,
		"GET /arahan/{id}/cabut":           p.showWithdraw,
		"POST /arahan/{id}/cabut":          p.doWithdraw,
		"POST /arahan/{id}/baca":           p.doAcknowledge,
		"GET /arahan/{id}/teruskan":        p.showPass,
		"POST /arahan/{id}/teruskan":       p.doPass,
		"GET /arahan/{id}/langsung":        p.showTold,
		"POST /arahan/{id}/langsung":       p.doTold,
		"GET /arahan/{id}/bukti":           p.showProof,
		"POST /arahan/{id}/bukti":          p.doProof,
		"GET /arahan/{id}/bukti/{file}":    p.sendProof,
		"GET /arahan/{id}/sebaran":         p.showCover,
	} {
		mux.Handle(pattern, p.UI.Handle(h))
	}
	for _, f := range sheet.Formats() {
		mux.Handle("GET /arahan/{id}/sebaran."+string(f), p.UI.Handle(p.export(f)))
	}
}

// Big reports whether a request may carry a file: give it a body limit of directive.MaxFile plus
// 1 MiB for the form around it.
func Big(r *http.Request) bool {
	return r.Method == http.MethodPost && strings.HasPrefix(r.URL.Path, "/arahan/") && (strings.HasSuffix(r.URL.Path, "/bukti") || strings.HasSuffix(r.URL.Path, "/lampiran"))
}

func (p *Pages) guard() guard.Guard { return guard.Guard{UI: p.UI, Checker: p.Desk.Guard} }

// call is one request of a signed-in officer.
type call struct {
	p    *Pages
	r    *http.Request
	who  rambu.Actor
	lang words.Lang
	o    *directive.Opened // nil outside a directive

	vacant map[string]bool // posts nobody holds, on the page of how far it has come
}

func (p *Pages) call(r *http.Request) (*call, error) {
	who, err := p.Actor(r)
	return &call{p: p, r: r, who: who, lang: ui.Lang(r)}, err
}

// one is a request about one directive, opened.
func (p *Pages) one(r *http.Request) (*call, error) {
	c, err := p.call(r)
	if err != nil {
		return nil, err
	}
	c.o, err = p.Desk.Get(r.Context(), c.who, r.PathValue("id"))
	return c, err
}

func (c *call) t(key string, args ...string) string { return c.p.UI.T(c.lang, key, args...) }

func (c *call) day(d rambu.Date) string {
	if d == "" {
		return "–"
	}
	return words.ShortDate(c.lang, d)
}

func (c *call) when(at time.Time) string { return c.p.when(c.lang, c.who.Region, at) }

// when writes an instant in the zone of a region.
func (p *Pages) when(lang words.Lang, region string, at time.Time) string {
	cal := p.Desk.Procedure.Calendar()
	zone, err := cal.Zone(region)
	if err != nil {
		zone.Letters = ""
	}
	return words.DateTime(lang, cal.Local(region, at), zone.Letters)
}

// titles names posts by their addresses; one that is unknown is its own title.
func (c *call) titles(posts ...string) (func(string) string, error) {
	ids := make([]roster.PostID, len(posts))
	for i, post := range posts {
		ids[i] = roster.PostID(post)
	}
	known, err := c.p.Roster.PostsByID(c.r.Context(), ids)
	return func(post string) string {
		if k, ok := known[roster.PostID(post)]; ok {
			return k.Title
		}
		return post
	}, err
}

// title is the heading of a directive; one that is sealed to the officer has none.
func (c *call) title(o directive.Opened) string {
	if o.Body.Title == "" {
		return c.t("directive.list.sealed")
	}
	return o.Body.Title
}

func (c *call) state(s directive.State) ui.Badge {
	look := map[directive.State]ui.Look{
		directive.Draft: ui.LookNew, directive.InForce: ui.LookProgress, directive.Withdrawn: ui.LookStopped,
		directive.Replaced: ui.LookStopped, directive.Dropped: ui.LookStopped,
	}[s]
	return ui.Badge{Look: look, Text: c.t("directive.state." + string(s))}
}

// problems puts what is wrong with a form on its frame and returns the status.
func (p *Pages) problems(f *ui.Frame, err error) int {
	if err == nil {
		return http.StatusOK
	}
	f.Problems, _ = p.UI.Problems(f.Lang, err)
	return ui.Status(err)
}

// mine reports whether an error belongs to what was typed.
func (p *Pages) mine(r *http.Request, err error) bool {
	_, ok := p.UI.Problems(ui.Lang(r), err)
	return ok
}

// to answers with a directive's page. An id has no slash, so it stays on this site.
func to(w http.ResponseWriter, r *http.Request, id, rest string) error {
	http.Redirect(w, r, "/arahan/"+url.PathEscape(id)+rest, http.StatusSeeOther)
	return nil
}

// version is the version of the row the officer saw.
func version(in *ui.Input) int64 {
	n, err := strconv.ParseInt(in.Values.Get("versi"), 10, 64)
	if err != nil {
		return 0 // no row has it: a conflict
	}
	return n
}
