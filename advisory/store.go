package advisory

import (
	"context"
	"strings"
	"time"

	"rambu.id/internal/db"
	"rambu.id/ledger"
)

// Tables are the owned tables of the package.
func Tables() []*ledger.Table { return []*ledger.Table{circularTable} }

const circularColumns = `id, institution, region, letter, drafted_at, drafter`

var circularTable = ledger.NewTable("advisory_circular", strings.Split(circularColumns, ", ")...)

func (c *Circular) values() []any {
	return []any{c.ID, c.institution, c.region, c.Letter, c.DraftedAt, c.Drafter}
}

// circulars lists the directives that came of a letter, oldest first.
func (d *Desk) circulars(ctx context.Context, institution, letter string) ([]Circular, error) {
	rows, err := d.db.Query(ctx, `SELECT `+circularColumns+`, version FROM advisory_circular `+
		`WHERE institution = $1 AND letter = $2 ORDER BY drafted_at, id LIMIT 100`, institution, letter)
	return db.All(rows, err, func(row db.Row) (Circular, error) {
		var c Circular
		var at int64
		err := row.Scan(&c.ID, &c.institution, &c.region, &c.Letter, &at, &c.Drafter, &c.version)
		c.DraftedAt = time.UnixMicro(at).UTC()
		return c, db.Translate(err)
	})
}
