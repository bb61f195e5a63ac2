// Package words holds every sentence a person reads, in Indonesian and English, and writes
// dates, times and numbers the way each language does.
package words

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/goccy/go-yaml"

	"rambu.id"
)

// Lang is a language of the catalogues.
type Lang string

// The languages. Indonesian comes first: it is what a person sees who chose nothing.
const (
	ID Lang = "id"
	EN Lang = "en"
)

// ParseLang reads "id" or "en"; anything else is Indonesian and false.
func ParseLang(s string) (Lang, bool) {
	switch Lang(s) {
	case ID:
		return ID, true
	case EN:
		return EN, true
	}
	return ID, false
}

//go:embed catalogue
var catalogue embed.FS

// Words is the loaded catalogues. The texts do not change after Load; the local names do when a
// region changes them. It is safe for concurrent use.
type Words struct {
	texts map[Lang]map[string]string
	local *atomic.Pointer[map[Lang]map[string]string] // local names by the place they fill
}

// Load reads the embedded catalogues: one file per noun and language, each a flat map from
// key to text. A key that stands in two files of a language is an error.
func Load() (*Words, error) { return loaded() }

// loaded reads them once; they are embedded and do not change.
var loaded = sync.OnceValues(func() (*Words, error) { return load(catalogue) })

func load(files fs.FS) (*Words, error) {
	w := &Words{texts: map[Lang]map[string]string{}, local: &atomic.Pointer[map[Lang]map[string]string]{}}
	for _, lang := range []Lang{ID, EN} {
		texts, err := loadLang(files, lang)
		if err != nil {
			return nil, err
		}
		w.texts[lang] = texts
	}
	w.Call(nil)
	return w, nil
}

func loadLang(files fs.FS, lang Lang) (map[string]string, error) {
	names, err := fs.Glob(files, path.Join("catalogue", string(lang), "*.yaml"))
	if err != nil {
		return nil, fmt.Errorf("list catalogues: %w", err)
	}
	if len(names) == 0 {
		return nil, rambu.Errorf(rambu.Internal, "no catalogue for language %q", lang)
	}
	all := map[string]string{}
	for _, name := range names {
		texts, err := readFile(files, name)
		if err != nil {
			return nil, err
		}
		for key, text := range texts {
			if _, twice := all[key]; twice {
				return nil, rambu.Errorf(rambu.Internal, "catalogue %s: key %s stands in another file too", name, key)
			}
			all[key] = text
		}
	}
	return all, nil
}

func readFile(files fs.FS, name string) (map[string]string, error) {
	data, err := fs.ReadFile(files, name)
	if err != nil {
		return nil, fmt.Errorf("read catalogue: %w", err)
	}
	var texts map[string]string
	if err := yaml.Unmarshal(data, &texts); err != nil {
		return nil, fmt.Errorf("catalogue %s: %w", name, err)
	}
	return texts, nil
}

// Has reports whether the language has the key.
func (w *Words) Has(lang Lang, key string) bool {
	_, ok := w.texts[known(lang)][key]
	return ok
}

// T returns the text of a key with its {name} places filled; args alternate name, value.
// A missing key shows as "⟦key⟧". An unknown language is Indonesian. The text is not escaped.
func (w *Words) T(lang Lang, key string, args ...string) string {
	text, ok := w.texts[known(lang)][key]
	if !ok {
		return "⟦" + key + "⟧"
	}
	return fill(text, args, (*w.local.Load())[known(lang)])
}

// fill replaces in one pass, so a value that itself holds "{name}" stays as typed. A place that no
// argument fills takes the local name, with a capital where a sentence begins.
func fill(text string, args []string, local map[string]string) string {
	if !strings.Contains(text, "{") {
		return text
	}
	var b strings.Builder
	b.Grow(len(text) + 64)
	for {
		before, rest, found := strings.Cut(text, "{")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		name, after, closed := strings.Cut(rest, "}")
		value, known := named(args, name)
		if !known {
			value, known = local[name]
			value = begun(b.String(), value)
		}
		if !closed || !known {
			b.WriteByte('{')
			text = rest
			continue
		}
		b.WriteString(value)
		text = after
	}
}

func named(args []string, name string) (value string, known bool) {
	for i := 0; i+1 < len(args); i += 2 {
		if args[i] == name {
			return args[i+1], true
		}
	}
	return "", false
}

// Error returns the sentence a person reads for an error: that of its key, or the general one
// of its kind. Several faults stand one after another. Details for developers never show.
func (w *Words) Error(lang Lang, err error) string {
	if err == nil {
		return ""
	}
	if es, ok := errors.AsType[rambu.Errors](err); ok {
		parts := make([]string, len(es))
		for i, e := range es {
			parts[i] = w.fault(lang, e)
		}
		return join(parts)
	}
	if e, ok := errors.AsType[*rambu.Error](err); ok {
		return w.fault(lang, e)
	}
	return w.T(lang, "error."+string(rambu.Internal))
}

// join sets sentences one after another; those without an end of their own get a full stop.
func join(sentences []string) string {
	for i, s := range sentences[:max(0, len(sentences)-1)] {
		if s != "" && !strings.ContainsRune(".!?", rune(s[len(s)-1])) {
			sentences[i] = s + "."
		}
	}
	return strings.Join(sentences, " ")
}

// inEnglish is the end of the name of an argument that says in English what another says in Indonesian:
// a rule of the law pack comes as "rule" and "rule_en" and fills {rule}.
const inEnglish = "_en"

// ofDays are the arguments of faults that are days; what a person typed is shown as he typed it, a date
// too. Never written to.
var ofDays = [...]string{"date", "day", "first", "last"}

func (w *Words) fault(lang Lang, e *rambu.Error) string {
	if !w.Has(lang, e.Key) {
		return w.T(lang, "error."+string(e.Kind))
	}
	args := make([]string, 0, 2*len(e.Args))
	for name, value := range e.Args {
		if own, ok := e.Args[name+inEnglish]; ok && known(lang) == EN {
			value = own
		}
		if slices.Contains(ofDays[:], name) { // a domain says a day as it is stored
			value = LongDate(lang, rambu.Date(value))
		}
		args = append(args, name, value)
	}
	return w.T(lang, e.Key, args...)
}

func known(lang Lang) Lang {
	if lang == EN {
		return EN
	}
	return ID
}
