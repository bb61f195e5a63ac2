package attachment_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"rambu.id"
	"rambu.id/internal/blob"
	"rambu.id/ledger"
	"rambu.id/seal/attachment"
)

func keeper(t *testing.T) attachment.Keeper {
	t.Helper()
	blobs, err := blob.OpenDir(t.TempDir(), 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = blobs.Close() })
	return attachment.Keeper{
		Blobs: blobs, Info: "uji_file", Prefix: "uji", Noun: "directive", Field: "file", Max: 1000, Name: 20, Media: attachment.Pictures(),
	}
}

// A note comes back as it was, after its row was read again; its ciphertext holds nothing of it.
func TestAFileComesBack(t *testing.T) {
	t.Parallel()
	k, ctx, text := keeper(t), t.Context(), strings.Repeat("Surat dokter. ", 30)
	f, err := k.Attach(ctx, " surat.pdf ", "application/pdf; x=y", strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	if err = k.Keep(ctx, f); err != nil {
		t.Fatal(err)
	}
	stored, err := json.Marshal(f)
	if err != nil {
		t.Fatal(err)
	}
	var again attachment.File
	if err = json.Unmarshal(stored, &again); err != nil {
		t.Fatal(err)
	}
	if again.Name != "surat.pdf" || again.Media != "application/pdf" || again.Size != int64(len(text)) {
		t.Errorf("stored %+v", again)
	}
	if got := read(t, k, again); got != text {
		t.Errorf("got %q", got)
	}
	raw, err := k.Blobs.Open(ctx, f.Blob)
	if err != nil {
		t.Fatal(err)
	}
	defer raw.Close() //nolint:errcheck // reading
	sealed, err := io.ReadAll(raw)
	if err != nil || strings.Contains(string(sealed), "dokter") || len(sealed) < 16<<10 {
		t.Errorf("%d bytes at rest, in clear or not padded: %v", len(sealed), err)
	}
}

func read(t *testing.T, k attachment.Keeper, f attachment.File) string {
	t.Helper()
	body, err := k.Open(t.Context(), f)
	if err != nil {
		t.Fatal(err)
	}
	defer body.Close()
	b, err := io.ReadAll(body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// What a keeper does not take is refused by the noun's own sentence, on the field of its form.
func TestWhatIsRefused(t *testing.T) {
	t.Parallel()
	k := keeper(t)
	for _, c := range []struct {
		what, name, media, body, key string
		kind                         rambu.Kind
	}{
		{"no name", " ", "image/png", "x", "directive.error.file_name", rambu.Invalid},
		{"a long name", strings.Repeat("n", 21), "image/png", "x", "directive.error.file_name", rambu.Invalid},
		{"a text", "a.txt", "text/plain", "x", "directive.error.media", rambu.Invalid},
		{"nothing", "a.png", "image/png", "", "directive.error.file_empty", rambu.Invalid},
		{"too much", "a.png", "image/png", strings.Repeat("x", 1001), "directive.error.file_large", rambu.TooLarge},
	} {
		_, err := k.Attach(t.Context(), c.name, c.media, strings.NewReader(c.body))
		e, ok := errors.AsType[*rambu.Error](err)
		if !ok || e.Key != c.key || e.Kind != c.kind || e.Field != "file" {
			t.Errorf("%s: %v", c.what, err)
		}
	}
	if err := k.Keep(t.Context(), attachment.File{ID: rambu.NewID("uji")}); rambu.KindOf(err) != rambu.Invalid {
		t.Errorf("a file that was not attached is kept: %v", err)
	}
}

// A file of one noun does not open as another's, and a changed one is named by verification.
func TestFilesOfAnotherNounAndChangedOnes(t *testing.T) {
	t.Parallel()
	k, ctx := keeper(t), t.Context()
	var rows []attachment.Row
	for range 3 {
		f, err := k.Attach(ctx, "a.png", "image/png", strings.NewReader("gambar"))
		if err != nil {
			t.Fatal(err)
		}
		if err = k.Keep(ctx, f); err != nil {
			t.Fatal(err)
		}
		other := k
		other.Info = "lain_file"
		if _, err = other.Open(ctx, f); rambu.KindOf(err) != rambu.Locked {
			t.Errorf("opens as another noun's: %v", err)
		}
		rows = append(rows, attachment.Row{ID: f.ID, Blob: f.Blob, SHA256: f.Sealed})
	}
	page := func(_ context.Context, after string) ([]attachment.Row, error) {
		return rows[slices.IndexFunc(rows, func(r attachment.Row) bool { return r.ID == after })+1:], nil
	}
	if n, err := k.Verify(ctx, page); err != nil || n != 3 {
		t.Errorf("verified %d: %v", n, err)
	}
	if err := k.Blobs.Delete(ctx, rows[2].Blob); err != nil {
		t.Fatal(err)
	}
	n, err := k.Verify(ctx, page)
	broken, ok := errors.AsType[*ledger.Broken](err)
	if !ok || n != 2 || broken.Which != rows[2].ID {
		t.Errorf("verified %d: %v", n, err)
	}
}
