// Package letter serves the mail desk: lists of what came and what went, one letter with its
// body opened, its print view and PDF, and the public check of a printed letter.
package letter

import (
	"context"
	"embed"
	"net/http"
	"strings"
	"time"

	"rambu.id"
	"rambu.id/calendar"
	"rambu.id/internal/words"
	"rambu.id/letter"
	"rambu.id/web/ui"
)

//go:embed *.html
var files embed.FS

// Deps are what the pages stand on.
type Deps struct {
	Desk     *letter.Desk
	UI       *ui.Renderer
	Calendar *calendar.Calendar
	Legal    rambu.Clock
	// Actor is who is signed in; Unauthenticated when nobody is.
	Actor func(*http.Request) (rambu.Actor, error)
	// Titles names posts and institutions in words by their addresses; what it leaves out is
	// shown as its address.
	Titles func(ctx context.Context, addresses []string) (map[string]string, error)
	// Search finds posts and bodies of every institution by words of their titles; nil: none.
	Search func(ctx context.Context, text string) ([]Named, error)
	// Own lists the posts of the actor's institution that letters are signed by or come to; nil: none.
	Own func(ctx context.Context, who rambu.Actor) ([]Named, error)
	// Block proposes the signature block of a post on a day: "Plt. BUPATI X," and the holder's
	// name. nil proposes nothing.
	Block func(ctx context.Context, who rambu.Actor, post string, on rambu.Date) (letter.SignatureBlock, error)
	// Back is the page behind the list; "": "/meja".
	Back string
}

// Named is an addressee as people know it.
type Named struct {
	Address string // "pemda.18.01/bupati"
	Title   string // "Bupati Lampung Selatan"
	House   string // "Pemerintah Kabupaten Lampung Selatan", "" for a body itself
}

// Pages are the pages of letters.
type Pages struct {
	Deps
	list, show, sign, hand, cancel, register, record, write, paper, check, setting *ui.Page
}

// New makes the pages.
func New(d Deps) *Pages {
	if d.Back == "" {
		d.Back = "/meja"
	}
	desk := func(names ...string) *ui.Page { return d.UI.Parse(files, ui.LayoutDesk, names...) }
	return &Pages{
		Deps: d, list: desk("list.html"), show: desk("show.html", "body.html"), sign: desk("sign.html"), hand: desk("hand.html"),
		cancel: desk("cancel.html"), register: desk("register.html"), record: desk("record.html"), write: desk("write.html"),
		setting: desk("setting.html"),
		paper:   d.UI.Parse(files, ui.LayoutPrint, "print.html", "body.html"),
		check:   d.UI.Parse(files, ui.LayoutPublic, "check.html"),
	}
}

// Routes mounts the pages of officers, and the check of a printed letter, which is for whoever
// holds the paper.
func (p *Pages) Routes(mux, public *http.ServeMux) {
	public.Handle("GET /periksa-surat", p.UI.Handle(p.showCheck))
	for pattern, h := range map[string]ui.HandlerFunc{
		"GET /surat":                         p.showInbox,
		"GET /surat/keluar":                  p.showOutbox,
		"GET /surat/tulis":                   p.showWrite,
		"POST /surat/tulis":                  p.doWrite,
		"GET /surat/catat":                   p.showRegister,
		"POST /surat/catat":                  p.doRegister,
		"GET /surat/pengaturan":              p.showSetting,
		"POST /surat/pengaturan":             p.doSetting,
		"GET /surat/{id}":                    p.showLetter, // also {id}.pdf
		"GET /surat/{id}/ubah":               p.showChange,
		"POST /surat/{id}/ubah":              p.doChange,
		"GET /surat/{id}/cetak":              p.showPrint,
		"GET /surat/{id}/berkas/{file}":      p.showFile,
		"POST /surat/{id}/terima":            p.doAcknowledge,
		"POST /surat/{id}/selesai":           p.doFile,
		"POST /surat/{id}/kirim":             p.doSend,
		"GET /surat/{id}/tanda-tangan":       p.showSign,
		"POST /surat/{id}/tanda-tangan":      p.doSign,
		"GET /surat/{id}/tanda-tangan-luar":  p.showRecord,
		"POST /surat/{id}/tanda-tangan-luar": p.doRecord,
		"GET /surat/{id}/batal":              p.showCancel,
		"POST /surat/{id}/batal":             p.doCancel,
		"GET /surat/{id}/serah/{copy}":       p.showHand,
		"POST /surat/{id}/serah/{copy}":      p.doHand,
	} {
		mux.Handle(pattern, p.UI.Handle(h))
	}
}

// Big reports whether a request may carry a file: give it a body limit of letter.MaxFile plus
// 1 MiB for the form around it.
func Big(r *http.Request) bool {
	path := r.URL.Path
	return r.Method == http.MethodPost && strings.HasPrefix(path, "/surat/") &&
		(path == "/surat/catat" || strings.HasSuffix(path, "/tanda-tangan-luar") || strings.Contains(path, "/serah/"))
}

// today is the local legal date of the actor.
func (p *Pages) today(who rambu.Actor) rambu.Date { return rambu.DateOf(p.now(who)) }

// now is the legal time of the actor's region.
func (p *Pages) now(who rambu.Actor) time.Time { return p.Calendar.Local(who.Region, p.Legal.Now()) }

// when writes an instant in the actor's zone, "" for none.
func (p *Pages) when(lang words.Lang, who rambu.Actor, at time.Time) string {
	if at.IsZero() {
		return ""
	}
	zone, err := p.Calendar.Zone(who.Region)
	if err != nil {
		zone.Letters = ""
	}
	return words.DateTime(lang, p.Calendar.Local(who.Region, at), zone.Letters)
}

// titles looks up addresses at once; an unknown one is its own title.
func (p *Pages) titles(ctx context.Context, addresses ...string) (func(string) string, error) {
	known := map[string]string{}
	if p.Titles != nil && len(addresses) > 0 {
		var err error
		known, err = p.Titles(ctx, addresses)
		if err != nil {
			return nil, err
		}
	}
	return func(address string) string {
		if t := known[address]; t != "" {
			return t
		}
		return address
	}, nil
}

func day(lang words.Lang, d rambu.Date) string {
	if d == "" {
		return "–"
	}
	return words.ShortDate(lang, d)
}
