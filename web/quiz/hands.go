package quiz

import (
	"net/http"
	"net/url"
	"strconv"

	"rambu.id/quiz"
	"rambu.id/web/ui"
)

type handsPage struct {
	ui.Frame
	Order        quiz.Order
	Unit, People ui.Field
	Counts       []ui.Field
	Paper        string
}

// showHands asks for the counts of an apel that answered today's sheet by raising hands.
func (p *Pages) showHands(w http.ResponseWriter, r *http.Request) error {
	return p.askHands(w, r, r.URL.Query(), nil)
}

func (p *Pages) askHands(w http.ResponseWriter, r *http.Request, q url.Values, fault error) error {
	who, err := p.Actor(r)
	if err != nil {
		return err
	}
	err = quiz.MayCount(who)
	if err != nil {
		return err
	}
	page := &handsPage{Frame: p.UI.Frame(r, "quiz.hands.title"), Order: p.order(q)}
	page.Paper = address("/kuis/cetak", page.Order)
	status := http.StatusOK
	if fault != nil {
		problems, ok := p.UI.Problems(page.Lang, fault)
		if !ok {
			return fault
		}
		page.Problems, status = problems, ui.Status(fault)
	}
	units, err := p.units(r.Context(), who.Institution)
	if err != nil {
		return err
	}
	form := p.UI.Form(&page.Frame, q)
	page.Unit = form.Select("unit", "quiz.unit.unit", p.unitOptions(page.Lang, units)...)
	page.People = numeric(form.Text("orang", "quiz.hands.people"))
	for i, x := range quiz.Sheet(p.Pack, page.Order) {
		f := numeric(form.Text(field(i), "quiz.hands.wrong"))
		f.Label = strconv.Itoa(i+1) + ". " + p.question(page.Lang, x)
		f.Hint = p.UI.T(page.Lang, "quiz.hands.answer", "answer", p.verdict(page.Lang, x.Verdict).Text)
		page.Counts = append(page.Counts, f)
	}
	return p.hands.Render(w, status, page)
}

func numeric(f ui.Field) ui.Field {
	f.Mode, f.Width = "numeric", "5"
	return f
}

// countHands records an apel.
func (p *Pages) countHands(w http.ResponseWriter, r *http.Request) error {
	who, err := p.Actor(r)
	if err != nil {
		return err
	}
	in, err := ui.Read(w, r)
	if err != nil {
		return err
	}
	h := quiz.Hands{Unit: in.Values.Get("unit"), People: in.Int("orang", quiz.Few, quiz.Crowd)}
	if in.Values.Get("orang") == "" {
		in.Fault("orang", "quiz.error.people", "low", strconv.Itoa(quiz.Few), "high", strconv.Itoa(quiz.Crowd))
	}
	if h.Unit == "" {
		in.Fault("unit", "quiz.error.unit")
	}
	for i, x := range quiz.Sheet(p.Pack, p.order(in.Values)) {
		if in.Values.Get(field(i)) == "" { // a gap in the counting is not "nobody was wrong"
			in.Fault(field(i), "quiz.error.count", "n", strconv.Itoa(i+1))
		}
		h.Counts = append(h.Counts, quiz.Count{Act: x.Act, Wrong: in.Int(field(i), 0, max(h.People, quiz.Few))})
	}
	err = in.Err()
	if err == nil {
		err = p.Desk.RecordHands(r.Context(), who, h)
	}
	if err != nil {
		return p.askHands(w, r, in.Values, err)
	}
	to := "/kuis/terima-kasih"
	if quiz.MaySee(who) == nil {
		to = "/kuis/kesenjangan"
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}
