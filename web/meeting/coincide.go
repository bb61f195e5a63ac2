package meeting

import (
	"strings"

	"rambu.id/meeting"
	"rambu.id/web/ui"
)

// coincides says what meetings that are still to come fall together with, to whoever plans them.
func (c *call) coincides(all ...meeting.Session) ([]ui.Coincidence, error) {
	if c.p.Coincides == nil || !meeting.Runs(c.who) {
		return nil, nil
	}
	var ahead []meeting.Session
	for _, s := range all {
		if s.On >= c.v.Today && s.State != meeting.Closed && s.State != meeting.Cancelled {
			ahead = append(ahead, s)
		}
	}
	if len(ahead) == 0 {
		return nil, nil
	}
	return c.p.Coincides(c.r, c.who, c.v.Place, ahead...)
}

// onPage puts it on the meeting's page, with the button that takes it to whoever decides.
func (c *call) onPage(page *showPage) (err error) {
	page.Coincides, err = c.coincides(c.v.Session)
	if len(page.Coincides) > 0 && c.p.Record != nil {
		page.Record = c.p.Record(c.who, c.v.ID)
	}
	return err
}

// onInvitation puts it on the form that a plan leads to, for every meeting of a series.
func (c *call) onInvitation(page *formPage) (err error) {
	if c.v == nil || !strings.HasSuffix(c.r.URL.Path, "/undang") {
		return nil
	}
	all := c.v.Series
	if len(all) == 0 {
		all = []meeting.Session{c.v.Session}
	}
	page.Coincides, err = c.coincides(all...)
	return err
}
