package casefile_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"rambu.id/roster"
)

// One button answers what nobody has answered, keeps what somebody has, and records nothing: the
// officer still sees each line and saves each answer.
func TestFillingTheChecklistRecordsNothing(t *testing.T) {
	s := newSite(t)
	page := s.begin()
	where := page + "/syarat"
	all := s.desk.Requirements("laporan")
	s.says(s.get("penerimaan", where), "Isi yang belum dijawab: terpenuhi")
	form := url.Values{"versi": {s.open("penerimaan", where)}, "langkah": {"semua"}, all[0].ID: {"tidak"}, "catatan-" + all[0].ID: {"Tidak ada KTP."}}
	filled := s.do("penerimaan", http.MethodPost, where, form, http.StatusOK).Body.String()
	s.says(filled, "Belum disimpan", "Tidak ada KTP.", `name="`+all[0].ID+`" type="radio" value="tidak" checked`)
	for _, r := range all[1:] {
		s.says(filled, `name="`+r.ID+`" type="radio" value="ya" checked`)
	}
	s.says(s.get("penerimaan", page), "7 belum terpenuhi") // nothing was kept
	saved := url.Values{all[0].ID: {"tidak"}}
	for _, r := range all[1:] {
		saved.Set(r.ID, "ya")
	}
	if to := s.post("penerimaan", where, saved); to != page {
		t.Errorf("a checklist with something open leads to %q, want the case", to)
	}
	after := s.get("penerimaan", where)
	s.says(after, `name="`+all[0].ID+`" type="radio" value="tidak" checked`)
	if strings.Contains(after, "Isi yang belum dijawab") {
		t.Error("the button is offered when every line has an answer")
	}
	s.verify()
}

// Each part of the initial study leads to the next that is missing, and the study begins with
// what the file says: what has to be judged is empty.
func TestEachPartLeadsToTheNext(t *testing.T) {
	s := newSite(t)
	page := s.begin()
	all := url.Values{}
	for _, r := range s.desk.Requirements("laporan") {
		all.Set(r.ID, "ya")
	}
	if to := s.post("penerimaan", page+"/syarat", all); to != page+"/terlapor?tersimpan" {
		t.Fatalf("after the checklist: %q", to)
	}
	s.says(s.get("penerimaan", page+"/terlapor?tersimpan"), "tersimpan.", "bagian berikutnya")
	post := pemda + "/camat/18.01.06/sekretaris"
	ref := roster.Ref{Post: roster.PostID(post), Person: s.people[post].ID}.String()
	if to := s.post("penerimaan", page+"/terlapor", url.Values{"pilih": {"ref:" + ref}}); to != page+"/perbuatan?tersimpan" {
		t.Fatalf("after the respondent: %q", to)
	}
	deed := with(url.Values{"perbuatan": {"take-part-in-activity"}, "golongan": {"pns"}, "kode": {"SKB-D4"}}, date("tanggal", "2024-10-05"))
	if to := s.post("penerimaan", page+"/perbuatan", deed); to != page+"/daftarkan?tersimpan" {
		t.Fatalf("after the act: %q", to)
	}
	handler := "penanganan-pelanggaran"
	if to := s.post("penerimaan", page+"/daftarkan", url.Values{"petugas": {s.actors[handler].Account}}); to != page {
		t.Fatalf("after registration: %q", to)
	}
	s.post(handler, page+"/berita-acara", with(url.Values{
		"sebagai": {"terlapor"}, "nama": {"Surya Contohlesmana"}, "hadir": {"hadir"}, "isi": {"Mengakui hadir."}, "tanda": {"menolak"},
	}, date("tanggal", "2024-10-07")))
	s.heic()
	study := s.get(handler, page+"/kajian")
	s.says(study, "Usulan dari isi berkas", "Surya Contohlesmana", "5 Oktober 2024", "Berkas foto.png.", "Foto jenis image/heic tidak dapat ikut diteruskan.", "Berita acara klarifikasi terlapor Surya Contohlesmana.")
	for _, name := range []string{"fakta", "analisis", "kesimpulan", "rekomendasi"} {
		_, field, _ := strings.Cut(study, `name="`+name+`"`)
		_, text, _ := strings.Cut(field, ">")
		text, _, _ = strings.Cut(text, "</textarea>")
		if strings.TrimSpace(text) != "" {
			t.Errorf("%s is proposed: %q", name, text)
		}
	}
	empty := url.Values{"versi": {s.open(handler, page+"/kajian")}, "langkah": {"selesai"}, "kasus": {"x"}, "bukti": {"x"}}
	s.do(handler, http.MethodPost, page+"/kajian", empty, http.StatusUnprocessableEntity)
	s.verify()
}
