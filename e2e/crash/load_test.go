package crash

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"golang.org/x/sync/errgroup"

	"rambu.id/api"
	"rambu.id/intake"
)

// sender sends finished requests over a connection that it keeps, and reads no more of the
// answers than it must: what is measured is the program, not the phone. It shares the cores with the
// program, so it writes the bytes itself, where http.Client keeps two goroutines for each connection.
type sender struct {
	host    string
	media   string // of what it posts
	network func() int
	each    int      // requests from one network
	proxied bool     // it stands in front of the interface, for which this machine is one network
	from    string   // the address it says then
	conn    net.Conn // nil before the first request
	answers *bufio.Reader
	sends   int
}

// perNetwork is how many requests a sender makes from one network, below the limits of the door.
const perNetwork = 400

// newSender returns a sender; networks hands out networks nobody came from yet.
func newSender(address string, networks *atomic.Int64) *sender {
	return &sender{host: strings.TrimPrefix(address, "http://"), media: "application/x-www-form-urlencoded", each: perNetwork, network: func() int { return int(networks.Add(1)) }}
}

// dial connects from another network.
func (s *sender) dial(ctx context.Context) error {
	s.close()
	n := s.network() % 60_000
	s.from = fmt.Sprintf("10.%d.%d.1", 1+n/250, 1+n%250)
	conn, err := dialer(func() int { return n }).DialContext(ctx, "tcp", s.host)
	if err == nil {
		s.conn, s.answers = conn, bufio.NewReader(conn)
	}
	return err
}

func (s *sender) close() {
	if s.conn != nil {
		_ = s.conn.Close()
		s.conn = nil
	}
}

// post posts a body, a form unless media says otherwise, and checks the answer: its status, and that it holds mark.
func (s *sender) post(ctx context.Context, path, body string, status int, mark string) error {
	if s.conn == nil || s.sends%s.each == 0 {
		err := s.dial(ctx)
		if err != nil {
			return err
		}
	}
	s.sends++
	more := ""
	if s.proxied {
		more = "X-Forwarded-For: " + s.from + "\r\n"
	}
	_, err := fmt.Fprintf(s.conn, "POST %s HTTP/1.1\r\nHost: %s\r\nContent-Type: %s\r\n%sContent-Length: %d\r\n\r\n%s",
		path, s.host, s.media, more, len(body), body)
	if err != nil {
		return err
	}
	resp, err := http.ReadResponse(s.answers, nil)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		return err
	}
	if resp.StatusCode != status || !bytes.Contains(b, []byte(mark)) {
		return fmt.Errorf("%s answered %d without %s: %.300s", path, resp.StatusCode, mark, b)
	}
	return nil
}

// lodgedMark begins the proof that stands on the page with the receipt code only, inboxMark is only in an
// inbox.
const (
	lodgedMark = "c2sp.org/tlog-proof@v1"
	inboxMark  = `action="/kotak-surat/balas"`
)

// lodge sends one report of 1 KB: the last request of its form.
func (s *sender) lodge(ctx context.Context) (intake.Code, error) {
	d := intake.NewDraft()
	return d.Code(), s.post(ctx, "/lapor/kirim", form(d), http.StatusOK, lodgedMark)
}

// read opens an inbox as its owner.
func (s *sender) read(ctx context.Context, code intake.Code) error {
	return s.post(ctx, "/kotak-surat", url.Values{"kode": {code.String()}}.Encode(), http.StatusOK, inboxMark)
}

// guess tries a code that opens nothing.
func (s *sender) guess(ctx context.Context) error {
	return s.post(ctx, "/kotak-surat", url.Values{"kode": {intake.NewDraft().Code().String()}}.Encode(), http.StatusUnprocessableEntity, "")
}

// door is one way to the desk of reports.
type door struct {
	lodge func(*sender, context.Context) (intake.Code, error)
	read  func(*sender, context.Context, intake.Code) error
	guess func(*sender, context.Context) error
}

// doors are the pages and the interface for programs.
func doors() map[string]door {
	return map[string]door{
		"web": {(*sender).lodge, (*sender).read, (*sender).guess},
		"api": {(*sender).lodgeJSON, (*sender).readJSON, (*sender).guessJSON},
	}
}

// wrongPerNetwork is below the wrong codes after which the interface refuses a network.
const wrongPerNetwork = 50

// json posts JSON to the interface of a program that stands behind a proxy.
func (s *sender) json(ctx context.Context, path, body string, status int, mark string) error {
	s.media, s.proxied = "application/json", true
	return s.post(ctx, api.Prefix+path, body, status, mark)
}

// lodgeJSON sends the report of lodge as a program does.
func (s *sender) lodgeJSON(ctx context.Context) (intake.Code, error) {
	d := intake.NewDraft()
	return d.Code(), s.json(ctx, "/laporan", `{"rahasia":"`+d.String()+`",`+restJSON(), http.StatusOK, `"kode":"`)
}

// restJSON is what rest is for forms.
var restJSON = sync.OnceValue(func() string {
	return fmt.Sprintf(`"pintu":%q,"jawaban":{"apa":%q,"kapan":"2024-10-07","kecamatan":%q,"tempat":"Balai desa"}}`,
		intake.DoorTip, strings.Repeat("dugaan ", 146), intake.DistrictUnknown)
})

func (s *sender) readJSON(ctx context.Context, code intake.Code) error {
	return s.json(ctx, "/kotak-surat", `{"kode":"`+code.String()+`"}`, http.StatusOK, `"pesan":`)
}

func (s *sender) guessJSON(ctx context.Context) error {
	s.each = wrongPerNetwork
	return s.json(ctx, "/kotak-surat", `{"kode":"`+intake.NewDraft().Code().String()+`"}`, http.StatusUnprocessableEntity, "intake.error.code")
}

// crewNetworks counts the networks that crews came from. Below are those of who is measured; another
// process has others.
var crewNetworks atomic.Int64

// crew runs act on n senders, each over and over until act says that there is no more to do.
func crew(n int, url string, act func(*sender) (more bool, err error)) error {
	var crew errgroup.Group
	for range n {
		crew.Go(func() error {
			s := newSender(url, &crewNetworks)
			defer s.close()
			for {
				more, err := act(s)
				if err != nil || !more {
					return err
				}
			}
		})
	}
	return crew.Wait()
}

// sendMany has a number of senders send n times.
func sendMany(tb testing.TB, senders, n int, url string, send func(*sender) error) {
	tb.Helper()
	var left atomic.Int64
	left.Store(int64(n))
	must(tb, crew(senders, url, func(s *sender) (bool, error) {
		if left.Add(-1) < 0 {
			return false, nil
		}
		return true, send(s)
	}))
}

// lodgeMany lodges n reports from a number of senders.
func lodgeMany(tb testing.TB, senders, n int, url string) {
	tb.Helper()
	sendMany(tb, senders, n, url, func(s *sender) error {
		return s.post(tb.Context(), "/lapor/kirim", form(intake.NewDraft()), http.StatusOK, lodgedMark)
	})
}
