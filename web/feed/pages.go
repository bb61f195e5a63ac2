// Package feed serves the calendar of a post: the address under which a calendar program reads
// it, the page where an officer makes and revokes that address, and one meeting as a file.
package feed

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"html/template"
	"net/http"
	"strings"
	"sync"
	"time"

	"rambu.id"
	"rambu.id/internal/ical"
	"rambu.id/internal/words"
	"rambu.id/meeting/feed"
	"rambu.id/web/ui"
)

//go:embed *.html
var files embed.FS

// Deps are what the pages stand on.
type Deps struct {
	Desk    *feed.Desk
	UI      *ui.Renderer
	BaseURL string // of the instance; "" takes the address that was asked
	HTTPS   bool
	Machine rambu.Clock
	// Actor is who is signed in; Unauthenticated when nobody is.
	Actor func(*http.Request) (rambu.Actor, error)
}

// Pages are the pages of calendars.
type Pages struct {
	Deps
	mine, made *ui.Page

	mu   sync.Mutex
	seen map[string]version // by address: what was served last, in memory only
}

// version is a state of a feed and since when we know it.
type version struct {
	tag   string
	since time.Time
}

// New makes the pages.
func New(d Deps) *Pages {
	return &Pages{
		Deps: d, mine: d.UI.Parse(files, ui.LayoutDesk, "mine.html"), made: d.UI.Parse(files, ui.LayoutDesk, "made.html"),
		seen: map[string]version{},
	}
}

// Routes mounts the pages of officers, and the address that calendar programs ask.
func (p *Pages) Routes(mux, public *http.ServeMux) {
	public.Handle("GET /kalender/{file}", p.UI.Handle(p.subscribe))
	mux.Handle("GET /kalender", p.UI.Handle(p.showMine))
	mux.Handle("POST /kalender/buat", p.UI.Handle(p.create))
	mux.Handle("POST /kalender/cabut", p.UI.Handle(p.revoke))
	mux.Handle("GET /rapat/{id}/kalender.ics", p.UI.Handle(p.one))
}

// suffix ends the address, because calendar programs look for it.
const suffix = ".ics"

// subscribe answers a calendar program. Its address is the key, so nothing else is asked; a wrong
// one says no more than any address that does not exist.
func (p *Pages) subscribe(w http.ResponseWriter, r *http.Request) error {
	secret, ok := strings.CutSuffix(r.PathValue("file"), suffix)
	if !ok {
		return rambu.Errorf(rambu.NotFound, "no such calendar")
	}
	c, err := p.Desk.Calendar(r.Context(), secret)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	err = c.Write(&b)
	if err != nil {
		return err
	}
	v := p.known(secret, b.Bytes())
	h := w.Header()
	h.Set("Content-Type", "text/calendar; charset=utf-8")
	h.Set("Content-Disposition", `inline; filename="rambu.ics"`)
	h.Set("Cache-Control", "private, no-cache")
	h.Set("ETag", v.tag)
	http.ServeContent(w, r, "", v.since, bytes.NewReader(b.Bytes()))
	return nil
}

// maxSeen bounds the memory of versions: beyond it all begin anew, which costs each program one
// whole answer.
const maxSeen = 4096

// known says since when a feed is as it is, as far as this program knows.
func (p *Pages) known(secret string, body []byte) version {
	sum := sha256.Sum256(body)
	tag := `"` + hex.EncodeToString(sum[:16]) + `"`
	key := sha256.Sum256([]byte(secret))
	p.mu.Lock()
	defer p.mu.Unlock()
	v, ok := p.seen[string(key[:])]
	if ok && v.tag == tag {
		return v
	}
	if len(p.seen) >= maxSeen {
		clear(p.seen)
	}
	// Whole seconds, rounded up: what a header carries must not be older than what it describes.
	since := p.Machine.Now().Add(time.Second - 1).Truncate(time.Second)
	if ok && !since.After(v.since) {
		since = v.since.Add(time.Second) // it changed twice within one second
	}
	v = version{tag, since}
	p.seen[string(key[:])] = v
	return v
}

type minePage struct {
	ui.Frame
	Rows   []ui.Row
	Has    bool
	Detail ui.Field
}

func (p *Pages) showMine(w http.ResponseWriter, r *http.Request) error {
	who, err := p.Actor(r)
	if err != nil {
		return err
	}
	return p.renderMine(w, r, who, http.StatusOK, nil)
}

func (p *Pages) renderMine(w http.ResponseWriter, r *http.Request, who rambu.Actor, status int, problems []ui.Problem) error {
	page := &minePage{Frame: p.UI.Frame(r, "feed.page.title")}
	page.Problems, page.Path = problems, "/kalender"
	l, err := p.Desk.Mine(r.Context(), who)
	if err != nil && (rambu.KindOf(err) != rambu.NotFound || who.Post == "") {
		return err
	}
	if err == nil {
		page.Has = true
		at, zone := p.Desk.Room.Local(who, l.CreatedAt)
		shows := "feed.page.times"
		if l.Detail {
			shows = "feed.page.details"
		}
		page.Rows = []ui.Row{
			{Key: p.UI.T(page.Lang, "feed.page.since"), Value: words.DateTime(page.Lang, at, zone)},
			{Key: p.UI.T(page.Lang, "feed.page.shows"), Value: p.UI.T(page.Lang, shows)},
		}
	}
	fm := p.UI.Form(&page.Frame, map[string][]string{"isi": {"lengkap"}})
	page.Detail = fm.Radios("isi", "feed.page.choose", fm.Option("lengkap", "feed.page.details"), fm.Option("waktu", "feed.page.times"))
	return p.mine.Render(w, status, page)
}

type madePage struct {
	ui.Frame
	Address string
	Open    template.URL // the same under the name that calendar programs listen to
	QR      template.URL
}

// create makes an address and shows it once.
func (p *Pages) create(w http.ResponseWriter, r *http.Request) error {
	who, err := p.Actor(r)
	if err != nil {
		return err
	}
	in, err := ui.Read(w, r)
	if err != nil {
		return err
	}
	shows := in.One("isi", "lengkap", "waktu")
	if shows == "" {
		in.Fault("isi", "ui.error.choose")
	}
	err = in.Err()
	if err != nil {
		problems, _ := p.UI.Problems(ui.Lang(r), err)
		return p.renderMine(w, r, who, ui.Status(err), problems)
	}
	secret, err := p.Desk.Create(r.Context(), who, shows == "lengkap", ui.Lang(r))
	if err != nil {
		return err
	}
	page := &madePage{Frame: p.UI.Frame(r, "feed.made.title"), Address: p.base(r) + "/kalender/" + secret + suffix}
	page.Secret, page.Path = true, "/kalender"
	_, rest, _ := strings.Cut(page.Address, "://")
	page.Open = template.URL("webcal://" + rest) //nolint:gosec // our own address
	page.QR, err = ui.QR(page.Address)
	if err != nil {
		return err
	}
	return p.made.Render(w, http.StatusOK, page)
}

func (p *Pages) revoke(w http.ResponseWriter, r *http.Request) error {
	who, err := p.Actor(r)
	if err != nil {
		return err
	}
	err = p.Desk.Revoke(r.Context(), who)
	if err != nil && rambu.KindOf(err) != rambu.NotFound {
		return err
	}
	http.Redirect(w, r, "/kalender", http.StatusSeeOther)
	return nil
}

// one gives a single meeting to a calendar program.
func (p *Pages) one(w http.ResponseWriter, r *http.Request) error {
	who, err := p.Actor(r)
	if err != nil {
		return err
	}
	c, err := p.Desk.One(r.Context(), who, r.PathValue("id"), ui.Lang(r))
	if err != nil {
		return err
	}
	return send(w, c)
}

func send(w http.ResponseWriter, c ical.Calendar) error {
	var b bytes.Buffer
	err := c.Write(&b)
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "text/calendar; charset=utf-8")
	h.Set("Content-Disposition", `attachment; filename="rapat.ics"`)
	h.Set("Cache-Control", "no-store")
	_, _ = w.Write(b.Bytes()) // whoever went away is not told
	return nil
}

// base is the address a calendar program reaches us by.
func (p *Pages) base(r *http.Request) string {
	switch {
	case p.BaseURL != "":
		return strings.TrimSuffix(p.BaseURL, "/")
	case p.HTTPS:
		return "https://" + r.Host
	}
	return "http://" + r.Host
}
