package ui

import (
	"net/http"

	"rambu.id/internal/words"
)

// langParam is both the query parameter that chooses a language and the cookie that keeps it.
const langParam = "bahasa"

// Lang returns the language of the reader: "?bahasa=", else the cookie, else Indonesian.
func Lang(r *http.Request) words.Lang {
	if lang, ok := words.ParseLang(r.URL.Query().Get(langParam)); ok {
		return lang
	}
	c, err := r.Cookie(langParam)
	if err != nil {
		return words.ID
	}
	lang, _ := words.ParseLang(c.Value)
	return lang
}

// Language keeps the language chosen with "?bahasa=" in a cookie that ends with the browser
// session: nothing of a visit stays on a shared phone.
func Language(next http.Handler, https bool) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if lang, ok := words.ParseLang(r.URL.Query().Get(langParam)); ok {
			http.SetCookie(w, &http.Cookie{ //nolint:gosec // Secure wherever browsers reach us by TLS
				Name: langParam, Value: string(lang), Path: "/",
				HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: https,
			})
		}
		next.ServeHTTP(w, r)
	})
}
