package letter

import (
	"context"
	"strings"

	"rambu.id"
	"rambu.id/internal/pdf"
	"rambu.id/law/cite"
)

// Remarks are what a signer should see of the citations in an opened letter, as of the day of
// the letter; "" is today.
func (d *Desk) Remarks(who rambu.Actor, o *Opened, on rambu.Date) ([]cite.Finding, error) {
	if on == "" {
		on = d.todayOf(who)
	}
	return d.RemarksOn(o.Body.Subject+"\n\n"+plainText(d.Document(o).Body), on)
}

// RemarksOn are the same for a text that is no letter yet.
func (d *Desk) RemarksOn(text string, on rambu.Date) ([]cite.Finding, error) {
	return d.guard.Remarks(text, on)
}

// Guard is what reads the citations, nil for none.
func (d *Desk) Guard() *cite.Checker { return d.guard }

// mindCitations stops a signature under wrong citations until the signer has seen them. The text
// is read for this only and leaves nobody's hands.
func (d *Desk) mindCitations(ctx context.Context, who rambu.Actor, in SignIn) error {
	if d.guard == nil || in.Seen {
		return nil
	}
	o, err := d.openSent(ctx, who, in.ID)
	if err != nil {
		return err
	}
	found, err := d.Remarks(who, o, in.Date)
	if err != nil {
		return err
	}
	return cite.Stop(found, "letter.error.citations")
}

// plainText is the text of a printed body, a paragraph each.
func plainText(body []pdf.Block) string {
	var all []string
	for _, b := range body {
		switch b := b.(type) {
		case pdf.Heading:
			all = append(all, string(b))
		case pdf.Paragraph:
			all = append(all, string(b))
		case pdf.List:
			all = append(all, b...)
		case pdf.Table:
			for _, row := range b.Rows {
				all = append(all, row...)
			}
		}
	}
	return strings.Join(all, "\n\n")
}
