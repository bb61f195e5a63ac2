package ledger

import (
	"context"
	"errors"
	"maps"

	"golang.org/x/mod/sumdb/tlog"

	"rambu.id"
	"rambu.id/internal/db"
)

// maxCached bounds the hashes kept in memory; the right edge of the tree needs about 40.
const maxCached = 1 << 14

// tree is the writer's view of the Merkle tree: its size and the hashes near its right edge,
// so that a commit reads none of them from the database. Only the database's writer
// touches it.
type tree struct {
	size  int64 // committed
	next  int64 // after the batch being committed
	cache map[int64]tlog.Hash
	fresh map[int64]tlog.Hash // of the batch being committed
	stale bool
	db    *db.DB
}

func (t *tree) load(ctx context.Context, d *db.DB) error {
	t.db, t.cache, t.fresh = d, map[int64]tlog.Hash{}, map[int64]tlog.Hash{}
	size, err := headSize(ctx, d)
	if err != nil {
		return err
	}
	t.size, t.next = size, size
	return nil
}

// claim moves the head by n leaves if it still stands where this process left it.
func (t *tree) claim(tx *db.Tx, n int64) (bool, error) {
	if t.stale {
		return false, nil
	}
	err := tx.ExecOne(`UPDATE ledger_head SET size = $1 WHERE id = 1 AND size = $2`, t.size+n, t.size)
	if rambu.KindOf(err) == rambu.Conflict {
		return false, nil
	}
	return err == nil, err
}

// reload holds the head still and reads it, after another process moved it, and forgets cached
// hashes, some of which may be of a batch that failed.
func (t *tree) reload(tx *db.Tx) error {
	// In PostgreSQL this waits for whoever moves the head, and keeps others from moving it.
	err := tx.ExecOne(`UPDATE ledger_head SET size = size WHERE id = 1`)
	if err != nil {
		return err
	}
	err = tx.QueryRow(`SELECT size FROM ledger_head WHERE id = 1`, nil, &t.size)
	clear(t.cache)
	clear(t.fresh)
	t.stale = false
	return err
}

// pending reads hashes while a batch is integrated: those just computed, then the cache, then
// the database.
func (t *tree) pending(tx *db.Tx, start int64, batch []tlog.Hash) tlog.HashReader {
	inner := t.reader(tx)
	return tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		out := make([]tlog.Hash, len(indexes))
		var missing []int64
		for i, idx := range indexes {
			if idx >= start && idx < start+int64(len(batch)) {
				out[i] = batch[idx-start]
				continue
			}
			missing = append(missing, idx)
		}
		found, err := inner.ReadHashes(missing)
		if err != nil {
			return nil, err
		}
		for i, idx := range indexes {
			if idx < start || idx >= start+int64(len(batch)) {
				out[i], found = found[0], found[1:]
			}
		}
		return out, nil
	})
}

// reader reads stored hashes from the cache, then through tx, or from the committed state when
// tx is nil. Only the writer may use it.
func (t *tree) reader(tx *db.Tx) tlog.HashReader {
	return tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		out := make([]tlog.Hash, len(indexes))
		for i, idx := range indexes {
			h, ok := t.fresh[idx]
			if !ok {
				h, ok = t.cache[idx]
			}
			if !ok {
				var err error
				h, err = t.fetch(tx, idx)
				if err != nil {
					return nil, err
				}
				t.cache[idx] = h
			}
			out[i] = h
		}
		return out, nil
	})
}

func (t *tree) fetch(tx *db.Tx, idx int64) (tlog.Hash, error) {
	if tx == nil {
		hs, err := readHashes(context.Background(), t.db, []int64{idx})
		if err != nil {
			return tlog.Hash{}, err
		}
		return hs[0], nil
	}
	var b []byte
	err := tx.QueryRow(`SELECT hash FROM ledger_hash WHERE idx = $1`, []any{idx}, &b)
	if err != nil {
		return tlog.Hash{}, err
	}
	return asHash(b)
}

func (t *tree) grown(size, start int64, hashes []tlog.Hash) {
	t.next = size
	for i, h := range hashes {
		t.fresh[start+int64(i)] = h
	}
}

// commit makes the integrated batch the tree's state, after the database did.
func (t *tree) commit() {
	if len(t.cache)+len(t.fresh) > maxCached {
		clear(t.cache)
	}
	maps.Copy(t.cache, t.fresh)
	clear(t.fresh)
	t.size = t.next
}

// forget drops a batch that was not committed; the head is read again before the next one.
func (t *tree) forget() {
	clear(t.fresh)
	clear(t.cache)
	t.next, t.stale = t.size, true
}

func asHash(b []byte) (tlog.Hash, error) {
	var h tlog.Hash
	if len(b) != len(h) {
		return h, errors.New("a stored hash has the wrong length")
	}
	copy(h[:], b)
	return h, nil
}
