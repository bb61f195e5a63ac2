package roster

import (
	"maps"
	"slices"
	"strings"

	"rambu.id"
	"rambu.id/internal/sheet"
)

// columns maps the names people give to columns to ours, per kind of import.
type columns map[string][]string

func staffColumns() columns {
	return columns{
		"nama":       {"nama", "nama lengkap", "nama pegawai", "name"},
		"nip":        {"nip", "nip baru", "nipppk", "ni pppk"},
		"kelas":      {"kelas", "status", "status kepegawaian", "jenis pegawai", "class"},
		"jabatan":    {"jabatan", "nama jabatan", "post"},
		"unit":       {"unit", "unit kerja", "opd", "instansi"},
		"cara":       {"cara", "cara memegang", "mode"},
		"mulai":      {"mulai", "tmt", "tmt jabatan", "tanggal mulai", "from"},
		"sampai":     {"sampai", "berakhir", "tanggal berakhir", "to"},
		"sk":         {"sk", "nomor sk", "no sk", "no. sk"},
		"tanggal_sk": {"tanggal sk", "tanggal_sk", "tgl sk"},
	}
}

func postColumnNames() columns {
	return columns{
		"kode":    {"kode", "kode jabatan", "alamat", "id"},
		"jabatan": {"jabatan", "nama jabatan"},
		"unit":    {"unit", "unit kerja", "opd"},
		"atasan":  {"atasan", "atasan langsung", "kode atasan"},
		"kelas":   {"kelas", "kelas jabatan", "eselon"},
		"sebutan": {"sebutan", "jenis jabatan"},
	}
}

// StaffHeader and PostHeader are the first line of an empty form to fill in, in the words that
// ImportStaff and ImportPosts read.
func StaffHeader() []string {
	return []string{"nama", "nip", "kelas", "jabatan", "unit", "cara", "mulai", "sampai", "sk", "tanggal sk"}
}

// PostHeader is described at StaffHeader.
func PostHeader() []string { return []string{"kode", "jabatan", "unit", "atasan", "kelas", "sebutan"} }

// staffSpare and postSpare are headings of personnel exports that Rambu does not need. Their columns are left
// out without a word; any other is left out only when the importer says so.
func staffSpare() []string {
	return []string{
		"no", "no.", "nomor", "nomor urut", "nik", "tempat lahir", "tanggal lahir", "tgl lahir", "tempat, tanggal lahir", "ttl",
		"jenis kelamin", "jk", "l/p", "agama", "status perkawinan", "pendidikan", "pendidikan terakhir", "jurusan",
		"pangkat", "golongan", "gol", "gol.", "pangkat/golongan", "golongan ruang", "gol. ruang", "pangkat/gol. ruang",
		"tmt golongan", "tmt pangkat", "tmt cpns", "tmt pns", "masa kerja", "mk tahun", "mk bulan", "eselon", "jenis jabatan",
		"alamat", "telepon", "no hp", "nomor hp", "email", "surel", "npwp", "nip lama", "gelar depan", "gelar belakang", "keterangan",
	}
}

// postSpare is described at staffSpare.
func postSpare() []string { return []string{"no", "no.", "nomor", "nomor urut", "keterangan"} }

// table is a sheet whose columns are known by our names.
type table struct {
	at   map[string]int
	rows []sheet.Row
	bad  []BadRow // of the headings
}

// heading makes headings comparable: case, spaces and the marks of forms do not count.
func heading(cell string) string { return fold(strings.Trim(cell, " *:")) }

// readHeader finds the columns in the first row; the required ones must be there. A heading that is neither
// known, nor spare, nor to be ignored would drop its column in silence, and so would one that stands twice:
// both are bad, and so is a column with text and without a heading.
func readHeader(rows []sheet.Row, names columns, spare, ignore []string, required ...string) (table, error) {
	t := table{at: map[string]int{}}
	if len(rows) == 0 {
		return t, rambu.Fault(rambu.Invalid, "roster.import.empty")
	}
	leave := map[string]bool{}
	for _, h := range ignore {
		leave[heading(h)] = true
	}
	head := rows[0]
	for i, cell := range head.Cells {
		h := heading(cell)
		column := names.of(h)
		first, twice := t.at[column]
		switch {
		case h == "" || leave[h]:
		case column == "" && slices.Contains(spare, h):
		case column == "":
			t.lost(head.Line, cell, names.unknown(h, cell))
		case twice:
			t.lost(head.Line, cell, rambu.Fault(rambu.Invalid, "roster.import.repeated", "heading", cell, "column", column, "first", head.Cells[first]))
		default:
			t.at[column] = i
		}
	}
	for i := range width(rows) {
		if heading(head.Cell(i)) == "" && slices.ContainsFunc(rows[1:], func(r sheet.Row) bool { return r.Cell(i) != "" }) {
			t.lost(head.Line, letters(i), rambu.Fault(rambu.Invalid, "roster.import.no_heading", "column", letters(i)))
		}
	}
	for _, column := range required {
		if _, ok := t.at[column]; !ok {
			return t, rambu.Fault(rambu.Invalid, "roster.import.column", "column", column)
		}
	}
	t.rows = rows[1:]
	return t, nil
}

func (t *table) lost(line int, column string, fault *rambu.Error) {
	t.bad = append(t.bad, BadRow{Line: line, Column: column, Fault: fault.On(column)})
}

// of is our name for a heading, "" for one we do not know.
func (c columns) of(heading string) string {
	for column, known := range c {
		if slices.Contains(known, heading) {
			return column
		}
	}
	return ""
}

// unknown names the known heading that is nearest, if one is near.
func (c columns) unknown(heading, cell string) *rambu.Error {
	near, least := "", len(heading)/3+2
	for _, column := range slices.Sorted(maps.Keys(c)) {
		for _, known := range c[column] {
			if d := edits(heading, known); d < least {
				near, least = known, d
			}
		}
	}
	if near == "" {
		return rambu.Fault(rambu.Invalid, "roster.import.unknown", "heading", cell)
	}
	return rambu.Fault(rambu.Invalid, "roster.import.unknown_near", "heading", cell, "near", near)
}

// edits is how many letters must be put in, taken out, changed or swapped with the next to make b of a.
func edits(a, b string) int {
	x, y := []rune(a), []rune(b)
	d := make([][]int, len(x)+1)
	for i := range d {
		d[i] = make([]int, len(y)+1)
		d[i][0] = i
	}
	for j := range d[0] {
		d[0][j] = j
	}
	for i := 1; i <= len(x); i++ {
		for j := 1; j <= len(y); j++ {
			change := 1
			if x[i-1] == y[j-1] {
				change = 0
			}
			d[i][j] = min(d[i-1][j]+1, d[i][j-1]+1, d[i-1][j-1]+change)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				d[i][j] = min(d[i][j], d[i-2][j-2]+1)
			}
		}
	}
	return d[len(x)][len(y)]
}

func width(rows []sheet.Row) int {
	n := 0
	for _, r := range rows {
		n = max(n, len(r.Cells))
	}
	return n
}

// letters is how a spreadsheet program calls a column: A, B, … Z, AA.
func letters(i int) string {
	if i < 26 {
		return string(rune('A' + i))
	}
	return letters(i/26-1) + letters(i%26)
}

func (t table) cell(r sheet.Row, column string) string {
	i, ok := t.at[column]
	if !ok {
		return ""
	}
	return r.Cell(i)
}
