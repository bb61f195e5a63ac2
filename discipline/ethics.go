package discipline

import (
	"context"

	"rambu.id"
	"rambu.id/discipline/rules"
	"rambu.id/internal/words"
	"rambu.id/ledger"
	"rambu.id/roster"
)

func long(d rambu.Date) string { return words.Date(words.ID, d) }

// FormCouncil names the ethics council, as many as the law asks, an odd number, none of a lower rank.
func (o *Office) FormCouncil(ctx context.Context, who rambu.Actor, id string, version int64, number string, posts []roster.PostID, on rambu.Date) error {
	t, err := o.take(ctx, who, id, version, mayRecord)
	if err != nil {
		return err
	}
	err = t.at(ByEthics, Alleged)
	if err != nil {
		return err
	}
	council, err := t.seats(number, posts, RuleCouncil)
	if err != nil {
		return err
	}
	var f form
	f.past(&on, "tanggal", t.today)
	err = f.err()
	if err != nil {
		return err
	}
	err = t.paper(PaperCouncil, on, council)
	if err != nil {
		return err
	}
	return t.commit("discipline.council", func(op *ledger.Op) error { return t.step(op, CouncilSet, on, nil) })
}

// RecordHearing records that the person was heard by the council and could defend himself.
func (o *Office) RecordHearing(ctx context.Context, who rambu.Actor, id string, version int64, in Minutes, on rambu.Date) error {
	t, err := o.take(ctx, who, id, version, mayWork)
	if err != nil {
		return err
	}
	err = t.at(ByEthics, CouncilSet)
	if err != nil {
		return err
	}
	err = t.checkMinutes(&in, &on)
	if err != nil {
		return err
	}
	err = t.paper(PaperMinutes, on, in)
	if err != nil {
		return err
	}
	return t.commit("discipline.hearing", func(op *ledger.Op) error { return t.step(op, Examining, on, nil) })
}

// RecordFinding records what the council found, by consensus or majority (PP 42/2004 Pasal 18).
func (o *Office) RecordFinding(ctx context.Context, who rambu.Actor, id string, version int64, in Finding, on rambu.Date) error {
	t, err := o.take(ctx, who, id, version, mayWork)
	if err != nil {
		return err
	}
	err = t.at(ByEthics, Examining)
	if err != nil {
		return err
	}
	council, _ := Latest[Team](t.papers)
	var f form
	f.text(&in.Number, "nomor", 100)
	f.text(&in.Text, "uraian", maxText)
	f.past(&on, "tanggal", t.today)
	sum := in.For + in.Against
	if in.For < 0 || in.Against < 0 || council == nil || sum != len(council.Members) || in.Proven != (in.For > in.Against) {
		f.fault("suara", "discipline.error.votes")
	}
	err = f.err()
	if err != nil {
		return err
	}
	err = t.paper(PaperFinding, on, in)
	if err != nil {
		return err
	}
	return t.commit("discipline.finding", func(op *ledger.Op) error { return t.step(op, CouncilFound, on, nil) })
}

// DecideEthics records the authority's decree of a moral sanction, closed or open. Errors: as
// Decide.
func (o *Office) DecideEthics(ctx context.Context, who rambu.Actor, id string, version int64, in DecideIn) error {
	t, err := o.take(ctx, who, id, version, mayRecord)
	if err != nil {
		return err
	}
	err = t.at(ByEthics, CouncilFound)
	if err != nil {
		return err
	}
	if c, _ := Latest[Finding](t.papers); c == nil || !c.Proven {
		return rambu.Fault(rambu.Blocked, "discipline.error.not_proven")
	}
	d, basis, err := t.checkDecree(&in)
	if err != nil {
		return err
	}
	return t.decreed(EthicsDecree, d, basis)
}

// Statement records that the moral sanction was told: in a room when it is closed, announced
// when it is open (PP 42/2004 Pasal 15).
func (o *Office) Statement(ctx context.Context, who rambu.Actor, id string, version int64, in DeliveryIn) error {
	t, err := o.take(ctx, who, id, version, mayRecord)
	if err != nil {
		return err
	}
	err = t.in(EthicsDecree)
	if err != nil {
		return err
	}
	to, how := Delivered, "tertutup"
	if t.file.Sanction == "moral-terbuka" {
		to, how = Announced, "terbuka"
	}
	var f form
	f.past(&in.On, "tanggal", t.today)
	f.text(&in.Note, "catatan", maxNote)
	err = f.err()
	if err != nil {
		return err
	}
	err = t.keep(in.File)
	if err != nil {
		return err
	}
	err = t.paper(PaperStatement, in.On, Delivery{How: how, On: in.On, Note: in.Note, Proof: in.File})
	if err != nil {
		return err
	}
	return t.commit("discipline.statement", func(op *ledger.Op) error { return t.step(op, to, in.On, nil) })
}

// VillageIn is one step of the track of village heads and staff.
type VillageIn struct {
	To     State // as the law pack names it
	On     rambu.Date
	Number string // of the decree or record
	Note   string
	Decree *DecideIn // for a step that is a sanction
}

// StepVillage takes a matter of a village head one step on: clarification by the camat,
// examination, reprimands, suspension, dismissal, end. The steps that are sanctions need a
// decree: of a village head the regent's, of village staff their village head's (UU 6/2014
// Pasal 30, 52).
func (o *Office) StepVillage(ctx context.Context, who rambu.Actor, id string, version int64, in VillageIn) error {
	t, err := o.take(ctx, who, id, version, mayRecord)
	if err != nil {
		return err
	}
	err = t.of(ByVillage)
	if err != nil {
		return err
	}
	var f form
	f.past(&in.On, "tanggal", t.today)
	f.short(&in.Number, "nomor", 100)
	f.text(&in.Note, "catatan", maxNote)
	err = f.err()
	if err != nil {
		return err
	}
	sanction := villageSanction(in.To)
	if sanction != "" && in.Decree == nil {
		key := "discipline.error.decree"
		if form, _ := o.pack.Sanction(sanction); rules.ByVillageHead(o.pack, form, t.file.Respondent.Class) {
			key = "discipline.error.decree_village"
		}
		return rambu.Fault(rambu.Invalid, key).On("nomor")
	}
	step := VillageStep{To: in.To, Number: in.Number, Sanction: sanction, Note: in.Note}
	if sanction != "" {
		in.Decree.Sanction, in.Decree.Date = sanction, in.On
		d, _, err := t.checkDecree(in.Decree)
		if err != nil {
			return err
		}
		t.file.Sanction = sanction
		err = t.paper(PaperDecision, in.On, d)
		if err != nil {
			return err
		}
	}
	err = t.paper(PaperVillage, in.On, step)
	if err != nil {
		return err
	}
	return t.commit("discipline.village", func(op *ledger.Op) error {
		if sanction != "" {
			t.m.DecidedOn = in.On
		}
		return t.step(op, in.To, in.On, nil)
	})
}

// villageSanction is the form a state of the village track stands for.
func villageSanction(s State) string {
	switch s {
	case "teguran_lisan":
		return "kades-teguran-lisan"
	case "teguran_tertulis_1", "teguran_tertulis_2", "teguran_tertulis_3":
		return "kades-teguran-tertulis"
	case "pemberhentian_sementara":
		return "kades-berhenti-sementara"
	case "pemberhentian":
		return "kades-berhenti"
	default: // clarification, examination and end impose nothing
		return ""
	}
}
