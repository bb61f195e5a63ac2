package search

import (
	"slices"
	"strings"
)

// minStem is the shortest root: "aku", "ikut" without its end would be another word.
const minStem = 3

// Stems returns the roots a word may have, the word itself first. Indonesian prefixes swallow
// the first letter of the root (memakai is from pakai, but memasang from pasang and memuat from
// muat), so a stemmer needs a dictionary to choose. We do not choose: two words are kin when they
// share a root, and a root that does not exist is shared by nobody.
//
// The affixes and their order are those of Nazief and Adriani: particle, possessive, suffix, then
// up to two prefixes, without the pairs that never stand together.
func Stems(word string) []string {
	out := []string{word}
	add := func(s string) {
		if len(s) < minStem || !strings.ContainsAny(s, "aiueo") {
			return
		}
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	base := inflected(word)
	add(base)
	for _, suffix := range []string{"", "kan", "an", "i"} {
		root, ok := strings.CutSuffix(base, suffix)
		if !ok || len(root) < minStem {
			continue
		}
		add(root)
		for _, once := range prefixed(root, suffix) {
			add(once)
			for _, twice := range prefixed(once, suffix) {
				add(twice)
			}
		}
	}
	return out
}

// inflected takes particle and possessive away: "dilaporkannyalah" is "dilaporkan". Shorter words
// keep them: "salah" is no "sa".
func inflected(word string) string {
	const keep = 5
	for _, ends := range [][]string{{"lah", "kah", "tah", "pun"}, {"nya", "ku", "mu"}} {
		for _, end := range ends {
			if cut, ok := strings.CutSuffix(word, end); ok && len(cut) >= keep {
				word = cut
				break
			}
		}
	}
	return word
}

// prefix is one prefix: what it may stand before, what the root may have lost, and the suffixes
// it never stands with.
type prefix struct {
	text   string
	before string   // letters the rest begins with; "": any
	lost   []string // letters put back before the rest; "" is the rest itself
	never  string   // suffixes, between spaces
}

const vowels = "aiueo"

// prefixes are read-only, longest first where one begins another.
var prefixes = []prefix{
	{"meny", vowels, []string{"s"}, " an "},
	{"meng", vowels + "ghkq", []string{"", "k"}, " an "},
	{"mem", "bfvp", []string{""}, " an "},
	{"mem", vowels, []string{"p", "m"}, " an "},
	{"men", "cdjzst", []string{""}, " an "},
	{"men", vowels, []string{"t", "n"}, " an "},
	{"me", "lrwymn", []string{""}, " an "},
	{"peny", vowels, []string{"s"}, ""},
	{"peng", vowels + "ghkq", []string{"", "k"}, ""},
	{"pem", "bfvp", []string{""}, ""},
	{"pem", vowels, []string{"p", "m"}, ""},
	{"pen", "cdjzst", []string{""}, ""},
	{"pen", vowels, []string{"t", "n"}, ""},
	{"per", "", []string{""}, ""},
	{"pel", "a", []string{""}, ""},
	{"pe", "lrwymnstkgdbc", []string{""}, ""},
	{"ber", "", []string{""}, " i "},
	{"bel", "a", []string{""}, " i "},
	{"be", "k", []string{""}, " i "},
	{"ter", "", []string{""}, " an "},
	{"di", "", []string{""}, " an "},
	{"ke", "", []string{""}, " i kan "},
	{"se", "", []string{""}, " i kan "},
}

// prefixed returns what a word may be without one prefix.
func prefixed(word, suffix string) []string {
	var out []string
	for _, p := range prefixes {
		rest, ok := strings.CutPrefix(word, p.text)
		if !ok || len(rest) < minStem-1 || suffix != "" && strings.Contains(p.never, " "+suffix+" ") {
			continue
		}
		if p.before != "" && !strings.Contains(p.before, rest[:1]) {
			continue
		}
		for _, lost := range p.lost {
			if lost == "k" && !strings.Contains(vowels, rest[:1]) {
				continue // only a vowel shows that a letter was swallowed
			}
			out = append(out, lost+rest)
		}
	}
	return out
}
