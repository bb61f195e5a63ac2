package intake

import (
	"net/http"

	"rambu.id/intake"
	"rambu.id/web/ui"
)

// ahead makes the page with the receipt code while the report is being written to the disk. The page
// is sent once the report stands, and thrown away otherwise.
type ahead struct {
	makes func(intake.Lodged) (ui.Made, error)
	done  chan struct{} // closed when the page begun last is made; nil before any
	page  ui.Made
	ok    bool
}

func (p *Pages) ahead(r *http.Request, draft intake.Draft) *ahead {
	return &ahead{makes: func(l intake.Lodged) (ui.Made, error) {
		page := p.codePage(r, l)
		page.last(p.UI)
		return p.codes.Make(page, p.own(page.Lang, l, draft), func(own []string) ui.Framed { return page.about(own) })
	}}
}

// start begins the page of a report; a later call replaces it.
func (a *ahead) start(l intake.Lodged) {
	a.wait()
	a.ok = false
	done := make(chan struct{})
	a.done = done
	go func() {
		defer close(done)
		defer func() { _ = recover() }() // the page is made again where a panic is answered
		page, err := a.makes(l)
		a.page, a.ok = page, err == nil
	}()
}

// wait returns the page, if one was begun and could be made.
func (a *ahead) wait() (ui.Made, bool) {
	if a.done != nil {
		<-a.done
	}
	return a.page, a.ok
}
