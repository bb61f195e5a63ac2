package api_test

import (
	"net/http"
	"strings"
	"testing"

	"rambu.id"
)

// An officer's program makes the address of his calendar, which opens until it is ended.
func TestACalendarAddressByProgram(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const camat = government + "/camat/18.01.06"
	if got := w.get(camat, "/kalender"); got.json["ada"] != false || got.text("jabatan") != camat {
		t.Errorf("before: %s", got.body)
	}
	made := w.post(camat, "/kalender", fields{"isi": "waktu"})
	secret := strings.TrimSuffix(strings.TrimPrefix(made.text("alamat"), "/kalender/"), ".ics")
	_, err := w.in.Feeds.Calendar(t.Context(), secret)
	must(t, err)
	if got := w.get(camat, "/kalender"); got.json["ada"] != true || got.text("isi") != "waktu" || strings.Contains(string(got.body), secret) {
		t.Errorf("after: %s", got.body)
	}
	w.post(camat, "/kalender/cabut", fields{})
	w.post(camat, "/kalender/cabut", fields{})
	_, err = w.in.Feeds.Calendar(t.Context(), secret)
	if rambu.KindOf(err) != rambu.NotFound {
		t.Errorf("an ended address: %v", err)
	}
	if got := w.send(http.MethodPost, "/kalender", w.as(camat), `{"isi":"semua"}`); got.status != http.StatusUnprocessableEntity {
		t.Errorf("shows what there is not: %d", got.status)
	}
	if got := w.send(http.MethodGet, "/kalender", w.as(supervisor+"/ketua"), ""); got.status != http.StatusNotFound {
		t.Errorf("Bawaslu: %d", got.status)
	}
}
