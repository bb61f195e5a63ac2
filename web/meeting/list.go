package meeting

import (
	"net/http"

	"rambu.id"
	"rambu.id/meeting"
	"rambu.id/web/ui"
)

type listPage struct {
	ui.Frame
	Next     *nextMeeting
	Upcoming ui.Table
	Past     ui.Table
	Open     int // decisions still open
	Late     int
	Plans    bool
	Compares bool
	Calendar bool // the reader works in a post
}

// nextMeeting answers the first question: what is next.
type nextMeeting struct{ Title, When, Place, Href string }

// backDays is how far back the list goes.
const backDays = 120

func (p *Pages) showList(w http.ResponseWriter, r *http.Request) error {
	c, err := p.call(r)
	if err != nil {
		return err
	}
	today := p.Room.Today(c.who)
	lines, err := p.Room.List(r.Context(), c.who, today.AddDays(-backDays), rambu.MaxDate)
	if err != nil {
		return err
	}
	page := &listPage{Frame: p.UI.Frame(r, "meeting.list.title"), Plans: meeting.Runs(c.who), Compares: meeting.Compares(c.who), Calendar: c.who.Post != ""}
	page.Upcoming = c.meetings("meeting.list.upcoming", "meeting.list.none")
	page.Past = c.meetings("meeting.list.past", "meeting.list.none_past")
	for _, l := range lines {
		done := l.State == meeting.Closed || l.State == meeting.Cancelled
		if done || l.On < today {
			page.Past.Rows = append([][]ui.Cell{c.line(l)}, page.Past.Rows...)
			continue
		}
		page.Upcoming.Rows = append(page.Upcoming.Rows, c.line(l))
		if page.Next == nil && l.Title != "" {
			page.Next = &nextMeeting{l.Title, c.when(l.Session), l.Place, "/rapat/" + l.ID}
		}
	}
	open, err := p.Room.FollowUps(r.Context(), c.who)
	if err != nil {
		return err
	}
	page.Open = len(open)
	for _, f := range open {
		if f.Late {
			page.Late++
		}
	}
	return p.list.Render(w, http.StatusOK, page)
}

func (c *call) meetings(caption, empty string) ui.Table {
	return ui.Table{Caption: c.t(caption), Empty: c.t(empty), Columns: []ui.Column{
		{Text: c.t("meeting.list.subject")},
		{Text: c.t("meeting.list.when")},
		{Text: c.t("meeting.list.kind")},
		{Text: c.t("meeting.list.state")},
	}}
}

func (c *call) line(l meeting.Line) []ui.Cell {
	title, state := l.Title, c.state(l.Session)
	if l.Unsent {
		state = c.unsent()
	}
	if title == "" {
		title = c.t("meeting.list.sealed")
	}
	return []ui.Cell{
		{Text: title, Href: "/rapat/" + l.ID},
		{Text: c.when(l.Session)},
		{Text: c.t("meeting.kind." + string(l.Kind))},
		{Badge: &state},
	}
}

type followPage struct {
	ui.Frame
	Items ui.Table
	Late  int
}

// showFollow is what is still to be done: the oldest due date first.
func (p *Pages) showFollow(w http.ResponseWriter, r *http.Request) error {
	c, err := p.call(r)
	if err != nil {
		return err
	}
	open, err := p.Room.FollowUps(r.Context(), c.who)
	if err != nil {
		return err
	}
	page := &followPage{Frame: p.UI.Frame(r, "meeting.follow.title")}
	page.Items = c.items(open, "meeting.follow.caption", "meeting.follow.none")
	for _, f := range open {
		if f.Late {
			page.Late++
		}
	}
	return p.follow.Render(w, http.StatusOK, page)
}

func (c *call) items(open []meeting.FollowUp, caption, empty string) ui.Table {
	t := ui.Table{Caption: c.t(caption), Empty: c.t(empty), Columns: []ui.Column{
		{Text: c.t("meeting.follow.decision")},
		{Text: c.t("meeting.follow.owner")},
		{Text: c.t("meeting.follow.due")},
		{Text: c.t("meeting.follow.from")},
	}}
	now, _ := c.p.Room.Local(c.who, c.p.Room.Now())
	for _, f := range open {
		text := f.Text
		if text == "" {
			text = c.t("meeting.list.sealed")
		}
		left := c.p.UI.LeftDay(c.lang, now, f.Due, 2)
		t.Rows = append(t.Rows, []ui.Cell{
			{Text: text, Href: "/rapat/" + f.Meeting + "/selesai/" + f.ID},
			{Text: c.held(f.Held)},
			{Text: c.day(f.Due), Badge: &left},
			{Text: f.Title, Href: "/rapat/" + f.Meeting},
		})
	}
	return t
}

// columns is how many meetings the matrix shows at once.
const columns = 5

type matrixPage struct {
	ui.Frame
	Posts ui.Table
	Rule  rule
	Marks []string // what each mark means
	Older bool
	Once  int // posts left out because they were invited once only
}

// crowd is from how many posts on the matrix leaves out those invited once: a hundred heads of
// villages asked to one meeting say nothing about a habit.
const crowd = 100

func (p *Pages) showMatrix(w http.ResponseWriter, r *http.Request) error {
	c, err := p.call(r)
	if err != nil {
		return err
	}
	m, err := p.Room.Matrix(r.Context(), c.who)
	if err != nil {
		return err
	}
	page := &matrixPage{Frame: p.UI.Frame(r, "meeting.matrix.title")}
	page.Rule, err = c.rule(p.Room.Today(c.who))
	if err != nil {
		return err
	}
	shown := m.Meetings
	if len(shown) > columns {
		shown, page.Older = shown[len(shown)-columns:], true
	}
	t := ui.Table{Caption: c.t("meeting.matrix.caption"), Empty: c.t("meeting.matrix.none"), Columns: []ui.Column{{Text: c.t("meeting.matrix.post")}}}
	for _, s := range shown {
		t.Columns = append(t.Columns, ui.Column{Text: m.Titles[s.ID] + ", " + c.short(s.On)})
	}
	least := 1
	if invitedTo(m, shown, 1) > crowd {
		least = 2
		page.Once = invitedTo(m, shown, 1) - invitedTo(m, shown, least)
	}
	for _, post := range m.Posts {
		row, known := []ui.Cell{{Text: m.Held[post].Title}}, 0
		for _, s := range shown {
			state, ok := m.Cells[post][s.ID]
			if !ok {
				row = append(row, ui.Cell{Text: "–"})
				continue
			}
			known++
			row = append(row, ui.Cell{Text: c.t("meeting.mark." + string(state))})
		}
		if known >= least {
			t.Rows = append(t.Rows, row)
		}
	}
	page.Posts = t
	for _, state := range meeting.Presences() {
		if state != meeting.Awaited {
			page.Marks = append(page.Marks, c.t("meeting.mark."+string(state))+": "+c.t("meeting.presence."+string(state)))
		}
	}
	return p.matrix.Render(w, http.StatusOK, page)
}

// invitedTo counts the posts that were invited to so many of the meetings at least.
func invitedTo(m *meeting.Matrix, shown []meeting.Session, least int) int {
	n := 0
	for _, post := range m.Posts {
		known := 0
		for _, s := range shown {
			if _, ok := m.Cells[post][s.ID]; ok {
				known++
			}
		}
		if known >= least {
			n++
		}
	}
	return n
}
