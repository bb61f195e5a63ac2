package meeting

import (
	"io"
	"net/http"
	"slices"
	"strings"
	"time"

	"rambu.id"
	"rambu.id/internal/sheet"
	"rambu.id/meeting"
	"rambu.id/roster"
	"rambu.id/web/ui"
)

// The usher's list as a table: downloaded before, ticked in any spreadsheet without a signal or
// a running browser, and sent when there is one again. Each line keeps its own time. A line that
// was sent before changes nothing.

// Columns of the table.
const (
	colRow = iota
	colPost
	colHere
	colStandIn
	colAt
)

// sheetLimits fit the largest meeting.
func sheetLimits() sheet.Limits {
	return sheet.Limits{Bytes: 600 << 10, Unpacked: 4 << 20, Entries: 50, Rows: 2600, Columns: 20, Cell: 300}
}

// doSheet takes the list back.
func (p *Pages) doSheet(w http.ResponseWriter, r *http.Request) error {
	c, err := p.meeting(r)
	if err != nil {
		return err
	}
	in, err := ui.Read(w, r)
	if err != nil {
		return err
	}
	list, err := c.sheetTicks(r)
	if err != nil {
		problems, mine := p.UI.Problems(c.lang, err)
		if !mine {
			return err
		}
		return p.renderUsher(w, c, ui.Status(err), problems, "", in.Values)
	}
	return p.ticked(w, c, list, in.Values)
}

func (c *call) sheetTicks(r *http.Request) ([]meeting.Tick, error) {
	file, _, err := r.FormFile("daftar")
	if err != nil {
		return nil, rambu.Fault(rambu.Invalid, "meeting.error.sheet").On("daftar")
	}
	defer file.Close() //nolint:errcheck // read only
	titles := map[string]roster.PostID{}
	all, err := c.p.Roster.Posts(r.Context(), roster.PostFilter{Institution: c.who.Institution})
	if err != nil {
		return nil, err
	}
	for _, p := range all {
		titles[strings.ToLower(p.Title)] = p.ID
	}
	start, _ := c.p.Room.Local(c.who, c.v.Start)
	return readSheet(file, start, titles)
}

// readSheet turns a table into ticks. A stand-in counts only where the line is marked as here.
// Errors: Invalid and TooLarge faults that name the line.
func readSheet(r io.Reader, start time.Time, titles map[string]roster.PostID) ([]meeting.Tick, error) {
	rows, err := sheet.Read(r, sheetLimits())
	if err != nil {
		return nil, err
	}
	var out []meeting.Tick
	for _, row := range rows {
		if !rambu.ValidID("pst", row.Cell(colRow)) || row.Cell(colHere) == "" {
			continue // the heading, a remark, or somebody who did not come
		}
		t := meeting.Tick{Invitee: row.Cell(colRow)}
		if name := row.Cell(colStandIn); name != "" {
			post, ok := titles[strings.ToLower(name)]
			if !ok {
				return nil, rambu.Fault(rambu.Invalid, "meeting.error.no_such_post", "title", name).On("daftar")
			}
			t.StandIn, t.Post = true, post
		}
		if text := row.Cell(colAt); text != "" {
			t.At, err = hourOf(start, text)
			if err != nil {
				return nil, rambu.Fault(rambu.Invalid, "meeting.error.sheet_time", "text", text).On("daftar")
			}
		}
		out = append(out, t)
	}
	if len(out) == 0 {
		return nil, rambu.Fault(rambu.Invalid, "meeting.error.sheet").On("daftar")
	}
	return out, nil
}

// hourOf is a time of day on the day of a meeting.
func hourOf(start time.Time, text string) (time.Time, error) {
	at, err := time.Parse("15.04", strings.ReplaceAll(text, ":", "."))
	return time.Date(start.Year(), start.Month(), start.Day(), at.Hour(), at.Minute(), 0, 0, start.Location()), err
}

// ticked records a list and shows what became of it.
func (p *Pages) ticked(w http.ResponseWriter, c *call, list []meeting.Tick, values map[string][]string) error {
	done, err := p.Room.Tick(c.r.Context(), c.who, c.v.ID, list)
	if err != nil {
		problems, mine := p.UI.Problems(c.lang, err)
		if !mine {
			return err
		}
		return p.renderUsher(w, c, ui.Status(err), problems, "", values)
	}
	c.v, err = p.Room.Get(c.r.Context(), c.who, c.v.ID)
	if err != nil {
		return err
	}
	var problems []ui.Problem
	for id, refused := range done.Refused {
		title := "?"
		at := slices.IndexFunc(c.v.Invitees, func(i meeting.Invitee) bool { return i.ID == id })
		if at >= 0 {
			title = c.v.Held[c.v.Invitees[at].Post].Title
		}
		problems = append(problems, ui.Problem{Text: title + ": " + p.UI.Words().Error(c.lang, refused)})
	}
	slices.SortFunc(problems, func(a, b ui.Problem) int { return strings.Compare(a.Text, b.Text) })
	status := http.StatusOK
	if len(problems) > 0 {
		status = http.StatusUnprocessableEntity
	}
	if len(problems) == 0 {
		values = nil // all of it is recorded
	}
	return p.renderUsher(w, c, status, problems, c.t("meeting.usher.taken", "n", itoa(done.New), "again", itoa(done.Again)), values)
}
