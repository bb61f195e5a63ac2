// Package sheet reads tables that people send, CSV and XLSX, within hard limits, and writes tables
// as CSV, XLSX and ODS that a spreadsheet program opens without running anything.
package sheet

import (
	"bytes"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"rambu.id"
)

// Limits bound what a file may cost. What goes over is refused, never cut off in silence.
type Limits struct {
	Bytes    int64 // of the file as sent
	Unpacked int64 // of all parts of an XLSX together
	Entries  int   // parts of an XLSX
	Rows     int   // lines with anything in them
	Columns  int
	Cell     int // characters in a cell
}

// StaffLimits fit the staff list of a large government.
func StaffLimits() Limits {
	return Limits{Bytes: 8 << 20, Unpacked: 48 << 20, Entries: 300, Rows: 30_000, Columns: 60, Cell: 2_000}
}

// Row is a line of a table that has anything in it.
type Row struct {
	Line  int      // as the program that wrote the file counts, from 1
	Cells []string // trimmed of white space
}

// Cell returns a cell, "" beyond the end of the row.
func (r Row) Cell(i int) string {
	if i < 0 || i >= len(r.Cells) {
		return ""
	}
	return r.Cells[i]
}

// Book is which sheet of a workbook was read, and which were not. A CSV file has neither.
type Book struct {
	Read   string
	Others []string
}

// Read reads a CSV or XLSX file; what it is shows in its first bytes, not in its name. Of an
// XLSX it reads the first sheet. Errors are Invalid or TooLarge faults with a sentence.
func Read(r io.Reader, l Limits) ([]Row, error) {
	rows, _, err := ReadBook(r, l)
	return rows, err
}

// ReadBook is Read for a caller who says what was left out.
func ReadBook(r io.Reader, l Limits) ([]Row, Book, error) {
	b, err := io.ReadAll(io.LimitReader(r, l.Bytes+1))
	if err != nil {
		return nil, Book{}, err
	}
	if int64(len(b)) > l.Bytes {
		return nil, Book{}, tooLarge("sheet.error.bytes", int(l.Bytes>>20))
	}
	switch {
	case bytes.HasPrefix(b, []byte("PK")):
		return readXLSX(b, l)
	case bytes.HasPrefix(b, []byte("\xd0\xcf\x11\xe0")):
		return nil, Book{}, rambu.Fault(rambu.Invalid, "sheet.error.old_excel")
	}
	text, err := decode(b)
	if err != nil {
		return nil, Book{}, err
	}
	rows, err := readCSV(text, l)
	return rows, Book{}, err
}

// decode turns the bytes of a text file into UTF-8: by its byte order mark, as UTF-8, or, when
// it is not that, as the Windows-1252 that older programs write.
func decode(b []byte) (string, error) {
	out, _, err := transform.Bytes(unicode.BOMOverride(transform.Nop), b)
	if err == nil && !utf8.Valid(out) {
		out, err = charmap.Windows1252.NewDecoder().Bytes(out)
	}
	if err != nil || bytes.IndexByte(out, 0) >= 0 {
		return "", rambu.Fault(rambu.Invalid, "sheet.error.format")
	}
	return string(out), nil
}

// keep appends a line to the rows unless it is empty, and holds the limits.
func keep(rows []Row, line int, cells []string, l Limits) ([]Row, error) {
	if len(cells) > l.Columns {
		return nil, tooLarge("sheet.error.columns", l.Columns)
	}
	row := Row{Line: line, Cells: make([]string, len(cells))}
	empty := true
	for i, c := range cells {
		if utf8.RuneCountInString(c) > l.Cell {
			return nil, rambu.Fault(rambu.TooLarge, "sheet.error.cell", "line", strconv.Itoa(line), "limit", strconv.Itoa(l.Cell))
		}
		row.Cells[i] = strings.TrimSpace(calm(c))
		empty = empty && row.Cells[i] == ""
	}
	if empty {
		return rows, nil
	}
	if len(rows) >= l.Rows {
		return nil, tooLarge("sheet.error.rows", l.Rows)
	}
	return append(rows, row), nil
}

// calm takes back the apostrophe that Write puts before what looks like a formula, and drops
// the marks and controls that have no place in a cell.
func calm(s string) string {
	parts := strings.SplitAfter(s, ";")
	for i, p := range parts {
		if rest, ok := strings.CutPrefix(p, "'"); ok && formula(rest) {
			parts[i] = rest
		}
	}
	s = strings.Join(parts, "")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t' || r == '\r' || r == '\u00a0':
			return ' '
		case r < ' ' || r == 0x7f || r == '\ufeff' || r == '\u200b' || r == utf8.RuneError:
			return -1
		}
		return r
	}, s)
}

func tooLarge(key string, limit int) error {
	return rambu.Fault(rambu.TooLarge, key, "limit", strconv.Itoa(limit))
}
