// Package notice tells posts of a government by e-mail that something waits for them in Rambu: an
// invitation, a reason to give, a directive. A mail says what kind of thing waits and until when;
// no title, no place, no name and nothing of a case, because jobs open nothing and mail is read
// on the way.
//
// What is to be told is worked out from clear columns, so nothing has to be remembered by those
// who cause it. Each recipient is one row of the queue, vacant posts too.
package notice

import (
	"context"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"rambu.id"
	"rambu.id/access"
	"rambu.id/calendar"
	"rambu.id/directive"
	"rambu.id/internal/db"
	"rambu.id/internal/durable"
	"rambu.id/internal/mail"
	"rambu.id/internal/queue"
	"rambu.id/internal/words"
	"rambu.id/ledger"
	"rambu.id/letter"
	"rambu.id/meeting"
	"rambu.id/roster"
	"rambu.id/seal"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Kind is what somebody is told of.
type Kind string

// The closed list of kinds.
const (
	Invitation Kind = "undangan"
	CalledOff  Kind = "batal"     // a meeting he was told of will not be held
	GiveReason Kind = "alasan"    // his post was absent and has said nothing yet
	GiveReply  Kind = "tanggapan" // his post may say how it sees that, before anybody looks for a pattern
	Directive  Kind = "arahan"
	Unread     Kind = "arahan-akhir" // the last day to say that one has read it
	Confirm    Kind = "konfirmasi"   // whose address it is
	Trial      Kind = "uji"
)

// Event is something posts are told of.
type Event struct {
	ID          string // "pbt_…"
	Institution string
	Region      string
	Kind        Kind
	Source      string // what it was worked out from; nothing is told twice
	Object      string // its page
	Sort        string // of a meeting
	StartsAt    time.Time
	Due         rambu.Date
	Recipients  int
	CreatedAt   time.Time
}

func (e *Event) values() []any {
	return []any{
		e.ID, e.Institution, e.Region, string(e.Kind), e.Source, e.Object, e.Sort, e.StartsAt, e.Due, e.Recipients, e.CreatedAt,
	}
}

var (
	settingTable = ledger.NewTable("notice_setting", "id", "institution", "region", "since")
	contactTable = ledger.NewTable("notice_contact", "id", "institution", "region", "state", "lang", "asked_on", "asked", "sealed")
	eventTable   = ledger.NewTable("notice_event", "id", "institution", "region", "kind", "source", "object", "sort", "starts_at", "due",
		"recipients", "created_at")
)

// Tables are the owned tables of the package.
func Tables() []*ledger.Table { return []*ledger.Table{settingTable, contactTable, eventTable} }

// Holders says whom a post's mail goes to.
type Holders interface {
	// Of returns who exercises the posts on a day: one line for each, and one for a vacant post.
	Of(ctx context.Context, who rambu.Actor, posts []string, on rambu.Date) ([]Recipient, error)
	// Serves reports whether an account works in a post today.
	Serves(ctx context.Context, account, post string) (bool, error)
}

// Recipient is a post and one account of whoever holds it.
type Recipient struct {
	Post, Title string
	Account     string // "" for a holder without one
	Vacant      bool
}

// Config names what the desk stands on.
type Config struct {
	Log        *ledger.Log
	Queue      *queue.Queue
	Holders    Holders
	Meetings   *meeting.Room
	Directives *directive.Desk
	Letters    *letter.Desk
	Calendar   *calendar.Calendar
	Words      *words.Words
	BaseURL    string       // of this instance, for links; "" names the pages only
	KeyFile    string       // holds the key that opens addresses; made when mail is on and it is missing
	Server     *mail.Server // nil: no e-mail
}

// Desk tells the posts of every government with a room on this instance.
type Desk struct {
	Config

	db  *db.DB
	key seal.ContentKey // zero while e-mail is off

	mu      sync.Mutex
	trouble string // why the last attempt to reach the server failed, in this program only
}

// Open migrates the package's tables and, when there is a server, loads or makes the mail key.
func Open(ctx context.Context, c Config) (*Desk, error) {
	sub, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, err
	}
	c.BaseURL = strings.TrimSuffix(c.BaseURL, "/")
	d := &Desk{Config: c, db: c.Log.DB()}
	if c.Server != nil {
		d.key, err = loadKey(c.KeyFile)
		if err != nil {
			return nil, err
		}
	}
	return d, d.db.Migrate(ctx, "notice", sub)
}

// loadKey reads the mail key: whoever has it and the database reads the addresses. It lies beside
// the database and not in it, so that a copy of the database alone opens none.
func loadKey(file string) (seal.ContentKey, error) {
	text, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		key := seal.NewContentKey()
		err = os.MkdirAll(filepath.Dir(file), 0o700)
		if err == nil {
			err = durable.Write(file, []byte(hex.EncodeToString(key[:])+"\n"))
		}
		if err != nil {
			return key, fmt.Errorf("the mail key: %w", err)
		}
		return key, nil
	}
	if err != nil {
		return seal.ContentKey{}, fmt.Errorf("the mail key: %w", err)
	}
	secret, err := hex.DecodeString(strings.TrimSpace(string(text)))
	if err != nil {
		return seal.ContentKey{}, fmt.Errorf("the mail key in %s: %w", file, err)
	}
	return seal.ContentKeyFrom(secret)
}

// On reports whether this instance sends e-mail.
func (d *Desk) On() bool { return d.Server != nil }

// Serves reports whether the actor's government may be told by e-mail at all.
func Serves(who rambu.Actor) bool { return house(who) == nil }

// house: notices are a government's; whoever has an account there.
func house(who rambu.Actor) error {
	if roster.InstitutionKindOf(who.Institution) != roster.KindGovernment || who.Account == "" {
		return rambu.Errorf(rambu.NotFound, "notices are the government's")
	}
	return nil
}

// mayOversee: the administrator sees what became of mails, and no address.
func mayOversee(who rambu.Actor) error {
	err := house(who)
	if err == nil && !who.Is(rambu.RoleAdmin) {
		err = rambu.Errorf(rambu.NotFound, "for the administrator")
	}
	return err
}

// FromRoster makes the roster and the accounts of an instance the source of recipients.
func FromRoster(posts *roster.Store, accounts *access.Service) Holders {
	return fromRoster{posts, accounts}
}

type fromRoster struct {
	posts    *roster.Store
	accounts *access.Service
}

// Of implements Holders. Two who claim a post are both told.
func (f fromRoster) Of(ctx context.Context, who rambu.Actor, posts []string, on rambu.Date) ([]Recipient, error) {
	ids := make([]roster.PostID, len(posts))
	for i, p := range posts {
		ids[i] = roster.PostID(p)
	}
	titles, err := f.posts.PostsByID(ctx, ids)
	if err != nil {
		return nil, err
	}
	held, err := f.posts.HoldersOf(ctx, who, ids, on)
	if err != nil {
		return nil, err
	}
	accounts, err := f.accounts.InUse(ctx, who.Institution)
	if err != nil {
		return nil, err
	}
	var out []Recipient
	for _, id := range ids {
		post, ok := titles[id]
		if !ok || post.Institution != who.Institution {
			continue // bodies outside get their letters on paper
		}
		out = append(out, recipients(post, held[id], accounts)...)
	}
	return out, nil
}

func recipients(post roster.Post, held []roster.Holding, accounts map[string][]string) []Recipient {
	var tenures []roster.Tenure
	for _, h := range held {
		tenures = append(tenures, h.Tenure)
	}
	var out []Recipient
	for _, t := range roster.Exercising(tenures) {
		own := accounts[string(t.Person)]
		if len(own) == 0 {
			own = []string{""}
		}
		for _, a := range own {
			out = append(out, Recipient{Post: string(post.ID), Title: post.TitleAs(t.Mode), Account: a})
		}
	}
	if len(out) == 0 {
		out = []Recipient{{Post: string(post.ID), Title: post.Title, Vacant: true}}
	}
	return out
}

// Serves implements Holders.
func (f fromRoster) Serves(ctx context.Context, account, post string) (bool, error) {
	return f.accounts.Serves(ctx, account, post)
}
