package procedure

import (
	"context"
	"database/sql"
	"strconv"
	"strings"
	"time"

	"rambu.id"
	"rambu.id/calendar"
	"rambu.id/internal/db"
)

const runColumns = `id, institution, region, procedure, pack, object, owner, state, since, ended, version`

func scanRun(row interface{ Scan(dest ...any) error }) (Run, error) {
	var r Run
	var ended int64
	err := row.Scan(&r.ID, &r.Institution, &r.Region, &r.Procedure, &r.Pack, &r.Object, &r.Owner, &r.State, &r.Since, &ended, &r.Version)
	r.Ended = ended == 1
	return r, db.Translate(err)
}

// ByObject returns the run of a procedure for one object of the actor's institution.
func (s *Service) ByObject(ctx context.Context, who rambu.Actor, procedure, object string) (Run, error) {
	return scanRun(s.db.QueryRow(ctx, `SELECT `+runColumns+` FROM procedure_run
		WHERE institution = $1 AND object = $2 AND procedure = $3`, who.Institution, object, procedure))
}

// InTx returns the run as the operation sees it, to be moved in it.
func InTx(tx *db.Tx, who rambu.Actor, procedure, object string) (Run, error) {
	rows, err := tx.Query(`SELECT `+runColumns+` FROM procedure_run
		WHERE institution = $1 AND object = $2 AND procedure = $3`, who.Institution, object, procedure)
	if err != nil {
		return Run{}, err
	}
	defer rows.Close() //nolint:errcheck // reading
	if !rows.Next() {
		if rows.Err() != nil {
			return Run{}, db.Translate(rows.Err())
		}
		return Run{}, db.Translate(sql.ErrNoRows)
	}
	return scanRun(rows)
}

// Steps returns what happened in a run, in order.
func (s *Service) Steps(ctx context.Context, who rambu.Actor, run string) ([]Step, error) {
	rows, err := s.db.Query(ctx, `SELECT number, transition, event, happened_on, recorded_at, account, post
		FROM procedure_step WHERE institution = $1 AND run = $2 ORDER BY number`, who.Institution, run)
	if err != nil {
		return nil, err
	}
	return scanSteps(rows)
}

func stepsOf(tx *db.Tx, run string) ([]Step, error) {
	rows, err := tx.Query(`SELECT number, transition, event, happened_on, recorded_at, account, post
		FROM procedure_step WHERE run = $1 ORDER BY number`, run)
	if err != nil {
		return nil, err
	}
	return scanSteps(rows)
}

func scanSteps(rows *sql.Rows) ([]Step, error) {
	defer rows.Close() //nolint:errcheck // reading
	var out []Step
	for rows.Next() {
		var st Step
		var at int64
		err := rows.Scan(&st.Number, &st.Transition, &st.Event, &st.On, &at, &st.Account, &st.Post)
		if err != nil {
			return nil, db.Translate(err)
		}
		st.RecordedAt = time.UnixMicro(at).UTC()
		out = append(out, st)
	}
	return out, db.Translate(rows.Err())
}

const clockColumns = `c.id, c.institution, c.region, c.run, c.object, c.procedure, c.rule, c.owner, c.start_on,
	c.start_at, c.status, c.ended_on, c.suspensions, c.version`

func scanClocks(rows *sql.Rows) ([]Clock, error) {
	defer rows.Close() //nolint:errcheck // reading
	var out []Clock
	for rows.Next() {
		var c Clock
		var at int64
		var susp string
		err := rows.Scan(&c.ID, &c.Institution, &c.Region, &c.Run, &c.Object, &c.Procedure, &c.Rule, &c.Owner, &c.StartOn,
			&at, &c.Status, &c.EndedOn, &susp, &c.version)
		if err != nil {
			return nil, db.Translate(err)
		}
		c.StartAt = time.UnixMicro(at).UTC()
		c.Suspensions, err = decodeSuspensions(susp)
		if err != nil {
			return nil, err
		}
		out = append(out, c)
	}
	return out, db.Translate(rows.Err())
}

func clocksIn(tx *db.Tx, run string) ([]Clock, error) {
	rows, err := tx.Query(`SELECT `+clockColumns+` FROM procedure_clock c WHERE c.run = $1 AND c.status = $2 ORDER BY c.id`, run, string(Running))
	if err != nil {
		return nil, err
	}
	return scanClocks(rows)
}

func clockIn(tx *db.Tx, institution, id string) (Clock, error) {
	rows, err := tx.Query(`SELECT `+clockColumns+` FROM procedure_clock c WHERE c.institution = $1 AND c.id = $2`, institution, id)
	if err != nil {
		return Clock{}, err
	}
	found, err := scanClocks(rows)
	if err != nil {
		return Clock{}, err
	}
	if len(found) == 0 {
		return Clock{}, db.Translate(sql.ErrNoRows)
	}
	return found[0], nil
}

func putDue(tx *db.Tx, c *Clock, knownOn rambu.Date) error {
	due := c.Due
	if due == "" {
		due = rambu.MaxDate // suspended: after everything that has a date
	}
	at := c.DueAt.UnixMicro()
	if c.DueAt.IsZero() {
		at = 0
	}
	_, err := tx.Exec(`INSERT INTO procedure_due (clock, institution, owner, due_on, due_at, known_on) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (clock) DO UPDATE SET due_on = excluded.due_on, due_at = excluded.due_at, known_on = excluded.known_on`,
		c.ID, c.Institution, c.Owner, string(due), at, string(knownOn))
	return err
}

func dropDue(tx *db.Tx, clock string) error {
	_, err := tx.Exec(`DELETE FROM procedure_due WHERE clock = $1`, clock)
	return err
}

// Filter selects running clocks in the order of their due dates.
type Filter struct {
	Owner  string     // only clocks of this post
	Before rambu.Date // only clocks due before this day: today for what is late
	Object string     // only clocks of this object
	Limit  int        // at most 200; 0 means 50
	After  Cursor     // continue behind this one
}

// Cursor is the place of a clock in the list.
type Cursor struct {
	Due   rambu.Date
	Clock string
}

// Due answers "whose clock runs out, or has run out, and under which article": the running
// clocks of the actor's institution, the most urgent first. Days are not filled in.
func (s *Service) Due(ctx context.Context, who rambu.Actor, f Filter) ([]Clock, error) {
	if f.Limit <= 0 {
		f.Limit = 50
	}
	where := []string{"d.institution = $1"}
	args := []any{who.Institution}
	add := func(cond string, v any) {
		args = append(args, v)
		where = append(where, strings.ReplaceAll(cond, "?", "$"+strconv.Itoa(len(args))))
	}
	if f.Owner != "" {
		add("d.owner = ?", f.Owner)
	}
	if f.Before != "" {
		add("d.due_on < ?", string(f.Before))
	}
	if f.Object != "" {
		add("c.object = ?", f.Object)
	}
	if f.After.Clock != "" {
		args = append(args, string(f.After.Due), f.After.Clock)
		where = append(where, "(d.due_on, d.clock) > ($"+strconv.Itoa(len(args)-1)+", $"+strconv.Itoa(len(args))+")")
	}
	args = append(args, min(f.Limit, 200))
	rows, err := s.db.Query(ctx, `SELECT `+clockColumns+` FROM procedure_due d JOIN procedure_clock c ON c.id = d.clock
		WHERE `+strings.Join(where, " AND ")+` ORDER BY d.due_on, d.clock LIMIT $`+strconv.Itoa(len(args)), args...)
	if err != nil {
		return nil, err
	}
	out, err := scanClocks(rows)
	if err != nil {
		return nil, err
	}
	for i := range out {
		err = s.derive(&out[i], s.Today(out[i].Region), false)
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Late counts the running clocks of the actor's institution that have run out.
func (s *Service) Late(ctx context.Context, who rambu.Actor, owner string) (int, error) {
	var n int
	err := s.db.QueryRow(ctx, `SELECT count(*) FROM procedure_due WHERE institution = $1 AND due_on < $2 AND ($3 = '' OR owner = $3)`,
		who.Institution, string(s.Today(who.Region)), owner).Scan(&n)
	return n, db.Translate(err)
}

// Clocks returns every clock of a run, running first, with the arithmetic of each.
func (s *Service) Clocks(ctx context.Context, who rambu.Actor, run string) ([]Clock, error) {
	rows, err := s.db.Query(ctx, `SELECT `+clockColumns+` FROM procedure_clock c
		WHERE c.institution = $1 AND c.run = $2 ORDER BY CASE c.status WHEN 'berjalan' THEN 0 ELSE 1 END, c.start_on, c.id`, who.Institution, run)
	if err != nil {
		return nil, err
	}
	out, err := scanClocks(rows)
	if err != nil {
		return nil, err
	}
	for i := range out {
		err = s.derive(&out[i], s.Today(out[i].Region), true)
		if err != nil {
			return nil, err
		}
	}
	return out, s.addMoves(ctx, run, out)
}

func (s *Service) addMoves(ctx context.Context, run string, clocks []Clock) error {
	rows, err := s.db.Query(ctx, `SELECT m.clock, m.moved_at, m.old_on, m.new_on, m.reason
		FROM procedure_due_move m JOIN procedure_clock c ON c.id = m.clock WHERE c.run = $1 ORDER BY m.moved_at`, run)
	if err != nil {
		return err
	}
	defer rows.Close() //nolint:errcheck // reading
	for rows.Next() {
		var id string
		var at int64
		var m Move
		err = rows.Scan(&id, &at, &m.Old, &m.New, &m.Reason)
		if err != nil {
			return db.Translate(err)
		}
		m.At = time.UnixMicro(at).UTC()
		for i := range clocks {
			if clocks[i].ID == id {
				clocks[i].Moves = append(clocks[i].Moves, m)
			}
		}
	}
	return db.Translate(rows.Err())
}

func (s *Service) holidays(ctx context.Context) ([]calendar.Holiday, error) {
	rows, err := s.db.Query(ctx, `SELECT holiday_on, name_id, name_en, kind, announced_on, regulation, covers FROM procedure_holiday ORDER BY id`)
	if err != nil {
		return nil, err
	}
	defer rows.Close() //nolint:errcheck // reading
	var out []calendar.Holiday
	for rows.Next() {
		var h calendar.Holiday
		err = rows.Scan(&h.Date, &h.NameID, &h.NameEN, &h.Kind, &h.Announced, &h.Regulation, &h.Region)
		if err != nil {
			return nil, db.Translate(err)
		}
		out = append(out, h)
	}
	return out, db.Translate(rows.Err())
}

// stale returns running clocks whose due date was derived before the given day, after a clock
// id: a page of the re-derivation.
func (s *Service) stale(ctx context.Context, knownOn rambu.Date, after string, limit int) ([]Clock, map[string]rambu.Date, error) {
	rows, err := s.db.Query(ctx, `SELECT `+clockColumns+`, d.due_on FROM procedure_due d JOIN procedure_clock c ON c.id = d.clock
		WHERE d.known_on <= $1 AND d.clock > $2 ORDER BY d.clock LIMIT $3`, string(knownOn), after, limit)
	if err != nil {
		return nil, nil, err
	}
	defer rows.Close() //nolint:errcheck // reading
	due := map[string]rambu.Date{}
	out := make([]Clock, 0, limit)
	for rows.Next() {
		var c Clock
		var at int64
		var susp string
		var dueOn rambu.Date
		err = rows.Scan(&c.ID, &c.Institution, &c.Region, &c.Run, &c.Object, &c.Procedure, &c.Rule, &c.Owner, &c.StartOn,
			&at, &c.Status, &c.EndedOn, &susp, &c.version, &dueOn)
		if err != nil {
			return nil, nil, db.Translate(err)
		}
		c.StartAt = time.UnixMicro(at).UTC()
		c.Suspensions, err = decodeSuspensions(susp)
		if err != nil {
			return nil, nil, err
		}
		due[c.ID] = dueOn
		out = append(out, c)
	}
	return out, due, db.Translate(rows.Err())
}

// putMoved writes re-derived due dates and why they moved, in few statements.
func putMoved(tx *db.Tx, moved []Clock, old map[string]rambu.Date, reason string, now time.Time, knownOn rambu.Date) error {
	for i := range moved {
		c := &moved[i]
		// Only what is still running: a clock that was met meanwhile has no due row any more.
		res, err := tx.Exec(`UPDATE procedure_due SET due_on = $2, due_at = $3, known_on = $4 WHERE clock = $1`,
			c.ID, string(c.Due), c.DueAt.UnixMicro(), string(knownOn))
		if err != nil {
			return err
		}
		n, err := res.RowsAffected()
		if err != nil || n == 0 {
			continue
		}
		_, err = tx.Exec(`INSERT INTO procedure_due_move (clock, moved_at, old_on, new_on, reason) VALUES ($1, $2, $3, $4, $5)`,
			c.ID, now.UnixMicro(), string(old[c.ID]), string(c.Due), reason)
		if err != nil {
			return err
		}
	}
	return nil
}
