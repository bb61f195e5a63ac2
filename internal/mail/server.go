package mail

import (
	"crypto/x509"
	"net"
	"net/mail"
	"net/url"
	"strings"

	"rambu.id"
)

// Mode is how the way to the server is protected.
type Mode string

// The closed list of modes.
const (
	StartTLS Mode = "starttls" // asked for, and required: a server without it is not used
	TLS      Mode = "tls"      // from the first byte
	Clear    Mode = "clear"    // only to this machine itself
)

// Server is the SMTP server that takes our messages, and in whose name they go out.
type Server struct {
	Host, Port string
	Mode       Mode
	User       string // "" signs in to nothing
	Password   string
	From       string // address
	Name       string // beside it
	// Roots are the authorities whose certificates count; nil: those of the machine.
	Roots *x509.CertPool
}

// ParseServer reads "smtp://user@host:587" (STARTTLS required), "smtps://host:465" or, to this
// machine only, "smtp+clear://127.0.0.1:25", and the sender "Rambu <rambu@kab.go.id>". A password
// has no place in an address: the list of programs shows it to everybody on the machine.
func ParseServer(address, from string) (Server, error) {
	u, err := url.Parse(address)
	fault := rambu.Fault(rambu.Invalid, "mail.error.server", "server", strings.SplitN(address, "@", 2)[0])
	if err != nil || u.Hostname() == "" || strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.Fragment != "" {
		return Server{}, fault
	}
	if _, secret := u.User.Password(); secret {
		return Server{}, rambu.Fault(rambu.Invalid, "mail.error.password_in_address")
	}
	s := Server{Host: u.Hostname(), Port: u.Port(), User: u.User.Username()}
	var usual string
	switch u.Scheme {
	case "smtp":
		s.Mode, usual = StartTLS, "587"
	case "smtps":
		s.Mode, usual = TLS, "465"
	case "smtp+clear":
		s.Mode, usual = Clear, "25"
		if ip := net.ParseIP(s.Host); s.Host != "localhost" && (ip == nil || !ip.IsLoopback()) {
			return Server{}, rambu.Fault(rambu.Invalid, "mail.error.clear", "host", s.Host)
		}
	default:
		return Server{}, fault
	}
	if s.Port == "" {
		s.Port = usual
	}
	a, err := mail.ParseAddress(from)
	if err == nil {
		s.Name = a.Name
		s.From, err = ParseAddress(a.Address)
	}
	if err != nil {
		return Server{}, rambu.Fault(rambu.Invalid, "mail.error.from", "from", from)
	}
	return s, nil
}

// Address is the server as it may be shown: without who signs in.
func (s Server) Address() string { return net.JoinHostPort(s.Host, s.Port) }
