package casefile

import (
	"net/http"
	"net/url"
	"strings"

	"rambu.id"
	"rambu.id/intake"
	"rambu.id/web/ui"
)

// The pages on which who reported is opened: a keeper asks, another officer decides, and the
// keeper sees it once.

func askHref(report string) string { return "/laporan-masuk/" + report + "/identitas" }

func openingHref(opening string) string { return strings.Join([]string{"", "identitas", opening}, "/") }

type openingsPage struct {
	ui.Frame
	Table ui.Table
}

// showOpenings lists the requests of the institution, the latest first.
func (p *Pages) showOpenings(w http.ResponseWriter, r *http.Request) error {
	c, err := p.call(w, r)
	if err != nil {
		return err
	}
	table, err := c.openingTable(intake.OpeningFilter{})
	if err != nil {
		return err
	}
	return p.openings.Render(w, http.StatusOK, &openingsPage{p.UI.Frame(r, "casefile.opening.list"), table})
}

func (c *call) openingTable(f intake.OpeningFilter) (ui.Table, error) {
	list, err := c.p.Intake.Openings(c.r.Context(), c.who, f)
	if err != nil {
		return ui.Table{}, err
	}
	_, by, err := c.colleagues()
	if err != nil && rambu.KindOf(err) != rambu.NotFound { // a keeper with no other office sees accounts
		return ui.Table{}, err
	}
	t := ui.Table{
		Caption: c.t("casefile.opening.caption"), Empty: c.t("casefile.opening.empty"),
		Columns: c.columns("casefile.opening.asked", "casefile.opening.keeper", "casefile.opening.second", "casefile.opening.state"),
	}
	for _, o := range list {
		badge, second := c.openingBadge(o.State), "–"
		if o.Second != "" {
			second = by.name(o.Second)
		}
		t.Rows = append(t.Rows, []ui.Cell{{Text: c.when(o.AskedAt), Href: openingHref(o.ID)}, {Text: by.name(o.Keeper)}, {Text: second}, {Badge: &badge}})
	}
	return t, nil
}

func (c *call) openingBadge(s intake.OpeningState) ui.Badge {
	look := map[intake.OpeningState]ui.Look{
		intake.OpeningAsked: ui.LookWaiting, intake.OpeningApproved: ui.LookNew, intake.OpeningDone: ui.LookDone,
	}[s]
	if look == "" {
		look = ui.LookStopped
	}
	return ui.Badge{Look: look, Text: c.t("casefile.opening.state_" + string(s))}
}

type askPage struct {
	ui.Frame
	Report string
	Reason ui.Field
	Table  *ui.Table // earlier requests about this report
}

func (p *Pages) showAsk(w http.ResponseWriter, r *http.Request) error {
	c, err := p.call(w, r)
	if err != nil {
		return err
	}
	return c.renderAsk(nil, nil)
}

func (c *call) renderAsk(problem error, values url.Values) error {
	if !c.who.Is(rambu.RoleIdentity) {
		return rambu.Errorf(rambu.NotFound, "identities are for their keeper")
	}
	rep, err := c.p.Intake.Find(c.r.Context(), c.who, c.id)
	if err != nil {
		return err
	}
	if !rep.Identified {
		return rambu.Fault(rambu.NotFound, "intake.error.no_identity")
	}
	page := &askPage{Frame: c.p.UI.Frame(c.r, "casefile.opening.ask"), Report: c.id}
	status := http.StatusOK
	if problem != nil {
		page.Problems, _ = c.p.UI.Problems(c.lang, problem)
		status = ui.Status(problem)
	}
	page.Reason = c.p.UI.Form(&page.Frame, values).Area("alasan", "casefile.opening.reason")
	table, err := c.openingTable(intake.OpeningFilter{Report: c.id})
	if err != nil {
		return err
	}
	if len(table.Rows) > 0 {
		page.Table = &table
	}
	return c.p.ask.Render(c.w, status, page)
}

func (p *Pages) doAsk(w http.ResponseWriter, r *http.Request) error {
	c, err := p.call(w, r)
	if err != nil {
		return err
	}
	in, err := ui.Read(w, r)
	if err != nil {
		return err
	}
	o, err := p.Intake.AskOpening(r.Context(), c.who, c.id, in.Text("alasan", 2000))
	if c.mine(err) {
		return c.renderAsk(err, in.Values)
	}
	if err != nil {
		return err
	}
	return c.redirect(openingHref(o.ID))
}

type openingPage struct {
	ui.Frame
	ID     string
	Report string // address of the report
	Badge  ui.Badge
	Rows   []ui.Row
	Note   string    // what the state means for the reader
	Again  string    // address to ask again, for the keeper
	Decide *ui.Field // the second person's answer
	Reveal bool      // the keeper may open now
}

func (p *Pages) showOpening(w http.ResponseWriter, r *http.Request) error {
	c, err := p.call(w, r)
	if err != nil {
		return err
	}
	return c.renderOpening(nil, nil)
}

// renderOpening shows a request to the keeper who asked and to whoever may decide it.
func (c *call) renderOpening(problem error, values url.Values) error {
	o, err := c.p.Intake.ReadOpening(c.r.Context(), c.who, c.id)
	sealed := rambu.KindOf(err) == rambu.Locked
	if err != nil && !sealed {
		return err
	}
	_, by, err := c.colleagues()
	if err != nil && rambu.KindOf(err) != rambu.NotFound { // a keeper with no other office sees accounts
		return err
	}
	page := &openingPage{
		Frame: c.at(openingHref(c.id), "casefile.opening.title"), ID: o.ID, Report: "/laporan-masuk/" + o.Report, Badge: c.openingBadge(o.State),
		Rows: c.openingRows(o, by, sealed),
	}
	status := http.StatusOK
	if problem != nil {
		page.Problems, _ = c.p.UI.Problems(c.lang, problem)
		status = ui.Status(problem)
	}
	mine := o.Keeper == c.who.Account
	page.Note = c.openingNote(o, mine, sealed)
	switch {
	case mine && o.State == intake.OpeningApproved:
		page.Reveal = true
	case mine && !o.Live():
		page.Again = askHref(o.Report)
	case !mine && !sealed && o.State == intake.OpeningAsked:
		f := c.p.UI.Form(&page.Frame, values).Area("alasan", "casefile.opening.answer")
		f.Rows = 3
		page.Decide = &f
	}
	return c.p.opening.Render(c.w, status, page)
}

func (c *call) openingRows(o intake.Opening, by names, sealed bool) []ui.Row {
	reason := o.Reason
	if sealed {
		reason = c.t("casefile.opening.sealed")
	}
	rows := []ui.Row{
		{Key: c.t("casefile.opening.keeper"), Value: by.name(o.Keeper)},
		{Key: c.t("casefile.opening.asked"), Value: c.when(o.AskedAt)},
		{Key: c.t("casefile.opening.reason"), Value: reason},
	}
	if o.Live() {
		rows = append(rows, ui.Row{Key: c.t("casefile.opening.until"), Value: c.when(o.Until)})
	}
	if o.Second != "" {
		rows = append(rows, ui.Row{Key: c.t("casefile.opening.second"), Value: by.name(o.Second)}, ui.Row{Key: c.t("casefile.opening.decided"), Value: c.when(o.DecidedAt)})
	}
	if o.Answer != "" {
		rows = append(rows, ui.Row{Key: c.t("casefile.opening.answered"), Value: o.Answer})
	}
	if !o.OpenedAt.IsZero() {
		rows = append(rows, ui.Row{Key: c.t("casefile.opening.opened"), Value: c.when(o.OpenedAt)})
	}
	return rows
}

// openingNote says what the reader can do now, or why nothing.
func (c *call) openingNote(o intake.Opening, mine, sealed bool) string {
	who := "other"
	if mine {
		who = "mine"
	}
	switch {
	case o.State == intake.OpeningAsked && sealed:
		return c.t("casefile.opening.note_sealed")
	case o.State == intake.OpeningAsked, o.State == intake.OpeningApproved:
		return c.t("casefile.opening.note_" + string(o.State) + "_" + who)
	}
	return c.t("casefile.opening.note_" + string(o.State))
}

func (p *Pages) doDecide(w http.ResponseWriter, r *http.Request) error {
	c, err := p.call(w, r)
	if err != nil {
		return err
	}
	in, err := ui.Read(w, r)
	if err != nil {
		return err
	}
	step, answer := in.One("langkah", "setuju", "tolak"), in.Text("alasan", 2000)
	err = in.Err()
	if err == nil && step == "" {
		err = rambu.Errorf(rambu.Invalid, "neither approved nor refused")
	}
	if err == nil {
		err = p.Intake.DecideOpening(r.Context(), c.who, c.id, step == "setuju", answer)
	}
	if c.mine(err) {
		return c.renderOpening(err, in.Values)
	}
	if err != nil {
		return err
	}
	return c.redirect(openingHref(c.id))
}

type reporterPage struct {
	ui.Frame
	Opening string
	Rows    []ui.Row
}

// doReveal shows who reported. It answers the form itself: an address that could be opened again
// would show it twice.
func (p *Pages) doReveal(w http.ResponseWriter, r *http.Request) error {
	c, err := p.call(w, r)
	if err != nil {
		return err
	}
	person, err := p.Intake.Identity(r.Context(), c.who, c.id)
	if c.mine(err) {
		return c.renderOpening(err, nil)
	}
	if err != nil {
		return err
	}
	page := &reporterPage{Frame: c.at(openingHref(c.id), "casefile.opening.reporter"), Opening: openingHref(c.id), Rows: c.reporterRows(person)}
	page.Secret = true
	return p.reporter.Render(w, http.StatusOK, page)
}

func (c *call) reporterRows(p intake.Identity) []ui.Row {
	sex := map[string]string{"L": "intake.sex.l", "P": "intake.sex.p"}[p.Sex]
	rows := []ui.Row{
		{Key: c.t("intake.ask.name"), Value: p.Name},
		{Key: c.t("intake.ask.birth"), Value: p.Birth},
		{Key: c.t("intake.ask.sex"), Value: c.t(sex)},
		{Key: c.t("intake.ask.occupation"), Value: p.Occupation},
		{Key: c.t("intake.ask.citizenship"), Value: p.Citizenship},
		{Key: c.t("intake.ask.address"), Value: p.Address},
		{Key: c.t("intake.ask.phone"), Value: p.Phone},
	}
	if p.Email != "" {
		rows = append(rows, ui.Row{Key: c.t("intake.ask.email"), Value: p.Email})
	}
	return rows
}

// openingTasks are the requests that wait for this officer: to decide, or to open.
func (c *call) openingTasks() ([]ui.Task, error) {
	if !c.who.Is(rambu.RoleIdentity, rambu.RoleIntake, rambu.RoleHandler, rambu.RoleMember) {
		return nil, nil
	}
	list, err := c.p.Intake.Openings(c.r.Context(), c.who, intake.OpeningFilter{})
	var out []ui.Task
	for _, o := range list {
		mine := o.Keeper == c.who.Account
		var key string
		switch {
		case o.State == intake.OpeningAsked && !mine:
			key = "casefile.opening.task_decide"
		case o.State == intake.OpeningApproved && mine:
			key = "casefile.opening.task_open"
		default:
			continue
		}
		out = append(out, ui.Task{
			Text: c.t(key), Hint: c.t("casefile.opening.task_until", "time", c.when(o.Until)), Href: openingHref(o.ID),
			Badge: ui.Badge{Look: ui.LookNew, Text: c.t("ui.status.new")},
		})
	}
	return out, err
}
