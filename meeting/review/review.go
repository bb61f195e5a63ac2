// Package review has what a search for a pattern among absences is made of: the question, the
// replies, and the numbers. Who may ask and read is package meeting's to say.
package review

import (
	"encoding/json"
	"time"

	"rambu.id"
	"rambu.id/internal/db"
	"rambu.id/meeting/agenda"
	"rambu.id/meeting/pattern"
	"rambu.id/meeting/presence"
	"rambu.id/roster"
)

// Review says that the absent posts of a meeting were asked for their view.
type Review struct {
	ID       string // "tjn_…"
	Meeting  string
	AskedOn  rambu.Date
	ReplyDue rambu.Date
	DeleteOn rambu.Date
	Account  string

	Institution, Region string
	Version             int64
}

// Columns are those of a stored review, as v.
const Columns = `v.id, v.institution, v.region, v.meeting, v.asked_on, v.reply_due, v.delete_on, v.account, v.version`

// Values are the row, in the order of its table.
func (v *Review) Values() []any {
	return []any{v.ID, v.Institution, v.Region, v.Meeting, v.AskedOn, v.ReplyDue, v.DeleteOn, v.Account}
}

// Scan reads a row of Columns.
func Scan(row db.Row) (Review, error) {
	var v Review
	err := row.Scan(&v.ID, &v.Institution, &v.Region, &v.Meeting, &v.AskedOn, &v.ReplyDue, &v.DeleteOn, &v.Account, &v.Version)
	return v, db.Translate(err)
}

// Said is what a post replied. On paper: who wrote it and of what day the paper is.
type Said struct {
	Text string     `json:"text"`
	By   string     `json:"by,omitempty"`
	On   rambu.Date `json:"on,omitempty"`
}

// UnmarshalJSON also reads a reply that was kept as its text alone.
func (s *Said) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '"' {
		return json.Unmarshal(b, &s.Text)
	}
	type plain Said
	return json.Unmarshal(b, (*plain)(s))
}

// Paper is a reply that came on paper, as somebody types it in.
type Paper struct {
	Said

	Meeting string
	Post    roster.PostID
}

// Validate reports what is wrong with a paper, by form field. It is of the days to reply.
func (p *Paper) Validate(v Review, today rambu.Date) error {
	var f agenda.Form
	if p.Post == "" {
		f.Fault("jabatan", "meeting.error.choose")
	}
	f.Text(&p.By, "nama", agenda.MaxLine)
	if !p.On.Valid() || p.On < v.AskedOn || p.On > today || p.On > v.ReplyDue {
		f.Fault("tanggal", "meeting.error.reply_day")
	}
	f.Text(&p.Text, "tanggapan", agenda.MaxNote)
	return f.Err()
}

// Reply is what an absent post said.
type Reply struct {
	Said // for Inspektorat

	ID      string // "tgp_…"
	Post    roster.PostID
	At      time.Time
	Meeting string

	Institution, Region string
	Body                []byte
	Version             int64
}

// ReplyColumns are those of a stored reply, as p.
const ReplyColumns = `p.id, p.institution, p.region, p.meeting, p.post, p.replied_at, p.body, p.version`

// ScanReply reads a row of ReplyColumns.
func ScanReply(row db.Row) (Reply, error) {
	var p Reply
	var at int64
	err := row.Scan(&p.ID, &p.Institution, &p.Region, &p.Meeting, &p.Post, &at, &p.Body, &p.Version)
	if at != 0 {
		p.At = time.UnixMicro(at).UTC()
	}
	return p, db.Translate(err)
}

// Numbers are the test of one meeting.
type Numbers struct {
	Whole    *pattern.Finding  // of this meeting, nil when there is too little to compare
	Groups   []pattern.Finding // of this meeting
	Meetings int               // compared
	Posts    int
	TooFew   bool
}

// Take keeps what was found of the meeting in a column.
func (n *Numbers) Take(found []pattern.Finding, column int) {
	for _, f := range found {
		switch {
		case f.Meeting != column:
		case f.Group == "":
			n.Whole = &f
		default:
			n.Groups = append(n.Groups, f)
		}
	}
	n.TooFew = n.Whole == nil
}

// Data turns presences into the test's. Posts are grouped by their office, chosen by the roster and
// not by anybody who has seen the absences.
func Data(posts []roster.PostID, meetings []string, cells map[roster.PostID]map[string]presence.Presence, known map[roster.PostID]roster.Post) pattern.Data {
	var d pattern.Data
	for _, id := range posts {
		row := make([]pattern.Cell, len(meetings))
		for n, m := range meetings {
			p, invited := cells[id][m]
			switch {
			case !invited:
			case p.Group() == presence.GroupUnexplained:
				row[n] = pattern.Missing
			case p.Group() == presence.GroupHolder, p.Group() == presence.GroupStandIn:
				row[n] = pattern.Came
			}
		}
		d.Cells = append(d.Cells, row)
		d.Groups = append(d.Groups, string(known[id].Office))
	}
	return d
}
