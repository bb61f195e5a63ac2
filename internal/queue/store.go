package queue

import (
	"context"
	"fmt"
	"strings"
	"time"

	"rambu.id/internal/db"
)

const columns = `id, owner, topic, payload, state, note, attempts, due_at, changed_at`

// many is how many rows one statement writes.
const many = 100

// Put enqueues items in an operation. What is there already stays as it is.
func (q *Queue) Put(tx *db.Tx, items []Item) error {
	now := q.clock.Now().UnixMicro()
	for len(items) > 0 {
		part := items[:min(len(items), many)]
		items = items[len(part):]
		var places []string
		var args []any
		for n, i := range part {
			if i.State == "" {
				i.State = Waiting
			}
			places = append(places, fmt.Sprintf("($%d, $%d, $%d, $%d, $%d, $%d, 0, $%d, '', $%d)",
				8*n+1, 8*n+2, 8*n+3, 8*n+4, 8*n+5, 8*n+6, 8*n+7, 8*n+8))
			args = append(args, i.ID, i.Owner, i.Topic, i.Payload, string(i.State), i.Note, max(0, i.Due.UnixMicro()), now)
		}
		_, err := tx.Exec(`INSERT INTO queue_item (id, owner, topic, payload, state, note, attempts, due_at, worker, changed_at) VALUES `+
			strings.Join(places, ", ")+` ON CONFLICT (id) DO NOTHING`, args...)
		if err != nil {
			return err
		}
	}
	return nil
}

func scan(row db.Row) (Item, error) {
	var i Item
	var due, changed int64
	err := row.Scan(&i.ID, &i.Owner, &i.Topic, &i.Payload, &i.State, &i.Note, &i.Attempts, &due, &changed)
	i.Due, i.Changed = time.UnixMicro(due).UTC(), time.UnixMicro(changed).UTC()
	return i, db.Translate(err)
}

// Claim takes at most n items that are due, oldest first.
func (q *Queue) Claim(n int) ([]Item, error) {
	now := q.clock.Now().UnixMicro()
	var out []Item
	err := q.db.Write(func(tx *db.Tx) error {
		rows, err := tx.Query(`UPDATE queue_item SET state = 'claimed', worker = $1, changed_at = $2
			WHERE state = 'waiting' AND id IN (SELECT i.id FROM queue_item i WHERE i.state = 'waiting' AND i.due_at <= $2
				ORDER BY i.due_at, i.id LIMIT $3) RETURNING `+columns, q.worker, now, n)
		out, err = db.All(rows, err, scan)
		return err
	})
	return out, err
}

// Recover gives back what workers took that are gone, and marks as not known what they were
// handing over. It returns how many of these there are.
func (q *Queue) Recover() (unknown int64, err error) {
	now := q.clock.Now()
	before := now.Add(-Lease).UnixMicro()
	err = q.db.Write(func(tx *db.Tx) error {
		_, err := tx.Exec(`UPDATE queue_item SET state = 'waiting', worker = '' WHERE state = 'claimed' AND changed_at < $1`, before)
		if err != nil {
			return err
		}
		unknown, err = tx.Exec(`UPDATE queue_item SET state = 'unknown', worker = '', changed_at = $2 WHERE state = 'handing' AND changed_at < $1`,
			before, now.UnixMicro())
		return err
	})
	return unknown, err
}

// Hand marks that an item is being handed over. Errors: Conflict when the worker was silent for
// too long and somebody else has it.
func (q *Queue) Hand(i Item) error {
	return q.db.Write(func(tx *db.Tx) error {
		return tx.ExecOne(`UPDATE queue_item SET state = 'handing', changed_at = $3 WHERE id = $1 AND worker = $2 AND state = 'claimed'`,
			i.ID, q.worker, q.clock.Now().UnixMicro())
	})
}

// End writes down what became of an item.
func (q *Queue) End(i Item, to State, note string) error {
	return q.db.Write(func(tx *db.Tx) error {
		return tx.ExecOne(`UPDATE queue_item SET state = $3, note = $4, attempts = attempts + 1, worker = '', changed_at = $5
			WHERE id = $1 AND worker = $2 AND state IN ('claimed', 'handing')`, i.ID, q.worker, string(to), note, q.clock.Now().UnixMicro())
	})
}

func (q *Queue) again(i Item, note string) error {
	now := q.clock.Now()
	return q.db.Write(func(tx *db.Tx) error {
		return tx.ExecOne(`UPDATE queue_item SET state = 'waiting', note = $3, attempts = $4, due_at = $5, worker = '', changed_at = $6
			WHERE id = $1 AND worker = $2 AND state IN ('claimed', 'handing')`,
			i.ID, q.worker, note, i.Attempts+1, now.Add(pause(i.Attempts+1)).UnixMicro(), now.UnixMicro())
	})
}

// Release puts items back that were not tried: the way was the fault, not they. What is being
// handed over stays as it is.
func (q *Queue) Release(items []Item) error {
	now := q.clock.Now()
	return q.db.Write(func(tx *db.Tx) error {
		for _, i := range items {
			_, err := tx.Exec(`UPDATE queue_item SET state = 'waiting', due_at = $3, worker = '', changed_at = $4
				WHERE id = $1 AND worker = $2 AND state = 'claimed'`, i.ID, q.worker, now.Add(time.Minute).UnixMicro(), now.UnixMicro())
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// Retry puts an item of an owner back because a person asked for it, who knows that it may arrive
// twice. Errors: Conflict when it did not end, or ended well.
func (q *Queue) Retry(tx *db.Tx, owner, id string) error {
	now := q.clock.Now().UnixMicro()
	return tx.ExecOne(`UPDATE queue_item SET state = 'waiting', note = '', attempts = 0, due_at = $3, worker = '', changed_at = $3
		WHERE id = $1 AND owner = $2 AND state IN ('failed', 'unknown')`, id, owner, now)
}

// pruned is how many rows one statement removes: others write meanwhile.
const pruned = 1000

// Prune removes what ended longer than Keep ago, well or not, and returns how much. What waits, or
// may be in somebody's hands, stays however old it is.
func (q *Queue) Prune(ctx context.Context) (n int64, err error) {
	before := q.clock.Now().Add(-Keep).UnixMicro()
	for ctx.Err() == nil {
		var part int64
		err = q.db.Write(func(tx *db.Tx) error {
			part, err = tx.Exec(`DELETE FROM queue_item WHERE id IN (SELECT i.id FROM queue_item i
				WHERE i.state IN ('done', 'failed', 'unknown', 'skipped') AND i.changed_at < $1 ORDER BY i.changed_at LIMIT $2)`, before, pruned)
			return err
		})
		n += part
		if err != nil || part < pruned {
			return n, err
		}
	}
	return n, ctx.Err()
}

// Counts counts the items of an owner by topic and state.
func (q *Queue) Counts(ctx context.Context, owner string) (map[string]map[State]int, error) {
	type line struct {
		topic string
		state State
		n     int
	}
	rows, err := q.db.Query(ctx, `SELECT topic, state, COUNT(*) FROM queue_item WHERE owner = $1 GROUP BY topic, state`, owner)
	lines, err := db.All(rows, err, func(row db.Row) (line, error) {
		var l line
		err := row.Scan(&l.topic, &l.state, &l.n)
		return l, db.Translate(err)
	})
	out := map[string]map[State]int{}
	for _, l := range lines {
		if out[l.topic] == nil {
			out[l.topic] = map[State]int{}
		}
		out[l.topic][l.state] = l.n
	}
	return out, err
}

// Of lists the items of a topic, by id behind a cursor.
func (q *Queue) Of(ctx context.Context, owner, topic, after string, limit int) ([]Item, error) {
	rows, err := q.db.Query(ctx, `SELECT `+columns+` FROM queue_item WHERE owner = $1 AND topic = $2 AND id > $3 ORDER BY id LIMIT $4`,
		owner, topic, after, limit)
	return db.All(rows, err, scan)
}
