package ledger

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"rambu.id"
	"rambu.id/internal/db"
)

// Version of the canonical form. A new form gets a new first line; old operations keep theirs.
const bodyVersion = "rambu/operation/v1"

const commitmentLabel = "rambu/commitment/v1\n"

// Table declares an owned table: rows of it are written only through an operation, carry the
// operation that last wrote them (column op) and a version, and are checked against the log.
// The columns are, first the primary key, all others in the order of their digest. A column
// added by a later migration goes to the end, and the digests of older rows go on covering
// the columns they were made over: the count stands in the operation. What such a row holds in the
// columns beyond is said by Added, and anything else there was written past the log.
type Table struct {
	Name    string
	Columns []string
	Old     []any // what the last columns hold in rows that are older than they are: string or int64

	insert, update, remove string // statements, made once
}

// NewTable declares an owned table by its name and columns, the primary key (text) first and
// without op and version, which every owned table has at its end:
//
//	op text NOT NULL, version bigint NOT NULL
func NewTable(name string, columns ...string) *Table {
	t := &Table{Name: name, Columns: columns}
	t.insert, t.update, t.remove = statements(t)
	return t
}

// Added says what the last columns hold in rows written before a migration added them: the default it
// gave them, in their order. It stands here and is not read from the schema, which whoever can write to
// the database can change too.
func (t *Table) Added(old ...any) *Table {
	for _, v := range old {
		if n, ok := v.(int); ok {
			v = int64(n)
		}
		t.Old = append(t.Old, v)
	}
	return t
}

// old reports whether a column holds what a row has in it that is older than the column.
func (t *Table) old(column int, value any) bool {
	i := column - (len(t.Columns) - len(t.Old))
	return i >= 0 && value == t.Old[i]
}

// Op is one operation while it runs: who did what to which rows. It is valid only inside the
// function given to Log.Do.
type Op struct {
	Tx   *db.Tx
	ID   string
	At   time.Time // legal time, UTC
	Who  rambu.Actor
	Kind string // "intake.submit"

	object string
	facts  []string
	rows   []string

	salt       []byte
	body       string
	commitment []byte
	hashes     []byte // the nodes of the tree that its leaf completes
	index      int64
	receipt    Receipt
}

// Object names the thing the operation is about, by its public id; the first one is indexed.
func (op *Op) Object(id string) {
	if op.object == "" {
		op.object = id
		return
	}
	op.Fact("object", id)
}

// Fact adds a clear detail to the operation ("state", "diregister"). Nothing sealed goes here.
func (op *Op) Fact(name, value string) {
	op.facts = append(op.facts, "fact: "+strconv.Quote(name)+" "+strconv.Quote(value))
}

// Insert writes a new row; values follow Table.Columns, the primary key first. Allowed are
// string, int, int64, bool, []byte, rambu.Date and time.Time (stored in UTC microseconds).
func (op *Op) Insert(t *Table, values ...any) error {
	exec := func(query string, args ...any) error {
		_, err := op.Tx.Exec(query, args...)
		return err
	}
	return op.insert(exec, t, values)
}

// InsertOnce is Insert for a function that may be called twice and a row whose key was made before it:
// a Conflict says that the row stands already, perhaps by this very operation. In return it costs
// less (db.Tx.Hope).
func (op *Op) InsertOnce(t *Table, values ...any) error { return op.insert(op.Tx.Hope, t, values) }

func (op *Op) insert(exec func(query string, args ...any) error, t *Table, values []any) error {
	args, err := op.arguments(t, 1, values)
	if err != nil {
		return err
	}
	err = exec(t.insert, args...)
	if err != nil {
		return fmt.Errorf("insert into %s: %w", t.Name, err)
	}
	op.note(t, values, args, 1, "+")
	return nil
}

// Update rewrites a row that still has the given version; otherwise it is a Conflict, since
// somebody else changed it meanwhile. The new version is one higher.
func (op *Op) Update(t *Table, version int64, values ...any) error {
	args, err := op.arguments(t, version+1, values)
	if err != nil {
		return err
	}
	err = op.Tx.ExecOne(t.update, append(args, version)...)
	if err != nil {
		return fmt.Errorf("update %s: %w", t.Name, err)
	}
	op.note(t, values, args, version+1, "=")
	return nil
}

// Delete removes a row that still has the given version. The log keeps that it was there.
func (op *Op) Delete(t *Table, id string, version int64) error {
	err := op.Tx.ExecOne(t.remove, id, version)
	if err != nil {
		return fmt.Errorf("delete from %s: %w", t.Name, err)
	}
	op.rows = append(op.rows, fmt.Sprintf("row: - %s %q %d", t.Name, id, version))
	return nil
}

func (op *Op) arguments(t *Table, version int64, values []any) ([]any, error) {
	if len(values) != len(t.Columns) {
		return nil, rambu.Errorf(rambu.Internal, "%s: %d values for %d columns", t.Name, len(values), len(t.Columns))
	}
	args := make([]any, 0, len(values)+3)
	for i, v := range values {
		a, err := plain(v)
		if err != nil {
			return nil, rambu.Errorf(rambu.Internal, "%s.%s: %v", t.Name, t.Columns[i], err)
		}
		args = append(args, a)
	}
	return append(args, op.ID, version), nil
}

func (op *Op) note(t *Table, values, args []any, version int64, how string) {
	op.rows = append(op.rows, fmt.Sprintf("row: %s %s %q %d %d %s", how, t.Name, fmt.Sprint(values[0]), version,
		len(t.Columns), hex.EncodeToString(rowDigest(t, args[:len(t.Columns)]))))
}

// seal freezes the operation: canonical body and commitment. The salt hides the body from
// whoever only sees the public tree; erasure destroys it.
func (op *Op) seal(salt []byte) {
	var b strings.Builder
	line := func(name, value string) {
		b.WriteString(name)
		b.WriteString(": ")
		b.WriteString(strconv.Quote(value))
		b.WriteByte('\n')
	}
	b.WriteString(bodyVersion + "\n")
	line("id", op.ID)
	line("at", op.At.UTC().Format(time.RFC3339Nano))
	line("kind", op.Kind)
	line("institution", op.Who.Institution)
	line("region", op.Who.Region)
	line("account", op.Who.Account)
	line("post", op.Who.Post)
	line("object", op.object)
	for _, s := range slices.Concat(op.facts, op.rows) {
		b.WriteString(s)
		b.WriteByte('\n')
	}
	op.body, op.salt = b.String(), salt
	op.commitment = commit(salt, op.body)
}

// commit is the leaf of the public tree: SHA-256 over a label, the salt and the digest of the
// canonical body.
func commit(salt []byte, body string) []byte {
	digest := sha256.Sum256([]byte(body))
	h := sha256.New()
	h.Write([]byte(commitmentLabel))
	h.Write(salt)
	h.Write(digest[:])
	return h.Sum(nil)
}

// plain turns a value into what both databases store and give back alike.
func plain(v any) (any, error) {
	switch v := v.(type) {
	case string, int64:
		return v, nil
	case []byte:
		if v == nil {
			return []byte{}, nil
		}
		return v, nil
	case int:
		return int64(v), nil
	case bool:
		if v {
			return int64(1), nil
		}
		return int64(0), nil
	case rambu.Date:
		return string(v), nil
	case time.Time:
		if v.IsZero() {
			return int64(0), nil
		}
		return v.UnixMicro(), nil
	}
	return nil, fmt.Errorf("a %T cannot be stored", v)
}

// rowDigest is SHA-256 over the table's name and, for each column, its name, kind and value,
// each with its length, so that no two rows have the same text.
func rowDigest(t *Table, values []any) []byte {
	text := part(make([]byte, 0, 4096), 't', t.Name)
	for i, v := range values {
		text = part(text, 'c', t.Columns[i])
		switch v := v.(type) {
		case int64:
			text = part(text, 'i', strconv.FormatInt(v, 10))
		case string:
			text = part(text, 's', v) // not as bytes: in SQLite text turned into a blob is found by no question
		case []byte:
			text = part(text, 'b', v)
		}
	}
	sum := sha256.Sum256(text)
	return sum[:]
}

func part[T string | []byte](text []byte, kind byte, s T) []byte {
	text = strconv.AppendInt(append(text, kind), int64(len(s)), 10)
	return append(append(text, ':'), s...)
}
