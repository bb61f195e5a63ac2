package search_test

import (
	"testing"

	"rambu.id/law"
	"rambu.id/law/search"
)

// What people type into the register, and what they mean.
func TestRegister(t *testing.T) {
	t.Parallel()
	p, err := law.Default()
	if err != nil {
		t.Fatal(err)
	}
	x := search.Register(p)
	for _, tc := range []struct {
		asked, want string
		within      int // the first so many
	}{
		{"pp 94", "pp-94-2021", 1},
		{"PP 94 Tahun 2021", "pp-94-2021", 1},
		{"pasal 71", "uu-10-2016 Pasal 71 ayat (1)", 6},
		{"uu 10 2016 pasal 71 ayat 1", "uu-10-2016 Pasal 71 ayat (1)", 2},
		{"netralitas asn", "skb-netralitas-2022", 6},
		{"disipln pegawai", "pp-94-2021", 6},
		{"politik uang", "uu-10-2016 Pasal 73", 3},
		{"mendengarkan kampanye", "perbuatan:listen-at-campaign", 3},
		{"kotak kosong", "perbuatan:empty-box-campaign", 3},
		{"pemakaian fasilitas negara", "perbuatan:state-facilities", 4},
		{"menyukai unggahan", "perbuatan:social-media-interaction", 4},
		{"kades ikut kampanye", "uu-6-2014 Pasal 29 huruf j", 5},
	} {
		found := false
		var first []string
		for _, h := range x.Find(tc.asked, tc.within) {
			found = found || h.Key == tc.want
			first = append(first, h.Key)
		}
		if !found {
			t.Errorf("%q finds %q first, not %s", tc.asked, first, tc.want)
		}
	}
	hits := x.Find("pasal 999 undang-undang", 3)
	if len(hits) == 0 || hits[0].Exact {
		t.Errorf("an article that does not exist: %v, want the nearest, marked as such", hits)
	}
	hits = x.Find("banner", 1)
	if id, ok := hits[0].Act(); !ok || id != "banner" || hits[0].Citation() != (law.Citation{}) {
		t.Errorf("an act is found as %+v", hits[0])
	}
}
