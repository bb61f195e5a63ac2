// Package blob keeps large ciphertexts, such as evidence files, outside the database. A blob is
// first staged, so that an upload nobody finishes expires, and then kept. The package never
// sees a key or plain text, and a blob's name says nothing about its content.
package blob

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"io"
	"io/fs"
	"syscall"
	"time"

	"rambu.id"
)

// Prefix is the type prefix of blob ids ("blob_…").
const Prefix = "blob"

// Receipt says what Commit wrote.
type Receipt struct {
	ID     string
	Size   int64    // bytes of ciphertext
	SHA256 [32]byte // of the ciphertext
}

// Info describes a kept blob in a listing.
type Info struct {
	ID   string
	Size int64     // bytes of ciphertext
	Time time.Time // when its last byte was written, by the clock of the machine that stores it
}

// Store keeps blobs. Its implementations are safe for concurrent use, hold no blob in memory,
// and return Unavailable when there is no room or the storage fails: the caller may try again.
//
// Call Keep before committing the database row that names the blob. A crash between the two
// leaves a blob no row knows, which List finds; the other order could lose evidence.
type Store interface {
	// Stage starts a new blob. The caller ends it with Commit or Abort.
	Stage(ctx context.Context) (Writer, error)
	// Keep makes a staged blob permanent, and is done when the storage has it for good. Keeping
	// a kept blob again does nothing. NotFound: never staged, or swept meanwhile.
	Keep(ctx context.Context, id string) error
	// Open reads a kept blob; the caller closes it. NotFound: not kept, even if it is staged.
	Open(ctx context.Context, id string) (io.ReadSeekCloser, error)
	// Delete removes a blob, staged or kept. It succeeds when there is none.
	Delete(ctx context.Context, id string) error
	// List calls fn for every kept blob, in no promised order, until fn returns an error, which
	// List returns. Blobs kept or deleted meanwhile may be missing.
	List(ctx context.Context, fn func(Info) error) error
	// Sweep removes blobs that are staged and were last written before olderThan (machine
	// time), and returns how many.
	Sweep(ctx context.Context, olderThan time.Time) (int, error)
}

// Altered reads a kept blob and says why it is not the ciphertext with this SHA-256: that it is
// gone, or is another one. "" when it is the same. An error says that it could not be read.
func Altered(ctx context.Context, s Store, id string, sum []byte) (why string, err error) {
	src, err := s.Open(ctx, id)
	if err != nil && rambu.KindOf(err) == rambu.NotFound {
		return "its blob is gone", nil
	}
	if err != nil {
		return "", err
	}
	defer src.Close() //nolint:errcheck // reading
	h := sha256.New()
	_, err = io.Copy(h, src)
	if err != nil {
		return "", err
	}
	if !bytes.Equal(h.Sum(nil), sum) {
		return "its blob is not the one that was stored", nil
	}
	return "", nil
}

// Writer receives the bytes of one blob. After an error of Write nothing more is accepted and
// Commit returns that error.
type Writer interface {
	io.Writer
	// Commit ends the blob and returns its receipt once storage has every byte. The blob is
	// then staged: it can be kept until it is swept.
	Commit() (Receipt, error)
	// Abort discards the blob. After Commit it does nothing, so it can be deferred.
	Abort() error
}

// Failure translates an error of the operating system into the words of rambu: full disks and
// failing storage are Unavailable, a missing file is NotFound. Other errors pass unchanged.
func Failure(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return &rambu.Error{Kind: rambu.Unavailable, Key: "blob.error.full", Detail: "disk full", Err: err}
	case errors.Is(err, syscall.EIO), errors.Is(err, syscall.EROFS), errors.Is(err, io.ErrShortWrite):
		return &rambu.Error{Kind: rambu.Unavailable, Key: "blob.error.storage", Detail: "storage fails", Err: err}
	case errors.Is(err, fs.ErrNotExist):
		return &rambu.Error{Kind: rambu.NotFound, Key: "blob.error.not_found", Detail: "no such blob", Err: err}
	}
	return err
}

// notFound is the answer to an id that names nothing, or is no id at all.
func notFound() error {
	return &rambu.Error{Kind: rambu.NotFound, Key: "blob.error.not_found", Detail: "no such blob"}
}
