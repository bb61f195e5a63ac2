package wire

import (
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"rambu.id"
)

// Schemas are the schemas of all requests and answers. They do not change after NewSchemas.
type Schemas struct{ registry huma.Registry }

// NewSchemas makes the schemas of routes.
func NewSchemas(routes []Route) *Schemas {
	r := huma.NewMapRegistry("#/components/schemas/", schemaName)
	r.RegisterTypeAlias(reflect.TypeFor[rambu.Date](), reflect.TypeFor[dateSchema]())
	for _, rt := range routes {
		if hasBody(rt.In) {
			r.Schema(rt.In, true, "")
		}
		switch rt.Out {
		case reflect.TypeFor[None](), reflect.TypeFor[Text](), reflect.TypeFor[Stream]():
		default:
			r.Schema(rt.Out, true, "")
		}
	}
	r.Schema(reflect.TypeFor[failure](), true, "")
	return &Schemas{r}
}

// schemaName names the schema of a type: its own name, and in front that of its package when it
// is not of this one. What a noun looks up elsewhere, or keeps in a package of its own, bears the noun's name.
func schemaName(t reflect.Type, hint string) string {
	name := huma.DefaultSchemaNamer(t, hint)
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	pkg := t.PkgPath()
	if pkg == "" || strings.HasSuffix(pkg, "/api") || strings.HasSuffix(pkg, "/wire") {
		return name
	}
	pkg = strings.TrimSuffix(strings.TrimSuffix(pkg, "/lookup"), "/study")
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

// Contract is what the routes promise.
type Contract struct {
	Title, Version, About string
	Server                string // where the routes are mounted
	Login                 string // how a token is had
	Routes                []Route
}

// YAML writes the contract as OpenAPI 3.1.
func (c Contract) YAML() ([]byte, error) {
	r := NewSchemas(c.Routes).registry
	doc := &huma.OpenAPI{
		OpenAPI: "3.1.0",
		Info:    &huma.Info{Title: c.Title, Version: c.Version, Description: c.About},
		Servers: []*huma.Server{{URL: c.Server}},
		Components: &huma.Components{Schemas: r, SecuritySchemes: map[string]*huma.SecurityScheme{
			"sesi": {Type: "http", Scheme: "bearer", Description: c.Login},
		}},
		Paths: map[string]*huma.PathItem{},
	}
	for _, rt := range c.Routes {
		doc.AddOperation(operation(r, rt))
	}
	return doc.YAML()
}

func operation(r huma.Registry, rt Route) *huma.Operation {
	op := &huma.Operation{
		Method: rt.Method, Path: rt.Path, OperationID: operationID(rt), Summary: rt.Summary, Description: rt.About, Tags: []string{rt.Tag},
		Responses: map[string]*huma.Response{"default": {
			Description: "An error",
			Content:     jsonOf(r.Schema(reflect.TypeFor[failure](), true, "")),
		}},
	}
	if !rt.Public {
		op.Security = []map[string][]string{{"sesi": {}}}
	}
	for _, p := range paramsOf(rt.In) {
		op.Parameters = append(op.Parameters, &huma.Param{
			Name: p.name, In: p.place, Required: p.place == "path", Description: p.field.Tag.Get("doc"), Schema: paramSchema(r, p),
		})
	}
	if hasBody(rt.In) {
		op.RequestBody = body(r, rt)
	}
	code, answer := answerOf(r, rt.Out)
	op.Responses[strconv.Itoa(code)] = answer
	return op
}

func jsonOf(s *huma.Schema) map[string]*huma.MediaType {
	return map[string]*huma.MediaType{"application/json": {Schema: s}}
}

func body(r huma.Registry, rt Route) *huma.RequestBody {
	s := r.Schema(rt.In, true, "")
	out := &huma.RequestBody{Required: true, Content: jsonOf(s)}
	if rt.Upload > 0 {
		file := &huma.Schema{Type: huma.TypeString, Format: "binary"}
		out.Description = "Alone as JSON, or in the first part \"data\" with files behind it."
		out.Content["multipart/form-data"] = &huma.MediaType{Schema: &huma.Schema{
			Type: huma.TypeObject, Required: []string{DataPart},
			Properties: map[string]*huma.Schema{DataPart: s, FilePart: {Type: huma.TypeArray, Items: file}},
		}}
	}
	return out
}

func answerOf(r huma.Registry, out reflect.Type) (int, *huma.Response) {
	switch out {
	case reflect.TypeFor[None]():
		return 204, &huma.Response{Description: "Done"}
	case reflect.TypeFor[Text]():
		return 200, &huma.Response{Description: "Text", Content: map[string]*huma.MediaType{
			"text/plain": {Schema: &huma.Schema{Type: huma.TypeString}},
		}}
	case reflect.TypeFor[Stream]():
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
func operationID(rt Route) string {
	words := strings.FieldsFunc(strings.ToLower(rt.Method)+rt.Path, func(c rune) bool { return strings.ContainsRune("/{}-.", c) })
	return strings.Join(slices.DeleteFunc(words, func(s string) bool { return s == "" }), "_")
}
