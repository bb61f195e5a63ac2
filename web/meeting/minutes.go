package meeting

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"rambu.id"
	"rambu.id/meeting"
	"rambu.id/roster"
	"rambu.id/web/guard"
	"rambu.id/web/ui"
)

func joinLines(lines []string) string { return strings.Join(lines, "\n") }

func splitLines(text string) []string { return strings.Split(text, "\n") }

type minutesPage struct {
	ui.Frame
	ID        string
	Heading   string
	State     ui.Badge
	Lacking   int // decisions without an owner or a due date
	Writes    bool
	Approves  bool
	Publishes bool
	Published bool
	Version   int64
	Text      string
	Field     ui.Field
	Decisions []decisionView
	Carried   ui.Table
	Remarks   *ui.Remarks // on citations, until the minutes are published
	Confirm   *ui.Field   // nil while none is wrong
}

type decisionView struct {
	ID, Number string
	Text       string
	Points     []string
	Owner, Due string
	Lacks      bool
	State      ui.Badge
	Proof      string
	Order      string // address that makes an instruction of it, "" when nothing does
}

func (p *Pages) showMinutes(w http.ResponseWriter, r *http.Request) error {
	c, err := p.meeting(r)
	if err != nil {
		return err
	}
	return p.renderMinutes(w, c, nil, nil)
}

func (p *Pages) renderMinutes(w http.ResponseWriter, c *call, values url.Values, fault error) error {
	m, err := p.Room.Minutes(c.r.Context(), c.who, c.v.ID)
	if err != nil {
		return err
	}
	page := &minutesPage{Frame: p.UI.Frame(c.r, "meeting.minutes.title"), ID: c.v.ID, Heading: c.v.Title, Version: m.Version, Text: m.Text}
	status := http.StatusOK
	if fault != nil {
		page.Problems, _ = p.UI.Problems(page.Lang, fault)
		status = ui.Status(fault)
	}
	page.State = c.minutesState(m.State)
	page.Writes = m.State == meeting.Drafted && meeting.Runs(c.who)
	page.Approves = m.State == meeting.Submitted && m.Writer != c.who.Account &&
		(c.who.Post == string(c.v.Session.Chair) || c.who.Is(rambu.RoleSecretary, rambu.RoleAuthority))
	page.Publishes = m.State == meeting.Approved && meeting.Runs(c.who)
	page.Published = m.State == meeting.Published
	if values == nil {
		values = url.Values{"notulen": {m.Text}}
	}
	fm := p.UI.Form(&page.Frame, values)
	page.Field = fm.Area("notulen", "meeting.field.minutes")
	page.Field.Rows = 12
	err = c.remark(page, fm, m)
	if err != nil {
		return err
	}
	err = c.decisions(page, m)
	if err != nil {
		return err
	}
	open, err := p.Room.Carried(c.r.Context(), c.who, c.v.ID)
	if err != nil {
		return err
	}
	page.Carried = c.items(open, "meeting.show.carried", "meeting.show.carried_none")
	return p.minutes.Render(w, status, page)
}

// remark shows what the guard says of the citations in minutes as they stand in the form, and the
// box by which whoever approves or publishes lets wrong ones pass.
func (c *call) remark(page *minutesPage, fm *ui.Form, m meeting.Minutes) error {
	if page.Published {
		return nil
	}
	if page.Writes {
		m.Text = page.Field.Value
	}
	found, err := c.p.Room.Remarks(c.v.Session, m)
	if err != nil {
		return err
	}
	g := guard.Guard{UI: c.p.UI, Checker: c.p.Room.Guard()}
	page.Remarks = g.Remarks(c.lang, found)
	if page.Approves || page.Publishes {
		page.Confirm = g.Confirm(fm, found)
	}
	return nil
}

func (c *call) minutesState(s meeting.MinutesState) ui.Badge {
	return ui.Badge{Text: c.t("meeting.minutes_state." + string(s)), Look: map[meeting.MinutesState]ui.Look{
		meeting.Drafted: ui.LookNew, meeting.Submitted: ui.LookWaiting, meeting.Approved: ui.LookProgress, meeting.Published: ui.LookDone,
	}[s]}
}

func (c *call) decisions(page *minutesPage, m meeting.Minutes) error {
	var owners []roster.PostID
	for _, d := range m.Decisions {
		owners = append(owners, d.Owner)
	}
	held, err := c.p.Room.HeldOn(c.r.Context(), c.who, owners, c.v.Today)
	if err != nil {
		return err
	}
	for _, d := range m.Decisions {
		view := decisionView{
			ID: d.ID, Number: strconv.FormatInt(d.Number, 10), Text: d.Text, Points: d.Points, Owner: held[d.Owner].Title,
			Due: c.day(d.Due), Lacks: d.Lacks(), Proof: d.Proof,
		}
		view.State = ui.Badge{Look: ui.LookProgress, Text: c.t("meeting.decision_state." + string(d.State))}
		if d.State == meeting.DecisionDone {
			view.State.Look = ui.LookDone
		}
		if d.Owner == "" {
			view.Owner = c.t("meeting.minutes.no_owner")
		}
		if d.Lacks() {
			page.Lacking++
		}
		if m.State == meeting.Published && c.p.Order != nil && meeting.Runs(c.who) {
			view.Order = c.p.Order(d.ID)
		}
		page.Decisions = append(page.Decisions, view)
	}
	return nil
}

// doMinutes saves the text.
func (p *Pages) doMinutes(w http.ResponseWriter, r *http.Request) error {
	c, err := p.meeting(r)
	if err != nil {
		return err
	}
	in, err := ui.Read(w, r)
	if err != nil {
		return err
	}
	version, err := strconv.ParseInt(in.Values.Get("versi"), 10, 64)
	if err != nil {
		return rambu.Errorf(rambu.Invalid, "a form without a version")
	}
	text := in.Text("notulen", 20_000)
	err = in.Err()
	if err == nil {
		err = p.Room.WriteMinutes(r.Context(), c.who, c.v.ID, version, text)
	}
	return p.minutesDone(w, c, in.Values, err)
}

// moveMinutes submits, approves, gives back, publishes, or takes a decision out.
func (p *Pages) moveMinutes(w http.ResponseWriter, r *http.Request) error {
	c, err := p.meeting(r)
	if err != nil {
		return err
	}
	in, err := ui.Read(w, r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	step := meeting.MinutesStep{Meeting: c.v.ID, Version: version(in), Seen: guard.Seen(in)}
	switch what := in.Values.Get("langkah"); what {
	case "ajukan":
		err = p.Room.Submit(ctx, c.who, step)
	case "setujui", "kembalikan":
		err = p.Room.Approve(ctx, c.who, step, what == "setujui")
	case "terbit":
		err = p.Room.Publish(ctx, c.who, step)
	case "hapus":
		err = p.Room.Drop(ctx, c.who, c.v.ID, in.Values.Get("keputusan"))
	default:
		err = rambu.Errorf(rambu.Invalid, "no such step")
	}
	return p.minutesDone(w, c, nil, err)
}

// version is the version of what was shown, 0 where a form carries none: no check.
func version(in *ui.Input) int64 {
	n, err := strconv.ParseInt(in.Values.Get("versi"), 10, 64)
	if err != nil {
		return 0
	}
	return n
}

func (p *Pages) minutesDone(w http.ResponseWriter, c *call, values url.Values, err error) error {
	if err == nil {
		http.Redirect(w, c.r, "/rapat/"+c.v.ID+"/notulen", http.StatusSeeOther)
		return nil
	}
	if _, mine := p.UI.Problems(c.lang, err); !mine {
		return err
	}
	return p.renderMinutes(w, c, values, err)
}
