package wire

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"reflect"
	"strings"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"

	"rambu.id"
)

// MaxJSON is the largest JSON of a request, in bytes.
const MaxJSON = 4 << 20

// The limits of one body. The longest study is far below them.
const (
	maxJSON   = MaxJSON
	maxPublic = 512 << 10 // of a request without a token: no report is as long, and pages read that much of a form at once
	maxValues = 10_000    // names and values of all levels
	maxDepth  = 12
	maxFaults = 20 // told at once
)

// readBody reads the JSON of a request: alone, or in front of files.
func (s *Schemas) readBody(w http.ResponseWriter, r *http.Request, rt Route, in any) (files *Files, err error) {
	media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil {
		return nil, rambu.Fault(rambu.Invalid, "api.error.content_type")
	}
	most := int64(maxJSON)
	if rt.Public {
		most = maxPublic
	}
	var body io.Reader
	switch {
	case media == "application/json":
		body = http.MaxBytesReader(w, r.Body, most)
	case media == "multipart/form-data" && rt.Upload > 0:
		r.Body = http.MaxBytesReader(w, r.Body, rt.Upload)
		body, files, err = open(r, most)
		if err != nil {
			return nil, err
		}
	default:
		return nil, rambu.Fault(rambu.Invalid, "api.error.content_type")
	}
	b, err := io.ReadAll(body)
	if err != nil {
		return nil, bodyError(err)
	}
	if int64(len(b)) > most {
		return nil, rambu.Fault(rambu.TooLarge, "api.error.too_large")
	}
	return files, s.decode(rt.In, b, in)
}

func bodyError(err error) error {
	if slow, ok := errors.AsType[*rambu.Error](err); ok {
		return slow
	}
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return rambu.Fault(rambu.TooLarge, "api.error.too_large")
	}
	return &rambu.Error{Kind: rambu.Invalid, Key: "api.error.body", Detail: "the body could not be read", Err: err}
}

// decode checks a body against the schema of its type and reads it.
func (s *Schemas) decode(t reflect.Type, b []byte, in any) error {
	v, err := parse(b)
	if err != nil {
		return err
	}
	var res huma.ValidateResult
	huma.Validate(s.registry, s.registry.Schema(t, true, ""), huma.NewPathBuffer(nil, 0), huma.ModeWriteToServer, v, &res)
	err = faults(res.Errors)
	if err != nil {
		return err
	}
	dec := json.NewDecoder(bytes.NewReader(b))
	dec.DisallowUnknownFields()
	err = dec.Decode(in)
	if err != nil {
		return &rambu.Error{Kind: rambu.Invalid, Key: "api.error.json", Detail: "passed its schema but not its type", Err: err}
	}
	return nil
}

// faults turns what the schema check found into faults on their fields.
func faults(found []error) error {
	var out rambu.Errors
	for _, err := range found {
		d, ok := errors.AsType[*huma.ErrorDetail](err)
		if !ok || len(out) == maxFaults {
			continue
		}
		key, where := "api.error.value", d.Location
		rest, missing := strings.CutPrefix(d.Message, "expected required property ")
		switch {
		case missing:
			key = "api.error.required"
			name, _, _ := strings.Cut(rest, " ")
			where = strings.TrimPrefix(where+"."+name, ".")
		case d.Message == "unexpected property":
			key = "api.error.unknown"
		}
		out = append(out, rambu.Fault(rambu.Invalid, key).On(clip(where)))
	}
	return out.Err()
}

// clip shortens a name that a client chose.
func clip(s string) string {
	const most = 80
	s = strings.ToValidUTF8(s, "")
	if len(s) <= most {
		return s
	}
	i := most
	for i > 0 && !utf8.RuneStart(s[i]) {
		i--
	}
	return s[:i]
}

// parser reads JSON into maps, lists and values, and refuses what two readers could understand
// in two ways, and what would cost more than a request is worth.
type parser struct {
	dec    *json.Decoder
	values int
}

func parse(b []byte) (any, error) {
	if !utf8.Valid(b) {
		return nil, badJSON("not UTF-8")
	}
	p := &parser{dec: json.NewDecoder(bytes.NewReader(b))}
	v, err := p.value(0)
	if err != nil {
		return nil, err
	}
	_, err = p.dec.Token()
	if !errors.Is(err, io.EOF) {
		return nil, badJSON("something follows the value")
	}
	return v, nil
}

func badJSON(why string) error {
	return &rambu.Error{Kind: rambu.Invalid, Key: "api.error.json", Detail: why}
}

func (p *parser) value(depth int) (any, error) {
	if depth > maxDepth {
		return nil, badJSON("nested too deeply")
	}
	p.values++
	if p.values > maxValues {
		return nil, rambu.Fault(rambu.TooLarge, "api.error.too_large")
	}
	token, err := p.dec.Token()
	if err != nil {
		return nil, badJSON("broken")
	}
	switch token {
	case json.Delim('{'):
		return p.object(depth)
	case json.Delim('['):
		return p.list(depth)
	}
	if text, ok := token.(string); ok && !rambu.Storable(text) {
		return nil, badJSON("a text that no database holds")
	}
	return token, nil
}

func (p *parser) object(depth int) (any, error) {
	out := map[string]any{}
	for p.dec.More() {
		token, err := p.dec.Token()
		name, ok := token.(string)
		if err != nil || !ok {
			return nil, badJSON("broken")
		}
		_, twice := out[name]
		if twice {
			return nil, rambu.Fault(rambu.Invalid, "api.error.twice").On(clip(name))
		}
		if name != strings.ToLower(name) { // readers differ on whether "Versi" is "versi"
			return nil, rambu.Fault(rambu.Invalid, "api.error.unknown").On(clip(name))
		}
		out[name], err = p.value(depth + 1)
		if err != nil {
			return nil, err
		}
	}
	return out, p.end()
}

func (p *parser) list(depth int) (any, error) {
	out := []any{}
	for p.dec.More() {
		v, err := p.value(depth + 1)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, p.end()
}

func (p *parser) end() error {
	_, err := p.dec.Token()
	if err != nil {
		return badJSON("broken")
	}
	return nil
}

// Files are the files of an upload, read as they arrive. The nil Files are none.
type Files struct {
	reader *multipart.Reader
	left   int
}

// The names of the parts of an upload.
const (
	DataPart = "data"
	FilePart = "berkas"
)

const maxParts = 10

// open begins to read an upload and returns its JSON part, cut behind most bytes.
func open(r *http.Request, most int64) (io.Reader, *Files, error) {
	mr, err := r.MultipartReader()
	if err != nil {
		return nil, nil, bodyError(err)
	}
	part, err := mr.NextPart()
	if err != nil {
		return nil, nil, bodyError(err)
	}
	if part.FormName() != DataPart || part.FileName() != "" {
		return nil, nil, rambu.Fault(rambu.Invalid, "api.error.data_first").On(DataPart)
	}
	return io.LimitReader(part, most+1), &Files{reader: mr, left: maxParts}, nil
}

// Next returns the next file, io.EOF after the last.
func (f *Files) Next() (*multipart.Part, error) {
	if f == nil {
		return nil, io.EOF
	}
	part, err := f.reader.NextPart()
	if errors.Is(err, io.EOF) {
		return nil, io.EOF
	}
	if err != nil {
		return nil, bodyError(err)
	}
	f.left--
	if part.FormName() != FilePart || part.FileName() == "" {
		return nil, rambu.Fault(rambu.Invalid, "api.error.unknown").On(clip(part.FormName()))
	}
	if f.left < 0 {
		return nil, rambu.Fault(rambu.TooLarge, "api.error.too_many_files").On(FilePart)
	}
	return part, nil
}

// One returns the only file of an upload: its own name, its kind as its first bytes say, and its
// bytes. The body is nil when there is none. Call Done when it was read.
func (f *Files) One() (name, media string, body io.Reader, err error) {
	part, err := f.Next()
	if errors.Is(err, io.EOF) {
		return "", "", nil, nil
	}
	if err != nil {
		return "", "", nil, err
	}
	buffered := bufio.NewReaderSize(part, sniffed)
	head, err := buffered.Peek(sniffed)
	if err != nil && !errors.Is(err, io.EOF) {
		return "", "", nil, bodyError(err)
	}
	return Base(part.FileName()), http.DetectContentType(head), buffered, nil
}

// sniffed is how much of a file tells its kind.
const sniffed = 512

// Done refuses an upload with more files than were read.
func (f *Files) Done() error {
	_, err := f.Next()
	if errors.Is(err, io.EOF) {
		return nil
	}
	return rambu.Fault(rambu.TooLarge, "api.error.too_many_files").On(FilePart)
}

// Base is a file's own name without folders of the sender's machine.
func Base(name string) string { return name[strings.LastIndexAny(name, `/\`)+1:] }
