package casefile_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"rambu.id/intake"
)

const (
	reporter = "Pelapor Rahasiawati"
	why      = "Pelapor perlu dipanggil untuk klarifikasi."
)

// asked is a keeper's request, made by the form.
func (s *site) asked(who, report string) string {
	s.t.Helper()
	return s.do(who, http.MethodPost, "/laporan-masuk/"+report+"/identitas", url.Values{"alasan": {why}}, http.StatusSeeOther).Header().Get("Location")
}

// A keeper asks with a reason, another officer reads it and agrees, and the keeper sees who
// reported: once, on a page no cache keeps and no reload shows again.
func TestIdentityOpensForTwoByForms(t *testing.T) {
	s := newSite(t)
	report := s.lodge(intake.DoorFormal)
	keeper, second := "ketua", "penerimaan"
	s.says(s.get(keeper, "/identitas"), "Belum ada permintaan")
	s.says(s.get(keeper, "/laporan-masuk/"+report), "Minta membuka identitas pelapor")
	if strings.Contains(s.get(second, "/laporan-masuk/"+report), "Minta membuka identitas") {
		t.Error("an intake officer is offered the identity")
	}
	ask := "/laporan-masuk/" + report + "/identitas"
	s.says(s.get(keeper, ask), "Pelapor dilindungi", "Alasan")
	s.says(s.do(keeper, http.MethodPost, ask, url.Values{"alasan": {" "}}, http.StatusUnprocessableEntity).Body.String(), "Tulis alasannya")
	page := s.asked(keeper, report)
	s.says(s.do(keeper, http.MethodPost, ask, url.Values{"alasan": {"Sekali lagi."}}, http.StatusConflict).Body.String(), "masih berjalan", "Sekali lagi.")

	waiting := s.get(keeper, page)
	s.says(waiting, why, "Menunggu orang kedua", "8 Oktober 2024 pukul 09.00 WIB")
	if strings.Contains(waiting, "/buka") || strings.Contains(waiting, "/putusan") {
		t.Error("the keeper can open or decide alone")
	}
	s.do(keeper, http.MethodPost, page+"/putusan", url.Values{"langkah": {"setuju"}}, http.StatusForbidden)
	s.do(keeper, http.MethodPost, page+"/buka", url.Values{}, http.StatusConflict)

	s.says(s.get(second, "/tugas"), "menunggu orang kedua", page)
	s.says(s.get(second, page), why, "Setuju dibuka", "Ratna Contohsari")
	s.do(second, http.MethodPost, page+"/putusan", url.Values{}, http.StatusUnprocessableEntity)
	s.do(second, http.MethodPost, page+"/putusan", url.Values{"langkah": {"setuju"}}, http.StatusSeeOther)
	s.do(second, http.MethodPost, page+"/buka", url.Values{}, http.StatusNotFound)
	s.says(s.get(keeper, "/tugas"), "siap dibuka")
	s.says(s.get(keeper, page), "Buka sekarang, satu kali", "Tri Andaiwati")

	w := s.do(keeper, http.MethodPost, page+"/buka", url.Values{}, http.StatusOK)
	s.says(w.Body.String(), reporter, "Jalan Contoh 1", "081200000000", "Perempuan", "tampil satu kali", `href="`+page+`?bahasa=en"`)
	if w.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("the page may be kept: %q", w.Header().Get("Cache-Control"))
	}
	again := s.do(keeper, http.MethodPost, page+"/buka", url.Values{}, http.StatusConflict).Body.String()
	s.says(again, "sudah dipakai", "Ajukan permintaan baru")
	for _, body := range []string{again, s.get(keeper, page), s.get(keeper, ask), s.get(second, page), s.get(keeper, "/identitas")} {
		if strings.Contains(body, reporter) {
			t.Error("the name is shown a second time")
		}
	}
	s.says(s.get(second, "/identitas"), "Sudah dibuka", "Ratna Contohsari", "Tri Andaiwati")
	s.verify()
}

// A refusal is told with its reason, and a request that ran out says so; both lead to a new one.
func TestRefusedAndLapsedRequestsSaySo(t *testing.T) {
	s := newSite(t)
	report := s.lodge(intake.DoorFormal)
	page := s.asked("ketua", report)
	s.says(s.do("penerimaan", http.MethodPost, page+"/putusan", url.Values{"langkah": {"tolak"}}, http.StatusUnprocessableEntity).Body.String(), "alasan penolakan")
	s.do("penerimaan", http.MethodPost, page+"/putusan", url.Values{"langkah": {"tolak"}, "alasan": {"Cukup lewat kotak surat."}}, http.StatusSeeOther)
	s.says(s.get("ketua", page), "Ditolak", "Cukup lewat kotak surat.", "Ajukan permintaan baru")
	s.do("ketua", http.MethodPost, page+"/buka", url.Values{}, http.StatusConflict)

	late := s.asked("ketua", report)
	s.must(s.clock.MoveTo(s.clock.Now().Add(25 * time.Hour)))
	s.says(s.get("ketua", late), "Lewat waktu", "tetap tersegel", "Ajukan permintaan baru")
	s.says(s.do("penerimaan", http.MethodPost, late+"/putusan", url.Values{"langkah": {"setuju"}}, http.StatusConflict).Body.String(), "sudah habis")
	s.verify()
}

// The administrator and the government learn nothing, an anonymous report has nobody to open, and
// who cannot read the reason is told who can.
func TestIdentityPagesKeepTheWall(t *testing.T) {
	s := newSite(t)
	report, tip := s.lodge(intake.DoorFormal), s.lodge(intake.DoorTip)
	page := s.asked("ketua", report)
	for _, who := range []string{"pengelola", "bkpsdm/disiplin"} {
		for _, target := range []string{"/identitas", page, "/laporan-masuk/" + report + "/identitas"} {
			s.do(who, http.MethodGet, target, nil, http.StatusNotFound)
		}
		s.do(who, http.MethodPost, page+"/putusan", url.Values{"langkah": {"setuju"}}, http.StatusNotFound)
		s.do(who, http.MethodPost, page+"/buka", url.Values{}, http.StatusNotFound)
	}
	s.do("penerimaan", http.MethodGet, "/laporan-masuk/"+report+"/identitas", nil, http.StatusNotFound)
	s.do("ketua", http.MethodGet, "/laporan-masuk/"+tip+"/identitas", nil, http.StatusNotFound)
	sealed := s.get("penanganan-pelanggaran", page)
	s.says(sealed, "Tersegel bagi Anda", "tidak memegang kunci")
	if strings.Contains(sealed, why) || strings.Contains(sealed, "/putusan") {
		t.Error("an officer without the key reads the reason or may decide")
	}
	s.do("penanganan-pelanggaran", http.MethodPost, page+"/putusan", url.Values{"langkah": {"setuju"}}, http.StatusForbidden)
}
