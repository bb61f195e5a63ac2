package excuse

import (
	"context"

	"rambu.id/internal/db"
	"rambu.id/ledger"
	"rambu.id/seal/attachment"
)

// held is a row to take out.
type held struct {
	id, blob string
	version  int64
}

// ofReason returns the papers behind the reason of an invited post.
func ofReason(op *ledger.Op, invitee string) ([]held, error) {
	rows, err := op.Tx.Query(`SELECT id, blob, version FROM excuse_paper WHERE institution = $1 AND invitee = $2 AND correction = '' ORDER BY id`,
		op.Who.Institution, invitee)
	return db.All(rows, err, func(row db.Row) (held, error) {
		var p held
		err := row.Scan(&p.id, &p.blob, &p.version)
		return p, db.Translate(err)
	})
}

// after pages through all papers, for verification.
func (s *Store) after(ctx context.Context, id string) ([]attachment.Row, error) {
	rows, err := s.db.Query(ctx, `SELECT id, blob, sha256 FROM excuse_paper WHERE id > $1 ORDER BY id LIMIT 200`, id)
	return db.All(rows, err, func(row db.Row) (attachment.Row, error) {
		var p attachment.Row
		err := row.Scan(&p.ID, &p.Blob, &p.SHA256)
		return p, db.Translate(err)
	})
}
