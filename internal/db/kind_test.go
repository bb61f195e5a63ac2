package db_test

import (
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"rambu.id"
	"rambu.id/internal/db"
	"rambu.id/internal/db/dbtest"
)

// An error is of the same kind on both databases.
func TestKindsAreTheSame(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		exec := func(query string, args ...any) error {
			return d.Write(func(tx *db.Tx) error {
				_, err := tx.Exec(query, args...)
				return err
			})
		}
		for _, q := range []string{
			`CREATE TABLE kind (id TEXT PRIMARY KEY, n BIGINT NOT NULL CHECK (n > 0), only_one TEXT UNIQUE)`,
			`CREATE TABLE below (id TEXT REFERENCES kind (id))`,
			`INSERT INTO kind (id, n, only_one) VALUES ('a', 1, 'x')`,
		} {
			if err := exec(q); err != nil {
				t.Fatal(err)
			}
		}
		const insert = `INSERT INTO kind (id, n, only_one) VALUES ($1, $2, $3)`
		for name, c := range map[string]struct {
			err  error
			want rambu.Kind
		}{
			"primary key": {exec(insert, "a", 1, "y"), rambu.Conflict},
			"unique":      {exec(insert, "b", 1, "x"), rambu.Conflict},
			"not null":    {exec(insert, "b", nil, "y"), rambu.Internal},
			"check":       {exec(insert, "b", 0, "y"), rambu.Internal},
			"foreign key": {exec(`INSERT INTO below (id) VALUES ($1)`, "c"), rambu.Internal},
			"no table":    {exec(`INSERT INTO nothing (id) VALUES ('a')`), rambu.Internal},
		} {
			if c.err == nil || rambu.KindOf(c.err) != c.want {
				t.Errorf("%s: %s, want %s: %v", name, rambu.KindOf(c.err), c.want, c.err)
			}
		}
		// SQLite looks for such a text, and finds nothing. Neither calls it our mistake.
		for _, text := range []string{"a\x00", "\xff", "a\xc3"} {
			var n int
			err := db.Translate(d.QueryRow(t.Context(), `SELECT n FROM kind WHERE id = $1`, text).Scan(&n))
			if kind := rambu.KindOf(err); err == nil || kind != rambu.NotFound && kind != rambu.Invalid || rambu.Storable(text) {
				t.Errorf("%q: %v", text, err)
			}
		}
	})
}

// Of two operations that wait for each other PostgreSQL ends one, which may be tried again.
func TestADeadlockIsAConflict(t *testing.T) {
	t.Parallel()
	if err := db.Translate(&pgconn.PgError{Code: "40P01"}); rambu.KindOf(err) != rambu.Conflict {
		t.Error(err)
	}
}
