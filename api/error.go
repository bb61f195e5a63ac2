package api

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
	"rambu.id/access"
)

// status is the table from kinds of errors to what HTTP calls them.
func status(k rambu.Kind) int {
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

// guarded runs a route and turns a panic into an error.
func (c *call) guarded(rt route) (err error) {
	defer func() {
		p := recover()
		if p == nil {
			return
		}
		if p == http.ErrAbortHandler {
			panic(p)
		}
		err = rambu.Errorf(rambu.Internal, "panic: %v\n%s", p, debug.Stack())
	}()
	return c.run(rt)
}

// fail answers with an error. It is logged under the reference that the client sees too, without
// names, addresses or queries.
func (c *call) fail(err error) {
	err = shown(err)
	kind, ref := rambu.KindOf(err), rand.Text()[:6]
	level := slog.LevelInfo
	if kind == rambu.Internal || kind == rambu.Unavailable {
		level = slog.LevelError
	}
	c.log.LogAttrs(c.r.Context(), level, "request failed", slog.String("reference", ref), slog.String("kind", string(kind)),
		slog.String("method", c.r.Method), slog.String("pattern", c.r.Pattern), slog.String("detail", err.Error()))
	h := c.w.Header()
	h.Set("Content-Type", "application/json; charset=utf-8")
	if kind == rambu.Unauthenticated {
		h.Set("WWW-Authenticate", "Bearer")
	}
	if wait, ok := errors.AsType[*access.Wait](err); ok {
		left := wait.Until.Sub(c.in.Config.Machine.Now())
		h.Set("Retry-After", strconv.Itoa(int(max(left, time.Second)/time.Second)+1))
	}
	b, err := json.Marshal(c.failure(err, ref))
	if err != nil {
		b = []byte(`{"error":{"kind":"internal"}}`)
	}
	c.w.WriteHeader(status(kind))
	_, _ = c.w.Write(append(b, '\n')) // the client went away
}

func (c *call) failure(err error, ref string) failure {
	var out failure
	if all, ok := errors.AsType[rambu.Errors](err); ok {
		for _, e := range all {
			out.Errors = append(out.Errors, c.fault(e, ref))
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
	out.Error = c.fault(e, ref)
	return out
}

func (c *call) fault(e *rambu.Error, ref string) fault {
	key := e.Key
	if !c.in.Words.Has(c.lang, key) {
		key = "error." + string(e.Kind)
	}
	return fault{Kind: e.Kind, Key: key, Message: c.in.Words.Error(c.lang, e), Field: e.Field, Reference: ref}
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
