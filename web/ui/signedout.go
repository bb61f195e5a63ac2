package ui

import (
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"rambu.id"
)

// formTime is how long a form of somebody unknown may take.
const formTime = time.Minute

// signedOut is a form that came after its session had ended, with where to sign in.
type signedOut struct {
	err    error
	values url.Values
	signIn string
}

func (s *signedOut) Error() string   { return s.err.Error() }
func (s *signedOut) Unwrap() error   { return s.err }
func (s *signedOut) typed() []string { return typed(s.values) }

// SignedOut is err for a form that came after its session had ended: its page gives back what was
// typed, since browsers forget it when one goes back, and leads to signIn. Nobody knows who sends it, so
// no more is read than a form may hold, no file, and no longer than a form may take.
func SignedOut(w http.ResponseWriter, r *http.Request, signIn string, machine rambu.Clock, err error) error {
	control := http.NewResponseController(w)
	_ = control.SetReadDeadline(machine.Now().Add(formTime)) // not every connection can
	r.Body = io.NopCloser(io.LimitReader(r.Body, maxForm))
	out := &signedOut{err: err, values: url.Values{}, signIn: signIn}
	parts, notParts := r.MultipartReader()
	if notParts != nil {
		text, _ := io.ReadAll(r.Body)
		out.values, _ = url.ParseQuery(string(text)) // what can be read of it
	}
	for notParts == nil {
		part, end := parts.NextPart()
		if end != nil {
			break
		}
		if part.FileName() == "" {
			text, _ := io.ReadAll(part)
			out.values.Add(part.FormName(), string(text))
		}
	}
	_ = control.SetReadDeadline(time.Time{})
	return out
}

// typed returns the texts worth giving back: what a person writes again in a moment is left out, as
// are ids, and so is whatever is a secret.
func typed(values url.Values) []string {
	const short = 12
	var out []string
	for _, name := range slices.Sorted(maps.Keys(values)) {
		if strings.Contains(name, "password") || strings.Contains(name, "sandi") || name == "again" || name == "old" {
			continue
		}
		for _, v := range values[name] {
			v = clean(strings.ToValidUTF8(v, ""))
			if utf8.RuneCountInString(v) >= short && strings.ContainsAny(v, " \n") {
				out = append(out, v)
			}
		}
	}
	return out
}
