package casefile

import (
	"cmp"
	"net/http"
	"slices"
	"strings"

	"rambu.id"
	"rambu.id/casefile"
	"rambu.id/intake"
	"rambu.id/procedure"
	"rambu.id/web/ui"
)

type tasksPage struct {
	ui.Frame
	Late, Today, Week []ui.Task
	New               []ui.Task // what waits without a clock: reports, answers
	AllLate           int       // how many clocks of his have run out
	MoreLate          bool      // Late are the first of them
	HouseLate         int       // of the whole institution, for those who lead it
	More              bool      // Today and Week are the first of more
	Nothing           bool
	Renew             bool // the institution's keys are those its operator saw
}

// Bounds of the page: what is behind them is reached by the list of all clocks.
const (
	mostLate = 50
	mostSoon = 150
)

// showTasks lists what is due of the officer's post and of what he was let into himself: late, today,
// this week. It knows clocks of every room, since all rooms run procedures of the law. What others
// answer for is theirs: it stands in the list of all clocks, and who leads is told how much is late.
func (p *Pages) showTasks(w http.ResponseWriter, r *http.Request) error {
	c, err := p.call(w, r)
	if err != nil {
		return err
	}
	page := &tasksPage{Frame: p.UI.Frame(r, "casefile.tasks.title")}
	clocks, err := c.dueSoon(page)
	if err != nil {
		return err
	}
	cases, err := p.Desk.Named(r.Context(), c.who, objects(clocks))
	if err != nil {
		return err
	}
	var about map[string]string
	if p.Names != nil {
		about, err = p.Names(r, c.who, objects(clocks))
		if err != nil {
			return err
		}
	}
	for _, k := range clocks {
		task := c.task(k, cases, about)
		switch {
		case k.Late():
			page.Late = append(page.Late, task)
		case k.Due == c.today():
			page.Today = append(page.Today, task)
		default:
			page.Week = append(page.Week, task)
		}
	}
	page.MoreLate = len(page.Late) < page.AllLate
	page.New, err = c.waiting()
	if err != nil {
		return err
	}
	if p.Waiting != nil {
		more, err := p.Waiting(r, c.who)
		if err != nil {
			return err
		}
		for _, t := range more {
			if t.Badge.Look == ui.LookLate {
				page.Late = append(page.Late, t)
				continue
			}
			page.New = append(page.New, t)
		}
	}
	if p.Renew != nil {
		page.Renew, err = p.Renew(r.Context(), c.who)
		if err != nil {
			return err
		}
	}
	page.Nothing = len(page.Late)+len(page.Today)+len(page.Week)+len(page.New) == 0
	return p.tasks.Render(w, http.StatusOK, page)
}

// dueSoon are the clocks that have run out and, however many those are, those of today and of
// the week: each the first few, and those of what the officer was let into, whosever they are.
func (c *call) dueSoon(page *tasksPage) ([]procedure.Clock, error) {
	out, err := c.ofPost(page)
	if err != nil {
		return nil, err
	}
	let, err := c.letInto()
	if err != nil {
		return nil, err
	}
	for _, k := range let {
		if k.ID == "" || k.Owner == c.who.Post || k.Due == "" || k.Due >= c.today().AddDays(8) {
			continue
		}
		out = append(out, k)
		if k.Late() {
			page.AllLate++
		}
	}
	slices.SortStableFunc(out, func(a, b procedure.Clock) int { return cmp.Compare(a.Due, b.Due) })
	if c.who.Is(rambu.RoleMember, rambu.RoleSecretary, rambu.RoleAuthority, rambu.RoleInspector) {
		page.HouseLate, err = c.p.Procedure.Late(c.r.Context(), c.who, "")
	}
	return out, err
}

// ofPost are the clocks the officer's post answers for.
func (c *call) ofPost(page *tasksPage) ([]procedure.Clock, error) {
	if c.who.Post == "" {
		return nil, nil // the filter would take every post's
	}
	ctx, today := c.r.Context(), c.today()
	var err error
	page.AllLate, err = c.p.Procedure.Late(ctx, c.who, c.who.Post)
	if err != nil {
		return nil, err
	}
	late, err := c.p.Procedure.Due(ctx, c.who, procedure.Filter{Owner: c.who.Post, Before: today, Limit: mostLate})
	if err != nil {
		return nil, err
	}
	soon, err := c.p.Procedure.Due(ctx, c.who, procedure.Filter{
		Owner: c.who.Post, After: procedure.Cursor{Due: today}, Before: today.AddDays(8), Limit: mostSoon,
	})
	page.More = len(soon) == mostSoon
	return append(late, soon...), err
}

// letInto is the first clock of each case the officer is assigned to, and of each matter of another
// room he was let into.
func (c *call) letInto() ([]procedure.Clock, error) {
	var out []procedure.Clock
	if c.who.Is(rambu.RoleHandler, rambu.RoleMember) {
		list, err := c.p.Desk.List(c.r.Context(), c.who, casefile.Filter{Officer: c.who.Account, States: openStates(), Limit: mostSoon})
		if err != nil {
			return nil, err
		}
		timed, err := c.p.Desk.Timed(c.r.Context(), c.who, list)
		if err != nil {
			return nil, err
		}
		for _, w := range timed {
			out = append(out, w.Clock)
		}
	}
	if c.p.LetInto == nil {
		return out, nil
	}
	more, err := c.p.LetInto(c.r, c.who)
	return append(out, more...), err
}

func objects(clocks []procedure.Clock) []string {
	var out []string
	for _, k := range clocks {
		out = append(out, k.Object)
	}
	return out
}

// task is one clock as a line. Cases are named by their number, matters of another room by whom
// they are about or, when that is sealed to this officer, by the end of their id. It leads where the
// officer is let in: about is nil for one who opens no matter.
func (c *call) task(k procedure.Clock, cases map[string]casefile.Case, about map[string]string) ui.Task {
	article, _ := c.article(k)
	task := ui.Task{
		Hint:  c.rule(k) + " · " + article + " · " + c.t("casefile.tasks.due", "date", c.day(k.Due)),
		Badge: c.left(k), Check: k.Check(),
	}
	if found, ok := cases[k.Object]; ok {
		task.Text, task.Href = c.number(found)+" – "+c.state(found.State), href(found.ID)
		return task
	}
	name, key := about[k.Object], "casefile.tasks.matter"
	if rambu.ValidID("pkr", k.Object) {
		key = "casefile.tasks.case"
	} else if about != nil && c.p.Href != nil {
		task.Href = c.p.Href(k.Object)
	}
	if name == "" {
		name = c.t(key, "id", strings.ToUpper(k.Object[max(0, len(k.Object)-6):]))
	}
	task.Text = name
	if pr, ok := c.p.Desk.Pack().Procedure(k.Procedure); ok {
		task.Text += " – " + c.pick(pr.NameID, pr.NameEN)
	}
	return task
}

// waiting lists what came and has no clock of its own yet.
func (c *call) waiting() ([]ui.Task, error) {
	if !strings.HasPrefix(c.who.Institution, "bawaslu.") {
		return nil, nil
	}
	out, err := c.openingTasks()
	if err != nil {
		return nil, err
	}
	if c.who.Is(rambu.RoleIntake, rambu.RoleMember) {
		list, err := c.p.Intake.List(c.r.Context(), c.who, intake.Filter{State: intake.StateReceived, Limit: 100})
		if err != nil {
			return nil, err
		}
		list, err = c.unbegun(list)
		if err != nil {
			return nil, err
		}
		if len(list) > 0 {
			out = append(out, ui.Task{
				Text: c.t("casefile.tasks.reports", "n", itoa(len(list))), Href: "/laporan-masuk",
				Badge: ui.Badge{Look: ui.LookNew, Text: c.t("ui.status.new")},
			})
		}
	}
	if !c.who.Is(rambu.RoleHandler, rambu.RoleMember) {
		return out, nil
	}
	answers, err := c.p.Desk.Answered(c.r.Context(), c.who)
	for id := range answers {
		out = append(out, ui.Task{Text: c.t("casefile.tasks.answer"), Href: href(id, "jawaban"), Badge: ui.Badge{Look: ui.LookNew, Text: c.t("ui.status.new")}})
	}
	return out, err
}

// unbegun leaves out the reports that are a case already.
func (c *call) unbegun(list []intake.Report) ([]intake.Report, error) {
	ids := make([]string, len(list))
	for i, r := range list {
		ids[i] = r.ID
	}
	cases, err := c.p.Desk.OfReports(c.r.Context(), c.who, ids)
	var out []intake.Report
	for _, r := range list {
		if _, ok := cases[r.ID]; !ok {
			out = append(out, r)
		}
	}
	return out, err
}
