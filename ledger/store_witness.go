package ledger

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"strings"

	"golang.org/x/mod/sumdb/tlog"

	"rambu.id"
	"rambu.id/internal/db"
)

// Witnessed is a row of an owned table beside the operation that last wrote it.
type Witnessed struct {
	Values []any // in the order of Table.Columns: string, int64 or []byte
	By     Entry // zero when the row names no operation
	Broken error // *Broken: the row is not what its operation wrote
}

// Witness reads rows of an owned table and holds each against the operation it names: content,
// version, and the operation's text against its leaf. It is for the few rows that others are
// trusted by, keys above all; Verify checks everything. where speaks of the row as r.
// The order is that of the log, rows without an operation first.
func Witness(ctx context.Context, d *db.DB, t *Table, where string, args ...any) ([]Witnessed, error) {
	rows, err := d.Query(ctx, "SELECT r."+strings.Join(t.Columns, ", r.")+`, r.op, r.version, coalesce(o.idx, -1), coalesce(o.id, ''), coalesce(o.kind, ''),
		coalesce(o.institution, ''), coalesce(o.account, ''), o.hashes, o.salt, coalesce(o.body, ''), o.commitment
		FROM `+t.Name+` r LEFT JOIN ledger_operation o ON o.id = r.op WHERE `+where+` ORDER BY coalesce(o.idx, -1)`, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close() //nolint:errcheck // reading
	var out []Witnessed
	for rows.Next() {
		w, err := scanWitnessed(t, rows.Scan)
		if err != nil {
			return nil, err
		}
		out = append(out, w)
	}
	return out, db.Translate(rows.Err())
}

func scanWitnessed(t *Table, scan func(dest ...any) error) (Witnessed, error) {
	var w Witnessed
	var op any
	var hashes []byte
	r := row{values: make([]any, len(t.Columns))}
	dest := make([]any, 0, len(t.Columns)+11)
	for i := range r.values {
		dest = append(dest, &r.values[i])
	}
	err := scan(append(dest, &op, &r.version, &w.By.Index, &w.By.ID, &w.By.Kind, &w.By.Institution, &w.By.Account,
		&hashes, &w.By.Salt, &w.By.Body, &w.By.Commitment)...)
	if err != nil {
		return w, db.Translate(err)
	}
	r.op, _ = op.(string)
	w.Broken = w.By.whole(hashes)
	for i, v := range r.values {
		r.values[i], err = normal(v)
		if err != nil { // no operation stores such a value
			w.Broken = &Broken{"row", t.Name + " " + t.Columns[i], err.Error()}
		}
	}
	r.id = fmt.Sprint(r.values[0])
	w.Values = r.values
	if w.Broken == nil {
		w.Broken = checkRow(t, r, rowLines(t, w.By.Body))
	}
	return w, nil
}

// whole reports whether an operation's text is the one that was committed to, and its leaf in
// the tree that of the commitment.
func (e *Entry) whole(hashes []byte) error {
	leaf := tlog.RecordHash(e.Commitment)
	switch {
	case e.ID == "":
		return &Broken{"row", "", "it names no operation of the log"}
	case !bytes.Equal(commit(e.Salt, e.Body), e.Commitment), !strings.HasPrefix(e.Body, fmt.Sprintf("%s\nid: %q\n", bodyVersion, e.ID)):
		return &Broken{"operation", e.ID, "its text does not match its commitment"}
	case len(hashes) < sha256.Size || !bytes.Equal(hashes[:sha256.Size], leaf[:]):
		return &Broken{"operation", e.ID, "its commitment is not its leaf"}
	}
	return nil
}

// Text returns a column of the row that holds text; "" for another kind of value.
func (w Witnessed) Text(column int) string {
	s, _ := w.Values[column].(string)
	return s
}

// Bytes returns a column of the row that holds bytes.
func (w Witnessed) Bytes(column int) []byte {
	b, _ := w.Values[column].([]byte)
	return b
}

// Trust returns the one row with a primary key, if it is what its operation wrote.
// Errors: NotFound, Internal (*Broken inside).
func Trust(ctx context.Context, d *db.DB, t *Table, id string) (Witnessed, error) {
	found, err := Witness(ctx, d, t, `r.`+t.Columns[0]+` = $1`, id)
	if err != nil {
		return Witnessed{}, err
	}
	if len(found) == 0 {
		return Witnessed{}, rambu.Errorf(rambu.NotFound, "no such row of %s", t.Name)
	}
	if found[0].Broken != nil {
		return Witnessed{}, Distrust(found[0].Broken)
	}
	return found[0], nil
}

// Distrust is the refusal to use a row that is not what the log says: an error of ours, which
// stands in the program's log with its reason.
func Distrust(why error) error {
	return rambu.Errorf(rambu.Internal, "ALARM, written past the log: %v", why)
}
