package press

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rambu.id/press/reading"
)

// Every byte of the text is shown once, whatever marks overlap, and a mark that crosses a line
// stays in the line it begins in.
func TestParagraphsShowEveryByteOnce(t *testing.T) {
	t.Parallel()
	const text = "Plt Bupati memimpin rakor\n\ndi aula, Senin"
	mark := func(s string) reading.Mark {
		at := strings.Index(text, s)
		return reading.Mark{Span: [2]int{at, at + len(s)}, Text: s}
	}
	for _, c := range []struct {
		name  string
		items []item
		want  [][]part
	}{
		{"none", nil, [][]part{{{"Plt Bupati memimpin rakor", 0}}, {{"di aula, Senin", 0}}}},
		{
			"two",
			[]item{{Mark: mark("Senin")}, {Mark: mark("Plt Bupati")}},
			[][]part{{{"Plt Bupati", 2}, {" memimpin rakor", 0}}, {{"di aula, ", 0}, {"Senin", 1}}},
		},
		{
			"inside another",
			[]item{{Mark: mark("Plt Bupati memimpin")}, {Mark: mark("Bupati")}},
			[][]part{{{"Plt Bupati memimpin", 1}, {" rakor", 0}}, {{"di aula, Senin", 0}}},
		},
		{
			"across lines",
			[]item{{Mark: mark("rakor\n\ndi aula")}, {Mark: mark("Senin")}},
			[][]part{{{"Plt Bupati memimpin ", 0}, {"rakor", 1}}, {{"di aula, ", 0}, {"Senin", 2}}},
		},
	} {
		if diff := cmp.Diff(c.want, paras(text, c.items)); diff != "" {
			t.Errorf("%s (-want +got)\n%s", c.name, diff)
		}
	}
}
