package uitest

import (
	"context"
	"net"
	"net/http"
	"testing"
	"time"
)

// Pipes is a network inside this process, so that its time can be that of a synctest bubble.
type Pipes struct {
	dialed chan net.Conn
	closed context.Context //nolint:containedctx // ends with the listener
	end    context.CancelFunc
}

// Serve answers on a network of its own until the test ends.
func Serve(tb testing.TB, h http.Handler) *Pipes {
	tb.Helper()
	p := &Pipes{dialed: make(chan net.Conn)}
	p.closed, p.end = context.WithCancel(tb.Context())
	srv := &http.Server{Handler: h, ReadHeaderTimeout: time.Minute}
	go func() { _ = srv.Serve(p) }()
	tb.Cleanup(func() { _ = srv.Close() })
	return p
}

// Dial connects to the server.
func (p *Pipes) Dial() net.Conn {
	near, far := net.Pipe()
	p.dialed <- far
	return near
}

// Accept makes it, with Addr and Close, the server's listener.
func (p *Pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.dialed:
		return c, nil
	case <-p.closed.Done():
		return nil, net.ErrClosed
	}
}

// Addr is of no use.
func (p *Pipes) Addr() net.Addr { return &net.TCPAddr{} }

// Close ends the network.
func (p *Pipes) Close() error {
	p.end()
	return nil
}
