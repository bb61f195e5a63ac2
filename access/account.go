package access

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"regexp"
	"slices"
	"strings"
	"time"

	"rambu.id"
	"rambu.id/ledger"
	"rambu.id/seal"
)

// SetupTime is how long a set-up link works.
const SetupTime = 7 * 24 * time.Hour

var loginForm = regexp.MustCompile(`^[a-z0-9][a-z0-9._@-]{2,63}$`)

// NormalLogin is how a login name is stored and compared.
func NormalLogin(s string) string { return strings.ToLower(strings.TrimSpace(s)) }

// InviteIn asks for an account.
type InviteIn struct {
	Institution string
	Region      string
	Person      string // roster person, may be "" until he is entered
	Login       string
	// Post and Roles are used by Found only, when the roster does not know the key holder yet.
	// Post is the post he holds: he says who he is when he sets his password (AcceptAs). Roles
	// are those he will have, beside the post's.
	Post  string
	Roles []rambu.Role
}

func (in InviteIn) validate() error {
	if !loginForm.MatchString(in.Login) {
		return rambu.Fault(rambu.Invalid, "access.error.login").On("login")
	}
	if in.Institution == "" || in.Region == "" {
		return rambu.Errorf(rambu.Invalid, "an account needs an institution and a region")
	}
	return nil
}

// newToken makes the secret of a set-up link or a cookie: 256 random bits, 43 characters.
func newToken() string {
	var b [32]byte
	_, _ = rand.Read(b[:])
	return base64.RawURLEncoding.EncodeToString(b[:])
}

// tokenHash is all that is stored of a token.
func tokenHash(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// tokenKey is the key that only the bearer of a token can make.
func tokenKey(token, purpose string) (seal.ContentKey, error) {
	return seal.ContentKeyFrom(seal.Derive([]byte(token), "access/"+purpose))
}

// prepared is an account that waits to be written, with the secrets that leave with it.
type prepared struct {
	acct  stored
	key   seal.Key
	pair  *seal.Pair
	token string
}

// prepare makes an account's key pair and seals it under a new set-up token.
func (s *Service) prepare(in InviteIn) (*prepared, error) {
	in.Login = NormalLogin(in.Login)
	err := in.validate()
	if err != nil {
		return nil, err
	}
	p := &prepared{acct: stored{Account: Account{
		ID: rambu.NewID("akn"), Institution: in.Institution, Region: in.Region, Person: in.Person, Login: in.Login, Post: in.Post,
	}}}
	return p, s.renew(p)
}

// renew gives an account a fresh key and a fresh set-up link. Nothing sealed to its old key can
// be opened with the new one.
func (s *Service) renew(p *prepared) error {
	var err error
	a := &p.acct
	p.key, p.pair, err = newKey(a.Institution, a.Region, seal.KindAccount)
	if err != nil {
		return err
	}
	p.key.Subject = a.ID
	p.token = newToken()
	key, err := tokenKey(p.token, "setup")
	if err != nil {
		return err
	}
	a.wrapped, err = key.Seal(seedInfo(a.ID), p.pair.Seed())
	a.KeyID, a.State, a.kdf, a.salt = p.key.ID, Invited, "", nil
	a.setupHash, a.SetupUntil = tokenHash(p.token), s.Machine.Now().Add(SetupTime)
	a.totp, a.totpStep, a.SecondFactor = nil, 0, false
	return err
}

// insert writes a prepared account inside an operation.
func (p *prepared) insert(op *ledger.Op) error {
	var taken int64
	err := op.Tx.QueryRow(`SELECT COUNT(*) FROM access_account WHERE login = $1`, []any{p.acct.Login}, &taken)
	if err != nil {
		return err
	}
	if taken > 0 {
		return rambu.Fault(rambu.Conflict, "access.error.login_taken").On("login")
	}
	err = alone(op, p.acct.Institution, p.acct.Person, p.acct.ID)
	if err != nil {
		return err
	}
	err = seal.AddKey(op, p.key)
	if err != nil {
		return err
	}
	p.acct.CreatedAt, p.acct.Version = op.At, 1
	return op.Insert(accountTable, p.acct.values()...)
}

// alone refuses a second account for a person: with it somebody else could act in his posts
// while he notices nothing.
func alone(op *ledger.Op, institution, person, account string) error {
	var n int64
	err := op.Tx.QueryRow(`SELECT COUNT(*) FROM access_account WHERE institution = $1 AND person = $2 AND person <> '' AND state <> 'dicabut' AND id <> $3`,
		[]any{institution, person, account}, &n)
	if err != nil {
		return err
	}
	if n > 0 {
		return rambu.Fault(rambu.Conflict, "access.error.person_taken").On("person")
	}
	return nil
}

// Invite makes an account in the administrator's own institution. The token goes into the
// set-up link, is shown once and stored nowhere. The account opens nothing until a key holder
// gives it keys. Errors: Forbidden, NotFound (another institution), Invalid, Conflict (login).
func (s *Service) Invite(_ context.Context, who rambu.Actor, in InviteIn) (Account, string, error) {
	err := mayManage(who, in.Institution)
	if err != nil {
		return Account{}, "", err
	}
	in.Post = ""
	p, err := s.prepare(in)
	if err != nil {
		return Account{}, "", err
	}
	_, err = s.Log.Do(who, "access.invite", func(op *ledger.Op) error {
		op.Object(p.acct.ID)
		return p.insert(op)
	})
	if err != nil {
		return Account{}, "", err
	}
	return p.acct.Account, p.token, nil
}

// managed reads an account its administrator wants to change.
func (s *Service) managed(ctx context.Context, who rambu.Actor, id string) (stored, error) {
	a, err := s.accountBy(ctx, `id = $1`, id)
	if err != nil {
		return stored{}, err
	}
	return a, mayManage(who, a.Institution)
}

// change rewrites an account in one operation, if nobody changed it since it was read.
func (s *Service) change(who rambu.Actor, kind string, a stored, also func(op *ledger.Op) error) (Account, error) {
	_, err := s.Log.Do(who, kind, func(op *ledger.Op) error {
		op.Object(a.ID)
		op.Fact("state", string(a.State))
		err := op.Update(accountTable, a.Version, a.values()...)
		if err != nil || also == nil {
			return err
		}
		return also(op)
	})
	a.Version++
	return a.Account, err
}

// Reinvite gives an account a new key and set-up link, for a forgotten password or a lost
// authenticator. All its sessions end and nothing it could open opens again until a key holder
// gives it keys anew: an administrator who resets a password reads nobody's files.
func (s *Service) Reinvite(ctx context.Context, who rambu.Actor, id string) (Account, string, error) {
	a, err := s.managed(ctx, who, id)
	if err != nil {
		return Account{}, "", err
	}
	if a.State == Revoked {
		return Account{}, "", rambu.Fault(rambu.Conflict, "access.error.revoked")
	}
	p := &prepared{acct: a}
	err = s.renew(p)
	if err != nil {
		return Account{}, "", err
	}
	taken, err := s.heldKeys(ctx, a.Institution, a.KeyID)
	if err != nil {
		return Account{}, "", err
	}
	acct, err := s.change(who, "access.reinvite", p.acct, func(op *ledger.Op) error {
		err := seal.AddKey(op, p.key)
		if err != nil {
			return err
		}
		err = takeAll(op, taken, a.KeyID)
		if err != nil {
			return err
		}
		return dropSessions(op.Tx, a.ID, "")
	})
	return acct, p.token, err
}

// heldKeys returns the institution's keys that are granted to an account's key, also those that
// were replaced.
func (s *Service) heldKeys(ctx context.Context, institution, holder string) ([]seal.Key, error) {
	var held []seal.Key
	for _, kind := range Kinds() {
		all, err := s.Keys.Generations(ctx, institution, kind)
		if rambu.KindOf(err) == rambu.NotFound && err != nil {
			continue
		}
		if err != nil {
			return nil, err
		}
		for _, k := range all { // a handful: keys are made anew once, or after a mishap
			ids, err := s.Keys.Holders(ctx, k.ID)
			if err != nil {
				return nil, err
			}
			if slices.Contains(ids, holder) {
				held = append(held, k)
			}
		}
	}
	return held, nil
}

func takeAll(op *ledger.Op, keys []seal.Key, holder string) error {
	for _, k := range keys {
		err := seal.Revoke(op, k.ID, holder)
		if err != nil {
			return err
		}
	}
	return nil
}

// institutionKeys returns the keys an institution has, in the order of Kinds.
func (s *Service) institutionKeys(ctx context.Context, institution string) ([]seal.Key, error) {
	var out []seal.Key
	for _, kind := range Kinds() {
		k, err := s.Keys.InstitutionKey(ctx, institution, kind)
		if rambu.KindOf(err) == rambu.NotFound {
			continue
		}
		if err != nil {
			return nil, err
		}
		out = append(out, k)
	}
	return out, nil
}

// Revoke takes an account away for good: its sessions end, its keys are taken back and its
// secret is destroyed.
func (s *Service) Revoke(ctx context.Context, who rambu.Actor, id string) error {
	a, err := s.managed(ctx, who, id)
	if err != nil {
		return err
	}
	if a.ID == who.Account {
		return rambu.Fault(rambu.Conflict, "access.error.own_account")
	}
	taken, err := s.heldKeys(ctx, a.Institution, a.KeyID)
	if err != nil {
		return err
	}
	a.State, a.wrapped, a.salt, a.kdf, a.setupHash, a.totp = Revoked, nil, nil, "", "", nil
	a.SetupUntil = time.Time{}
	_, err = s.change(who, "access.revoke", a, func(op *ledger.Op) error {
		err := takeAll(op, taken, a.KeyID)
		if err != nil {
			return err
		}
		return dropSessions(op.Tx, a.ID, "")
	})
	return err
}

// Lock keeps an account out until it is unlocked; its keys stay as they are.
func (s *Service) Lock(ctx context.Context, who rambu.Actor, id string) error {
	return s.turn(ctx, who, id, Active, Locked, "access.lock")
}

// Unlock lets a locked account in again.
func (s *Service) Unlock(ctx context.Context, who rambu.Actor, id string) error {
	return s.turn(ctx, who, id, Locked, Active, "access.unlock")
}

func (s *Service) turn(ctx context.Context, who rambu.Actor, id string, from, to State, kind string) error {
	a, err := s.managed(ctx, who, id)
	if err != nil {
		return err
	}
	if a.ID == who.Account {
		return rambu.Fault(rambu.Conflict, "access.error.own_account")
	}
	if a.State != from {
		return rambu.Fault(rambu.Conflict, "access.error.state")
	}
	a.State = to
	_, err = s.change(who, kind, a, func(op *ledger.Op) error { return dropSessions(op.Tx, a.ID, "") })
	return err
}

// Link says which roster person an account belongs to, when it was made before he was entered.
// It can be said once and not by himself: an account never changes hands.
func (s *Service) Link(ctx context.Context, who rambu.Actor, id, person string) error {
	a, err := s.managed(ctx, who, id)
	if err != nil {
		return err
	}
	if a.ID == who.Account {
		return rambu.Fault(rambu.Conflict, "access.error.own_account")
	}
	if a.Person != "" || person == "" {
		return rambu.Fault(rambu.Conflict, "access.error.linked")
	}
	a.Person = person
	_, err = s.Log.Do(who, "access.link", func(op *ledger.Op) error {
		op.Object(a.ID)
		err := alone(op, a.Institution, person, a.ID)
		if err != nil {
			return err
		}
		return op.Update(accountTable, a.Version, a.values()...)
	})
	return err
}

// Filter selects accounts of the actor's institution.
type Filter struct {
	After string // only logins after this one
	Limit int    // at most 200
}

// List returns the accounts of the actor's institution by login name.
func (s *Service) List(ctx context.Context, who rambu.Actor, f Filter) ([]Account, error) {
	err := mayList(who)
	if err != nil {
		return nil, err
	}
	if f.Limit <= 0 || f.Limit > maxList {
		f.Limit = maxList
	}
	return s.listAccounts(ctx, who.Institution, f.After, f.Limit)
}

// Find returns one account of the actor's institution. Errors: NotFound.
func (s *Service) Find(ctx context.Context, who rambu.Actor, id string) (Account, error) {
	err := mayList(who)
	if err != nil {
		return Account{}, err
	}
	a, err := s.accountBy(ctx, `id = $1 AND institution = $2`, id, who.Institution)
	return a.Account, err
}
