package api

import (
	"slices"

	"rambu.id/api/clock"
	"rambu.id/api/directive"
	"rambu.id/api/meeting"
	"rambu.id/api/notice"
	"rambu.id/api/pledge"
	"rambu.id/api/prevention"
	"rambu.id/meeting/paper"
)

// nounRoutes are those of nouns that keep their operations in packages of their own.
func nounRoutes() []route {
	return slices.Concat(
		mount(pemda, meeting.Ops(), (*call).meetings), mount(pemda, directive.Ops(), (*call).directives),
		mount(public, meeting.LinkOps(), (*call).meetings), mount(public, directive.LinkOps(), (*call).directives), mount(pemda, pledge.Ops(), (*call).pledges),
		mount(desk, prevention.Ops(), (*call).prevention), mount(pemda, notice.Ops(), (*call).notices), mount(bawaslu, clock.CaseOps(), (*call).time),
		mount(pemda, clock.MatterOps(), (*call).time), mount(desk, clock.HolidayOps(), (*call).time),
	)
}

func (c *call) meetings() meeting.Desk {
	press := paper.Press{Room: c.in.Meetings, Log: c.in.Log, Letters: c.in.Letters, Words: c.in.Words, Practice: c.in.Config.Practice}
	allow := func() error { return c.allow(c.budget().Send) }
	return meeting.Desk{Room: c.in.Meetings, Press: press, Links: c.in.Links, Allow: allow, Who: c.who, Words: c.in.Words, Lang: c.lang, Files: c.files, Order: c.in.OrderFrom}
}

func (c *call) directives() directive.Desk {
	allow := func() error { return c.allow(c.budget().Send) }
	return directive.Desk{Desk: c.in.Directives, Who: c.who, Files: c.files, Allow: allow, Coded: c.coded}
}

func (c *call) pledges() pledge.Desk {
	return pledge.Desk{Book: c.in.Pledges, Who: c.who, Files: c.files}
}

func (c *call) notices() notice.Desk {
	return notice.Desk{Desk: c.in.Notices, Who: c.who, Lang: c.lang}
}

func (c *call) prevention() prevention.Caller {
	return prevention.Caller{Who: c.who, Instance: c.in, Lang: c.lang, Files: c.files}
}

func (c *call) time() clock.Caller { return clock.Caller{Who: c.who, Instance: c.in, Lang: c.lang} }
