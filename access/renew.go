package access

import (
	"context"
	"slices"
	"time"

	"rambu.id"
	"rambu.id/ledger"
	"rambu.id/seal"
)

// AskTime is how long a request to make the keys anew stands.
const AskTime = 24 * time.Hour

// Renewal is where an institution stands with keys of its own making.
type Renewal struct {
	// Due: the keys are still those of `rambu init`, whose recovery code the operator saw.
	Due    bool
	Asked  *Ask      // the request that stands, if one does
	MayAsk bool      // the actor may ask, and nothing is asked
	MayDo  bool      // the actor may do what was asked
	Absent []Account // hold a key and have not used their set-up link: they get none of the new keys
}

// mayAskRenewal: the administrator, who holds no key, starts it; who holds keys ends it.
func mayAskRenewal(who rambu.Actor) error {
	if who.Is(rambu.RoleAdmin) {
		return nil
	}
	return rambu.Errorf(rambu.Forbidden, "new keys are asked for by the administrator")
}

// mayRenew: those who answer for the institution.
func mayRenew(who rambu.Actor) error {
	if who.Is(rambu.RoleMember, rambu.RoleSecretary, rambu.RoleAuthority) {
		return nil
	}
	return rambu.Errorf(rambu.Forbidden, "new keys are made by who answers for the institution")
}

// RenewalDue reports whether an institution's keys are still those of its founding, and whether the
// actor is one of those who can change that.
func (s *Service) RenewalDue(ctx context.Context, who rambu.Actor) (bool, error) {
	his := mayAskRenewal(who) == nil || mayRenew(who) == nil
	if !his {
		return false, nil
	}
	all, err := s.Keys.Generations(ctx, who.Institution, seal.KindRecovery)
	if rambu.KindOf(err) == rambu.NotFound { // no room of this instance
		err = nil
	}
	return len(all) == 1, err
}

// Renewal says where the actor's institution stands. Errors: Forbidden, NotFound (no room here).
func (s *Service) Renewal(ctx context.Context, who rambu.Actor) (Renewal, error) {
	asks, does := mayAskRenewal(who) == nil, mayRenew(who) == nil
	if !asks && !does {
		return Renewal{}, mayRenew(who)
	}
	all, err := s.Keys.Generations(ctx, who.Institution, seal.KindRecovery)
	if err != nil {
		return Renewal{}, err
	}
	last, err := s.lastAsk(ctx, who.Institution)
	if err != nil {
		return Renewal{}, err
	}
	out := Renewal{Due: len(all) == 1}
	if last.open(s.Log.Clock().Now()) {
		out.Asked, out.MayDo = &last, does && last.By != who.Account
	} else {
		out.MayAsk = asks
	}
	_, out.Absent, err = s.holdingAccounts(ctx, who)
	return out, err
}

// AskRenewal asks that the institution's keys be made anew: the first of two persons.
// Errors: Forbidden, NotFound, Conflict (asked already).
func (s *Service) AskRenewal(ctx context.Context, who rambu.Actor) error {
	err := mayAskRenewal(who)
	if err != nil {
		return err
	}
	_, err = s.Keys.InstitutionKey(ctx, who.Institution, seal.KindRecovery)
	if err != nil {
		return err
	}
	_, err = s.Log.Do(who, "access.ask_renewal", func(op *ledger.Op) error {
		last, err := lastAskIn(op, who.Institution)
		if err != nil {
			return err
		}
		if last.open(op.At) {
			return rambu.Fault(rambu.Conflict, "access.error.renewal_asked")
		}
		a := Ask{ID: rambu.NewID("pbk"), By: who.Account, At: op.At, institution: who.Institution, region: who.Region}
		op.Object(a.ID)
		return op.Insert(renewalTable, a.values()...)
	})
	return err
}

// RenewIn is what the second person enters.
type RenewIn struct {
	Password string // his own, again
	// Code is the recovery code that is replaced. With it everything sealed so far opens with the
	// new one too; "" leaves the cases there are to the old paper, and the keys the actor does not
	// hold to those who do.
	Code string
}

// Renew makes every key of the institution anew, and a recovery key, whose code it returns: shown
// once, to him, and stored nowhere. Who held a key and has an account in use holds its successor.
// What is sealed already stays as it is, and opens as before. Errors: Forbidden, Blocked (nobody
// asked, the asker himself, or no key of the institution), Invalid on "old" or "code".
func (s *Service) Renew(ctx context.Context, who rambu.Actor, in RenewIn) (string, error) {
	err := mayRenew(who)
	if err != nil {
		return "", err
	}
	a, err := s.accountBy(ctx, `id = $1`, who.Account)
	if err != nil {
		return "", err
	}
	_, err = s.Recipient(ctx, a.Account)
	if err != nil {
		return "", err
	}
	err = s.confirm(ctx, a, in.Password, "old")
	if err != nil {
		return "", err
	}
	r, err := s.forge(ctx, who, in.Code)
	if err != nil {
		return "", err
	}
	_, err = s.Log.Do(who, "access.renew_keys", r.write)
	if err != nil {
		return "", err
	}
	s.Keys.Renewed(who.Institution)
	return EncodeRecovery(r.secret.Seed()), nil
}

// successor is one key that takes the place of another.
type successor struct {
	key    seal.Key
	pair   *seal.Pair
	old    []seal.Key // of its kind, the one it replaces last
	own    []seal.Key // keys of the accounts that get it
	passed []seal.Key // of old, those it will open
}

// renewing is what Renew makes before it writes.
type renewing struct {
	who      rambu.Actor
	keys     []successor
	recovery successor
	secret   *seal.Pair
	ring     rambu.Keys // opens the old keys
}

func (s *Service) forge(ctx context.Context, who rambu.Actor, code string) (*renewing, error) {
	r := &renewing{who: who, ring: who.Keys}
	if who.Keys == nil {
		return nil, &rambu.Error{Kind: rambu.Locked, Key: "error.locked", Detail: "no keys in this session"}
	}
	if code != "" {
		ring, err := s.recoveryRing(ctx, who.Institution, code)
		if err != nil {
			return nil, err
		}
		r.ring = ring
	}
	present, _, err := s.holdingAccounts(ctx, who)
	if err != nil {
		return nil, err
	}
	for _, kind := range append(Kinds(), seal.KindRecovery) {
		n, err := s.succeed(ctx, who, kind, r.ring, present)
		switch {
		case rambu.KindOf(err) == rambu.NotFound && err != nil:
			continue // no room has all of them
		case err != nil:
			return nil, err
		case kind == seal.KindRecovery:
			r.recovery, r.secret = n, n.pair
		default:
			r.keys = append(r.keys, n)
		}
	}
	if r.secret == nil || len(r.keys) == 0 {
		return nil, rambu.Errorf(rambu.NotFound, "the institution has no keys here")
	}
	return r, nil
}

// succeed makes the successor of an institution's key of a kind.
func (s *Service) succeed(ctx context.Context, who rambu.Actor, kind seal.Kind, ring rambu.Keys, present map[string]seal.Key) (successor, error) {
	old, err := s.Keys.Generations(ctx, who.Institution, kind)
	if err != nil {
		return successor{}, err
	}
	n := successor{old: old}
	n.key, n.pair, err = newKey(who.Institution, who.Region, kind)
	if err != nil {
		return successor{}, err
	}
	ids, err := s.Keys.Holders(ctx, old[len(old)-1].ID)
	if err != nil {
		return successor{}, err
	}
	for _, id := range ids {
		if own, ok := present[id]; ok {
			n.own = append(n.own, own)
		}
	}
	if kind != seal.KindRecovery && len(n.own) == 0 {
		return successor{}, rambu.Fault(rambu.Blocked, "access.error.renewal_holder", "kind", string(kind))
	}
	for _, k := range old {
		_, err := ring.MAC(k.ID, []byte("held"))
		if rambu.KindOf(err) == rambu.Locked && err != nil {
			continue
		}
		if err != nil {
			return successor{}, err
		}
		n.passed = append(n.passed, k)
	}
	return n, nil
}

// holdingAccounts returns the keys of the institution's accounts in use, by id, and the accounts
// that hold a key of it behind a set-up link nobody used: whoever saw the link has their secret.
func (s *Service) holdingAccounts(ctx context.Context, who rambu.Actor) (map[string]seal.Key, []Account, error) {
	present := map[string]seal.Key{}
	var absent []Account
	for after := ""; ; {
		page, err := s.listAccounts(ctx, who.Institution, after, maxList)
		if err != nil {
			return nil, nil, err
		}
		for _, a := range page {
			after = a.Login
			held, err := s.heldKeys(ctx, a.Institution, a.KeyID)
			switch {
			case err != nil:
				return nil, nil, err
			case len(held) == 0 || a.State == Revoked:
			case a.State == Invited:
				absent = append(absent, a)
			default:
				present[a.KeyID], err = s.KeyOf(ctx, a)
				if err != nil {
					return nil, nil, err
				}
			}
		}
		if len(page) < maxList {
			return present, absent, nil
		}
	}
}

func (r *renewing) write(op *ledger.Op) error {
	ask, err := lastAskIn(op, r.who.Institution)
	if err != nil {
		return err
	}
	if !ask.open(op.At) || ask.By == r.who.Account {
		return rambu.Fault(rambu.Blocked, "access.error.renewal_two")
	}
	op.Object(ask.ID)
	ask.DoneBy, ask.DoneAt = r.who.Account, op.At
	err = op.Update(renewalTable, ask.version, ask.values()...)
	if err != nil {
		return err
	}
	for _, n := range append(slices.Clone(r.keys), r.recovery) {
		err = r.replace(op, n)
		if err != nil {
			return err
		}
	}
	return nil
}

// replace writes a successor, gives it to the recovery key and to those who held the old one, and
// lets it open what its predecessors open.
func (r *renewing) replace(op *ledger.Op, n successor) error {
	err := seal.Succeed(op, n.old[len(n.old)-1], n.key)
	if err != nil {
		return err
	}
	to := n.own
	if n.key.ID != r.recovery.key.ID {
		to = append(slices.Clone(to), r.recovery.key)
	}
	for _, own := range to {
		err = seal.GrantPair(op, n.key, n.pair, own)
		if err != nil {
			return err
		}
	}
	for _, k := range n.passed {
		err = seal.Grant(op, r.ring, k, n.key)
		if err != nil {
			return err
		}
	}
	return nil
}
