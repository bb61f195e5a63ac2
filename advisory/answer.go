package advisory

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"rambu.id"
	"rambu.id/directive"
	"rambu.id/internal/words"
	"rambu.id/ledger"
	"rambu.id/letter"
	"rambu.id/letter/kinds"
)

// the longest title of a directive, and how many citations one carries.
const (
	longestTitle   = 160
	mostOrderBasis = 6
	longestSource  = 200
)

// MakeCircular drafts a directive of an imbauan with its points, each saying where it comes from,
// to every post of the region below the one that signs; whom it is for is narrowed in the draft.
// Directive and link are one operation. Errors: Forbidden, Conflict while a draft of it waits,
// Invalid when the points do not fit one page.
func (d *Desk) MakeCircular(ctx context.Context, who rambu.Actor, id string) (string, error) {
	err := MayAnswer(who)
	if err != nil {
		return "", err
	}
	a, err := d.Get(ctx, who, id)
	if err != nil {
		return "", err
	}
	if slices.ContainsFunc(a.Circulars, stands) {
		return "", rambu.Fault(rambu.Conflict, "advisory.error.circular_exists")
	}
	order, write, err := d.Directives.PrepareDraft(ctx, who, d.order(who, a))
	if err != nil {
		return "", err
	}
	in := a.Letter.Arrived
	c := Circular{ID: order, Letter: in.Letter, Drafter: who.Post, institution: who.Institution, region: who.Region}
	_, err = d.Log.Do(who, "advisory.circular", func(op *ledger.Op) error {
		op.Object(in.ID)
		err := write(op)
		if err != nil {
			return err
		}
		c.DraftedAt = op.At
		err = op.Insert(circularTable, c.values()...)
		if err != nil {
			return err
		}
		err = letter.Handle(op, in.ID, order)
		if err != nil && rambu.KindOf(err) == rambu.Conflict {
			return nil // an earlier draft was dropped: the letter was handled then
		}
		return err
	})
	return order, err
}

// stands reports whether a circular is being written or holds: a second one would contradict it.
func stands(l Led) bool {
	return l.Order.State == directive.Draft || l.Order.State == directive.InForce
}

// order is the draft an imbauan fills.
func (d *Desk) order(who rambu.Actor, a *Advice) directive.DraftIn {
	in := directive.DraftIn{
		Signer: who.Post, Title: cut(d.t("advisory.circular.title", "subject", a.Letter.Body.Subject), longestTitle),
		Audience: directive.Rule{{Place: who.Region}},
	}
	from := d.t("advisory.circular.source", "number", a.Letter.Arrived.Number, "date", words.LongDate(words.ID, a.Letter.Arrived.Date))
	for i, p := range a.Payload.Points {
		in.Points = append(in.Points, directive.Point{Text: p, Source: cut(from+", butir "+strconv.Itoa(i+1), longestSource)})
	}
	for _, b := range a.Payload.Basis[:min(len(a.Payload.Basis), mostOrderBasis)] {
		in.Basis = append(in.Basis, strings.TrimSpace(b.Regulation+" "+b.Article))
	}
	if a.Payload.AckBy >= d.Today(who) {
		in.AckBy = a.Payload.AckBy
	}
	return in
}

// Tell drafts the letter that tells Bawaslu how far the circular has come, with the counts of this
// moment: no post and no name is in it. Errors: Forbidden, Conflict before the circular was sent.
func (d *Desk) Tell(ctx context.Context, who rambu.Actor, id string) (string, error) {
	err := MayAnswer(who)
	if err != nil {
		return "", err
	}
	a, err := d.Get(ctx, who, id)
	if err != nil {
		return "", err
	}
	l, ok := current(a.Circulars)
	if !ok {
		return "", rambu.Fault(rambu.Conflict, "advisory.error.not_sent")
	}
	to, err := d.sender(ctx, a.Letter)
	if err != nil {
		return "", err
	}
	s := d.spread(who, l)
	return d.Letters.Draft(ctx, who, letter.DraftIn{
		Payload: &s, Signer: who.Post, To: []letter.Addressee{to},
		Subject: cut(d.t("advisory.answer.subject", "subject", a.Letter.Body.Subject), longestTitle), Paragraphs: d.told(a, s), ReplyTo: a.Letter.Letter,
	})
}

// current is the circular that counts: the latest in force, else the latest that was sent.
func current(all []Led) (Led, bool) {
	var found Led
	ok := false
	for _, l := range all {
		if l.Order.State == directive.InForce || l.Order.State.Sent() && (!ok || found.Order.State != directive.InForce) {
			found, ok = l, true
		}
	}
	return found, ok
}

func (d *Desk) spread(who rambu.Actor, l Led) kinds.Spread {
	cal := d.Procedure.Calendar()
	letters := ""
	zone, err := cal.Zone(who.Region)
	if err == nil {
		letters = zone.Letters
	}
	now := cal.Local(who.Region, l.Coverage.AsOf)
	return kinds.Spread{
		Title: l.Order.Body.Title, Number: l.Order.Body.Number, SentOn: cal.Today(who.Region, l.Order.SentAt),
		AsOf: rambu.DateOf(now), At: words.Time(words.ID, now, letters),
		Addressed: l.Coverage.N, Reached: l.Coverage.Done, Told: l.Coverage.Told,
	}
}

// told is the text of the answer.
func (d *Desk) told(a *Advice, s kinds.Spread) []string {
	n := func(v int) string { return words.Number(words.ID, v) }
	return []string{
		d.t("advisory.answer.opening", "number", a.Letter.Arrived.Number, "date", words.LongDate(words.ID, a.Letter.Arrived.Date)),
		d.t("advisory.answer.circular", "title", s.Title, "date", words.LongDate(words.ID, s.SentOn)),
		d.t("advisory.answer.counts", "addressed", n(s.Addressed), "reached", n(s.Reached), "told", n(s.Told),
			"date", words.LongDate(words.ID, s.AsOf), "at", s.At),
		d.t("advisory.answer.note"),
	}
}
