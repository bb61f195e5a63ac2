package intake_test

import (
	"bufio"
	"cmp"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"rambu.id/intake"
	"rambu.id/internal/db/dbtest"
	web "rambu.id/web/intake"
	"rambu.id/web/ui/uitest"
)

// drip sends the beginning of a large form, then drop by drop, and returns what the door answers to it.
func drip(t *testing.T, c net.Conn, from, beginning string) <-chan string {
	t.Helper()
	var all sync.WaitGroup
	t.Cleanup(func() {
		_ = c.Close()
		all.Wait()
	})
	all.Go(func() {
		_, err := fmt.Fprintf(c, "POST /lapor/kirim HTTP/1.1\r\nHost: pintu\r\nX-From: %s\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 600000\r\n\r\n%s", from, beginning)
		for ; err == nil; time.Sleep(20 * time.Millisecond) {
			_, err = c.Write([]byte("a"))
		}
	})
	answer := make(chan string, 1)
	all.Go(func() {
		res, err := http.ReadResponse(bufio.NewReader(c), nil)
		if err != nil {
			answer <- err.Error()
			return
		}
		body, _ := io.ReadAll(res.Body)
		_ = res.Body.Close()
		answer <- res.Status + "\n" + string(body)
	})
	return answer
}

// Whoever sends large forms drop by drop keeps nobody else's from being read: from one network not at all,
// from several for no longer than a form may take. He reads himself what became of his.
func TestADrippingFormBlocksNobody(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		from []string
		most time.Duration
	}{"one network": {[]string{"10.0.1.1", "10.0.1.2"}, 0}, "two networks": {[]string{"10.0.1.1", "10.0.2.1"}, time.Minute}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) { drippers(t, c.from, c.most) })
		})
	}
}

// drippers sends dripping forms from some networks and a large one from another, which may take no longer
// than most.
func drippers(t *testing.T, from []string, most time.Duration) {
	t.Helper()
	s := open(t, dbtest.SQLite(t), func(d *web.Deps) {
		d.Client = func(r *http.Request) netip.Addr {
			return netip.MustParseAddr(cmp.Or(r.Header.Get("X-From"), "10.9.9.9"))
		}
	})
	p := uitest.Serve(t, s.handler)
	var answers []<-chan string
	for i := range 4 { // half as large as a form says it is, half that have sent most of it
		head := "konsep=" + intake.NewDraft().String() + "&pintu=informasi-awal&apa=Kisah+tetes+"
		answers = append(answers, drip(t, p.Dial(), from[i%2], head), drip(t, p.Dial(), from[i%2], head+strings.Repeat("x", 530_000)))
	}
	time.Sleep(time.Second)

	began := time.Now()
	client := &http.Client{Transport: &http.Transport{
		DisableKeepAlives: true,
		DialContext:       func(context.Context, string, string) (net.Conn, error) { return p.Dial(), nil },
	}}
	form := "konsep=" + intake.NewDraft().String() + "&pintu=informasi-awal&kecamatan=tidak-tahu&apa=" + strings.Repeat("kata+", 120_000)
	res, err := client.Post("http://pintu/lapor/kirim", "application/x-www-form-urlencoded", strings.NewReader(form))
	must(t, err)
	body, err := io.ReadAll(res.Body)
	must(t, err)
	_ = res.Body.Close()
	read := strings.Contains(string(body), "kata kata kata") && !strings.Contains(string(body), "Formulir sebesar ini sedang banyak")
	if took := time.Since(began); took > most || !read {
		t.Errorf("a large form of somebody else took %s, status %d, was read: %v", took, res.StatusCode, read)
	}
	for i, a := range answers {
		select {
		case got := <-a:
			busy, slow := strings.Contains(got, "Formulir sebesar ini sedang banyak"), strings.Contains(got, "Formulir terlalu lama di jalan")
			if !busy && !slow || !strings.Contains(got, "Kisah tetes") {
				t.Errorf("dripping form %d is answered %.300q", i, got)
			}
		case <-time.After(10 * time.Minute):
			t.Errorf("dripping form %d is still being read", i)
		}
	}
}
