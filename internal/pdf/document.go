// Package pdf prints official letters and minutes as PDF, the same bytes for the same input, so
// that the hash of a printed document can be kept. It knows paper and no mission: every
// sentence comes from the caller, except the printed labels of Indonesian official letters,
// which are Indonesian in every language of the screen.
package pdf

import (
	"strings"
	"time"
	"unicode"

	"rambu.id"
)

// Paper is a size of paper.
type Paper string

// The sizes in use. F4 (folio, 215 × 330 mm) is what most regional offices stock.
const (
	A4 Paper = "A4"
	F4 Paper = "F4"
)

// Document is one letter or set of minutes. Empty parts are left out. Texts are plain; line
// breaks in them are kept.
type Document struct {
	Paper       Paper      // "" is A4
	Created     time.Time  // written into the file; give the date of the document, not the moment of printing
	Letterhead  Letterhead // kop
	Title       string     // centred, for what is no letter ("NOTULA RAPAT"); also the file's title
	Number      string     // Nomor
	Nature      string     // Sifat
	Attachments string     // Lampiran
	Subject     string     // Hal
	Place       string     // "Kalianda"
	DateText    string     // "7 Oktober 2024"
	To          []string   // Yth.; numbered when there are several
	Body        []Block
	Signature   Signature
	CC          []string // Tembusan
	Draft       bool     // marks every page KONSEP – belum ditandatangani
	Practice    bool     // marks every page LATIHAN
	VerifyText  string   // how to check the document, beside the QR code
	QR          string   // content of the QR code: an address
	PageLabel   string   // "" is "Halaman %d dari %d": page, pages
}

// Letterhead is the head of the first page, closed by a double line.
type Letterhead struct {
	Names   []string // institution, then office: bold capitals as given
	Address []string // street, telephone, site: small
}

// Signature is who signs, at the right, kept on one page.
type Signature struct {
	Lines []string // "Plt. BUPATI X,", "WAKIL BUPATI,"
	Name  string
	NIP   string // number of a civil servant, "" for others
	Note  string // in the place of the ink: "Ditandatangani secara elektronik"
}

// empty reports whether there is nothing to sign.
func (s Signature) empty() bool {
	return len(s.Lines) == 0 && s.Name == "" && s.NIP == "" && s.Note == ""
}

// Block is a part of the body: Heading, Paragraph, List, Table, Roll or Code.
type Block interface {
	texts() []string // everything it prints, to measure before anything is drawn
	draw(p *printer)
}

// Heading is a line in bold.
type Heading string

// Paragraph is justified text.
type Paragraph string

// List is numbered 1., 2., …
type List []string

// Table has a header that is repeated on every page it reaches. Rows with fewer cells than the
// header are filled with empty ones.
type Table struct {
	Header []string
	Widths []float64 // relative; nil makes all equal
	Rows   [][]string
}

// Limits of one document. They bound time and memory: about a hundred pages.
const (
	MaxText    = 512 << 10 // bytes of all texts together
	MaxParts   = 10_000    // paragraphs, list items, cells, lines
	MaxColumns = 10
	maxHeader  = 120 // bytes of one header cell: a header must leave room for rows
	maxQR      = 512 // bytes
	maxFixed   = 40  // lines of a letterhead or signature: they do not break over pages
	maxLine    = 500 // bytes of one of these lines
)

// check refuses what cannot be printed: TooLarge over a limit, Invalid for a table of no shape.
func (d Document) check() error {
	if d.Paper != "" && d.Paper != A4 && d.Paper != F4 {
		return rambu.Errorf(rambu.Invalid, "no such paper: %q", d.Paper)
	}
	fixed := append(append(append([]string{d.Signature.Name, d.Signature.NIP, d.Signature.Note},
		d.Letterhead.Names...), d.Letterhead.Address...), d.Signature.Lines...)
	if len(fixed) > maxFixed || len(d.QR) > maxQR || len(d.VerifyText) > maxLine || len(d.PageLabel) > maxLine {
		return tooLarge("letterhead, signature or verification text")
	}
	texts := append(append(append(fixed, d.Title, d.Number, d.Nature, d.Attachments, d.Subject,
		d.Place, d.DateText), d.To...), d.CC...)
	for _, s := range texts {
		if len(s) > maxLine {
			return tooLarge("a line of the frame")
		}
	}
	for _, b := range d.Body {
		if t, ok := b.(interface{ check() error }); ok {
			if err := t.check(); err != nil {
				return err
			}
		}
		texts = append(texts, b.texts()...)
	}
	total := 0
	for _, s := range texts {
		total += len(s)
	}
	if total > MaxText || len(texts) > MaxParts {
		return tooLarge("the document")
	}
	return nil
}

func tooLarge(what string) error {
	return &rambu.Error{Kind: rambu.TooLarge, Key: "pdf.error.too_large", Detail: what + " is too large to print"}
}

// clean replaces what no font of ours prints: control characters go, characters beyond the
// basic plane become a visible replacement. The font engine would crash on the latter.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '\t', r == '\u2028', r == '\u2029':
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r):
			return -1
		case r > 0xFFFF:
			return unicode.ReplacementChar
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
}
