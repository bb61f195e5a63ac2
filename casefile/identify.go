package casefile

import (
	"context"
	"errors"
	"slices"
	"strings"
	"unicode"

	"rambu.id"
	"rambu.id/law"
	"rambu.id/ledger"
	"rambu.id/roster"
	"rambu.id/roster/match"
	"rambu.id/seal"
)

// maxRespondents bounds the people of one case.
const maxRespondents = 20

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

// RespondentIn names a respondent: a post or person of the roster, or somebody outside it.
type RespondentIn struct {
	Ref      string // roster.Ref as text, "" outside the roster
	Name     string // outside the roster
	PostText string
	Class    string // subject class; "" in the roster takes that of the post
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
	if len(in) == 0 || len(in) > maxRespondents {
		return rambu.Fault(rambu.Invalid, "casefile.error.respondents").On("terlapor")
	}
	t.file.Respondents = nil
	for _, r := range in {
		p, err := t.respondent(r)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(t.file.Respondents, p.same) {
			return rambu.Fault(rambu.Invalid, "casefile.error.respondent_twice", "name", p.Name).On("terlapor")
		}
		t.file.Respondents = append(t.file.Respondents, p)
	}
	marks, err := d.marks(ctx, who, t.file.Respondents)
	if err != nil {
		return err
	}
	return t.commit("casefile.identify", func(op *ledger.Op) error { return remark(op, t.c, marks) })
}

func (r Respondent) same(o Respondent) bool {
	if r.Person != "" || o.Person != "" {
		return r.Person == o.Person
	}
	return r.Post == o.Post && r.Name == o.Name
}

// respondent completes what an officer picked with what the roster says for the day of the act.
func (t *turn) respondent(in RespondentIn) (Respondent, error) {
	if in.Class != "" {
		if _, ok := t.d.pack.Subject(in.Class); !ok {
			return Respondent{}, rambu.Fault(rambu.Invalid, "casefile.error.class").On("golongan")
		}
	}
	if in.Ref == "" {
		return outsider(in)
	}
	ref := roster.ParseRef(in.Ref)
	r := Respondent{Person: ref.Person, Post: ref.Post, Class: in.Class}
	var person roster.Person
	if ref.Person != "" {
		people, err := t.d.roster.People(t.ctx, t.who, []roster.PersonID{ref.Person})
		if err != nil {
			return r, err
		}
		p, ok := people[ref.Person]
		if !ok {
			return r, rambu.Fault(rambu.Invalid, "casefile.error.unknown_person").On("terlapor")
		}
		person, r.Name, r.NIP = p, p.Name.String(), p.NIP
	}
	err := t.office(&r, person)
	if err != nil {
		return r, err
	}
	if r.Name == "" {
		r.Name = strings.TrimSpace(in.Name)
	}
	if r.Name == "" || r.Class == "" {
		return r, rambu.Fault(rambu.Invalid, "casefile.error.respondent").On("terlapor")
	}
	return r, nil
}

// office adds title and subject class of the post as it was held on the day.
func (t *turn) office(r *Respondent, person roster.Person) error {
	class := person.Class
	if r.Post != "" {
		post, err := t.d.roster.Post(t.ctx, r.Post)
		if err != nil {
			return rambu.Fault(rambu.Invalid, "casefile.error.unknown_person").On("terlapor")
		}
		tenures, err := t.d.roster.HolderOn(t.ctx, t.who, r.Post, t.actDay())
		if err != nil {
			return err
		}
		mode := roster.Definitive
		for _, held := range tenures {
			if held.Person == r.Person {
				mode, r.Contest = held.Mode, held.Contested
			}
		}
		r.PostText, class = post.TitleAs(mode), post.Subject(person.Class, mode)
	}
	if r.Class == "" {
		r.Class = string(class)
	}
	return nil
}

func outsider(in RespondentIn) (Respondent, error) {
	r := Respondent{Name: strings.TrimSpace(in.Name), PostText: strings.TrimSpace(in.PostText), Class: in.Class}
	var es rambu.Errors
	if r.Name == "" || len(r.Name) > 300 {
		es = append(es, rambu.Fault(rambu.Invalid, "casefile.error.name").On("nama"))
	}
	if len(r.PostText) > 300 {
		es = append(es, rambu.Fault(rambu.Invalid, "casefile.error.too_long").On("jabatan"))
	}
	if r.Class == "" {
		es = append(es, rambu.Fault(rambu.Invalid, "casefile.error.class").On("golongan"))
	}
	return r, es.Err()
}

// normal is how names are compared: without titles, case, punctuation and doubled spaces.
func normal(name string) string {
	name = strings.ToLower(roster.ParseName(name).Name)
	return strings.Join(strings.FieldsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }), " ")
}

// marks are the keyed digests of respondents: of the name, and of the roster person, so that
// two spellings of one person meet too. Locked: the session does not hold the index key.
func (d *Desk) marks(ctx context.Context, who rambu.Actor, people []Respondent) ([][]byte, error) {
	key, err := d.keys.InstitutionKey(ctx, who.Institution, seal.KindIndex)
	if err != nil {
		return nil, err
	}
	if who.Keys == nil {
		return nil, rambu.Errorf(rambu.Locked, "no keys in this session")
	}
	var out [][]byte
	add := func(text string) error {
		m, err := who.Keys.MAC(key.ID, []byte(text))
		if err == nil && !slices.ContainsFunc(out, func(o []byte) bool { return slices.Equal(o, m) }) {
			out = append(out, m)
		}
		return err
	}
	for _, p := range people {
		err = add("casefile/name\n" + normal(p.Name))
		if err == nil && p.Person != "" {
			err = add("casefile/person\n" + string(p.Person))
		}
		if err != nil {
			return nil, err
		}
	}
	return out, nil
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
	marks, err := d.marks(ctx, who, t.file.Respondents)
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
type ActIn struct {
	Kind    string // kind of act in the law pack
	Subject string // subject class of the respondent
	On      rambu.Date
	Code    string // another act of the catalogue than the first proposed, "" for that
}

// Classify proposes the act of the law for a kind, a subject class and a day. Errors: Invalid
// by form field; an act that was impossible on the day is one.
func (d *Desk) Classify(who rambu.Actor, in ActIn) (law.Classification, error) {
	if !in.On.Valid() {
		return law.Classification{}, rambu.Fault(rambu.Invalid, "error.date").On("tanggal")
	}
	if in.On > d.Today(who) {
		return law.Classification{}, rambu.Fault(rambu.Invalid, "casefile.error.act_future").On("tanggal")
	}
	c, err := d.pack.Classify(in.Kind, in.Subject, in.On)
	if err != nil && rambu.KindOf(err) == rambu.NotFound {
		return c, rambu.Fault(rambu.Invalid, "casefile.error.act_kind").On("perbuatan")
	}
	if e, ok := errors.AsType[*rambu.Error](err); ok && e.Kind == rambu.Invalid {
		return c, e.On("perbuatan")
	}
	if err != nil || in.Code == "" || in.Code == c.Act.Code {
		return c, err
	}
	i := slices.IndexFunc(c.Alternatives, func(a law.Act) bool { return a.Code == in.Code })
	if i < 0 {
		return c, rambu.Fault(rambu.Invalid, "casefile.error.act_code").On("kode")
	}
	others := append([]law.Act{c.Act}, slices.Delete(slices.Clone(c.Alternatives), i, i+1)...)
	c.Act, c.Class, c.Alternatives, c.Procedure = c.Alternatives[i], c.Alternatives[i].Class, others, ""
	if r, ok := d.pack.ClassRule(c.Class); ok {
		c.Procedure = r.Procedure
	}
	return c, nil
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
