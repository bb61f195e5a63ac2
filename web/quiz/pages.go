// Package quiz shows the quiz of neutrality for an apel or a briefing: to be filled in on a
// phone, or printed with its key. Whoever wants adds the result to the counts of a unit, without
// a name; those who train people see where their units are wrong.
package quiz

import (
	"context"
	"embed"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/time/rate"

	"rambu.id"
	"rambu.id/internal/words"
	"rambu.id/law"
	"rambu.id/quiz"
	"rambu.id/roster"
	"rambu.id/web/ui"
)

//go:embed *.html
var files embed.FS

// Deps are what the pages stand on.
type Deps struct {
	UI         *ui.Renderer
	Pack       *law.Pack
	Desk       *quiz.Desk
	Government roster.Institution // kept here; without one no result can be sent
	Units      func(ctx context.Context, institution string) ([]roster.Unit, error)
	Today      func() rambu.Date
	Machine    rambu.Clock
	Actor      func(r *http.Request) (rambu.Actor, error)
}

// The limit of results sent to one instance. Nobody is asked who he is, so it is wide: it only
// keeps a script from filling the counts in an evening.
const (
	sendEvery = time.Second
	sendBurst = 300
)

// Pages are the pages of the quiz.
type Pages struct {
	Deps
	limit *rate.Limiter

	sheet, result, paper, unit, thanks, gaps, hands *ui.Page
}

// New parses the pages.
func New(d Deps) *Pages {
	p := &Pages{Deps: d, limit: rate.NewLimiter(rate.Every(sendEvery), sendBurst)}
	public := func(file string) *ui.Page { return d.UI.Parse(files, ui.LayoutPublic, file) }
	p.sheet, p.result, p.unit, p.thanks = public("sheet.html"), public("result.html"), public("unit.html"), public("thanks.html")
	p.paper = d.UI.Parse(files, ui.LayoutPrint, "paper.html")
	p.gaps, p.hands = d.UI.Parse(files, ui.LayoutDesk, "gaps.html"), d.UI.Parse(files, ui.LayoutDesk, "hands.html")
	return p
}

// Routes mounts the pages: the quiz for everybody, the gaps for signed-in officers.
func (p *Pages) Routes(signedIn, public *http.ServeMux) {
	public.Handle("GET /kuis", p.UI.Handle(p.showSheet))
	public.Handle("GET /kuis/cetak", p.UI.Handle(p.showPaper))
	public.Handle("GET /kuis/unit", p.UI.Handle(p.showUnit))
	public.Handle("POST /kuis/unit", p.UI.Handle(p.send))
	public.Handle("GET /kuis/terima-kasih", p.UI.Handle(p.showThanks))
	signedIn.Handle("GET /kuis/kesenjangan", p.UI.Handle(p.showGaps))
	signedIn.Handle("GET /kuis/apel", p.UI.Handle(p.showHands))
	signedIn.Handle("POST /kuis/apel", p.UI.Handle(p.countHands))
}

// maxSeed bounds the seed of an address, in bytes.
const maxSeed = 40

// order reads which sheet is meant: today's for the first class of the pack, unless the address
// says otherwise.
func (p *Pages) order(q url.Values) quiz.Order {
	o := quiz.Order{Seed: q.Get("benih"), Subject: q.Get("untuk")}
	if o.Seed == "" || len(o.Seed) > maxSeed {
		o.Seed = string(p.Today())
	}
	if _, ok := p.Pack.Subject(o.Subject); !ok {
		o.Subject = p.Pack.Subjects()[0].ID
	}
	return o
}

// address is the permanent address of a sheet.
func address(path string, o quiz.Order) string {
	return path + "?" + url.Values{"benih": {o.Seed}, "untuk": {o.Subject}}.Encode()
}

// field is the form value of a question.
func field(i int) string { return "j" + strconv.Itoa(i+1) }

type sheetPage struct {
	ui.Frame
	Order     quiz.Order
	Who       ui.Field
	Questions []ui.Field
	Printer   string
	Other     string // another sheet
}

// showSheet shows the questions, or the result once every one is answered.
func (p *Pages) showSheet(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	o := p.order(q)
	sheet := quiz.Sheet(p.Pack, o)
	page := &sheetPage{Frame: p.UI.Frame(r, "quiz.title"), Order: o, Printer: address("/kuis/cetak", o)}
	page.Other = address("/kuis", quiz.Order{Seed: next(o.Seed), Subject: o.Subject})
	status := http.StatusOK
	if q.Has("jawab") {
		var es rambu.Errors
		for i := range sheet {
			if _, ok := given(q, i); !ok {
				es = append(es, rambu.Fault(rambu.Invalid, "quiz.error.answer", "n", strconv.Itoa(i+1)).On(field(i)))
			}
		}
		if len(es) == 0 {
			return p.showResult(w, r, o, sheet)
		}
		page.Problems, _ = p.UI.Problems(page.Lang, es)
		status = ui.Status(es)
	}
	page.Who = p.UI.Form(&page.Frame, url.Values{"untuk": {o.Subject}}).Select("untuk", "quiz.who", p.subjects(page.Lang)...)
	form := p.UI.Form(&page.Frame, q)
	for i, x := range sheet {
		f := form.Radios(field(i), "quiz.may", p.verdicts(page.Lang)...)
		f.Label = strconv.Itoa(i+1) + ". " + p.question(page.Lang, x)
		f.Inline = true
		page.Questions = append(page.Questions, f)
	}
	return p.sheet.Render(w, status, page)
}

// next is the seed of the sheet after this one: the same again for everybody who asks for another.
func next(seed string) string {
	i := strings.LastIndexByte(seed, '~')
	if i < 0 {
		return seed + "~2"
	}
	n, err := strconv.Atoi(seed[i+1:])
	if err != nil || n < 1 || n > 998 {
		return seed[:i] + "~2"
	}
	return seed[:i] + "~" + strconv.Itoa(n+1)
}

// given is the answer to a question, false when there is none.
func given(q url.Values, i int) (law.Verdict, bool) {
	v := law.Verdict(q.Get(field(i)))
	return v, v == law.Allowed || v == law.Forbidden || v == law.AskFirst
}

func (p *Pages) subjects(lang words.Lang) []ui.Option {
	var out []ui.Option
	for _, s := range p.Pack.Subjects() {
		out = append(out, ui.Option{Value: s.ID, Text: pick(lang, s.NameID, s.NameEN)})
	}
	return out
}

func (p *Pages) verdicts(lang words.Lang) []ui.Option {
	var out []ui.Option
	for _, v := range []law.Verdict{law.Allowed, law.Forbidden, law.AskFirst} {
		out = append(out, ui.Option{Value: string(v), Text: p.UI.T(lang, "law.verdict."+string(v))})
	}
	return out
}

// question is one question in a sentence.
func (p *Pages) question(lang words.Lang, q quiz.Question) string {
	return p.UI.T(lang, "quiz.question", "act", pick(lang, q.LabelID, q.LabelEN), "part", p.UI.T(lang, "law.period."+q.Part), "date", words.LongDate(lang, q.On))
}

func pick(lang words.Lang, id, en string) string {
	if lang == words.EN && en != "" || id == "" {
		return en
	}
	return id
}

// subjectName is the class a sheet is for.
func (p *Pages) subjectName(lang words.Lang, o quiz.Order) string {
	s, _ := p.Pack.Subject(o.Subject)
	return pick(lang, s.NameID, s.NameEN)
}

// outcomes are the answers of a filled-in sheet, false when one is missing.
func outcomes(sheet []quiz.Question, q url.Values) ([]quiz.Outcome, bool) {
	var out []quiz.Outcome
	for i, x := range sheet {
		v, ok := given(q, i)
		if !ok {
			return nil, false
		}
		out = append(out, quiz.Outcome{Act: x.Act, Right: x.Right(v)})
	}
	return out, len(out) > 0
}

// units are the units of an institution, by name.
func (p *Pages) units(ctx context.Context, institution string) ([]roster.Unit, error) {
	out, err := p.Units(ctx, institution)
	slices.SortStableFunc(out, func(a, b roster.Unit) int { return strings.Compare(a.Name, b.Name) })
	return out, err
}

func (p *Pages) unitOptions(lang words.Lang, units []roster.Unit) []ui.Option {
	options := []ui.Option{{Text: p.UI.T(lang, "quiz.unit.pick")}}
	for _, u := range units {
		options = append(options, ui.Option{Value: u.ID, Text: u.Name})
	}
	return options
}
