package policy

import (
	"errors"
	"strings"

	"rambu.id"
)

// Stale is the answer to whoever changes what somebody else changed meanwhile. A refusal that says
// more than that keeps its words.
func Stale(err error) error {
	e, ok := errors.AsType[*rambu.Error](err)
	if ok && e.Kind == rambu.Conflict && !strings.HasPrefix(e.Key, "meeting.") && !strings.HasPrefix(e.Key, "letter.") {
		return rambu.Fault(rambu.Conflict, "meeting.error.stale")
	}
	return err
}
