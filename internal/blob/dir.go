package blob

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"strings"
	"syscall"
	"time"

	"rambu.id"
)

var _ Store = (*Dir)(nil)

// The folders of a Dir. Both lie on one file system, so that keeping is a rename.
const (
	staged = "staged" // <id>.part while it is written, <id> once committed
	kept   = "kept"   // <two characters of the id>/<id>
)

const (
	part     = ".part"
	fileMode = 0o600
	dirMode  = 0o700
	// batch is how many directory entries are read at a time.
	batch = 256
)

// Dir is a Store in a folder of the local file system. It follows no link out of the folder.
type Dir struct {
	root    *os.Root
	reserve int64
	wrap    func(file) file // tests put faults between us and the disk here; nil otherwise
}

// file is what a Dir needs of a file it writes.
type file interface {
	io.Writer
	Sync() error
	Close() error
}

// OpenDir opens the store in the folder, making it if need be. Stage answers Unavailable while
// fewer than reserve bytes are free on the disk, so that the database beside it can still
// write; 0 checks nothing.
func OpenDir(folder string, reserve int64) (*Dir, error) {
	if err := os.MkdirAll(folder, dirMode); err != nil {
		return nil, Failure(err)
	}
	root, err := os.OpenRoot(folder)
	if err != nil {
		return nil, Failure(err)
	}
	d := &Dir{root: root, reserve: reserve}
	for _, name := range []string{staged, kept} {
		if err := d.mkdir(name); err != nil {
			return nil, errors.Join(Failure(err), root.Close())
		}
	}
	return d, nil
}

// Close releases the folder. Blobs being written or read go on.
func (d *Dir) Close() error { return d.root.Close() }

// Free returns how many bytes the disk of the store still accepts.
func (d *Dir) Free() (int64, error) {
	f, err := d.root.Open(".")
	if err != nil {
		return 0, Failure(err)
	}
	defer f.Close()
	return free(f)
}

// Stage starts a blob under a new random id.
func (d *Dir) Stage(ctx context.Context) (Writer, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if err := d.checkRoom(); err != nil {
		return nil, err
	}
	id := rambu.NewID(Prefix)
	f, err := d.root.OpenFile(path.Join(staged, id+part), os.O_WRONLY|os.O_CREATE|os.O_EXCL, fileMode)
	if err != nil {
		return nil, Failure(err)
	}
	return newDirWriter(d, id, d.wrapped(f)), nil
}

func (d *Dir) wrapped(f file) file {
	if d.wrap == nil {
		return f
	}
	return d.wrap(f)
}

func (d *Dir) checkRoom() error {
	if d.reserve <= 0 {
		return nil
	}
	n, err := d.Free()
	if err != nil {
		return err
	}
	if n < d.reserve {
		return Failure(syscall.ENOSPC)
	}
	return nil
}

// Keep renames the staged file into its permanent folder and waits for the disk.
func (d *Dir) Keep(ctx context.Context, id string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if !rambu.ValidID(Prefix, id) {
		return notFound()
	}
	folder, name := place(id)
	if err := d.mkdir(folder); err != nil {
		return Failure(err)
	}
	err := d.root.Rename(path.Join(staged, id), name)
	if errors.Is(err, fs.ErrNotExist) {
		// Kept before, perhaps by a call whose answer was lost: then it may not be on disk yet.
		_, err = d.root.Stat(name)
	}
	if err != nil {
		return Failure(err)
	}
	return Failure(errors.Join(d.syncDir(folder), d.syncDir(staged)))
}

// Open opens a kept blob for reading.
func (d *Dir) Open(ctx context.Context, id string) (io.ReadSeekCloser, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if !rambu.ValidID(Prefix, id) {
		return nil, notFound()
	}
	_, name := place(id)
	f, err := d.root.Open(name)
	if err != nil {
		return nil, Failure(err)
	}
	return f, nil
}

// Delete removes the file, wherever it lies, and waits for the disk.
func (d *Dir) Delete(ctx context.Context, id string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if !rambu.ValidID(Prefix, id) {
		return nil
	}
	_, name := place(id)
	for _, name := range []string{path.Join(staged, id), name} {
		err := d.root.Remove(name)
		if err == nil {
			err = d.syncDir(path.Dir(name))
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return Failure(err)
		}
	}
	return nil
}

// List walks the kept blobs folder by folder.
func (d *Dir) List(ctx context.Context, fn func(Info) error) error {
	return d.each(ctx, kept, func(folder fs.FileInfo) error {
		return d.each(ctx, path.Join(kept, folder.Name()), func(f fs.FileInfo) error {
			if !rambu.ValidID(Prefix, f.Name()) {
				return nil // an operator's own file is not ours to judge
			}
			return fn(Info{ID: f.Name(), Size: f.Size(), Time: f.ModTime().UTC()})
		})
	})
}

// Sweep removes abandoned uploads, finished or not.
func (d *Dir) Sweep(ctx context.Context, olderThan time.Time) (int, error) {
	removed := 0
	err := d.each(ctx, staged, func(f fs.FileInfo) error {
		if !rambu.ValidID(Prefix, strings.TrimSuffix(f.Name(), part)) || !f.ModTime().Before(olderThan) {
			return nil
		}
		err := d.root.Remove(path.Join(staged, f.Name()))
		if errors.Is(err, fs.ErrNotExist) {
			return nil // kept or aborted in this moment
		}
		if err != nil {
			return Failure(err)
		}
		removed++
		return nil
	})
	return removed, err
}

// each calls fn for the entries of a folder, reading a few at a time.
func (d *Dir) each(ctx context.Context, folder string, fn func(fs.FileInfo) error) error {
	f, err := d.root.Open(folder)
	if err != nil {
		return Failure(err)
	}
	defer f.Close()
	for {
		entries, err := f.ReadDir(batch)
		for _, e := range entries {
			if err := ctx.Err(); err != nil {
				return err
			}
			info, err := e.Info()
			if errors.Is(err, fs.ErrNotExist) {
				continue // removed since the folder was read
			}
			if err != nil {
				return Failure(err)
			}
			if err := fn(info); err != nil {
				return err
			}
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return Failure(err)
		}
	}
}

// place returns the permanent folder and file of an id. Folders by two characters keep each
// below a few thousand entries with millions of blobs.
func place(id string) (folder, name string) {
	fan := strings.TrimPrefix(id, Prefix+"_")[:2]
	folder = path.Join(kept, fan)
	return folder, path.Join(folder, id)
}

// mkdir makes a folder if need be and waits until its parent knows it.
func (d *Dir) mkdir(name string) error {
	if err := d.root.Mkdir(name, dirMode); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return d.syncDir(path.Dir(name))
}

// syncDir waits until the entries of a folder are on disk: a file's own fsync does not promise
// that its name survives a power cut.
func (d *Dir) syncDir(name string) error {
	f, err := d.root.Open(name)
	if err != nil {
		return err
	}
	return errors.Join(d.wrapped(f).Sync(), f.Close())
}
