package web_test

import (
	"net/http"
	"strings"
	"testing"
)

// location is where a finished step leads.
func (a answer) location(t *testing.T) string {
	t.Helper()
	if a.status != http.StatusSeeOther {
		t.Fatalf("status %d, want to be sent on\n%s", a.status, a.body)
	}
	return a.header.Get("Location")
}

// says wants words on a page.
func (a answer) says(t *testing.T, want ...string) {
	t.Helper()
	for _, w := range want {
		if !strings.Contains(a.body, w) {
			t.Errorf("status %d: the page does not say %q\n%s", a.status, w, a.body)
		}
	}
}

// link finds the first address on a page that begins so.
func (a answer) link(t *testing.T, prefix string) string {
	t.Helper()
	_, rest, found := strings.Cut(a.body, `href="`+prefix)
	if !found {
		t.Fatalf("no link to %s…\n%s", prefix, a.body)
	}
	id, _, _ := strings.Cut(rest, `"`)
	return prefix + id
}

// dispatch signs and sends a letter at its page.
func (b *browser) dispatch(letter string) {
	b.s.t.Helper()
	b.post(letter+"/tanda-tangan", "lines", "TTD,", "name", "Rekaan Contoh").location(b.s.t)
	b.post(letter + "/kirim").location(b.s.t)
}

// An imbauan goes from Bawaslu's form to the Sekda's circular and back as figures, in the browser and in
// both languages; each room sees its own side.
func TestAnImbauanInTheBrowser(t *testing.T) {
	t.Parallel()
	s := open(t, "bawaslu", "pemda")
	chair, secretary := s.officer("ketua@"+bawaslu), s.officer("sekda@"+pemda)
	chair.get("/imbauan").says(t, "Belum ada imbauan", "/imbauan/tulis")
	faulty := chair.post("/imbauan/tulis", "hal", "", "pembuka", "Kampanye dimulai.", "butir-1", "Netral.", "langkah", "simpan")
	if faulty.status != http.StatusUnprocessableEntity {
		t.Errorf("a form without a subject: %d", faulty.status)
	}
	faulty.says(t, "Tulis hal imbauan", "Pilih kepada siapa", "Kampanye dimulai.", "Netral.")
	more := chair.post("/imbauan/tulis", "butir-1", "Netral.", "jumlah", "3", "langkah", "tambah")
	more.says(t, "butir-4", "Netral.")
	at := chair.post("/imbauan/tulis", "kepada", pemda+"/sekda", "hal", "Netralitas kampanye", "pembuka", "Kampanye dimulai.", "butir-1", "Tetap netral.",
		"dasar", "uu-10-2016", "pasal", "Pasal 71 ayat (1)", "penanda_tangan", bawaslu+"/ketua", "langkah", "simpan").location(t)
	chair.get(at).says(t, "Netralitas kampanye", "Tetap netral.", "UU 10/2016 Pasal 71 ayat (1)", "ditandatangani dan dikirim")
	chair.dispatch("/surat/" + strings.TrimPrefix(at, "/imbauan/"))

	secretary.get("/tugas").says(t, "1 imbauan Bawaslu belum dijadikan edaran")
	copied := secretary.get("/imbauan").link(t, "/imbauan/tmb_")
	secretary.get(copied).says(t, "Jadikan surat edaran", "Belum ada edaran")
	order := secretary.post(copied + "/edaran").location(t)
	secretary.get(order).says(t, "Tetap netral.", "Imbauan Bawaslu nomor", "butir 1")
	twice := secretary.post(copied + "/edaran")
	if twice.status != http.StatusConflict {
		t.Errorf("a second circular: %d", twice.status)
	}
	twice.says(t, "sudah menjadi edaran")
	secretary.post(order+"/kirim", "versi", "1").location(t)
	secretary.get(copied).says(t, "Jawab dengan angka sebaran")
	reply := secretary.post(copied + "/sebaran").location(t)
	secretary.get(reply).says(t, "jabatan yang dituju")
	secretary.dispatch(reply)

	wrong := secretary.post("/imbauan/catat", "nomor", "12/X/2024", "langkah", "simpan")
	wrong.says(t, "12/X/2024", "Tulis hal imbauan")
	paper := secretary.post("/imbauan/catat", "nomor", "12/X/2024", "tanggal-d", "4", "tanggal-m", "10", "tanggal-y", "2024", "hal", "Dari kertas", "butir-1", "Netral.", "langkah", "simpan")
	secretary.get(paper.location(t)).says(t, "Dari kertas", "Jadikan surat edaran")

	chair.get(at).says(t, "Angka sebaran dari pemerintah", "(0%)")
	chair.get(at+"?bahasa=en").says(t, "Coverage figures from the government")
	for who, b := range map[string]*browser{"the Sekda at Bawaslu's letter": secretary, "Bawaslu at the Sekda's copy": chair} {
		path := at
		if b == chair {
			path = copied
		}
		if got := b.get(path); got.status != http.StatusNotFound {
			t.Errorf("%s: %d", who, got.status)
		}
	}
	if got := s.officer("pengelola@" + pemda).get("/imbauan"); got.status != http.StatusNotFound {
		t.Errorf("the administrator: %d", got.status)
	}
}

// An activity is entered, coincides, is asked about and decided, in the browser.
func TestTheAgendaInTheBrowser(t *testing.T) {
	t.Parallel()
	s := open(t, "bawaslu", "pemda")
	secretary := s.officer("sekda@" + pemda)
	secretary.get("/kegiatan").says(t, "Belum ada kegiatan", "/kegiatan/baru", "/kegiatan/kampanye")
	faulty := secretary.post("/kegiatan/baru", "jenis", "bansos", "nama", "", "barang", "200 paket")
	if faulty.status != http.StatusUnprocessableEntity {
		t.Errorf("without a name: %d", faulty.status)
	}
	faulty.says(t, "Tulis nama kegiatan", "Tulis tanggal mulai", "200 paket")
	at := secretary.post("/kegiatan/baru", "jenis", "bansos", "nama", "Paket beras", "kecamatan", "18.01.06", "mulai-d", "12", "mulai-m", "10", "mulai-y", "2024",
		"penyelenggara", pemda+"/sekda").location(t)
	secretary.get("/kegiatan/kampanye").says(t, "Belum ada jadwal kampanye", "masa tenang")
	secretary.post("/kegiatan/kampanye", "kecamatan", "18.01.06", "bentuk", "konser").says(t, "Pilih bentuk kampanye", "Tulis tanggal mulai")
	secretary.post("/kegiatan/kampanye", "kecamatan", "18.01.06", "bentuk", "rapat-umum", "mulai-d", "12", "mulai-m", "10", "mulai-y", "2024").goes(t, "/kegiatan/kampanye")
	secretary.get("/tugas").says(t, "1 kegiatan bersamaan dengan pemilihan")
	secretary.get("/kegiatan").says(t, "Putuskan (2)")
	secretary.get(at).says(t, "Bantuan pada hari dan tempat kampanye", "UU 10/2016 Pasal 71 ayat (3)", "/hukum/uu-10-2016/pasal-71-ayat-3?tanggal=2024-10-12",
		"Rapat umum", "Pindahkan ke hari atau kecamatan lain", "bukan menyatakan pelanggaran")
	secretary.get(at+"?bahasa=en").says(t, "Aid on the day and in the place of a campaign event", "Move it to another day")
	secretary.get(at + "?bahasa=id")
	secretary.post(at+"/putusan", "versi", "1", "putusan", "digeser", "alasan", "Ada kampanye").says(t, "Tulis tanggal mulai", "Ada kampanye")
	letter := secretary.post(at + "/tanya").location(t)
	secretary.get(letter).says(t, "Permohonan pendapat tentang kegiatan", "UU 10/2016 Pasal 71 ayat (3)")
	secretary.post(at+"/putusan", "versi", "1", "putusan", "tetap", "alasan", "Sudah dianggarkan").goes(t, at)
	secretary.get(at).says(t, "Tetap jalan", "Sudah dianggarkan", "Sekretaris Daerah")
	if got := s.officer("ketua@" + bawaslu).get(at); got.status != http.StatusNotFound {
		t.Errorf("Bawaslu at the government's agenda: %d", got.status)
	}
}
