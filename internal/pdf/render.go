package pdf

import (
	"io"
	"strconv"
	"strings"
	"time"

	"codeberg.org/go-pdf/fpdf"
	"github.com/go-fonts/liberation/liberationserifbold"
	"github.com/go-fonts/liberation/liberationserifregular"

	"rambu.id"
)

// Measures in millimetres, sizes in points.
const (
	marginLeft   = 30
	marginRight  = 20
	marginTop    = 20
	marginBottom = 25
	footerHeight = 15 // from the lower edge to the footer's baseline area

	family     = "serif"
	sizeBody   = 12.0
	sizeSmall  = 9.0
	lineBody   = 5.6
	lineSmall  = 4.2
	gap        = 2.5 // between blocks
	qrSide     = 24.0
	signIndent = 85.0 // from the left margin to the signature
)

// The marks of a page, printed on every one of them.
const (
	draftMark    = "KONSEP – belum ditandatangani"
	practiceMark = "LATIHAN – bukan naskah resmi"
)

// printer draws one document. Positions are millimetres from the upper left corner.
type printer struct {
	f      *fpdf.Fpdf
	d      Document
	pages  int     // of the whole document, 0 while they are being counted
	width  float64 // of the text
	bottom float64 // where text ends
}

// Render writes the document as PDF. The same document gives the same bytes. It returns
// TooLarge over the limits of this package, Invalid for a table without a shape, and the error
// of w.
func Render(w io.Writer, d Document) error {
	// "page n of m" needs m before the first page is drawn, so the document is laid out twice.
	n, err := Pages(d)
	if err != nil {
		return err
	}
	p := layOut(d, n)
	return p.f.Output(w)
}

// Pages counts the pages a document takes. Errors as of Render.
func Pages(d Document) (int, error) {
	if err := d.check(); err != nil {
		return 0, err
	}
	counted := layOut(d, 0)
	if err := counted.f.Error(); err != nil {
		return 0, rambu.Errorf(rambu.Internal, "lay out the document: %v", err)
	}
	return counted.f.PageCount(), nil
}

// layOut draws the whole document.
func layOut(d Document, pages int) *printer {
	p := newPrinter(d, pages)
	p.f.AddPage()
	p.letterhead()
	p.title()
	p.reference()
	p.addressees()
	for _, b := range d.Body {
		b.draw(p)
		p.f.Ln(gap)
	}
	p.closing()
	p.copies()
	return p
}

func newPrinter(d Document, pages int) *printer {
	size := fpdf.SizeType{Wd: 210, Ht: 297}
	if d.Paper == F4 {
		size = fpdf.SizeType{Wd: 215, Ht: 330}
	}
	f := fpdf.NewCustom(&fpdf.InitType{OrientationStr: "P", UnitStr: "mm", Size: size})
	created := d.Created.UTC()
	if d.Created.IsZero() {
		created = time.Unix(0, 0).UTC() // the library would take the machine's time
	}
	f.SetCreationDate(created)
	f.SetModificationDate(created)
	f.SetCatalogSort(true)
	f.SetLang("id")
	f.SetProducer("Rambu", true)
	f.SetTitle(clean(firstOf(d.Title, d.Subject, d.Number)), true)
	f.AddUTF8FontFromBytes(family, "", liberationserifregular.TTF)
	f.AddUTF8FontFromBytes(family, "B", liberationserifbold.TTF)
	f.SetMargins(marginLeft, marginTop, marginRight)
	f.SetAutoPageBreak(true, marginBottom)
	f.SetCellMargin(0)
	f.SetFont(family, "", sizeBody)
	p := &printer{
		f: f, d: d, pages: pages,
		width: size.Wd - marginLeft - marginRight, bottom: size.Ht - marginBottom,
	}
	f.SetHeaderFunc(func() { p.marks(size) })
	f.SetFooterFunc(func() { p.footer(size) })
	return p
}

func firstOf(texts ...string) string {
	for _, s := range texts {
		if s != "" {
			return s
		}
	}
	return ""
}

// marks draws what lies behind the text of every page.
func (p *printer) marks(size fpdf.SizeType) {
	if p.d.Practice {
		p.f.SetFont(family, "B", sizeBody)
		p.f.SetXY(marginLeft, 7)
		p.f.CellFormat(p.width, 7, practiceMark, "1", 0, "C", false, 0, "")
	}
	if p.d.Draft {
		const points = 34
		p.f.SetFont(family, "B", points)
		p.f.SetTextColor(225, 225, 225)
		p.f.TransformBegin()
		p.f.TransformRotate(50, size.Wd/2, size.Ht/2)
		p.f.Text((size.Wd-p.f.GetStringWidth(draftMark))/2, size.Ht/2, draftMark)
		p.f.TransformEnd()
		p.f.SetTextColor(0, 0, 0)
	}
	p.f.SetXY(marginLeft, marginTop)
}

// footer repeats the draft mark in plain words and counts the pages.
func (p *printer) footer(size fpdf.SizeType) {
	p.f.SetFont(family, "", sizeSmall)
	p.f.SetXY(marginLeft, size.Ht-footerHeight)
	if p.d.Draft {
		p.f.CellFormat(p.width, lineSmall, draftMark, "", 0, "L", false, 0, "")
		p.f.SetX(marginLeft)
	}
	label := firstOf(p.d.PageLabel, "Halaman %d dari %d")
	for _, n := range []int{p.f.PageNo(), p.pages} {
		label = strings.Replace(label, "%d", strconv.Itoa(n), 1)
	}
	p.f.CellFormat(p.width, lineSmall, clean(label), "", 0, "R", false, 0, "")
}

// font selects bold or regular text.
func (p *printer) font(style string, points float64) { p.f.SetFont(family, style, points) }

// text prints wrapped text of a width from column x and leaves the position below it.
func (p *printer) text(x, width, line float64, s, align string) {
	p.f.SetX(x)
	if s == "" {
		p.f.Ln(line)
		return
	}
	p.f.MultiCell(width, line, clean(s), "", align, false)
}

// room starts a new page unless so many millimetres are left on this one.
func (p *printer) room(height float64) {
	if p.f.GetY()+height > p.bottom {
		p.f.AddPage()
	}
}
