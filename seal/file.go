package seal

import (
	"errors"
	"fmt"
	"io"

	"filippo.io/age"
)

// fileStanza is the type of the one recipient stanza of a sealed file: the file's own key,
// sealed under the content key it belongs to.
const fileStanza = "rambu.id/content"

// fileKey wraps age's file key under a content key, so that a file of any size is sealed in
// constant memory by age's chunked stream and opens with the key of its report or case.
type fileKey struct {
	key  ContentKey
	info []byte
}

var (
	_ age.Recipient = fileKey{}
	_ age.Identity  = fileKey{}
)

// Wrap implements age.Recipient.
func (f fileKey) Wrap(key []byte) ([]*age.Stanza, error) {
	sealed, err := f.key.Seal(f.info, key)
	if err != nil {
		return nil, err
	}
	return []*age.Stanza{{Type: fileStanza, Body: sealed}}, nil
}

// Unwrap implements age.Identity.
func (f fileKey) Unwrap(stanzas []*age.Stanza) ([]byte, error) {
	for _, s := range stanzas {
		if s.Type == fileStanza {
			return f.key.Open(f.info, s.Body)
		}
	}
	return nil, age.ErrIncorrectIdentity
}

// File returns a writer that seals a stream into w under the key; close it to finish. The
// sealed form is 0.02 % longer than the plain one plus about 600 bytes.
func (k ContentKey) File(w io.Writer, info []byte) (io.WriteCloser, error) {
	out, err := age.Encrypt(w, fileKey{k, info})
	if err != nil {
		return nil, fmt.Errorf("seal file: %w", err)
	}
	return out, nil
}

// OpenFile returns the plain stream of a sealed file. A changed or cut file fails while it is
// read: nothing read before may be trusted until the end was reached.
func (k ContentKey) OpenFile(r io.Reader, info []byte) (io.Reader, error) {
	out, err := age.Decrypt(r, fileKey{k, info})
	if err != nil {
		if errors.Is(err, age.ErrIncorrectIdentity) {
			return nil, locked("file is sealed to another key")
		}
		return nil, locked("file does not open: " + err.Error())
	}
	return out, nil
}

// minPaddedFile hides the difference between small files.
const minPaddedFile = 16 << 10

// PadFile writes zeros behind a file of n bytes, at most 3 % of a large one, so that the length
// of the sealed file tells little. Keep n sealed; UnpadFile needs it.
func PadFile(w io.Writer, n int64) error {
	to := int64(minPaddedFile)
	if n > to {
		step := int64(1)
		for n/step >= 64 { // keep the top six bits
			step *= 2
		}
		to = (n + step - 1) / step * step
	}
	_, err := io.CopyN(w, zeros{}, to-n)
	return err
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

// UnpadFile reads the n bytes of a file and then its padding, whose last chunk says that nothing
// was cut off.
func UnpadFile(r io.Reader, n int64) io.Reader {
	return io.MultiReader(io.LimitReader(r, n), rest{r})
}

// rest reads to the end and gives nothing.
type rest struct{ r io.Reader }

func (p rest) Read([]byte) (int, error) {
	_, err := io.Copy(io.Discard, p.r)
	if err == nil {
		err = io.EOF
	}
	return 0, err
}
