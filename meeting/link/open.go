package link

import (
	"context"
	"slices"

	"rambu.id"
	"rambu.id/internal/ical"
	"rambu.id/internal/words"
	"rambu.id/letter"
	"rambu.id/meeting"
	"rambu.id/roster"
	"rambu.id/seal/short"
)

// State says what a link is worth now.
type State string

// The states of a link.
const (
	Valid   State = "berlaku"
	Unsent  State = "belum"   // the invitation has not left the house
	Revoked State = "dicabut" // or another link took its place
	Over    State = "lewat"   // everything it calls to is over
)

// afterDays is how long a link opens after the day of a meeting that was not closed.
const afterDays = 7

// Opened is an invitation as its link shows it.
type Opened struct {
	State       State
	Institution string
	Region      string
	Card        Card // empty unless Valid
	Secret      string
	Letter      letter.Outgoing
	From        string // title of who invites
	Meetings    []meeting.Session
	Now         meeting.Session // the one to answer: the next that is to come, or the last
}

// Actor reads for whoever has the link: of the government, with no post, role or key.
func (o *Opened) Actor() rambu.Actor { return rambu.System(o.Institution, o.Region) }

// ByLink opens an invitation with the secret of its link. Errors: NotFound for what is none.
func (d *Desk) ByLink(ctx context.Context, text string) (*Opened, error) {
	secret, ok := short.Parse(text)
	if !ok {
		return nil, rambu.Errorf(rambu.NotFound, "no such link")
	}
	r, err := d.bySecret(ctx, secret)
	if err != nil {
		return nil, err
	}
	o := &Opened{Institution: r.institution, Region: r.region, Secret: secret, State: Revoked}
	if !r.endedAt.IsZero() {
		return o, nil
	}
	o.Meetings, err = d.Room.OfLetter(ctx, r.institution, r.letter)
	if err != nil {
		return nil, err
	}
	o.Letter, err = d.Letters.Head(ctx, registry(r), r.letter)
	if err != nil {
		return nil, err
	}
	today := d.Room.Today(o.Actor())
	o.State = state(o.Letter, o.Meetings, today)
	if o.State != Valid {
		return o, nil
	}
	o.Now = next(o.Meetings, today)
	posts, err := d.Roster.PostsByID(ctx, []roster.PostID{roster.PostID(o.Letter.Signer)})
	if err != nil {
		return nil, err
	}
	o.From = posts[roster.PostID(o.Letter.Signer)].Title
	o.Card, err = r.open(secret)
	return o, err
}

// state is what a link is worth on a day. A meeting can be held without its letter having left;
// one that was called off before is told all the same.
func state(l letter.Outgoing, all []meeting.Session, today rambu.Date) State {
	if !slices.ContainsFunc(all, func(s meeting.Session) bool { return today <= expires(s) }) {
		return Over
	}
	held := func(s meeting.Session) bool { return s.State != meeting.Invited && s.State != meeting.Planned }
	if l.SentAt.IsZero() && !slices.ContainsFunc(all, held) {
		return Unsent
	}
	return Valid
}

// expires is the last day on which a link opens for a meeting: that for giving a reason.
func expires(s meeting.Session) rambu.Date {
	if s.State == meeting.Closed {
		return s.ReasonDue
	}
	return s.On.AddDays(afterDays)
}

// next is the meeting that an answer is about: the first that is not over, else the last for which
// a reason may be given, else the last.
func next(all []meeting.Session, today rambu.Date) meeting.Session {
	for _, s := range all {
		if (s.State == meeting.Invited || s.State == meeting.DoorOpen) && s.On >= today {
			return s
		}
	}
	for _, s := range slices.Backward(all) {
		if s.State == meeting.Closed && !s.Final(today) {
			return s
		}
	}
	return all[len(all)-1]
}

// Calendar is the meetings of an invitation for a calendar program.
func (d *Desk) Calendar(ctx context.Context, o *Opened, lang words.Lang) (ical.Calendar, error) {
	lines := make([]meeting.Line, len(o.Meetings))
	for n, s := range o.Meetings {
		lines[n] = meeting.Line{Session: s, Title: o.Card.Title, Place: o.Card.Place}
	}
	return d.Feeds.Of(ctx, lang, lines...)
}
