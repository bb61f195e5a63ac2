package law

import (
	"net/http"
	"net/url"
	"strings"

	"rambu.id"
	"rambu.id/internal/words"
	"rambu.id/law"
	"rambu.id/web/ui"
)

type askPage struct {
	base
	Who, Act ui.Field
	Answer   *answer
}

// answer is a verdict with its ground, what is allowed instead, and the same act on other days.
type answer struct {
	Badge     ui.Badge
	Heading   string // the verdict in a sentence
	Asked     string // class, act and day
	Why       string
	Check     bool
	Rows      []ui.Row
	Note      string
	Also      []link // what the same act may break besides
	Instead   []instead
	Contact   string
	Gap       bool // nobody oversaw the class on that day
	OtherDays ui.Table
	Open      []openPoint
}

// instead is something allowed, with its ground.
type instead struct {
	Text  string
	Basis []link
	Check bool
}

func (p *Pages) showAsk(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	page := &askPage{base: p.begin(r, "law.ask.title")}
	page.Frame.InlineCSS = !q.Has("siapa") && !page.Print // the first page of a slow phone: one request
	values := url.Values{"siapa": q["siapa"], "perbuatan": q["perbuatan"]}
	if q.Has("siapa") {
		page.Problems = append(p.problems(page.Lang, values), page.Problems...)
	}
	if q.Has("siapa") && len(page.Problems) == 0 {
		found, err := p.Pack.MayI(law.Question{Subject: q.Get("siapa"), Act: q.Get("perbuatan"), On: page.On})
		if err != nil {
			return err
		}
		page.Answer = p.answer(&page.base, found)
	}
	form := p.UI.Form(&page.Frame, values)
	page.Who = form.Select("siapa", "law.ask.who", p.subjects(page.Lang)...)
	page.Act = form.Select("perbuatan", "law.ask.act", p.choices(page.Lang)...)
	return p.render(w, p.ask, &page.base, page)
}

// problems says what has not been chosen.
func (p *Pages) problems(lang words.Lang, q url.Values) []ui.Problem {
	var es rambu.Errors
	if _, ok := p.Pack.Subject(q.Get("siapa")); !ok {
		es = append(es, rambu.Fault(rambu.Invalid, "law.error.pick_who").On("siapa"))
	}
	_, isAct := p.Pack.ActKind(q.Get("perbuatan"))
	_, isPermit := p.Pack.Permit(q.Get("perbuatan"))
	if !isAct && !isPermit {
		es = append(es, rambu.Fault(rambu.Invalid, "law.error.pick_act").On("perbuatan"))
	}
	if len(es) == 0 {
		return nil
	}
	out, _ := p.UI.Problems(lang, es)
	return out
}

func (p *Pages) subjects(lang words.Lang) []ui.Option {
	out := []ui.Option{{Text: p.UI.T(lang, "law.ask.pick")}}
	for _, s := range p.Pack.Subjects() {
		out = append(out, ui.Option{Value: s.ID, Text: pick(lang, s.NameID, s.NameEN)})
	}
	return out
}

// choices are all acts: the kinds of the catalogue, then what one may do.
func (p *Pages) choices(lang words.Lang) []ui.Option {
	out := []ui.Option{{Text: p.UI.T(lang, "law.ask.pick")}}
	for _, k := range p.Pack.ActKinds() {
		out = append(out, ui.Option{Value: k.ID, Text: pick(lang, k.LabelID, k.LabelEN)})
	}
	for _, m := range p.Pack.Permits() {
		out = append(out, ui.Option{Value: m.ID, Text: pick(lang, m.LabelID, m.LabelEN)})
	}
	return out
}

// looks are how the verdicts look.
func (p *Pages) verdict(lang words.Lang, v law.Verdict) ui.Badge {
	b := ui.Badge{Text: p.UI.T(lang, "law.verdict."+string(v))}
	switch v {
	case law.Allowed:
		b.Look = ui.LookDone
	case law.Forbidden:
		b.Look = ui.LookLate
	case law.AskFirst:
		b.Look = ui.LookWaiting
	}
	return b
}

func (p *Pages) answer(b *base, a law.Answer) *answer {
	lang := b.Lang
	out := &answer{
		Badge: p.verdict(lang, a.Verdict), Heading: p.UI.T(lang, "law.verdict."+string(a.Verdict)), Check: a.Conf.Check(),
		Asked: p.subjectName(lang, a.Subject) + ". " + pick(lang, a.LabelID, a.LabelEN) + ". " + words.Date(lang, a.On) + ".",
		Why:   p.why(lang, a), Contact: p.contact(lang, a), Gap: a.Ask.Gap,
	}
	if k, ok := p.Pack.ActKind(a.Act); ok {
		out.Note = pick(lang, k.NoteID, k.NoteEN)
	}
	out.Rows = append(p.actRows(lang, a), p.basisRows(b, a)...)
	if a.Found != nil {
		for _, other := range a.Found.Alternatives {
			out.Also = append(out.Also, link{Text: other.Code, Note: pick(lang, other.ShortID, other.ShortEN)})
		}
	}
	if a.Permit != nil && a.Permit.OpenPoint != "" && a.Bar == nil {
		if o, ok := p.Pack.OpenPoint(a.Permit.OpenPoint); ok {
			out.Open = p.openPoints(b, []law.OpenPoint{o})
		}
	}
	for _, m := range a.Instead {
		out.Instead = append(out.Instead, p.insteadOf(b, m))
	}
	out.OtherDays = p.otherDays(b, a)
	return out
}

// why gives the verdict's reason in a sentence.
func (p *Pages) why(lang words.Lang, a law.Answer) string {
	switch {
	case a.Bar != nil:
		return pick(lang, a.Bar.ReasonID, a.Bar.ReasonEN)
	case a.Verdict == law.Allowed:
		return pick(lang, a.Permit.InsteadID, a.Permit.InsteadEN)
	case a.Verdict == law.Forbidden:
		return pick(lang, a.Found.WhyID, a.Found.WhyEN)
	case a.Found != nil && a.Conf.Check():
		return p.UI.T(lang, "law.ask.unsure")
	case a.Found != nil:
		return p.UI.T(lang, "law.ask.no_basis")
	case a.Permit != nil:
		return p.UI.T(lang, "law.ask.not_settled")
	}
	return p.UI.T(lang, "law.ask.first_text")
}

// contact says whom to ask: Bawaslu, and who oversees the class on that day.
func (p *Pages) contact(lang words.Lang, a law.Answer) string {
	switch {
	case a.Ask.Gap:
		return p.UI.T(lang, "law.ask.contact_gap")
	case a.Ask.NameID == "":
		return p.UI.T(lang, "law.ask.contact_bawaslu")
	}
	return p.UI.T(lang, "law.ask.contact", "who", pick(lang, a.Ask.NameID, a.Ask.NameEN))
}

// actRows are the row of the catalogue: the act, its kind and level, and the usual sanction on
// that day.
func (p *Pages) actRows(lang words.Lang, a law.Answer) []ui.Row {
	if a.Found == nil {
		return nil
	}
	t := func(key string) string { return p.UI.T(lang, key) }
	act := a.Found.Act
	rows := []ui.Row{{Key: t("law.ask.act_row"), Value: act.Code + ": " + pick(lang, act.ShortID, act.ShortEN)}}
	if rule, ok := p.Pack.ClassRule(a.Found.Class); ok {
		rows = append(rows, ui.Row{Key: t("law.ask.class"), Value: pick(lang, rule.NameID, rule.NameEN)})
	}
	if act.Level != "" {
		rows = append(rows, ui.Row{Key: t("law.ask.level"), Value: t("law.level." + act.Level)})
	}
	rows = append(rows, ui.Row{Key: t("law.ask.sanction"), Value: p.sanction(lang, a)})
	if s, ok := p.Pack.Subject(a.Subject); ok && decidedAtHome(a.Found.Class) {
		rows = append(rows, ui.Row{Key: t("law.ask.decider"), Value: pick(lang, s.DeciderID, s.DeciderEN)})
	}
	if note := pick(lang, act.NoteID, act.NoteEN); note != "" {
		rows = append(rows, ui.Row{Key: t("law.ask.note"), Value: note})
	}
	return rows
}

// decidedAtHome reports whether the class's own authority decides; a court or the KPU decides the
// others.
func decidedAtHome(c law.Class) bool {
	return c != law.ClassCriminal && c != law.ClassAdministrative && c != law.ClassOther
}

// sanction is what usually follows on that day for that class, one form a line.
func (p *Pages) sanction(lang words.Lang, a law.Answer) string {
	var lines []string
	for _, f := range a.Sanctions {
		lines = append(lines, pick(lang, f.NameID, f.NameEN))
	}
	if a.Penalty != nil {
		lines = append(lines, p.penalty(lang, *a.Penalty))
	}
	act := a.Found.Act
	if text := pick(lang, act.PenaltyID, act.PenaltyEN); text != "" && len(lines) == 0 {
		lines = append(lines, text)
	}
	switch {
	case len(lines) > 0:
		return strings.Join(lines, "\n")
	case a.Ladder != nil:
		return pick(lang, a.Ladder.WhyID, a.Ladder.WhyEN)
	}
	return p.UI.T(lang, "law.ask.no_form")
}

func (p *Pages) penalty(lang words.Lang, x law.Penalty) string {
	n := func(v int64) string { return words.Number(lang, int(v)) }
	join := "law.ask.penalty_and"
	if x.Joined == "and/or" {
		join = "law.ask.penalty_or"
	}
	return p.UI.T(lang, "law.ask.penalty", "a", n(int64(x.PrisonMonths[0])), "b", n(int64(x.PrisonMonths[1])),
		"join", p.UI.T(lang, join), "x", n(x.FineRupiah[0]), "y", n(x.FineRupiah[1]))
}

// basisRows are the articles as of the day, each with its state and its page.
func (p *Pages) basisRows(b *base, a law.Answer) []ui.Row {
	var rows []ui.Row
	for _, c := range a.Basis {
		badge := p.state(b.Lang, c.InForce, c.From, b.On)
		row := ui.Row{Key: c.In(b.Lang), Badge: &badge, Href: b.cited(c), Action: p.UI.T(b.Lang, "law.open")}
		if c.Ref != "" {
			row.Value = pick(b.Lang, c.SaysID, c.SaysEN)
		}
		rows = append(rows, row)
	}
	for _, text := range a.BasisText {
		rows = append(rows, ui.Row{Key: p.UI.T(b.Lang, "law.ask.basis"), Value: text})
	}
	if a.Permit != nil && a.Permit.NoRule && a.Verdict == law.Allowed {
		rows = append(rows, ui.Row{Key: p.UI.T(b.Lang, "law.ask.basis"), Value: p.UI.T(b.Lang, "law.ask.no_rule")})
	}
	return rows
}

func (p *Pages) insteadOf(b *base, m law.Permit) instead {
	out := instead{Text: pick(b.Lang, m.InsteadID, m.InsteadEN), Check: m.OpenPoint != ""}
	for _, c := range m.Basis {
		cited, err := p.Pack.Cite(c, b.On)
		if err == nil {
			out.Basis = append(out.Basis, link{Text: cited.In(b.Lang), Href: b.cited(cited)})
		}
	}
	for _, text := range m.BasisText {
		out.Basis = append(out.Basis, link{Text: text})
	}
	if m.NoRule {
		out.Basis = append(out.Basis, link{Text: p.UI.T(b.Lang, "law.ask.no_rule")})
	}
	return out
}

// otherDays asks the same on one day of each part of the election: what is ethics before the
// determination may be discipline after it.
func (p *Pages) otherDays(b *base, a law.Answer) ui.Table {
	t := func(key string) string { return p.UI.T(b.Lang, key) }
	table := ui.Table{Caption: t("law.ask.other_days"), Columns: []ui.Column{{Text: t("law.ask.period")}, {Text: t("law.ask.day")}, {Text: t("law.ask.answer")}}}
	for _, part := range p.Pack.Parts() {
		q := a.Question
		q.On = part.On
		found, err := p.Pack.MayI(q)
		if err != nil {
			continue
		}
		badge := p.verdict(b.Lang, found.Verdict)
		href := "/boleh?" + url.Values{"siapa": {q.Subject}, "perbuatan": {q.Act}, "tanggal": {string(q.On)}}.Encode()
		cell := ui.Cell{Badge: &badge}
		if found.Found != nil {
			if rule, ok := p.Pack.ClassRule(found.Found.Class); ok {
				cell.Text = pick(b.Lang, rule.NameID, rule.NameEN)
			}
		}
		table.Rows = append(table.Rows, []ui.Cell{{Text: t("law.period." + part.ID), Href: href}, {Text: words.ShortDate(b.Lang, q.On)}, cell})
	}
	return table
}
