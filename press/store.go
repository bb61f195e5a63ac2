package press

import (
	"context"
	"strings"
	"time"

	"rambu.id/internal/db"
	"rambu.id/ledger"
)

const clippingColumns = `id, institution, region, state, published, event_on, added_at, adder, decided_at, decider, report, key_id, wrapped, head, body`

var clippingTable = ledger.NewTable("press_clipping", strings.Split(clippingColumns, ", ")...)

// Tables are the owned tables of the package.
func Tables() []*ledger.Table { return []*ledger.Table{clippingTable} }

func (c *Clipping) values() []any {
	return []any{
		c.ID, c.institution, c.region, string(c.State), c.Published, c.EventOn, c.AddedAt, c.Adder, c.DecidedAt, c.Decider, c.Report,
		c.keyID, c.wrapped, c.head, c.body,
	}
}

func scanClipping(row db.Row) (Clipping, error) {
	var c Clipping
	var added, decided int64
	err := row.Scan(&c.ID, &c.institution, &c.region, &c.State, &c.Published, &c.EventOn, &added, &c.Adder, &decided, &c.Decider, &c.Report,
		&c.keyID, &c.wrapped, &c.head, &c.body, &c.Version)
	c.AddedAt = time.UnixMicro(added).UTC()
	if decided > 0 {
		c.DecidedAt = time.UnixMicro(decided).UTC()
	}
	return c, db.Translate(err)
}

const selectClipping = `SELECT ` + clippingColumns + `, version FROM press_clipping WHERE institution = $1 AND region = $2 AND `

func (d *Desk) byID(ctx context.Context, institution, region, id string) (Clipping, error) {
	return scanClipping(d.db.QueryRow(ctx, selectClipping+`id = $3`, institution, region, id))
}

func (d *Desk) count(ctx context.Context, institution, region string, s State) (n int, err error) {
	err = d.db.QueryRow(ctx, `SELECT count(*) FROM press_clipping WHERE institution = $1 AND region = $2 AND state = $3`, institution, region, string(s)).Scan(&n)
	return n, db.Translate(err)
}

// latest returns articles, the last one added first; before is the id after which the list goes on.
func (d *Desk) latest(ctx context.Context, institution, region string, f Filter) ([]Clipping, error) {
	rows, err := d.db.Query(ctx, selectClipping+`($3 = '' OR state = $3)
		AND ($4 = '' OR (added_at, id) < (SELECT p.added_at, p.id FROM press_clipping p WHERE p.id = $4 AND p.institution = $1))
		ORDER BY added_at DESC, id DESC LIMIT $5`, institution, region, string(f.State), f.After, f.Limit)
	return db.All(rows, err, scanClipping)
}
