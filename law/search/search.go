// Package search finds regulations, articles and acts by what people type: misspelt, shortened,
// or with other affixes than the law's. When nothing fits every word it gives the nearest and
// says that they are only near.
package search

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"

	"rambu.id/roster/match"
)

// Entry is one thing to be found. A word of the name weighs more than one of the text.
type Entry struct {
	Key  string // the caller's: comes back in the hit
	Name string
	Text string
}

// Hit is an entry found. Exact: every word of the question stands in it, spelling and affixes
// forgiven; otherwise it is only near.
type Hit struct {
	Key   string
	Score float64
	Exact bool
}

// Index is entries made ready for many questions. It is read-only.
type Index struct {
	entries []Entry
	words   map[string]map[int]float64 // word: entry: weight
	roots   map[string][]string        // root: words that may have it
}

// Weights of a word by where it stands, and of how it was met.
const (
	inName, inText = 2.0, 1.0

	sameWord    = 1.0
	sameRoot    = 0.8
	begins      = 0.6
	likeWord    = 0.5
	likeFrom    = 0.9  // Jaro-Winkler
	likePieces  = 0.35 // trigrams
	minLike     = 4    // letters; shorter words are spelt right or mean another
	enough      = 5    // hits that fit; behind fewer stand as many near ones
	maxQuestion = 24   // words; what is typed beyond them is left out
)

// New makes entries ready.
func New(entries []Entry) *Index {
	x := &Index{entries: entries, words: map[string]map[int]float64{}, roots: map[string][]string{}}
	for i, e := range entries {
		x.add(i, e.Text, inText)
		x.add(i, e.Name, inName)
	}
	for w := range x.words {
		for _, root := range Stems(w) {
			x.roots[root] = append(x.roots[root], w)
		}
	}
	return x
}

func (x *Index) add(i int, text string, weight float64) {
	for _, w := range Words(text) {
		if x.words[w] == nil {
			x.words[w] = map[int]float64{}
		}
		x.words[w][i] = max(x.words[w][i], weight)
	}
}

// Find returns the entries that fit a question, best first, at most limit; behind fewer than
// enough of them a few near ones. Equal scores keep the order of the entries.
func (x *Index) Find(question string, limit int) []Hit {
	asked := Words(expand(question))
	asked = asked[:min(len(asked), maxQuestion)]
	scores := make([]float64, len(x.entries))
	met := make([]int, len(x.entries))
	for _, w := range asked {
		for i, s := range x.meet(w) {
			scores[i] += s
			met[i]++
		}
	}
	var hits []Hit
	for i, s := range scores {
		if s > 0 {
			hits = append(hits, Hit{Key: x.entries[i].Key, Score: s, Exact: met[i] == len(asked)})
		}
	}
	slices.SortStableFunc(hits, func(a, b Hit) int {
		return cmp.Or(-compareBool(a.Exact, b.Exact), cmp.Compare(b.Score, a.Score))
	})
	if n := slices.IndexFunc(hits, func(h Hit) bool { return !h.Exact }); n > 0 {
		near := 0
		if n < enough {
			near = enough
		}
		hits = hits[:min(len(hits), n+near)]
	}
	return hits[:min(max(limit, 0), len(hits))]
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

// meet scores the entries one word of the question meets, each by its best way.
func (x *Index) meet(asked string) map[int]float64 {
	out := map[int]float64{}
	for w, how := range x.kin(asked) {
		// A word that stands everywhere says little.
		rare := 1 + math.Log(float64(len(x.entries))/float64(len(x.words[w])))
		for i, weight := range x.words[w] {
			out[i] = max(out[i], how*weight*rare)
		}
	}
	return out
}

// kin finds the words of the entries that one word of the question may mean.
func (x *Index) kin(asked string) map[string]float64 {
	out := map[string]float64{}
	note := func(w string, how float64) { out[w] = max(out[w], how) }
	if x.words[asked] != nil {
		note(asked, sameWord)
	}
	if number(asked) {
		return out // 94 is not 49
	}
	for _, root := range Stems(asked) {
		for _, w := range x.roots[root] {
			note(w, sameRoot)
		}
	}
	if len(out) > 0 || len(asked) < minLike {
		return out
	}
	for w := range x.words {
		switch {
		case number(w):
		case strings.HasPrefix(w, asked):
			note(w, begins)
		case like(asked, w):
			note(w, likeWord)
		}
	}
	return out
}

// like reports whether a word is a likely misspelling of another, affixes taken away where both
// have them: "netralitaz", "kapanye", "pelangaran".
func like(asked, w string) bool {
	return match.JaroWinkler(asked, w) >= likeFrom && match.Trigram(asked, w) >= likePieces
}

func number(w string) bool { return w[0] >= '0' && w[0] <= '9' }

// Words cuts a text into small words without the ones that say nothing.
func Words(text string) []string {
	var out []string
	for _, w := range strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if !silent[w] {
			out = append(out, w)
		}
	}
	return out
}

// silent is read-only: words that stand in every sentence, in both languages.
var silent = map[string]bool{
	"yang": true, "dan": true, "atau": true, "di": true, "ke": true, "dari": true, "untuk": true, "pada": true, "dengan": true, "oleh": true,
	"tentang": true, "atas": true, "apakah": true, "boleh": true, "bolehkah": true, "saya": true, "nomor": true, "no": true, "tahun": true,
	"the": true, "of": true, "and": true, "or": true, "to": true, "in": true, "on": true, "for": true, "by": true, "a": true, "an": true,
}

// short is read-only: what people write for what the law writes. Both stay in the question's
// reading, because the pack uses some of the short words too.
var short = map[string]string{
	"kades": "kepala desa", "pangulu": "kepala desa", "medsos": "media sosial", "paslon": "pasangan calon", "honorer": "non asn",
	"thls": "non asn", "kotak": "kolom", "pilkada": "pemilihan", "bansos": "program", "mobdin": "fasilitas", "nyoblos": "memberikan suara",
	"ormas": "organisasi", "sanksi": "hukuman", "like": "menyukai", "share": "membagikan",
}

// expand writes the long form in place of a short word that the law does not use.
func expand(question string) string {
	words := strings.Fields(strings.ToLower(question))
	for i, w := range words {
		if long, ok := short[strings.Trim(w, ".,;:?!\"'()")]; ok {
			words[i] = long
		}
	}
	return strings.Join(words, " ")
}
