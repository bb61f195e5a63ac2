package api

import (
	"net/http"

	"rambu.id/api/wire"
)

// room says who may know that a route exists.
type room string

const (
	public  room = "umum"
	own     room = "sesi"    // any session, also one that must enrol an authenticator first
	desk    room = "meja"    // any signed-in officer
	bawaslu room = "bawaslu" // officers of the supervisor
	pemda   room = "pemda"   // officers of the government
)

// about says in the contract who a route is for.
func (rm room) about() string {
	switch rm {
	case public:
		return ""
	case bawaslu:
		return "For officers of Bawaslu."
	case pemda:
		return "For officers of the regional government."
	case own, desk:
	}
	return "For signed-in officers."
}

// route is one operation of the interface.
type route struct {
	wire.Route
	room  room
	sent  bool // JSON or files come with it
	opens bool // a flood from its network shuts nobody out of it
	serve func(*call) (any, error)
}

// The answers that are no JSON.
type (
	none   = wire.None
	text   = wire.Text
	stream = wire.Stream
)

// get makes a route that changes nothing.
func get[In, Out any](rm room, path, summary string, h func(*call, In) (Out, error)) route {
	return newRoute(http.MethodGet, rm, path, summary, 0, h)
}

// post makes a route that takes JSON and changes something.
func post[In, Out any](rm room, path, summary string, h func(*call, In) (Out, error)) route {
	return newRoute(http.MethodPost, rm, path, summary, 0, h)
}

// upload makes a route that takes files too; size is the largest body in bytes.
func upload[In, Out any](rm room, path, summary string, size int64, h func(*call, In) (Out, error)) route {
	return newRoute(http.MethodPost, rm, path, summary, size, h)
}

func newRoute[In, Out any](method string, rm room, path, summary string, size int64, h func(*call, In) (Out, error)) route {
	rt := of(rm, wire.NewRoute[In, Out](method, path, summary, size))
	rt.serve = func(c *call) (any, error) {
		var in In
		err := c.read(rt.Route, &in)
		if err != nil {
			return nil, err
		}
		return h(c, in)
	}
	return rt
}

// open is a route that is opened by a code or a password. Whoever has one may share a network with those
// who guess (ADR 0075), so it is not refused for what they send.
func open(rt route) route {
	rt.opens = true
	return rt
}

func of(rm room, rt wire.Route) route {
	rt.About, rt.Public = rm.about(), rm == public
	return route{Route: rt, room: rm, sent: rt.HasBody()}
}

func (c *call) read(rt wire.Route, in any) (err error) {
	c.files, err = c.schemas.Read(c.w, c.r, rt, in)
	return err
}

// mount makes routes of the operations that a noun keeps in a package of its own.
func mount[D any](rm room, ops []wire.Op[D], desk func(*call) D) []route {
	out := make([]route, len(ops))
	for i, op := range ops {
		out[i] = of(rm, op.Route)
		out[i].serve = func(c *call) (any, error) {
			return op.Serve(c.r.Context(), func(in any) error { return c.read(op.Route, in) }, func() D { return desk(c) })
		}
	}
	return out
}

// routes are all operations of the interface, in the order of the contract.
func routes() []route {
	var out []route
	for _, some := range [][]route{
		sessionRoutes(), reportRoutes(), deadlineRoutes(), registerRoutes(), intakeRoutes(), caseRoutes(), disciplineRoutes(), letterRoutes(), nounRoutes(), feedRoutes(), ledgerRoutes(), pressRoutes(),
	} {
		out = append(out, some...)
	}
	return out
}

// shapes are the routes as the contract shows them.
func shapes() []wire.Route {
	var out []wire.Route
	for _, rt := range routes() {
		out = append(out, rt.Route)
	}
	return out
}
