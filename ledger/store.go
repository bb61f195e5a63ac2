package ledger

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"rambu.id"
	"rambu.id/internal/db"
)

// statements of an owned table are made from its declaration, so that the row that is written
// and the row that is digested cannot differ.
func statements(t *Table) (insert, update, remove string) {
	cols := append(append([]string{}, t.Columns...), "op", "version")
	insert = "INSERT INTO " + t.Name + " (" + strings.Join(cols, ", ") + ") VALUES (" + places(1, len(cols)) + ")"
	set := make([]string, len(cols))
	for i, c := range cols {
		set[i] = c + " = $" + strconv.Itoa(i+1)
	}
	update = "UPDATE " + t.Name + " SET " + strings.Join(set[1:], ", ") +
		" WHERE " + t.Columns[0] + " = $1 AND version = $" + strconv.Itoa(len(cols)+1)
	remove = "DELETE FROM " + t.Name + " WHERE " + t.Columns[0] + " = $1 AND version = $2"
	return insert, update, remove
}

// places returns "$from, …" for n arguments.
func places(from, n int) string {
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteByte('$')
		b.WriteString(strconv.Itoa(from + i))
	}
	return b.String()
}

// chunk is how many rows one INSERT carries: enough to save round trips, few enough to keep
// the prepared texts few.
const chunk = 16

func insertOperations(tx *db.Tx, ops []*Op) error {
	const cols = 12
	return inChunks(len(ops), func(from, n int) error {
		args := make([]any, 0, n*cols)
		for _, op := range ops[from : from+n] {
			args = append(args, op.index, op.ID, op.At.UnixMicro(), op.Kind, op.Who.Institution,
				op.Who.Account, op.Who.Post, op.object, op.hashes, op.salt, op.body, op.commitment)
		}
		return tx.Later(`INSERT INTO ledger_operation
			(idx, id, at, kind, institution, account, post, object, hashes, salt, body, commitment) VALUES `+rowPlaces(n, cols), args...)
	})
}

// inChunks cuts n rows into chunks of 16, 4 and 1, so that few different texts are prepared.
func inChunks(n int, fn func(from, n int) error) error {
	from := 0
	for _, size := range []int{chunk, chunk / 4, 1} {
		for n-from >= size {
			err := fn(from, size)
			if err != nil {
				return err
			}
			from += size
		}
	}
	return nil
}

func rowPlaces(rows, cols int) string {
	out := make([]string, rows)
	for i := range out {
		out[i] = "(" + places(i*cols+1, cols) + ")"
	}
	return strings.Join(out, ", ")
}

// sizeQuery counts the operations: they are numbered from 0 without a gap.
const sizeQuery = `SELECT coalesce(max(idx) + 1, 0) FROM ledger_operation`

func size(ctx context.Context, d *db.DB) (int64, error) {
	var n int64
	err := d.QueryRow(ctx, sizeQuery).Scan(&n)
	if err != nil {
		return 0, fmt.Errorf("size of the log: %w", db.Translate(err))
	}
	return n, nil
}

// sizeAt is the size of the log at a moment: all operations up to the last one that began before it.
// The search goes back from the newest, so it reads what was written since.
func sizeAt(ctx context.Context, d *db.DB, moment time.Time) (int64, error) {
	var n int64
	err := d.QueryRow(ctx, `SELECT COALESCE((SELECT idx + 1 FROM ledger_operation WHERE at < $1 ORDER BY idx DESC LIMIT 1), 0)`,
		moment.UnixMicro()).Scan(&n)
	if err != nil {
		return 0, fmt.Errorf("size of the log: %w", db.Translate(err))
	}
	return n, nil
}

// readHashes reads stored hashes by index, in the order asked.
func readHashes(ctx context.Context, d *db.DB, indexes []int64) ([]tlog.Hash, error) {
	found := map[int64][]byte{}
	var ops []any
	for _, idx := range indexes {
		op := placeOf(idx).operation
		if _, ok := found[op]; !ok {
			found[op] = nil
			ops = append(ops, op)
		}
	}
	for part := range slices.Chunk(ops, 500) {
		err := readHashesOf(ctx, d, part, found)
		if err != nil {
			return nil, err
		}
	}
	out := make([]tlog.Hash, len(indexes))
	for i, idx := range indexes {
		p := placeOf(idx)
		var err error
		out[i], err = p.in(found[p.operation])
		if err != nil {
			return nil, &Broken{"hash", strconv.FormatInt(idx, 10), err.Error()}
		}
	}
	return out, nil
}

func readHashesOf(ctx context.Context, d *db.DB, ops []any, into map[int64][]byte) error {
	rows, err := d.Query(ctx, `SELECT idx, hashes FROM ledger_operation WHERE idx IN (`+places(1, len(ops))+`)`, ops...)
	if err != nil {
		return err
	}
	defer rows.Close() //nolint:errcheck // reading
	for rows.Next() {
		var idx int64
		var b []byte
		err = rows.Scan(&idx, &b)
		if err != nil {
			return db.Translate(err)
		}
		into[idx] = b
	}
	return db.Translate(rows.Err())
}

// Entry is an operation as the audit trail shows it.
type Entry struct {
	Index       int64
	ID          string
	At          time.Time
	Kind        string
	Institution string
	Account     string
	Post        string
	Object      string
	Body        string
	Salt        []byte
	Commitment  []byte
}

const entryColumns = `idx, id, at, kind, institution, account, post, object, body, salt, commitment`

// Facts returns the values of a clear detail of the operation, in their order.
func (e Entry) Facts(name string) []string {
	var out []string
	for line := range strings.SplitSeq(e.Body, "\n") {
		rest, ok := strings.CutPrefix(line, "fact: "+strconv.Quote(name)+" ")
		if !ok {
			continue
		}
		if value, err := strconv.Unquote(rest); err == nil {
			out = append(out, value)
		}
	}
	return out
}

// Filter selects entries of the audit trail; zero fields do not filter.
type Filter struct {
	Kind   string
	Kinds  []string // any of these
	Object string
	Before int64 // only entries with a lower index; 0: from the newest
	Limit  int   // at most 200
}

// Find returns the operations of the actor's institution, newest first. Only an auditor or an
// administrator may read it.
func (l *Log) Find(ctx context.Context, who rambu.Actor, f Filter) ([]Entry, error) {
	if !who.Is(rambu.RoleAuditor, rambu.RoleAdmin) {
		return nil, rambu.Errorf(rambu.Forbidden, "the audit trail is for the auditor")
	}
	if f.Limit <= 0 || f.Limit > 200 {
		f.Limit = 200
	}
	if f.Before == 0 {
		f.Before = 1 << 62
	}
	args := []any{who.Institution, f.Before, f.Kind, f.Object, f.Limit}
	among := ""
	if len(f.Kinds) > 0 {
		var places string
		places, args = db.In(args, f.Kinds...)
		among = ` AND kind IN (` + places + `)`
	}
	rows, err := l.db.Query(ctx, `SELECT `+entryColumns+` FROM ledger_operation
		WHERE institution = $1 AND idx < $2 AND ($3 = '' OR kind = $3) AND ($4 = '' OR object = $4)`+among+`
		ORDER BY idx DESC LIMIT $5`, args...)
	if err != nil {
		return nil, err
	}
	return scanEntries(rows)
}

type rowsLike interface {
	Next() bool
	Scan(dest ...any) error
	Err() error
	Close() error
}

func scanEntries(rows rowsLike) ([]Entry, error) {
	defer rows.Close() //nolint:errcheck // reading
	var out []Entry
	for rows.Next() {
		var e Entry
		var at int64
		err := rows.Scan(&e.Index, &e.ID, &at, &e.Kind, &e.Institution, &e.Account, &e.Post, &e.Object, &e.Body, &e.Salt, &e.Commitment)
		if err != nil {
			return nil, db.Translate(err)
		}
		e.At = time.UnixMicro(at).UTC()
		out = append(out, e)
	}
	return out, db.Translate(rows.Err())
}

// commitments returns the leaves with index in [from, to).
func (l *Log) commitments(ctx context.Context, from, to int64) ([][]byte, error) {
	rows, err := l.db.Query(ctx, `SELECT commitment FROM ledger_operation WHERE idx >= $1 AND idx < $2 ORDER BY idx`, from, to)
	if err != nil {
		return nil, err
	}
	defer rows.Close() //nolint:errcheck // reading
	var out [][]byte
	for rows.Next() {
		var c []byte
		err = rows.Scan(&c)
		if err != nil {
			return nil, db.Translate(err)
		}
		out = append(out, c)
	}
	return out, db.Translate(rows.Err())
}

func (l *Log) entries(ctx context.Context, from int64, limit int) ([]Entry, error) {
	rows, err := l.db.Query(ctx, `SELECT `+entryColumns+` FROM ledger_operation WHERE idx >= $1 ORDER BY idx LIMIT $2`, from, limit)
	if err != nil {
		return nil, err
	}
	return scanEntries(rows)
}

// about returns the operations about one thing, oldest first.
func (l *Log) about(ctx context.Context, object string) ([]Entry, error) {
	rows, err := l.db.Query(ctx, `SELECT `+entryColumns+` FROM ledger_operation WHERE object = $1 ORDER BY idx`, object)
	if err != nil {
		return nil, err
	}
	return scanEntries(rows)
}

// tablePage reads the next rows of an owned table after the given primary key.
func (l *Log) tablePage(ctx context.Context, t *Table, after string) ([]row, error) {
	q := "SELECT " + strings.Join(t.Columns, ", ") + ", op, version FROM " + t.Name +
		" WHERE " + t.Columns[0] + " > $1 ORDER BY " + t.Columns[0] + " LIMIT $2"
	rows, err := l.db.Query(ctx, q, after, pageSize)
	if err != nil {
		return nil, err
	}
	defer rows.Close() //nolint:errcheck // reading
	var out []row
	for rows.Next() {
		var op any
		r := row{values: make([]any, len(t.Columns))}
		dest := make([]any, 0, len(t.Columns)+2)
		for i := range r.values {
			dest = append(dest, &r.values[i])
		}
		err = rows.Scan(append(dest, &op, &r.version)...)
		if err != nil {
			return nil, db.Translate(err)
		}
		r.op, _ = op.(string) // anything but text names no operation
		for i, v := range r.values {
			r.values[i], err = normal(v)
			if err != nil {
				return nil, fmt.Errorf("%s.%s: %w", t.Name, t.Columns[i], err)
			}
		}
		r.id = fmt.Sprint(r.values[0])
		out = append(out, r)
	}
	return out, db.Translate(rows.Err())
}

// count returns how many rows a table has, those without an id too.
func (l *Log) count(ctx context.Context, t *Table) (n int64, err error) {
	err = l.db.QueryRow(ctx, "SELECT count(*) FROM "+t.Name).Scan(&n)
	return n, db.Translate(err)
}

// bodies returns the texts of the operations that the rows name.
func (l *Log) bodies(ctx context.Context, of []row) (map[string]string, error) {
	out := map[string]string{}
	var ids []any
	for _, r := range of {
		if _, ok := out[r.op]; !ok {
			out[r.op] = ""
			ids = append(ids, r.op)
		}
	}
	for from := 0; from < len(ids); from += 500 {
		part := ids[from:min(from+500, len(ids))]
		err := l.bodiesOf(ctx, part, out)
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (l *Log) bodiesOf(ctx context.Context, ids []any, into map[string]string) error {
	rows, err := l.db.Query(ctx, `SELECT id, body FROM ledger_operation WHERE id IN (`+places(1, len(ids))+`)`, ids...)
	if err != nil {
		return err
	}
	defer rows.Close() //nolint:errcheck // reading
	for rows.Next() {
		var id, body string
		err = rows.Scan(&id, &body)
		if err != nil {
			return db.Translate(err)
		}
		into[id] = body
	}
	return db.Translate(rows.Err())
}

// versions returns the version of every row of a table, by primary key.
func (l *Log) versions(ctx context.Context, t *Table) (map[string]int64, error) {
	rows, err := l.db.Query(ctx, "SELECT "+t.Columns[0]+", version FROM "+t.Name)
	if err != nil {
		return nil, err
	}
	defer rows.Close() //nolint:errcheck // reading
	out := map[string]int64{}
	for rows.Next() {
		var id string
		var v int64
		err = rows.Scan(&id, &v)
		if err != nil {
			return nil, db.Translate(err)
		}
		out[id] = v
	}
	return out, db.Translate(rows.Err())
}

func (l *Log) byID(ctx context.Context, id string) (Entry, error) {
	rows, err := l.db.Query(ctx, `SELECT `+entryColumns+` FROM ledger_operation WHERE id = $1`, id)
	if err != nil {
		return Entry{}, err
	}
	found, err := scanEntries(rows)
	if err != nil {
		return Entry{}, err
	}
	if len(found) == 0 {
		return Entry{}, rambu.Errorf(rambu.NotFound, "no such operation")
	}
	return found[0], nil
}

// Last returns the legal time of the newest operation, the zero time for an empty log.
func (l *Log) Last(ctx context.Context) (time.Time, error) {
	var at int64
	err := l.db.QueryRow(ctx, `SELECT coalesce(max(at), 0) FROM ledger_operation`).Scan(&at)
	if err != nil || at == 0 {
		return time.Time{}, db.Translate(err)
	}
	return time.UnixMicro(at).UTC(), nil
}
