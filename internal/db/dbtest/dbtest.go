// Package dbtest runs a test on both databases.
package dbtest

import (
	"fmt"
	"path/filepath"
	"testing"

	"rambu.id/internal/db"
	"rambu.id/internal/db/pgtest"
)

// Each runs fn on a fresh SQLite file and on a fresh PostgreSQL database, as two subtests.
func Each(t *testing.T, fn func(t *testing.T, d *db.DB)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { fn(t, Open(t, filepath.Join(t.TempDir(), "rambu.db"))) })
	t.Run("postgres", func(t *testing.T) { fn(t, Open(t, pgtest.URL(t))) })
}

// SQLite opens a fresh SQLite file: for tests of what no database can change.
func SQLite(tb testing.TB) *db.DB {
	tb.Helper()
	return Open(tb, filepath.Join(tb.TempDir(), "rambu.db"))
}

// Open opens source and closes it with the test.
func Open(tb testing.TB, source string) *db.DB {
	tb.Helper()
	d, err := db.Open(tb.Context(), source)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		err := d.Close()
		if err != nil {
			tb.Error(err)
		}
	})
	return d
}

// Fill leaves an SQLite database no room to grow, as a full disk does, until the returned
// function makes room again.
func Fill(tb testing.TB, d *db.DB) (free func()) {
	tb.Helper()
	most := func(pages int) {
		err := d.Write(func(tx *db.Tx) error {
			_, err := tx.Exec(fmt.Sprintf("PRAGMA max_page_count = %d", pages))
			return err
		})
		if err != nil {
			tb.Fatal(err)
		}
	}
	most(1) // never below what there is
	return func() { most(1 << 30) }
}
