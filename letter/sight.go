package letter

import (
	"context"
	"slices"
	"strings"

	"rambu.id"
	"rambu.id/letter/kinds"
)

// Standing is how an officer stands to the matter a letter is about.
type Standing int

// The standings.
const (
	Free     Standing = iota // the roles of the kind decide
	Stranger                 // not one of its officers
	Barred                   // stepped aside from it, or it is about himself
)

// Matters says how an actor stands to some matters by id; what is absent is Free.
type Matters func(ctx context.Context, who rambu.Actor, ids []string) (map[string]Standing, error)

// Himself says whether what a letter carries is about the actor himself.
type Himself func(ctx context.Context, who rambu.Actor, p kinds.Payload) (bool, error)

// sight is what the nouns above have to say about who sees letters. They say so while the program
// is put together, before the first request.
type sight struct {
	matters map[string]Matters // by the prefix of the ids
	himself Himself
}

// AskMatters lets the noun whose ids have a prefix decide who sees the letters about its matters.
func (d *Desk) AskMatters(prefix string, m Matters) { d.sight.matters[prefix+"_"] = m }

// AskHimself lets a noun say which letters are about their reader.
func (d *Desk) AskHimself(h Himself) { d.sight.himself = h }

// standings asks for some matters how the actor stands to them. The system sees all.
func (d *Desk) standings(ctx context.Context, who rambu.Actor, ids []string) (map[string]Standing, error) {
	out := map[string]Standing{}
	if who.Account == "" {
		return out, nil
	}
	for prefix, ask := range d.sight.matters {
		var asked []string
		for _, id := range ids {
			if strings.HasPrefix(id, prefix) && !slices.Contains(asked, id) {
				asked = append(asked, id)
			}
		}
		if len(asked) == 0 {
			continue
		}
		found, err := ask(ctx, who, asked)
		if err != nil {
			return nil, err
		}
		for id, s := range found {
			out[id] = max(out[id], s)
		}
	}
	return out, nil
}

// keepsMail reports whether the actor keeps the register: the envelope of every letter, and what
// happens to it outside.
func keepsMail(who rambu.Actor) bool { return who.Is(rambu.RoleClerk, rambu.RoleSecretary) }

// hidden reports whether even the envelope does not exist for the actor.
func hidden(who rambu.Actor, s Standing) bool { return s == Barred || s == Stranger && !keepsMail(who) }

// notHere is the answer to whoever has no business with a letter: it does not exist for him.
func notHere() error {
	return rambu.Errorf(rambu.NotFound, "a letter of a matter that is not this officer's")
}

// asked is a standing to a letter as its signer at the mail desk: he reads what he is asked to
// sign, unless he stepped aside.
func asked(who rambu.Actor, o Outgoing, s Standing) Standing {
	if s == Stranger && mine(who, o.Signer) && kinds.AtDesk(kinds.StepSign, o.Kind) {
		return Free
	}
	return s
}

// ours reads a letter the actor's institution wrote, if its envelope exists for him, and says how
// he stands to what it is about.
func (d *Desk) ours(ctx context.Context, who rambu.Actor, id string) (Outgoing, Standing, error) {
	o, err := d.outgoing(ctx, who, id)
	if err != nil {
		return o, Barred, err
	}
	all, err := d.standings(ctx, who, []string{o.About})
	if err != nil {
		return o, Barred, err
	}
	s := asked(who, o, all[o.About])
	if hidden(who, s) {
		return Outgoing{}, s, notHere()
	}
	return o, s, nil
}

// seenOut leaves those letters in a list whose envelopes exist for the actor.
func (d *Desk) seenOut(ctx context.Context, who rambu.Actor, list []Outgoing) ([]Outgoing, error) {
	ids := make([]string, len(list))
	for i, o := range list {
		ids[i] = o.About
	}
	all, err := d.standings(ctx, who, ids)
	return slices.DeleteFunc(list, func(o Outgoing) bool {
		return hidden(who, asked(who, o, all[o.About]))
	}), err
}

// mayConcern asks for the matter of a letter that is written down.
func (d *Desk) mayConcern(ctx context.Context, who rambu.Actor, about string) error {
	all, err := d.standings(ctx, who, []string{about})
	if err == nil && all[about] != Free {
		err = notHere()
	}
	return err
}

// theirs reads a letter in the actor's inbox, if its envelope exists for him, and says how he
// stands to what it is about.
func (d *Desk) theirs(ctx context.Context, who rambu.Actor, id string) (Incoming, Standing, error) {
	in, err := d.incoming(ctx, who, id)
	if err != nil {
		return in, Barred, err
	}
	all, err := d.standingsIn(ctx, who, []Incoming{in})
	if err != nil {
		return in, Barred, err
	}
	s := all[in.ID]
	if hidden(who, s) {
		return Incoming{}, s, notHere()
	}
	return in, s, nil
}

// seenIn leaves those letters in a list whose envelopes exist for the actor.
func (d *Desk) seenIn(ctx context.Context, who rambu.Actor, list []Incoming) ([]Incoming, error) {
	all, err := d.standingsIn(ctx, who, list)
	return slices.DeleteFunc(list, func(i Incoming) bool { return hidden(who, all[i.ID]) }), err
}

// standingsIn says how the actor stands to what letters that came are about: the matter that was
// opened from one, the matter of ours it answers, and the person it names. Whom it is addressed to
// is no stranger.
func (d *Desk) standingsIn(ctx context.Context, who rambu.Actor, list []Incoming) (map[string]Standing, error) {
	about, err := d.aboutOf(ctx, who.Institution, list)
	if err != nil || who.Account == "" {
		return nil, err
	}
	var ids []string
	for _, in := range list {
		ids = append(ids, in.Handled, about[in.ReplyTo])
	}
	all, err := d.standings(ctx, who, ids)
	if err != nil {
		return nil, err
	}
	out := map[string]Standing{}
	for _, in := range list {
		s := max(all[in.Handled], all[about[in.ReplyTo]])
		if s == Stranger && mine(who, in.ToPost) {
			s = Free
		}
		if s != Barred {
			himself, err := d.aboutHimself(ctx, who, in)
			if err != nil {
				return nil, err
			}
			if himself {
				s = Barred
			}
		}
		out[in.ID] = s
	}
	return out, nil
}

// aboutHimself opens a letter of a kind that names a person and asks whether it is the actor. Who
// has no key for it learns nothing from it either, nor does anybody from one that was changed. A
// summons that is addressed to him is his to read: the law tells him to come.
func (d *Desk) aboutHimself(ctx context.Context, who rambu.Actor, in Incoming) (bool, error) {
	if d.sight.himself == nil || who.Keys == nil || in.Kind == kinds.KindSummons && mine(who, in.ToPost) {
		return false, nil
	}
	switch in.Kind {
	case kinds.KindForwardedStudy, kinds.KindRecommendation, kinds.KindSummons:
	default:
		return false, nil
	}
	p, err := d.parcel(ctx, who, in.parcel)
	if err != nil {
		return false, err
	}
	var o Opened
	err = o.unseal(who, p, in.Kind, in.KindVersion)
	if k := rambu.KindOf(err); err != nil && (k == rambu.Locked || k == rambu.Invalid) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	return d.sight.himself(ctx, who, o.Payload)
}
