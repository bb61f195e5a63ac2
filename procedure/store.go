package procedure

import (
	"context"
	"database/sql"
	"time"

	"rambu.id"
	"rambu.id/calendar"
	"rambu.id/internal/db"
	"rambu.id/law"
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

// putDue lists a running clock under its due date.
func putDue(tx *db.Tx, c *Clock) error {
	due, at := stored(c)
	name := bucket(c)
	_, err := tx.Exec(`INSERT INTO procedure_due (bucket, institution, due_on, due_at) VALUES ($1, $2, $3, $4)
		ON CONFLICT (bucket) DO UPDATE SET due_on = excluded.due_on, due_at = excluded.due_at`, name, c.Institution, string(due), at)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`INSERT INTO procedure_running (clock, institution, owner, bucket) VALUES ($1, $2, $3, $4)
		ON CONFLICT (clock) DO UPDATE SET bucket = excluded.bucket`, c.ID, c.Institution, c.Owner, name)
	return err
}

// dropDue takes a clock that ended off the list, and its bucket when it was the last in it.
func dropDue(tx *db.Tx, c *Clock) error {
	_, err := tx.Exec(`DELETE FROM procedure_running WHERE clock = $1`, c.ID)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`DELETE FROM procedure_due WHERE bucket = $1
		AND NOT EXISTS (SELECT 1 FROM procedure_running WHERE bucket = $1)`, bucket(c))
	return err
}

// stored is the due date as the list keeps it; a suspended clock stands after all dates.
func stored(c *Clock) (rambu.Date, int64) {
	if c.Due == "" {
		return rambu.MaxDate, 0
	}
	return c.Due, c.DueAt.UnixMicro()
}

// bucket names what the due date depends on. A clock that counts hours or was suspended is
// alone in its own.
func bucket(c *Clock) string {
	if c.Deadline.Unit == law.Hours || len(c.Suspensions) > 0 {
		return c.ID
	}
	return sharedBucket(c)
}

func sharedBucket(c *Clock) string {
	return c.Institution + " " + c.Rule + " " + string(c.StartOn) + " " + c.Region
}

// Filter selects running clocks in the order of their due dates.
type Filter struct {
	Owner  string     // only clocks of this post
	Before rambu.Date // only clocks due before this day: today for what is late
	Limit  int        // at most 200; 0 means 50
	After  Cursor     // continue behind this one
}

// Cursor is the place of a clock in the list.
type Cursor struct {
	Due    rambu.Date
	Bucket string
	Clock  string
}

// Cursor returns the clock's place in the list, to continue behind it.
func (c Clock) Cursor() Cursor {
	due, _ := stored(&c)
	return Cursor{Due: due, Bucket: bucket(&c), Clock: c.ID}
}

// Due answers "whose clock runs out, or has run out, and under which article": the running
// clocks of the actor's institution, the most urgent first. Days are not filled in.
func (s *Service) Due(ctx context.Context, who rambu.Actor, f Filter) ([]Clock, error) {
	if f.Limit <= 0 {
		f.Limit = 50
	}
	f.Limit = min(f.Limit, 200)
	if f.Before == "" {
		f.Before = rambu.MaxDate + "~" // after every date, also that of a suspended clock
	}
	find := s.dueOfAll
	if f.Owner != "" {
		find = s.dueOfOwner
	}
	out, err := find(ctx, who, f)
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

// dueOfOwner sorts the clocks of one post: few.
func (s *Service) dueOfOwner(ctx context.Context, who rambu.Actor, f Filter) ([]Clock, error) {
	rows, err := s.db.Query(ctx, `SELECT `+clockColumns+`
		FROM procedure_running r JOIN procedure_due d ON d.bucket = r.bucket JOIN procedure_clock c ON c.id = r.clock
		WHERE r.institution = $1 AND r.owner = $2 AND d.due_on < $3 AND (d.due_on, d.bucket, r.clock) > ($4, $5, $6)
		ORDER BY d.due_on, d.bucket, r.clock LIMIT $7`,
		who.Institution, f.Owner, string(f.Before), string(f.After.Due), f.After.Bucket, f.After.Clock, f.Limit)
	if err != nil {
		return nil, err
	}
	return scanClocks(rows)
}

// dueOfAll walks the buckets in the order of their dates and takes clocks until the page is
// full. One join would sort every clock of the first bucket, which may be thousands.
func (s *Service) dueOfAll(ctx context.Context, who rambu.Actor, f Filter) ([]Clock, error) {
	names, err := s.dueBuckets(ctx, who, f)
	if err != nil {
		return nil, err
	}
	out := make([]Clock, 0, f.Limit)
	for _, name := range names {
		after := ""
		if name == f.After.Bucket {
			after = f.After.Clock
		}
		rows, err := s.db.Query(ctx, `SELECT `+clockColumns+` FROM procedure_running r JOIN procedure_clock c ON c.id = r.clock
			WHERE r.bucket = $1 AND r.clock > $2 ORDER BY r.clock LIMIT $3`, name, after, f.Limit-len(out))
		if err != nil {
			return nil, err
		}
		clocks, err := scanClocks(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, clocks...)
		if len(out) == f.Limit {
			break
		}
	}
	return out, nil
}

// dueBuckets returns the buckets of a page: every bucket has a clock, and the one the cursor
// stands in may be used up, so one more than clocks are asked for is enough.
func (s *Service) dueBuckets(ctx context.Context, who rambu.Actor, f Filter) ([]string, error) {
	rows, err := s.db.Query(ctx, `SELECT bucket FROM procedure_due
		WHERE institution = $1 AND due_on < $2 AND (due_on, bucket) >= ($3, $4) ORDER BY due_on, bucket LIMIT $5`,
		who.Institution, string(f.Before), string(f.After.Due), f.After.Bucket, f.Limit+1)
	if err != nil {
		return nil, err
	}
	defer rows.Close() //nolint:errcheck // reading
	var out []string
	for rows.Next() {
		var name string
		err = rows.Scan(&name)
		if err != nil {
			return nil, db.Translate(err)
		}
		out = append(out, name)
	}
	return out, db.Translate(rows.Err())
}

// Late counts the running clocks of the actor's institution that have run out.
func (s *Service) Late(ctx context.Context, who rambu.Actor, owner string) (int, error) {
	var n int
	err := s.db.QueryRow(ctx, `SELECT count(*) FROM procedure_due d JOIN procedure_running r ON r.bucket = d.bucket
		WHERE d.institution = $1 AND d.due_on < $2 AND ($3 = '' OR r.owner = $3)`,
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
		rows, err := s.db.Query(ctx, `SELECT moved_at, old_on, new_on, reason FROM procedure_due_move
			WHERE bucket IN ($1, $2) AND moved_at >= $3 ORDER BY moved_at`, c.ID, sharedBucket(c), c.woundAt.UnixMicro())
		if err != nil {
			return err
		}
		c.Moves, err = scanMoves(rows, func(m Move) bool { return s.Calendar().Today(c.Region, m.At) <= until })
		if err != nil {
			return err
		}
	}
	return nil
}

func scanMoves(rows *sql.Rows, keep func(Move) bool) ([]Move, error) {
	defer rows.Close() //nolint:errcheck // reading
	var out []Move
	for rows.Next() {
		var at int64
		var m Move
		err := rows.Scan(&at, &m.Old, &m.New, &m.Reason)
		if err != nil {
			return nil, db.Translate(err)
		}
		m.At = time.UnixMicro(at).UTC()
		if keep(m) {
			out = append(out, m)
		}
	}
	return out, db.Translate(rows.Err())
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

// bucketDue is one bucket with a clock of it and the date its clocks stand at.
type bucketDue struct {
	name string
	due  rambu.Date
	one  Clock
}

// buckets returns the next buckets after a name, each with one of its clocks.
func (s *Service) buckets(ctx context.Context, after string) ([]bucketDue, error) {
	rows, err := s.db.Query(ctx, `SELECT `+clockColumns+`, d.bucket, d.due_on
		FROM (SELECT bucket, due_on FROM procedure_due WHERE bucket > $1 ORDER BY bucket LIMIT $2) d
		JOIN procedure_clock c ON c.id = (SELECT min(r.clock) FROM procedure_running r WHERE r.bucket = d.bucket)
		ORDER BY d.bucket`, after, page)
	if err != nil {
		return nil, err
	}
	defer rows.Close() //nolint:errcheck // reading
	var out []bucketDue
	for rows.Next() {
		var b bucketDue
		err = scanClock(rows, &b.one, &b.name, &b.due)
		if err != nil {
			return nil, err
		}
		out = append(out, b)
	}
	return out, db.Translate(rows.Err())
}

// moveBucket gives a bucket its new date, notes the old one, and counts its clocks.
func moveBucket(tx *db.Tx, b *bucketDue, reason string, now time.Time) (n int64, err error) {
	due, at := stored(&b.one)
	err = tx.ExecOne(`UPDATE procedure_due SET due_on = $2, due_at = $3 WHERE bucket = $1 AND due_on = $4`, b.name, string(due), at, string(b.due))
	if rambu.KindOf(err) == rambu.Conflict {
		return 0, nil // another process moved it
	}
	if err != nil {
		return 0, err
	}
	_, err = tx.Exec(`INSERT INTO procedure_due_move (bucket, moved_at, old_on, new_on, reason) VALUES ($1, $2, $3, $4, $5)`,
		b.name, now.UnixMicro(), string(b.due), string(due), reason)
	if err != nil {
		return 0, err
	}
	return n, tx.QueryRow(`SELECT count(*) FROM procedure_running WHERE bucket = $1`, []any{b.name}, &n)
}
