package mail

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/smtp"
	"net/textproto"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"rambu.id/internal/clock"
)

// State is what became of a message.
type State string

// The closed list of states.
const (
	Accepted State = "accepted" // the server answers for it now
	Refused  State = "refused"  // for good
	Later    State = "later"    // not now, or the way broke before the message was whole
	Unknown  State = "unknown"  // the way broke after it was whole: it may have been accepted
)

// Outcome is what became of a message, with what the server said, without the address.
type Outcome struct {
	State State
	Note  string
}

// How long a server may think. RFC 5321 4.5.3.2 asks for more patience; a queue tries again.
const (
	dialTime = 30 * time.Second
	stepTime = time.Minute
	dataTime = 3 * time.Minute
)

// Session is a way to the server that is open. Close it. It is for one goroutine.
type Session struct {
	server Server
	conn   net.Conn
	client *smtp.Client
	stop   func() bool
	broken bool
}

// Dial opens the way and signs in. When ctx ends, the way is cut.
func (s Server) Dial(ctx context.Context) (*Session, error) {
	d := net.Dialer{Timeout: dialTime}
	conn, err := d.DialContext(ctx, "tcp", s.Address())
	if err != nil {
		return nil, fmt.Errorf("mail server: %w", err)
	}
	out := &Session{server: s, conn: conn, stop: context.AfterFunc(ctx, func() { _ = conn.Close() })}
	err = out.begin(ctx)
	if err != nil {
		out.stop()
		_ = conn.Close()
		return nil, fmt.Errorf("mail server: %w", err)
	}
	return out, nil
}

func (s *Session) patience(d time.Duration) error {
	return s.conn.SetDeadline(clock.Machine{}.Now().Add(d))
}

func (s *Session) begin(ctx context.Context) error {
	config := &tls.Config{ServerName: s.server.Host, RootCAs: s.server.Roots, MinVersion: tls.VersionTLS12}
	err := s.patience(stepTime)
	if err != nil {
		return err
	}
	if s.server.Mode == TLS {
		secure := tls.Client(s.conn, config)
		err = secure.HandshakeContext(ctx)
		if err != nil {
			return err
		}
		s.conn = secure
	}
	s.client, err = smtp.NewClient(s.conn, s.server.Host)
	if err != nil {
		return err
	}
	err = s.client.Hello(domainOf(s.server.From))
	if err != nil {
		return err
	}
	if s.server.Mode == StartTLS {
		err = s.client.StartTLS(config) // fails where the server has none: nothing goes out in clear
		if err != nil {
			return err
		}
	}
	return s.signIn()
}

func (s *Session) signIn() error {
	if s.server.User == "" {
		return nil
	}
	_, offered := s.client.Extension("AUTH")
	ways := strings.Fields(strings.ToUpper(offered))
	switch {
	case slices.Contains(ways, "PLAIN"):
		return s.client.Auth(smtp.PlainAuth("", s.server.User, s.server.Password, s.server.Host))
	case slices.Contains(ways, "LOGIN"):
		return s.client.Auth(login{s.server})
	case slices.Contains(ways, "CRAM-MD5"):
		return s.client.Auth(smtp.CRAMMD5Auth(s.server.User, s.server.Password))
	}
	return errors.New("the server offers no way to sign in that we know")
}

// login is the way to sign in that some large servers still want; see draft-murchison-sasl-login.
type login struct{ server Server }

// Start implements smtp.Auth.
func (l login) Start(info *smtp.ServerInfo) (string, []byte, error) {
	if !info.TLS && l.server.Mode != Clear {
		return "", nil, errors.New("no password over an open way")
	}
	return "LOGIN", nil, nil
}

// Next implements smtp.Auth.
func (l login) Next(asked []byte, more bool) ([]byte, error) {
	if !more {
		return nil, nil
	}
	if strings.HasPrefix(strings.ToLower(string(asked)), "user") {
		return []byte(l.server.User), nil
	}
	return []byte(l.server.Password), nil
}

// Broken reports whether the way can carry no more.
func (s *Session) Broken() bool { return s.broken }

// Send hands over one message. handing is called when everything but the message itself was
// accepted: when it fails, the message is not handed over, and its error is returned.
func (s *Session) Send(m Message, handing func() error) (Outcome, error) {
	text, err := s.server.compose(m)
	if err != nil {
		return Outcome{Refused, ""}, nil //nolint:nilerr // an address that is none will not become one
	}
	err = s.patience(stepTime)
	if err == nil {
		err = s.client.Mail(s.server.From)
	}
	if err == nil {
		err = s.client.Rcpt(m.To)
	}
	if err != nil {
		return s.before(m, err), nil
	}
	err = handing()
	if err != nil {
		s.broken = true // the envelope stands open
		return Outcome{State: Later}, err
	}
	w, err := s.client.Data()
	if err != nil {
		return s.before(m, err), nil
	}
	err = s.patience(dataTime)
	if err == nil {
		_, err = w.Write(text)
	}
	if err != nil {
		s.broken = true // without its last line the server drops it
		return Outcome{Later, note(m, err)}, nil
	}
	err = w.Close()
	if err == nil {
		return Outcome{State: Accepted}, nil
	}
	if _, answered := errors.AsType[*textproto.Error](err); answered {
		return s.before(m, err), nil
	}
	s.broken = true
	return Outcome{Unknown, note(m, err)}, nil
}

// before judges an error at which the server has not taken the message.
func (s *Session) before(m Message, err error) Outcome {
	answer, answered := errors.AsType[*textproto.Error](err)
	if !answered {
		s.broken = true
		return Outcome{Later, note(m, err)}
	}
	if answer.Code == 421 || s.client.Reset() != nil {
		s.broken = true
	}
	if answer.Code >= 500 {
		return Outcome{Refused, note(m, err)}
	}
	return Outcome{Later, note(m, err)}
}

const maxNote = 200

// note is what the server said, on one line and without the address it was about. Servers write
// Latin-1 and worse; PostgreSQL stores UTF-8 only.
func note(m Message, err error) string {
	text := err.Error()
	if answer, ok := errors.AsType[*textproto.Error](err); ok {
		text = strconv.Itoa(answer.Code) + " " + answer.Msg
	}
	text = strings.ToValidUTF8(text, "\uFFFD")
	for _, part := range []string{m.To, strings.SplitN(m.To, "@", 2)[0]} {
		text = hide(text, part)
	}
	text = strings.Join(strings.FieldsFunc(text, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }), " ")
	return strings.ToValidUTF8(text[:min(len(text), maxNote)], "") // without the half of a letter at the cut
}

// hide removes a part of a text in whatever case the server wrote it.
func hide(text, part string) string {
	if part == "" {
		return text
	}
	return regexp.MustCompile("(?i)"+regexp.QuoteMeta(part)).ReplaceAllLiteralString(text, "…")
}

// Close says goodbye and closes the way.
func (s *Session) Close() error {
	defer s.stop()
	if s.broken {
		return s.conn.Close()
	}
	_ = s.patience(stepTime)
	return s.client.Quit()
}
