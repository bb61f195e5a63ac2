package discipline

import (
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"rambu.id"
	"rambu.id/discipline"
	"rambu.id/web/ui"
)

// act is one step an officer records: a form and one operation.
type act struct {
	fields func(c *call, fm *ui.Form) []ui.Field
	do     func(c *call, in *input) error
	// check shows what was typed before it is written, when it is not nil.
	check func(c *call, in *input) (*checkPage, error)
	file  bool // may carry a file named "berkas"
	plain bool // without a date or text: a button is enough
}

// input is what a step's form sent.
type input struct {
	*ui.Input
	version int64
	file    *discipline.File
	letter  string // drafted by the step: where the officer goes on
}

type formPage struct {
	ui.Frame
	ID, Slug string
	Back     string
	Heading  string
	Lead     string
	Person   string
	Stage    *ui.Badge
	Version  int64
	Fields   []ui.Field
	Send     string // text of the button
	File     bool
}

type checkPage struct {
	ui.Frame
	ID, Slug string
	Rows     []ui.Row
	Notes    []string
	Hidden   []hidden
	File     ui.Field
}

type hidden struct{ Name, Value string }

// slug is the step in an address "/sanksi/{id}/{langkah}".
func slug(path string) string {
	parts := strings.Split(path, "/")
	if len(parts) != 4 || parts[1] != "sanksi" {
		return ""
	}
	return parts[3]
}

// step finds the step of the address among those the matter is ready for.
func (p *Pages) step(r *http.Request) (*call, string, act, error) {
	name := r.PathValue("langkah")
	a, ok := p.acts[name]
	if !ok {
		return nil, "", act{}, rambu.Errorf(rambu.NotFound, "no such step")
	}
	c, err := p.matter(r)
	return c, name, a, err
}

func (p *Pages) showStep(w http.ResponseWriter, r *http.Request) error {
	c, name, a, err := p.step(r)
	if err != nil {
		return err
	}
	return p.renderForm(w, c, name, a, nil, nil)
}

// renderForm shows a step's form, again with what was typed when it could not be taken.
func (p *Pages) renderForm(w http.ResponseWriter, c *call, name string, a act, values url.Values, fault error) error {
	stage := c.state(c.o.Procedure, c.o.State)
	page := &formPage{
		Frame: p.UI.Frame(c.r, "discipline.step."+name), ID: c.o.ID, Slug: name, Back: "/sanksi/" + c.o.ID,
		Person: c.o.Respondent.Name, Stage: &stage, Version: c.o.Version, File: a.file && a.check == nil, Send: c.t("discipline.step." + name),
	}
	page.Heading = page.Title
	page.Lead = c.lead(name)
	if a.check != nil {
		page.Send = c.t("ui.continue")
	}
	status := http.StatusOK
	if fault != nil {
		page.Problems, _ = p.UI.Problems(page.Lang, fault)
		status = ui.Status(fault)
	}
	fm := p.UI.Form(&page.Frame, values)
	page.Fields = a.fields(c, fm)
	if page.File {
		page.Fields = append(page.Fields, fm.File("berkas", "discipline.field.file"))
	}
	return p.form.Render(w, status, page)
}

func (p *Pages) doStep(w http.ResponseWriter, r *http.Request) error {
	c, name, a, err := p.step(r)
	if err != nil {
		return err
	}
	in, err := p.read(w, r, c, a)
	if err == nil && in.Values.Get("ubah") != "" {
		return p.renderForm(w, c, name, a, in.Values, nil)
	}
	if err == nil && a.check != nil && in.Values.Get("yakin") == "" {
		page, fault := a.check(c, in)
		if fault == nil {
			return p.renderCheck(w, c, name, page, in)
		}
		err = fault
	} else if err == nil {
		err = a.do(c, in)
	}
	if err == nil {
		to := "/sanksi/" + c.o.ID
		if in.letter != "" {
			to = "/surat/" + in.letter
		}
		http.Redirect(w, r, to, http.StatusSeeOther)
		return nil
	}
	if _, mine := p.UI.Problems(c.lang, err); !mine || in == nil {
		return err
	}
	// Somebody else's change is shown with what was typed, so that it can be sent again knowingly.
	c.o, _ = p.Office.Get(r.Context(), c.who, c.o.ID)
	if c.o == nil {
		return err
	}
	return p.renderForm(w, c, name, a, in.Values, err)
}

func (p *Pages) renderCheck(w http.ResponseWriter, c *call, name string, page *checkPage, in *input) error {
	page.Frame = p.UI.Frame(c.r, "discipline.check.title")
	page.ID, page.Slug = c.o.ID, name
	page.File = p.UI.Form(&page.Frame, nil).File("berkas", "discipline.field.decree_file")
	for field, values := range in.Values {
		for _, v := range values {
			page.Hidden = append(page.Hidden, hidden{field, v})
		}
	}
	return p.check.Render(w, http.StatusOK, page)
}

// maxFields and maxFieldBytes bound the text of a form that carries a file.
const (
	maxFields     = 80
	maxFieldBytes = 256 << 10
)

// read reads a step's form; a file is sealed while it streams and lies nowhere in clear.
func (p *Pages) read(w http.ResponseWriter, r *http.Request, c *call, a act) (*input, error) {
	in := &input{}
	var err error
	if a.file && strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/form-data") {
		err = p.readFile(r, c, in)
	} else {
		in.Input, err = ui.Read(w, r)
	}
	if err != nil {
		return nil, err
	}
	in.version, err = strconv.ParseInt(in.Values.Get("versi"), 10, 64)
	if err != nil || in.version < 1 {
		return nil, rambu.Errorf(rambu.Invalid, "a form without a version")
	}
	return in, nil
}

func (p *Pages) readFile(r *http.Request, c *call, in *input) (err error) {
	in.Input, err = ui.Upload{Field: "berkas", Fields: maxFields, Bytes: maxFieldBytes, Take: func(name, media string, body io.Reader) error {
		f, err := p.Office.Attach(r.Context(), c.who, name, media, body)
		in.file = &f
		return err
	}}.Read(r)
	return err
}
