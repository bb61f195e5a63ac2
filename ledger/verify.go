package ledger

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/tlog"

	"rambu.id"
)

// Broken is the first thing that does not agree with the log.
type Broken struct {
	What  string // "operation", "hash", "head", "row", "checkpoint"
	Which string // operation id or index, table and row id
	Why   string // English
}

func (b *Broken) Error() string { return fmt.Sprintf("%s %s: %s", b.What, b.Which, b.Why) }

// Report says how much was checked.
type Report struct {
	Operations int64  `json:"operations"`
	Rows       int64  `json:"rows"`
	Root       string `json:"root"`
	Losses     []Loss `json:"losses"`
}

const pageSize = 1000

// Verify re-checks the whole log against the database: every operation against its leaf, the
// tree against its stored hashes, and every row of tables against the operation that last
// wrote it. checkpoint, when not nil, is one kept elsewhere: the log must extend it. progress,
// when not nil, is called now and then. The first disagreement is returned as *Broken.
func (l *Log) Verify(ctx context.Context, tables []*Table, checkpoint []byte, progress func(done, total int64)) (Report, error) {
	view, done, err := l.db.Snapshot(ctx)
	if err != nil {
		return Report{}, err
	}
	defer done()
	frozen := &Log{db: view, origin: l.origin, signer: l.signer, vkey: l.vkey}
	v := &verifier{log: frozen, ctx: ctx, live: map[string]*[32]byte{}, progress: progress}
	_, _ = rand.Read(v.secret[:])
	for _, t := range tables {
		v.live[t.Name] = &[32]byte{}
	}
	var rep Report
	err = v.operations()
	if err != nil {
		return rep, err
	}
	rep.Operations = v.size
	root, err := tlog.TreeHash(v.size, v.reader())
	if err != nil {
		return rep, fmt.Errorf("tree hash: %w", err)
	}
	rep.Root = root.String()
	rep.Losses, err = frozen.Losses(ctx)
	if err != nil {
		return rep, err
	}
	if checkpoint != nil {
		err = frozen.extends(checkpoint, v.size, v.reader())
		if err != nil {
			return rep, err
		}
	}
	for _, t := range tables {
		n, err := v.rows(t)
		rep.Rows += n
		if err != nil {
			return rep, err
		}
	}
	return rep, nil
}

type verifier struct {
	log      *Log
	ctx      context.Context //nolint:containedctx // one run
	size     int64
	hashes   []tlog.Hash
	live     map[string]*[32]byte // by table: XOR of the digests of the row versions that should exist
	secret   [32]byte             // of this run: nobody could choose rows whose digests cancel out
	progress func(done, total int64)
}

func (v *verifier) reader() tlog.HashReader {
	return tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		out := make([]tlog.Hash, len(indexes))
		for i, idx := range indexes {
			out[i] = v.hashes[idx]
		}
		return out, nil
	})
}

// operations walks the log from its first operation and rebuilds the tree.
func (v *verifier) operations() error {
	var err error
	v.size, err = size(v.ctx, v.log.db)
	if err != nil {
		return err
	}
	next := int64(0)
	for {
		page, err := v.log.page(v.ctx, next)
		if err != nil {
			return err
		}
		for i := range page {
			err = v.operation(&page[i], next)
			if err != nil {
				return err
			}
			next++
		}
		if v.progress != nil {
			v.progress(next, v.size)
		}
		if len(page) < pageSize {
			break
		}
	}
	if next != v.size {
		return &Broken{"head", strconv.FormatInt(v.size, 10), fmt.Sprintf("the head counts %d operations, %d are there", v.size, next)}
	}
	return v.stored()
}

func (v *verifier) operation(e *Entry, want int64) error {
	if e.Index != want {
		return &Broken{"operation", strconv.FormatInt(want, 10), "is missing"}
	}
	if !bytes.Equal(commit(e.Salt, e.Body), e.Commitment) {
		return &Broken{"operation", e.ID, "its text does not match its commitment"}
	}
	head := fmt.Sprintf("%s\nid: %q\n", bodyVersion, e.ID)
	if !strings.HasPrefix(e.Body, head) || !e.columnsMatch() {
		return &Broken{"operation", e.ID, "its columns do not match its text"}
	}
	hs, err := tlog.StoredHashesForRecordHash(want, tlog.RecordHash(e.Commitment), v.reader())
	if err != nil {
		return fmt.Errorf("tree: %w", err)
	}
	v.hashes = append(v.hashes, hs...)
	return v.follow(e)
}

// columnsMatch compares the searchable columns with the text that was committed to.
func (e *Entry) columnsMatch() bool {
	lines := strings.SplitN(e.Body, "\n", 10)
	if len(lines) < 9 {
		return false
	}
	want := []string{
		"at: " + strconv.Quote(e.At.Format("2006-01-02T15:04:05.999999999Z07:00")),
		"kind: " + strconv.Quote(e.Kind), "institution: " + strconv.Quote(e.Institution),
	}
	return slices.Equal(lines[2:5], want) && lines[6] == "account: "+strconv.Quote(e.Account) &&
		lines[7] == "post: "+strconv.Quote(e.Post) && lines[8] == "object: "+strconv.Quote(e.Object)
}

// follow applies the row lines of an operation to the set of row versions that should exist.
func (v *verifier) follow(e *Entry) error {
	for line := range strings.Lines(e.Body) {
		r, ok := parseRowLine(line)
		if !ok {
			continue
		}
		set, known := v.live[r.table]
		if !known {
			return &Broken{"operation", e.ID, "writes to a table that is not checked: " + r.table}
		}
		if r.how != "+" {
			gone := r.version
			if r.how == "=" {
				gone--
			}
			v.flip(set, r.table, r.id, gone)
		}
		if r.how != "-" {
			v.flip(set, r.table, r.id, r.version)
		}
	}
	return nil
}

// stored compares the rebuilt tree with the stored hashes that proofs are made from.
func (v *verifier) stored() error {
	for from := 0; from < len(v.hashes); from += pageSize {
		to := min(from+pageSize, len(v.hashes))
		idx := make([]int64, 0, to-from)
		for i := from; i < to; i++ {
			idx = append(idx, int64(i))
		}
		got, err := readHashes(v.ctx, v.log.db, idx)
		if err != nil {
			return &Broken{"hash", strconv.Itoa(from), err.Error()}
		}
		for i, h := range got {
			if h != v.hashes[from+i] {
				return &Broken{"hash", strconv.Itoa(from + i), "differs from the tree of the operations"}
			}
		}
	}
	return nil
}

// rows checks every row of a table against the operation that last wrote it.
func (v *verifier) rows(t *Table) (int64, error) {
	var n int64
	after := ""
	seen := [32]byte{}
	for {
		page, err := v.log.tablePage(v.ctx, t, after)
		if err != nil {
			return n, err
		}
		bodies, err := v.log.bodies(v.ctx, page)
		if err != nil {
			return n, err
		}
		wrote := map[string]map[string]rowLine{} // by operation and row: one may have written thousands
		for _, r := range page {
			lines, ok := wrote[r.op]
			if !ok {
				lines = rowLines(t, bodies[r.op])
				wrote[r.op] = lines
			}
			err = checkRow(t, r, lines)
			if err != nil {
				return n, err
			}
			v.flip(&seen, t.Name, r.id, r.version)
			after = r.id
			n++
		}
		if len(page) < pageSize {
			break
		}
	}
	if seen != *v.live[t.Name] {
		return n, v.missing(t)
	}
	// A row with an empty id, or in SQLite with none, comes on no page.
	all, err := v.log.count(v.ctx, t)
	if err == nil && all != n {
		err = &Broken{"row", t.Name, fmt.Sprintf("%d rows have no id", all-n)}
	}
	return n, err
}

// rowLines are the last things an operation did to each row of a table: it may write one more
// than once.
func rowLines(t *Table, body string) map[string]rowLine {
	out := map[string]rowLine{}
	for line := range strings.Lines(body) {
		l, ok := parseRowLine(line)
		if ok && l.table == t.Name {
			out[l.id] = l
		}
	}
	return out
}

// checkRow compares a row with the last thing its operation did to it.
func checkRow(t *Table, r row, lines map[string]rowLine) error {
	which := t.Name + " " + r.id
	last, ok := lines[r.id]
	switch {
	case !ok || last.how == "-":
		return &Broken{"row", which, "no operation " + r.op + " wrote it"}
	case last.version != r.version || last.columns > len(r.values):
		return &Broken{"row", which, "its version is not the one its operation wrote"}
	case hex.EncodeToString(rowDigest(t, r.values[:last.columns])) != last.digest:
		return &Broken{"row", which, "its content is not what operation " + r.op + " wrote"}
	}
	for i := last.columns; i < len(r.values); i++ {
		if !t.old(i, r.values[i]) {
			return &Broken{"row", which, "its " + t.Columns[i] + " was filled in, and no operation did it"}
		}
	}
	return nil
}

// missing names the first row version the log says should exist and does not.
func (v *verifier) missing(t *Table) error {
	want := map[string]int64{}
	for next := int64(0); next < v.size; next += pageSize {
		page, err := v.log.page(v.ctx, next)
		if err != nil {
			return err
		}
		for _, e := range page {
			for line := range strings.Lines(e.Body) {
				r, ok := parseRowLine(line)
				switch {
				case !ok || r.table != t.Name:
				case r.how == "-":
					delete(want, r.id)
				default:
					want[r.id] = r.version
				}
			}
		}
	}
	have, err := v.log.versions(v.ctx, t)
	if err != nil {
		return err
	}
	ids := make([]string, 0, len(want))
	for id := range want {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	for _, id := range ids {
		got, ok := have[id]
		if !ok {
			return &Broken{"row", t.Name + " " + id, "is gone, and no operation removed it"}
		}
		if got != want[id] {
			return &Broken{"row", t.Name + " " + id, fmt.Sprintf("stands at version %d, the log at %d", got, want[id])}
		}
	}
	return &Broken{"row", t.Name, "its rows are not those of the log"}
}

type rowLine struct {
	how, table, id, digest string
	version                int64
	columns                int
}

// parseRowLine reads "row: + table "id" version [columns digest]".
func parseRowLine(line string) (rowLine, bool) {
	var r rowLine
	rest, ok := strings.CutPrefix(strings.TrimSuffix(line, "\n"), "row: ")
	if !ok {
		return r, false
	}
	r.how, rest, _ = strings.Cut(rest, " ")
	r.table, rest, _ = strings.Cut(rest, " ")
	quoted, err := strconv.QuotedPrefix(rest)
	if err != nil {
		return r, false
	}
	r.id, _ = strconv.Unquote(quoted)
	fields := strings.Fields(rest[len(quoted):])
	if len(fields) == 0 {
		return r, false
	}
	r.version, err = strconv.ParseInt(fields[0], 10, 64)
	if err != nil {
		return r, false
	}
	if r.how == "-" {
		return r, true
	}
	if len(fields) != 3 {
		return r, false
	}
	r.columns, err = strconv.Atoi(fields[1])
	r.digest = fields[2]
	return r, err == nil
}

func (v *verifier) flip(set *[32]byte, table, id string, version int64) {
	h := sha256.Sum256(fmt.Appendf(v.secret[:], "%s\n%s\n%d", table, id, version))
	for i := range set {
		set[i] ^= h[i]
	}
}

// row is a stored row as the verifier reads it.
type row struct {
	id, op  string
	version int64
	values  []any
}

// page returns operations from index next on, in order.
func (l *Log) page(ctx context.Context, next int64) ([]Entry, error) {
	return l.entries(ctx, next, pageSize)
}

// normal turns what a driver gives back into what plain made of it.
func normal(v any) (any, error) {
	switch v := v.(type) {
	case string, int64, []byte:
		return v, nil
	case int32:
		return int64(v), nil
	case int16:
		return int64(v), nil
	}
	return nil, rambu.Errorf(rambu.Internal, "a column holds a %T", v)
}
