package intake

import (
	"context"
	"time"

	"rambu.id/internal/db"
	"rambu.id/ledger"
)

const openingColumns = `id, institution, region, report, state, keeper, keeper_post, second, second_post, asked_at, decided_at,
	opened_at, until, owner_key, owner_wrapped, keeper_key, keeper_wrapped, reason, answer, version`

func scanOpening(row db.Row) (Opening, error) {
	var o Opening
	var asked, decided, opened, until int64
	err := row.Scan(&o.ID, &o.institution, &o.region, &o.Report, &o.State, &o.Keeper, &o.KeeperPost, &o.Second, &o.SecondPost,
		&asked, &decided, &opened, &until, &o.ownerKey, &o.ownerWrapped, &o.keeperKey, &o.keeperWrapped, &o.reasonSealed,
		&o.answerSealed, &o.version)
	o.AskedAt, o.DecidedAt, o.OpenedAt, o.Until = instant(asked), instant(decided), instant(opened), instant(until)
	return o, db.Translate(err)
}

// instant is a stored time; 0 is none.
func instant(micro int64) time.Time {
	if micro == 0 {
		return time.Time{}
	}
	return time.UnixMicro(micro).UTC()
}

func (d *Desk) opening(ctx context.Context, institution, id string) (Opening, error) {
	return scanOpening(d.log.DB().QueryRow(ctx, `SELECT `+openingColumns+` FROM intake_opening WHERE id = $1 AND institution = $2`,
		id, institution))
}

func (d *Desk) openings(ctx context.Context, institution string, f OpeningFilter) ([]Opening, error) {
	rows, err := d.log.DB().Query(ctx, `SELECT `+openingColumns+` FROM intake_opening
		WHERE institution = $1 AND ($2 = '' OR report = $2) ORDER BY asked_at DESC, id LIMIT $3`, institution, f.Report, f.Limit)
	return db.All(rows, err, scanOpening)
}

// openingsTx are the requests about a report as a running operation sees them.
func openingsTx(op *ledger.Op, report string) ([]Opening, error) {
	rows, err := op.Tx.Query(`SELECT `+openingColumns+` FROM intake_opening WHERE institution = $1 AND report = $2 ORDER BY id`,
		op.Who.Institution, report)
	return db.All(rows, err, scanOpening)
}
