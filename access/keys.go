package access

import (
	"context"
	"slices"

	"rambu.id"
	"rambu.id/ledger"
	"rambu.id/seal"
)

// GiveKey lets another officer of the same institution open what is sealed to one of its keys.
// The giver must hold that key himself and the receiver hold a role it is for.
// Errors: NotFound (another institution), Locked (not held by the giver), Blocked (role of the
// receiver), Conflict (not active, or held already).
func (s *Service) GiveKey(ctx context.Context, who rambu.Actor, account string, kind seal.Kind) error {
	a, k, err := s.keyAnd(ctx, who, account, kind)
	if err != nil {
		return err
	}
	if who.Keys == nil {
		return &rambu.Error{Kind: rambu.Locked, Key: "error.locked", Detail: "no keys in this session"}
	}
	// Until it is accepted the set-up link opens the account, and others have seen that.
	if a.State != Active {
		return rambu.Fault(rambu.Conflict, "access.error.not_active")
	}
	err = s.mayReceive(ctx, a, kind)
	if err != nil {
		return err
	}
	own, err := s.KeyOf(ctx, a)
	if err != nil {
		return err
	}
	old, err := s.apart(ctx, k, own)
	if err != nil {
		return err
	}
	_, err = s.Log.Do(who, "access.give_key", func(op *ledger.Op) error {
		op.Object(a.ID)
		op.Fact("kind", string(kind))
		for _, one := range old {
			err := seal.Grant(op, who.Keys, one, own)
			if err != nil && rambu.KindOf(err) != rambu.Locked {
				return err
			}
		}
		return given(seal.Grant(op, who.Keys, k, own))
	})
	return err
}

// apart returns the predecessors of a key that it does not open and an officer does not hold: who
// made the keys anew did not hold them all. He who gives the key gives those he holds too.
func (s *Service) apart(ctx context.Context, k, own seal.Key) ([]seal.Key, error) {
	all, err := s.Keys.Generations(ctx, k.Institution, k.Kind)
	if err != nil {
		return nil, err
	}
	var out []seal.Key
	for _, old := range all[:len(all)-1] {
		ids, err := s.Keys.Holders(ctx, old.ID)
		if err != nil {
			return nil, err
		}
		if !slices.Contains(ids, own.ID) && !slices.Contains(ids, k.ID) {
			out = append(out, old)
		}
	}
	return out, nil
}

// ownKey is an account's own key: the newest the log tells of. A row that names another, also an
// older one of the account, whose secret somebody may know, was written past the log.
func (s *Service) ownKey(ctx context.Context, a Account) (seal.Key, error) {
	own, err := s.Keys.SubjectKey(ctx, a.Institution, seal.KindAccount, a.ID)
	if err != nil {
		return seal.Key{}, err
	}
	if own.ID != a.KeyID {
		return seal.Key{}, ledger.Distrust(rambu.Errorf(rambu.Internal, "account %s names the key %s, the log %s", a.ID, a.KeyID, own.ID))
	}
	return own, nil
}

// KeyOf is the key of an account that something is to be sealed to; account and key must stand
// as the log tells. Errors: Internal when they do not.
func (s *Service) KeyOf(ctx context.Context, a Account) (seal.Key, error) {
	_, err := ledger.Trust(ctx, s.db, accountTable, a.ID)
	if err != nil {
		return seal.Key{}, err
	}
	return s.ownKey(ctx, a)
}

// Recipient is the key of an account that a case or a matter is to be given to. An administrator
// alone can make an account, or reset one and sign in with it, but give it no key: files go to
// those whom another officer has given a key. Errors: Conflict (not active), Blocked (no key).
func (s *Service) Recipient(ctx context.Context, a Account) (seal.Key, error) {
	if a.State != Active {
		return seal.Key{}, rambu.Fault(rambu.Conflict, "access.error.not_active")
	}
	own, err := s.KeyOf(ctx, a)
	if err != nil {
		return seal.Key{}, err
	}
	return own, s.vouched(ctx, a)
}

// vouched refuses an account that no key holder has given a key.
func (s *Service) vouched(ctx context.Context, a Account) error {
	held, err := s.heldKeys(ctx, a.Institution, a.KeyID)
	if err == nil && len(held) == 0 {
		err = rambu.Fault(rambu.Blocked, "access.error.not_vouched")
	}
	return err
}

// given names a grant that is there already.
func given(err error) error {
	if rambu.KindOf(err) == rambu.Conflict {
		return rambu.Fault(rambu.Conflict, "access.error.key_held")
	}
	return err
}

// TakeKey takes a key back from an officer: by an administrator, or by whoever holds it. The
// last holder keeps it, or nobody could open what is sealed to it.
func (s *Service) TakeKey(ctx context.Context, who rambu.Actor, account string, kind seal.Kind) error {
	a, k, err := s.keyAnd(ctx, who, account, kind)
	if err != nil {
		return err
	}
	held, err := s.holdersOf(ctx, k)
	if err != nil {
		return err
	}
	err = s.mayTake(ctx, who, held)
	if err != nil {
		return err
	}
	if len(held) < 2 && slices.Contains(held, a.KeyID) {
		return rambu.Fault(rambu.Blocked, "access.error.last_holder")
	}
	mine, err := s.heldKeys(ctx, a.Institution, a.KeyID)
	if err != nil {
		return err
	}
	mine = slices.DeleteFunc(mine, func(m seal.Key) bool { return m.Kind != kind })
	if len(mine) == 0 {
		return rambu.Errorf(rambu.NotFound, "the account does not hold the key")
	}
	_, err = s.Log.Do(who, "access.take_key", func(op *ledger.Op) error {
		op.Object(a.ID)
		op.Fact("kind", string(kind))
		return takeAll(op, mine, a.KeyID)
	})
	return err
}

// HeldBy returns the kinds of keys each account of the institution can open, by the account's
// key id.
func (s *Service) HeldBy(ctx context.Context, who rambu.Actor) (map[string][]seal.Kind, error) {
	err := mayList(who)
	if err != nil {
		return nil, err
	}
	keys, err := s.institutionKeys(ctx, who.Institution)
	if err != nil {
		return nil, err
	}
	out := map[string][]seal.Kind{}
	for _, k := range keys {
		ids, err := s.Keys.Holders(ctx, k.ID) // at most five keys
		if err != nil {
			return nil, err
		}
		for _, id := range ids {
			out[id] = append(out[id], k.Kind)
		}
	}
	return out, nil
}

func (s *Service) keyAnd(ctx context.Context, who rambu.Actor, account string, kind seal.Kind) (Account, seal.Key, error) {
	a, err := s.Find(ctx, who, account)
	if err != nil {
		return Account{}, seal.Key{}, err
	}
	if holders(kind) == nil {
		return Account{}, seal.Key{}, rambu.Fault(rambu.Invalid, "access.error.kind").On("kind")
	}
	k, err := s.Keys.InstitutionKey(ctx, who.Institution, kind)
	return a, k, err
}

// mayReceive checks the roles the account's person holds today.
func (s *Service) mayReceive(ctx context.Context, a Account, kind seal.Kind) error {
	held, err := s.officesOf(ctx, a)
	if err != nil {
		return err
	}
	for _, o := range held {
		if mayHold(o.Roles, kind) {
			return nil
		}
	}
	return rambu.Fault(rambu.Blocked, "access.error.role_for_key")
}

func (s *Service) mayTake(ctx context.Context, who rambu.Actor, held []string) error {
	if who.Is(rambu.RoleAdmin) {
		return nil
	}
	own, err := s.accountBy(ctx, `id = $1`, who.Account)
	if err != nil {
		return err
	}
	if !slices.Contains(held, own.KeyID) {
		return rambu.Errorf(rambu.Forbidden, "only an administrator or a holder takes a key back")
	}
	return nil
}

// holdersOf returns the account keys that can open a key, without the recovery key.
func (s *Service) holdersOf(ctx context.Context, k seal.Key) ([]string, error) {
	ids, err := s.Keys.Holders(ctx, k.ID)
	if err != nil {
		return nil, err
	}
	recovery, err := s.Keys.InstitutionKey(ctx, k.Institution, seal.KindRecovery)
	if err != nil && rambu.KindOf(err) != rambu.NotFound {
		return nil, err
	}
	var out []string
	for _, id := range ids {
		if id != recovery.ID {
			out = append(out, id)
		}
	}
	return out, nil
}
