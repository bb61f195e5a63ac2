package words

import (
	"maps"
	"strings"
	"sync/atomic"
	"unicode"
	"unicode/utf8"
)

// The places that a region's own names fill stand in the catalogue under "local.": the text of
// "local.kades" fills "{kades}" until Call gives another name.
const localNoun = "local."

// Own returns the same texts with local names of their own, so that the instances of one program do
// not name each other's places.
func (w *Words) Own() *Words {
	own := &Words{texts: w.texts, local: &atomic.Pointer[map[Lang]map[string]string]{}}
	own.local.Store(w.local.Load())
	return own
}

// Call sets what a region calls its places and offices, by the place that texts have for them. Indonesian
// says the name itself ("nagori"). English keeps its own word and adds the name where it is
// not the usual one: a text says "the village{desa}", and that becomes "the village (nagori)". A name that
// is missing or empty is the usual one.
func (w *Words) Call(names map[string]string) {
	local := map[Lang]map[string]string{ID: {}, EN: {}}
	for key, usual := range w.texts[ID] {
		place, ok := strings.CutPrefix(key, localNoun)
		if !ok {
			continue
		}
		name := inside(names[place], usual)
		if name == "" {
			name = usual
		}
		local[ID][place], local[EN][place] = name, ""
		if name != usual {
			local[EN][place] = " (" + name + ")"
		}
	}
	w.local.Store(&local)
}

// Edition is a value that is equal as long as the texts say the same: Call makes another.
func (w *Words) Edition() any { return w.local.Load() }

// Local reports whether a text holds a local name, and so can change while the program runs.
func (w *Words) Local(lang Lang, key string) bool {
	text := w.texts[known(lang)][key]
	for place := range maps.Keys((*w.local.Load())[known(lang)]) {
		if strings.Contains(text, "{"+place+"}") {
			return true
		}
	}
	return false
}

// inside writes a name as it stands within a sentence: "Kepala Desa" small, "BKD" as it is, and one that
// is a proper name, which its usual one shows, as well: "Panwaslih" for "Bawaslu".
func inside(name, usual string) string {
	if name == strings.ToUpper(name) || usual[:1] == strings.ToUpper(usual[:1]) {
		return name
	}
	return strings.ToLower(name)
}

// begun gives a name its capital where a sentence begins.
func begun(before, name string) string {
	ends := strings.HasSuffix(before, ". ") || strings.HasSuffix(before, "\n") || strings.HasSuffix(before, "? ")
	if before != "" && !ends {
		return name
	}
	first, size := utf8.DecodeRuneInString(name)
	if size == 0 || name == strings.ToUpper(name) {
		return name
	}
	return string(unicode.ToUpper(first)) + name[size:]
}
