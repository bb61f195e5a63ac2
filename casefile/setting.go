package casefile

import (
	"context"
	"slices"

	"rambu.id"
	"rambu.id/casefile/lookup"
	"rambu.id/law"
	"rambu.id/ledger"
	"rambu.id/letter"
	"rambu.id/roster"
)

// Setting is how a Bawaslu runs its desk.
type Setting struct {
	Pattern letter.Pattern // of register numbers; {kode} becomes "LP/PB/Kab/18.01"
	Conf    law.Conf       // of the pattern while it is the law pack's; "" for one of the institution's own
	Members int            // members of the institution; 0: the member posts of its roster
	Quorum  int            // members needed in a plenary; 0: as the law pack has it

	rule    *law.Numbering
	version int64
}

// numbering is the rule of the pack that says how cases are numbered.
const numbering = "pola-nomor"

// Number writes a register number.
func (s Setting) Number(seq int64, on rambu.Date, origin Origin, area string) string {
	return s.Pattern.Number(seq, on, lookup.Code(s.rule, origin == OriginReport, area))
}

// Validate checks a setting by form field.
func (s Setting) Validate() error {
	if s.Pattern != "" {
		err := s.Pattern.Validate()
		if err != nil {
			return err
		}
	}
	var es rambu.Errors
	if s.Members < 0 || s.Members > 15 {
		es = append(es, rambu.Fault(rambu.Invalid, "casefile.error.members").On("anggota"))
	}
	if s.Quorum < 0 || s.Quorum > 15 || s.Members > 0 && s.Quorum > s.Members {
		es = append(es, rambu.Fault(rambu.Invalid, "casefile.error.quorum").On("kuorum"))
	}
	return es.Err()
}

// Setting returns the setting of the actor's institution, with defaults where nothing was set.
func (d *Desk) Setting(ctx context.Context, who rambu.Actor) (Setting, error) {
	err := house(who)
	if err != nil {
		return Setting{}, err
	}
	s, err := d.setting(ctx, who.Institution)
	p, _ := d.pack.Procedure(Procedure)
	r, _ := p.Rule(numbering) // Open asked for both
	s.rule = r.Number
	if s.Pattern == "" || string(s.Pattern) == r.Number.Pattern {
		s.Pattern, s.Conf = letter.Pattern(r.Number.Pattern), r.Conf
	}
	return s, err
}

// Configure changes the setting. Numbers already given stay; the counter runs on.
func (d *Desk) Configure(ctx context.Context, who rambu.Actor, s Setting) error {
	err := mayConfigure(who)
	if err != nil {
		return err
	}
	err = s.Validate()
	if err != nil {
		return err
	}
	old, err := d.setting(ctx, who.Institution)
	if err != nil {
		return err
	}
	_, err = d.log.Do(who, "casefile.configure", func(op *ledger.Op) error {
		op.Object(who.Institution)
		values := []any{who.Institution, who.Institution, who.Region, string(s.Pattern), s.Members, s.Quorum}
		if old.version == 0 {
			return op.Insert(settingTable, values...)
		}
		return op.Update(settingTable, old.version, values...)
	})
	return err
}

const ruleQuorum = Procedure + "#kuorum-pleno"

// Quorum is how many members a plenary needs, and where the number comes from.
type Quorum struct {
	Need    int
	Members int
	Set     bool     // the institution set the number itself
	Rule    law.Rule // of the law pack: the number where the institution set none
}

// QuorumOf returns the quorum of the actor's institution.
func (d *Desk) QuorumOf(ctx context.Context, who rambu.Actor) (Quorum, error) {
	s, err := d.Setting(ctx, who)
	if err != nil {
		return Quorum{}, err
	}
	q := Quorum{Members: s.Members, Need: s.Quorum, Set: s.Quorum > 0}
	q.Rule, _ = d.pack.Rule(ruleQuorum) // Open wants it
	if q.Members == 0 {
		posts, err := d.roster.Posts(ctx, roster.PostFilter{Institution: who.Institution})
		if err != nil {
			return q, err
		}
		q.Members = len(slices.DeleteFunc(posts, func(p roster.Post) bool { return !isMember(p) }))
	}
	if q.Need == 0 {
		q.Need = q.Rule.Size.Need(q.Members)
	}
	return q, nil
}
