package api

import (
	"encoding/json"
	"io"
	"mime"
	"net/http"
	"reflect"
	"strconv"
	"strings"

	"rambu.id"
)

// room says who may know that a route exists.
type room string

const (
	public  room = "umum"
	desk    room = "meja"    // any signed-in officer
	bawaslu room = "bawaslu" // officers of the supervisor
	pemda   room = "pemda"   // officers of the government
)

// route is one operation of the interface.
type route struct {
	method, path string
	room         room
	tag          string
	summary      string
	in, out      reflect.Type
	upload       int64 // largest body with files, 0: takes no files
	serve        func(*call) (any, error)
}

// The answers that are no JSON.
type (
	none   struct{} // done, nothing to say
	text   string   // text/plain
	stream struct { // a file
		name, media string
		size        int64 // -1: unknown
		body        io.ReadCloser
	}
)

// get makes a route that changes nothing.
func get[In, Out any](rm room, path, summary string, h func(*call, In) (Out, error)) route {
	return newRoute(http.MethodGet, rm, path, summary, h)
}

// post makes a route that takes JSON and changes something.
func post[In, Out any](rm room, path, summary string, h func(*call, In) (Out, error)) route {
	return newRoute(http.MethodPost, rm, path, summary, h)
}

// upload makes a route that takes files too: multipart/form-data with the JSON in the part
// "data", first, and the files in parts "berkas". size is the largest body in bytes.
func upload[In, Out any](rm room, path, summary string, size int64, h func(*call, In) (Out, error)) route {
	rt := newRoute(http.MethodPost, rm, path, summary, h)
	rt.upload = size
	serve := serveWith(rt, h)
	rt.serve = serve
	return rt
}

func newRoute[In, Out any](method string, rm room, path, summary string, h func(*call, In) (Out, error)) route {
	tag, _, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	rt := route{
		method: method, path: path, room: rm, tag: tag, summary: summary,
		in: reflect.TypeFor[In](), out: reflect.TypeFor[Out](),
	}
	rt.serve = serveWith(rt, h)
	return rt
}

func serveWith[In, Out any](rt route, h func(*call, In) (Out, error)) func(*call) (any, error) {
	return func(c *call) (any, error) {
		var in In
		err := c.read(rt, &in)
		if err != nil {
			return nil, err
		}
		return h(c, in)
	}
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

// read fills a request from address and body.
func (c *call) read(rt route, in any) error {
	if hasBody(rt.in) {
		err := c.readBody(rt, in)
		if err != nil {
			return err
		}
	}
	known := map[string]bool{}
	v := reflect.ValueOf(in).Elem()
	for _, p := range paramsOf(rt.in) {
		text := c.r.PathValue(p.name)
		if p.place == "query" {
			known[p.name] = true
			text = c.r.URL.Query().Get(p.name)
		}
		err := setParam(v.FieldByIndex(p.field.Index), p.name, text)
		if err != nil {
			return err
		}
	}
	for name := range c.r.URL.Query() {
		if !known[name] {
			return rambu.Fault(rambu.Invalid, "api.error.unknown").On(clip(name))
		}
	}
	return nil
}

const maxParam = 200

// setParam reads a text of the address into a field: text, whole number, yes or no, or day.
func setParam(v reflect.Value, name, s string) error {
	if s == "" {
		return nil
	}
	bad := rambu.Fault(rambu.Invalid, "api.error.value").On(name)
	if len(s) > maxParam {
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

// answer writes what a route returned.
func (c *call) answer(out any) error {
	h := c.w.Header()
	switch v := out.(type) {
	case none:
		c.w.WriteHeader(http.StatusNoContent)
	case text:
		h.Set("Content-Type", "text/plain; charset=utf-8")
		_, _ = io.WriteString(c.w, string(v)) // the client went away
	case stream:
		return c.send(v)
	default:
		b, err := json.Marshal(v)
		if err != nil {
			return rambu.Errorf(rambu.Internal, "write the answer: %w", err)
		}
		h.Set("Content-Type", "application/json; charset=utf-8")
		_, _ = c.w.Write(append(b, '\n')) // the client went away
	}
	return nil
}

// send streams a file. One that fails on the way breaks the connection, so that nobody takes
// half a file for the whole.
func (c *call) send(f stream) error {
	defer f.body.Close()
	h := c.w.Header()
	h.Set("Content-Type", f.media)
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": f.name}))
	if f.size >= 0 {
		h.Set("Content-Length", strconv.FormatInt(f.size, 10))
	}
	_, err := io.Copy(c.w, f.body)
	if err != nil {
		c.log.ErrorContext(c.r.Context(), "file broke off", "detail", err.Error())
		panic(http.ErrAbortHandler)
	}
	return nil
}
