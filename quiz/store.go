package quiz

import (
	"context"

	"rambu.id"
	"rambu.id/internal/db"
)

const tallyColumns = `id, unit, act, asked, wrong, version`

func (t *tally) fields() []any { return []any{&t.id, &t.unit, &t.act, &t.asked, &t.wrong, &t.version} }

// read finds a count inside an operation, false when there is none yet.
func read(tx *db.Tx, id string) (tally, bool, error) {
	var t tally
	err := tx.QueryRow(`SELECT `+tallyColumns+` FROM quiz_tally WHERE id = $1`, []any{id}, t.fields()...)
	if rambu.KindOf(err) == rambu.NotFound {
		return tally{}, false, nil
	}
	return t, err == nil, err
}

// tallies returns the counts of the actor's institution, by unit.
func (d *Desk) tallies(ctx context.Context, who rambu.Actor) ([]tally, error) {
	rows, err := d.log.DB().Query(ctx, `SELECT `+tallyColumns+` FROM quiz_tally WHERE institution = $1 AND region = $2 ORDER BY unit, act`,
		who.Institution, who.Region)
	return db.All(rows, err, func(row db.Row) (tally, error) {
		var t tally
		err := row.Scan(t.fields()...)
		return t, db.Translate(err)
	})
}
