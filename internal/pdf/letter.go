package pdf

import (
	"strconv"

	"rsc.io/qr"
)

// letterhead prints the head and its double line.
func (p *printer) letterhead() {
	head := p.d.Letterhead
	if len(head.Names)+len(head.Address) == 0 {
		return
	}
	p.font("B", sizeBody+2)
	for _, s := range head.Names {
		p.text(marginLeft, p.width, lineBody+1, s, "C")
	}
	p.font("", sizeSmall+1)
	for _, s := range head.Address {
		p.text(marginLeft, p.width, lineSmall+0.4, s, "C")
	}
	y := p.f.GetY() + 1.5
	p.f.SetLineWidth(0.9)
	p.f.Line(marginLeft, y, marginLeft+p.width, y)
	p.f.SetLineWidth(0.25)
	p.f.Line(marginLeft, y+1.1, marginLeft+p.width, y+1.1)
	p.f.SetY(y + 5)
	p.font("", sizeBody)
}

// title prints the name of a document that is no letter, with its number below.
func (p *printer) title() {
	if p.d.Title == "" {
		return
	}
	p.font("B", sizeBody+1)
	p.text(marginLeft, p.width, lineBody+0.6, p.d.Title, "C")
	p.font("", sizeBody)
	if p.d.Number != "" {
		p.text(marginLeft, p.width, lineBody, "Nomor: "+p.d.Number, "C")
	}
	p.f.Ln(gap)
}

// reference prints place and date at the right, number, nature, attachments and subject at the left.
func (p *printer) reference() {
	const label, colon = 22.0, 3.0
	if p.d.Title == "" && p.d.DateText != "" {
		p.text(marginLeft, p.width, lineBody, p.placeAndDate(), "R")
	}
	number := p.d.Number
	if p.d.Title != "" {
		number = "" // printed below the title
	}
	for _, row := range []struct{ name, value string }{
		{"Nomor", number}, {"Sifat", p.d.Nature}, {"Lampiran", p.d.Attachments}, {"Hal", p.d.Subject},
	} {
		if row.value == "" {
			continue
		}
		p.room(lineBody)
		y := p.f.GetY()
		p.f.Text(marginLeft, y+baseline, row.name)
		p.f.Text(marginLeft+label, y+baseline, ":")
		p.text(marginLeft+label+colon, p.width-label-colon, lineBody, row.value, "L")
	}
	p.f.Ln(gap)
}

// baseline is how far below the top of a line its letters stand.
const baseline = lineBody*0.5 + sizeBody*0.3528*0.3

func (p *printer) placeAndDate() string {
	if p.d.Place == "" {
		return p.d.DateText
	}
	return p.d.Place + ", " + p.d.DateText
}

// addressees prints "Yth." and who it is, numbered when there are several.
func (p *printer) addressees() {
	const yth = 11.0
	if len(p.d.To) == 0 {
		return
	}
	p.room(lineBody * 2)
	p.f.Text(marginLeft, p.f.GetY()+baseline, "Yth.")
	if len(p.d.To) == 1 {
		p.text(marginLeft+yth, p.width/2, lineBody, p.d.To[0], "L")
	} else {
		p.numbered(marginLeft+yth, p.width-yth, p.d.To)
	}
	p.f.Ln(gap * 2)
}

// numbered prints items with a hanging number from column x.
func (p *printer) numbered(x, width float64, items []string) {
	const hang = 8.0
	for i, s := range items {
		p.room(lineBody)
		p.f.Text(x, p.f.GetY()+baseline, strconv.Itoa(i+1)+".")
		p.text(x+hang, width-hang, lineBody, s, "L")
	}
}

// closing prints the signature at the right and the QR code at the left, on one page.
func (p *printer) closing() {
	const inkSpace = 22.0
	s := p.d.Signature
	height := max(p.signatureHeight(inkSpace), p.verifyHeight())
	if height == 0 {
		return
	}
	p.f.Ln(gap)
	p.room(height)
	top, x, width := p.f.GetY(), marginLeft+signIndent, p.width-signIndent
	if !s.empty() {
		if p.d.Title != "" && p.d.DateText != "" {
			p.text(x, width, lineBody, p.placeAndDate(), "L")
		}
		for _, line := range s.Lines {
			p.text(x, width, lineBody, line, "L")
		}
		y := p.f.GetY()
		if s.Note != "" {
			p.font("", sizeSmall)
			p.f.SetY(y + 4)
			p.text(x, width, lineSmall, s.Note, "L")
		}
		p.f.SetY(max(y+inkSpace, p.f.GetY()))
		p.font("B", sizeBody)
		p.text(x, width, lineBody, s.Name, "L")
		p.font("", sizeBody)
		if s.NIP != "" {
			p.text(x, width, lineBody, "NIP "+s.NIP, "L")
		}
	}
	end := p.f.GetY()
	p.f.SetY(top)
	p.verification()
	p.f.SetY(max(end, p.f.GetY()) + gap)
}

// signatureHeight is the room the signature takes.
func (p *printer) signatureHeight(inkSpace float64) float64 {
	s := p.d.Signature
	if s.empty() {
		return 0
	}
	width := p.width - signIndent
	lines := 0
	for _, text := range append([]string{p.placeAndDate(), s.Name, "NIP " + s.NIP}, s.Lines...) {
		lines += p.lines(text, width)
	}
	return float64(lines)*lineBody + max(inkSpace, 4+float64(p.lines(s.Note, width))*lineSmall)
}

// lines counts the lines of a text in the current font.
func (p *printer) lines(s string, width float64) int {
	return max(1, len(p.f.SplitText(clean(s), width)))
}

const verifyWidth = signIndent - 8

func (p *printer) verifyHeight() float64 {
	height := 0.0
	if p.d.QR != "" {
		height += qrSide + 1
	}
	if p.d.VerifyText != "" {
		height += float64(p.lines(p.d.VerifyText, verifyWidth)) * lineSmall
	}
	return height
}

// verification prints the QR code and below it how to check the document.
func (p *printer) verification() {
	if p.d.QR != "" {
		p.code(p.d.QR, marginLeft, p.f.GetY(), qrSide)
		p.f.SetY(p.f.GetY() + qrSide + 1)
	}
	if p.d.VerifyText != "" {
		p.font("", sizeSmall)
		p.text(marginLeft, verifyWidth, lineSmall, p.d.VerifyText, "L")
		p.font("", sizeBody)
	}
}

// code draws a QR code as filled rectangles, one per run of dark modules: sharp on every printer.
func (p *printer) code(content string, x, y, side float64) {
	code, err := qr.Encode(content, qr.M)
	if err != nil {
		p.f.SetError(err)
		return
	}
	module := side / float64(code.Size)
	for row := range code.Size {
		for col := 0; col < code.Size; col++ {
			start := col
			for col < code.Size && code.Black(col, row) {
				col++
			}
			if col > start {
				p.f.Rect(x+float64(start)*module, y+float64(row)*module, float64(col-start)*module, module, "F")
			}
		}
	}
}

// copies prints who receives a copy.
func (p *printer) copies() {
	if len(p.d.CC) == 0 {
		return
	}
	p.f.Ln(gap)
	p.room(lineBody * 2)
	p.text(marginLeft, p.width, lineBody, "Tembusan:", "L")
	p.numbered(marginLeft, p.width, p.d.CC)
}
