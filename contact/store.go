package contact

import (
	"context"
	"strings"
	"time"

	"rambu.id"
	"rambu.id/internal/db"
	"rambu.id/ledger"
)

// Tables are the owned tables of the package.
func Tables() []*ledger.Table { return []*ledger.Table{entryTable} }

const entryColumns = `id, institution, region, entry, side, other, on_day, way, topic, letter, answer, verdict, digest, entered_at, recorder, ` +
	`key_id, sealed`

var entryTable = ledger.NewTable("contact_entry", strings.Split(entryColumns, ", ")...)

func (e *Entry) values() []any {
	return []any{
		rowID(e.ID, e.institution), e.institution, e.region, e.ID, string(e.Side), e.Other, e.On, string(e.Way), string(e.Topic), e.Letter, e.Answer,
		string(e.verdict), e.Digest, e.EnteredAt, e.Recorder, e.keyID, e.sealed,
	}
}

func scanEntry(row db.Row) (Entry, error) {
	var e Entry
	var id string
	var at int64
	err := row.Scan(&id, &e.institution, &e.region, &e.ID, &e.Side, &e.Other, &e.On, &e.Way, &e.Topic, &e.Letter, &e.Answer, &e.verdict,
		&e.Digest, &at, &e.Recorder, &e.keyID, &e.sealed, &e.version)
	e.EnteredAt = time.UnixMicro(at).UTC()
	return e, db.Translate(err)
}

const selectEntry = `SELECT ` + entryColumns + `, version FROM contact_entry WHERE `

func (b *Book) entry(ctx context.Context, institution, id string) (Entry, error) {
	return scanEntry(b.db.QueryRow(ctx, selectEntry+`id = $1 AND institution = $2`, rowID(id, institution), institution))
}

// entries lists the contacts of an institution between two days, both inclusive, newest first.
func (b *Book) entries(ctx context.Context, institution string, from, to rambu.Date) ([]Entry, error) {
	rows, err := b.db.Query(ctx, selectEntry+`institution = $1 AND on_day >= $2 AND on_day <= $3 ORDER BY on_day DESC, id LIMIT 1000`,
		institution, string(from), string(to))
	return db.All(rows, err, scanEntry)
}
