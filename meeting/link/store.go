package link

import (
	"context"
	"time"

	"rambu.id/internal/db"
	"rambu.id/ledger"
)

func (r row) values() []any {
	return []any{r.id, r.institution, r.region, r.letter, r.hash, r.keyID, r.secret, r.sealed, r.createdAt, r.endedAt}
}

const selectLink = `SELECT id, institution, region, letter, hash, key_id, secret, sealed, created_at, ended_at, version
	FROM link_invitation WHERE `

func scanLink(from db.Row) (row, error) {
	var r row
	var created, ended int64
	err := from.Scan(&r.id, &r.institution, &r.region, &r.letter, &r.hash, &r.keyID, &r.secret, &r.sealed, &created, &ended, &r.version)
	r.createdAt = time.UnixMicro(created).UTC()
	if ended != 0 {
		r.endedAt = time.UnixMicro(ended).UTC()
	}
	return r, db.Translate(err)
}

// live is the link of an invitation that has not ended.
func (d *Desk) live(ctx context.Context, institution, letter string) (row, error) {
	return scanLink(d.db.QueryRow(ctx, selectLink+`institution = $1 AND letter = $2 AND ended_at = 0`, institution, letter))
}

// bySecret finds a link, whoever asks: it is the key.
func (d *Desk) bySecret(ctx context.Context, secret string) (row, error) {
	return scanLink(d.db.QueryRow(ctx, selectLink+`hash = $1`, lookup(secret)))
}

// scanner lets a row of an operation be read like any other.
type scanner func(dest ...any) error

// Scan implements db.Row.
func (s scanner) Scan(dest ...any) error { return s(dest...) }

func liveIn(op *ledger.Op, letter string) (row, error) {
	return scanLink(scanner(func(dest ...any) error {
		return op.Tx.QueryRow(selectLink+`institution = $1 AND letter = $2 AND ended_at = 0`, []any{op.Who.Institution, letter}, dest...)
	}))
}
