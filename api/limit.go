package api

import (
	"errors"

	"golang.org/x/time/rate"

	"rambu.id"
	"rambu.id/access"
	"rambu.id/api/wire"
)

func busy() error { return rambu.Fault(rambu.TooMany, "api.error.busy") }

// budget is that of the network the request comes from.
func (c *call) budget() *wire.Budget { return c.gate.Of(access.Source(c.r.RemoteAddr)) }

// allow takes one from a limit.
func (c *call) allow(l *rate.Limiter) error {
	if l.AllowN(c.gate.Clock.Now(), 1) {
		return nil
	}
	return busy()
}

// coded runs what a receipt code is asked for, and counts wrong ones.
func (c *call) coded(fn func() error) error {
	b := c.budget()
	if b.Codes.TokensAt(c.gate.Clock.Now()) < 1 {
		return busy()
	}
	err := fn()
	if e, ok := errors.AsType[*rambu.Error](err); ok && e.Kind == rambu.Invalid && e.Field == "kode" {
		b.Codes.AllowN(c.gate.Clock.Now(), 1)
	}
	return err
}
