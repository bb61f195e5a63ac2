package sheet

import (
	"io"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"rambu.id"
)

// Format is a kind of file a table is written as.
type Format string

// The closed list of formats.
const (
	CSV  Format = "csv"
	XLSX Format = "xlsx"
	ODS  Format = "ods"
)

// Formats lists the formats in the order pages offer them.
func Formats() []Format { return []Format{CSV, XLSX, ODS} }

// Media is the media type of a format.
func (f Format) Media() string {
	switch f {
	case XLSX:
		return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	case ODS:
		return "application/vnd.oasis.opendocument.spreadsheet"
	case CSV:
	}
	return "text/csv; charset=utf-8"
}

// Table is what is written: a heading, and rows of texts (string) and numbers (int). Whatever a
// text holds, no program that opens the file runs it: in XLSX and ODS it is typed as text, in CSV
// an apostrophe stands before what would be taken for a formula.
type Table struct {
	Name string
	Head []string
	Rows [][]any
}

// Write writes the table. Errors: Internal for a value that is neither text nor number.
func (t Table) Write(w io.Writer, f Format) error {
	for _, row := range t.Rows {
		for _, v := range row {
			switch v.(type) {
			case string, int:
			default:
				return rambu.Errorf(rambu.Internal, "a cell is neither text nor number: %T", v)
			}
		}
	}
	switch f {
	case XLSX:
		return t.xlsx(w)
	case ODS:
		return t.ods(w)
	case CSV:
	}
	return t.csv(w)
}

func (t Table) csv(w io.Writer) error {
	rows := [][]string{t.Head}
	for _, row := range t.Rows {
		line := make([]string, len(row))
		for i, v := range row {
			line[i] = text(v)
		}
		rows = append(rows, line)
	}
	return Write(w, rows)
}

func text(v any) string {
	if n, ok := v.(int); ok {
		return strconv.Itoa(n)
	}
	s, _ := v.(string)
	return printable(s)
}

// printable drops what XML cannot hold and no table needs.
func printable(s string) string {
	s = strings.ReplaceAll(strings.ReplaceAll(strings.ToValidUTF8(s, ""), "\r\n", "\n"), "\r", "\n")
	return strings.Map(func(r rune) rune {
		if r == '\t' {
			return ' '
		}
		if r != '\n' && (unicode.IsControl(r) || r == 0xFFFE || r == 0xFFFF) {
			return -1
		}
		return r
	}, s)
}

// title is a name that every program takes for a sheet.
func (t Table) title() string {
	const most = 31
	s := strings.Map(func(r rune) rune {
		if strings.ContainsRune(`[]:*?/\'`, r) || unicode.IsControl(r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(t.Name, ""))
	for utf8.RuneCountInString(s) > most {
		_, size := utf8.DecodeLastRuneInString(s)
		s = s[:len(s)-size]
	}
	s = strings.TrimSpace(s)
	if s == "" {
		return "Rambu"
	}
	return s
}

// xlsx writes every text as a text of its own: a formula would need another kind of cell.
func (t Table) xlsx(w io.Writer) error {
	f := excelize.NewFile()
	defer f.Close() //nolint:errcheck // in memory
	err := f.SetSheetName("Sheet1", t.title())
	if err != nil {
		return rambu.Errorf(rambu.Internal, "name a sheet: %v", err)
	}
	out, err := f.NewStreamWriter(t.title())
	if err != nil {
		return rambu.Errorf(rambu.Internal, "begin a workbook: %v", err)
	}
	head := make([]any, len(t.Head))
	for i, h := range t.Head {
		head[i] = printable(h)
	}
	for n, row := range append([][]any{head}, t.Rows...) {
		values := make([]any, len(row))
		for i, v := range row {
			values[i] = v
			if s, ok := v.(string); ok {
				values[i] = printable(s)
			}
		}
		cell, err := excelize.CoordinatesToCellName(1, n+1)
		if err == nil {
			err = out.SetRow(cell, values)
		}
		if err != nil {
			return rambu.Errorf(rambu.Internal, "write a workbook: %v", err)
		}
	}
	err = out.Flush()
	if err != nil {
		return rambu.Errorf(rambu.Internal, "end a workbook: %v", err)
	}
	return f.Write(w)
}
