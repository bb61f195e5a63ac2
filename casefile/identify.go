package casefile

import (
	"context"
	"slices"
	"strings"

	"rambu.id"
	"rambu.id/casefile/lookup"
	"rambu.id/law"
	"rambu.id/ledger"
	"rambu.id/roster/match"
)

// Suggest ranks whom a text may mean, as of the day of the act or of today. Every search is
// logged with its purpose, without the words searched for. It suggests and never decides.
func (d *Desk) Suggest(ctx context.Context, who rambu.Actor, id, text string) ([]match.Hit, error) {
	t, err := d.take(ctx, who, id, 0, mayHold)
	if err != nil {
		return nil, err
	}
	text = strings.TrimSpace(text)
	if text == "" || len(text) > maxNote {
		return nil, rambu.Fault(rambu.Invalid, "casefile.error.search_text").On("cari")
	}
	_, err = d.log.Do(who, "casefile.search_people", func(op *ledger.Op) error {
		op.Object(id)
		op.Fact("purpose", "mengenali-terlapor")
		return nil
	})
	if err != nil {
		return nil, err
	}
	directory, err := d.roster.Directory(ctx, who, t.actDay())
	if err != nil {
		return nil, err
	}
	return directory.Find(text, 8), nil
}

// actDay is the day offices are looked up for: that of the act, today while it is unknown.
func (t *turn) actDay() rambu.Date {
	if t.file.Act.On != "" {
		return t.file.Act.On
	}
	return t.today
}

// Identify writes down who the matter is about. The list replaces the one before.
func (d *Desk) Identify(ctx context.Context, who rambu.Actor, id string, version int64, in []RespondentIn) error {
	t, err := d.take(ctx, who, id, version, mayHold)
	if err != nil {
		return err
	}
	if t.decided() {
		return rambu.Fault(rambu.Conflict, "casefile.error.decided")
	}
	if len(in) == 0 || len(in) > lookup.Most {
		return rambu.Fault(rambu.Invalid, "casefile.error.respondents").On("terlapor")
	}
	t.file.Respondents = nil
	for _, r := range in {
		p, err := d.look.Complete(ctx, who, t.actDay(), r)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(t.file.Respondents, p.Same) {
			return rambu.Fault(rambu.Invalid, "casefile.error.respondent_twice", "name", p.Name).On("terlapor")
		}
		t.file.Respondents = append(t.file.Respondents, p)
	}
	marks, err := d.look.Marks(ctx, who, t.file.Respondents)
	if err != nil {
		return err
	}
	return t.commit("casefile.identify", func(op *ledger.Op) error { return remark(op, t.c, marks) })
}

// remark replaces the digests of a case.
func remark(op *ledger.Op, c Case, marks [][]byte) error {
	old, err := marksIn(op, c.ID)
	if err != nil {
		return err
	}
	for _, m := range old {
		err = op.Delete(markTable, m.id, m.version)
		if err != nil {
			return err
		}
	}
	for _, m := range marks {
		err = op.Insert(markTable, rambu.NewID("tnd"), c.Institution, c.Region, c.ID, m)
		if err != nil {
			return err
		}
	}
	return nil
}

// Duplicates returns other cases of the institution about one of the same people: of each its
// clear side only. It is asked in an officer's session, with the index key.
func (d *Desk) Duplicates(ctx context.Context, who rambu.Actor, id string) ([]Case, error) {
	t, err := d.take(ctx, who, id, 0, mayHold)
	if err != nil || len(t.file.Respondents) == 0 {
		return nil, err
	}
	marks, err := d.look.FormerMarks(ctx, who, t.file.Respondents)
	if err != nil {
		return nil, err
	}
	ids, err := d.marked(ctx, who.Institution, id, marks)
	if err != nil {
		return nil, err
	}
	found, err := d.byIDs(ctx, who.Institution, ids)
	out := make([]Case, 0, len(found))
	for _, id := range ids {
		out = append(out, found[id])
	}
	return out, err
}

// ActIn is what happened, when, and to which class of person the act belongs.
type ActIn = lookup.ActIn

// Classify proposes the act of the law for a kind, a subject class and a day. Errors: Invalid
// by form field; an act that was impossible on the day is one.
func (d *Desk) Classify(who rambu.Actor, in ActIn) (law.Classification, error) {
	return lookup.Classify(d.pack, d.Today(who), in)
}

// SetAct picks the act. The day of the act decides between ethics and discipline; the version
// of the law pack it was picked under is kept with it.
func (d *Desk) SetAct(ctx context.Context, who rambu.Actor, id string, version int64, in ActIn) error {
	t, err := d.take(ctx, who, id, version, mayHold)
	if err != nil {
		return err
	}
	if t.decided() {
		return rambu.Fault(rambu.Conflict, "casefile.error.decided")
	}
	c, err := d.Classify(who, in)
	if err != nil {
		return err
	}
	a := Act{
		Kind: in.Kind, Subject: in.Subject, On: in.On, Code: c.Act.Code, Class: c.Class, Procedure: c.Procedure,
		WhyID: c.WhyID, WhyEN: c.WhyEN, Conf: c.Conf, Pack: d.pack.Version(),
	}
	for _, o := range c.Alternatives {
		a.Others = append(a.Others, o.Code)
	}
	t.file.Act = a
	t.c.Pack, t.c.ActClass, t.c.ActDate = a.Pack, a.Class, a.On
	return t.commit("casefile.act", func(op *ledger.Op) error {
		op.Fact("class", string(a.Class))
		return nil
	})
}

// decided reports whether the plenary has spoken: what it spoke about stays as it is.
func (t *turn) decided() bool {
	return slices.Contains([]State{Plenary, Proven, NotProven, Forwarded, Discontinued, Announced}, t.c.State)
}
