// Package feed lets a calendar program read the meetings of a post, at an address that nobody
// guesses and its owner can revoke.
//
// A calendar program signs in to nothing and holds no key of an office. So the address carries a
// key of its own, as the short link of a directive does: title and place of a meeting are sealed
// to it when the post is invited. Whoever has only the database reads when, not what or where.
package feed

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"embed"
	"encoding/base32"
	"encoding/hex"
	"io/fs"
	"strings"
	"time"

	"rambu.id"
	"rambu.id/access"
	"rambu.id/internal/db"
	"rambu.id/internal/words"
	"rambu.id/ledger"
	"rambu.id/letter"
	"rambu.id/meeting"
	"rambu.id/roster"
	"rambu.id/seal"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Link is the address of one post's meetings for one account. The address itself is known to its
// owner only.
type Link struct {
	ID          string // "kal_…"
	Institution string
	Region      string
	Account     string
	Post        string
	Detail      bool       // title and place too; otherwise what kind of meeting and when
	Lang        words.Lang // of the entries
	CreatedAt   time.Time

	hash    string
	public  []byte
	version int64
}

// about is the sealed part of an entry.
type about struct {
	Title string `json:"title"`
	Place string `json:"place"`
}

var (
	linkTable = ledger.NewTable("feed_link", "id", "institution", "region", "account", "post", "detail", "lang", "hash",
		"public", "created_at")
	entryTable = ledger.NewTable("feed_entry", "id", "institution", "region", "link", "letter", "sealed")
)

// Tables are the owned tables of the package.
func Tables() []*ledger.Table { return []*ledger.Table{linkTable, entryTable} }

// Config names what the feeds stand on.
type Config struct {
	Log     *ledger.Log
	Access  *access.Service // whose post it is today
	Roster  *roster.Store   // titles of those who lead
	Letters *letter.Desk    // whether an invitation left
	Room    *meeting.Room
	Words   *words.Words
	BaseURL string // of this instance, for links back; "" leaves them out
}

// Desk keeps the calendar addresses of every government with a room on this instance.
type Desk struct {
	Config

	db *db.DB
}

// Open migrates the package's tables.
func Open(ctx context.Context, c Config) (*Desk, error) {
	sub, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, err
	}
	c.BaseURL = strings.TrimSuffix(c.BaseURL, "/")
	d := &Desk{Config: c, db: c.Log.DB()}
	return d, d.db.Migrate(ctx, "feed", sub)
}

// secretBytes is how long an address is: nobody guesses 160 random bits.
const secretBytes = 20

// encoding writes a secret in letters that survive every calendar program: 32 of them.
func encoding() *base32.Encoding {
	return base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding)
}

func newSecret() string {
	var b [secretBytes]byte
	_, _ = rand.Read(b[:])
	return encoding().EncodeToString(b[:])
}

// lookup is what is stored of a secret, to find its row by.
func lookup(secret string) string {
	sum := sha256.Sum256(seal.Derive([]byte(secret), "feed/lookup"))
	return hex.EncodeToString(sum[:])
}

// keyOf is the key that an address carries.
func keyOf(secret string) (*seal.Pair, error) {
	return seal.PairFromSeed(seal.Derive([]byte(secret), "feed/key"))
}

func entryInfo(id string) []byte { return seal.Info("feed_entry", id) }

// may: an officer of a government who works in a post.
func may(who rambu.Actor) error {
	if roster.InstitutionKindOf(who.Institution) != roster.KindGovernment || who.Account == "" || who.Post == "" {
		return rambu.Errorf(rambu.NotFound, "a calendar belongs to a post of a government")
	}
	return nil
}

// owner is the actor who reads for an address: in his post, with no role and no key, so that he
// sees the meetings his post has a part in and nothing else.
func (l Link) owner() rambu.Actor {
	return rambu.Actor{Account: l.Account, Post: l.Post, Institution: l.Institution, Region: l.Region}
}

// Mine returns the actor's address for the post he works in. Errors: NotFound when he has none.
func (d *Desk) Mine(ctx context.Context, who rambu.Actor) (Link, error) {
	err := may(who)
	if err != nil {
		return Link{}, err
	}
	return d.link(ctx, who)
}

// Create makes an address for the actor's post and returns its secret, which is shown once. It
// ends the one he had. What his post is invited to already is sealed to it.
func (d *Desk) Create(ctx context.Context, who rambu.Actor, detail bool, lang words.Lang) (string, error) {
	err := may(who)
	if err != nil {
		return "", err
	}
	secret := newSecret()
	pair, err := keyOf(secret)
	if err != nil {
		return "", err
	}
	l := Link{
		ID: rambu.NewID("kal"), Institution: who.Institution, Region: who.Region, Account: who.Account, Post: who.Post,
		Detail: detail, Lang: lang, hash: lookup(secret), public: pair.Public(),
	}
	entries, err := d.known(ctx, who, l)
	if err != nil {
		return "", err
	}
	_, err = d.Log.Do(who, "feed.create", func(op *ledger.Op) error {
		op.Object(l.ID)
		err := drop(op)
		if err != nil && rambu.KindOf(err) != rambu.NotFound {
			return err
		}
		l.CreatedAt = op.At
		err = op.Insert(linkTable, l.values()...)
		for _, e := range entries {
			if err == nil {
				err = e.write(op)
			}
		}
		return err
	})
	return secret, err
}

// Revoke ends the actor's address. Errors: NotFound when he has none.
func (d *Desk) Revoke(_ context.Context, who rambu.Actor) error {
	err := may(who)
	if err != nil {
		return err
	}
	_, err = d.Log.Do(who, "feed.revoke", drop)
	return err
}

// drop removes the actor's address with what is sealed to it.
func drop(op *ledger.Op) error {
	l, err := linkIn(op)
	if err != nil {
		return err
	}
	op.Object(l.ID)
	old, err := entriesIn(op, l.ID)
	if err != nil {
		return err
	}
	for _, e := range old {
		err = op.Delete(entryTable, e.id, e.version)
		if err != nil {
			return err
		}
	}
	return op.Delete(linkTable, l.ID, l.version)
}

// known seals what the post is invited to already, as far as the actor's keys open it.
func (d *Desk) known(ctx context.Context, who rambu.Actor, l Link) ([]entry, error) {
	if !l.Detail {
		return nil, nil
	}
	reader := l.owner()
	reader.Keys = who.Keys
	lines, err := d.Room.List(ctx, reader, d.from(reader), rambu.MaxDate)
	if err != nil {
		return nil, err
	}
	var out []entry
	sealed := map[string]bool{}
	for _, m := range lines {
		if m.Title == "" || m.Letter == "" || sealed[m.Letter] {
			continue
		}
		sealed[m.Letter] = true
		e, err := l.entry(m.Letter, about{m.Title, m.Place})
		if err != nil {
			return nil, err
		}
		out = append(out, e)
	}
	return out, nil
}

// Announce prepares the entries of addresses whose posts have become part of meetings.
func (d *Desk) Announce(ctx context.Context, who rambu.Actor, n meeting.News) (func(*ledger.Op) error, error) {
	if len(n.Posts) == 0 {
		return func(*ledger.Op) error { return nil }, nil
	}
	links, err := d.links(ctx, who.Institution, n.Posts)
	if err != nil {
		return nil, err
	}
	entries := make([]entry, len(links))
	for i, l := range links {
		entries[i], err = l.entry(n.Letter, about{n.Title, n.Place})
		if err != nil {
			return nil, err
		}
	}
	return func(op *ledger.Op) error {
		for _, e := range entries {
			err := e.write(op)
			if err != nil {
				return err
			}
		}
		return nil
	}, nil
}
