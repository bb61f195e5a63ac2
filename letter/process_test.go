package letter_test

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"rambu.id"
	"rambu.id/internal/blob"
	"rambu.id/internal/db/dbtest"
	"rambu.id/internal/db/pgtest"
	"rambu.id/internal/words"
	"rambu.id/ledger"
	"rambu.id/letter"
	"rambu.id/seal"
)

// Two processes on one PostgreSQL draw from the same counter.
func TestTwoProcessesDrawFromOneCounter(t *testing.T) {
	t.Parallel()
	source := pgtest.URL(t)
	w := newWorld(t, dbtest.Open(t, source))
	other := w.process(t, source)
	const n = 40
	ids := make([]string, n)
	inParallel(t, n, func(i int) (err error) {
		ids[i], err = w.Draft(t.Context(), w.staf, plain(fmt.Sprintf("Surat %d", i)))
		return err
	})
	inParallel(t, n, func(i int) error {
		desk := w.Desk
		if i%2 == 0 {
			desk = other
		}
		_, err := desk.Sign(t.Context(), w.ketua, letter.SignIn{ID: ids[i], Block: block()})
		return err
	})
	book, err := w.Agenda(t.Context(), w.staf, 2024, letter.DefaultSeries, 0)
	must(t, err)
	if len(book) != n {
		t.Fatalf("%d numbers for %d letters", len(book), n)
	}
	for i, e := range book {
		if e.Seq != int64(i+1) {
			t.Fatalf("entry %d is %+v", i, e)
		}
	}
}

// process opens a second desk on the same database.
func (w *world) process(t *testing.T, source string) *letter.Desk {
	t.Helper()
	d := dbtest.Open(t, source)
	log, err := ledger.Open(t.Context(), ledger.Config{DB: d, Clock: w.clock, Origin: "rambu.id/uji", KeyFile: filepath.Join(t.TempDir(), "log.key")})
	must(t, err)
	keys, err := seal.Open(t.Context(), d)
	must(t, err)
	blobs, err := blob.OpenDir(t.TempDir(), 0)
	must(t, err)
	t.Cleanup(func() { must(t, blobs.Close()) })
	texts, err := words.Load()
	must(t, err)
	desk, err := letter.Open(t.Context(), letter.Config{
		Log: log, Keys: keys, Blobs: blobs, Words: texts,
		Today:   func(_ string, at time.Time) rambu.Date { return rambu.DateOf(at.Add(7 * time.Hour)) },
		MaySign: func(context.Context, rambu.Actor, string, rambu.Date) error { return nil },
	})
	must(t, err)
	return desk
}
