package ledger

import (
	"context"
	"errors"
	"maps"

	"golang.org/x/mod/sumdb/tlog"

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
	size, err := size(ctx, d)
	if err != nil {
		return err
	}
	t.size, t.next = size, size
	return nil
}

// headLock is the advisory lock of the log's end.
const headLock = 0x72616d6275

// hold keeps other processes from writing to the log until this transaction ends. SQLite has one
// writer anyhow.
func (t *tree) hold(tx *db.Tx) error {
	if t.db.Dialect() != db.Postgres {
		return nil
	}
	return tx.Later(`SELECT pg_advisory_xact_lock($1)`, headLock)
}

// reload reads the size again, after another process has written or a commit has failed, and
// forgets cached hashes, some of which may be of a batch that failed. hold comes first, so that the
// size stands still.
func (t *tree) reload(tx *db.Tx) error {
	err := tx.QueryRow(sizeQuery, nil, &t.size)
	if err != nil {
		return err
	}
	clear(t.cache)
	clear(t.fresh)
	t.next, t.stale = t.size, false
	return nil
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
	p := placeOf(idx)
	var b []byte
	err := tx.QueryRow(`SELECT hashes FROM ledger_operation WHERE idx = $1`, []any{p.operation}, &b)
	if err != nil {
		return tlog.Hash{}, err
	}
	return p.in(b)
}

// place is where a node of the tree is stored: with the operation whose leaf completes it.
type place struct {
	operation int64
	level     int
}

// placeOf finds the node that golang.org/x/mod/sumdb/tlog numbers idx: node n of a level is
// complete with leaf (n+1)·2^level - 1.
func placeOf(idx int64) place {
	level, n := tlog.SplitStoredHashIndex(idx)
	return place{(n+1)<<level - 1, level}
}

// in takes the node out of an operation's hashes.
func (p place) in(hashes []byte) (tlog.Hash, error) {
	at := p.level * tlog.HashSize
	if len(hashes) < at+tlog.HashSize {
		return tlog.Hash{}, errors.New("a stored hash is missing")
	}
	return tlog.Hash(hashes[at : at+tlog.HashSize]), nil
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
