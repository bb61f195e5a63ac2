package pledge

import (
	"context"
	"strings"
	"time"

	"rambu.id/internal/db"
	"rambu.id/ledger"
	"rambu.id/seal/attachment"
)

// Tables are the owned tables of the package.
func Tables() []*ledger.Table {
	return []*ledger.Table{roundTable, pactTable, paperTable, refusalTable}
}

const (
	roundColumns = `id, institution, region, opened_at, opener, keeper, keeper_key, until`
	pactColumns  = `id, institution, region, round, person, post, area, track, way, paper, signed_on, recorded_at, recorder, ` +
		`sign_key, public, signature`
	paperColumns = `id, institution, region, round, kind, area, held_on, people, recorded_at, recorder, blob, bytes, sha256, key_id, sealed`
)

func columns(list string) []string { return strings.Split(list, ", ") }

var (
	roundTable   = ledger.NewTable("pledge_round", columns(roundColumns)...)
	pactTable    = ledger.NewTable("pledge_pact", columns(pactColumns)...)
	paperTable   = ledger.NewTable("pledge_paper", columns(paperColumns)...)
	refusalTable = ledger.NewTable("pledge_refusal", "id", "institution", "region", "round", "key_id", "sealed")
)

func moment(n int64) time.Time { return time.UnixMicro(n).UTC() }

func (r *Round) values() []any {
	return []any{r.ID, r.Institution, r.Region, r.OpenedAt, r.Opener, r.Keeper, r.keeperKey, r.Until}
}

func (b *Book) round(ctx context.Context, institution, id string) (Round, error) {
	var r Round
	var at int64
	err := b.db.QueryRow(ctx, `SELECT `+roundColumns+`, version FROM pledge_round WHERE id = $1 AND institution = $2`, id, institution).
		Scan(&r.ID, &r.Institution, &r.Region, &at, &r.Opener, &r.Keeper, &r.keeperKey, &r.Until, &r.version)
	r.OpenedAt = moment(at)
	return r, db.Translate(err)
}

func (p *Pact) values() []any {
	return []any{
		p.ID, p.institution, p.region, p.Round, string(p.Person), p.Post, p.Area, string(p.Track), string(p.Way), p.Paper, p.SignedOn, p.At,
		p.Recorder, p.signKey, p.public, p.signature,
	}
}

func scanPact(row db.Row) (Pact, error) {
	var p Pact
	var at int64
	err := row.Scan(&p.ID, &p.institution, &p.region, &p.Round, &p.Person, &p.Post, &p.Area, &p.Track, &p.Way, &p.Paper, &p.SignedOn, &at,
		&p.Recorder, &p.signKey, &p.public, &p.signature, &p.version)
	p.At = moment(at)
	return p, db.Translate(err)
}

const selectPact = `SELECT ` + pactColumns + `, version FROM pledge_pact WHERE `

func (b *Book) pact(ctx context.Context, id string) (Pact, error) {
	return scanPact(b.db.QueryRow(ctx, selectPact+`id = $1`, id))
}

func (b *Book) pactsOf(ctx context.Context, round string) ([]Pact, error) {
	rows, err := b.db.Query(ctx, selectPact+`round = $1 ORDER BY id`, round)
	return db.All(rows, err, scanPact)
}

// scanner lets a row of an operation be read like any other.
type scanner func(dest ...any) error

// Scan implements db.Row.
func (s scanner) Scan(dest ...any) error { return s(dest...) }

func pactIn(op *ledger.Op, id string) (Pact, error) {
	return scanPact(scanner(func(dest ...any) error { return op.Tx.QueryRow(selectPact+`id = $1`, []any{id}, dest...) }))
}

func (p *Paper) values() []any {
	return []any{
		p.ID, p.institution, p.region, p.Round, string(p.Kind), p.Area, p.HeldOn, p.People, p.At, p.Recorder, p.blob, p.bytes, p.sha256,
		p.keyID, p.sealed,
	}
}

func scanPaper(row db.Row) (Paper, error) {
	var p Paper
	var at int64
	err := row.Scan(&p.ID, &p.institution, &p.region, &p.Round, &p.Kind, &p.Area, &p.HeldOn, &p.People, &at, &p.Recorder, &p.blob, &p.bytes,
		&p.sha256, &p.keyID, &p.sealed, &p.version)
	p.At, p.HasScan = moment(at), p.blob != ""
	return p, db.Translate(err)
}

const selectPaper = `SELECT ` + paperColumns + `, version FROM pledge_paper WHERE `

func (b *Book) papers(ctx context.Context, round string) ([]Paper, error) {
	rows, err := b.db.Query(ctx, selectPaper+`round = $1 ORDER BY held_on DESC, id LIMIT 2000`, round)
	return db.All(rows, err, scanPaper)
}

// listsOf are the paper lists of a unit.
func (b *Book) listsOf(ctx context.Context, round, area string) ([]Paper, error) {
	rows, err := b.db.Query(ctx, selectPaper+`round = $1 AND area = $2 AND kind = $3 ORDER BY id`, round, area, string(List))
	return db.All(rows, err, scanPaper)
}

// listsIn counts them while an operation runs.
func listsIn(op *ledger.Op, round, area string) (int, error) {
	var n int
	err := op.Tx.QueryRow(`SELECT count(*) FROM pledge_paper WHERE round = $1 AND area = $2 AND kind = $3`, []any{round, area, string(List)}, &n)
	return n, err
}

// filesAfter pages through the papers with a scan, for verification.
func (b *Book) filesAfter(ctx context.Context, after string) ([]attachment.Row, error) {
	rows, err := b.db.Query(ctx, `SELECT id, blob, sha256 FROM pledge_paper WHERE id > $1 AND blob <> '' ORDER BY id LIMIT 200`, after)
	return db.All(rows, err, func(row db.Row) (attachment.Row, error) {
		var f attachment.Row
		err := row.Scan(&f.ID, &f.Blob, &f.SHA256)
		return f, db.Translate(err)
	})
}

// refusal is a sealed refusal.
type refusal struct {
	id, keyID string
	sealed    []byte
	version   int64
	said      Refusal // opened
}

const selectRefusal = `SELECT id, key_id, sealed, version FROM pledge_refusal WHERE `

func scanRefusal(row db.Row) (refusal, error) {
	var r refusal
	err := row.Scan(&r.id, &r.keyID, &r.sealed, &r.version)
	return r, db.Translate(err)
}

func (b *Book) refusals(ctx context.Context, round string) ([]refusal, error) {
	rows, err := b.db.Query(ctx, selectRefusal+`round = $1 ORDER BY id LIMIT 10000`, round)
	return db.All(rows, err, scanRefusal)
}

func refusalIn(op *ledger.Op, id any) (refusal, error) {
	return scanRefusal(scanner(func(dest ...any) error { return op.Tx.QueryRow(selectRefusal+`id = $1`, []any{id}, dest...) }))
}
