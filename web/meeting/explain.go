package meeting

import (
	"io"
	"net/http"
	"net/url"
	"strings"

	"rambu.id"
	"rambu.id/meeting"
	"rambu.id/web/ui"
)

// Why somebody was or will be away, said on his own page. It needs no office key: the reason is
// sealed to those who deal with reasons, and whoever gives it cannot open it again anyhow.

// mayExplain reports whether a reason for a row is taken now.
func (c *arrival) mayExplain(i meeting.Invitee) bool {
	switch c.seat.State {
	case meeting.Invited, meeting.DoorOpen:
		return i.State == meeting.Awaited || i.State == meeting.Excused
	case meeting.Closed:
		return absent(i.State) && !c.seat.Final(c.p.Room.Today(c.who))
	case meeting.Planned, meeting.Cancelled:
	}
	return false
}

// explains finds the row that the actor may explain. Errors: NotFound when he has none.
func (p *Pages) explains(r *http.Request) (*arrival, meeting.Invitee, error) {
	c, err := p.arrived(r)
	if err != nil {
		return nil, meeting.Invitee{}, err
	}
	for _, i := range c.seat.Mine {
		if string(i.Post) == c.who.Post {
			return c, i, nil
		}
	}
	return nil, meeting.Invitee{}, rambu.Errorf(rambu.NotFound, "a reason is given for one's own post")
}

func (p *Pages) showExplain(w http.ResponseWriter, r *http.Request) error {
	c, i, err := p.explains(r)
	if err != nil {
		return err
	}
	return p.renderExplain(w, c, i, nil, nil)
}

func (p *Pages) renderExplain(w http.ResponseWriter, c *arrival, i meeting.Invitee, values url.Values, fault error) error {
	s := c.seat
	page := &formPage{
		Frame: p.UI.Frame(c.r, "meeting.step.reason"), Back: "/rapat/" + s.ID + "/hadir", About: c.named(s.Session, s.Title), File: true,
		Lead: c.t("meeting.step.reason_lead"), Send: c.t("meeting.link.send"),
	}
	page.Heading = page.Title
	state := c.presence(i.State)
	page.Rows = []ui.Row{
		{Key: c.t("meeting.show.when"), Value: c.when(s.Session)},
		{Key: c.t("meeting.show.post"), Value: c.held(s.Held[i.Post])},
		{Key: c.t("meeting.show.presence"), Badge: &state},
	}
	if s.State == meeting.Closed {
		page.Rows = append(page.Rows, ui.Row{Key: c.t("meeting.here.reason_due"), Value: c.day(s.ReasonDue)})
	}
	if !i.ReasonAt.IsZero() {
		page.Rows = append(page.Rows, ui.Row{Key: c.t("meeting.show.ground"), Value: c.t("meeting.show.reason_sealed", "at", c.clock(i.ReasonAt))})
	}
	status := http.StatusOK
	if fault != nil {
		page.Problems, _ = p.UI.Problems(page.Lang, fault)
		status = ui.Status(fault)
	}
	if c.mayExplain(i) {
		page.Fields = reasonFields(&c.call, p.UI.Form(&page.Frame, values))
	} else {
		page.Send, page.Lead = "", c.t("meeting.here.reason_closed")
	}
	return p.form.Render(w, status, page)
}

func (p *Pages) doExplain(w http.ResponseWriter, r *http.Request) error {
	c, i, err := p.explains(r)
	if err != nil {
		return err
	}
	in, err := c.readReason(w)
	if in == nil {
		return err
	}
	reason := reasonOf(in)
	reason.File = c.paper
	if err == nil {
		err = in.Err()
	}
	if err == nil {
		err = p.Room.GiveReason(r.Context(), c.who, i.ID, reason)
	}
	if err == nil {
		http.Redirect(w, r, "/rapat/"+c.seat.ID+"/hadir", http.StatusSeeOther)
		return nil
	}
	if _, mine := p.UI.Problems(c.lang, err); !mine {
		return err
	}
	return p.renderExplain(w, c, i, in.Values, err)
}

// readReason reads the form, with a paper or without. A paper is sealed while it streams in.
func (c *arrival) readReason(w http.ResponseWriter) (*ui.Input, error) {
	if !strings.HasPrefix(c.r.Header.Get("Content-Type"), "multipart/form-data") {
		return ui.Read(w, c.r)
	}
	return c.upload()
}

// upload reads a form that carries a paper.
func (c *call) upload() (*ui.Input, error) {
	return ui.Upload{Field: "berkas", Fields: maxFields, Bytes: maxBytes, Take: func(name, media string, body io.Reader) error {
		f, err := c.p.Room.Attach(c.r.Context(), c.who, name, media, body)
		c.paper = &f
		return err
	}}.Read(c.r)
}
