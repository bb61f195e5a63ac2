// Package wire carries JSON over HTTP for the interface of an instance: requests are checked
// against the schemas of their types, answers and errors have one form, and the same types make
// the contract. It knows no noun.
package wire

import (
	"encoding/json"
	"io"
	"log/slog"
	"mime"
	"net/http"
	"reflect"
	"strconv"
	"strings"

	"rambu.id"
)

// Route is one operation of the interface: where it is, what it takes and what it answers.
type Route struct {
	Method, Path string
	Tag, Summary string
	About        string       // who it is for; "" when it is public
	Public       bool         // needs no token
	In           reflect.Type // struct; fields tagged path or query stand in the address, the others are JSON
	Out          reflect.Type
	Upload       int64 // largest body with files in bytes, 0: takes no files
}

// NewRoute is the route of an operation that takes In and answers Out; size is the largest body
// with files in bytes, 0 for none.
func NewRoute[In, Out any](method, path, summary string, size int64) Route {
	tag, _, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	return Route{
		Method: method, Path: path, Tag: tag, Summary: summary, Upload: size, In: reflect.TypeFor[In](), Out: reflect.TypeFor[Out](),
	}
}

// The answers that are no JSON.
type (
	// None is an answer with nothing to say: 204.
	None struct{}
	// Text is an answer as text/plain.
	Text string
	// Stream is a file. Body is closed when it was sent.
	Stream struct {
		Name, Media string
		Size        int64 // -1: unknown
		Body        io.ReadCloser
	}
)

// HasBody reports whether an operation is sent anything that must be read.
func (rt Route) HasBody() bool { return hasBody(rt.In) }

// Read fills a request of the route's type from address and body, and returns the files behind
// it, to be read as they arrive. Errors: Invalid by field, TooLarge.
func (s *Schemas) Read(w http.ResponseWriter, r *http.Request, rt Route, in any) (*Files, error) {
	var files *Files
	if rt.HasBody() {
		var err error
		files, err = s.readBody(w, r, rt, in)
		if err != nil {
			return nil, err
		}
	}
	known := map[string]bool{}
	v := reflect.ValueOf(in).Elem()
	query := r.URL.Query()
	for _, p := range paramsOf(rt.In) {
		text := r.PathValue(p.name)
		if p.place == "query" {
			known[p.name] = true
			text = query.Get(p.name)
		}
		err := setParam(v.FieldByIndex(p.field.Index), p.name, text)
		if err != nil {
			return nil, err
		}
	}
	for name := range query {
		if !known[name] {
			return nil, rambu.Fault(rambu.Invalid, "api.error.unknown").On(clip(name))
		}
	}
	return files, nil
}

// param is a field of a request that stands in the address.
type param struct {
	name  string
	place string // "path" or "query"
	field reflect.StructField
}

// paramsOf lists the fields of a request type that stand in the address.
func paramsOf(in reflect.Type) []param {
	var out []param
	for _, f := range reflect.VisibleFields(in) {
		for _, place := range []string{"path", "query"} {
			if name := f.Tag.Get(place); name != "" {
				out = append(out, param{name, place, f})
			}
		}
	}
	return out
}

// hasBody reports whether a request type has fields that are sent as JSON.
func hasBody(in reflect.Type) bool {
	for _, f := range reflect.VisibleFields(in) {
		if f.Tag.Get("path") == "" && f.Tag.Get("query") == "" && !f.Anonymous {
			return true
		}
	}
	return false
}

const maxParam = 200

// setParam reads a text of the address into a field: text, whole number, yes or no, or day.
func setParam(v reflect.Value, name, s string) error {
	if s == "" {
		return nil
	}
	bad := rambu.Fault(rambu.Invalid, "api.error.value").On(name)
	if len(s) > maxParam || !rambu.Storable(s) {
		return bad
	}
	switch v.Kind() {
	case reflect.String:
		if v.Type() == reflect.TypeFor[rambu.Date]() && !rambu.Date(s).Valid() {
			return rambu.Fault(rambu.Invalid, "error.date").On(name)
		}
		v.SetString(s)
	case reflect.Int, reflect.Int64:
		n, err := strconv.ParseInt(s, 10, 64)
		if err != nil || v.OverflowInt(n) {
			return bad
		}
		v.SetInt(n)
	case reflect.Bool:
		b, err := strconv.ParseBool(s)
		if err != nil {
			return bad
		}
		v.SetBool(b)
	default:
		return rambu.Errorf(rambu.Internal, "a parameter cannot be a %s", v.Kind())
	}
	return nil
}

// Answer writes what a route returned.
func Answer(w http.ResponseWriter, r *http.Request, out any) error {
	h := w.Header()
	switch v := out.(type) {
	case None:
		w.WriteHeader(http.StatusNoContent)
	case Text:
		h.Set("Content-Type", "text/plain; charset=utf-8")
		_, _ = io.WriteString(w, string(v)) // the client went away
	case Stream:
		v.send(w, r)
	default:
		b, err := json.Marshal(v)
		if err != nil {
			return rambu.Errorf(rambu.Internal, "write the answer: %v", err)
		}
		h.Set("Content-Type", "application/json; charset=utf-8")
		_, _ = w.Write(append(b, '\n')) // the client went away
	}
	return nil
}

// send streams a file. One that fails on the way breaks the connection, so that nobody takes
// half a file for the whole.
func (f Stream) send(w http.ResponseWriter, r *http.Request) {
	defer f.Body.Close()
	h := w.Header()
	h.Set("Content-Type", f.Media)
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": f.Name}))
	if f.Size >= 0 {
		h.Set("Content-Length", strconv.FormatInt(f.Size, 10))
	}
	_, err := io.Copy(w, f.Body)
	if err != nil {
		slog.ErrorContext(r.Context(), "file broke off", slog.String("detail", err.Error()))
		panic(http.ErrAbortHandler)
	}
}
