package meeting

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"rambu.id"
	"rambu.id/internal/words"
	"rambu.id/letter"
	"rambu.id/meeting"
	"rambu.id/web/ui"
)

type showPage struct {
	ui.Frame
	ID         string
	Heading    string
	Kind       string
	State      ui.Badge
	Rows       []ui.Row
	Contest    bool
	Next       []ui.Task
	Buttons    []button
	Mine       []mine
	Counts     []count
	NotFinal   string
	Roll       bool // there is a list to sign
	Clashes    []string
	Doubles    []string // recorded in two meetings at the same time
	Off        *off     // once it is cancelled
	Carried    ui.Table
	Groups     []group
	Days       []ui.ClockDay
	Rule       *rule
	Share      *sharing
	ShareFirst bool // before it begins, the link comes before who is there
	Minutes    bool // published
	Asked      string
	Reached    []string // what is to be known of the invitation

	Coincides []ui.Coincidence // with a part of the election
	Record    string           // where it is taken to the agenda, "" nowhere
}

// button is a form with nothing but a button.
type button struct{ Action, Text, Look string }

// off says why a meeting was cancelled, and whether the invited have been told.
type off struct{ Why, Notice string }

func (c *call) off() *off {
	if c.v.State != meeting.Cancelled {
		return nil
	}
	out := &off{}
	if c.v.CalledOff != nil {
		out.Why = c.v.CalledOff.Why
	}
	switch n := c.v.Notice; {
	case n == nil:
	case n.SentAt.IsZero():
		out.Notice = c.t("meeting.off.unsent")
	default:
		out.Notice = c.t("meeting.off.sent", "number", n.Number)
	}
	return out
}

// count is one of the groups.
type count struct {
	Text string
	N    int
}

// mine is the reader's own part.
type mine struct {
	ID    string
	Text  string
	Badge ui.Badge
	Door  string // where he says that he is here, while the door is open
	Tasks []ui.Task
}

// rule is what the law says of absence.
type rule struct {
	Act   string
	Note  string
	Cites []string
	Check bool
}

// rule names the act, its note and its articles as of a day.
func (c *call) rule(on rambu.Date) (rule, error) {
	act, cites, err := c.p.Room.AbsenceRule(on)
	if err != nil {
		return rule{}, err
	}
	out := rule{Act: c.pick(act.ShortID, act.ShortEN), Note: c.pick(act.NoteID, act.NoteEN), Check: act.Conf.Check()}
	for _, cite := range cites {
		out.Cites = append(out.Cites, cite.Short)
	}
	return out, nil
}

func (c *call) short(d rambu.Date) string { return words.ShortDate(c.lang, d) }

func (p *Pages) showMeeting(w http.ResponseWriter, r *http.Request) error {
	c, err := p.meeting(r)
	if rambu.KindOf(err) == rambu.Locked {
		_, none := p.Room.Seat(r.Context(), c.who, r.PathValue("id"))
		if none == nil { // his own part he can see and answer without the office key
			http.Redirect(w, r, "/rapat/"+url.PathEscape(r.PathValue("id"))+"/hadir", http.StatusSeeOther)
			return nil
		}
	}
	if err != nil {
		return err
	}
	return p.renderMeeting(w, c, http.StatusOK, nil)
}

func (p *Pages) renderMeeting(w http.ResponseWriter, c *call, status int, problems []ui.Problem) error {
	v := c.v
	page := &showPage{Frame: p.UI.Frame(c.r, "meeting.show.title"), ID: v.ID, Heading: v.Title, State: c.state(v.Session), Contest: v.Chair.Contested}
	page.Problems = problems
	if v.State == meeting.Invited && v.Letter != nil && v.Letter.SentAt.IsZero() {
		page.State = c.unsent()
	}
	page.Kind = c.t("meeting.kind." + string(v.Kind))
	page.Rows = c.about()
	page.Mine, page.Off, page.Reached = c.mine(), c.off(), c.reached()
	var err error
	page.ShareFirst = v.State == meeting.Invited
	page.Share, err = c.sharing()
	if err != nil {
		return err
	}
	page.Next, page.Buttons = c.next()
	for _, run := range []func(*showPage) error{c.people, c.carried, c.papers, c.onPage} {
		err := run(page)
		if err != nil {
			return err
		}
	}
	return p.show.Render(w, status, page)
}

// about is what everybody with a part in the meeting reads.
func (c *call) about() []ui.Row {
	v := c.v
	rows := []ui.Row{
		{Key: c.t("meeting.show.when"), Value: c.when(v.Session)},
		{Key: c.t("meeting.show.place"), Value: v.Place},
		{Key: c.t("meeting.show.chair"), Value: c.held(v.Chair)},
		{Key: c.t("meeting.show.agenda"), Value: strings.Join(v.Agenda, "\n")},
		{Key: c.t("meeting.show.stand_in"), Value: c.standInOf(v.Session)},
	}
	if v.Visitor != "" {
		rows = append(rows, ui.Row{Key: c.t("meeting.show.visitor"), Value: v.Visitor})
	}
	if v.Note != "" {
		rows = append(rows, ui.Row{Key: c.t("meeting.show.note"), Value: v.Note})
	}
	if n := len(v.Series); n > 1 {
		var days []string
		for _, s := range v.Series {
			days = append(days, c.short(s.On))
		}
		rows = append(rows, ui.Row{Key: c.t("meeting.show.series"), Value: strings.Join(days, ", ")})
	}
	if v.Letter != nil {
		number := v.Letter.Number
		if number == "" {
			number = c.t("meeting.show.letter_draft")
		}
		rows = append(rows, ui.Row{Key: c.t("meeting.show.letter"), Value: number, Href: "/surat/" + v.Letter.ID, Action: c.t("meeting.show.open")})
	}
	return rows
}

// standInOf says who may come instead.
func (c *call) standInOf(s meeting.Session) string {
	if s.StandIn == meeting.StandInRank {
		return c.t("meeting.stand_in.minimal_of", "class", c.t("meeting.class."+string(s.MinClass)))
	}
	return c.t("meeting.stand_in." + string(s.StandIn))
}

// people are the counts and the list, what needs somebody first.
func (c *call) people(page *showPage) error {
	v := c.v
	if !meeting.SeesAll(c.who) || v.State == meeting.Planned || v.State == meeting.Cancelled {
		return nil
	}
	counts := v.Counts()
	for _, g := range meeting.Groups() {
		if g != meeting.GroupOpen || counts[g] > 0 {
			page.Counts = append(page.Counts, count{c.t("meeting.group." + string(g)), counts[g]})
		}
	}
	if v.State != meeting.Closed {
		page.NotFinal = c.t("meeting.show.before_close")
	} else if !v.Final(v.Today) {
		page.NotFinal = c.t("meeting.show.not_final", "date", c.day(v.ReasonDue), "days", itoa(v.ReasonDays))
	}
	for _, g := range meeting.Groups() {
		if counts[g] > 0 {
			page.Groups = append(page.Groups, c.group(g, counts[g]))
		}
	}
	if len(page.Groups) == 0 {
		page.NotFinal = c.t("meeting.show.nobody")
	}
	page.Roll = meeting.Runs(c.who) && (v.State == meeting.Invited || v.State == meeting.DoorOpen)
	if meeting.Runs(c.who) {
		clashes, err := c.p.Room.Clashes(c.r.Context(), c.who, v.ID)
		if err != nil {
			return err
		}
		for _, post := range clashes {
			page.Clashes = append(page.Clashes, v.Held[post].Title)
		}
		page.Doubles, err = c.doubles()
		if err != nil {
			return err
		}
	}
	if v.State != meeting.Closed {
		return nil
	}
	due, err := c.p.Room.ReasonDue(c.who, v.Session)
	if err != nil {
		return err
	}
	for _, d := range due.Days {
		page.Days = append(page.Days, ui.ClockDay{Date: c.day(d.Date), Number: d.N, Note: c.t(d.Why, "name", c.pick(d.Name, d.NameEN))})
	}
	r, err := c.rule(v.On)
	page.Rule = &r
	return err
}

// group is the invited posts of one group. Who needs nobody's attention is folded away.
type group struct {
	Title  string
	Folded bool
	Table  *ui.Table
}

func (c *call) group(g meeting.Group, n int) group {
	title := c.t("meeting.group." + string(g))
	return group{
		Title: c.t("meeting.show.group", "group", title, "n", itoa(n)), Folded: g == meeting.GroupHolder || g == meeting.GroupOpen,
		Table: c.invited(title, slices.DeleteFunc(slices.Clone(c.v.Invitees), func(i meeting.Invitee) bool { return i.Now().Group() != g })),
	}
}

func (c *call) invited(caption string, all []meeting.Invitee) *ui.Table {
	v := c.v
	order := meeting.Presences()
	slices.SortStableFunc(all, func(a, b meeting.Invitee) int {
		return cmp.Compare(slices.Index(order, a.Now()), slices.Index(order, b.Now()))
	})
	t := &ui.Table{Caption: caption, Columns: []ui.Column{
		{Text: c.t("meeting.show.post")},
		{Text: c.t("meeting.show.presence")},
		{Text: c.t("meeting.show.came")},
		{Text: c.t("meeting.show.answer")},
		{Text: c.t("meeting.show.delivery")},
	}}
	for _, i := range all {
		state := c.presence(i.Now())
		t.Rows = append(t.Rows, []ui.Cell{
			{Text: c.held(v.Held[i.Post]), Href: "/rapat/" + v.ID + "/peserta/" + i.ID + "/catatan"},
			{Badge: &state},
			{Text: c.came(i)},
			{Text: c.answer(i)},
			{Text: c.delivery(i)},
		})
	}
	return t
}

// came says when and how somebody came.
func (c *call) came(i meeting.Invitee) string {
	if i.InAt.IsZero() {
		return "–"
	}
	text := c.clock(i.InAt) + ", " + c.t("meeting.how."+string(i.How))
	if !i.OutAt.IsZero() {
		text += "; " + c.t("meeting.show.left", "at", c.clock(i.OutAt))
	}
	return text
}

// answer says what was answered, and who stands in.
func (c *call) answer(i meeting.Invitee) string {
	text := c.t("meeting.answer." + string(i.Answer))
	if i.StandIn != "" {
		text += ": " + c.held(c.v.Held[i.StandIn])
		if i.StandInState != "" {
			text += " (" + c.t("meeting.mandate."+string(i.StandInState)) + ")"
		}
	}
	return text
}

// carried is what earlier meetings left open: part of this one's agenda.
func (c *call) carried(page *showPage) error {
	if c.v.State == meeting.Cancelled {
		return nil
	}
	open, err := c.p.Room.Carried(c.r.Context(), c.who, c.v.ID)
	if err != nil {
		return err
	}
	page.Carried = c.items(open, "meeting.show.carried", "meeting.show.carried_none")
	return nil
}

// papers are the minutes, and the right of reply.
func (c *call) papers(page *showPage) error {
	m, err := c.p.Room.Minutes(c.r.Context(), c.who, c.v.ID)
	if err != nil && rambu.KindOf(err) != rambu.NotFound {
		return err
	}
	page.Minutes = err == nil && m.State == meeting.Published
	page.Asked = c.asked(c.v.ID)
	also := func(path, key string) {
		page.Next = append(page.Next, ui.Task{Text: c.t(key), Href: c.back() + path})
	}
	open, err := c.paperReplies()
	if err == nil && len(open) > 0 {
		also("/tanggapan/surat", "meeting.step.paper_reply")
	}
	if err != nil {
		return err
	}
	unproved, err := c.unproved()
	if len(unproved) > 0 {
		also("/serah", "meeting.step.hand_many")
	}
	return err
}

// mine is the reader's own part: his answer, his stand-in, his presence.
func (c *call) mine() []mine {
	var out []mine
	for _, i := range c.v.Mine(c.who) {
		m := mine{ID: i.ID, Badge: c.presence(i.Now()), Text: c.answer(i)}
		if string(i.Post) != c.who.Post {
			m.Text = c.t("meeting.show.for_post", "post", c.v.Held[i.Post].Title)
		}
		m.Tasks = c.choices(i)
		if c.v.State == meeting.DoorOpen && (i.State == meeting.Awaited || absent(i.State)) {
			m.Door = "/rapat/" + c.v.ID + "/hadir"
		}
		out = append(out, m)
	}
	return out
}

// choices are what an invited officer can do now.
func (c *call) choices(i meeting.Invitee) []ui.Task {
	base := "/rapat/" + c.v.ID + "/peserta/" + i.ID
	task := func(href, key string) ui.Task {
		return ui.Task{Text: c.t(key), Href: href}
	}
	var tasks []ui.Task
	open := c.v.State == meeting.Invited || c.v.State == meeting.DoorOpen
	waiting := i.State == meeting.Awaited || absent(i.State)
	if string(i.Post) != c.who.Post {
		if open && i.StandInState == meeting.StandInNamed && i.State == meeting.Awaited {
			tasks = append(tasks, task(base+"/mandat", "meeting.step.mandate"))
		}
	} else {
		if open && waiting && i.Answer != meeting.WillCome {
			tasks = append(tasks, task(base+"/datang", "meeting.step.accept"))
		}
		if open && waiting {
			if c.v.StandIn != meeting.StandInNone {
				tasks = append(tasks, task(base+"/wakil", "meeting.step.represent"))
			}
		}
		if open && waiting || c.v.State == meeting.Closed && !c.v.Final(c.v.Today) && absent(i.State) {
			tasks = append(tasks, task(base+"/alasan", "meeting.step.reason"))
		}
	}
	return tasks
}

// absent reports whether a reason may still change a presence.
func absent(p meeting.Presence) bool {
	return slices.Contains([]meeting.Presence{meeting.Unexplained, meeting.Unclear, meeting.NotReached, meeting.Excused}, p)
}

// next is what those who run the meeting do now.
func (c *call) next() ([]ui.Task, []button) {
	base := "/rapat/" + c.v.ID
	task := func(path, key string) ui.Task {
		return ui.Task{Text: c.t(key), Href: base + path}
	}
	press := func(path, key, look string) button { return button{base + path, c.t(key), look} }
	if !meeting.Runs(c.who) {
		return c.inspects(task), nil
	}
	cancel := task("/batal", "meeting.act.cancel")
	switch c.v.State {
	case meeting.Planned:
		return []ui.Task{task("/undang", "meeting.step.invite"), cancel}, nil
	case meeting.Invited:
		tasks, buttons := c.send(c.v.Letter, press, task)
		if c.v.On <= c.v.Today && len(buttons) == 0 {
			buttons = append(buttons, press("/buka", "meeting.act.open", ""))
		}
		return append(tasks, cancel), buttons
	case meeting.DoorOpen:
		return []ui.Task{task("/pintu", "meeting.step.door"), task("/daftar", "meeting.step.usher"), task("/notulen", "meeting.step.minutes")},
			[]button{press("/tutup", "meeting.act.close", "")}
	case meeting.Closed:
		return []ui.Task{task("/notulen", "meeting.step.minutes")}, nil
	case meeting.Cancelled:
		return c.send(c.v.Notice, press, task)
	}
	return nil, nil
}

// send is what a letter of the meeting still needs: a signature, and to leave.
func (c *call) send(l *letter.Outgoing, press func(path, key, look string) button, task func(path, key string) ui.Task) ([]ui.Task, []button) {
	if l == nil || !l.SentAt.IsZero() {
		return nil, nil
	}
	var buttons []button
	switch {
	case l.Signer == c.who.Post:
		buttons = append(buttons, press("/kirim", "meeting.act.sign_send", ""))
	case l.Number != "":
		buttons = append(buttons, press("/kirim", "meeting.act.send", ""))
	}
	t := task("", "meeting.step.letter")
	t.Href = "/surat/" + l.ID + "/cetak"
	return []ui.Task{t}, buttons
}

// inspects is Inspektorat's own way in.
func (c *call) inspects(task func(path, key string) ui.Task) []ui.Task {
	if c.who.Is(rambu.RoleInspector) && c.v.Final(c.v.Today) {
		return []ui.Task{task("/tinjauan", "meeting.step.review")}
	}
	return nil
}
