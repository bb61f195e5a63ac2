// Package pledge keeps the neutrality pledges of a government: read aloud at an assembly, signed
// person by person on a phone or on a paper list, heads first, and how far that has come. Not to
// sign is no violation: who refuses is known to one officer only and forgotten after voting day.
// Nowhere is there a place for whom anybody votes.
package pledge

import (
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"encoding/json"
	"io/fs"
	"strconv"
	"strings"
	"time"

	"rambu.id"
	"rambu.id/access"
	"rambu.id/internal/blob"
	"rambu.id/internal/db"
	"rambu.id/internal/words"
	"rambu.id/law"
	"rambu.id/ledger"
	"rambu.id/procedure"
	"rambu.id/roster"
	"rambu.id/seal"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Track is the kind of people a pact binds: another law stands behind each.
type Track string

// The closed list of tracks.
const (
	ASN     Track = "asn"
	NonASN  Track = "non-asn" // THLS, honorary and contract workers
	Village Track = "desa"
	Other   Track = "lain" // state officials and others on the staff list
)

// Tracks lists the tracks in the order shown.
func Tracks() []Track { return []Track{ASN, NonASN, Village, Other} }

// Way is how a pact was signed.
type Way string

// The closed list of ways.
const (
	ByPhone Way = "ponsel"
	OnPaper Way = "kertas"
)

// Kind is what a paper is.
type Kind string

// The closed list of kinds.
const (
	Oath Kind = "ikrar"  // read aloud at an assembly, with witnesses
	List Kind = "daftar" // signed on paper
)

// Config names what the book stands on.
type Config struct {
	Log       *ledger.Log
	Keys      *seal.Store
	Blobs     blob.Store
	Pack      *law.Pack
	Procedure *procedure.Service // legal days
	Access    *access.Service    // the account of the officer who keeps refusals
	Roster    *roster.Store
	Words     *words.Words // the text signed is Indonesian
}

// Book keeps the pledges of every government with a room on this instance.
type Book struct {
	Config

	db *db.DB
}

// Open migrates the package's tables.
func Open(ctx context.Context, c Config) (*Book, error) {
	sub, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, err
	}
	b := &Book{Config: c, db: c.Log.DB()}
	return b, b.db.Migrate(ctx, "pledge", sub)
}

// Today is the legal date of the actor's region.
func (b *Book) Today(who rambu.Actor) rambu.Date { return b.Procedure.Today(who.Region) }

// points is how many sentences the pledge has in the catalogue.
const points = 4

// Text is the pledge as it is read aloud and signed, in a language of the screen; the Indonesian
// one is what binds.
func (b *Book) Text(lang words.Lang) []string {
	out := make([]string, points)
	for i := range out {
		out[i] = b.Words.T(lang, "pledge.text.p"+strconv.Itoa(i+1))
	}
	return out
}

// digest names the text that was signed.
func (b *Book) digest() string {
	sum := sha256.Sum256([]byte(strings.Join(b.Text(words.ID), "\n")))
	return hex.EncodeToString(sum[:])
}

// Round is the round of pledges of an institution for one election.
type Round struct {
	ID          string
	Institution string
	Region      string
	OpenedAt    time.Time
	Opener      string     // post
	Keeper      string     // account that alone reads refusals
	Until       rambu.Date // voting day: afterwards nobody signs and refusals are forgotten

	keeperKey string
	version   int64
}

// Pact is that one person signed.
type Pact struct {
	ID       string
	Round    string
	Person   roster.PersonID
	Post     string
	Area     string
	Track    Track
	Way      Way
	Paper    string
	SignedOn rambu.Date
	At       time.Time
	Recorder string

	institution, region string
	signKey             string
	public, signature   []byte
	version             int64
}

// header is what the signature of a phone covers.
func (p Pact) header(digest string) []byte {
	return []byte("rambu/pakta/v1\nputaran: " + p.Round + "\norang: " + string(p.Person) + "\nhari: " + string(p.SignedOn) + "\nisi: " + digest + "\n")
}

// Paper is an assembly or a paper list.
type Paper struct {
	ID       string // "ikr_…"
	Round    string
	Kind     Kind
	Area     string
	HeldOn   rambu.Date
	People   int
	At       time.Time
	Recorder string
	Content  Content // opened by Papers
	HasScan  bool

	institution, region string
	blob                string
	bytes               int64
	sha256              []byte
	keyID               string
	sealed              []byte
	version             int64
}

// Content is what a paper says of persons; sealed.
type Content struct {
	Leader    string   `json:"leader,omitempty"` // who read it aloud
	Place     string   `json:"place,omitempty"`
	Witnesses []string `json:"witnesses,omitempty"`
	Names     []string `json:"names,omitempty"`   // who signed without standing in the roster
	Already   []string `json:"already,omitempty"` // who is on the list and was on record before it
	Scan      *File    `json:"scan,omitempty"`
}

// Refusal is that somebody would not sign; only its keeper opens it.
type Refusal struct {
	Person roster.PersonID `json:"person,omitempty"`
	Name   string          `json:"name"`
	Post   string          `json:"post"`
	On     rambu.Date      `json:"on"`
	At     time.Time       `json:"at,omitzero"`
	Reason string          `json:"reason,omitempty"`
}

func mustJSON(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		return nil // plain structs of texts always encode
	}
	return b
}
