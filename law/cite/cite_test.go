package cite

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rambu.id"
	"rambu.id/internal/words"
	"rambu.id/law"
)

func check(t testing.TB, c *Checker, text string, on rambu.Date) []Finding {
	t.Helper()
	found, err := c.Check(text, on)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// One law, one article, three days: the day of the text decides.
func TestStatusFollowsTheDay(t *testing.T) {
	t.Parallel()
	c := mustChecker(t)
	for _, tc := range []struct {
		text string
		on   rambu.Date
		want Status
	}{
		{"UU Nomor 5 Tahun 2014", "2014-01-14", NotYet},
		{"UU Nomor 5 Tahun 2014", "2014-01-15", OK},
		{"UU Nomor 5 Tahun 2014", "2023-10-30", OK},
		{"UU Nomor 5 Tahun 2014", "2023-10-31", Revoked},
		{"UU Nomor 20 Tahun 2023", "2023-10-30", NotYet},
		{"UU Nomor 20 Tahun 2023", "2023-10-31", OK},
		{"PP 53/2010", "2021-08-30", OK},
		{"PP 53/2010", "2021-08-31", Revoked},
		{"Permendagri 54/2009", "2023-01-01", Revoked}, // the day is not known: from the year of the new one
		{"Perpres 116/2022", "2021-12-31", NotYet},     // likewise
	} {
		found := check(t, c, tc.text, tc.on)
		if len(found) != 1 || found[0].Status != tc.want {
			t.Errorf("%s on %s: got %+v, want %s", tc.text, tc.on, found, tc.want)
		}
	}
}

// Of an item that no list names only the broader article is known, and the guard says so; a list that is
// known whole has no other items.
func TestAnItemOfAnArticle(t *testing.T) {
	t.Parallel()
	c := mustChecker(t)
	w, err := words.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		text string
		want Status
		conf law.Conf
		said string
	}{
		{"PP 94/2021 Pasal 5 huruf n angka 7", OK, law.Source, ""},
		{"PP 94/2021 Pasal 5 huruf n angka 9", UnknownArticle, law.Unsure, "Pasal 5 huruf n angka 9 PP 94/2021 tidak ada dalam daftar."},
		{"PP 94/2021 Pasal 14 huruf i angka 99", UnknownArticle, law.Unsure, "tidak ada dalam daftar"},
		{"PP 94/2021 Pasal 26 ayat (7)", OK, law.Unsure, "Daftar hanya memuat Pasal 26. Perlu dicek."},
	} {
		found := check(t, c, tc.text, "2024-10-07")
		if len(found) != 1 {
			t.Fatalf("%s: %+v", tc.text, found)
		}
		said := c.Say(w, words.ID, found[0])
		if found[0].Status != tc.want || found[0].Conf != tc.conf || !strings.Contains(said, tc.said) || tc.said == "" && said != "" {
			t.Errorf("%s: %s, %s, %q; want %s, %s, %q", tc.text, found[0].Status, found[0].Conf, said, tc.want, tc.conf, tc.said)
		}
	}
}

func TestCheckRefusesADayThatIsNone(t *testing.T) {
	t.Parallel()
	_, err := mustChecker(t).Check("UU 5/2014", "2024-02-30")
	if rambu.KindOf(err) != rambu.Invalid {
		t.Errorf("got %v, want an Invalid error", err)
	}
}

// What the guard suggests instead is a citation that holds: it comes back OK.
func TestSuggestionsHold(t *testing.T) {
	t.Parallel()
	c := mustChecker(t)
	for _, file := range []string{"latih.txt", "uji.txt", "uji2.txt"} {
		for _, s := range readCorpus(t, file) {
			for _, f := range check(t, c, s.text, s.on) {
				if f.Suggestion.Regulation == "" {
					continue
				}
				again := check(t, c, c.Short(f.Suggestion), s.on)
				if strings.HasPrefix(c.Short(f.Suggestion), "SKB Netralitas ASN") {
					continue // a short name of our own, not a citation people write
				}
				if len(again) != 1 || again[0].Status != OK {
					t.Errorf("%s: %q suggests %s, which is %+v", s.name, f.Text, c.Short(f.Suggestion), again)
				}
			}
		}
	}
}

// Every regulation of the register is found under its own short name, title and nicknames.
func TestEveryRegulationCanBeCited(t *testing.T) {
	t.Parallel()
	c := mustChecker(t)
	for _, r := range c.pack.Regulations() {
		for _, name := range r.Names {
			found := check(t, c, "menurut "+name+" itu", holdsOn(r))
			if len(found) != 1 || found[0].Regulation != r.ID || found[0].Status == UnknownRegulation {
				t.Errorf("%s is not found as %q: %+v", r.ID, name, found)
			}
		}
		if r.Kind == "SKB" || r.Kind == "SKB 3 Menteri" || r.Kind == "Peraturan Bersama" {
			continue // their short names are our own
		}
		found := check(t, c, "menurut "+r.Short+" itu", holdsOn(r))
		if len(found) != 1 || found[0].Regulation != r.ID {
			t.Errorf("%s is not found as %q: %+v", r.ID, r.Short, found)
		}
	}
}

// holdsOn is a day on which a regulation holds.
func holdsOn(r law.Regulation) rambu.Date {
	if r.From != "" {
		return r.From
	}
	return "2024-12-31"
}

func TestSanctionWords(t *testing.T) {
	t.Parallel()
	c := mustChecker(t)
	w, err := words.Load()
	if err != nil {
		t.Fatal(err)
	}
	text := "Mulai dari peringatan keras, pemberhentian sementara, hingga\npemberhentian permanen. Ia dipecat. Peringatan keras-keras tidak ada."
	var got []string
	for _, f := range check(t, c, text, "2024-11-22") {
		if f.Kind != SanctionWord || f.Status != OK || len(f.Formal) == 0 {
			t.Errorf("%+v", f)
		}
		got = append(got, f.Text+" = "+f.Normal)
	}
	want := []string{
		"peringatan keras = peringatan keras", "pemberhentian sementara = pemberhentian sementara",
		"pemberhentian permanen = pemberhentian secara permanen", "dipecat = pemberhentian secara permanen",
		"Peringatan keras = peringatan keras",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	said := c.Say(w, words.ID, check(t, c, "peringatan keras", "2024-11-22")[0])
	if !strings.Contains(said, "teguran tertulis; pernyataan tidak puas secara tertulis") || !strings.Contains(said, "DKPP") {
		t.Errorf("said %q", said)
	}
}

// What a person reads about each kind of fault, in both languages.
func TestSay(t *testing.T) {
	t.Parallel()
	c := mustChecker(t)
	w, err := words.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		text   string
		id, en string
	}{
		{"UU 20/2023 Pasal 10", "", ""},
		{"Pasal 188 UU 10/2016", "Daftar memuat Pasal 188 pada UU 1/2015, satu keluarga dengan UU 10/2016.", "The register has Pasal 188 under UU 1/2015, of one family with UU 10/2016."},
		{"Pasal 2 UU 20/2023", "Daftar hanya memuat Pasal 2 huruf f.", "The register has only Pasal 2 huruf f."},
		{"UU Nomor 5", "Tahun UU 5 belum ditulis. Daftar memuat UU 5/2014.", "UU 5 has no year here. The register has UU 5/2014."},
		{"UU 3/2025", "UU 3/2025 baru berlaku sejak 26 Maret 2025. Perlu dicek.", "UU 3/2025 is in force only from 26 March 2025. To be checked."},
		{"Pasal 71 ayat (5)", "Peraturan untuk Pasal 71 ayat (5) tidak disebut. Yang dapat dikutip: UU 10/2016 Pasal 71 ayat (5).", "The regulation of Pasal 71 ayat (5) is not named. To cite instead: UU 10/2016 Pasal 71 ayat (5)."},
		{"PP 99/1999", "PP 99/1999 tidak ada dalam daftar peraturan. Itu belum berarti salah; periksa naskah resminya.", "PP 99/1999 is not in the register. That does not make it wrong; check the official text."},
	} {
		f := check(t, c, tc.text, "2024-10-07")[0]
		if diff := cmp.Diff([]string{tc.id, tc.en}, []string{c.Say(w, words.ID, f), c.Say(w, words.EN, f)}); diff != "" {
			t.Errorf("%s: %s", tc.text, diff)
		}
	}
}

// The guard lives in the open: any bytes, no panic, spans that hold what they say, in order,
// without overlap, and one answer for one text.
func FuzzCheck(f *testing.F) {
	c := mustChecker(f)
	for _, file := range []string{"latih.txt", "uji.txt", "uji2.txt"} {
		for _, s := range readCorpus(f, file) {
			f.Add(s.text)
		}
	}
	for _, s := range []string{"", "Pasal", "UU", "UU Nomor", "PP 94/", "(UU)(UU)(UU", "Pasal 1 1 1", "pasal\x00 10", "\xff\xfe UU 5/2014", "Pasal 5 huruf", "SKB Nomor 2 Tahun 2022,", "UU No. 7 Tahun 2O17 tentang", "jo. jo. Pasal 1 jo.", "s/d Pasal 3 s.d"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		found := check(t, c, text, "2024-10-07")
		end := 0
		for _, x := range found {
			if x.Start < end || x.End <= x.Start || x.End > len(text) {
				t.Fatalf("span %d-%d after %d in %d bytes: %+v", x.Start, x.End, end, len(text), x)
			}
			if x.Text != text[x.Start:x.End] {
				t.Fatalf("text %q, span holds %q", x.Text, text[x.Start:x.End])
			}
			if x.Status == "" || x.Kind == "" || x.Conf == "" {
				t.Fatalf("half an answer: %+v", x)
			}
			end = x.End
		}
		if diff := cmp.Diff(found, check(t, c, text, "2024-10-07")); diff != "" {
			t.Fatal(diff)
		}
	})
}

// corpusText is the corpus, over and over: two megabytes.
func corpusText(b *testing.B) string {
	b.Helper()
	var one strings.Builder
	for _, file := range []string{"latih.txt", "uji.txt", "uji2.txt"} {
		for _, s := range readCorpus(b, file) {
			one.WriteString(s.text)
			one.WriteString("\n\n")
		}
	}
	return strings.Repeat(one.String(), 1+(2<<20)/one.Len())
}

func BenchmarkCheck(b *testing.B) {
	c := mustChecker(b)
	text := corpusText(b)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		_, err := c.Check(text, "2024-10-07")
		if err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkCheckHostile reads what is made to be slow: everybody may send a text.
func BenchmarkCheckHostile(b *testing.B) {
	c := mustChecker(b)
	for _, s := range []string{"Pasal 1 ", "UU Nomor 5 ", "SKB ", "Pasal 1 dalam ", "UU 1/2015, 2/2015, ", "UU 5/2014 tentang ", "1.1/"} {
		b.Run(strings.TrimSpace(s), func(b *testing.B) {
			text := strings.Repeat(s, (512<<10)/len(s))
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				_, err := c.Check(text, "2024-10-07")
				if err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
