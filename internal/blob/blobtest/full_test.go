package blobtest_test

import (
	"testing"

	"rambu.id"
	"rambu.id/internal/blob"
	"rambu.id/internal/blob/blobtest"
)

func TestFullStoreFailsLikeADisk(t *testing.T) {
	d, err := blob.OpenDir(t.TempDir(), 0)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	s := blobtest.Full(d, 10)
	fits := blobtest.Put(t, s, []byte("0123456"))
	w, err := s.Stage(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	n, err := w.Write([]byte("789ABC"))
	if n != 3 || rambu.KindOf(err) != rambu.Unavailable {
		t.Errorf("Write past the end = %d, %v; want 3 and Unavailable", n, err)
	}
	if _, err := w.Commit(); rambu.KindOf(err) != rambu.Unavailable {
		t.Errorf("Commit of half a blob: %v, want Unavailable", err)
	}
	if got := blobtest.Get(t, s, fits.ID); string(got) != "0123456" {
		t.Errorf("the blob that fit reads %q", got)
	}
}
