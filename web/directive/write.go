package directive

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"rambu.id"
	"rambu.id/directive"
	"rambu.id/law"
	"rambu.id/law/cite"
	"rambu.id/roster"
	"rambu.id/roster/region"
	"rambu.id/web/guard"
	"rambu.id/web/ui"
)

// groups are the addressees a form offers, as parts of a rule.
func groups() []directive.Part {
	return []directive.Part{
		{Office: roster.OfficeAgencyHead},
		{Office: roster.OfficeDistrictHead},
		{Class: roster.ClassVillageHead},
		{Class: roster.ClassLurah},
		{Class: roster.ClassVillageStaff},
		{Class: roster.ClassJPTPratama},
		{Class: roster.ClassAdministrator},
		{Class: roster.ClassSupervisor},
		{Class: roster.ClassFunctional},
		{Class: roster.ClassExecutor},
	}
}

// groupValue is the name of a group in a form.
func groupValue(p directive.Part) string {
	if p.Office != "" {
		return "jabatan-" + string(p.Office)
	}
	return "golongan-" + string(p.Class)
}

// firstPoints is how many points an empty form offers.
const firstPoints = 3

type writePage struct {
	ui.Frame
	Heading, Back, Action                                       string
	Version                                                     int64
	Count                                                       int
	Signer, Number, Name, Opening, Regulation, Article, To, Due ui.Field
	Place, Unit                                                 ui.Field
	Points                                                      []pointFields
	More                                                        bool
	Remarks                                                     *ui.Remarks // on the citations typed
	Confirm                                                     *ui.Field   // nil while none is wrong
}

type pointFields struct{ Text, Source ui.Field }

// writing is one use of the form: a new draft, a draft written anew, or one that replaces.
type writing struct {
	titleKey, back, action string
	version                int64
}

func (p *Pages) renderWrite(w http.ResponseWriter, c *call, of writing, values url.Values, problem error) error {
	page := &writePage{Frame: p.UI.Frame(c.r, of.titleKey), Heading: c.t(of.titleKey), Back: of.back, Action: of.action, Version: of.version}
	status := p.problems(&page.Frame, problem)
	fm := p.UI.Form(&page.Frame, values)
	page.Number, page.Name, page.Opening = fm.Text("nomor", "directive.write.number"), fm.Text("judul", "directive.write.name"), fm.Area("pembuka", "directive.write.opening")
	page.Opening.Rows = 3
	page.Due = fm.Date("batas", "directive.write.ack_by")
	page.Article = fm.Text("pasal", "directive.write.article")
	page.Count = points(values)
	for i := 1; i <= page.Count; i++ {
		n := strconv.Itoa(i)
		f := pointFields{Text: fm.Area("butir-"+n, "directive.write.point"), Source: fm.Text("asal-"+n, "directive.write.source")}
		f.Text.Label, f.Text.Rows = c.t("directive.write.point", "n", n), 3
		f.Source.Label = c.t("directive.write.source", "n", n)
		page.Points = append(page.Points, f)
	}
	page.More = page.Count < directive.MaxPoints
	page.Regulation = fm.Select("dasar", "directive.write.basis", c.regulations()...)
	for _, fill := range []func(*writePage, *ui.Form) error{c.signers, c.audience} {
		err := fill(page, fm)
		if err != nil {
			return err
		}
	}
	found, err := p.Desk.Remarks(bodyOf(values), p.Desk.Today(c.who))
	if err != nil {
		return err
	}
	page.Remarks, page.Confirm = p.guard().Remarks(c.lang, found), p.guard().Confirm(fm, found)
	return p.write.Render(w, status, page)
}

// bodyOf is what the form says so far, for the guard to read.
func bodyOf(values url.Values) directive.Body {
	return body(draftOf(&ui.Input{Values: values}))
}

func body(in directive.DraftIn) directive.Body {
	return directive.Body{Title: in.Title, Opening: in.Opening, Points: in.Points, Basis: in.Basis}
}

// minded stops a text before it becomes a draft, where it is still easy to mend.
func (c *call) minded(in *ui.Input, draft directive.DraftIn) error {
	if guard.Seen(in) {
		return nil
	}
	found, err := c.p.Desk.Remarks(body(draft), c.p.Desk.Today(c.who))
	if err != nil {
		return err
	}
	return cite.Stop(found, "directive.error.citations")
}

// points is how many points the form shows: those typed, or the first.
func points(values url.Values) int {
	n, err := strconv.Atoi(values.Get("jumlah"))
	if err != nil || n < firstPoints {
		n = firstPoints
	}
	return min(n, directive.MaxPoints)
}

func (c *call) regulations() []ui.Option {
	out := []ui.Option{{Text: c.t("directive.write.no_basis")}}
	today := c.p.Desk.Today(c.who)
	for _, r := range c.p.Desk.Pack.Regulations() {
		cited, err := c.p.Desk.Pack.Cite(law.Citation{Regulation: r.ID}, today)
		if err == nil && cited.InForce {
			out = append(out, ui.Option{Value: r.ID, Text: r.Short + " – " + pick(c.lang, r.TitleID, r.TitleEN)})
		}
	}
	return out
}

// signers offers the officer's own post and those above it in the same house.
func (c *call) signers(page *writePage, fm *ui.Form) error {
	var options []ui.Option
	post := roster.PostID(c.who.Post)
	for range 4 {
		p, err := c.p.Roster.Post(c.r.Context(), post)
		if err != nil && rambu.KindOf(err) == rambu.NotFound || err == nil && p.Institution != c.who.Institution {
			break
		}
		if err != nil {
			return err
		}
		options = append(options, ui.Option{Value: string(p.ID), Text: p.Title})
		post = p.Superior
	}
	page.Signer = fm.Select("penanda_tangan", "directive.list.signer", options...)
	return nil
}

func (c *call) audience(page *writePage, fm *ui.Form) error {
	var options []ui.Option
	for _, g := range groups() {
		key := "directive.class." + string(g.Class)
		if g.Office != "" {
			key = "directive.office." + string(g.Office)
		}
		options = append(options, ui.Option{Value: groupValue(g), Text: c.t(key)})
	}
	page.To = fm.Checks("untuk", "directive.write.to", options...)
	page.To.Small = true
	everywhere := ui.Option{Text: c.t("directive.write.everywhere")}
	options = []ui.Option{everywhere}
	for _, d := range c.p.Roster.Regions().Districts(c.who.Region) {
		options = append(options, ui.Option{Value: d.Code, Text: d.Name})
	}
	page.Place = fm.Select("kecamatan", "directive.write.place", options...)
	units, err := c.p.Roster.Units(c.r.Context(), c.who.Institution)
	if err != nil {
		return err
	}
	options = []ui.Option{everywhere}
	for _, u := range units {
		if u.Place == "" {
			options = append(options, ui.Option{Value: u.ID, Text: u.Name})
		}
	}
	page.Unit = fm.Select("unit", "directive.write.unit", options...)
	return nil
}

// rule reads the audience: every chosen group, narrowed to a district or a unit.
func rule(in *ui.Input) directive.Rule {
	var allowed []string
	parts := map[string]directive.Part{}
	for _, g := range groups() {
		allowed = append(allowed, groupValue(g))
		parts[groupValue(g)] = g
	}
	place, unit := in.Text("kecamatan", 20), in.Text("unit", 200)
	if place != "" && region.LevelOf(place) != region.District {
		in.Fault("kecamatan", "ui.error.choose")
	}
	chosen := in.Many("untuk", allowed...)
	if len(chosen) == 0 && place+unit != "" {
		return directive.Rule{{Place: place, Unit: unit}}
	}
	var out directive.Rule
	for _, g := range chosen {
		p := parts[g]
		p.Place, p.Unit = place, unit
		out = append(out, p)
	}
	return out
}

func draftOf(in *ui.Input) directive.DraftIn {
	d := directive.DraftIn{
		Signer: in.Text("penanda_tangan", 200), Number: in.Text("nomor", 100), Title: in.Text("judul", 160), Opening: in.Text("pembuka", 1200),
		Audience: rule(in), AckBy: in.Date("batas"),
	}
	for i := 1; i <= points(in.Values); i++ {
		n := strconv.Itoa(i)
		d.Points = append(d.Points, directive.Point{Text: in.Text("butir-"+n, 1200), Source: in.Text("asal-"+n, 200)})
	}
	if reg := in.Text("dasar", 60); reg != "" {
		d.Basis = []string{strings.TrimSpace(reg + " " + in.Text("pasal", 80))}
	}
	return d
}

// valuesOf fills the form from a stored directive.
func valuesOf(o *directive.Opened) url.Values {
	v := url.Values{
		"penanda_tangan": {o.Signer}, "nomor": {o.Body.Number}, "judul": {o.Body.Title}, "pembuka": {o.Body.Opening},
		"batas": {string(o.AckBy)}, "jumlah": {strconv.Itoa(len(o.Body.Points))},
	}
	for i, p := range o.Body.Points {
		n := strconv.Itoa(i + 1)
		v.Set("butir-"+n, p.Text)
		v.Set("asal-"+n, p.Source)
	}
	if len(o.Body.Basis) > 0 {
		c := law.ParseCitation(o.Body.Basis[0])
		v.Set("dasar", c.Regulation)
		v.Set("pasal", c.Ref)
	}
	for _, p := range o.Rule {
		v.Set("kecamatan", p.Place)
		v.Set("unit", p.Unit)
		p.Place, p.Unit = "", ""
		if slices.Contains(groups(), p) {
			v.Add("untuk", groupValue(p))
		}
	}
	return v
}

func (p *Pages) showWrite(w http.ResponseWriter, r *http.Request) error {
	c, err := p.call(r)
	if err != nil {
		return err
	}
	if !mayWrite(c.who) {
		return rambu.Errorf(rambu.Forbidden, "may not write directives")
	}
	return p.renderWrite(w, c, newDraft(), nil, nil)
}

func newDraft() writing {
	return writing{titleKey: "directive.write.title", back: "/arahan/keluar", action: "/arahan/tulis"}
}

// save reads the form and runs do with it; "tambah" only shows one point more.
func (p *Pages) save(w http.ResponseWriter, c *call, of writing, do func(in directive.DraftIn, version int64) (string, error)) error {
	in, err := ui.Read(w, c.r)
	if err != nil {
		return err
	}
	if in.Values.Get("langkah") == "tambah" {
		in.Values.Set("jumlah", strconv.Itoa(points(in.Values)+1))
		return p.renderWrite(w, c, of, in.Values, nil)
	}
	draft, id := draftOf(in), ""
	err = in.Err()
	if err == nil {
		err = c.minded(in, draft)
	}
	if err == nil {
		id, err = do(draft, version(in))
	}
	if p.mine(c.r, err) {
		return p.renderWrite(w, c, of, in.Values, err)
	}
	if err != nil {
		return err
	}
	return to(w, c.r, id, "")
}

func (p *Pages) doWrite(w http.ResponseWriter, r *http.Request) error {
	c, err := p.call(r)
	if err != nil {
		return err
	}
	return p.save(w, c, newDraft(), func(in directive.DraftIn, _ int64) (string, error) { return p.Desk.Draft(r.Context(), c.who, in) })
}

func (c *call) again(titleKey, step string) writing {
	at := "/arahan/" + c.o.ID
	return writing{titleKey: titleKey, back: at, action: at + "/" + step, version: c.o.Version}
}

func (p *Pages) showRevise(w http.ResponseWriter, r *http.Request) error {
	c, err := p.one(r)
	if err != nil {
		return err
	}
	return p.renderWrite(w, c, c.again("directive.write.revise_title", "ubah"), valuesOf(c.o), nil)
}

func (p *Pages) doRevise(w http.ResponseWriter, r *http.Request) error {
	c, err := p.one(r)
	if err != nil {
		return err
	}
	return p.save(w, c, c.again("directive.write.revise_title", "ubah"), func(in directive.DraftIn, version int64) (string, error) {
		return c.o.ID, p.Desk.Revise(r.Context(), c.who, c.o.ID, version, in)
	})
}

func (p *Pages) showReplace(w http.ResponseWriter, r *http.Request) error {
	c, err := p.one(r)
	if err != nil {
		return err
	}
	return p.renderWrite(w, c, c.again("directive.write.replace_title", "ganti"), valuesOf(c.o), nil)
}

func (p *Pages) doReplace(w http.ResponseWriter, r *http.Request) error {
	c, err := p.one(r)
	if err != nil {
		return err
	}
	return p.save(w, c, c.again("directive.write.replace_title", "ganti"), func(in directive.DraftIn, _ int64) (string, error) {
		return p.Desk.Replace(r.Context(), c.who, c.o.ID, in)
	})
}
