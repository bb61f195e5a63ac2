package web_test

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"
)

// location is where a finished step leads.
func (a answer) location(t testing.TB) string {
	t.Helper()
	if a.status != http.StatusSeeOther {
		t.Fatalf("status %d, want to be sent on\n%s", a.status, a.body)
	}
	return a.header.Get("Location")
}

// says wants words on a page.
func (a answer) says(t testing.TB, want ...string) {
	t.Helper()
	for _, w := range want {
		if !strings.Contains(a.body, w) {
			t.Errorf("status %d: the page does not say %q\n%s", a.status, w, a.body)
		}
	}
}

// link finds the first address on a page that begins so.
func (a answer) link(t testing.TB, prefix string) string {
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
	chair.changes(at)
	chair.dispatch("/surat/" + strings.TrimPrefix(at, "/imbauan/"))
	if got := chair.get(at + "/ubah"); got.status != http.StatusConflict {
		t.Errorf("a signed imbauan is changed: %d", got.status)
	}
	if strings.Contains(chair.get(at).body, at+"/ubah") {
		t.Error("to change a signed imbauan is offered")
	}

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

// changes writes the draft anew, and once more from a form that was overtaken: what was typed stands
// beside what is stored, and sending it again is a choice.
func (b *browser) changes(at string) {
	t := b.s.t
	t.Helper()
	b.get(at).says(t, "Ubah konsep", at+"/ubah")
	b.get(at+"/ubah").says(t, "Netralitas kampanye", "Kampanye dimulai.", "Tetap netral.", "Pasal 71 ayat (1)", `name="versi" value="1"`)
	b.get(at+"/ubah?bahasa=en").says(t, "Change the draft")
	b.get(at + "?bahasa=id")
	form := func(version, point string, more ...string) []string {
		return append([]string{
			"versi", version, "kepada", pemda + "/sekda", "hal", "Netralitas kampanye", "pembuka", "Kampanye dimulai.", "butir-1", "Tetap netral.", "butir-2", point,
			"dasar", "uu-10-2016", "pasal", "Pasal 71 ayat (1)", "penanda_tangan", bawaslu + "/ketua", "langkah", "simpan",
		}, more...)
	}
	bad := b.post(at+"/ubah", form("1", "Aula desa tidak dipakai.", "batas-d", "1", "batas-m", "1", "batas-y", "2020")...)
	if bad.status != http.StatusUnprocessableEntity {
		t.Errorf("a last day that is over: %d", bad.status)
	}
	bad.says(t, "Aula desa tidak dipakai.", `name="versi" value="1"`)
	b.post(at+"/ubah", form("1", "Aula desa tidak dipakai.")...).location(t)
	late := b.post(at+"/ubah", form("1", "Kendaraan dinas diparkir.")...)
	if late.status != http.StatusConflict {
		t.Errorf("over a version that is gone: %d", late.status)
	}
	late.says(t, "sudah diubah orang lain", "Kendaraan dinas diparkir.", "Yang tersimpan sekarang", "2. Aula desa tidak dipakai.", `name="versi" value="2"`)
	b.post(at+"/ubah", form("2", "Kendaraan dinas diparkir.")...).location(t)
	b.get(at).says(t, "Kendaraan dinas diparkir.")
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
	late := secretary.post("/kegiatan/baru", "jenis", "hibah", "nama", "Hibah masjid", "kecamatan", "18.01.07", "mulai-d", "20", "mulai-m", "12", "mulai-y", "2024",
		"penyelenggara", pemda+"/sekda").location(t)
	secretary.get(late).says(t, "berakhir ketika calon terpilih di daerah itu ditetapkan", "perlu dicek")
	letter := secretary.post(at + "/tanya").location(t)
	secretary.get(letter).says(t, "Permohonan pendapat tentang kegiatan", "UU 10/2016 Pasal 71 ayat (3)")
	secretary.post(at+"/putusan", "versi", "1", "putusan", "tetap", "alasan", "Sudah dianggarkan").goes(t, at)
	secretary.get(at).says(t, "Tetap jalan", "Sudah dianggarkan", "Sekretaris Daerah")
	if got := s.officer("ketua@" + bawaslu).get(at); got.status != http.StatusNotFound {
		t.Errorf("Bawaslu at the government's agenda: %d", got.status)
	}
}

// A contact goes round in the browser: entered with a warning, refused with a case in it, disputed by
// the other side, answered on paper by KPU, printed for the month.
func TestTheBookOfContactsInTheBrowser(t *testing.T) {
	t.Parallel()
	s := open(t, "bawaslu", "pemda")
	secretary, chair := s.officer("sekda@"+pemda), s.officer("ketua@"+bawaslu)
	secretary.get("/kontak").says(t, "Belum ada kontak", "/kontak/baru")
	secretary.get("/kontak/baru").says(t, "Jangan menulis isi perkara", bawaslu+"/ketua", "kpu."+area+"/ketua")
	entry := func(with, note string) answer {
		return secretary.post("/kontak/baru", "dengan", with, "tanggal-d", "4", "tanggal-m", "10", "tanggal-y", "2024", "cara", "rapat", "topik", "keamanan",
			"kami", "Sekretaris Daerah: Bagus Rekaan", "mereka", "Ketua: Sekar Rekaan\nAnggota", "catatan", note)
	}
	entry(bawaslu+"/ketua", "Membahas terlapor").says(t, "tampak memuat isi perkara", "Sekretaris Daerah: Bagus Rekaan", "Membahas terlapor")
	at := entry(bawaslu+"/ketua", "Pengamanan rapat umum").location(t)
	secretary.get(at).says(t, "Menunggu pengesahan", "Ketua: Sekar Rekaan", "Tanda catatan")

	chair.get("/tugas").says(t, "1 catatan kontak menunggu pengesahan")
	arrived := chair.get("/kontak").link(t, "/kontak-masuk/")
	chair.get(arrived).says(t, "Pengamanan rapat umum", "Benar, kami sahkan")
	chair.post(arrived, "kata", "Lewat telepon").says(t, "Lewat telepon")
	if got := chair.post(arrived, "jawaban", "bantah", "kata", ""); got.status != http.StatusUnprocessableEntity {
		t.Errorf("a dispute without words: %d", got.status)
	}
	theirs := chair.post(arrived, "jawaban", "bantah", "kata", "Lewat telepon").location(t)
	chair.get(theirs).says(t, "Dibantah", "Lewat telepon")
	secretary.get(at).says(t, "Dibantah", "Lewat telepon", "Jawaban pihak lain")

	paper := entry("kpu."+area+"/ketua", "").location(t)
	secretary.get(paper).says(t, "Catat jawaban di kertas", "/cetak")
	secretary.get(paper+"/kertas").says(t, "Pindaian")
	secretary.upload(paper+"/kertas", "", "jawaban", "sah", "nama", "").says(t, "Tulis nama yang menandatangani", "Lampirkan pindaian")
	secretary.upload(paper+"/kertas", "%PDF-1.7 contoh", "jawaban", "sah", "nama", "Ketua Rekaan", "tanggal-d", "7", "tanggal-m", "10", "tanggal-y", "2024").goes(t, paper)
	secretary.get(paper).says(t, "Disahkan di kertas, dengan pindaian")

	secretary.get("/kontak/cetak?bulan=2024-10").says(t, "Buku kontak Pemerintah", "Oktober 2024", "2 kontak, 1 disahkan, 1 dibantah", "Lewat telepon")
	secretary.get("/kontak?bahasa=en").says(t, "Book of contacts", "2 contacts, 1 countersigned")
	if got := secretary.get("/kontak?bulan=2024-13"); got.status != http.StatusUnprocessableEntity {
		t.Errorf("a month that does not exist: %d", got.status)
	}
	if got := chair.get(at + "x"); got.status != http.StatusNotFound {
		t.Errorf("an entry nobody has: %d", got.status)
	}
	if got := s.officer("bkpsdm.disiplin@" + pemda).get("/kontak"); got.status != http.StatusNotFound {
		t.Errorf("the personnel agency: %d", got.status)
	}
}

// upload sends a form that may carry a file.
func (b *browser) upload(path, content string, values ...string) answer {
	b.s.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for i := 0; i+1 < len(values); i += 2 {
		b.s.must(w.WriteField(values[i], values[i+1]))
	}
	if content != "" {
		part, err := w.CreateFormFile("file", "pindaian.pdf")
		b.s.must(err)
		_, err = part.Write([]byte(content))
		b.s.must(err)
	}
	b.s.must(w.Close())
	r, err := http.NewRequest(http.MethodPost, b.s.server.URL+path, &body)
	b.s.must(err)
	r.Header.Set("Content-Type", w.FormDataContentType())
	res, err := b.c.Do(r)
	b.s.must(err)
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	b.s.must(err)
	return answer{res.StatusCode, res.Header, string(text)}
}
