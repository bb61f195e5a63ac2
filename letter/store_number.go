package letter

import (
	"errors"
	"fmt"
	"strconv"

	"rambu.id"
	"rambu.id/ledger"
)

// errDrawn says that another process drew the number at the same moment.
var errDrawn = errors.New("another process drew a number")

// draw takes the next number of a series inside the operation that uses it: if that fails, the
// number was never drawn, so no gap can arise. Numbers somebody typed in as outside numbers
// before are passed over: they are given.
func (o *Outgoing) draw(op *ledger.Op, p Pattern) error {
	id := o.Institution + "|" + strconv.Itoa(o.Year) + "|" + o.Series
	var last, version int64
	err := op.Tx.QueryRow(`SELECT last, version FROM letter_number WHERE id = $1 AND institution = $2`,
		[]any{id, o.Institution}, &last, &version)
	first := err != nil && rambu.KindOf(err) == rambu.NotFound
	if err != nil && !first {
		return err
	}
	for taken := true; taken; {
		last++
		o.Seq, o.Number = last, p.Number(last, o.Date, o.Code)
		taken, err = numberTaken(op, *o)
		if err != nil {
			return err
		}
	}
	values := []any{id, o.Institution, o.Region, o.Series, o.Year, last}
	if first {
		err = op.Insert(numberTable, values...)
	} else {
		err = op.Update(numberTable, version, values...)
	}
	if err != nil && rambu.KindOf(err) == rambu.Conflict {
		return fmt.Errorf("%w: %w", errDrawn, err)
	}
	return err
}
