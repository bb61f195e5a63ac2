package advisory

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"rambu.id"
	"rambu.id/internal/words"
	"rambu.id/law"
	"rambu.id/letter"
	"rambu.id/letter/kinds"
	"rambu.id/roster"
)

// In is an imbauan to write down.
type In struct {
	Signer  string   // post at Bawaslu that will sign
	To      []string // posts of the government it goes to
	Subject string
	Opening string
	Points  []string
	Basis   []string // citations of the law pack: "uu-10-2016 Pasal 71 ayat (1)"
	AckBy   rambu.Date
}

const (
	maxBasis   = 4
	maxTo      = 5
	maxSubject = 120
	maxOpening = 1200
)

// Addressees are the posts of the governments in Bawaslu's region that imbauan go to: their heads
// and their secretaries.
func (d *Desk) Addressees(ctx context.Context, who rambu.Actor) ([]roster.Post, error) {
	return d.posts(ctx, func(in roster.Institution) bool {
		return in.Kind == roster.KindGovernment && in.Region == who.Region
	}, rambu.RoleSecretary, rambu.RoleAuthority)
}

// Signers are the posts of Bawaslu that sign imbauan: its members, the chair first.
func (d *Desk) Signers(ctx context.Context, who rambu.Actor) ([]roster.Post, error) {
	all, err := d.posts(ctx, func(in roster.Institution) bool { return in.ID == who.Institution }, rambu.RoleMember)
	if i := slices.IndexFunc(all, func(p roster.Post) bool { return p.Office == "ketua" }); i > 0 {
		chair := all[i]
		all = slices.Insert(slices.Delete(all, i, i+1), 0, chair)
	}
	return all, err
}

func (d *Desk) posts(ctx context.Context, of func(roster.Institution) bool, roles ...rambu.Role) ([]roster.Post, error) {
	houses, err := d.Roster.Institutions(ctx)
	if err != nil {
		return nil, err
	}
	var out []roster.Post
	for _, house := range houses {
		if !of(house) {
			continue
		}
		posts, err := d.Roster.Posts(ctx, roster.PostFilter{Institution: house.ID})
		if err != nil {
			return nil, err
		}
		for _, p := range posts {
			if (rambu.Actor{Roles: p.Roles}).Is(roles...) {
				out = append(out, p)
			}
		}
	}
	return out, nil
}

func (in *In) validate(today rambu.Date) rambu.Errors {
	var es rambu.Errors
	fault := func(field, key string, args ...string) {
		es = append(es, rambu.Fault(rambu.Invalid, key, args...).On(field))
	}
	in.Subject, in.Opening = strings.TrimSpace(in.Subject), strings.TrimSpace(in.Opening)
	if in.Subject == "" || len(in.Subject) > maxSubject || strings.Contains(in.Subject, "\n") {
		fault("hal", "advisory.error.subject", "n", strconv.Itoa(maxSubject))
	}
	if in.Opening == "" || len(in.Opening) > maxOpening {
		fault("pembuka", "advisory.error.opening", "n", strconv.Itoa(maxOpening))
	}
	if len(in.To) == 0 || len(in.To) > maxTo {
		fault("kepada", "advisory.error.to")
	}
	in.tidy()
	if len(in.Points) == 0 || len(in.Points) > kinds.MaxPoints {
		fault("butir-1", "advisory.error.points", "n", strconv.Itoa(kinds.MaxPoints))
	}
	for i, p := range in.Points {
		if len(p) > kinds.MaxPoint {
			fault("butir-"+strconv.Itoa(i+1), "advisory.error.point", "n", strconv.Itoa(kinds.MaxPoint))
		}
	}
	if len(in.Basis) > maxBasis {
		fault("dasar", "advisory.error.basis")
	}
	if in.AckBy != "" && (!in.AckBy.Valid() || in.AckBy < today) {
		fault("batas", "advisory.error.ack_by")
	}
	return es
}

// tidy leaves out empty points.
func (in *In) tidy() {
	var kept []string
	for _, p := range in.Points {
		if p = strings.Join(strings.Fields(p), " "); p != "" {
			kept = append(kept, p)
		}
	}
	in.Points = kept
}

// Draft writes an imbauan down as a letter, KONSEP until a member signs it. It returns the
// letter's id. Errors: Forbidden, Invalid by form field.
func (d *Desk) Draft(ctx context.Context, who rambu.Actor, in In) (string, error) {
	draft, err := d.letter(ctx, who, in)
	if err != nil {
		return "", err
	}
	return d.Letters.Draft(ctx, who, draft)
}

// Draft is what was written down of an imbauan that nobody signed yet, and its version; false for
// one that is more than KONSEP, or another room's.
func (a *Advice) Draft() (in In, version int64, ok bool) {
	o := a.Letter.Sent
	if o == nil || o.State != letter.Draft {
		return In{}, 0, false
	}
	in = In{Signer: o.Signer, Subject: a.Letter.Body.Subject, Points: slices.Clone(a.Payload.Points), AckBy: a.Payload.AckBy}
	if len(a.Letter.Body.Paragraphs) > 0 {
		in.Opening = a.Letter.Body.Paragraphs[0]
	}
	for _, c := range o.Copies {
		in.To = append(in.To, c.ToPost)
	}
	for _, b := range a.Payload.Basis {
		in.Basis = append(in.Basis, law.Citation{Regulation: b.Regulation, Ref: b.Article}.String())
	}
	return in, o.Version, true
}

// Revise writes a draft anew, over the version that was read. Errors: those of Draft; Conflict when
// somebody else changed or signed it meanwhile; Forbidden for whoever neither drafted it nor signs it.
func (d *Desk) Revise(ctx context.Context, who rambu.Actor, id string, version int64, in In) error {
	err := MayWrite(who)
	if err != nil {
		return err
	}
	a, err := d.Get(ctx, who, id)
	if err != nil {
		return err
	}
	old := a.Letter.Sent
	if old == nil || old.State != letter.Draft {
		return rambu.Fault(rambu.Conflict, "letter.error.not_draft")
	}
	draft, err := d.letter(ctx, who, in)
	if err != nil {
		return err
	}
	draft.Nature, draft.Series, draft.Code, draft.About, draft.Files = old.Nature, old.Series, old.Code, old.About, a.Letter.Body.Files
	draft.ReplyDue, draft.ReplyTo, draft.Version = old.ReplyDue, old.ReplyTo, version
	return d.Letters.As(kinds.KindAdvice).Revise(ctx, who, id, draft)
}

// letter makes a letter of an imbauan.
func (d *Desk) letter(ctx context.Context, who rambu.Actor, in In) (letter.DraftIn, error) {
	var none letter.DraftIn
	err := MayWrite(who)
	if err != nil {
		return none, err
	}
	today := d.Today(who)
	es := in.validate(today)
	cited, ok := d.cite(in.Basis, today)
	if !ok {
		es = append(es, rambu.Fault(rambu.Invalid, "advisory.error.basis").On("dasar"))
	}
	to, err := d.addressed(ctx, who, in.To)
	if err != nil {
		return none, err
	}
	if len(to) != len(in.To) {
		es = append(es, rambu.Fault(rambu.Invalid, "advisory.error.to").On("kepada"))
	}
	if len(es) > 0 {
		return none, es
	}
	payload := &kinds.Advice{Points: in.Points, AckBy: in.AckBy, Basis: []kinds.Citation{}}
	for _, c := range cited {
		payload.Basis = append(payload.Basis, kinds.Citation{Regulation: c.Citation.Regulation, Article: c.Citation.Ref, Text: c.Short})
	}
	return letter.DraftIn{
		Payload: payload, Signer: in.Signer, To: to, Subject: in.Subject, Paragraphs: d.paragraphs(in, cited),
	}, nil
}

// cite resolves the citations as of today; false when one is unknown or no longer holds.
func (d *Desk) cite(basis []string, today rambu.Date) ([]law.Cited, bool) {
	var out []law.Cited
	for _, b := range basis {
		c, err := d.Pack.Cite(law.ParseCitation(b), today)
		if err != nil || !c.InForce {
			return nil, false
		}
		out = append(out, c)
	}
	return out, true
}

// addressed names those of the posts asked for that imbauan may go to.
func (d *Desk) addressed(ctx context.Context, who rambu.Actor, posts []string) ([]letter.Addressee, error) {
	known, err := d.Addressees(ctx, who)
	if err != nil {
		return nil, err
	}
	var out []letter.Addressee
	for _, post := range posts {
		for _, k := range known {
			if string(k.ID) == post {
				out = append(out, letter.Addressee{Post: post, Line: k.Title})
			}
		}
	}
	return out, nil
}

// paragraphs are the text of the letter: what is asked for stands in numbered points.
func (d *Desk) paragraphs(in In, basis []law.Cited) []string {
	out := []string{in.Opening}
	for i, p := range in.Points {
		out = append(out, strconv.Itoa(i+1)+". "+p)
	}
	var short []string
	for _, b := range basis {
		short = append(short, b.Short)
	}
	if len(short) > 0 {
		out = append(out, d.t("advisory.letter.basis", "basis", strings.Join(short, "; ")))
	}
	if in.AckBy != "" {
		out = append(out, d.t("advisory.letter.ack_by", "date", words.LongDate(words.ID, in.AckBy)))
	}
	return append(out, d.t("advisory.letter.answer"))
}
