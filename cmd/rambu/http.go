package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"sync/atomic"
	"time"

	"rambu.id"
)

const (
	headerTime   = 10 * time.Second
	idleTime     = 2 * time.Minute
	shutdownTime = 20 * time.Second
	cutTime      = 5 * time.Second // for a handler whose connection was cut
)

// listener answers requests, and knows how many it is answering.
type listener struct {
	*http.Server

	busy atomic.Int64
}

// newListener makes a server that tells logs no address.
func newListener(pages http.Handler, logs io.Writer) *listener {
	l := &listener{}
	l.Server = &http.Server{
		ReadHeaderTimeout: headerTime, IdleTimeout: idleTime, MaxHeaderBytes: 64 << 10,
		ErrorLog: log.New(withoutAddresses{logs}, "", log.LstdFlags),
		Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			l.busy.Add(1)
			defer l.busy.Add(-1)
			pages.ServeHTTP(w, r)
		}),
	}
	return l
}

// stop finishes requests under way, because an acknowledged report is never cut off. What takes longer
// than patience is cut, and waited for: behind it the database closes.
func (l *listener) stop(ctx context.Context, patience time.Duration) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
	defer cancel()
	err := l.Shutdown(ctx)
	if err == nil {
		return nil
	}
	err = errors.Join(fmt.Errorf("shut down: %w", err), l.Close())
	const look = 10 * time.Millisecond
	for range cutTime / look {
		if l.busy.Load() == 0 {
			break
		}
		time.Sleep(look)
	}
	return err
}

// withoutAddresses passes on what the server says of connections, but not whose they are.
type withoutAddresses struct{ to io.Writer }

func (w withoutAddresses) Write(line []byte) (int, error) {
	_, err := w.to.Write([]byte(rambu.WithoutAddresses(string(line))))
	return len(line), err
}
