package wire

import (
	"context"
	"net/http"
)

// Op is one operation that a noun keeps in a package of its own. D is what the answers of the
// noun stand on; it is made anew for each request, after the request was read.
type Op[D any] struct {
	Route

	Serve func(ctx context.Context, read func(in any) error, desk func() D) (any, error)
}

// Get makes an operation that changes nothing.
func Get[D, In, Out any](path, summary string, h func(D, context.Context, In) (Out, error)) Op[D] {
	return newOp(NewRoute[In, Out](http.MethodGet, path, summary, 0), h)
}

// Post makes an operation that takes JSON and changes something.
func Post[D, In, Out any](path, summary string, h func(D, context.Context, In) (Out, error)) Op[D] {
	return newOp(NewRoute[In, Out](http.MethodPost, path, summary, 0), h)
}

// Upload makes an operation that takes files too; size is the largest body in bytes.
func Upload[D, In, Out any](path, summary string, size int64, h func(D, context.Context, In) (Out, error)) Op[D] {
	return newOp(NewRoute[In, Out](http.MethodPost, path, summary, size), h)
}

func newOp[D, In, Out any](rt Route, h func(D, context.Context, In) (Out, error)) Op[D] {
	return Op[D]{Route: rt, Serve: func(ctx context.Context, read func(in any) error, desk func() D) (any, error) {
		var in In
		err := read(&in)
		if err != nil {
			return nil, err
		}
		return h(desk(), ctx, in)
	}}
}
