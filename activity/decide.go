package activity

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"rambu.id"
	"rambu.id/internal/words"
	"rambu.id/ledger"
	"rambu.id/letter"
	"rambu.id/letter/kinds"
	"rambu.id/roster"
)

// DecideIn is a decision about an activity.
type DecideIn struct {
	Plan     string
	Version  int64 // of the activity as the actor saw it
	Choice   State
	Reason   string
	From, To rambu.Date // for Moved: the new days
}

// Decide writes down that an activity is kept, moved or cancelled, and why. It covers the alerts of
// the activity as decided: one that comes up later asks again. Errors: Forbidden, Conflict,
// Invalid by form field.
func (a *Agenda) Decide(ctx context.Context, who rambu.Actor, in DecideIn) error {
	d, err := a.Get(ctx, who, in.Plan)
	if err != nil {
		return err
	}
	p := d.Plan
	err = MayDecide(who, p)
	if err != nil {
		return err
	}
	if p.Version != in.Version {
		return &rambu.Error{Kind: rambu.Conflict, Key: "error.conflict", Detail: "the activity was changed"}
	}
	err = in.apply(&p)
	if err != nil {
		return err
	}
	events, err := a.campaign(ctx, who, []Plan{p}) // around the new days
	if err != nil {
		return err
	}
	x := Decision{
		ID: rambu.NewID("kep"), Plan: p.ID, Choice: in.Choice, Post: who.Post, From: p.From, To: p.To, institution: p.institution, region: p.region,
	}
	for _, alert := range a.line(p, events, nil).Alerts {
		x.Covers = append(x.Covers, alert.Key())
	}
	x.keyID, x.sealed, err = a.seal(ctx, p.institution, decisionInfo(x.ID), in.Reason)
	if err != nil {
		return err
	}
	_, err = a.Log.Do(who, "activity.decide", func(op *ledger.Op) error {
		op.Object(p.ID)
		op.Fact("choice", string(in.Choice))
		x.At = op.At
		err := op.Insert(decisionTable, x.values()...)
		if err != nil {
			return err
		}
		return op.Update(planTable, p.Version, p.values()...)
	})
	return err
}

// apply checks a decision and changes the activity by it.
func (in *DecideIn) apply(p *Plan) error {
	var es rambu.Errors
	in.Reason = strings.TrimSpace(in.Reason)
	if in.Reason == "" || len(in.Reason) > maxReason {
		es = append(es, rambu.Fault(rambu.Invalid, "activity.error.reason", "n", strconv.Itoa(maxReason)).On("alasan"))
	}
	switch {
	case !slices.Contains(Choices(), in.Choice):
		es = append(es, rambu.Fault(rambu.Invalid, "activity.error.choice").On("putusan"))
	case !slices.Contains(p.State.next(), in.Choice):
		return rambu.Fault(rambu.Conflict, "activity.error.cancelled")
	case in.Choice == Moved:
		to, fault := days(in.From, in.To)
		if fault == nil && in.From == p.From && to == p.To {
			fault = rambu.Fault(rambu.Invalid, "activity.error.same_days").On("mulai")
		}
		if fault != nil {
			es = append(es, fault)
		}
		p.From, p.To = in.From, to
	}
	if len(es) > 0 {
		return es
	}
	p.State = in.Choice
	return nil
}

// Ask drafts the letter that asks Bawaslu about an activity before it takes place, and returns its
// id. Errors: Forbidden, Conflict when nothing coincides.
func (a *Agenda) Ask(ctx context.Context, who rambu.Actor, id string) (string, error) {
	d, err := a.Get(ctx, who, id)
	if err != nil {
		return "", err
	}
	err = MayDecide(who, d.Plan)
	if err != nil {
		return "", err
	}
	if len(d.Alerts) == 0 {
		return "", rambu.Fault(rambu.Conflict, "activity.error.no_alert")
	}
	to, err := a.bawaslu(ctx, who.Region)
	if err != nil {
		return "", err
	}
	t := func(key string, args ...string) string { return a.Words.T(words.ID, key, args...) }
	kind := t("activity.kind." + string(d.Kind))
	text := []string{t("activity.letter.opening", "kind", kind, "title", d.Content.Title, "from", words.LongDate(words.ID, d.From), "to", words.LongDate(words.ID, d.To))}
	for i, x := range d.Alerts {
		text = append(text, strconv.Itoa(i+1)+". "+x.Rule.NameID+" ("+a.cited(x.Rule.Basis, x.From)+").")
	}
	text = append(text, t("activity.letter.question"))
	return a.Letters.Draft(ctx, who, letter.DraftIn{
		Payload: &kinds.Plain{}, Signer: who.Post, To: []letter.Addressee{to}, Subject: t("activity.letter.subject", "kind", kind), Paragraphs: text, About: d.ID,
	})
}

// bawaslu is whom a question goes to: the chair, or the institution where no post is known.
func (a *Agenda) bawaslu(ctx context.Context, region string) (letter.Addressee, error) {
	houses, err := a.Roster.Institutions(ctx)
	if err != nil {
		return letter.Addressee{}, err
	}
	i := slices.IndexFunc(houses, func(in roster.Institution) bool { return in.Kind == roster.KindSupervisor && in.Region == region })
	if i < 0 {
		return letter.Addressee{}, rambu.Errorf(rambu.NotFound, "no supervisor of %s", region)
	}
	chair, err := a.Roster.Post(ctx, roster.PostID(houses[i].ID+"/ketua"))
	if err != nil && rambu.KindOf(err) == rambu.NotFound {
		return letter.Addressee{Post: houses[i].ID, Line: houses[i].Name}, nil
	}
	return letter.Addressee{Post: string(chair.ID), Line: chair.Title}, err
}
