package words

import (
	"errors"
	"fmt"
	"math"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"rambu.id"
)

// sample is a small catalogue of the tests' own, so that they do not depend on real texts.
func sample(t *testing.T) *Words {
	t.Helper()
	w, err := load(fstest.MapFS{
		"catalogue/id/a.yaml": {Data: []byte("a.hello: Halo {name}, {count} surat\nerror.invalid: Ada galat\nerror.internal: Gangguan\n")},
		"catalogue/en/a.yaml": {Data: []byte("a.hello: Hello {name}, {count} letters\nerror.invalid: A problem\nerror.internal: Trouble\n")},
	})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func TestT(t *testing.T) {
	w := sample(t)
	tests := []struct {
		name string
		lang Lang
		key  string
		args []string
		want string
	}{
		{"indonesian", ID, "a.hello", []string{"name", "Sari", "count", "2"}, "Halo Sari, 2 surat"},
		{"english", EN, "a.hello", []string{"name", "Sari", "count", "2"}, "Hello Sari, 2 letters"},
		{"unknown language", "fr", "a.hello", []string{"name", "Sari", "count", "2"}, "Halo Sari, 2 surat"},
		{"value that looks like a place", ID, "a.hello", []string{"name", "{count}", "count", "2"}, "Halo {count}, 2 surat"},
		{"odd argument is ignored", ID, "a.hello", []string{"name", "Sari", "count"}, "Halo Sari, {count} surat"},
		{"missing key", EN, "a.none", nil, "⟦a.none⟧"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, w.T(tt.lang, tt.key, tt.args...)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestError(t *testing.T) {
	w := sample(t)
	hello := rambu.Fault(rambu.Invalid, "a.hello", "name", "Sari", "count", "2")
	tests := []struct {
		name string
		err  error
		want string
	}{
		{"nothing", nil, ""},
		{"own sentence", hello, "Halo Sari, 2 surat"},
		{"wrapped", fmt.Errorf("submit: %w", hello), "Halo Sari, 2 surat"},
		{"several", rambu.Errors{hello, rambu.Fault(rambu.Invalid, "error.invalid")}, "Halo Sari, 2 surat. Ada galat"},
		{"kind only", rambu.Errorf(rambu.Invalid, "bad column 7"), "Ada galat"},
		{"key without sentence", rambu.Fault(rambu.Invalid, "a.none"), "Ada galat"},
		{"foreign error", errors.New("disk on fire"), "Gangguan"},
		{"a rule of the pack", rambu.Fault(rambu.Blocked, "a.hello", "name", "Tujuh hari", "name_en", "Seven days", "count", "2"), "Halo Tujuh hari, 2 surat"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, w.Error(ID, tt.err)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A rule of the law pack comes in both languages, and each reader gets his own.
func TestAnErrorSaysTheRuleInTheReadersLanguage(t *testing.T) {
	err := rambu.Fault(rambu.Blocked, "a.hello", "name", "Tujuh hari", "name_en", "Seven days", "count", "2")
	if got := sample(t).Error(EN, err); got != "Hello Seven days, 2 letters" {
		t.Error(got)
	}
}

func TestLoadRefusesDefects(t *testing.T) {
	good := &fstest.MapFile{Data: []byte("a.b: x\n")}
	tests := map[string]fstest.MapFS{
		"no english":           {"catalogue/id/a.yaml": good},
		"key in two files":     {"catalogue/id/a.yaml": good, "catalogue/id/b.yaml": good, "catalogue/en/a.yaml": good},
		"key twice in a file":  {"catalogue/id/a.yaml": {Data: []byte("a.b: x\na.b: y\n")}, "catalogue/en/a.yaml": good},
		"nested, not flat":     {"catalogue/id/a.yaml": {Data: []byte("a:\n  b: x\n")}, "catalogue/en/a.yaml": good},
		"not a map of strings": {"catalogue/id/a.yaml": {Data: []byte("- a\n- b\n")}, "catalogue/en/a.yaml": good},
	}
	for name, files := range tests {
		t.Run(name, func(t *testing.T) {
			if _, err := load(files); err == nil {
				t.Error("loaded without an error")
			}
		})
	}
}

func TestDates(t *testing.T) {
	makassar := time.FixedZone("WITA", 8*60*60)
	at := time.Date(2024, 10, 7, 9, 0, 0, 0, makassar)
	tests := []struct{ got, want string }{
		{Date(ID, "2024-10-07"), "Senin, 7 Oktober 2024"},
		{Date(EN, "2024-10-07"), "Monday, 7 October 2024"},
		{Date(ID, "2024-11-22"), "Jumat, 22 November 2024"},
		{Date(ID, "2024-02-30"), "2024-02-30"},
		{Date(ID, ""), ""},
		{LongDate(ID, "2024-08-17"), "17 Agustus 2024"},
		{LongDate(EN, ""), ""},
		{ShortDate(ID, "2024-08-17"), "17 Agu 2024"},
		{ShortDate(EN, "2024-08-17"), "17 Aug 2024"},
		{ShortDate(EN, "x"), "x"},
		{DateTime(ID, at, "WITA"), "Senin, 7 Oktober 2024 pukul 09.00 WITA"},
		{DateTime(EN, at, "WITA"), "Monday, 7 October 2024 at 09:00 WITA"},
		{Time(ID, at.Add(74*time.Minute), "WITA"), "10.14 WITA"},
		{Time(EN, at, ""), "09:00"},
		{Month(ID, time.May), "Mei"},
		{Month(EN, time.May), "May"},
		{Weekday(ID, time.Sunday), "Minggu"},
		{RomanMonth(time.October), "X"},
		{RomanMonth(time.December), "XII"},
	}
	for _, tt := range tests {
		if tt.got != tt.want {
			t.Errorf("got %q, want %q", tt.got, tt.want)
		}
	}
}

func TestNumbers(t *testing.T) {
	tests := []struct{ got, want string }{
		{Number(ID, 0), "0"},
		{Number(ID, 999), "999"},
		{Number(ID, 1250), "1.250"},
		{Number(EN, 1250), "1,250"},
		{Number(ID, -1234567), "-1.234.567"},
		{Number(ID, -123), "-123"},
	}
	for _, tt := range tests {
		if tt.got != tt.want {
			t.Errorf("got %q, want %q", tt.got, tt.want)
		}
	}
}

func TestTerbilang(t *testing.T) {
	tests := []struct {
		n    int
		want string
	}{
		{0, "nol"},
		{1, "satu"},
		{10, "sepuluh"},
		{11, "sebelas"},
		{12, "dua belas"},
		{19, "sembilan belas"},
		{20, "dua puluh"},
		{21, "dua puluh satu"},
		{99, "sembilan puluh sembilan"},
		{100, "seratus"},
		{101, "seratus satu"},
		{111, "seratus sebelas"},
		{199, "seratus sembilan puluh sembilan"},
		{200, "dua ratus"},
		{999, "sembilan ratus sembilan puluh sembilan"},
		{1000, "seribu"},
		{1001, "seribu satu"},
		{1250, "seribu dua ratus lima puluh"},
		{2024, "dua ribu dua puluh empat"},
		{11000, "sebelas ribu"},
		{21000, "dua puluh satu ribu"},
		{100000, "seratus ribu"},
		{101000, "seratus satu ribu"},
		{1000000, "satu juta"},
		{1001000, "satu juta seribu"},
		{1000000000, "satu miliar"},
		{1000000000000, "satu triliun"},
		{999999999999999, "sembilan ratus sembilan puluh sembilan triliun sembilan ratus sembilan puluh sembilan miliar sembilan ratus sembilan puluh sembilan juta sembilan ratus sembilan puluh sembilan ribu sembilan ratus sembilan puluh sembilan"},
		{1000000000000000, "satu kuadriliun"},
		{-7, "minus tujuh"},
		{math.MinInt64, "minus sembilan kuintiliun dua ratus dua puluh tiga kuadriliun tiga ratus tujuh puluh dua triliun tiga puluh enam miliar delapan ratus lima puluh empat juta tujuh ratus tujuh puluh lima ribu delapan ratus delapan"},
	}
	for _, tt := range tests {
		if got := Terbilang(tt.n); got != tt.want {
			t.Errorf("Terbilang(%d) = %q, want %q", tt.n, got, tt.want)
		}
	}
}

func TestParseLang(t *testing.T) {
	for _, tt := range []struct {
		in   string
		want Lang
		ok   bool
	}{{"id", ID, true}, {"en", EN, true}, {"", ID, false}, {"EN-us", ID, false}} {
		got, ok := ParseLang(tt.in)
		if got != tt.want || ok != tt.ok {
			t.Errorf("ParseLang(%q) = %q, %v", tt.in, got, ok)
		}
	}
}
