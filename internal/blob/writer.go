package blob

import (
	"crypto/sha256"
	"errors"
	"hash"
	"io"
	"io/fs"
	"path"

	"rambu.id"
)

// dirWriter writes one blob of a Dir. It is not safe for concurrent use.
type dirWriter struct {
	dir  *Dir
	id   string
	f    file
	hash hash.Hash
	size int64
	err  error // the first error: after it nothing more is written
	done bool  // committed or aborted
}

func newDirWriter(d *Dir, id string, f file) *dirWriter {
	return &dirWriter{dir: d, id: id, f: f, hash: sha256.New()}
}

// Write appends to the blob.
func (w *dirWriter) Write(p []byte) (int, error) {
	if w.done {
		return 0, rambu.Errorf(rambu.Internal, "write to a blob that has ended")
	}
	if w.err != nil {
		return 0, w.err
	}
	n, err := w.f.Write(p)
	if err == nil && n < len(p) {
		err = io.ErrShortWrite
	}
	w.hash.Write(p[:n])
	w.size += int64(n)
	w.err = Failure(err)
	return n, w.err
}

// Commit waits until the disk has the bytes and the name, in this order: a name without its
// bytes would be a blob that cannot be read.
func (w *dirWriter) Commit() (Receipt, error) {
	if w.done {
		return Receipt{}, rambu.Errorf(rambu.Internal, "commit of a blob that has ended")
	}
	if w.err == nil {
		// A failed fsync is final: the kernel may have dropped the pages, so asking again proves
		// nothing.
		w.err = Failure(w.f.Sync())
	}
	if w.err != nil {
		return Receipt{}, errors.Join(w.err, w.Abort())
	}
	w.done = true
	if err := w.f.Close(); err != nil {
		return Receipt{}, errors.Join(Failure(err), w.remove(w.id+part))
	}
	name := path.Join(staged, w.id)
	if err := w.dir.root.Rename(name+part, name); err != nil {
		return Receipt{}, errors.Join(Failure(err), w.remove(w.id+part))
	}
	if err := w.dir.syncDir(staged); err != nil {
		return Receipt{}, errors.Join(Failure(err), w.remove(w.id))
	}
	r := Receipt{ID: w.id, Size: w.size}
	w.hash.Sum(r.SHA256[:0])
	return r, nil
}

// Abort closes and removes the file.
func (w *dirWriter) Abort() error {
	if w.done {
		return nil
	}
	w.done = true
	_ = w.f.Close() // the bytes are thrown away, whatever closing says
	return w.remove(w.id + part)
}

// remove deletes a staged file. One that is gone already was swept.
func (w *dirWriter) remove(name string) error {
	err := w.dir.root.Remove(path.Join(staged, name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return Failure(err)
}
