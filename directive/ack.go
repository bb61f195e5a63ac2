package directive

import (
	"context"
	"regexp"
	"slices"
	"strings"

	"rambu.id"
	"rambu.id/ledger"
	"rambu.id/roster"
	"rambu.id/seal/short"
)

// Acknowledge says that the holder of the actor's post has read a directive. Said twice it is
// said once.
func (d *Desk) Acknowledge(ctx context.Context, who rambu.Actor, id string) error {
	if who.Account == "" || who.Post == "" {
		return forbidden("directives come to posts")
	}
	o, err := d.order(ctx, who.Institution, id)
	if err != nil {
		return err
	}
	a, err := d.reach(ctx, o, who.Post)
	if err != nil {
		return err
	}
	return d.acknowledge(who, o, newAck(o, a, Own, who.Post))
}

func newAck(o Order, a Addressee, how How, recorder string) Ack {
	return Ack{
		ID: pairID(o.ID, a.Post), Directive: o.ID, Post: a.Post, Area: a.Area, Class: a.Class, How: how, Recorder: recorder,
		institution: o.Institution, region: o.Region,
	}
}

// acknowledge writes what is known of an addressee, unless as much is known already.
func (d *Desk) acknowledge(who rambu.Actor, o Order, a Ack) error {
	_, err := d.Log.Do(who, "directive.acknowledge", func(op *ledger.Op) error {
		op.Object(o.ID)
		op.Fact("post", a.Post)
		op.Fact("how", string(a.How))
		a.At = op.At
		state, old, err := standingIn(op, o, a.ID)
		if err != nil {
			return err
		}
		if state != InForce {
			return rambu.Fault(rambu.Conflict, "directive.error.state_"+string(state))
		}
		return noteIn(op, a, old)
	})
	return err
}

// noteIn writes an answer beside what was known before, and counts it.
func noteIn(op *ledger.Op, a, old Ack) error {
	told := 0
	if a.How == Told {
		told = 1
	}
	switch {
	case old.version == 0:
		err := op.Insert(ackTable, a.values()...)
		if err != nil {
			return err
		}
		return tallyIn(op, a, 1, told)
	case old.How != Told || a.How == Told:
		return nil
	}
	a.Area, a.Class = old.Area, old.Class
	err := op.Update(ackTable, old.version, a.values()...)
	if err != nil {
		return err
	}
	return tallyIn(op, a, 0, -1)
}

// ToldIn is what a superior says of a village without signal.
type ToldIn struct {
	Directive string
	Post      string     // whose holder he told
	Name      string     // whom he spoke to
	On        rambu.Date // "" today
	Time      string     // "14.30"
	Note      string
}

const maxName = 120

var clockForm = regexp.MustCompile(`^([01]?[0-9]|2[0-3])[.:][0-5][0-9]$`)

func (in *ToldIn) validate(today rambu.Date) error {
	var es rambu.Errors
	fault := func(field, key string) { es = append(es, rambu.Fault(rambu.Invalid, key).On(field)) }
	in.Name, in.Time, in.Note = strings.TrimSpace(in.Name), strings.TrimSpace(in.Time), strings.TrimSpace(in.Note)
	if in.On == "" {
		in.On = today
	}
	if in.Post == "" {
		fault("desa", "directive.error.whom")
	}
	if in.Name == "" || len(in.Name) > maxName {
		fault("nama", "directive.error.name")
	}
	if !in.On.Valid() || in.On > today {
		fault("tanggal", "directive.error.on")
	}
	if !clockForm.MatchString(in.Time) {
		fault("pukul", "directive.error.time")
	}
	if len(in.Note) > maxText {
		fault("catatan", "directive.error.too_long")
	}
	return es.Err()
}

// RecordTold writes down that the actor told somebody directly below him by word of mouth. It
// shows as that, and gives way when the addressee speaks for himself.
func (d *Desk) RecordTold(ctx context.Context, who rambu.Actor, in ToldIn) error {
	o, err := d.order(ctx, who.Institution, in.Directive)
	if err != nil {
		return err
	}
	err = in.validate(d.Today(who))
	if err != nil {
		return err
	}
	target, err := d.reach(ctx, o, in.Post)
	if err != nil {
		return err
	}
	err = mayTell(who, target)
	if err != nil {
		return err
	}
	a := newAck(o, target, Told, who.Post)
	err = d.witness(ctx, &a, Witness{Name: in.Name, On: in.On, Time: in.Time, Note: in.Note})
	if err != nil {
		return err
	}
	return d.acknowledge(who, o, a)
}

// PassOn hands a directive on to those directly below the actor, but for some. He must have said
// first that he has read it. Again, it changes who is left out.
func (d *Desk) PassOn(ctx context.Context, who rambu.Actor, id string, except []string) error {
	o, err := d.order(ctx, who.Institution, id)
	if err != nil {
		return err
	}
	_, err = d.reach(ctx, o, who.Post)
	if err != nil {
		return err
	}
	below, err := d.Below(ctx, who)
	if err != nil {
		return err
	}
	foreign := slices.ContainsFunc(except, func(post string) bool {
		return !slices.ContainsFunc(below, func(a Addressee) bool { return a.Post == post })
	})
	if len(below) == 0 || foreign || len(except) >= len(below) {
		return rambu.Fault(rambu.Invalid, "directive.error.nobody_below").On("kepada")
	}
	p := Pass{
		ID: pairID(id, who.Post), Directive: id, Post: who.Post, Except: except, institution: o.Institution, region: o.Region,
	}
	_, err = d.Log.Do(who, "directive.pass_on", func(op *ledger.Op) error { return passOnIn(op, o, p) })
	return err
}

func passOnIn(op *ledger.Op, o Order, p Pass) error {
	op.Object(o.ID)
	now, err := orderIn(op, o.Institution, o.ID)
	if err != nil {
		return err
	}
	if now.State != InForce {
		return rambu.Fault(rambu.Conflict, "directive.error.state_"+string(now.State))
	}
	read, err := ackIn(op, p.ID)
	if err != nil && rambu.KindOf(err) == rambu.NotFound || err == nil && read.How == Told {
		return rambu.Fault(rambu.Conflict, "directive.error.read_first")
	}
	if err != nil {
		return err
	}
	p.At = op.At
	old, err := passIn(op, p.ID)
	if err != nil && rambu.KindOf(err) == rambu.NotFound {
		return op.Insert(passTable, p.values()...)
	}
	if err != nil {
		return err
	}
	return op.Update(passTable, old.version, p.values()...)
}

// CodeIn is what somebody without an account types under a short link.
type CodeIn struct {
	Short  string
	Code   string // printed code of the post
	ForHim bool   // somebody else types it for the holder
	Name   string // who, when ForHim
}

// AcknowledgeByCode says that the holder of a post has read a directive, by the printed code of
// the post. Who types it for him gives his name, which is sealed. It returns the post.
func (d *Desk) AcknowledgeByCode(ctx context.Context, in CodeIn) (string, error) {
	open, err := d.ByLink(ctx, in.Short)
	if err != nil {
		return "", err
	}
	in.Name = strings.TrimSpace(in.Name)
	if in.ForHim && (in.Name == "" || len(in.Name) > maxName) {
		return "", rambu.Fault(rambu.Invalid, "directive.error.proxy_name").On("nama")
	}
	c, err := d.code(ctx, open.Institution, in.Code)
	if err != nil {
		return "", err
	}
	target, err := d.reach(ctx, open.Order, c.post)
	if err != nil {
		return "", err
	}
	a := newAck(open.Order, target, Code, c.post)
	if in.ForHim {
		a.How = Proxy
		err = d.witness(ctx, &a, Witness{Name: in.Name})
		if err != nil {
			return "", err
		}
	}
	who := rambu.Public()
	who.Institution, who.Region, who.Post = open.Institution, open.Region, c.post
	return target.Title, d.acknowledge(who, open.Order, a)
}

// code finds the post of a printed code. Errors: Invalid for one that is nobody's here.
func (d *Desk) code(ctx context.Context, institution, text string) (code, error) {
	wrong := rambu.Fault(rambu.Invalid, "directive.error.code").On("kode")
	secret, ok := short.Parse(text)
	if !ok {
		return code{}, wrong
	}
	c, err := d.codeBy(ctx, lookup("code", secret))
	if err != nil && rambu.KindOf(err) == rambu.NotFound || err == nil && c.institution != institution {
		return code{}, wrong
	}
	return c, err
}

// Bearer is whoever holds the printed code of a post, as an actor without an account or a key: the
// door of a meeting lets him in by it. Errors: Invalid for a code that is nobody's.
func (d *Desk) Bearer(ctx context.Context, text string) (rambu.Actor, error) {
	wrong := rambu.Fault(rambu.Invalid, "directive.error.code").On("kartu")
	secret, ok := short.Parse(text)
	if !ok {
		return rambu.Actor{}, wrong
	}
	c, err := d.codeBy(ctx, lookup("code", secret))
	if err != nil && rambu.KindOf(err) == rambu.NotFound {
		return rambu.Actor{}, wrong
	}
	who := rambu.Public()
	who.Institution, who.Region, who.Post = c.institution, c.region, c.post
	return who, err
}

// PrintedCode is the code of a post, shown once.
type PrintedCode struct {
	Post  string
	Title string
	Code  string
}

// IssueCodes makes the printed codes of the village and ward heads directly below the actor, or
// of those named. An earlier code of theirs opens nothing any more. Only hashes are stored.
func (d *Desk) IssueCodes(ctx context.Context, who rambu.Actor, posts []string) ([]PrintedCode, error) {
	err := mayIssue(who)
	if err != nil {
		return nil, err
	}
	heads, err := d.heads(ctx, who)
	if err != nil {
		return nil, err
	}
	var out []PrintedCode
	for _, a := range heads {
		if len(posts) == 0 || slices.Contains(posts, a.Post) {
			out = append(out, PrintedCode{Post: a.Post, Title: a.Title, Code: short.New()})
		}
	}
	if len(out) == 0 || len(posts) > len(out) {
		return nil, rambu.Fault(rambu.Invalid, "directive.error.no_heads").On("desa")
	}
	_, err = d.Log.Do(who, "directive.issue_codes", func(op *ledger.Op) error {
		for _, p := range out {
			err := issueIn(op, p)
			if err != nil {
				return err
			}
		}
		return nil
	})
	return out, err
}

// heads are the village and ward heads directly below the actor.
func (d *Desk) heads(ctx context.Context, who rambu.Actor) ([]Addressee, error) {
	below, err := d.Below(ctx, who)
	return slices.DeleteFunc(below, func(a Addressee) bool {
		return a.Class != roster.ClassVillageHead && a.Class != roster.ClassLurah
	}), err
}

func issueIn(op *ledger.Op, p PrintedCode) error {
	c := code{post: p.Post, institution: op.Who.Institution, region: op.Who.Region, hash: lookup("code", p.Code), issuer: op.Who.Post, at: op.At}
	op.Object(p.Post)
	old, err := codeIn(op, p.Post)
	if err != nil && rambu.KindOf(err) == rambu.NotFound {
		return op.Insert(codeTable, c.values()...)
	}
	if err != nil {
		return err
	}
	return op.Update(codeTable, old.version, c.values()...)
}

// CodeHolder is a village or ward head below the actor and whether he has a code.
type CodeHolder struct {
	Addressee

	Issued rambu.Date // "" none
}

// CodeHolders lists the village and ward heads directly below the actor.
func (d *Desk) CodeHolders(ctx context.Context, who rambu.Actor) ([]CodeHolder, error) {
	err := mayIssue(who)
	if err != nil {
		return nil, err
	}
	heads, err := d.heads(ctx, who)
	if err != nil {
		return nil, err
	}
	codes, err := d.codesBy(ctx, who.Institution, who.Post)
	if err != nil {
		return nil, err
	}
	out := make([]CodeHolder, len(heads))
	for i, h := range heads {
		out[i] = CodeHolder{Addressee: h}
		for _, c := range codes {
			if c.post == h.Post {
				out[i].Issued = d.Procedure.Calendar().Today(who.Region, c.at)
			}
		}
	}
	return out, nil
}
