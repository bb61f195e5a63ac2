package crash

import (
	"bufio"
	"fmt"
	"net"
	"net/url"
	"strings"
	"sync"
	"testing"
)

// TestSentTwiceAtOnce sends one form from many connections in the same moment, as impatient
// thumbs and repeating browsers do: one report, one code.
func TestSentTwiceAtOnce(t *testing.T) {
	for name, source := range sources() {
		t.Run(name, func(t *testing.T) { sentTwice(t, source(t)) })
	}
}

func sentTwice(t *testing.T, source string) {
	t.Helper()
	p := found(t, t.TempDir(), source)
	s := p.serve(t)
	s.await(t)
	base := func() string { return s.url }
	const forms, times = 4, 8
	var sent []*report
	for i := range forms {
		r := prepare(t, base, fmt.Sprintf("Laporan %d yang dikirim berkali-kali sekaligus.", i))
		var wait sync.WaitGroup
		codes := make([]string, times)
		for k := range times {
			wait.Go(func() {
				mine := *r
				err := visit(base, 300+k).send(t.Context(), &mine)
				if err != nil {
					t.Error(err)
				}
				codes[k] = mine.code
			})
		}
		wait.Wait()
		r.code = r.draft.Code().String()
		for k, code := range codes {
			if code != r.code {
				t.Errorf("form %d, answer %d: code %q, want %q", i, k, code, r.code)
			}
		}
		sent = append(sent, r)
	}
	s.stop(t)
	p.holds(t, sent)
}

// prepare fills in a form with a file, ready to be sent.
func prepare(t *testing.T, base func() string, what string) *report {
	t.Helper()
	v := visit(base, 299)
	r, err := v.begin(t.Context(), what, 3000)
	must(t, err)
	must(t, v.answer(t.Context(), r))
	return r
}

// TestAnswerLost cuts the line at three moments of sending. Whoever sends the same form again
// gets one report and its one code.
func TestAnswerLost(t *testing.T) {
	p := found(t, t.TempDir(), "")
	s := p.serve(t)
	s.await(t)
	base := func() string { return s.url }
	var sent []*report
	for _, c := range []struct {
		name string
		cut  func(t *testing.T, request string)
	}{
		{"half a form", func(t *testing.T, request string) {
			conn := dial(t, s.url)
			_, err := conn.Write([]byte(request[:len(request)-10]))
			must(t, err)
			must(t, conn.Close())
		}},
		{"a whole form", func(t *testing.T, request string) {
			conn := dial(t, s.url)
			_, err := conn.Write([]byte(request))
			must(t, err)
			must(t, conn.Close())
		}},
		{"the first words of the answer", func(t *testing.T, request string) {
			conn := dial(t, s.url)
			_, err := conn.Write([]byte(request))
			must(t, err)
			line, err := bufio.NewReaderSize(conn, 16).ReadString('\n')
			if err != nil || !strings.Contains(line, " 200 ") {
				t.Fatalf("the answer begins with %q, %v", line, err)
			}
			must(t, conn.Close())
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := prepare(t, base, "Laporan yang jawabannya hilang: "+c.name+".")
			c.cut(t, raw(r.form))
			for range 3 { // and a few reloads
				must(t, visit(base, 301).send(t.Context(), r))
				if want := r.draft.Code().String(); r.code != want {
					t.Errorf("code %s, want %s", r.code, want)
				}
			}
			sent = append(sent, r)
		})
	}
	s.stop(t)
	p.holds(t, sent)
}

func dial(t *testing.T, address string) net.Conn {
	t.Helper()
	conn, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", strings.TrimPrefix(address, "http://"))
	must(t, err)
	return conn
}

// raw is the request that sends a form, as bytes on the line.
func raw(form url.Values) string {
	body := form.Encode()
	return fmt.Sprintf("POST /lapor/kirim HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"+
		"Content-Length: %d\r\n\r\n%s", len(body), body)
}
