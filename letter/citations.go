package letter

import (
	"context"

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
	return d.RemarksOn(o.Body.Subject+"\n\n"+pdf.Text(d.Document(o).Body), on)
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
