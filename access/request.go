package access

import (
	"context"

	"rambu.id"
)

type requestKey struct{}

type signedIn struct {
	who     rambu.Actor
	session Session
}

// With puts the signed-in actor of a request into its context, for the pages and the API.
func With(ctx context.Context, who rambu.Actor, s Session) context.Context {
	return context.WithValue(ctx, requestKey{}, signedIn{who, s})
}

// From returns the actor and session of a request. Errors: Unauthenticated when nobody is
// signed in.
func From(ctx context.Context) (rambu.Actor, Session, error) {
	v, ok := ctx.Value(requestKey{}).(signedIn)
	if !ok {
		return rambu.Actor{}, Session{}, rambu.Errorf(rambu.Unauthenticated, "nobody is signed in")
	}
	return v.who, v.session, nil
}
