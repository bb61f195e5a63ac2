package discipline_test

import (
	"bytes"
	"testing"

	"rambu.id/internal/db/dbtest"
)

// The size of a stored decree tells nothing: two different ones are the same length on disk.
func TestDecreesOfDifferentLengthLookAlike(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dbtest.SQLite(t), "2024-10-01")
	short, err := w.Attach(t.Context(), w.bkpsdm, "sk.pdf", "application/pdf", bytes.NewReader([]byte("%PDF-1.7 a")))
	w.must(err)
	long, err := w.Attach(t.Context(), w.bkpsdm, "sk.pdf", "application/pdf", bytes.NewReader(make([]byte, 9000)))
	w.must(err)
	if short.Bytes != long.Bytes {
		t.Errorf("10 bytes lie as %d, 9,000 as %d", short.Bytes, long.Bytes)
	}
}
