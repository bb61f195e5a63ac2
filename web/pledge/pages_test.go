package pledge_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"rambu.id"
)

const dinkes = pemda + "/dinkes"

// The agency opens, a head signs on a phone, the rest of his agency on paper; the summary counts
// and names nobody.
func TestPledgesAreOpenedSignedAndCounted(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.reads(s.get("kadis", "/pakta"), "Pakta belum dibuka")
	if strings.Contains(s.get("kadis", "/pakta").body, "/pakta/buka") {
		t.Error("a head of agency is offered to open")
	}
	s.goes(s.post("bkpsdm", "/pakta/buka"))
	s.reads(s.get("kadis", "/pakta"), "Belum tercatat", "Tanda tangani pakta", "Hak pilih saya tetap ada")
	s.goes(s.post("kadis", "/pakta/tanda-tangan"))
	s.reads(s.get("kadis", "/pakta"), "Sudah ditandatangani", "Di Rambu, 7 Okt 2024")

	own := s.get("kadis", "/pakta/daftar")
	s.reads(own, "Perangkat daerah atau kecamatan", "Dinas Kesehatan")
	if strings.Contains(own.body, "Kalianda") {
		t.Error("a head of agency is offered a kecamatan")
	}
	if got := s.get("kadis", "/pakta/daftar?unit=18.01.06"); got.status != http.StatusNotFound || strings.Contains(got.body, "Kades Contoh") {
		t.Errorf("a head of agency lists a kecamatan by name: %d", got.status)
	}
	if got := s.upload("kadis", "/pakta/daftar", "", nil, "unit", "18.01.06", "nama", "THLS Satu"); got.status != http.StatusNotFound {
		t.Errorf("a head of agency records a kecamatan: %d", got.status)
	}
	s.reads(s.get("bkpsdm", "/pakta/daftar"), "Pilih", "Dinas Kesehatan", "Kecamatan Kalianda")
	form := s.get("kadis", "/pakta/daftar?unit="+dinkes)
	if strings.Contains(form.body, " checked") {
		t.Error("somebody is ticked before anybody looked")
	}
	s.reads(form, "Perawat Contoh", "1 orang di unit ini sudah tercatat")
	all := s.get("kadis", "/pakta/daftar?semua=ya&unit="+dinkes)
	person := regexp.MustCompile(`value="(org_[0-9a-z]+)" checked`).FindStringSubmatch(all.body)
	if person == nil {
		t.Fatal("nobody is ticked")
	}
	s.reads(s.upload("kadis", "/pakta/daftar", "", nil, "unit", dinkes), "Centang paling sedikit satu orang")
	kept := s.upload("kadis", "/pakta/daftar", "daftar.exe", []byte("MZ"), "unit", dinkes, "orang", person[1], "nama", "THLS Satu")
	s.reads(kept, "Lampirkan foto")
	if !strings.Contains(kept.body, "THLS Satu") || !strings.Contains(kept.body, person[1]+`" checked`) {
		t.Error("the form lost what was typed or ticked")
	}
	if at := s.goes(s.upload("kadis", "/pakta/daftar", "daftar.pdf", []byte("%PDF-1.7 daftar"), "unit", dinkes, "orang", person[1], "nama", "THLS Satu\nTHLS Dua")); at != "/pakta/kertas" {
		t.Errorf("a list leads to %s", at)
	}
	again := s.upload("bkpsdm", "/pakta/daftar", "", nil, "unit", dinkes, "orang", person[1], "nama", "thls satu\nTHLS Dua")
	s.reads(again, "Semua orang di daftar ini sudah tercatat: Perawat Contoh, thls satu, THLS Dua. Tidak ada yang ditambahkan.")
	if again.status != http.StatusConflict || !strings.Contains(again.body, "thls satu\nTHLS Dua</textarea>") {
		t.Errorf("a list that adds nobody: %d, or what was typed is gone", again.status)
	}
	s.goes(s.upload("bkpsdm", "/pakta/daftar", "", nil, "unit", dinkes, "nama", "THLS Satu\nTHLS Tiga"))
	s.reads(s.get("bkpsdm", "/pakta/kertas"), "1 nama di luar daftar. Sudah tercatat sebelumnya, tidak dihitung lagi: THLS Satu")
	papers := s.get("kadis", "/pakta/kertas")
	s.reads(papers, "Daftar kertas", "2 nama di luar daftar", "daftar.pdf")
	scan := s.get("kadis", regexp.MustCompile(`/pakta/kertas/ikr_[0-9a-z]+`).FindString(papers.body))
	if scan.body != "%PDF-1.7 daftar" || !strings.HasPrefix(scan.header.Get("Content-Disposition"), "attachment") {
		t.Errorf("the scan is %q, %s", scan.body, scan.header.Get("Content-Disposition"))
	}
	cover := s.get("bkpsdm", "/pakta/rekap")
	s.reads(cover, "2 dari 5 pemegang jabatan sudah menandatangani", "Keadaan Senin, 7 Oktober 2024", "Kepala desa dan perangkat desa 0 dari 1 0 dari 1", "Dinas Kesehatan 2 dari 2 2 dari 2 3 0")
	recap := s.get("bkpsdm", "/pakta/rekap.csv")
	if !strings.Contains(recap.body, "Dinas Kesehatan,2,2,2,2,3,0\r\n") || strings.Contains(recap.body, "Contoh") {
		t.Errorf("the recap to take along:\n%s", recap.body)
	}
	for _, path := range []string{"/pakta/rekap.xlsx", "/pakta/rekap.ods"} {
		if got := s.get("bkpsdm", path); got.status != http.StatusOK || !strings.HasPrefix(got.body, "PK") {
			t.Errorf("%s: %d", path, got.status)
		}
		if got := s.get("perawat", path); got.status == http.StatusOK {
			t.Errorf("staff take %s along", path)
		}
	}
	for _, path := range []string{"/pakta/penolakan.csv", "/pakta/penolakan.xlsx", "/pakta/penolakan.ods"} { // refusals leave with nobody
		if got := s.get("bkpsdm", path); got.status != http.StatusNotFound {
			t.Errorf("%s: %d", path, got.status)
		}
	}
	for _, word := range []string{"Contoh", "patuh", "THLS Satu", "peringkat"} {
		if strings.Contains(text(cover.body), word) {
			t.Errorf("the summary says %q", word)
		}
	}
}

// A pledge read aloud needs two witnesses, whose names the form keeps.
func TestReadAloudByForm(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.goes(s.post("bkpsdm", "/pakta/buka"))
	values := []string{"unit", dinkes, "pembaca", "Ratna Contoh", "tempat", "Halaman", "hadir", "40", "saksi", "Saksi Satu"}
	one := s.upload("kadis", "/pakta/ikrar", "", nil, values...)
	s.reads(one, "paling sedikit dua saksi", "Saksi Satu")
	values[len(values)-1] = "Saksi Satu\nSaksi Dua"
	s.goes(s.upload("kadis", "/pakta/ikrar", "ikrar.png", []byte("\x89PNG\r\n\x1a\n foto"), values...))
	s.reads(s.get("bkpsdm", "/pakta/kertas"), "Dibacakan Ratna Contoh, diikuti 40 orang. Saksi: Saksi Satu, Saksi Dua", "ikrar.png")
	if got := s.upload("perawat", "/pakta/ikrar", "", nil, values...); got.status != http.StatusNotFound {
		t.Errorf("staff record an assembly: %d", got.status)
	}
}

// Staff sign and refuse too; a refusal opens to its keeper only, has no file to take away, and is
// gone after voting day.
func TestARefusalOpensToItsKeeperOnly(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.goes(s.post("bkpsdm", "/pakta/buka"))
	s.reads(s.get("kades", "/pakta/tolak"), "bukan pelanggaran", "Hanya satu petugas")
	s.reads(s.post("kades", "/pakta/tolak", "alasan", strings.Repeat("a", 1001)), "Isian terlalu panjang.")
	s.reads(s.post("kades", "/pakta/tolak", "alasan", "Ingin membaca dulu."), "Tercatat. Anda tetap boleh menandatangani nanti")
	kept := s.get("bkpsdm", "/pakta/penolakan")
	s.reads(kept, "Kades Contoh", "Ingin membaca dulu.", "27 November 2024")
	if regexp.MustCompile(`(?i)csv|xlsx|unduh|pdf`).MatchString(text(kept.body)) {
		t.Error("refusals can be taken away")
	}
	for _, other := range []string{"rekan", "kadis", "kades"} {
		if got := s.get(other, "/pakta/penolakan"); got.status != http.StatusNotFound {
			t.Errorf("%s opens refusals: %d", other, got.status)
		}
		if strings.Contains(s.get(other, "/pakta").body, "/pakta/penolakan") {
			t.Errorf("%s is offered refusals", other)
		}
	}
	s.goes(s.post("kades", "/pakta/tanda-tangan"))
	s.reads(s.get("kades", "/pakta"), "Sudah ditandatangani")
	s.reads(s.get("bkpsdm", "/pakta/penolakan"), "Tidak ada penolakan.") // the signature withdrew it
	s.reads(s.post("kades", "/pakta/tolak", "alasan", "Terlambat."), "Anda sudah menandatangani")
	s.goes(s.post("kadis", "/pakta/tanda-tangan"))
	s.Must(s.Clock.MoveTo(s.Clock.Now().AddDate(0, 2, 0)))
	_, err := s.Purge(t.Context(), rambu.System(pemda, area))
	s.Must(err)
	s.reads(s.get("bkpsdm", "/pakta/penolakan"), "Tidak ada penolakan.")
	if strings.Contains(s.get("kadis", "/pakta").body, "/pakta/tanda-tangan") {
		t.Error("signing is offered after voting day")
	}
}
