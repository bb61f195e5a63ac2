package casefile_test

import (
	"net/http"
	"net/url"
	"regexp"
	"testing"
)

// The two days after a report stand still on a ground the pack has; the reason is in the sealed
// file, the ground beside the clock, and the new date too. What the officer typed is kept.
func TestSuspendingByForm(t *testing.T) {
	s := newSite(t)
	in, page := "penerimaan", s.begin()
	form := page + "/waktu"
	body := s.get(in, form)
	s.says(body, "Perlu dicek", "Hentikan karena menunggu putusan")
	clock := regexp.MustCompile(`value="(jam_[a-z0-9]+)\|putusan"`).FindStringSubmatch(body)
	if clock == nil {
		t.Fatal("no clock is offered")
	}
	stop := func(day string) url.Values {
		return with(url.Values{"jam": {clock[1] + "|putusan"}, "alasan": {"Menunggu putusan sela."}}, date("tanggal", day))
	}
	bad := with(stop("2024-10-09"), url.Values{"versi": {s.open(in, form)}})
	s.says(s.do(in, http.MethodPost, form, bad, http.StatusUnprocessableEntity).Body.String(), "Menunggu putusan sela.")
	s.post(in, form, stop("2024-10-07"))
	s.says(s.get(in, page), "Ditangguhkan", "Waktu dihentikan sejak 7 Oktober 2024: menunggu putusan", "Menunggu putusan sela.", "Tenggat dihentikan")
	s.says(s.get(in, form), "Jalankan lagi")
	s.must(s.clock.MoveTo(s.clock.Now().AddDate(0, 0, 1)))
	s.post(in, form, with(url.Values{"jam": {clock[1] + "|lanjut"}}, date("tanggal", "2024-10-08")))
	s.says(s.get(in, page), "Waktu dihentikan 7 Oktober 2024 sampai 8 Oktober 2024", "Batas ini pernah bergeser", "belum ada tanggal menjadi 10 Oktober 2024")
	s.do("bkpsdm/disiplin", http.MethodGet, form, nil, http.StatusNotFound)
	s.verify()
}
