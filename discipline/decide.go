package discipline

import (
	"context"
	"slices"
	"strings"

	"rambu.id"
	"rambu.id/access"
	"rambu.id/discipline/rules"
	"rambu.id/law"
	"rambu.id/ledger"
	"rambu.id/procedure"
	"rambu.id/roster"
)

// actingHead is the rule by which an acting head of region reports a penalty to the minister.
const actingHead = "kewenangan-plt-kepala-daerah"

// Sanctions returns the forms that may be imposed in a matter by a decree of a day, light to heavy.
func (o *Office) Sanctions(m Matter, d Dossier, on rambu.Date) []law.Sanction {
	return rules.Forms(o.pack, m.Procedure, d.Respondent.Class, d.Act, m.ActDate, on)
}

// Gaps explain which forms are missing for the person of a matter.
func (o *Office) Gaps(m Matter, d Dossier) []rules.Gap {
	return rules.Gaps(o.pack, m.Procedure, d.Respondent.Class, m.ActDate)
}

// InWindow reports whether a form takes somebody out of his post in the window of UU 10/2016
// Pasal 71 ayat (2).
func (o *Office) InWindow(s law.Sanction, on rambu.Date) bool { return rules.InWindow(o.pack, s, on) }

// DecideIn is the decree as it stands on paper.
type DecideIn struct {
	Sanction string // id in the law pack: exactly one (PP 94/2021 Pasal 8)
	Number   string
	Date     rambu.Date
	Until    rambu.Date      // last day of a penalty for a time, as the decree says; "" without one
	Signer   roster.PostID   // post that signed
	SignedBy roster.PersonID // "" who exercises the post that day; needed when it is contested
	Reason   string          // needed when the level is not the proposed one, or nobody was examined
	Camat    string          // of village staff: when and how the camat was consulted
	File     *File           // from Attach
}

func (in *DecideIn) validate(today rambu.Date) error {
	var f form
	if in.Sanction == "" {
		f.fault("hukuman", "discipline.error.sanction")
	}
	f.text(&in.Number, "nomor", 100)
	if in.Date == "" {
		f.fault("tanggal", "error.date")
	} else {
		f.past(&in.Date, "tanggal", today)
	}
	if in.Until != "" && (!in.Until.Valid() || in.Until <= in.Date) {
		f.fault("sampai", "discipline.error.until")
	}
	if in.Signer == "" {
		f.fault("penanda-tangan", "discipline.error.signer")
	}
	f.short(&in.Reason, "alasan", maxNote)
	f.short(&in.Camat, "konsultasi-camat", maxNote)
	return f.err()
}

// Decide records the decree that imposes one penalty. Errors: Blocked (no such form for this
// person on these days, no power to sign, no team for a severe one, the act was punished
// before), Invalid by field, Conflict.
func (o *Office) Decide(ctx context.Context, who rambu.Actor, id string, version int64, in DecideIn) error {
	t, err := o.take(ctx, who, id, version, mayDecide)
	if err != nil {
		return err
	}
	err = t.of(ByDiscipline)
	if err != nil {
		return err
	}
	d, basis, err := t.checkDecree(&in)
	if err != nil {
		return err
	}
	err = t.ready(in, d.Level)
	if err != nil {
		return err
	}
	return t.decreed(Decided, d, basis)
}

// checkDecree asks what the law asks of every decree, and says what the paper keeps of it.
func (t *turn) checkDecree(in *DecideIn) (Decision, access.Basis, error) {
	err := in.validate(t.today)
	if err != nil {
		return Decision{}, access.Basis{}, err
	}
	run, err := t.o.proc.ByObject(t.ctx, t.who, t.m.Procedure, t.m.ID)
	if err == nil && in.Date < run.Since { // said before anybody is asked for the file
		err = rambu.Fault(rambu.Invalid, "procedure.error.before_last", "date", string(run.Since)).On("tanggal")
	}
	if err != nil {
		return Decision{}, access.Basis{}, err
	}
	s, err := t.form(in.Sanction, in.Date)
	if err != nil {
		return Decision{}, access.Basis{}, err
	}
	level := rules.LevelOf(s)
	basis, person, err := t.power(*in, s)
	if err != nil {
		return Decision{}, access.Basis{}, err
	}
	post, err := t.respondentClass()
	if err != nil {
		return Decision{}, access.Basis{}, err
	}
	err = t.keep(in.File)
	d := Decision{
		Sanction: s.ID, Level: level, Number: in.Number, Date: in.Date, Until: in.Until, Signer: in.Signer, Title: basis.Title,
		SignedBy: person.ID, Name: person.Name.String(), Reason: in.Reason, Contested: len(basis.Contested) > 1,
		Check: basis.Check, Window: rules.Unconsented(t.o.pack, s, in.Date, basis.Tenure.Mode, post), File: in.File,
	}
	if rules.ByVillageHead(t.o.pack, s, t.file.Respondent.Class) {
		d.Camat = in.Camat
	}
	for _, c := range basis.Cites {
		d.Rules = append(d.Rules, strings.TrimSpace(c.Short))
	}
	return d, basis, err
}

// form finds the sanction among those that may be imposed.
func (t *turn) form(id string, on rambu.Date) (law.Sanction, error) {
	s, ok := t.o.pack.Sanction(id)
	if !ok {
		return s, rambu.Fault(rambu.Invalid, "discipline.error.sanction").On("hukuman")
	}
	if s.NotUsable {
		return s, rambu.Fault(rambu.Blocked, "discipline.error.not_usable").On("hukuman")
	}
	if who, known := t.o.pack.Subject(t.file.Respondent.Class); known && !rules.Ours(who) {
		return s, rambu.Fault(rambu.Blocked, "discipline.error.not_ours",
			"class", who.NameID, "class_en", who.NameEN, "decider", who.DeciderID, "decider_en", who.DeciderEN).On("hukuman")
	}
	if !slices.ContainsFunc(t.o.Sanctions(t.m, t.file, on), func(o law.Sanction) bool { return o.ID == id }) {
		return s, rambu.Fault(rambu.Blocked, "discipline.error.sanction_not_for", "sanction", s.NameID).On("hukuman")
	}
	return s, nil
}

// ready asks what a discipline decree stands on: a report that found the act proven, or two
// missed summonses.
func (t *turn) ready(in DecideIn, level string) error {
	err := t.in(Reported, SummonedTwo)
	if err != nil {
		return err
	}
	team, _ := Latest[Team](t.papers)
	if t.m.State == SummonedTwo {
		n, _ := Latest[NoShow](t.papers)
		switch {
		case n == nil || n.Turn != 2:
			return rambu.Fault(rambu.Blocked, "discipline.error.not_missed")
		case level == Severe && team == nil:
			return rambu.Fault(rambu.Blocked, "discipline.error.team_needed")
		case in.Reason == "":
			return rambu.Fault(rambu.Invalid, "discipline.error.evidence_reason").On("alasan")
		}
		return nil
	}
	r, _ := Latest[Report](t.papers)
	switch {
	case r == nil || !r.Proven:
		return rambu.Fault(rambu.Blocked, "discipline.error.not_proven")
	case level == Severe && !t.byTeam():
		return rambu.Fault(rambu.Blocked, "discipline.error.team_needed")
	case r.Level != level && in.Reason == "":
		return rambu.Fault(rambu.Invalid, "discipline.error.level_reason").On("alasan")
	}
	return nil
}

// power asks whether the holder of the signing post had the power on the decree's day, in the
// way he held the office.
func (t *turn) power(in DecideIn, s law.Sanction) (access.Basis, roster.Person, error) {
	fail := func(err error) (access.Basis, roster.Person, error) { return access.Basis{}, roster.Person{}, err }
	post, tenures, err := t.o.roster.Holders(t.ctx, in.Signer, in.Date)
	if err != nil && rambu.KindOf(err) != rambu.NotFound {
		return fail(err)
	}
	if err != nil || post.Institution != t.who.Institution {
		return fail(rambu.Fault(rambu.Invalid, "discipline.error.signer").On("penanda-tangan"))
	}
	person, err := t.signer(tenures, in.SignedBy)
	if err != nil {
		return fail(err)
	}
	if rules.ByVillageHead(t.o.pack, s, t.file.Respondent.Class) {
		return t.villageHead(in, post, tenures, person)
	}
	a, err := t.o.accountOf(t.ctx, t.who, person)
	if rambu.KindOf(err) == rambu.NotFound && err != nil {
		return fail(rambu.Fault(rambu.Blocked, "discipline.error.signer_account", "post", post.Title).On("penanda-tangan"))
	}
	if err != nil {
		return fail(err)
	}
	if person == t.file.Respondent.Person || slices.ContainsFunc(t.officers, func(of Officer) bool { return of.Part == Aside && of.Account == a.ID }) {
		return fail(rambu.Fault(rambu.Blocked, "discipline.error.conflicted", "post", post.Title).On("penanda-tangan"))
	}
	if t.m.Procedure == ByVillage && post.Class != roster.ClassHead {
		return fail(rambu.Fault(rambu.Blocked, "discipline.error.head_only").On("penanda-tangan"))
	}
	signer := rambu.Actor{Account: a.ID, Post: string(in.Signer), Institution: t.who.Institution, Region: t.who.Region}
	basis, err := t.o.access.MaySign(t.ctx, signer, in.Signer, in.Date, rules.Deed(t.m.Procedure, s, t.file.Superior))
	if err != nil {
		return fail(err)
	}
	people, err := t.o.roster.People(t.ctx, t.who, []roster.PersonID{person})
	return basis, people[person], err
}

// villageHead asks whether a decree about village staff is their own village head's, after he consulted
// the camat. He signs on paper and mostly has no account, so that his tenure alone is asked for.
func (t *turn) villageHead(in DecideIn, post roster.Post, tenures []roster.Tenure, person roster.PersonID) (access.Basis, roster.Person, error) {
	fail := func(err error) (access.Basis, roster.Person, error) { return access.Basis{}, roster.Person{}, err }
	i := slices.IndexFunc(tenures, func(x roster.Tenure) bool { return x.Person == person && x.On(in.Date) })
	switch {
	case post.Class != roster.ClassVillageHead || post.ID != t.file.Superior:
		return fail(rambu.Fault(rambu.Blocked, "discipline.error.village_head_only").On("penanda-tangan"))
	case i < 0:
		return fail(rambu.Fault(rambu.Blocked, "discipline.error.post_vacant").On("penanda-tangan"))
	case person == t.file.Respondent.Person:
		return fail(rambu.Fault(rambu.Blocked, "discipline.error.conflicted", "post", post.Title).On("penanda-tangan"))
	case in.Camat == "":
		return fail(rambu.Fault(rambu.Invalid, "discipline.error.camat").On("konsultasi-camat"))
	}
	people, err := t.o.roster.People(t.ctx, t.who, []roster.PersonID{person})
	return access.Basis{Post: post, Tenure: tenures[i], Title: post.TitleAs(tenures[i].Mode)}, people[person], err
}

// respondentClass is the class of the post the person held on the day of the act, "" outside the roster.
func (t *turn) respondentClass() (roster.PostClass, error) {
	p, err := t.o.roster.Post(t.ctx, t.file.Respondent.Post)
	if rambu.KindOf(err) == rambu.NotFound {
		return "", nil
	}
	return p.Class, err
}

// signer is the person who signed: the one named, or the only one who exercises the post.
func (t *turn) signer(tenures []roster.Tenure, named roster.PersonID) (roster.PersonID, error) {
	if named != "" {
		return named, nil
	}
	acting := roster.Exercising(tenures)
	switch {
	case len(acting) == 0:
		return "", rambu.Fault(rambu.Blocked, "discipline.error.post_vacant").On("penanda-tangan")
	case len(acting) > 1:
		return "", rambu.Fault(rambu.Invalid, "discipline.error.contested").On("penanda-tangan")
	}
	return acting[0].Person, nil
}

// decreed writes the decree, moves the matter and starts the acting head's duty to report.
func (t *turn) decreed(to State, d Decision, basis access.Basis) error {
	t.file.Sanction, t.file.Reports = d.Sanction, basis.Report != nil
	err := t.paper(PaperDecision, d.Date, d)
	if err != nil {
		return err
	}
	marks, err := t.o.marksOf(t.ctx, t.who, t.file, t.m.ActDate)
	if err != nil && rambu.KindOf(err) != rambu.Locked {
		return err
	}
	return t.commit("discipline.decide", func(op *ledger.Op) error {
		n, err := punishedIn(op, t.m.ID, marks)
		if err != nil {
			return err
		}
		if n > 0 {
			return rambu.Fault(rambu.Blocked, "discipline.error.punished")
		}
		t.m.DecidedOn = d.Date
		err = t.step(op, to, d.Date, nil)
		if err != nil || !t.file.Reports || t.m.Procedure != ByDiscipline {
			return err
		}
		run, err := procedure.InTx(op.Tx, t.who, t.m.Procedure, t.m.ID)
		if err != nil {
			return err
		}
		return t.o.proc.StartRule(op, run, actingHead, d.Date)
	})
}

// ReportMinister records an acting head's report to the minister.
func (o *Office) ReportMinister(ctx context.Context, who rambu.Actor, id string, version int64, number string, on rambu.Date) error {
	t, err := o.take(ctx, who, id, version, mayRecord)
	if err != nil {
		return err
	}
	if !t.file.Reports {
		return rambu.Fault(rambu.Conflict, "discipline.error.no_report_due")
	}
	var f form
	f.text(&number, "nomor", 100)
	f.past(&on, "tanggal", t.today)
	err = f.err()
	if err != nil {
		return err
	}
	err = t.paper(PaperMinister, on, MinisterReport{Number: number})
	if err != nil {
		return err
	}
	return t.commit("discipline.report_minister", func(op *ledger.Op) error {
		run, err := procedure.InTx(op.Tx, t.who, t.m.Procedure, t.m.ID)
		if err != nil {
			return err
		}
		return t.o.proc.MeetRule(op, run, actingHead, on)
	})
}

// Clear ends a matter in which nothing was proven; the name is restored.
func (o *Office) Clear(ctx context.Context, who rambu.Actor, id string, version int64, in Clearance, on rambu.Date) error {
	t, err := o.take(ctx, who, id, version, mayDecide)
	if err != nil {
		return err
	}
	err = t.in(Reported, CouncilFound)
	if err != nil {
		return err
	}
	r, _ := Latest[Report](t.papers)
	c, _ := Latest[Finding](t.papers)
	if r != nil && r.Proven || c != nil && c.Proven {
		return rambu.Fault(rambu.Blocked, "discipline.error.proven")
	}
	var f form
	f.text(&in.Number, "nomor", 100)
	f.short(&in.Text, "uraian", maxNote)
	f.past(&on, "tanggal", t.today)
	err = f.err()
	if err != nil {
		return err
	}
	err = t.paper(PaperClearance, on, in)
	if err != nil {
		return err
	}
	return t.commit("discipline.clear", func(op *ledger.Op) error {
		t.m.DecidedOn = on
		return t.step(op, NotProven, on, nil)
	})
}

// CheckDecree is what Decide or DecideEthics would record, or why it would not; nothing is
// written. The duty to report is that of an acting head of region.
func (o *Office) CheckDecree(ctx context.Context, who rambu.Actor, id string, version int64, in DecideIn) (d Decision, reports bool, err error) {
	t, err := o.take(ctx, who, id, version, mayDecide)
	if err != nil {
		return d, false, err
	}
	d, basis, err := t.checkDecree(&in)
	if err != nil {
		return d, false, err
	}
	if t.m.Procedure == ByDiscipline {
		err = t.ready(in, d.Level)
	}
	return d, basis.Report != nil, err
}
