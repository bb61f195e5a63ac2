package region

import (
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func open(t testing.TB) *Index {
	t.Helper()
	x, err := Open()
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func TestCountsOfIndonesia(t *testing.T) {
	x := open(t)
	got := map[string]int{"provinces": len(x.Provinces())}
	for _, p := range x.Provinces() {
		got["regencies"] += len(x.Regencies(p.Code))
		got["districts"] += len(x.Districts(p.Code))
		got["villages"] += len(x.Villages(p.Code))
	}
	want := map[string]int{"provinces": 38, "regencies": 514, "districts": 7285, "villages": 83762}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("counts (-want +got):\n%s", diff)
	}
}

func TestLampungSelatan(t *testing.T) {
	x := open(t)
	if got := len(x.Districts("18.01")); got != 17 {
		t.Errorf("districts = %d, want 17", got)
	}
	got := map[Kind]int{}
	for _, v := range x.Villages("18.01") {
		got[v.Kind()]++
	}
	if diff := cmp.Diff(map[Kind]int{KindDesa: 256, KindKelurahan: 4}, got); diff != "" {
		t.Errorf("villages (-want +got):\n%s", diff)
	}
	want := []Region{{"18", "Lampung"}, {"18.01", "Kabupaten Lampung Selatan"}, {"18.01.04", "Natar"}, {"18.01.04.2003", "Pemanggilan"}}
	if diff := cmp.Diff(want, x.Path("18.01.04.2003")); diff != "" {
		t.Errorf("path (-want +got):\n%s", diff)
	}
}

// Every region must be found by its code and lie in a region that exists; that also proves that
// every embedded part can be unpacked.
func TestEveryPartReads(t *testing.T) {
	x := open(t)
	for _, p := range x.Provinces() {
		_, err := x.unpack(p.Code)
		if err != nil {
			t.Fatalf("part %s: %v", p.Code, err)
		}
		seen := map[string]bool{p.Code: true}
		for _, r := range x.inside(p.Code) {
			if !seen[Parent(r.Code)] || seen[r.Code] || r.Name == "" || r.Kind() == KindNone {
				t.Errorf("%+v: parent %q known %v, twice %v, kind %q", r, Parent(r.Code), seen[Parent(r.Code)], seen[r.Code], r.Kind())
			}
			seen[r.Code] = true
		}
	}
}

func TestFind(t *testing.T) {
	x := open(t)
	tests := []struct {
		code, name string
		kind       Kind
	}{
		{"18", "Lampung", KindProvince},
		{"18.01", "Kabupaten Lampung Selatan", KindKabupaten},
		{"18.71", "Kota Bandar Lampung", KindKota},
		{"18.01.06", "Kalianda", KindDistrict},
		{"12.08", "Kabupaten Simalungun", KindKabupaten},
		{"18.99", "", KindKota}, // well formed, not in use
		{"18.1", "", KindNone},
		{"", "", KindNone},
		{"18.01.04.2003.1", "", KindNone},
		{"18.01.04.200", "", KindNone},
		{"1a", "", KindNone},
		{"18.01,", "", KindNone},
	}
	for _, tt := range tests {
		r, ok := x.Find(tt.code)
		if r.Name != tt.name || ok != (tt.name != "") {
			t.Errorf("Find(%q) = %+v, %v, want %q", tt.code, r, ok, tt.name)
		}
		if got := KindOf(tt.code); got != tt.kind {
			t.Errorf("KindOf(%q) = %q, want %q", tt.code, got, tt.kind)
		}
	}
}

func TestChildren(t *testing.T) {
	x := open(t)
	counts := map[string]int{"": 38, "18": 15, "18.01": 17, "18.01.06.2001": 0, "18.99": 0, "xx": 0}
	for code, want := range counts {
		if got := len(x.Children(code)); got != want {
			t.Errorf("len(Children(%q)) = %d, want %d", code, got, want)
		}
	}
	if got := x.Regencies("18.01"); got != nil {
		t.Errorf("Regencies of a regency = %v, want none", got)
	}
	// The last block of a part ends the text: nothing may be cut off.
	papua := x.Districts("96")
	last := papua[len(papua)-1]
	vs := x.Villages(last.Code)
	if len(vs) == 0 {
		t.Fatalf("no villages in %v", last)
	}
	if r, ok := x.Find(vs[len(vs)-1].Code); !ok || r != vs[len(vs)-1] {
		t.Errorf("last village: Find = %v, %v, want %v", r, ok, vs[len(vs)-1])
	}
}

func TestSearchIgnoresCase(t *testing.T) {
	x := open(t)
	got := x.Search("18.01", "KALI", 3)
	if len(got) == 0 || got[0] != (Region{"18.01.06", "Kalianda"}) {
		t.Errorf("Search = %v, want the district Kalianda first", got)
	}
	if got := x.Search("", "lampung sel", 5); len(got) != 1 || got[0].Code != "18.01" {
		t.Errorf("Search = %v, want 18.01", got)
	}
	if got := x.Search("18.01", "a", 4); len(got) != 4 {
		t.Errorf("limit kept %d, want 4", len(got))
	}
	if got := x.Search("18.01", "  ", 4); got != nil {
		t.Errorf("empty search = %v, want none", got)
	}
}

func TestShortName(t *testing.T) {
	x := open(t)
	for code, want := range map[string]string{"18.01": "Lampung Selatan", "18.72": "Metro", "31.71": "Jakarta Pusat", "31.01": "Kepulauan Seribu"} {
		r, _ := x.Find(code)
		if got := r.ShortName(); got != want {
			t.Errorf("ShortName(%s) = %q, want %q", code, got, want)
		}
		if got, want := r.Administrative(), code[:2] == "31"; got != want {
			t.Errorf("Administrative(%s) = %v, want %v", code, got, want)
		}
	}
}

func TestIndexIsSharedSafely(t *testing.T) {
	x := open(t)
	var wg sync.WaitGroup
	for _, code := range []string{"18.01", "12.08", "18.01", "33.29", "12.08", "18.72"} {
		wg.Go(func() {
			if len(x.Villages(code)) == 0 {
				t.Errorf("%s: no villages", code)
			}
		})
	}
	wg.Wait()
}

func BenchmarkOpenRegency(b *testing.B) {
	for b.Loop() {
		open(b).Villages("33.29")
	}
}
