package blob

import (
	"errors"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"rambu.id"
)

// faults is a disk that misbehaves as told.
type faults struct {
	room     int   // bytes accepted before writeErr
	writeErr error // what a write past room returns; nil writes less and says nothing
	syncs    int   // fsyncs that succeed before syncErr
	syncErr  error
	closeErr error
}

type faulty struct {
	file
	on *faults
}

func (f faulty) Write(p []byte) (int, error) {
	if len(p) <= f.on.room {
		f.on.room -= len(p)
		return f.file.Write(p)
	}
	n, err := f.file.Write(p[:f.on.room])
	f.on.room = 0
	return n, errors.Join(err, f.on.writeErr)
}

func (f faulty) Sync() error {
	if f.on.syncErr != nil {
		if f.on.syncs == 0 {
			return f.on.syncErr
		}
		f.on.syncs--
	}
	return f.file.Sync()
}

func (f faulty) Close() error { return errors.Join(f.file.Close(), f.on.closeErr) }

const plenty = math.MaxInt

func TestFaultyDiskNeverYieldsAReceipt(t *testing.T) {
	for _, c := range []struct {
		name    string
		on      faults
		wantKey string
	}{
		{"full at the first byte", faults{writeErr: syscall.ENOSPC}, "blob.error.full"},
		{"full after some bytes", faults{room: 5000, writeErr: syscall.ENOSPC}, "blob.error.full"},
		{"over quota", faults{room: 5000, writeErr: syscall.EDQUOT}, "blob.error.full"},
		{"bad sector", faults{room: 5000, writeErr: syscall.EIO}, "blob.error.storage"},
		{"short write without an error", faults{room: 5000}, "blob.error.storage"},
		{"fsync of the file fails", faults{room: plenty, syncErr: syscall.EIO}, "blob.error.storage"},
		{"fsync of the file finds the disk full", faults{room: plenty, syncErr: syscall.ENOSPC}, "blob.error.full"},
		{"fsync of the folder fails", faults{room: plenty, syncs: 1, syncErr: syscall.EIO}, "blob.error.storage"},
		{"close fails", faults{room: plenty, closeErr: syscall.EDQUOT}, "blob.error.full"},
	} {
		t.Run(c.name, func(t *testing.T) {
			folder := t.TempDir()
			d, err := OpenDir(folder, 0)
			if err != nil {
				t.Fatal(err)
			}
			defer d.Close()
			d.wrap = func(f file) file { return faulty{f, &c.on} }
			w, err := d.Stage(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			var writeErr error
			for range 10 {
				if _, err := w.Write(make([]byte, 1000)); err != nil {
					writeErr = err
				}
			}
			r, err := w.Commit()
			if r != (Receipt{}) || rambu.KindOf(err) != rambu.Unavailable {
				t.Fatalf("Commit = %+v, %v (kind %s); want no receipt and Unavailable", r, err, rambu.KindOf(err))
			}
			if e, ok := errors.AsType[*rambu.Error](err); !ok || e.Key != c.wantKey {
				t.Errorf("key of %v, want %s", err, c.wantKey)
			}
			if c.on.writeErr != nil && rambu.KindOf(writeErr) != rambu.Unavailable {
				t.Errorf("Write said %v, want Unavailable at once", writeErr)
			}
			if left := files(t, folder); len(left) != 0 {
				t.Errorf("left behind: %v", left)
			}
		})
	}
}

func TestKeepReportsAFolderThatDoesNotReachTheDisk(t *testing.T) {
	d, err := OpenDir(t.TempDir(), 0)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	w, err := d.Stage(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	r, err := w.Commit()
	if err != nil {
		t.Fatal(err)
	}
	// One fsync succeeds (the parent of the new folder), that of the rename fails.
	on := faults{syncs: 1, syncErr: syscall.EIO}
	d.wrap = func(f file) file { return faulty{f, &on} }
	if err := d.Keep(t.Context(), r.ID); rambu.KindOf(err) != rambu.Unavailable {
		t.Errorf("Keep = %v, want Unavailable", err)
	}
	// The caller tries again when the disk has recovered.
	d.wrap = nil
	if err := d.Keep(t.Context(), r.ID); err != nil {
		t.Errorf("Keep again: %v", err)
	}
}

// files returns the files anywhere below folder.
func files(t *testing.T, folder string) []string {
	t.Helper()
	var found []string
	err := filepath.WalkDir(folder, func(name string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			found = append(found, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestStageRefusesBelowTheReserve(t *testing.T) {
	folder := t.TempDir()
	d, err := OpenDir(folder, math.MaxInt64)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	if _, err := d.Stage(t.Context()); rambu.KindOf(err) != rambu.Unavailable {
		t.Errorf("Stage below the reserve = %v, want Unavailable", err)
	}
	if left := files(t, folder); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
}

// TestSmallDisk fills a real file system. Mounting one needs root, which CI has.
func TestSmallDisk(t *testing.T) {
	folder := t.TempDir()
	if err := mountSmall(folder); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatalf("CI must be able to mount a small tmpfs: %v", err)
		}
		t.Skipf("cannot mount a small tmpfs here: %v", err)
	}
	t.Cleanup(func() {
		if err := unmount(folder); err != nil {
			t.Errorf("unmount: %v", err)
		}
	})
	d, err := OpenDir(folder, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	before, err := d.Free()
	if err != nil || before <= 0 || before > 1<<20 {
		t.Fatalf("Free = %d, %v; want up to 1 MiB", before, err)
	}
	if err := fill(t, d, 2<<20); rambu.KindOf(err) != rambu.Unavailable {
		t.Errorf("writing 2 MiB to a disk of 1 MiB: %v, want Unavailable", err)
	}
	// The failed upload gave its room back: a smaller one fits.
	if err := fill(t, d, 256<<10); err != nil {
		t.Errorf("writing 256 KiB afterwards: %v", err)
	}
}

// fill stages and keeps one blob of so many bytes.
func fill(t *testing.T, d *Dir, size int) error {
	t.Helper()
	w, err := d.Stage(t.Context())
	if err != nil {
		return err
	}
	defer func() {
		if err := w.Abort(); err != nil {
			t.Errorf("Abort: %v", err)
		}
	}()
	for range size >> 14 {
		if _, err := w.Write(make([]byte, 1<<14)); err != nil {
			return err
		}
	}
	r, err := w.Commit()
	if err != nil {
		return err
	}
	return d.Keep(t.Context(), r.ID)
}
