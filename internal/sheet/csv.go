package sheet

import (
	"encoding/csv"
	"errors"
	"io"
	"strconv"
	"strings"

	"rambu.id"
)

// readCSV reads text separated by commas, semicolons (what a spreadsheet writes in Indonesian
// settings) or tabs.
func readCSV(text string, l Limits) ([]Row, error) {
	if !strings.Contains(text, "\n") {
		text = strings.ReplaceAll(text, "\r", "\n") // the line ends of an old Macintosh, or one line would hold all
	}
	skipped := 0
	if first, rest, ok := strings.Cut(text, "\n"); ok && strings.HasPrefix(strings.ToLower(first), "sep=") {
		text, skipped = rest, 1 // Excel's own hint
	}
	r := csv.NewReader(strings.NewReader(text))
	r.Comma = separator(text)
	r.FieldsPerRecord = -1
	r.ReuseRecord = true
	var rows []Row
	for {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		if e, ok := errors.AsType[*csv.ParseError](err); ok {
			return nil, rambu.Fault(rambu.Invalid, "sheet.error.quote", "line", strconv.Itoa(e.StartLine+skipped))
		}
		if err != nil {
			return nil, err
		}
		line, _ := r.FieldPos(0)
		rows, err = keep(rows, line+skipped, cells, l)
		if err != nil {
			return nil, err
		}
	}
}

// separator is the one that stands most often in the first line, outside quotes.
func separator(text string) rune {
	count := map[rune]int{}
	quoted := false
	for _, r := range text {
		switch {
		case r == '"':
			quoted = !quoted
		case r == '\n' && !quoted:
			return most(count)
		case !quoted:
			count[r]++
		}
	}
	return most(count)
}

func most(count map[rune]int) rune {
	best := ','
	for _, r := range []rune{';', '\t'} {
		if count[r] > count[best] {
			best = r
		}
	}
	return best
}

// Write writes rows as CSV in UTF-8 with a byte order mark and commas, each cell that a
// spreadsheet program would run as a formula made harmless by an apostrophe.
func Write(w io.Writer, rows [][]string) error {
	_, err := io.WriteString(w, "\ufeff")
	if err != nil {
		return err
	}
	cw := csv.NewWriter(w)
	cw.UseCRLF = true
	for _, row := range rows {
		safe := make([]string, len(row))
		for i, c := range row {
			// The writer drops a lone carriage return; as a line break it stays.
			safe[i] = strings.ReplaceAll(strings.ReplaceAll(harmless(c), "\r\n", "\n"), "\r", "\n")
		}
		err = cw.Write(safe)
		if err != nil {
			return err
		}
	}
	cw.Flush()
	return cw.Error()
}

// harmless puts an apostrophe before what a spreadsheet program might run: at the start, and after
// what its language may take for the end of a cell. An Indonesian Excel splits at semicolons.
func harmless(s string) string {
	parts := strings.SplitAfter(s, ";")
	for i, p := range parts {
		if formula(p) {
			parts[i] = "'" + p
		}
	}
	return strings.Join(parts, "")
}

// formula reports whether a spreadsheet program might run a cell: what begins with = + - @ or
// their full-width forms, also behind white space and controls. A plain number is left alone.
func formula(s string) bool {
	bare := strings.TrimLeft(s, " \t\r\n\u00a0\ufeff\x00")
	if bare == "" || bare == ";" {
		return false
	}
	if strings.Trim(strings.TrimPrefix(bare, "-"), "0123456789") == "" && bare != "-" && bare == s {
		return false
	}
	return strings.ContainsAny(string([]rune(bare)[0]), "=+-@＝＋－＠|%")
}
