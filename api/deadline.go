package api

import (
	"encoding/base64"
	"strings"
	"time"

	"rambu.id"
	"rambu.id/calendar"
	"rambu.id/law"
	"rambu.id/procedure"
	"rambu.id/roster"
)

// deadlineRoutes tell the law's time.
func deadlineRoutes() []route {
	return []route{
		get(public, "/tenggat", "Count a deadline, with its arithmetic", (*call).deadline),
		get(desk, "/jam", "Whose clock runs out or has run out, by how many days, under which article", (*call).clocks),
	}
}

type deadlineRequest struct {
	From     string     `query:"from" json:"-" doc:"2024-10-07, for hours 2024-10-07T20:00 in the region's time"`
	Count    int        `query:"count" json:"-"`
	Unit     string     `query:"unit" json:"-" enum:"hari-kerja,hari-kalender,jam"`
	Region   string     `query:"region" json:"-" doc:"Official code, 18.01"`
	KnownOn  rambu.Date `query:"known_on" json:"-" doc:"Use only holidays announced by this day"`
	Before   bool       `query:"before" json:"-" doc:"Count backwards"`
	FirstDay bool       `query:"first_day_counts" json:"-"`
}

// deadlineView is the answer of "rambu deadline --json", name by name.
type deadlineView struct {
	From           string        `json:"from"`
	Count          int           `json:"count"`
	Unit           string        `json:"unit"`
	Region         string        `json:"region"`
	KnownOn        string        `json:"known_on"`
	Before         bool          `json:"before"`
	FirstDayCounts bool          `json:"first_day_counts"`
	Due            rambu.Date    `json:"due"`
	DueAt          *time.Time    `json:"due_at"`
	Incomplete     bool          `json:"incomplete" doc:"Reaches a year whose holidays are not all known"`
	Open           bool          `json:"open"`
	Days           []deadlineDay `json:"days" nullable:"false"`
}

type deadlineDay struct {
	Date   rambu.Date `json:"date"`
	Counts bool       `json:"counts"`
	N      int        `json:"n"`
	Why    string     `json:"why" enum:"start,working,calendar,weekend,holiday,leave,suspended"`
	Name   string     `json:"name"`
	Check  bool       `json:"check,omitempty" doc:"Whether a holiday of this day was announced by known_on has to be checked"`
}

const maxCount = 1000

func (c *call) deadline(in deadlineRequest) (deadlineView, error) {
	if in.Unit == "" {
		in.Unit = string(calendar.WorkingDays)
	}
	if in.From == "" {
		return deadlineView{}, rambu.Fault(rambu.Invalid, "api.error.required").On("from")
	}
	if in.Count > maxCount {
		return deadlineView{}, rambu.Fault(rambu.Invalid, "api.error.value").On("count")
	}
	cal := c.in.Procedure.Calendar()
	q := calendar.Query{
		Region: in.Region, KnownOn: in.KnownOn,
		Rule: calendar.Rule{Count: in.Count, Unit: calendar.Unit(in.Unit), Before: in.Before, FirstDayCounts: in.FirstDay},
	}
	var err error
	if q.Rule.Unit == calendar.Hours {
		q.FromTime, err = c.hour(cal, in)
	} else {
		q.From, err = rambu.ParseDate(in.From)
	}
	if err != nil {
		return deadlineView{}, err
	}
	r, err := cal.Due(q)
	if err != nil {
		return deadlineView{}, err
	}
	return c.deadlineView(in, r), nil
}

// hour reads an hour in the region's own time.
func (c *call) hour(cal *calendar.Calendar, in deadlineRequest) (time.Time, error) {
	zone, err := cal.Zone(in.Region)
	if err != nil {
		return time.Time{}, err
	}
	at, err := time.ParseInLocation("2006-01-02T15:04", in.From, zone.Location)
	if err != nil {
		return at, rambu.Fault(rambu.Invalid, "calendar.error.time").On("from")
	}
	return at, nil
}

func (c *call) deadlineView(in deadlineRequest, r calendar.Result) deadlineView {
	v := deadlineView{
		From: in.From, Count: in.Count, Unit: in.Unit, Region: in.Region, KnownOn: string(in.KnownOn), Before: in.Before,
		FirstDayCounts: in.FirstDay, Due: r.Due, Incomplete: r.Incomplete, Open: r.Open, Days: []deadlineDay{},
	}
	if !r.Open {
		v.DueAt = &r.DueAt
	}
	for _, d := range r.Days {
		v.Days = append(v.Days, deadlineDay{d.Date, d.Counts, d.N, whyName(d.Why), c.text(d.Name, d.NameEN), d.Check})
	}
	return v
}

func whyName(key string) string { return strings.TrimPrefix(key, "calendar.day.") }

type clocksRequest struct {
	Late  bool   `query:"lewat" json:"-" doc:"1: only clocks that have run out"`
	Owner string `query:"jabatan" json:"-" doc:"Only clocks of this post"`
	After string `query:"setelah" json:"-"`
	Limit int    `query:"batas" json:"-" minimum:"1" maximum:"200"`
}

type clocksView struct {
	Today  rambu.Date  `json:"hari_ini"`
	Late   int         `json:"jumlah_lewat" doc:"Clocks of the institution (or post) that have run out"`
	Clocks []clockView `json:"butir" nullable:"false"`
	Next   string      `json:"berikut,omitempty"`
}

// clockView is a rule of time that runs, in words and with its arithmetic.
type clockView struct {
	ID         string           `json:"id"`
	Object     string           `json:"objek" doc:"Case, matter or other thing the clock belongs to"`
	Procedure  string           `json:"prosedur"`
	Owner      string           `json:"jabatan" doc:"Post that owns the clock"`
	OwnerTitle string           `json:"nama_jabatan"`
	Rule       string           `json:"aturan" doc:"The rule in a sentence"`
	RuleID     string           `json:"kode_aturan"`
	Articles   []string         `json:"pasal" nullable:"false" doc:"PP 94/2021 Pasal 26"`
	Conf       law.Conf         `json:"keyakinan"`
	Check      bool             `json:"perlu_dicek" doc:"A lawyer has to check the rule before anybody relies on it"`
	Status     procedure.Status `json:"status"`
	Right      bool             `json:"hak,omitempty" doc:"The time somebody has to use a right: it closes and is never late"`
	StartOn    rambu.Date       `json:"mulai"`
	Due        rambu.Date       `json:"batas" doc:"Empty while suspended"`
	DueAt      *time.Time       `json:"batas_pada,omitempty"`
	EndedOn    rambu.Date       `json:"selesai,omitempty"`
	DaysLate   int              `json:"hari_lewat"`
	DaysLeft   int              `json:"hari_tersisa"`
	Incomplete bool             `json:"libur_belum_lengkap,omitempty"`
	Days       []dayView        `json:"hitungan,omitempty" nullable:"false"`
	Moves      []moveView       `json:"pergeseran,omitempty" nullable:"false"`
}

type dayView struct {
	Date   rambu.Date `json:"tanggal"`
	Counts bool       `json:"dihitung"`
	N      int        `json:"ke"`
	Why    string     `json:"sebab"`
	Name   string     `json:"nama,omitempty"`
	Check  bool       `json:"perlu_dicek,omitempty" doc:"Whether a holiday of this day was known has to be checked"`
}

type moveView struct {
	Old    rambu.Date `json:"semula"`
	New    rambu.Date `json:"menjadi"`
	Reason string     `json:"sebab"`
	At     time.Time  `json:"pada"`
	Known  rambu.Date `json:"diumumkan,omitempty" doc:"When the holidays were announced"`
	Check  bool       `json:"perlu_dicek,omitempty" doc:"The day of that announcement has to be checked"`
}

func (c *call) clocks(in clocksRequest) (clocksView, error) {
	after, err := readCursor(in.After)
	if err != nil {
		return clocksView{}, err
	}
	ctx := c.r.Context()
	out := clocksView{Today: c.today(), Clocks: []clockView{}}
	f := procedure.Filter{Owner: in.Owner, Limit: limit(in.Limit), After: after}
	if in.Late {
		f.Before = out.Today
	}
	found, err := c.in.Procedure.Due(ctx, c.who, f)
	if err != nil {
		return out, err
	}
	out.Late, err = c.in.Procedure.Late(ctx, c.who, in.Owner)
	if err != nil {
		return out, err
	}
	out.Clocks, err = c.clockViews(found)
	if len(found) == f.Limit {
		out.Next = writeCursor(found[len(found)-1].Cursor())
	}
	return out, err
}

// clockViews writes clocks in words, the titles of their posts looked up at once.
func (c *call) clockViews(in []procedure.Clock) ([]clockView, error) {
	var posts []roster.PostID
	for _, k := range in {
		posts = append(posts, roster.PostID(k.Owner))
	}
	titles, err := c.in.Roster.PostsByID(c.r.Context(), posts)
	if err != nil {
		return nil, err
	}
	out := []clockView{}
	for _, k := range in {
		out = append(out, c.clockView(k, titles[roster.PostID(k.Owner)].Title))
	}
	return out, nil
}

func (c *call) clockView(k procedure.Clock, title string) clockView {
	v := clockView{
		ID: k.ID, Object: k.Object, Procedure: k.Procedure, Owner: k.Owner, OwnerTitle: title,
		Rule: c.text(k.Deadline.RuleID, k.Deadline.RuleEN), RuleID: k.Rule, Articles: []string{}, Conf: k.Conf, Check: k.Check(),
		Status: k.Status, Right: k.Right, StartOn: k.StartOn, Due: k.Due, EndedOn: k.EndedOn, DaysLate: k.LateDays, DaysLeft: k.LeftDays,
		Incomplete: k.Incomplete,
	}
	if !k.DueAt.IsZero() {
		v.DueAt = &k.DueAt
	}
	for _, b := range k.Basis {
		v.Articles = append(v.Articles, c.article(b, k.StartOn))
	}
	for _, d := range k.Days {
		v.Days = append(v.Days, dayView{d.Date, d.Counts, d.N, whyName(d.Why), c.text(d.Name, d.NameEN), d.Check})
	}
	for _, m := range k.Moves {
		v.Moves = append(v.Moves, moveView{m.Old, m.New, c.text(m.Reason, m.ReasonEN), m.At, m.Announced, m.Check})
	}
	return v
}

// article is the short name of a citation: "PP 94/2021 Pasal 26".
func (c *call) article(b law.Citation, on rambu.Date) string {
	cited, err := c.in.Pack.Cite(b, on)
	if err != nil {
		return b.String()
	}
	return cited.In(c.lang)
}

// today is the legal day in the actor's region.
func (c *call) today() rambu.Date { return c.in.Procedure.Today(c.who.Region) }

const pageSize = 50

// limit is the size of a page, 50 when nothing was asked for.
func limit(n int) int {
	if n <= 0 {
		return pageSize
	}
	return min(n, 200)
}

const cursorParts = 3

// writeCursor makes a place in a list of clocks an opaque text.
func writeCursor(cu procedure.Cursor) string {
	if cu == (procedure.Cursor{}) {
		return ""
	}
	return base64.RawURLEncoding.EncodeToString([]byte(strings.Join([]string{string(cu.Due), cu.Bucket, cu.Clock}, "\n")))
}

func readCursor(s string) (procedure.Cursor, error) {
	if s == "" {
		return procedure.Cursor{}, nil
	}
	b, err := base64.RawURLEncoding.DecodeString(s)
	f := strings.Split(string(b), "\n")
	if err != nil || len(f) != cursorParts {
		return procedure.Cursor{}, rambu.Fault(rambu.Invalid, "api.error.value").On("setelah")
	}
	return procedure.Cursor{Due: rambu.Date(f[0]), Bucket: f[1], Clock: f[2]}, nil
}
