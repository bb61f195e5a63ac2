// Package mailtest is a real SMTP server for tests: it speaks the protocol over a socket, keeps
// what it accepted, and refuses what a test tells it to.
package mailtest

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"math/big"
	"net"
	"net/mail"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// Received is a message the server accepted.
type Received struct {
	From, To string
	Raw      string
	Header   mail.Header
	Text     string // as sent, still encoded
	User     string // who signed in
	TLS      bool
}

// Server is an SMTP server on a port of its own. Set its fields before anybody connects.
type Server struct {
	Addr  string
	Roots *x509.CertPool // trusts its certificate
	// Rcpt and Data may refuse; nil accepts everything. Data is called with the whole message.
	Rcpt func(to string) error
	Data func(to string) error
	// Accepted is called when a message is kept and the answer not yet sent.
	Accepted func(to string) error
	// User and Password, when set, must be given to send anything; Ways are the ones offered.
	User, Password string
	Ways           []string

	mu       sync.Mutex
	received []Received
}

// Options say how the server is reached.
type Options struct {
	TLS      bool // from the first byte
	StartTLS bool
}

// Refuse is an answer with a code.
func Refuse(code int, text string) error {
	return &smtp.SMTPError{Code: code, EnhancedCode: smtp.EnhancedCode{code / 100, 0, 0}, Message: text}
}

// Start runs a server until the test ends.
func Start(tb testing.TB, o Options) *Server {
	tb.Helper()
	s := &Server{}
	srv := smtp.NewServer(backend{s})
	srv.Domain, srv.AllowInsecureAuth, srv.ErrorLog = "uji.contoh.id", true, quiet{}
	var err error
	if o.TLS || o.StartTLS {
		srv.TLSConfig, s.Roots, err = certificate()
		if err != nil {
			tb.Fatal(err)
		}
	}
	l, err := (&net.ListenConfig{}).Listen(tb.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		tb.Fatal(err)
	}
	s.Addr = l.Addr().String()
	if o.TLS {
		l = tls.NewListener(l, srv.TLSConfig)
	}
	done := make(chan struct{})
	go func() { defer close(done); _ = srv.Serve(l) }()
	tb.Cleanup(func() { _ = srv.Close(); <-done })
	return s
}

type quiet struct{}

func (quiet) Printf(string, ...any) {}
func (quiet) Println(...any)        {}

// certificate makes one for this machine, and what trusts it.
func certificate() (*tls.Config, *x509.CertPool, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, nil, err
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: time.Unix(0, 0), NotAfter: time.Unix(1<<33, 0), IsCA: true, BasicConstraintsValid: true,
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		return nil, nil, err
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, nil, err
	}
	roots := x509.NewCertPool()
	roots.AddCert(leaf)
	return &tls.Config{MinVersion: tls.VersionTLS12, Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}}, roots, nil
}

// Received returns what was accepted so far, in order.
func (s *Server) Received() []Received {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Received(nil), s.received...)
}

// To counts the messages each address got.
func (s *Server) To() map[string]int {
	out := map[string]int{}
	for _, r := range s.Received() {
		out[r.To]++
	}
	return out
}

type backend struct{ s *Server }

// NewSession implements smtp.Backend.
func (b backend) NewSession(c *smtp.Conn) (smtp.Session, error) {
	_, secure := c.TLSConnectionState()
	return &session{s: b.s, secure: secure}, nil
}

type session struct {
	s              *Server
	secure         bool
	user, from, to string
}

// AuthMechanisms implements smtp.AuthSession.
func (x *session) AuthMechanisms() []string { return x.s.Ways }

// Auth implements smtp.AuthSession.
func (x *session) Auth(way string) (sasl.Server, error) {
	check := func(user, password string) error {
		if user != x.s.User || password != x.s.Password {
			return Refuse(535, "wrong user or password")
		}
		x.user = user
		return nil
	}
	if way == sasl.Login {
		return &loginServer{check: check}, nil
	}
	return sasl.NewPlainServer(func(_, user, password string) error { return check(user, password) }), nil
}

// loginServer asks for the name, then for the password.
type loginServer struct {
	check func(user, password string) error
	user  string
	asked int
}

// Next implements sasl.Server.
func (l *loginServer) Next(answer []byte) ([]byte, bool, error) {
	l.asked++
	switch l.asked {
	case 1:
		return []byte("Username:"), false, nil
	case 2:
		l.user = string(answer)
		return []byte("Password:"), false, nil
	}
	return nil, true, l.check(l.user, string(answer))
}

// Mail implements smtp.Session.
func (x *session) Mail(from string, _ *smtp.MailOptions) error {
	if x.s.User != "" && x.user == "" {
		return Refuse(530, "sign in first")
	}
	x.from = from
	return nil
}

// Rcpt implements smtp.Session.
func (x *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	x.to = to
	if x.s.Rcpt != nil {
		return x.s.Rcpt(to)
	}
	return nil
}

// Data implements smtp.Session.
func (x *session) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	if x.s.Data != nil {
		err = x.s.Data(x.to)
		if err != nil {
			return err
		}
	}
	m, err := mail.ReadMessage(strings.NewReader(string(raw)))
	if err != nil {
		return errors.Join(Refuse(554, "no message"), err)
	}
	text, err := io.ReadAll(m.Body)
	if err != nil {
		return err
	}
	x.s.mu.Lock()
	x.s.received = append(x.s.received, Received{From: x.from, To: x.to, Raw: string(raw), Header: m.Header, Text: string(text), User: x.user, TLS: x.secure})
	x.s.mu.Unlock()
	if x.s.Accepted != nil {
		return x.s.Accepted(x.to)
	}
	return nil
}

// Reset implements smtp.Session.
func (x *session) Reset() { x.from, x.to = "", "" }

// Logout implements smtp.Session.
func (x *session) Logout() error { return nil }
