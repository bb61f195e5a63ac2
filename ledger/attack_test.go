package ledger_test

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"sync"
	"testing"

	"rambu.id"
	"rambu.id/internal/db"
	"rambu.id/internal/db/dbtest"
	"rambu.id/internal/db/pgtest"
	"rambu.id/ledger"
)

// exec is what somebody with the database's own password does, past the log.
func exec(t *testing.T, d *db.DB, sql string, args ...any) {
	t.Helper()
	err := d.Write(func(tx *db.Tx) error {
		_, err := tx.Exec(sql, args...)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func broken(t *testing.T, l *ledger.Log) {
	t.Helper()
	_, err := l.Verify(t.Context(), []*ledger.Table{notes}, nil, nil)
	if _, ok := errors.AsType[*ledger.Broken](err); !ok {
		t.Errorf("the log verifies: %v", err)
	}
}

func intact(t *testing.T, l *ledger.Log) {
	t.Helper()
	_, err := l.Verify(t.Context(), []*ledger.Table{notes}, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
}

// cancelling returns rows, the wanted one among them, whose digests by the given function XOR
// to nothing: what Gaussian elimination finds among some three hundred rows.
func cancelling(t *testing.T, n, wanted int, digest func(i int) [32]byte) []int {
	t.Helper()
	type vector struct{ bits, from *big.Int }
	basis := map[int]vector{}
	reduce := func(i int) vector {
		d := digest(i)
		v := vector{new(big.Int).SetBytes(d[:]), new(big.Int).SetBit(new(big.Int), i, 1)}
		for v.bits.Sign() != 0 {
			b, ok := basis[v.bits.BitLen()]
			if !ok {
				return v
			}
			v.bits.Xor(v.bits, b.bits)
			v.from.Xor(v.from, b.from)
		}
		return v
	}
	for i := range n {
		if i == wanted {
			continue
		}
		if v := reduce(i); v.bits.Sign() != 0 {
			basis[v.bits.BitLen()] = v
		}
	}
	v := reduce(wanted)
	if v.bits.Sign() != 0 {
		t.Fatal("too few rows to cancel")
	}
	var out []int
	for i := range n {
		if v.from.Bit(i) == 1 {
			out = append(out, i)
		}
	}
	return out
}

// Whoever holds the database removes one row, and with it others chosen so that the sum of
// what is left looks as if nothing were missing.
func TestChosenRowsCannotBeRemovedUnseen(t *testing.T) {
	t.Parallel()
	l := open(t, dbtest.SQLite(t))
	const n = 300
	id := func(i int) string { return fmt.Sprintf("cat_%03d", i) }
	for i := range n {
		write(t, l, id(i), "isi")
	}
	gone := cancelling(t, n, 7, func(i int) [32]byte { return sha256.Sum256(fmt.Appendf(nil, "test_note\n%s\n1", id(i))) })
	for _, i := range gone {
		exec(t, l.DB(), `DELETE FROM test_note WHERE id = $1`, id(i))
	}
	broken(t, l)
}

// A row with an empty id, or in SQLite with none, is a row too.
func TestRowWithoutIDIsSeen(t *testing.T) {
	t.Parallel()
	slip := `INSERT INTO test_note (id, text, sealed, at, flag, op, version) SELECT %s, text, sealed, at, flag, op, version FROM test_note WHERE id = 'cat_1'`
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		l := open(t, d)
		write(t, l, "cat_1", "isi")
		exec(t, d, fmt.Sprintf(slip, "''"))
		broken(t, l)
		exec(t, d, `DELETE FROM test_note WHERE id = ''`)
		intact(t, l)
		if d.Dialect() == db.SQLite {
			exec(t, d, fmt.Sprintf(slip, "NULL"))
			broken(t, l)
		}
	})
}

// In SQLite the same bytes can stand as text or as a blob. A row whose institution is a blob
// is found by no question that asks for the text: it is hidden, and the log must say so.
func TestRowHiddenByItsTypeIsSeen(t *testing.T) {
	t.Parallel()
	l := open(t, dbtest.SQLite(t))
	write(t, l, "cat_1", "bawaslu.18.01")
	intact(t, l)
	exec(t, l.DB(), `UPDATE test_note SET text = CAST(text AS BLOB)`)
	broken(t, l)
	exec(t, l.DB(), `UPDATE test_note SET text = CAST(text AS TEXT), op = CAST(op AS BLOB)`)
	broken(t, l)
}

func TestNoTileBeyondTheTree(t *testing.T) {
	t.Parallel()
	l := open(t, dbtest.SQLite(t))
	for i := range 3 {
		write(t, l, fmt.Sprintf("cat_%d", i), "isi")
	}
	for level := range 8 {
		for _, n := range []int64{0, 1, 2, 3, 255, 256, 1 << 40, 999_999_999_999_999} {
			for _, width := range []int{4, 128, 256} {
				_, err := l.Tile(t.Context(), level, n, width)
				if rambu.KindOf(err) != rambu.NotFound {
					t.Errorf("tile %d/%d.p/%d: %v", level, n, width, err)
				}
			}
		}
	}
}

// Two busy servers on one PostgreSQL meet at the head of the log; no operation may fail for it.
func TestBusyServersDoNotLoseTheHead(t *testing.T) {
	t.Parallel()
	source := pgtest.URL(t)
	var logs []*ledger.Log
	for range 4 {
		logs = append(logs, open(t, dbtest.Open(t, source)))
	}
	var wg sync.WaitGroup
	for n, l := range logs {
		wg.Go(func() {
			for i := range 100 {
				_, err := l.Do(officer, "test.write", func(op *ledger.Op) error {
					insert := op.Insert
					if i%2 == 1 {
						insert = op.InsertOnce
					}
					return insert(notes, fmt.Sprintf("cat_%d_%03d", n, i), "isi", []byte{1}, op.At, true)
				})
				if err != nil {
					t.Errorf("server %d, operation %d: %v", n, i, err)
					return
				}
			}
		})
	}
	wg.Wait()
	intact(t, logs[0])
}

// A column that a migration added is no part of what an older operation vouches for. It still may hold
// nothing but what the migration put there, or an old row could be given a new meaning unseen.
func TestAColumnYoungerThanItsRowIsHeldToo(t *testing.T) {
	t.Parallel()
	grown := ledger.NewTable(notes.Name, append(slices.Clone(notes.Columns), "withdrawn_on", "turn")...).Added("", 0)
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		l := open(t, d)
		write(t, l, "cat_1", "isi")
		for _, sql := range []string{
			`ALTER TABLE test_note ADD COLUMN withdrawn_on text NOT NULL DEFAULT ''`, `ALTER TABLE test_note ADD COLUMN turn bigint NOT NULL DEFAULT 0`,
		} {
			exec(t, d, sql)
		}
		sound := func() error {
			_, err := l.Verify(t.Context(), []*ledger.Table{grown}, nil, nil)
			_, trusted := ledger.Trust(t.Context(), d, grown, "cat_1")
			if (err == nil) != (trusted == nil) {
				t.Errorf("verify says %v, trust says %v", err, trusted)
			}
			return err
		}
		if err := sound(); err != nil {
			t.Fatalf("a row older than two of its columns: %v", err)
		}
		for _, past := range [][2]string{
			{`UPDATE test_note SET withdrawn_on = '2024-10-08'`, `UPDATE test_note SET withdrawn_on = ''`},
			{`UPDATE test_note SET turn = 1`, `UPDATE test_note SET turn = 0`},
		} {
			exec(t, d, past[0])
			if _, ok := errors.AsType[*ledger.Broken](sound()); !ok {
				t.Errorf("%s is not seen", past[0])
			}
			exec(t, d, past[1])
		}
		if d.Dialect() == db.SQLite { // the same, hidden from a question that asks for the text
			exec(t, d, `UPDATE test_note SET withdrawn_on = CAST('' AS BLOB)`)
			if sound() == nil {
				t.Error("text turned into a blob is not seen")
			}
			exec(t, d, `UPDATE test_note SET withdrawn_on = ''`)
		}
		_, err := l.Do(officer, "test.change", func(op *ledger.Op) error {
			return op.Update(grown, 1, "cat_1", "isi", []byte{1}, op.At, true, "2024-10-08", 3)
		})
		if err = errors.Join(err, sound()); err != nil {
			t.Errorf("a row written again with all its columns: %v", err)
		}
	})
}
