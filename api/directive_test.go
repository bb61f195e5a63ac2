package api_test

import (
	"net/http"
	"strconv"
	"strings"
	"testing"
)

// A directive to the last village, over HTTP alone: the camat reads and passes on, one village
// answers with its printed code under the short link, an operator types for another, a third is
// told by word of mouth.
func TestDirectiveToTheLastVillageOverHTTP(t *testing.T) {
	t.Parallel()
	s := &instruction{world: newWorld(t)}
	s.write()
	s.sign()
	s.goDown()
	s.answer()
	s.proof()
	s.end()
	if _, err := s.in.Verify(t.Context(), nil, nil); err != nil {
		t.Error(err)
	}
}

type instruction struct {
	*world
	id, link string
	villages []string // below the camat
}

// text is a directive to the district and the villages of Kalianda.
func (s *instruction) text() fields {
	return fields{
		"penandatangan": sekda, "judul": "Netralitas menjelang pemungutan suara",
		"butir": []fields{{"isi": "Jaga netralitas.", "asal": "Rakor, keputusan 1"}, {"isi": "Layanan berjalan seperti biasa."}},
		"dasar": []string{"uu-20-2023 Pasal 9 ayat (2)"}, "batas": "2024-10-09",
		"untuk": []fields{
			{"jabatan": "camat", "wilayah": "18.01.06"}, {"golongan": "kepala-desa", "wilayah": "18.01.06"}, {"golongan": "lurah", "wilayah": "18.01.06"},
		},
	}
}

func (s *instruction) write() {
	bad := s.text()
	bad["butir"] = []fields{{"isi": "Jaga netralitas."}, {"isi": "", "asal": "Rakor"}}
	fault := s.refused(http.StatusUnprocessableEntity, "directive.error.point", sekda, "/arahan/tulis", bad)
	if got := fault.text("error", "field"); got != "butir[1].isi" {
		s.t.Errorf("the fault stands at %q", got)
	}
	reach := s.post(sekda, "/arahan/jangkauan", fields{"penandatangan": sekda, "untuk": s.text()["untuk"]})
	if reach.at("jumlah") != 30.0 {
		s.t.Errorf("reaches %s", reach.body)
	}
	old := s.text()
	old["butir"] = []fields{{"isi": "Sesuai Pasal 2 UU Nomor 5 Tahun 2014, jaga netralitas."}}
	s.id = s.post(sekda, "/arahan/tulis", old).text("arahan", "id")
	if a := s.try("GET", "/arahan/"+s.id, camat); a.status != http.StatusNotFound {
		s.t.Errorf("a draft of others: %d", a.status)
	}
}

func (s *instruction) try(method, path, post string) answer {
	return s.world.send(method, path, s.as(post), "")
}

func (s *instruction) sign() {
	at := "/arahan/" + s.id
	s.refused(http.StatusForbidden, "directive.error.not_signer", camat, at+"/kirim", fields{"versi": 1})
	stopped := s.refused(http.StatusConflict, "directive.error.citations", sekda, at+"/kirim", fields{"versi": 1})
	if stopped.text("error", "kind") != "blocked" || stopped.text("error", "field") != "kutipan_dilihat" {
		s.t.Errorf("stopped: %s", stopped.body)
	}
	s.post(sekda, at+"/ubah", fields{"versi": 1, "konsep": s.text()})
	s.refused(http.StatusConflict, "error.conflict", sekda, at+"/kirim", fields{"versi": 1})
	sent := s.post(sekda, at+"/kirim", fields{"versi": 2})
	if sent.text("arahan", "status") != "berlaku" || sent.at("asli") != true || sent.text("penutup", "nama_jabatan") == "" {
		s.t.Errorf("sent: %s", sent.body)
	}
	s.link = sent.text("tautan")[strings.LastIndex(sent.text("tautan"), "/")+1:]
	if a := s.get(sekda, at+"/cetak"); !strings.HasPrefix(string(a.body), "%PDF-") {
		s.t.Error("no page to print")
	}
}

func (s *instruction) goDown() {
	at := "/arahan/" + s.id
	if a := s.get(camat, "/arahan"); a.text("butir", "0", "arahan", "id") != s.id || a.at("butir", "0", "tercatat") != nil {
		s.t.Fatalf("inbox: %s", a.body)
	}
	s.refused(http.StatusConflict, "directive.error.read_first", camat, at+"/teruskan", fields{})
	s.post(camat, at+"/baca", nil)
	read := s.post(camat, at+"/baca", nil) // said twice is said once
	if read.text("tercatat", "cara") != "sendiri" {
		s.t.Errorf("read: %s", read.body)
	}
	for i, one := range s.get(camat, "/arahan/bawahan").list("butir") {
		p := answer{json: one.(map[string]any)}
		if p.text("golongan") == "kepala-desa" {
			s.villages = append(s.villages, p.text("jabatan"))
		}
		if i == 0 && p.text("nama_jabatan") == "" {
			s.t.Error("a post without a title")
		}
	}
	s.refused(http.StatusUnprocessableEntity, "directive.error.nobody_below", camat, at+"/teruskan", fields{"kepada": []string{bkpsdm}})
	passed := s.post(camat, at+"/teruskan", fields{})
	if passed.at("diteruskan") != true {
		s.t.Errorf("passed on: %s", passed.body)
	}
}

func (s *instruction) answer() {
	at := "/arahan/" + s.id
	codes := s.post(camat, "/arahan/kode", fields{"desa": s.villages[:2]})
	first, second := codes.text("butir", "0", "kode"), codes.text("butir", "1", "kode")
	opened := s.post("", "/arahan/tautan", fields{"tautan": s.link})
	if opened.text("judul") != "Netralitas menjelang pemungutan suara" || opened.at("asli") != true {
		s.t.Errorf("under the link: %s", opened.body)
	}
	s.refused(http.StatusNotFound, "", "", "/arahan/tautan", fields{"tautan": "000000000000"})
	s.refused(http.StatusUnprocessableEntity, "directive.error.code", "", "/arahan/tautan/baca", fields{"tautan": s.link, "kode": "000000000000"})
	s.post("", "/arahan/tautan/baca", fields{"tautan": s.link, "kode": first})
	bad := s.refused(http.StatusUnprocessableEntity, "directive.error.proxy_name", "", "/arahan/tautan/baca", fields{"tautan": s.link, "kode": second, "atas_nama": true})
	if bad.text("error", "field") != "nama" {
		s.t.Errorf("the fault stands at %s", bad.body)
	}
	s.post("", "/arahan/tautan/baca", fields{"tautan": s.link, "kode": second, "atas_nama": true, "nama": "Operator Contoh"})
	told := s.post(camat, at+"/langsung", fields{"desa": s.villages[2], "nama": "Bapak Sekdes", "pukul": "08.30"})
	if !strings.Contains(string(told.body), "Bapak Sekdes") {
		s.t.Errorf("the camat does not see whom he told: %s", told.body)
	}
	if a := s.get(sekda, at+"/jabatan"); strings.Contains(string(a.body), "Sekdes") || len(a.list("butir")) != 30 {
		s.t.Errorf("the Sekda sees whom the camat told, or not everybody: %d", len(a.list("butir")))
	}
	cover := s.get(sekda, at+"/sebaran")
	if cover.at("dituju") != 30.0 || cover.at("tercatat") != 4.0 || cover.at("langsung") != 1.0 {
		s.t.Errorf("coverage: %s", cover.body)
	}
	s.refused(http.StatusUnprocessableEntity, "", bkpsdm, at+"/baca", nil)
}

func (s *instruction) proof() {
	at := "/arahan/" + s.id + "/bukti"
	if a := s.upload(camat, at, fields{"tentang": s.villages[2]}, "catatan.txt", "bukan gambar"); a.status != http.StatusUnprocessableEntity || a.text("error", "field") != "berkas" {
		s.t.Errorf("a text as proof: %d %s", a.status, a.body)
	}
	kept := s.ok(s.upload(camat, at, fields{"tentang": s.villages[2], "catatan": "Papan pengumuman"}, "papan.png", photo()), "proof")
	file := s.world.send("GET", at+"/"+kept.text("butir", "0", "id"), s.as(sekda), "")
	if string(file.body) != photo() || file.header.Get("Content-Length") != strconv.Itoa(len(photo())) {
		s.t.Errorf("the file came back changed: %d bytes", len(file.body))
	}
	if a := s.get(bkpsdm, at); len(a.list("butir")) != 1 { // an overseer
		s.t.Errorf("an overseer sees %s", a.body)
	}
}

func (s *instruction) end() {
	at := "/arahan/" + s.id
	replaced := s.post(sekda, at+"/ganti", fields{"konsep": s.text()})
	next := replaced.text("arahan", "id")
	s.post(sekda, "/arahan/"+next+"/kirim", fields{"versi": 1})
	if a := s.get(sekda, at); a.text("arahan", "status") != "diganti" || a.text("arahan", "diganti_oleh") != next {
		s.t.Errorf("replaced: %s", a.body)
	}
	s.refused(http.StatusUnprocessableEntity, "directive.error.reason", sekda, "/arahan/"+next+"/cabut", fields{"versi": 2, "alasan": ""})
	withdrawn := s.post(sekda, "/arahan/"+next+"/cabut", fields{"versi": 2, "alasan": "Keliru alamat."})
	if withdrawn.text("arahan", "status") != "dicabut" || withdrawn.text("alasan_cabut") != "Keliru alamat." {
		s.t.Errorf("withdrawn: %s", withdrawn.body)
	}
	issued := s.get(sekda, "/arahan/keluar?batas=1")
	if len(issued.list("butir")) != 1 || issued.text("berikut") == "" {
		s.t.Errorf("issued: %s", issued.body)
	}
}

// An annex over HTTP: given to a draft, changed, taken away, and read by a camat and under the link.
func TestAnnexOfADirectiveOverHTTP(t *testing.T) {
	t.Parallel()
	s := &instruction{world: newWorld(t)}
	s.id = s.post(sekda, "/arahan/tulis", s.text()).text("arahan", "id")
	at := "/arahan/" + s.id
	if a := s.upload(sekda, at+"/lampiran", fields{"versi": 1}, "jadwal.txt", "bukan gambar"); a.status != http.StatusUnprocessableEntity || a.text("error", "field") != "berkas" {
		t.Errorf("a text: %d %s", a.status, a.body)
	}
	if a := s.upload(camat, at+"/lampiran", fields{"versi": 1}, "jadwal.png", photo()); a.status != http.StatusNotFound {
		t.Errorf("a camat: %d", a.status)
	}
	s.refused(http.StatusUnprocessableEntity, "directive.error.file", sekda, at+"/lampiran", fields{"versi": 1})
	s.ok(s.upload(sekda, at+"/lampiran", fields{"versi": 1}, "salah.png", photo()), "annex")
	if a := s.post(sekda, at+"/lampiran/hapus", fields{"versi": 2}); a.at("lampiran") != nil {
		t.Errorf("taken away: %s", a.body)
	}
	with := s.ok(s.upload(sekda, at+"/lampiran", fields{"versi": 3}, "jadwal.png", photo()), "annex")
	if with.text("lampiran", "nama") != "jadwal.png" {
		t.Errorf("with an annex: %s", with.body)
	}
	sent := s.post(sekda, at+"/kirim", fields{"versi": 4})
	link := sent.text("tautan")[strings.LastIndex(sent.text("tautan"), "/")+1:]
	if a := s.get(camat, at+"/lampiran"); string(a.body) != photo() {
		t.Errorf("the camat reads %d bytes", len(a.body))
	}
	if a := s.send("POST", "/arahan/tautan/lampiran", "", encode(t, fields{"tautan": link})); string(a.body) != photo() {
		t.Errorf("the link opens %d, %d bytes", a.status, len(a.body))
	}
	if _, err := s.in.Verify(t.Context(), nil, nil); err != nil {
		t.Error(err)
	}
}
