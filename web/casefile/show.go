package casefile

import (
	"cmp"
	"io"
	"mime"
	"net/http"
	"slices"
	"strings"
	"time"

	"rambu.id"
	"rambu.id/casefile"
	"rambu.id/evidence"
	"rambu.id/intake"
	"rambu.id/internal/words"
	"rambu.id/web/ui"
)

// head names a case at the top of its pages.
type head struct {
	Number string
	Href   string
	Badge  ui.Badge
}

func (c *call) head(k casefile.Case) *head {
	return &head{Number: c.number(k), Href: href(k.ID), Badge: c.badge(k.State)}
}

type showPage struct {
	ui.Frame
	Head     *head
	Sealed   string // why the file is not shown
	Stands   string // whether it is an allegation still
	Facts    []ui.Row
	Acts     []ui.Button
	More     []ui.Button
	Clocks   []ui.Clock
	Done     []ui.Clock // met or stopped
	Report   []ui.Row
	Exhibits ui.Table
	Messages []ui.Event
	Joined   []joinedReport
	History  []ui.Event
	Officers []ui.Row
}

// joinedReport is a further report in a case.
type joinedReport struct {
	Href     string
	Rows     []ui.Row
	Exhibits ui.Table
}

// showCase shows a case. Who does not hold its key sees how far it is and its clocks, and why
// the rest is sealed.
func (p *Pages) showCase(w http.ResponseWriter, r *http.Request) error {
	c, err := p.call(w, r)
	if err != nil {
		return err
	}
	k, err := p.Desk.Find(r.Context(), c.who, c.id)
	if err != nil {
		return err
	}
	page := &showPage{Frame: p.UI.Frame(r, "casefile.show.title"), Head: c.head(k)}
	err = c.clocks(page)
	if err != nil {
		return err
	}
	_, by, err := c.colleagues()
	if err != nil {
		return err
	}
	v, err := p.Desk.Get(r.Context(), c.who, c.id)
	switch {
	case rambu.KindOf(err) == rambu.Locked:
		page.Stands = c.stands(k, nil)
		page.Sealed = p.UI.Words().Error(c.lang, err) + " " + c.t("casefile.show.refusal_logged")
		page.Facts = c.clearFacts(k, by)
	case err != nil:
		return err
	default:
		page.Stands = c.stands(k, v)
		page.Facts = c.facts(v, by)
		page.Acts, page.More = c.acts(v)
		c.opened(page, v, by)
	}
	err = c.history(page, v, by)
	if err != nil {
		return err
	}
	return p.show.Render(w, http.StatusOK, page)
}

// stands says what the case is by now: nobody is called a violator before a decision, nor is a decision
// called an allegation. v is nil for one to whom the decision is sealed.
func (c *call) stands(k casefile.Case, v *casefile.View) string {
	if v == nil {
		if slices.Contains([]casefile.State{casefile.Proven, casefile.NotProven, casefile.Forwarded, casefile.Announced}, k.State) {
			return ""
		}
		return c.t("casefile.report.allegation")
	}
	switch d, p := v.Decision(); {
	case d == nil:
		return c.t("casefile.report.allegation")
	case d.Result == casefile.VoteProven:
		return c.t("casefile.show.proven", "date", c.written(*p))
	default:
		return c.t("casefile.show.not_proven", "date", c.written(*p))
	}
}

// written is the day a paper was written down.
func (c *call) written(p casefile.Paper) string {
	local, _ := c.p.Intake.Local(c.who.Region, p.At)
	return c.day(rambu.DateOf(local))
}

// paperTitle is what a paper is: a study that is not complete is a draft of one.
func (c *call) paperTitle(p casefile.Paper) string {
	if s, ok := p.Content.(*casefile.Study); ok && !s.Done {
		return c.t("casefile.paper.draft_study")
	}
	return c.t("casefile.paper." + string(p.Kind))
}

func (c *call) clocks(page *showPage) error {
	list, err := c.p.Desk.Clocks(c.r.Context(), c.who, c.id)
	for _, k := range list {
		if k.Right {
			continue // the time somebody has to use a right is no duty of the desk
		}
		if k.EndedOn == "" {
			page.Clocks = append(page.Clocks, c.clock(k))
		} else {
			page.Done = append(page.Done, c.clock(k))
		}
	}
	return err
}

func (c *call) clearFacts(k casefile.Case, by names) []ui.Row {
	rows := []ui.Row{
		{Key: c.t("casefile.show.origin"), Value: c.t("casefile.origin." + string(k.Origin))},
		{Key: c.t("casefile.show.received"), Value: c.day(k.ReceivedOn)},
	}
	if k.Registered() {
		rows = append(rows, ui.Row{Key: c.t("casefile.show.registered"), Value: c.day(k.RegisteredOn)})
	}
	return append(rows, ui.Row{Key: c.t("casefile.board.owner"), Value: by.post(k.Owner)})
}

// facts are what the file says, each with the link to change it while it can be changed.
func (c *call) facts(v *casefile.View, by names) []ui.Row {
	edit := func(path string) string {
		if slices.Contains(c.paths(v), path) {
			return href(v.ID, path)
		}
		return ""
	}
	rows := c.clearFacts(v.Case, by)
	if v.Into != nil {
		rows = append(rows, ui.Row{Key: c.t("casefile.show.into"), Value: words.Date(c.lang, v.Into.On), Href: href(v.Into.Casefile), Action: c.t("casefile.show.into_open")})
	}
	var people []string
	for _, r := range v.File.Respondents {
		people = append(people, c.respondent(r))
	}
	rows = append(rows, ui.Row{Key: c.t("casefile.show.respondents"), Value: cmp.Or(strings.Join(people, "\n"), "–"), Href: edit("terlapor")})
	a := v.File.Act
	act := ui.Row{Key: c.t("casefile.show.act"), Value: "–", Href: edit("perbuatan")}
	if a.Chosen() {
		act.Value = c.act(a.Code) + "\n" + c.class(a.Class) + "\n" + c.basis(a) + words.Date(c.lang, a.On) + "\n" + c.pick(a.WhyID, a.WhyEN)
		act.Check = a.Conf.Check()
	}
	rows = append(rows, act)
	if missing := c.missing(v); !v.Registered() {
		rows = append(rows, ui.Row{Key: c.t("casefile.show.checklist"), Value: c.t("casefile.show.left", "n", itoa(missing)), Href: edit("syarat")})
	}
	if d, on := v.Decision(); d != nil {
		rows = append(rows, ui.Row{Key: c.t("casefile.show.decision"), Value: c.t("casefile.choice."+string(d.Result)) + "\n" +
			c.t("casefile.show.votes", "for", itoa(d.For), "against", itoa(d.Against)) + "\n" + words.Date(c.lang, on.On)})
	}
	for _, ans := range v.Answers() {
		rows = append(rows, ui.Row{Key: c.t("casefile.show.answer"), Value: c.answerText(ans)})
	}
	return rows
}

// basis are the articles an alleged act may offend, each with its field of law: the officer sees under
// which law he registers it.
func (c *call) basis(a casefile.Act) string {
	act, _ := c.p.Desk.Pack().Act(a.Code)
	var b strings.Builder
	for _, article := range act.Basis {
		text, regime := c.dial().Cited(article, a.On)
		b.WriteString(text + " · " + regime + "\n")
	}
	return b.String()
}

func (c *call) answerText(a *casefile.Answer) string {
	lines := []string{c.t("casefile.result." + string(a.Answer.Result))}
	for _, s := range []string{a.Answer.Decree, a.Answer.Reason} {
		if s != "" {
			lines = append(lines, s)
		}
	}
	if a.Answer.Date != "" {
		lines = append(lines, words.Date(c.lang, a.Answer.Date))
	}
	return strings.Join(lines, "\n")
}

func (c *call) respondent(r casefile.Respondent) string {
	text := r.Name
	if r.PostText != "" {
		text += ", " + r.PostText
	}
	text += " (" + c.subject(r.Class) + ")"
	if r.Contest {
		text += " – " + c.t("casefile.show.contested")
	}
	return text
}

// missing counts the requirements that are not met.
func (c *call) missing(v *casefile.View) int {
	n := 0
	for _, r := range c.p.Desk.Requirements(v.Origin) {
		if !slices.ContainsFunc(v.File.Checks, func(k casefile.Check) bool { return k.Requirement == r.ID && k.Met }) {
			n++
		}
	}
	return n
}

// opened fills in what only a holder of the key sees.
func (c *call) opened(page *showPage, v *casefile.View, by names) {
	if v.Report != nil {
		page.Report = c.answers(v.Report)
		page.Exhibits = c.exhibits(v.ID, v.Report.Exhibits)
		page.Messages = c.messages(v.Report.Messages)
	}
	for i := range v.Joined {
		r := &v.Joined[i]
		page.Joined = append(page.Joined, joinedReport{"/laporan-masuk/" + r.ID, c.answers(r), c.exhibits(v.ID, r.Exhibits)})
	}
	for _, o := range v.Officers {
		row := ui.Row{Key: by.name(o.Account), Value: by.post(o.Post) + "\n" + c.t("casefile.show.since", "date", c.day(o.Since))}
		if o.Until != "" {
			row.Badge = &ui.Badge{Look: ui.LookStopped, Text: c.t("casefile.ended." + string(o.Ended))}
		}
		page.Officers = append(page.Officers, row)
	}
}

// answers are the report as rows.
func (c *call) answers(r *intake.Opened) []ui.Row {
	a := r.Answers
	rows := []ui.Row{{Key: c.t("casefile.report.what"), Value: a.What}, {Key: c.t("casefile.report.when"), Value: c.day(a.When)}}
	for _, f := range []struct{ key, value string }{
		{"casefile.report.place", a.Place},
		{"casefile.report.who", a.Who},
		{"casefile.report.post", a.Post},
		{"casefile.report.address", a.Address},
		{"casefile.report.witnesses", a.Witnesses},
		{"casefile.report.evidence", a.Evidence},
	} {
		if f.value != "" {
			rows = append(rows, ui.Row{Key: c.t(f.key), Value: f.value})
		}
	}
	if a.Known != "" {
		rows = append(rows, ui.Row{Key: c.t("casefile.report.known"), Value: c.day(a.Known)})
	}
	return rows
}

func (c *call) exhibits(id string, list []evidence.Described) ui.Table {
	t := ui.Table{
		Caption: c.t("casefile.show.exhibits"), Empty: c.t("casefile.show.no_exhibits"),
		Columns: c.columns("casefile.show.file", "casefile.show.kind", "casefile.show.size", "casefile.show.hash", "casefile.clean.column"),
	}
	for _, e := range list {
		clean := ui.Cell{Text: "–"}
		if id != "" && evidence.Cleanable(e.Type) {
			clean = ui.Cell{Text: c.t("casefile.clean.make"), Href: href(id, "bukti", e.ID, "salinan")}
		}
		t.Rows = append(t.Rows, []ui.Cell{
			{Text: e.Name, Href: href(id, "bukti", e.ID)},
			{Text: e.Type},
			{Text: c.t("casefile.show.kilobytes", "n", words.Number(c.lang, int((e.Size+1023)/1024)))},
			{Text: e.SHA256},
			clean,
		})
	}
	return t
}

func (c *call) messages(list []intake.Message) []ui.Event {
	var out []ui.Event
	for _, m := range list {
		title := c.t("casefile.message." + m.Kind)
		if m.Kind == intake.FromState {
			title = c.t("casefile.message.status_of", "state", c.told(m.Status))
		}
		out = append(out, ui.Event{When: c.when(m.At), Title: title, Text: m.Text})
	}
	return out
}

// told is what the reporter was told: a state of the report, of the case, or of the answer.
func (c *call) told(status string) string {
	for _, key := range []string{"casefile.status." + status, "intake.state." + status} {
		if c.p.UI.Words().Has(c.lang, key) {
			return c.t(key)
		}
	}
	return c.state(casefile.State(status))
}

// dated is an event with the instant it is ordered by.
type dated struct {
	at time.Time
	ui.Event
}

// history merges the steps of the law with what was written.
func (c *call) history(page *showPage, v *casefile.View, by names) error {
	steps, err := c.p.Desk.Timeline(c.r.Context(), c.who, c.id)
	if err != nil {
		return err
	}
	var list []dated
	if v != nil {
		for _, paper := range v.Papers {
			list = append(list, dated{paper.At, ui.Event{
				When: c.written(paper), Title: c.paperTitle(paper), Text: summary(paper), Who: by.name(paper.Account),
			}})
		}
	}
	for _, s := range steps {
		list = append(list, dated{s.RecordedAt, ui.Event{
			When: c.day(s.On), Title: c.step(s.Event), Who: by.name(s.Account),
		}})
	}
	slices.SortStableFunc(list, func(a, b dated) int { return b.at.Compare(a.at) })
	list = slices.CompactFunc(list, func(a, b dated) bool { return a.at.Equal(b.at) && a.Title == b.Title }) // a paper that was the step too
	for _, d := range list {
		page.History = append(page.History, d.Event)
	}
	return nil
}

// summary is what a paper says in a line or two.
func summary(p casefile.Paper) string {
	switch v := p.Content.(type) {
	case *casefile.Note:
		return v.Text
	case *casefile.Summons:
		return v.Name + " · " + v.Place + " · " + v.At
	case *casefile.Minutes:
		return v.Name
	case *casefile.IdentityCheck:
		return v.Answer
	case *casefile.Forwarding:
		return v.Summary
	}
	return ""
}

// exhibit streams the original of an exhibit to be saved, never to be shown by the browser.
func (p *Pages) exhibit(w http.ResponseWriter, r *http.Request) error {
	c, err := p.call(w, r)
	if err != nil {
		return err
	}
	reports, err := p.Desk.ReportsOf(r.Context(), c.who, c.id)
	if err != nil {
		return err
	}
	f, err := p.Evidence.Open(r.Context(), c.who, r.PathValue("exhibit"))
	if err != nil {
		return err
	}
	defer f.Close() //nolint:errcheck // reading
	if !slices.Contains(reports, f.Subject) {
		return rambu.Errorf(rambu.NotFound, "not an exhibit of this case")
	}
	h := w.Header()
	h.Set("Content-Type", "application/octet-stream")
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": f.Name}))
	h.Set("Cache-Control", "no-store")
	ui.NoCompression(w)
	_, err = io.Copy(w, f)
	return err
}
