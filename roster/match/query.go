package match

import (
	"slices"
	"strings"
	"unicode"
)

// query is what a citizen's words seem to say.
type query struct {
	office string   // "camat", "" when none was named
	phrase string   // the words it was named with: "lurah"
	former bool     // "mantan kades": whoever holds the post now is likely somebody else
	before []string // words before the office
	after  []string // words after it; all words when there is no office
}

// maxWords bounds the work on one text; who somebody is takes fewer.
const maxWords = 10

// honorific reports whether a word only shows respect.
func honorific(w string) bool {
	switch w {
	case "pak", "bu", "bapak", "ibu", "bpk", "ibuk", "buk", "haji", "hajah", "hajjah", "h", "hj", "bang", "abang", "mbah",
		"mas", "mbak", "kang", "teh", "om", "tante", "kak", "kakak", "ustad", "ustadz", "ust", "yth", "sdr", "sdri",
		"saudara", "saudari", "tuan", "nyonya", "si", "sang", "atu", "kiyai", "kyai", "uda", "uni", "bli", "opung", "ompung":
		return true
	}
	return false
}

// filler reports whether a word says where or how and names nothing itself.
func filler(w string) bool {
	switch w {
	case "di", "dari", "yang", "itu", "ini", "nya", "oknum", "desa", "kecamatan", "kec", "kelurahan", "kel", "kabupaten", "kab",
		"kota", "distrik", "plt", "plh", "pj", "pjs", "pelaksana", "tugas", "penjabat", "mantan", "bekas", "eks", "anggota", "aktif", "namanya", "bernama":
		return true
	}
	return false
}

// officePhrases are the words people use for an office, in no order that matters: whole words are
// compared, and no phrase begins with another.
func officePhrases() [][2]string {
	return [][2]string{
		{"mantri pamong praja", "camat"},
		{"kepala dinas", "kepala-opd"},
		{"kepala badan", "kepala-opd"},
		{"kepala satpol", "kepala-opd"},
		{"kepala bagian", "kepala-bagian"},
		{"kepala biro", "kepala-bagian"},
		{"kepala desa", "kepala-desa"},
		{"kepala kampung", "kepala-desa"},
		{"kepala pekon", "kepala-desa"},
		{"kepalo tiyuh", "kepala-desa"},
		{"kepala lembang", "kepala-desa"},
		{"wali nagari", "kepala-desa"},
		{"datok penghulu", "kepala-desa"},
		{"hukum tua", "kepala-desa"},
		{"kepala distrik", "camat"},
		{"sekretaris daerah", "sekda"},
		{"sekretaris camat", "sekcam"},
		{"sekretaris kecamatan", "sekcam"},
		{"sekretaris desa", "sekretaris-desa"},
		{"wakil bupati", "wakil-kepala-daerah"},
		{"wakil gubernur", "wakil-kepala-daerah"},
		{"wakil walikota", "wakil-kepala-daerah"},
		{"wakil wali kota", "wakil-kepala-daerah"},
		{"wali kota", "kepala-daerah"},
		{"staf ahli", "staf-ahli"},
		{"kepala sekolah", "kepala-sekolah"},
		{"kepala puskesmas", "kepala-puskesmas"},
		{"kepala dusun", "kepala-dusun"},
		{"camat", "camat"},
		{"panewu", "camat"},
		{"lurah", "lurah"},
		{"kades", "kepala-desa"},
		{"pangulu", "kepala-desa"},
		{"keuchik", "kepala-desa"},
		{"geuchik", "kepala-desa"},
		{"peratin", "kepala-desa"},
		{"perbekel", "kepala-desa"},
		{"sangadi", "kepala-desa"},
		{"petinggi", "kepala-desa"},
		{"penghulu", "kepala-desa"},
		{"pengulu", "kepala-desa"},
		{"kapitalaung", "kepala-desa"},
		{"kakam", "kepala-desa"},
		{"reje", "kepala-desa"},
		{"kuwu", "kepala-desa"},
		{"sekda", "sekda"},
		{"sekdakab", "sekda"},
		{"sekcam", "sekcam"},
		{"sekdes", "sekretaris-desa"},
		{"carik", "sekretaris-desa"},
		{"bupati", "kepala-daerah"},
		{"gubernur", "kepala-daerah"},
		{"walikota", "kepala-daerah"},
		{"wabup", "wakil-kepala-daerah"},
		{"wagub", "wakil-kepala-daerah"},
		{"wawali", "wakil-kepala-daerah"},
		{"kadis", "kepala-opd"},
		{"kaban", "kepala-opd"},
		{"kabag", "kepala-bagian"},
		{"asisten", "asisten"},
		{"inspektur", "kepala-opd"},
		{"sekwan", "kepala-opd"},
		{"kasatpol", "kepala-opd"},
		{"kepsek", "kepala-sekolah"},
		{"kapus", "kepala-puskesmas"},
		{"kadus", "kepala-dusun"},
		{"guru", "guru"},
		{"bidan", "bidan"},
		{"perawat", "perawat"},
		{"dokter", "dokter"},
	}
}

// aliases spells out the short names of agencies and schools.
func alias(w string) []string {
	switch w {
	case "disdik", "diknas", "disdikbud":
		return []string{"dinas", "pendidikan"}
	case "dinkes":
		return []string{"dinas", "kesehatan"}
	case "dinsos":
		return []string{"dinas", "sosial"}
	case "dishub":
		return []string{"dinas", "perhubungan"}
	case "dukcapil", "disdukcapil":
		return []string{"dinas", "kependudukan"}
	case "pmd", "dpmd":
		return []string{"dinas", "pemberdayaan", "masyarakat", "desa"}
	case "pupr", "pu":
		return []string{"dinas", "pekerjaan", "umum"}
	case "bkpsdm", "bkd", "bkpp":
		return []string{"kepegawaian"}
	case "smpn":
		return []string{"smp", "negeri"}
	case "sdn":
		return []string{"sd", "negeri"}
	case "sman":
		return []string{"sma", "negeri"}
	case "smkn":
		return []string{"smk", "negeri"}
	}
	return nil
}

// wordsOf cuts a text into lower-case words of letters and digits.
func wordsOf(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '\''
	})
}

// parse reads a citizen's words.
func parse(text string) query {
	all := wordsOf(text)
	all = all[:min(len(all), 2*maxWords)]
	former := slices.ContainsFunc(all, func(w string) bool { return w == "mantan" || w == "bekas" || w == "eks" })
	office, at, width := findOffice(all)
	if office == "" {
		return query{after: content(all), former: former}
	}
	return query{
		office: office, phrase: strings.Join(all[at:at+width], " "), former: former,
		before: content(all[:at]), after: content(all[at+width:]),
	}
}

// findOffice returns the first office named, where, and how many words it takes.
func findOffice(all []string) (string, int, int) {
	for at := range all {
		for _, p := range officePhrases() {
			phrase := strings.Fields(p[0])
			if at+len(phrase) <= len(all) && slices.Equal(all[at:at+len(phrase)], phrase) {
				return p[1], at, len(phrase)
			}
		}
	}
	return "", 0, 0
}

// named is content for what a candidate is called: a village may well be called "Kota".
func named(text string) []string {
	all := wordsOf(text)
	kept := content(all)
	if len(kept) == 0 {
		return all
	}
	return kept
}

// content drops honorifics and fillers and spells out short names.
func content(all []string) []string {
	var kept []string
	for _, w := range all {
		if honorific(w) || filler(w) {
			continue
		}
		if long := alias(w); long != nil {
			kept = append(kept, long...)
			continue
		}
		kept = append(kept, w)
	}
	return kept[:min(len(kept), maxWords)]
}
