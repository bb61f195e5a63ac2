package ledger

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"rambu.id"
)

// Receipt is what an operation leaves with whoever made it: with it, and nothing else, anybody
// can check that the operation is in the log.
type Receipt struct {
	OpID       string
	Index      int64
	Salt       []byte // 32 bytes; erased in the log when the operation is erased
	Body       string // canonical text: ids, times and digests, no content and no person
	Proof      tlog.RecordProof
	Checkpoint []byte // signed note; empty when signing failed, then fetch a proof later
}

const proofHeader = "c2sp.org/tlog-proof@v1"

// Text is the receipt as a file: a C2SP tlog-proof whose extra data are salt and body.
func (r Receipt) Text() string {
	var b strings.Builder
	extra := append(append([]byte{}, r.Salt...), r.Body...)
	fmt.Fprintf(&b, "%s\nextra %s\nindex %d\n", proofHeader, base64.StdEncoding.EncodeToString(extra), r.Index)
	for _, h := range r.Proof {
		b.WriteString(h.String() + "\n")
	}
	b.WriteString("\n")
	b.Write(r.Checkpoint)
	return b.String()
}

// VerifyReceipt checks a receipt's text against a log's public key and returns the operation's
// canonical text. It needs no database and no network.
func VerifyReceipt(text, verifierKey string) (body string, err error) {
	r, err := parseReceipt(text)
	if err != nil {
		return "", err
	}
	verifier, err := note.NewVerifier(verifierKey)
	if err != nil {
		return "", fmt.Errorf("verifier key: %w", err)
	}
	n, err := note.Open(r.Checkpoint, note.VerifierList(verifier))
	if err != nil {
		return "", rambu.Errorf(rambu.Invalid, "the checkpoint's signature does not verify: %v", err)
	}
	size, root, err := parseCheckpoint(n.Text)
	if err != nil {
		return "", err
	}
	leaf := tlog.RecordHash(commit(r.Salt, r.Body))
	err = tlog.CheckRecord(r.Proof, size, root, r.Index, leaf)
	if err != nil {
		return "", rambu.Errorf(rambu.Invalid, "the proof does not lead to the checkpoint")
	}
	return r.Body, nil
}

// CheckReceipt is VerifyReceipt with the log's own key, and asks the log whether it still has what the
// receipt proves. Errors: Invalid, Conflict when the log no longer extends the receipt's checkpoint.
func (l *Log) CheckReceipt(ctx context.Context, text string) (body string, err error) {
	body, err = VerifyReceipt(text, l.vkey)
	if err != nil {
		return "", rambu.Fault(rambu.Invalid, "ledger.error.proof").On("bukti")
	}
	r, err := parseReceipt(text)
	if err != nil {
		return "", err
	}
	err = l.Extends(ctx, r.Checkpoint)
	if _, lost := errors.AsType[*Broken](err); lost {
		return "", rambu.Fault(rambu.Conflict, "ledger.error.proof_lost").On("bukti")
	}
	return body, err
}

func parseReceipt(text string) (Receipt, error) {
	var r Receipt
	bad := rambu.Errorf(rambu.Invalid, "not a receipt of this form")
	head, checkpoint, ok := strings.Cut(text, "\n\n")
	lines := strings.Split(head, "\n")
	if !ok || len(lines) < 3 || lines[0] != proofHeader || len(lines) > 3+64 {
		return r, bad
	}
	extra, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(lines[1], "extra "))
	if err != nil || len(extra) < 32 {
		return r, bad
	}
	r.Salt, r.Body = extra[:32], string(extra[32:])
	r.Index, err = strconv.ParseInt(strings.TrimPrefix(lines[2], "index "), 10, 64)
	if err != nil || r.Index < 0 {
		return r, bad
	}
	for _, line := range lines[3:] {
		h, err := tlog.ParseHash(line)
		if err != nil {
			return r, bad
		}
		r.Proof = append(r.Proof, h)
	}
	r.Checkpoint = []byte(checkpoint)
	return r, nil
}

// checkpoint signs the tree of the given size.
func (l *Log) checkpoint(size int64, r tlog.HashReader) ([]byte, error) {
	root, err := tlog.TreeHash(size, r)
	if err != nil {
		return nil, fmt.Errorf("tree hash: %w", err)
	}
	return l.sign(size, root)
}

func (l *Log) sign(size int64, root tlog.Hash) ([]byte, error) {
	text := l.origin + "\n" + strconv.FormatInt(size, 10) + "\n" + root.String() + "\n"
	signed, err := note.Sign(&note.Note{Text: text}, l.signer)
	if err != nil {
		return nil, fmt.Errorf("sign checkpoint: %w", err)
	}
	return signed, nil
}

func parseCheckpoint(text string) (int64, tlog.Hash, error) {
	lines := strings.Split(text, "\n")
	if len(lines) < 4 {
		return 0, tlog.Hash{}, rambu.Errorf(rambu.Invalid, "not a checkpoint")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || size < 0 {
		return 0, tlog.Hash{}, rambu.Errorf(rambu.Invalid, "checkpoint without a size")
	}
	root, err := tlog.ParseHash(lines[2])
	if err != nil {
		return 0, tlog.Hash{}, rambu.Errorf(rambu.Invalid, "checkpoint without a root")
	}
	return size, root, nil
}

// Checkpoint returns the signed checkpoint of the committed log as it is now. It is not for everybody:
// see Public.
func (l *Log) Checkpoint(ctx context.Context) ([]byte, error) {
	size, err := size(ctx, l.db)
	if err != nil {
		return nil, err
	}
	return l.checkpoint(size, l.stored(ctx))
}

// Extends reports whether the log as it is now begins with the tree of a checkpoint this log signed: nil, or
// *Broken. It reads a few dozen stored hashes; that they are those of the operations is for Verify to say.
func (l *Log) Extends(ctx context.Context, checkpoint []byte) error {
	size, err := size(ctx, l.db)
	if err != nil {
		return err
	}
	return l.extends(checkpoint, size, l.stored(ctx))
}

// extends is Extends for a tree of a size.
func (l *Log) extends(checkpoint []byte, size int64, tree tlog.HashReader) error {
	kept, root, err := l.opened(checkpoint)
	if err != nil {
		return &Broken{"checkpoint", "signature", err.Error()}
	}
	if kept > size {
		return &Broken{"checkpoint", strconv.FormatInt(kept, 10), fmt.Sprintf("the log has only %d operations: it was cut", size)}
	}
	old, err := tlog.TreeHash(kept, tree)
	if err != nil {
		return fmt.Errorf("tree hash: %w", err)
	}
	if old != root {
		return &Broken{"checkpoint", strconv.FormatInt(kept, 10), "the log's first operations are not those of the checkpoint: it was rewritten"}
	}
	return nil
}

// opened reads a checkpoint that this log's key signed.
func (l *Log) opened(checkpoint []byte) (size int64, root tlog.Hash, err error) {
	verifier, err := note.NewVerifier(l.vkey)
	if err != nil {
		return 0, root, fmt.Errorf("verifier key: %w", err)
	}
	n, err := note.Open(checkpoint, note.VerifierList(verifier))
	if err != nil {
		return 0, root, err
	}
	return parseCheckpoint(n.Text)
}

// stored reads tree hashes of the committed state; any goroutine may use it.
func (l *Log) stored(ctx context.Context) tlog.HashReader {
	return tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) { return readHashes(ctx, l.db, indexes) })
}

// tileHeight is fixed by C2SP tlog-tiles: 256 hashes a tile.
const tileHeight = 8

// Tile returns the bytes of a tile of the public tree: level and number, and its width, 256
// when full. The rest of an address after /tile/ is parsed by ParseTilePath.
func (l *Log) Tile(ctx context.Context, level int, n int64, width int) ([]byte, error) {
	size, err := size(ctx, l.db)
	if err != nil {
		return nil, err
	}
	err = covers(size, level, n, width)
	if err != nil {
		return nil, err
	}
	t := tlog.Tile{H: tileHeight, L: level, N: n, W: width}
	data, err := tlog.ReadTileData(t, l.stored(ctx))
	if err != nil {
		return nil, fmt.Errorf("tile: %w", err)
	}
	return data, nil
}

// covers reports whether a tree of a size has a tile.
func covers(size int64, level int, n int64, width int) error {
	if level < 0 || level > 7 || n < 0 || width < 1 || width > 1<<tileHeight || n > size {
		return rambu.Errorf(rambu.NotFound, "no such tile")
	}
	// Shifted down, not up: the address is anybody's, and a large one would run over.
	if n<<tileHeight+int64(width) > size>>(tileHeight*level) {
		return rambu.Errorf(rambu.NotFound, "the tree is not that large")
	}
	return nil
}

// Entries returns an entry bundle of C2SP tlog-tiles: up to 256 leaves, each a two-byte length
// and the commitment. The commitments reveal nothing of the operations.
func (l *Log) Entries(ctx context.Context, n int64, width int) ([]byte, error) {
	if n < 0 || width < 1 || width > 1<<tileHeight {
		return nil, rambu.Errorf(rambu.NotFound, "no such bundle")
	}
	from := n << tileHeight
	commitments, err := l.commitments(ctx, from, from+int64(width))
	if err != nil {
		return nil, err
	}
	if len(commitments) != width {
		return nil, rambu.Errorf(rambu.NotFound, "the log is not that long")
	}
	var b bytes.Buffer
	for _, c := range commitments {
		b.WriteByte(byte(len(c) >> 8))
		b.WriteByte(byte(len(c)))
		b.Write(c)
	}
	return b.Bytes(), nil
}

// ParseTilePath reads "<level>/<n>" or "entries/<n>" as C2SP writes them: n in groups of three
// digits, all but the last with an x before ("x001/234"), and ".p/<width>" for a partial tile.
// level is -1 for entries.
func ParseTilePath(path string) (level int, n int64, width int, err error) {
	bad := rambu.Errorf(rambu.NotFound, "not a tile address")
	width = 1 << tileHeight
	head, rest, ok := strings.Cut(path, "/")
	if !ok {
		return 0, 0, 0, bad
	}
	level = -1
	if head != "entries" {
		level, err = strconv.Atoi(head)
		if err != nil || level < 0 || level > 7 || strconv.Itoa(level) != head {
			return 0, 0, 0, bad
		}
	}
	if number, w, partial := strings.Cut(rest, ".p/"); partial {
		width, err = strconv.Atoi(w)
		if err != nil || width < 1 || width > 255 {
			return 0, 0, 0, bad
		}
		rest = number
	}
	groups := strings.Split(rest, "/")
	if len(groups) > 5 {
		return 0, 0, 0, bad
	}
	for i, g := range groups {
		if i < len(groups)-1 {
			g, ok = strings.CutPrefix(g, "x")
			if !ok {
				return 0, 0, 0, bad
			}
		}
		d, derr := strconv.ParseUint(g, 10, 16)
		if derr != nil || len(g) != 3 {
			return 0, 0, 0, bad
		}
		n = n*1000 + int64(d)
	}
	return level, n, width, nil
}

// ReceiptOf makes the receipt of an operation that was logged before: for an answer that was
// lost. Only who knows the operation's id through its own object may be given it.
func (l *Log) ReceiptOf(ctx context.Context, opID string) (Receipt, error) {
	e, err := l.byID(ctx, opID)
	if err != nil {
		return Receipt{}, err
	}
	size, err := size(ctx, l.db)
	if err != nil {
		return Receipt{}, err
	}
	checkpoint, err := l.checkpoint(size, l.stored(ctx))
	if err != nil {
		return Receipt{}, err
	}
	proof, err := tlog.ProveRecord(size, e.Index, l.stored(ctx))
	if err != nil {
		return Receipt{}, fmt.Errorf("prove operation: %w", err)
	}
	return Receipt{OpID: e.ID, Index: e.Index, Salt: e.Salt, Body: e.Body, Proof: proof, Checkpoint: checkpoint}, nil
}
