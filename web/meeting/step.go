package meeting

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"rambu.id"
	"rambu.id/meeting"
	"rambu.id/meeting/agenda"
	"rambu.id/meeting/usual"
	"rambu.id/roster"
	"rambu.id/seal/attachment"
	"rambu.id/web/ui"
)

// step is a form and one operation. It returns where the officer goes on.
type step struct {
	title  string // key; the lead stands under title+"_lead" when there is one
	send   string // key of the button, "" is "ui.save"
	alone  bool   // outside a meeting
	file   bool   // may carry a paper of the row
	runs   bool   // for those who run the meeting
	seated bool   // asks for a part in the meeting, and for no office key
	fields func(c *call, fm *ui.Form) []ui.Field
	stored func(c *call) url.Values // what fills the form at first, nil for nothing
	do     func(c *call, in *ui.Input) (string, error)
}

// steps is every form by its address.
func steps() map[string]step {
	return map[string]step{
		"/rapat/susun":                        {title: "meeting.plan.title", send: "meeting.plan.title", alone: true, fields: planFields, stored: usualPlan, do: doPlan},
		"/rapat/pengaturan":                   {title: "meeting.setting.title", alone: true, fields: settingFields, stored: storedSetting, do: doSetting},
		"/rapat/{id}/batal":                   {title: "meeting.off.step", send: "meeting.act.cancel", fields: offFields, do: doCallOff},
		"/rapat/{id}/serah":                   {title: "meeting.step.hand_many", send: "meeting.step.hand_many", runs: true, fields: handManyFields, do: doHandMany},
		"/rapat/{id}/undang":                  {title: "meeting.invite.title", send: "meeting.invite.send", fields: inviteFields, stored: usualInvite, do: doInvite},
		"/rapat/{id}/peserta/{baris}/datang":  {title: "meeting.step.accept", send: "meeting.act.accept", fields: noFields, do: doAccept},
		"/rapat/{id}/peserta/{baris}/wakil":   {title: "meeting.step.represent", send: "meeting.step.represent", fields: standInFields, do: doRepresent},
		"/rapat/{id}/peserta/{baris}/mandat":  {title: "meeting.step.mandate", fields: mandateFields, do: doMandate},
		"/rapat/{id}/peserta/{baris}/alasan":  {title: "meeting.step.reason", send: "meeting.step.reason", file: true, fields: reasonFields, do: doReason},
		"/rapat/{id}/peserta/{baris}/nilai":   {title: "meeting.step.assess", send: "meeting.step.assess", fields: assessFields, do: doAssess},
		"/rapat/{id}/peserta/{baris}/koreksi": {title: "meeting.step.correct", file: true, fields: correctFields, do: doCorrect},
		"/rapat/{id}/keputusan/{keputusan}":   {title: "meeting.step.decision", fields: decisionFields, stored: storedDecision, do: doDecision},
		"/rapat/{id}/selesai/{keputusan}":     {title: "meeting.step.finish", send: "meeting.act.finish", fields: finishFields, do: doFinish},
		"/rapat/{id}/tanggapan":               {title: "meeting.step.reply", send: "meeting.step.reply", seated: true, fields: replyFields, do: doReply},
		"/rapat/{id}/tanggapan/surat":         {title: "meeting.step.paper_reply", send: "meeting.step.paper_reply", fields: paperReplyFields, do: doPaperReply},
		"/rapat/{id}/peserta/{baris}/centang": {title: "meeting.step.tick", send: "meeting.act.tick_one", runs: true, fields: tickFields, stored: storedTick, do: doTickOne},
		"/rapat/{id}/peserta/{baris}/catatan": {title: "meeting.step.row", fields: noFields, do: nothing},
	}
}

type formPage struct {
	ui.Frame
	Back    string
	Heading string
	About   string
	Lead    string
	Rows    []ui.Row
	Links   []ui.Task

	Coincides []ui.Coincidence // with a part of the election

	Fields []ui.Field
	File   bool   // the form may carry one
	Send   string // "" has no form
}

func (p *Pages) open(r *http.Request, s step) (*call, error) {
	switch {
	case s.alone:
		return p.call(r)
	case s.seated:
		return p.seated(r)
	}
	return p.meeting(r)
}

func (p *Pages) showStep(s step) ui.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) error {
		c, err := p.open(r, s)
		if err != nil {
			return err
		}
		if (s.alone || s.runs) && !meeting.Runs(c.who) {
			return rambu.Fault(rambu.Forbidden, "meeting.error.organiser_only")
		}
		return p.renderStep(w, c, s, nil, nil)
	}
}

func (p *Pages) doStep(s step) ui.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) error {
		c, err := p.open(r, s)
		if err != nil {
			return err
		}
		in, err := c.read(w, s)
		if in == nil {
			return err
		}
		to := ""
		if err == nil {
			to, err = s.do(c, in)
		}
		if err == nil {
			http.Redirect(w, r, to, http.StatusSeeOther)
			return nil
		}
		if _, mine := p.UI.Problems(c.lang, err); !mine {
			return err
		}
		return p.renderStep(w, c, s, in.Values, err)
	}
}

// renderStep shows a form, again with what was typed when it could not be taken.
func (p *Pages) renderStep(w http.ResponseWriter, c *call, s step, values url.Values, fault error) error {
	page := &formPage{Frame: p.UI.Frame(c.r, s.title), Back: "/rapat", File: s.file, Send: c.t("ui.save")}
	page.Heading = page.Title
	if p.UI.Words().Has(c.lang, s.title+"_lead") {
		page.Lead = c.t(s.title + "_lead")
	}
	if s.send != "" {
		page.Send = c.t(s.send)
	}
	if c.seat != nil {
		page.Back, page.About = "/rapat/"+c.seat.ID, c.named(c.seat.Session, c.seat.Title)+", "+c.when(c.seat.Session)
	}
	if c.v != nil {
		page.Back, page.About = "/rapat/"+c.v.ID, c.v.Title
		err := c.row(page)
		if err == nil {
			err = c.onInvitation(page)
		}
		if err != nil {
			return err
		}
	}
	status := http.StatusOK
	if fault != nil {
		page.Problems, _ = p.UI.Problems(page.Lang, fault)
		status = ui.Status(fault)
	}
	if values == nil && s.stored != nil {
		values = s.stored(c)
	}
	page.Fields = s.fields(c, p.UI.Form(&page.Frame, values))
	nothing := s.runs && len(page.Fields) == 0
	if strings.HasSuffix(c.r.URL.Path, "/catatan") || nothing {
		page.Send = ""
	}
	if nothing && p.UI.Words().Has(c.lang, s.title+"_none") {
		page.Lead = c.t(s.title + "_none")
	}
	if c.r.URL.Query().Has("tercatat") {
		page.Flash = c.t("meeting.tick.done")
	}
	return p.form.Render(w, status, page)
}

// bounds of the text of a form that carries a paper, in bytes and fields.
const (
	maxBytes  = 32 << 10
	maxFields = 10
)

// read reads the form of a step. A paper is sealed while it streams in, once the row is known.
// What was read comes with an error too, for the form to show again.
func (c *call) read(w http.ResponseWriter, s step) (*ui.Input, error) {
	if !s.file || !strings.HasPrefix(c.r.Header.Get("Content-Type"), "multipart/form-data") {
		return ui.Read(w, c.r)
	}
	if c.invitee().ID == "" {
		return nil, rambu.Errorf(rambu.NotFound, "no such row")
	}
	return c.upload()
}

// paperField asks for the paper itself.
func paperField(fm *ui.Form) ui.Field {
	f := fm.File("berkas", "meeting.field.file")
	f.Accept = strings.Join(attachment.Pictures(), ",")
	return f
}

// row shows the invited post a form is about.
func (c *call) row(page *formPage) error {
	id := c.r.PathValue("baris")
	if id == "" {
		return nil
	}
	at := slices.IndexFunc(c.v.Invitees, func(i meeting.Invitee) bool { return i.ID == id })
	if at < 0 {
		return rambu.Errorf(rambu.NotFound, "no such row")
	}
	i := c.v.Invitees[at]
	state := c.presence(i.State)
	page.About = c.v.Title
	page.Rows = []ui.Row{
		{Key: c.t("meeting.show.post"), Value: c.held(c.v.Held[i.Post])},
		{Key: c.t("meeting.show.presence"), Badge: &state},
		{Key: c.t("meeting.show.answer"), Value: c.answer(i)},
	}
	if i.Mandate != nil {
		page.Rows = append(page.Rows, ui.Row{Key: c.t("meeting.show.mandate"), Value: c.t("meeting.show.mandate_value",
			"number", i.Mandate.Number, "date", c.short(i.Mandate.Date), "until", c.short(i.MandateUntil))})
	}
	if c.v.Copies[i.Post] != "" {
		page.Rows = append(page.Rows, ui.Row{Key: c.t("meeting.show.delivery"), Value: c.delivery(i)})
	}
	page.Rows = append(page.Rows, c.reasons(i)...)
	if strings.HasSuffix(c.r.URL.Path, "/catatan") {
		page.Links = c.rowLinks(i)
	}
	return nil
}

// reasons are what somebody who deals with reasons reads.
func (c *call) reasons(i meeting.Invitee) []ui.Row {
	var rows []ui.Row
	if i.Reason != nil {
		paper := i.Reason.Document
		if i.Reason.Lacks() {
			paper = c.t("meeting.show.paper_missing")
		}
		rows = append(rows, ui.Row{Key: c.t("meeting.show.ground"), Value: c.t("meeting.ground."+string(i.Reason.Ground)) + "\n" + i.Reason.Text})
		if paper != "" {
			rows = append(rows, ui.Row{Key: c.t("meeting.show.paper"), Value: paper})
		}
		rows = append(rows, c.paperRow(i.Reason.File)...)
	} else if !i.ReasonAt.IsZero() {
		rows = append(rows, ui.Row{Key: c.t("meeting.show.ground"), Value: c.t("meeting.show.reason_sealed", "at", c.clock(i.ReasonAt))})
	}
	for _, n := range i.Corrections {
		text := c.t("meeting.presence." + string(n.State))
		if n.Note != nil {
			text += "\n" + n.Note.Text + "\n" + n.Note.Document
		}
		rows = append(rows, ui.Row{Key: c.t("meeting.show.correction", "date", c.short(rambu.DateOf(n.At))), Value: text})
		if n.Note != nil {
			rows = append(rows, c.paperRow(n.Note.File)...)
		}
	}
	return rows
}

// paperRow links to an attached paper.
func (c *call) paperRow(f *meeting.File) []ui.Row {
	if f == nil {
		return nil
	}
	return []ui.Row{{Key: c.t("meeting.show.file"), Value: f.Name, Href: "/rapat/" + c.v.ID + "/dokumen/" + f.ID, Action: c.t("meeting.show.save")}}
}

// rowLinks are what can be recorded about one invited post now.
func (c *call) rowLinks(i meeting.Invitee) []ui.Task {
	base := "/rapat/" + c.v.ID + "/peserta/" + i.ID
	var out []ui.Task
	add := func(path, key string) {
		out = append(out, ui.Task{Text: c.t(key), Href: base + path})
	}
	open := c.v.State == meeting.Invited || c.v.State == meeting.DoorOpen
	waiting := i.State == meeting.Awaited || absent(i.State)
	final := c.v.Final(c.v.Today)
	if meeting.Runs(c.who) && open && waiting {
		add("/wakil", "meeting.step.represent")
	}
	if meeting.Runs(c.who) && (open && waiting || c.v.State == meeting.Closed && !final && absent(i.State)) {
		add("/alasan", "meeting.step.reason")
	}
	if meeting.Weighs(c.who) && !final && !i.ReasonAt.IsZero() && absent(i.State) {
		add("/nilai", "meeting.step.assess")
	}
	if meeting.Weighs(c.who) && final {
		add("/koreksi", "meeting.step.correct")
	}
	if to := c.handOver(i); to != "" && meeting.Runs(c.who) && c.v.State != meeting.Closed {
		add("", "meeting.step.hand_over")
		out[len(out)-1].Href = to
	}
	return out
}

func noFields(*call, *ui.Form) []ui.Field { return nil }

func nothing(*call, *ui.Input) (string, error) {
	return "", rambu.Errorf(rambu.NotFound, "there is nothing to send")
}

// posts offers posts of the actor's government down to a rank.
func (c *call) posts(lowest roster.PostClass) []ui.Option {
	all, err := c.p.Roster.Posts(c.r.Context(), roster.PostFilter{Institution: c.who.Institution})
	if err != nil {
		return nil
	}
	order := roster.PostClasses()
	limit := slices.Index(order, lowest)
	out := []ui.Option{{Text: "–"}}
	for _, class := range order[:limit+1] {
		for _, p := range all {
			if p.Class == class {
				out = append(out, ui.Option{Value: string(p.ID), Text: p.Title})
			}
		}
	}
	return out
}

func planFields(c *call, fm *ui.Form) []ui.Field {
	start, end, weeks := fm.Text("mulai", "meeting.field.start"), fm.Text("selesai", "meeting.field.end"), fm.Text("pekan", "meeting.field.weeks")
	start.Width, end.Width, weeks.Width, weeks.Mode = "5", "5", "2", "numeric"
	var kinds, rules, ranks []ui.Option
	for _, k := range agenda.Kinds() {
		kinds = append(kinds, fm.Option(string(k), "meeting.kind."+string(k)))
	}
	for _, s := range agenda.StandIns() {
		rules = append(rules, fm.Option(string(s), "meeting.stand_in."+string(s)))
	}
	ranks = append(ranks, ui.Option{Text: "–"})
	for _, r := range agenda.Ranks() {
		ranks = append(ranks, fm.Option(string(r), "meeting.class."+string(r)))
	}
	kind := fm.Radios("jenis", "meeting.field.kind", kinds...)
	kind.Inline = true
	return []ui.Field{
		kind, fm.Text("judul", "meeting.field.subject"), fm.Date("tanggal", "meeting.field.date"), start, end,
		fm.Text("tempat", "meeting.field.place"), fm.Area("acara", "meeting.field.agenda"),
		fm.Select("pimpinan", "meeting.field.chair", c.posts(roster.ClassAdministrator)...),
		fm.Radios("wakil", "meeting.field.stand_in", rules...), fm.Select("pangkat-wakil", "meeting.field.min_class", ranks...),
		weeks, fm.Text("tamu", "meeting.field.visitor"), fm.Area("catatan", "meeting.field.note"),
	}
}

// usualPlan is what most plans begin with.
func usualPlan(*call) url.Values {
	return url.Values{"jenis": {string(meeting.Coordination)}, "wakil": {string(meeting.StandInAny)}}
}

func doPlan(c *call, in *ui.Input) (string, error) {
	plan := meeting.PlanIn{
		Kind: meeting.Kind(in.Values.Get("jenis")), Title: in.Text("judul", 200), On: in.Date("tanggal"), Start: in.Text("mulai", 10),
		End: in.Text("selesai", 10), Place: in.Text("tempat", 200), Agenda: strings.Split(in.Text("acara", 4000), "\n"),
		Chair: roster.PostID(in.Values.Get("pimpinan")), StandIn: meeting.StandIn(in.Values.Get("wakil")),
		MinClass: roster.PostClass(in.Values.Get("pangkat-wakil")), Weeks: in.Int("pekan", 1, 26), Visitor: in.Text("tamu", 200), Note: in.Text("catatan", 1000),
	}
	err := in.Err()
	if err != nil {
		return "", err
	}
	ids, err := c.p.Room.Plan(c.r.Context(), c.who, plan)
	if err != nil {
		return "", err
	}
	return "/rapat/" + ids[0] + "/undang", nil
}

func settingFields(_ *call, fm *ui.Form) []ui.Field {
	grace := fm.Text("toleransi", "meeting.field.grace")
	grace.Width, grace.Mode = "2", "numeric"
	return []ui.Field{
		fm.Radios("hari-alasan", "meeting.field.reason_days", fm.Option("2", "meeting.setting.two"), fm.Option("3", "meeting.setting.three")), grace,
	}
}

func storedSetting(c *call) url.Values {
	s, err := c.p.Room.Setting(c.r.Context(), c.who)
	if err != nil {
		return nil
	}
	return url.Values{"hari-alasan": {itoa(s.ReasonDays)}, "toleransi": {itoa(s.Grace)}}
}

func doSetting(c *call, in *ui.Input) (string, error) {
	s := meeting.Setting{ReasonDays: in.Int("hari-alasan", 2, 3), Grace: in.Int("toleransi", 0, 60)}
	err := in.Err()
	if err != nil {
		return "", err
	}
	return "/rapat", c.p.Room.Configure(c.r.Context(), c.who, s)
}

func inviteFields(c *call, fm *ui.Form) []ui.Field {
	var groups []ui.Option
	for _, g := range meeting.InviteGroups() {
		members, err := c.p.Room.Members(c.r.Context(), c.who, g)
		if err != nil || len(members) == 0 {
			continue
		}
		o := fm.Option(string(g), "meeting.invitees."+string(g))
		o.Hint = c.t("meeting.invite.posts", "n", itoa(len(members)))
		groups = append(groups, o)
	}
	checks := fm.Checks("kelompok", "meeting.field.groups", groups...)
	checks.Small = true
	_, last, err := usual.Groups(c.r.Context(), c.p.Room, c.who, c.v.Session)
	if err == nil && last.ID != "" {
		checks.Hint = c.t("meeting.invite.usual", "date", c.day(last.On))
	}
	singles := fm.Area("jabatan", "meeting.field.posts")
	singles.Rows = 3
	return []ui.Field{
		checks, singles, fm.Select("penanda-tangan", "meeting.field.signer", c.posts(roster.ClassJPTPratama)...), fm.Text("kode", "meeting.field.code"),
	}
}

// usualInvite is the officer himself, when he signs letters of the house, and the groups of the
// last meeting of the kind.
func usualInvite(c *call) url.Values {
	out := url.Values{}
	if c.who.Is(rambu.RoleSecretary, rambu.RoleAuthority) {
		out.Set("penanda-tangan", c.who.Post)
	}
	groups, _, err := usual.Groups(c.r.Context(), c.p.Room, c.who, c.v.Session)
	if err == nil { // without an example the form is empty
		for _, g := range groups {
			out.Add("kelompok", string(g))
		}
	}
	return out
}

// titled finds the posts whose titles were typed, one a line.
func (c *call) titled(in *ui.Input) []roster.PostID {
	lines := strings.Split(in.Text("jabatan", 4000), "\n")
	all, err := c.p.Roster.Posts(c.r.Context(), roster.PostFilter{Institution: c.who.Institution})
	if err != nil {
		return nil
	}
	var out []roster.PostID
	for _, line := range lines {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		at := slices.IndexFunc(all, func(p roster.Post) bool { return strings.EqualFold(p.Title, line) })
		if at < 0 {
			in.Fault("jabatan", "meeting.error.no_such_post", "title", line)
			continue
		}
		out = append(out, all[at].ID)
	}
	return out
}

func doInvite(c *call, in *ui.Input) (string, error) {
	invite := meeting.InviteIn{
		Meeting: c.v.ID, Posts: c.titled(in), Signer: roster.PostID(in.Values.Get("penanda-tangan")), Code: in.Text("kode", 40),
	}
	for _, g := range in.Values["kelompok"] {
		invite.Groups = append(invite.Groups, meeting.InviteGroup(g))
	}
	if invite.Signer == "" {
		in.Fault("penanda-tangan", "ui.error.choose")
	}
	err := in.Err()
	if err != nil {
		return "", err
	}
	_, err = c.p.Room.Invite(c.r.Context(), c.who, invite)
	return "/rapat/" + c.v.ID, err
}
