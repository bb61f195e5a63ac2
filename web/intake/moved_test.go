package intake_test

import (
	"bytes"
	"net/http"
	"strings"
	"testing"

	"rambu.id"
	"rambu.id/intake"
	"rambu.id/internal/db/dbtest"
	"rambu.id/ledger"
	"rambu.id/seal"
)

// A file that came before the report went over to its case is asked for once more, and what was
// typed stays on the page.
func TestAFileOfBeforeTheCaseIsAskedForAgain(t *testing.T) {
	t.Parallel()
	s := open(t, dbtest.Open(t, t.TempDir()+"/rambu.db"))
	v := s.visit(t, "/lapor")
	v.press("Lanjutkan", one("pintu", "informasi-awal"))
	v.press("Lanjutkan", one("apa", "Mengajak warga."))
	v.press("Lanjutkan", nil)
	v.press("Lanjutkan", one("kecamatan", "luar"))
	v.press("Lanjutkan", one("terlapor", "Orang Rekaan"))
	v.press("Lanjutkan", nil)
	v.press("Kirim laporan", nil)
	code := v.code()
	v = s.visit(t, "/kotak-surat")
	v.press("Buka kotak surat", one("kode", code))
	v.press("Kirim balasan", one("balasan", strings.Repeat("panjang ", 1000)), upload{"susulan.png", bytes.NewReader(png)})
	if v.status != http.StatusUnprocessableEntity {
		t.Fatalf("a reply that is too long: %d", v.status)
	}

	list, err := s.desk.List(t.Context(), s.officer, intake.Filter{})
	must(t, err)
	_, err = s.log.Do(s.officer, "test", func(op *ledger.Op) error {
		key, _, err := seal.NewKey(op, bawaslu, area, seal.KindCase, "pkr_1")
		if err != nil {
			return err
		}
		return s.desk.HandOver(op, s.officer.Keys, list[0].ID, key)
	})
	must(t, err)

	v.press("Kirim balasan", one("balasan", "Ini foto susulan."))
	if v.status != http.StatusConflict {
		t.Errorf("status %d, want a conflict", v.status)
	}
	v.wantText("susulan.png", "Kirim ulang berkas ini", "Ini foto susulan.")
	box, err := s.desk.Inbox(t.Context(), bawaslu, code)
	must(t, err)
	if n := len(box.Messages); n != 0 {
		t.Errorf("%d messages went, want none", n)
	}
	v.press("Kirim balasan", nil, upload{"susulan.png", bytes.NewReader(png)})
	v.wantText("balasan terkirim.")
	files, err := s.files.List(t.Context(), rambu.Actor{Institution: bawaslu, Roles: []rambu.Role{rambu.RoleIntake}}, list[0].ID)
	must(t, err)
	if len(files) != 1 {
		t.Errorf("%d exhibits, want the one sent again", len(files))
	}
}
