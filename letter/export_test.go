package letter

import (
	"context"

	"rambu.id"
)

// EnvelopeOf gives tests a letter as a network would carry it.
func EnvelopeOf(ctx context.Context, d *Desk, who rambu.Actor, id, to string) (Envelope, error) {
	o, err := d.outgoing(ctx, who, id)
	if err != nil {
		return Envelope{}, err
	}
	copies, err := d.copies(ctx, who.Institution, id)
	if err != nil {
		return Envelope{}, err
	}
	var mine []Copy
	for _, c := range copies {
		if c.ToInstitution == to {
			mine = append(mine, c)
		}
	}
	return d.envelope(ctx, o, mine)
}
