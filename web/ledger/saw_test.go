package ledger

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// everyday readings are no openings of something about a person.
func everyday() []string { return []string{"letter.read", "meeting.matrix"} }

// Every operation that only notes a reading is either an opening the auditor's filter shows, or known as
// an everyday one: a new kind of reading cannot stay out of sight.
func TestEveryReadingIsAnOpeningOrEveryday(t *testing.T) {
	t.Parallel()
	saw := regexp.MustCompile(`\.Saw\([^"\n]*"([a-z_.]+)"`)
	found := map[string]bool{}
	err := filepath.WalkDir("../..", func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if e.IsDir() && (e.Name() == "node_modules" || e.Name() == "testdata" || strings.HasPrefix(e.Name(), ".git")) {
			return fs.SkipDir
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		text, err := os.ReadFile(path)
		for _, m := range saw.FindAllStringSubmatch(string(text), -1) {
			found[m[1]] = true
			if !slices.Contains(opened(), m[1]) && !slices.Contains(everyday(), m[1]) {
				t.Errorf("%s notes %s, which is neither an opening nor everyday", path, m[1])
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(found) < 10 {
		t.Errorf("found only %v", found)
	}
}
