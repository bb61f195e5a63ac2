package match

import (
	"strings"
	"unicode/utf8"
)

// JaroWinkler measures how alike two texts are, 0 to 1, runes compared as they are. The prefix
// counts only above a Jaro similarity of 0.7, as in Winkler's own program: otherwise two names
// that merely begin alike would seem close.
func JaroWinkler(a, b string) float64 {
	ra, rb := []rune(a), []rune(b)
	sim := jaro(ra, rb)
	if sim <= 0.7 {
		return sim
	}
	prefix := 0
	for prefix < min(len(ra), len(rb), 4) && ra[prefix] == rb[prefix] {
		prefix++
	}
	return sim + float64(prefix)*0.1*(1-sim)
}

func jaro(a, b []rune) float64 {
	if len(a) == 0 || len(b) == 0 {
		if len(a) == len(b) {
			return 1
		}
		return 0
	}
	reach := max(max(len(a), len(b))/2-1, 0)
	usedA, usedB := make([]bool, len(a)), make([]bool, len(b))
	matches := 0
	for i := range a {
		for j := max(0, i-reach); j < min(len(b), i+reach+1); j++ {
			if !usedB[j] && a[i] == b[j] {
				usedA[i], usedB[j] = true, true
				matches++
				break
			}
		}
	}
	if matches == 0 {
		return 0
	}
	swapped, j := 0, 0
	for i := range a {
		if !usedA[i] {
			continue
		}
		for !usedB[j] {
			j++
		}
		if a[i] != b[j] {
			swapped++
		}
		j++
	}
	m := float64(matches)
	return (m/float64(len(a)) + m/float64(len(b)) + (m-float64(swapped/2))/m) / 3
}

// Trigram measures the share of common three-letter pieces, 0 to 1, with the ends padded as
// pg_trgm does. It punishes what Jaro-Winkler forgives: a different end behind a common start.
func Trigram(a, b string) float64 {
	pa, pb := pieces(a), pieces(b)
	common := 0
	for p := range pa {
		if pb[p] {
			common++
		}
	}
	all := len(pa) + len(pb) - common
	if all == 0 {
		return 0
	}
	return float64(common) / float64(all)
}

func pieces(s string) map[string]bool {
	if s == "" {
		return nil
	}
	r := []rune("  " + s + " ")
	set := make(map[string]bool, len(r))
	for i := 0; i+3 <= len(r); i++ {
		set[string(r[i:i+3])] = true
	}
	return set
}

// sound writes a word as it is heard, so that spellings of one name meet: the old spelling
// (oe, dj, tj, sj), q for k, v and p for f, doubled letters, h left out between or behind.
func sound(word string) string {
	switch word {
	case "muh", "moh", "mhd", "mohd", "muhamad", "mohamad", "mohammad", "muhamat", "mochamad", "mochammad", "moch", "much":
		return "muhamad"
	}
	s := old.Replace(word)
	var b strings.Builder
	var last rune
	for i, r := range s {
		if r == last || r == 'h' && i > 0 {
			continue
		}
		b.WriteRune(r)
		last = r
	}
	if word == "muhammad" {
		return "muhamad"
	}
	return b.String()
}

// old is read-only: a Replacer is safe for concurrent use.
var old = strings.NewReplacer("oe", "u", "dj", "j", "tj", "c", "sj", "sy", "nj", "ny", "ch", "k", "q", "k", "v", "f", "x", "ks", "th", "t", "dh", "d")

// Two words of a person's name count as one from here on.
const (
	sameSound    = 0.95
	likeWord     = 0.88
	likeTrigrams = 0.25
	nickname     = 0.8
)

// wordSimilarity compares one word a citizen wrote with one word of a name: 1 same, sameSound,
// less for a likely misspelling, nickname for a part ("Yanto" of "Suryanto"), else 0.
func wordSimilarity(wrote, name string) float64 {
	if wrote == name {
		return 1
	}
	if digits(wrote) || digits(name) {
		return 0
	}
	if sound(wrote) == sound(name) {
		return sameSound
	}
	n := utf8.RuneCountInString(wrote)
	if n >= 4 {
		if jw := JaroWinkler(wrote, name); jw >= likeWord && Trigram(wrote, name) >= likeTrigrams {
			return jw * 0.95
		}
	}
	// An initial is as weak as it looks; a part of three letters or more is how people are called.
	if n >= 3 && (strings.HasPrefix(name, wrote) || strings.HasSuffix(name, wrote)) {
		return nickname
	}
	return 0
}

func digits(s string) bool { return s != "" && s[0] >= '0' && s[0] <= '9' }
