package discipline

import (
	"context"

	"rambu.id"
	"rambu.id/letter"
	"rambu.id/letter/kinds"
	"rambu.id/roster"
)

// standing bars an officer from the letters of the matter about himself. Whoever holds no key of a
// matter learns nothing here: for him the roles of the letter's kind decide.
func (o *Office) standing(ctx context.Context, who rambu.Actor, ids []string) (map[string]letter.Standing, error) {
	out := map[string]letter.Standing{}
	if house(who) != nil || who.Keys == nil {
		return out, nil //nolint:nilerr // another house has no matters, and its letters their own rules
	}
	for _, id := range ids {
		own, err := o.ownMatter(ctx, who, id)
		if k := rambu.KindOf(err); err != nil && (k == rambu.NotFound || k == rambu.Locked) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if own {
			out[id] = letter.Barred
		}
	}
	return out, nil
}

func (o *Office) ownMatter(ctx context.Context, who rambu.Actor, id string) (bool, error) {
	m, err := o.find(ctx, who.Institution, id)
	if err != nil {
		return false, err
	}
	officers, err := o.officersOf(ctx, who.Institution, id)
	if err != nil {
		return false, err
	}
	key, err := unlock(who, m, officers)
	if err != nil {
		return false, err
	}
	var d Dossier
	err = key.OpenJSON(bodyInfo(m.ID), m.body, &d)
	if err != nil {
		return false, err
	}
	return o.own(ctx, who, d.Respondent)
}

// himself reports whether a letter is about the actor: a matter opened from it would be his own.
func (o *Office) himself(ctx context.Context, who rambu.Actor, p kinds.Payload) (bool, error) {
	if house(who) != nil {
		return false, nil //nolint:nilerr // as above
	}
	var d Dossier
	var on rambu.Date
	switch p := p.(type) {
	case *kinds.ForwardedStudy:
		d.Respondent, on = named(p.Respondent), p.ActDate
	case *kinds.Recommendation:
		d.Respondent, on = named(p.Respondent), p.Date
	case *kinds.Summons:
		d.Respondent, on = named(p.Respondent), o.Today(who)
	default:
		return false, nil
	}
	err := o.link(ctx, who, &d, on)
	if err != nil {
		return false, err
	}
	return o.own(ctx, who, d.Respondent)
}

func named(r kinds.Respondent) Respondent {
	nip, err := roster.ParseNIP(r.NIP)
	if err != nil {
		return Respondent{Name: r.Name, PostText: r.Post}
	}
	return Respondent{Name: r.Name, NIP: string(nip), PostText: r.Post}
}
