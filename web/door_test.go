package web_test

import (
	"net/http"
	"net/url"
	"path/filepath"
	"regexp"
	"testing"
	"time"

	"rambu.id"
	"rambu.id/instance"
	"rambu.id/intake"
	"rambu.id/internal/clock"
	"rambu.id/internal/db/pgtest"
	"rambu.id/letter"
	"rambu.id/web"
)

// The address a formal reporter reads is the one in the head of the office's letters: written once, by the
// office itself, and a change shows without a restart.
func TestTheDoorShowsTheAddressOfTheLetters(t *testing.T) {
	t.Parallel()
	for name, source := range map[string]func(t *testing.T) string{
		"sqlite":   func(t *testing.T) string { t.Helper(); return filepath.Join(t.TempDir(), "rambu.db") },
		"postgres": func(t *testing.T) string { t.Helper(); return pgtest.URL(t) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			machine := clock.NewFrozen(monday)
			s := openAt(t, web.Options{}, instance.Config{Source: source(t), Machine: machine}, "pemda", "bawaslu")
			s.reports().says(t, "belum ditulis di sini", "Buka Senin sampai Kamis pukul 08.00–16.00")
			clerk := rambu.Actor{Account: "akn_tu", Institution: bawaslu, Region: area, Roles: []rambu.Role{rambu.RoleClerk}}
			set, err := s.in.Letters.Setting(t.Context(), clerk)
			s.must(err)
			set.Place, set.Letterhead = "Kalianda", letter.Letterhead{Names: []string{"BAWASLU REKAAN"}, Address: []string{"Jalan Rekaan 5, Kalianda"}}
			s.must(s.in.Letters.Configure(t.Context(), clerk, set))
			s.must(machine.MoveTo(machine.Now().Add(time.Minute)))
			s.reports().says(t, "Jalan Rekaan 5, Kalianda")

			// The government's letterhead is nobody's way to Bawaslu.
			other := clerk
			other.Institution = pemda
			set.Version, set.Letterhead.Address = 0, []string{"Jalan Pemerintah 1"}
			s.must(s.in.Letters.Configure(t.Context(), other, set))
			s.must(machine.MoveTo(machine.Now().Add(time.Minute)))
			s.reports().says(t, "Jalan Rekaan 5, Kalianda")
		})
	}
}

// reports sends a formal report.
func (s *site) reports() answer {
	s.t.Helper()
	form := url.Values{
		"konsep": {intake.NewDraft().String()}, "pintu": {"laporan-resmi"}, "apa": {"Isi"}, "kecamatan": {"tidak-tahu"}, "alamat_terlapor": {"Jalan Rekaan 9"},
		"diketahui-d": {"6"}, "diketahui-m": {"10"}, "diketahui-y": {"2024"}, "nama": {"Pelapor Rekaan"}, "lahir": {"Metro, 2 Februari 1990"},
		"kelamin": {"L"}, "pekerjaan": {"Guru"}, "kewarganegaraan": {"Indonesia"}, "alamat": {"Jalan Contoh 3"}, "telepon": {"0812000000"},
	}
	var pairs []string
	for name, v := range form {
		pairs = append(pairs, name, v[0])
	}
	got := s.browser().post("/lapor/kirim", pairs...)
	if got.status != http.StatusOK {
		s.t.Fatalf("status %d\n%s", got.status, got.body)
	}
	return got
}

// How to report safely is offered at the same place on every public page, but where a link would lose what
// was typed, or the code; officers are not told, and without a public door there is no such page.
func TestHelpIsAtTheSamePlaceOnPublicPages(t *testing.T) {
	t.Parallel()
	s := open(t, "pemda", "bawaslu")
	help := regexp.MustCompile(`(?s)<footer.*href="/petunjuk".*</footer>`)
	for _, path := range []string{"/", "/lapor", "/petunjuk", "/kotak-surat", "/boleh", "/hukum", "/masuk"} {
		if got := s.browser().get(path); got.status != http.StatusOK || !help.MatchString(got.body) {
			t.Errorf("%s: status %d, offers help: %v", path, got.status, help.MatchString(got.body))
		}
	}
	form := s.browser().post("/lapor", "konsep", intake.NewDraft().String(), "pintu", "laporan-resmi")
	for name, got := range map[string]answer{"a question": form, "the code": s.reports()} {
		if got.status != http.StatusOK || help.MatchString(got.body) {
			t.Errorf("%s: status %d, offers help: %v", name, got.status, help.MatchString(got.body))
		}
	}
	if got := s.officer("ketua@" + bawaslu).get("/tugas"); help.MatchString(got.body) {
		t.Error("an officer is offered help for reporters")
	}
	alone := open(t, "pemda")
	if got := alone.browser().get("/petunjuk"); got.status != http.StatusNotFound {
		t.Errorf("without a public door: status %d", got.status)
	}
	if got := alone.browser().get("/boleh"); help.MatchString(got.body) {
		t.Error("without a public door /boleh leads to a page that is not there")
	}
}
