package wire

import (
	"net/http"

	"golang.org/x/text/language"

	"rambu.id/internal/words"
)

// Languages chooses the language errors are told in.
type Languages struct{ matcher language.Matcher }

// NewLanguages knows Indonesian, which whoever asks for nothing gets, and English.
func NewLanguages() Languages {
	return Languages{language.NewMatcher([]language.Tag{language.Indonesian, language.English})}
}

// Of is the one of Indonesian and English the client prefers.
func (l Languages) Of(r *http.Request) words.Lang {
	wish := r.Header.Get("Accept-Language")
	if wish == "" {
		return words.ID
	}
	tags, _, err := language.ParseAcceptLanguage(wish)
	if err != nil {
		return words.ID
	}
	_, i, sure := l.matcher.Match(tags...)
	if sure == language.No || i == 0 {
		return words.ID
	}
	return words.EN
}
