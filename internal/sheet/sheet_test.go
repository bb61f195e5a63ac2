package sheet

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"errors"
	"fmt"
	"io"
	"maps"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"rambu.id"
)

func keyOf(err error) string {
	if e, ok := errors.AsType[*rambu.Error](err); ok {
		return e.Key
	}
	if err != nil {
		return err.Error()
	}
	return ""
}

func TestReadCSV(t *testing.T) {
	want := []Row{{1, []string{"nama", "nip"}}, {2, []string{"Sri, S.Pd.", "1"}}}
	tests := []struct{ name, in string }{
		{"comma", "nama,nip\n\"Sri, S.Pd.\",1\n"},
		{"semicolon", "nama;nip\r\nSri, S.Pd.;1\r\n"},
		{"tab", "nama\tnip\nSri, S.Pd.\t1"},
		{"byte order mark", "\ufeffnama;nip\nSri, S.Pd.;1\n"},
		{"white space", "  nama ;nip\u00a0\n Sri, S.Pd.;1 \n"},
		{"utf-16", "\xff\xfen\x00a\x00m\x00a\x00;\x00n\x00i\x00p\x00\n\x00S\x00r\x00i\x00,\x00 \x00S\x00.\x00P\x00d\x00.\x00;\x001\x00"},
	}
	for _, tt := range tests {
		got, err := Read(strings.NewReader(tt.in), StaffLimits())
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

func TestReadCSVKeepsLineNumbers(t *testing.T) {
	got, err := Read(strings.NewReader("sep=;\na;b\n\n;;\n\"two\nlines\";c\nd;e\n"), StaffLimits())
	if err != nil {
		t.Fatal(err)
	}
	want := []Row{{2, []string{"a", "b"}}, {5, []string{"two lines", "c"}}, {7, []string{"d", "e"}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// A file with the line ends of an old Macintosh is one line to the CSV reader: its header would swallow all rows.
func TestReadCarriageReturnsOnly(t *testing.T) {
	rows, err := Read(strings.NewReader("nama,nip\rSri,123\rBudi,456\r"), StaffLimits())
	if err != nil || len(rows) != 3 || rows[2].Line != 3 || rows[2].Cell(0) != "Budi" {
		t.Errorf("read %+v, %v", rows, err)
	}
}

func TestReadBookNamesTheSheets(t *testing.T) {
	b := workbook(t, func(f *excelize.File) {
		set(t, f, "Sheet1", "A1", "petunjuk")
		for _, name := range []string{"Pegawai", "Rekap"} {
			if _, err := f.NewSheet(name); err != nil {
				t.Fatal(err)
			}
		}
	})
	rows, book, err := ReadBook(bytes.NewReader(b), StaffLimits())
	if err != nil || len(rows) != 1 || book.Read != "Sheet1" || strings.Join(book.Others, ",") != "Pegawai,Rekap" {
		t.Errorf("read %+v of %+v, %v", rows, book, err)
	}
}

func TestReadWindows1252(t *testing.T) {
	got, err := Read(strings.NewReader("nama\nJos\xe9 \x93Ujang\x94\n"), StaffLimits())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]Row{{1, []string{"nama"}}, {2, []string{"José “Ujang”"}}}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestRefusals(t *testing.T) {
	l := Limits{Bytes: 1 << 20, Unpacked: 1 << 20, Entries: 40, Rows: 3, Columns: 3, Cell: 10}
	tests := []struct {
		name string
		in   []byte
		kind rambu.Kind
		key  string
	}{
		{"too many bytes", bytes.Repeat([]byte("a\n"), 1<<20), rambu.TooLarge, "sheet.error.bytes"},
		{"too many rows", []byte("a\nb\nc\nd\n"), rambu.TooLarge, "sheet.error.rows"},
		{"too many columns", []byte("a,b,c,d\n"), rambu.TooLarge, "sheet.error.columns"},
		{"long cell", []byte("a\n" + strings.Repeat("x", 11) + "\n"), rambu.TooLarge, "sheet.error.cell"},
		{"open quote", []byte("a\n\"b\n"), rambu.Invalid, "sheet.error.quote"},
		{"binary", []byte("a\x00b\n"), rambu.Invalid, "sheet.error.format"},
		{"old excel", []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), rambu.Invalid, "sheet.error.old_excel"},
		{"broken workbook", []byte("PK\x03\x04 nothing"), rambu.Invalid, "sheet.error.workbook"},
		{"zip without a sheet", zipOf(t, map[string]string{"a.txt": "x"}), rambu.Invalid, "sheet.error.workbook"},
		{"bomb", bomb(t, 64<<20), rambu.TooLarge, "sheet.error.unpacked"},
		{"many parts", manyParts(t, 41), rambu.TooLarge, "sheet.error.entries"},
		{"lying size", lyingSize(t), rambu.Invalid, "sheet.error.workbook"},
		{"wide row", oneCell(t, "XFD1", "x"), rambu.TooLarge, "sheet.error.columns"},
		{"row far down", oneCell(t, "A900000", "x"), rambu.TooLarge, "sheet.error.rows"},
	}
	for _, tt := range tests {
		rows, err := Read(bytes.NewReader(tt.in), l)
		if rambu.KindOf(err) != tt.kind || keyOf(err) != tt.key || rows != nil {
			t.Errorf("%s: got %v %q, %d rows, want %v %q", tt.name, rambu.KindOf(err), keyOf(err), len(rows), tt.kind, tt.key)
		}
	}
}

func TestReadXLSX(t *testing.T) {
	b := workbook(t, func(f *excelize.File) {
		for cell, v := range map[string]any{"A1": "nama", "B1": "nip", "C1": "mulai", "A3": " Sri\nWahyuni ", "B3": "198001012005012003", "A4": "=1+1"} {
			set(t, f, "Sheet1", cell, v)
		}
		set(t, f, "Sheet1", "C3", 45560) // 25 September 2024
		style, err := f.NewStyle(&excelize.Style{NumFmt: 14})
		if err != nil {
			t.Fatal(err)
		}
		err = f.SetCellStyle("Sheet1", "C3", "C3", style)
		if err != nil {
			t.Fatal(err)
		}
		_, err = f.NewSheet("Lain")
		if err != nil {
			t.Fatal(err)
		}
		set(t, f, "Lain", "A1", "tidak dibaca")
	})
	got, err := Read(bytes.NewReader(b), StaffLimits())
	if err != nil {
		t.Fatal(err)
	}
	want := []Row{{1, []string{"nama", "nip", "mulai"}}, {3, []string{"Sri Wahyuni", "198001012005012003", "2024-09-25"}}, {4, []string{"=1+1"}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestWriteNeutralisesFormulas(t *testing.T) {
	tests := map[string]string{
		"=1+1": "'=1+1", "+62812 x": "'+62812 x", "@SUM(A1)": "'@SUM(A1)", "-2+3": "'-2+3", "\t=1": "'\t=1", " =1": "' =1", "＝1": "'＝1",
		"-5": "-5", "5": "5", "Sri": "Sri", "": "", "-": "'-", "a=b": "a=b",
	}
	for in, want := range tests {
		var out bytes.Buffer
		err := Write(&out, [][]string{{in, "x"}})
		if err != nil {
			t.Fatal(err)
		}
		got := strings.TrimSuffix(strings.TrimPrefix(out.String(), "\ufeff"), ",x\r\n")
		if strings.Trim(got, `"`) != want {
			t.Errorf("Write(%q) = %q, want %q", in, got, want)
		}
	}
}

// What is written can be read again, and no cell of the file starts a formula.
func FuzzWriteRead(f *testing.F) {
	f.Add("=cmd|'/C calc'!A0", "b;c")
	f.Add("'=x", "\"")
	f.Add("\ufeff", "a\r\nb")
	f.Add("h\rg", "")
	f.Fuzz(func(t *testing.T, a, b string) {
		if strings.ContainsRune(a+b, 0) || len(a)+len(b) > 1000 {
			return
		}
		a, b = strings.ToValidUTF8(a, ""), strings.ToValidUTF8(b, "")
		var out bytes.Buffer
		err := Write(&out, [][]string{{"x", "y"}, {a, b}})
		if err != nil {
			t.Fatal(err)
		}
		rows, err := Read(&out, StaffLimits())
		if err != nil {
			t.Fatal(err)
		}
		plain := func(s string) string {
			if strings.HasPrefix(s, "'") {
				return "" // an apostrophe of the writer's own may be taken for ours
			}
			return strings.TrimSpace(calm(strings.ReplaceAll(s, "\r\n", "\n")))
		}
		if len(rows) > 1 && plain(a) != "" && rows[1].Cell(0) != plain(a) {
			t.Errorf("wrote %q, read %q", plain(a), rows[1].Cell(0))
		}
	})
}

// Hostile bytes give rows within the limits or an error of a known kind.
func FuzzRead(f *testing.F) {
	l := Limits{Bytes: 1 << 20, Unpacked: 2 << 20, Entries: 60, Rows: 100, Columns: 20, Cell: 200}
	f.Add([]byte("a;b\n1;2\n"))
	f.Add([]byte("sep=,\n\"a"))
	f.Add(oneCell(f, "A1", "nama"))
	f.Add(zipOf(f, map[string]string{"xl/worksheets/sheet1.xml": "<worksheet/>"}))
	f.Fuzz(func(t *testing.T, b []byte) {
		rows, err := Read(bytes.NewReader(b), l)
		checkWithin(t, rows, err, l)
	})
}

// The bytes of a zip hide its texts from a fuzzer, so this one writes the parts itself.
func FuzzReadParts(f *testing.F) {
	l := Limits{Bytes: 1 << 20, Unpacked: 2 << 20, Entries: 60, Rows: 100, Columns: 20, Cell: 200}
	good := parts(f, workbook(f, func(x *excelize.File) {
		set(f, x, "Sheet1", "A1", "nama")
		set(f, x, "Sheet1", "B2", 12.5)
	}))
	f.Add(good["xl/worksheets/sheet1.xml"], good["xl/sharedStrings.xml"], good["xl/styles.xml"], good["xl/workbook.xml"])
	f.Add(`<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>99999999999</v></c></row></sheetData></worksheet>`, `<sst><si/></sst>`, ``, ``)
	f.Add(`<worksheet><sheetData><row r="-1"><c r="ZZZZZ0" t="inlineStr"><is><t>x</t></is></c></row></sheetData></worksheet>`, ``, `<styleSheet/>`, ``)
	f.Fuzz(func(t *testing.T, sheet, shared, styles, book string) {
		p := maps.Clone(good)
		for name, text := range map[string]string{"xl/worksheets/sheet1.xml": sheet, "xl/sharedStrings.xml": shared, "xl/styles.xml": styles, "xl/workbook.xml": book} {
			if text != "" {
				p[name] = text
			}
		}
		rows, err := Read(bytes.NewReader(zipOf(t, p)), l)
		checkWithin(t, rows, err, l)
	})
}

func checkWithin(t *testing.T, rows []Row, err error, l Limits) {
	t.Helper()
	if k := rambu.KindOf(err); err != nil && k != rambu.Invalid && k != rambu.TooLarge {
		t.Errorf("error of kind %s: %v", k, err)
	}
	if e := errors.Unwrap(err); e != nil && strings.HasPrefix(e.Error(), "workbook reader:") {
		t.Errorf("the library panicked: %v", e)
	}
	if len(rows) > l.Rows {
		t.Errorf("%d rows", len(rows))
	}
	for _, r := range rows {
		if len(r.Cells) > l.Columns || r.Line < 1 {
			t.Errorf("row %+v", r)
		}
	}
}

func workbook(t testing.TB, fill func(f *excelize.File)) []byte {
	t.Helper()
	f := excelize.NewFile()
	fill(f)
	var out bytes.Buffer
	err := f.Write(&out)
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// set writes one cell.
func set(t testing.TB, f *excelize.File, sheet, cell string, v any) {
	t.Helper()
	err := f.SetCellValue(sheet, cell, v)
	if err != nil {
		t.Fatal(err)
	}
}

// oneCell is a workbook with one cell.
func oneCell(t testing.TB, cell string, v any) []byte {
	t.Helper()
	return workbook(t, func(f *excelize.File) { set(t, f, "Sheet1", cell, v) })
}

func parts(t testing.TB, b []byte) map[string]string {
	t.Helper()
	zr, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, f := range zr.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		all[f.Name] = string(text)
	}
	return all
}

func zipOf(t testing.TB, files map[string]string) []byte {
	t.Helper()
	var out bytes.Buffer
	zw := zip.NewWriter(&out)
	for name, text := range files {
		w, err := zw.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		_, err = io.WriteString(w, text)
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := zw.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func bomb(t testing.TB, size int) []byte {
	return zipOf(t, map[string]string{"xl/worksheets/sheet1.xml": strings.Repeat("<", size)})
}

func manyParts(t testing.TB, n int) []byte {
	files := map[string]string{}
	for i := range n {
		files[fmt.Sprintf("xl/worksheets/sheet%d.xml", i)] = "<worksheet/>"
	}
	return zipOf(t, files)
}

// lyingSize is a workbook whose sheet declares ten bytes and unpacks to many.
func lyingSize(t testing.TB) []byte {
	t.Helper()
	var packed, out bytes.Buffer
	fw, err := flate.NewWriter(&packed, 9)
	if err != nil {
		t.Fatal(err)
	}
	_, err = io.WriteString(fw, strings.Repeat("<row/>", 1<<20))
	err = errors.Join(err, fw.Close())
	if err != nil {
		t.Fatal(err)
	}
	zw := zip.NewWriter(&out)
	good := parts(t, oneCell(t, "A1", "x"))
	for name, text := range good {
		if name == "xl/worksheets/sheet1.xml" {
			continue
		}
		w, err := zw.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		_, err = io.WriteString(w, text)
		if err != nil {
			t.Fatal(err)
		}
	}
	w, err := zw.CreateRaw(&zip.FileHeader{Name: "xl/worksheets/sheet1.xml", Method: zip.Deflate, CompressedSize64: uint64(packed.Len()), UncompressedSize64: 10})
	if err != nil {
		t.Fatal(err)
	}
	_, err = w.Write(packed.Bytes())
	err = errors.Join(err, zw.Close())
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
