package words

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"rambu.id"
)

// root is the module's folder, where the sources to scan lie.
const root = "../.."

// maxWords is the longest sentence a person should have to read (ux: none above 25).
const maxWords = 25

var (
	keyForm   = regexp.MustCompile(`^[a-z_]+(\.[a-z0-9_-]+){1,3}$`)
	placeForm = regexp.MustCompile(`\{[a-z][a-z0-9_]*\}`)
	// An action that calls t or T with a literal key; one that builds its key has no closing
	// quote right after a whole key and is left alone.
	htmlCall = regexp.MustCompile("(?:\\{\\{-?\\s*|[.(|]\\s*|\\s)[tT]\\s+[\"`]([^\"`]+)[\"`]")
	// Other functions take keys too (badge "late" "ui.left.hours"), so every literal of an action
	// that begins with a noun of the catalogues is a key, but for names of templates, values
	// that are compared, and files.
	htmlLiteral = regexp.MustCompile("[\"`]([^\"`]+)[\"`]")
	htmlOther   = regexp.MustCompile("\\b(?:(?:template|define|block)|(?:eq|ne)\\s+[^\\s\"`]+)\\s+[\"`][^\"`]*[\"`]")
	fileName    = regexp.MustCompile(`\.(css|js|svg|png|html|pdf|csv|json|txt)$`)
	htmlBlock   = regexp.MustCompile(`(?s)\{\{.*?\}\}`)
	sentence    = regexp.MustCompile(`[.!?:;](\s|$)|\n`)
)

func TestBothLanguagesSayTheSame(t *testing.T) {
	for _, name := range catalogueFiles(t) {
		id, en := mustRead(t, ID, name), mustRead(t, EN, name)
		for _, key := range sortedKeys(id) {
			other, ok := en[key]
			if !ok {
				t.Errorf("en/%s: key %s is missing", name, key)
				continue
			}
			if got, want := places(other), places(id[key]); !slices.Equal(got, want) {
				t.Errorf("%s: key %s has places %v in English, %v in Indonesian", name, key, got, want)
			}
		}
		for _, key := range sortedKeys(en) {
			if _, ok := id[key]; !ok {
				t.Errorf("id/%s: key %s is missing", name, key)
			}
		}
	}
}

func TestCatalogueTexts(t *testing.T) {
	for _, name := range catalogueFiles(t) {
		for _, lang := range []Lang{ID, EN} {
			texts := mustRead(t, lang, name)
			if len(texts) == 0 {
				t.Errorf("%s/%s is empty", lang, name)
			}
			for _, key := range sortedKeys(texts) {
				for _, fault := range textFaults(lang, key, texts[key]) {
					t.Errorf("%s/%s: %s: %s", lang, name, key, fault)
				}
			}
		}
	}
}

func TestTextFaults(t *testing.T) {
	long := strings.Repeat("kata ", maxWords)
	tests := []struct {
		key, text string
		want      int
	}{
		{"a.b", "Simpan konsep", 0},
		{"a.b", long + "akhir.", 1},
		{"a.b", long + ". Kalimat kedua.", 0},
		{"a.b", " ", 1},
		{"a.b", "Silahkan masuk", 1},
		{"a.b", "Hari Jum'at", 1},
		{"a.b", "Halo {Nama}", 1},
		{"a.b", "Halo {nama", 1},
		{"A.b", "Halo", 1},
		{"halo", "Halo", 1},
	}
	for _, tt := range tests {
		if got := textFaults(ID, tt.key, tt.text); len(got) != tt.want {
			t.Errorf("textFaults(%q, %q) = %v, want %d faults", tt.key, tt.text, got, tt.want)
		}
	}
}

func TestEveryKindHasASentence(t *testing.T) {
	w := mustLoad(t)
	kinds := kindsOf(t)
	if len(kinds) < 10 {
		t.Fatalf("found only the kinds %v in rambu.go", kinds)
	}
	for _, kind := range kinds {
		wantKey(t, w, "error."+kind, "rambu.go")
	}
}

// datedFault is a fault that says a day, with the name it says it by.
var datedFault = regexp.MustCompile(`[Ff]ault\(.*"([a-z_]+)", string\([\w.\[\]-]*(?:[oO]n|[dD]ue|From|To|Since|Date|last|\.first)\)`)

// A fault says a day as it is stored; no sentence of any catalogue shows it like that.
func TestNoSentenceShowsAStoredDate(t *testing.T) {
	w, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	const stored = "2024-10-10"
	days := 0
	for _, lang := range []Lang{ID, EN} {
		for key, text := range w.texts[lang] {
			for _, name := range ofDays {
				if !strings.Contains(text, "{"+name+"}") {
					continue
				}
				days++
				said := w.Error(lang, rambu.Fault(rambu.Conflict, key, name, stored))
				if strings.Contains(said, stored) || !strings.Contains(said, "10 Okt") && !strings.Contains(said, "10 Oct") {
					t.Errorf("%s says %q", key, said)
				}
			}
		}
	}
	found := 0
	err = filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		source, err := os.ReadFile(path)
		for _, m := range datedFault.FindAllSubmatch(source, -1) {
			found++
			if name := string(m[1]); !slices.Contains(ofDays[:], name) {
				t.Errorf("%s: a fault says a day as %q, which is shown as it is stored", path, name)
			}
		}
		return err
	})
	if err != nil || days < 50 || found < 8 {
		t.Errorf("only %d sentences with days and %d faults that say one were looked at: %v", days, found, err)
	}
}

func TestEveryKeyInTheSourcesExists(t *testing.T) {
	w := mustLoad(t)
	nouns := nounsOf(w)
	found := 0
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			return skipDir(d.Name())
		}
		for _, key := range keysIn(t, path, nouns) {
			found++
			wantKey(t, w, key, path)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if found == 0 {
		t.Error("the scan found no key at all in the sources")
	}
}

func TestScanFindsKeys(t *testing.T) {
	goSource := `package p
var _ = rambu.Fault(rambu.Invalid, "a.fault", "name", "b.not_a_key")
var _ = w.T(lang, "a.text", "n", x)
var _ = T(lang, ` + "`a.raw`" + `)
var _ = w.T(lang, "a.built."+kind)
var _ = &rambu.Error{Kind: rambu.Invalid, Key: "a.literal"}
var _ = Object{Key: "a.object"}
var _ = frame.T("a.first")
var _ = frame("a.other.label", "a.operation", "z.other.noun", "a.file.css")
var _ = "a.built.from_" + kind + w.T(lang, "a.in_sum")
// rambu.Fault(rambu.Invalid, "a.comment")
`
	html := `<p>{{t "a.page"}} {{ .T "a.method" "n" (t "a.nested") }}{{template "a.row" .}}{{badge "late" "a.badge"}}{{asset "a.css"}}{{other "z.unknown"}}
{{- $.T "a.dollar"}} {{if eq .State "a.other"}}{{t (print "a.built." .Kind)}} {{print "x" | printf (t ` + "`a.raw`" + `)}}
{{ template "row" (dict "label" (.T "a.long.key_x.y-z")) }}t "a.outside"</p>`
	nouns := map[string]bool{"a": true}
	if got, want := keysInGo(t, "p.go", goSource, nouns), []string{"a.fault", "a.text", "a.raw", "a.literal", "a.first", "a.other.label", "a.in_sum"}; !slices.Equal(got, want) {
		t.Errorf("Go: got %v, want %v", got, want)
	}
	if got, want := keysInHTML(html, nouns), []string{"a.page", "a.method", "a.nested", "a.badge", "a.dollar", "a.raw", "a.long.key_x.y-z"}; !slices.Equal(got, want) {
		t.Errorf("HTML: got %v, want %v", got, want)
	}
}

func mustLoad(t *testing.T) *Words {
	t.Helper()
	w, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func wantKey(t *testing.T, w *Words, key, where string) {
	t.Helper()
	for _, lang := range []Lang{ID, EN} {
		if !w.Has(lang, key) {
			t.Errorf("%s: key %s is missing in the %s catalogue", where, key, lang)
		}
	}
}

// catalogueFiles lists the file names of both languages together.
func catalogueFiles(t *testing.T) []string {
	t.Helper()
	names := map[string]bool{}
	for _, lang := range []Lang{ID, EN} {
		entries, err := fs.ReadDir(catalogue, "catalogue/"+string(lang))
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			names[e.Name()] = true
		}
	}
	return slices.Sorted(maps.Keys(names))
}

func mustRead(t *testing.T, lang Lang, name string) map[string]string {
	t.Helper()
	texts, err := readFile(catalogue, "catalogue/"+string(lang)+"/"+name)
	if err != nil {
		t.Error(err)
	}
	return texts
}

func sortedKeys(m map[string]string) []string { return slices.Sorted(maps.Keys(m)) }

func places(text string) []string {
	found := placeForm.FindAllString(text, -1)
	slices.Sort(found)
	return slices.Compact(found)
}

// textFaults says what is wrong with a key or its text.
func textFaults(lang Lang, key, text string) []string {
	var faults []string
	if !keyForm.MatchString(key) {
		faults = append(faults, "the key is not noun.screen.element")
	}
	if strings.TrimSpace(text) == "" {
		faults = append(faults, "the text is empty")
	}
	if strings.ContainsAny(placeForm.ReplaceAllString(text, ""), "{}") {
		faults = append(faults, "a {place} is malformed")
	}
	for _, s := range sentence.Split(text, -1) {
		if n := len(strings.Fields(s)); n > maxWords {
			faults = append(faults, "a sentence has "+strconv.Itoa(n)+" words, more than "+strconv.Itoa(maxWords))
		}
	}
	if lang == ID {
		for _, bad := range []string{"silahkan", "jum'at", "jum’at"} {
			if strings.Contains(strings.ToLower(text), bad) {
				faults = append(faults, "not good Indonesian: "+bad)
			}
		}
	}
	return faults
}

// kindsOf reads the values of rambu.Kind from the source, so that no new kind is forgotten.
func kindsOf(t *testing.T) []string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(root, "rambu.go"), nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var kinds []string
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok {
			return true
		}
		if name, ok := spec.Type.(*ast.Ident); ok && name.Name == "Kind" {
			for _, v := range spec.Values {
				kinds = append(kinds, literal(v))
			}
		}
		return true
	})
	return kinds
}

func skipDir(name string) error {
	if name == "testdata" || name == "node_modules" || name == "out" || (strings.HasPrefix(name, ".") && len(name) > 2) {
		return fs.SkipDir
	}
	return nil
}

// keysIn returns the literal catalogue keys a Go or HTML source uses.
func keysIn(t *testing.T, path string, nouns map[string]bool) []string {
	t.Helper()
	isGo := strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, "_test.go")
	if !isGo && !strings.HasSuffix(path, ".html") {
		return nil
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if isGo {
		return keysInGo(t, path, string(data), nouns)
	}
	return keysInHTML(string(data), nouns)
}

// keysInGo returns the keys of a Go source: those that stand where keys stand, and every literal
// that looks like noun.screen.element with a noun of the catalogues and is not built further.
func keysInGo(t *testing.T, path, source string, nouns map[string]bool) []string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), path, source, 0)
	if err != nil {
		t.Errorf("%s: %v", path, err)
		return nil
	}
	var keys []string
	built := map[ast.Expr]bool{}
	add := func(key string) {
		if keyForm.MatchString(key) && !slices.Contains(keys, key) {
			keys = append(keys, key)
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		if sum, ok := n.(*ast.BinaryExpr); ok && sum.Op == token.ADD {
			built[sum.X], built[sum.Y] = true, true
		}
		for _, e := range keyPlaces(n) {
			add(literal(e))
		}
		if e, ok := n.(*ast.BasicLit); ok && !built[e] {
			s := literal(e)
			noun, _, _ := strings.Cut(s, ".")
			if nouns[noun] && strings.Count(s, ".") > 1 && !fileName.MatchString(s) {
				add(s)
			}
		}
		return true
	})
	return keys
}

// keyPlaces returns the expressions of a node where a catalogue key stands: the first two
// arguments of Fault and T, and the Key of an Error literal.
func keyPlaces(n ast.Node) []ast.Expr {
	switch n := n.(type) {
	case *ast.CallExpr:
		if name := called(n.Fun); name == "Fault" || name == "T" {
			return n.Args[:min(2, len(n.Args))]
		}
	case *ast.CompositeLit:
		if called(n.Type) != "Error" {
			return nil
		}
		for _, e := range n.Elts {
			if kv, ok := e.(*ast.KeyValueExpr); ok && called(kv.Key) == "Key" {
				return []ast.Expr{kv.Value}
			}
		}
	}
	return nil
}

// called names the function, method, type or field an expression stands for, "" for anything else.
func called(fun ast.Expr) string {
	switch fun := fun.(type) {
	case *ast.Ident:
		return fun.Name
	case *ast.SelectorExpr:
		return fun.Sel.Name
	}
	return ""
}

// literal returns the text of a string literal, "" for any other expression.
func literal(e ast.Expr) string {
	lit, ok := e.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return ""
	}
	s, err := strconv.Unquote(lit.Value)
	if err != nil {
		return ""
	}
	return s
}

// keysInHTML returns the keys in the actions of a template; nouns are those the catalogues have.
func keysInHTML(source string, nouns map[string]bool) []string {
	var keys []string
	add := func(key string) {
		if keyForm.MatchString(key) && !slices.Contains(keys, key) {
			keys = append(keys, key)
		}
	}
	for _, block := range htmlBlock.FindAllString(source, -1) {
		for _, m := range htmlCall.FindAllStringSubmatch(block, -1) {
			add(m[1])
		}
		for _, m := range htmlLiteral.FindAllStringSubmatch(htmlOther.ReplaceAllString(block, ""), -1) {
			noun, _, _ := strings.Cut(m[1], ".")
			if nouns[noun] && !fileName.MatchString(m[1]) {
				add(m[1])
			}
		}
	}
	return keys
}

// nounsOf returns the first words of all keys.
func nounsOf(w *Words) map[string]bool {
	nouns := map[string]bool{}
	for key := range w.texts[ID] {
		noun, _, _ := strings.Cut(key, ".")
		nouns[noun] = true
	}
	return nouns
}
