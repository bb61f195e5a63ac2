package api

import (
	"net/http"
	"reflect"
	"strings"

	"rambu.id/api/prevention"
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
	tag, _, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	rt := route{room: rm, Route: wire.Route{
		Method: method, Path: path, Tag: tag, Summary: summary, About: rm.about(), Public: rm == public, Upload: size,
		In: reflect.TypeFor[In](), Out: reflect.TypeFor[Out](),
	}}
	rt.serve = func(c *call) (any, error) {
		var in In
		var err error
		c.files, err = c.schemas.Read(c.w, c.r, rt.Route, &in)
		if err != nil {
			return nil, err
		}
		return h(c, in)
	}
	return rt
}

// routes are all operations of the interface, in the order of the contract.
func routes() []route {
	var out []route
	for _, some := range [][]route{
		sessionRoutes(), reportRoutes(), deadlineRoutes(), registerRoutes(), holidayRoutes(), intakeRoutes(), caseRoutes(), disciplineRoutes(), letterRoutes(), ledgerRoutes(), pressRoutes(),
		mount(desk, prevention.Routes(), (*call).prevention),
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
