package match

import (
	"math"
	"slices"
	"testing"
)

// Reference values of an independent implementation.
func TestJaroWinkler(t *testing.T) {
	tests := []struct {
		a, b string
		want float64
	}{
		{"Muhammad Iqbal", "Mohamad Ikbal", 0.890},
		{"Abdul Rahman", "Abdurrahman", 0.914},
		{"Ketapang", "Katibung", 0.683},
		{"MARTHA", "MARHTA", 0.961},
		{"DWAYNE", "DUANE", 0.840},
		{"DIXON", "DICKSONX", 0.813},
		{"", "", 1},
		{"a", "", 0},
		{"a", "b", 0},
		{"sama", "sama", 1},
	}
	for _, tt := range tests {
		if got := JaroWinkler(tt.a, tt.b); math.Abs(got-tt.want) > 0.0006 {
			t.Errorf("JaroWinkler(%q, %q) = %.4f, want %.3f", tt.a, tt.b, got, tt.want)
		}
		if got, back := JaroWinkler(tt.a, tt.b), JaroWinkler(tt.b, tt.a); math.Abs(got-back) > 1e-9 {
			t.Errorf("JaroWinkler(%q, %q) = %f, the other way %f", tt.a, tt.b, got, back)
		}
	}
}

func TestTrigram(t *testing.T) {
	// pg_trgm: similarity('word', 'two words') = 0.363636, of one word each as here.
	tests := []struct {
		a, b string
		want float64
	}{
		{"word", "words", 0.571429},
		{"sama", "sama", 1},
		{"abc", "xyz", 0},
		{"", "abc", 0},
		{"", "", 0},
	}
	for _, tt := range tests {
		if got := Trigram(tt.a, tt.b); math.Abs(got-tt.want) > 1e-5 {
			t.Errorf("Trigram(%q, %q) = %f, want %f", tt.a, tt.b, got, tt.want)
		}
	}
}

func TestSound(t *testing.T) {
	for a, b := range map[string]string{"soekarno": "sukarno", "djoko": "joko", "tjokro": "cokro", "iqbal": "ikbal", "moh": "muhammad", "yusuf": "yusuff", "achmad": "akhmad", "novi": "nofi"} {
		if sound(a) != sound(b) {
			t.Errorf("sound(%q) = %q, sound(%q) = %q, want the same", a, sound(a), b, sound(b))
		}
	}
	for a, b := range map[string]string{"sri": "siri", "budi": "rudi", "ani": "ana"} {
		if sound(a) == sound(b) {
			t.Errorf("%q and %q sound the same", a, b)
		}
	}
}

// region is a small directory with invented holders.
func region() *Directory {
	return NewDirectory([]Candidate{
		{Key: "bupati", Name: "Wirya Adikusuma", Office: "kepala-daerah", Title: "Bupati Lampung Selatan"},
		{Key: "sekda-1", Name: "Hendra Pratomo", Office: "sekda", Title: "Sekretaris Daerah"},
		{Key: "sekda-2", Name: "Lukman Barita", Office: "sekda", Title: "Sekretaris Daerah"}, // contested
		{Key: "camat-kalianda", Name: "Ratna Wulandari", Office: "camat", Title: "Camat Kalianda", Place: "Kalianda"},
		{Key: "camat-katibung", Name: "Bagus Prayitno", Office: "camat", Title: "Camat Katibung", Place: "Katibung"},
		{Key: "camat-ketapang", Name: "Muhammad Iqbal", Office: "camat", Title: "Camat Ketapang", Place: "Ketapang"},
		{Key: "camat-rajabasa", Name: "Abdul Rahman Saleh", Office: "camat", Title: "Camat Raja Basa", Place: "Raja Basa"},
		{Key: "camat-natar", Name: "", Office: "camat", Title: "Camat Natar", Place: "Natar"},
		{Key: "sekcam-kalianda", Name: "Teguh Santoso", Office: "sekcam", Title: "Sekretaris Kecamatan Kalianda", Place: "Kalianda"},
		{Key: "lurah-kalianda", Name: "Suryanto", Office: "lurah", Title: "Lurah Kalianda", Place: "Kalianda", Area: "Kalianda"},
		{Key: "desa-ketapang", Name: "Wayan Sudarma", Office: "kepala-desa", Title: "Kepala Desa Ketapang", Place: "Ketapang", Area: "Ketapang"},
		{Key: "desa-sidorejo", Name: "Paijo", Office: "kepala-desa", Title: "Kepala Desa Sidorejo", Place: "Sidorejo", Area: "Sidomulyo"},
		{Key: "desa-sidoharjo-ja", Name: "Slamet Riyadi", Office: "kepala-desa", Title: "Kepala Desa Sidoharjo", Place: "Sidoharjo", Area: "Jati Agung"},
		{Key: "desa-sidoharjo-wp", Name: "Made Suastika", Office: "kepala-desa", Title: "Kepala Desa Sidoharjo", Place: "Sidoharjo", Area: "Way Panji"},
		{Key: "desa-sidoarjo", Name: "Nurdin", Office: "kepala-desa", Title: "Kepala Desa Sidoarjo", Place: "Sidoarjo", Area: "Sragi"},
		{Key: "sekdes-sidorejo", Name: "Karti", Office: "sekretaris-desa", Title: "Sekretaris Desa Sidorejo", Place: "Sidorejo", Area: "Sidomulyo"},
		{Key: "desa-caturtirta", Name: "Suwarno", Office: "kepala-desa", Title: "Lurah Caturtirta", Place: "Caturtirta", Area: "Depok"}, // as in Yogyakarta
		{Key: "desa-kota", Name: "Poniman", Office: "kepala-desa", Title: "Kepala Desa Kota", Place: "Kota", Area: "Palas"},
		{Key: "kadisdik", Name: "Asep Kurnia", Office: "kepala-opd", Title: "Kepala Dinas Pendidikan", Unit: "Dinas Pendidikan"},
		{Key: "kadinkes", Name: "Diah Permatasari", Office: "kepala-opd", Title: "Kepala Dinas Kesehatan", Unit: "Dinas Kesehatan"},
		{Key: "guru-sri", Name: "Sri Mulyani Hastuti", Office: "guru", Title: "Guru", Unit: "SMP Negeri 2 Kalianda"},
		{Key: "guru-sri-3", Name: "Sri Rahayu", Office: "guru", Title: "Guru", Unit: "SMP Negeri 3 Kalianda"},
		{Key: "guru-budi", Name: "Budi Hartono", Office: "guru", Title: "Guru", Unit: "SMP Negeri 2 Kalianda"},
		{Key: "staf-rudi", Name: "Rudi Hartono", Title: "", Unit: "Dinas Kesehatan"},
		{Key: "staf-iqbal", Name: "Muhammad Iqbal Ramadhan", Unit: "Dinas Pendidikan"},
	})
}

// Each case says which hits must be strong, which must at least be possible (in any order
// after the strong ones), and which must not be there at all.
func TestFind(t *testing.T) {
	type keys []string
	tests := []struct {
		wrote            string
		strong, possible keys
		never            keys
	}{
		{"pak camat Kalianda", keys{"camat-kalianda"}, nil, keys{"sekcam-kalianda", "camat-katibung", "lurah-kalianda"}},
		{"Camat Ketapang", keys{"camat-ketapang"}, nil, keys{"camat-katibung", "desa-ketapang"}},
		{"camat katibung", keys{"camat-katibung"}, nil, keys{"camat-ketapang"}},
		{"Kades Ketapang", keys{"desa-ketapang"}, nil, keys{"camat-ketapang", "camat-katibung"}},
		{"ibu camat Kaliandak", nil, keys{"camat-kalianda"}, keys{"camat-katibung"}},
		{"camat Rajabasa", keys{"camat-rajabasa"}, nil, keys{"camat-kalianda"}},
		{"camat kecamatan Raja Basa", keys{"camat-rajabasa"}, nil, nil},
		{"Camat Natar", keys{"camat-natar"}, nil, keys{"camat-kalianda"}}, // vacant
		{"oknum camat", nil, nil, keys{"sekcam-kalianda"}},
		{"Kades Sidoarjo", keys{"desa-sidoarjo"}, keys{"desa-sidoharjo-ja", "desa-sidoharjo-wp"}, keys{"sekdes-sidorejo"}},
		{"kepala desa Sidoharjo", keys{"desa-sidoharjo-ja", "desa-sidoharjo-wp"}, keys{"desa-sidoarjo"}, keys{"sekdes-sidorejo"}},
		{"kades Sidoharjo Way Panji", keys{"desa-sidoharjo-wp"}, nil, keys{"desa-sidorejo"}},
		{"kades desa Sidoharjo kecamatan Jati Agung", keys{"desa-sidoharjo-ja"}, nil, keys{"desa-sidorejo"}},
		{"sekdes Sidorejo", keys{"sekdes-sidorejo"}, nil, keys{"desa-sidorejo"}},
		{"lurah Sidorejo", nil, keys{"desa-sidorejo"}, keys{"lurah-kalianda"}}, // a village has no lurah
		{"Pak Lurah Kalianda", keys{"lurah-kalianda"}, nil, keys{"camat-kalianda", "sekcam-kalianda"}},
		{"pak Bupati", keys{"bupati"}, nil, keys{"camat-kalianda"}},
		{"Plt. Bupati", keys{"bupati"}, nil, nil},
		{"pj sekda", keys{"sekda-1", "sekda-2"}, nil, keys{"bupati"}}, // contested: both, never one
		{"Sekda Hendra", keys{"sekda-1"}, nil, nil},
		{"Kadis Pendidikan", keys{"kadisdik"}, nil, keys{"kadinkes", "staf-iqbal"}},
		{"kadis dinkes", keys{"kadinkes"}, nil, keys{"kadisdik"}},
		{"kepala dinas kesehatan bu Diah", keys{"kadinkes"}, nil, keys{"kadisdik"}},
		{"bu Sri guru SMP 2", keys{"guru-sri"}, nil, keys{"guru-sri-3"}},
		{"bu Sri guru SMPN 3", keys{"guru-sri-3"}, nil, keys{"guru-sri", "guru-budi"}},
		{"bu Sri", nil, keys{"guru-sri", "guru-sri-3"}, keys{"guru-budi"}},
		{"Budi Hartono", keys{"guru-budi"}, nil, keys{"staf-rudi"}},
		{"Rudi Hartono", keys{"staf-rudi"}, nil, keys{"guru-budi"}},
		{"Mohamad Ikbal", keys{"camat-ketapang"}, keys{"staf-iqbal"}, keys{"bupati"}},
		{"Moh. Iqbal", keys{"camat-ketapang"}, keys{"staf-iqbal"}, keys{"camat-rajabasa"}},
		{"pak haji Abdurrahman Saleh", keys{"camat-rajabasa"}, nil, keys{"camat-ketapang"}},
		{"mbah Yanto", nil, keys{"lurah-kalianda"}, keys{"camat-kalianda"}},
		{"lurah Yanto", nil, keys{"lurah-kalianda"}, keys{"camat-kalianda"}},
		{"H. Wirya Adi Kusuma", keys{"bupati"}, nil, nil},
		{"Camat Kalianda Joko Susilo", nil, keys{"camat-kalianda"}, keys{"camat-ketapang"}}, // replaced or mistaken
		{"kades Nurdin", keys{"desa-sidoarjo"}, nil, keys{"desa-sidorejo"}},
		{"guru SMP 2", keys{"guru-budi", "guru-sri"}, nil, keys{"guru-sri-3"}},
		{"pak lurah Caturtirta", keys{"desa-caturtirta"}, nil, keys{"lurah-kalianda"}},
		{"mantan kades Sidorejo", nil, keys{"desa-sidorejo"}, keys{"sekdes-sidorejo"}},
		{"eks camat Kalianda", nil, keys{"camat-kalianda"}, nil},
		{"kades", nil, nil, keys{"desa-kota"}},
		{"pak Paidi", nil, nil, keys{"desa-sidorejo"}},
		{"orang berkaos biru", nil, nil, keys{"bupati", "guru-budi"}},
		{"pak", nil, nil, nil},
		{"", nil, nil, nil},
		{"Camat Bakauheni", nil, nil, keys{"camat-kalianda", "camat-katibung"}},
		{"SURYANTO", nil, keys{"lurah-kalianda"}, nil},
	}
	d := region()
	for _, tt := range tests {
		level := map[string]Level{}
		for _, h := range d.Find(tt.wrote, 50) {
			level[h.Key] = h.Level
			if len(h.Reasons) == 0 {
				t.Errorf("%q: %s has no reason", tt.wrote, h.Key)
			}
		}
		for k, l := range level {
			if l == Strong && !slices.Contains(tt.strong, k) {
				t.Errorf("%q: %s is strong", tt.wrote, k)
			}
		}
		for _, k := range tt.strong {
			if level[k] != Strong {
				t.Errorf("%q: %s is %q, want strong", tt.wrote, k, level[k])
			}
		}
		for _, k := range tt.possible {
			if level[k] != Possible {
				t.Errorf("%q: %s is %q, want possible", tt.wrote, k, level[k])
			}
		}
		for _, k := range tt.never {
			if level[k] != "" {
				t.Errorf("%q: %s is %q, want it left out", tt.wrote, k, level[k])
			}
		}
	}
}

func TestOrderReasonsAndAmbiguity(t *testing.T) {
	d := region()
	hits := d.Find("kades Sidoharjo", 10)
	if len(hits) < 3 || !Ambiguous(hits) {
		t.Errorf("two villages of one name: %d hits, ambiguous %v", len(hits), Ambiguous(hits))
	}
	if hits[0].Key != "desa-sidoharjo-ja" {
		t.Errorf("equal scores must keep the order of the keys, got %s", hits[0].Key)
	}
	one := d.Find("camat kalianda", 10)
	if Ambiguous(one) {
		t.Errorf("one camat of Kalianda: %+v", one)
	}
	kinds := func(h Hit) (k []string) {
		for _, r := range h.Reasons {
			k = append(k, r.Kind)
		}
		return k
	}
	if got, want := kinds(one[0]), []string{ReasonOffice, ReasonPlace}; !slices.Equal(got, want) {
		t.Errorf("reasons %v, want %v", got, want)
	}
	if got, want := kinds(d.Find("Camat Kalianda Joko Susilo", 1)[0]), []string{ReasonOffice, ReasonPlace, ReasonNameDiffers}; !slices.Equal(got, want) {
		t.Errorf("reasons %v, want %v", got, want)
	}
	if got := len(d.Find("kades Sidoharjo", 1)); got != 1 {
		t.Errorf("limit gave %d", got)
	}
}

// Whatever a citizen writes, the answer stays in bounds.
func FuzzFind(f *testing.F) {
	f.Add("pak camat Kalianda")
	f.Add("H. ' \x00 guru SMP 2")
	d := region()
	f.Fuzz(func(t *testing.T, text string) {
		for _, h := range d.Find(text, 5) {
			if h.Score < PossibleFrom || h.Score > 1 || math.IsNaN(h.Score) || len(h.Reasons) == 0 {
				t.Errorf("%q: %+v", text, h)
			}
		}
	})
}

func BenchmarkFindAmongTenThousand(b *testing.B) {
	small := region()
	var many []Candidate
	for len(many) < 10_000 {
		for _, e := range small.entries {
			many = append(many, e.Candidate)
		}
	}
	d := NewDirectory(many)
	for b.Loop() {
		d.Find("bu Sri Mulyani guru SMP 2 Kalianda", 10)
	}
}
