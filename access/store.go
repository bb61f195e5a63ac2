package access

import (
	"context"
	"time"

	"rambu.id"
	"rambu.id/internal/db"
	"rambu.id/ledger"
	"rambu.id/seal"
)

var accountTable = ledger.NewTable("access_account", "id", "institution", "region", "person", "login", "state", "key_id",
	"wrapped", "kdf", "salt", "setup_hash", "setup_until", "totp", "totp_step", "created_at", "post").Added("")

// stored is an account with what is sealed in it.
type stored struct {
	Account

	wrapped   []byte
	kdf       string
	salt      []byte
	setupHash string
	totp      []byte
	totpStep  int64
}

// values are the row in the order of accountTable.
func (a *stored) values() []any {
	return []any{
		a.ID, a.Institution, a.Region, a.Person, a.Login, string(a.State), a.KeyID,
		a.wrapped, a.kdf, a.salt, a.setupHash, a.SetupUntil, a.totp, a.totpStep, a.CreatedAt, a.Post,
	}
}

const accountColumns = `id, institution, region, person, login, state, key_id, wrapped, kdf, salt, setup_hash, setup_until, totp, totp_step, created_at, post, version`

func scanAccount(scan func(dest ...any) error) (stored, error) {
	var a stored
	var until, created int64
	err := scan(&a.ID, &a.Institution, &a.Region, &a.Person, &a.Login, &a.State, &a.KeyID, &a.wrapped, &a.kdf,
		&a.salt, &a.setupHash, &until, &a.totp, &a.totpStep, &created, &a.Post, &a.Version)
	if err != nil {
		return stored{}, db.Translate(err)
	}
	if until != 0 {
		a.SetupUntil = time.UnixMicro(until).UTC()
	}
	a.CreatedAt = time.UnixMicro(created).UTC()
	a.SecondFactor = len(a.totp) > 0
	return a, nil
}

func (s *Service) accountBy(ctx context.Context, where string, args ...any) (stored, error) {
	row := s.db.QueryRow(ctx, `SELECT `+accountColumns+` FROM access_account WHERE `+where, args...)
	return scanAccount(row.Scan)
}

// accountIn reads an account as an operation sees it.
func accountIn(op *ledger.Op, id string) (stored, error) {
	return scanAccount(func(dest ...any) error {
		return op.Tx.QueryRow(`SELECT `+accountColumns+` FROM access_account WHERE id = $1`, []any{id}, dest...)
	})
}

const maxList = 200

func (s *Service) listAccounts(ctx context.Context, institution, after string, limit int) ([]Account, error) {
	rows, err := s.db.Query(ctx, `SELECT `+accountColumns+` FROM access_account WHERE institution = $1 AND login > $2
		ORDER BY login LIMIT $3`, institution, after, limit)
	if err != nil {
		return nil, err
	}
	defer rows.Close() //nolint:errcheck // reading
	var out []Account
	for rows.Next() {
		a, err := scanAccount(rows.Scan)
		if err != nil {
			return nil, err
		}
		out = append(out, a.Account)
	}
	return out, db.Translate(rows.Err())
}

// InUse returns the accounts of an institution that are in use, by the person they belong to.
func (s *Service) InUse(ctx context.Context, institution string) (map[string][]string, error) {
	rows, err := s.db.Query(ctx, `SELECT person, id FROM access_account WHERE institution = $1 AND state = 'aktif' AND person <> '' ORDER BY id`, institution)
	type pair struct{ person, account string }
	all, err := db.All(rows, err, func(row db.Row) (pair, error) {
		var p pair
		err := row.Scan(&p.person, &p.account)
		return p, db.Translate(err)
	})
	out := map[string][]string{}
	for _, p := range all {
		out[p.person] = append(out[p.person], p.account)
	}
	return out, err
}

// Openers returns the persons whose account is in use and opens what is sealed to the institution's
// key of a kind. Nobody, when the institution has no such key.
func (s *Service) Openers(ctx context.Context, institution string, kind seal.Kind) (map[string]bool, error) {
	out := map[string]bool{}
	key, err := s.Keys.InstitutionKey(ctx, institution, kind)
	if err != nil {
		if rambu.KindOf(err) == rambu.NotFound {
			err = nil
		}
		return out, err
	}
	holders, err := s.Keys.Holders(ctx, key.ID)
	if err != nil {
		return out, err
	}
	opens := make(map[string]bool, len(holders))
	for _, id := range holders {
		opens[id] = true
	}
	rows, err := s.db.Query(ctx, `SELECT person, key_id FROM access_account WHERE institution = $1 AND state = 'aktif' AND person <> '' ORDER BY id`, institution)
	_, err = db.All(rows, err, func(row db.Row) (struct{}, error) {
		var person, keyID string
		err := row.Scan(&person, &keyID)
		if err == nil && opens[keyID] {
			out[person] = true
		}
		return struct{}{}, db.Translate(err)
	})
	return out, err
}

// PersonOf returns whose account it is, "" for nobody's and for one that is not there. It is for
// walls that follow a person from one of his posts to the other, not for showing.
func (s *Service) PersonOf(ctx context.Context, account string) (string, error) {
	a, err := s.accountBy(ctx, `id = $1`, account)
	if err != nil && rambu.KindOf(err) == rambu.NotFound {
		return "", nil
	}
	return a.Person, err
}

// sessionRow is a session as stored.
type sessionRow struct {
	ID          string // SHA-256 of the token
	Institution string
	Region      string
	Account     string
	KeyID       string
	Post        string
	Seed        []byte
	CreatedAt   time.Time
	SeenAt      time.Time
	EndsAt      time.Time
}

const sessionColumns = `id, institution, region, account, key_id, post, seed, created_at, seen_at, ends_at`

func scanSession(scan func(dest ...any) error) (sessionRow, error) {
	var r sessionRow
	var created, seen, ends int64
	err := scan(&r.ID, &r.Institution, &r.Region, &r.Account, &r.KeyID, &r.Post, &r.Seed, &created, &seen, &ends)
	if err != nil {
		return sessionRow{}, db.Translate(err)
	}
	r.CreatedAt, r.SeenAt, r.EndsAt = time.UnixMicro(created).UTC(), time.UnixMicro(seen).UTC(), time.UnixMicro(ends).UTC()
	return r, nil
}

func insertSession(tx *db.Tx, r sessionRow) error {
	_, err := tx.Exec(`INSERT INTO access_session (`+sessionColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		r.ID, r.Institution, r.Region, r.Account, r.KeyID, r.Post, r.Seed, r.CreatedAt.UnixMicro(), r.SeenAt.UnixMicro(), r.EndsAt.UnixMicro())
	return err
}

func (s *Service) session(ctx context.Context, id string) (sessionRow, error) {
	return scanSession(s.db.QueryRow(ctx, `SELECT `+sessionColumns+` FROM access_session WHERE id = $1`, id).Scan)
}

func (s *Service) sessionsOf(ctx context.Context, account string) ([]sessionRow, error) {
	rows, err := s.db.Query(ctx, `SELECT `+sessionColumns+` FROM access_session WHERE account = $1 ORDER BY seen_at DESC LIMIT $2`, account, maxList)
	if err != nil {
		return nil, err
	}
	defer rows.Close() //nolint:errcheck // reading
	var out []sessionRow
	for rows.Next() {
		r, err := scanSession(rows.Scan)
		if err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	return out, db.Translate(rows.Err())
}

// touch notes that a session was used.
func (s *Service) touch(id string, now time.Time) error {
	return s.db.Write(func(tx *db.Tx) error {
		_, err := tx.Exec(`UPDATE access_session SET seen_at = $1 WHERE id = $2`, now.UnixMicro(), id)
		return err
	})
}

func setSessionPost(tx *db.Tx, id, post string) error {
	_, err := tx.Exec(`UPDATE access_session SET post = $1 WHERE id = $2`, post, id)
	return err
}

func dropSession(tx *db.Tx, id, account string) error {
	return tx.ExecOne(`DELETE FROM access_session WHERE id = $1 AND account = $2`, id, account)
}

// dropSessions ends all sessions of an account but one.
func dropSessions(tx *db.Tx, account, keep string) error {
	_, err := tx.Exec(`DELETE FROM access_session WHERE account = $1 AND id <> $2`, account, keep)
	return err
}

// dropEnded removes sessions nobody can use any more.
func dropEnded(tx *db.Tx, now time.Time) error {
	_, err := tx.Exec(`DELETE FROM access_session WHERE seen_at <= $1 OR ends_at <= $2`, now.Add(-idleTime).UnixMicro(), now.UnixMicro())
	return err
}
