package casefile

import (
	"net/http"
	"net/url"
	"strconv"

	"rambu.id"
	"rambu.id/casefile"
	"rambu.id/web/ui"
)

// form is one form of a case: what it asks, and the one operation it does.
type form struct {
	key   string // catalogue: key.title, key.lead, key.submit
	clock string // of the law pack, whose rule is the lead
	// fill adds the fields, what stands above them, and buttons besides the usual one.
	fill func(c *call, v *casefile.View, page *formPage, fm *ui.Form) error
	// stored is what the form shows before anything was typed; nil: nothing.
	stored func(c *call, v *casefile.View) url.Values
	// do reads the fields and runs the operation. again shows the form once more with what was
	// typed: a step of the form, not its end.
	do   func(c *call, in *ui.Input, version int64) (again bool, err error)
	step string // path of the form in the initial study, which goes on with the next part; "" leads to the case
}

type formPage struct {
	ui.Frame
	Head    *head
	Back    string
	Heading string
	Lead    string
	Warning string
	Version int64
	Rows    []ui.Row
	Starts  []ui.Clock // what begins to run with it
	Table   *ui.Table
	Text    string // a text to read before answering
	Remarks *ui.Remarks
	Fields  []ui.Field
	Buttons []ui.Button
	Closed  bool // nothing can be sent: the warning says why
}

func (p *Pages) showForm(f form) ui.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) error {
		c, err := p.call(w, r)
		if err != nil {
			return err
		}
		return c.render(f, nil, nil, 0)
	}
}

// render shows a form: fresh, or again with what was typed. version is the one the officer saw;
// after a conflict the form carries the new one, so that sending it again is a choice.
func (c *call) render(f form, problem error, values url.Values, version int64) error {
	v, err := c.p.Desk.Get(c.r.Context(), c.who, c.id)
	if err != nil {
		return err
	}
	page := &formPage{
		Frame: c.p.UI.Frame(c.r, f.key+".title"), Head: c.head(v.Case), Back: href(v.ID), Heading: c.t(f.key + ".title"), Version: version,
	}
	if c.p.UI.Words().Has(c.lang, f.key+".lead") {
		page.Lead = c.t(f.key + ".lead")
	} else if f.clock != "" {
		page.Lead = c.dial().Rule(f.clock)
	}
	if version == 0 || rambu.KindOf(problem) == rambu.Conflict {
		page.Version = v.Version
	}
	if c.r.Method == http.MethodGet && c.r.URL.Query().Has("tersimpan") {
		page.Flash = c.t("casefile.saved")
	}
	status := http.StatusOK
	if problem != nil {
		page.Problems, _ = c.p.UI.Problems(c.lang, problem)
		status = ui.Status(problem)
	}
	if values == nil && f.stored != nil {
		values = f.stored(c, v)
	}
	if f.fill != nil {
		err = f.fill(c, v, page, c.p.UI.Form(&page.Frame, values))
		if err != nil {
			return err
		}
	}
	if !page.Closed && c.p.UI.Words().Has(c.lang, f.key+".submit") {
		page.Buttons = append(page.Buttons, ui.Button{Text: c.t(f.key + ".submit")})
	}
	page.Buttons = append(page.Buttons, ui.Button{Text: c.t("ui.cancel"), Href: page.Back, Look: "secondary"})
	return c.p.form.Render(c.w, status, page)
}

func (p *Pages) doForm(f form) ui.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) error {
		c, err := p.call(w, r)
		if err != nil {
			return err
		}
		in, err := ui.Read(w, r)
		if err != nil {
			return err
		}
		version, err := strconv.ParseInt(in.Values.Get("versi"), 10, 64)
		if err != nil || version < 1 {
			return rambu.Errorf(rambu.Invalid, "a form without the version it was made from")
		}
		again, err := f.do(c, in, version)
		if again && err == nil || c.mine(err) {
			return c.render(f, err, in.Values, version)
		}
		if err != nil {
			return err
		}
		if f.step == "" {
			return c.redirect(href(c.id))
		}
		next, err := c.following(f.step)
		if err != nil {
			return err
		}
		return c.redirect(next)
	}
}

// labelled is a field whose label is no text of the catalogue.
func labelled(f ui.Field, label, hint string) ui.Field {
	f.Label, f.Hint, f.Small = label, hint, true
	return f
}

// people are options for choosing officers.
func people(list []casefile.Colleague, keep func(casefile.Colleague) bool) []ui.Option {
	var out []ui.Option
	for _, o := range list {
		if keep(o) {
			out = append(out, ui.Option{Value: o.Account, Text: o.Name, Hint: o.Title})
		}
	}
	return out
}

// blank is the first option of a select.
func (c *call) blank() ui.Option { return ui.Option{Text: c.t("casefile.choose")} }
