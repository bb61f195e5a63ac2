// Package attachment keeps the files that people attach: a scan, a decree, a photograph, a doctor's
// note. A file is sealed while it streams in, under a key of its own, and lies nowhere in clear;
// its key and its name belong inside a value that is sealed to whoever may read it. Each noun has
// a keeper with its own folder, its own rows and its own bounds.
package attachment

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"slices"
	"strings"

	"rambu.id"
	"rambu.id/internal/blob"
	"rambu.id/ledger"
	"rambu.id/seal"
)

// File is a sealed file. It carries its own key, so it is kept only inside sealed values.
type File struct {
	ID     string `json:"id"`
	Blob   string `json:"blob"` // where its ciphertext lies
	Key    []byte `json:"key"`
	Name   string `json:"name"`
	Media  string `json:"media"` // "application/pdf"
	Size   int64  `json:"size"`  // of the file itself, bytes
	SHA256 string `json:"sha256"`

	Bytes  int64  `json:"bytes"`  // of the padded ciphertext
	Sealed []byte `json:"sealed"` // SHA-256 of the ciphertext
}

// Keeper keeps the files of one noun. It does not change and is safe for concurrent use.
type Keeper struct {
	Blobs  blob.Store
	Info   string   // what a file is sealed as, "letter_file": one of another noun does not open
	Prefix string   // of its ids
	Noun   string   // whose sentences refuse a file: "letter.error.file_empty"
	Field  string   // of the form
	Max    int64    // bytes
	Name   int      // longest name, bytes
	Media  []string // kinds that are taken; nil takes any
}

// Pictures are photographs and scans: what a browser shows and a village can send.
func Pictures() []string { return []string{"image/jpeg", "image/png", "image/webp", "application/pdf"} }

func (k Keeper) fault(kind rambu.Kind, what string) error {
	return rambu.Fault(kind, k.Noun+".error."+what).On(k.Field)
}

// Attach seals a file while it streams in. Pass the result to the operation that uses it; what none
// takes up is swept later; what was kept before its operation failed stays, and nobody has its key. Errors: Invalid for a name, kind or length that is not taken,
// TooLarge.
func (k Keeper) Attach(ctx context.Context, name, media string, src io.Reader) (File, error) {
	name = strings.TrimSpace(name)
	if name == "" || len(name) > k.Name {
		return File{}, k.fault(rambu.Invalid, "file_name")
	}
	kind, _, _ := strings.Cut(media, ";")
	if k.Media != nil {
		media = kind
		if !slices.Contains(k.Media, kind) {
			return File{}, k.fault(rambu.Invalid, "media")
		}
	}
	w, err := k.Blobs.Stage(ctx)
	if err != nil {
		return File{}, err
	}
	defer w.Abort() //nolint:errcheck // after Commit it does nothing
	key := seal.NewContentKey()
	f := File{ID: rambu.NewID(k.Prefix), Key: key[:], Name: name, Media: media}
	err = k.pour(w, key, &f, src)
	if err != nil {
		return File{}, err
	}
	receipt, err := w.Commit()
	if err != nil {
		return File{}, err
	}
	f.Blob, f.Bytes, f.Sealed = receipt.ID, receipt.Size, receipt.SHA256[:]
	return f, nil
}

// pour seals the stream, and pads it so that its length tells little.
func (k Keeper) pour(w io.Writer, key seal.ContentKey, f *File, src io.Reader) error {
	out, err := key.File(w, k.info(f.ID))
	if err != nil {
		return err
	}
	plain := sha256.New()
	f.Size, err = io.Copy(io.MultiWriter(out, plain), io.LimitReader(src, k.Max+1))
	switch {
	case err != nil:
		return err
	case f.Size == 0:
		return k.fault(rambu.Invalid, "file_empty")
	case f.Size > k.Max:
		return k.fault(rambu.TooLarge, "file_large")
	}
	f.SHA256 = hex.EncodeToString(plain.Sum(nil))
	err = seal.PadFile(out, f.Size)
	if err != nil {
		return err
	}
	return out.Close()
}

func (k Keeper) info(id string) []byte { return seal.Info(k.Info, id) }

// Keep makes the blobs permanent, before the rows that name them are committed.
func (k Keeper) Keep(ctx context.Context, files ...File) error {
	for _, f := range files {
		if len(f.Key) == 0 || !rambu.ValidID(k.Prefix, f.ID) {
			return rambu.Errorf(rambu.Invalid, "a file that was not attached")
		}
		err := k.Blobs.Keep(ctx, f.Blob)
		if err != nil {
			return err
		}
	}
	return nil
}

// Open opens the stream of a file; close it. A changed file fails while it is read.
func (k Keeper) Open(ctx context.Context, f File) (io.ReadCloser, error) {
	key, err := seal.ContentKeyFrom(f.Key)
	if err != nil {
		return nil, err
	}
	src, err := k.Blobs.Open(ctx, f.Blob)
	if err != nil {
		return nil, err
	}
	plain, err := key.OpenFile(src, k.info(f.ID))
	if err != nil {
		_ = src.Close()
		return nil, err
	}
	return struct {
		io.Reader
		io.Closer
	}{seal.UnpadFile(plain, f.Size), src}, nil
}

// Row is what a row says of a file in clear.
type Row struct {
	ID     string // of the row
	Blob   string
	SHA256 []byte // of the ciphertext
}

// Verify reads every file of the noun and compares it with the hash the log vouches for. page
// returns rows after an id, in the order of their ids. It returns how many were read; the first
// that is gone or changed is a *ledger.Broken.
func (k Keeper) Verify(ctx context.Context, page func(ctx context.Context, after string) ([]Row, error)) (int, error) {
	n, after := 0, ""
	for {
		rows, err := page(ctx, after)
		if err != nil || len(rows) == 0 {
			return n, err
		}
		for _, r := range rows {
			why, err := blob.Altered(ctx, k.Blobs, r.Blob, r.SHA256)
			if err == nil && why != "" {
				err = &ledger.Broken{What: "file", Which: r.ID, Why: why}
			}
			if err != nil {
				return n, err
			}
			n, after = n+1, r.ID
		}
	}
}
