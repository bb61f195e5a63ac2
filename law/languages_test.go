package law

import (
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Everything the pack says in words it says twice: a field in English has one in Indonesian
// beside it, of the same type. The loader (walk.go) then wants both filled.
func TestEveryEnglishFieldHasAnIndonesianOne(t *testing.T) {
	seen := map[reflect.Type]bool{}
	var visit func(reflect.Type)
	visit = func(typ reflect.Type) {
		for typ.Kind() == reflect.Slice || typ.Kind() == reflect.Pointer || typ.Kind() == reflect.Array || typ.Kind() == reflect.Map {
			typ = typ.Elem()
		}
		if typ.Kind() != reflect.Struct || seen[typ] {
			return
		}
		seen[typ] = true
		for f := range typ.Fields() {
			visit(f.Type)
			stem, ok := strings.CutSuffix(f.Name, "EN")
			if !ok {
				continue
			}
			twin, ok := typ.FieldByName(stem + "ID")
			if !ok || twin.Type != f.Type || strings.Contains(f.Tag.Get("yaml"), "omitempty") != strings.Contains(twin.Tag.Get("yaml"), "omitempty") {
				t.Errorf("%s.%s has no %sID of its kind beside it", typ, f.Name, stem)
			}
		}
	}
	visit(reflect.TypeFor[content]())
	if len(seen) < 30 {
		t.Errorf("visited %d types only", len(seen))
	}
}

// A translation may choose other words, but never another number, article, letter or month.
func TestBothLanguagesNameTheSameNumbersAndArticles(t *testing.T) {
	p := mustDefault(t)
	pairs := 0
	var visit func(v reflect.Value, at string)
	visit = func(v reflect.Value, at string) {
		kind := v.Kind()
		switch {
		case kind == reflect.Pointer && !v.IsNil():
			visit(v.Elem(), at)
		case kind == reflect.Slice:
			for i := range v.Len() {
				visit(v.Index(i), at+"/"+nameIn(v.Index(i), i))
			}
		case kind == reflect.Struct:
			for f := range v.Type().Fields() {
				visit(v.FieldByIndex(f.Index), at+"."+f.Name)
				stem, ok := strings.CutSuffix(f.Name, "EN")
				if !ok || v.FieldByName(stem+"ID").Len() == 0 {
					continue
				}
				pairs++
				id, en := wordsOf(v.FieldByName(stem+"ID")), wordsOf(v.FieldByIndex(f.Index))
				if diff := cmp.Diff(facts(id, indonesian), facts(en, english)); diff != "" {
					t.Errorf("%s.%s:\n%s\n%s\n%s", at, stem, id, en, diff)
				}
			}
		}
	}
	visit(reflect.ValueOf(p.files), "")
	if pairs < 1200 {
		t.Errorf("compared %d pairs only", pairs)
	}
}

// The measure itself: what it must see as different, and as the same.
func TestFactsOfASentence(t *testing.T) {
	same := [][2]string{
		{"Sebelas hari kerja, Rp1.200.000, 37,5 persen, pukul 07.30", "Eleven working days, Rp1,200,000, 37.5 percent, 07:30"},
		{"dua puluh satu hari sejak 24 Agustus 2024", "twenty-one days from 24 Aug 2024"},
		{"Pasal 5 huruf n angka 1-7", "Pasal 5 huruf n (angka 1-7)"},
	}
	for _, tc := range same {
		if diff := cmp.Diff(facts(tc[0], indonesian), facts(tc[1], english)); diff != "" {
			t.Errorf("%q: %s", tc, diff)
		}
	}
	for _, tc := range [][2]string{
		{"tiga hari kerja", "four working days"},
		{"Pasal 5 huruf n", "Pasal 5 huruf m"},
		{"Pasal 71 ayat (1)", "Pasal 71"},
		{"24 Agustus", "24 September"},
		{"sampai satu bulan sesudah Mei", "up to a month after June"},
		{"7 hari", "7 days, at most 14"},
	} {
		if cmp.Equal(facts(tc[0], indonesian), facts(tc[1], english)) {
			t.Errorf("%q say the same", tc)
		}
	}
}

// tongue is what a language writes numbers and months with.
type tongue struct {
	units, tens     map[string]int
	teen            string // "belas" after its unit
	months          []string
	thousand, point string
}

var (
	indonesian = tongue{
		units: map[string]int{"dua": 2, "tiga": 3, "empat": 4, "lima": 5, "enam": 6, "tujuh": 7, "delapan": 8, "sembilan": 9, "sepuluh": 10, "sebelas": 11},
		teen:  "belas", thousand: ".", point: ",",
		months: []string{"januari", "februari", "maret", "april", "mei", "juni", "juli", "agustus", "september", "oktober", "november", "desember"},
	}
	english = tongue{
		units: map[string]int{
			"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
			"thirteen": 13, "fourteen": 14, "fifteen": 15,
		},
		tens:     map[string]int{"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60},
		thousand: ",", point: ".",
		months: []string{"january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"},
	}
	wordRE    = regexp.MustCompile(`\d+(?:[.,:]\d+)*|\p{L}+`)
	articleRE = regexp.MustCompile(`(?i)\b(?:pasal \d+[a-z]?|ayat \(\d+\)|huruf [a-z]\b|angka \d+)`)
)

// facts are the numbers, articles and months a sentence names, each once and sorted. One is left
// out as a word, being an article too; the month of May as well, being a verb in English.
func facts(s string, l tongue) []string {
	set := map[string]bool{}
	all := wordRE.FindAllString(strings.ToLower(s), -1)
	for i := 0; i < len(all); i++ {
		w := all[i]
		if w[0] >= '0' && w[0] <= '9' {
			for _, part := range digits(w, l) {
				set[part] = true
			}
			continue
		}
		n, used := spelt(append(all[i:len(all):len(all)], "", ""), l)
		if used > 0 {
			set[strconv.Itoa(n)] = true
			i += used - 1
			continue
		}
		m := slices.IndexFunc(l.months, func(m string) bool { return w == m || len(w) == 3 && strings.HasPrefix(m, w) })
		if m >= 0 && w != "may" && w != "mei" {
			set["month "+strconv.Itoa(m+1)] = true
		}
	}
	for _, a := range articleRE.FindAllString(s, -1) {
		set[strings.ToLower(a)] = true
	}
	return slices.Sorted(maps.Keys(set))
}

// spelt reads a number written in words, and how many words it takes: "dua puluh satu".
func spelt(w []string, l tongue) (n, used int) {
	unit, isUnit := l.units[w[0]]
	tens, isTens := l.tens[w[0]]
	used = 1
	switch {
	case isUnit && l.teen != "" && w[1] == l.teen:
		return unit + 10, 2
	case isUnit && w[1] == "puluh":
		tens, used = unit*10, 2
	case isTens:
	case isUnit:
		return unit, 1
	default:
		return 0, 0
	}
	if w[used] == "satu" || w[used] == "one" {
		return tens + 1, used + 1
	}
	if unit = l.units[w[used]]; unit > 0 && unit < 10 {
		return tens + unit, used + 1
	}
	return tens, used
}

// digits reads one written number: with thousands it is one, with a decimal point too, and a
// time or a document's number is its parts.
func digits(w string, l tongue) []string {
	groups := strings.Split(w, l.thousand)
	if len(groups) > 1 && len(groups[0]) <= 3 && !slices.ContainsFunc(groups[1:], func(g string) bool { return len(g) != 3 }) {
		return []string{strings.Join(groups, "")}
	}
	if whole, part, ok := strings.Cut(w, l.point); ok && !strings.ContainsAny(part, ".,:") && len(part) == 1 {
		return []string{whole + "." + part}
	}
	return strings.FieldsFunc(w, func(r rune) bool { return r == '.' || r == ',' || r == ':' })
}

func wordsOf(v reflect.Value) string {
	if v.Kind() == reflect.Slice {
		var all []string
		for i := range v.Len() {
			all = append(all, v.Index(i).String())
		}
		return strings.Join(all, "; ")
	}
	return v.String()
}

// nameIn is how a test's message calls an element of a list.
func nameIn(v reflect.Value, i int) string {
	for _, field := range []string{"ID", "Code", "Ref", "Field"} {
		if v.Kind() == reflect.Struct && v.FieldByName(field).IsValid() {
			return v.FieldByName(field).String()
		}
	}
	return strconv.Itoa(i)
}
