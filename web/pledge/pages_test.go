package pledge_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"rambu.id"
	"rambu.id/web/ui/uitest"
)

const dinkes = pemda + "/dinkes"

// The agency opens, a head signs on a phone, the rest of his agency on paper; the summary counts
// and names nobody.
func TestPledgesAreOpenedSignedAndCounted(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.Reads(s.Page("kadis", "/pakta"), "Pakta belum dibuka")
	if strings.Contains(s.Page("kadis", "/pakta").Body, "/pakta/buka") {
		t.Error("a head of agency is offered to open")
	}
	s.Goes(s.Form("bkpsdm", "/pakta/buka"))
	s.Reads(s.Page("kadis", "/pakta"), "Belum tercatat", "Tanda tangani pakta", "Hak pilih saya tetap ada")
	s.Goes(s.Form("kadis", "/pakta/tanda-tangan"))
	s.Reads(s.Page("kadis", "/pakta"), "Sudah ditandatangani", "Di Rambu, 7 Okt 2024")

	own := s.Page("kadis", "/pakta/daftar")
	s.Reads(own, "Perangkat daerah atau kecamatan", "Dinas Kesehatan")
	if strings.Contains(own.Body, "Kalianda") {
		t.Error("a head of agency is offered a kecamatan")
	}
	if got := s.Page("kadis", "/pakta/daftar?unit=18.01.06"); got.Status != http.StatusNotFound || strings.Contains(got.Body, "Kades Contoh") {
		t.Errorf("a head of agency lists a kecamatan by name: %d", got.Status)
	}
	if got := s.Upload("kadis", "/pakta/daftar", "", nil, "unit", "18.01.06", "nama", "THLS Satu"); got.Status != http.StatusNotFound {
		t.Errorf("a head of agency records a kecamatan: %d", got.Status)
	}
	s.Reads(s.Page("bkpsdm", "/pakta/daftar"), "Pilih", "Dinas Kesehatan", "Kecamatan Kalianda")
	form := s.Page("kadis", "/pakta/daftar?unit="+dinkes)
	if strings.Contains(form.Body, " checked") {
		t.Error("somebody is ticked before anybody looked")
	}
	s.Reads(form, "Perawat Contoh", "1 orang di unit ini sudah tercatat")
	all := s.Page("kadis", "/pakta/daftar?semua=ya&unit="+dinkes)
	person := regexp.MustCompile(`value="(org_[0-9a-z]+)" checked`).FindStringSubmatch(all.Body)
	if person == nil {
		t.Fatal("nobody is ticked")
	}
	s.Reads(s.Upload("kadis", "/pakta/daftar", "", nil, "unit", dinkes), "Centang paling sedikit satu orang")
	kept := s.Upload("kadis", "/pakta/daftar", "daftar.exe", []byte("MZ"), "unit", dinkes, "orang", person[1], "nama", "THLS Satu")
	s.Reads(kept, "Lampirkan foto")
	if !strings.Contains(kept.Body, "THLS Satu") || !strings.Contains(kept.Body, person[1]+`" checked`) {
		t.Error("the form lost what was typed or ticked")
	}
	if at := s.Goes(s.Upload("kadis", "/pakta/daftar", "daftar.pdf", []byte("%PDF-1.7 daftar"), "unit", dinkes, "orang", person[1], "nama", "THLS Satu\nTHLS Dua")); at != "/pakta/kertas" {
		t.Errorf("a list leads to %s", at)
	}
	again := s.Upload("bkpsdm", "/pakta/daftar", "", nil, "unit", dinkes, "orang", person[1], "nama", "thls satu\nTHLS Dua")
	s.Reads(again, "Semua orang di daftar ini sudah tercatat: Perawat Contoh, thls satu, THLS Dua. Tidak ada yang ditambahkan.")
	if again.Status != http.StatusConflict || !strings.Contains(again.Body, "thls satu\nTHLS Dua</textarea>") {
		t.Errorf("a list that adds nobody: %d, or what was typed is gone", again.Status)
	}
	s.Goes(s.Upload("bkpsdm", "/pakta/daftar", "", nil, "unit", dinkes, "nama", "THLS Satu\nTHLS Tiga"))
	s.Reads(s.Page("bkpsdm", "/pakta/kertas"), "1 nama di luar daftar. Sudah tercatat sebelumnya, tidak dihitung lagi: THLS Satu")
	papers := s.Page("kadis", "/pakta/kertas")
	s.Reads(papers, "Daftar kertas", "2 nama di luar daftar", "daftar.pdf")
	scan := s.Page("kadis", regexp.MustCompile(`/pakta/kertas/ikr_[0-9a-z]+`).FindString(papers.Body))
	if scan.Body != "%PDF-1.7 daftar" || !strings.HasPrefix(scan.Header.Get("Content-Disposition"), "attachment") {
		t.Errorf("the scan is %q, %s", scan.Body, scan.Header.Get("Content-Disposition"))
	}
	cover := s.Page("bkpsdm", "/pakta/rekap")
	s.Reads(cover, "2 dari 5 pemegang jabatan sudah menandatangani", "Keadaan Senin, 7 Oktober 2024", "Kepala desa dan perangkat desa 0 dari 1 0 dari 1", "Dinas Kesehatan 2 dari 2 2 dari 2 3 0")
	recap := s.Page("bkpsdm", "/pakta/rekap.csv")
	if !strings.Contains(recap.Body, "Dinas Kesehatan,2,2,2,2,3,0\r\n") || strings.Contains(recap.Body, "Contoh") {
		t.Errorf("the recap to take along:\n%s", recap.Body)
	}
	for _, path := range []string{"/pakta/rekap.xlsx", "/pakta/rekap.ods"} {
		if got := s.Page("bkpsdm", path); got.Status != http.StatusOK || !strings.HasPrefix(got.Body, "PK") {
			t.Errorf("%s: %d", path, got.Status)
		}
		if got := s.Page("perawat", path); got.Status == http.StatusOK {
			t.Errorf("staff take %s along", path)
		}
	}
	for _, path := range []string{"/pakta/penolakan.csv", "/pakta/penolakan.xlsx", "/pakta/penolakan.ods"} { // refusals leave with nobody
		if got := s.Page("bkpsdm", path); got.Status != http.StatusNotFound {
			t.Errorf("%s: %d", path, got.Status)
		}
	}
	for _, word := range []string{"Contoh", "patuh", "THLS Satu", "peringkat"} {
		if strings.Contains(uitest.Text(cover.Body), word) {
			t.Errorf("the summary says %q", word)
		}
	}
}

// A pledge read aloud needs two witnesses, whose names the form keeps.
func TestReadAloudByForm(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.Goes(s.Form("bkpsdm", "/pakta/buka"))
	values := []string{"unit", dinkes, "pembaca", "Ratna Contoh", "tempat", "Halaman", "hadir", "40", "saksi", "Saksi Satu"}
	one := s.Upload("kadis", "/pakta/ikrar", "", nil, values...)
	s.Reads(one, "paling sedikit dua saksi", "Saksi Satu")
	values[len(values)-1] = "Saksi Satu\nSaksi Dua"
	s.Goes(s.Upload("kadis", "/pakta/ikrar", "ikrar.png", []byte("\x89PNG\r\n\x1a\n foto"), values...))
	s.Reads(s.Page("bkpsdm", "/pakta/kertas"), "Dibacakan Ratna Contoh, diikuti 40 orang. Saksi: Saksi Satu, Saksi Dua", "ikrar.png")
	if got := s.Upload("perawat", "/pakta/ikrar", "", nil, values...); got.Status != http.StatusNotFound {
		t.Errorf("staff record an assembly: %d", got.Status)
	}
}

// Staff sign and refuse too; a refusal opens to its keeper only, has no file to take away, and is
// gone after voting day.
func TestARefusalOpensToItsKeeperOnly(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.Goes(s.Form("bkpsdm", "/pakta/buka"))
	s.Reads(s.Page("kades", "/pakta/tolak"), "bukan pelanggaran", "Hanya satu petugas")
	s.Reads(s.Form("kades", "/pakta/tolak", "alasan", strings.Repeat("a", 1001)), "Isian terlalu panjang.")
	s.Reads(s.Form("kades", "/pakta/tolak", "alasan", "Ingin membaca dulu."), "Tercatat. Anda tetap boleh menandatangani nanti")
	kept := s.Page("bkpsdm", "/pakta/penolakan")
	s.Reads(kept, "Kades Contoh", "Ingin membaca dulu.", "27 November 2024")
	if regexp.MustCompile(`(?i)csv|xlsx|unduh|pdf`).MatchString(uitest.Text(kept.Body)) {
		t.Error("refusals can be taken away")
	}
	for _, other := range []string{"rekan", "kadis", "kades"} {
		if got := s.Page(other, "/pakta/penolakan"); got.Status != http.StatusNotFound {
			t.Errorf("%s opens refusals: %d", other, got.Status)
		}
		if strings.Contains(s.Page(other, "/pakta").Body, "/pakta/penolakan") {
			t.Errorf("%s is offered refusals", other)
		}
	}
	s.Goes(s.Form("kades", "/pakta/tanda-tangan"))
	s.Reads(s.Page("kades", "/pakta"), "Sudah ditandatangani")
	s.Reads(s.Page("bkpsdm", "/pakta/penolakan"), "Tidak ada penolakan.") // the signature withdrew it
	s.Reads(s.Form("kades", "/pakta/tolak", "alasan", "Terlambat."), "Anda sudah menandatangani")
	s.Goes(s.Form("kadis", "/pakta/tanda-tangan"))
	s.Must(s.Clock.MoveTo(s.Clock.Now().AddDate(0, 2, 0)))
	_, err := s.Purge(t.Context(), rambu.System(pemda, area))
	s.Must(err)
	s.Reads(s.Page("bkpsdm", "/pakta/penolakan"), "Tidak ada penolakan.")
	if strings.Contains(s.Page("kadis", "/pakta").Body, "/pakta/tanda-tangan") {
		t.Error("signing is offered after voting day")
	}
}
