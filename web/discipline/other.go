package discipline

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"rambu.id"
	"rambu.id/discipline"
	"rambu.id/discipline/rules"
	"rambu.id/law"
	"rambu.id/roster"
	"rambu.id/web/ui"
)

func answerFields(c *call, fm *ui.Form) []ui.Field {
	list, err := c.p.Roster.Posts(c.r.Context(), roster.PostFilter{Institution: c.who.Institution})
	var posts []ui.Option
	for _, p := range list {
		if err == nil && (slices.Contains(p.Roles, rambu.RoleAuthority) || slices.Contains(p.Roles, rambu.RoleSecretary)) {
			posts = append(posts, ui.Option{Value: string(p.ID), Text: p.Title})
		}
	}
	out := []ui.Field{}
	if !c.o.Ended {
		out = append(out, fm.Radios("isi-jawaban", "discipline.field.answer",
			fm.Option("hasil", "discipline.answer.result"), fm.Option("sementara", "discipline.answer.progress")))
	}
	return append(out, fm.Radios("penanda-tangan", "discipline.field.letter_signer", posts...),
		fm.Text("kode", "discipline.field.code"), fm.Area("uraian", "discipline.field.extra"))
}

func doAnswer(c *call, in *input) error {
	a := discipline.AnswerIn{
		Signer: roster.PostID(in.Text("penanda-tangan", 200)), Code: in.Text("kode", 40), Text: in.Text("uraian", 2000),
		Progress: in.One("isi-jawaban", "hasil", "sementara") == "sementara",
	}
	err := in.Err()
	if err != nil {
		return err
	}
	in.letter, err = c.office().Answer(c.r.Context(), c.who, c.o.ID, in.version, a)
	return err
}

// bknFields offers what BKN's letter can be about now.
func bknFields(c *call, fm *ui.Form) []ui.Field {
	pr, _ := c.office().Pack().Procedure(discipline.ByRecommendation)
	var options []ui.Option
	for _, t := range pr.Next(string(c.o.Recommendation)) {
		st, _ := pr.State(t.To)
		own := t.Actor == "ppk-pembina" && c.o.Recommendation != discipline.Correcting
		if !own {
			options = append(options, ui.Option{Value: t.To, Text: c.pick(st.LabelID, st.LabelEN), Hint: c.pick(t.TriggerID, t.TriggerEN)})
		}
	}
	return append([]ui.Field{fm.Radios("langkah", "discipline.field.bkn_step", options...)}, numberField(c, fm)...)
}

func doBKN(c *call, in *input) error {
	v := discipline.ReminderIn{
		Step: discipline.State(in.Text("langkah", 60)), On: in.Date("tanggal"), Number: in.Text("nomor", 100), Note: in.Text("catatan", 2000),
	}
	err := in.Err()
	if err != nil {
		return err
	}
	return c.office().RecordBKN(c.r.Context(), c.who, c.o.ID, in.version, v)
}

func villageFields(c *call, fm *ui.Form) []ui.Field {
	pr, _ := c.office().Pack().Procedure(discipline.ByVillage)
	var options []ui.Option
	for _, t := range pr.Next(string(c.o.State)) {
		st, _ := pr.State(t.To)
		o := ui.Option{Value: t.To, Text: c.pick(st.LabelID, st.LabelEN), Hint: c.pick(t.TriggerID, t.TriggerEN)}
		if t.Conf == law.Unsure {
			o.Hint += " (" + c.t("ui.clock.check") + ")"
		}
		options = append(options, o)
	}
	out := append([]ui.Field{fm.Radios("langkah", "discipline.field.village_step", options...)}, numberField(c, fm)...)
	out = append(out, fm.Radios("penanda-tangan", "discipline.field.signer", c.signers()...))
	if c.villageStaff() {
		out = append(out, fm.Area("konsultasi-camat", "discipline.field.camat"))
	}
	return out
}

func doVillage(c *call, in *input) error {
	v := discipline.VillageIn{To: discipline.State(in.Text("langkah", 60)), On: in.Date("tanggal"), Number: in.Text("nomor", 100), Note: in.Text("catatan", 2000)}
	if signer := in.Text("penanda-tangan", 200); signer != "" {
		v.Decree = &discipline.DecideIn{Number: v.Number, Signer: roster.PostID(signer), SignedBy: roster.PersonID(in.Text("oleh", 60)), Camat: in.Text("konsultasi-camat", 2000)}
	}
	err := in.Err()
	if err != nil {
		return err
	}
	return c.office().StepVillage(c.r.Context(), c.who, c.o.ID, in.version, v)
}

// respondentFields ask who it is about and what he is said to have done.
func (c *call) respondentFields(fm *ui.Form, values url.Values) []ui.Field {
	pack := c.office().Pack()
	var classes []ui.Option
	for _, s := range pack.Subjects() {
		if s.IsASN && rules.Ours(s) || s.ID == string(roster.SubjectVillageHead) || s.ID == string(roster.SubjectVillageStaff) {
			classes = append(classes, ui.Option{Value: s.ID, Text: c.pick(s.NameID, s.NameEN)})
		}
	}
	acts := append([]ui.Option{{Text: "–"}}, c.actsOf(values)...)
	nip := fm.Text("nip", "discipline.field.nip")
	nip.Width, nip.Mode = "20", "numeric"
	return []ui.Field{
		fm.Text("nama", "discipline.field.name"), nip, fm.Text("jabatan", "discipline.field.post"),
		fm.Select("golongan", "discipline.field.class", classes...), fm.Select("perbuatan", "discipline.field.act", acts...),
		fm.Date("tanggal-perbuatan", "discipline.field.act_date"),
	}
}

// actsOf offers the acts of the catalogue a government has a procedure for, with the time each holds.
// Sent back, the list holds those of the day and class that were typed, and the one that was chosen.
func (c *call) actsOf(values url.Values) []ui.Option {
	pack := c.office().Pack()
	class, chosen := values.Get("golongan"), values.Get("perbuatan")
	on := (&ui.Input{Values: values}).Date("tanggal-perbuatan")
	_, known := pack.Subject(class)
	var out []ui.Option
	for _, a := range pack.Acts() {
		r, ok := pack.ClassRule(a.Class)
		if !ok || r.Procedure == "" || a.NotUsable {
			continue
		}
		if known && on.Valid() && a.Code != chosen && !pack.Applies(a, class, on) {
			continue
		}
		text := a.Code + " – " + c.pick(a.ShortID, a.ShortEN)
		if a.Conf.Check() {
			text += " (" + c.t("ui.clock.check") + ")"
		}
		if p, ok := pack.Period(a.Period); ok {
			text += " [" + c.pick(p.NameID, p.NameEN) + "]"
		}
		out = append(out, ui.Option{Value: a.Code, Text: text})
	}
	return out
}

func readRespondent(in *ui.Input) (discipline.Respondent, string, rambu.Date) {
	return discipline.Respondent{
		Name: in.Text("nama", 200), NIP: in.Text("nip", 30), PostText: in.Text("jabatan", 200), Class: in.Text("golongan", 60),
	}, in.Text("perbuatan", 40), in.Date("tanggal-perbuatan")
}

func (p *Pages) newForm(w http.ResponseWriter, c *call, values url.Values, fault error) error {
	page := &formPage{Frame: p.UI.Frame(c.r, "discipline.new.title"), Back: "/sanksi", Send: c.t("discipline.new.title"), Lead: c.t("discipline.new.lead")}
	page.Heading = page.Title
	status := page.fault(p, fault)
	fm := p.UI.Form(&page.Frame, values)
	page.Fields = append(c.respondentFields(fm, values), fm.Date("diketahui", "discipline.field.known"),
		fm.Text("sumber", "discipline.field.source"), fm.Area("uraian", "discipline.field.knowledge"))
	return p.form.Render(w, status, page)
}

// fault puts what is wrong on top of a form and returns its status.
func (f *formPage) fault(p *Pages, err error) int {
	if err == nil {
		return http.StatusOK
	}
	f.Problems, _ = p.UI.Problems(f.Lang, err)
	return ui.Status(err)
}

func (p *Pages) showNew(w http.ResponseWriter, r *http.Request) error {
	c, err := p.call(r)
	if err != nil {
		return err
	}
	_, err = p.Office.List(r.Context(), c.who, discipline.Filter{Limit: 1}) // may he be here at all?
	if err != nil {
		return err
	}
	return p.newForm(w, c, nil, nil)
}

func (p *Pages) doNew(w http.ResponseWriter, r *http.Request) error {
	c, err := p.call(r)
	if err != nil {
		return err
	}
	in, err := ui.Read(w, r)
	if err != nil {
		return err
	}
	k := discipline.KnowledgeIn{KnownOn: in.Date("diketahui"), Source: in.Text("sumber", 200), Text: in.Text("uraian", 20_000)}
	k.Respondent, k.Act, k.ActDate = readRespondent(in)
	id := ""
	err = in.Err()
	if err == nil {
		id, err = p.Office.OpenFromKnowledge(r.Context(), c.who, k)
	}
	return p.opened(w, c, id, err, func() error { return p.newForm(w, c, in.Values, err) })
}

// opened goes to the matter, or back to the form with what is wrong.
func (p *Pages) opened(w http.ResponseWriter, c *call, id string, err error, again func() error) error {
	if _, mine := p.UI.Problems(c.lang, err); mine {
		return again()
	}
	if err != nil {
		return err
	}
	http.Redirect(w, c.r, "/sanksi/"+id, http.StatusSeeOther)
	return nil
}

func (p *Pages) recommendationForm(w http.ResponseWriter, c *call, values url.Values, fault error) error {
	page := &formPage{Frame: p.UI.Frame(c.r, "discipline.recommendation.title"), Back: "/sanksi", Send: c.t("discipline.recommendation.title"), Lead: c.t("discipline.recommendation.lead", "rule", c.dial().Rule(discipline.ClockFollowUp))}
	page.Heading = page.Title
	status := page.fault(p, fault)
	fm := p.UI.Form(&page.Frame, values)
	received := fm.Date("diterima", "discipline.field.received")
	received.Hint = c.t("discipline.recommendation.received_hint", "term", c.dial().Term(discipline.ClockFollowUp))
	page.Fields = []ui.Field{
		fm.Text("tiket", "discipline.field.ticket"), fm.Text("nomor", "discipline.field.number"), fm.Date("tanggal", "discipline.field.letter_date"),
		received,
		fm.Radios("tingkat", "discipline.field.level_named", fm.Option("", "discipline.level.none"), fm.Option(discipline.Light, "discipline.level.ringan"),
			fm.Option(discipline.Moderate, "discipline.level.sedang"), fm.Option(discipline.Severe, "discipline.level.berat")),
		fm.Area("uraian", "discipline.field.note"),
	}
	if c.o != nil {
		stage := c.state(c.o.Procedure, c.o.State)
		page.ID, page.Back, page.Person, page.Stage, page.Version = c.o.ID, "/sanksi/"+c.o.ID, c.o.Respondent.Name, &stage, c.o.Version
	} else {
		page.Fields = append(page.Fields, c.respondentFields(fm, values)...)
	}
	return p.form.Render(w, status, page)
}

// forMatter opens the matter a recommendation belongs to, when one is named.
func (p *Pages) forMatter(r *http.Request, id string) (*call, error) {
	c, err := p.call(r)
	if err != nil {
		return nil, err
	}
	if id == "" {
		_, err = p.Office.Waiting(r.Context(), c.who) // may he record letters at all?
		return c, err
	}
	c.o, err = p.Office.Get(r.Context(), c.who, id)
	return c, err
}

func (p *Pages) showRecommendation(w http.ResponseWriter, r *http.Request) error {
	c, err := p.forMatter(r, r.URL.Query().Get("berkas"))
	if err != nil {
		return err
	}
	return p.recommendationForm(w, c, nil, nil)
}

func (p *Pages) doRecommendation(w http.ResponseWriter, r *http.Request) error {
	in, err := ui.Read(w, r)
	if err != nil {
		return err
	}
	c, err := p.forMatter(r, in.Values.Get("berkas"))
	if err != nil {
		return err
	}
	rec := discipline.RecommendationIn{
		Matter: in.Values.Get("berkas"), Ticket: in.Text("tiket", 100), Number: in.Text("nomor", 100), Date: in.Date("tanggal"),
		ReceivedOn: in.Date("diterima"), Text: in.Text("uraian", 2000),
		Level: in.One("tingkat", discipline.Light, discipline.Moderate, discipline.Severe),
	}
	if c.o == nil {
		rec.Respondent, rec.Act, rec.ActDate = readRespondent(in)
	} else {
		rec.Version, err = strconv.ParseInt(in.Values.Get("versi"), 10, 64)
		if err != nil {
			return rambu.Errorf(rambu.Invalid, "a form without a version")
		}
	}
	id := ""
	err = in.Err()
	if err == nil {
		id, err = p.Office.RecordRecommendation(r.Context(), c.who, rec)
	}
	return p.opened(w, c, id, err, func() error { return p.recommendationForm(w, c, in.Values, err) })
}
