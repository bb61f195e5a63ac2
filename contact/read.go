package contact

import (
	"context"

	"rambu.id"
	"rambu.id/letter"
	"rambu.id/letter/kinds"
	"rambu.id/roster"
)

// Month is the contacts of one month and how many of each sort they are.
type Month struct {
	Month   string // "2024-10"
	Entries []Entry
	Topics  map[Topic]int
	States  map[State]int
	Others  map[string]int // by institution
}

// monthSpan is the first and last day of a month, false for one that does not exist.
func monthSpan(month string) (from, to rambu.Date, ok bool) {
	from = rambu.Date(month + "-01")
	if !from.Valid() {
		return "", "", false
	}
	to = from.AddDays(31)
	return from, rambu.Date(string(to[:8]) + "01").AddDays(-1), true
}

// Month lists the contacts of a month ("" this one), newest first, with where each stands and its
// content. Errors: Forbidden, Invalid for a month that does not exist.
func (b *Book) Month(ctx context.Context, who rambu.Actor, month string) (Month, error) {
	err := MayKeep(who)
	if err != nil {
		return Month{}, err
	}
	if month == "" {
		month = string(b.Today(who)[:7])
	}
	from, to, ok := monthSpan(month)
	if !ok {
		return Month{}, rambu.Fault(rambu.Invalid, "contact.error.month").On("bulan")
	}
	m := Month{Month: month, Topics: map[Topic]int{}, States: map[State]int{}, Others: map[string]int{}}
	m.Entries, err = b.entries(ctx, who.Institution, from, to)
	if err != nil {
		return m, err
	}
	err = b.settle(ctx, who, m.Entries)
	for _, e := range m.Entries {
		m.Topics[e.Topic]++
		m.States[e.State]++
		m.Others[e.Other]++
	}
	return m, err
}

// Extract is Month with the words of those who disputed our entries, to be printed; reading them is
// logged with their letters.
func (b *Book) Extract(ctx context.Context, who rambu.Actor, month string) (Month, error) {
	m, err := b.Month(ctx, who, month)
	if err != nil {
		return m, err
	}
	for i := range m.Entries {
		e := &m.Entries[i]
		if e.Side == Ours && e.State == Disputed {
			err = b.disputed(ctx, who, e)
			if err != nil {
				return m, err
			}
		}
	}
	return m, nil
}

// Get returns one entry of the actor's institution. Errors: NotFound, Forbidden.
func (b *Book) Get(ctx context.Context, who rambu.Actor, id string) (*Entry, error) {
	err := MayKeep(who)
	if err != nil {
		return nil, err
	}
	e, err := b.entry(ctx, who.Institution, id)
	if err != nil {
		return nil, err
	}
	one := []Entry{e}
	err = b.settle(ctx, who, one)
	if err != nil {
		return nil, err
	}
	e = one[0]
	if e.Side == Ours && e.State == Disputed {
		err = b.disputed(ctx, who, &e)
	}
	return &e, err
}

// disputed opens the other side's wording; the read is logged with its letter.
func (b *Book) disputed(ctx context.Context, who rambu.Actor, e *Entry) error {
	o, err := b.Letters.Open(ctx, who, e.Replied)
	if err != nil && rambu.KindOf(err) == rambu.Locked {
		return nil
	}
	if err != nil {
		return err
	}
	if p, ok := o.Payload.(*kinds.ContactDisputed); ok {
		e.Content.Wording = p.Wording
	}
	return nil
}

// settle opens entries and says where each stands: it follows from the letters, and nobody can set it.
func (b *Book) settle(ctx context.Context, who rambu.Actor, all []Entry) error {
	if len(all) == 0 {
		return nil
	}
	sent, err := b.sent(ctx, who)
	if err != nil {
		return err
	}
	replies, err := b.replies(ctx, who)
	if err != nil {
		return err
	}
	today := b.Today(who)
	for i := range all {
		e := &all[i]
		err = e.open(who)
		if err != nil {
			return err
		}
		e.stand(sent, replies)
		if e.State == Waiting || e.State == Unsent {
			e.Days = b.Procedure.Calendar().Today(who.Region, e.EnteredAt).DaysUntil(today)
		}
	}
	return nil
}

// stand works the state out.
func (e *Entry) stand(sent map[string]bool, replies map[string][]letter.Incoming) {
	switch {
	case e.Side == Theirs && sent[e.Answer]:
		e.State = e.verdict
	case e.Side == Theirs || !sent[e.Letter]:
		e.State = Unsent
	default:
		e.State = Waiting
		var first letter.Incoming // what was said first counts
		for _, in := range replies[e.Letter] {
			if in.Sender == e.Other && (first.ID == "" || in.ReceivedAt.Before(first.ReceivedAt)) {
				first = in
			}
		}
		if first.ID != "" {
			e.State, e.Replied, e.OnPaper = verdictOf(first.Kind), first.ID, first.Origin == letter.FromOutside
		}
	}
}

func verdictOf(k kinds.Kind) State {
	if k == kinds.KindContactAgreed {
		return Confirmed
	}
	return Disputed
}

// sent says which letters of the book have left.
func (b *Book) sent(ctx context.Context, who rambu.Actor) (map[string]bool, error) {
	out := map[string]bool{}
	for _, k := range []kinds.Kind{kinds.KindContact, kinds.KindContactAgreed, kinds.KindContactDisputed} {
		err := pages(func(after string) (string, error) {
			page, err := b.Letters.Outbox(ctx, who, letter.Filter{Kind: k, After: after, Limit: perPage})
			for _, o := range page.Items {
				out[o.ID] = !o.SentAt.IsZero()
			}
			return page.Next, err
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// replies are the answers of others, by the letter they answer.
func (b *Book) replies(ctx context.Context, who rambu.Actor) (map[string][]letter.Incoming, error) {
	out := map[string][]letter.Incoming{}
	for _, k := range []kinds.Kind{kinds.KindContactAgreed, kinds.KindContactDisputed} {
		err := pages(func(after string) (string, error) {
			page, err := b.Letters.Inbox(ctx, who, letter.Filter{Kind: k, After: after, Limit: perPage})
			for _, in := range page.Items {
				out[in.ReplyTo] = append(out[in.ReplyTo], in)
			}
			return page.Next, err
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

const (
	perPage   = 200
	mostPages = 50
)

// pages reads page after page.
func pages(read func(after string) (next string, err error)) error {
	after := ""
	for range mostPages {
		next, err := read(after)
		if err != nil || next == "" {
			return err
		}
		after = next
	}
	return nil
}

// titles names a post.
func (b *Book) titles(ctx context.Context, post string) (string, error) {
	known, err := b.Roster.PostsByID(ctx, []roster.PostID{roster.PostID(post)})
	if t := known[roster.PostID(post)].Title; t != "" {
		return t, err
	}
	return post, err
}

// MayRecordPaper reports whether an entry waits for an answer on paper.
func (b *Book) MayRecordPaper(ctx context.Context, who rambu.Actor, e *Entry) bool {
	_, err := b.paperDue(ctx, who, e)
	return err == nil
}

// Unanswered counts the entries of others that wait for this side.
func (b *Book) Unanswered(ctx context.Context, who rambu.Actor) (int, error) {
	if MayKeep(who) != nil {
		return 0, nil //nolint:nilerr // the book is not this officer's: nothing waits for him
	}
	waiting, err := b.Arrived(ctx, who)
	return len(waiting), err
}
