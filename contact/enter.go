package contact

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

// In is a contact to enter.
type In struct {
	With  string // post of the other institution the entry goes to: one of Others
	On    rambu.Date
	Way   Way
	Topic Topic
	From  []kinds.ContactPerson // our side
	To    []kinds.ContactPerson
	Note  string
}

// Others are the posts contacts are entered with: for a government the chairs of Bawaslu and KPU of
// its region, for Bawaslu the secretaries of its governments.
func (b *Book) Others(ctx context.Context, who rambu.Actor) ([]roster.Post, error) {
	houses, err := b.Roster.Institutions(ctx)
	if err != nil {
		return nil, err
	}
	government := roster.InstitutionKindOf(who.Institution) == roster.KindGovernment
	var out []roster.Post
	for _, in := range houses {
		organiser := in.Kind == roster.KindSupervisor || in.Kind == kindOrganiser
		if in.Region != who.Region || in.ID == who.Institution || organiser != government || !government && in.Kind != roster.KindGovernment {
			continue
		}
		posts, err := b.Roster.Posts(ctx, roster.PostFilter{Institution: in.ID})
		if err != nil {
			return nil, err
		}
		i := slices.IndexFunc(posts, func(p roster.Post) bool {
			return government && p.Office == "ketua" || !government && slices.Contains(p.Roles, rambu.RoleSecretary)
		})
		if i >= 0 {
			out = append(out, posts[i])
		}
	}
	return out, nil
}

// kindOrganiser is KPU, which runs the election and may have no room here.
const kindOrganiser roster.InstitutionKind = "kpu"

func (b *Book) validate(in *In, today rambu.Date) rambu.Errors {
	var es rambu.Errors
	fault := func(field, key string, args ...string) {
		es = append(es, rambu.Fault(rambu.Invalid, key, args...).On(field))
	}
	in.Note = strings.Join(strings.Fields(in.Note), " ")
	if !in.On.Valid() || in.On > today {
		fault("tanggal", "contact.error.on")
	}
	if !slices.Contains(Ways(), in.Way) {
		fault("cara", "contact.error.way")
	}
	if !slices.Contains(Topics(), in.Topic) {
		fault("topik", "contact.error.topic")
	}
	if f := checkPersons(in.From, "kami"); f != nil {
		es = append(es, f)
	}
	if f := checkPersons(in.To, "mereka"); f != nil {
		es = append(es, f)
	}
	if f := checkNote(in.Note, "catatan"); f != nil {
		es = append(es, f)
	}
	return es
}

func checkNote(note, field string) *rambu.Error {
	switch {
	case len(note) > kinds.MaxContactNote:
		return rambu.Fault(rambu.Invalid, "contact.error.note", "n", strconv.Itoa(kinds.MaxContactNote)).On(field)
	case HoldsCase(note):
		return rambu.Fault(rambu.Invalid, "contact.error.case").On(field)
	}
	return nil
}

func checkPersons(all []kinds.ContactPerson, field string) *rambu.Error {
	if len(all) == 0 || len(all) > kinds.MaxContactPersons {
		return rambu.Fault(rambu.Invalid, "contact.error.persons", "n", strconv.Itoa(kinds.MaxContactPersons)).On(field)
	}
	for _, p := range all {
		if p.Post == "" || len(p.Post) > kinds.MaxContactName || len(p.Name) > kinds.MaxContactName {
			return rambu.Fault(rambu.Invalid, "contact.error.person", "n", strconv.Itoa(kinds.MaxContactName)).On(field)
		}
		if HoldsCase(p.Post + " " + p.Name) {
			return rambu.Fault(rambu.Invalid, "contact.error.case").On(field)
		}
	}
	return nil
}

// Enter writes a contact into the book and drafts the letter that carries it to the other side, as
// one operation; Send signs and sends it. It returns the entry's id. Errors: Forbidden, Invalid by
// form field.
func (b *Book) Enter(ctx context.Context, who rambu.Actor, in In) (string, error) {
	err := MayKeep(who)
	if err != nil {
		return "", err
	}
	es := b.validate(&in, b.Today(who))
	others, err := b.Others(ctx, who)
	if err != nil {
		return "", err
	}
	i := slices.IndexFunc(others, func(p roster.Post) bool { return string(p.ID) == in.With })
	if i < 0 {
		es = slices.Insert(es, 0, rambu.Fault(rambu.Invalid, "contact.error.with").On("dengan")) // first in the form
	}
	if len(es) > 0 {
		return "", es
	}
	p := kinds.Contact{Entry: rambu.NewID("ktk"), On: in.On, Way: string(in.Way), Topic: string(in.Topic), From: in.From, To: in.To, Note: in.Note}
	e := newEntry(who, p)
	e.Side, e.Other = Ours, others[i].Institution
	draft, err := b.Letters.PrepareDraft(ctx, who, letter.DraftIn{
		Payload: &p, Signer: who.Post, To: []letter.Addressee{{Post: in.With, Line: others[i].Title}},
		Subject: b.t("contact.letter.subject", "date", words.LongDate(words.ID, in.On)), Paragraphs: b.paragraphs(p), About: e.ID,
	})
	if err != nil {
		return "", err
	}
	e.Letter = draft.ID
	return e.ID, b.write(ctx, who, "contact.enter", &e, draft.Write)
}

// newEntry is the row of an entry at the actor's institution.
func newEntry(who rambu.Actor, p kinds.Contact) Entry {
	return Entry{
		ID: p.Entry, On: p.On, Way: Way(p.Way), Topic: Topic(p.Topic), Digest: Digest(p), Recorder: who.Post,
		Content: Content{From: p.From, To: p.To, Note: p.Note}, institution: who.Institution, region: who.Region,
	}
}

// write seals and inserts a row, after what else belongs to the operation.
func (b *Book) write(ctx context.Context, who rambu.Actor, kind string, e *Entry, also func(op *ledger.Op) error) error {
	err := b.seal(ctx, e)
	if err != nil {
		return err
	}
	_, err = b.Log.Do(who, kind, func(op *ledger.Op) error {
		op.Object(e.ID)
		e.EnteredAt = op.At
		err := also(op)
		if err != nil {
			return err
		}
		return op.Insert(entryTable, e.values()...)
	})
	return err
}

// paragraphs are the text of the letter: what the other side signs can be read without Rambu.
func (b *Book) paragraphs(p kinds.Contact) []string {
	out := []string{
		b.t("contact.letter.opening"),
		b.t("contact.letter.what", "date", words.LongDate(words.ID, p.On), "way", b.t("contact.way."+p.Way), "topic", b.t("contact.topic."+p.Topic)),
		b.t("contact.letter.from", "who", persons(p.From)), b.t("contact.letter.to", "who", persons(p.To)),
	}
	if p.Note != "" {
		out = append(out, b.t("contact.letter.note", "note", p.Note))
	}
	return append(out, b.t("contact.letter.mark", "digest", Digest(p)[:markLength]), b.t("contact.letter.ask"))
}

// markLength is how much of a digest is printed.
const markLength = 16

// Mark is the printed part of an entry's digest.
func (e Entry) Mark() string { return e.Digest[:min(len(e.Digest), markLength)] }

func persons(all []kinds.ContactPerson) string {
	var out []string
	for _, p := range all {
		if p.Name == "" {
			out = append(out, p.Post)
			continue
		}
		out = append(out, p.Post+" ("+p.Name+")")
	}
	return strings.Join(out, "; ")
}

// Send signs the letter of an entry, or of the answer to one, with the actor's own key and sends
// it. It can be called again after it failed on the way.
func (b *Book) Send(ctx context.Context, who rambu.Actor, id string) error {
	e, err := b.entry(ctx, who.Institution, id)
	if err != nil {
		return err
	}
	err = maySend(who, e)
	if err != nil {
		return err
	}
	carried := e.Letter
	if e.Side == Theirs {
		carried = e.Answer
	}
	desk := b.Letters.As(kinds.KindContact, kinds.KindContactAgreed, kinds.KindContactDisputed)
	out, _, err := desk.Envelope(ctx, who, carried)
	if err != nil {
		return err
	}
	if out.State == letter.Draft {
		block, err := b.block(ctx, who)
		if err != nil {
			return err
		}
		_, err = desk.Sign(ctx, who, letter.SignIn{ID: carried, Block: block})
		if err != nil {
			return err
		}
		out.State = letter.Signed
	}
	if out.State == letter.Signed {
		err = desk.Send(ctx, who, carried)
		if err != nil {
			return err
		}
	}
	return b.Letters.DeliverAll(ctx, who, carried)
}

// block is how the actor's post is held today.
func (b *Book) block(ctx context.Context, who rambu.Actor) (letter.SignatureBlock, error) {
	post := roster.PostID(who.Post)
	held, err := b.Roster.HoldersOf(ctx, who, []roster.PostID{post}, b.Today(who))
	if err != nil {
		return letter.SignatureBlock{}, err
	}
	if len(held[post]) == 0 {
		return letter.SignatureBlock{}, rambu.Fault(rambu.Blocked, "contact.error.no_holder")
	}
	h := held[post][0]
	return letter.SignatureBlock{Lines: []string{h.Title() + ","}, Name: h.Person.Name.String(), NIP: h.Person.NIP.String()}, nil
}
