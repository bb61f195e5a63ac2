package meeting

import (
	"bytes"
	"context"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"rambu.id"
	"rambu.id/internal/words"
	"rambu.id/meeting"
	"rambu.id/meeting/link"
	"rambu.id/web/ui"
)

// The page under the short link of an invitation: what it says, and how to answer it, for whoever
// was given the link. It names nobody who is invited and shows nobody's presence.

// linkPage is that page, with one of its two forms.
type linkPage struct {
	ui.Frame
	State   link.State
	Heading string
	From    string
	Off     *off // the meeting to answer is called off
	Closed  string
	Rows    []ui.Row
	File    string // for a calendar program
	Paper   string // on one page
	Account string // where whoever has an account answers
	Action  string
	Card    *ui.Field // nil when there is nothing to answer
	Answer  *ui.Field
	Whose   string // post whose reason is asked for
	Code    string // its card, read before
	Reason  []ui.Field
}

// Answers under a link.
const (
	comes = "hadir"
	away  = "berhalangan"
)

// shared is one request under a short link.
type shared struct {
	call
	o *link.Opened
}

func (p *Pages) showLink(w http.ResponseWriter, r *http.Request) error {
	s, err := p.shared(r)
	if err != nil {
		return p.noLink(w, r, err)
	}
	return p.renderLink(w, s, p.linkPage(s, nil, nil), http.StatusOK)
}

// shared opens the link of the address.
func (p *Pages) shared(r *http.Request) (*shared, error) {
	err := p.gate.Allow(p.Client(r))
	if err != nil {
		return nil, err
	}
	o, err := p.Links.ByLink(r.Context(), r.PathValue("short"))
	if err != nil {
		return nil, err
	}
	return &shared{call{p: p, r: r, who: o.Actor(), lang: ui.Lang(r)}, o}, nil
}

// noLink answers an address that is no link: cut off on its way, typed wrong, or made up.
func (p *Pages) noLink(w http.ResponseWriter, r *http.Request, err error) error {
	if rambu.KindOf(err) != rambu.NotFound {
		return err
	}
	page := &linkPage{Frame: p.UI.Frame(r, "meeting.link.none")}
	page.Heading, page.Path, page.Secret = page.Title, "/u/…", true
	return p.link.Render(w, http.StatusNotFound, page)
}

func (p *Pages) renderLink(w http.ResponseWriter, s *shared, page *linkPage, status int) error {
	switch s.o.State {
	case link.Revoked, link.Over:
		status = http.StatusGone
	case link.Unsent:
		status = http.StatusNotFound
	case link.Valid:
	}
	return p.link.Render(w, status, page)
}

func (p *Pages) linkPage(s *shared, values url.Values, fault error) *linkPage {
	page := &linkPage{Frame: p.UI.Frame(s.r, "meeting.link.title"), State: s.o.State}
	page.Action, page.Secret = link.Path(s.o.Secret), true
	page.Path = page.Action
	if s.o.State != link.Valid {
		page.Heading = s.t("meeting.link.state." + string(s.o.State))
		page.Title = page.Heading
		return page
	}
	page.Heading, page.File, page.Paper, page.Rows = s.o.Card.Title, page.Action+"/undangan.ics", page.Action+"/undangan.pdf", s.about()
	page.From = s.from()
	now := s.o.Now
	if now.State == meeting.Cancelled {
		page.Off = &off{Why: s.o.Card.Off[now.ID]}
		return page
	}
	if fault != nil {
		page.Problems, _ = p.UI.Problems(page.Lang, fault)
	}
	closed := now.State == meeting.Closed
	if closed {
		page.Closed = s.t("meeting.link.closed", "date", s.day(now.ReasonDue))
	}
	page.Account = "/rapat/" + now.ID
	if p.Bearer == nil {
		return page
	}
	fm := p.UI.Form(&page.Frame, values)
	card := fm.Text("kartu", "meeting.card.code")
	card.Width = "20"
	page.Card = &card
	if !closed {
		answer := fm.Radios("jawab", "meeting.field.answer", fm.Option(comes, "meeting.act.accept"), fm.Option(away, "meeting.link.away"))
		page.Answer = &answer
	}
	return page
}

// from says who invites, and by which letter once that has left.
func (s *shared) from() string {
	kind := s.t("meeting.kind." + string(s.o.Now.Kind))
	if s.o.Letter.SentAt.IsZero() {
		return kind
	}
	return s.t("meeting.link.from", "kind", kind, "from", s.o.From, "number", s.o.Letter.Number, "date", words.LongDate(s.lang, s.o.Letter.Date))
}

// about is what the invitation says.
func (s *shared) about() []ui.Row {
	c, now := s.o.Card, s.o.Now
	rows := []ui.Row{
		{Key: s.t("meeting.show.when"), Value: s.when(now)},
		{Key: s.t("meeting.show.place"), Value: c.Place},
		{Key: s.t("meeting.show.chair"), Value: c.Chair},
		{Key: s.t("meeting.show.agenda"), Value: strings.Join(c.Agenda, "\n")},
		{Key: s.t("meeting.show.stand_in"), Value: s.standInOf(now)},
	}
	for _, more := range [][2]string{{"meeting.show.visitor", c.Visitor}, {"meeting.show.note", c.Note}} {
		if more[1] != "" {
			rows = append(rows, ui.Row{Key: s.t(more[0]), Value: more[1]})
		}
	}
	if len(s.o.Meetings) > 1 {
		var days []string
		for _, m := range s.o.Meetings {
			day := s.short(m.On)
			if m.State == meeting.Cancelled {
				day += " (" + s.t("meeting.state.batal") + ")"
			}
			days = append(days, day)
		}
		rows = append(rows, ui.Row{Key: s.t("meeting.show.series"), Value: strings.Join(days, ", ")})
	}
	return rows
}

// linkFile sends what a valid link gives as a file.
func (p *Pages) linkFile(make func(w http.ResponseWriter, s *shared) error) ui.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) error {
		s, err := p.shared(r)
		if err == nil && s.o.State != link.Valid {
			return p.renderLink(w, s, p.linkPage(s, nil, nil), http.StatusOK)
		}
		if err != nil {
			return p.noLink(w, r, err)
		}
		return make(w, s)
	}
}

// calendarOf gives the invitation to a calendar program.
func (p *Pages) calendarOf(w http.ResponseWriter, s *shared) error {
	c, err := p.Links.Calendar(s.r.Context(), s.o, s.lang)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	err = c.Write(&b)
	if err != nil {
		return err
	}
	ui.Download(w, "text/calendar; charset=utf-8", "undangan.ics", b.Bytes())
	return nil
}

// pageOf gives the invitation as one page, to print or to send on.
func (p *Pages) pageOf(w http.ResponseWriter, s *shared) error {
	var b bytes.Buffer
	err := p.Press.Invitation(s.o, p.base(s.r)+link.Path(s.o.Secret), &b)
	if err != nil {
		return err
	}
	ui.Download(w, "application/pdf", "undangan.pdf", b.Bytes())
	return nil
}

// doLink takes the answer of a post whose card was typed in: that its holder comes or, on a second
// page, why he does not.
func (p *Pages) doLink(w http.ResponseWriter, r *http.Request) error {
	s, err := p.shared(r)
	if err != nil {
		return p.noLink(w, r, err)
	}
	in, err := ui.Read(w, r)
	if err != nil {
		return err
	}
	if s.o.State != link.Valid || s.o.Now.State == meeting.Cancelled || p.Bearer == nil {
		return p.renderLink(w, s, p.linkPage(s, nil, nil), http.StatusConflict)
	}
	seat, row, err := s.seat(in.Text("kartu", 60))
	if err == nil {
		err = in.Err()
	}
	if err != nil {
		return s.again(w, in, err)
	}
	whose := seat.Held[row.Post].Title
	answer := in.One("jawab", comes, away)
	if s.o.Now.State == meeting.Closed {
		answer = away
	}
	switch {
	case answer == comes:
		err = p.Room.Accept(r.Context(), s.who, row.ID)
		if err != nil {
			return s.again(w, in, err)
		}
		return s.done(w, s.t("meeting.link.coming", "post", whose))
	case answer == "":
		return s.again(w, in, rambu.Fault(rambu.Invalid, "ui.error.choose").On("jawab"))
	case !in.Values.Has("alasan") && !in.Values.Has("lengkap"):
		return p.renderLink(w, s, s.asks(whose, in.Values, nil), http.StatusOK)
	}
	err = p.Room.GiveReason(r.Context(), s.who, row.ID, reasonOf(in))
	if problems, mine := p.UI.Problems(s.lang, err); mine {
		return p.renderLink(w, s, s.asks(whose, in.Values, problems), ui.Status(err))
	}
	if err != nil {
		return err
	}
	return s.done(w, s.t("meeting.link.excused", "post", whose))
}

// seat finds the invited post of a card. From here on the actor is its holder.
func (s *shared) seat(card string) (*meeting.Seat, meeting.Invitee, error) {
	who, err := s.p.Bearer(s.r.Context(), card)
	if err != nil {
		return nil, meeting.Invitee{}, err
	}
	foreign := rambu.Fault(rambu.Invalid, "meeting.error.card_not_invited").On("kartu")
	if who.Institution != s.o.Institution {
		return nil, meeting.Invitee{}, foreign
	}
	s.who = who
	seat, err := s.p.Room.Seat(s.r.Context(), who, s.o.Now.ID)
	if err != nil && rambu.KindOf(err) != rambu.NotFound {
		return nil, meeting.Invitee{}, err
	}
	if err == nil {
		for _, i := range seat.Mine {
			if string(i.Post) == who.Post {
				return seat, i, nil
			}
		}
	}
	return nil, meeting.Invitee{}, foreign
}

// again shows the form with what was typed and what is wrong with it.
func (s *shared) again(w http.ResponseWriter, in *ui.Input, fault error) error {
	if _, mine := s.p.UI.Problems(s.lang, fault); !mine {
		return fault
	}
	return s.p.renderLink(w, s, s.p.linkPage(s, in.Values, fault), ui.Status(fault))
}

// asks is the page that asks why somebody does not come.
func (s *shared) asks(whose string, values url.Values, problems []ui.Problem) *linkPage {
	page := s.p.linkPage(s, values, nil)
	page.Problems, page.Whose, page.Code = problems, whose, values.Get("kartu")
	fields := reasonFields(&s.call, s.p.UI.Form(&page.Frame, values))
	page.Reason = slices.DeleteFunc(fields, func(f ui.Field) bool { return f.Kind == ui.KindFile })
	page.Title = s.t("meeting.step.reason")
	return page
}

func (s *shared) done(w http.ResponseWriter, text string) error {
	page := s.p.linkPage(s, nil, nil)
	page.Flash, page.Card, page.Answer = text, nil, nil
	return s.p.renderLink(w, s, page, http.StatusOK)
}

// sharing is the part of a meeting's page about its short link.
type sharing struct {
	Address string // "" when there is none
	Text    string // to copy
	Paper   string // the invitation on one page
	Send    template.URL
	Note    string // why there is nothing to share yet
	Manage  bool
	Make    string // the button that makes one
}

// sharing shows the short link to whoever may open the meeting; who runs it changes it.
func (c *call) sharing() (*sharing, error) {
	v := c.v
	if c.p.Links == nil || v.State == meeting.Planned || v.State == meeting.Cancelled || v.Final(v.Today) {
		return nil, nil
	}
	runs := meeting.Runs(c.who)
	out := &sharing{Manage: runs, Make: c.t("meeting.share.renew")}
	l, err := c.p.Links.Of(c.r.Context(), c.who, v)
	switch {
	case err != nil && rambu.KindOf(err) != rambu.NotFound:
		return nil, err
	case err != nil && !runs:
		return nil, nil
	case err != nil:
		out.Note, out.Make = c.t("meeting.share.none"), c.t("meeting.share.make")
	case !l.Sent && v.State == meeting.Invited && !runs:
		return nil, nil
	case !l.Sent && v.State == meeting.Invited:
		out.Manage, out.Note = false, c.t("meeting.share.unsent")
	default:
		out.Address, out.Paper = c.p.base(c.r)+l.Path, l.Path+"/undangan.pdf"
		out.Text = c.p.Links.Text(c.p.UI.Words(), v, out.Address)
		out.Send = template.URL("https://wa.me/?text=" + url.QueryEscape(out.Text)) //nolint:gosec // our own text, escaped
	}
	return out, nil
}

// makeLink gives a meeting another link; its old one ends.
func (p *Pages) makeLink(ctx context.Context, who rambu.Actor, id string) error {
	if p.Links == nil {
		return rambu.Errorf(rambu.NotFound, "no links here")
	}
	return p.Links.Make(ctx, who, id)
}

// endLink ends the link of a meeting.
func (p *Pages) endLink(ctx context.Context, who rambu.Actor, id string) error {
	if p.Links == nil {
		return rambu.Errorf(rambu.NotFound, "no links here")
	}
	return p.Links.Revoke(ctx, who, id)
}
