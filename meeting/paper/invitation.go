package paper

import (
	"io"
	"slices"
	"strings"
	"time"

	"rambu.id/internal/pdf"
	"rambu.id/internal/words"
	"rambu.id/meeting"
	"rambu.id/meeting/link"
)

// Invitation prints what the short link of an invitation opens on one page, with the link, to share or
// to put up: whom else it invites stands in the letter only. address is the link in full. The same
// invitation gives the same bytes.
func (p Press) Invitation(o *link.Opened, address string, w io.Writer) error {
	doc := p.invitation(o, address, len(o.Card.Agenda))
	for shown := range slices.Backward(o.Card.Agenda) {
		n, err := pdf.Pages(doc)
		if err != nil {
			return err
		}
		if n == 1 {
			break
		}
		doc = p.invitation(o, address, shown)
	}
	return pdf.Render(w, doc)
}

// invitation lays the page out with the first items of the agenda; the link has the others.
func (p Press) invitation(o *link.Opened, address string, shown int) pdf.Document {
	c, s := o.Card, o.Now
	start, zone := p.Room.Local(o.Actor(), s.Start)
	end, _ := p.Room.Local(o.Actor(), s.End)
	rows := [][]string{
		{p.t("meeting.print.day"), words.Date(words.ID, s.On)},
		{p.t("meeting.print.time"), words.Time(words.ID, start, "") + "–" + words.Time(words.ID, end, zone)},
		{p.t("meeting.print.place"), c.Place},
		{p.t("meeting.print.chair"), c.Chair},
	}
	if c.Visitor != "" {
		rows = append(rows, []string{p.t("meeting.show.visitor"), c.Visitor})
	}
	doc := pdf.Document{
		Title: p.t("meeting.print.invitation"), Created: s.On.Time(time.UTC), Practice: p.Practice, QR: address,
		VerifyText: p.t("meeting.print.link", "link", strings.TrimPrefix(strings.TrimPrefix(address, "https://"), "http://")),
		Body:       []pdf.Block{pdf.Heading(c.Title), pdf.Table{Header: []string{p.t("meeting.kind." + string(s.Kind)), ""}, Widths: []float64{1, 3}, Rows: rows}},
	}
	if s.State == meeting.Cancelled {
		doc.Body = append([]pdf.Block{pdf.Heading(p.t("meeting.off.title"))}, doc.Body...)
	}
	if shown > 0 {
		doc.Body = append(doc.Body, pdf.Heading(p.t("meeting.print.agenda")), pdf.List(c.Agenda[:shown]))
	}
	if shown < len(c.Agenda) {
		doc.Body = append(doc.Body, pdf.Paragraph(p.t("meeting.print.more")))
	}
	if c.Note != "" && shown == len(c.Agenda) {
		doc.Body = append(doc.Body, pdf.Paragraph(c.Note))
	}
	if !o.Letter.SentAt.IsZero() {
		doc.Body = append(doc.Body, pdf.Paragraph(p.t("meeting.link.from", "kind", p.t("meeting.kind."+string(s.Kind)), "from", o.From,
			"number", o.Letter.Number, "date", words.LongDate(words.ID, o.Letter.Date))))
	}
	return doc
}
