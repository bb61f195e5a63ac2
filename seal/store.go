package seal

import (
	"context"
	"embed"
	"io/fs"
	"sync"

	"rambu.id"
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

	mu    sync.RWMutex
	cache map[string]Key // institution keys by "institution kind": they never change
}

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
	return &Store{db: d, cache: map[string]Key{}}, nil
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

// InstitutionKey returns an institution's key of a kind, the one new things are sealed to.
func (s *Store) InstitutionKey(ctx context.Context, institution string, kind Kind) (Key, error) {
	name := institution + " " + string(kind)
	s.mu.RLock()
	k, ok := s.cache[name]
	s.mu.RUnlock()
	if ok {
		return k, nil
	}
	k, err := s.one(ctx, `institution = $1 AND kind = $2 AND subject = ''`, institution, string(kind))
	if err != nil {
		return Key{}, err
	}
	s.mu.Lock()
	s.cache[name] = k
	s.mu.Unlock()
	return k, nil
}

// SubjectKey returns the key of one case or account.
func (s *Store) SubjectKey(ctx context.Context, institution string, kind Kind, subject string) (Key, error) {
	return s.one(ctx, `institution = $1 AND kind = $2 AND subject = $3`, institution, string(kind), subject)
}

// ByID returns a key by its id.
func (s *Store) ByID(ctx context.Context, id string) (Key, error) { return s.one(ctx, `id = $1`, id) }

func (s *Store) one(ctx context.Context, where string, args ...any) (Key, error) {
	var k Key
	err := s.db.QueryRow(ctx, `SELECT id, institution, region, kind, subject, public, verify FROM seal_key WHERE `+where+
		` ORDER BY created_at DESC LIMIT 1`, args...).
		Scan(&k.ID, &k.Institution, &k.Region, &k.Kind, &k.Subject, &k.Public, &k.Verify)
	return k, db.Translate(err)
}

// Holders returns the ids of the keys that can open a key.
func (s *Store) Holders(ctx context.Context, keyID string) ([]string, error) {
	rows, err := s.db.Query(ctx, `SELECT holder FROM seal_grant WHERE key_id = $1 ORDER BY holder`, keyID)
	if err != nil {
		return nil, err
	}
	defer rows.Close() //nolint:errcheck // reading
	var out []string
	for rows.Next() {
		var h string
		err = rows.Scan(&h)
		if err != nil {
			return nil, db.Translate(err)
		}
		out = append(out, h)
	}
	return out, db.Translate(rows.Err())
}

type grant struct {
	holder  string
	wrapped []byte
	public  []byte // of the key it opens
}

// grantsOf returns the grants by which a key can be opened.
func (s *Store) grantsOf(ctx context.Context, keyID string) ([]grant, error) {
	rows, err := s.db.Query(ctx, `SELECT g.holder, g.wrapped, k.public FROM seal_grant g JOIN seal_key k ON k.id = g.key_id WHERE g.key_id = $1`, keyID)
	if err != nil {
		return nil, err
	}
	defer rows.Close() //nolint:errcheck // reading
	var out []grant
	for rows.Next() {
		var g grant
		err = rows.Scan(&g.holder, &g.wrapped, &g.public)
		if err != nil {
			return nil, db.Translate(err)
		}
		out = append(out, g)
	}
	return out, db.Translate(rows.Err())
}
