package rambu_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// The wall in the data: tables carry the name of their package, and no store or migration
// names a table of another one. There is no list of exceptions.

// generator is the one package that puts SQL together for tables it is given: their names
// stand in the calls of its NewTable, which are checked instead.
const generator = "ledger"

var (
	comment = regexp.MustCompile(`(?m)--.*$|(?s)/\*.*?\*/`)
	quoted  = regexp.MustCompile(`'(?:[^']|'')*'`)
	// cte finds the names a WITH clause makes up: "name AS (" and "name (columns) AS (".
	cte = regexp.MustCompile(`(?i)\b([a-z_][a-z0-9_]*)\s*(?:\([^()]*\)\s*)?AS\s+(?:NOT\s+MATERIALIZED\s+|MATERIALIZED\s+)?\(`)
	// notTable are the words after which FROM or UPDATE names no table.
	notTable = regexp.MustCompile(`(?i)\bDISTINCT\s+FROM\b|\bFOR\s+(?:NO\s+KEY\s+)?UPDATE\b|\bDO\s+UPDATE\b|\bON\s+UPDATE\b|\b(?:extract|substring|trim|overlay)\s*\([^()]*\bFROM\b`)
	// named finds a table, or the end of the text where one is put in.
	named = regexp.MustCompile(`(?i)\b(?:FROM|JOIN|INTO|UPDATE|TABLE|REFERENCES|TRIGGER\s[^;]*?\bON|INDEX\s[^;]*?\bON)\s+` +
		`(?:IF\s+(?:NOT\s+)?EXISTS\s+|ONLY\s+|LATERAL\s+)*(["a-z_%][\w".%]*|\(|$)`)
	// more finds further tables of a comma list: "FROM a x, b".
	more = regexp.MustCompile(`(?i)\bFROM\s+[a-z_]\w*(?:\s+(?:AS\s+)?[a-z]\w*)?((?:\s*,\s*[a-z_]\w*(?:\s+(?:AS\s+)?[a-z]\w*)?)+)`)
	// shape tells SQL from English: words in capitals, or a whole statement in small letters.
	shape = regexp.MustCompile(`\b(?:FROM|JOIN|INTO|UPDATE|TABLE|REFERENCES)\b|(?is)^\s*(?:select\b.*\bfrom\b|insert\s+into\b|delete\s+from\b|update\b.*\bset\b|create\s|alter\s|drop\s|(?:left\s+|inner\s+|cross\s+)?join\s)`)
)

// dynamic stands for a table name that is put in while the program runs.
const dynamic = "%"

// tables returns the tables a piece of SQL names, without those its WITH clause makes up.
func tables(sql string) []string {
	sql = quoted.ReplaceAllString(comment.ReplaceAllString(sql, " "), "''")
	sql = notTable.ReplaceAllString(sql, " ")
	var made, found []string
	for _, m := range cte.FindAllStringSubmatch(sql, -1) {
		made = append(made, strings.ToLower(m[1]))
	}
	add := func(name string) {
		name = strings.ToLower(strings.ReplaceAll(name, `"`, ""))
		switch {
		case name == "(" || slices.Contains(made, name):
			return
		case name == "" || strings.Contains(name, "%"):
			name = dynamic
		}
		if !slices.Contains(found, name) {
			found = append(found, name)
		}
	}
	for _, m := range named.FindAllStringSubmatch(sql, -1) {
		add(m[1])
	}
	for _, m := range more.FindAllStringSubmatch(sql, -1) {
		for part := range strings.SplitSeq(m[1], ",") {
			if fields := strings.Fields(part); len(fields) > 0 {
				add(fields[0])
			}
		}
	}
	return found
}

// owns reports whether a package owns a table: "casefile" and "casefile_step" are casefile's.
func owns(pkg, table string) bool {
	prefix := path.Base(pkg)
	return table == prefix || strings.HasPrefix(table, prefix+"_") || table == dynamic && pkg == generator
}

// wallFile says which foreign tables a file of a package names.
func wallFile(pkg, name string, src []byte) ([]string, error) {
	if strings.HasSuffix(name, ".sql") {
		return foreign(pkg, name, tables(string(src))), nil
	}
	files := token.NewFileSet()
	parsed, err := parser.ParseFile(files, name, src, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	store := strings.HasPrefix(path.Base(name), "store")
	var problems []string
	ast.Inspect(parsed, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ImportSpec:
			return false
		case *ast.Field:
			return n.Tag == nil // a struct tag is no SQL
		case *ast.CallExpr:
			problems = append(problems, declared(pkg, files.Position(n.Pos()).String(), n)...)
		case *ast.BasicLit:
			if !store || n.Kind != token.STRING {
				return true
			}
			s, err := strconv.Unquote(n.Value)
			if err == nil && shape.MatchString(s) {
				problems = append(problems, foreign(pkg, files.Position(n.Pos()).String(), tables(s))...)
			}
		}
		return true
	})
	return problems, nil
}

// declared checks the name given to ledger.NewTable, by which the ledger writes its rows.
func declared(pkg, at string, call *ast.CallExpr) []string {
	fn, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || fn.Sel.Name != "NewTable" || len(call.Args) == 0 {
		return nil
	}
	name, ok := call.Args[0].(*ast.BasicLit)
	if !ok {
		return []string{at + ": write the table's name into the call, where this test can read it"}
	}
	s, err := strconv.Unquote(name.Value)
	if err != nil {
		return []string{at + ": " + err.Error()}
	}
	return foreign(pkg, at, []string{s})
}

func foreign(pkg, at string, names []string) []string {
	var out []string
	for _, table := range names {
		switch {
		case owns(pkg, table):
		case table == dynamic:
			out = append(out, at+": a table's name is put in while the program runs; write it out")
		default:
			out = append(out, fmt.Sprintf("%s: package %s names the table %q, which is not its own", at, pkg, table))
		}
	}
	return out
}

func TestTablesBelongToTheirPackage(t *testing.T) {
	checked := 0
	err := filepath.WalkDir(".", func(name string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		base := e.Name()
		if e.IsDir() {
			if name != "." && (strings.HasPrefix(base, ".") || base == "node_modules" || base == "testdata") || name == "internal/db" {
				return fs.SkipDir // internal/db knows the databases' own tables and nobody's rows
			}
			return nil
		}
		pkg := path.Dir(filepath.ToSlash(name))
		isSQL := path.Base(pkg) == "migrations" && strings.HasSuffix(base, ".sql")
		if isSQL {
			pkg = path.Dir(pkg)
		} else if !strings.HasSuffix(base, ".go") || strings.HasSuffix(base, "_test.go") {
			return nil
		}
		src, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		problems, err := wallFile(pkg, filepath.ToSlash(name), src)
		for _, p := range problems {
			t.Error(p)
		}
		if isSQL || strings.HasPrefix(base, "store") {
			checked++
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if checked == 0 {
		t.Error("no store and no migration was found: does this test look in the right place?")
	}
}

// TestWallSeesTables proves that the scan finds the tables of each kind of statement.
func TestWallSeesTables(t *testing.T) {
	for sql, want := range map[string]string{
		`SELECT a FROM casefile_step s JOIN intake_report r ON r.id = s.report`:                       "casefile_step intake_report",
		`select a from intake_report`:                                                                 "intake_report",
		`INSERT INTO a_b (x) VALUES ('copied from memory')`:                                           "a_b",
		`INSERT INTO a_b (x) VALUES ($1) ON CONFLICT (x) DO UPDATE SET x = excluded.x`:                "a_b",
		`UPDATE a_b SET x = 1 WHERE id IN (SELECT id FROM (SELECT id FROM c_d) AS q)`:                 "a_b c_d",
		`SELECT x FROM a_b WHERE y IS DISTINCT FROM z FOR UPDATE SKIP LOCKED`:                         "a_b",
		`WITH late AS (SELECT id FROM a_b) DELETE FROM c_d WHERE id IN (SELECT id FROM late)`:         "a_b c_d",
		`WITH RECURSIVE up (id) AS (SELECT id FROM a_b UNION SELECT u.id FROM up u) SELECT 1 FROM up`: "a_b",
		`SELECT extract(year FROM at) FROM a_b`:                                                       "a_b",
		`SELECT 1 FROM a_b x, c_d AS y, e_f`:                                                          "a_b c_d e_f",
		`CREATE TABLE IF NOT EXISTS "a_b" (x text REFERENCES c_d (id))`:                               "a_b c_d",
		"CREATE UNIQUE INDEX i ON a_b (x);\n-- not from memory\nDROP TABLE c_d":                       "a_b c_d",
		`CREATE TRIGGER t BEFORE UPDATE ON a_b FOR EACH ROW EXECUTE FUNCTION f()`:                     "a_b",
		"SELECT x FROM ":    "%",
		`DELETE FROM %s`:    "%",
		` JOIN e_f ON true`: "e_f",
	} {
		got := tables(sql)
		slices.Sort(got)
		if s := strings.Join(got, " "); s != want {
			t.Errorf("tables(%q) = %q, want %q", sql, s, want)
		}
	}
}

// TestWallCatches proves that a store with a foreign table fails, however it names it.
func TestWallCatches(t *testing.T) {
	for _, c := range []struct {
		pkg, name, src string
		problems       int
	}{
		{"discipline", "discipline/store.go", "package discipline\nconst q = `SELECT id FROM discipline_matter`", 0},
		{"discipline", "discipline/store_read.go", "package discipline\nconst q = `SELECT id FROM casefile_case`", 1},
		{"discipline", "discipline/store.go", "package discipline\nvar q = `SELECT x ` + ` JOIN intake_report r`", 1},
		{"discipline", "discipline/store.go", "package discipline\nvar q = `DELETE FROM ` + name", 1},
		{"discipline", "discipline/store.go", "package discipline\nvar e = `removed from the list`", 0},
		{"discipline", "discipline/matter.go", "package discipline\nvar t = ledger.NewTable(`casefile_case`, `id`)", 1},
		{"discipline", "discipline/matter.go", "package discipline\nvar t = ledger.NewTable(name, `id`)", 1},
		{"discipline", "discipline/migrations/0001_x.sql", "CREATE TABLE disciplinary (id text);", 1},
		{"ledger", "ledger/store.go", "package ledger\nvar q = `DELETE FROM ` + t.Name", 0},
		{"internal/queue", "internal/queue/store.go", "package queue\nvar q = `SELECT id FROM queue_job`", 0},
	} {
		got, err := wallFile(c.pkg, c.name, []byte(c.src))
		if err != nil || len(got) != c.problems {
			t.Errorf("%s %q: %q, %v; want %d problems", c.name, c.src, got, err, c.problems)
		}
	}
}
