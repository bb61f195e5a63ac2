package casefile

import (
	"cmp"
	"context"

	"rambu.id"
	"rambu.id/ledger"
)

// refused logs that somebody of the house tried to open a case that is not his: once for each
// account, case and day, so that a page opened again and again fills no log. It returns the
// refusal, or why it could not be logged.
func (d *Desk) refused(ctx context.Context, who rambu.Actor, id string, refusal error) error {
	if rambu.KindOf(refusal) != rambu.Locked {
		return refusal
	}
	row := who.Account + "|" + id + "|" + string(d.Today(who))
	known, err := d.refusalKnown(ctx, who.Institution, row)
	if err != nil || known {
		return cmp.Or(err, refusal)
	}
	_, err = d.log.Do(who, "casefile.refused", func(op *ledger.Op) error {
		op.Object(id)
		return op.Insert(refusalTable, row, who.Institution, who.Region, id, who.Account, who.Post, d.Today(who))
	})
	if rambu.KindOf(err) == rambu.Conflict {
		err = nil // two tabs at once: it stands already
	}
	return cmp.Or(err, refusal)
}
