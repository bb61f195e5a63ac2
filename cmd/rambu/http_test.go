package main

import (
	"bytes"
	"context"
	"crypto/tls"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// said collects what a server writes from its own goroutines.
type said struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (s *said) Write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.buf.Write(b)
}

func (s *said) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.buf.String()
}

// started serves like the program does, with a certificate made for the test.
func started(t *testing.T, pages http.Handler) (*listener, *httptest.Server, *said) {
	t.Helper()
	logs := &said{}
	l := newListener(pages, logs)
	far := httptest.NewUnstartedServer(nil)
	far.Config = l.Server
	far.StartTLS()
	t.Cleanup(far.Close)
	return l, far, logs
}

// The log of the program says that a handshake broke, and not whose.
func TestABrokenHandshakeNamesNobody(t *testing.T) {
	t.Parallel()
	_, far, logs := started(t, http.NotFoundHandler())
	at := far.Listener.Addr().String()
	d := net.Dialer{}
	for _, hello := range []string{"apa kabar, ini bukan TLS sama sekali\r\n\r\n", ""} {
		conn, err := d.DialContext(t.Context(), "tcp", at)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.WriteString(conn, hello)
		_ = conn.Close()
	}
	_, err := (&tls.Dialer{Config: &tls.Config{MinVersion: tls.VersionTLS12, ServerName: "lain.contoh.id"}}).DialContext(t.Context(), "tcp", at) // trusts nobody
	if err == nil {
		t.Fatal("a certificate nobody vouches for was trusted")
	}
	for range 6000 { // a minute, for a busy machine
		if strings.Count(logs.String(), "handshake error") == 3 {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	got := logs.String()
	if strings.Count(got, "handshake error from …: ") != 3 || strings.Contains(got, "127.0.0.1") {
		t.Errorf("the log says:\n%s", got)
	}
}

// A request that outlasts the patience of a shutdown is over before the database closes behind it.
func TestNoRequestOutlivesTheServer(t *testing.T) {
	t.Parallel()
	begun, over := make(chan struct{}), atomic.Bool{}
	l, far, _ := started(t, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		close(begun)
		_, _ = io.Copy(io.Discard, r.Body) // a sender that never ends
		<-r.Context().Done()
		time.Sleep(50 * time.Millisecond)
		over.Store(true)
	}))
	body, drip := io.Pipe()
	defer drip.Close() //nolint:errcheck // nothing waits for it
	go func() {
		r, err := http.NewRequestWithContext(context.WithoutCancel(t.Context()), http.MethodPost, far.URL, body)
		if err != nil {
			t.Error(err)
			return
		}
		res, err := far.Client().Do(r)
		if err == nil {
			_ = res.Body.Close()
		}
	}()
	<-begun
	err := l.stop(t.Context(), 50*time.Millisecond)
	if err == nil || !over.Load() {
		t.Errorf("stopped with %v while a request was still answered", err)
	}
}
