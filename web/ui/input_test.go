package ui_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"

	"rambu.id"
	"rambu.id/web/ui"
)

func input(t *testing.T, values url.Values) *ui.Input {
	t.Helper()
	r := httptest.NewRequest(http.MethodPost, "/?apa=dari+alamat", strings.NewReader(values.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	in, err := ui.Read(httptest.NewRecorder(), r)
	if err != nil {
		t.Fatal(err)
	}
	return in
}

func TestDate(t *testing.T) {
	tests := []struct {
		d, m, y string
		want    rambu.Date
		fault   bool
	}{
		{"", "", "", "", false},
		{"7", "10", "2024", "2024-10-07", false},
		{"07", "1", "2024", "2024-01-07", false},
		{" 7 ", "10", "2024", "2024-10-07", false},
		{"29", "2", "2024", "2024-02-29", false},
		{"29", "2", "2023", "", true},
		{"31", "4", "2024", "", true},
		{"7", "10", "24", "", true},
		{"7", "10", "", "", true},
		{"-1", "10", "2024", "", true},
		{"007", "10", "2024", "", true},
		{"satu", "10", "2024", "", true},
	}
	for _, tt := range tests {
		in := input(t, url.Values{"kapan-d": {tt.d}, "kapan-m": {tt.m}, "kapan-y": {tt.y}})
		if got := in.Date("kapan"); got != tt.want || (in.Err() != nil) != tt.fault {
			t.Errorf("%q %q %q: %q, %v", tt.d, tt.m, tt.y, got, in.Err())
		}
	}
}

func TestText(t *testing.T) {
	in := input(t, url.Values{"a": {"  satu\r\ndua\x00\u202e  "}, "b": {strings.Repeat("é", 5)}, "c": {"   "}})
	if got := in.Text("a", 100); got != "satu\ndua" {
		t.Errorf("%q", got)
	}
	if got := in.Text("b", 5); got != "ééééé" || in.Err() != nil {
		t.Errorf("%q: five characters are five: %v", got, in.Err())
	}
	if in.Text("b", 4); in.Err() == nil {
		t.Error("five characters passed a limit of four")
	}
	if got := input(t, nil).Text("apa", 100); got != "" {
		t.Errorf("%q came from the address, not from the form", got)
	}
	in = input(t, url.Values{"c": {"   "}})
	if in.Required("c", 9, "ui.error.choose"); in.Err() == nil {
		t.Error("spaces passed as an answer")
	}
}

func TestChoicesAndNumbers(t *testing.T) {
	in := input(t, url.Values{"satu": {"a"}, "banyak": {"a", "b"}, "n": {"12"}})
	if in.One("satu", "a", "b") != "a" || len(in.Many("banyak", "a", "b")) != 2 || in.Int("n", 1, 12) != 12 || in.One("kosong", "a") != "" || in.Int("kosong", 1, 2) != 0 {
		t.Error("a right answer was not read")
	}
	if in.Err() != nil {
		t.Errorf("faults in right answers: %v", in.Err())
	}
	for name, read := range map[string]func(*ui.Input){
		"foreign answer": func(in *ui.Input) { in.One("satu", "b") },
		"one foreign":    func(in *ui.Input) { in.Many("banyak", "a") },
		"too high":       func(in *ui.Input) { in.Int("n", 1, 11) },
		"no number":      func(in *ui.Input) { in.Int("satu", 1, 11) },
	} {
		in := input(t, url.Values{"satu": {"a"}, "banyak": {"a", "b"}, "n": {"12"}})
		if read(in); in.Err() == nil {
			t.Errorf("%s passed", name)
		}
	}
}

// Whatever a browser sends, what the domain gets is clean text, a day that exists, or a fault.
func FuzzInput(f *testing.F) {
	f.Add("satu\r\ndua", "7", "10", "2024")
	f.Add("\xff\x00\u202e", "31", "2", "0000")
	f.Fuzz(func(t *testing.T, s, d, m, y string) {
		in := input(t, url.Values{"a": {s}, "k-d": {d}, "k-m": {m}, "k-y": {y}})
		got := in.Text("a", 1<<20)
		if !utf8.ValidString(got) || strings.ContainsAny(got, "\x00\r\u202e") {
			t.Errorf("%q became %q", s, got)
		}
		if date := in.Date("k"); date != "" && !date.Valid() {
			t.Errorf("%q %q %q became %q", d, m, y, date)
		}
	})
}
