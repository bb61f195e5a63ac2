package ledger_test

import (
	"crypto/rand"
	"path/filepath"
	"testing"

	"rambu.id"
	"rambu.id/internal/clock"
	"rambu.id/internal/db"
	"rambu.id/internal/db/dbtest"
	"rambu.id/internal/db/pgtest"
	"rambu.id/ledger"
)

// BenchmarkDo is the price of the log: one row written bare through the same writer, and as an
// operation with its text, leaf and signed checkpoint.
func BenchmarkDo(b *testing.B) {
	for name, source := range map[string]func() string{
		"sqlite":   func() string { return filepath.Join(b.TempDir(), "rambu.db") },
		"postgres": func() string { return pgtest.URL(b) },
	} {
		d := dbtest.Open(b, source())
		err := d.Migrate(b.Context(), "test", noteTable)
		if err != nil {
			b.Fatal(err)
		}
		sealed := make([]byte, 2500)
		b.Run(name+"/bare", func(b *testing.B) {
			for b.Loop() {
				err := d.Write(func(tx *db.Tx) error {
					_, err := tx.Exec(`INSERT INTO test_note (id, text, sealed, at, flag, op, version) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
						rand.Text(), "isi", sealed, 1, 0, "op", 1)
					return err
				})
				if err != nil {
					b.Fatal(err)
				}
			}
		})
		l, err := ledger.Open(b.Context(), ledger.Config{DB: d, Clock: clock.NewFrozen(monday), Origin: "rambu.id/uji", KeyFile: filepath.Join(b.TempDir(), "log.key")})
		if err != nil {
			b.Fatal(err)
		}
		b.Run(name+"/logged", func(b *testing.B) {
			for b.Loop() {
				_, err := l.Do(officer, "test.write", func(op *ledger.Op) error {
					return op.Insert(notes, rambu.NewID("cat"), "isi", sealed, op.At, false)
				})
				if err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
