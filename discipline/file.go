package discipline

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

// MaxFile bounds one file, in bytes.
const MaxFile = 50 << 20

// File is a sealed file of a matter: a decree, a proof of delivery. It carries its own key, so
// it is kept only inside sealed papers.
type File struct {
	ID     string `json:"id"` // "bkd_…"
	Blob   string `json:"blob"`
	Key    []byte `json:"key"`
	Name   string `json:"name"`
	Media  string `json:"media"`
	Size   int64  `json:"size"` // bytes
	SHA256 string `json:"sha256"`
	Bytes  int64  `json:"bytes"`  // of the ciphertext
	Sealed []byte `json:"sealed"` // SHA-256 of the ciphertext
}

// Attach seals a file while it streams in. Pass the result to the operation that uses it; what
// no operation uses is swept later.
func (o *Office) Attach(ctx context.Context, who rambu.Actor, name, media string, r io.Reader) (File, error) {
	err := mayList(who)
	if err != nil {
		return File{}, err
	}
	name = strings.TrimSpace(name)
	if name == "" || len(name) > maxLine {
		return File{}, rambu.Fault(rambu.Invalid, "discipline.error.file_name").On("berkas")
	}
	w, err := o.blobs.Stage(ctx)
	if err != nil {
		return File{}, err
	}
	defer w.Abort() //nolint:errcheck // after Commit it does nothing
	key := seal.NewContentKey()
	f := File{ID: rambu.NewID("bkd"), Key: key[:], Name: name, Media: media}
	out, err := key.File(w, fileInfo(f.ID))
	if err != nil {
		return File{}, err
	}
	plain := sha256.New()
	f.Size, err = io.Copy(io.MultiWriter(out, plain), io.LimitReader(r, MaxFile+1))
	switch {
	case err != nil:
		return File{}, err
	case f.Size == 0:
		return File{}, rambu.Fault(rambu.Invalid, "discipline.error.file_empty").On("berkas")
	case f.Size > MaxFile:
		return File{}, rambu.Fault(rambu.TooLarge, "discipline.error.file_large").On("berkas")
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

// keep makes a file permanent before the row that names it is written.
func (t *turn) keep(f *File) error {
	if f == nil {
		return nil
	}
	if len(f.Key) == 0 || !rambu.ValidID("bkd", f.ID) {
		return rambu.Errorf(rambu.Invalid, "a file that was not attached")
	}
	err := t.o.blobs.Keep(t.ctx, f.Blob)
	if err != nil {
		return err
	}
	t.files = append(t.files, *f)
	return nil
}

func (f File) write(op *ledger.Op, m Matter) error {
	return op.Insert(fileTable, f.ID, m.Institution, m.Region, m.ID, f.Blob, f.Bytes, f.Sealed)
}

// ReadFile opens a file a paper of the matter names; close it. The read is logged before the
// first byte leaves; a changed file fails while it is read.
func (o *Office) ReadFile(ctx context.Context, who rambu.Actor, matter, file string) (File, io.ReadCloser, error) {
	t, err := o.take(ctx, who, matter, 0, mayRead)
	if err != nil {
		return File{}, nil, err
	}
	f := fileOf(t.papers, file)
	if f == nil {
		return File{}, nil, rambu.Errorf(rambu.NotFound, "the matter has no such file")
	}
	key, err := seal.ContentKeyFrom(f.Key)
	if err != nil {
		return File{}, nil, err
	}
	src, err := o.blobs.Open(ctx, f.Blob)
	if err != nil {
		return File{}, nil, err
	}
	plain, err := key.OpenFile(src, fileInfo(f.ID))
	if err == nil {
		err = o.log.Saw(who, "discipline.read_file", matter, file)
	}
	if err != nil {
		_ = src.Close()
		return File{}, nil, err
	}
	return *f, struct {
		io.Reader
		io.Closer
	}{seal.UnpadFile(plain, f.Size), src}, nil
}

// Verify reads every stored file and compares it with the hash the log vouches for. It returns
// how many were read; the first that is gone or changed is a *ledger.Broken.
func (o *Office) Verify(ctx context.Context) (int, error) {
	n, after := 0, ""
	for {
		page, err := o.filesAfter(ctx, after)
		if err != nil || len(page) == 0 {
			return n, err
		}
		for _, f := range page {
			err = o.verifyFile(ctx, f)
			if err != nil {
				return n, err
			}
			n, after = n+1, f.id
		}
	}
}

func (o *Office) verifyFile(ctx context.Context, f fileRow) error {
	why, err := blob.Altered(ctx, o.blobs, f.blob, f.sha256)
	if err == nil && why != "" {
		err = &ledger.Broken{What: "file", Which: f.id, Why: why}
	}
	return err
}

func fileOf(papers []Paper, id string) *File {
	for _, p := range papers {
		var f *File
		switch c := p.Content.(type) {
		case *Decision:
			f = c.File
		case *Delivery:
			f = c.Proof
		}
		if f != nil && f.ID == id {
			return f
		}
	}
	return nil
}
