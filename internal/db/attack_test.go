package db_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"rambu.id"
	"rambu.id/internal/db"
	"rambu.id/internal/db/dbtest"
)

// An operation whose statement failed and that goes on as if nothing had happened must not be
// told that it was kept, and must not take others with it: PostgreSQL would undo all of it.
func TestSwallowedErrorIsNobodyElsesLoss(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		migrated(t, d)
		insert := func(tx *db.Tx, id int) error {
			_, err := tx.Exec(`INSERT INTO test_x (id, v) VALUES ($1, $2)`, id, "a")
			return err
		}
		swallow := func(id int) error {
			return d.Write(func(tx *db.Tx) error {
				err := insert(tx, id)
				if err != nil {
					return err
				}
				_ = insert(tx, id) // breaks the primary key
				return nil
			})
		}
		kept := func(id int) bool {
			var n int
			err := d.QueryRow(t.Context(), `SELECT count(*) FROM test_x WHERE id = $1`, id).Scan(&n)
			return err == nil && n == 1
		}
		err := swallow(1000)
		if (err == nil) != kept(1000) {
			t.Errorf("alone: told %v, kept %v", err, kept(1000))
		}
		// All wait behind a slow one, so that they share its commit.
		var wg sync.WaitGroup
		busy := make(chan struct{})
		wg.Go(func() {
			_ = d.Write(func(*db.Tx) error {
				close(busy)
				for d.Waiting() < 20 {
					time.Sleep(time.Millisecond)
				}
				return nil
			})
		})
		<-busy
		for i := range 20 {
			wg.Go(func() {
				if i%5 == 0 {
					err := swallow(i)
					if (err == nil) != kept(i) {
						t.Errorf("operation %d was told %v, kept %v", i, err, kept(i))
					}
					return
				}
				err := d.Write(func(tx *db.Tx) error { return insert(tx, i) })
				if err != nil || !kept(i) {
					t.Errorf("honest operation %d: %v, kept %v", i, err, kept(i))
				}
			})
		}
		wg.Wait()
	})
}

// A panic between a question and its last row leaves the question open; the operations that
// share the commit go on.
func TestPanicWithOpenRowsSinksNobody(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		migrated(t, d)
		for i := range 50 {
			err := d.Write(func(tx *db.Tx) error {
				_, err := tx.Exec(`INSERT INTO test_x (id, v) VALUES ($1, $2)`, 100+i, "a")
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		var wg sync.WaitGroup
		busy := make(chan struct{})
		wg.Go(func() {
			_ = d.Write(func(*db.Tx) error {
				close(busy)
				for d.Waiting() < 20 {
					time.Sleep(time.Millisecond)
				}
				return nil
			})
		})
		<-busy
		for i := range 20 {
			wg.Go(func() {
				err := d.Write(func(tx *db.Tx) error {
					_, err := tx.Exec(`INSERT INTO test_x (id, v) VALUES ($1, $2)`, i, "a")
					if err != nil {
						return err
					}
					if i == 7 {
						rows, err := tx.Query(`SELECT id FROM test_x ORDER BY id`)
						if err != nil {
							return err
						}
						rows.Next()
						panic(fmt.Sprintf("operation %d", i))
					}
					return nil
				})
				if i == 7 && rambu.KindOf(err) != rambu.Internal || i != 7 && err != nil {
					t.Errorf("operation %d: %v", i, err)
				}
			})
		}
		wg.Wait()
		if got := count(t, d); got != 50+19 {
			t.Errorf("%d rows", got)
		}
	})
}

// Operations that arrive while the database closes are done or refused; none waits for ever.
func TestWriteDuringClose(t *testing.T) {
	t.Parallel()
	for range 10 {
		d, err := db.Open(t.Context(), t.TempDir()+"/x.db")
		if err != nil {
			t.Fatal(err)
		}
		migrated(t, d)
		var wg sync.WaitGroup
		for i := range 400 {
			wg.Go(func() {
				err := d.Write(func(tx *db.Tx) error {
					_, err := tx.Exec(`INSERT INTO test_x (id, v) VALUES ($1, $2)`, i, "a")
					return err
				})
				if err != nil && rambu.KindOf(err) != rambu.Unavailable {
					t.Errorf("operation %d: %v", i, err)
				}
			})
		}
		_ = d.Close()
		done := make(chan struct{})
		go func() { wg.Wait(); close(done) }()
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		select {
		case <-done:
		case <-ctx.Done():
			t.Fatal(errors.New("operations wait for ever"))
		}
		cancel()
	}
}
