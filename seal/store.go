package seal

import (
	"context"
	"embed"
	"io/fs"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"time"

	"rambu.id"
	"rambu.id/internal/clock"
	"rambu.id/internal/db"
	"rambu.id/ledger"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Kind says what a key is for.
type Kind string

// The closed list of kinds of keys.
const (
	KindIntake   Kind = "penerimaan" // new reports are sealed to it
	KindIdentity Kind = "identitas"  // a reporter's identity
	KindLetter   Kind = "surat"      // letters that arrive
	KindIndex    Kind = "indeks"     // equality over sealed values
	KindMatter   Kind = "berkas"     // the government's discipline files, before one is assigned
	KindCase     Kind = "perkara"    // one case
	KindAccount  Kind = "akun"       // one officer
	KindRecovery Kind = "pemulihan"  // the printed recovery key
)

// Key is a public key and what it is for.
type Key struct {
	ID          string // "kun_…"
	Institution string
	Region      string
	Kind        Kind
	Subject     string // the case or account; "" for an institution's key
	Public      []byte
	Verify      []byte
}

// Tables are the owned tables of the package.
func Tables() []*ledger.Table { return []*ledger.Table{keyTable, grantTable} }

var (
	keyTable = ledger.NewTable("seal_key", "id", "institution", "region", "kind", "subject", "public", "verify", "created_at")

	grantTable = ledger.NewTable("seal_grant", "id", "institution", "region", "key_id", "holder", "wrapped", "created_at")
)

// Store keeps public keys and grants.
type Store struct {
	db *db.DB

	clock rambu.Clock // the machine's

	mu      sync.RWMutex
	current map[string]current // by "institution kind"
	known   map[string]Key     // keys that agreed with the log, by id: they never change
}

// current is the key new things are sealed to, and when it was read: another process may have
// replaced it since.
type current struct {
	key  Key
	read time.Time
}

const (
	currentTime = time.Minute
	maxKnown    = 1024 // a key is 1.3 kB
)

// Open migrates the package's tables.
func Open(ctx context.Context, d *db.DB) (*Store, error) {
	sub, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, err
	}
	err = d.Migrate(ctx, "seal", sub)
	if err != nil {
		return nil, err
	}
	return &Store{db: d, clock: clock.Machine{}, current: map[string]current{}, known: map[string]Key{}}, nil
}

// AddKey stores the public half of a pair.
func AddKey(op *ledger.Op, k Key) error {
	return op.Insert(keyTable, k.ID, k.Institution, k.Region, string(k.Kind), k.Subject, k.Public, k.Verify, op.At)
}

// NewKey makes a key of a kind and stores its public half; the pair is the caller's to wrap.
func NewKey(op *ledger.Op, institution, region string, kind Kind, subject string) (Key, *Pair, error) {
	pair, err := NewPair()
	if err != nil {
		return Key{}, nil, err
	}
	k := Key{
		ID: rambu.NewID("kun"), Institution: institution, Region: region, Kind: kind, Subject: subject,
		Public: pair.Public(), Verify: pair.VerifyKey(),
	}
	return k, pair, AddKey(op, k)
}

// grantInfo binds a wrapped seed to the key it opens and to its holder.
func grantInfo(keyID, holder string) []byte { return Info("seal_grant/"+keyID, holder) }

// GrantPair lets the holder of key `to` open the key of the pair: used when the key is made.
func GrantPair(op *ledger.Op, k Key, pair *Pair, to Key) error {
	wrapped, err := Seal(to.Public, grantInfo(k.ID, to.ID), pair.Seed())
	if err != nil {
		return err
	}
	return addGrant(op, k, to.ID, wrapped)
}

// Grant lets the holder of key `to` open key k, which the actor must hold himself.
func Grant(op *ledger.Op, keys rambu.Keys, k, to Key) error {
	if keys == nil {
		return locked("no keys in this session")
	}
	wrapped, err := keys.Rewrap(k.ID, grantInfo(k.ID, to.ID), to.Public)
	if err != nil {
		return err
	}
	return addGrant(op, k, to.ID, wrapped)
}

func addGrant(op *ledger.Op, k Key, holder string, wrapped []byte) error {
	op.Fact("grant", k.ID+" "+holder)
	return op.Insert(grantTable, rambu.NewID("ijn"), k.Institution, k.Region, k.ID, holder, wrapped, op.At)
}

// Revoke takes key k away from a holder. What he already opened he may remember; a revoked
// officer's session loses the key at its next request.
func Revoke(op *ledger.Op, keyID, holder string) error {
	var id string
	var version int64
	err := op.Tx.QueryRow(`SELECT id, version FROM seal_grant WHERE key_id = $1 AND holder = $2`, []any{keyID, holder}, &id, &version)
	if err != nil {
		return err
	}
	op.Fact("revoke", keyID+" "+holder)
	return op.Delete(grantTable, id, version)
}

// Succeed stores the public half of a key that takes the place of an institution's key: from now
// on new things are sealed to it. Only an operation that says so replaces a key.
func Succeed(op *ledger.Op, old, k Key) error {
	op.Fact(replaces, old.ID+" "+k.ID)
	return AddKey(op, k)
}

const replaces = "replaces"

// InstitutionKey returns an institution's key of a kind, the one new things are sealed to.
// Errors: NotFound; Internal when the key in the database is not the one the log tells of.
func (s *Store) InstitutionKey(ctx context.Context, institution string, kind Kind) (Key, error) {
	name := institution + " " + string(kind)
	now := s.clock.Now()
	s.mu.RLock()
	c, ok := s.current[name]
	s.mu.RUnlock()
	if ok && now.Sub(c.read) < currentTime {
		return c.key, nil
	}
	all, err := s.Generations(ctx, institution, kind)
	switch {
	case err == nil:
		c.key = all[len(all)-1]
	case !ok || rambu.KindOf(err) != rambu.Internal:
		return Key{}, err
	default: // a key that was sound is used on: whoever spoils its row turns no reporter away
		alarm(ctx, name, err)
	}
	c.read = now
	s.mu.Lock()
	s.current[name] = c
	s.mu.Unlock()
	return c.key, nil
}

// Generations returns the keys an institution had of a kind, the current one last. A row that no
// operation wrote so, and one that came beside the current key without replacing it, are none.
func (s *Store) Generations(ctx context.Context, institution string, kind Kind) ([]Key, error) {
	found, err := s.sound(ctx, `r.institution = $1 AND r.kind = $2 AND r.subject = ''`, institution, string(kind))
	if err != nil {
		return nil, err
	}
	out := []Key{found[0].key}
	for _, f := range found[1:] {
		if !slices.Contains(f.by.Facts(replaces), out[len(out)-1].ID+" "+f.key.ID) {
			alarm(ctx, f.key.ID, rambu.Errorf(rambu.Internal, "a second key of its kind that replaces none"))
			continue
		}
		out = append(out, f.key)
	}
	return out, nil
}

// Renewed forgets which keys of an institution were current: it has replaced them.
func (s *Store) Renewed(institution string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for name := range s.current {
		if strings.HasPrefix(name, institution+" ") {
			delete(s.current, name)
		}
	}
}

// SubjectKey returns the key of one case or account, the newest the log tells of.
func (s *Store) SubjectKey(ctx context.Context, institution string, kind Kind, subject string) (Key, error) {
	found, err := s.sound(ctx, `r.institution = $1 AND r.kind = $2 AND r.subject = $3`, institution, string(kind), subject)
	if err != nil {
		return Key{}, err
	}
	return found[len(found)-1].key, nil
}

// ByID returns a key by its id. Errors: NotFound; Internal when it is not as the log tells.
func (s *Store) ByID(ctx context.Context, id string) (Key, error) {
	s.mu.RLock()
	k, ok := s.known[id]
	s.mu.RUnlock()
	if ok {
		return k, nil
	}
	w, err := ledger.Trust(ctx, s.db, keyTable, id)
	if err != nil {
		return Key{}, err
	}
	k = keyOf(w)
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.known) >= maxKnown {
		clear(s.known)
	}
	s.known[id] = k
	return k, nil
}

func keyOf(w ledger.Witnessed) Key {
	return Key{
		ID: w.Text(0), Institution: w.Text(1), Region: w.Text(2), Kind: Kind(w.Text(3)), Subject: w.Text(4),
		Public: w.Bytes(5), Verify: w.Bytes(6),
	}
}

type soundKey struct {
	key Key
	by  ledger.Entry
}

// sound returns the keys that agree with the operations that made them, in the order of the log.
// Whoever writes to the database could otherwise have everything sealed to a key of his own. At
// least one: when there are only others, it refuses.
func (s *Store) sound(ctx context.Context, where string, args ...any) ([]soundKey, error) {
	all, err := ledger.Witness(ctx, s.db, keyTable, where, args...)
	if err != nil {
		return nil, err
	}
	var out []soundKey
	broken := rambu.Errorf(rambu.NotFound, "no such key")
	for _, w := range all {
		if w.Broken != nil {
			broken = ledger.Distrust(w.Broken)
			alarm(ctx, w.Text(0), broken)
			continue
		}
		out = append(out, soundKey{keyOf(w), w.By})
	}
	if len(out) == 0 {
		return nil, broken
	}
	return out, nil
}

// alarm tells the operator's log of a key that is not used, because somebody wrote past the log.
func alarm(ctx context.Context, key string, why error) {
	slog.ErrorContext(ctx, "a key is not the one the log tells of", slog.String("key", key), slog.String("detail", why.Error()))
}

// Holders returns the ids of the keys that can open a key, as the log tells of them: who holds a
// key is vouched for by somebody who held it before.
func (s *Store) Holders(ctx context.Context, keyID string) ([]string, error) {
	found, err := ledger.Witness(ctx, s.db, grantTable, `r.key_id = $1`, keyID)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, w := range found {
		if w.Broken != nil {
			alarm(ctx, keyID, ledger.Distrust(w.Broken))
			continue
		}
		out = append(out, w.Text(4))
	}
	slices.Sort(out)
	return out, nil
}

type grant struct {
	holder  string
	wrapped []byte
}

// grantsOf returns the grants by which a key can be opened.
func (s *Store) grantsOf(ctx context.Context, keyID string) ([]grant, error) {
	rows, err := s.db.Query(ctx, `SELECT holder, wrapped FROM seal_grant WHERE key_id = $1`, keyID)
	if err != nil {
		return nil, err
	}
	defer rows.Close() //nolint:errcheck // reading
	var out []grant
	for rows.Next() {
		var g grant
		err = rows.Scan(&g.holder, &g.wrapped)
		if err != nil {
			return nil, db.Translate(err)
		}
		out = append(out, g)
	}
	return out, db.Translate(rows.Err())
}
