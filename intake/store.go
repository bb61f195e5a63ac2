package intake

import (
	"context"
	"time"

	"rambu.id/internal/db"
	"rambu.id/ledger"
)

const reportColumns = `id, institution, region, door, state, received_at, sign_by, signed_on, next_on, casefile, lookup,
	digest, lodged_op, noted, reporter_key, owner_key, body_key, body, identity_owner, identity_key, identity, version`

// reportDest are the places a row of a report is read into.
func reportDest(r *Report, at, noted *int64) []any {
	return []any{
		&r.ID, &r.Institution, &r.Region, &r.Door, &r.State, at, &r.SignBy, &r.SignedOn, &r.NextOn, &r.Casefile, &r.lookup,
		&r.digest, &r.lodgedOp, noted, &r.reporterKey, &r.OwnerKey, &r.bodyKey, &r.body, &r.identityOwner, &r.identityKey,
		&r.identity, &r.version,
	}
}

func (r *Report) complete(at, noted int64) {
	r.ReceivedAt, r.noted, r.Identified = time.UnixMicro(at).UTC(), noted != 0, r.identityOwner != ""
}

func (d *Desk) byID(ctx context.Context, institution, id string) (Report, error) {
	return d.one(ctx, `id = $1 AND institution = $2`, id, institution)
}

func (d *Desk) byLookup(ctx context.Context, institution, lookup string) (Report, error) {
	return d.one(ctx, `lookup = $1 AND institution = $2`, lookup, institution)
}

func (d *Desk) one(ctx context.Context, where string, args ...any) (Report, error) {
	var r Report
	var at, noted int64
	err := d.log.DB().QueryRow(ctx, `SELECT `+reportColumns+` FROM intake_report WHERE `+where, args...).
		Scan(reportDest(&r, &at, &noted)...)
	r.complete(at, noted)
	return r, db.Translate(err)
}

// oneTx reads a report of the actor's institution as a running operation sees it.
func oneTx(op *ledger.Op, id string) (Report, error) {
	var r Report
	var at, noted int64
	err := op.Tx.QueryRow(`SELECT `+reportColumns+` FROM intake_report WHERE id = $1 AND institution = $2`,
		[]any{id, op.Who.Institution}, reportDest(&r, &at, &noted)...)
	r.complete(at, noted)
	return r, err
}

// find lists reports by the time they came in; ids break ties. What waits is found by an index of
// its own, which the statement names word by word: most reports have long been taken up.
func (d *Desk) find(ctx context.Context, institution string, f Filter) ([]Report, error) {
	state := "($2 = '' OR state = $2)"
	if f.State == StateReceived {
		state = "state = 'diterima' AND $2 <> ''"
	}
	rows, err := d.log.DB().Query(ctx, `SELECT `+reportColumns+` FROM intake_report
		WHERE institution = $1 AND `+state+` AND ($3 = '' OR door = $3) AND ($4 = '' OR casefile = $4)
		AND ($5 = '' OR (received_at, id) > (SELECT p.received_at, p.id FROM intake_report p WHERE p.id = $5 AND p.institution = $1))
		ORDER BY received_at, id LIMIT $6`, institution, string(f.State), string(f.Door), f.Casefile, f.After, f.Limit)
	if err != nil {
		return nil, err
	}
	defer rows.Close() //nolint:errcheck // reading
	var out []Report
	for rows.Next() {
		var r Report
		var at, noted int64
		err = rows.Scan(reportDest(&r, &at, &noted)...)
		if err != nil {
			return nil, db.Translate(err)
		}
		r.complete(at, noted)
		out = append(out, r)
	}
	return out, db.Translate(rows.Err())
}

// maxMessages bounds a conversation as it is read.
const maxMessages = 500

const messagesOf = `SELECT id, institution, region, report, kind, at, status, next_on, owner_key, owner_wrapped,
	reporter_wrapped, body, hidden, version FROM intake_message
	WHERE institution = $1 AND report = $2 ORDER BY at, id LIMIT $3`

func (d *Desk) messages(ctx context.Context, institution, report string) ([]Message, error) {
	rows, err := d.log.DB().Query(ctx, messagesOf, institution, report, maxMessages)
	if err != nil {
		return nil, err
	}
	return scanMessages(rows)
}

func messagesTx(op *ledger.Op, report string) ([]Message, error) {
	rows, err := op.Tx.Query(messagesOf, op.Who.Institution, report, maxMessages)
	if err != nil {
		return nil, err
	}
	return scanMessages(rows)
}

// hasMessage reports whether a message stands.
func (d *Desk) hasMessage(ctx context.Context, institution, id string) (bool, error) {
	var n int
	err := d.log.DB().QueryRow(ctx, `SELECT count(*) FROM intake_message WHERE id = $1 AND institution = $2`, id, institution).Scan(&n)
	return n > 0, db.Translate(err)
}

type rowsLike interface {
	Next() bool
	Scan(dest ...any) error
	Err() error
	Close() error
}

func scanMessages(rows rowsLike) ([]Message, error) {
	defer rows.Close() //nolint:errcheck // reading
	var out []Message
	for rows.Next() {
		var m Message
		var at, hidden int64
		err := rows.Scan(&m.ID, &m.institution, &m.region, &m.report, &m.Kind, &at, &m.Status, &m.NextOn, &m.ownerKey,
			&m.ownerWrapped, &m.reporterWrapped, &m.body, &hidden, &m.version)
		if err != nil {
			return nil, db.Translate(err)
		}
		m.At, m.hidden = time.UnixMicro(at).UTC(), hidden != 0
		out = append(out, m)
	}
	return out, db.Translate(rows.Err())
}
