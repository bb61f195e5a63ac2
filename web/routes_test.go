package web_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"rambu.id/web"
	"rambu.id/web/discipline"
)

// Who serves reads a page when it is first asked for, so a broken one has to be found here.
func TestEveryPageCanBeRead(t *testing.T) {
	t.Parallel()
	s := open(t, "bawaslu", "pemda")
	s.must(web.CheckPages(t.Context(), s.in))
}

// The browser tests look at every page in both languages and on two widths. They know from
// e2e/routes.txt what there is, and this test holds that list against what the program serves: an
// address on a line of its own is looked at; one with a reason behind it is no page to look at.
func TestBrowserKnowsEveryPage(t *testing.T) {
	t.Parallel()
	s := open(t, "bawaslu", "pemda")
	all, err := web.Patterns(t.Context(), s.in)
	s.must(err)
	var served []string
	for _, pattern := range all {
		path, isGet := strings.CutPrefix(pattern, "GET ")
		if !isGet {
			continue
		}
		steps := []string{""}
		if strings.Contains(path, "{langkah}") {
			steps = discipline.Steps()
		}
		for _, step := range steps {
			served = append(served, strings.ReplaceAll(path, "{langkah}", step))
		}
	}
	slices.Sort(served)
	served = slices.Compact(served)
	if len(served) < 100 {
		t.Fatalf("only %d addresses were found: does net/http keep its patterns elsewhere now?", len(served))
	}
	text, err := os.ReadFile("../e2e/routes.txt")
	s.must(err)
	var listed []string
	for line := range strings.Lines(string(text)) {
		path, reason, excused := strings.Cut(strings.TrimSpace(line), "  ")
		if path == "" || strings.HasPrefix(path, "#") {
			continue
		}
		if excused && strings.TrimSpace(reason) == "" {
			t.Errorf("%s has no reason", path)
		}
		listed = append(listed, path)
	}
	for _, path := range served {
		if !slices.Contains(listed, path) {
			t.Errorf("%s is served and not in e2e/routes.txt: add it, and look at it in e2e/lib/screens.mjs", path)
		}
	}
	for _, path := range listed {
		if !slices.Contains(served, path) {
			t.Errorf("%s in e2e/routes.txt is not served", path)
		}
	}
	if !slices.IsSorted(listed) {
		t.Error("e2e/routes.txt is not sorted")
	}
}
