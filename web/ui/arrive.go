package ui

import (
	"errors"
	"io"
	"net/http"
	"os"
	"time"

	"rambu.id"
)

// Arrive gives the body of every request a time to arrive in, by a deadline on its connection: a sender
// that drips would hold its place for good. It ends with the body, so that no answer is cut off.
func Arrive(next http.Handler, now func() time.Time, within func(*http.Request) time.Duration) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Body != nil && r.Body != http.NoBody {
			c := http.NewResponseController(w)
			_ = c.SetReadDeadline(now().Add(within(r))) // not every connection can
			r.Body = &arriving{r.Body, c}
		}
		next.ServeHTTP(w, r)
	})
}

// arriving is a body whose deadline ends with it, and whose sender is told when it passed.
type arriving struct {
	io.ReadCloser

	c *http.ResponseController
}

func (a *arriving) Read(p []byte) (int, error) {
	n, err := a.ReadCloser.Read(p)
	switch {
	case err == nil:
	case errors.Is(err, io.EOF):
		_ = a.c.SetReadDeadline(time.Time{})
	case errors.Is(err, os.ErrDeadlineExceeded):
		err = &rambu.Error{Kind: rambu.Invalid, Key: "ui.error.slow", Detail: "the body took too long to arrive", Err: err}
	}
	return n, err
}
