package procedure

import (
	"context"
	"database/sql"
	"fmt"

	"rambu.id/internal/db"
)

// compareClocks compares every running clock with its row.
func (c *comparison) compareClocks(ctx context.Context) error {
	after := ""
	for {
		n, err := c.comparePage(ctx, &after)
		if err != nil || n < page {
			return err
		}
	}
}

func (c *comparison) comparePage(ctx context.Context, after *string) (n int, err error) {
	rows, err := c.view.Query(ctx, `SELECT `+clockColumns+`, r.institution, r.owner, r.bucket
		FROM procedure_clock c LEFT JOIN procedure_running r ON r.clock = c.id
		WHERE c.status = $1 AND c.id > $2 ORDER BY c.id LIMIT $3`, string(Running), *after, page)
	if err != nil {
		return 0, err
	}
	defer rows.Close() //nolint:errcheck // reading
	for rows.Next() {
		var k Clock
		var institution, owner, name any // whatever stands there: in SQLite a text may be a blob, which no list finds
		err = scanClock(rows, &k, &institution, &owner, &name)
		if err == nil {
			err = c.clock(&k, institution, owner, name)
		}
		if err != nil {
			return 0, err
		}
		*after = k.ID
		n++
	}
	return n, db.Translate(rows.Err())
}

// compareStrays finds rows of clocks that do not run.
func (c *comparison) compareStrays(ctx context.Context) error {
	rows, err := c.view.Query(ctx, `SELECT r.institution, r.clock FROM procedure_running r LEFT JOIN procedure_clock c ON c.id = r.clock
		WHERE c.id IS NULL OR c.status <> $1 ORDER BY r.clock`, string(Running))
	_, err = db.All(rows, err, func(rows db.Row) (none struct{}, err error) {
		var institution, clock any
		err = rows.Scan(&institution, &clock)
		house, _ := institution.(string)
		c.add(finding{institution: house, table: "procedure_running", which: fmt.Sprint(clock), why: "is listed, and no such clock runs"})
		return none, db.Translate(err)
	})
	return err
}

// compareBuckets compares every date with its clocks.
func (c *comparison) compareBuckets(ctx context.Context) error {
	rows, err := c.view.Query(ctx, `SELECT bucket, institution, due_on, due_at FROM procedure_due ORDER BY bucket`)
	_, err = db.All(rows, err, func(rows db.Row) (none struct{}, err error) {
		var name, institution, on, at any
		err = rows.Scan(&name, &institution, &on, &at)
		if err != nil {
			return none, db.Translate(err)
		}
		return none, c.bucket(name, institution, on, at)
	})
	return err
}

// counted is what the tally must say.
const counted = `SELECT r.institution, d.due_on, r.owner, count(*) AS clocks FROM procedure_running r JOIN procedure_due d ON d.bucket = r.bucket
	GROUP BY r.institution, d.due_on, r.owner`

// compareTally compares what is counted with the rows it was counted from, which were compared before.
func (c *comparison) compareTally(ctx context.Context) error {
	rows, err := c.view.Query(ctx, `SELECT institution, due_on, owner FROM (
		SELECT institution, due_on, owner, clocks, 1 AS side FROM procedure_tally WHERE clocks <> 0
		UNION ALL SELECT institution, due_on, owner, clocks, 2 AS side FROM (`+counted+`) AS n) AS b
		GROUP BY institution, due_on, owner, clocks HAVING count(*) <> 2 ORDER BY institution, due_on, owner`)
	_, err = db.All(rows, err, func(rows db.Row) (none struct{}, err error) {
		var institution, on, owner any
		err = rows.Scan(&institution, &on, &owner)
		house, _ := institution.(string)
		c.add(finding{institution: house, table: "procedure_tally", which: fmt.Sprintf("%v %v", on, owner), why: "does not count the clocks that are listed"})
		return none, db.Translate(err)
	})
	return err
}

func clockByID(tx *db.Tx, id string) (Clock, error) {
	rows, err := tx.Query(`SELECT `+clockColumns+` FROM procedure_clock c WHERE c.id = $1`, id)
	if err != nil {
		return Clock{}, err
	}
	found, err := scanClocks(rows)
	if err == nil && len(found) == 0 {
		err = db.Translate(sql.ErrNoRows)
	}
	if err != nil {
		return Clock{}, err
	}
	return found[0], nil
}

func unlisted(tx *db.Tx, clock string) error {
	_, err := tx.Exec(`DELETE FROM procedure_running WHERE clock = $1`, clock)
	return err
}

func listAnew(tx *db.Tx, c *Clock) error {
	err := unlisted(tx, c.ID)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`INSERT INTO procedure_running (clock, institution, owner, bucket) VALUES ($1, $2, $3, $4)`, c.ID, c.Institution, c.Owner, bucket(c))
	return err
}

func bucketAnew(tx *db.Tx, c *Clock) error {
	name := bucket(c)
	_, err := tx.Exec(`DELETE FROM procedure_due WHERE bucket = $1`, name)
	if err != nil {
		return err
	}
	due, at := stored(c)
	_, err = tx.Exec(`INSERT INTO procedure_due (bucket, institution, due_on, due_at) VALUES ($1, $2, $3, $4)`, name, c.Institution, string(due), at)
	return err
}

// tidy takes away what belongs to no running clock, and counts anew. Before it the counts may be wrong.
func tidy(tx *db.Tx) error {
	for _, do := range []string{
		`DELETE FROM procedure_running WHERE NOT EXISTS (SELECT 1 FROM procedure_clock c WHERE c.id = procedure_running.clock AND c.status = 'berjalan')`,
		`DELETE FROM procedure_due WHERE NOT EXISTS (SELECT 1 FROM procedure_running r WHERE r.bucket = procedure_due.bucket)`,
		`DELETE FROM procedure_tally`,
		`INSERT INTO procedure_tally (institution, due_on, owner, clocks) ` + counted,
	} {
		_, err := tx.Exec(do)
		if err != nil {
			return err
		}
	}
	return nil
}
