// Package match finds whom a citizen may mean: no title, a nickname, a misspelling, or only a
// post and a place ("pak camat Kalianda"). It ranks and gives its reasons. It never decides:
// an officer picks, and two people are never merged because their names are alike.
package match

import (
	"cmp"
	"slices"
	"strings"
)

// Candidate is a post with its holder, or a person without a post.
type Candidate struct {
	Key    string // the caller's: comes back in the hit
	Name   string // of the person without titles; "" for a vacant post
	Office string // "camat", "kepala-desa", …; "" when there is no post
	Title  string // of the post as shown
	Place  string // name of the district or village of the post, "" when none
	Area   string // name of the district around a village, "" for others
	Unit   string // name of the agency or school
}

// Reason is one ground of a hit. Its sentence in the catalogue is "roster.match." + Kind with
// {wrote} and {found}.
type Reason struct {
	Kind  string
	Wrote string
	Found string
}

// The kinds of reasons.
const (
	ReasonOffice        = "office"
	ReasonOfficeRelated = "office_related" // lurah and kepala desa are mixed up in speech
	ReasonOnlyOne       = "only_one"       // only one such post in the region
	ReasonPlace         = "place"
	ReasonPlaceSimilar  = "place_similar"
	ReasonArea          = "area" // the district of the village was named too
	ReasonUnit          = "unit"
	ReasonName          = "name"
	ReasonNamePart      = "name_part"
	ReasonNameSimilar   = "name_similar"
	ReasonFormer        = "former"       // a former holder was meant: look at the post's history
	ReasonNameDiffers   = "name_differs" // post and place fit, the name does not: perhaps replaced
)

// Level says how much a score is worth to the officer who looks.
type Level string

// The levels. Strong means "look at this first", never "it is him".
const (
	Strong   Level = "kuat"
	Possible Level = "mungkin"
)

// Thresholds of the levels; what scores below is left out.
const (
	StrongFrom   = 0.85
	PossibleFrom = 0.5
)

// Hit is a candidate with its score, 0 to 1, and the reasons for it.
type Hit struct {
	Candidate
	Score   float64
	Level   Level
	Reasons []Reason
}

// entry is a candidate cut into words once.
type entry struct {
	Candidate
	name, place, area, unit []string
}

// Directory is a set of candidates made ready for many questions. It is read-only.
type Directory struct {
	entries []entry
	offices map[string]map[string]bool // office: distinct posts
}

// NewDirectory makes candidates ready.
func NewDirectory(candidates []Candidate) *Directory {
	d := &Directory{entries: make([]entry, len(candidates)), offices: map[string]map[string]bool{}}
	for i, c := range candidates {
		d.entries[i] = entry{Candidate: c, name: named(c.Name), place: named(c.Place), area: named(c.Area), unit: named(c.Unit)}
		if d.offices[c.Office] == nil {
			d.offices[c.Office] = map[string]bool{}
		}
		// A contested post has several candidates and is still one post.
		d.offices[c.Office][c.Title+"\x00"+c.Place+"\x00"+c.Unit] = true
	}
	return d
}

// Find ranks the candidates a text may mean, best first, at most limit. Equal scores keep the
// order of the keys, so that the list does not jump.
func (d *Directory) Find(text string, limit int) []Hit {
	q := parse(text)
	if q.office == "" && len(q.after) == 0 {
		return nil
	}
	var hits []Hit
	for _, e := range d.entries {
		h := d.score(q, e)
		if h.Score >= PossibleFrom {
			hits = append(hits, h)
		}
	}
	slices.SortFunc(hits, func(a, b Hit) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Key, b.Key))
	})
	return hits[:min(max(limit, 0), len(hits))]
}

// Ambiguous reports whether the first hits are too close for the order to mean anything.
func Ambiguous(hits []Hit) bool {
	return len(hits) > 1 && hits[0].Score-hits[1].Score < 0.05
}

// score tries every way to split the words into a place and a name and keeps the best.
func (d *Directory) score(q query, e entry) Hit {
	best := Hit{Candidate: e.Candidate}
	after, area := withoutArea(q.after, e)
	n := len(after)
	for i := 0; i <= n; i++ {
		for _, place := range [][2]int{{0, i}, {i, n}} {
			name := slices.Concat(q.before, after[:place[0]], after[place[1]:])
			s, reasons := d.weigh(q, after[place[0]:place[1]], name, e)
			if s > best.Score {
				best.Score, best.Reasons = s, reasons
			}
		}
	}
	if best.Score > 0 {
		best.Reasons = append(best.Reasons, area...)
	}
	if best.Score > 0 && q.former {
		best.Score *= 0.8
		best.Reasons = append(best.Reasons, Reason{Kind: ReasonFormer, Found: e.Name})
	}
	best.Level = Possible
	if best.Score >= StrongFrom {
		best.Level = Strong
	}
	return best
}

// withoutArea takes the name of the village's district away from behind the village's own:
// "Sidoharjo Way Panji" is one of two villages called Sidoharjo.
func withoutArea(words []string, e entry) ([]string, []Reason) {
	at := len(words) - len(e.area)
	if len(e.area) == 0 || at < 1 || !slices.Equal(words[at:], e.area) {
		return words, nil
	}
	return words[:at], []Reason{{Kind: ReasonArea, Wrote: strings.Join(words[at:], " "), Found: e.Area}}
}

// Weights of what was said: a name says most, an office alone least.
const (
	weightOffice = 2.0
	weightPlace  = 3.0
	weightName   = 4.0
)

func (d *Directory) weigh(q query, place, name []string, e entry) (float64, []Reason) {
	var sum, weight float64
	var reasons []Reason
	add := func(w, s float64, r []Reason) float64 {
		sum, weight, reasons = sum+w*s, weight+w, append(reasons, r...)
		return s
	}
	officeScore, placeScore, nameScore := -1.0, -1.0, -1.0
	if q.office != "" {
		s, r := officeSimilarity(q, e)
		officeScore = add(weightOffice, s, r)
	}
	if len(place) > 0 {
		s, r := placeSimilarity(place, e)
		placeScore = add(weightPlace, s, r)
		if s == 0 {
			return 0, nil // another split reads these words as a name
		}
	}
	full := false
	if slices.ContainsFunc(name, digits) {
		return 0, nil // the number of a school, not part of a name
	}
	if len(name) > 0 {
		var r []Reason
		nameScore, full, r = nameSimilarity(name, e)
		add(weightName, nameScore, r)
	}
	if officeScore == 0 && nameScore < 0.6 {
		return 0, nil
	}
	factor, r := d.specificity(officeScore, placeScore, nameScore, full, e)
	if officeScore > 0 && placeScore > 0 && nameScore == 0 {
		r = append(r, Reason{Kind: ReasonNameDiffers, Wrote: strings.Join(name, " "), Found: e.Name})
	}
	return sum / weight * factor, append(reasons, r...)
}

// few posts of one office are still worth showing all.
const few = 5

// specificity lowers what was said too loosely to point at one person. A score of -1 means
// nothing was said of that.
func (d *Directory) specificity(office, place, name float64, full bool, e entry) (float64, []Reason) {
	switch {
	case office > 0 && place > 0:
		return 1, nil
	case name > 0 && (office > 0 || place > 0):
		return 0.97, nil
	case name > 0 && full:
		return 0.92, nil
	case name > 0:
		return 0.75, nil
	case office > 0 && len(d.offices[e.Office]) == 1:
		return 0.95, []Reason{{Kind: ReasonOnlyOne, Found: e.Title}}
	case office > 0 && len(d.offices[e.Office]) <= few:
		return 0.55, nil
	case office > 0:
		return 0.4, nil // two hundred village heads are no answer
	case place > 0:
		return 0.55, nil
	}
	return 0, nil
}

func officeSimilarity(q query, e entry) (float64, []Reason) {
	r := Reason{Kind: ReasonOffice, Wrote: q.phrase, Found: e.Title}
	switch {
	// In Yogyakarta the title of a village head is Lurah.
	case q.office == e.Office, strings.HasPrefix(strings.ToLower(e.Title), q.phrase+" "):
		return 1, []Reason{r}
	case q.office == "lurah" && e.Office == "kepala-desa", q.office == "kepala-desa" && e.Office == "lurah":
		r.Kind = ReasonOfficeRelated
		return 0.5, []Reason{r}
	}
	return 0, nil
}

// A place with another spelling counts from here on; Ketapang and Katibung, two districts of
// one regency, stay apart.
const (
	likePlace         = 0.9
	likePlaceTrigrams = 0.35
)

// placeSimilarity compares all the words with the place or the unit of a candidate.
func placeSimilarity(words []string, e entry) (float64, []Reason) {
	wrote := strings.Join(words, "")
	found := strings.Join(e.place, "")
	r := Reason{Kind: ReasonPlace, Wrote: strings.Join(words, " "), Found: e.Place}
	if found != "" && wrote == found { // people write "Rajabasa" for "Raja Basa"
		return 1, []Reason{r}
	}
	if jw := JaroWinkler(wrote, found); found != "" && jw >= likePlace && Trigram(wrote, found) >= likePlaceTrigrams && !digits(words[len(words)-1]) {
		r.Kind = ReasonPlaceSimilar
		return 0.6 * jw, []Reason{r}
	}
	if len(e.unit) == 0 || !slices.ContainsFunc(words, telling) {
		return 0, nil
	}
	for _, w := range words {
		if !slices.ContainsFunc(e.unit, func(u string) bool { return u == w || wordSimilarity(w, u) >= sameSound*0.95 }) {
			return 0, nil
		}
	}
	return 0.9, []Reason{{Kind: ReasonUnit, Wrote: r.Wrote, Found: e.Unit}}
}

// telling reports whether a word of a unit's name tells it from others of its sort.
func telling(w string) bool {
	switch w {
	case "dinas", "badan", "kantor", "bagian", "biro", "bidang", "sekretariat", "negeri", "sd", "smp", "sma", "smk", "tk", "mi", "mts", "ma",
		"puskesmas", "dan", "daerah":
		return false
	}
	return true
}

// nameSimilarity compares all the words with a person's name, and says whether they are as
// good as the full name. Every word must fit somewhere; a word that fits nowhere counts 0.
func nameSimilarity(words []string, e entry) (score float64, full bool, reasons []Reason) {
	if len(e.name) == 0 {
		return 0, false, nil
	}
	r := Reason{Kind: ReasonName, Wrote: strings.Join(words, " "), Found: e.Name}
	if slices.Equal(words, e.name) {
		return 1, len(words) > 1, []Reason{r}
	}
	wrote, found := strings.Join(words, ""), strings.Join(e.name, "")
	if wrote == found || sound(wrote) == sound(found) {
		r.Kind = ReasonNameSimilar
		return sameSound, len(found) > 6, []Reason{r}
	}
	sum, covered, exact := align(words, e.name)
	score = sum / float64(len(words))
	whole := JaroWinkler(wrote, found)
	// Only where words were run together: "Budi Hartono" is not "Rudi Hartono".
	if len(words) != len(e.name) && whole >= 0.9 && whole > score && Trigram(wrote, found) >= likePlaceTrigrams {
		score, covered = whole*0.95, len(e.name) // "Abdul Rahman" and "Abdurrahman"
	}
	if score == 0 {
		return 0, false, nil
	}
	r.Kind = ReasonNamePart
	if !exact {
		r.Kind = ReasonNameSimilar
	}
	return score, covered == len(e.name) && covered > 1 && score >= 0.9, []Reason{r}
}

// align gives each written word the best name word that is still free.
func align(words, name []string) (sum float64, covered int, exact bool) {
	free := slices.Clone(name)
	exact = true
	for _, w := range words {
		at, best := -1, 0.0
		for i, n := range free {
			if s := wordSimilarity(w, n); s > best {
				at, best = i, s
			}
		}
		if best < 1 {
			exact = false
		}
		if at >= 0 {
			sum += best
			covered++
			free = slices.Delete(free, at, at+1)
		}
	}
	return sum, covered, exact
}
