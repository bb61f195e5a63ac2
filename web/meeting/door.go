package meeting

import (
	"bytes"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"rambu.id"
	"rambu.id/meeting"
	"rambu.id/roster"
	"rambu.id/web/static"
	"rambu.id/web/ui"
)

type doorPage struct {
	ui.Frame
	ID           string
	Heading      string
	Place        string
	QR           template.URL
	First, Last  string // of the six digits
	In, Expected int
}

// showDoor is the screen at the door. It asks for itself again when the code changes, without a script.
func (p *Pages) showDoor(w http.ResponseWriter, r *http.Request) error {
	c, err := p.call(r)
	if err != nil {
		return err
	}
	s, err := p.Room.Screen(r.Context(), c.who, r.PathValue("id"))
	if err != nil {
		return err
	}
	page := &doorPage{
		Frame: p.UI.Frame(r, "meeting.door.title"), ID: s.ID, Heading: s.Title, Place: s.Place,
		First: s.Code.Digits[:3], Last: s.Code.Digits[3:], In: s.In, Expected: s.Expected,
	}
	page.Secret = true
	page.QR, err = ui.QR(p.base(r) + "/rapat/" + s.ID + "/hadir?" + url.Values{"kode": {s.Code.Token}}.Encode())
	if err != nil {
		return err
	}
	w.Header().Set("Refresh", strconv.Itoa(int(s.Code.Left/time.Second)+1))
	return p.door.Render(w, http.StatusOK, page)
}

// base is the address a phone reaches us by.
func (p *Pages) base(r *http.Request) string {
	if p.BaseURL != "" {
		return strings.TrimSuffix(p.BaseURL, "/")
	}
	if p.HTTPS {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}

type usherPage struct {
	ui.Frame
	ID      string
	Heading string
	Lines   []usherLine
	Gone    []usherLine // here, may leave early
	Doubles []string    // recorded in another meeting at the same time
	Now     string      // by the clock that counts
	Millis  int64       // the same, since 1970, for the script
	Zone    int         // of the region, minutes east of Greenwich
	At      ui.Field
	File    ui.Field
}

// usherLine is one invited post to tick.
type usherLine struct {
	ID      string
	Post    string
	Badge   *ui.Badge
	StandIn []ui.Option // who may have come instead
	Checked bool
	StoodIn bool // the holder may still come himself
}

func (p *Pages) showUsher(w http.ResponseWriter, r *http.Request) error {
	c, err := p.meeting(r)
	if err != nil {
		return err
	}
	return p.renderUsher(w, c, http.StatusOK, nil, "", nil)
}

func (p *Pages) renderUsher(w http.ResponseWriter, c *call, status int, problems []ui.Problem, taken string, typed url.Values) error {
	if !meeting.Runs(c.who) {
		return rambu.Fault(rambu.Forbidden, "meeting.error.organiser_only")
	}
	page := &usherPage{Frame: p.UI.Frame(c.r, "meeting.usher.title"), ID: c.v.ID, Heading: c.v.Title}
	page.Problems, page.Flash = problems, taken
	fm := p.UI.Form(&page.Frame, typed)
	page.At, page.File = fm.Text("pukul", "meeting.field.arrived_at"), fm.File("daftar", "meeting.field.sheet")
	page.File.Accept = ".csv,.xlsx"
	page.At.Width = "5"
	now := p.Room.Now()
	page.Now, page.Millis = c.clock(now), now.UnixMilli()
	local, _ := p.Room.Local(c.who, now)
	_, east := local.Zone()
	page.Zone = east / 60
	var err error
	page.Doubles, err = c.doubles()
	if err != nil {
		return err
	}
	staff, err := c.staff()
	if err != nil {
		return err
	}
	for _, i := range c.v.Invitees {
		line := usherLine{ID: i.ID, Post: c.held(c.v.Held[i.Post])}
		switch i.State.Group() {
		case meeting.GroupOpen, meeting.GroupExplained:
			line.StandIn, line.Checked = c.whoCame(i, staff, typed), slices.Contains(typed["hadir"], i.ID)
			page.Lines = append(page.Lines, line)
		case meeting.GroupHolder, meeting.GroupStandIn, meeting.GroupUnexplained:
			b := c.presence(i.State)
			line.Badge, line.StoodIn = &b, i.State == meeting.StoodIn
			page.Gone = append(page.Gone, line)
		}
	}
	ui.AllowScripts(w)
	return p.usher.Render(w, status, page)
}

// offline is the script that gives the usher's list from the phone; its address bounds what it sees.
func offline(w http.ResponseWriter, r *http.Request) {
	const name = "js/luring.js"
	ui.AllowScripts(w)
	w.Header().Set("Cache-Control", "no-cache")
	http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(static.Bytes(name)))
}

// staff is the posts of the government by their superior.
func (c *call) staff() (map[roster.PostID][]roster.Post, error) {
	all, err := c.p.Roster.Posts(c.r.Context(), roster.PostFilter{Institution: c.who.Institution})
	out := map[roster.PostID][]roster.Post{}
	for _, p := range all {
		out[p.Superior] = append(out[p.Superior], p)
	}
	return out, err
}

// whoCame offers who may have come instead: the one named before, else the staff of the post.
func (c *call) whoCame(i meeting.Invitee, staff map[roster.PostID][]roster.Post, typed url.Values) []ui.Option {
	if c.v.StandIn == meeting.StandInNone {
		return nil
	}
	chosen := typed.Get("wakil-" + i.ID)
	option := func(post roster.PostID, title string) ui.Option {
		return ui.Option{Value: string(post), Text: title, Checked: chosen == string(post)}
	}
	if i.StandIn != "" {
		return []ui.Option{{Text: "–"}, option(i.StandIn, c.held(c.v.Held[i.StandIn]))}
	}
	out := []ui.Option{{Text: "–"}}
	for _, p := range staff[i.Post] {
		if p.Class == roster.ClassVillageHead || p.Class == roster.ClassVillageStaff {
			continue
		}
		out = append(out, option(p.ID, p.Title))
	}
	if len(out) == 1 {
		return nil
	}
	return out
}

func (p *Pages) doUsher(w http.ResponseWriter, r *http.Request) error {
	c, err := p.meeting(r)
	if err != nil {
		return err
	}
	in, err := ui.Read(w, r)
	if err != nil {
		return err
	}
	list := c.ticks(in)
	err = in.Err()
	if err != nil {
		problems, _ := p.UI.Problems(c.lang, err)
		return p.renderUsher(w, c, ui.Status(err), problems, "", in.Values)
	}
	return p.ticked(w, c, list, in.Values)
}

// ticks reads the list. One time counts for all of it, when it was ticked without a signal; the script of
// the page sends one for each line.
func (c *call) ticks(in *ui.Input) []meeting.Tick {
	all := c.arrived(in, "pukul")
	var out []meeting.Tick
	for _, i := range c.v.Invitees {
		t := meeting.Tick{Invitee: i.ID, At: all}
		post := in.Values.Get("wakil-" + i.ID)
		switch {
		case post != "":
			t.StandIn, t.Post = true, roster.PostID(post)
		case slices.Contains(in.Values["hadir"], i.ID):
		case slices.Contains(in.Values["pulang"], i.ID):
			t.Left = true
		default:
			continue
		}
		if all.IsZero() {
			t.At = c.arrived(in, "pukul-"+i.ID)
		}
		out = append(out, t)
	}
	return out
}

// arrived reads a time of day; zero: none was typed, or it is none, and the form says so.
func (c *call) arrived(in *ui.Input, field string) time.Time {
	text := in.Text(field, 10)
	if text == "" {
		return time.Time{}
	}
	local, _ := c.p.Room.Local(c.who, c.v.Start)
	at, err := hourOf(local, text)
	if err != nil {
		in.Fault("pukul", "meeting.error.time")
		return time.Time{}
	}
	return at
}
