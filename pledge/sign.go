package pledge

import (
	"context"
	"slices"

	"rambu.id"
	"rambu.id/ledger"
	"rambu.id/seal"
)

func (b *Book) roundID(institution string) string { return institution + "@" + b.Pack.Info().ID }

// OpenRound opens the pledges of the actor's institution for the election of the law pack. Who
// opens it keeps the refusals, alone: they are sealed to his own account's key.
func (b *Book) OpenRound(ctx context.Context, who rambu.Actor) error {
	err := mayOpen(who)
	if err != nil {
		return err
	}
	key, err := b.Keys.SubjectKey(ctx, who.Institution, seal.KindAccount, who.Account)
	if err != nil {
		return err
	}
	r := Round{
		ID: b.roundID(who.Institution), Institution: who.Institution, Region: who.Region, Opener: who.Post, Keeper: who.Account,
		Until: b.Pack.Info().Voting, keeperKey: key.ID,
	}
	if b.Today(who) > r.Until {
		return rambu.Fault(rambu.Conflict, "pledge.error.over")
	}
	_, err = b.Log.Do(who, "pledge.open_round", func(op *ledger.Op) error {
		op.Object(r.ID)
		r.OpenedAt = op.At
		return op.Insert(roundTable, r.values()...)
	})
	if err != nil && rambu.KindOf(err) == rambu.Conflict {
		return rambu.Fault(rambu.Conflict, "pledge.error.opened")
	}
	return err
}

// Round is the round of the actor's institution. Errors: NotFound before it was opened.
func (b *Book) Round(ctx context.Context, who rambu.Actor) (Round, error) {
	return b.round(ctx, who.Institution, b.roundID(who.Institution))
}

// running is the round while people may sign. Errors: Conflict after voting day.
func (b *Book) running(ctx context.Context, who rambu.Actor) (Round, error) {
	r, err := b.Round(ctx, who)
	if err == nil && b.Today(who) > r.Until {
		err = rambu.Fault(rambu.Conflict, "pledge.error.over")
	}
	return r, err
}

// Mine is where the actor's own pledge stands.
type Mine struct {
	Member Member
	Pact   *Pact // nil: not on record
	Sound  bool  // signed on a phone, and the signature fits the text of today
}

// Mine returns the actor's own pledge. Errors: NotFound before the round was opened, Conflict for
// an account that no holder of a post owns.
func (b *Book) Mine(ctx context.Context, who rambu.Actor) (Mine, error) {
	r, err := b.Round(ctx, who)
	if err != nil {
		return Mine{}, err
	}
	m, err := b.me(ctx, who)
	if err != nil {
		return Mine{}, err
	}
	p, err := b.pact(ctx, r.ID+"@"+string(m.Person))
	if err != nil && rambu.KindOf(err) == rambu.NotFound {
		return Mine{Member: m}, nil
	}
	if err != nil {
		return Mine{}, err
	}
	return Mine{Member: m, Pact: &p, Sound: p.Way == ByPhone && seal.Verify(p.public, p.header(b.digest()), p.signature)}, nil
}

// Sign signs the actor's own pact with his account's key. Signed twice it is signed once.
func (b *Book) Sign(ctx context.Context, who rambu.Actor) error {
	r, err := b.running(ctx, who)
	if err != nil {
		return err
	}
	m, err := b.me(ctx, who)
	if err != nil {
		return err
	}
	key, err := b.Keys.SubjectKey(ctx, who.Institution, seal.KindAccount, who.Account)
	if err != nil {
		return err
	}
	if who.Keys == nil {
		return rambu.Errorf(rambu.Locked, "no key to sign with")
	}
	p := newPact(r, m, b.Today(who), who.Post)
	p.Way, p.signKey = ByPhone, key.ID
	p.signature, p.public, err = who.Keys.Sign(p.header(b.digest()))
	if err != nil {
		return err
	}
	if !slices.Equal(p.public, key.Verify) {
		return rambu.Errorf(rambu.Locked, "the session's key is not the account's key any more")
	}
	_, err = b.Log.Do(who, "pledge.sign", func(op *ledger.Op) error {
		op.Object(p.ID)
		_, err := putPact(op, p)
		return err
	})
	return err
}

func newPact(r Round, m Member, on rambu.Date, recorder string) Pact {
	return Pact{
		ID: r.ID + "@" + string(m.Person), Round: r.ID, Person: m.Person, Post: m.Post, Area: m.Area, Track: m.Track, SignedOn: on,
		Recorder: recorder, institution: r.Institution, region: r.Region,
	}
}

// putPact writes a pact that is not on record yet, and says whether it did.
func putPact(op *ledger.Op, p Pact) (bool, error) {
	_, err := pactIn(op, p.ID)
	if err == nil {
		return false, nil
	}
	if rambu.KindOf(err) != rambu.NotFound {
		return false, err
	}
	p.At = op.At
	return true, op.Insert(pactTable, p.values()...)
}
