// Package blobtest says what every blob.Store must do, and imitates a store whose disk is full.
package blobtest

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"io"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rambu.id"
	"rambu.id/internal/blob"
)

// Run checks a store against the contract of blob.Store. newStore returns an empty one.
func Run(t *testing.T, newStore func(t *testing.T) blob.Store) {
	for _, c := range []struct {
		name string
		test func(t *testing.T, s blob.Store)
	}{
		{"a kept blob reads back whole", keepsWhole},
		{"an empty blob is a blob", keepsEmpty},
		{"a reader can seek", seeks},
		{"a staged blob cannot be opened", hidesStaged},
		{"an aborted blob is gone", aborts},
		{"an ended writer accepts nothing", endsOnce},
		{"keeping twice is keeping once", keepsTwice},
		{"unknown and hostile ids name nothing", refusesIDs},
		{"deleting is final and repeatable", deletes},
		{"a listing has the kept blobs and stops when told", lists},
		{"sweeping removes old staged blobs only", sweeps},
		{"a blob swept while it is written does not commit", sweptWriter},
		{"a cancelled context does nothing", cancelled},
		{"many writers at once", concurrent},
		{"large blobs need little memory", constantMemory},
	} {
		t.Run(c.name, func(t *testing.T) { c.test(t, newStore(t)) })
	}
}

// Put stages and keeps content and returns its receipt.
func Put(tb testing.TB, s blob.Store, content []byte) blob.Receipt {
	tb.Helper()
	r := stage(tb, s, content)
	if err := s.Keep(tb.Context(), r.ID); err != nil {
		tb.Fatalf("Keep: %v", err)
	}
	return r
}

// Get reads a kept blob.
func Get(tb testing.TB, s blob.Store, id string) []byte {
	tb.Helper()
	f, err := s.Open(tb.Context(), id)
	if err != nil {
		tb.Fatalf("Open: %v", err)
	}
	defer f.Close() //nolint:errcheck // reading
	content, err := io.ReadAll(f)
	if err != nil {
		tb.Fatalf("read: %v", err)
	}
	return content
}

// Full wraps a store whose disk has room for n more bytes: writes past them fail as blob.Dir
// fails when the kernel answers ENOSPC.
func Full(s blob.Store, n int64) blob.Store { return &full{Store: s, left: n} }

func stage(tb testing.TB, s blob.Store, content []byte) blob.Receipt {
	tb.Helper()
	w, err := s.Stage(tb.Context())
	if err != nil {
		tb.Fatalf("Stage: %v", err)
	}
	// Two writes: the hash and the size must cover both.
	for _, p := range [][]byte{content[:len(content)/2], content[len(content)/2:]} {
		if n, err := w.Write(p); n != len(p) || err != nil {
			tb.Fatalf("Write = %d, %v; want %d", n, err, len(p))
		}
	}
	r, err := w.Commit()
	if err != nil {
		tb.Fatalf("Commit: %v", err)
	}
	return r
}

func wantKind(t *testing.T, what string, err error, want rambu.Kind) {
	t.Helper()
	if err == nil || rambu.KindOf(err) != want {
		t.Errorf("%s: %v (kind %q), want kind %q", what, err, rambu.KindOf(err), want)
	}
}

func keepsWhole(t *testing.T, s blob.Store) {
	content := bytes.Repeat([]byte("rahasia\x00\xff"), 100_000)
	r := Put(t, s, content)
	want := blob.Receipt{ID: r.ID, Size: int64(len(content)), SHA256: sha256.Sum256(content)}
	if diff := cmp.Diff(want, r); diff != "" {
		t.Errorf("receipt (-want +got):\n%s", diff)
	}
	if !rambu.ValidID(blob.Prefix, r.ID) {
		t.Errorf("id %q is not an id of type %q", r.ID, blob.Prefix)
	}
	if !bytes.Equal(Get(t, s, r.ID), content) {
		t.Error("what was read is not what was written")
	}
}

func keepsEmpty(t *testing.T, s blob.Store) {
	r := Put(t, s, nil)
	if r.Size != 0 || r.SHA256 != sha256.Sum256(nil) {
		t.Errorf("receipt of an empty blob: %+v", r)
	}
	if got := Get(t, s, r.ID); len(got) != 0 {
		t.Errorf("read %d bytes, want none", len(got))
	}
}

func seeks(t *testing.T, s blob.Store) {
	r := Put(t, s, []byte("0123456789"))
	f, err := s.Open(t.Context(), r.ID)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close() //nolint:errcheck // reading
	if _, err := f.Seek(-3, io.SeekEnd); err != nil {
		t.Fatal(err)
	}
	got, err := io.ReadAll(f)
	if err != nil || string(got) != "789" {
		t.Errorf("after seeking to the last three bytes: %q, %v", got, err)
	}
}

func hidesStaged(t *testing.T, s blob.Store) {
	r := stage(t, s, []byte("belum dikirim"))
	_, err := s.Open(t.Context(), r.ID)
	wantKind(t, "Open of a staged blob", err, rambu.NotFound)
}

func aborts(t *testing.T, s blob.Store) {
	w, err := s.Stage(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write([]byte("batal")); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := w.Abort(); err != nil {
			t.Errorf("Abort: %v", err)
		}
	}
	if n, err := s.Sweep(t.Context(), later()); n != 0 || err != nil {
		t.Errorf("Sweep after Abort = %d, %v; want nothing left", n, err)
	}
}

func endsOnce(t *testing.T, s blob.Store) {
	w, err := s.Stage(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	r, err := w.Commit()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write([]byte("x")); err == nil {
		t.Error("Write after Commit succeeded")
	}
	if _, err := w.Commit(); err == nil {
		t.Error("the second Commit succeeded")
	}
	if err := w.Abort(); err != nil {
		t.Errorf("Abort after Commit: %v", err)
	}
	if err := s.Keep(t.Context(), r.ID); err != nil {
		t.Errorf("Abort after Commit took the blob away: %v", err)
	}
}

func keepsTwice(t *testing.T, s blob.Store) {
	r := Put(t, s, []byte("dua kali"))
	if err := s.Keep(t.Context(), r.ID); err != nil {
		t.Errorf("the second Keep: %v", err)
	}
	if got := Get(t, s, r.ID); string(got) != "dua kali" {
		t.Errorf("read %q", got)
	}
}

func refusesIDs(t *testing.T, s blob.Store) {
	for _, id := range []string{
		rambu.NewID(blob.Prefix), rambu.NewID("lap"), "", ".", "..", "../../etc/passwd", "/etc/passwd",
		"blob_", "blob_../../../../../../../etc/p", "staged", "blob_\x00",
	} {
		_, err := s.Open(t.Context(), id)
		wantKind(t, "Open "+id, err, rambu.NotFound)
		wantKind(t, "Keep "+id, s.Keep(t.Context(), id), rambu.NotFound)
		if err := s.Delete(t.Context(), id); err != nil {
			t.Errorf("Delete %q: %v", id, err)
		}
	}
}

func deletes(t *testing.T, s blob.Store) {
	stays, goes, uploaded := Put(t, s, []byte("tinggal")), Put(t, s, []byte("hapus")), stage(t, s, []byte("sementara"))
	for range 2 {
		for _, id := range []string{goes.ID, uploaded.ID} {
			if err := s.Delete(t.Context(), id); err != nil {
				t.Errorf("Delete: %v", err)
			}
		}
	}
	_, err := s.Open(t.Context(), goes.ID)
	wantKind(t, "Open after Delete", err, rambu.NotFound)
	wantKind(t, "Keep of a deleted staged blob", s.Keep(t.Context(), uploaded.ID), rambu.NotFound)
	if got := Get(t, s, stays.ID); string(got) != "tinggal" {
		t.Errorf("the other blob reads %q", got)
	}
}

func lists(t *testing.T, s blob.Store) {
	want := map[string]int64{}
	for i := range 5 {
		r := Put(t, s, make([]byte, i))
		want[r.ID] = r.Size
	}
	stage(t, s, []byte("not listed"))
	got := map[string]int64{}
	err := s.List(t.Context(), func(i blob.Info) error {
		if i.Time.IsZero() {
			t.Errorf("%s has no time", i.ID)
		}
		got[i.ID] = i.Size
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("listing (-want +got):\n%s", diff)
	}
	calls, enough := 0, errors.New("enough")
	err = s.List(t.Context(), func(blob.Info) error {
		calls++
		return enough
	})
	if !errors.Is(err, enough) || calls != 1 {
		t.Errorf("List = %v after %d calls, want the error of the first", err, calls)
	}
}

func later() time.Time { return time.Now().Add(time.Hour) }

func sweeps(t *testing.T, s blob.Store) {
	keep, finished := Put(t, s, []byte("kept")), stage(t, s, []byte("finished"))
	w, err := s.Stage(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = w.Abort() }() // swept by then
	if n, err := s.Sweep(t.Context(), time.Now().Add(-time.Hour)); n != 0 || err != nil {
		t.Errorf("Sweep of what is older than an hour = %d, %v; want 0", n, err)
	}
	if n, err := s.Sweep(t.Context(), later()); n != 2 || err != nil {
		t.Errorf("Sweep = %d, %v; want the finished and the unfinished upload", n, err)
	}
	wantKind(t, "Keep after Sweep", s.Keep(t.Context(), finished.ID), rambu.NotFound)
	if got := Get(t, s, keep.ID); string(got) != "kept" {
		t.Errorf("the kept blob reads %q", got)
	}
}

func sweptWriter(t *testing.T, s blob.Store) {
	w, err := s.Stage(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Sweep(t.Context(), later()); err != nil {
		t.Fatal(err)
	}
	_, err = w.Commit()
	wantKind(t, "Commit after Sweep", err, rambu.NotFound)
}

func cancelled(t *testing.T, s blob.Store) {
	r, p := Put(t, s, []byte("ada")), stage(t, s, []byte("menunggu"))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, stageErr := s.Stage(ctx)
	_, openErr := s.Open(ctx, r.ID)
	_, sweepErr := s.Sweep(ctx, later())
	for name, err := range map[string]error{
		"Stage": stageErr, "Open": openErr, "Sweep": sweepErr,
		"Keep": s.Keep(ctx, p.ID), "Delete": s.Delete(ctx, r.ID),
		"List": s.List(ctx, func(blob.Info) error { return nil }),
	} {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("%s = %v, want context.Canceled", name, err)
		}
	}
	if err := s.Keep(t.Context(), p.ID); err != nil {
		t.Errorf("the staged blob suffered: %v", err)
	}
	if got := Get(t, s, r.ID); string(got) != "ada" {
		t.Errorf("the kept blob suffered: %q", got)
	}
}

func concurrent(t *testing.T, s blob.Store) {
	const writers, each = 8, 10
	var g sync.WaitGroup
	for i := range writers {
		g.Go(func() {
			for j := range each {
				content := bytes.Repeat([]byte{byte(i), byte(j)}, 1000)
				if r := put(t, s, content); r.SHA256 != sha256.Sum256(content) {
					t.Errorf("writer %d, blob %d: wrong hash", i, j)
				}
			}
		})
	}
	g.Wait()
	n := 0
	if err := s.List(t.Context(), func(blob.Info) error { n++; return nil }); err != nil || n != writers*each {
		t.Errorf("%d blobs, %v; want %d", n, err, writers*each)
	}
}

// put is Put for a goroutine, which may not end the test.
func put(t *testing.T, s blob.Store, content []byte) blob.Receipt {
	w, err := s.Stage(t.Context())
	if err != nil {
		t.Error(err)
		return blob.Receipt{}
	}
	_, writeErr := w.Write(content)
	r, err := w.Commit()
	if err := errors.Join(writeErr, err, s.Keep(t.Context(), r.ID)); err != nil {
		t.Error(err)
	}
	return r
}

func constantMemory(t *testing.T, s blob.Store) {
	const size, chunk = 32 << 20, 64 << 10
	buf := make([]byte, chunk)
	used := allocated(func() {
		w, err := s.Stage(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for range size / chunk {
			if _, err := w.Write(buf); err != nil {
				t.Fatal(err)
			}
		}
		r, err := w.Commit()
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Keep(t.Context(), r.ID); err != nil {
			t.Fatal(err)
		}
		f, err := s.Open(t.Context(), r.ID)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close() //nolint:errcheck // reading
		n, err := io.CopyBuffer(struct{ io.Writer }{io.Discard}, struct{ io.Reader }{f}, buf)
		if n != size || err != nil {
			t.Fatalf("read %d bytes, %v; want %d", n, err, size)
		}
	})
	if used > size/8 {
		t.Errorf("writing and reading %d MiB allocated %d KiB", size>>20, used>>10)
	}
}

// allocated returns the bytes allocated on the heap while f ran.
func allocated(f func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}
