// Package meeting serves a government's meetings: the list and the plan, the invitation, the
// door with its rotating code, the usher's list, who was there, the minutes, and what is still
// to be done.
package meeting

import (
	"bytes"
	"context"
	"embed"
	"io"
	"mime"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"time"

	"rambu.id"
	"rambu.id/internal/words"
	"rambu.id/meeting"
	"rambu.id/meeting/link"
	"rambu.id/meeting/paper"
	"rambu.id/roster"
	"rambu.id/web/gate"
	"rambu.id/web/ui"
)

//go:embed *.html
var files embed.FS

// Deps are what the pages stand on.
type Deps struct {
	Room   *meeting.Room
	Press  paper.Press
	UI     *ui.Renderer
	Roster *roster.Store
	// BaseURL is the address of the instance for the QR code; "" takes the one that was asked.
	BaseURL string
	HTTPS   bool
	// Order is the address that makes an instruction of a published decision; nil: none does.
	Order func(decision string) string
	// Links are the short links of invitations; nil: there are none.
	Links   *link.Desk
	Machine rambu.Clock // limits under short links
	// Client tells where a request comes from; nil: the connection. It is used for limits, in
	// memory only, and never stored or logged.
	Client func(*http.Request) netip.Addr
	// Coincides says what meetings at one place fall together with of the election; nil: nothing.
	Coincides func(r *http.Request, who rambu.Actor, place string, all ...meeting.Session) ([]ui.Coincidence, error)
	// Record is the address that enters a meeting into the agenda, "" for whoever may not.
	Record func(who rambu.Actor, id string) string
	// Bearer is the holder of a post's printed code, who has no account; nil: there are none.
	Bearer func(ctx context.Context, code string) (rambu.Actor, error)
	// Actor is who is signed in; Unauthenticated when nobody is.
	Actor func(*http.Request) (rambu.Actor, error)
}

// Pages are the pages of meetings.
type Pages struct {
	Deps
	gate *gate.Gate

	list, show, form, door, here, card, usher, minutes, follow, matrix, review, link *ui.Page
}

// New makes the pages.
func New(d Deps) *Pages {
	if d.Client == nil {
		d.Client = gate.Remote
	}
	desk := func(name string) *ui.Page { return d.UI.Parse(files, ui.LayoutDesk, name) }
	return &Pages{
		Deps: d, gate: gate.New(d.Machine), link: d.UI.Parse(files, ui.LayoutPublic, "link.html"), list: desk("list.html"), show: desk("show.html"), form: desk("form.html"), door: desk("door.html"),
		here: desk("here.html"), card: d.UI.Parse(files, ui.LayoutPublic, "here.html"), usher: desk("usher.html"), minutes: desk("minutes.html"), follow: desk("follow.html"),
		matrix: desk("matrix.html"), review: desk("review.html"),
	}
}

// Routes mounts the pages.
func (p *Pages) Routes(mux *http.ServeMux) {
	for pattern, h := range map[string]ui.HandlerFunc{
		"GET /rapat":                     p.showList,
		"GET /rapat/tindak-lanjut":       p.showFollow,
		"GET /rapat/matriks":             p.showMatrix,
		"GET /rapat/{id}":                p.showMeeting,
		"POST /rapat/{id}/kirim":         p.act(p.Room.Send),
		"POST /rapat/{id}/buka":          p.act(unversioned(p.Room.OpenDoor)),
		"POST /rapat/{id}/tutup":         p.act(unversioned(p.Room.Close)),
		"POST /rapat/{id}/tanya":         p.act(p.Room.AskReplies),
		"POST /rapat/{id}/tautan":        p.act(p.makeLink),
		"POST /rapat/{id}/tautan/cabut":  p.act(p.endLink),
		"GET /rapat/{id}/pintu":          p.showDoor,
		"GET /rapat/{id}/hadir":          p.showHere,
		"POST /rapat/{id}/hadir":         p.doHere,
		"POST /rapat/{id}/hadir/jawab":   p.doReply,
		"GET /rapat/{id}/hadir/alasan":   p.showExplain,
		"POST /rapat/{id}/hadir/alasan":  p.doExplain,
		"GET /rapat/{id}/daftar":         p.showUsher,
		"POST /rapat/{id}/daftar":        p.doUsher,
		"GET /rapat/{id}/daftar.csv":     p.showSheet,
		"POST /rapat/{id}/daftar/unggah": p.doSheet,
		"GET /rapat/{id}/daftar.pdf":     p.pdf(p.Press.Attendance),
		"GET /rapat/{id}/presensi.pdf":   p.roll,
		"GET /rapat/{id}/notulen":        p.showMinutes,
		"POST /rapat/{id}/notulen":       p.doMinutes,
		"GET /rapat/{id}/notulen.pdf":    p.pdf(p.Press.Minutes),
		"POST /rapat/{id}/notulen/ubah":  p.moveMinutes,
		"GET /rapat/{id}/tinjauan":       p.showReview,
		"GET /rapat/{id}/dokumen/{file}": p.sendPaper,
	} {
		mux.Handle(pattern, p.UI.Handle(h))
	}
	p.exports(mux)
	mux.HandleFunc("GET /rapat/{id}/luring.js", offline)
	for path, s := range steps() {
		mux.Handle("GET "+path, p.UI.Handle(p.showStep(s)))
		mux.Handle("POST "+path, p.UI.Handle(p.doStep(s)))
	}
}

// Public mounts what whoever has a short link reads, and what the door asks of somebody without an account. known reports whether a browser
// was signed in here; signedIn serves those.
func (p *Pages) Public(mux *http.ServeMux, known func(*http.Request) bool, signedIn http.Handler) {
	mux.Handle("POST /hadir/{id}", p.UI.Handle(p.doCard))
	if p.Links != nil {
		mux.Handle("GET /u/{short}", p.UI.Handle(p.showLink))
		mux.Handle("POST /u/{short}", p.UI.Handle(p.doLink))
		mux.Handle("GET /u/{short}/undangan.ics", p.UI.Handle(p.linkFile(p.calendarOf)))
		mux.Handle("GET /u/{short}/undangan.pdf", p.UI.Handle(p.linkFile(p.pageOf)))
	}
	card := p.UI.Handle(p.showCard)
	mux.Handle("GET /rapat/{id}/hadir", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if p.Bearer == nil || known(r) {
			signedIn.ServeHTTP(w, r)
			return
		}
		card.ServeHTTP(w, r)
	}))
}

// Big reports whether a request may carry a paper: give it a body limit of excuse.MaxFile plus
// 1 MiB for the form around it.
func Big(r *http.Request) bool {
	path, ok := strings.CutPrefix(r.URL.Path, "/rapat/")
	return ok && r.Method == http.MethodPost && (strings.HasSuffix(path, "/hadir/alasan") || strings.Contains(path, "/peserta/") &&
		(strings.HasSuffix(path, "/alasan") || strings.HasSuffix(path, "/koreksi")))
}

// sendPaper sends the paper behind a reason. It is always saved, never shown: what others attached
// must not run as a page of ours.
func (p *Pages) sendPaper(w http.ResponseWriter, r *http.Request) error {
	who, err := p.Actor(r)
	if err != nil {
		return err
	}
	f, body, err := p.Room.ReadFile(r.Context(), who, r.PathValue("id"), r.PathValue("file"))
	if err != nil {
		return err
	}
	defer body.Close()
	h := w.Header()
	h.Set("Content-Type", "application/octet-stream")
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": f.Name}))
	h.Set("Cache-Control", "no-store")
	ui.NoCompression(w)
	h.Set("Content-Length", strconv.FormatInt(f.Size, 10))
	_, err = io.Copy(w, body)
	return err
}

// call is one request of a signed-in officer.
type call struct {
	p    *Pages
	r    *http.Request
	who  rambu.Actor
	lang words.Lang
	v    *meeting.View // nil outside a meeting
	seat *meeting.Seat // of a form that needs no office key

	paper *meeting.File // of the form, nil for none
}

func (p *Pages) call(r *http.Request) (*call, error) {
	who, err := p.Actor(r)
	return &call{p: p, r: r, who: who, lang: ui.Lang(r)}, err
}

// meeting is a request about one meeting, opened.
func (p *Pages) meeting(r *http.Request) (*call, error) {
	c, err := p.call(r)
	if err != nil {
		return nil, err
	}
	c.v, err = p.Room.Get(r.Context(), c.who, r.PathValue("id"))
	return c, err
}

// seated is a request about the actor's own part in a meeting. It needs no office key.
func (p *Pages) seated(r *http.Request) (*call, error) {
	c, err := p.call(r)
	if err != nil {
		return nil, err
	}
	c.seat, err = p.Room.Seat(r.Context(), c.who, r.PathValue("id"))
	return c, err
}

func (c *call) t(key string, args ...string) string { return c.p.UI.T(c.lang, key, args...) }

// pick chooses between the two languages of the law pack.
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
	return words.Date(c.lang, d)
}

// clock is a time of day with the letters of its zone, "–" for none.
func (c *call) clock(at time.Time) string {
	if at.IsZero() {
		return "–"
	}
	local, zone := c.p.Room.Local(c.who, at)
	return words.Time(c.lang, local, zone)
}

// when is the day and the hours of a meeting.
func (c *call) when(s meeting.Session) string {
	start, _ := c.p.Room.Local(c.who, s.Start)
	return c.t("meeting.when", "day", c.day(s.On), "from", words.Time(c.lang, start, ""), "until", c.clock(s.End))
}

// held names a post as it is held: title, and name when it is known.
func (c *call) held(h meeting.Held) string {
	switch {
	case h.Contested:
		return h.Title + " – " + c.t("meeting.held.contested")
	case h.Vacant:
		return h.Title + " – " + c.t("meeting.held.vacant")
	case h.Name != "":
		return h.Title + " – " + h.Name
	}
	return h.Title
}

// state names how far a meeting is.
func (c *call) state(s meeting.Session) ui.Badge {
	b := ui.Badge{Look: ui.LookNew, Text: c.t("meeting.state." + string(s.State))}
	switch s.State {
	case meeting.Planned:
	case meeting.Invited:
		b.Look = ui.LookWaiting
	case meeting.DoorOpen:
		b.Look = ui.LookProgress
	case meeting.Closed:
		b.Look = ui.LookDone
		if !s.Final(c.p.Room.Today(c.who)) {
			b = ui.Badge{Look: ui.LookWaiting, Text: c.t("meeting.state.not_final")}
		}
	case meeting.Cancelled:
		b.Look = ui.LookStopped
	}
	return b
}

// unsent marks a meeting that nobody has been told of yet.
func (c *call) unsent() ui.Badge {
	return ui.Badge{Look: ui.LookSoon, Text: c.t("meeting.state.unsent")}
}

// presence names what became of an invitation.
func (c *call) presence(p meeting.Presence) ui.Badge {
	b := ui.Badge{Look: ui.LookNew, Text: c.t("meeting.presence." + string(p))}
	switch p.Group() {
	case meeting.GroupHolder:
		b.Look = ui.LookDone
	case meeting.GroupStandIn:
		b.Look = ui.LookProgress
	case meeting.GroupExplained:
		b.Look = ui.LookStopped
	case meeting.GroupUnexplained:
		b.Look = ui.LookSoon
	case meeting.GroupOpen:
	}
	return b
}

// delivery names how far the copy of a post has come.
func (c *call) delivery(i meeting.Invitee) string {
	if key := paper.Delivery(c.v, i); key != "" {
		return c.t(key)
	}
	return "–"
}

// act runs a button of a meeting and returns to it, with the fault when it could not be.
func (p *Pages) act(do func(r context.Context, who rambu.Actor, id string) error) ui.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) error {
		c, err := p.meeting(r)
		if err != nil {
			return err
		}
		err = do(r.Context(), c.who, c.v.ID)
		if err == nil {
			http.Redirect(w, r, "/rapat/"+c.v.ID, http.StatusSeeOther)
			return nil
		}
		problems, mine := p.UI.Problems(c.lang, err)
		if !mine {
			return err
		}
		return p.renderMeeting(w, c, ui.Status(err), problems)
	}
}

// unversioned is an operation that any version will do for: a button says what is wanted.
func unversioned(do func(r context.Context, who rambu.Actor, id string, version int64) error) func(context.Context, rambu.Actor, string) error {
	return func(r context.Context, who rambu.Actor, id string) error { return do(r, who, id, 0) }
}

// roll is the list to sign at the door; its codes lead back to where it was asked for.
func (p *Pages) roll(w http.ResponseWriter, r *http.Request) error {
	base := p.base(r)
	return p.pdf(func(ctx context.Context, who rambu.Actor, id string, w io.Writer) error {
		return p.Press.Roll(ctx, who, id, base, w)
	})(w, r)
}

// pdf serves a printed paper of a meeting.
func (p *Pages) pdf(write func(r context.Context, who rambu.Actor, id string, w io.Writer) error) ui.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) error {
		c, err := p.call(r)
		if err != nil {
			return err
		}
		var b bytes.Buffer
		err = write(r.Context(), c.who, r.PathValue("id"), &b)
		if err != nil {
			return err
		}
		h := w.Header()
		h.Set("Content-Type", "application/pdf")
		h.Set("Content-Disposition", `inline; filename="`+url.PathEscape(r.PathValue("id"))+`.pdf"`)
		h.Set("Cache-Control", "no-store")
		_, _ = w.Write(b.Bytes()) // whoever went away is not told
		return nil
	}
}

func itoa(n int) string { return strconv.Itoa(n) }
