// Package ui is the frame of every page: layouts, components, errors, language and the
// protections a browser is told to apply. It knows no noun of the domain.
package ui

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"rambu.id/internal/words"
)

// Frame is what every page has around its content. Page data structs embed it.
// All texts are already in the reader's language.
type Frame struct {
	Lang      words.Lang
	Title     string // of the document; bland on public pages, because it stays in the history
	Path      string // path and query of this page, for the language switch and the navigation
	Public    bool   // public layout and its style sheet; Render sets it
	Operator  string // who runs this instance, named in the footer
	Help      *Help
	InlineCSS bool // first public screens: one request instead of two
	Secret    bool // the page shows a secret (receipt code, recovery key): never compressed
	Who       *Who
	Practice  *Practice
	Nav       []NavItem
	SignOut   string // address of the sign-out form, "" for none
	Flash     string // what has just been done
	Problems  []Problem
}

// Who is the signed-in person as the identity bar shows him.
type Who struct {
	Name        string
	Post        string
	Institution string
	Roles       []string // in words
}

// Practice marks an instance whose matters are invented and whose date can be moved.
type Practice struct {
	NowText string // the legal date in words
	Label   string // what is practised, for example the region's invented name
}

// NavItem is one entry of the navigation.
type NavItem struct {
	Text  string
	Href  string
	Count int // shown when above zero: how many wait there
}

// Problem is one thing to put right; Field is the name of the form field, "" for the whole form.
type Problem struct {
	unnamed bool // its sentence says "this": the list at the top needs the field's label
	Field   string
	Text    string
}

// Help is the help offered at the same place on every page.
type Help struct {
	Text string
	Href string
}

// Framed is page data that embeds Frame; pages are passed as pointers.
type Framed interface{ frame() *Frame }

func (f *Frame) frame() *Frame { return f }

// Current reports whether href is this page or the section it lies in.
func (f *Frame) Current(href string) bool {
	p, _, _ := strings.Cut(f.Path, "?")
	return p == href || (href != "/" && len(p) > len(href) && p[:len(href)] == href && p[len(href)] == '/')
}

// LangHref is the address of this page in another language.
func (f *Frame) LangHref(lang string) string {
	p, query, _ := strings.Cut(f.Path, "?")
	q, err := url.ParseQuery(query)
	if err != nil {
		q = url.Values{}
	}
	q.Set(langParam, lang)
	return p + "?" + q.Encode()
}

type frameKey struct{}

// WithFrame lets a middleware prepare the frame of the pages behind it: who is signed in, the
// navigation, practice mode, the operator. Several middlewares may add to it in turn.
func WithFrame(r *http.Request, change func(*Frame)) *http.Request {
	f := baseFrame(r)
	change(&f)
	return r.WithContext(context.WithValue(r.Context(), frameKey{}, f))
}

func baseFrame(r *http.Request) Frame {
	f, _ := r.Context().Value(frameKey{}).(Frame)
	return f
}

// Frame starts the frame of a page: what middlewares prepared, the language, and the title
// named by a catalogue key.
func (rd *Renderer) Frame(r *http.Request, titleKey string, args ...string) Frame {
	f := baseFrame(r)
	f.Lang = Lang(r)
	f.Path = r.URL.Path
	if r.Method == http.MethodGet && r.URL.RawQuery != "" {
		f.Path += "?" + r.URL.RawQuery
	}
	f.Title = rd.words.T(f.Lang, titleKey, args...)
	return f
}
