package ledger_test

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"rambu.id"
	"rambu.id/internal/db"
	"rambu.id/internal/db/dbtest"
	"rambu.id/ledger"
)

// hand is a clock that is set by hand, also back.
type hand struct{ at time.Time }

func (h *hand) Now() time.Time { return h.at }

// to is a time of the morning of the test.
func (h *hand) to(t *testing.T, text string) {
	t.Helper()
	at, err := time.Parse(time.DateTime, "2024-10-07 "+text)
	if err != nil {
		t.Fatal(err)
	}
	h.at = at
}

func byHand(t *testing.T, d *db.DB, key string) (*ledger.Log, *hand) {
	t.Helper()
	if err := d.Migrate(t.Context(), "test", noteTable); err != nil {
		t.Fatal(err)
	}
	h := &hand{at: monday}
	l, err := ledger.Open(t.Context(), ledger.Config{DB: d, Clock: h, Origin: "rambu.id/uji", KeyFile: key})
	if err != nil {
		t.Fatal(err)
	}
	return l, h
}

// tree opens a checkpoint.
func tree(t *testing.T, l *ledger.Log, checkpoint []byte) tlog.Tree {
	t.Helper()
	v, err := note.NewVerifier(l.VerifierKey())
	if err != nil {
		t.Fatal(err)
	}
	n, err := note.Open(checkpoint, note.VerifierList(v))
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(n.Text, "\n")
	var out tlog.Tree
	_, err = fmt.Sscan(lines[1], &out.N)
	if err == nil {
		out.Hash, err = tlog.ParseHash(lines[2])
	}
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func published(t *testing.T, l *ledger.Log) tlog.Tree {
	t.Helper()
	text, err := l.Public().Checkpoint(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return tree(t, l, text)
}

// Somebody who asks each second, beside the list of who is connected to the office's network, sees the
// log as of the last quarter of an hour: not when a report came, and no two moments of his choice.
func TestThePublicSeesTheLogByTheQuarter(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		key := filepath.Join(t.TempDir(), "log.key")
		l, h := byHand(t, d, key)
		if got := published(t, l); got.N != 0 {
			t.Errorf("an empty log has %d", got.N)
		}
		h.to(t, "02:04:59")
		write(t, l, "cat_1", "isi")
		write(t, l, "cat_2", "isi")
		h.to(t, "02:15:00") // of the next quarter, not of this one
		write(t, l, "cat_3", "isi")
		// Another process on the same data, which nobody asks until the end, shows the same.
		other, oh := byHand(t, d, key)
		for _, tt := range []struct {
			at   string
			want int64
		}{{"02:15:00", 0}, {"02:15:59", 0}, {"02:16:00", 2}, {"02:16:01", 2}, {"02:30:59", 2}, {"02:31:00", 3}, {"09:00:00", 3}} {
			h.to(t, tt.at)
			if got := published(t, l); got.N != tt.want {
				t.Errorf("at %s the public sees %d operations, want %d", tt.at, got.N, tt.want)
			}
			_, err := l.Public().Tile(t.Context(), 0, 0, int(tt.want)+1)
			_, err2 := l.Public().Entries(t.Context(), 0, int(tt.want)+1)
			if rambu.KindOf(err) != rambu.NotFound || rambu.KindOf(err2) != rambu.NotFound {
				t.Errorf("at %s the tiles tell of operation %d: %v, %v", tt.at, tt.want+1, err, err2)
			}
		}
		oh.at = h.at
		a, b := published(t, l), published(t, other)
		if a != b {
			t.Errorf("two processes publish %v and %v", a, b)
		}
		// A clock that was set back takes nothing back.
		h.to(t, "02:20:00")
		if got := published(t, l); got != a {
			t.Errorf("the clock was set back, and so was the log: %v, had %v", got, a)
		}
	})
}

// Between two quarters a checkpoint is signed once, however often it is asked for.
func TestAPublicCheckpointIsSignedOnce(t *testing.T) {
	t.Parallel()
	l, h := byHand(t, dbtest.SQLite(t), filepath.Join(t.TempDir(), "log.key"))
	write(t, l, "cat_1", "isi")
	h.to(t, "02:16:00")
	first, err := l.Public().Checkpoint(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		h.at = h.at.Add(20 * time.Minute) // nothing was logged: it need not be signed again either
		again, err := l.Public().Checkpoint(t.Context())
		if err != nil || &again[0] != &first[0] {
			t.Errorf("signed again: %q, %v", again, err)
		}
	}
}

// tiles reads the published tree.
type tiles struct {
	ctx context.Context
	l   *ledger.Log
}

func (tiles) Height() int { return 8 }

func (r tiles) ReadTiles(list []tlog.Tile) ([][]byte, error) {
	var out [][]byte
	for _, t := range list {
		b, err := r.l.Public().Tile(r.ctx, t.L, t.N, t.W)
		if err != nil {
			return nil, err
		}
		out = append(out, b)
	}
	return out, nil
}

func (tiles) SaveTiles([]tlog.Tile, [][]byte) {}

// A receipt is good at once, with the checkpoint of its own commit; from the next quarter on the public
// tree contains its operation and extends that checkpoint.
func TestAReceiptLeadsToLaterPublicCheckpoints(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		l, h := byHand(t, d, filepath.Join(t.TempDir(), "log.key"))
		for i := range 300 {
			write(t, l, fmt.Sprintf("cat_%d", i), "isi")
		}
		h.to(t, "02:20:00")
		r := write(t, l, "cat_lapor", "isi")
		if _, err := ledger.VerifyReceipt(r.Text(), l.VerifierKey()); err != nil {
			t.Fatal(err)
		}
		own := tree(t, l, r.Checkpoint)
		if own.N != 301 || published(t, l).N != 300 {
			t.Fatalf("its own tree has %d, the public one %d", own.N, published(t, l).N)
		}
		for i := range 10 {
			write(t, l, fmt.Sprintf("cat_later_%d", i), "isi")
		}
		h.to(t, "02:31:00")
		now := published(t, l)
		if now.N != 311 {
			t.Fatalf("the public tree has %d", now.N)
		}
		reader := tlog.TileHashReader(now, tiles{t.Context(), l})
		proof, err := tlog.ProveTree(now.N, own.N, reader)
		if err == nil {
			err = tlog.CheckTree(proof, now.N, now.Hash, own.N, own.Hash)
		}
		if err != nil {
			t.Errorf("the public tree does not extend the receipt's: %v", err)
		}
		leaf, err := reader.ReadHashes([]int64{tlog.StoredHashIndex(0, r.Index)})
		if err != nil {
			t.Fatal(err)
		}
		record, err := tlog.ProveRecord(now.N, r.Index, reader)
		if err == nil {
			err = tlog.CheckRecord(record, now.N, now.Hash, r.Index, leaf[0])
		}
		if err != nil {
			t.Errorf("its operation is not in the public tree: %v", err)
		}
		if err = tlog.CheckRecord(r.Proof, own.N, own.Hash, r.Index, leaf[0]); err != nil {
			t.Errorf("the published leaf is another than the receipt's: %v", err)
		}
	})
}
