package law

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"
)

// The handbook says which revision of the pack it describes and repeats its open points for lawyers who
// read no YAML: all of them, in the pack's words and order, and none that was settled meanwhile.
func TestTheHandbookCarriesThePack(t *testing.T) {
	t.Parallel()
	p := mustDefault(t)
	text, err := os.ReadFile("../docs/handbook/hukum.md")
	if err != nil {
		t.Fatal(err)
	}
	page := string(text)
	if want := fmt.Sprintf("Paket `%s`, revisi %d,", p.Info().ID, p.Info().Revision); !strings.Contains(page, want) {
		t.Errorf("hukum.md does not say %q", want)
	}
	var want []string
	for _, o := range p.OpenPoints() {
		concerns := "–"
		if len(o.Concerns) > 0 {
			var all []string
			for _, c := range o.Concerns {
				all = append(all, "`"+c.String()+"`")
			}
			concerns = strings.Join(all, ", ")
		}
		want = append(want, fmt.Sprintf("| %d | %s | %s |", o.Weight, o.TextID, concerns))
	}
	got := regexp.MustCompile(`(?m)^\| \d+ \|.*$`).FindAllString(page, -1)
	for i := range max(len(got), len(want)) {
		g, w := "", ""
		if i < len(got) {
			g = got[i]
		}
		if i < len(want) {
			w = want[i]
		}
		if g != w {
			t.Errorf("open point %d:\n got %s\nwant %s", i+1, g, w)
		}
	}
}
