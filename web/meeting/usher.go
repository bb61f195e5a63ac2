package meeting

import (
	"bytes"
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"time"

	"rambu.id"
	"rambu.id/meeting"
	"rambu.id/roster"
	"rambu.id/web/static"
	"rambu.id/web/ui"
)

// The usher's list: who has not been recorded yet, by groups, with a sieve. Sieving is a button of
// the same form, so that nothing that was ticked is lost by it: what the sieve hides is carried
// along unseen.

type usherPage struct {
	ui.Frame
	ID      string
	Heading string
	Doubles []string // recorded in another meeting at the same time

	Group, Text, Only ui.Field // the sieve
	Sieved            bool
	Query             string   // "?…" of the sieve, for the list to take along
	Shown             string   // how many of how many
	Pending           string   // ticked and not sent yet
	Kept              []pair   // ticked in lines that the sieve hides
	Hidden            []string // those lines, for the script

	Groups []usherGroup
	Gone   []usherLine // here, may leave early
	Here   string
	Now    string // by the clock that counts
	Millis int64  // the same, since 1970, for the script
	Zone   int    // of the region, minutes east of Greenwich
	At     ui.Field
	File   ui.Field
}

// pair is a hidden value of the form.
type pair struct{ Name, Value string }

// usherGroup is the lines of one group, with the place to jump to.
type usherGroup struct {
	rank          int
	Anchor, Title string
	Lines         []usherLine
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
	guests, err := c.guestList()
	if err != nil {
		return err
	}
	s := c.sieve()
	page.lines(c, guests, s, typed)
	page.sieve(c, guests, s)
	ui.AllowScripts(w)
	return p.usher.Render(w, status, page)
}

// lines fills in who waits, by groups, and who is here.
func (page *usherPage) lines(c *call, guests *guestList, s sieve, typed url.Values) {
	waiting, shown, pending := 0, 0, 0
	groups := map[string]int{} // place in page.Groups
	for _, i := range c.v.Invitees {
		line := usherLine{ID: i.ID, Post: c.held(c.v.Held[i.Post])}
		through := s.lets(guests.groupOf(i.Post), line.Post)
		switch i.State.Group() {
		case meeting.GroupOpen, meeting.GroupExplained:
			waiting++
			line.StandIn, line.Checked = c.whoCame(i, guests, typed), slices.Contains(typed["hadir"], i.ID)
			instead := typed.Get("wakil-" + i.ID)
			if line.Checked || instead != "" {
				pending++
			}
			if !through {
				page.Hidden = append(page.Hidden, line.ID)
				page.keep(line, instead)
				continue
			}
			shown++
			key := guests.groupOf(i.Post)
			at, known := groups[key]
			if !known {
				at = len(page.Groups)
				groups[key] = at
				page.Groups = append(page.Groups, usherGroup{rank: guests.rank(key), Anchor: "k-" + itoa(guests.rank(key)), Title: guests.title(key)})
			}
			page.Groups[at].Lines = append(page.Groups[at].Lines, line)
		case meeting.GroupHolder, meeting.GroupStandIn, meeting.GroupUnexplained:
			if !through || s.only {
				continue
			}
			b := c.presence(i.State)
			line.Badge, line.StoodIn = &b, i.State == meeting.StoodIn
			page.Gone = append(page.Gone, line)
		}
	}
	slices.SortFunc(page.Groups, func(a, b usherGroup) int { return cmp.Compare(a.rank, b.rank) })
	page.Shown = c.t("meeting.usher.shown", "n", itoa(shown), "of", itoa(waiting))
	page.Here = c.t("meeting.usher.here_n", "n", itoa(len(page.Gone)))
	if pending > 0 {
		page.Pending = c.t("meeting.usher.pending", "n", itoa(pending))
	}
}

// keep carries along what was ticked in a line that is hidden.
func (page *usherPage) keep(line usherLine, instead string) {
	if line.Checked {
		page.Kept = append(page.Kept, pair{"hadir", line.ID})
	}
	if instead != "" {
		page.Kept = append(page.Kept, pair{"wakil-" + line.ID, instead})
	}
}

// sieve shows the sieve as it is set.
func (page *usherPage) sieve(c *call, guests *guestList, s sieve) {
	fm := c.p.UI.Form(&page.Frame, s.values())
	options := []ui.Option{{Text: c.t("meeting.usher.all_groups"), Checked: s.group == ""}}
	for _, key := range guests.order {
		options = append(options, ui.Option{Value: key, Text: guests.title(key) + " (" + itoa(guests.count[key]) + ")", Checked: s.group == key})
	}
	page.Group = fm.Select("kelompok", "meeting.usher.group", options...)
	page.Text = fm.Text("cari", "meeting.usher.search")
	page.Only = fm.Checks("tampil", "meeting.usher.show", fm.Option("belum", "meeting.usher.only_waiting"))
	page.Only.Small = true
	page.Sieved = s != sieve{}
	page.Query = s.query()
}

// whoCame offers who may have come instead: the one named before, else the staff of the post.
func (c *call) whoCame(i meeting.Invitee, guests *guestList, typed url.Values) []ui.Option {
	if c.v.StandIn == meeting.StandInNone {
		return nil
	}
	chosen := typed.Get("wakil-" + i.ID)
	option := func(post roster.PostID, title string) ui.Option {
		return ui.Option{Value: string(post), Text: title, Checked: chosen == string(post)}
	}
	out := []ui.Option{{Text: c.t("meeting.usher.instead")}}
	if i.StandIn != "" {
		return append(out, option(i.StandIn, c.held(c.v.Held[i.StandIn])))
	}
	for _, p := range guests.staff[i.Post] {
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

// sieving is the button that sieves and records nothing.
const sieving = "saring"

func (p *Pages) doUsher(w http.ResponseWriter, r *http.Request) error {
	c, err := p.meeting(r)
	if err != nil {
		return err
	}
	in, err := ui.Read(w, r)
	if err != nil {
		return err
	}
	if in.Values.Get("langkah") == sieving {
		return p.sieved(w, c, in)
	}
	list := c.ticks(in)
	err = in.Err()
	if err != nil {
		problems, _ := p.UI.Problems(c.lang, err)
		return p.renderUsher(w, c, ui.Status(err), problems, "", in.Values)
	}
	return p.ticked(w, c, list, in.Values)
}

// sieved shows the list through a sieve. With nothing ticked it has an address of its own, to
// come back to; else what was ticked stays.
func (p *Pages) sieved(w http.ResponseWriter, c *call, in *ui.Input) error {
	if len(c.ticks(in)) == 0 && in.Values.Get("pukul") == "" {
		http.Redirect(w, c.r, "/rapat/"+c.v.ID+"/daftar"+c.sieve().query(), http.StatusSeeOther)
		return nil
	}
	return p.renderUsher(w, c, http.StatusOK, nil, "", in.Values)
}

// offline is the script that gives the usher's list from the phone; its address bounds what it sees.
func offline(w http.ResponseWriter, r *http.Request) {
	const name = "js/luring.js"
	ui.AllowScripts(w)
	w.Header().Set("Cache-Control", "no-cache")
	http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(static.Bytes(name)))
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
