package agenda

import (
	"strings"

	"rambu.id"
)

// Bounds of what people write, in bytes.
const (
	MaxLine = 300
	MaxNote = 4000
	MaxText = 40_000
)

// Form collects the faults of what was typed.
type Form struct{ faults rambu.Errors }

// Fault notes what is wrong with a field.
func (f *Form) Fault(field, key string) {
	f.faults = append(f.faults, rambu.Fault(rambu.Invalid, key).On(field))
}

// Text asks for a text and trims it.
func (f *Form) Text(s *string, field string, limit int) {
	f.Short(s, field, limit)
	if *s == "" {
		f.Fault(field, "meeting.error.needed")
	}
}

// Short trims a text that may be empty.
func (f *Form) Short(s *string, field string, limit int) {
	*s = strings.TrimSpace(*s)
	if len(*s) > limit {
		f.Fault(field, "meeting.error.too_long")
	}
}

// Err returns the faults, nil for none.
func (f *Form) Err() error { return f.faults.Err() }
