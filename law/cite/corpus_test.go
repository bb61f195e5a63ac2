package cite

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"rambu.id"
	"rambu.id/law"
)

// gold is one citation of the corpus with the answer a lawyer would give.
type gold struct {
	start, end          int
	regulation, article string
	status              Status
	successor           string
}

// sample is one text of the corpus.
type sample struct {
	name  string
	on    rambu.Date
	text  string
	golds []gold
}

var goldForm = regexp.MustCompile(`(?s)\[([^\]\[]+)\]\{([^ }:]+)( [^:}]*)?: ([a-z_]+)(?: > ([^}]+))?\}`)

// readCorpus reads one half of testdata; see the README there.
func readCorpus(t testing.TB, file string) []sample {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("testdata", file))
	if err != nil {
		t.Fatal(err)
	}
	_, body, _ := strings.Cut(string(raw), "\n@ ")
	var all []sample
	for i, block := range strings.Split(body, "\n@ ") {
		head, marked, _ := strings.Cut(block, "\n")
		day, manner, _ := strings.Cut(head, " ")
		s := sample{name: fmt.Sprintf("%s %d %s", file, i+1, manner), on: rambu.Date(day)}
		s.text, s.golds = unmark(t, marked)
		all = append(all, s)
	}
	return all
}

func unmark(t testing.TB, marked string) (string, []gold) {
	t.Helper()
	var b strings.Builder
	var golds []gold
	at := 0
	for _, m := range goldForm.FindAllStringSubmatchIndex(marked, -1) {
		b.WriteString(marked[at:m[0]])
		g := gold{start: b.Len(), regulation: marked[m[4]:m[5]], status: Status(marked[m[8]:m[9]])}
		b.WriteString(marked[m[2]:m[3]])
		g.end = b.Len()
		if m[6] >= 0 {
			g.article = strings.TrimSpace(marked[m[6]:m[7]])
		}
		if m[10] >= 0 {
			g.successor = marked[m[10]:m[11]]
		}
		if g.regulation == "-" {
			g.regulation = ""
		}
		if !slices.Contains(Statuses(), g.status) {
			t.Fatalf("no status %q in %q", g.status, marked[m[0]:m[1]])
		}
		golds = append(golds, g)
		at = m[1]
	}
	b.WriteString(marked[at:])
	if strings.Contains(b.String(), "]{") {
		t.Fatalf("a citation of the corpus is not well formed: %q", b.String())
	}
	return b.String(), golds
}

// score counts for one status.
type score struct{ right, found, wanted int }

func (s score) precision() float64 { return ratio(s.right, s.found) }
func (s score) recall() float64    { return ratio(s.right, s.wanted) }

func ratio(a, b int) float64 {
	if b == 0 {
		return 1
	}
	return float64(a) / float64(b)
}

func mustChecker(t testing.TB) *Checker {
	t.Helper()
	p, err := law.Default()
	if err != nil {
		t.Fatal(err)
	}
	return New(p)
}

// measure runs the guard over a half. A finding is right when bytes, regulation, article, status
// and successor are all those of the gold.
func measure(t *testing.T, c *Checker, all []sample) map[Status]score {
	t.Helper()
	scores := map[Status]score{}
	for _, s := range all {
		got := citations(t, c, s)
		for _, g := range s.golds {
			sc := scores[g.status]
			sc.wanted++
			if slices.Contains(got, g) {
				sc.right++
			} else {
				t.Logf("%s: missed %q: %+v", s.name, s.text[g.start:g.end], g)
			}
			scores[g.status] = sc
		}
		for _, g := range got {
			sc := scores[g.status]
			sc.found++
			scores[g.status] = sc
			if !slices.Contains(s.golds, g) {
				t.Logf("%s: found %q: %+v", s.name, s.text[g.start:g.end], g)
			}
		}
	}
	return scores
}

func citations(t *testing.T, c *Checker, s sample) []gold {
	t.Helper()
	found, err := c.Check(s.text, s.on)
	if err != nil {
		t.Fatalf("%s: %v", s.name, err)
	}
	var got []gold
	for _, f := range found {
		if f.Kind == Citation {
			got = append(got, gold{f.Start, f.End, f.Regulation, f.Article, f.Status, f.Successor.String()})
		}
	}
	return got
}

// What the guard promises for each status, on each half of the corpus.
const (
	wantRate      = 0.98
	wantCitations = 300
)

func TestCorpus(t *testing.T) {
	t.Parallel()
	c := mustChecker(t)
	total := 0
	for _, file := range []string{"latih.txt", "uji.txt", "uji2.txt"} {
		scores := measure(t, c, readCorpus(t, file))
		for _, st := range Statuses() {
			s := scores[st]
			total += s.wanted
			t.Logf("%-9s %-18s %3d citations  precision %.3f  recall %.3f", file, st, s.wanted, s.precision(), s.recall())
			if s.wanted == 0 {
				t.Errorf("%s has no citation that is %s", file, st)
			}
			if s.precision() < wantRate || s.recall() < wantRate {
				t.Errorf("%s, %s: precision %.3f, recall %.3f, want %.2f", file, st, s.precision(), s.recall(), wantRate)
			}
		}
	}
	if total < wantCitations {
		t.Errorf("the corpus holds %d citations, want %d", total, wantCitations)
	}
}
