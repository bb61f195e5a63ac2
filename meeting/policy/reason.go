package policy

import (
	"errors"

	"rambu.id"
)

// ReasonOf is the key of what somebody was told, for the log.
func ReasonOf(err error) string {
	if all, ok := errors.AsType[rambu.Errors](err); ok && len(all) > 0 {
		return all[0].Key
	}
	if e, ok := errors.AsType[*rambu.Error](err); ok && e.Key != "" {
		return e.Key
	}
	return string(rambu.KindOf(err))
}
