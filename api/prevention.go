package api

import (
	"rambu.id/api/prevention"
	"rambu.id/api/wire"
)

// mount serves the routes of a package beneath, each with what with makes of the call.
func mount[B any](rm room, routes []wire.Bound[B], with func(*call) B) []route {
	var out []route
	for _, b := range routes {
		rt := route{room: rm, Route: b.Route}
		rt.About = rm.about()
		rt.serve = func(c *call) (any, error) {
			read := func(in any) (err error) {
				c.files, err = c.schemas.Read(c.w, c.r, rt.Route, in)
				return err
			}
			return b.Serve(c.r.Context(), read, func() B { return with(c) })
		}
		out = append(out, rt)
	}
	return out
}

func (c *call) prevention() prevention.Caller {
	return prevention.Caller{Who: c.who, Instance: c.in, Lang: c.lang, Files: c.files}
}
