package db_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"testing/fstest"

	"rambu.id"
	"rambu.id/internal/db"
	"rambu.id/internal/db/dbtest"
)

var table = fstest.MapFS{"0001_x.sql": {Data: []byte("-- +goose Up\nCREATE TABLE test_x (id bigint PRIMARY KEY, v text NOT NULL);\n-- +goose Down\nDROP TABLE test_x;\n")}}

func migrated(t *testing.T, d *db.DB) {
	t.Helper()
	for range 2 { // a second start changes nothing
		err := d.Migrate(t.Context(), "test", table)
		if err != nil {
			t.Fatal(err)
		}
	}
}

func count(t *testing.T, d *db.DB) (n int) {
	t.Helper()
	err := d.QueryRow(t.Context(), `SELECT count(*) FROM test_x`).Scan(&n)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestOperationsThatShareACommitShareNoFate(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		migrated(t, d)
		var wg sync.WaitGroup
		errs := make([]error, 200)
		for i := range errs {
			wg.Go(func() {
				errs[i] = d.Write(func(tx *db.Tx) error {
					_, err := tx.Exec(`INSERT INTO test_x (id, v) VALUES ($1, $2)`, i, "a")
					if err != nil {
						return err
					}
					if i%2 == 1 { // breaks the primary key: PostgreSQL aborts what is not in a savepoint
						_, err = tx.Exec(`INSERT INTO test_x (id, v) VALUES ($1, $2)`, i, "b")
					}
					return err
				})
			})
		}
		wg.Wait()
		for i, err := range errs {
			if i%2 == 0 && err != nil || i%2 == 1 && rambu.KindOf(err) != rambu.Conflict {
				t.Errorf("operation %d: %v", i, err)
			}
		}
		if n := count(t, d); n != 100 {
			t.Errorf("%d rows, want 100", n)
		}
	})
}

func TestHookRunsInsideTheCommit(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		migrated(t, d)
		var after, failed int
		refuse := false
		d.OnCommit(db.Hook{
			Before: func(tx *db.Tx, notes []any) error {
				if refuse {
					return errors.New("no")
				}
				_, err := tx.Exec(`INSERT INTO test_x (id, v) VALUES ($1, $2)`, 1000+notes[0].(int), "hook")
				return err
			},
			After:  func([]any) { after++ },
			Failed: func() { failed++ },
		})
		write := func(id int) error {
			return d.Write(func(tx *db.Tx) error {
				tx.Note(id)
				_, err := tx.Exec(`INSERT INTO test_x (id, v) VALUES ($1, 'a')`, id)
				return err
			})
		}
		if err := write(1); err != nil {
			t.Fatal(err)
		}
		refuse = true
		if err := write(2); err == nil {
			t.Error("a refused commit was answered as done")
		}
		if n := count(t, d); n != 2 || after != 1 || failed != 1 {
			t.Errorf("%d rows, %d after, %d failed", n, after, failed)
		}
	})
}

func TestSnapshotStandsStill(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		migrated(t, d)
		add := func(id int) {
			err := d.Write(func(tx *db.Tx) error {
				_, err := tx.Exec(`INSERT INTO test_x (id, v) VALUES ($1, 'a')`, id)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		add(1)
		view, done, err := d.Snapshot(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		defer done()
		if n := count(t, view); n != 1 {
			t.Fatalf("%d rows", n)
		}
		add(2)
		if n := count(t, view); n != 1 {
			t.Errorf("the snapshot moved: %d rows", n)
		}
		if n := count(t, d); n != 2 {
			t.Errorf("%d rows outside", n)
		}
	})
}

func TestClosedDatabaseSaysSo(t *testing.T) {
	t.Parallel()
	d := dbtest.SQLite(t)
	err := d.Close()
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Write(func(*db.Tx) error { return nil }); rambu.KindOf(err) != rambu.Unavailable {
		t.Errorf("got %v", err)
	}
}

func BenchmarkWrite(b *testing.B) {
	d := dbtest.SQLite(b)
	err := d.Migrate(b.Context(), "test", table)
	if err != nil {
		b.Fatal(err)
	}
	for _, clients := range []int{1, 16} {
		b.Run(fmt.Sprintf("clients=%d", clients), func(b *testing.B) {
			b.SetParallelism(clients)
			var mu sync.Mutex
			next := b.N * 1000 * clients
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					mu.Lock()
					next++
					id := next
					mu.Unlock()
					err := d.Write(func(tx *db.Tx) error {
						_, err := tx.Exec(`INSERT INTO test_x (id, v) VALUES ($1, 'a') ON CONFLICT (id) DO NOTHING`, id)
						return err
					})
					if err != nil {
						b.Fatal(err)
					}
				}
			})
		})
	}
}
