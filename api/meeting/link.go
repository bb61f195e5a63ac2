package meeting

import (
	"context"
	"strings"
	"time"

	"rambu.id"
	"rambu.id/api/wire"
	"rambu.id/meeting"
	"rambu.id/meeting/link"
	"rambu.id/roster"
)

// LinkOps are those under the short link of an invitation, for whoever has it.
func LinkOps() []wire.Op[Desk] {
	return []wire.Op[Desk]{
		wire.Post("/rapat/tautan", "An invitation by its short link, for whoever has it: what it says, and nobody's answer", Desk.ByLink),
	}
}

// ShareView is the short link of an invitation that has left.
type ShareView struct {
	Address string    `json:"alamat" doc:"To share; its path alone where the instance knows no address of its own"`
	Text    string    `json:"teks" doc:"To copy: when, where, who leads, and the link. Indonesian in every language"`
	Since   time.Time `json:"sejak"`
}

// share is the link of an opened meeting; nil where there is none, or nothing to share yet.
func (d Desk) share(ctx context.Context, v *meeting.View) (*ShareView, error) {
	if v.State == meeting.Planned || v.State == meeting.Cancelled || v.Final(v.Today) {
		return nil, nil
	}
	l, err := d.Links.Of(ctx, d.Who, v)
	if err != nil && rambu.KindOf(err) == rambu.NotFound || err == nil && !l.Sent {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	address := d.Links.BaseURL + l.Path
	return &ShareView{Address: address, Text: d.Links.Text(d.Words, v, address), Since: l.Since}, nil
}

// MakeLink gives a meeting another link; its old one ends.
func (d Desk) MakeLink(ctx context.Context, in IDRequest) (View, error) {
	return d.now(ctx, in.ID, d.Links.Make(ctx, d.Who, in.ID))
}

// EndLink ends the link of a meeting.
func (d Desk) EndLink(ctx context.Context, in IDRequest) (View, error) {
	return d.now(ctx, in.ID, d.Links.Revoke(ctx, d.Who, in.ID))
}

// LinkRequest is the secret of a short link.
type LinkRequest struct {
	Link string `json:"tautan" maxLength:"60" doc:"The last part of the short link"`
}

// InvitationView is an invitation as its link shows it. Unless the link is good it has a state and
// nothing else.
type InvitationView struct {
	State    link.State       `json:"status" enum:"berlaku,belum,dicabut,lewat"`
	Title    string           `json:"judul,omitempty"`
	Place    string           `json:"tempat,omitempty"`
	Agenda   []string         `json:"acara,omitempty" nullable:"false"`
	Visitor  string           `json:"tamu,omitempty"`
	Note     string           `json:"catatan,omitempty"`
	Chair    string           `json:"pimpinan,omitempty" doc:"Title, as the office is held that day"`
	From     string           `json:"dari,omitempty" doc:"Title of who invites"`
	Number   string           `json:"nomor_surat,omitempty"`
	StandIn  meeting.StandIn  `json:"wakil,omitempty"`
	MinClass roster.PostClass `json:"pangkat_wakil,omitempty"`
	Meetings []InvitedView    `json:"rapat,omitempty" nullable:"false" doc:"Several of a series"`
}

// InvitedView is one meeting that an invitation calls to.
type InvitedView struct {
	ID    string        `json:"id"`
	State meeting.State `json:"status"`
	On    rambu.Date    `json:"tanggal"`
	Start time.Time     `json:"mulai"`
	End   time.Time     `json:"selesai"`
	Off   string        `json:"alasan_batal,omitempty"`
}

// ByLink opens an invitation by its short link.
func (d Desk) ByLink(ctx context.Context, in LinkRequest) (InvitationView, error) {
	err := d.Allow()
	if err != nil {
		return InvitationView{}, err
	}
	o, err := d.Links.ByLink(ctx, strings.TrimSpace(in.Link))
	if err != nil || o.State != link.Valid {
		return InvitationView{State: stateOf(o)}, err
	}
	c := o.Card
	out := InvitationView{
		State: o.State, Title: c.Title, Place: c.Place, Agenda: c.Agenda, Visitor: c.Visitor, Note: c.Note, Chair: c.Chair, From: o.From,
		Number: o.Letter.Number, StandIn: o.Now.StandIn, MinClass: o.Now.MinClass,
	}
	for _, s := range o.Meetings {
		out.Meetings = append(out.Meetings, InvitedView{s.ID, s.State, s.On, s.Start, s.End, c.Off[s.ID]})
	}
	return out, nil
}

func stateOf(o *link.Opened) link.State {
	if o == nil {
		return ""
	}
	return o.State
}

// own is the part of a meeting that somebody without the letter key sees: when it is and his own
// rows, as on his page at the door.
func (d Desk) own(ctx context.Context, id string) (View, error) {
	s, err := d.Room.Seat(ctx, d.Who, id)
	if err != nil {
		return View{}, err
	}
	chair, err := d.Room.TitleOn(ctx, d.Who, s.Chair, s.On)
	if err != nil {
		return View{}, err
	}
	out := View{
		Meeting: sessionOf(s.Session), Title: s.Title, Agenda: []string{}, Chair: heldOf(s.Chair, chair), Final: s.Final(d.Room.Today(d.Who)),
		Invitees: []InviteeView{},
	}
	v := &meeting.View{Session: s.Session, Held: s.Held}
	for _, i := range s.Mine {
		out.Invitees = append(out.Invitees, inviteeOf(v, i))
	}
	return out, nil
}
