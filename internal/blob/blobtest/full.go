package blobtest

import (
	"context"
	"sync"
	"syscall"

	"rambu.id/internal/blob"
)

// full is a store with room for so many bytes.
type full struct {
	blob.Store
	mu   sync.Mutex
	left int64
}

func (s *full) Stage(ctx context.Context) (blob.Writer, error) {
	w, err := s.Store.Stage(ctx)
	if err != nil {
		return nil, err
	}
	return &fullWriter{Writer: w, store: s}, nil
}

// take grants up to n bytes of what is left.
func (s *full) take(n int) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	granted := min(int64(n), s.left)
	s.left -= granted
	return int(granted)
}

type fullWriter struct {
	blob.Writer
	store *full
	err   error
}

func (w *fullWriter) Write(p []byte) (int, error) {
	if w.err != nil {
		return 0, w.err
	}
	granted := w.store.take(len(p))
	n, err := w.Writer.Write(p[:granted])
	if err == nil && granted < len(p) {
		err = blob.Failure(syscall.ENOSPC)
	}
	w.err = err
	return n, err
}

func (w *fullWriter) Commit() (blob.Receipt, error) {
	if w.err != nil {
		_ = w.Abort() // the first error is the one to report
		return blob.Receipt{}, w.err
	}
	return w.Writer.Commit()
}
