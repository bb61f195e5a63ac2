package api

import (
	"golang.org/x/time/rate"

	"rambu.id/access"
	"rambu.id/api/wire"
)

// budget is that of the network the request comes from.
func (c *call) budget() *wire.Budget { return c.gate.Of(access.Source(c.r.RemoteAddr)) }

// allow takes one from a limit.
func (c *call) allow(l *rate.Limiter) error { return c.gate.Allow(l) }

// coded runs what a code is typed for, and counts wrong ones.
func (c *call) coded(fn func() error) error { return c.gate.Coded(c.budget(), fn) }

// counted is coded for what takes long.
func (c *call) counted(fn func() error) error { return c.gate.Counted(c.budget(), fn) }
