package letter

import (
	"context"
	"database/sql"
	"encoding/json"
	"strings"
	"time"

	"rambu.id"
	"rambu.id/internal/db"
	"rambu.id/ledger"
	"rambu.id/seal/attachment"
)

// Tables are the owned tables of the package.
func Tables() []*ledger.Table {
	return []*ledger.Table{settingTable, numberTable, outboxTable, copyTable, parcelTable, inboxTable, fileTable}
}

// Column lists, in the order of the structs' values and scans.
const (
	outboxColumns = `id, institution, region, kind, kind_version, state, nature, series, code, number, year, seq, letter_date, ` +
		`reply_due, reply_to, signer, drafter, account, method, about, answered_by, answered_at, cancelled, created_at, ` +
		`signed_at, sent_at, key_id, wrapped, sealed, block, note, header, public, signature`
	copyColumns = `id, institution, region, letter, position, to_institution, to_post, part, state, how, handed_on, ` +
		`delivered_at, ack_at, ack_post, key_id, wrapped, proof`
	parcelColumns = `id, institution, region, letter, origin, key_id, wrapped, sealed, block, header, public, signature, received_at`
	inboxColumns  = `id, institution, region, parcel, letter, origin, sender, kind, kind_version, nature, number, letter_date, ` +
		`to_post, part, state, reply_due, reply_to, received_on, received_at, ack_at, ack_post, receipt, handled, answered_by, answered_at`
)

// columns cuts a column list for its table.
func columns(list string) []string { return strings.Split(list, ", ") }

var (
	settingTable = ledger.NewTable("letter_setting", "id", "institution", "region", "names", "address", "place", "paper", "patterns")
	numberTable  = ledger.NewTable("letter_number", "id", "institution", "region", "series", "year", "last")
	outboxTable  = ledger.NewTable("letter_outbox", columns(outboxColumns)...)
	copyTable    = ledger.NewTable("letter_copy", columns(copyColumns)...)
	parcelTable  = ledger.NewTable("letter_parcel", columns(parcelColumns)...)
	inboxTable   = ledger.NewTable("letter_inbox", columns(inboxColumns)...)
	fileTable    = ledger.NewTable("letter_file", "id", "institution", "region", "letter", "purpose", "blob", "bytes", "sha256")
)

// stamp scans a time stored in microseconds; 0 is no time.
type stamp struct{ to *time.Time }

// Scan implements sql.Scanner.
func (s stamp) Scan(v any) error {
	n, ok := v.(int64)
	if !ok {
		return rambu.Errorf(rambu.Internal, "a time is stored as a number, got %T", v)
	}
	*s.to = time.Time{}
	if n != 0 {
		*s.to = time.UnixMicro(n).UTC()
	}
	return nil
}

func (o *Outgoing) values() []any {
	return []any{
		o.ID, o.Institution, o.Region, string(o.Kind), o.KindVersion, string(o.State), string(o.Nature), o.Series, o.Code,
		o.Number, o.Year, o.Seq, o.Date, o.ReplyDue, o.ReplyTo, o.Signer, o.Drafter, o.Account, string(o.Method), o.About,
		o.AnsweredBy, o.AnsweredAt, string(o.Cancelled), o.CreatedAt, o.SignedAt, o.SentAt, o.keyID, o.wrapped, o.sealed,
		o.block, o.note, o.header, o.public, o.signature,
	}
}

func (o *Outgoing) fields() []any {
	return []any{
		&o.ID, &o.Institution, &o.Region, &o.Kind, &o.KindVersion, &o.State, &o.Nature, &o.Series, &o.Code,
		&o.Number, &o.Year, &o.Seq, &o.Date, &o.ReplyDue, &o.ReplyTo, &o.Signer, &o.Drafter, &o.Account, &o.Method, &o.About,
		&o.AnsweredBy,
		stamp{&o.AnsweredAt},
		&o.Cancelled,
		stamp{&o.CreatedAt},
		stamp{&o.SignedAt},
		stamp{&o.SentAt},
		&o.keyID, &o.wrapped, &o.sealed, &o.block, &o.note, &o.header, &o.public, &o.signature, &o.Version,
	}
}

func (c *Copy) values() []any {
	return []any{
		c.ID, c.Institution, c.Region, c.Letter, c.Position, c.ToInstitution, c.ToPost, string(c.Part), string(c.State),
		string(c.How), c.HandedOn, c.DeliveredAt, c.AckAt, c.AckPost, c.keyID, c.wrapped, c.proof,
	}
}

func (c *Copy) fields() []any {
	return []any{
		&c.ID, &c.Institution, &c.Region, &c.Letter, &c.Position, &c.ToInstitution, &c.ToPost, &c.Part, &c.State, &c.How,
		&c.HandedOn,
		stamp{&c.DeliveredAt},
		stamp{&c.AckAt},
		&c.AckPost, &c.keyID, &c.wrapped, &c.proof, &c.version,
	}
}

// parcel is a sealed letter as it arrived.
type parcel struct {
	id, institution, region, letter string
	origin                          Origin
	keyID                           string
	wrapped, sealed, block          []byte
	header                          string
	public, signature               []byte
	receivedAt                      time.Time
	version                         int64
}

func parcelID(letter, institution string) string { return letter + "@" + institution }

func (p *parcel) values() []any {
	return []any{
		p.id, p.institution, p.region, p.letter, string(p.origin), p.keyID, p.wrapped, p.sealed, p.block, p.header,
		p.public, p.signature, p.receivedAt,
	}
}

func (p *parcel) fields() []any {
	return []any{
		&p.id, &p.institution, &p.region, &p.letter, &p.origin, &p.keyID, &p.wrapped, &p.sealed, &p.block, &p.header,
		&p.public, &p.signature,
		stamp{&p.receivedAt},
		&p.version,
	}
}

func (i *Incoming) values() []any {
	return []any{
		i.ID, i.Institution, i.Region, i.parcel, i.Letter, string(i.Origin), i.Sender, string(i.Kind), i.KindVersion,
		string(i.Nature), i.Number, i.Date, i.ToPost, string(i.Part), string(i.State), i.ReplyDue, i.ReplyTo, i.ReceivedOn,
		i.ReceivedAt, i.AckAt, i.AckPost, i.receipt, i.Handled, i.AnsweredBy, i.AnsweredAt,
	}
}

func (i *Incoming) fields() []any {
	return []any{
		&i.ID, &i.Institution, &i.Region, &i.parcel, &i.Letter, &i.Origin, &i.Sender, &i.Kind, &i.KindVersion,
		&i.Nature, &i.Number, &i.Date, &i.ToPost, &i.Part, &i.State, &i.ReplyDue, &i.ReplyTo, &i.ReceivedOn,
		stamp{&i.ReceivedAt},
		stamp{&i.AckAt},
		&i.AckPost, &i.receipt, &i.Handled, &i.AnsweredBy,
		stamp{&i.AnsweredAt},
		&i.version,
	}
}

const (
	selectOutbox = `SELECT ` + outboxColumns + `, version FROM letter_outbox WHERE `
	selectCopy   = `SELECT ` + copyColumns + `, version FROM letter_copy WHERE `
	selectParcel = `SELECT ` + parcelColumns + `, version FROM letter_parcel WHERE `
	selectInbox  = `SELECT ` + inboxColumns + `, version FROM letter_inbox WHERE `

	copiesOfLetter = selectCopy + `institution = $1 AND letter = $2 ORDER BY position`
	inboxOfLetter  = selectInbox + `institution = $1 AND letter = $2 ORDER BY id`
)

// each reads rows one after another.
func each(rows *sql.Rows, err error, scan func() error) error {
	if err != nil {
		return err
	}
	defer rows.Close() //nolint:errcheck // reading
	for rows.Next() {
		err = scan()
		if err != nil {
			return db.Translate(err)
		}
	}
	return db.Translate(rows.Err())
}

// outgoing reads a letter the actor's institution wrote.
func (d *Desk) outgoing(ctx context.Context, who rambu.Actor, id string) (Outgoing, error) {
	var o Outgoing
	err := d.db.QueryRow(ctx, selectOutbox+`id = $1 AND institution = $2`, id, who.Institution).Scan(o.fields()...)
	return o, db.Translate(err)
}

func outgoingIn(op *ledger.Op, institution, id string) (Outgoing, error) {
	var o Outgoing
	err := op.Tx.QueryRow(selectOutbox+`id = $1 AND institution = $2`, []any{id, institution}, o.fields()...)
	return o, err
}

// incoming reads a letter in the inbox of the actor's institution.
func (d *Desk) incoming(ctx context.Context, who rambu.Actor, id string) (Incoming, error) {
	var i Incoming
	err := d.db.QueryRow(ctx, selectInbox+`id = $1 AND institution = $2`, id, who.Institution).Scan(i.fields()...)
	return i, db.Translate(err)
}

func incomingIn(op *ledger.Op, institution, id string) (Incoming, error) {
	var i Incoming
	err := op.Tx.QueryRow(selectInbox+`id = $1 AND institution = $2`, []any{id, institution}, i.fields()...)
	return i, err
}

func (d *Desk) parcel(ctx context.Context, who rambu.Actor, id string) (parcel, error) {
	var p parcel
	err := d.db.QueryRow(ctx, selectParcel+`id = $1 AND institution = $2`, id, who.Institution).Scan(p.fields()...)
	return p, db.Translate(err)
}

func parcelIn(op *ledger.Op, institution, id string) (parcel, error) {
	var p parcel
	err := op.Tx.QueryRow(selectParcel+`id = $1 AND institution = $2`, []any{id, institution}, p.fields()...)
	return p, err
}

func (d *Desk) copies(ctx context.Context, institution, letter string) ([]Copy, error) {
	rows, err := d.db.Query(ctx, copiesOfLetter, institution, letter)
	return scanCopies(rows, err)
}

func copiesIn(op *ledger.Op, institution, letter string) ([]Copy, error) {
	rows, err := op.Tx.Query(copiesOfLetter, institution, letter)
	return scanCopies(rows, err)
}

func scanCopies(rows *sql.Rows, err error) ([]Copy, error) {
	var out []Copy
	err = each(rows, err, func() error {
		var c Copy
		err := rows.Scan(c.fields()...)
		out = append(out, c)
		return err
	})
	return out, err
}

func incomingOfIn(op *ledger.Op, institution, letter string) ([]Incoming, error) {
	rows, err := op.Tx.Query(inboxOfLetter, institution, letter)
	return scanIncoming(rows, err)
}

func scanIncoming(rows *sql.Rows, err error) ([]Incoming, error) {
	var out []Incoming
	err = each(rows, err, func() error {
		var i Incoming
		err := rows.Scan(i.fields()...)
		out = append(out, i)
		return err
	})
	return out, err
}

func insertCopies(op *ledger.Op, copies []Copy) error {
	for i := range copies {
		err := op.Insert(copyTable, copies[i].values()...)
		if err != nil {
			return err
		}
	}
	return nil
}

// numberTaken reports whether the institution gave a number in that year already.
func numberTaken(op *ledger.Op, o Outgoing) (bool, error) {
	var id string
	err := op.Tx.QueryRow(`SELECT id FROM letter_outbox WHERE institution = $1 AND year = $2 AND number = $3`,
		[]any{o.Institution, o.Year, o.Number}, &id)
	if rambu.KindOf(err) == rambu.NotFound {
		return false, nil
	}
	return err == nil, err
}

func dropFiles(op *ledger.Op, institution, letter, purpose string) error {
	type row struct {
		id      string
		version int64
	}
	var old []row
	rows, err := op.Tx.Query(`SELECT id, version FROM letter_file WHERE institution = $1 AND letter = $2 AND purpose = $3`,
		institution, letter, purpose)
	err = each(rows, err, func() error {
		var r row
		err := rows.Scan(&r.id, &r.version)
		old = append(old, r)
		return err
	})
	if err != nil {
		return err
	}
	for _, r := range old {
		err = op.Delete(fileTable, r.id, r.version)
		if err != nil {
			return err
		}
	}
	return nil
}

// files lists the clear part of a letter's files.
func (d *Desk) files(ctx context.Context, institution, letter string, purposes ...string) ([]EnvelopeFile, error) {
	rows, err := d.db.Query(ctx, `SELECT purpose, blob, bytes, sha256 FROM letter_file WHERE institution = $1 AND letter = $2 `+
		`ORDER BY id LIMIT 1000`, institution, letter)
	var out []EnvelopeFile
	err = each(rows, err, func() error {
		var f EnvelopeFile
		err := rows.Scan(&f.Purpose, &f.Blob, &f.Bytes, &f.SHA256)
		for _, p := range purposes {
			if f.Purpose == p {
				out = append(out, f)
			}
		}
		return err
	})
	return out, err
}

// filesAfter pages through the files of all letters of the instance.
func (d *Desk) filesAfter(ctx context.Context, after string) ([]attachment.Row, error) {
	rows, err := d.db.Query(ctx, `SELECT id, blob, sha256 FROM letter_file WHERE id > $1 ORDER BY id LIMIT 200`, after)
	var out []attachment.Row
	err = each(rows, err, func() error {
		var f attachment.Row
		err := rows.Scan(&f.ID, &f.Blob, &f.SHA256)
		out = append(out, f)
		return err
	})
	return out, err
}

func (d *Desk) setting(ctx context.Context, institution string) (Setting, error) {
	var s Setting
	var names, address, patterns string
	err := d.db.QueryRow(ctx, `SELECT names, address, place, paper, patterns, version FROM letter_setting WHERE institution = $1`,
		institution).Scan(&names, &address, &s.Place, &s.Paper, &patterns, &s.Version)
	if err != nil {
		return Setting{}, db.Translate(err)
	}
	s.Letterhead.Names = strings.Split(names, "\n")
	if address != "" {
		s.Letterhead.Address = strings.Split(address, "\n")
	}
	err = json.Unmarshal([]byte(patterns), &s.Patterns)
	if err != nil {
		return Setting{}, rambu.Errorf(rambu.Internal, "patterns of %s: %v", institution, err)
	}
	return s, nil
}

func scanTexts(rows *sql.Rows, err error) ([]string, error) {
	var out []string
	err = each(rows, err, func() error {
		var s string
		err := rows.Scan(&s)
		out = append(out, s)
		return err
	})
	return out, err
}
