// Package link gives an invitation a short link that people share from their own telephones.
// Whoever has it reads the invitation, without an account: what, when, where, who leads, and how to
// answer. It opens nothing else: no other invited post, nobody's answer, nobody's presence.
//
// The link carries the key, as that of a directive does. What the invitation says is sealed a
// second time under it, apart from the key of the meeting, which opens minutes and mandates too.
package link

import (
	"context"
	"embed"
	"encoding/json"
	"io/fs"
	"strings"
	"time"

	"rambu.id"
	"rambu.id/internal/db"
	"rambu.id/internal/words"
	"rambu.id/ledger"
	"rambu.id/letter"
	"rambu.id/meeting"
	"rambu.id/meeting/feed"
	"rambu.id/meeting/policy"
	"rambu.id/roster"
	"rambu.id/seal"
	"rambu.id/seal/short"
)

//go:embed migrations/*.sql
var migrations embed.FS

// row is a short link. One that ended has neither secret nor card.
type row struct {
	id                  string // "tau_…"
	institution, region string
	letter              string
	hash                string
	keyID               string
	secret              []byte // to the letter key
	sealed              []byte // card, under the link
	createdAt, endedAt  time.Time
	version             int64
}

// Card is what the link opens.
type Card struct {
	Title   string   `json:"title"`
	Place   string   `json:"place"`
	Agenda  []string `json:"agenda"`
	Visitor string   `json:"visitor,omitempty"`
	Note    string   `json:"note,omitempty"`
	Chair   string   `json:"chair"` // as he holds office that day

	Off map[string]string `json:"off,omitempty"` // why a meeting was called off, by meeting
}

var linkTable = ledger.NewTable("link_invitation", "id", "institution", "region", "letter", "hash", "key_id", "secret", "sealed",
	"created_at", "ended_at")

// Tables are the owned tables of the package.
func Tables() []*ledger.Table { return []*ledger.Table{linkTable} }

// Config names what the links stand on.
type Config struct {
	Log     *ledger.Log
	Keys    *seal.Store
	Roster  *roster.Store // title of who invites
	Letters *letter.Desk  // whether an invitation left
	Room    *meeting.Room
	Feeds   *feed.Desk // the entry of a calendar
	BaseURL string     // of this instance; "" prints no link in letters
}

// Desk keeps the short links of every government with a room on this instance.
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
	return d, d.db.Migrate(ctx, "link", sub)
}

func cardInfo(id string) []byte   { return seal.Info("link_invitation/card", id) }
func secretInfo(id string) []byte { return seal.Info("link_invitation/secret", id) }

func lookup(secret string) string         { return short.Lookup(secret, "link/lookup") }
func keyOf(secret string) seal.ContentKey { return short.Key(secret, "link/key") }

// Path is the page of a link.
func Path(secret string) string { return "/u/" + short.Grouped(secret) }

func (c Card) seal(id, secret string) ([]byte, error) {
	plain, err := json.Marshal(c)
	if err != nil {
		return nil, rambu.Errorf(rambu.Internal, "encode an invitation: %v", err)
	}
	return keyOf(secret).Seal(cardInfo(id), plain)
}

func (r row) open(secret string) (Card, error) {
	var c Card
	plain, err := keyOf(secret).Open(cardInfo(r.id), r.sealed)
	if err != nil {
		return c, err
	}
	err = json.Unmarshal(plain, &c)
	if err != nil {
		return c, rambu.Errorf(rambu.Internal, "invitation %s: %v", r.id, err)
	}
	return c, nil
}

// made is a link with the secret that nobody keeps.
func (d *Desk) made(ctx context.Context, who rambu.Actor, c Card) (row, string, error) {
	own, err := d.Keys.InstitutionKey(ctx, who.Institution, seal.KindLetter)
	if err != nil {
		return row{}, "", err
	}
	secret := short.New()
	r := row{id: rambu.NewID("tau"), institution: who.Institution, region: who.Region, hash: lookup(secret), keyID: own.ID}
	r.secret, err = seal.Seal(own.Public, secretInfo(r.id), []byte(secret))
	if err != nil {
		return row{}, "", err
	}
	r.sealed, err = c.seal(r.id, secret)
	return r, secret, err
}

func (r row) write(op *ledger.Op, letter string) error {
	op.Object(r.id)
	r.letter, r.createdAt = letter, op.At
	return op.Insert(linkTable, r.values()...)
}

// Share prepares the link of a new invitation, for its letter to print.
func (d *Desk) Share(ctx context.Context, who rambu.Actor, c meeting.Content, chair string) (meeting.Short, error) {
	r, secret, err := d.made(ctx, who, cardOf(c, chair))
	if err != nil {
		return meeting.Short{}, err
	}
	out := meeting.Short{Write: r.write}
	if d.BaseURL != "" {
		out.Address = d.BaseURL + Path(secret)
	}
	return out, nil
}

func cardOf(c meeting.Content, chair string) Card {
	return Card{Title: c.Title, Place: c.Place, Agenda: c.Agenda, Visitor: c.Visitor, Note: c.Note, Chair: chair}
}

// Announce prepares what the link of a meeting that is called off will say. Other news change
// nothing here.
func (d *Desk) Announce(ctx context.Context, who rambu.Actor, n meeting.News) (func(*ledger.Op) error, error) {
	nothing := func(*ledger.Op) error { return nil }
	if n.Off == "" || n.Letter == "" {
		return nothing, nil
	}
	r, err := d.live(ctx, who.Institution, n.Letter)
	if err != nil && rambu.KindOf(err) == rambu.NotFound {
		return nothing, nil
	}
	if err != nil {
		return nil, err
	}
	secret, err := r.tell(who)
	if err != nil {
		return nil, err
	}
	c, err := r.open(secret)
	if err != nil {
		return nil, err
	}
	if c.Off == nil {
		c.Off = map[string]string{}
	}
	c.Off[n.Off] = n.Why
	r.sealed, err = c.seal(r.id, secret)
	return func(op *ledger.Op) error {
		op.Object(r.id)
		return op.Update(linkTable, r.version, r.values()...)
	}, err
}

// tell opens the secret for an officer. Errors: Locked without the letter key.
func (r row) tell(who rambu.Actor) (string, error) {
	if who.Keys == nil {
		return "", rambu.Errorf(rambu.Locked, "no keys in this session")
	}
	secret, err := who.Keys.Open(r.keyID, secretInfo(r.id), r.secret)
	return string(secret), err
}

// Shared is the link of a meeting, for an officer who may open the meeting.
type Shared struct {
	Secret string
	Path   string
	Sent   bool // the invitation has left: the link opens
	Since  time.Time
}

// Of returns the link of a meeting that was opened. Errors: NotFound when it has none.
func (d *Desk) Of(ctx context.Context, who rambu.Actor, v *meeting.View) (*Shared, error) {
	if v.Session.Letter == "" || v.Institution != who.Institution {
		return nil, policy.NotHere("no invitation yet")
	}
	r, err := d.live(ctx, who.Institution, v.Session.Letter)
	if err != nil {
		return nil, err
	}
	secret, err := r.tell(who)
	if err != nil {
		return nil, err
	}
	head, err := d.Letters.Head(ctx, registry(r), r.letter)
	return &Shared{secret, Path(secret), !head.SentAt.IsZero(), r.createdAt}, err
}

// Text is what somebody shares from his own telephone: Indonesian, whatever language his screen has.
func (d *Desk) Text(w *words.Words, v *meeting.View, address string) string {
	start, zone := d.Room.Local(rambu.System(v.Institution, v.Region), v.Start)
	return w.T(words.ID, "meeting.share.text", "title", v.Title, "date", words.Date(words.ID, v.On), "time", words.Time(words.ID, start, zone),
		"place", v.Place, "chair", v.Chair.Title, "link", address)
}

// registry reads envelopes for a link: it holds no key.
func registry(r row) rambu.Actor {
	who := rambu.System(r.institution, r.region)
	who.Roles = []rambu.Role{rambu.RoleClerk}
	return who
}

// Make gives a meeting a new link and ends the one it had: for an invitation that was written
// before there were links, or whose link went where it should not. Errors: Conflict once nobody is
// invited any more.
func (d *Desk) Make(ctx context.Context, who rambu.Actor, id string) error {
	v, err := d.run(ctx, who, id)
	if err != nil {
		return err
	}
	if v.State == meeting.Planned || v.State == meeting.Cancelled || v.Final(v.Today) {
		return rambu.Fault(rambu.Conflict, "meeting.error.state_"+string(v.State))
	}
	r, _, err := d.made(ctx, who, cardOf(v.Content, v.Chair.Title))
	if err != nil {
		return err
	}
	_, err = d.Log.Do(who, "link.make", func(op *ledger.Op) error {
		op.Object(id)
		err := end(op, v.Session.Letter)
		if err != nil && rambu.KindOf(err) != rambu.NotFound {
			return err
		}
		return r.write(op, v.Session.Letter)
	})
	return policy.Stale(err)
}

// Revoke ends the link of a meeting: whoever opens it reads that, and nothing of the invitation.
func (d *Desk) Revoke(ctx context.Context, who rambu.Actor, id string) error {
	v, err := d.run(ctx, who, id)
	if err != nil {
		return err
	}
	_, err = d.Log.Do(who, "link.revoke", func(op *ledger.Op) error {
		op.Object(id)
		return end(op, v.Session.Letter)
	})
	if err != nil && rambu.KindOf(err) == rambu.NotFound {
		err = nil // it has none: that is what was asked for
	}
	return policy.Stale(err)
}

// run opens a meeting for whoever runs it.
func (d *Desk) run(ctx context.Context, who rambu.Actor, id string) (*meeting.View, error) {
	err := policy.MayRun(who)
	if err != nil {
		return nil, err
	}
	return d.Room.Get(ctx, who, id)
}

// end ends a link and forgets what it opened.
func end(op *ledger.Op, letter string) error {
	r, err := liveIn(op, letter)
	if err != nil {
		return err
	}
	op.Object(r.id)
	r.endedAt, r.secret, r.sealed = op.At, []byte{}, []byte{}
	return op.Update(linkTable, r.version, r.values()...)
}
