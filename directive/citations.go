package directive

import (
	"context"
	"strings"

	"rambu.id"
	"rambu.id/law/cite"
)

// Remarks are what a writer or signer should see of the citations in what a directive says, its
// basis too, as of a day: that of sending.
func (d *Desk) Remarks(b Body, on rambu.Date) ([]cite.Finding, error) {
	texts := []string{b.Title, b.Opening}
	for _, p := range b.Points {
		texts = append(texts, p.Text, p.Source)
	}
	for _, c := range d.cited(b, on) {
		short, _, _ := strings.Cut(c.Short, ": ") // some citations of the pack go on with a remark
		texts = append(texts, short)
	}
	return d.Guard.Remarks(strings.Join(texts, "\n\n"), on)
}

// mindCitations stops a directive with wrong citations until its signer has seen them.
func (d *Desk) mindCitations(ctx context.Context, who rambu.Actor, row Order, on rambu.Date) error {
	if d.Guard == nil {
		return nil
	}
	o, err := d.opened(ctx, who, row)
	if err != nil {
		return err
	}
	found, err := d.Remarks(o.Body, on)
	if err != nil {
		return err
	}
	return cite.Stop(found, "directive.error.citations")
}
