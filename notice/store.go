package notice

import (
	"context"
	"time"

	"rambu.id"
	"rambu.id/internal/db"
	"rambu.id/ledger"
)

// scanner lets a row of an operation be read like any other.
type scanner func(dest ...any) error

// Scan implements db.Row.
func (s scanner) Scan(dest ...any) error { return s(dest...) }

const selectContact = `SELECT id, institution, region, state, lang, asked_on, asked, sealed, version FROM notice_contact WHERE `

func scanContact(row db.Row) (Contact, error) {
	var c Contact
	err := row.Scan(&c.ID, &c.Institution, &c.Region, &c.State, &c.Lang, &c.askedOn, &c.asked, &c.sealed, &c.version)
	return c, db.Translate(err)
}

func (d *Desk) contact(ctx context.Context, institution, account string) (Contact, error) {
	return scanContact(d.db.QueryRow(ctx, selectContact+`id = $1 AND institution = $2`, account, institution))
}

// contactIn is the contact of the operation's actor.
func contactIn(op *ledger.Op) (Contact, error) {
	return scanContact(scanner(func(dest ...any) error {
		return op.Tx.QueryRow(selectContact+`id = $1 AND institution = $2`, []any{op.Who.Account, op.Who.Institution}, dest...)
	}))
}

// confirmed are the accounts of an institution whose address is known to be theirs.
func (d *Desk) confirmed(ctx context.Context, institution string) (map[string]bool, error) {
	rows, err := d.db.Query(ctx, `SELECT id FROM notice_contact WHERE institution = $1 AND state = 'aktif'`, institution)
	all, err := db.All(rows, err, func(row db.Row) (string, error) {
		var s string
		err := row.Scan(&s)
		return s, db.Translate(err)
	})
	out := make(map[string]bool, len(all))
	for _, id := range all {
		out[id] = true
	}
	return out, err
}

const selectEvent = `SELECT id, institution, region, kind, source, object, sort, starts_at, due, recipients, created_at FROM notice_event WHERE `

func scanEvent(row db.Row) (Event, error) {
	var e Event
	var start, created int64
	err := row.Scan(&e.ID, &e.Institution, &e.Region, &e.Kind, &e.Source, &e.Object, &e.Sort, &start, &e.Due, &e.Recipients, &created)
	e.CreatedAt = time.UnixMicro(created).UTC()
	if start != 0 {
		e.StartsAt = time.UnixMicro(start).UTC()
	}
	return e, db.Translate(err)
}

func (d *Desk) event(ctx context.Context, institution, id string) (Event, error) {
	return scanEvent(d.db.QueryRow(ctx, selectEvent+`id = $1 AND institution = $2`, id, institution))
}

func (d *Desk) events(ctx context.Context, institution string, limit int) ([]Event, error) {
	rows, err := d.db.Query(ctx, selectEvent+`institution = $1 ORDER BY created_at DESC, id DESC LIMIT $2`, institution, limit)
	return db.All(rows, err, scanEvent)
}

// told are the sources of which posts were told already.
func (d *Desk) told(ctx context.Context, institution string) (map[string]bool, error) {
	rows, err := d.db.Query(ctx, `SELECT source FROM notice_event WHERE institution = $1`, institution)
	all, err := db.All(rows, err, func(row db.Row) (source string, err error) {
		err = row.Scan(&source)
		return source, err
	})
	known := make(map[string]bool, len(all))
	for _, source := range all {
		known[source] = true
	}
	return known, err
}

// since is from when on an institution's posts are told; NotFound before the first time.
func (d *Desk) since(ctx context.Context, institution string) (time.Time, error) {
	var at int64
	err := d.db.QueryRow(ctx, `SELECT since FROM notice_setting WHERE id = $1`, institution).Scan(&at)
	return time.UnixMicro(at).UTC(), db.Translate(err)
}

// begin writes down from when on posts are told.
func (d *Desk) begin(who rambu.Actor) error {
	_, err := d.Log.Do(who, "notice.begin", func(op *ledger.Op) error {
		op.Object(who.Institution)
		return op.Insert(settingTable, who.Institution, who.Institution, who.Region, op.At)
	})
	return err
}
