package intake_test

import (
	"net/http"
	"strings"
	"testing"

	"rambu.id/internal/db/dbtest"
)

// The disk is full when a reporter sends: he reads that, that nothing went and nothing is lost,
// and what to do; his answers stay, an earlier inbox opens, and the same form goes through once
// there is room, as one report.
func TestAFullDiskSaysWhatToDo(t *testing.T) {
	t.Parallel()
	d := dbtest.SQLite(t)
	s := open(t, d)
	earlier := toCheck(t, s)
	earlier.press("Kirim laporan", nil)
	code := earlier.code()

	v := toCheck(t, s)
	v.press("Ubah Apa yang terjadi", nil)
	v.press("Simpan perubahan", one("apa", strings.Repeat("Cerita yang panjang. ", 900)))
	free := dbtest.Fill(t, d)
	v.press("Kirim laporan", nil)
	if v.status != http.StatusServiceUnavailable {
		t.Fatalf("status %d on a full disk", v.status)
	}
	v.wantTitle("Periksa jawaban Anda")
	v.wantText("Tempat penyimpanan sedang penuh", "Jawaban belum terkirim, tetapi masih ada di halaman ini", "kirim lagi nanti", "Cerita yang panjang.")
	box := s.visit(t, "/kotak-surat")
	box.press("Buka kotak surat", one("kode", code))
	box.wantText("Diterima")
	free()
	v.press("Kirim laporan", nil)
	v.wantTitle("Terkirim dan diterima")
	if again := v.code(); again == code {
		t.Error("two reports have one code")
	}
}
