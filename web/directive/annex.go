package directive

import (
	"io"
	"net/http"
	"strconv"
	"strings"

	"rambu.id/directive"
	"rambu.id/seal/attachment"
	"rambu.id/web/ui"
)

type annexPage struct {
	ui.Frame
	ID, Heading, Now string
	Version          int64
	File             ui.Field
}

func (p *Pages) renderAnnex(w http.ResponseWriter, r *http.Request, problem error) error {
	c, err := p.one(r)
	if err != nil {
		return err
	}
	page := &annexPage{Frame: p.UI.Frame(r, "directive.annex.title"), ID: c.o.ID, Heading: c.o.Body.Title, Version: c.o.Version}
	if c.o.Body.Annex != nil {
		page.Now = c.o.Body.Annex.Name
	}
	status := p.problems(&page.Frame, problem)
	page.File = p.UI.Form(&page.Frame, nil).File("file", "directive.annex.file")
	page.File.Accept = strings.Join(attachment.Pictures(), ",")
	return p.annex.Render(w, status, page)
}

func (p *Pages) showAnnex(w http.ResponseWriter, r *http.Request) error {
	return p.renderAnnex(w, r, nil)
}

func (p *Pages) doAnnex(w http.ResponseWriter, r *http.Request) error {
	who, err := p.Actor(r)
	if err != nil {
		return err
	}
	_, err = p.Desk.Get(r.Context(), who, r.PathValue("id")) // before anything is taken in
	if err != nil {
		return err
	}
	in, file, err := p.readUpload(r, p.Desk.TakeAnnex)
	if err == nil {
		err = p.Desk.SetAnnex(r.Context(), who, directive.AnnexIn{Directive: r.PathValue("id"), Version: version(in), File: &file})
	}
	return p.annexed(w, r, err)
}

func (p *Pages) dropAnnex(w http.ResponseWriter, r *http.Request) error {
	who, err := p.Actor(r)
	if err != nil {
		return err
	}
	in, err := ui.Read(w, r)
	if err != nil {
		return err
	}
	return p.annexed(w, r, p.Desk.SetAnnex(r.Context(), who, directive.AnnexIn{Directive: r.PathValue("id"), Version: version(in)}))
}

func (p *Pages) annexed(w http.ResponseWriter, r *http.Request, err error) error {
	if p.mine(r, err) {
		return p.renderAnnex(w, r, err)
	}
	if err != nil {
		return err
	}
	return to(w, r, r.PathValue("id"), "")
}

// sendAnnex sends the annex to an officer who may read the directive.
func (p *Pages) sendAnnex(w http.ResponseWriter, r *http.Request) error {
	c, err := p.one(r)
	if err != nil {
		return err
	}
	return p.pour(w, r, c.o)
}

// sendPublicAnnex sends the annex to whoever has the short link: it is part of what the link opens.
func (p *Pages) sendPublicAnnex(w http.ResponseWriter, r *http.Request) error {
	err := p.gate.Allow(p.Client(r))
	if err != nil {
		return err
	}
	o, err := p.Desk.ByLink(r.Context(), r.PathValue("short"))
	if err != nil {
		return err
	}
	return p.pour(w, r, o)
}

// pour sends an annex. It is always saved, never shown: what others attached must not run as a page
// of ours.
func (p *Pages) pour(w http.ResponseWriter, r *http.Request, o *directive.Opened) error {
	f, body, err := p.Desk.OpenAnnex(r.Context(), o)
	if err != nil {
		return err
	}
	defer body.Close()
	download(w, "application/octet-stream", f.Name, "attachment")
	w.Header().Set("Content-Length", strconv.FormatInt(f.Size, 10))
	_, err = io.Copy(w, body)
	return err
}
