package discipline

import (
	"context"

	"rambu.id"
)

// Readable tells which of some matters of his institution an actor may open, for lists of clocks that more
// people read than the files: whoever may open none gets no link to any.
func (o *Office) Readable(ctx context.Context, who rambu.Actor, ids []string) (map[string]bool, error) {
	if mayList(who) != nil {
		return nil, nil
	}
	out := map[string]bool{}
	if seesAll(who) {
		for _, id := range ids {
			out[id] = true
		}
		return out, nil
	}
	for _, ended := range []bool{false, true} {
		own, err := o.list(ctx, who.Institution, who.Account, ended, "", mostScanned)
		if err != nil {
			return nil, err
		}
		for _, m := range own {
			out[m.ID] = true
		}
	}
	return out, nil
}
