package access

import (
	"context"
	"time"

	"rambu.id"
	"rambu.id/ledger"
	"rambu.id/seal"
)

// Accept uses a set-up link: it chooses the password and closes the link for ever.
// Errors: NotFound for a link that is wrong, used or over; Invalid for the password.
func (s *Service) Accept(ctx context.Context, token, password string) error {
	return s.AcceptAs(ctx, token, password, "")
}

// AcceptAs is Accept for a key holder whom the roster did not know when he was invited: the
// account becomes that of the person, who must hold the post it was made for today.
// Errors: as Accept, and Conflict when the account is another's or the person has one.
func (s *Service) AcceptAs(ctx context.Context, token, password, person string) error {
	a, err := s.invitation(ctx, token)
	if err != nil {
		return err
	}
	err = s.claim(ctx, &a, person)
	if err != nil {
		return err
	}
	err = CheckPassword(a.Login, password)
	if err != nil {
		return err
	}
	old, err := s.linkPair(ctx, a, token)
	if err != nil {
		return err
	}
	f, err := s.freshen(ctx, &a, old)
	if err != nil {
		return err
	}
	err = s.gate.wrap(ctx, &a, password, f.pair.Seed())
	if err != nil {
		return err
	}
	a.State, a.setupHash, a.SetupUntil = Active, "", time.Time{}
	_, err = s.change(rambu.Actor{Account: a.ID, Institution: a.Institution, Region: a.Region}, "access.accept", a, func(op *ledger.Op) error {
		err := alone(op, a.Institution, a.Person, a.ID)
		if err != nil {
			return err
		}
		return f.write(op)
	})
	return err
}

// linkPair opens the secret that the set-up link carries.
func (s *Service) linkPair(ctx context.Context, a stored, token string) (*seal.Pair, error) {
	key, err := tokenKey(token, "setup")
	if err != nil {
		return nil, err
	}
	seed, err := key.Open(seedInfo(a.ID), a.wrapped)
	if err != nil {
		return nil, err
	}
	pair, err := seal.PairFromSeed(seed)
	if err != nil {
		return nil, err
	}
	return pair, s.genuine(ctx, a.Account, pair)
}

// fresh is an account's new key, and what its old one opened.
type fresh struct {
	key  seal.Key
	pair *seal.Pair
	old  string
	ring *seal.Ring
	held []seal.Key
}

// freshen gives an account a key that nobody had before it: whoever saw the set-up link opens the
// old one with a copy of the database, for ever.
func (s *Service) freshen(ctx context.Context, a *stored, old *seal.Pair) (*fresh, error) {
	held, err := s.heldKeys(ctx, a.Institution, a.KeyID)
	if err != nil {
		return nil, err
	}
	f := &fresh{old: a.KeyID, ring: s.Keys.NewRing(ctx, a.KeyID, old), held: held}
	f.key, f.pair, err = newKey(a.Institution, a.Region, seal.KindAccount)
	f.key.Subject, a.KeyID = a.ID, f.key.ID
	return f, err
}

// write moves what the old key held to the new one.
func (f *fresh) write(op *ledger.Op) error {
	err := seal.AddKey(op, f.key)
	if err != nil {
		return err
	}
	for _, k := range f.held {
		err = seal.Grant(op, f.ring, k, f.key)
		if err != nil {
			return err
		}
	}
	return takeAll(op, f.held, f.old)
}

// claim makes an account that was made for a post the person's who holds it.
func (s *Service) claim(ctx context.Context, a *stored, person string) error {
	if person == "" {
		return nil
	}
	if a.Person != "" || a.Post == "" {
		return rambu.Fault(rambu.Conflict, "access.error.linked")
	}
	a.Person = person
	offices, err := s.officesOf(ctx, a.Account)
	if err != nil {
		return err
	}
	if choose(offices, a.Post).Post != a.Post {
		return rambu.Fault(rambu.Conflict, "access.error.other_post")
	}
	return nil
}

// Invitation returns the account of a set-up link, for the page that asks for the password.
func (s *Service) Invitation(ctx context.Context, token string) (Account, error) {
	a, err := s.invitation(ctx, token)
	return a.Account, err
}

func (s *Service) invitation(ctx context.Context, token string) (stored, error) {
	gone := rambu.Fault(rambu.NotFound, "access.error.link")
	if len(token) != 43 {
		return stored{}, gone
	}
	a, err := s.accountBy(ctx, `setup_hash = $1`, tokenHash(token))
	if rambu.KindOf(err) == rambu.NotFound {
		return stored{}, gone
	}
	if err != nil {
		return stored{}, err
	}
	if a.State != Invited || !s.Machine.Now().Before(a.SetupUntil) {
		return stored{}, gone
	}
	return a, nil
}
