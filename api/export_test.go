package api

import (
	"regexp"

	"rambu.id"
	"rambu.id/api/field"
)

// RouteOf is a route as tests see it.
type RouteOf struct{ Method, Path, Room, Pattern string }

var placeholder = regexp.MustCompile(`\{(\w+)\}`)

// Routes lists the routes, with ids in their paths that belong to nothing.
func Routes() []RouteOf {
	var out []RouteOf
	for _, rt := range routes() {
		out = append(out, RouteOf{rt.Method, placeholder.ReplaceAllStringFunc(rt.Path, func(string) string { return rambu.NewID("xyz") }), string(rt.room), rt.Path})
	}
	return out
}

// At is the path of the route with ids of what there is, by the part of the pattern before them: "/perkara/" is
// followed by that of a case. It says whether one was filled in.
func (rt RouteOf) At(ids map[string]string) (path string, real bool) {
	path = rt.Path
	at := placeholder.FindStringIndex(rt.Pattern)
	if at == nil || ids[rt.Pattern[:at[0]]] == "" {
		return path, false
	}
	rest := rt.Pattern[at[1]:]
	inner := placeholder.ReplaceAllStringFunc(rest, func(name string) string {
		if id := ids[rt.Pattern[:at[0]]+name]; id != "" {
			return id
		}
		return rambu.NewID("xyz")
	})
	return rt.Pattern[:at[0]] + ids[rt.Pattern[:at[0]]] + inner, true
}

// FieldName is the name in the contract of a field of the domain.
func FieldName(s string) string { return field.Name(s) }
