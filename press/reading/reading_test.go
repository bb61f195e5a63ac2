package reading_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"rambu.id"
	"rambu.id/law"
	"rambu.id/law/cite"
	"rambu.id/press/reading"
)

// article is one text of the corpus with its gold answers.
type article struct {
	name, text string
	gold       map[string]string
}

// corpus reads one part of testdata; see the README there.
func corpus(t testing.TB, file string) []article {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("testdata", file))
	if err != nil {
		t.Fatal(err)
	}
	_, body, _ := strings.Cut(string(raw), "\n@ ")
	var out []article
	for block := range strings.SplitSeq(body, "\n@ ") {
		head, text, ok := strings.Cut(block, "\n---\n")
		if !ok {
			t.Fatalf("%s: no --- in %q", file, block[:40])
		}
		lines := strings.Split(head, "\n")
		a := article{name: lines[0], text: text, gold: map[string]string{}}
		for _, l := range lines[1:] {
			key, value, _ := strings.Cut(l, ":")
			if !slices.Contains([]string{"terbit", "tertulis", "jenis", "hari", "tempat", "jabatan", "selip", "kutipan", "arahan", "dugaan", "ulang", "salinan"}, key) {
				t.Fatalf("%s: %s has no key %q", file, a.name, key)
			}
			a.gold[key] = strings.TrimSpace(value)
		}
		out = append(out, a)
	}
	return out
}

func reader(t testing.TB) *reading.Reader {
	t.Helper()
	pack, err := law.Default()
	if err != nil {
		t.Fatal(err)
	}
	return reading.New(cite.New(pack))
}

func read(t testing.TB, r *reading.Reader, a article) reading.Reading {
	t.Helper()
	got, err := r.Read(reading.Input{Text: a.text, Published: rambu.Date(a.gold["terbit"]), Today: "2024-10-07"})
	if err != nil {
		t.Fatalf("%s: %v", a.name, err)
	}
	return got
}

// fields are what is measured, in the order of the handbook.
func fields() []string {
	return []string{"jenis", "hari", "tertulis", "tempat", "jabatan", "selip", "kutipan", "arahan", "dugaan", "ulang"}
}

// answers are what the reader says of a field, in the form of the gold.
func answers(got reading.Reading, field string) []string {
	var out []string
	add := func(s string) {
		if s != "" {
			out = append(out, s)
		}
	}
	switch field {
	case "jenis":
		add(string(got.Event.Kind))
	case "hari":
		add(string(got.On.Value))
	case "tertulis":
		add(string(got.Published.Value))
	case "tempat":
		add(got.Place.Text)
	case "jabatan", "selip":
		for _, p := range got.Posts {
			if field == "jabatan" || len(p.Slips) > 0 {
				add(strings.TrimPrefix(string(p.Mode)+" "+p.Office, " "))
			}
		}
	case "kutipan":
		for _, f := range got.Citations {
			if f.Kind == cite.Citation {
				add(f.Normal + " = " + string(f.Status))
			}
		}
	case "arahan":
		for _, d := range got.Directions {
			add(d.Text)
		}
	case "dugaan":
		for _, a := range got.Acts {
			add(a.Kind)
		}
	case "ulang":
		if got.Twice {
			add("ya")
		}
	}
	return out
}

// wanted are the golds of a field.
func wanted(a article, field string) []string {
	if a.gold[field] == "" {
		return nil
	}
	sep := map[string]string{"jabatan": ";", "selip": ";", "kutipan": ";", "arahan": "|", "dugaan": "|"}[field]
	if sep == "" {
		return []string{a.gold[field]}
	}
	var out []string
	for g := range strings.SplitSeq(a.gold[field], sep) {
		out = append(out, strings.TrimPrefix(strings.TrimSpace(g), "- "))
	}
	return out
}

// right reports whether an answer is the gold one. An instruction is, when the gold's first words
// stand where it was found; everything else word by word.
func right(a article, field, got, want string) bool {
	if field != "arahan" {
		return got == want
	}
	at, where := strings.Index(a.text, want), strings.Index(a.text, got)
	return at >= 0 && where >= 0 && at < where+len(got) && at+len(want) > where
}

type score struct{ right, found, wanted int }

func (s score) precision() float64 { return ratio(s.right, s.found) }
func (s score) recall() float64    { return ratio(s.right, s.wanted) }

func ratio(a, b int) float64 {
	if b == 0 {
		return 1
	}
	return float64(a) / float64(b)
}

// measure reads a part and counts, field by field.
func measure(t *testing.T, r *reading.Reader, all []article) map[string]score {
	t.Helper()
	out := map[string]score{}
	for _, a := range all {
		got := read(t, r, a)
		for _, f := range fields() {
			s := out[f]
			found, want := answers(got, f), wanted(a, f)
			s.found, s.wanted = s.found+len(found), s.wanted+len(want)
			for _, w := range want {
				k := slices.IndexFunc(found, func(g string) bool { return right(a, f, g, w) })
				if k < 0 {
					t.Logf("%s: %s: missed %q", a.name, f, w)
					continue
				}
				s.right++
				found = slices.Delete(found, k, k+1)
			}
			for _, g := range found {
				t.Logf("%s: %s: wrong %q", a.name, f, g)
			}
			out[f] = s
		}
	}
	return out
}

func TestMeasure(t *testing.T) {
	t.Parallel()
	r := reader(t)
	for _, part := range []string{"latih.txt"} {
		scores := measure(t, r, corpus(t, part))
		for _, f := range fields() {
			s := scores[f]
			t.Log(fmt.Sprintf("%s %-9s wanted %2d found %2d right %2d  precision %.3f recall %.3f", part, f, s.wanted, s.found, s.right, s.precision(), s.recall()))
		}
	}
}
