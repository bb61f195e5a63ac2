package crash

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"

	"golang.org/x/sync/errgroup"

	"rambu.id/intake"
)

// sender sends finished requests over a connection that it keeps, and reads no more of the
// answers than it must: what is measured is the program, not the phone.
type sender struct {
	http  http.Client
	url   string
	sends int
}

// perNetwork is how many requests a sender makes from one network, below the limits of the door.
const perNetwork = 400

// newSender returns a sender; networks hands out networks nobody came from yet.
func newSender(url string, networks *atomic.Int64) *sender {
	return &sender{url: url, http: http.Client{Transport: dialer(func() int { return int(networks.Add(1)) })}}
}

// post posts a form and checks the answer: its status, and that it holds mark.
func (s *sender) post(ctx context.Context, path, form string, status int, mark string) error {
	s.sends++
	if s.sends%perNetwork == 0 {
		s.http.CloseIdleConnections()
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, s.url+path, strings.NewReader(form))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	resp, err := s.http.Do(req)
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

// codeMark stands on the page with the receipt code only, inboxMark only in an inbox.
const (
	codeMark  = `class="r-code"`
	inboxMark = `action="/kotak-surat/balas"`
)

// lodge sends one report of 1 KB: the last request of its form.
func (s *sender) lodge(ctx context.Context) (intake.Code, error) {
	d := intake.NewDraft()
	return d.Code(), s.post(ctx, "/lapor/kirim", form(d).Encode(), http.StatusOK, codeMark)
}

// read opens an inbox as its owner.
func (s *sender) read(ctx context.Context, code intake.Code) error {
	return s.post(ctx, "/kotak-surat", url.Values{"kode": {code.String()}}.Encode(), http.StatusOK, inboxMark)
}

// guess tries a code that opens nothing.
func (s *sender) guess(ctx context.Context) error {
	return s.post(ctx, "/kotak-surat", url.Values{"kode": {intake.NewDraft().Code().String()}}.Encode(), http.StatusUnprocessableEntity, "")
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
			defer s.http.CloseIdleConnections()
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

// lodgeMany lodges n reports from a number of senders.
func lodgeMany(tb testing.TB, senders, n int, url string) {
	tb.Helper()
	var left atomic.Int64
	left.Store(int64(n))
	must(tb, crew(senders, url, func(s *sender) (bool, error) {
		if left.Add(-1) < 0 {
			return false, nil
		}
		_, err := s.lodge(tb.Context())
		return true, err
	}))
}
