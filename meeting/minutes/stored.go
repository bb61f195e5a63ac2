package minutes

import (
	"slices"
	"time"

	"rambu.id"
	"rambu.id/internal/db"
	"rambu.id/ledger"
	"rambu.id/roster"
)

// Minutes are what was said and decided.
type Minutes struct {
	ID           string // "ntl_…"
	Meeting      string
	State        State
	Writer       string // account
	Approver     string // account
	ApproverPost string
	ChangedAt    time.Time
	PublishedAt  time.Time
	Version      int64

	Text      string // filled when its key is held
	Decisions []Decision

	Institution, Region string
	Body                []byte // sealed
}

// Columns are those of stored minutes, as m.
const Columns = `m.id, m.institution, m.region, m.meeting, m.state, m.writer, m.approver, m.approver_post, m.changed_at,
	m.published_at, m.body, m.version`

// Scan reads a row of Columns.
func Scan(row db.Row) (Minutes, error) {
	var m Minutes
	var changed, published int64
	err := row.Scan(&m.ID, &m.Institution, &m.Region, &m.Meeting, &m.State, &m.Writer, &m.Approver, &m.ApproverPost, &changed,
		&published, &m.Body, &m.Version)
	m.ChangedAt, m.PublishedAt = instant(changed), instant(published)
	return m, db.Translate(err)
}

// Values are the row, in the order of its table.
func (m *Minutes) Values() []any {
	return []any{
		m.ID, m.Institution, m.Region, m.Meeting, string(m.State), m.Writer, m.Approver, m.ApproverPost, m.ChangedAt,
		m.PublishedAt, m.Body,
	}
}

// Move changes the state along the table. Errors: Conflict.
func (m *Minutes) Move(to State) error {
	if !slices.Contains(m.State.Next(), to) {
		return rambu.Fault(rambu.Conflict, "meeting.error.minutes_"+string(m.State))
	}
	m.State = to
	return nil
}

// Save writes minutes, new or changed.
func (m *Minutes) Save(op *ledger.Op, t *ledger.Table) error {
	m.ChangedAt = op.At
	op.Object(m.Meeting)
	op.Fact("minutes", string(m.State))
	if m.Version == 0 {
		return op.Insert(t, m.Values()...)
	}
	return op.Update(t, m.Version, m.Values()...)
}

// Decision is one thing decided, with who does it until when.
type Decision struct {
	ID      string // "kpr_…"
	Meeting string
	Number  int64
	Owner   roster.PostID
	Due     rambu.Date
	State   DecisionState
	DoneAt  time.Time
	Version int64
	Fresh   bool // not stored yet

	Text   string // filled when its key is held
	Points []string
	Proof  string // what the owner says was done

	Institution, Region string
	Body, SealedProof   []byte
}

// Phrasing is the sealed part of a decision.
type Phrasing struct {
	Text   string   `json:"text"`
	Points []string `json:"points,omitempty"`
}

// Lacks reports whether the decision cannot be published: nobody owns it, or it is due never.
func (d Decision) Lacks() bool { return d.Owner == "" || d.Due == "" }

// DecisionColumns are those of a stored decision, as d.
const DecisionColumns = `d.id, d.institution, d.region, d.meeting, d.number, d.owner, d.due, d.state, d.done_at, d.body, d.proof, d.version`

// ScanDecision reads a row of DecisionColumns.
func ScanDecision(row db.Row) (Decision, error) {
	var d Decision
	var done int64
	err := row.Scan(&d.ID, &d.Institution, &d.Region, &d.Meeting, &d.Number, &d.Owner, &d.Due, &d.State, &done, &d.Body, &d.SealedProof, &d.Version)
	d.DoneAt = instant(done)
	return d, db.Translate(err)
}

// Values are the row, in the order of its table.
func (d *Decision) Values() []any {
	return []any{d.ID, d.Institution, d.Region, d.Meeting, d.Number, string(d.Owner), d.Due, string(d.State), d.DoneAt, d.Body, d.SealedProof}
}

// Save rewrites a decision in its place among all of its meeting, or puts one that is not there and was
// never stored behind them. Errors: NotFound, and Conflict when it was changed meanwhile.
func (d *Decision) Save(op *ledger.Op, t *ledger.Table, all []Decision) error {
	at := slices.IndexFunc(all, func(o Decision) bool { return o.ID == d.ID })
	switch {
	case d.Fresh:
		d.Number = 1
		if n := len(all); n > 0 {
			d.Number = all[n-1].Number + 1
		}
		return op.Insert(t, d.Values()...)
	case at < 0:
		return rambu.Errorf(rambu.NotFound, "no such decision")
	case d.Version != 0 && d.Version != all[at].Version:
		return rambu.Fault(rambu.Conflict, "meeting.error.stale")
	}
	d.Number = all[at].Number
	return op.Update(t, all[at].Version, d.Values()...)
}

// instant reads a stored time; zero is none.
func instant(micro int64) time.Time {
	if micro == 0 {
		return time.Time{}
	}
	return time.UnixMicro(micro).UTC()
}
