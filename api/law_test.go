package api_test

import (
	"strings"
	"testing"
)

// Anybody may have a text checked: seed of every letter that would have cited a dead law.
func TestCitationsOfATextAreChecked(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a := w.send("POST", "/hukum/periksa", "", `{"teks":"Sesuai Pasal 2 UU Nomor 5 Tahun 2014 dan UU Nomor 20 Tahun 2023.","pada":"2024-10-07"}`)
	if a.status != 200 || len(a.list("butir")) != 2 {
		t.Fatalf("got %d %s", a.status, a.body)
	}
	for path, want := range map[string]string{
		"text": "Pasal 2 UU Nomor 5 Tahun 2014", "regulation": "uu-5-2014", "article": "Pasal 2", "status": "revoked",
		"successor": "uu-20-2023 Pasal 2 huruf f", "normal": "UU 5/2014 Pasal 2", "kind": "citation",
		"note": "UU 5/2014 tidak berlaku lagi sejak 31 Oktober 2023. Yang dapat dikutip: UU 20/2023 Pasal 2 huruf f.",
	} {
		if got := a.text("butir", "0", path); got != want {
			t.Errorf("%s = %q, want %q", path, got, want)
		}
	}
	if a.text("butir", "1", "status") != "ok" || a.text("pada") != "2024-10-07" || !strings.HasPrefix(a.text("paket"), "pilkada-2024@") {
		t.Errorf("got %s", a.body)
	}
	a = w.send("POST", "/hukum/periksa", "", `{"teks":"UU 7/2017"}`, "Accept-Language", "en")
	if !strings.HasPrefix(a.text("butir", "0", "note"), "UU 7/2017 governs general elections, not regional elections.") {
		t.Errorf("got %s", a.body)
	}
	for body, want := range map[string]int{
		`{"teks":""}`: 200, `{"teks":"UU 5/2014","pemilihan":"pilkada-2024"}`: 200, `{}`: 422,
		`{"teks":"x","pemilihan":"pemilu-1955"}`: 422, `{"teks":"x","pada":"2024-02-30"}`: 422,
		`{"teks":"` + strings.Repeat("a", 600<<10) + `"}`: 413,
	} {
		if a := w.send("POST", "/hukum/periksa", "", body); a.status != want {
			t.Errorf("%.60s: got %d %.200s, want %d", body, a.status, a.body, want)
		}
	}
}
