package db_test

import (
	"errors"
	"fmt"
	"strings"
	"syscall"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"rambu.id"
	"rambu.id/internal/db"
	"rambu.id/internal/db/dbtest"
)

func keyOf(err error) string {
	if e, ok := errors.AsType[*rambu.Error](err); ok {
		return e.Key
	}
	return ""
}

// A database without room says so by name, keeps what it has, still reads, and writes again once
// there is room.
func TestAFullDiskIsNamed(t *testing.T) {
	t.Parallel()
	d := dbtest.SQLite(t)
	migrated(t, d)
	insert := func(id int, text string) error {
		return d.Write(func(tx *db.Tx) error {
			_, err := tx.Exec(`INSERT INTO test_x (id, v) VALUES ($1, $2)`, id, text)
			return err
		})
	}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(insert(1, "a"))
	free := dbtest.Fill(t, d)
	big := strings.Repeat("x", 100_000)
	for i := range 3 {
		err := insert(2+i, big)
		if rambu.KindOf(err) != rambu.Unavailable || keyOf(err) != rambu.StorageFull {
			t.Fatalf("without room: %v (%s)", err, keyOf(err))
		}
	}
	if n := count(t, d); n != 1 {
		t.Errorf("%d rows, want the one that was acknowledged", n)
	}
	free()
	must(insert(2, big))
	if n := count(t, d); n != 2 {
		t.Errorf("%d rows after there was room, want 2", n)
	}
}

func TestOtherFullDisks(t *testing.T) {
	t.Parallel()
	for _, err := range []error{
		&pgconn.PgError{Code: "53100"}, fmt.Errorf("write: %w", syscall.ENOSPC), fmt.Errorf("write: %w", syscall.EDQUOT),
	} {
		if got := db.Translate(err); rambu.KindOf(got) != rambu.Unavailable || keyOf(got) != rambu.StorageFull {
			t.Errorf("%v: %v", err, got)
		}
	}
	for _, err := range []error{&pgconn.PgError{Code: "53300"}, &pgconn.PgError{Code: "57P01"}} { // too many connections, shut down
		if got := db.Translate(err); rambu.KindOf(got) != rambu.Unavailable || keyOf(got) == rambu.StorageFull {
			t.Errorf("%v: %v", err, got)
		}
	}
}
