package ui_test

import (
	"bufio"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"rambu.id/web/ui"
	"rambu.id/web/ui/uitest"
)

const allowed = time.Minute // for a body, in virtual time

// slowly serves two forms whose bodies have a time to arrive in, and connects to them.
func slowly(t *testing.T) (net.Conn, *bufio.Reader) {
	t.Helper()
	rd := renderer(t)
	rd.Log = slog.New(slog.DiscardHandler)
	form := rd.Handle(func(w http.ResponseWriter, r *http.Request) error {
		in, err := ui.Read(w, r)
		if err != nil {
			return err
		}
		time.Sleep(2 * allowed)
		_, err = fmt.Fprintf(w, "%s %v", in.Values.Get("nama"), r.Context().Err())
		return err
	})
	file := rd.Handle(func(_ http.ResponseWriter, r *http.Request) error {
		_, err := ui.Upload{Field: "berkas", Fields: 3, Bytes: 1000, Take: func(_, _ string, body io.Reader) error {
			_, err := io.Copy(io.Discard, body)
			return err
		}}.Read(r)
		return err
	})
	mux := http.NewServeMux()
	mux.Handle("/formulir", form)
	mux.Handle("/berkas", file)
	c := uitest.Serve(t, rd.Protect(ui.Arrive(mux, time.Now, func(*http.Request) time.Duration { return allowed }), ui.Options{})).Dial()
	t.Cleanup(func() { _ = c.Close() })
	return c, bufio.NewReader(c)
}

func answered(t *testing.T, r *bufio.Reader) (int, string) {
	t.Helper()
	res, err := http.ReadResponse(r, nil)
	if err != nil {
		t.Fatalf("no answer: %v", err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, string(body)
}

// A form that drips is answered when its time is over, in words; one that arrived in time is
// not cut off however long its answer takes, and its connection carries the next.
func TestAFormThatDrips(t *testing.T) {
	t.Parallel()
	head := func(path, media string, length int) string {
		return fmt.Sprintf("POST %s HTTP/1.1\r\nHost: uji\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n", path, media, length)
	}
	const field = "--x\r\nContent-Disposition: form-data; name=nama\r\n\r\nSi"
	for name, begun := range map[string]string{
		"a form":          head("/formulir", "application/x-www-form-urlencoded", 100) + "nama=Si",
		"a form of parts": head("/formulir", "multipart/form-data; boundary=x", 100) + field,
		"between parts":   head("/berkas", "multipart/form-data; boundary=x", 200) + field + "\r\n--x",
		"a file":          head("/berkas", "multipart/form-data; boundary=x", 1000) + "--x\r\nContent-Disposition: form-data; name=berkas; filename=a\r\n\r\nisi",
		"a text":          head("/berkas", "multipart/form-data; boundary=x", 1000) + field,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				c, r := slowly(t)
				began := time.Now()
				_, _ = io.WriteString(c, begun)
				status, page := answered(t, r)
				if status != http.StatusUnprocessableEntity || !strings.Contains(page, "terlalu lama di jalan") || time.Since(began) != allowed {
					t.Errorf("%d after %v: %s", status, time.Since(began), page)
				}
			})
		})
	}
	t.Run("in time", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			c, r := slowly(t)
			for range 2 {
				_, _ = io.WriteString(c, head("/formulir", "application/x-www-form-urlencoded", 9)+"nama=Siti")
				if status, page := answered(t, r); status != http.StatusOK || page != "Siti <nil>" {
					t.Errorf("%d %s", status, page)
				}
			}
		})
	})
}
