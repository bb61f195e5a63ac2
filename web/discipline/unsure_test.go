package discipline_test

import (
	"net/http"
	"strings"
	"testing"

	"rambu.id"
)

// An act of the catalogue that nobody is sure of says so where it is chosen and in the matter about it.
func TestUnsureActsAreMarked(t *testing.T) {
	t.Parallel()
	s := newSite(t, "2024-10-07")
	s.who = s.kadis
	form, walked := textOf(s.get("/sanksi/baru", http.StatusOK)), 0
	for _, a := range s.Office.Pack().Acts() {
		r, ok := s.Office.Pack().ClassRule(a.Class)
		if !ok || r.Procedure == "" || a.NotUsable {
			continue
		}
		if got := strings.Contains(form, a.Code+" – "+a.ShortID+" (Perlu dicek)"); got != a.Conf.Check() {
			t.Errorf("%s, %s: the choice is marked: %v", a.Code, a.Conf, got)
		}
		if !a.Conf.Check() && a.Code != "SKB-D7" {
			continue
		}
		walked++
		on := "2024-09-25"
		if !s.Office.Pack().Applies(a, "pns", rambu.Date(on)) {
			on = "2024-09-01" // an item of the time before the determination
		}
		own := append(date("tanggal-perbuatan", on), "nama", "Sulaiman Contoh", "golongan", "pns", "perbuatan", a.Code, "sumber", "Media", "uraian", "Uraian.")
		to, _ := s.post("/sanksi/baru", http.StatusSeeOther, own...)
		_, row, _ := strings.Cut(textOf(s.get(to, http.StatusOK)), "Dugaan perbuatan ")
		if !strings.HasPrefix(strings.TrimPrefix(row, "Perlu dicek "), a.ShortID) {
			t.Errorf("%s: the matter does not say what it is about: %.80s", a.Code, row)
		}
		if got := strings.HasPrefix(row, "Perlu dicek "); got != a.Conf.Check() {
			t.Errorf("%s, %s: the matter marks it: %v: %.80s", a.Code, a.Conf, got, row)
		}
	}
	if walked < 2 {
		t.Errorf("only %d acts were looked at", walked)
	}
}
