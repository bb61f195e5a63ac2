package advisory

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"rambu.id"
	"rambu.id/advisory"
	"rambu.id/internal/words"
	"rambu.id/law"
	"rambu.id/letter/kinds"
	"rambu.id/roster"
	"rambu.id/web/ui"
)

// firstPoints is how many points an empty form offers.
const firstPoints = 3

type writePage struct {
	ui.Frame
	Action, Back                                                 string
	Version                                                      string   // of the draft that is changed, "" for a new imbauan
	Stored                                                       []string // what stands there now, when somebody else wrote it meanwhile
	Count                                                        int
	Subject, Opening, To, Signer, Due, Regulation, Article, Also ui.Field
	Points                                                       []ui.Field
	More                                                         bool
}

// points is how many points the form shows: those typed, or the first.
func points(values url.Values) int {
	n, err := strconv.Atoi(values.Get("jumlah"))
	if err != nil || n < firstPoints {
		n = firstPoints
	}
	return min(n, kinds.MaxPoints)
}

func (p *Pages) showWrite(w http.ResponseWriter, r *http.Request) error {
	return p.renderWrite(w, r, written{})
}

// written is a form of an imbauan as it was sent.
type written struct {
	values  url.Values // nil for an empty form
	problem error
	stored  []string
}

func (p *Pages) renderWrite(w http.ResponseWriter, r *http.Request, in written) error {
	c, err := p.call(r)
	if err != nil {
		return err
	}
	err = advisory.MayWrite(c.who)
	if err != nil {
		return err
	}
	values := in.values
	page := &writePage{Frame: p.UI.Frame(r, "advisory.write.title"), Count: points(values), Action: "/imbauan/tulis", Back: "/imbauan", Stored: in.stored}
	if id := r.PathValue("id"); id != "" {
		page.Title, page.Version = c.t("advisory.write.change"), values.Get("versi")
		page.Back = "/imbauan/" + url.PathEscape(id)
		page.Action = page.Back + "/ubah"
	}
	status := p.problems(&page.Frame, in.problem)
	to, err := p.Desk.Addressees(r.Context(), c.who)
	if err != nil {
		return err
	}
	signers, err := p.Desk.Signers(r.Context(), c.who)
	if err != nil {
		return err
	}
	if values == nil {
		values = url.Values{}
		for _, o := range to { // the secretary issues circulars
			if o.Office == "sekda" {
				values.Add("kepada", string(o.ID))
			}
		}
	}
	fm := p.UI.Form(&page.Frame, values)
	page.Subject, page.Opening = fm.Text("hal", "advisory.write.subject"), fm.Area("pembuka", "advisory.write.opening")
	page.Opening.Rows = 3
	page.To = fm.Checks("kepada", "advisory.write.to", options(to)...)
	page.Signer = fm.Select("penanda_tangan", "advisory.write.signer", options(signers)...)
	page.Due = fm.Date("batas", "advisory.write.ack_by")
	page.Regulation = fm.Select("dasar", "advisory.write.basis", c.regulations()...)
	page.Article = fm.Text("pasal", "advisory.write.article")
	page.Also = fm.Checks("dasar-lain", "advisory.write.also", c.also(values["dasar-lain"])...)
	page.Points, page.More = c.pointFields(fm, page.Count), page.Count < kinds.MaxPoints
	return p.write.Render(w, status, page)
}

// also are further citations of a draft that a program wrote: the form has room for one.
func (c *call) also(cited []string) []ui.Option {
	var out []ui.Option
	for _, text := range cited {
		o := ui.Option{Value: text, Text: text}
		if known, err := c.p.Desk.Pack.Cite(law.ParseCitation(text), c.p.Desk.Today(c.who)); err == nil {
			o.Text = known.Short
		}
		out = append(out, o)
	}
	return out
}

func options(posts []roster.Post) []ui.Option {
	var out []ui.Option
	for _, o := range posts {
		out = append(out, ui.Option{Value: string(o.ID), Text: o.Title})
	}
	return out
}

// regulations offers what is in force today.
func (c *call) regulations() []ui.Option {
	out := []ui.Option{{Text: c.t("advisory.write.no_basis")}}
	pack, today := c.p.Desk.Pack, c.p.Desk.Today(c.who)
	for _, r := range pack.Regulations() {
		cited, err := pack.Cite(law.Citation{Regulation: r.ID}, today)
		if err != nil || !cited.InForce {
			continue
		}
		title := r.TitleID
		if c.lang == words.EN {
			title = r.TitleEN
		}
		out = append(out, ui.Option{Value: r.ID, Text: r.Short + " – " + title})
	}
	return out
}

func (p *Pages) doWrite(w http.ResponseWriter, r *http.Request) error {
	c, err := p.call(r)
	if err != nil {
		return err
	}
	in, err := ui.Read(w, r)
	if err != nil {
		return err
	}
	if in.Values.Get("langkah") == "tambah" {
		in.Values.Set("jumlah", strconv.Itoa(points(in.Values)+1))
		return p.renderWrite(w, r, written{values: in.Values})
	}
	a, id := adviceOf(in), ""
	err = in.Err()
	if err == nil {
		id, err = p.Desk.Draft(r.Context(), c.who, a)
	}
	if p.mine(r, err) {
		return p.renderWrite(w, r, written{values: in.Values, problem: err})
	}
	if err != nil {
		return err
	}
	return to(w, r, "/imbauan/", id)
}

// showChange shows a draft as it was written.
func (p *Pages) showChange(w http.ResponseWriter, r *http.Request) error {
	c, err := p.call(r)
	if err != nil {
		return err
	}
	a, err := p.Desk.Get(r.Context(), c.who, r.PathValue("id"))
	if err != nil {
		return err
	}
	draft, version, ok := a.Draft()
	if !ok {
		return rambu.Fault(rambu.Conflict, "letter.error.not_draft")
	}
	if !advisory.MayRevise(c.who, a) {
		return rambu.Errorf(rambu.Forbidden, "neither drafter nor signer")
	}
	values := url.Values{
		"versi": {strconv.FormatInt(version, 10)}, "penanda_tangan": {draft.Signer}, "kepada": draft.To, "hal": {draft.Subject}, "pembuka": {draft.Opening},
		"batas": {string(draft.AckBy)}, "jumlah": {strconv.Itoa(len(draft.Points))},
	}
	for i, point := range draft.Points {
		values.Set("butir-"+strconv.Itoa(i+1), point)
	}
	if len(draft.Basis) > 0 {
		first := law.ParseCitation(draft.Basis[0])
		values.Set("dasar", first.Regulation)
		values.Set("pasal", first.Ref)
		values["dasar-lain"] = draft.Basis[1:]
	}
	return p.renderWrite(w, r, written{values: values})
}

// doChange writes a draft anew. When somebody else did so meanwhile, what was typed is shown beside
// what stands there now, and sending it again is a choice.
func (p *Pages) doChange(w http.ResponseWriter, r *http.Request) error {
	c, err := p.call(r)
	if err != nil {
		return err
	}
	in, err := ui.Read(w, r)
	if err != nil {
		return err
	}
	if in.Values.Get("langkah") == "tambah" {
		in.Values.Set("jumlah", strconv.Itoa(points(in.Values)+1))
		return p.renderWrite(w, r, written{values: in.Values})
	}
	id := r.PathValue("id")
	version, _ := strconv.ParseInt(in.Values.Get("versi"), 10, 64)
	draft := adviceOf(in)
	err = in.Err()
	if err == nil {
		err = p.Desk.Revise(r.Context(), c.who, id, version, draft)
	}
	if err == nil {
		return to(w, r, "/imbauan/", id)
	}
	if !p.mine(r, err) {
		return err
	}
	again := written{values: in.Values, problem: err}
	if rambu.KindOf(err) == rambu.Conflict {
		a, err := p.Desk.Get(r.Context(), c.who, id)
		if err != nil {
			return err
		}
		if _, now, ok := a.Draft(); ok {
			in.Values.Set("versi", strconv.FormatInt(now, 10))
		}
		again.stored = append([]string{a.Letter.Body.Subject}, a.Letter.Body.Paragraphs...)
	}
	return p.renderWrite(w, r, again)
}

type paperPage struct {
	ui.Frame
	Count                                int
	Number, Date, Received, Subject, Due ui.Field
	Points                               []ui.Field
	More                                 bool
}

func (p *Pages) showPaper(w http.ResponseWriter, r *http.Request) error {
	return p.renderPaper(w, r, nil, nil)
}

func (p *Pages) renderPaper(w http.ResponseWriter, r *http.Request, values url.Values, problem error) error {
	c, err := p.call(r)
	if err != nil {
		return err
	}
	err = advisory.MayRegister(c.who)
	if err != nil {
		return err
	}
	page := &paperPage{Frame: p.UI.Frame(r, "advisory.paper.title"), Count: points(values)}
	status := p.problems(&page.Frame, problem)
	if values == nil {
		values = url.Values{"diterima": {string(p.Desk.Today(c.who))}}
	}
	fm := p.UI.Form(&page.Frame, values)
	page.Number, page.Subject = fm.Text("nomor", "advisory.paper.number"), fm.Text("hal", "advisory.write.subject")
	page.Date, page.Received, page.Due = fm.Date("tanggal", "advisory.paper.date"), fm.Date("diterima", "advisory.paper.received"), fm.Date("batas", "advisory.write.ack_by")
	page.Points, page.More = c.pointFields(fm, page.Count), page.Count < kinds.MaxPoints
	return p.paper.Render(w, status, page)
}

func (p *Pages) doPaper(w http.ResponseWriter, r *http.Request) error {
	c, err := p.call(r)
	if err != nil {
		return err
	}
	in, err := ui.Read(w, r)
	if err != nil {
		return err
	}
	if in.Values.Get("langkah") == "tambah" {
		in.Values.Set("jumlah", strconv.Itoa(points(in.Values)+1))
		return p.renderPaper(w, r, in.Values, nil)
	}
	paper := advisory.PaperIn{
		Number: in.Text("nomor", 100), Date: in.Date("tanggal"), ReceivedOn: in.Date("diterima"), Subject: in.Text("hal", 120), AckBy: in.Date("batas"), Points: pointsOf(in),
	}
	id := ""
	err = in.Err()
	if err == nil {
		id, err = p.Desk.Register(r.Context(), c.who, paper)
	}
	if p.mine(r, err) {
		return p.renderPaper(w, r, in.Values, err)
	}
	if err != nil {
		return err
	}
	return to(w, r, "/imbauan/", id)
}

func pointsOf(in *ui.Input) []string {
	var out []string
	for i := 1; i <= points(in.Values); i++ {
		out = append(out, in.Text("butir-"+strconv.Itoa(i), kinds.MaxPoint))
	}
	return out
}

// pointFields are the fields of the numbered points.
func (c *call) pointFields(fm *ui.Form, count int) []ui.Field {
	var out []ui.Field
	for i := 1; i <= count; i++ {
		n := strconv.Itoa(i)
		f := fm.Area("butir-"+n, "advisory.write.point")
		f.Label, f.Rows = c.t("advisory.write.point", "n", n), 2
		out = append(out, f)
	}
	return out
}

func adviceOf(in *ui.Input) advisory.In {
	a := advisory.In{
		Signer: in.Text("penanda_tangan", 200), To: in.Values["kepada"], Subject: in.Text("hal", 120), Opening: in.Text("pembuka", 1200), AckBy: in.Date("batas"),
		Points: pointsOf(in),
	}
	if reg := in.Text("dasar", 60); reg != "" {
		a.Basis = []string{strings.TrimSpace(reg + " " + in.Text("pasal", 80))}
	}
	a.Basis = append(a.Basis, in.Values["dasar-lain"]...)
	return a
}
