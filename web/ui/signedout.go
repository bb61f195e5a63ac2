package ui

import (
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"
)

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
// no more is read than a form may hold, and no file.
func SignedOut(r *http.Request, signIn string, err error) error {
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
	return out
}

// typed returns the texts worth giving back: what a person writes again in a moment is left out, as
// are ids, and so is whatever is a secret.
func typed(values url.Values) []string {
	const short = 12
	secrets := []string{"old", "again", "code", "kode", "secret"} // recovery codes may be typed with spaces
	var out []string
	for _, name := range slices.Sorted(maps.Keys(values)) {
		if strings.Contains(name, "password") || strings.Contains(name, "sandi") || slices.Contains(secrets, name) {
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
