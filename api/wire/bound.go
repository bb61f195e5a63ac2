package wire

import (
	"context"
	"net/http"
	"reflect"
	"strings"
)

// Bound is a route of a package beneath the interface: B is what its handlers work with, made for
// each request after it was read.
type Bound[B any] struct {
	Route

	Serve func(ctx context.Context, read func(in any) error, with func() B) (any, error)
}

// Get makes a route that changes nothing.
func Get[B, In, Out any](path, summary string, h func(context.Context, B, In) (Out, error)) Bound[B] {
	return bind(http.MethodGet, path, summary, 0, h)
}

// Post makes a route that takes JSON and changes something.
func Post[B, In, Out any](path, summary string, h func(context.Context, B, In) (Out, error)) Bound[B] {
	return bind(http.MethodPost, path, summary, 0, h)
}

// Upload makes a route that takes files too; size is the largest body in bytes.
func Upload[B, In, Out any](path, summary string, size int64, h func(context.Context, B, In) (Out, error)) Bound[B] {
	return bind(http.MethodPost, path, summary, size, h)
}

func bind[B, In, Out any](method, path, summary string, size int64, h func(context.Context, B, In) (Out, error)) Bound[B] {
	tag, _, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	return Bound[B]{
		Route: Route{Method: method, Path: path, Tag: tag, Summary: summary, Upload: size, In: reflect.TypeFor[In](), Out: reflect.TypeFor[Out]()},
		Serve: func(ctx context.Context, read func(in any) error, with func() B) (any, error) {
			var in In
			err := read(&in)
			if err != nil {
				return nil, err
			}
			return h(ctx, with(), in)
		},
	}
}
