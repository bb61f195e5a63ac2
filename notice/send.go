package notice

import (
	"context"
	"errors"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"rambu.id"
	"rambu.id/internal/mail"
	"rambu.id/internal/queue"
	"rambu.id/internal/words"
)

const (
	ways  = 4  // open to the server at once
	batch = 20 // taken from the queue at a time
)

// Send sends what is due until nothing is. It may be called at any time, by any number of
// processes. Before a message itself goes out, the row says so: whoever comes after a crash does
// not send it again, and marks its fate as not known.
func (d *Desk) Send(ctx context.Context) error {
	if !d.On() {
		return nil
	}
	_, err := d.Queue.Recover()
	if err != nil {
		return err
	}
	g, gctx := errgroup.WithContext(ctx)
	for range ways {
		g.Go(func() error { return d.work(gctx) })
	}
	err = g.Wait()
	if ctx.Err() == nil {
		d.mu.Lock()
		d.trouble = ""
		if err != nil {
			d.trouble = err.Error()
		}
		d.mu.Unlock()
	}
	return err
}

// Trouble says why mail does not leave now, "" when it does: for the administrator.
func (d *Desk) Trouble(who rambu.Actor) string {
	if mayOversee(who) != nil {
		return ""
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.trouble
}

// postman is one way to the server and what it has read.
type postman struct {
	*Desk
	way    *mail.Session
	events map[string]Event
	handed bool // the item at hand was being handed over
}

func (d *Desk) work(ctx context.Context) error {
	p := &postman{Desk: d, events: map[string]Event{}}
	defer func() {
		if p.way != nil {
			_ = p.way.Close() // everything was answered before
		}
	}()
	var troubles error
	for ctx.Err() == nil {
		items, err := d.Queue.Claim(batch)
		if err != nil || len(items) == 0 {
			return errors.Join(troubles, err)
		}
		for n, item := range items {
			err = p.deliver(ctx, item)
			if err == nil {
				continue
			}
			if ctx.Err() != nil || rambu.KindOf(err) == rambu.Unavailable {
				return errors.Join(troubles, err, d.Queue.Release(items[n:]))
			}
			// One that cannot be written is tried later and given up in the end; the others are not its hostages.
			troubles = errors.Join(troubles, err)
			if !p.handed { // else it may have arrived, and only time says that nobody knows
				troubles = errors.Join(troubles, d.Queue.Again(item, ""))
			}
		}
	}
	return errors.Join(troubles, ctx.Err())
}

// deliver sends one mail. Unavailable: the way or the database is the fault, and the next would fail too.
func (p *postman) deliver(ctx context.Context, item queue.Item) error {
	p.handed = false
	m, why, err := p.message(ctx, item)
	if err != nil {
		return err
	}
	if why != "" {
		return p.Queue.End(item, queue.Skipped, why)
	}
	if p.way == nil || p.way.Broken() {
		if p.way != nil {
			_ = p.way.Close()
			p.way = nil
		}
		p.way, err = p.Server.Dial(ctx)
		if err != nil {
			return &rambu.Error{Kind: rambu.Unavailable, Key: "error.unavailable", Detail: "no way to the mail server", Err: err}
		}
	}
	out, err := p.way.Send(m, func() error {
		p.handed = true // also when noting it fails: it may have been noted
		return p.Queue.Hand(item)
	})
	if err != nil {
		if rambu.KindOf(err) == rambu.Conflict {
			return nil // we were silent for too long: it is somebody else's now
		}
		return err
	}
	switch out.State {
	case mail.Accepted:
		return p.Queue.End(item, queue.Done, "")
	case mail.Refused:
		return p.Queue.End(item, queue.Failed, out.Note)
	case mail.Unknown:
		return p.Queue.End(item, queue.Unknown, out.Note)
	case mail.Later:
	}
	return p.Queue.Again(item, out.Note)
}

// message writes the mail of a row, or says why there is none to send any more.
func (p *postman) message(ctx context.Context, item queue.Item) (m mail.Message, why string, err error) {
	e, ok := p.events[item.Topic]
	if !ok {
		e, err = p.event(ctx, item.Owner, item.Topic)
		if err != nil {
			return m, "", err
		}
		p.events[item.Topic] = e
	}
	r := recipientOf(item)
	if p.over(e) {
		return m, tooLate, nil
	}
	c, err := p.contact(ctx, item.Owner, r.Account)
	if err != nil && rambu.KindOf(err) == rambu.NotFound || err == nil && c.State != Confirmed && e.Kind != Confirm {
		return m, noAddress, nil
	}
	if err != nil {
		return m, "", err
	}
	if r.Post != "" {
		serves, err := p.Holders.Serves(ctx, r.Account, r.Post)
		if err != nil {
			return m, "", err
		}
		if !serves {
			return m, notHis, nil
		}
	}
	address, err := p.open(c)
	if err != nil {
		return m, noAddress, nil //nolint:nilerr // sealed to a mail key that is gone: its owner has to give it again
	}
	m = mail.Message{To: address, Key: item.ID, Date: e.CreatedAt}
	m.Subject, m.Text = p.text(e, r, c, address)
	return m, "", nil
}

// over reports whether it is too late to tell of something.
func (d *Desk) over(e Event) bool {
	now := d.Log.Clock().Now()
	switch e.Kind {
	case Invitation, CalledOff:
		return now.After(e.StartsAt)
	case GiveReason, GiveReply, Unread:
		return rambu.DateOf(d.Calendar.Local(e.Region, now)) > e.Due
	case Directive, Confirm, Trial:
	}
	return now.After(e.CreatedAt.Add(stale))
}

// stale is how long anything is worth telling.
const stale = 14 * 24 * time.Hour

// text is what a mail says. It is made of clear columns: there is nothing else to make it of.
func (d *Desk) text(e Event, r Recipient, c Contact, address string) (subject, text string) {
	args := []string{"post", r.Title, "link", d.BaseURL + e.Object, "due", words.Date(c.Lang, e.Due), "code", ""}
	if e.Kind == Confirm {
		args[len(args)-1] = d.code(c.ID, address)
	}
	if e.Sort != "" {
		args = append(args, "kind", d.Words.T(c.Lang, "meeting.kind."+e.Sort))
	}
	if !e.StartsAt.IsZero() {
		letters := ""
		if z, err := d.Calendar.Zone(e.Region); err == nil {
			letters = z.Letters
		}
		args = append(args, "when", words.DateTime(c.Lang, d.Calendar.Local(e.Region, e.StartsAt), letters))
	}
	key := "notice.mail." + string(e.Kind)
	if e.Kind == Directive && e.Due != "" {
		key += "_due"
	}
	lines := []string{d.Words.T(c.Lang, key, args...)}
	if e.Kind != Confirm && e.Kind != Trial {
		lines = append(lines, "", d.Words.T(c.Lang, "notice.mail.open"), d.BaseURL+e.Object)
	}
	lines = append(lines, "", d.Words.T(c.Lang, "notice.mail.foot"), d.BaseURL+"/akun/surel", "")
	return d.Words.T(c.Lang, "notice.subject."+string(e.Kind), args...), strings.Join(lines, "\n")
}
