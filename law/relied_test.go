package law

import (
	"io/fs"
	"os"
	"path"
	"regexp"
	"strings"
	"testing"
)

// What the program asks a pack for by a name of its own must be wanted by the loader: a name that leads
// nowhere is no error at run time, it is a warning that never comes.
func TestEveryNameTheProgramAsksForIsThere(t *testing.T) {
	p := mustDefault(t)
	asks := regexp.MustCompile(`\.(Window|Period|Act|Authority|Party|Procedure|Penalty|Sanction|Subject|OpenPoint)\("([^"]+)"\)`)
	has := map[string]func(string) bool{
		"Window":    func(id string) bool { _, ok := p.Window(id); return ok && relied("windows", id) },
		"Period":    func(id string) bool { _, ok := p.Period(id); return ok && relied("periods", id) },
		"Act":       func(id string) bool { _, ok := p.Act(id); return ok },
		"Authority": func(id string) bool { _, ok := p.Authority(id); return ok },
		"Party":     func(id string) bool { _, ok := p.Party(id); return ok },
		"Procedure": func(id string) bool { _, ok := p.Procedure(id); return ok },
		"Penalty":   func(id string) bool { _, ok := p.Penalty(id); return ok },
		"Sanction":  func(id string) bool { _, ok := p.Sanction(id); return ok },
		"Subject":   func(id string) bool { _, ok := p.Subject(id); return ok },
		"OpenPoint": func(id string) bool { _, ok := p.OpenPoint(id); return ok },
	}
	seen := 0
	root := os.DirFS("..")
	err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go") {
			return err
		}
		text, err := fs.ReadFile(root, name)
		for _, m := range asks.FindAllStringSubmatch(string(text), -1) {
			seen++
			if !has[m[1]](m[2]) {
				t.Errorf("%s asks for the %s %q, which the loader does not want", name, m[1], m[2])
			}
		}
		return err
	})
	if err != nil || seen == 0 {
		t.Errorf("%d names seen, %v", seen, err)
	}
}

// relied reports whether the loader refuses a pack without the entry.
func relied(list, id string) bool {
	found := &faults{}
	p, err := Default()
	if err != nil {
		return false
	}
	cut := *p
	cut.files.calendar.Windows, cut.files.calendar.Periods = nil, nil
	checkDays(&cut, found)
	for _, f := range found.list {
		if f.at == "$."+list && strings.Contains(f.text, `"`+id+`"`) {
			return true
		}
	}
	return false
}
