package blob_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"rambu.id"
	"rambu.id/internal/blob"
	"rambu.id/internal/blob/blobtest"
)

func openDir(t *testing.T, folder string) *blob.Dir {
	t.Helper()
	d, err := blob.OpenDir(folder, 1)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	return d
}

func TestDir(t *testing.T) {
	blobtest.Run(t, func(t *testing.T) blob.Store { return openDir(t, t.TempDir()) })
}

func TestDirOutlivesTheProcess(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "new", "folder")
	first := openDir(t, folder)
	r := blobtest.Put(t, first, []byte("tetap ada"))
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	if got := blobtest.Get(t, openDir(t, folder), r.ID); string(got) != "tetap ada" {
		t.Errorf("after opening again: %q", got)
	}
}

func TestOnlyTheOwnerCanReadTheFiles(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "blobs")
	blobtest.Put(t, openDir(t, folder), []byte("x"))
	err := filepath.WalkDir(folder, func(name string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := e.Info()
		if err == nil && info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s has mode %v", name, info.Mode())
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestDirFollowsNoLinkOutside(t *testing.T) {
	folder, outside := t.TempDir(), filepath.Join(t.TempDir(), "secret")
	d := openDir(t, folder)
	r := blobtest.Put(t, d, []byte("x"))
	if err := os.WriteFile(outside, []byte("not a blob"), 0o600); err != nil {
		t.Fatal(err)
	}
	found, err := filepath.Glob(filepath.Join(folder, "kept", "*", r.ID))
	if err != nil || len(found) != 1 {
		t.Fatalf("files of the blob: %v, %v", found, err)
	}
	if err := os.Remove(found[0]); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(outside, found[0]); err != nil {
		t.Fatal(err)
	}
	if f, err := d.Open(t.Context(), r.ID); err == nil {
		_ = f.Close()
		t.Error("Open followed a link out of the store")
	}
}

func TestFailureTranslatesMissingFiles(t *testing.T) {
	_, err := os.Open(filepath.Join(t.TempDir(), "none"))
	if got := rambu.KindOf(blob.Failure(err)); got != rambu.NotFound {
		t.Errorf("kind = %s, want not-found", got)
	}
	if blob.Failure(nil) != nil {
		t.Error("Failure(nil) is an error")
	}
}
