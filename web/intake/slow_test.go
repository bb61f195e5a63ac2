package intake_test

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"rambu.id/intake"
	"rambu.id/internal/db/dbtest"
	web "rambu.id/web/intake"
)

// drip sends the beginning of a large form, then drop by drop, and returns what the door answers to it.
func drip(t *testing.T, addr, from, beginning string) <-chan string {
	t.Helper()
	c, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", addr)
	must(t, err)
	t.Cleanup(func() { _ = c.Close() })
	_, err = fmt.Fprintf(c, "POST /lapor/kirim HTTP/1.1\r\nHost: pintu\r\nX-From: %s\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 600000\r\n\r\n%s", from, beginning)
	must(t, err)
	go func() {
		for err := error(nil); err == nil; time.Sleep(20 * time.Millisecond) {
			_, err = c.Write([]byte("a"))
		}
	}()
	answer := make(chan string, 1)
	go func() {
		res, err := http.ReadResponse(bufio.NewReader(c), nil)
		if err != nil {
			answer <- err.Error()
			return
		}
		body, _ := io.ReadAll(res.Body)
		_ = res.Body.Close()
		answer <- res.Status + "\n" + string(body)
	}()
	return answer
}

// Whoever sends large forms drop by drop keeps nobody else's from being read: from one network not at all,
// from several for no longer than a form may take. He reads himself what became of his.
func TestADrippingFormBlocksNobody(t *testing.T) {
	t.Parallel()
	const allowed = 2 * time.Second
	for name, c := range map[string]struct {
		from []string
		most time.Duration
	}{"one network": {[]string{"10.0.1.1", "10.0.1.2"}, allowed / 2}, "two networks": {[]string{"10.0.1.1", "10.0.2.1"}, allowed + allowed/2}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := open(t, dbtest.Open(t, t.TempDir()+"/rambu.db"), func(d *web.Deps) {
				d.FormTime = allowed
				d.Client = func(r *http.Request) netip.Addr {
					return netip.MustParseAddr(cmp.Or(r.Header.Get("X-From"), "10.9.9.9"))
				}
			})
			srv := httptest.NewServer(s.handler)
			defer srv.Close()
			var answers []<-chan string
			for i := range 4 { // half as large as a form says it is, half that have sent most of it
				head := "konsep=" + intake.NewDraft().String() + "&pintu=informasi-awal&apa=Kisah+tetes+"
				from := c.from[i%2]
				answers = append(answers, drip(t, srv.Listener.Addr().String(), from, head), drip(t, srv.Listener.Addr().String(), from, head+strings.Repeat("x", 530_000)))
			}
			time.Sleep(allowed / 4)

			began := time.Now()
			client := &http.Client{Timeout: 10 * allowed}
			form := "konsep=" + intake.NewDraft().String() + "&pintu=informasi-awal&kecamatan=tidak-tahu&apa=" + strings.Repeat("kata+", 120_000)
			res, err := client.Post(srv.URL+"/lapor/kirim", "application/x-www-form-urlencoded", strings.NewReader(form))
			must(t, err)
			body, err := io.ReadAll(res.Body)
			must(t, err)
			_ = res.Body.Close()
			read := strings.Contains(string(body), "kata kata kata") && !strings.Contains(string(body), "Formulir sebesar ini sedang banyak")
			if took := time.Since(began); took > c.most || !read {
				t.Errorf("a large form of somebody else took %s, status %d, was read: %v", took, res.StatusCode, read)
			}
			for i, a := range answers {
				select {
				case got := <-a:
					busy, slow := strings.Contains(got, "Formulir sebesar ini sedang banyak"), strings.Contains(got, "Formulir terlalu lama di jalan")
					if !busy && !slow || !strings.Contains(got, "Kisah tetes") {
						t.Errorf("dripping form %d is answered %.300q", i, got)
					}
				case <-time.After(10 * allowed):
					t.Errorf("dripping form %d is still being read", i)
				}
			}
		})
	}
}
