package directive

import (
	"io"
	"strings"
	"time"

	"rambu.id"
	"rambu.id/internal/pdf"
	"rambu.id/internal/words"
	"rambu.id/law"
	"rambu.id/seal/short"
)

// Link is the address a person shares: of the instance, or its path alone when it has none.
func (d *Desk) Link(o *Opened) string { return d.BaseURL + "/a/" + short.Grouped(o.Body.Short) }

// SentOn is the day a directive was sent, in its region.
func (d *Desk) SentOn(o Order) rambu.Date {
	if o.SentAt.IsZero() {
		return ""
	}
	return d.Procedure.Calendar().Today(o.Region, o.SentAt)
}

// Cited resolves the basis of a directive as of the day it was sent, or today for a draft.
func (d *Desk) Cited(o *Opened) []law.Cited {
	on := d.SentOn(o.Order)
	if on == "" {
		on = d.Procedure.Today(o.Region)
	}
	return d.cited(o.Body, on)
}

func (d *Desk) cited(b Body, on rambu.Date) []law.Cited {
	var out []law.Cited
	for _, basis := range b.Basis {
		c, err := d.Pack.Cite(law.ParseCitation(basis), on)
		if err == nil {
			out = append(out, c)
		}
	}
	return out
}

// Document lays a directive out on one page. Official papers are Indonesian in every language of
// the screen.
func (d *Desk) Document(o *Opened) pdf.Document {
	t := func(key string, args ...string) string { return d.Words.T(words.ID, key, args...) }
	doc := pdf.Document{
		Title: t("directive.print.title"), Number: o.Body.Number, Draft: !o.State.Sent(), Practice: d.Practice,
		Body: []pdf.Block{pdf.Heading(o.Body.Title)},
	}
	if o.State == Withdrawn || o.State == Replaced {
		doc.Body = append(doc.Body, pdf.Heading(t("directive.print."+string(o.State))))
	}
	if o.Body.Opening != "" {
		doc.Body = append(doc.Body, pdf.Paragraph(o.Body.Opening))
	}
	var points pdf.List
	for _, p := range o.Body.Points {
		points = append(points, p.Text)
	}
	doc.Body = append(doc.Body, points)
	if cited := d.Cited(o); len(cited) > 0 {
		var short []string
		for _, c := range cited {
			short = append(short, c.Short)
		}
		doc.Body = append(doc.Body, pdf.Paragraph(t("directive.print.basis", "basis", strings.Join(short, "; "))))
	}
	if o.AckBy != "" {
		doc.Body = append(doc.Body, pdf.Paragraph(t("directive.print.ack_by", "date", words.LongDate(words.ID, o.AckBy))))
	}
	if o.Body.Annex != nil {
		doc.Body = append(doc.Body, pdf.Paragraph(t("directive.print.annex")))
	}
	if !o.State.Sent() {
		return doc
	}
	switch {
	case o.ContestedLater:
		doc.Body = append(doc.Body, pdf.Paragraph(t("directive.print.contested_later")))
	case o.Contested:
		doc.Body = append(doc.Body, pdf.Paragraph(t("directive.print.contested")))
	}
	on := d.SentOn(o.Order)
	doc.DateText, doc.Created = words.LongDate(words.ID, on), on.Time(time.UTC)
	doc.Signature = pdf.Signature{
		Lines: []string{o.Block.Title + ","}, Name: o.Block.Name, NIP: o.Block.NIP, Note: t("directive.print.signed"),
	}
	doc.QR = d.Link(o)
	doc.VerifyText = t("directive.print.link", "link", strings.TrimPrefix(strings.TrimPrefix(doc.QR, "https://"), "http://"))
	return doc
}

// PDF writes a directive as a page to print or to share: the same directive gives the same bytes.
func (d *Desk) PDF(w io.Writer, o *Opened) error { return pdf.Render(w, d.Document(o)) }
