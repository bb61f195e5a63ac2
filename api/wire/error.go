package wire

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strconv"
	"time"

	"rambu.id"
	"rambu.id/internal/words"
)

// Status is the table from kinds of errors to what HTTP calls them.
func Status(k rambu.Kind) int {
	switch k {
	case rambu.Invalid:
		return http.StatusUnprocessableEntity
	case rambu.NotFound:
		return http.StatusNotFound
	case rambu.Forbidden, rambu.Locked:
		return http.StatusForbidden
	case rambu.Unauthenticated:
		return http.StatusUnauthorized
	case rambu.Conflict, rambu.Blocked:
		return http.StatusConflict
	case rambu.TooLarge:
		return http.StatusRequestEntityTooLarge
	case rambu.TooMany:
		return http.StatusTooManyRequests
	case rambu.Unavailable:
		return http.StatusServiceUnavailable
	case rambu.Internal:
	}
	return http.StatusInternalServerError
}

// failure is the body of every answer that is an error.
type failure struct {
	Error  fault   `json:"error" doc:"The first fault"`
	Errors []fault `json:"errors,omitempty" nullable:"false" doc:"All faults, when there are several"`
}

type fault struct {
	Kind      rambu.Kind `json:"kind" enum:"invalid,not-found,forbidden,unauthenticated,conflict,blocked,locked,too-large,too-many,unavailable,internal"`
	Key       string     `json:"key" doc:"Stable name of the sentence"`
	Message   string     `json:"message" doc:"For a person, in the language of Accept-Language"`
	Field     string     `json:"field,omitempty" doc:"Field of the request, with dots"`
	Reference string     `json:"reference" doc:"Names the failure in the operator's log"`
}

// Guard runs what answers a request and turns a panic into an error.
func Guard(fn func() error) (err error) {
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
	return fn()
}

// Telling says in which words a failure is told.
type Telling struct {
	Words *words.Words
	Lang  words.Lang
	Log   *slog.Logger
	Wait  time.Duration // when trying again makes sense, 0 when nothing is known
}

// Fail answers with an error. It is logged under the reference that the client sees too, without
// names, addresses or queries.
func (t Telling) Fail(w http.ResponseWriter, r *http.Request, err error) {
	err = shown(err)
	kind, ref := rambu.KindOf(err), rand.Text()[:6]
	level := slog.LevelInfo
	if kind == rambu.Internal || kind == rambu.Unavailable {
		level = slog.LevelError
	}
	t.Log.LogAttrs(r.Context(), level, "request failed", slog.String("reference", ref), slog.String("kind", string(kind)),
		slog.String("method", r.Method), slog.String("pattern", r.Pattern), slog.String("detail", rambu.WithoutAddresses(err.Error())))
	h := w.Header()
	h.Set("Content-Type", "application/json; charset=utf-8")
	if kind == rambu.Unauthenticated {
		h.Set("WWW-Authenticate", "Bearer")
	}
	if t.Wait > 0 {
		h.Set("Retry-After", strconv.Itoa(int(t.Wait/time.Second)+1))
	}
	b, err := json.Marshal(t.failure(err, ref))
	if err != nil {
		b = []byte(`{"error":{"kind":"internal"}}`)
	}
	w.WriteHeader(Status(kind))
	_, _ = w.Write(append(b, '\n')) // the client went away
}

func (t Telling) failure(err error, ref string) failure {
	var out failure
	if all, ok := errors.AsType[rambu.Errors](err); ok {
		for _, e := range all {
			out.Errors = append(out.Errors, t.fault(e, ref))
		}
		out.Error = out.Errors[0]
		if len(out.Errors) == 1 {
			out.Errors = nil
		}
		return out
	}
	e, ok := errors.AsType[*rambu.Error](err)
	if !ok {
		e = &rambu.Error{Kind: rambu.Internal}
	}
	out.Error = t.fault(e, ref)
	return out
}

func (t Telling) fault(e *rambu.Error, ref string) fault {
	key := e.Key
	if !t.Words.Has(t.Lang, key) {
		key = "error." + string(e.Kind)
	}
	return fault{Kind: e.Kind, Key: key, Message: t.Words.Error(t.Lang, e), Field: e.Field, Reference: ref}
}

// shown decides what a client may learn. A refusal without a sentence of its own looks exactly
// like something that does not exist, so that nobody finds out what other rooms hold.
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
