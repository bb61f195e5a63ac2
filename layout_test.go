package rambu_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const module = "rambu.id"

// ground is the ground in its order: each package may import those before it. The last opens all of
// it, for tests.
var ground = []string{
	"ledger", "seal", "seal/attachment", "seal/short", "law", "law/lawtest", "law/cite", "calendar", "roster/region", "roster/match", "law/search", "roster", "access", "procedure", "letter/kinds", "letter", "groundtest",
}

// mayImport is the architecture: which of our packages each one may import, directly or
// through others, in code and in tests. "X/..." is X and all below it. A new package fails the
// test until it has a line here.
func mayImport() map[string][]string {
	plumbing := []string{".", "internal/..."}
	onGround := slices.Concat(plumbing, ground)
	bawaslu := []string{"evidence", "intake", "intake/intaketest", "casefile", "casefile/lookup", "casefile/study"}
	government := []string{"discipline", "discipline/rules", "discipline/paper", "directive", "pledge", "activity", "activity/clash"}
	meetings := []string{
		"meeting", "meeting/door", "meeting/pattern", "meeting/paper", "meeting/twice", "meeting/usual", "meeting/minutes", "meeting/presence", "meeting/agenda", "meeting/wording",
		"meeting/sealed", "meeting/policy", "meeting/guests", "meeting/hours", "meeting/excuse", "meeting/reach", "meeting/review", "meeting/feed", "meeting/link",
	}
	between := []string{"advisory", "contact"}
	domain := slices.Concat(onGround, bawaslu, government, meetings, []string{"quiz", "notice"}, between)
	clippings := []string{"press/reading", "press"}
	domain = slices.Concat(domain, clippings, []string{"press/tip"})
	page := slices.Concat(domain, []string{"web/ui", "web/ui/uitest", "web/static", "web/guard", "web/dial"})

	table := map[string][]string{
		".":                {},
		"evidence":         onGround,
		"intake":           append(slices.Clone(onGround), "evidence"),
		"casefile":         append(slices.Clone(onGround), "evidence", "intake", "casefile/lookup", "casefile/study"),
		"casefile/lookup":  onGround,
		"casefile/study":   append(slices.Clone(onGround), "evidence"),
		"discipline":       append(slices.Clone(onGround), "discipline/rules", "discipline/paper"), // never intake, evidence, casefile: the wall between the rooms
		"discipline/paper": append(slices.Clone(onGround), "discipline/rules"),
		"discipline/rules": onGround, // pure, over the pack
		"quiz":             onGround,
		// What every door of reports has to do, for the tests of each.
		"intake/intaketest": append(slices.Clone(onGround), "evidence", "intake"),
		// Never discipline either: what is said of absences may not reach a discipline file.
		"meeting":          append(slices.Clone(onGround), "meeting/door", "meeting/pattern", "meeting/presence", "meeting/agenda", "meeting/wording", "meeting/sealed", "meeting/policy", "meeting/guests", "meeting/hours", "meeting/excuse", "meeting/minutes", "meeting/reach", "meeting/review", "meeting/twice", "meeting/usual"), // the last two in tests: they stand on meeting
		"meeting/paper":    slices.Concat(onGround, meetings),
		"meeting/twice":    slices.Concat(onGround, meetings),
		"meeting/usual":    slices.Concat(onGround, meetings),
		"meeting/feed":     slices.Concat(onGround, meetings),
		"meeting/link":     slices.Concat(onGround, meetings),
		"meeting/door":     {},
		"meeting/presence": append(slices.Clone(onGround), "meeting/door", "meeting/agenda", "meeting/excuse"),
		"meeting/excuse":   slices.Concat(plumbing, []string{"ledger", "seal", "seal/attachment"}),
		"meeting/agenda":   onGround,
		"meeting/reach":    onGround,
		"meeting/review":   append(slices.Clone(onGround), "meeting/door", "meeting/agenda", "meeting/excuse", "meeting/presence", "meeting/pattern"),
		"meeting/sealed":   onGround,
		"meeting/policy":   onGround,
		"meeting/guests":   append(slices.Clone(onGround), "meeting/policy"),
		"meeting/hours":    append(slices.Clone(onGround), "meeting/agenda"),
		"meeting/minutes":  append(slices.Clone(onGround), "meeting/agenda"),
		"meeting/wording":  append(slices.Clone(onGround), "meeting/agenda"),
		"meeting/pattern":  {},
		"directive":        onGround, // as discipline
		"pledge":           onGround, // as discipline
		"activity":         append(slices.Clone(onGround), "activity/clash"),
		"activity/clash":   append(slices.Clone(plumbing), "law"), // a pure function over the pack
		"contact":          onGround,                              // both sides write the same, by letter
		// What two rooms do together they do by letter; of the government's own it knows the circular.
		"advisory": append(slices.Clone(onGround), "directive"),
		// A government's pages serve the press too: only press/tip knows reports, and only Bawaslu's rooms use it.
		"press/reading": onGround,
		"press":         append(slices.Clone(onGround), "press/reading"),
		"press/tip":     slices.Concat(onGround, clippings, []string{"evidence", "intake"}),
		// Tells of meetings and directives, and of nothing else.
		"notice": slices.Concat(onGround, meetings, []string{"directive"}),

		"web/static": {},
		"web/gate":   {".", "internal/network"},
		"web/ui":     {".", "internal/words", "web/static", "web/ui/uitest"}, // no noun
		// Uses whatever pages a test has.
		"web/ui/uitest": {"."},
		// A component of several nouns' forms that knows the law.
		"web/guard": slices.Concat(plumbing, []string{"law", "law/cite", "web/ui", "web/static"}),
		// As it; of the law's clocks.
		"web/dial": slices.Concat(onGround, []string{"web/ui", "web/static"}),
		// The regent's pages keep the wall of the package they show.
		"web/discipline": slices.Concat(onGround, []string{"discipline", "discipline/rules", "discipline/paper", "web/ui", "web/static", "web/dial"}),
		"web/meeting":    slices.Concat(onGround, meetings, []string{"web/ui", "web/ui/uitest", "web/static", "web/guard", "web/gate"}),
		"web/feed":       slices.Concat(onGround, meetings, []string{"web/ui", "web/static"}),
		"web/notice":     slices.Concat(onGround, meetings, []string{"directive", "notice", "web/ui", "web/static"}),
		"web/directive":  slices.Concat(onGround, []string{"directive", "web/ui", "web/ui/uitest", "web/static", "web/guard", "web/gate"}),
		"web/pledge":     slices.Concat(onGround, []string{"pledge", "web/ui", "web/ui/uitest", "web/static"}),
		"web/press":      slices.Concat(onGround, clippings, []string{"web/ui", "web/static"}),
		"web/activity":   slices.Concat(onGround, []string{"activity", "activity/clash", "web/ui", "web/static"}),
		"web/contact":    slices.Concat(onGround, []string{"contact", "web/ui", "web/static"}),
		"web/advisory":   slices.Concat(onGround, []string{"advisory", "directive", "web/ui", "web/static"}),
		// One instance put together, for whoever serves it.
		"instance": domain,
		"web":      append(slices.Clone(domain), "instance", "web/..."),
		"api":      append(slices.Clone(domain), "instance", "api/..."),
		"api/law":  slices.Concat(plumbing, ground), // carries the law and no noun
		// As their domain packages: one noun each, and nothing of another room.
		"api/meeting":    slices.Concat(onGround, meetings, []string{"api/wire"}),
		"api/directive":  slices.Concat(onGround, []string{"directive", "api/wire"}),
		"api/pledge":     slices.Concat(onGround, []string{"pledge", "api/wire"}),
		"api/notice":     slices.Concat(onGround, meetings, []string{"directive", "notice", "api/wire"}),
		"api/press":      slices.Concat(onGround, clippings),
		"api/calendar":   slices.Concat(onGround, meetings),                    // the government's, as its pages
		"api/wire":       plumbing,                                             // carries JSON and knows no noun
		"api/prevention": append(slices.Clone(domain), "instance", "api/wire"), // as api, whose routes it makes
		"api/clock":      append(slices.Clone(domain), "instance", "api/wire"), // as it
		"api/field":      {"."},                                                // words of the contract, nothing else

		// The practice region and the program put everything together; nothing imports them.
		"practice":  {"..."},
		"cmd/rambu": {"..."},
	}
	for i, name := range ground {
		table[name] = slices.Concat(plumbing, ground[:i])
	}
	for _, name := range []string{"db", "db/pgtest", "db/dbtest", "blob", "blob/blobtest", "durable", "queue", "clock", "ical", "mail", "mail/mailtest", "network", "pdf", "sheet", "words"} {
		table["internal/"+name] = plumbing
	}
	for _, name := range []string{"intake", "access", "casefile", "letter", "roster", "ledger", "law", "procedure", "quiz"} {
		table["web/"+name] = page // no web/X imports another
	}
	return table
}

// Tools of developers stand outside the program: they may import everything, and nothing may
// import them.
func isTool(name string) bool {
	return strings.HasPrefix(name, "tools/") || strings.HasPrefix(name, "e2e/")
}

// testHelpers are packages that only tests may import.
var testHelpers = []string{"internal/db/pgtest", "internal/db/dbtest", "internal/blob/blobtest", "internal/mail/mailtest", "law/lawtest", "groundtest", "intake/intaketest", "web/ui/uitest"}

// Sizes past which a package or file is asked to split by noun.
const (
	maxPackageLines = 4000
	maxFileLines    = 500
)

// listed is what "go list" says of a package or of its test variant.
type listed struct {
	ImportPath, Doc, Dir, ForTest string
	Imports, Deps, GoFiles        []string
	Module                        *struct{ Main bool }
}

// name is the folder of the package in this module, also for "x [x.test]" and "x_test [x.test]".
func (p listed) name() string {
	if p.ForTest != "" {
		return local(p.ForTest)
	}
	return local(strings.TrimSuffix(p.ImportPath, ".test"))
}

// local turns an import path into a folder of this module, or "" for a foreign one.
func local(importPath string) string {
	importPath, _, _ = strings.Cut(importPath, " ") // "x [y.test]" is x built for the tests of y
	if importPath == module {
		return "."
	}
	rest, ok := strings.CutPrefix(importPath, module+"/")
	if !ok {
		return ""
	}
	return rest
}

func matches(allowed, dep string) bool {
	prefix, wild := strings.CutSuffix(allowed, "...")
	return allowed == dep || wild && (strings.HasPrefix(dep, prefix) || dep == strings.TrimSuffix(prefix, "/"))
}

// mine lists the packages of this module with their test variants and all dependencies.
func mine(t *testing.T) []listed {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", "list", "-deps", "-test",
		"-json=ImportPath,Doc,Dir,ForTest,Imports,Deps,GoFiles,Module", "./...")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, &stderr)
	}
	var found []listed
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var p listed
		err := dec.Decode(&p)
		if errors.Is(err, io.EOF) {
			return found
		}
		if err != nil {
			t.Fatal(err)
		}
		if p.Module != nil && p.Module.Main || strings.HasSuffix(p.ImportPath, ".test") && local(p.ImportPath) != "" {
			found = append(found, p)
		}
	}
}

func TestLayout(t *testing.T) {
	table := mayImport()
	packages := mine(t)
	if len(packages) == 0 {
		t.Fatal("go list found no package of " + module)
	}
	reported := map[string]bool{}
	for _, p := range packages {
		name := p.name()
		isTest := p.ForTest != "" || strings.HasSuffix(p.ImportPath, ".test")
		if !isTest {
			checkPackage(t, p)
		}
		allowed, ok := table[name]
		switch {
		case isTool(name):
			allowed = []string{"..."}
		case !ok && !reported[name]:
			reported[name] = true
			t.Errorf("%s: not in mayImport; say where it stands", name)
		}
		if !ok && !isTool(name) {
			continue
		}
		for _, problem := range forbidden(name, allowed, p) {
			if !reported[problem] {
				reported[problem] = true
				t.Error(problem)
			}
		}
	}
}

// forbidden says which dependencies of a package the table does not allow.
func forbidden(name string, allowed []string, p listed) []string {
	var out []string
	isTest := p.ForTest != "" || strings.HasSuffix(p.ImportPath, ".test")
	for _, imp := range slices.Concat(p.Imports, p.Deps) {
		dep := local(strings.TrimSuffix(imp, ".test"))
		if dep == "" || dep == name || strings.TrimSuffix(dep, "_test") == name {
			continue
		}
		helper := slices.Contains(testHelpers, dep)
		switch {
		case isTool(dep):
			out = append(out, name+" imports the tool "+dep)
		case helper && !isTest && !slices.Contains(testHelpers, name) && !isTool(name):
			out = append(out, name+" imports "+dep+", which is for tests")
		case !slices.ContainsFunc(allowed, func(a string) bool { return matches(a, dep) }):
			out = append(out, name+" may not import "+dep+", directly or through others, nor in tests")
		}
	}
	return out
}

// checkPackage holds the package to its comment and its size.
func checkPackage(t *testing.T, p listed) {
	t.Helper()
	name := p.name()
	if len(p.GoFiles) > 0 && p.Doc == "" {
		t.Errorf("%s: no package comment that says what it is for", name)
	}
	total := 0
	for _, f := range p.GoFiles {
		src, err := os.ReadFile(filepath.Join(p.Dir, f))
		if err != nil {
			t.Fatal(err)
		}
		n := bytes.Count(src, []byte("\n"))
		if n > maxFileLines {
			t.Errorf("%s has %d lines; split it (max %d)", path.Join(name, f), n, maxFileLines)
		}
		total += n
	}
	if total > maxPackageLines {
		t.Errorf("%s has %d lines; split it by noun (max %d)", name, total, maxPackageLines)
	}
}

// TestLayoutCatches proves that the rules bite, on packages made up for it.
func TestLayoutCatches(t *testing.T) {
	table := mayImport()
	for _, c := range []struct {
		name, dep string
		test      bool
		ok        bool
	}{
		{"discipline", "letter", false, true},
		{"discipline", "casefile", false, false},
		{"discipline", "intake", true, false},
		{"directive", "casefile", false, false},
		{"pledge", "intake", false, false},
		{"advisory", "casefile", false, false},
		{"activity", "intake", true, false},
		{"contact", "directive", false, false},
		{"contact", "casefile", true, false},
		{"activity/clash", "roster", false, false},
		{"web/activity", "discipline", false, false},
		{"advisory", "directive", false, true},
		{"web/advisory", "discipline", true, false},
		{"press", "intake", true, false},
		{"press", "meeting", false, false},
		{"web/press", "press/tip", false, false},
		{"press/tip", "intake", false, true},
		{"web/directive", "intake", true, false},
		{"web/discipline", "evidence", false, false},
		{"meeting", "casefile", false, false},
		{"meeting", "intake", true, false},
		{"meeting", "discipline", false, false},
		{"discipline", "meeting", false, false},
		{"web/meeting", "discipline", false, false},
		{"web/meeting", "meeting", false, true},
		{"web/discipline", "discipline", false, true},
		{"api/meeting", "discipline", false, false},
		{"api/directive", "meeting", false, false},
		{"api/pledge", "casefile", true, false},
		{"ledger", "seal", false, false},
		{"seal", "ledger", false, true},
		{"intake", "casefile", false, false},
		{"casefile", "intake", false, true},
		{"web/intake", "web/casefile", false, false},
		{"web/ui", "letter", false, false},
		{"web/pledge", "web/ui/uitest", true, true},
		{"web/pledge", "web/ui/uitest", false, false},
		{"web", "web/intake", false, true},
		{"internal/db", "ledger", false, false},
		{".", "internal/db", false, false},
		{"ledger", "internal/db/dbtest", true, true},
		{"ledger", "internal/db/dbtest", false, false},
		{"internal/db/dbtest", "internal/db/pgtest", false, true},
		{"discipline", "groundtest", true, true},
		{"discipline", "groundtest", false, false},
		{"letter", "groundtest", true, false},
		{"cmd/rambu", "practice", false, true},
		{"cmd/rambu", "tools/regions", false, false},
		{"web", "practice", false, false},
	} {
		p := listed{ImportPath: module + "/" + c.name, Deps: []string{"fmt", module + "/" + c.dep}}
		if c.test {
			p.ForTest = p.ImportPath
		}
		if got := len(forbidden(c.name, table[c.name], p)) == 0; got != c.ok {
			t.Errorf("%s imports %s (in tests: %v): allowed = %v, want %v", c.name, c.dep, c.test, got, c.ok)
		}
	}
}

// TestStandsAlone: nothing committed reaches out of the repository, or was made from what is in it.
func TestStandsAlone(t *testing.T) {
	out, err := exec.CommandContext(t.Context(), "git", "ls-files", "-z").Output()
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatalf("git ls-files: %v", err)
		}
		t.Skipf("not a git checkout: %v", err)
	}
	outside := [][]byte{[]byte("../" + "shared"), []byte("/work" + "/")}
	for name := range strings.SplitSeq(strings.TrimSuffix(string(out), "\x00"), "\x00") {
		content, err := os.ReadFile(name)
		if errors.Is(err, os.ErrNotExist) {
			continue // deleted, not yet committed
		}
		if err != nil {
			t.Fatal(err)
		}
		if len(content) > 1<<20 {
			t.Errorf("%s has %d bytes: built, not written", name, len(content))
		}
		for _, word := range outside {
			if before, _, found := bytes.Cut(content, word); found {
				t.Errorf("%s:%d mentions %q", name, 1+bytes.Count(before, []byte("\n")), word)
			}
		}
	}
}
