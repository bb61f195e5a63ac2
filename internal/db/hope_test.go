package db_test

import (
	"sync"
	"testing"

	"rambu.id"
	"rambu.id/internal/db"
	"rambu.id/internal/db/dbtest"
	"rambu.id/internal/db/pgtest"
)

// hoping writes a row that is hoped for and returns how often its function was called and what it was
// told there.
func hoping(d *db.DB, id int) (calls int, told, err error) {
	err = d.Write(func(tx *db.Tx) error {
		calls++
		tx.Note(id)
		told = tx.Hope(`INSERT INTO test_x (id, v) VALUES ($1, 'hope')`, id)
		return told
	})
	return calls, told, err
}

// noting has every operation write a second row in its commit, as the log does.
func noting(d *db.DB) (after *int) {
	after = new(int)
	d.OnCommit(db.Hook{
		Before: func(tx *db.Tx, notes []any) error {
			for _, n := range notes {
				err := tx.Later(`INSERT INTO test_x (id, v) VALUES ($1, 'hook')`, 10_000+n.(int))
				if err != nil {
					return err
				}
			}
			return nil
		},
		After:  func(notes []any) { *after += len(notes) },
		Failed: func() {},
	})
	return after
}

func TestHopedForRowIsKeptOrToldInTheFunction(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		migrated(t, d)
		after := noting(d)
		calls, _, err := hoping(d, 1)
		if err != nil || calls != 1 || count(t, d) != 2 {
			t.Fatalf("%v after %d calls, %d rows", err, calls, count(t, d))
		}
		calls, told, err := hoping(d, 1) // it stands already
		if rambu.KindOf(told) != rambu.Conflict || rambu.KindOf(err) != rambu.Conflict || calls > 2 {
			t.Errorf("told %v and %v after %d calls, want Conflict", told, err, calls)
		}
		if n := count(t, d); n != 2 || *after != 1 {
			t.Errorf("%d rows, %d told as kept", n, *after)
		}
		if _, _, err = hoping(d, 2); err != nil || count(t, d) != 4 {
			t.Errorf("the next one: %v, %d rows", err, count(t, d))
		}
	})
}

// Those who hope and those who do not share commits and no fate.
func TestHopeSinksNobody(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		migrated(t, d)
		after := noting(d)
		errs := make([]error, 200)
		var wg sync.WaitGroup
		for i := range errs {
			wg.Go(func() {
				if i%4 == 3 {
					errs[i] = d.Write(func(tx *db.Tx) error {
						tx.Note(i / 2)
						_, err := tx.Exec(`INSERT INTO test_x (id, v) VALUES ($1, 'sure')`, i/2)
						return err
					})
					return
				}
				_, _, errs[i] = hoping(d, i/2) // two of each
			})
		}
		wg.Wait()
		kept := 0
		for i, err := range errs {
			if err == nil {
				kept++
			} else if rambu.KindOf(err) != rambu.Conflict {
				t.Errorf("operation %d: %v", i, err)
			}
		}
		if n := count(t, d); kept != 100 || n != 200 || *after != 100 {
			t.Errorf("%d told they were kept, %d rows, %d after", kept, n, *after)
		}
	})
}

// A server that was restarted while nobody wrote costs no operation.
func TestHopeOutlivesALostConnection(t *testing.T) {
	t.Parallel()
	url := pgtest.URL(t)
	d := dbtest.Open(t, url)
	migrated(t, d)
	noting(d)
	for id := range 3 {
		if _, _, err := hoping(d, id); err != nil {
			t.Fatalf("row %d: %v", id, err)
		}
		var ended int
		err := d.QueryRow(t.Context(), `SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
			WHERE datname = current_database() AND pid <> pg_backend_pid()`).Scan(&ended)
		if err != nil || ended == 0 {
			t.Fatalf("%d connections ended, %v", ended, err)
		}
	}
	if n := count(t, d); n != 6 {
		t.Errorf("%d rows, want 6", n)
	}
}
