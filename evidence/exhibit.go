package evidence

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"hash"
	"io"
	"strings"

	"rambu.id"
	"rambu.id/internal/blob"
	"rambu.id/ledger"
	"rambu.id/seal"
)

// Claim is what a draft has staged, kept for good and ready to be attached by the operation
// that submits it.
type Claim struct{ files []Staged }

// Len returns the number of files.
func (c *Claim) Len() int {
	if c == nil {
		return 0
	}
	return len(c.files)
}

// Claim keeps the blobs of a draft. Call it before the operation and Attach inside it; a blob
// kept by a submit that fails is found again by the next, or by Sweep. key is the one that will
// open the exhibits: a file that waits under another, because the report went over to its case
// meanwhile, would lock out those who handle it. It is removed, and a Conflict on the field
// "berkas" names it: only its sender can seal it anew. What else was staged stays.
func (r *Room) Claim(ctx context.Context, institution string, draft []byte, key string) (*Claim, error) {
	files, err := r.Staged(ctx, institution, draft)
	if err != nil {
		return nil, err
	}
	var moved []string
	for _, s := range files {
		if s.row.keyID == key {
			continue
		}
		moved = append(moved, s.Meta.Name)
		err = r.unstage(ctx, s)
		if err != nil {
			return nil, err
		}
	}
	if len(moved) > 0 {
		return nil, rambu.Fault(rambu.Conflict, "evidence.error.moved", "names", strings.Join(moved, ", ")).On("berkas")
	}
	for _, s := range files {
		err = r.blobs.Keep(ctx, s.row.blob)
		if err != nil {
			return nil, full(err)
		}
	}
	return &Claim{files: files}, nil
}

// Attach makes the claimed files exhibits of a subject. A Conflict says that one was attached
// or expired meanwhile.
func (c *Claim) Attach(op *ledger.Op, subject string) error {
	if c == nil {
		return nil
	}
	for _, s := range c.files {
		err := deleteStaged(op.Tx, s.ID)
		if err != nil {
			return err
		}
		w := s.row
		op.Fact("exhibit", s.ID)
		err = op.Insert(exhibitTable, s.ID, w.institution, w.region, subject, w.blob, w.blobHash, w.blobSize,
			w.keyID, w.fileKey, w.meta, op.At)
		if err != nil {
			return err
		}
	}
	return nil
}

// mayRead allows those who handle reports and cases. Which of them can open an exhibit is
// decided by the keys they hold: the intake key, or the key of a case they are assigned to.
func mayRead(who rambu.Actor) error {
	if !who.Is(rambu.RoleIntake, rambu.RoleHandler, rambu.RoleMember) {
		return rambu.Errorf(rambu.Forbidden, "exhibits are for those who handle reports and cases")
	}
	return nil
}

// List returns the exhibits of a subject, clear side only.
func (r *Room) List(ctx context.Context, who rambu.Actor, subject string) ([]Exhibit, error) {
	err := mayRead(who)
	if err != nil {
		return nil, err
	}
	return r.exhibitsOf(ctx, who.Institution, subject)
}

// Described is an exhibit with its opened description.
type Described struct {
	Exhibit
	Meta
}

// Describe opens name, type and size of a subject's exhibits. The read is logged before
// anything is returned. Locked: the actor's session does not hold the key.
func (r *Room) Describe(ctx context.Context, who rambu.Actor, subject string) ([]Described, error) {
	list, err := r.List(ctx, who, subject)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	out := make([]Described, len(list))
	for i, e := range list {
		out[i].Exhibit = e
		_, out[i].Meta, err = open(who.Keys, e)
		if err != nil {
			return nil, err
		}
	}
	return out, r.log.Saw(who, "evidence.describe", subject)
}

// open unwraps an exhibit's key and its description.
func open(keys rambu.Keys, e Exhibit) (seal.ContentKey, Meta, error) {
	var m Meta
	key, err := seal.OpenContent(keys, e.KeyID, keyInfo(e.ID), e.fileKey)
	if err != nil {
		return key, m, err
	}
	text, err := key.Open(metaInfo(e.ID), e.meta)
	if err != nil {
		return key, m, err
	}
	err = json.Unmarshal(text, &m)
	if err != nil {
		return key, m, rambu.Errorf(rambu.Internal, "an exhibit's description: %v", err)
	}
	return key, m, nil
}

// File is an opened exhibit. Reading it to the end also proves it: a changed, cut or exchanged
// file ends with an error instead of io.EOF.
type File struct {
	Described
	plain  io.Reader // padded
	blob   io.Closer
	left   int64
	hash   hash.Hash
	ending error
}

// Open opens the original. The read is logged before a byte leaves. Close it.
func (r *Room) Open(ctx context.Context, who rambu.Actor, id string) (*File, error) {
	err := mayRead(who)
	if err != nil {
		return nil, err
	}
	e, err := r.exhibit(ctx, who.Institution, id)
	if err != nil {
		return nil, err
	}
	key, meta, err := open(who.Keys, e)
	if err != nil {
		return nil, err
	}
	err = r.log.Saw(who, "evidence.read", id, e.Subject)
	if err != nil {
		return nil, err
	}
	b, err := r.blobs.Open(ctx, e.blob)
	if err != nil {
		return nil, err
	}
	plain, err := key.OpenFile(b, fileInfo(id))
	if err != nil {
		return nil, errors.Join(err, b.Close())
	}
	return &File{Described: Described{e, meta}, plain: plain, blob: b, left: meta.Size, hash: sha256.New()}, nil
}

// Read reads the original.
func (f *File) Read(p []byte) (int, error) {
	if f.left == 0 {
		return 0, f.end()
	}
	if int64(len(p)) > f.left {
		p = p[:f.left]
	}
	n, err := f.plain.Read(p)
	f.hash.Write(p[:n])
	f.left -= int64(n)
	if errors.Is(err, io.EOF) {
		err = nil
		if f.left > 0 {
			err = io.ErrUnexpectedEOF
		}
	}
	return n, err
}

// end reads the padding, whose last chunk says that nothing was cut off, and compares the hash.
func (f *File) end() error {
	if f.ending != nil {
		return f.ending
	}
	f.ending = io.EOF
	_, err := io.Copy(io.Discard, f.plain)
	if err != nil {
		f.ending = rambu.Errorf(rambu.Internal, "the exhibit does not open to its end: %v", err)
	} else if hex.EncodeToString(f.hash.Sum(nil)) != f.SHA256 {
		f.ending = rambu.Errorf(rambu.Internal, "the exhibit is not the one that was given")
	}
	return f.ending
}

// Close releases the file.
func (f *File) Close() error { return f.blob.Close() }

// HandOver seals the keys of a subject's exhibits to another key, which from then on is the
// only one that opens them. keys must hold the key they are sealed to now.
func (r *Room) HandOver(op *ledger.Op, keys rambu.Keys, subject string, to seal.Key) error {
	list, err := exhibitsOfTx(op.Tx, op.Who.Institution, subject)
	if err != nil {
		return err
	}
	for _, e := range list {
		key, err := seal.OpenContent(keys, e.KeyID, keyInfo(e.ID), e.fileKey)
		if err != nil {
			return err
		}
		wrapped, err := seal.Seal(to.Public, keyInfo(e.ID), key[:])
		if err != nil {
			return err
		}
		err = op.Update(exhibitTable, e.version, e.ID, e.Institution, e.Region, e.Subject, e.blob, e.BlobHash, e.BlobSize,
			to.ID, wrapped, e.meta, e.ReceivedAt)
		if err != nil {
			return err
		}
	}
	return nil
}

// Verify reads every exhibit's blob and compares it with the hash the log vouches for. It
// returns how many were read; the first that is gone or changed is returned as *ledger.Broken.
func (r *Room) Verify(ctx context.Context, progress func(done int64)) (int64, error) {
	var n int64
	after := ""
	for {
		page, err := r.page(ctx, after)
		if err != nil {
			return n, err
		}
		for _, e := range page {
			err = r.verify(ctx, e)
			if err != nil {
				return n, err
			}
			n++
			after = e.ID
			if progress != nil {
				progress(n)
			}
		}
		if len(page) == 0 {
			return n, nil
		}
	}
}

func (r *Room) verify(ctx context.Context, e Exhibit) error {
	why, err := blob.Altered(ctx, r.blobs, e.blob, e.BlobHash)
	if err == nil && why != "" {
		err = &ledger.Broken{What: "exhibit", Which: e.ID, Why: why}
	}
	return err
}
