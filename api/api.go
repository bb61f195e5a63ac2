// Package api is the JSON interface of an instance: what the pages do, for programs. The types
// of its routes make openapi.yaml, which is committed; what is sent is checked against it.
//
// A program signs in like an officer and sends the token of its session with every request. The
// session opens what the officer may open, no more. No cookie is ever read, so no page elsewhere
// can act through a browser.
package api

import (
	_ "embed"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"time"

	"rambu.id"
	"rambu.id/access"
	"rambu.id/api/field"
	"rambu.id/api/wire"
	"rambu.id/instance"
	"rambu.id/internal/words"
	"rambu.id/roster"
)

// Prefix is where the interface is mounted; the version in it changes when an answer changes
// in a way that breaks programs.
const Prefix = "/api/v1"

// Version is that of the contract in openapi.yaml. A test asks for a new one whenever the
// contract changes.
const Version = "1.17.0"

//go:embed openapi.yaml
var contract []byte

// api serves one instance. It does not change after Handler.
type api struct {
	in      *instance.Instance
	log     *slog.Logger
	schemas *wire.Schemas
	langs   wire.Languages
	gate    *wire.Gate

	mu   sync.Mutex
	door *roster.Institution // found once: Bawaslu's room, when it is here
}

// Handler returns the interface of an instance, to be mounted at Prefix. It protects its answers
// itself: nothing is cached, and browsers run and frame nothing of it.
func Handler(in *instance.Instance) http.Handler {
	a := &api{
		in: in, log: slog.Default(), schemas: wire.NewSchemas(shapes()),
		langs: wire.NewLanguages(),
		gate:  wire.NewGate(in.Config.Machine),
	}
	mux := http.NewServeMux()
	for _, rt := range routes() {
		mux.Handle(rt.Method+" "+Prefix+rt.Path, a.handle(rt))
	}
	none := a.handle(route{room: public, serve: func(*call) (any, error) {
		return nil, rambu.Errorf(rambu.NotFound, "no such address")
	}})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, pattern := mux.Handler(r)
		if pattern == "" {
			none.ServeHTTP(w, r)
			return
		}
		mux.ServeHTTP(w, r)
	})
}

// call is one request: who makes it, and in which language errors are told.
type call struct {
	*api
	w       http.ResponseWriter
	r       *http.Request
	who     rambu.Actor
	session access.Session
	lang    words.Lang
	files   *wire.Files // of an upload
}

// handle signs a request in, checks the room and runs the route.
func (a *api) handle(rt route) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c := &call{api: a, w: w, r: r, lang: a.langs.Of(r)}
		h := w.Header()
		h.Set("Cache-Control", "no-store")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; sandbox")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("X-Robots-Tag", "noindex, nofollow")
		h.Set("Vary", "Accept-Language, Authorization")
		h.Set("Content-Language", string(c.lang))
		err := wire.Guard(func() error { return c.run(rt) })
		if rt.Tag != "tenggat" { // its names are the command line's
			err = field.Named(err)
		}
		if err != nil {
			wire.Telling{Words: a.in.Words, Lang: c.lang, Log: a.log, Wait: a.wait(err)}.Fail(w, r, err)
		}
	})
}

func (c *call) run(rt route) error {
	err := c.enter(rt.room)
	if err != nil {
		return err
	}
	out, err := rt.serve(c)
	if err != nil {
		return err
	}
	return wire.Answer(c.w, c.r, out)
}

// wait is how long an attempt that came too early has to wait.
func (a *api) wait(err error) time.Duration {
	w, ok := errors.AsType[*access.Wait](err)
	if !ok {
		return 0
	}
	return max(w.Until.Sub(a.in.Config.Machine.Now()), time.Second)
}

// enter signs the request in, unless the route is public. A route of another institution's room
// does not exist for the actor.
func (c *call) enter(rm room) error {
	if rm == public {
		return nil
	}
	token, ok := c.token()
	if !ok {
		return rambu.Fault(rambu.Unauthenticated, "api.error.token")
	}
	var err error
	c.who, c.session, err = c.in.Access.Authenticate(c.r.Context(), token)
	if err != nil {
		return err
	}
	c.r = c.r.WithContext(access.With(c.r.Context(), c.who, c.session))
	if c.session.MustEnrol && rm != own {
		return rambu.Fault(rambu.Forbidden, "api.error.enrol")
	}
	house := roster.InstitutionKindOf(c.who.Institution)
	if rm == bawaslu && house != roster.KindSupervisor || rm == pemda && house != roster.KindGovernment {
		return rambu.Errorf(rambu.NotFound, "a route of another room")
	}
	return nil
}

// token is the bearer token of the request.
func (c *call) token() (string, bool) {
	scheme, token, ok := strings.Cut(c.r.Header.Get("Authorization"), " ")
	return token, ok && strings.EqualFold(scheme, "Bearer") && token != ""
}

// text chooses between the two languages of the law pack.
func (c *call) text(id, en string) string {
	if c.lang == words.EN && en != "" {
		return en
	}
	return id
}
