package discipline

import (
	"context"
	"errors"
	"strings"

	"rambu.id"
	"rambu.id/discipline/rules"
	"rambu.id/law"
	"rambu.id/ledger"
	"rambu.id/letter"
	"rambu.id/letter/kinds"
	"rambu.id/procedure"
	"rambu.id/roster"
	"rambu.id/seal"
)

// OpenFromLetter opens a matter from a study Bawaslu forwarded, once per letter: asked again it
// returns the same matter. id is the inbox id ("tmb_…"). What was not delivered does not exist
// here. Errors: NotFound, Locked (letter or index key not held), Blocked (the pack knows no
// procedure of the government for such a person and act, somebody else decides on him, or the act
// of the letter was none of its day).
func (o *Office) OpenFromLetter(ctx context.Context, who rambu.Actor, id string) (string, error) {
	err := mayReceive(who)
	if err != nil {
		return "", err
	}
	if !rambu.ValidID("tmb", id) {
		return "", notHere("not a letter of the inbox")
	}
	_, in, err := o.letters.Envelope(ctx, who, id)
	if err != nil {
		return "", err
	}
	if in.Kind != kinds.KindForwardedStudy {
		return "", rambu.Fault(rambu.Conflict, "discipline.error.not_a_study")
	}
	if in.Handled != "" {
		return in.Handled, nil
	}
	opened, err := o.letters.Open(ctx, who, id)
	if err != nil {
		return "", err
	}
	study, ok := opened.Payload.(*kinds.ForwardedStudy)
	if !ok {
		return "", rambu.Fault(rambu.Conflict, "discipline.error.not_a_study")
	}
	d := dossierOf(study, opened, *in)
	m := Matter{Origin: FromLetter, Letter: id, ActDate: study.ActDate, KnownOn: in.ReceivedOn}
	mid, err := o.open(ctx, who, m, d, func(op *ledger.Op, m Matter) error { return letter.Handle(op, id, m.ID) })
	if rambu.KindOf(err) == rambu.Conflict && err != nil {
		// Somebody else opened it in the same moment.
		_, in, again := o.letters.Envelope(ctx, who, id)
		if again == nil && in.Handled != "" {
			return in.Handled, nil
		}
	}
	return mid, err
}

func dossierOf(s *kinds.ForwardedStudy, opened *letter.Opened, in letter.Incoming) Dossier {
	return Dossier{
		Respondent: Respondent{Name: s.Respondent.Name, NIP: s.Respondent.NIP, PostText: s.Respondent.Post, Class: s.Class},
		Act:        s.Act, Summary: s.Summary, Study: s.Study, Citations: s.Citations, Evidence: s.Evidence,
		Source: Source{
			Letter: opened.Letter, Number: in.Number, Date: in.Date, ReceivedOn: in.ReceivedOn,
			From: in.Sender, Signer: opened.Header.Signer, Register: s.Register,
		},
	}
}

// KnowledgeIn is what a superior or Inspektorat knows without a letter.
type KnowledgeIn struct {
	Respondent Respondent // Name, NIP, PostText, Class
	Act        string     // code in the law pack
	ActDate    rambu.Date
	KnownOn    rambu.Date // day it became known; "" today
	Source     string
	Text       string
}

func (in *KnowledgeIn) validate(pack *law.Pack, today rambu.Date) error {
	var f form
	in.Respondent.validate(&f, pack)
	if in.Act == "" {
		f.fault("perbuatan", "discipline.error.act")
	}
	f.alleged(pack, in.Respondent.Class, in.Act, &in.ActDate, today)
	f.past(&in.KnownOn, "diketahui", today)
	f.text(&in.Source, "sumber", maxLine)
	f.text(&in.Text, "uraian", maxText)
	return f.err()
}

// alleged asks for the day of the act, and for an act the person can have done that day.
func (f *form) alleged(pack *law.Pack, class, act string, on *rambu.Date, today rambu.Date) {
	if *on == "" {
		f.fault("tanggal-perbuatan", "error.date")
		return
	}
	f.past(on, "tanggal-perbuatan", today)
	if _, known := pack.Subject(class); !known || !on.Valid() {
		return
	}
	if e, ok := errors.AsType[*rambu.Error](rules.ActOn(pack, class, act, *on)); ok {
		f.faults = append(f.faults, e.On("perbuatan"))
	}
}

func (r *Respondent) validate(f *form, pack *law.Pack) {
	f.text(&r.Name, "nama", maxLine)
	f.short(&r.PostText, "jabatan", maxLine)
	if _, ok := pack.Subject(r.Class); !ok {
		f.fault("golongan", "discipline.error.class")
	}
	r.NIP = strings.ReplaceAll(strings.TrimSpace(r.NIP), " ", "")
	if r.NIP == "" {
		return
	}
	if _, err := roster.ParseNIP(r.NIP); err != nil {
		f.fault("nip", "discipline.error.nip")
	}
}

// OpenFromKnowledge opens a matter from what a superior or Inspektorat knows. PP 94/2021
// Pasal 28 lets nobody wait for a letter. Errors: Invalid by field, Locked, Blocked.
func (o *Office) OpenFromKnowledge(ctx context.Context, who rambu.Actor, in KnowledgeIn) (string, error) {
	err := mayList(who) // PP 94/2021 Pasal 28 makes every superior act on what he knows; Inspektorat too
	if err != nil {
		return "", err
	}
	err = in.validate(o.pack, o.Today(who))
	if err != nil {
		return "", err
	}
	d := Dossier{Respondent: in.Respondent, Act: in.Act, Summary: in.Text}
	m := Matter{Origin: FromKnowledge, ActDate: in.ActDate, KnownOn: in.KnownOn}
	return o.open(ctx, who, m, d, func(op *ledger.Op, m Matter) error { return nil }, Knowledge{Source: in.Source, Text: in.Text})
}

// initial is the state a procedure of the government begins in.
func initial(proc string) State {
	if proc == ByVillage {
		return WithRegent
	}
	return Alleged
}

// open makes the matter and starts its procedure on the day the authority knew.
func (o *Office) open(ctx context.Context, who rambu.Actor, m Matter, d Dossier, fn func(op *ledger.Op, m Matter) error, papers ...any) (string, error) {
	t, mark, err := o.newMatter(ctx, who, m, d)
	if err != nil {
		return "", err
	}
	for _, p := range papers {
		err = t.paper(PaperKnowledge, t.m.KnownOn, p)
		if err != nil {
			return "", err
		}
	}
	_, err = o.log.Do(who, "discipline.open", func(op *ledger.Op) error {
		err := t.begin(op, mark)
		if err != nil {
			return err
		}
		return fn(op, t.m)
	})
	return t.m.ID, err
}

// begin writes a new matter, starts its procedure and writes its first papers.
func (t *turn) begin(op *ledger.Op, mark []byte) error {
	op.Object(t.m.ID)
	t.m.CreatedAt, t.m.ChangedAt = op.At, op.At
	_, err := t.o.proc.Start(op, procedure.StartIn{
		Procedure: t.m.Procedure, Object: t.m.ID, Initial: string(t.m.State), Owner: t.m.Owner, On: t.m.KnownOn,
	})
	if err != nil {
		return err
	}
	err = op.Insert(matterTable, t.m.values()...)
	if err != nil {
		return err
	}
	t.m.Version = 1
	err = markIn(op, t.m, mark)
	if err != nil {
		return err
	}
	for _, of := range t.officers {
		err = op.Insert(officerTable, of.values()...)
		if err != nil {
			return err
		}
	}
	for _, w := range t.writes {
		err = w.write(op)
		if err != nil {
			return err
		}
	}
	return nil
}

// newMatter seals a new matter to the institution's matter key. A superior who opens one keeps
// a way in of his own.
func (o *Office) newMatter(ctx context.Context, who rambu.Actor, m Matter, d Dossier) (*turn, []byte, error) {
	var err error
	m.ID, m.Institution, m.Region, m.Owner, m.Pack = rambu.NewID("dsp"), who.Institution, who.Region, who.Post, o.pack.Version()
	m.Procedure, m.ActClass, err = rules.Track(o.pack, d.Respondent.Class, d.Act, m.ActDate)
	if err != nil {
		return nil, nil, err
	}
	m.State = initial(m.Procedure)
	err = o.link(ctx, who, &d, m.ActDate)
	if err != nil {
		return nil, nil, err
	}
	own, err := o.own(ctx, who, d.Respondent)
	if err != nil {
		return nil, nil, err
	}
	if own {
		return nil, nil, rambu.Fault(rambu.Forbidden, "discipline.error.own_matter")
	}
	mark, err := o.markOf(ctx, who, d, m.ActDate)
	if err != nil {
		return nil, nil, err
	}
	owner, err := o.keys.InstitutionKey(ctx, who.Institution, seal.KindMatter)
	if err != nil {
		return nil, nil, err
	}
	t := &turn{o: o, ctx: ctx, who: who, today: o.Today(who), key: seal.NewContentKey(), file: d}
	m.keyID = owner.ID
	m.wrapped, err = seal.Seal(owner.Public, keyInfo(m.ID), t.key[:])
	if err != nil {
		return nil, nil, err
	}
	m.body, err = t.key.SealJSON(bodyInfo(m.ID), d)
	if err != nil {
		return nil, nil, err
	}
	t.m = m
	if !seesAll(who) {
		of, err := o.admit(ctx, who, m, t.key, who.Account, who.Post, t.today)
		if err != nil {
			return nil, nil, err
		}
		t.officers = append(t.officers, of)
	}
	return t, mark, nil
}

// link finds the respondent and his direct superior in the roster by his number. Whoever is
// not there stays as the letter wrote him.
func (o *Office) link(ctx context.Context, who rambu.Actor, d *Dossier, on rambu.Date) error {
	if d.Respondent.NIP == "" {
		return nil
	}
	found, err := o.roster.FindPeople(ctx, who, d.Respondent.NIP, 2)
	if err != nil || len(found) != 1 {
		return err
	}
	d.Respondent.Person = found[0].ID
	held, err := o.roster.PostsOf(ctx, who, found[0].ID, on)
	if err != nil || len(held) == 0 {
		return err
	}
	d.Respondent.Post, d.Superior = held[0].Post.ID, held[0].Post.Superior
	return nil
}
