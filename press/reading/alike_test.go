package reading_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rambu.id/press/reading"
)

// TestAlike: copies are found among all pairs of the corpus, and nothing else is called one, also
// not two reports of the same morning.
func TestAlike(t *testing.T) {
	t.Parallel()
	for part := range floors() {
		all := corpus(t, part)
		for i, a := range all {
			for _, b := range all[:i] {
				copied := a.gold["salinan"] == b.name || b.gold["salinan"] == a.name
				how, share := reading.NewSketch(a.text).Like(reading.NewSketch(b.text))
				if (how != "") != copied {
					t.Errorf("%s and %s: %q, share %.2f; copy: %v", a.name, b.name, how, share, copied)
				}
				if !copied && share > 0.1 {
					t.Errorf("%s and %s share %.2f, want clearly apart", a.name, b.name, share)
				}
			}
		}
	}
}

// TestCopies: what papers do to a text they copy.
func TestCopies(t *testing.T) {
	t.Parallel()
	var a article
	for _, x := range corpus(t, "latih.txt") {
		if x.name == "rakor-aula" {
			a = x
		}
	}
	lines := strings.Split(a.text, "\n")
	body := strings.Join(lines[1:], "\n")
	for name, c := range map[string]struct {
		text string
		want reading.Alike
	}{
		"as it is":            {a.text, reading.Same},
		"another headline":    {"RAKOR SUMBER ARUM\nOleh: Redaksi\n" + body, reading.Same},
		"printed twice":       {a.text + "\n" + body, reading.Same},
		"spaces and quotes":   {strings.NewReplacer(`"`, "”", " ", "  ").Replace(a.text), reading.Same},
		"one line cut":        {strings.Join(lines[:len(lines)-1], "\n"), reading.Near},
		"inside a longer one": {a.text + "\n" + longOther(t), reading.Partial},
		"another report":      {longOther(t), ""},
	} {
		if got, share := reading.NewSketch(a.text).Like(reading.NewSketch(c.text)); got != c.want {
			t.Errorf("%s: %q, share %.2f; want %q", name, got, share, c.want)
		}
	}
}

// longOther is a long text about other things.
func longOther(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	for _, x := range corpus(t, "uji.txt") {
		b.WriteString(x.text + "\n")
	}
	return b.String()
}

func TestSketchIsStored(t *testing.T) {
	t.Parallel()
	want := reading.NewSketch(longOther(t))
	got, ok := reading.SketchFrom(want.Bytes())
	if diff := cmp.Diff(want, got); !ok || diff != "" {
		t.Errorf("a sketch does not come back: %v %s", ok, diff)
	}
	for _, bad := range [][]byte{nil, make([]byte, 35), make([]byte, 37)} {
		if _, ok := reading.SketchFrom(bad); ok {
			t.Errorf("%d bytes were taken for a sketch", len(bad))
		}
	}
}
