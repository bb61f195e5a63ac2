package letter

import (
	"slices"

	"rambu.id"
	"rambu.id/letter/kinds"
)

// As is the desk in the hands of the noun to which some kinds belong: it takes the steps with
// them that the mail desk leaves to it.
func (d *Desk) As(ks ...kinds.Kind) *Desk {
	own := *d
	own.owns = ks
	return &own
}

// Takes says whether this desk takes a step with letters of a kind: nil, or a Forbidden fault that
// names where it is taken.
func (d *Desk) Takes(s kinds.Step, k kinds.Kind) error {
	if kinds.AtDesk(s, k) || slices.Contains(d.owns, k) {
		return nil
	}
	return rambu.Fault(rambu.Forbidden, "letter.error.elsewhere_"+string(k))
}
