package intake_test

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"rambu.id/intake"
	"rambu.id/internal/clock"
	"rambu.id/internal/db"
	"rambu.id/internal/db/dbtest"
	web "rambu.id/web/intake"
)

// formalForm is a whole formal report.
func formalForm() url.Values {
	return url.Values{
		"konsep": {intake.NewDraft().String()}, "pintu": {"laporan-resmi"}, "apa": {"Isi"}, "kecamatan": {"tidak-tahu"}, "alamat_terlapor": {"Jalan Rekaan 9"},
		"diketahui-d": {"6"}, "diketahui-m": {"10"}, "diketahui-y": {"2024"}, "nama": {"Pelapor Rekaan"}, "lahir": {"Metro, 2 Februari 1990"},
		"kelamin": {"L"}, "pekerjaan": {"Guru"}, "kewarganegaraan": {"Indonesia"}, "alamat": {"Jalan Contoh 3"}, "telepon": {"0812000000"},
	}
}

// sendFormal sends a formal report and stands on the page with its code.
func (s *site) sendFormal(t *testing.T) *visitor {
	t.Helper()
	v := &visitor{t: t, site: s}
	form := formalForm().Encode()
	v.send(func() *http.Request {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/lapor/kirim", strings.NewReader(form))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		return r
	})
	v.wantTitle("Terkirim, belum diterima")
	return v
}

// A formal reporter must come and sign: with the code, after it and in the inbox he reads where and when, in
// both languages, and what changed meanwhile without a restart.
func TestAFormalReporterIsToldWhereAndWhenToCome(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		machine, reads := clock.NewFrozen(monday), 0
		lines, failure := []string{"Jalan Lama 1 & 2", "Telepon 0000"}, error(nil)
		s := open(t, d, func(deps *web.Deps) {
			deps.Machine = machine
			deps.Address = func(context.Context) ([]string, error) { reads++; return lines, failure }
		})
		const hours = "Buka Senin sampai Kamis pukul 08.00–16.00, Jumat pukul 08.00–16.30"
		v := s.sendFormal(t)
		v.wantText("paling lambat Rabu, 9 Oktober 2024", "Jalan Lama 1 & 2", "Telepon 0000", hours)
		code := v.code()
		v.press("English", nil)
		v.wantText("Jalan Lama 1 & 2", "Open Monday to Thursday 08:00–16:00, Friday 08:00–16:30")
		v.press("Bahasa Indonesia", nil)
		v.press("Saya sudah mencatat kode", one("empat", code[12:]))
		v.wantTitle("Selesai")
		v.wantText("Jalan Lama 1 & 2", hours)
		s.sendFormal(t).wantText("Jalan Lama 1 & 2")
		if reads != 1 {
			t.Errorf("the address was read %d times within a moment, want once", reads)
		}

		lines = []string{"Jalan Baru 3"}
		must(t, machine.MoveTo(machine.Now().Add(11*time.Second)))
		v = s.sendFormal(t)
		v.wantText("Jalan Baru 3")
		if strings.Contains(v.body, "Jalan Lama") {
			t.Error("the old address is still shown")
		}
		box := s.visit(t, "/kotak-surat")
		box.press("Buka kotak surat", one("kode", code))
		box.wantText("Jalan Baru 3", hours)

		// Without an address, or when it cannot be read, the code is shown all the same.
		for _, failure = range []error{nil, errors.New("the database is gone")} {
			lines = nil
			must(t, machine.MoveTo(machine.Now().Add(11*time.Second)))
			v = s.sendFormal(t)
			v.wantText("Alamat Bawaslu Kabupaten Rekaan belum ditulis di sini", hours)
			v.press("English", nil)
			v.wantText("The address of Bawaslu Kabupaten Rekaan is not written here yet")
		}
	})
}

// The last day to sign may be one on which the office is shut, or one of its days of 24 hours.
func TestTheLastDayToSignAndTheOffice(t *testing.T) {
	t.Parallel()
	s := open(t, dbtest.Open(t, t.TempDir()+"/rambu.db"))
	for _, c := range []struct{ sent, says, not string }{
		{"2024-10-07 09:00", "paling lambat Rabu, 9 Oktober 2024", "Kantor tutup"},
		{"2024-10-10 09:00", "Kantor tutup pada hari terakhir itu. Datang paling lambat Jumat, 11 Oktober 2024", "24 jam"},
		{"2024-10-11 09:00", "Datang paling lambat Jumat, 11 Oktober 2024", "sampai hari terakhir itu"},
		{"2024-10-11 16:30", "Kantor tutup sampai hari terakhir itu", "Datang paling lambat Jumat"},
		{"2024-11-22 20:00", "Buka siang dan malam sejak Minggu, 24 November 2024 sampai Rabu, 27 November 2024", "Kantor tutup"},
		{"2024-11-28 07:00", "Datang paling lambat Jumat, 29 November 2024", "24 jam"},
	} {
		at, err := time.ParseInLocation("2006-01-02 15:04", c.sent, time.FixedZone("WIB", 7*60*60))
		must(t, err)
		must(t, s.clock.MoveTo(at))
		v := s.sendFormal(t)
		v.wantText(c.says)
		if strings.Contains(v.body, c.not) {
			t.Errorf("sent %s: the page says %q", c.sent, c.not)
		}
	}
}

// A page with the code and an address of six lines, seen in a network without compression.
func TestTheAddressKeepsTheCodePageSmall(t *testing.T) {
	t.Parallel()
	s := open(t, dbtest.Open(t, t.TempDir()+"/rambu.db"), func(deps *web.Deps) {
		deps.Address = func(context.Context) ([]string, error) {
			return slices.Repeat([]string{"Jalan Contoh 1, Kalianda"}, 6), nil
		}
	})
	v := s.sendFormal(t)
	if n := len(v.body); n > 6<<10 || !bytes.Contains([]byte(v.body), []byte("Jalan Contoh 1")) {
		t.Errorf("%d bytes, want at most 6 KB", n)
	}
}

// The number of days to report comes from the pack, with what is not sure about it.
func TestTheDaysToReportComeFromThePack(t *testing.T) {
	t.Parallel()
	s := open(t, dbtest.Open(t, t.TempDir()+"/rambu.db"))
	rule, _ := s.desk.LodgeRule()
	step := func(lang, path string, form url.Values) *visitor {
		v := &visitor{t: t, site: s}
		v.send(func() *http.Request {
			r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, path+"?bahasa="+lang, strings.NewReader(form.Encode()))
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			return r
		})
		return v
	}
	form := formalForm()
	step("id", "/lapor/1", form).wantText(rule.RuleID, "Perlu dicek apakah hari Anda mengetahuinya ikut dihitung")
	step("en", "/lapor/1", form).wantText(rule.RuleEN, "To be checked whether the day you learnt of it counts")
	for known, want := range map[string]string{
		"2": "", "1": "", "30": "Batas laporan resmi ini Senin, 7 Oktober 2024. Bila hari Anda mengetahuinya ikut dihitung, batasnya Minggu, 6 Oktober 2024 dan sudah lewat. Perlu dicek.",
		"29": "Batas laporan resmi ini Minggu, 6 Oktober 2024. Anda tetap dapat mengirim",
	} {
		form.Set("diketahui-d", known)
		if len(known) == 2 {
			form.Set("diketahui-m", "9")
		} else {
			form.Set("diketahui-m", "10")
		}
		v := step("id", "/lapor/6", form)
		v.wantTitle("Periksa jawaban Anda")
		v.wantText(want)
		if want == "" && strings.Contains(v.body, "Batas laporan resmi") {
			t.Errorf("known on %s: the page speaks of the last day", known)
		}
	}
}

// No number of days stands in the door's own texts: the law's numbers come from its pack.
func TestNoDaysOfTheLawInTheTexts(t *testing.T) {
	t.Parallel()
	days := regexp.MustCompile(`(?i)\b(\d+|satu|dua|tiga|lima|tujuh|empat belas|one|two|three|five|seven|fourteen)\s+(hari|days?|working)\b`)
	for _, name := range []string{"../../internal/words/catalogue/id/intake.yaml", "../../internal/words/catalogue/en/intake.yaml"} {
		text, err := os.ReadFile(name)
		must(t, err)
		if found := days.Find(text); found != nil {
			t.Errorf("%s says %q", name, found)
		}
	}
}
