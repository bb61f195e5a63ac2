package casefile

import (
	"net/http"
	"net/url"
	"slices"

	"rambu.id"
	"rambu.id/casefile"
	"rambu.id/intake"
	"rambu.id/web/ui"
)

type reportsPage struct {
	ui.Frame
	State    ui.Field
	Filtered bool
	Table    ui.Table
	Pages    ui.Pages
}

// reportStates are the states of reports, in the order the filter shows them.
func reportStates() []intake.State {
	return []intake.State{
		intake.StateSent, intake.StateReceived, intake.StateTip, intake.StateRegistered, intake.StateRefused,
		intake.StateLapsed, intake.StateWithdrawn,
	}
}

const reportSize = 50

// showReports lists the reports that came in, oldest first, clear side only.
func (p *Pages) showReports(w http.ResponseWriter, r *http.Request) error {
	c, err := p.call(w, r)
	if err != nil {
		return err
	}
	q := r.URL.Query()
	page := &reportsPage{Frame: p.UI.Frame(r, "casefile.reports.title")}
	f := intake.Filter{After: q.Get("setelah"), Limit: reportSize}
	if s := intake.State(q.Get("keadaan")); slices.Contains(reportStates(), s) {
		f.State, page.Filtered = s, true
	}
	list, err := p.Intake.List(r.Context(), c.who, f)
	if err != nil {
		return err
	}
	ids := make([]string, len(list))
	for i, rep := range list {
		ids[i] = rep.ID
	}
	cases, err := p.Desk.OfReports(r.Context(), c.who, ids)
	if err != nil {
		return err
	}
	fm := p.UI.Form(&page.Frame, q)
	options := []ui.Option{fm.Option("", "casefile.board.all")}
	for _, s := range reportStates() {
		options = append(options, fm.Option(string(s), "intake.state."+string(s)))
	}
	page.State = fm.Select("keadaan", "casefile.reports.state", options...)
	page.Table = c.reportTable(list, cases)
	if len(list) == reportSize {
		page.Pages.Next = "/laporan-masuk?" + url.Values{"keadaan": {q.Get("keadaan")}, "setelah": {list[len(list)-1].ID}}.Encode()
	}
	return p.reports.Render(w, http.StatusOK, page)
}

func (c *call) reportTable(list []intake.Report, cases map[string]casefile.Case) ui.Table {
	t := ui.Table{
		Caption: c.t("casefile.reports.caption"), Empty: c.t("casefile.reports.empty"),
		Columns: c.columns("casefile.reports.received", "casefile.reports.door", "casefile.reports.state", "casefile.reports.sign", "casefile.reports.case"),
	}
	for _, r := range list {
		badge := c.reportBadge(r)
		sign := "–"
		if r.Door == intake.DoorFormal && r.SignedOn == "" {
			sign = c.t("casefile.reports.sign_by", "date", c.day(r.SignBy))
		} else if r.SignedOn != "" {
			sign = c.day(r.SignedOn)
		}
		file := ui.Cell{Text: "–"}
		if k, ok := cases[r.ID]; ok {
			file = ui.Cell{Text: c.number(k), Href: href(k.ID)}
		}
		t.Rows = append(t.Rows, []ui.Cell{
			{Text: c.when(r.ReceivedAt), Href: "/laporan-masuk/" + r.ID}, {Text: c.t("casefile.door." + string(r.Door))}, {Badge: &badge}, {Text: sign}, file,
		})
	}
	return t
}

func (c *call) reportBadge(r intake.Report) ui.Badge {
	look := map[intake.State]ui.Look{
		intake.StateSent: ui.LookWaiting, intake.StateReceived: ui.LookNew, intake.StateTip: ui.LookProgress,
		intake.StateRegistered: ui.LookDone,
	}[r.State]
	if look == "" {
		look = ui.LookStopped
	}
	return ui.Badge{Look: look, Text: c.t("intake.state." + string(r.State))}
}

type reportPage struct {
	ui.Frame
	ID       string
	Heading  string
	Badge    ui.Badge
	Sealed   string
	Facts    []ui.Row
	Rows     []ui.Row
	Exhibits ui.Table
	Messages []ui.Event
	Case     *head
	Signed   *ui.Field // day of the signature
	Begin    bool
	Message  *ui.Field
	NextOn   *ui.Field
	Identity string // address of the request to learn who reported, for its keeper
}

func (p *Pages) showReport(w http.ResponseWriter, r *http.Request) error {
	c, err := p.call(w, r)
	if err != nil {
		return err
	}
	return c.renderReport(nil, nil)
}

// renderReport shows a report, opened when its key is held, with a form that failed.
func (c *call) renderReport(problem error, values url.Values) error {
	rep, err := c.p.Intake.Find(c.r.Context(), c.who, c.id)
	if err != nil {
		return err
	}
	page := &reportPage{Frame: c.at("/laporan-masuk/"+c.id, "casefile.report.title"), ID: c.id, Badge: c.reportBadge(rep), Heading: c.t("casefile.door." + string(rep.Door))}
	status := http.StatusOK
	if problem != nil {
		page.Problems, _ = c.p.UI.Problems(c.lang, problem)
		status = ui.Status(problem)
	}
	page.Facts = c.reportFacts(rep)
	if rep.Identified && c.who.Is(rambu.RoleIdentity) {
		page.Identity = askHref(c.id)
	}
	k, err := c.p.Desk.OfReport(c.r.Context(), c.who, c.id)
	if err == nil {
		page.Case = c.head(k)
	} else if rambu.KindOf(err) != rambu.NotFound {
		return err
	}
	o, err := c.p.Intake.Open(c.r.Context(), c.who, c.id)
	switch {
	case rambu.KindOf(err) == rambu.Locked:
		page.Sealed = c.t("casefile.report.sealed")
	case err != nil:
		return err
	default:
		page.Rows, page.Messages = c.answers(&o), c.messages(o.Messages)
		page.Exhibits = c.reportExhibits(o)
		c.reportForms(page, rep, values)
	}
	return c.p.report.Render(c.w, status, page)
}

func (c *call) reportFacts(r intake.Report) []ui.Row {
	rows := []ui.Row{{Key: c.t("casefile.reports.received"), Value: c.when(r.ReceivedAt)}}
	switch {
	case r.SignedOn != "":
		rows = append(rows, ui.Row{Key: c.t("casefile.reports.sign"), Value: c.day(r.SignedOn)})
	case r.Door == intake.DoorFormal:
		rows = append(rows, ui.Row{Key: c.t("casefile.reports.sign"), Value: c.t("casefile.reports.sign_by", "date", c.day(r.SignBy))})
	}
	return append(rows, ui.Row{Key: c.t("casefile.report.reporter"), Value: c.t(map[bool]string{
		true: "casefile.report.identified", false: "casefile.report.anonymous",
	}[r.Identified])})
}

// reportExhibits links to the files through the case once there is one.
func (c *call) reportExhibits(o intake.Opened) ui.Table {
	t := c.exhibits("", o.Exhibits)
	for i := range t.Rows {
		t.Rows[i][0].Href = ""
	}
	return t
}

// reportForms offers what an intake officer can do now.
func (c *call) reportForms(page *reportPage, r intake.Report, values url.Values) {
	fm := c.p.UI.Form(&page.Frame, values)
	if r.State == intake.StateWithdrawn {
		return
	}
	text, next := fm.Area("isi", "casefile.report.message"), fm.Date("lihat", "casefile.report.next")
	text.Rows = 4
	page.Message, page.NextOn = &text, &next
	if !c.who.Is(rambu.RoleIntake) {
		return
	}
	if r.Door == intake.DoorFormal && r.SignedOn == "" {
		f := fm.Date("tanggal", "casefile.report.signed_on")
		page.Signed = &f
	}
	page.Begin = page.Case == nil && r.State == intake.StateReceived
}

func (p *Pages) doSigned(w http.ResponseWriter, r *http.Request) error {
	return p.onReport(w, r, func(c *call, in *ui.Input) (string, error) {
		on := in.Date("tanggal")
		err := in.Err()
		if err != nil {
			return "", err
		}
		return "/laporan-masuk/" + c.id, p.Intake.MarkSigned(r.Context(), c.who, c.id, on)
	})
}

func (p *Pages) doBegin(w http.ResponseWriter, r *http.Request) error {
	return p.onReport(w, r, func(c *call, _ *ui.Input) (string, error) {
		id, err := p.Desk.Begin(r.Context(), c.who, c.id)
		return href(id), err
	})
}

func (p *Pages) doMessage(w http.ResponseWriter, r *http.Request) error {
	return p.onReport(w, r, func(c *call, in *ui.Input) (string, error) {
		text, next := in.Required("isi", 5000, "casefile.error.text_needed"), in.Date("lihat")
		err := in.Err()
		if err != nil {
			return "", err
		}
		return "/laporan-masuk/" + c.id, p.Intake.Message(r.Context(), c.who, c.id, text, next)
	})
}

// onReport runs a form of the report's page.
func (p *Pages) onReport(w http.ResponseWriter, r *http.Request, do func(c *call, in *ui.Input) (string, error)) error {
	c, err := p.call(w, r)
	if err != nil {
		return err
	}
	in, err := ui.Read(w, r)
	if err != nil {
		return err
	}
	target, err := do(c, in)
	if c.mine(err) {
		return c.renderReport(err, in.Values)
	}
	if err != nil {
		return err
	}
	return c.redirect(target)
}
