package directive

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"rambu.id"
	"rambu.id/internal/db"
	"rambu.id/ledger"
	"rambu.id/seal/attachment"
)

// Tables are the owned tables of the package.
func Tables() []*ledger.Table {
	return []*ledger.Table{orderTable, ackTable, passTable, codeTable, escalationTable, proofTable}
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
		return Order{}, rambu.Errorf(rambu.Internal, "audience of %s: %w", o.ID, err)
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

// late lists what is in force and whose last day has passed.
func (d *Desk) late(ctx context.Context, institution string, today rambu.Date) ([]Order, error) {
	rows, err := d.db.Query(ctx, selectOrder+`institution = $1 AND state = 'berlaku' AND ack_by <> '' AND ack_by < $2
		ORDER BY ack_by, id LIMIT 200`, institution, string(today))
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

func (d *Desk) acks(ctx context.Context, directive string) ([]Ack, error) {
	rows, err := d.db.Query(ctx, selectAck+`directive = $1 ORDER BY id`, directive)
	return db.All(rows, err, scanAck)
}

// acksOf lists what is known of one post.
func (d *Desk) acksOf(ctx context.Context, institution, post string) ([]Ack, error) {
	rows, err := d.db.Query(ctx, selectAck+`institution = $1 AND post = $2 ORDER BY acked_at DESC LIMIT 1000`, institution, post)
	return db.All(rows, err, scanAck)
}

func ackIn(op *ledger.Op, id string) (Ack, error) {
	return scanAck(within(op, selectAck+`id = $1`, id))
}

// known counts the addressees of whom something is known, by area and class.
func (d *Desk) known(ctx context.Context, directive string) (done, told map[Count]int, err error) {
	rows, err := d.db.Query(ctx, `SELECT area, class, how, COUNT(*) FROM directive_ack WHERE directive = $1 GROUP BY area, class, how`, directive)
	type line struct {
		of  Count
		how How
		n   int
	}
	lines, err := db.All(rows, err, func(row db.Row) (line, error) {
		var l line
		err := row.Scan(&l.of.Area, &l.of.Class, &l.how, &l.n)
		return l, db.Translate(err)
	})
	done, told = map[Count]int{}, map[Count]int{}
	for _, l := range lines {
		done[l.of] += l.n
		if l.how == Told {
			told[l.of] += l.n
		}
	}
	return done, told, err
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

// filesAfter pages through the files of all directives, for verification.
func (d *Desk) filesAfter(ctx context.Context, after string) ([]attachment.Row, error) {
	rows, err := d.db.Query(ctx, `SELECT id, blob, sha256 FROM directive_proof WHERE id > $1 ORDER BY id LIMIT 200`, after)
	return db.All(rows, err, func(row db.Row) (attachment.Row, error) {
		var f attachment.Row
		err := row.Scan(&f.ID, &f.Blob, &f.SHA256)
		return f, db.Translate(err)
	})
}
