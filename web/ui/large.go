package ui

import (
	"context"
	"io"
	"net/http"
	"time"
)

// maxDesk is how much of a refused form is given back to an officer: as much as the public door reads.
const maxDesk = 12 << 20

// place is where a request waits that sends more than maxKept, and whether it is in.
type place struct {
	of chan struct{}
	in bool
}

type placeKey struct{}

// GiveBack lets what is behind it give back up to 12 MiB of a form it refuses, a single one at a time, so
// that memory stays bounded. It stands behind the sign-in: nobody else may take the place.
func GiveBack(next http.Handler) http.Handler {
	one := make(chan struct{}, 1)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p := &place{of: one}
		defer p.leave() // only now is the page written that shows the text
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), placeKey{}, p)))
	})
}

// enter takes the place, and reports whether it did: not without one, nor while another is read for long.
func (p *place) enter(ctx context.Context) bool {
	if p == nil || p.in {
		return p != nil
	}
	const patience = 20 * time.Second
	wait := time.NewTimer(patience)
	defer wait.Stop()
	select {
	case p.of <- struct{}{}:
		p.in = true
	case <-wait.C:
	case <-ctx.Done():
	}
	return p.in
}

func (p *place) leave() {
	if p.in {
		<-p.of
	}
}

func placeOf(r *http.Request) *place {
	p, _ := r.Context().Value(placeKey{}).(*place)
	return p
}

// counted counts what is read of a body, and ends it where it is beyond giving back.
type counted struct {
	io.ReadCloser

	ctx   context.Context //nolint:containedctx // of the one request whose body it is
	place *place
	n     int64
}

func (c *counted) Read(p []byte) (int, error) {
	if c.n >= maxKept && !c.place.enter(c.ctx) {
		return 0, &http.MaxBytesError{Limit: maxKept}
	}
	n, err := c.ReadCloser.Read(p)
	c.n += int64(n)
	return n, err
}
