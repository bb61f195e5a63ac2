package short_test

import (
	"strings"
	"testing"

	"rambu.id/seal/short"
)

// A secret survives being read out, typed in capitals and grouped; what is cut off is none.
func TestReadOut(t *testing.T) {
	t.Parallel()
	s := short.New()
	for _, written := range []string{s, short.Grouped(s), strings.ToUpper(short.Grouped(s)), " " + strings.ReplaceAll(short.Grouped(s), "-", " – ") + "\n"} {
		if got, ok := short.Parse(written); !ok || got != s {
			t.Errorf("%q reads %q", written, got)
		}
	}
	for _, no := range []string{"", s[:11], s + "0", "u" + s[1:], strings.Repeat("0 ", 40), s[:11] + "é"} {
		if got, ok := short.Parse(no); ok {
			t.Errorf("%q reads %q", no, got)
		}
	}
	if got, ok := short.Parse("Oil0 0000 0000"); !ok || got != "011000000000" {
		t.Errorf("misread letters: %q", got)
	}
}

// One secret used twice is found and opens apart.
func TestPurposes(t *testing.T) {
	t.Parallel()
	s := short.New()
	if short.Lookup(s, "a") == short.Lookup(s, "b") || short.Key(s, "a") == short.Key(s, "b") || strings.Contains(short.Lookup(s, "a"), s) {
		t.Error("purposes do not part")
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"7k3m-9q2x-4bnd", "7K3M 9Q2X 4BND", "", "oOiIlL", "7k3m–9q2x–4bnd"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, ok := short.Parse(s)
		if !ok {
			return
		}
		if again, _ := short.Parse(short.Grouped(got)); again != got {
			t.Errorf("%q reads %q, and again %q", s, got, again)
		}
	})
}
