package pdf

import (
	"slices"
	"strconv"
	"strings"

	"rambu.id"
)

func (h Heading) texts() []string   { return []string{string(h)} }
func (s Paragraph) texts() []string { return []string{string(s)} }
func (l List) texts() []string      { return l }

func (t Table) texts() []string {
	return slices.Concat(append([][]string{t.Header}, t.Rows...)...)
}

// draw keeps a heading together with the two lines that follow it.
func (h Heading) draw(p *printer) {
	p.room(lineBody * 3)
	p.font("B", sizeBody)
	p.text(marginLeft, p.width, lineBody, string(h), "L")
	p.font("", sizeBody)
}

func (s Paragraph) draw(p *printer) { p.text(marginLeft, p.width, lineBody, string(s), "J") }

func (l List) draw(p *printer) { p.numbered(marginLeft, p.width, l) }

const (
	cellPadding = 1.2
	minColumn   = 12.0 // millimetres
)

// check refuses tables that no page can hold.
func (t Table) check() error {
	if len(t.Header) == 0 || len(t.Header) > MaxColumns {
		return rambu.Errorf(rambu.Invalid, "a table needs 1 to %d columns, got %d", MaxColumns, len(t.Header))
	}
	if t.Widths != nil && len(t.Widths) != len(t.Header) {
		return rambu.Errorf(rambu.Invalid, "%d widths for %d columns", len(t.Widths), len(t.Header))
	}
	for _, w := range t.Widths {
		if !(w > 0 && w < 1e6) { // also refuses NaN
			return rambu.Errorf(rambu.Invalid, "a column's width must be positive")
		}
	}
	for _, cell := range t.Header {
		if len(cell) > maxHeader {
			return tooLarge("a table's header cell")
		}
	}
	for i, row := range t.Rows {
		if len(row) > len(t.Header) {
			return rambu.Errorf(rambu.Invalid, "row %s has more cells than the header", strconv.Itoa(i+1))
		}
	}
	return nil
}

// columns turns relative widths into millimetres, none below minColumn.
func (t Table) columns(width float64) []float64 {
	sum := 0.0
	for i := range t.Header {
		sum += t.weight(i)
	}
	spare := width - minColumn*float64(len(t.Header))
	out := make([]float64, len(t.Header))
	for i := range out {
		out[i] = minColumn + spare*t.weight(i)/sum
	}
	return out
}

func (t Table) weight(i int) float64 {
	if t.Widths == nil {
		return 1
	}
	return t.Widths[i]
}

// draw prints the rows, and the header again on each new page. A row that fits on a page is
// never split; a longer one continues on the next.
func (t Table) draw(p *printer) {
	columns := t.columns(p.width)
	p.font("B", sizeSmall+1)
	header, headerHeight := p.wrap(t.Header, columns)
	p.room(rowHeight(headerHeight) + 2*lineBody)
	head := func() {
		p.font("B", sizeSmall+1)
		p.row(header, columns, headerHeight)
		p.font("", sizeSmall+1)
	}
	head()
	for _, row := range t.Rows {
		cells, lines := p.wrap(row, columns)
		onNewPage := p.linesIn(p.bottom - marginTop - rowHeight(headerHeight))
		for lines > 0 {
			fits := p.linesIn(p.bottom - p.f.GetY())
			if fits < lines && (lines <= onNewPage || fits < 3) {
				p.f.AddPage()
				head()
				fits = p.linesIn(p.bottom - p.f.GetY())
			}
			n := min(fits, lines)
			p.row(cells, columns, n)
			for i := range cells {
				cells[i] = cells[i][min(n, len(cells[i])):]
			}
			lines -= n
		}
	}
	p.font("", sizeBody)
}

// wrap breaks the cells of a row into lines and counts those of the longest.
func (p *printer) wrap(row []string, columns []float64) (cells [][]string, lines int) {
	cells, lines = make([][]string, len(columns)), 1
	for i, text := range row {
		if text != "" {
			cells[i] = p.f.SplitText(clean(text), columns[i]-2*cellPadding)
		}
		lines = max(lines, len(cells[i]))
	}
	return cells, lines
}

func rowHeight(lines int) float64 { return float64(lines)*lineSmall + 2*cellPadding }

// linesIn is how many lines a row may have in a height.
func (p *printer) linesIn(height float64) int {
	return max(0, int((height-2*cellPadding)/lineSmall))
}

// row prints the first n lines of each cell inside its border.
func (p *printer) row(cells [][]string, columns []float64, n int) {
	x, y := float64(marginLeft), p.f.GetY()
	p.f.SetLineWidth(0.2)
	for i, width := range columns {
		p.f.Rect(x, y, width, rowHeight(n), "D")
		for j, line := range cells[i][:min(n, len(cells[i]))] {
			p.f.SetXY(x+cellPadding, y+cellPadding+float64(j)*lineSmall)
			p.f.CellFormat(width-2*cellPadding, lineSmall, line, "", 0, "L", false, 0, "")
		}
		x += width
	}
	p.f.SetXY(marginLeft, y+rowHeight(n))
}

// Text is what blocks say, a paragraph each.
func Text(body []Block) string {
	var all []string
	for _, b := range body {
		switch b := b.(type) {
		case Heading:
			all = append(all, string(b))
		case Paragraph:
			all = append(all, string(b))
		case List:
			all = append(all, b...)
		case Table:
			for _, row := range b.Rows {
				all = append(all, row...)
			}
		}
	}
	return strings.Join(all, "\n\n")
}
