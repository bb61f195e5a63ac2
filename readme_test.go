package rambu_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// command finds the tests that a document tells people to run, as they stand in the file: somebody copies
// them from there too, not only from a page that makes a table of it.
var command = regexp.MustCompile("(?m)(?:^|`)go test ([^`\n]*)-run ([^`\n]*)")

// testsOf names the tests of a package's folder.
func testsOf(t *testing.T, folder string) string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(folder, "*_test.go"))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`(?m)^func ((?:Test|Fuzz|Benchmark)\w+)\(`).FindAllStringSubmatch(string(text), -1) {
			names = append(names, m[1])
		}
	}
	return strings.Join(names, "\n")
}

// A claim of a document is shown by the command beside it. One whose -run matches nothing passes without
// having looked.
func TestDocumentsNameTestsThatAreThere(t *testing.T) {
	documents, err := filepath.Glob("docs/handbook/*.md")
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, name := range append(documents, "README.md", "README.id.md", "ARCHITECTURE.md", "SECURITY.md", "CONTRIBUTING.md") {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range command.FindAllStringSubmatch(string(text), -1) {
			if strings.Contains(m[2], "-bench") {
				continue // what is measured, and no test beside it
			}
			found++
			pattern, _, _ := strings.Cut(strings.TrimSpace(m[2]), " -")
			run, err := regexp.Compile("(?m)" + strings.Trim(pattern, "'"))
			if err != nil {
				t.Errorf("%s: %s: %v", name, m[0], err)
				continue
			}
			for pkg := range strings.FieldsSeq(m[1]) {
				if strings.HasPrefix(pkg, ".") && !run.MatchString(testsOf(t, pkg)) {
					t.Errorf("%s: %s runs no test in %s", name, m[0], pkg)
				}
			}
		}
	}
	if found == 0 {
		t.Error("no command was found in any document")
	}
}
