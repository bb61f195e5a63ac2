package discipline

import (
	"context"
	"slices"
	"strings"

	"rambu.id"
	"rambu.id/access"
	"rambu.id/ledger"
	"rambu.id/roster"
	"rambu.id/seal"
)

// Part is the part an officer has in one matter.
type Part string

// The closed list of parts.
const (
	Examiner Part = "pemeriksa" // let in, also without the institution's matter key
	Aside    Part = "mundur"    // stepped aside for a conflict of interest
)

// Officer is an account with a part of its own in one matter.
type Officer struct {
	ID      string // "pmr_…"
	Matter  string
	Account string
	Post    string
	Part    Part
	Since   rambu.Date

	institution, region string
	keyID               string // own key of the account
	wrapped             []byte // content key, sealed to it
	version             int64
}

func (of *Officer) values() []any {
	return []any{of.ID, of.institution, of.region, of.Matter, of.Account, of.Post, string(of.Part), of.Since, of.keyID, of.wrapped}
}

// admit seals a matter's content key to the own key of an account that was given one of the institution.
func (o *Office) admit(ctx context.Context, who rambu.Actor, m Matter, key seal.ContentKey, account, post string, on rambu.Date) (Officer, error) {
	of := Officer{
		ID: rambu.NewID("pmr"), Matter: m.ID, Account: account, Post: post, Part: Examiner, Since: on,
		institution: m.Institution, region: m.Region,
	}
	a, err := o.access.Find(ctx, who, account)
	if err != nil {
		return of, err
	}
	own, err := o.access.Recipient(ctx, a)
	if err != nil {
		return of, err
	}
	of.keyID = own.ID
	of.wrapped, err = seal.Seal(own.Public, officerInfo(of.ID), key[:])
	return of, err
}

// own reports whether a matter is about the actor himself: by his person, or by the post he
// works in. Who that is stands nowhere in clear, so it is asked once the file is open.
func (o *Office) own(ctx context.Context, who rambu.Actor, r Respondent) (bool, error) {
	if r.Post != "" && string(r.Post) == who.Post {
		return true, nil
	}
	if r.Person == "" {
		return false, nil
	}
	a, err := o.access.Find(ctx, who, who.Account)
	if err != nil {
		return false, err
	}
	return a.Person == string(r.Person), nil
}

// accountOf finds the account of a roster person in the actor's institution.
func (o *Office) accountOf(ctx context.Context, who rambu.Actor, person roster.PersonID) (access.Account, error) {
	after := ""
	for {
		page, err := o.access.List(ctx, who, access.Filter{After: after, Limit: 200})
		if err != nil {
			return access.Account{}, err
		}
		for _, a := range page {
			if a.Person == string(person) && a.State != access.Revoked {
				return a, nil
			}
		}
		if len(page) < 200 {
			return access.Account{}, rambu.Errorf(rambu.NotFound, "the person has no account")
		}
		after = page[len(page)-1].Login
	}
}

// Admit lets the direct superior into the matter: the holder of the examining post today gets
// the key of this matter and of no other. Errors: NotFound (nobody holds the post, or without
// an account), Conflict (already in).
func (o *Office) Admit(ctx context.Context, who rambu.Actor, id string, version int64) error {
	t, err := o.take(ctx, who, id, version, mayRecord)
	if err != nil {
		return err
	}
	if t.file.Superior == "" {
		return rambu.Fault(rambu.Invalid, "discipline.error.no_superior").On("atasan")
	}
	_, tenures, err := o.roster.Holders(ctx, t.file.Superior, t.today)
	if err != nil {
		return err
	}
	holders := roster.Exercising(tenures)
	if len(holders) == 0 {
		return rambu.Fault(rambu.Conflict, "discipline.error.post_vacant")
	}
	for _, h := range holders {
		a, err := o.accountOf(ctx, who, h.Person)
		if rambu.KindOf(err) == rambu.NotFound && err != nil {
			return rambu.Fault(rambu.Conflict, "discipline.error.superior_account")
		}
		if err != nil {
			return err
		}
		if slices.ContainsFunc(t.officers, func(of Officer) bool { return of.Account == a.ID }) {
			return rambu.Fault(rambu.Conflict, "discipline.error.admitted")
		}
		of, err := o.admit(ctx, who, t.m, t.key, a.ID, string(t.file.Superior), t.today)
		if err != nil {
			return err
		}
		t.officers = append(t.officers, of)
	}
	fresh := t.officers[len(t.officers)-len(holders):]
	return t.commit("discipline.admit", func(op *ledger.Op) error {
		for _, of := range fresh {
			op.Object(of.Account)
			err := op.Insert(officerTable, of.values()...)
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// SetSuperior corrects who the direct superior is, when the roster did not know.
func (o *Office) SetSuperior(ctx context.Context, who rambu.Actor, id string, version int64, post roster.PostID) error {
	t, err := o.take(ctx, who, id, version, mayRecord)
	if err != nil {
		return err
	}
	p, err := o.roster.Post(ctx, post)
	if err != nil || p.Institution != who.Institution {
		return rambu.Fault(rambu.Invalid, "discipline.error.no_superior").On("atasan")
	}
	t.file.Superior = post
	return t.commit("discipline.set_superior", nil)
}

// StepAside declares the actor's own conflict of interest: he takes no further step, and when
// he was to examine, the next superior takes over (UU 30/2014 Pasal 42).
func (o *Office) StepAside(ctx context.Context, who rambu.Actor, id string, version int64, reason string) error {
	t, err := o.take(ctx, who, id, version, mayWork)
	if err != nil {
		return err
	}
	var f form
	f.text(&reason, "alasan", maxNote)
	err = f.err()
	if err != nil {
		return err
	}
	aside := StoodAside{Post: who.Post, Reason: reason}
	if who.Post == string(t.file.Superior) {
		next, err := o.roster.Superior(ctx, t.file.Superior)
		if err != nil && rambu.KindOf(err) != rambu.NotFound {
			return err
		}
		t.file.Superior, aside.Next = next.ID, string(next.ID)
	}
	err = t.paper(PaperAside, t.today, aside)
	if err != nil {
		return err
	}
	mine := slices.IndexFunc(t.officers, func(of Officer) bool { return of.Account == who.Account })
	return t.commit("discipline.step_aside", func(op *ledger.Op) error {
		if mine >= 0 {
			of := t.officers[mine]
			of.Part = Aside
			return op.Update(officerTable, of.version, of.values()...)
		}
		of := Officer{
			ID: rambu.NewID("pmr"), Matter: t.m.ID, Account: who.Account, Post: who.Post, Part: Aside, Since: t.today,
			institution: t.m.Institution, region: t.m.Region, wrapped: []byte{},
		}
		return op.Insert(officerTable, of.values()...)
	})
}

// authorityPost is the post of the civil-service authority of an institution.
func (o *Office) authorityPost(ctx context.Context, institution string) (roster.Post, error) {
	posts, err := o.roster.Posts(ctx, roster.PostFilter{Institution: institution, Class: roster.ClassHead})
	if err != nil {
		return roster.Post{}, err
	}
	for _, p := range posts {
		if slices.Contains(p.Roles, rambu.RoleAuthority) {
			return p, nil
		}
	}
	return roster.Post{}, rambu.Errorf(rambu.NotFound, "%s has no authority post", institution)
}

// markOf digests person, act and day, so that a second penalty for the same act is seen
// without anybody's name in clear. Errors: Locked without the index key.
func (o *Office) markOf(ctx context.Context, who rambu.Actor, d Dossier, actDate rambu.Date) ([]byte, error) {
	key, err := o.keys.InstitutionKey(ctx, who.Institution, seal.KindIndex)
	if err != nil {
		return nil, err
	}
	return mark(who, key, d, actDate)
}

// marksOf is markOf under every index key the institution had and the actor holds: a matter of
// before the keys were made anew is found by the old one.
func (o *Office) marksOf(ctx context.Context, who rambu.Actor, d Dossier, actDate rambu.Date) ([][]byte, error) {
	all, err := o.keys.Generations(ctx, who.Institution, seal.KindIndex)
	if err != nil {
		return nil, err
	}
	var out [][]byte
	for i, key := range all {
		m, err := mark(who, key, d, actDate)
		if err != nil && (rambu.KindOf(err) != rambu.Locked || i == len(all)-1) {
			return nil, err
		}
		if err == nil {
			out = append(out, m)
		}
	}
	return out, nil
}

func mark(who rambu.Actor, key seal.Key, d Dossier, actDate rambu.Date) ([]byte, error) {
	if who.Keys == nil {
		return nil, &rambu.Error{Kind: rambu.Locked, Key: "error.locked", Detail: "no keys in this session"}
	}
	person := strings.Join(strings.Fields(strings.ToLower(roster.ParseName(d.Respondent.Name).Name)), " ")
	if d.Respondent.NIP != "" {
		person = "nip:" + strings.ReplaceAll(d.Respondent.NIP, " ", "")
	}
	return who.Keys.MAC(key.ID, []byte("discipline/act\n"+person+"\n"+d.Act+"\n"+string(actDate)))
}
