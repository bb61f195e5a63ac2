package letter

import (
	"context"
	"io"

	"rambu.id"
	"rambu.id/internal/blob"
	"rambu.id/ledger"
	"rambu.id/seal/attachment"
)

// File is a sealed file that belongs to a letter: an exhibit, a scan, a receipt.
type File = attachment.File

// Why a letter has a file.
const (
	purposeAttachment = "lampiran"
	purposeSigned     = "tanda-tangan"
	purposeReceipt    = "tanda-terima"
	purposeScan       = "pindaian"
)

// MaxFile bounds one file, in bytes.
const MaxFile = 200 << 20

// keeper keeps the files of letters.
func keeper(blobs blob.Store) attachment.Keeper {
	return attachment.Keeper{Blobs: blobs, Info: "letter_file", Prefix: "lbr", Noun: "letter", Field: "file", Max: MaxFile, Name: 200}
}

// Attach seals a file under a key of its own and stores it. Pass the result on to the
// operation that uses it; what no operation uses is swept later. Exhibits of a case are read
// with the case's key and attached anew, so that the addressee's copy does not depend on them.
func (d *Desk) Attach(ctx context.Context, name, media string, r io.Reader) (File, error) {
	return d.keeper.Attach(ctx, name, media, r)
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

// Verify reads every file of every letter and compares it with the hash the log vouches for.
// It returns how many were read; the first that is gone or changed is a *ledger.Broken.
func (d *Desk) Verify(ctx context.Context) (int, error) { return d.keeper.Verify(ctx, d.filesAfter) }
