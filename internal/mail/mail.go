// Package mail hands messages to an SMTP server, and tells for each what became of it: accepted,
// refused, to be tried again, or not known. It keeps nothing; see package queue.
package mail

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"mime"
	"mime/quotedprintable"
	"net/mail"
	"strings"
	"time"
	"unicode"

	"rambu.id"
)

// Message is one message to one person.
type Message struct {
	To      string // an address that ParseAddress accepted
	Subject string
	Text    string // lines end in \n
	Key     string // what it is about; the same key gives the same Message-ID
	Date    time.Time
}

// maxAddress is how long an address may be (RFC 5321 4.5.3.1, without the brackets).
const maxAddress = 254

// ParseAddress accepts an address as people have one: no name, no quotes, no comment, a domain
// with a dot, and nothing that could end a header or begin another one.
func ParseAddress(s string) (string, error) {
	s = strings.TrimSpace(s)
	bad := rambu.Fault(rambu.Invalid, "mail.error.address")
	if len(s) > maxAddress || strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r >= 0x7f || strings.ContainsRune(`"<>(),:;[]\`, r) }) {
		return "", bad
	}
	a, err := mail.ParseAddress(s)
	if err != nil || a.Address != s || a.Name != "" {
		return "", bad
	}
	local, domain, _ := strings.Cut(s, "@")
	if len(local) > 64 || !strings.Contains(domain, ".") || strings.Contains(domain, "..") {
		return "", bad
	}
	return s, nil
}

func domainOf(address string) string {
	_, domain, _ := strings.Cut(address, "@")
	return domain
}

// id is the Message-ID: a program that gets a message twice can tell that it is one.
func (s Server) id(key string) string {
	sum := sha256.Sum256([]byte(key))
	return "<" + hex.EncodeToString(sum[:16]) + "@" + domainOf(s.From) + ">"
}

// compose writes a message (RFC 5322). Every value is checked or encoded, so that none can add a
// header of its own.
func (s Server) compose(m Message) ([]byte, error) {
	to, err := ParseAddress(m.To)
	if err != nil {
		return nil, err
	}
	from := mail.Address{Name: plain(s.Name), Address: s.From}
	var b bytes.Buffer
	for _, h := range [][2]string{
		{"From", from.String()},
		{"To", "<" + to + ">"},
		{"Subject", strings.ReplaceAll(mime.QEncoding.Encode("utf-8", plain(m.Subject)), "?= =?", "?=\r\n =?")},
		{"Date", m.Date.UTC().Format("Mon, 02 Jan 2006 15:04:05 +0000")},
		{"Message-ID", s.id(m.Key)},
		{"Auto-Submitted", "auto-generated"}, // RFC 3834: out-of-office programs stay silent
		{"MIME-Version", "1.0"},
		{"Content-Type", "text/plain; charset=utf-8"},
		{"Content-Transfer-Encoding", "quoted-printable"},
	} {
		b.WriteString(h[0] + ": " + h[1] + "\r\n")
	}
	b.WriteString("\r\n")
	w := quotedprintable.NewWriter(&b)
	_, err = w.Write([]byte(strings.ReplaceAll(m.Text, "\n", "\r\n")))
	if err == nil {
		err = w.Close()
	}
	return b.Bytes(), err
}

// plain keeps a header's text on its line.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == '\u2028' || r == '\u2029' {
			return ' '
		}
		return r
	}, s)
}
