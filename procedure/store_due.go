package procedure

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"rambu.id"
	"rambu.id/internal/db"
	"rambu.id/law"
)

// listed is how a running clock stands in the lists.
type listed struct {
	owner, bucket string
	due           rambu.Date // of the bucket
}

// listedAs returns how a clock stands in the lists; false: it does not.
func listedAs(tx *db.Tx, clock string) (listed, bool, error) {
	var l listed
	err := tx.QueryRow(`SELECT r.owner, r.bucket, d.due_on FROM procedure_running r JOIN procedure_due d ON d.bucket = r.bucket
		WHERE r.clock = $1`, []any{clock}, &l.owner, &l.bucket, &l.due)
	if err != nil && rambu.KindOf(err) == rambu.NotFound {
		return l, false, nil
	}
	return l, err == nil, err
}

// putDue lists a running clock under its due date. reason says why its bucket moves, if it does.
func putDue(tx *db.Tx, c *Clock, reason func() string, now time.Time) error {
	old, was, err := listedAs(tx, c.ID)
	if err != nil {
		return err
	}
	due, _ := stored(c)
	name := bucket(c)
	err = putBucket(tx, c, reason, now)
	if err != nil || was && old.bucket == name && old.owner == c.Owner {
		return err
	}
	if was {
		if old.bucket == name {
			old.due = due
		} else if old.due != due { // it leaves those it moved with: suspended, it moves alone
			err = noteMove(tx, name, old.due, due, reason(), now)
			if err != nil {
				return err
			}
		}
		err = unlist(tx, c, old)
		if err != nil {
			return err
		}
	}
	_, err = tx.Exec(`INSERT INTO procedure_running (clock, institution, owner, bucket) VALUES ($1, $2, $3, $4)`, c.ID, c.Institution, c.Owner, name)
	if err != nil {
		return err
	}
	return tally(tx, c.Institution, due, c.Owner, 1)
}

// putBucket makes the bucket of a clock, or moves it with all in it when it stood at another date:
// a holiday was announced and the morning's work has not run yet.
func putBucket(tx *db.Tx, c *Clock, reason func() string, now time.Time) error {
	due, at := stored(c)
	b := &bucketDue{name: bucket(c), one: *c}
	err := tx.QueryRow(`SELECT due_on FROM procedure_due WHERE bucket = $1`, []any{b.name}, &b.due)
	if err != nil && rambu.KindOf(err) == rambu.NotFound {
		_, err = tx.Exec(`INSERT INTO procedure_due (bucket, institution, due_on, due_at) VALUES ($1, $2, $3, $4)`, b.name, c.Institution, string(due), at)
		return err
	}
	if err != nil || b.due == due {
		return err
	}
	_, err = moveBuckets(tx, []bucketDue{*b}, map[string]string{b.one.Institution: reason()}, now)
	return err
}

// dropDue takes a clock that ended off the list, and its bucket when it was the last in it.
func dropDue(tx *db.Tx, c *Clock) error {
	old, was, err := listedAs(tx, c.ID)
	if err != nil || !was {
		return err
	}
	return unlist(tx, c, old)
}

func unlist(tx *db.Tx, c *Clock, old listed) error {
	_, err := tx.Exec(`DELETE FROM procedure_running WHERE clock = $1`, c.ID)
	if err != nil {
		return err
	}
	err = tally(tx, c.Institution, old.due, old.owner, -1)
	if err != nil {
		return err
	}
	if old.bucket == bucket(c) && c.Status == Running {
		return nil // it comes back, of another post
	}
	_, err = tx.Exec(`DELETE FROM procedure_due WHERE bucket = $1
		AND NOT EXISTS (SELECT 1 FROM procedure_running WHERE bucket = $1)`, old.bucket)
	return err
}

// tally counts n clocks of a post more, or fewer, on a day. What is late adds up these days.
func tally(tx *db.Tx, institution string, due rambu.Date, owner string, n int64) error {
	_, err := tx.Exec(`INSERT INTO procedure_tally (institution, due_on, owner, clocks) VALUES ($1, $2, $3, $4)
		ON CONFLICT (institution, due_on, owner) DO UPDATE SET clocks = procedure_tally.clocks + excluded.clocks`,
		institution, string(due), owner, n)
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
	Days   bool       // with the arithmetic of each
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
// clocks of the actor's institution, the most urgent first.
func (s *Service) Due(ctx context.Context, who rambu.Actor, f Filter) ([]Clock, error) {
	if f.Limit <= 0 {
		f.Limit = 50
	}
	f.Limit = min(f.Limit, 200)
	if f.Before == "" {
		f.Before = rambu.MaxDate + "~" // after every date, also that of a suspended clock
	}
	out, err := s.due(ctx, who, f)
	if err != nil {
		return nil, err
	}
	for i := range out {
		err = s.derive(&out[i], s.Today(out[i].Region), f.Days)
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// due walks the buckets in the order of their dates and takes clocks until the page is full. One
// join would sort every clock of the first bucket, which may be thousands.
func (s *Service) due(ctx context.Context, who rambu.Actor, f Filter) ([]Clock, error) {
	names, err := s.dueBuckets(ctx, who, f)
	if err != nil {
		return nil, err
	}
	ofPost := ""
	if f.Owner != "" {
		ofPost = " AND r.owner = $4"
	}
	out := make([]Clock, 0, f.Limit)
	for _, name := range names {
		after := ""
		if name == f.After.Bucket {
			after = f.After.Clock
		}
		args := []any{name, after, f.Limit - len(out)}
		if f.Owner != "" {
			args = append(args, f.Owner)
		}
		rows, err := s.db.Query(ctx, `SELECT `+clockColumns+` FROM procedure_running r JOIN procedure_clock c ON c.id = r.clock
			WHERE r.bucket = $1 AND r.clock > $2`+ofPost+` ORDER BY r.clock LIMIT $3`, args...)
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

// dueBuckets returns the buckets of a page: every bucket has a clock (of the post, when one is
// asked for), and the one the cursor stands in may be used up, so one more than clocks are asked
// for is enough.
func (s *Service) dueBuckets(ctx context.Context, who rambu.Actor, f Filter) ([]string, error) {
	args := []any{who.Institution, string(f.Before), string(f.After.Due), f.After.Bucket, f.Limit + 1}
	ofPost := ""
	if f.Owner != "" {
		ofPost = " AND EXISTS (SELECT 1 FROM procedure_running r WHERE r.bucket = d.bucket AND r.owner = $6)"
		args = append(args, f.Owner)
	}
	rows, err := s.db.Query(ctx, `SELECT d.bucket FROM procedure_due d
		WHERE d.institution = $1 AND d.due_on < $2 AND (d.due_on, d.bucket) >= ($3, $4)`+ofPost+` ORDER BY d.due_on, d.bucket LIMIT $5`, args...)
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

// Late counts the running clocks of the actor's institution that have run out, of one post or of
// all (""): it adds up the days before today, of which there are few.
func (s *Service) Late(ctx context.Context, who rambu.Actor, owner string) (int, error) {
	var n int
	err := s.db.QueryRow(ctx, `SELECT COALESCE(sum(clocks), 0) FROM procedure_tally
		WHERE institution = $1 AND due_on < $2 AND ($3 = '' OR owner = $3)`,
		who.Institution, string(s.Today(who.Region)), owner).Scan(&n)
	return n, db.Translate(err)
}

// First returns the running clock that runs out first of each object of the actor's institution.
// Objects without one are absent. Days are not filled in.
func (s *Service) First(ctx context.Context, who rambu.Actor, objects []string) (map[string]Clock, error) {
	out := map[string]Clock{}
	if len(objects) == 0 {
		return out, nil
	}
	places, args := db.In([]any{who.Institution}, objects...)
	rows, err := s.db.Query(ctx, `SELECT `+clockColumns+` FROM procedure_run u JOIN procedure_clock c ON c.run = u.id
		JOIN procedure_running r ON r.clock = c.id JOIN procedure_due d ON d.bucket = r.bucket
		WHERE u.institution = $1 AND u.object IN (`+places+`) ORDER BY d.due_on, d.bucket, r.clock`, args...)
	if err != nil {
		return nil, err
	}
	list, err := scanClocks(rows)
	if err != nil {
		return nil, err
	}
	for _, c := range list {
		if _, ok := out[c.Object]; ok {
			continue
		}
		err = s.derive(&c, s.Today(c.Region), false)
		if err != nil {
			return nil, err
		}
		out[c.Object] = c
	}
	return out, nil
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

// perStatement is how many buckets share a statement; places that are left over stay empty, so that the
// statement is prepared once. On a server every statement is a way there and back.
const perStatement = 50

// moveBuckets gives buckets their new dates, notes the old ones with the reason of their institution,
// and counts their clocks.
func moveBuckets(tx *db.Tx, list []bucketDue, why map[string]string, now time.Time) (n int64, err error) {
	moved := make([]bucketDue, 0, len(list))
	for _, b := range list {
		due, at := stored(&b.one)
		err = tx.ExecOne(`UPDATE procedure_due SET due_on = $2, due_at = $3 WHERE bucket = $1 AND due_on = $4`, b.name, string(due), at, string(b.due))
		if rambu.KindOf(err) == rambu.Conflict {
			continue // another process moved it
		}
		if err != nil {
			return 0, err
		}
		moved = append(moved, b)
	}
	sums := map[tallied]int64{}
	for some := range slices.Chunk(moved, perStatement) {
		err = noteMoves(tx, some, why, now)
		if err != nil {
			return 0, err
		}
		clocks, err := tallyMoves(tx, some, sums)
		if err != nil {
			return 0, err
		}
		n += clocks
	}
	for _, t := range slices.SortedFunc(maps.Keys(sums), tallied.compare) { // in one order, whoever else does so
		err = tally(tx, t.institution, t.due, t.owner, sums[t])
		if err != nil {
			return 0, err
		}
	}
	return n, nil
}

// tallied is a line of the tally.
type tallied struct {
	institution string
	due         rambu.Date
	owner       string
}

func (t tallied) compare(o tallied) int {
	return cmp.Or(strings.Compare(t.institution, o.institution), cmp.Compare(t.due, o.due), strings.Compare(t.owner, o.owner))
}

// tallyMoves adds to sums what the clocks of moved buckets change, post by post, and counts them.
func tallyMoves(tx *db.Tx, moved []bucketDue, sums map[tallied]int64) (n int64, err error) {
	args := make([]any, perStatement)
	of := map[string]*bucketDue{}
	for i := range args {
		args[i] = ""
		if i < len(moved) {
			args[i], of[moved[i].name] = moved[i].name, &moved[i]
		}
	}
	rows, err := tx.Query(`SELECT bucket, owner, count(*) FROM procedure_running WHERE bucket IN (`+placeholders(1, perStatement)+`) GROUP BY bucket, owner`, args...)
	if err != nil {
		return 0, err
	}
	defer rows.Close() //nolint:errcheck // reading
	for rows.Next() {
		var bucket, owner string
		var clocks int64
		err = rows.Scan(&bucket, &owner, &clocks)
		if err != nil {
			return 0, db.Translate(err)
		}
		b := of[bucket]
		due, _ := stored(&b.one)
		sums[tallied{b.one.Institution, b.due, owner}] -= clocks
		sums[tallied{b.one.Institution, due, owner}] += clocks
		n += clocks
	}
	return n, db.Translate(rows.Err())
}

// placeholders are n places of a statement, from a number on.
func placeholders(from, n int) string {
	out := make([]string, n)
	for i := range out {
		out[i] = "$" + strconv.Itoa(from+i)
	}
	return strings.Join(out, ", ")
}

// noteMoves notes when and why buckets moved.
func noteMoves(tx *db.Tx, moved []bucketDue, why map[string]string, now time.Time) error {
	args := []any{now.UnixMicro()}
	lines := make([]string, perStatement)
	for i := range lines {
		lines[i] = "(" + placeholders(2+4*i, 4) + ")"
		if i >= len(moved) {
			args = append(args, "", "", "", "")
			continue
		}
		b := &moved[i]
		due, _ := stored(&b.one)
		args = append(args, b.name, string(b.due), string(due), why[b.one.Institution])
	}
	_, err := tx.Exec(`INSERT INTO procedure_due_move (bucket, moved_at, old_on, new_on, reason)
		SELECT v.column1, CAST($1 AS bigint), v.column2, v.column3, v.column4 FROM (VALUES `+strings.Join(lines, ", ")+`) AS v
		WHERE v.column1 <> ''`, args...)
	return err
}

func noteMove(tx *db.Tx, bucket string, old, due rambu.Date, reason string, now time.Time) error {
	_, err := tx.Exec(`INSERT INTO procedure_due_move (bucket, moved_at, old_on, new_on, reason) VALUES ($1, $2, $3, $4, $5)`,
		bucket, now.UnixMicro(), string(old), string(due), reason)
	return err
}
