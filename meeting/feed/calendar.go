package feed

import (
	"context"
	"time"

	"rambu.id"
	"rambu.id/internal/ical"
	"rambu.id/internal/words"
	"rambu.id/meeting"
	"rambu.id/roster"
)

// backDays is how far back a feed goes: a cancelled meeting has to stay long enough for every
// program to strike it out.
const backDays = 60

// every is how often a program is asked to look again.
const every = time.Hour

func (d *Desk) from(who rambu.Actor) rambu.Date { return d.Room.Today(who).AddDays(-backDays) }

// Calendar is what an address shows to whoever has it: the meetings its post leads, is invited
// to or stands in at. Drafts are not shown before their invitation left. Errors: NotFound for an
// address that is none, was revoked, or whose owner no longer holds the post.
func (d *Desk) Calendar(ctx context.Context, secret string) (ical.Calendar, error) {
	l, err := d.bySecret(ctx, secret)
	if err != nil {
		return ical.Calendar{}, err
	}
	serves, err := d.Access.Serves(ctx, l.Account, l.Post)
	if err == nil && !serves {
		err = rambu.Errorf(rambu.NotFound, "the post is somebody else's now")
	}
	if err != nil {
		return ical.Calendar{}, err
	}
	lines, err := d.announced(ctx, l)
	if err != nil {
		return ical.Calendar{}, err
	}
	err = d.disclose(ctx, l, secret, lines)
	if err != nil {
		return ical.Calendar{}, err
	}
	titles, err := d.titles(ctx, append(chairs(lines), roster.PostID(l.Post)))
	if err != nil {
		return ical.Calendar{}, err
	}
	c := ical.Calendar{Name: d.Words.T(l.Lang, "feed.calendar.name", "post", titles[roster.PostID(l.Post)].Title), Every: every}
	for _, m := range lines {
		c.Events = append(c.Events, d.event(l.Lang, m, titles))
	}
	return c, nil
}

// One is a single meeting for an officer who may read it, to be opened by his calendar program.
func (d *Desk) One(ctx context.Context, who rambu.Actor, id string, lang words.Lang) (ical.Calendar, error) {
	v, err := d.Room.Get(ctx, who, id)
	if err != nil {
		return ical.Calendar{}, err
	}
	return d.Of(ctx, lang, meeting.Line{Session: v.Session, Title: v.Title, Place: v.Place})
}

// Of writes meetings that somebody may read as a file: the same entries that a feed has.
func (d *Desk) Of(ctx context.Context, lang words.Lang, lines ...meeting.Line) (ical.Calendar, error) {
	titles, err := d.titles(ctx, chairs(lines))
	if err != nil {
		return ical.Calendar{}, err
	}
	var c ical.Calendar
	for _, m := range lines {
		c.Events = append(c.Events, d.event(lang, m, titles))
	}
	return c, nil
}

// announced are the meetings of the post whose invitation left, or that were held without one.
func (d *Desk) announced(ctx context.Context, l Link) ([]meeting.Line, error) {
	lines, err := d.Room.List(ctx, l.owner(), d.from(l.owner()), rambu.MaxDate)
	if err != nil {
		return nil, err
	}
	registry := rambu.System(l.Institution, l.Region) // reads envelopes only: it holds no key
	registry.Roles = []rambu.Role{rambu.RoleClerk}
	sent := map[string]bool{"": false}
	var out []meeting.Line
	for _, m := range lines {
		if _, asked := sent[m.Letter]; !asked {
			at, err := d.Letters.SentAt(ctx, registry, m.Letter)
			if err != nil {
				return nil, err
			}
			sent[m.Letter] = !at.IsZero()
		}
		if sent[m.Letter] || m.State == meeting.DoorOpen || m.State == meeting.Closed {
			out = append(out, m)
		}
	}
	return out, nil
}

// disclose fills in title and place where they are sealed to the address.
func (d *Desk) disclose(ctx context.Context, l Link, secret string, lines []meeting.Line) error {
	if !l.Detail {
		return nil
	}
	pair, err := keyOf(secret)
	if err != nil {
		return err
	}
	entries, err := d.entries(ctx, l.ID)
	if err != nil {
		return err
	}
	opened := map[string]about{}
	for i, m := range lines {
		e, ok := entries[m.Letter]
		if !ok {
			continue
		}
		a, ok := opened[m.Letter]
		if !ok {
			a, err = e.open(pair)
			if err != nil {
				return err
			}
			opened[m.Letter] = a
		}
		lines[i].Title, lines[i].Place = a.Title, a.Place
	}
	return nil
}

func chairs(lines []meeting.Line) []roster.PostID {
	var out []roster.PostID
	for _, m := range lines {
		out = append(out, m.Chair)
	}
	return out
}

func (d *Desk) titles(ctx context.Context, posts []roster.PostID) (map[roster.PostID]roster.Post, error) {
	return d.Roster.PostsByID(ctx, posts)
}

// event writes a meeting as a calendar keeps it. It names posts and no person.
func (d *Desk) event(lang words.Lang, m meeting.Line, titles map[roster.PostID]roster.Post) ical.Event {
	kind := d.Words.T(lang, "meeting.kind."+string(m.Kind))
	e := ical.Event{
		UID: m.ID + "@" + m.Institution, Sequence: m.Version, Changed: m.ChangedAt, Start: m.Start, End: m.End,
		Summary: m.Title, Location: m.Place, Category: kind, Cancelled: m.State == meeting.Cancelled,
		Text: d.Words.T(lang, "feed.event.text", "kind", kind, "chair", titles[m.Chair].Title),
	}
	if e.Changed.IsZero() {
		e.Changed = m.CreatedAt
	}
	if e.Summary == "" {
		e.Summary = kind
		e.Text += "\n" + d.Words.T(lang, "feed.event.sealed")
	}
	if d.BaseURL != "" {
		e.Link = d.BaseURL + "/rapat/" + m.ID
	}
	return e
}
