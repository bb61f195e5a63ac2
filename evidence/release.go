package evidence

import (
	"context"
	"errors"
	"io"

	"rambu.id"
)

// Released is an exhibit as it may leave the institution.
type Released struct {
	Described
	io.ReadCloser
}

// Release opens an exhibit for a letter to another institution: a photo without what it says of its
// maker, as CopyClean makes it, and anything else as it was given. Whoever is reported may sit where
// the letter arrives, and a place in a photo would name who stood there. The original stays here. The
// read is logged. Reading fails with Invalid when a photo is none.
func (r *Room) Release(ctx context.Context, who rambu.Actor, id string) (*Released, error) {
	f, err := r.Open(ctx, who, id)
	if err != nil {
		return nil, err
	}
	if !Cleanable(f.Type) {
		return &Released{f.Described, f}, nil
	}
	out, in := io.Pipe()
	go func() {
		err := Clean(f.Type, in, f)
		if err == nil {
			_, err = io.Copy(io.Discard, f) // the end of the file proves the rest
		}
		_ = in.CloseWithError(errors.Join(err, f.Close())) // closing a pipe does not fail
	}()
	return &Released{f.Described, out}, nil
}
