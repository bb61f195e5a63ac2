package web_test

import (
	"net/http"
	"net/url"
	"path/filepath"
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
	for name, source := range map[string]func() string{
		"sqlite":   func() string { return filepath.Join(t.TempDir(), "rambu.db") },
		"postgres": func() string { return pgtest.URL(t) },
	} {
		t.Run(name, func(t *testing.T) {
			machine := clock.NewFrozen(monday)
			s := openAt(t, web.Options{}, instance.Config{Source: source(), Machine: machine}, "pemda", "bawaslu")
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
