package letter

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"strings"

	"rambu.id"
	"rambu.id/internal/blob"
	"rambu.id/ledger"
	"rambu.id/seal"
)

// File is a sealed file that belongs to a letter: an exhibit, a scan, a receipt. It carries its
// own key, so it is kept only inside sealed values.
type File struct {
	ID     string `json:"id"`   // "lbr_…"
	Blob   string `json:"blob"` // where its ciphertext lies
	Key    []byte `json:"key"`
	Name   string `json:"name"`
	Media  string `json:"media"` // "application/pdf"
	Size   int64  `json:"size"`  // of the file itself, bytes
	SHA256 string `json:"sha256"`

	Bytes  int64  `json:"bytes"`  // of the padded ciphertext
	Sealed []byte `json:"sealed"` // SHA-256 of the ciphertext
}

// Why a letter has a file.
const (
	purposeAttachment = "lampiran"
	purposeSigned     = "tanda-tangan"
	purposeReceipt    = "tanda-terima"
	purposeScan       = "pindaian"
)

// MaxFile bounds one file, in bytes.
const MaxFile = 200 << 20

// Attach seals a file under a key of its own and stores it. Pass the result on to the
// operation that uses it; what no operation uses is swept later. Exhibits of a case are read
// with the case's key and attached anew, so that the addressee's copy does not depend on them.
func (d *Desk) Attach(ctx context.Context, name, media string, r io.Reader) (File, error) {
	name = strings.TrimSpace(name)
	if name == "" || len(name) > 200 {
		return File{}, rambu.Fault(rambu.Invalid, "letter.error.file_name").On("file")
	}
	w, err := d.blobs.Stage(ctx)
	if err != nil {
		return File{}, err
	}
	defer w.Abort() //nolint:errcheck // after Commit it does nothing
	key := seal.NewContentKey()
	f := File{ID: rambu.NewID("lbr"), Key: key[:], Name: name, Media: media}
	out, err := key.File(w, fileInfo(f.ID))
	if err != nil {
		return File{}, err
	}
	plain := sha256.New()
	f.Size, err = io.Copy(io.MultiWriter(out, plain), io.LimitReader(r, MaxFile+1))
	if err != nil {
		return File{}, err
	}
	if f.Size == 0 {
		return File{}, rambu.Fault(rambu.Invalid, "letter.error.file_empty").On("file")
	}
	if f.Size > MaxFile {
		return File{}, rambu.Fault(rambu.TooLarge, "letter.error.file_large").On("file")
	}
	err = seal.PadFile(out, f.Size)
	if err != nil {
		return File{}, err
	}
	err = out.Close()
	if err != nil {
		return File{}, err
	}
	receipt, err := w.Commit()
	if err != nil {
		return File{}, err
	}
	f.Blob, f.Bytes, f.Sealed = receipt.ID, receipt.Size, receipt.SHA256[:]
	f.SHA256 = hex.EncodeToString(plain.Sum(nil))
	return f, nil
}

func fileInfo(id string) []byte { return seal.Info("letter_file", id) }

// keep makes the blobs permanent before the rows that name them are committed.
func (d *Desk) keep(ctx context.Context, files ...File) error {
	for _, f := range files {
		if len(f.Key) == 0 || !rambu.ValidID("lbr", f.ID) {
			return rambu.Errorf(rambu.Invalid, "a file that was not attached")
		}
		err := d.blobs.Keep(ctx, f.Blob)
		if err != nil {
			return err
		}
	}
	return nil
}

// carried is what a row says of a file in clear.
type carried struct {
	Purpose string
	Blob    string
	Bytes   int64
	SHA256  []byte // of the ciphertext
}

func carry(purpose string, files ...File) []carried {
	out := make([]carried, len(files))
	for i, f := range files {
		out[i] = carried{purpose, f.Blob, f.Bytes, f.Sealed}
	}
	return out
}

func insertFiles(op *ledger.Op, institution, region, letter string, files []carried) error {
	for _, f := range files {
		err := op.Insert(fileTable, rambu.NewID("brk"), institution, region, letter, f.Purpose, f.Blob, f.Bytes, f.SHA256)
		if err != nil {
			return err
		}
	}
	return nil
}

// read opens the stream of a file. A changed file fails while it is read.
func (d *Desk) read(ctx context.Context, f File) (io.ReadCloser, error) {
	key, err := seal.ContentKeyFrom(f.Key)
	if err != nil {
		return nil, err
	}
	src, err := d.blobs.Open(ctx, f.Blob)
	if err != nil {
		return nil, err
	}
	plain, err := key.OpenFile(src, fileInfo(f.ID))
	if err != nil {
		_ = src.Close()
		return nil, err
	}
	return struct {
		io.Reader
		io.Closer
	}{seal.UnpadFile(plain, f.Size), src}, nil
}

// Verify reads every file of every letter and compares it with the hash the log vouches for.
// It returns how many were read; the first that is gone or changed is a *ledger.Broken.
func (d *Desk) Verify(ctx context.Context) (int, error) {
	n, after := 0, ""
	for {
		page, err := d.filesAfter(ctx, after)
		if err != nil || len(page) == 0 {
			return n, err
		}
		for _, f := range page {
			err = d.verifyFile(ctx, f)
			if err != nil {
				return n, err
			}
			n, after = n+1, f.id
		}
	}
}

func (d *Desk) verifyFile(ctx context.Context, f fileRow) error {
	why, err := blob.Altered(ctx, d.blobs, f.Blob, f.SHA256)
	if err == nil && why != "" {
		err = &ledger.Broken{What: "file", Which: f.id, Why: why}
	}
	return err
}
