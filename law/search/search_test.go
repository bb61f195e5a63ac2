package search_test

import (
	"slices"
	"testing"

	"rambu.id/law/search"
)

func TestStemsHoldTheRoot(t *testing.T) {
	t.Parallel()
	for word, root := range map[string]string{
		"memakai": "pakai", "pemakaian": "pakai", "dipakai": "pakai", "memilih": "pilih", "pemilihan": "pilih", "pemilih": "pilih", "terpilih": "pilih",
		"menyalahgunakan": "salahguna", "penyalahgunaan": "salahguna", "mengerahkan": "kerah", "pengerahan": "kerah", "melaporkan": "lapor",
		"dilaporkannya": "lapor", "pelapor": "lapor", "laporan": "lapor", "menetapkan": "tetap", "penetapan": "tetap", "mengganti": "ganti",
		"penggantian": "ganti", "berkampanye": "kampanye", "kampanyelah": "kampanye", "keberpihakan": "pihak", "memihak": "pihak",
		"pelanggaran": "langgar", "melanggar": "langgar", "kewenangan": "wenang", "berwenang": "wenang", "mendengarkan": "dengar", "belajar": "ajar",
		"pelajaran": "ajar", "pemberhentian": "henti", "diberhentikan": "henti", "menyuarakan": "suara", "suaranya": "suara", "ikut": "ikut",
		"mengikuti": "ikut", "keikutsertaan": "ikutserta", "perbuatan": "buat", "pegawai": "pegawai", "netralitas": "netralitas", "bekerja": "kerja",
		"menjatuhkan": "jatuh", "penjatuhan": "jatuh", "membagikan": "bagi", "mengunggah": "unggah", "memeriksa": "periksa", "pemeriksaan": "periksa",
	} {
		if got := search.Stems(word); !slices.Contains(got, root) {
			t.Errorf("Stems(%s) = %v, without %s", word, got, root)
		}
	}
}

// Words that only look alike have no root in common.
func TestStemsKeepApart(t *testing.T) {
	t.Parallel()
	for _, pair := range [][2]string{{"menteri", "menterjemahkan"}, {"desa", "disiplin"}, {"salah", "sanksi"}, {"bupati", "bukti"}, {"kepala", "lapor"}, {"asn", "asin"}} {
		for _, root := range search.Stems(pair[0]) {
			if slices.Contains(search.Stems(pair[1]), root) {
				t.Errorf("%v share the root %s", pair, root)
			}
		}
	}
}

func library() *search.Index {
	return search.New([]search.Entry{
		{"pp94", "PP 94/2021", "Disiplin Pegawai Negeri Sipil"},
		{"pp94-5", "PP 94/2021 Pasal 5 huruf n angka 4", "Dilarang memakai fasilitas negara dalam kampanye"},
		{"pp53", "PP 53/2010", "Disiplin PNS, sudah dicabut"},
		{"uu6-29", "UU 6/2014 Pasal 29 huruf j", "Kepala desa dilarang ikut serta dalam kampanye pemilihan"},
		{"uu1-134", "UU 1/2015 Pasal 134", "Laporan disampaikan paling lama tujuh hari sejak diketahui"},
		{"skb", "SKB Netralitas ASN 2022", "Keputusan bersama lima lembaga"},
		{"sosmed", "Mengunggah, berkomentar, membagikan, menyukai, atau ikut grup", "media sosial"},
	})
}

func TestFind(t *testing.T) {
	t.Parallel()
	x := library()
	for _, tc := range []struct {
		asked, first string
		exact        bool
	}{
		{"PP 94", "pp94", true},
		{"pp 94/2021 pasal 5", "pp94-5", true},
		{"pemakaian fasilitas negara", "pp94-5", true}, // other affixes
		{"fasilitas negra", "pp94-5", true},            // a letter lost
		{"netralitaz", "skb", true},
		{"disipln pegawai", "pp94", true},
		{"melaporkan", "uu1-134", true},
		{"kades kampanye", "uu6-29", true}, // everyday word
		{"medsos", "sosmed", true},
		{"FASILITAS", "pp94-5", true},
		{"disip", "pp94", true},                  // not finished typing
		{"fasilitas antariksa", "pp94-5", false}, // nearest, and says so
		{"keputusan bersama", "skb", true},
	} {
		hits := x.Find(tc.asked, 5)
		if len(hits) == 0 || hits[0].Key != tc.first || hits[0].Exact != tc.exact {
			t.Errorf("Find(%q) = %v, want %s first, exact %t", tc.asked, hits, tc.first, tc.exact)
		}
	}
}

// Few that fit are followed by what is near, marked as such.
func TestFewHitsAreFollowedByNearOnes(t *testing.T) {
	t.Parallel()
	hits := library().Find("pegawai disiplin", 5)
	if len(hits) < 2 || !hits[0].Exact || hits[0].Key != "pp94" || hits[1].Exact || hits[1].Key != "pp53" {
		t.Errorf("got %v, want pp94, then pp53 as near", hits)
	}
}

func TestFindFindsNothing(t *testing.T) {
	t.Parallel()
	x := library()
	for _, asked := range []string{"", "   ", "?!", "antariksa", "49", "yang dan", "9421"} {
		if hits := x.Find(asked, 5); len(hits) > 0 {
			t.Errorf("Find(%q) = %v", asked, hits)
		}
	}
	if hits := x.Find("pp", 1); len(hits) != 1 {
		t.Errorf("a limit of one gives %v", hits)
	}
}

// Whatever is typed: no panic, no more than asked for, and every key is one of ours.
func FuzzFind(f *testing.F) {
	x := library()
	for _, seed := range []string{"pasal 5", "ké", "\xff\x00", "aaaaaaaaaaaaaaaaaaaaaaaa", "meng", "pe per peng"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, asked string) {
		for _, h := range x.Find(asked, 3) {
			if h.Key == "" || h.Score <= 0 {
				t.Errorf("Find(%q) gives %+v", asked, h)
			}
		}
		if n := len(x.Find(asked, 3)); n > 3 {
			t.Errorf("Find(%q) gives %d", asked, n)
		}
	})
}
