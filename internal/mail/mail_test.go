package mail_test

import (
	"errors"
	"io"
	"mime"
	"mime/quotedprintable"
	"net"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"rambu.id"
	"rambu.id/internal/mail"
	"rambu.id/internal/mail/mailtest"
)

const from = "Rambu <rambu@kab.contoh.id>"

func message() mail.Message {
	return mail.Message{
		To: "kadis@kab.contoh.id", Subject: "Undangan rapat koordinasi – Senin", Text: "Bapak/Ibu,\n.\nAda undangan untuk jabatan Anda.\n",
		Key: "undangan:1/kadis", Date: time.Date(2024, 10, 2, 2, 0, 0, 0, time.UTC),
	}
}

func server(t *testing.T, scheme string, s *mailtest.Server) mail.Server {
	t.Helper()
	out, err := mail.ParseServer(scheme+"://"+s.Addr, from)
	if err != nil {
		t.Fatal(err)
	}
	out.Roots = s.Roots
	return out
}

func dial(t *testing.T, s mail.Server) *mail.Session {
	t.Helper()
	out, err := s.Dial(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = out.Close() })
	return out
}

func nothing() error { return nil }

// A message arrives whole over each of the three ways, and over both ways to sign in.
func TestSend(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		scheme string
		o      mailtest.Options
		way    string
	}{
		{"smtp+clear", mailtest.Options{}, ""},
		{"smtp", mailtest.Options{StartTLS: true}, "PLAIN"},
		{"smtps", mailtest.Options{TLS: true}, "LOGIN"},
	} {
		far := mailtest.Start(t, c.o)
		near := server(t, c.scheme, far)
		if c.way != "" {
			far.User, far.Password, far.Ways = "rambu", "rahasia", []string{c.way}
			near.User, near.Password = far.User, far.Password
		}
		x := dial(t, near)
		for range 2 { // one way carries several
			got, err := x.Send(message(), nothing)
			if err != nil || got.State != mail.Accepted {
				t.Fatalf("%s: %+v, %v", c.scheme, got, err)
			}
		}
		all := far.Received()
		if len(all) != 2 || all[0].TLS != (c.scheme != "smtp+clear") || all[0].User != near.User {
			t.Fatalf("%s: %d arrived, %+v", c.scheme, len(all), all)
		}
		m := all[0]
		subject, err := (&mime.WordDecoder{}).DecodeHeader(m.Header.Get("Subject"))
		text, errText := io.ReadAll(quotedprintable.NewReader(strings.NewReader(m.Text)))
		got := []string{m.From, m.To, m.Header.Get("To"), subject, m.Header.Get("Date"), m.Header.Get("Auto-Submitted"), strings.ReplaceAll(string(text), "\r\n", "\n")}
		want := []string{"rambu@kab.contoh.id", "kadis@kab.contoh.id", "<kadis@kab.contoh.id>", message().Subject, "Wed, 02 Oct 2024 02:00:00 +0000", "auto-generated", message().Text}
		if diff := cmp.Diff(want, got); diff != "" || err != nil || errText != nil {
			t.Errorf("%s: %v, %v (-want +got):\n%s", c.scheme, err, errText, diff)
		}
		if a, b := m.Header.Get("Message-Id"), all[1].Header.Get("Message-Id"); a == "" || a != b {
			t.Errorf("the same message is called %q and %q", a, b)
		}
	}
}

// Nothing goes out in clear to a server that should have TLS, nor to one whose certificate nobody vouches for.
func TestNoWayWithoutTLS(t *testing.T) {
	t.Parallel()
	open, secure := mailtest.Start(t, mailtest.Options{}), mailtest.Start(t, mailtest.Options{StartTLS: true})
	stranger := server(t, "smtp", secure)
	stranger.Roots = open.Roots // nil: the machine's
	for name, s := range map[string]mail.Server{
		"no STARTTLS": server(t, "smtp", open), "unknown authority": stranger, "TLS to a server without": server(t, "smtps", open),
	} {
		x, err := s.Dial(t.Context())
		if err == nil {
			_ = x.Close()
			t.Errorf("%s: a way was opened", name)
		}
	}
	wrong := server(t, "smtp", secure)
	secure.User, secure.Password, secure.Ways = "rambu", "rahasia", []string{"PLAIN"}
	wrong.User, wrong.Password = "rambu", "salah"
	if x, err := wrong.Dial(t.Context()); err == nil {
		_ = x.Close()
		t.Error("signed in with a wrong password")
	}
}

// What the server says decides: for good, later, and afterwards the way carries the next message.
func TestAnswersOfTheServer(t *testing.T) {
	t.Parallel()
	far := mailtest.Start(t, mailtest.Options{})
	answers := map[string]error{}
	far.Rcpt = func(to string) error { return answers["rcpt "+to] }
	far.Data = func(to string) error { return answers["data "+to] }
	answers["rcpt tidak-ada@kab.contoh.id"] = mailtest.Refuse(550, "no mailbox <Tidak-Ada@kab.contoh.id> here")
	answers["rcpt penuh@kab.contoh.id"] = mailtest.Refuse(452, "mailbox full")
	answers["data sampah@kab.contoh.id"] = mailtest.Refuse(554, "looks like spam")
	answers["data sibuk@kab.contoh.id"] = mailtest.Refuse(451, "try later")
	// A server that writes Latin-1, and one that says more than is kept.
	answers["rcpt boite@kab.contoh.id"] = mailtest.Refuse(550, "bo\xeete inconnue boite@kab.contoh.id")
	answers["rcpt kotak@kab.contoh.id"] = mailtest.Refuse(550, "\xee\xee\xee\xee <Kotak@kab.contoh.id>")
	answers["rcpt panjang@kab.contoh.id"] = mailtest.Refuse(550, strings.Repeat("é", 150))
	x := dial(t, server(t, "smtp+clear", far))
	for _, c := range []struct {
		to   string
		want mail.State
		note string
	}{
		{"tidak-ada@kab.contoh.id", mail.Refused, "550 5.0.0 no mailbox <…> here"},
		{"penuh@kab.contoh.id", mail.Later, "452 4.0.0 mailbox full"},
		{"sampah@kab.contoh.id", mail.Refused, "554 5.0.0 looks like spam"},
		{"sibuk@kab.contoh.id", mail.Later, "451 4.0.0 try later"},
		{"boite@kab.contoh.id", mail.Refused, "550 5.0.0 bo\ufffdte inconnue …"},
		{"kotak@kab.contoh.id", mail.Refused, "550 5.0.0 \ufffd <…>"},
		{"panjang@kab.contoh.id", mail.Refused, "550 5.0.0 " + strings.Repeat("é", 95)},
		{"kadis@kab.contoh.id", mail.Accepted, ""},
		{"a@b\r\nRCPT TO:<c@d.id>", mail.Refused, ""},
	} {
		m := message()
		m.To = c.to
		got, err := x.Send(m, nothing)
		if err != nil || got.State != c.want || got.Note != c.note || x.Broken() {
			t.Errorf("%q: %+v, %v, want %s %q", c.to, got, err, c.want, c.note)
		}
		if strings.Contains(strings.ToLower(got.Note), "tidak-ada@") {
			t.Errorf("the note names the address: %q", got.Note)
		}
	}
	if got := far.To(); len(got) != 1 {
		t.Errorf("arrived: %v", got)
	}
}

// A way that breaks after the message was whole leaves its fate unknown; before, it is tried again.
func TestAWayThatBreaks(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		after string // the client's line after which the server hangs up
		want  mail.State
	}{
		{"before the envelope", "MAIL", mail.Later},
		{"before the message", "DATA", mail.Later},
		{"after the message", ".", mail.Unknown},
	} {
		x := dial(t, server(t, "smtp+clear", &mailtest.Server{Addr: hangsUp(t, c.after)}))
		got, err := x.Send(message(), nothing)
		if err != nil || got.State != c.want || !x.Broken() {
			t.Errorf("%s: %+v, %v, want %s", c.name, got, err, c.want)
		}
	}
	far := mailtest.Start(t, mailtest.Options{})
	x := dial(t, server(t, "smtp+clear", far))
	stop := errors.New("not written down")
	_, err := x.Send(message(), func() error { return stop })
	if !errors.Is(err, stop) || len(far.Received()) != 0 {
		t.Errorf("handed over although it was not written down: %v, %d", err, len(far.Received()))
	}
}

// hangsUp is a server that breaks the way at a line.
func hangsUp(t *testing.T, at string) string {
	t.Helper()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		conn, err := l.Accept()
		if err != nil {
			return
		}
		defer conn.Close() //nolint:errcheck // that is what it is for
		_, _ = io.WriteString(conn, "220 uji\r\n")
		buf, data := make([]byte, 4096), false
		for {
			n, err := conn.Read(buf)
			if err != nil {
				return
			}
			line := string(buf[:n])
			whole := data && strings.HasSuffix(line, "\r\n.\r\n")
			if !data && strings.HasPrefix(line, at) && at != "." || whole {
				return
			}
			answer := "250 ok\r\n"
			if !data && strings.HasPrefix(line, "DATA") {
				data, answer = true, "354 go on\r\n"
			} else if data {
				continue
			}
			_, _ = io.WriteString(conn, answer)
		}
	}()
	return l.Addr().String()
}

func TestParseServer(t *testing.T) {
	t.Parallel()
	got, err := mail.ParseServer("smtp://rambu%40kab.contoh.id@surel.contoh.id", from)
	want := mail.Server{Host: "surel.contoh.id", Port: "587", Mode: mail.StartTLS, User: "rambu@kab.contoh.id", From: "rambu@kab.contoh.id", Name: "Rambu"}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	for address, key := range map[string]string{
		"smtp+clear://surel.contoh.id": "mail.error.clear", "smtp://a:rahasia@surel.contoh.id": "mail.error.password_in_address",
		"http://surel.contoh.id": "mail.error.server", "smtp://": "mail.error.server", "smtp://h/x": "mail.error.server",
	} {
		_, err := mail.ParseServer(address, from)
		e, ok := errors.AsType[*rambu.Error](err)
		if !ok || e.Key != key || strings.Contains(err.Error(), "rahasia") {
			t.Errorf("%s: %v, want %s", address, err, key)
		}
	}
	if _, err := mail.ParseServer("smtps://h", "bukan alamat"); err == nil {
		t.Error("a sender that is none was accepted")
	}
}

// Whatever is typed as an address or stands in a subject, no header and no command is added.
func FuzzNothingIsInjected(f *testing.F) {
	for _, s := range []string{"a@b.id", "a@b.id\r\nBcc: c@d.id", "\"x y\"@b.id", "a@b.id,c@d.id", "é@b.id", "a@[127.0.0.1]", strings.Repeat("a", 300) + "@b.id"} {
		f.Add(s, s)
	}
	f.Fuzz(func(t *testing.T, address, subject string) {
		got, err := mail.ParseAddress(address)
		if err == nil && (strings.ContainsAny(got, "\r\n \t<>,\"") || strings.Count(got, "@") != 1) {
			t.Errorf("%q was accepted as %q", address, got)
		}
		s := mail.Server{From: "rambu@kab.contoh.id", Name: subject}
		raw, err := mail.Compose(s, mail.Message{To: "a@b.id", Subject: subject, Text: subject})
		if err != nil {
			t.Fatal(err)
		}
		head, _, _ := strings.Cut(string(raw), "\r\n\r\n")
		names := 0
		for line := range strings.SplitSeq(head, "\r\n") {
			if strings.ContainsAny(line, "\r\n") {
				t.Errorf("a line holds another: %q", line)
			}
			if line != "" && line[0] != ' ' && line[0] != '\t' {
				names++
			}
		}
		if names != 9 {
			t.Errorf("%d headers:\n%s", names, head)
		}
	})
}

// Whatever a server says, its note can be stored in either database and does not name the address.
func FuzzNote(f *testing.F) {
	for _, s := range []string{
		"bo\xeete inconnue kadis@kab.contoh.id", "<KADIS@kab.contoh.id>", "\xff\xfe\x00", strings.Repeat("a", 199) + "é", "İİİİ kadis", "kadis\nkadis\x00kadis",
	} {
		f.Add(s)
	}
	const local = "kadis"
	f.Fuzz(func(t *testing.T, said string) {
		got := mail.Note(mail.Message{To: local + "@kab.contoh.id"}, 550, said)
		if !utf8.ValidString(got) || len(got) > 200 || strings.ContainsFunc(got, unicode.IsControl) || strings.Contains(strings.ToLower(got), local) {
			t.Errorf("%q is noted as %q", said, got)
		}
	})
}
