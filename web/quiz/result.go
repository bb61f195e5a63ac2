package quiz

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"rambu.id"
	"rambu.id/internal/words"
	"rambu.id/law"
	"rambu.id/quiz"
	"rambu.id/web/ui"
)

// checked is one question with what was answered and what the law says.
type checked struct {
	Text   string
	Badge  *ui.Badge // right or wrong; nil on paper
	Answer ui.Badge
	Given  string
	Why    string
	Basis  string
	Href   string // the whole answer
}

type resultPage struct {
	ui.Frame
	Score   string
	Checked []checked
	Unit    string // address of the page that counts it, "" where nothing is counted
	Again   string
}

func (p *Pages) showResult(w http.ResponseWriter, r *http.Request, o quiz.Order, sheet []quiz.Question) error {
	q := r.URL.Query()
	page := &resultPage{Frame: p.UI.Frame(r, "quiz.title"), Again: address("/kuis", quiz.Order{Seed: next(o.Seed), Subject: o.Subject})}
	right := 0
	for i, x := range sheet {
		v, _ := given(q, i)
		c := p.key(page.Lang, i, x)
		c.Given = p.UI.T(page.Lang, "law.verdict."+string(v))
		badge := ui.Badge{Look: ui.LookDone, Text: p.UI.T(page.Lang, "quiz.right")}
		if x.Right(v) {
			right++
		} else {
			badge = ui.Badge{Look: ui.LookLate, Text: p.UI.T(page.Lang, "quiz.wrong")}
		}
		c.Badge = &badge
		page.Checked = append(page.Checked, c)
	}
	page.Score = p.UI.T(page.Lang, "quiz.score", "right", strconv.Itoa(right), "n", strconv.Itoa(len(sheet)))
	if p.Government.ID != "" {
		page.Unit = "/kuis/unit?" + q.Encode()
	}
	return p.result.Render(w, http.StatusOK, page)
}

// key is a question with its answer and the articles of the day.
func (p *Pages) key(lang words.Lang, i int, x quiz.Question) checked {
	c := checked{
		Text: strconv.Itoa(i+1) + ". " + p.question(lang, x), Answer: p.verdict(lang, x.Verdict), Why: p.why(lang, x),
		Href: "/boleh?" + url.Values{"siapa": {x.Subject}, "perbuatan": {x.Act}, "tanggal": {string(x.On)}}.Encode(),
	}
	var basis []string
	for _, b := range x.Basis {
		if b.InForce {
			basis = append(basis, b.Short)
		}
	}
	c.Basis = strings.Join(append(basis, x.BasisText...), "; ")
	if c.Basis == "" && x.Verdict == law.Allowed {
		c.Basis = p.UI.T(lang, "law.ask.no_rule")
	}
	return c
}

func (p *Pages) verdict(lang words.Lang, v law.Verdict) ui.Badge {
	look := map[law.Verdict]ui.Look{law.Allowed: ui.LookDone, law.Forbidden: ui.LookLate, law.AskFirst: ui.LookWaiting}
	return ui.Badge{Look: look[v], Text: p.UI.T(lang, "law.verdict."+string(v))}
}

// why is the reason in a sentence: of the bar, the permit or the catalogue.
func (p *Pages) why(lang words.Lang, x quiz.Question) string {
	switch {
	case x.Bar != nil:
		return pick(lang, x.Bar.ReasonID, x.Bar.ReasonEN)
	case x.Verdict == law.Allowed:
		return pick(lang, x.Permit.InsteadID, x.Permit.InsteadEN)
	case x.Verdict == law.Forbidden:
		return pick(lang, x.Found.WhyID, x.Found.WhyEN)
	}
	return p.UI.T(lang, "quiz.ask_first")
}

type paperPage struct {
	ui.Frame
	Class, Seed, Version string
	Questions            []checked
	Key                  bool
	Back, Turn           string // the sheet, and the other side: key or questions
	Hands                string // where an officer counts the hands of an apel
	Boxes                []ui.Option
}

// showPaper is the sheet to be printed for an apel; with kunci it is the key.
func (p *Pages) showPaper(w http.ResponseWriter, r *http.Request) error {
	o := p.order(r.URL.Query())
	page := &paperPage{Frame: p.UI.Frame(r, "quiz.title"), Seed: o.Seed, Version: p.Pack.Version(), Back: address("/kuis", o), Key: r.URL.Query().Has("kunci")}
	page.Class = p.subjectName(page.Lang, o)
	page.Boxes = p.verdicts(page.Lang)
	page.Turn = address("/kuis/cetak", o)
	if p.Government.ID != "" {
		page.Hands = address("/kuis/apel", o)
	}
	if !page.Key {
		page.Turn += "&kunci=1"
	}
	for i, x := range quiz.Sheet(p.Pack, o) {
		page.Questions = append(page.Questions, p.key(page.Lang, i, x))
	}
	return p.paper.Render(w, http.StatusOK, page)
}

type unitPage struct {
	ui.Frame
	Unit   ui.Field
	Hidden []hidden
	Back   string
}

type hidden struct{ Name, Value string }

// showUnit asks to which unit's counts the sheet may be added. It is a page of its own, so that
// nothing is counted by filling in a quiz.
func (p *Pages) showUnit(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	sheet := quiz.Sheet(p.Pack, p.order(q))
	if _, ok := outcomes(sheet, q); !ok || p.Government.ID == "" {
		http.Redirect(w, r, "/kuis", http.StatusSeeOther)
		return nil
	}
	return p.askUnit(w, r, q, nil)
}

func (p *Pages) askUnit(w http.ResponseWriter, r *http.Request, q url.Values, fault error) error {
	page := &unitPage{Frame: p.UI.Frame(r, "quiz.unit.title"), Back: "/kuis"}
	status := http.StatusOK
	if fault != nil {
		problems, ok := p.UI.Problems(page.Lang, fault)
		if !ok {
			return fault
		}
		page.Problems, status = problems, ui.Status(fault)
	}
	units, err := p.units(r.Context(), p.Government.ID)
	if err != nil {
		return err
	}
	page.Unit = p.UI.Form(&page.Frame, q).Select("unit", "quiz.unit.unit", p.unitOptions(page.Lang, units)...)
	o := p.order(q)
	page.Hidden = []hidden{{"benih", o.Seed}, {"untuk", o.Subject}}
	for i := range quiz.Sheet(p.Pack, o) {
		page.Hidden = append(page.Hidden, hidden{field(i), q.Get(field(i))})
	}
	return p.unit.Render(w, status, page)
}

// send adds a sheet to the counts of the unit that was chosen.
func (p *Pages) send(w http.ResponseWriter, r *http.Request) error {
	if p.Government.ID == "" {
		return rambu.Errorf(rambu.NotFound, "no government is kept here")
	}
	in, err := ui.Read(w, r)
	if err != nil {
		return err
	}
	found, ok := outcomes(quiz.Sheet(p.Pack, p.order(in.Values)), in.Values)
	if !ok {
		return rambu.Fault(rambu.Invalid, "quiz.error.sheet")
	}
	if !p.limit.AllowN(p.Machine.Now(), 1) {
		return rambu.Fault(rambu.TooMany, "quiz.error.busy")
	}
	err = p.Desk.Record(r.Context(), quiz.Submission{Government: p.Government, Unit: in.Values.Get("unit"), Outcomes: found})
	if err != nil {
		return p.askUnit(w, r, in.Values, err)
	}
	http.Redirect(w, r, "/kuis/terima-kasih", http.StatusSeeOther)
	return nil
}

type thanksPage struct{ ui.Frame }

func (p *Pages) showThanks(w http.ResponseWriter, r *http.Request) error {
	return p.thanks.Render(w, http.StatusOK, &thanksPage{p.UI.Frame(r, "quiz.title")})
}

type gapsPage struct {
	ui.Frame
	Units    []unitGaps
	MayCount bool // the hands of an apel
}

// unitGaps is what one unit is wrong about; Few says how many acts are left out.
type unitGaps struct {
	Name  string
	Table ui.Table
	Few   int
}

// showGaps shows where the units of a government are wrong.
func (p *Pages) showGaps(w http.ResponseWriter, r *http.Request) error {
	who, err := p.Actor(r)
	if err != nil {
		return err
	}
	gaps, err := p.Desk.Gaps(r.Context(), who)
	if err != nil {
		return err
	}
	units, err := p.Units(r.Context(), who.Institution)
	if err != nil {
		return err
	}
	names := map[string]string{}
	for _, u := range units {
		names[u.ID] = u.Name
	}
	page := &gapsPage{Frame: p.UI.Frame(r, "quiz.gaps.title"), MayCount: quiz.MayCount(who) == nil}
	last := ""
	for _, g := range gaps {
		if len(page.Units) == 0 || g.Unit != last {
			last = g.Unit
			page.Units = append(page.Units, p.unitGaps(page.Lang, names[g.Unit]))
		}
		p.addGap(page.Lang, &page.Units[len(page.Units)-1], g)
	}
	return p.gaps.Render(w, http.StatusOK, page)
}

func (p *Pages) unitGaps(lang words.Lang, name string) unitGaps {
	t := func(key string, args ...string) string { return p.UI.T(lang, key, args...) }
	return unitGaps{Name: name, Table: ui.Table{
		Caption: t("quiz.gaps.caption", "unit", name),
		Columns: []ui.Column{{Text: t("quiz.gaps.act")}, {Text: t("quiz.gaps.asked"), Num: true}, {Text: t("quiz.gaps.wrong"), Num: true}},
	}}
}

func (p *Pages) addGap(lang words.Lang, u *unitGaps, g quiz.Gap) {
	if g.Few {
		u.Few++
		return
	}
	u.Table.Rows = append(u.Table.Rows, []ui.Cell{
		{Text: p.actName(lang, g.Act)},
		{Text: p.UI.T(lang, "quiz.gaps.from", "n", strconv.Itoa(g.Asked))},
		{Text: p.UI.T(lang, "quiz.gaps.percent", "n", strconv.Itoa(g.Wrong))},
	})
}

// actName is the act a count is of; one that a newer pack no longer has keeps its id.
func (p *Pages) actName(lang words.Lang, id string) string {
	if k, ok := p.Pack.ActKind(id); ok {
		return pick(lang, k.LabelID, k.LabelEN)
	}
	if m, ok := p.Pack.Permit(id); ok {
		return pick(lang, m.LabelID, m.LabelEN)
	}
	return id
}
