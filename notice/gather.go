package notice

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"time"

	"rambu.id"
	"rambu.id/internal/queue"
	"rambu.id/ledger"
	"rambu.id/meeting"
	"rambu.id/roster"
)

// Why there is nobody to send to.
const (
	noHolder  = "lowong"
	noAccount = "tanpa-akun"
	noAddress = "tanpa-alamat"
	tooLate   = "kedaluwarsa"
	notHis    = "berganti"
)

// found is something to be told of, and how to learn whom.
type found struct {
	Event

	posts func(ctx context.Context) ([]string, error)
}

// Gather looks for what the posts of an institution are to be told of, and enqueues a row for each
// recipient: the event, its rows and the entry in the log are one operation. It may be called at
// any time, any number of times, by any number of processes. Who is the system. It returns how many events
// were new.
func (d *Desk) Gather(ctx context.Context, who rambu.Actor) (int, error) {
	if !d.On() || roster.InstitutionKindOf(who.Institution) != roster.KindGovernment {
		return 0, nil
	}
	since, err := d.since(ctx, who.Institution)
	if err != nil && rambu.KindOf(err) == rambu.NotFound {
		return 0, d.begin(who)
	}
	if err != nil {
		return 0, err
	}
	meetings, err := d.fromMeetings(ctx, who, since)
	if err != nil {
		return 0, err
	}
	directives, err := d.fromDirectives(ctx, who, since)
	if err != nil {
		return 0, err
	}
	known, err := d.told(ctx, who.Institution)
	if err != nil {
		return 0, err
	}
	n := 0
	for _, f := range slices.Concat(meetings, directives) {
		if known[f.Source] {
			continue
		}
		err = d.tell(ctx, who, f)
		if err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

func (d *Desk) today(who rambu.Actor) rambu.Date {
	return rambu.DateOf(d.Calendar.Local(who.Region, d.Log.Clock().Now()))
}

// fromMeetings: invitations that left, meetings called off after that, absences without a reason while
// one may be given, and the right of reply.
func (d *Desk) fromMeetings(ctx context.Context, who rambu.Actor, since time.Time) ([]found, error) {
	registry := who // reads envelopes and rows as the mail desk does, and holds no key
	registry.Roles = []rambu.Role{rambu.RoleClerk}
	today := d.today(who)
	const reasons = 14 // days after a meeting in which a reason may still be due
	lines, err := d.Meetings.List(ctx, registry, today.AddDays(-reasons), rambu.MaxDate)
	if err != nil {
		return nil, err
	}
	var out []found
	seen := map[string]bool{"": true}
	for _, m := range lines {
		switch {
		case m.State == meeting.Invited && m.On >= today && !seen[m.Letter]:
			seen[m.Letter] = true // a series has one invitation
			sent, err := d.Letters.SentAt(ctx, registry, m.Letter)
			if err != nil {
				return nil, err
			}
			if sent.After(since) {
				out = append(out, found{eventOf(Invitation, m.Letter, m), d.invited(registry, m.ID, func(meeting.Invitee) bool { return true })})
			}
		case m.State == meeting.Cancelled && m.On >= today && m.ChangedAt.After(since) && m.Letter != "":
			sent, err := d.Letters.SentAt(ctx, registry, m.Letter)
			if err != nil {
				return nil, err
			}
			if !sent.IsZero() { // nobody else was told that it would be held
				out = append(out, found{eventOf(CalledOff, m.ID, m), d.expected(registry, m.ID)})
			}
		case m.State == meeting.Closed && m.ClosedAt.After(since) && today <= m.ReasonDue:
			e := eventOf(GiveReason, m.ID, m)
			e.Due = m.ReasonDue
			out = append(out, found{e, d.invited(registry, m.ID, func(i meeting.Invitee) bool { return i.State == meeting.Unexplained })})
		}
	}
	begun := rambu.DateOf(d.Calendar.Local(who.Region, since))
	asking, err := d.Meetings.Asking(ctx, who)
	for _, a := range asking {
		if a.AskedOn >= begun && len(a.Posts) > 0 {
			e := eventOf(GiveReply, a.ID, meeting.Line{Session: a.Session})
			e.Object, e.Due = "/rapat/"+a.Meeting+"/tanggapan", a.ReplyDue
			out = append(out, found{e, func(context.Context) ([]string, error) { return texts(a.Posts), nil }})
		}
	}
	return out, err
}

func texts(posts []roster.PostID) []string {
	out := make([]string, len(posts))
	for n, p := range posts {
		out[n] = string(p)
	}
	return out
}

func eventOf(kind Kind, source string, m meeting.Line) Event {
	return Event{Kind: kind, Source: string(kind) + ":" + source, Object: "/rapat/" + m.ID, Sort: string(m.Kind), StartsAt: m.Start}
}

func (d *Desk) invited(registry rambu.Actor, id string, is func(meeting.Invitee) bool) func(context.Context) ([]string, error) {
	return func(ctx context.Context) ([]string, error) {
		rows, err := d.Meetings.Invited(ctx, registry, id)
		var out []string
		for _, i := range rows {
			if is(i) {
				out = append(out, string(i.Post))
			}
		}
		return out, err
	}
}

// expected are the invited posts, and those who would have stood in.
func (d *Desk) expected(registry rambu.Actor, id string) func(context.Context) ([]string, error) {
	return func(ctx context.Context) ([]string, error) {
		rows, err := d.Meetings.Invited(ctx, registry, id)
		var out []string
		for _, i := range rows {
			out = append(out, string(i.Post))
			if i.StandIn != "" && i.StandInState != meeting.StandInDeclined {
				out = append(out, string(i.StandIn))
			}
		}
		slices.Sort(out)
		return slices.Compact(out), err
	}
}

// fromDirectives: those sent, and on the last day those of which nothing is known.
func (d *Desk) fromDirectives(ctx context.Context, who rambu.Actor, since time.Time) ([]found, error) {
	orders, err := d.Directives.InForce(ctx, who, since)
	if err != nil {
		return nil, err
	}
	today := d.today(who)
	var out []found
	for _, o := range orders {
		unread := func(ctx context.Context) ([]string, error) { return d.Directives.Silent(ctx, who, o.ID) }
		e := Event{Kind: Directive, Source: string(Directive) + ":" + o.ID, Object: "/arahan/" + o.ID, Due: o.AckBy}
		out = append(out, found{e, unread})
		sentOn := rambu.DateOf(d.Calendar.Local(who.Region, o.SentAt))
		if o.AckBy == today && sentOn < today {
			e.Kind, e.Source = Unread, string(Unread)+":"+o.ID
			out = append(out, found{e, unread})
		}
	}
	return out, nil
}

// tell enqueues a row for each recipient of an event.
func (d *Desk) tell(ctx context.Context, who rambu.Actor, f found) error {
	posts, err := f.posts(ctx)
	if err != nil {
		return err
	}
	list, err := d.Holders.Of(ctx, who, posts, d.today(who))
	if err != nil {
		return err
	}
	ready, err := d.confirmed(ctx, who.Institution)
	if err != nil {
		return err
	}
	e := f.Event
	e.ID, e.Institution, e.Region, e.Recipients = rambu.NewID("pbt"), who.Institution, who.Region, len(list)
	items := make([]queue.Item, len(list))
	for i, r := range list {
		why := ""
		switch {
		case r.Vacant:
			why = noHolder
		case r.Account == "":
			why = noAccount
		case !ready[r.Account]:
			why = noAddress
		}
		items[i] = e.item(r, why)
	}
	_, err = d.Log.Do(who, "notice.tell", func(op *ledger.Op) error {
		op.Object(e.ID)
		op.Fact("kind", string(e.Kind))
		op.Fact("recipients", strconv.Itoa(e.Recipients))
		e.CreatedAt = op.At
		err := op.Insert(eventTable, e.values()...)
		if err != nil {
			return err
		}
		return d.Queue.Put(op.Tx, items)
	})
	if err != nil && rambu.KindOf(err) == rambu.Conflict {
		return nil // another process told it meanwhile
	}
	return err
}

// item is the row of one recipient. Its id is made of what it is about and to whom, so the same
// recipient has one row whatever happens.
func (e *Event) item(r Recipient, why string) queue.Item {
	payload, err := json.Marshal(r)
	if err != nil {
		payload = nil // plain texts always encode
	}
	i := queue.Item{ID: e.ID + "/" + r.Post + "/" + r.Account, Owner: e.Institution, Topic: e.ID, Payload: string(payload), State: queue.Waiting}
	if why != "" {
		i.State, i.Note = queue.Skipped, why
	}
	return i
}

func recipientOf(i queue.Item) Recipient {
	var r Recipient
	err := json.Unmarshal([]byte(i.Payload), &r)
	if err != nil {
		return Recipient{}
	}
	return r
}
