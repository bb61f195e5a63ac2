package pdf

import (
	"slices"
	"strconv"

	"rambu.id"
)

// Roll is a list to fill in by hand: each line has its own QR code, so that whoever types the list
// in later finds the line by scanning it.
type Roll struct {
	Header []string // of the number, the code, the text, and each empty box; at least three
	Lines  []RollLine
}

// RollLine is one line: what the code holds, and what is printed beside it.
type RollLine struct {
	QR    string
	Title string
	Text  string
}

const (
	rollSide   = 20.0 // of a code: a camera reads it from paper at arm's length
	rollNumber = 9.0
	rollBox    = 24.0 // of an empty box
	rollHead   = 8.0
	rollQuiet  = 2.6 // white around a code: four of its modules, or readers miss it
	rollRow    = rollSide + 2*rollQuiet
)

func (r Roll) texts() []string {
	out := slices.Clone(r.Header)
	for _, l := range r.Lines {
		out = append(out, l.Title, l.Text)
	}
	return out
}

// check refuses rolls that no page can hold.
func (r Roll) check() error {
	if len(r.Header) < 3 || len(r.Header) > 6 {
		return rambu.Errorf(rambu.Invalid, "a roll has 3 to 6 columns, got %d", len(r.Header))
	}
	for _, h := range r.Header {
		if len(h) > maxHeader {
			return tooLarge("a roll's header cell")
		}
	}
	for _, l := range r.Lines {
		if len(l.QR) > maxQR {
			return tooLarge("a code of a roll")
		}
	}
	return nil
}

func (r Roll) columns(width float64) []float64 {
	boxes := len(r.Header) - 3
	out := []float64{rollNumber, rollRow, width - rollNumber - rollRow - float64(boxes)*rollBox}
	for range boxes {
		out = append(out, rollBox)
	}
	return out
}

// draw prints the lines, and the header again on each new page. No line is split.
func (r Roll) draw(p *printer) {
	columns := r.columns(p.width)
	p.room(rollHead + rollRow)
	r.head(p, columns)
	for i, l := range r.Lines {
		if p.f.GetY()+rollRow > p.bottom {
			p.f.AddPage()
			r.head(p, columns)
		}
		r.line(p, columns, strconv.Itoa(i+1), l)
	}
	p.font("", sizeBody)
}

func (r Roll) head(p *printer, columns []float64) {
	p.font("B", sizeSmall)
	x, y := float64(marginLeft), p.f.GetY()
	p.f.SetLineWidth(0.2)
	for i, width := range columns {
		p.f.Rect(x, y, width, rollHead, "D")
		p.f.SetXY(x+cellPadding, y+(rollHead-lineSmall)/2)
		p.f.CellFormat(width-2*cellPadding, lineSmall, p.fit(r.Header[i], width-2*cellPadding), "", 0, "L", false, 0, "")
		x += width
	}
	p.f.SetXY(marginLeft, y+rollHead)
}

// fit is the first line of a text in a width.
func (p *printer) fit(s string, width float64) string {
	if s == "" {
		return ""
	}
	return p.f.SplitText(clean(s), width)[0]
}

func (r Roll) line(p *printer, columns []float64, number string, l RollLine) {
	x, y := float64(marginLeft), p.f.GetY()
	for _, width := range columns {
		p.f.Rect(x, y, width, rollRow, "D")
		x += width
	}
	p.font("", sizeSmall+1)
	p.f.SetXY(marginLeft+cellPadding, y+cellPadding)
	p.f.CellFormat(rollNumber-2*cellPadding, lineSmall, number, "", 0, "L", false, 0, "")
	p.code(l.QR, marginLeft+rollNumber+rollQuiet, y+rollQuiet, rollSide)
	left, width := float64(marginLeft+rollNumber+rollRow+cellPadding), columns[2]-2*cellPadding
	for n, part := range r.lines(p, l, width) {
		p.font(part.style, sizeSmall+1)
		p.f.SetXY(left, y+cellPadding+float64(n)*lineSmall)
		p.f.CellFormat(width, lineSmall, part.text, "", 0, "L", false, 0, "")
	}
	p.f.SetXY(marginLeft, y+rollRow)
}

type styled struct{ style, text string }

// lines are what fits beside a code: the title in bold, then the text.
func (r Roll) lines(p *printer, l RollLine, width float64) []styled {
	var out []styled
	for _, s := range []styled{{"B", l.Title}, {"", l.Text}} {
		if s.text == "" {
			continue
		}
		p.font(s.style, sizeSmall+1)
		for _, text := range p.f.SplitText(clean(s.text), width) {
			out = append(out, styled{s.style, text})
		}
	}
	return out[:min(len(out), p.linesIn(rollRow))]
}
