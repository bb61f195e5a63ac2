package web_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
)

const clipping = `Camat Diduga Pasang Baliho, Plt Wakil Bupati Gelar Rakor
KALIANDA, KABAR REKAAN - Plt Wakil Bupati Lampung Selatan memimpin rakor netralitas di Aula Setda, kemarin (6/10).
"Semua ASN wajib netral sampai pemungutan suara selesai," katanya, mengutip Pasal 2 UU Nomor 5 Tahun 2014.
Pada hari yang sama, seorang camat diduga memasang baliho pasangan calon di Lapangan Rekaan.
`

var clippingAddress = regexp.MustCompile(`^/pers/klp_[0-9a-z]{26}$`)

// keep pastes an article and returns its address.
func (b *browser) keep(text string) string {
	b.s.t.Helper()
	got := b.post("/pers/tambah", "teks", text, "sumber", "Kabar Rekaan", "tautan", "https://kabar.example/1", "terbit-d", "7", "terbit-m", "10", "terbit-y", "2024")
	to := got.header.Get("Location")
	if got.status != http.StatusSeeOther || !clippingAddress.MatchString(to) {
		b.s.t.Fatalf("status %d to %q\n%s", got.status, to, got.body)
	}
	return to
}

func (b *browser) says(path string, want ...string) string {
	b.s.t.Helper()
	got := b.get(path)
	for _, w := range want {
		if !strings.Contains(got.body, w) {
			b.s.t.Errorf("%s, status %d, does not say %q:\n%s", path, got.status, w, got.body)
		}
	}
	return got.body
}

// Bawaslu pastes an article, sees the fields with their marks, corrects them and makes initial
// information of it, which stands among the reports and names no terlapor.
func TestBawasluMakesInitialInformationOfAnArticle(t *testing.T) {
	t.Parallel()
	s := open(t, "bawaslu", "pemda")
	officer, sekda := s.officer("penerimaan@"+bawaslu), s.officer("sekda@"+pemda)
	officer.says("/pers", "Belum ada berita")
	empty := officer.post("/pers/tambah", "teks", " ", "sumber", "Kabar Rekaan", "tautan", "kabar")
	for _, want := range []string{"Tautan diawali https://", "Kabar Rekaan"} {
		if empty.status != http.StatusUnprocessableEntity || !strings.Contains(empty.body, want) {
			t.Errorf("status %d without %q:\n%s", empty.status, want, empty.body)
		}
	}
	to := officer.keep(clipping)
	page := officer.says(to, "Rapat koordinasi", "Minggu, 6 Oktober 2024", "Aula Setda", "UU 5/2014 Pasal 2: dicabut", "jabatan wakil tidak di-Plt-kan",
		"Memasang spanduk", "bukan terlapor", "<mark>kemarin (6/10)<sup>", "Jadikan informasi awal")
	if strings.Contains(page, "<mark></mark>") {
		t.Error("an empty mark")
	}
	officer.says(to+"?bahasa=en", "Coordination meeting", "Make it initial information", "no respondents")
	officer.says("/tugas?bahasa=id", "1 berita pers menunggu keputusan")

	for _, path := range []string{to, "/pers/klp_tidakada"} {
		if got := sekda.get(path); got.status != http.StatusNotFound || strings.Contains(got.body, "Baliho") {
			t.Errorf("the Sekda opens %s: status %d", path, got.status)
		}
	}
	if strings.Contains(sekda.says("/pers", "Belum ada berita"), "Baliho") {
		t.Error("the Sekda sees Bawaslu's article")
	}
	again := officer.keep(strings.Replace(clipping, "Camat Diduga", "Berita: Camat Diduga", 1))
	officer.says(again, "sama, hanya judul", to)

	unreasoned := officer.post(again, "putusan", "diabaikan", "tempat", "yang diketik")
	if unreasoned.status != http.StatusUnprocessableEntity || !strings.Contains(unreasoned.body, "Tulis alasan mengabaikan") || !strings.Contains(unreasoned.body, "yang diketik") {
		t.Errorf("status %d:\n%s", unreasoned.status, unreasoned.body)
	}
	officer.post(again, "putusan", "diabaikan", "alasan", "Salinan").goes(t, again)
	officer.says("/pers?keadaan=diabaikan", "Berita: Camat Diduga")

	made := officer.post(to, "versi", "1", "putusan", "informasi-awal", "hari-d", "6", "hari-m", "10", "hari-y", "2024", "tempat", "Lapangan Rekaan",
		"dugaan", "banner", "kecamatan", "18.01.06", "alasan", "Telusuri lokasinya")
	report := made.header.Get("Location")
	if made.status != http.StatusSeeOther || !strings.HasPrefix(report, "/laporan-masuk/lap_") {
		t.Fatalf("status %d to %q\n%s", made.status, report, made.body)
	}
	officer.says(report, "Kabar Rekaan", "Lapangan Rekaan", "Telusuri lokasinya", "kabar.example")
	officer.says(to, report, "Informasi awal")
	if got := officer.post(to, "putusan", "dicatat", "jenis", "rakor", "hari-d", "6", "hari-m", "10", "hari-y", "2024"); got.status != http.StatusConflict {
		t.Errorf("deciding again: status %d", got.status)
	}
}

// The government records an event from an article; it is offered no initial information, and the
// form cannot be bent to make one.
func TestTheGovernmentRecordsAnEvent(t *testing.T) {
	t.Parallel()
	s := open(t, "bawaslu", "pemda")
	sekda := s.officer("sekda@" + pemda)
	to := sekda.keep(clipping)
	if strings.Contains(sekda.says(to, "Catat peristiwa"), "informasi-awal") {
		t.Error("the government is offered initial information")
	}
	if got := sekda.post(to, "putusan", "informasi-awal", "kecamatan", "18.01.06"); got.status != http.StatusNotFound {
		t.Errorf("a bent form: status %d", got.status)
	}
	future := sekda.post(to, "putusan", "dicatat", "jenis", "rakor", "hari-d", "8", "hari-m", "10", "hari-y", "2024")
	if future.status != http.StatusUnprocessableEntity || !strings.Contains(future.body, "Hari peristiwa belum tiba") {
		t.Errorf("a day ahead: status %d\n%s", future.status, future.body)
	}
	sekda.post(to, "versi", "1", "putusan", "dicatat", "jenis", "rakor", "hari-d", "6", "hari-m", "10", "hari-y", "2024", "tempat", "Aula Setda").goes(t, to)
	sekda.says("/pers?keadaan=dicatat", "6 Oktober 2024", "7 Oktober 2024")
	camat := s.browser()
	if got := camat.get("/pers"); got.status != http.StatusSeeOther {
		t.Errorf("a stranger: status %d", got.status)
	}
}
