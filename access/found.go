package access

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base32"
	"slices"
	"strings"

	"rambu.id"
	"rambu.id/ledger"
	"rambu.id/roster"
	"rambu.id/seal"
)

// FoundIn says what an institution's room starts with.
type FoundIn struct {
	Institution string
	Region      string
	Holders     []InviteIn  // at least two, so that one lost password loses nothing
	Kinds       []seal.Kind // keys to make; empty: KindsOf the institution
}

// SetupLink is an account and the token of its set-up link: "/mulai/" + Token.
type SetupLink struct {
	Account Account
	Token   string
}

// KindsOf are the keys a room of that kind of institution ("bawaslu.18.01", "pemda.18.01") needs.
func KindsOf(institution string) []seal.Kind {
	if roster.InstitutionKindOf(institution) == roster.KindSupervisor {
		return []seal.Kind{seal.KindIntake, seal.KindIdentity, seal.KindLetter, seal.KindIndex}
	}
	return []seal.Kind{seal.KindLetter, seal.KindMatter, seal.KindIndex}
}

// founding is what Found makes before it writes.
type founding struct {
	keys     []seal.Key
	pairs    []*seal.Pair
	recovery seal.Key
	secret   *seal.Pair
	holders  []*prepared
	roles    [][]rambu.Role
}

// Found makes an institution's keys, the accounts of its key holders and a recovery key, and
// gives each holder the keys his roles may hold; the identity key goes to keepers of identities
// only. It returns the set-up links and the recovery code: both are shown once and stored
// nowhere. who is the operator at the command line. Errors: Invalid (fewer than two holders, a
// key that none of them may hold), Conflict (the institution has keys already).
func (s *Service) Found(ctx context.Context, in FoundIn) ([]SetupLink, string, error) {
	if len(in.Kinds) == 0 {
		in.Kinds = KindsOf(in.Institution)
	}
	if len(in.Holders) < 2 {
		return nil, "", rambu.Fault(rambu.Invalid, "access.error.two_holders").On("holders")
	}
	f, err := s.lay(ctx, in)
	if err != nil {
		return nil, "", err
	}
	_, err = s.Log.Do(rambu.System(in.Institution, in.Region), "access.found", func(op *ledger.Op) error {
		op.Object(in.Institution)
		return f.write(op)
	})
	if err != nil {
		return nil, "", err
	}
	links := make([]SetupLink, len(f.holders))
	for i, p := range f.holders {
		links[i] = SetupLink{p.acct.Account, p.token}
	}
	return links, EncodeRecovery(f.secret.Seed()), nil
}

func (s *Service) lay(ctx context.Context, in FoundIn) (*founding, error) {
	old, err := s.institutionKeys(ctx, in.Institution)
	if err != nil {
		return nil, err
	}
	if len(old) > 0 {
		return nil, rambu.Fault(rambu.Conflict, "access.error.founded")
	}
	f := &founding{}
	for _, kind := range in.Kinds {
		k, pair, err := newKey(in.Institution, in.Region, kind)
		if err != nil {
			return nil, err
		}
		f.keys, f.pairs = append(f.keys, k), append(f.pairs, pair)
	}
	f.recovery, f.secret, err = newKey(in.Institution, in.Region, seal.KindRecovery)
	if err != nil {
		return nil, err
	}
	for _, h := range in.Holders {
		h.Institution, h.Region = in.Institution, in.Region
		p, err := s.prepare(h)
		if err != nil {
			return nil, err
		}
		roles, err := s.foundingRoles(ctx, p.acct.Account, h)
		if err != nil {
			return nil, err
		}
		f.holders, f.roles = append(f.holders, p), append(f.roles, roles)
	}
	return f, f.covered()
}

func (s *Service) foundingRoles(ctx context.Context, a Account, in InviteIn) ([]rambu.Role, error) {
	roles := slices.Clone(in.Roles)
	held, err := s.officesOf(ctx, a)
	if err != nil {
		return nil, err
	}
	for _, o := range held {
		roles = append(roles, o.Roles...)
	}
	if in.Post == "" {
		return roles, nil
	}
	post, _, err := s.Offices.Holders(ctx, roster.PostID(in.Post), s.today(in.Region))
	if err != nil {
		return nil, err
	}
	return append(roles, post.Roles...), SameHouse(rambu.Actor{Institution: in.Institution}, post.Institution)
}

// covered checks that every key has somebody to hold it.
func (f *founding) covered() error {
	for _, k := range f.keys {
		if !slices.ContainsFunc(f.roles, func(roles []rambu.Role) bool { return mayHold(roles, k.Kind) }) {
			return rambu.Fault(rambu.Invalid, "access.error.no_holder", "kind", string(k.Kind)).On("holders")
		}
	}
	return nil
}

func newKey(institution, region string, kind seal.Kind) (seal.Key, *seal.Pair, error) {
	pair, err := seal.NewPair()
	if err != nil {
		return seal.Key{}, nil, err
	}
	return seal.Key{
		ID: rambu.NewID("kun"), Institution: institution, Region: region, Kind: kind,
		Public: pair.Public(), Verify: pair.VerifyKey(),
	}, pair, nil
}

func (f *founding) write(op *ledger.Op) error {
	for _, k := range append(slices.Clone(f.keys), f.recovery) {
		err := seal.AddKey(op, k)
		if err != nil {
			return err
		}
	}
	for _, p := range f.holders {
		err := p.insert(op)
		if err != nil {
			return err
		}
		op.Fact("holder", p.acct.ID)
	}
	for i, k := range f.keys {
		err := f.grant(op, k, f.pairs[i])
		if err != nil {
			return err
		}
	}
	return nil
}

func (f *founding) grant(op *ledger.Op, k seal.Key, pair *seal.Pair) error {
	err := seal.GrantPair(op, k, pair, f.recovery)
	if err != nil {
		return err
	}
	for i, p := range f.holders {
		if !mayHold(f.roles[i], k.Kind) {
			continue
		}
		err = seal.GrantPair(op, k, pair, p.key)
		if err != nil {
			return err
		}
	}
	return nil
}

// Recover gives an officer the institution's keys his roles may hold, with the printed recovery
// code, when no holder is left who could. It returns the kinds given.
// Errors: Forbidden, NotFound, Invalid on "code", Conflict (not active), Blocked (no role).
func (s *Service) Recover(ctx context.Context, who rambu.Actor, code, account string) ([]seal.Kind, error) {
	a, err := s.managed(ctx, who, account)
	if err != nil {
		return nil, err
	}
	if a.State != Active {
		return nil, rambu.Fault(rambu.Conflict, "access.error.not_active")
	}
	ring, err := s.recoveryRing(ctx, a.Institution, code)
	if err != nil {
		return nil, err
	}
	lost, err := s.missing(ctx, a.Account)
	if err != nil {
		return nil, err
	}
	own, err := s.KeyOf(ctx, a.Account)
	if err != nil {
		return nil, err
	}
	var kinds []seal.Kind
	_, err = s.Log.Do(who, "access.recover", func(op *ledger.Op) error {
		op.Object(a.ID)
		kinds = nil
		for _, k := range lost {
			err := seal.Grant(op, ring, k, own)
			if err != nil {
				return err
			}
			kinds = append(kinds, k.Kind)
		}
		return nil
	})
	return kinds, err
}

// recoveryRing opens the recovery key with the printed code.
func (s *Service) recoveryRing(ctx context.Context, institution, code string) (*seal.Ring, error) {
	seed, err := DecodeRecovery(code)
	if err != nil {
		return nil, err
	}
	pair, err := seal.PairFromSeed(seed)
	if err != nil {
		return nil, err
	}
	k, err := s.Keys.InstitutionKey(ctx, institution, seal.KindRecovery)
	if err != nil {
		return nil, err
	}
	if !bytes.Equal(k.Public, pair.Public()) {
		return nil, rambu.Fault(rambu.Invalid, "access.error.recovery").On("code")
	}
	return s.Keys.NewRing(ctx, k.ID, pair), nil
}

// missing returns the institution's keys an account may hold today and does not.
func (s *Service) missing(ctx context.Context, a Account) ([]seal.Key, error) {
	keys, err := s.institutionKeys(ctx, a.Institution)
	if err != nil {
		return nil, err
	}
	held, err := s.heldKeys(ctx, a.Institution, a.KeyID)
	if err != nil {
		return nil, err
	}
	var out []seal.Key
	for _, k := range keys {
		has := slices.ContainsFunc(held, func(h seal.Key) bool { return h.ID == k.ID })
		if !has && s.mayReceive(ctx, a, k.Kind) == nil {
			out = append(out, k)
		}
	}
	if len(out) == 0 {
		return nil, rambu.Fault(rambu.Blocked, "access.error.role_for_key")
	}
	return out, nil
}

var recoveryEncoding = base32.NewEncoding("0123456789ABCDEFGHJKMNPQRSTVWXYZ").WithPadding(base32.NoPadding)

const recoverySum = 3 // bytes of checksum: 56 characters in all, fourteen groups of four

func recoveryChecksum(seed []byte) []byte {
	sum := sha256.Sum256(append([]byte("rambu/recovery/v1\n"), seed...))
	return sum[:recoverySum]
}

// EncodeRecovery writes a recovery secret for print: fourteen groups of four characters without
// I, L, O and U, with a checksum.
func EncodeRecovery(seed []byte) string {
	text := recoveryEncoding.EncodeToString(append(slices.Clone(seed), recoveryChecksum(seed)...))
	var groups []string
	for chunk := range slices.Chunk([]byte(text), 4) {
		groups = append(groups, string(chunk))
	}
	return strings.Join(groups, "-")
}

// DecodeRecovery reads what EncodeRecovery wrote, as somebody typed it from paper: small
// letters, spaces, O for 0 and I or L for 1 are understood. Errors: Invalid on "code".
func DecodeRecovery(code string) ([]byte, error) {
	clean := strings.NewReplacer("-", "", " ", "", "\t", "", "\r", "", "\n", "", "O", "0", "I", "1", "L", "1").Replace(strings.ToUpper(code))
	b, err := recoveryEncoding.DecodeString(clean)
	if err != nil || len(b) != seal.SeedSize+recoverySum {
		return nil, rambu.Fault(rambu.Invalid, "access.error.recovery").On("code")
	}
	seed := b[:seal.SeedSize]
	if !bytes.Equal(b[seal.SeedSize:], recoveryChecksum(seed)) {
		return nil, rambu.Fault(rambu.Invalid, "access.error.recovery").On("code")
	}
	return seed, nil
}
