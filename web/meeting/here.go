package meeting

import (
	"net/http"

	"rambu.id"
	"rambu.id/meeting"
	"rambu.id/meeting/twice"
	"rambu.id/web/ui"
)

type herePage struct {
	ui.Frame
	ID      string
	Back    string // "" for whoever is not signed in
	Action  string
	Heading string
	When    string
	As      string // for which post
	Done    *ui.Panel
	Notes   []string // what else is to be known of this arrival
	Closed  bool
	Reason  *ui.Button // where a reason is given
	Replies []reply
	Asked   string // the right of reply, "" when there is nothing to reply to
	Scanned bool   // the code came with the address: a button is enough
	Card    *ui.Field
	SignIn  string
	Code    ui.Field
	Value   string
}

// reply is what an invitation waits for and needs no office key: that the holder will come, or that
// somebody stands in for him.
type reply struct {
	Row     string
	Heading string
	Buttons []ui.Button
}

// arrival is one request at the door: of somebody signed in, or of a village head with the
// printed code of his post.
type arrival struct{ call }

// showHere is where the QR code leads: who is here, and one button. It needs no office key, and
// reads no more than the reader's own part.
func (p *Pages) showHere(w http.ResponseWriter, r *http.Request) error {
	c, err := p.arrived(r)
	if err != nil {
		return err
	}
	return p.renderHere(w, c, r.URL.Query().Get("kode"), r.URL.Query().Has("lagi"), nil)
}

func (p *Pages) arrived(r *http.Request) (*arrival, error) {
	c, err := p.call(r)
	if err != nil {
		return nil, err
	}
	seat, err := p.Room.Seat(r.Context(), c.who, r.PathValue("id"))
	if code := r.URL.Query().Get("kode"); code != "" && rambu.KindOf(err) == rambu.NotFound {
		err = p.Room.TurnedAway(r.Context(), c.who, r.PathValue("id"), code)
	}
	c.seat = seat
	return &arrival{*c}, err
}

func (p *Pages) renderHere(w http.ResponseWriter, c *arrival, code string, again bool, fault error) error {
	page := p.herePage(c, code, again)
	status := http.StatusOK
	if fault != nil {
		page.Problems, _ = p.UI.Problems(page.Lang, fault)
		status = ui.Status(fault)
	}
	page.Scanned = code != "" && (fault == nil || rambu.KindOf(fault) != rambu.Invalid)
	return p.here.Render(w, status, page)
}

func (p *Pages) herePage(c *arrival, code string, again bool) *herePage {
	s := c.seat
	page := &herePage{
		Frame: p.UI.Frame(c.r, "meeting.here.title"), ID: s.ID, Back: "/rapat/" + s.ID, Action: "/rapat/" + s.ID + "/hadir",
		Heading: c.named(s.Session, s.Title), When: c.when(s.Session), Value: code,
	}
	if s.Title == "" {
		page.Back = "/rapat" // without the office key the meeting's page leads back here
	}
	page.Closed = s.State != meeting.DoorOpen
	if s.State == meeting.Cancelled {
		page.Notes = append(page.Notes, c.t("meeting.off.title"))
	}
	page.Code = p.doorField(&page.Frame)
	for _, i := range s.Mine {
		as := c.held(s.Held[i.Post])
		own := string(i.Post) == c.who.Post
		if !own {
			as = c.t("meeting.show.for_post", "post", as)
		}
		if page.As == "" || !i.InAt.IsZero() {
			page.As = as
		}
		page.tells(&c.call, i, own, again)
		page.asks(&c.call, s.State, i, own)
		if own && c.mayExplain(i) {
			page.Reason = &ui.Button{Text: c.t("meeting.step.reason"), Href: page.Action + "/alasan"}
			if s.State != meeting.Closed {
				page.Reason.Look = "secondary"
			}
			if !i.ReasonAt.IsZero() {
				page.Reason.Text, page.Reason.Look = c.t("meeting.here.reason_again"), "secondary"
				page.Notes = append(page.Notes, c.t("meeting.here.reason_given", "at", c.clock(i.ReasonAt)))
			}
		}
	}
	page.Asked = c.asked(s.ID)
	for _, e := range s.Also {
		page.Notes = append(page.Notes, c.t("meeting.here.also", "at", c.clock(e.At)))
	}
	return page
}

// tells says what is recorded of one row.
func (page *herePage) tells(c *call, i meeting.Invitee, own, again bool) {
	switch {
	case i.InAt.IsZero():
	case own && i.State == meeting.StoodIn:
		page.Notes = append(page.Notes, c.t("meeting.here.stood_in", "at", c.clock(i.InAt)))
	case !own && i.State.Group() == meeting.GroupHolder:
		page.Notes = append(page.Notes, c.t("meeting.here.holder", "at", c.clock(i.InAt)))
	default:
		key := "meeting.here.done"
		if again {
			key = "meeting.here.again"
		}
		page.Done = &ui.Panel{Title: c.t(key, "at", c.clock(i.InAt)), Text: c.t("meeting.presence." + string(i.State))}
	}
}

// asks offers the answers that a row still waits for.
func (page *herePage) asks(c *call, state meeting.State, i meeting.Invitee, own bool) {
	button := func(value, key, look string) ui.Button {
		return ui.Button{Text: c.t(key), Name: "jawab", Value: value, Look: look}
	}
	switch {
	case own && state == meeting.Invited && i.Answer == meeting.NoAnswer:
		page.Replies = append(page.Replies, reply{i.ID, "", []ui.Button{button("hadir", "meeting.act.accept", "")}})
	case !own && (state == meeting.Invited || state == meeting.DoorOpen) && i.StandInState == meeting.StandInNamed:
		page.Replies = append(page.Replies, reply{i.ID, c.t("meeting.step.mandate"), []ui.Button{
			button("ya", "meeting.mandate_answer.yes", ""), button("tidak", "meeting.mandate_answer.no", "secondary"),
		}})
	}
}

// doReply takes an answer to an invitation. It needs no office key.
func (p *Pages) doReply(w http.ResponseWriter, r *http.Request) error {
	in, err := ui.Read(w, r)
	if err != nil {
		return err
	}
	c, err := p.arrived(r)
	if err != nil {
		return err
	}
	row := in.Text("baris", 60)
	switch answer := in.One("jawab", "hadir", "ya", "tidak"); answer {
	case "":
		err = rambu.Fault(rambu.Invalid, "ui.error.choose").On("jawab")
	case "hadir":
		err = p.Room.Accept(r.Context(), c.who, row)
	default:
		err = p.Room.AnswerStandIn(r.Context(), c.who, row, answer == "ya")
	}
	if err == nil {
		http.Redirect(w, r, "/rapat/"+c.seat.ID+"/hadir", http.StatusSeeOther)
		return nil
	}
	if _, mine := p.UI.Problems(c.lang, err); !mine {
		return err
	}
	return p.renderHere(w, c, "", false, err)
}

// named names a meeting by its title, or by its kind to whoever holds no key to that.
func (c *call) named(s meeting.Session, title string) string {
	if title != "" {
		return title
	}
	return c.t("meeting.kind." + string(s.Kind))
}

func (p *Pages) doorField(f *ui.Frame) ui.Field {
	code := p.UI.Form(f, nil).Text("kode", "meeting.field.door_code")
	code.Mode, code.Width, code.Auto = "numeric", "10", "one-time-code"
	return code
}

func (p *Pages) doHere(w http.ResponseWriter, r *http.Request) error {
	in, err := ui.Read(w, r)
	if err != nil {
		return err
	}
	code := in.Text("kode", 40)
	c, err := p.arrived(r)
	if rambu.KindOf(err) == rambu.NotFound && c != nil {
		return p.Room.TurnedAway(r.Context(), c.who, r.PathValue("id"), code)
	}
	if err != nil {
		return err
	}
	i, err := p.Room.CheckIn(r.Context(), c.who, c.seat.ID, code)
	if err == nil {
		to := "/rapat/" + c.seat.ID + "/hadir"
		if i.Again {
			to += "?lagi"
		}
		http.Redirect(w, r, to, http.StatusSeeOther)
		return nil
	}
	if _, mine := p.UI.Problems(c.lang, err); !mine {
		return err
	}
	return p.renderHere(w, c, code, false, err)
}

// doubles says who is recorded here and in another meeting at the same time.
func (c *call) doubles() ([]string, error) {
	all, err := twice.Find(c.r.Context(), c.p.Room, c.p.Roster, c.who, c.v)
	var out []string
	for _, d := range all {
		held, known := c.v.Held[d.Post]
		if !known {
			held.Title = string(d.Post)
		}
		out = append(out, c.t("meeting.double.line", "who", c.held(held), "at", c.clock(d.At), "other", c.named(d.Other.Session, d.Other.Title), "other_at", c.clock(d.OtherAt)))
	}
	return out, err
}
