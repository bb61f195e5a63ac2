package directive

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"rambu.id"
	"rambu.id/internal/db"
	"rambu.id/ledger"
	"rambu.id/roster"
	"rambu.id/seal/attachment"
)

// Tables are the owned tables of the package.
func Tables() []*ledger.Table {
	return []*ledger.Table{orderTable, ackTable, passTable, codeTable, escalationTable, proofTable, annexTable}
}

const (
	orderColumns = `id, institution, region, state, signer, drafter, account, rule, ack_by, replaces, replaced_by, contested, ` +
		`created_at, sent_at, ended_at, key_id, wrapped, linked, short_hash, sealed, block, note, sign_key, public, signature`
	ackColumns   = `id, institution, region, directive, post, area, class, how, acked_at, recorder, key_id, sealed`
	passColumns  = `id, institution, region, directive, post, except_posts, passed_at`
	codeColumns  = `id, institution, region, hash, issued_at, issuer`
	proofColumns = `id, institution, region, directive, about, author, added_at, blob, bytes, sha256, key_id, sealed`
)

func columns(list string) []string { return strings.Split(list, ", ") }

var (
	orderTable      = ledger.NewTable("directive_order", columns(orderColumns)...)
	ackTable        = ledger.NewTable("directive_ack", columns(ackColumns)...)
	passTable       = ledger.NewTable("directive_pass", columns(passColumns)...)
	codeTable       = ledger.NewTable("directive_code", columns(codeColumns)...)
	escalationTable = ledger.NewTable("directive_escalation", "id", "institution", "region", "directive", "level", "raised_at")
	proofTable      = ledger.NewTable("directive_proof", columns(proofColumns)...)
	annexTable      = ledger.NewTable("directive_annex", "id", "institution", "region", "directive", "added_at", "blob", "bytes", "sha256")
)

// moment reads a time stored in microseconds; 0 is none.
func moment(n int64) time.Time {
	if n == 0 {
		return time.Time{}
	}
	return time.UnixMicro(n).UTC()
}

func (o *Order) values() []any {
	return []any{
		o.ID, o.Institution, o.Region, string(o.State), o.Signer, o.Drafter, o.Account, mustJSON(o.Rule), o.AckBy, o.Replaces,
		o.ReplacedBy, o.Contested, o.CreatedAt, o.SentAt, o.EndedAt, o.keyID, o.wrapped, o.linked, o.shortHash, o.sealed,
		o.block, o.note, o.signKey, o.public, o.signature,
	}
}

func scanOrder(row db.Row) (Order, error) {
	var o Order
	var rule string
	var contested, created, sent, ended int64
	err := row.Scan(&o.ID, &o.Institution, &o.Region, &o.State, &o.Signer, &o.Drafter, &o.Account, &rule, &o.AckBy, &o.Replaces,
		&o.ReplacedBy, &contested, &created, &sent, &ended, &o.keyID, &o.wrapped, &o.linked, &o.shortHash, &o.sealed,
		&o.block, &o.note, &o.signKey, &o.public, &o.signature, &o.Version)
	if err != nil {
		return Order{}, db.Translate(err)
	}
	o.Contested = contested != 0
	o.CreatedAt, o.SentAt, o.EndedAt = moment(created), moment(sent), moment(ended)
	err = json.Unmarshal([]byte(rule), &o.Rule)
	if err != nil {
		return Order{}, rambu.Errorf(rambu.Internal, "audience of %s: %v", o.ID, err)
	}
	return o, nil
}

const selectOrder = `SELECT ` + orderColumns + `, version FROM directive_order WHERE `

func (d *Desk) order(ctx context.Context, institution, id string) (Order, error) {
	return scanOrder(d.db.QueryRow(ctx, selectOrder+`id = $1 AND institution = $2`, id, institution))
}

// scanner lets a row of an operation be read like any other.
type scanner func(dest ...any) error

// Scan implements db.Row.
func (s scanner) Scan(dest ...any) error { return s(dest...) }

func within(op *ledger.Op, query string, args ...any) db.Row {
	return scanner(func(dest ...any) error { return op.Tx.QueryRow(query, args, dest...) })
}

func orderIn(op *ledger.Op, institution, id string) (Order, error) {
	return scanOrder(within(op, selectOrder+`id = $1 AND institution = $2`, id, institution))
}

// byShort finds a directive by the hash of its short link, whoever asks: the link is the key.
func (d *Desk) byShort(ctx context.Context, hash string) (Order, error) {
	return scanOrder(d.db.QueryRow(ctx, selectOrder+`short_hash = $1 AND state IN ('berlaku', 'dicabut', 'diganti')`, hash))
}

// issued lists directives, newest first, behind a cursor. all shows the institution's that were
// sent; otherwise only those a post signs or wrote.
func (d *Desk) issued(ctx context.Context, institution, post string, all bool, f Filter) ([]Order, error) {
	rows, err := d.db.Query(ctx, selectOrder+`institution = $1 AND state <> 'batal'
		AND (signer = $2 OR drafter = $2 OR ($3 = 1 AND state <> 'konsep'))
		AND ($4 = '' OR (created_at, id) < (SELECT p.created_at, p.id FROM directive_order p WHERE p.id = $4 AND p.institution = $1))
		ORDER BY created_at DESC, id DESC LIMIT $5`, institution, post, flag(all), f.After, f.Limit)
	return db.All(rows, err, scanOrder)
}

func flag(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// sent lists what was sent in an institution, newest first.
func (d *Desk) sent(ctx context.Context, institution string, limit int) ([]Order, error) {
	rows, err := d.db.Query(ctx, selectOrder+`institution = $1 AND state IN ('berlaku', 'dicabut', 'diganti')
		ORDER BY created_at DESC, id DESC LIMIT $2`, institution, limit)
	return db.All(rows, err, scanOrder)
}

// lateAtOnce is how many late directives are read together.
const lateAtOnce = 50

// late lists what is in force and whose last day has passed, the latest first, behind one that was
// listed before; the zero Order for the first ones.
func (d *Desk) late(ctx context.Context, institution string, today rambu.Date, after Order) ([]Order, error) {
	before, id := cmp.Or(after.AckBy, today), after.ID // "" is before every id
	rows, err := d.db.Query(ctx, selectOrder+`institution = $1 AND state = 'berlaku' AND ack_by <> ''
		AND (ack_by < $2 OR ack_by = $2 AND id < $3) ORDER BY ack_by DESC, id DESC LIMIT $4`, institution, string(before), id, lateAtOnce)
	return db.All(rows, err, scanOrder)
}

func (a *Ack) values() []any {
	return []any{
		a.ID, a.institution, a.region, a.Directive, a.Post, a.Area, string(a.Class), string(a.How), a.At, a.Recorder, a.keyID, a.sealed,
	}
}

func scanAck(row db.Row) (Ack, error) {
	var a Ack
	var at int64
	err := row.Scan(&a.ID, &a.institution, &a.region, &a.Directive, &a.Post, &a.Area, &a.Class, &a.How, &at, &a.Recorder, &a.keyID,
		&a.sealed, &a.version)
	a.At = moment(at)
	return a, db.Translate(err)
}

const selectAck = `SELECT ` + ackColumns + `, version FROM directive_ack WHERE `

// acks lists what is known of these addressees; of a large audience most answers are of others.
func (d *Desk) acks(ctx context.Context, directive string, of []Addressee) ([]Ack, error) {
	var out []Ack
	for part := range slices.Chunk(of, 500) {
		ids := make([]string, len(part))
		for i, a := range part {
			ids[i] = pairID(directive, a.Post)
		}
		places, args := db.In(nil, ids...)
		rows, err := d.db.Query(ctx, selectAck+`id IN (`+places+`)`, args...)
		some, err := db.All(rows, err, scanAck)
		if err != nil {
			return nil, err
		}
		out = append(out, some...)
	}
	return out, nil
}

// acksOf lists what is known of one post.
func (d *Desk) acksOf(ctx context.Context, institution, post string) ([]Ack, error) {
	rows, err := d.db.Query(ctx, selectAck+`institution = $1 AND post = $2 ORDER BY acked_at DESC LIMIT 1000`, institution, post)
	return db.All(rows, err, scanAck)
}

func ackIn(op *ledger.Op, id string) (Ack, error) {
	return scanAck(within(op, selectAck+`id = $1`, id))
}

// standingIn asks in one question whether a directive is in force and what is known of an
// addressee; version 0 is nothing. It is what every answer asks, so it carries nothing else.
func standingIn(op *ledger.Op, o Order, ack string) (state State, old Ack, err error) {
	err = within(op, `SELECT o.state, COALESCE(a.how, ''), COALESCE(a.area, ''), COALESCE(a.class, ''), COALESCE(a.version, 0)
		FROM directive_order o LEFT JOIN directive_ack a ON a.id = $3 WHERE o.id = $1 AND o.institution = $2`,
		o.ID, o.Institution, ack).Scan(&state, &old.How, &old.Area, &old.Class, &old.version)
	return state, old, db.Translate(err)
}

// known reads what was counted with every answer, by area and class. The database hands the whole
// of it over as one text: a country has seven thousand districts, and carrying as many rows costs
// four times what counting them does.
func (d *Desk) known(ctx context.Context, directive string) (done, told map[Count]int, err error) {
	var all string
	err = d.db.QueryRow(ctx, `SELECT COALESCE(string_agg(area || '|' || class || '|' || done || '|' || told, ';'), '')
		FROM directive_tally WHERE directive = $1`, directive).Scan(&all)
	if err != nil {
		return nil, nil, db.Translate(err)
	}
	done, told = map[Count]int{}, map[Count]int{}
	for line := range strings.SplitSeq(all, ";") {
		if line == "" {
			continue
		}
		of, n, byWord, err := parseTally(line)
		if err != nil {
			return nil, nil, err
		}
		done[of] = n
		if byWord != 0 {
			told[of] = byWord
		}
	}
	return done, told, nil
}

func parseTally(line string) (of Count, done, told int, err error) {
	part := strings.Split(line, "|")
	if len(part) == 4 {
		of = Count{Area: part[0], Class: roster.PostClass(part[1])}
		done, err = strconv.Atoi(part[2])
		if err == nil {
			told, err = strconv.Atoi(part[3])
		}
		if err == nil {
			return of, done, told, nil
		}
	}
	return of, 0, 0, rambu.Errorf(rambu.Internal, "tally %q", line)
}

// tallyIn counts an answer with the operation that writes it: one more of whom anything is known,
// or one whose superior's word gave way to his own.
func tallyIn(op *ledger.Op, a Ack, done, told int) error {
	if done == 0 && told == 0 {
		return nil
	}
	_, err := op.Tx.Exec(`INSERT INTO directive_tally (directive, area, class, done, told) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (directive, area, class) DO UPDATE SET done = directive_tally.done + excluded.done, told = directive_tally.told + excluded.told`,
		a.Directive, a.Area, string(a.Class), int64(done), int64(told))
	return err
}

// counted makes the tally of a directive from its answers: what it must say.
const counted = `SELECT directive, area, class, COUNT(*) AS done, SUM(CASE WHEN how = 'langsung' THEN 1 ELSE 0 END) AS told
	FROM directive_ack GROUP BY directive, area, class`

// recount makes the tally anew from the answers when it is empty: after a migration, or when an
// operator emptied it because the check of the log said that it is wrong.
func (d *Desk) recount(ctx context.Context) error {
	var n int
	err := d.db.QueryRow(ctx, `SELECT COUNT(*) FROM (SELECT 1 FROM directive_tally LIMIT 1) AS one`).Scan(&n)
	if err != nil || n > 0 {
		return db.Translate(err)
	}
	return d.db.Write(func(tx *db.Tx) error {
		_, err := tx.Exec(`INSERT INTO directive_tally (directive, area, class, done, told) ` + counted)
		return err
	})
}

// miscounted names a directive whose tally does not agree with its answers, "" for none.
func (d *Desk) miscounted(ctx context.Context) (string, error) {
	const both = `SELECT directive FROM (SELECT directive, area, class, done, told, 1 AS side FROM directive_tally
		UNION ALL SELECT directive, area, class, done, told, 2 AS side FROM (` + counted + `) AS c) AS b
		GROUP BY directive, area, class, done, told HAVING COUNT(*) <> 2 ORDER BY directive LIMIT 1`
	rows, err := d.db.Query(ctx, both)
	wrong, err := db.All(rows, err, func(row db.Row) (string, error) {
		var id string
		err := row.Scan(&id)
		return id, db.Translate(err)
	})
	if len(wrong) == 0 {
		return "", err
	}
	return wrong[0], err
}

func (p *Pass) values() []any {
	return []any{p.ID, p.institution, p.region, p.Directive, p.Post, strings.Join(p.Except, " "), p.At}
}

func scanPass(row db.Row) (Pass, error) {
	var p Pass
	var except string
	var at int64
	err := row.Scan(&p.ID, &p.institution, &p.region, &p.Directive, &p.Post, &except, &at, &p.version)
	p.Except, p.At = strings.Fields(except), moment(at)
	return p, db.Translate(err)
}

const selectPass = `SELECT ` + passColumns + `, version FROM directive_pass WHERE `

func (d *Desk) passes(ctx context.Context, directive string) ([]Pass, error) {
	rows, err := d.db.Query(ctx, selectPass+`directive = $1 ORDER BY id`, directive)
	return db.All(rows, err, scanPass)
}

// passesOf lists what a post passed on.
func (d *Desk) passesOf(ctx context.Context, institution, post string) ([]Pass, error) {
	rows, err := d.db.Query(ctx, selectPass+`institution = $1 AND post = $2 ORDER BY passed_at DESC LIMIT 1000`, institution, post)
	return db.All(rows, err, scanPass)
}

func passIn(op *ledger.Op, id string) (Pass, error) {
	return scanPass(within(op, selectPass+`id = $1`, id))
}

// code is the printed code of a post.
type code struct {
	post, institution, region, hash, issuer string
	at                                      time.Time
	version                                 int64
}

func (c *code) values() []any {
	return []any{c.post, c.institution, c.region, c.hash, c.at, c.issuer}
}

func scanCode(row db.Row) (code, error) {
	var c code
	var at int64
	err := row.Scan(&c.post, &c.institution, &c.region, &c.hash, &at, &c.issuer, &c.version)
	c.at = moment(at)
	return c, db.Translate(err)
}

const selectCode = `SELECT ` + codeColumns + `, version FROM directive_code WHERE `

func (d *Desk) codeBy(ctx context.Context, hash string) (code, error) {
	return scanCode(d.db.QueryRow(ctx, selectCode+`hash = $1`, hash))
}

// codesBy lists the codes a post has handed out.
func (d *Desk) codesBy(ctx context.Context, institution, issuer string) ([]code, error) {
	rows, err := d.db.Query(ctx, selectCode+`institution = $1 AND issuer = $2 ORDER BY id`, institution, issuer)
	return db.All(rows, err, scanCode)
}

func codeIn(op *ledger.Op, post string) (code, error) {
	return scanCode(within(op, selectCode+`id = $1`, post))
}

// levels returns how far up the line each late directive of an institution was reported.
func (d *Desk) levels(ctx context.Context, institution string) (map[string]int, error) {
	rows, err := d.db.Query(ctx, `SELECT e.directive, MAX(e.level) FROM directive_escalation e JOIN directive_order o ON o.id = e.directive
		WHERE e.institution = $1 AND o.state = 'berlaku' GROUP BY e.directive`, institution)
	type line struct {
		id string
		n  int
	}
	lines, err := db.All(rows, err, func(row db.Row) (line, error) {
		var l line
		err := row.Scan(&l.id, &l.n)
		return l, db.Translate(err)
	})
	out := map[string]int{}
	for _, l := range lines {
		out[l.id] = l.n
	}
	return out, err
}

func (p *Proof) values() []any {
	return []any{
		p.ID, p.institution, p.region, p.Directive, p.About, p.Author, p.At, p.blob, p.bytes, p.sha256, p.keyID, p.sealed,
	}
}

func scanProof(row db.Row) (Proof, error) {
	var p Proof
	var at, version int64
	err := row.Scan(&p.ID, &p.institution, &p.region, &p.Directive, &p.About, &p.Author, &at, &p.blob, &p.bytes, &p.sha256, &p.keyID,
		&p.sealed, &version)
	p.At = moment(at)
	return p, db.Translate(err)
}

const selectProof = `SELECT ` + proofColumns + `, version FROM directive_proof WHERE `

func (d *Desk) proofs(ctx context.Context, directive string) ([]Proof, error) {
	rows, err := d.db.Query(ctx, selectProof+`directive = $1 ORDER BY added_at, id LIMIT 2000`, directive)
	return db.All(rows, err, scanProof)
}

// filesAfter pages through the proofs of all directives, for verification.
func (d *Desk) filesAfter(ctx context.Context, after string) ([]attachment.Row, error) {
	return d.filesOf(ctx, `SELECT id, blob, sha256 FROM directive_proof WHERE id > $1 ORDER BY id LIMIT 200`, after)
}

// annexesAfter pages through the annexes of all directives, for verification.
func (d *Desk) annexesAfter(ctx context.Context, after string) ([]attachment.Row, error) {
	return d.filesOf(ctx, `SELECT id, blob, sha256 FROM directive_annex WHERE id > $1 ORDER BY id LIMIT 200`, after)
}

func (d *Desk) filesOf(ctx context.Context, query, after string) ([]attachment.Row, error) {
	rows, err := d.db.Query(ctx, query, after)
	return db.All(rows, err, func(row db.Row) (attachment.Row, error) {
		var f attachment.Row
		err := row.Scan(&f.ID, &f.Blob, &f.SHA256)
		return f, db.Translate(err)
	})
}
