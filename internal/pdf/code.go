package pdf

import "slices"

// Code is a QR code with what it opens beside it.
type Code struct {
	QR   string // an address
	Text []string
}

func (c Code) texts() []string { return slices.Clone(c.Text) }

// check refuses what no camera reads.
func (c Code) check() error {
	if len(c.QR) > maxQR {
		return tooLarge("a code")
	}
	return nil
}

// draw keeps the code and its text on one page.
func (c Code) draw(p *printer) {
	const side, beside = 24.0, 5.0
	p.font("", sizeSmall+1)
	lines := 0
	for _, s := range c.Text {
		lines += p.lines(s, p.width-side-beside)
	}
	height := max(side, float64(lines)*lineSmall)
	p.f.Ln(gap)
	p.room(height + gap)
	top := p.f.GetY()
	p.code(c.QR, marginLeft, top, side)
	for _, s := range c.Text {
		p.text(marginLeft+side+beside, p.width-side-beside, lineSmall, s, "L")
	}
	p.font("", sizeBody)
	p.f.SetY(top + height)
}
