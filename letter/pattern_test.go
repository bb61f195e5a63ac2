package letter_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rambu.id"
	"rambu.id/letter"
	"rambu.id/letter/kinds"
)

func TestPatterns(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		pattern letter.Pattern
		want    string // "" when it is refused
	}{
		{"{no:3}/{kode}/{bulan-romawi}/{tahun}", "007/PM.00.02/X/2024"},
		{"045/{no}/PM.00.02/K.LA-07/{bulan-romawi}/{tahun}", "045/7/PM.00.02/K.LA-07/X/2024"},
		{"{tahun}-{bulan}-{no:5}", "2024-10-00007"},
		{"{no}/{tahun}/{tahun}", "7/2024/2024"},
		{"{kode}/{tahun}", ""},
		{"{no}/{kode}", ""},
		{"{no}/{no}/{tahun}", ""},
		{"{no}/{tahun}/{nama}", ""},
		{"{no}/{tahun:2}", ""},
		{"{no/{tahun}", ""},
		{"{no}/{tahun}\n", ""},
		{"{no}/{tahun}" + letter.Pattern(strings.Repeat("x", 100)), ""},
	} {
		err := tt.pattern.Validate()
		if tt.want == "" {
			if rambu.KindOf(err) != rambu.Invalid || err == nil {
				t.Errorf("%q: accepted, %v", tt.pattern, err)
			}
			continue
		}
		if got := tt.pattern.Number(7, "2024-10-07", "PM.00.02"); err != nil || got != tt.want {
			t.Errorf("%q: %q, %v; want %q", tt.pattern, got, err, tt.want)
		}
	}
}

func header() letter.Header {
	return letter.Header{
		ID: "srt_00000000000000000000000000", Kind: kinds.KindPlain, Version: 1, From: "bawaslu.18.01", Signer: "bawaslu.18.01/ketua",
		Account: "akn_x", Key: "kun_x", Method: letter.ByKey, Nature: letter.Ordinary, Number: "1/\"a\"\n/2024", Date: "2024-10-07",
		To: []string{"pemda.18.01/bupati", "bkn"}, CC: []string{"kpu.18.01/ketua"}, Body: "aa", Block: "bb",
	}
}

func TestHeaderComesBack(t *testing.T) {
	t.Parallel()
	got, err := letter.ParseHeader(header().Text())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(header(), got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	text := header().Text()
	for name, bad := range map[string]string{
		"nothing":         "",
		"another version": strings.Replace(text, "/v1", "/v2", 1),
		"a line twice":    strings.Replace(text, "nature:", "nature: \"biasa\"\nnature:", 1),
		"another order":   strings.Replace(text, "to: \"bkn\"\ncc: \"kpu.18.01/ketua\"", "cc: \"kpu.18.01/ketua\"\nto: \"bkn\"", 1),
		"a foreign line":  text + "extra: \"1\"\n",
		"cut":             text[:len(text)-1],
		"other quotes":    strings.Replace(text, "\"biasa\"", "`biasa`", 1),
		"foreign signer":  strings.Replace(text, "bawaslu.18.01/ketua", "bawaslu.18.02/ketua", 1),
		"no such day":     strings.Replace(text, "2024-10-07", "2024-10-32", 1),
	} {
		_, err := letter.ParseHeader(bad)
		if rambu.KindOf(err) != rambu.Invalid || err == nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzParseHeader(f *testing.F) {
	f.Add(header().Text())
	f.Add("rambu/letter/v1\nid: \"\"\n")
	f.Fuzz(func(t *testing.T, text string) {
		h, err := letter.ParseHeader(text)
		if err == nil && h.Text() != text {
			t.Error("two texts are one header: a signature would fit both")
		}
	})
}
