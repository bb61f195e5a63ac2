package ui

import (
	"crypto/rand"
	"errors"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strconv"

	"rambu.id"
	"rambu.id/internal/words"
)

// HandlerFunc is a page handler: decode, one operation, render. An error it returns becomes a
// page in the reader's language.
type HandlerFunc func(w http.ResponseWriter, r *http.Request) error

// statusOf is the table from kinds to what HTTP calls them.
var statusOf = map[rambu.Kind]int{
	rambu.Invalid:         http.StatusUnprocessableEntity,
	rambu.NotFound:        http.StatusNotFound,
	rambu.Forbidden:       http.StatusForbidden,
	rambu.Unauthenticated: http.StatusUnauthorized,
	rambu.Conflict:        http.StatusConflict,
	rambu.Blocked:         http.StatusConflict,
	rambu.Locked:          http.StatusForbidden,
	rambu.TooLarge:        http.StatusRequestEntityTooLarge,
	rambu.TooMany:         http.StatusTooManyRequests,
	rambu.Unavailable:     http.StatusServiceUnavailable,
	rambu.Internal:        http.StatusInternalServerError,
}

// Status returns the HTTP status of an error's kind, for a form shown again with its problems.
func Status(err error) int {
	if s, ok := statusOf[rambu.KindOf(err)]; ok {
		return s
	}
	return http.StatusInternalServerError
}

type errorPage struct {
	Frame
	Heading   string
	Text      string
	Reference string
	SignIn    string // where to sign in, "" when that does not help
	Again     bool   // going back and trying again may help
	Typed     []Field
	Kept      bool // Typed is to be taken along through the sign-in
}

// Handle runs a page handler. An error is logged once, without names, addresses or queries,
// under a short reference that the reader sees too.
func (rd *Renderer) Handle(h HandlerFunc) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		tw := &tracked{ResponseWriter: w}
		err := guard(h, tw, r)
		if err != nil {
			rd.fail(tw, r, err)
		}
	})
}

// NotFound answers for every address that has no page.
func (rd *Renderer) NotFound() http.Handler {
	return rd.Handle(func(http.ResponseWriter, *http.Request) error {
		return rambu.Errorf(rambu.NotFound, "no such address")
	})
}

// guard turns a panic of a handler into an error, so that a person sees a page.
func guard(h HandlerFunc, w http.ResponseWriter, r *http.Request) (err error) {
	defer func() {
		p := recover()
		if p == nil {
			return
		}
		if e, ok := p.(error); ok && errors.Is(e, http.ErrAbortHandler) {
			panic(p)
		}
		err = rambu.Errorf(rambu.Internal, "panic: %v\n%s", p, debug.Stack())
	}()
	return h(w, r)
}

func (rd *Renderer) fail(w *tracked, r *http.Request, err error) {
	err = shown(err)
	kind := rambu.KindOf(err)
	ref := rand.Text()[:6]
	level := slog.LevelInfo
	if kind == rambu.Internal || kind == rambu.Unavailable {
		level = slog.LevelError
	}
	rd.Log.LogAttrs(r.Context(), level, "page failed",
		slog.String("reference", ref), slog.String("kind", string(kind)), slog.String("method", r.Method),
		slog.String("pattern", r.Pattern), slog.String("detail", rambu.WithoutAddresses(err.Error())))
	if w.wrote {
		return // too late for a page: part of an answer has left
	}
	page := &errorPage{Frame: rd.Frame(r, "ui.fail.title"), Reference: ref}
	if kind == rambu.Unauthenticated {
		page.SignIn = "/masuk"
	}
	page.Heading = rd.words.T(page.Lang, "ui.fail.heading_"+string(kind))
	if e, ok := errors.AsType[*rambu.Error](err); ok && e.Key == rambu.StorageFull {
		page.Heading = rd.words.T(page.Lang, "ui.fail.heading_full")
	}
	page.Text = rd.words.Error(page.Lang, err)
	page.Title = page.Heading
	if o, ok := errors.AsType[*overlong](err); ok {
		page.Typed = rd.giveBack(page.Lang, o.typed())
	}
	if o, ok := errors.AsType[*signedOut](err); ok {
		page.Typed, page.SignIn = rd.giveBack(page.Lang, o.typed()), o.signIn
		page.Kept = len(page.Typed) > 0
	}
	page.Again = kind != rambu.TooLarge && kind != rambu.NotFound && kind != rambu.Unauthenticated && kind != rambu.Forbidden
	layout := LayoutDesk
	if page.Who == nil {
		layout = LayoutPublic
	}
	if err := rd.errors[layout].Render(w, Status(err), page); err != nil {
		rd.Log.ErrorContext(r.Context(), "error page failed", slog.String("reference", ref), slog.String("detail", err.Error()))
		http.Error(w, "Gangguan / problem. "+ref, http.StatusInternalServerError)
	}
}

// giveBack shows what was typed, to be copied.
func (rd *Renderer) giveBack(lang words.Lang, typed []string) []Field {
	var out []Field
	for i, text := range typed {
		n := strconv.Itoa(i + 1)
		out = append(out, Field{Kind: KindArea, Name: "isi-" + n, Label: rd.words.T(lang, "ui.fail.typed", "n", n), Value: text, Rows: 10})
	}
	return out
}

// shown decides what a person may learn. A refusal without a sentence of its own looks exactly
// like something that does not exist, so that nobody finds out what other rooms hold. A body
// over its limit gets its kind here, wherever it was read.
func shown(err error) error {
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return bodyError(err)
	}
	e, ok := errors.AsType[*rambu.Error](err)
	if ok && e.Kind == rambu.Forbidden && (e.Key == "" || e.Key == "error.forbidden") {
		return &rambu.Error{Kind: rambu.NotFound, Key: "error.not-found", Detail: "forbidden: " + e.Error()}
	}
	return err
}

// tracked remembers whether an answer has begun.
type tracked struct {
	http.ResponseWriter
	wrote bool
}

func (t *tracked) WriteHeader(status int) {
	t.wrote = true
	t.ResponseWriter.WriteHeader(status)
}

func (t *tracked) Write(b []byte) (int, error) {
	t.wrote = true
	return t.ResponseWriter.Write(b)
}

// Unwrap lets http.ResponseController reach the connection.
func (t *tracked) Unwrap() http.ResponseWriter { return t.ResponseWriter }
