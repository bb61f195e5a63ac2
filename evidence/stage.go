package evidence

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strconv"
	"time"

	"rambu.id"
	"rambu.id/internal/blob"
	"rambu.id/internal/db"
	"rambu.id/seal"
)

// StageIn is one file that streams in.
type StageIn struct {
	Institution, Region string
	Draft               []byte   // secret of the draft; only its holder can submit or see the file
	To                  seal.Key // key the file is sealed to: the institution's intake key, or a case's
	Name                string
	Body                io.Reader
}

// Staged is a file that waits for its report to be submitted.
type Staged struct {
	ID   string
	Meta Meta

	row stagedRow
}

// draftOwner is what is stored of a draft's secret.
func draftOwner(draft []byte) string {
	sum := sha256.Sum256(seal.Derive(draft, "evidence/owner"))
	return hex.EncodeToString(sum[:])
}

func draftKey(draft []byte) (seal.ContentKey, error) {
	return seal.ContentKeyFrom(seal.Derive(draft, "evidence/meta"))
}

// Stage seals a file while it streams in and keeps it for a day. The same file staged twice by
// one draft is one file, so a broken upload can simply be repeated; staged to another key than
// before it takes the place of the one that Claim would refuse. Errors on the field
// "berkas": Invalid for an empty file, a type that is not taken or a stream that broke off,
// TooLarge over MaxFile, Unavailable when there is no room.
func (r *Room) Stage(ctx context.Context, in StageIn) (Staged, error) {
	in.Name = cleanName(in.Name)
	before, err := r.Staged(ctx, in.Institution, in.Draft)
	if err != nil {
		return Staged{}, err
	}
	if countTo(in.To.ID, before) >= MaxFiles {
		return Staged{}, tooMany()
	}
	head := bufio.NewReaderSize(in.Body, headSize)
	first, err := head.Peek(headSize)
	if err != nil && !errors.Is(err, io.EOF) {
		return Staged{}, broken(in.Name, err)
	}
	if len(first) == 0 {
		return Staged{}, rambu.Fault(rambu.Invalid, "evidence.error.empty", "name", in.Name).On("berkas")
	}
	kind, ok := sniff(first)
	if !ok {
		return Staged{}, rambu.Fault(rambu.Invalid, "evidence.error.type", "name", in.Name).On("berkas")
	}
	s := Staged{ID: rambu.NewID(idPrefix), Meta: Meta{Name: in.Name, Type: kind}}
	err = r.stream(ctx, in, head, &s)
	if err != nil {
		return Staged{}, err
	}
	same := slices.DeleteFunc(before, func(b Staged) bool { return b.Meta.SHA256 != s.Meta.SHA256 || b.Meta.Name != s.Meta.Name })
	for _, b := range same {
		if b.row.keyID == s.row.keyID {
			return b, r.blobs.Delete(ctx, s.row.blob)
		}
	}
	err = r.insertStaged(&s)
	if err != nil {
		return Staged{}, errors.Join(err, r.blobs.Delete(ctx, s.row.blob))
	}
	for _, b := range same {
		err = r.unstage(ctx, b)
		if err != nil {
			return Staged{}, err
		}
	}
	return s, nil
}

// countTo counts the files sealed to a key.
func countTo(key string, files []Staged) int {
	n := 0
	for _, s := range files {
		if s.row.keyID == key {
			n++
		}
	}
	return n
}

func tooMany() error {
	return rambu.Fault(rambu.Invalid, "evidence.error.count", "n", strconv.Itoa(MaxFiles)).On("berkas")
}

// broken gives an upload that stopped its error. A limit of the request passes unchanged.
func broken(name string, err error) error {
	e := rambu.Fault(rambu.Invalid, "evidence.error.broken", "name", name).On("berkas")
	e.Err = err
	return e
}

// stream copies the file through the seal into a new blob and fills s.
func (r *Room) stream(ctx context.Context, in StageIn, body io.Reader, s *Staged) error {
	w, err := r.blobs.Stage(ctx)
	if err != nil {
		return full(err)
	}
	defer w.Abort() //nolint:errcheck // after Commit it does nothing; before it the first error is told
	key := seal.NewContentKey()
	err = copySealed(w, key, s.ID, body, &s.Meta)
	if err != nil {
		return err
	}
	receipt, err := w.Commit()
	if err != nil {
		return full(err)
	}
	s.row, err = r.describe(in, key, s, receipt)
	if err != nil {
		return errors.Join(err, r.blobs.Delete(ctx, receipt.ID))
	}
	return nil
}

// copySealed writes body, sealed and padded, to w and notes its size and hash.
func copySealed(w io.Writer, key seal.ContentKey, id string, body io.Reader, meta *Meta) error {
	sealed, err := key.File(w, fileInfo(id))
	if err != nil {
		return full(err)
	}
	hash := sha256.New()
	src := &source{r: io.LimitReader(body, MaxFile+1)}
	n, err := io.Copy(io.MultiWriter(sealed, hash), src)
	if src.err != nil {
		return broken(meta.Name, src.err)
	}
	if err != nil {
		return full(err)
	}
	if n > MaxFile {
		return rambu.Fault(rambu.TooLarge, "evidence.error.size", "name", meta.Name, "n", strconv.Itoa(MaxFile>>20)).On("berkas")
	}
	meta.Size, meta.SHA256 = n, hex.EncodeToString(hash.Sum(nil))
	err = seal.PadFile(sealed, n)
	if err != nil {
		return full(err)
	}
	return full(sealed.Close())
}

// source remembers an error of the sender, to tell it from one of our disk.
type source struct {
	r   io.Reader
	err error
}

func (s *source) Read(p []byte) (int, error) {
	n, err := s.r.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		s.err = err
	}
	return n, err
}

// full turns a disk without room into a sentence for the reporter.
func full(err error) error {
	if rambu.KindOf(err) == rambu.Unavailable {
		return &rambu.Error{Kind: rambu.Unavailable, Key: "evidence.error.full", Field: "berkas", Detail: "no room for a file", Err: err}
	}
	return err
}

// describe seals what is known of the file: under its own key, wrapped to the reader's, and
// under the draft's, so that the reporter sees what has arrived.
func (r *Room) describe(in StageIn, key seal.ContentKey, s *Staged, receipt blob.Receipt) (stagedRow, error) {
	now := r.machine.Now()
	row := stagedRow{
		institution: in.Institution, region: in.Region, draft: draftOwner(in.Draft), blob: receipt.ID,
		blobHash: receipt.SHA256[:], blobSize: receipt.Size, keyID: in.To.ID, at: now, expires: now.Add(stagedFor),
	}
	text, err := json.Marshal(s.Meta)
	if err != nil {
		return row, err
	}
	row.meta, err = key.Seal(metaInfo(s.ID), text)
	if err != nil {
		return row, err
	}
	own, err := draftKey(in.Draft)
	if err != nil {
		return row, err
	}
	row.draftMeta, err = own.Seal(metaInfo(s.ID), text)
	if err != nil {
		return row, err
	}
	row.fileKey, err = seal.Seal(in.To.Public, keyInfo(s.ID), key[:])
	return row, err
}

// Staged returns what a draft has staged and what has not expired, in the order it arrived.
func (r *Room) Staged(ctx context.Context, institution string, draft []byte) ([]Staged, error) {
	found, err := r.stagedOf(ctx, institution, draftOwner(draft))
	if err != nil || len(found) == 0 {
		return nil, err
	}
	key, err := draftKey(draft)
	if err != nil {
		return nil, err
	}
	for i := range found {
		text, err := key.Open(metaInfo(found[i].ID), found[i].row.draftMeta)
		if err != nil {
			return nil, err
		}
		err = json.Unmarshal(text, &found[i].Meta)
		if err != nil {
			return nil, rambu.Errorf(rambu.Internal, "a staged file's description: %v", err)
		}
	}
	return found, nil
}

// Unstage removes a staged file of the draft. One that is not the draft's is left alone.
func (r *Room) Unstage(ctx context.Context, institution string, draft []byte, id string) error {
	found, err := r.stagedOf(ctx, institution, draftOwner(draft))
	if err != nil {
		return err
	}
	for _, s := range found {
		if s.ID == id {
			return r.unstage(ctx, s)
		}
	}
	return nil
}

// unstage removes a staged file. A Conflict says that it was removed or submitted in this moment.
func (r *Room) unstage(ctx context.Context, s Staged) error {
	// The row first: a submit that comes between finds no row and fails, whole.
	err := r.log.DB().Write(func(tx *db.Tx) error { return deleteStaged(tx, s.ID) })
	if err != nil {
		return err
	}
	return r.blobs.Delete(ctx, s.row.blob)
}

// Sweep removes what expired before now of the machine clock, and blobs that no row knows
// because a submit did not reach its commit. It returns how many.
func (r *Room) Sweep(ctx context.Context) (int, error) {
	now := r.machine.Now()
	expired, err := r.expired(ctx, now)
	if err != nil {
		return 0, err
	}
	removed := 0
	for _, s := range expired {
		err = r.unstage(ctx, s)
		if rambu.KindOf(err) == rambu.Conflict {
			continue // submitted in this moment
		}
		if err != nil {
			return removed, err
		}
		removed++
	}
	_, err = r.blobs.Sweep(ctx, now.Add(-2*stagedFor))
	if err != nil {
		return removed, err
	}
	orphans, err := r.sweepOrphans(ctx, now.Add(-2*stagedFor))
	return removed + orphans, err
}

// sweepOrphans removes kept blobs that no row names, asking about many at once: an office keeps a
// hundred thousand.
func (r *Room) sweepOrphans(ctx context.Context, olderThan time.Time) (int, error) {
	const atOnce = 500
	var old []string
	err := r.blobs.List(ctx, func(b blob.Info) error {
		if b.Time.Before(olderThan) {
			old = append(old, b.ID)
		}
		return nil
	})
	if err != nil {
		return 0, err
	}
	removed := 0
	for some := range slices.Chunk(old, atOnce) {
		known, err := r.known(ctx, some)
		if err != nil {
			return removed, err
		}
		for _, id := range some {
			if slices.Contains(known, id) {
				continue
			}
			err = r.blobs.Delete(ctx, id)
			if err != nil {
				return removed, err
			}
			removed++
		}
	}
	return removed, nil
}
