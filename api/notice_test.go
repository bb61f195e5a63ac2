package api_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"rambu.id/api"
	"rambu.id/instance"
	"rambu.id/internal/mail"
	"rambu.id/internal/mail/mailtest"
)

const pengelola = government + "/pengelola"

// mailing is the instance of the tests opened again with a server for e-mail.
func mailing(t *testing.T) (*world, *mailtest.Server) {
	t.Helper()
	w, far := newWorld(t), mailtest.Start(t, mailtest.Options{})
	server, err := mail.ParseServer("smtp+clear://"+far.Addr, "Rambu <rambu@kab.contoh.id>")
	must(t, err)
	c := w.in.Config
	c.Mail = &server
	must(t, w.in.Close())
	w.in, err = instance.Open(t.Context(), c)
	must(t, err)
	t.Cleanup(func() { _ = w.in.Close() })
	w.handler = api.Handler(w.in)
	return w, far
}

var mailedCode = regexp.MustCompile(`[0-9a-z]{4}-[0-9a-z]{4}-[0-9a-z]{4}`)

// An address is set, proved and removed over HTTP; the administrator sees what became of mails, and
// never an address.
func TestMailOverHTTP(t *testing.T) {
	t.Parallel()
	w, far := mailing(t)
	if a := w.get(camat, "/akun/surel"); a.text("alamat") != "" || a.text("status") != "" {
		t.Errorf("before there is one: %s", a.body)
	}
	w.refused(http.StatusUnprocessableEntity, "mail.error.address", pengelola, "/akun/surel", fields{"alamat": "bukan alamat"})
	w.refused(http.StatusConflict, "notice.error.no_address", pengelola, "/surel/uji", nil)
	if a := w.post(pengelola, "/akun/surel", fields{"alamat": "pengelola@kab.contoh.id"}); a.text("status") != "ditanya" {
		t.Errorf("set: %s", a.body)
	}
	must(t, w.in.Notices.Send(t.Context()))
	w.refused(http.StatusUnprocessableEntity, "notice.error.code", pengelola, "/akun/surel/pastikan", fields{"kode": "0000-0000-0000"})
	code := mailedCode.FindString(far.Received()[0].Text)
	if a := w.post(pengelola, "/akun/surel/pastikan", fields{"kode": code}); a.text("status") != "aktif" || a.text("alamat") != "pengelola@kab.contoh.id" {
		t.Errorf("proved: %s", a.body)
	}
	w.post(pengelola, "/surel/uji", nil)
	must(t, w.in.Notices.Send(t.Context()))
	all := w.get(pengelola, "/surel")
	row := "0" // both are of one moment of the legal clock
	if all.text("butir", row, "hal") != "uji" {
		row = "1"
	}
	if all.at("menyala") != true || len(all.list("butir")) != 2 || all.text("butir", row, "hal") != "uji" || all.at("butir", row, "nasib", "done") != 1.0 {
		t.Errorf("what became of them: %s", all.body)
	}
	id := "/surel/" + all.text("butir", row, "id")
	one := w.get(pengelola, id)
	if one.text("butir", "0", "nasib") != "done" || strings.Contains(string(one.body)+string(all.body), "contoh.id") {
		t.Errorf("its recipients: %s", one.body)
	}
	w.refused(http.StatusConflict, "", pengelola, id+"/lagi", fields{"baris": one.text("butir", "0", "baris")})
	for _, post := range []string{sekda, camat, ketua} {
		for _, path := range []string{"/surel", id} {
			if a := w.send("GET", path, w.as(post), ""); a.status != http.StatusNotFound {
				t.Errorf("%s reads %s: %d", post, path, a.status)
			}
		}
	}
	if a := w.post(pengelola, "/akun/surel/hapus", nil); a.text("alamat") != "" {
		t.Errorf("removed: %s", a.body)
	}
	if _, err := w.in.Verify(t.Context(), nil, nil); err != nil {
		t.Error(err)
	}
}
