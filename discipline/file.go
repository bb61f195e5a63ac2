package discipline

import (
	"context"
	"io"

	"rambu.id"
	"rambu.id/internal/blob"
	"rambu.id/ledger"
	"rambu.id/seal/attachment"
)

// MaxFile bounds one file, in bytes.
const MaxFile = 50 << 20

// File is a sealed file of a matter: a decree, a proof of delivery.
type File = attachment.File

// keeper keeps the files of matters.
func keeper(blobs blob.Store) attachment.Keeper {
	return attachment.Keeper{
		Blobs: blobs, Info: "discipline_file/body", Prefix: "bkd", Noun: "discipline", Field: "berkas", Max: MaxFile, Name: maxLine,
	}
}

// Attach seals a file while it streams in. Pass the result to the operation that uses it; what
// none takes up is swept later.
func (o *Office) Attach(ctx context.Context, who rambu.Actor, name, media string, r io.Reader) (File, error) {
	err := mayList(who)
	if err != nil {
		return File{}, err
	}
	return o.files.Attach(ctx, name, media, r)
}

// keep makes a file permanent before the row that names it is written.
func (t *turn) keep(f *File) error {
	if f == nil {
		return nil
	}
	err := t.o.files.Keep(t.ctx, *f)
	if err != nil {
		return err
	}
	t.files = append(t.files, *f)
	return nil
}

func writeFile(op *ledger.Op, m Matter, f File) error {
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
	body, err := o.files.Open(ctx, *f)
	if err != nil {
		return File{}, nil, err
	}
	err = o.log.Saw(who, "discipline.read_file", matter, file)
	if err != nil {
		_ = body.Close()
		return File{}, nil, err
	}
	return *f, body, nil
}

// Verify reads every stored file and compares it with the hash the log vouches for. It returns
// how many were read; the first that is gone or changed is a *ledger.Broken.
func (o *Office) Verify(ctx context.Context) (int, error) { return o.files.Verify(ctx, o.filesAfter) }

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
