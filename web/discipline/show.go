package discipline

import (
	"io"
	"mime"
	"net/http"
	"strings"

	"rambu.id"
	"rambu.id/discipline"
	"rambu.id/letter"
	"rambu.id/procedure"
	"rambu.id/web/ui"
)

type showPage struct {
	ui.Frame
	ID       string
	Heading  string
	Stage    ui.Badge
	FollowUp *ui.Badge
	Both     string // two procedures run beside each other, and what that means
	Rows     []ui.Row
	Rules    []ui.Row
	Next     []ui.Task
	More     []ui.Task
	Running  []ui.Clock
	Ended    []ui.Clock
	Study    string
	Evidence ui.Table
	Steps    []ui.Event
	Papers   []ui.Event
	Files    []ui.Row
	Window   bool
	Contest  bool
	Stands   string // whether it is an allegation still
	Same     []string
}

func (p *Pages) showMatter(w http.ResponseWriter, r *http.Request) error {
	c, err := p.matter(r)
	if err != nil {
		return err
	}
	clocks, err := p.Office.Clocks(r.Context(), c.who, c.o.ID)
	if err != nil {
		return err
	}
	steps, err := p.Office.Steps(r.Context(), c.who, c.o.ID)
	if err != nil {
		return err
	}
	o := c.o
	page := &showPage{
		Frame: p.UI.Frame(r, "discipline.show.title"), ID: o.ID, Heading: o.Respondent.Name, Stage: c.state(o.Procedure, o.State),
		Rows: c.rows(), Rules: c.rules(), Study: o.Study, Same: o.Same,
	}
	page.Next, page.More = c.tasks()
	if o.Recommendation != "" {
		b := c.state(discipline.ByRecommendation, o.Recommendation)
		page.FollowUp = &b
		if o.DecidedOn == "" {
			page.Both = c.t("discipline.show.both", "term", c.dial().Term(discipline.ClockFollowUp))
		}
	}
	for _, k := range clocks {
		if k.Status == procedure.Running {
			page.Running = append(page.Running, c.clock(k))
		} else {
			page.Ended = append(page.Ended, c.clock(k))
		}
	}
	if len(page.Running) == 1 && page.Both != "" { // the other one has not begun, or is over
		page.Both = c.t("discipline.show.follow_short", "term", c.dial().Term(discipline.ClockFollowUp))
	}
	page.Stands = c.stands()
	page.Evidence = c.evidence()
	page.Steps, page.Papers = c.timeline(steps), c.papers()
	if d, _ := discipline.Latest[discipline.Decision](o.Papers); d != nil {
		page.Window, page.Contest = d.Window, d.Contested
	}
	page.Files = c.files()
	return p.show.Render(w, http.StatusOK, page)
}

// stands says what the matter is by now: nobody is called a violator before a decision, nor is a
// decision called an allegation.
func (c *call) stands() string {
	switch {
	case c.o.State == discipline.NotProven:
		return c.t("discipline.show.not_proven")
	case c.o.DecidedOn != "":
		return c.t("discipline.show.decided", "date", c.day(c.o.DecidedOn))
	}
	return c.t("discipline.show.allegation")
}

// rows are what is known of the matter.
func (c *call) rows() []ui.Row {
	o := c.o
	rows := []ui.Row{
		{Key: c.t("discipline.show.person"), Value: o.Respondent.Name},
		{Key: c.t("discipline.show.post"), Value: dash(o.Respondent.PostText)},
		{Key: c.t("discipline.show.class"), Value: c.subject(o.Respondent.Class)},
		{Key: c.t("discipline.show.act"), Value: dash(c.act(o.Act)), Check: c.unsure(o.Act)},
		{Key: c.t("discipline.show.act_date"), Value: c.day(o.ActDate)},
		{Key: c.t("discipline.show.known"), Value: c.day(o.KnownOn)},
		{Key: c.t("discipline.show.superior"), Value: c.title(o.Superior)},
	}
	if o.Source.Number != "" {
		rows = append(rows, ui.Row{Key: c.t("discipline.show.letter"), Value: o.Source.Number + "\n" + c.day(o.Source.Date), Href: "/surat/" + o.Letter, Action: c.t("discipline.show.open_letter")})
	}
	if rec, _ := discipline.Latest[discipline.Recommendation](o.Papers); rec != nil {
		rows = append(rows, ui.Row{Key: c.t("discipline.show.recommendation"), Value: dash(rec.Ticket) + "\n" + dash(rec.Number)})
	}
	if o.Sanction != "" {
		rows = append(rows, ui.Row{Key: c.t("discipline.show.sanction"), Value: c.sanction(o.Sanction)})
	}
	if d, _ := discipline.Latest[discipline.Decision](o.Papers); d != nil && d.Until != "" {
		rows = append(rows, ui.Row{Key: c.t("discipline.field.until"), Value: c.day(d.Until)})
	}
	if o.EffectiveOn != "" {
		rows = append(rows, ui.Row{Key: c.t("discipline.show.effective"), Value: c.day(o.EffectiveOn)})
	}
	if o.Answer != "" {
		rows = append(rows, ui.Row{Key: c.t("discipline.show.answer"), Value: c.answerState(), Href: "/surat/" + o.Answer, Action: c.t("discipline.show.open_letter")})
	}
	return rows
}

// answerState says where the answer letter stands.
func (c *call) answerState() string {
	if c.o.AnswerState == "" || c.o.AnswerState == letter.Draft {
		return c.t("discipline.show.answer_drafted")
	}
	return c.t("letter.state." + string(c.o.AnswerState))
}

// rules are those of the procedure that hang on no step, with the article of each.
func (c *call) rules() []ui.Row {
	pr, ok := c.p.Office.Pack().Procedure(c.o.Procedure)
	if !ok {
		return nil
	}
	var out []ui.Row
	for _, r := range pr.Rules {
		var cites []string
		for _, b := range r.Basis {
			cited, err := c.p.Office.Pack().Cite(b, c.o.KnownOn)
			if err == nil {
				cites = append(cites, strings.TrimSpace(cited.Short))
			}
		}
		out = append(out, ui.Row{Key: strings.Join(cites, "; "), Value: c.pick(r.TextID, r.TextEN), Check: r.Conf.Check()})
	}
	return out
}

func dash(s string) string {
	if s == "" {
		return "–"
	}
	return s
}

func (c *call) evidence() ui.Table {
	t := ui.Table{Caption: c.t("discipline.show.evidence"), Columns: []ui.Column{{Text: c.t("discipline.show.file")}, {Text: "SHA-256"}}}
	for _, e := range c.o.Evidence {
		t.Rows = append(t.Rows, []ui.Cell{{Text: e.Name}, {Text: e.SHA256[:16] + "…"}})
	}
	return t
}

// timeline is what happened, by day.
func (c *call) timeline(steps []discipline.Happened) []ui.Event {
	var out []ui.Event
	for _, s := range steps {
		title := c.state(s.Procedure, discipline.State(s.Event)).Text
		if s.Transition == "" {
			title = c.event(s.Procedure, s.Event)
		}
		if s.Procedure == discipline.ByRecommendation {
			title = "BKN: " + title
		}
		out = append(out, ui.Event{When: c.day(s.On), Title: title})
	}
	return out
}

// papers are what was written, in their order.
func (c *call) papers() []ui.Event {
	out := make([]ui.Event, 0, len(c.o.Papers))
	for _, p := range c.o.Papers {
		out = append(out, ui.Event{When: c.day(p.On), Title: c.t("discipline.paper." + string(p.Kind)), Text: c.says(p)})
	}
	return out
}

// event names an event in the words of the law pack; one without words is marked, as a missing sentence is.
func (c *call) event(proc, id string) string {
	pr, ok := c.p.Office.Pack().Procedure(proc)
	if !ok {
		return "⟦" + id + "⟧"
	}
	for _, e := range pr.Events {
		if e.ID == id {
			return c.pick(e.LabelID, e.LabelEN)
		}
	}
	return "⟦" + id + "⟧"
}

// says is the short content of a paper.
func (c *call) says(p discipline.Paper) string {
	switch v := p.Content.(type) {
	case *discipline.Summons:
		return c.t("discipline.says.summons", "n", itoa(v.Turn), "on", c.day(v.On), "at", v.At, "place", v.Place)
	case *discipline.NoShow:
		return c.t("discipline.says.no_show", "on", c.day(v.On)) + " " + v.Note
	case *discipline.Team:
		parts := []string{v.Number}
		for _, m := range v.Members {
			parts = append(parts, m.Title)
		}
		return strings.Join(parts, "; ")
	case *discipline.Minutes:
		if v.Refused {
			return c.t("discipline.says.refused", "reason", v.Reason)
		}
		return c.t("discipline.says.signed")
	case *discipline.Report:
		if !v.Proven {
			return c.t("discipline.says.not_proven")
		}
		return c.t("discipline.says.proven", "level", c.t("discipline.level."+v.Level))
	case *discipline.Decision:
		return c.t("discipline.says.decision", "sanction", c.sanction(v.Sanction), "number", v.Number, "title", v.Title)
	case *discipline.Delivery:
		return c.t("discipline.how."+v.How) + " " + v.Note
	case *discipline.Reminder:
		return c.state(discipline.ByRecommendation, v.Step).Text + " " + v.Number
	case *discipline.Execution:
		return v.Reference
	case *discipline.Finding:
		return c.t("discipline.says.votes", "for", itoa(v.For), "against", itoa(v.Against))
	case *discipline.Remedy:
		return strings.TrimSpace(v.Number + " " + c.outcome(v))
	case *discipline.Recommendation:
		return v.Ticket + " " + v.Number
	case *discipline.VillageStep:
		return v.Note
	case *discipline.StoodAside:
		return v.Reason
	case *discipline.Standstill:
		return v.Reason
	}
	return ""
}

// outcome is how an objection or appeal ended, in words; what was typed freely before is shown as it is.
func (c *call) outcome(r *discipline.Remedy) string {
	if !r.Outcome.Known() {
		return string(r.Outcome)
	}
	text := c.t("discipline.outcome." + string(r.Outcome))
	if r.Sanction != "" {
		text += ": " + c.sanction(r.Sanction)
	}
	return text
}

// files are those the papers name.
func (c *call) files() []ui.Row {
	var out []ui.Row
	add := func(key string, f *discipline.File) {
		if f != nil {
			out = append(out, ui.Row{Key: key, Value: f.Name, Href: "/sanksi/" + c.o.ID + "/berkas/" + f.ID, Action: c.t("discipline.show.open_file")})
		}
	}
	for _, p := range c.o.Papers {
		switch v := p.Content.(type) {
		case *discipline.Decision:
			add(c.t("discipline.paper.keputusan"), v.File)
		case *discipline.Delivery:
			add(c.t("discipline.paper.penyampaian"), v.Proof)
		}
	}
	return out
}

func (p *Pages) showFile(w http.ResponseWriter, r *http.Request) error {
	c, err := p.call(r)
	if err != nil {
		return err
	}
	f, body, err := p.Office.ReadFile(r.Context(), c.who, r.PathValue("id"), r.PathValue("file"))
	if err != nil {
		return err
	}
	defer body.Close()
	h := w.Header()
	h.Set("Content-Type", "application/octet-stream")
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": f.Name}))
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	_, err = io.Copy(w, body)
	if err != nil {
		return rambu.Errorf(rambu.Unavailable, "send a file: %v", err)
	}
	return nil
}
