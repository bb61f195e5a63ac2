package api

import (
	"regexp"

	"rambu.id"
	"rambu.id/api/field"
)

// RouteOf is a route as tests see it.
type RouteOf struct{ Method, Path, Room string }

var placeholder = regexp.MustCompile(`\{(\w+)\}`)

// Routes lists the routes, with ids in their paths that belong to nothing.
func Routes() []RouteOf {
	var out []RouteOf
	for _, rt := range routes() {
		out = append(out, RouteOf{rt.Method, placeholder.ReplaceAllStringFunc(rt.Path, func(string) string { return rambu.NewID("xyz") }), string(rt.room)})
	}
	return out
}

// FieldName is the name in the contract of a field of the domain.
func FieldName(s string) string { return field.Name(s) }
