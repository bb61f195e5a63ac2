package evidence

import (
	"context"
	"time"

	"rambu.id"
	"rambu.id/internal/db"
)

type stagedRow struct {
	institution, region, draft, blob string
	blobHash                         []byte
	blobSize                         int64
	keyID                            string
	fileKey, meta, draftMeta         []byte
	at, expires                      time.Time
}

const stagedColumns = `id, institution, region, draft, blob, blob_hash, blob_size, key_id, file_key, meta, draft_meta, staged_at, expires_at`

// insertStaged stores a staged file unless the draft has enough of them or the room is full.
// It is no operation: see Tables.
func (r *Room) insertStaged(s *Staged) error {
	row := s.row
	return r.log.DB().Write(func(tx *db.Tx) error {
		var mine, all int64
		err := tx.QueryRow(`SELECT COUNT(*) FROM evidence_staged WHERE institution = $1 AND draft = $2 AND key_id = $3`,
			[]any{row.institution, row.draft, row.keyID}, &mine)
		if err != nil {
			return err
		}
		if mine >= MaxFiles {
			return tooMany()
		}
		err = tx.QueryRow(`SELECT CAST(COALESCE(SUM(blob_size), 0) AS bigint) FROM evidence_staged`, nil, &all)
		if err != nil {
			return err
		}
		if all+row.blobSize > r.maxStaged {
			return full(rambu.Errorf(rambu.Unavailable, "the room for staged files is full"))
		}
		_, err = tx.Exec(`INSERT INTO evidence_staged (`+stagedColumns+`)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
			s.ID, row.institution, row.region, row.draft, row.blob, row.blobHash, row.blobSize, row.keyID,
			row.fileKey, row.meta, row.draftMeta, row.at.UnixMicro(), row.expires.UnixMicro())
		return err
	})
}

// deleteStaged removes a row; a Conflict says that it is gone already.
func deleteStaged(tx *db.Tx, id string) error {
	return tx.ExecOne(`DELETE FROM evidence_staged WHERE id = $1`, id)
}

func (r *Room) stagedOf(ctx context.Context, institution, owner string) ([]Staged, error) {
	return r.staged(ctx, `institution = $1 AND draft = $2 AND expires_at > $3 ORDER BY staged_at, id`,
		institution, owner, r.machine.Now().UnixMicro())
}

func (r *Room) expired(ctx context.Context, now time.Time) ([]Staged, error) {
	return r.staged(ctx, `expires_at <= $1 ORDER BY expires_at LIMIT 1000`, now.UnixMicro())
}

func (r *Room) staged(ctx context.Context, where string, args ...any) ([]Staged, error) {
	rows, err := r.log.DB().Query(ctx, `SELECT `+stagedColumns+` FROM evidence_staged WHERE `+where, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close() //nolint:errcheck // reading
	var out []Staged
	for rows.Next() {
		var s Staged
		var at, expires int64
		w := &s.row
		err = rows.Scan(&s.ID, &w.institution, &w.region, &w.draft, &w.blob, &w.blobHash, &w.blobSize, &w.keyID,
			&w.fileKey, &w.meta, &w.draftMeta, &at, &expires)
		if err != nil {
			return nil, db.Translate(err)
		}
		w.at, w.expires = time.UnixMicro(at).UTC(), time.UnixMicro(expires).UTC()
		out = append(out, s)
	}
	return out, db.Translate(rows.Err())
}

// known returns those of the blobs that a row names.
func (r *Room) known(ctx context.Context, blobs []string) ([]string, error) {
	places, args := db.In(nil, blobs...)
	rows, err := r.log.DB().Query(ctx, `SELECT blob FROM evidence_exhibit WHERE blob IN (`+places+`)
		UNION SELECT blob FROM evidence_staged WHERE blob IN (`+places+`)`, args...)
	return db.All(rows, err, func(row db.Row) (id string, err error) { return id, row.Scan(&id) })
}

const exhibitColumns = `id, institution, region, subject, blob, blob_hash, blob_size, key_id, file_key, meta, received_at, version`

func scanExhibit(row db.Row) (Exhibit, error) {
	var e Exhibit
	var at int64
	err := row.Scan(&e.ID, &e.Institution, &e.Region, &e.Subject, &e.blob, &e.BlobHash, &e.BlobSize, &e.KeyID,
		&e.fileKey, &e.meta, &at, &e.version)
	e.ReceivedAt = time.UnixMicro(at).UTC()
	return e, db.Translate(err)
}

func (r *Room) exhibit(ctx context.Context, institution, id string) (Exhibit, error) {
	return scanExhibit(r.log.DB().QueryRow(ctx, `SELECT `+exhibitColumns+` FROM evidence_exhibit
		WHERE id = $1 AND institution = $2`, id, institution))
}

const bySubject = `SELECT ` + exhibitColumns + ` FROM evidence_exhibit
	WHERE institution = $1 AND subject = $2 ORDER BY received_at, id LIMIT 500`

func (r *Room) exhibitsOf(ctx context.Context, institution, subject string) ([]Exhibit, error) {
	rows, err := r.log.DB().Query(ctx, bySubject, institution, subject)
	return db.All(rows, err, scanExhibit)
}

// exhibitsOfTx is exhibitsOf as a running operation sees it.
func exhibitsOfTx(tx *db.Tx, institution, subject string) ([]Exhibit, error) {
	rows, err := tx.Query(bySubject, institution, subject)
	return db.All(rows, err, scanExhibit)
}

// page returns exhibits of all institutions after an id, for Verify.
func (r *Room) page(ctx context.Context, after string) ([]Exhibit, error) {
	rows, err := r.log.DB().Query(ctx, `SELECT `+exhibitColumns+` FROM evidence_exhibit WHERE id > $1 ORDER BY id LIMIT 500`, after)
	return db.All(rows, err, scanExhibit)
}

// Count returns how many exhibits a subject has.
func (r *Room) Count(ctx context.Context, institution, subject string) (int, error) {
	var n int
	err := r.log.DB().QueryRow(ctx, `SELECT COUNT(*) FROM evidence_exhibit WHERE institution = $1 AND subject = $2`,
		institution, subject).Scan(&n)
	return n, db.Translate(err)
}
