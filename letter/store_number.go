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
// number was never drawn, so no gap can arise.
func draw(op *ledger.Op, institution, region, series string, year int) (int64, error) {
	id := institution + "|" + strconv.Itoa(year) + "|" + series
	var last, version int64
	err := op.Tx.QueryRow(`SELECT last, version FROM letter_number WHERE id = $1 AND institution = $2`,
		[]any{id, institution}, &last, &version)
	switch rambu.KindOf(err) {
	case rambu.NotFound:
		last = 1
		err = op.Insert(numberTable, id, institution, region, series, year, last)
	default:
		if err != nil {
			return 0, err
		}
		last++
		err = op.Update(numberTable, version, id, institution, region, series, year, last)
	}
	if rambu.KindOf(err) == rambu.Conflict {
		return 0, fmt.Errorf("%w: %w", errDrawn, err)
	}
	return last, err
}
