package meeting

import (
	"errors"
	"strings"

	"rambu.id"
)

// Bounds of what people write, in bytes.
const (
	maxLine = 300
	maxNote = 4000
	maxText = 40_000
)

// form collects the faults of what was typed.
type form struct{ faults rambu.Errors }

func (f *form) fault(field, key string) {
	f.faults = append(f.faults, rambu.Fault(rambu.Invalid, key).On(field))
}

// text asks for a text and trims it.
func (f *form) text(s *string, field string, limit int) {
	f.short(s, field, limit)
	if *s == "" {
		f.fault(field, "meeting.error.needed")
	}
}

// short trims a text that may be empty.
func (f *form) short(s *string, field string, limit int) {
	*s = strings.TrimSpace(*s)
	if len(*s) > limit {
		f.fault(field, "meeting.error.too_long")
	}
}

func (f *form) err() error { return f.faults.Err() }

// stale is the answer to whoever changes what somebody else changed meanwhile. A refusal that says
// more than that keeps its words.
func stale(err error) error {
	e, ok := errors.AsType[*rambu.Error](err)
	if ok && e.Kind == rambu.Conflict && !strings.HasPrefix(e.Key, "meeting.") && !strings.HasPrefix(e.Key, "letter.") {
		return rambu.Fault(rambu.Conflict, "meeting.error.stale")
	}
	return err
}
