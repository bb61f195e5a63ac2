package feed

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"rambu.id"
	"rambu.id/internal/db"
	"rambu.id/internal/words"
	"rambu.id/ledger"
	"rambu.id/roster"
	"rambu.id/seal"
)

// entry is what the meetings of one invitation are about, sealed to one address.
type entry struct {
	id, link, letter    string
	institution, region string
	sealed              []byte
	version             int64
}

func (l Link) entry(letter string, a about) (entry, error) {
	e := entry{id: l.ID + "@" + letter, link: l.ID, letter: letter, institution: l.Institution, region: l.Region}
	plain, err := json.Marshal(a)
	if err != nil {
		return e, rambu.Errorf(rambu.Internal, "encode an entry: %v", err)
	}
	e.sealed, err = seal.Seal(l.public, entryInfo(e.id), plain)
	return e, err
}

func (e entry) open(pair *seal.Pair) (about, error) {
	var a about
	plain, err := pair.Open(entryInfo(e.id), e.sealed)
	if err != nil {
		return a, err
	}
	err = json.Unmarshal(plain, &a)
	if err != nil {
		return a, rambu.Errorf(rambu.Internal, "entry %s: %v", e.id, err)
	}
	return a, nil
}

// write keeps an entry, unless its address ended meanwhile or has it already: a post may be
// invited and stand in for another.
func (e entry) write(op *ledger.Op) error {
	var links, entries int
	err := op.Tx.QueryRow(`SELECT (SELECT count(*) FROM feed_link WHERE id = $1), (SELECT count(*) FROM feed_entry WHERE id = $2)`,
		[]any{e.link, e.id}, &links, &entries)
	if err != nil || links == 0 || entries > 0 {
		return err
	}
	return op.Insert(entryTable, e.id, e.institution, e.region, e.link, e.letter, e.sealed)
}

func (l *Link) values() []any {
	return []any{l.ID, l.Institution, l.Region, l.Account, l.Post, l.Detail, string(l.Lang), l.hash, l.public, l.CreatedAt}
}

const selectLink = `SELECT id, institution, region, account, post, detail, lang, hash, public, created_at, version FROM feed_link WHERE `

func scanLink(row db.Row) (Link, error) {
	var l Link
	var detail, created int64
	var lang string
	err := row.Scan(&l.ID, &l.Institution, &l.Region, &l.Account, &l.Post, &detail, &lang, &l.hash, &l.public, &created, &l.version)
	l.Detail, l.CreatedAt = detail != 0, time.UnixMicro(created).UTC()
	l.Lang, _ = words.ParseLang(lang)
	return l, db.Translate(err)
}

func (d *Desk) link(ctx context.Context, who rambu.Actor) (Link, error) {
	return scanLink(d.db.QueryRow(ctx, selectLink+`institution = $1 AND account = $2 AND post = $3`, who.Institution, who.Account, who.Post))
}

// bySecret finds an address, whoever asks: it is the key.
func (d *Desk) bySecret(ctx context.Context, secret string) (Link, error) {
	return scanLink(d.db.QueryRow(ctx, selectLink+`hash = $1`, lookup(secret)))
}

// links returns the addresses of posts that show title and place.
func (d *Desk) links(ctx context.Context, institution string, posts []roster.PostID) ([]Link, error) {
	rows, err := d.db.Query(ctx, selectLink+`institution = $1 AND detail = 1 ORDER BY id`, institution)
	all, err := db.All(rows, err, scanLink)
	return slices.DeleteFunc(all, func(l Link) bool { return !slices.Contains(posts, roster.PostID(l.Post)) }), err
}

// scanner lets a row of an operation be read like any other.
type scanner func(dest ...any) error

// Scan implements db.Row.
func (s scanner) Scan(dest ...any) error { return s(dest...) }

// linkIn is the address of the operation's actor.
func linkIn(op *ledger.Op) (Link, error) {
	return scanLink(scanner(func(dest ...any) error {
		return op.Tx.QueryRow(selectLink+`institution = $1 AND account = $2 AND post = $3`,
			[]any{op.Who.Institution, op.Who.Account, op.Who.Post}, dest...)
	}))
}

const entriesOf = `SELECT id, link, letter, institution, region, sealed, version FROM feed_entry WHERE link = $1 ORDER BY id`

func scanEntry(row db.Row) (entry, error) {
	var e entry
	err := row.Scan(&e.id, &e.link, &e.letter, &e.institution, &e.region, &e.sealed, &e.version)
	return e, db.Translate(err)
}

func entriesIn(op *ledger.Op, link string) ([]entry, error) {
	rows, err := op.Tx.Query(entriesOf, link)
	return db.All(rows, err, scanEntry)
}

// entries returns the entries of an address by the letter they belong to.
func (d *Desk) entries(ctx context.Context, link string) (map[string]entry, error) {
	rows, err := d.db.Query(ctx, entriesOf, link)
	all, err := db.All(rows, err, scanEntry)
	out := make(map[string]entry, len(all))
	for _, e := range all {
		out[e.letter] = e
	}
	return out, err
}
