package letter_test

import (
	"errors"
	"io"
	"strings"
	"testing"

	"rambu.id/internal/db"
	"rambu.id/internal/db/dbtest"
	"rambu.id/ledger"
	"rambu.id/letter"
)

// Who takes the folder of files, or the table that names them, must not recognise an exhibit by
// its length: a photo that was posted somewhere has one length to the byte.
func TestAttachedFilesTellNoLength(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dbtest.SQLite(t))
	attach := func(n int) letter.File {
		f, err := w.Attach(t.Context(), "foto.jpg", "image/jpeg", strings.NewReader(strings.Repeat("x", n)))
		must(t, err)
		return f
	}
	for _, pair := range [][2]int{{1, 900}, {900, 16_000}, {1_000_000, 1_000_001}, {1_000_001, 1_010_000}} {
		a, b := attach(pair[0]), attach(pair[1])
		if a.Bytes != b.Bytes {
			t.Errorf("%d and %d bytes are stored as %d and %d", pair[0], pair[1], a.Bytes, b.Bytes)
		}
		if a.Size != int64(pair[0]) || b.Size != int64(pair[1]) {
			t.Errorf("sizes %d and %d", a.Size, b.Size)
		}
	}
}

// The log vouches for every file of a letter; one that was taken away or exchanged is named.
func TestVerifyFindsAFileThatIsGone(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		body := strings.Repeat("isi foto ", 5000)
		file, err := w.Attach(t.Context(), "foto.jpg", "image/jpeg", strings.NewReader(body))
		must(t, err)
		draft := forwarding()
		draft.Files = []letter.File{file}
		id, err := w.Draft(t.Context(), w.penangan, draft)
		must(t, err)
		n, err := w.Desk.Verify(t.Context())
		if err != nil || n != 1 {
			t.Fatalf("%d files, %v", n, err)
		}
		_, r, err := w.ReadFile(t.Context(), w.penangan, id, file.ID)
		must(t, err)
		got, err := io.ReadAll(r)
		if err != nil || string(got) != body {
			t.Errorf("read %d bytes of %d, %v", len(got), len(body), err)
		}
		must(t, r.Close())
		must(t, w.blobs.Delete(t.Context(), file.Blob))
		_, err = w.Desk.Verify(t.Context())
		if b, ok := errors.AsType[*ledger.Broken](err); !ok || b.What != "file" {
			t.Errorf("a file is gone: %v", err)
		}
	})
}
