package ui

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"rambu.id"
)

// Input is what a form sent. Reading a value that cannot be right adds a fault; Values stay as
// typed, so the form can be shown again.
type Input struct {
	Values url.Values
	faults rambu.Errors
}

const (
	maxForm = 256 << 10 // of a form without files
	maxKept = 1 << 20   // of one that is refused with what was typed; behind GiveBack it is more
)

// Read reads a form of at most 256 KiB, urlencoded or multipart without files worth keeping.
// Errors: TooLarge, whose page shows what was typed up to 1 MiB, behind GiveBack 12 MiB; Invalid for a
// body that is no form.
func Read(w http.ResponseWriter, r *http.Request) (*Input, error) {
	body := &counted{ReadCloser: r.Body, ctx: r.Context(), place: placeOf(r)}
	limit := int64(maxKept)
	if body.place != nil {
		limit = maxDesk
	}
	r.Body = http.MaxBytesReader(w, body, limit) // outermost, or ParseForm sets a limit of its own
	err := r.ParseForm()                         // first and by itself: ParseMultipartForm would hide its error
	if err != nil {
		return nil, bodyError(err)
	}
	err = r.ParseMultipartForm(maxDesk) //nolint:gosec // the body is bounded above
	if err != nil && !errors.Is(err, http.ErrNotMultipart) {
		return nil, bodyError(err)
	}
	if body.n > maxForm {
		return nil, &overlong{rambu.Fault(rambu.TooLarge, "ui.error.form_large", "n", strconv.Itoa(maxForm>>10)), r.PostForm}
	}
	return &Input{Values: r.PostForm}, nil
}

// overlong is a form that is too large to take and small enough to give back. Browsers forget what was
// typed into a page that may not be stored, so going back would show an empty form.
type overlong struct {
	fault  *rambu.Error
	values url.Values
}

func (o *overlong) Error() string { return o.fault.Error() }
func (o *overlong) Unwrap() error { return o.fault }

func (o *overlong) typed() []string { return typed(o.values) }

// bodyError gives the error of reading a request's body its kind.
func bodyError(err error) error {
	if slow, ok := errors.AsType[*rambu.Error](err); ok {
		return slow
	}
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return &rambu.Error{Kind: rambu.TooLarge, Key: "ui.error.form_lost", Detail: "request body", Err: err}
	}
	return &rambu.Error{Kind: rambu.Invalid, Key: "error.invalid", Detail: "request body is no form", Err: err}
}

// Fault adds a fault found by the caller.
func (in *Input) Fault(field, key string, args ...string) {
	in.faults = append(in.faults, rambu.Fault(rambu.Invalid, key, args...).On(field))
}

// Err returns the faults found so far as rambu.Errors, or nil.
func (in *Input) Err() error { return in.faults.Err() }

// Text returns a value without surrounding space and control characters; lines end in \n.
// More than limit characters is a fault.
func (in *Input) Text(name string, limit int) string {
	s := clean(in.Values.Get(name))
	if utf8.RuneCountInString(s) > limit {
		in.Fault(name, "ui.error.too_long", "n", strconv.Itoa(limit))
	}
	return s
}

// Required is Text that must not be empty; key is the sentence that asks for it.
func (in *Input) Required(name string, limit int, key string) string {
	s := in.Text(name, limit)
	if s == "" {
		in.Fault(name, key)
	}
	return s
}

// clean drops what nobody types: control characters, direction overrides, bytes that are no text.
func clean(s string) string {
	s = strings.ReplaceAll(s, "\r\n", "\n")
	s = strings.Map(func(r rune) rune {
		switch {
		case ' ' <= r && r <= '~', r == '\n', r == '\t':
			return r
		case r == utf8.RuneError, unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r):
			return -1
		}
		return r
	}, s)
	return strings.TrimSpace(s)
}

// One returns a value that must be one of those allowed, or "" when nothing was chosen.
func (in *Input) One(name string, allowed ...string) string {
	s := in.Values.Get(name)
	if s != "" && !slices.Contains(allowed, s) {
		in.Fault(name, "ui.error.choose")
		return ""
	}
	return s
}

// Many returns the chosen values, which must all be among those allowed.
func (in *Input) Many(name string, allowed ...string) []string {
	var out []string
	for _, s := range in.Values[name] {
		if !slices.Contains(allowed, s) {
			in.Fault(name, "ui.error.choose")
			return nil
		}
		out = append(out, s)
	}
	return out
}

// Int returns a whole number between low and high, 0 when nothing was typed.
func (in *Input) Int(name string, low, high int) int {
	s := clean(in.Values.Get(name))
	if s == "" {
		return 0
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < low || n > high {
		in.Fault(name, "ui.error.number", "low", strconv.Itoa(low), "high", strconv.Itoa(high))
		return 0
	}
	return n
}

// Date returns the date typed in three fields (name-d, name-m, name-y), "" when all are empty.
func (in *Input) Date(name string) rambu.Date {
	d, m, y := clean(in.Values.Get(name+"-d")), clean(in.Values.Get(name+"-m")), clean(in.Values.Get(name+"-y"))
	if d+m+y == "" {
		return ""
	}
	date := dateOf(d, m, y)
	if date == "" {
		in.Fault(name, "ui.error.date")
	}
	return date
}

// dateOf returns "" for a day that does not exist.
func dateOf(d, m, y string) rambu.Date {
	if len(d) == 0 || len(d) > 2 || len(m) == 0 || len(m) > 2 || len(y) != 4 {
		return ""
	}
	date := rambu.Date(y + "-" + pad(m) + "-" + pad(d))
	if !date.Valid() {
		return ""
	}
	return date
}

func pad(s string) string {
	if len(s) == 1 {
		return "0" + s
	}
	return s
}
