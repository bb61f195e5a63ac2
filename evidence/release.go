package evidence

import (
	"context"
	"errors"
	"io"
	"strconv"
	"strings"

	"github.com/gabriel-vasile/mimetype"

	"rambu.id"
)

// Released is an exhibit as it may leave the institution.
type Released struct {
	Described
	io.ReadCloser
}

// Releasable reports whether a file of a type may leave: a photo only when what it says of its maker
// can be taken out. Anything else leaves as it was given, by people who have looked into it.
func Releasable(kind string) bool { return Cleanable(kind) || !strings.HasPrefix(kind, "image/") }

// ReleaseName is the name under which a file leaves: its number in the list it belongs to, and its kind.
// The name its reporter gave may name him.
func ReleaseName(number int, kind string) string {
	ending := ""
	if m := mimetype.Lookup(kind); m != nil {
		ending = m.Extension()
	}
	return "bukti-" + strconv.Itoa(number) + ending
}

// Release opens an exhibit for a letter to another institution, under ReleaseName: a photo without what
// it says of its maker, as CopyClean makes it, and anything else as it was given. Whoever is reported may
// sit where the letter arrives, and a place in a photo would name who stood there. Original and name stay
// here. The read is logged. Blocked: a photo that is not Releasable. Reading fails with Invalid when a
// photo is none.
func (r *Room) Release(ctx context.Context, who rambu.Actor, id string, number int) (*Released, error) {
	f, err := r.Open(ctx, who, id)
	if err != nil {
		return nil, err
	}
	out := f.Described
	if !Releasable(out.Type) {
		err = rambu.Fault(rambu.Blocked, "evidence.error.not_released", "name", out.Name, "kind", out.Type).On("berkas")
		return nil, errors.Join(err, f.Close())
	}
	out.Name = ReleaseName(number, out.Type)
	if !Cleanable(out.Type) {
		return &Released{out, f}, nil
	}
	clean, in := io.Pipe()
	go func() {
		err := Clean(out.Type, in, f)
		if err == nil {
			_, err = io.Copy(io.Discard, f) // the end of the file proves the rest
		}
		_ = in.CloseWithError(errors.Join(err, f.Close())) // closing a pipe does not fail
	}()
	return &Released{out, clean}, nil
}
