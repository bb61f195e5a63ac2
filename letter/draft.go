package letter

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"rambu.id"
	"rambu.id/ledger"
	"rambu.id/letter/kinds"
	"rambu.id/seal"
)

// Addressee is a post a letter goes to, with the line printed after "Yth.".
type Addressee struct {
	Post string // "pemda.18.01/bupati"; "bkn" for a body without known posts
	Line string // "Bupati Lampung Selatan"
}

// DraftIn is a letter to write down.
type DraftIn struct {
	Payload    kinds.Payload
	Nature     Nature // "" is Ordinary
	Series     string // "" is DefaultSeries
	Code       string // classification code for the number ("PM.00.02")
	Signer     string // post that will sign
	To, CC     []Addressee
	Subject    string
	Paragraphs []string
	Files      []File // from Attach
	ReplyDue   rambu.Date
	ReplyTo    string // "srt_…" of the letter it answers
	About      string // the sender's own matter; stays in the institution
	Version    int64  // for Revise: of the draft that was read
}

// limits of one letter.
const (
	maxRecipients = 2500 // an assembly of all staff is one letter
	maxFiles      = 100
	maxSubject    = 300
	maxText       = 100 << 10
)

func (in *DraftIn) validate(institution string) error {
	var es rambu.Errors
	fault := func(field, key string) { es = append(es, rambu.Fault(rambu.Invalid, key).On(field)) }
	if in.Nature == "" {
		in.Nature = Ordinary
	}
	if in.Series == "" {
		in.Series = DefaultSeries
	}
	in.Subject = strings.TrimSpace(in.Subject)
	if in.Subject == "" || len(in.Subject) > maxSubject || strings.Contains(in.Subject, "\n") {
		fault("subject", "letter.error.subject")
	}
	if len(in.To) == 0 || len(in.To)+len(in.CC) > maxRecipients {
		fault("to", "letter.error.to")
	}
	seen := map[string]bool{}
	for _, a := range append(append([]Addressee{}, in.To...), in.CC...) {
		if a.Post == "" || a.Line == "" || len(a.Post) > 200 || seen[a.Post] {
			fault("to", "letter.error.addressee")
			break
		}
		seen[a.Post] = true
	}
	if InstitutionOf(in.Signer) != institution || in.Signer == institution {
		fault("signer", "letter.error.signer")
	}
	if n := len(strings.Join(in.Paragraphs, "")); n == 0 || n > maxText {
		fault("text", "letter.error.text")
	}
	if in.ReplyDue != "" && !in.ReplyDue.Valid() {
		fault("reply_due", "letter.error.date")
	}
	if in.ReplyTo != "" && !rambu.ValidID("srt", in.ReplyTo) {
		fault("reply_to", "letter.error.reply_to")
	}
	if strings.ContainsAny(in.Code, "{}\n") || len(in.Code) > 40 {
		fault("code", "letter.error.code")
	}
	if len(in.Files) > maxFiles {
		fault("files", "letter.error.files")
	}
	return es.Err()
}

// Prepared is work done before an operation: sealing, checking, reading. Write it inside an
// operation of the caller's own, so that a case and its letter change together.
type Prepared struct {
	ID    string // of the letter
	write func(op *ledger.Op) error
}

// Write does the prepared work as part of an operation.
func (p Prepared) Write(op *ledger.Op) error { return p.write(op) }

// do runs prepared work as an operation of its own. A number drawn elsewhere at the same
// moment is tried again.
func (d *Desk) do(who rambu.Actor, kind string, p Prepared) (ledger.Receipt, error) {
	for try := 0; ; try++ {
		receipt, err := d.log.Do(who, kind, p.write)
		if err == nil || try == 4 || !drawnElsewhere(err) {
			return receipt, err
		}
	}
}

// Draft writes a letter down as KONSEP, sealed to its own institution only: nobody else can
// open what was never sent. It returns the letter's id.
func (d *Desk) Draft(ctx context.Context, who rambu.Actor, in DraftIn) (string, error) {
	p, err := d.PrepareDraft(ctx, who, in)
	if err != nil {
		return "", err
	}
	_, err = d.do(who, "letter.draft", p)
	return p.ID, err
}

// PrepareDraft is Draft for an operation of the caller's.
func (d *Desk) PrepareDraft(ctx context.Context, who rambu.Actor, in DraftIn) (Prepared, error) {
	err := mayDraft(who)
	if err != nil {
		return Prepared{}, err
	}
	err = d.mayConcern(ctx, who, in.About)
	if err != nil {
		return Prepared{}, err
	}
	return d.prepareDraft(ctx, who, rambu.NewID("srt"), in)
}

func (d *Desk) prepareDraft(ctx context.Context, who rambu.Actor, id string, in DraftIn) (Prepared, error) {
	err := in.validate(who.Institution)
	if err != nil {
		return Prepared{}, err
	}
	setting, err := d.Setting(ctx, who)
	if err != nil {
		return Prepared{}, err
	}
	if _, ok := setting.Patterns[in.Series]; !ok {
		return Prepared{}, rambu.Fault(rambu.Invalid, "letter.error.series").On("series")
	}
	sealed, err := d.sealDraft(ctx, who, id, in, setting)
	if err != nil {
		return Prepared{}, err
	}
	err = d.keeper.Keep(ctx, in.Files...)
	if err != nil {
		return Prepared{}, err
	}
	o := Outgoing{
		ID: id, Institution: who.Institution, Region: who.Region, Kind: in.Payload.Kind(), KindVersion: in.Payload.Version(),
		State: Draft, Nature: in.Nature, Series: in.Series, Code: in.Code, ReplyDue: in.ReplyDue, ReplyTo: in.ReplyTo,
		Signer: in.Signer, Drafter: who.Post, About: in.About,
		keyID: sealed.keyID, wrapped: sealed.wrapped, sealed: sealed.sealed,
	}
	copies := copiesOf(o, in)
	return Prepared{ID: id, write: func(op *ledger.Op) error {
		op.Object(id)
		o.CreatedAt = op.At
		err := op.Insert(outboxTable, o.values()...)
		if err != nil {
			return err
		}
		err = insertCopies(op, copies)
		if err != nil {
			return err
		}
		return insertFiles(op, o.Institution, o.Region, id, carry(purposeAttachment, in.Files...))
	}}, nil
}

// sealDraft seals the body to the sender's own letter key.
func (d *Desk) sealDraft(ctx context.Context, who rambu.Actor, id string, in DraftIn, s Setting) (sealedBody, error) {
	own, err := d.keys.InstitutionKey(ctx, who.Institution, seal.KindLetter)
	if err != nil {
		return sealedBody{}, err
	}
	b := Body{
		Letterhead: s.Letterhead, Place: s.Place, Paper: s.Paper, Check: d.baseURL,
		Subject: in.Subject, To: lines(in.To), CC: lines(in.CC), Paragraphs: in.Paragraphs, Files: in.Files,
	}
	plain, err := b.encode(in.Payload)
	if err != nil {
		return sealedBody{}, err
	}
	return sealTo(own, id, plain)
}

func lines(as []Addressee) []string {
	out := make([]string, len(as))
	for i, a := range as {
		out[i] = a.Line
	}
	return out
}

// copiesOf makes one row per recipient, in the order printed.
func copiesOf(o Outgoing, in DraftIn) []Copy {
	var out []Copy
	add := func(as []Addressee, part Part) {
		for _, a := range as {
			out = append(out, Copy{
				ID: rambu.NewID("tmb"), Institution: o.Institution, Region: o.Region, Letter: o.ID, Position: len(out),
				ToInstitution: InstitutionOf(a.Post), ToPost: a.Post, Part: part, State: CopyPrepared,
			})
		}
	}
	add(in.To, PartTo)
	add(in.CC, PartCC)
	return out
}

// Revise writes a draft anew, over the version that was read: in.Version. It must still be
// KONSEP; afterwards only Cancel and a new letter help. Conflict: somebody else changed it.
func (d *Desk) Revise(ctx context.Context, who rambu.Actor, id string, in DraftIn) error {
	err := mayDraft(who)
	if err != nil {
		return err
	}
	err = in.validate(who.Institution)
	if err != nil {
		return err
	}
	setting, err := d.Setting(ctx, who)
	if err != nil {
		return err
	}
	if _, ok := setting.Patterns[in.Series]; !ok {
		return rambu.Fault(rambu.Invalid, "letter.error.series").On("series")
	}
	old, _, err := d.ours(ctx, who, id)
	if err != nil {
		return err
	}
	err = mayTouch(who, old)
	if err != nil {
		return err
	}
	err = d.mayRewrite(ctx, who, old, in)
	if err != nil {
		return err
	}
	sealed, err := d.sealDraft(ctx, who, id, in, setting)
	if err != nil {
		return err
	}
	err = d.keeper.Keep(ctx, in.Files...)
	if err != nil {
		return err
	}
	_, err = d.log.Do(who, "letter.revise", func(op *ledger.Op) error {
		op.Object(id)
		return reviseIn(op, who, id, in, sealed)
	})
	return err
}

// mayRewrite: a noun's letter is written anew by the noun only, and no letter becomes one of a noun
// or of a matter that is not the writer's.
func (d *Desk) mayRewrite(ctx context.Context, who rambu.Actor, old Outgoing, in DraftIn) error {
	for _, k := range []kinds.Kind{old.Kind, in.Payload.Kind()} {
		err := d.Takes(kinds.StepRevise, k)
		if err != nil {
			return err
		}
	}
	return d.mayConcern(ctx, who, in.About)
}

// reviseIn replaces body, recipients and files of a draft.
func reviseIn(op *ledger.Op, who rambu.Actor, id string, in DraftIn, sealed sealedBody) error {
	o, err := outgoingIn(op, who.Institution, id)
	if err != nil {
		return err
	}
	if o.State != Draft {
		return rambu.Fault(rambu.Conflict, "letter.error.not_draft")
	}
	if o.Version != in.Version {
		return rambu.Fault(rambu.Conflict, "letter.error.draft_changed")
	}
	o.Kind, o.KindVersion, o.Nature, o.Series, o.Code = in.Payload.Kind(), in.Payload.Version(), in.Nature, in.Series, in.Code
	o.Signer, o.ReplyDue, o.ReplyTo, o.About = in.Signer, in.ReplyDue, in.ReplyTo, in.About
	o.keyID, o.wrapped, o.sealed = sealed.keyID, sealed.wrapped, sealed.sealed
	copies, err := copiesIn(op, who.Institution, id)
	if err != nil {
		return err
	}
	for _, c := range copies {
		err = op.Delete(copyTable, c.ID, c.version)
		if err != nil {
			return err
		}
	}
	err = insertCopies(op, copiesOf(o, in))
	if err != nil {
		return err
	}
	err = dropFiles(op, who.Institution, id, purposeAttachment)
	if err != nil {
		return err
	}
	err = insertFiles(op, o.Institution, o.Region, id, carry(purposeAttachment, in.Files...))
	if err != nil {
		return err
	}
	return op.Update(outboxTable, o.Version, o.values()...)
}

// Cancel ends a letter that was not sent. One that had its number keeps it, with the reason:
// a gap explained. remark is sealed.
func (d *Desk) Cancel(ctx context.Context, who rambu.Actor, id string, why Reason, remark string) error {
	o, _, err := d.ours(ctx, who, id)
	if err != nil {
		return err
	}
	if !slices.Contains(d.owns, o.Kind) { // the noun it belongs to has asked who may
		err = cmp.Or(mayTouch(who, o), d.Takes(kinds.StepCancel, o.Kind))
	}
	if err != nil {
		return err
	}
	if !validReason(why) {
		return rambu.Fault(rambu.Invalid, "letter.error.reason").On("reason")
	}
	note, err := d.sealNote(ctx, who, id, remark)
	if err != nil {
		return err
	}
	_, err = d.log.Do(who, "letter.cancel", func(op *ledger.Op) error {
		op.Object(id)
		op.Fact("reason", string(why))
		o, err := outgoingIn(op, who.Institution, id)
		if err != nil {
			return err
		}
		err = o.move(Cancelled)
		if err != nil {
			return err
		}
		op.Fact("number", o.Number)
		o.Cancelled, o.note = why, note
		return op.Update(outboxTable, o.Version, o.values()...)
	})
	return err
}

// sealNote seals a remark to the institution's own letter key.
func (d *Desk) sealNote(ctx context.Context, who rambu.Actor, id, remark string) ([]byte, error) {
	own, err := d.keys.InstitutionKey(ctx, who.Institution, seal.KindLetter)
	if err != nil {
		return nil, err
	}
	return seal.Seal(own.Public, noteInfo(id), []byte(remark))
}

// yearOf is the year of a date.
func yearOf(d rambu.Date) int { return d.Time(time.UTC).Year() }
