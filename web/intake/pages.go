// Package intake serves the public door: the front page, the report in five questions, the
// receipt code and the inbox. Every page works without JavaScript and without a cookie: answers
// travel in hidden fields, and what a page shows is never kept by the browser.
package intake

import (
	"context"
	"embed"
	"net/http"
	"net/netip"
	"strings"

	"rambu.id"
	"rambu.id/evidence"
	"rambu.id/intake"
	"rambu.id/law"
	"rambu.id/roster/region"
	"rambu.id/web/ui"
)

//go:embed *.html
var files embed.FS

// Office is the institution whose door this is.
type Office struct {
	Institution string // id
	Region      string // official code
	Name        string // "Bawaslu Kabupaten …"
}

// Deps are what the pages stand on.
type Deps struct {
	Desk    *intake.Desk
	UI      *ui.Renderer
	Pack    *law.Pack
	Regions *region.Index
	Office  Office
	Machine rambu.Clock // limits
	Legal   rambu.Clock // dates
	// Address reads the lines of the office's address, where a formal reporter comes to sign; nil or
	// none: the pages say how to find it.
	Address func(context.Context) ([]string, error)
	// Ask is the address of "Bolehkah saya?"; "": "/boleh".
	Ask string
	// Client tells where a request comes from, behind a proxy too; nil: the connection. It is
	// used for limits, in memory only, and never stored or logged.
	Client func(*http.Request) netip.Addr
}

// Pages are the pages of the public door.
type Pages struct {
	Deps
	gate *gate
	big  chan struct{} // a place for each large form that is being read

	address address

	home, before, safety, ask, check, code, done, door, inbox *ui.Page
	codes                                                     *ui.Stencil
}

// New makes the pages.
func New(d Deps) *Pages {
	if d.Ask == "" {
		d.Ask = "/boleh"
	}
	if d.Client == nil {
		d.Client = remote
	}
	page := func(names ...string) *ui.Page { return d.UI.Parse(files, ui.LayoutPublic, names...) }
	p := &Pages{
		Deps: d, gate: newGate(d.Machine), big: make(chan struct{}, 2),
		home: page("home.html"), before: page("before.html"), safety: page("safety.html"), ask: page("ask.html", "form.html"),
		check: page("check.html", "form.html"), code: page("code.html", "form.html"), done: page("done.html", "form.html"),
		door: page("door.html"), inbox: page("inbox.html", "form.html"),
	}
	p.address = address{read: d.Address, clock: d.Machine}
	p.codes = d.UI.Stencil(p.code)
	return p
}

// Routes mounts the pages.
func (p *Pages) Routes(mux *http.ServeMux) {
	for pattern, h := range map[string]ui.HandlerFunc{
		"GET /{$}":                p.showHome,
		"GET /lapor":              p.showBefore,
		"POST /lapor":             p.start,
		"GET " + SafetyPath:       p.showSafety,
		"GET /lapor/{step}":       p.again,
		"POST /lapor/{step}":      p.answer,
		"POST /lapor/periksa":     p.change,
		"POST /lapor/kirim":       p.send,
		"POST /lapor/kode":        p.showCode,
		"POST /lapor/catat":       p.confirm,
		"POST /lapor/tanda":       p.proof,
		"GET /kotak-surat":        p.showDoor,
		"POST /kotak-surat":       p.showInbox,
		"POST /kotak-surat/balas": p.reply,
		"POST /kotak-surat/ubah":  p.tidy,
		"GET /kotak-surat/{rest}": p.showDoor,
	} {
		mux.Handle(pattern, p.UI.Handle(h))
	}
}

// MaxBody is the largest body of a request to these pages, for ui.Options.
func MaxBody(r *http.Request) int64 {
	switch {
	case !strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/form-data"):
		return maxForm
	case r.URL.Path == "/lapor/5" || r.URL.Path == "/kotak-surat/balas":
		return evidence.MaxFile*evidence.MaxFiles + 2*maxForm
	}
	return maxForm
}

func remote(r *http.Request) netip.Addr {
	a, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}
	}
	return a.Addr()
}
