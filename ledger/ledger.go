// Package ledger keeps the tamper-evident log: every operation writes its rows, one immutable
// operation text and one leaf of a Merkle tree in the same commit. Whoever holds a receipt can
// prove, offline, that the operation was logged; whoever holds a checkpoint sees a rewrite.
//
// Tree, tiles, proofs and checkpoints follow C2SP (tlog-tiles, tlog-checkpoint, tlog-proof).
package ledger

import (
	"context"
	"crypto/rand"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"rambu.id"
	"rambu.id/internal/db"
	"rambu.id/internal/durable"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Config names what a log needs.
type Config struct {
	DB    *db.DB
	Clock rambu.Clock // legal clock: the time of operations
	// Origin names a new log in its checkpoints: "rambu.id/18.01". An existing one keeps the
	// name in its key.
	Origin string
	// KeyFile holds the signing key of checkpoints; it is made when missing. The key proves
	// who published a checkpoint; that history was not rewritten is proved by the tree.
	KeyFile string
}

// Log is the operation log of one instance. It is the commit hook of its database.
type Log struct {
	db     *db.DB
	clock  rambu.Clock
	origin string
	signer note.Signer
	vkey   string
	tree   tree
	public *Public
	signed chan []byte // the checkpoint of the batch being committed; nil when signing failed
}

// Open migrates the log's tables, loads or makes its key and takes its place as the commit
// hook of the database.
func Open(ctx context.Context, c Config) (*Log, error) {
	sub, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, err
	}
	err = c.DB.Migrate(ctx, "ledger", sub)
	if err != nil {
		return nil, err
	}
	l := &Log{db: c.DB, clock: c.Clock, origin: c.Origin}
	l.public = &Public{log: l}
	err = l.loadKey(c.KeyFile)
	if err != nil {
		return nil, err
	}
	err = l.tree.load(ctx, c.DB)
	if err != nil {
		return nil, err
	}
	c.DB.OnCommit(db.Hook{Before: l.integrate, After: l.publish, Failed: func() { l.tree.forget() }})
	return l, nil
}

func (l *Log) loadKey(file string) error {
	text, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		skey, vkey, genErr := note.GenerateKey(rand.Reader, l.origin)
		if genErr != nil {
			return fmt.Errorf("make the log's key: %w", genErr)
		}
		text = []byte(skey + "\n" + vkey + "\n")
		err = os.MkdirAll(filepath.Dir(file), 0o700)
		if err == nil {
			err = durable.Write(file, text)
		}
	}
	if err != nil {
		return fmt.Errorf("the log's key: %w", err)
	}
	skey, vkey, _ := strings.Cut(strings.TrimSpace(string(text)), "\n")
	l.signer, err = note.NewSigner(skey)
	if err != nil {
		return fmt.Errorf("the log's key in %s: %w", file, err)
	}
	l.vkey = strings.TrimSpace(vkey)
	// The name in the key is the log's for good, whoever opens it and however.
	l.origin = l.signer.Name()
	return nil
}

// VerifierKey returns the public key of the log in the text form of sumdb/note.
func (l *Log) VerifierKey() string { return l.vkey }

// Clock returns the legal clock operations are stamped with.
func (l *Log) Clock() rambu.Clock { return l.clock }

// DB returns the database the log stands on, for the stores of the packages above.
func (l *Log) DB() *db.DB { return l.db }

// Do runs fn as one operation of the given kind by who: its rows, the operation and its leaf
// are durable together when Do returns, or nothing is. The receipt proves it.
func (l *Log) Do(who rambu.Actor, kind string, fn func(op *Op) error) (Receipt, error) {
	op := &Op{ID: rambu.NewID("op"), Who: who, Kind: kind}
	salt := make([]byte, 32)
	_, _ = rand.Read(salt)
	err := l.db.Write(func(tx *db.Tx) error {
		op.Tx = tx
		op.At = l.clock.Now()
		op.object, op.facts, op.rows = "", nil, nil // it may be called twice, see InsertOnce
		err := fn(op)
		if err != nil {
			return err
		}
		op.seal(salt)
		tx.Note(op)
		return nil
	})
	if err != nil {
		return Receipt{}, err
	}
	return op.receipt, nil
}

// Saw logs that an actor read something, before its bytes leave.
func (l *Log) Saw(who rambu.Actor, kind string, objects ...string) error {
	_, err := l.Do(who, kind, func(op *Op) error {
		for _, o := range objects {
			op.Object(o)
		}
		return nil
	})
	return err
}

// Took logs that an actor takes a list of persons along, and in which form, before its bytes leave.
func (l *Log) Took(who rambu.Actor, kind, object, form string) error {
	_, err := l.Do(who, kind, func(op *Op) error {
		op.Object(object)
		op.Fact("form", form)
		return nil
	})
	return err
}

// integrate runs last in every commit: it gives each operation of the batch its index and writes
// the operations. Two processes on one database meet here: the second to write an index gets a
// Conflict, forgets what it knew of the tree, and is called again.
func (l *Log) integrate(tx *db.Tx, notes []any) error {
	ops := make([]*Op, len(notes))
	for i, n := range notes {
		ops[i] = n.(*Op) //nolint:forcetypeassert // only Do notes anything
	}
	err := l.tree.hold(tx)
	if err != nil {
		return err
	}
	if l.tree.stale {
		err = l.tree.reload(tx)
		if err != nil {
			return err
		}
	}
	return l.append(tx, ops)
}

func (l *Log) append(tx *db.Tx, ops []*Op) error {
	first := l.tree.size
	hashes := make([]tlog.Hash, 0, 2*len(ops))
	start := tlog.StoredHashIndex(0, first)
	for i, op := range ops {
		op.index, op.hashes = first+int64(i), nil
		hs, err := tlog.StoredHashesForRecordHash(op.index, tlog.RecordHash(op.commitment), l.tree.pending(tx, start, hashes))
		if err != nil {
			return fmt.Errorf("tree: %w", err)
		}
		hashes = append(hashes, hs...)
		for _, h := range hs {
			op.hashes = append(op.hashes, h[:]...)
		}
	}
	err := insertOperations(tx, ops)
	if err != nil {
		return err
	}
	l.tree.grown(first+int64(len(ops)), start, hashes)
	return l.presign(tx)
}

// presign signs the tree of the batch while the commit writes it to the disk. Nobody is shown the
// checkpoint before the commit is durable; if it fails, the signature is forgotten.
func (l *Log) presign(tx *db.Tx) error {
	size := l.tree.next
	root, err := tlog.TreeHash(size, l.tree.reader(tx))
	if err != nil {
		return fmt.Errorf("tree hash: %w", err)
	}
	signed := make(chan []byte, 1)
	go func() {
		checkpoint, err := l.sign(size, root)
		if err != nil {
			checkpoint = nil // the operations stand; their proofs can be fetched later
		}
		signed <- checkpoint
	}()
	l.signed = signed
	return nil
}

// publish gives every operation its receipt, with the checkpoint of the committed tree.
func (l *Log) publish(notes []any) {
	l.tree.commit()
	checkpoint := <-l.signed
	for _, n := range notes {
		op := n.(*Op) //nolint:forcetypeassert // only Do notes anything
		op.receipt = Receipt{OpID: op.ID, Index: op.index, Salt: op.salt, Body: op.body}
		if checkpoint == nil {
			continue
		}
		proof, perr := tlog.ProveRecord(l.tree.size, op.index, l.tree.reader(nil))
		if perr != nil {
			continue
		}
		op.receipt.Checkpoint, op.receipt.Proof = checkpoint, proof
	}
}
