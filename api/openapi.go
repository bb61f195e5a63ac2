package api

import (
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"rambu.id"
)

const about = `What the pages of an instance do, for programs. Names of fields are Indonesian, like the pages.

Sign in with POST /masuk and send the token as "Authorization: Bearer …". Cookies are not read.
A token opens what its officer may open; every read of something sealed is logged.

Dates are "2024-10-07", times are UTC. A list that continues has "berikut": ask again with it as
"setelah". Every change of a case or matter carries the "versi" it was made on; a stale one is
409. What another institution holds answers 404, like what does not exist. Errors come in the
language of Accept-Language, Indonesian (id) or English (en).`

// newSchemas makes the registry of schemas, filled with every type of a route.
func newSchemas() huma.Registry {
	r := huma.NewMapRegistry("#/components/schemas/", schemaName)
	r.RegisterTypeAlias(reflect.TypeFor[rambu.Date](), reflect.TypeFor[dateSchema]())
	for _, rt := range routes() {
		if hasBody(rt.in) {
			r.Schema(rt.in, true, "")
		}
		switch rt.out {
		case reflect.TypeFor[none](), reflect.TypeFor[text](), reflect.TypeFor[stream]():
		default:
			r.Schema(rt.out, true, "")
		}
	}
	r.Schema(reflect.TypeFor[failure](), true, "")
	return r
}

// schemaName names the schema of a type: its own name, and in front that of its package when it
// is not of this one.
func schemaName(t reflect.Type, hint string) string {
	name := huma.DefaultSchemaNamer(t, hint)
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	pkg := t.PkgPath()
	if pkg == "" || strings.HasSuffix(pkg, "/api") {
		return name
	}
	pkg = pkg[strings.LastIndex(pkg, "/")+1:]
	return strings.ToUpper(pkg[:1]) + pkg[1:] + name
}

// dateSchema is how a day is sent.
type dateSchema struct{}

// Schema implements huma.SchemaProvider: a day that exists, or nothing.
func (dateSchema) Schema(huma.Registry) *huma.Schema {
	nothing := 0
	s := &huma.Schema{AnyOf: []*huma.Schema{
		{Type: huma.TypeString, Format: "date"},
		{Type: huma.TypeString, MaxLength: &nothing},
	}}
	for _, one := range s.AnyOf {
		one.PrecomputeMessages()
	}
	return s
}

// OpenAPI writes the contract of the routes as YAML.
func OpenAPI() ([]byte, error) {
	r := newSchemas()
	doc := &huma.OpenAPI{
		OpenAPI: "3.1.0",
		Info:    &huma.Info{Title: "Rambu", Version: Version, Description: about},
		Servers: []*huma.Server{{URL: Prefix}},
		Components: &huma.Components{Schemas: r, SecuritySchemes: map[string]*huma.SecurityScheme{
			"sesi": {Type: "http", Scheme: "bearer", Description: "Token of POST /masuk"},
		}},
		Paths: map[string]*huma.PathItem{},
	}
	for _, rt := range routes() {
		doc.AddOperation(operation(r, rt))
	}
	return doc.YAML()
}

func operation(r huma.Registry, rt route) *huma.Operation {
	op := &huma.Operation{
		Method: rt.method, Path: rt.path, OperationID: operationID(rt), Summary: rt.summary, Tags: []string{rt.tag},
		Responses: map[string]*huma.Response{"default": {
			Description: "An error",
			Content:     jsonOf(r.Schema(reflect.TypeFor[failure](), true, "")),
		}},
	}
	switch rt.room {
	case public:
	case bawaslu:
		op.Description = "For officers of Bawaslu."
	case pemda:
		op.Description = "For officers of the regional government."
	case desk:
		op.Description = "For signed-in officers."
	}
	if rt.room != public {
		op.Security = []map[string][]string{{"sesi": {}}}
	}
	for _, p := range paramsOf(rt.in) {
		op.Parameters = append(op.Parameters, &huma.Param{
			Name: p.name, In: p.place, Required: p.place == "path", Description: p.field.Tag.Get("doc"), Schema: paramSchema(r, p),
		})
	}
	if hasBody(rt.in) {
		op.RequestBody = body(r, rt)
	}
	code, answer := answerOf(r, rt.out)
	op.Responses[strconv.Itoa(code)] = answer
	return op
}

func jsonOf(s *huma.Schema) map[string]*huma.MediaType {
	return map[string]*huma.MediaType{"application/json": {Schema: s}}
}

func body(r huma.Registry, rt route) *huma.RequestBody {
	s := r.Schema(rt.in, true, "")
	out := &huma.RequestBody{Required: true, Content: jsonOf(s)}
	if rt.upload > 0 {
		file := &huma.Schema{Type: huma.TypeString, Format: "binary"}
		out.Description = "Alone as JSON, or in the first part \"data\" with files behind it."
		out.Content["multipart/form-data"] = &huma.MediaType{Schema: &huma.Schema{
			Type: huma.TypeObject, Required: []string{dataPart},
			Properties: map[string]*huma.Schema{dataPart: s, filePart: {Type: huma.TypeArray, Items: file}},
		}}
	}
	return out
}

func answerOf(r huma.Registry, out reflect.Type) (int, *huma.Response) {
	switch out {
	case reflect.TypeFor[none]():
		return 204, &huma.Response{Description: "Done"}
	case reflect.TypeFor[text]():
		return 200, &huma.Response{Description: "Text", Content: map[string]*huma.MediaType{
			"text/plain": {Schema: &huma.Schema{Type: huma.TypeString}},
		}}
	case reflect.TypeFor[stream]():
		return 200, &huma.Response{Description: "The file", Content: map[string]*huma.MediaType{
			"application/octet-stream": {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}},
		}}
	}
	return 200, &huma.Response{Description: "Done", Content: jsonOf(r.Schema(out, true, ""))}
}

// paramSchema is the schema of a parameter; its own tags say more.
func paramSchema(r huma.Registry, p param) *huma.Schema {
	f := p.field
	f.Tag = reflect.StructTag(strings.ReplaceAll(string(f.Tag), `doc:`, `about:`)) // the parameter says it
	return huma.SchemaFromField(r, f, "")
}

// operationID names an operation by method and path: "post_perkara_id_daftar".
func operationID(rt route) string {
	words := strings.FieldsFunc(strings.ToLower(rt.method)+rt.path, func(c rune) bool { return strings.ContainsRune("/{}-.", c) })
	return strings.Join(slices.DeleteFunc(words, func(s string) bool { return s == "" }), "_")
}
