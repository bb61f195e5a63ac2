package procedure

import (
	"context"
	"database/sql"
	"slices"
	"strings"
	"time"

	"rambu.id"
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
	c.start_at, c.status, c.ended_on, c.wound_at, c.suspensions, c.version`

func scanClock(rows *sql.Rows, c *Clock, more ...any) error {
	var at, wound int64
	var susp string
	err := rows.Scan(append([]any{
		&c.ID, &c.Institution, &c.Region, &c.Run, &c.Object, &c.Procedure, &c.Rule, &c.Owner, &c.StartOn,
		&at, &c.Status, &c.EndedOn, &wound, &susp, &c.version,
	}, more...)...)
	if err != nil {
		return db.Translate(err)
	}
	c.StartAt, c.woundAt = time.UnixMicro(at).UTC(), time.UnixMicro(wound).UTC()
	c.Suspensions, err = decodeSuspensions(susp)
	return err
}

func scanClocks(rows *sql.Rows) ([]Clock, error) {
	defer rows.Close() //nolint:errcheck // reading
	var out []Clock
	for rows.Next() {
		var c Clock
		err := scanClock(rows, &c)
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
	return out, s.addMoves(ctx, out)
}

// addMoves fills in when and why the due dates of a run's clocks moved.
func (s *Service) addMoves(ctx context.Context, clocks []Clock) error {
	for i := range clocks {
		c := &clocks[i]
		until := rambu.MaxDate // a clock that was suspended has moved alone since
		if len(c.Suspensions) > 0 {
			until = c.Suspensions[0].From
		}
		if c.EndedOn != "" {
			until = min(until, c.EndedOn)
		}
		rows, err := s.db.Query(ctx, `SELECT bucket, moved_at, old_on, new_on, reason FROM procedure_due_move
			WHERE bucket IN ($1, $2) AND moved_at >= $3 ORDER BY moved_at`, c.ID, sharedBucket(c), c.woundAt.UnixMicro())
		if err != nil {
			return err
		}
		c.Moves, err = scanMoves(rows, func(bucket string, m Move) bool {
			return bucket == c.ID || s.Calendar().Today(c.Region, m.At) <= until
		})
		if err != nil {
			return err
		}
		s.addAnnounced(c)
	}
	return nil
}

// addAnnounced fills in when the holidays that moved a clock were announced: a move keeps their names.
func (s *Service) addAnnounced(c *Clock) {
	if len(c.Moves) == 0 {
		return
	}
	last := c.StartOn
	for _, m := range c.Moves {
		last = max(last, m.Old, m.New)
	}
	known := s.CalendarOf(c.Institution).Holidays(c.Region, c.StartOn, last)
	withdrawn := map[string]string{} // why it moved back, in both languages
	for _, e := range s.Entries(rambu.System(c.Institution, c.Region)) {
		if e.Institution == c.Institution && e.Withdrawn != "" {
			id, en := e.because()
			known, withdrawn[id] = append(known, e.Holiday), en
		}
	}
	for i := range c.Moves {
		m := &c.Moves[i]
		on := s.Calendar().Today(c.Region, m.At)
		names := strings.Split(m.Reason, ", ")
		for _, h := range known {
			n := slices.Index(names, h.NameID)
			if h.Known() > on || n < 0 {
				continue
			}
			m.Announced, m.Check = max(m.Announced, h.Announced), m.Check || h.Check
			if h.NameEN != "" {
				names[n] = h.NameEN
			}
		}
		if en, ok := withdrawn[m.Reason]; ok {
			m.ReasonEN = en
			continue
		}
		m.ReasonEN = GroundEN(s.pack, *c, strings.Join(names, ", "))
	}
}

func scanMoves(rows *sql.Rows, keep func(bucket string, m Move) bool) ([]Move, error) {
	defer rows.Close() //nolint:errcheck // reading
	var out []Move
	for rows.Next() {
		var at int64
		var bucket string
		var m Move
		err := rows.Scan(&bucket, &at, &m.Old, &m.New, &m.Reason)
		if err != nil {
			return nil, db.Translate(err)
		}
		m.At = time.UnixMicro(at).UTC()
		m.Old, m.New = standing(m.Old), standing(m.New)
		if keep(bucket, m) {
			out = append(out, m)
		}
	}
	return out, db.Translate(rows.Err())
}

// standing is a date as the list keeps it, "" for that of a suspended clock.
func standing(d rambu.Date) rambu.Date {
	if d == rambu.MaxDate {
		return ""
	}
	return d
}

func (s *Service) holidays(ctx context.Context) ([]Entry, error) {
	rows, err := s.db.Query(ctx, `SELECT id, institution, region, holiday_on, name_id, name_en, kind, announced_on, regulation, covers,
		entered_on, withdrawn_on, withdrawn_why, version FROM procedure_holiday ORDER BY id`)
	if err != nil {
		return nil, err
	}
	defer rows.Close() //nolint:errcheck // reading
	var out []Entry
	for rows.Next() {
		var e Entry
		err = rows.Scan(&e.ID, &e.Institution, &e.region, &e.Date, &e.NameID, &e.NameEN, &e.Kind, &e.Announced, &e.Regulation, &e.Region,
			&e.Entered, &e.Withdrawn, &e.Why, &e.version)
		if err != nil {
			return nil, db.Translate(err)
		}
		out = append(out, e)
	}
	return out, db.Translate(rows.Err())
}
