// Package excuse keeps the papers behind reasons of absence: a doctor's note, a dispatch order. It
// knows no meeting and asks nobody who he is: package meeting does, and seals the key of a paper
// inside the reason it belongs to.
package excuse

import (
	"context"
	"embed"
	"io"
	"io/fs"

	"rambu.id"
	"rambu.id/internal/blob"
	"rambu.id/internal/db"
	"rambu.id/ledger"
	"rambu.id/seal/attachment"
)

//go:embed migrations/*.sql
var migrations embed.FS

// MaxFile is the largest paper, in bytes.
const MaxFile = 20 << 20

// Paper is a sealed paper.
type Paper = attachment.File

var paperTable = ledger.NewTable("excuse_paper", "id", "institution", "region", "meeting", "invitee", "correction", "blob", "bytes", "sha256")

// Tables are the owned tables of the package.
func Tables() []*ledger.Table { return []*ledger.Table{paperTable} }

// Store keeps papers.
type Store struct {
	db     *db.DB
	keeper attachment.Keeper
}

// Open migrates the package's tables.
func Open(ctx context.Context, d *db.DB, blobs blob.Store) (*Store, error) {
	sub, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, err
	}
	s := &Store{db: d, keeper: attachment.Keeper{
		Blobs: blobs, Info: "excuse_paper", Prefix: "dka", Noun: "meeting", Field: "berkas", Max: MaxFile, Name: 200, Media: attachment.Pictures(),
	}}
	return s, d.Migrate(ctx, "excuse", sub)
}

// Attach seals a paper while it streams in; what no operation uses is swept later. Errors: Invalid
// for what is neither picture nor PDF, TooLarge.
func (s *Store) Attach(ctx context.Context, name, media string, src io.Reader) (Paper, error) {
	return s.keeper.Attach(ctx, name, media, src)
}

// Keep makes a paper permanent before its row is written; nil is none.
func (s *Store) Keep(ctx context.Context, p *Paper) error {
	if p == nil {
		return nil
	}
	return s.keeper.Keep(ctx, *p)
}

// Of says what a paper belongs to.
type Of struct {
	Institution, Region, Meeting, Invitee string
	Correction                            string // "" for the paper of a reason
}

// Put writes the clear side of a paper; nil is none.
func Put(op *ledger.Op, of Of, p *Paper) error {
	if p == nil {
		return nil
	}
	return op.Insert(paperTable, p.ID, of.Institution, of.Region, of.Meeting, of.Invitee, of.Correction, p.Blob, p.Bytes, p.Sealed)
}

// TakeOut takes the papers of a reason out that is replaced or taken back, and returns where their
// ciphertexts lie. Give them to Forget once the operation is done.
func TakeOut(op *ledger.Op, invitee string) ([]string, error) {
	held, err := ofReason(op, invitee)
	if err != nil {
		return nil, err
	}
	var blobs []string
	for _, p := range held {
		err = op.Delete(paperTable, p.id, p.version)
		if err != nil {
			return nil, err
		}
		blobs = append(blobs, p.blob)
	}
	return blobs, nil
}

// Forget removes ciphertexts whose rows are gone: a doctor's note does not stay because somebody
// came after all. No key opens one that could not be removed.
func (s *Store) Forget(ctx context.Context, blobs []string) error {
	for _, b := range blobs {
		err := s.keeper.Blobs.Delete(ctx, b)
		if err != nil && rambu.KindOf(err) != rambu.NotFound {
			return err
		}
	}
	return nil
}

// Open opens the stream of a paper; close it. A changed one fails while it is read.
func (s *Store) Open(ctx context.Context, p Paper) (io.ReadCloser, error) {
	return s.keeper.Open(ctx, p)
}

// Verify reads every paper and compares it with the hash the log vouches for. It returns how many
// were read; the first that is gone or changed is a *ledger.Broken.
func (s *Store) Verify(ctx context.Context) (int, error) { return s.keeper.Verify(ctx, s.after) }
