package casefile

import (
	"context"

	"rambu.id"
	"rambu.id/internal/db"
	"rambu.id/ledger"
)

func scanJoin(row db.Row) (Join, error) {
	var j Join
	err := row.Scan(&j.Casefile, &j.Report, &j.On)
	return j, db.Translate(err)
}

const joins = `SELECT casefile, report, joined_on FROM casefile_join WHERE ` + ofInstitution

func (d *Desk) joinsOf(ctx context.Context, institution, casefile string) ([]Join, error) {
	rows, err := d.db.Query(ctx, joins+` AND casefile = $2 ORDER BY joined_on, id`, institution, casefile)
	return db.All(rows, err, scanJoin)
}

func joinsIn(op *ledger.Op, casefile string) ([]Join, error) {
	rows, err := op.Tx.Query(joins+` AND casefile = $2 ORDER BY joined_on, id`, op.Who.Institution, casefile)
	return db.All(rows, err, scanJoin)
}

func (d *Desk) joinOf(ctx context.Context, institution, ended string) (*Join, error) {
	j, err := scanJoin(d.db.QueryRow(ctx, joins+` AND ended = $2`, institution, ended))
	if rambu.KindOf(err) == rambu.NotFound && err != nil {
		return nil, nil //nolint:nilnil // most cases joined none
	}
	return &j, err
}
