// Package directive carries an instruction down the tree of posts: who it is meant for is a rule
// that is read anew each time, so that sending writes the same few rows whether ten or five
// million people are addressed. What comes back is explicit: somebody says that he has read it,
// passes it on, or a camat records that he told a village by word of mouth. Nobody is watched
// reading.
package directive

import (
	"context"
	"embed"
	"encoding/json"
	"io/fs"
	"slices"
	"strings"
	"time"

	"rambu.id"
	"rambu.id/access"
	"rambu.id/internal/blob"
	"rambu.id/internal/db"
	"rambu.id/internal/words"
	"rambu.id/law"
	"rambu.id/law/cite"
	"rambu.id/ledger"
	"rambu.id/procedure"
	"rambu.id/roster"
	"rambu.id/seal"
)

//go:embed migrations/*.sql
var migrations embed.FS

// State is where a directive stands.
type State string

// The closed list of states. A withdrawn or replaced directive stays readable: what was ordered
// was ordered.
const (
	Draft     State = "konsep"
	InForce   State = "berlaku"
	Withdrawn State = "dicabut"
	Replaced  State = "diganti"
	Dropped   State = "batal" // a draft nobody sent
)

// next is the closed table of transitions.
func (s State) next() []State {
	return map[State][]State{
		Draft:   {InForce, Dropped},
		InForce: {Withdrawn, Replaced},
	}[s]
}

// Sent reports whether addressees have it, in force or not.
func (s State) Sent() bool { return slices.Contains([]State{InForce, Withdrawn, Replaced}, s) }

// How says in which way it is known that a directive arrived.
type How string

// The closed list of ways, weakest last: a word of mouth may still be followed by the
// addressee's own word, never the other way round.
const (
	Own   How = "sendiri"   // the holder, signed in
	Code  How = "kode"      // the holder, with the printed code of his post
	Proxy How = "atas-nama" // somebody for him with that code, by name
	Told  How = "langsung"  // the superior told him and says to whom and when
)

// Config names what the desk stands on.
type Config struct {
	Log       *ledger.Log
	Keys      *seal.Store
	Blobs     blob.Store
	Pack      *law.Pack
	Procedure *procedure.Service // legal days
	Access    *access.Service    // the power to sign
	Roster    *roster.Store      // names of those who sign
	Audience  Audience
	Words     *words.Words // what is printed is Indonesian
	BaseURL   string       // of this instance, for short links; "" prints none
	Practice  bool         // marks what is printed LATIHAN
	// Guard reads the citations of a directive before it is sent; nil reads none.
	Guard *cite.Checker
}

// Desk keeps the directives of every government with a room on this instance.
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
	return d, d.db.Migrate(ctx, "directive", sub)
}

// Today is the legal date of the actor's region.
func (d *Desk) Today(who rambu.Actor) rambu.Date { return d.Procedure.Today(who.Region) }

func (d *Desk) now() time.Time { return d.Log.Clock().Now() }

// Order is the clear part of a directive: whose it is, whom it is meant for, and how far it is.
type Order struct {
	ID          string // "arh_…"
	Institution string
	Region      string
	State       State
	Signer      string // post in whose name it goes out, and below which the audience lies
	Drafter     string // post that wrote it
	Account     string // whose key signed it
	Rule        Rule
	AckBy       rambu.Date // last day to say that one has read it, "" for none
	Replaces    string     // the directive it takes the place of
	ReplacedBy  string
	Contested   bool // somebody else claimed the signing post on that day
	CreatedAt   time.Time
	SentAt      time.Time
	EndedAt     time.Time
	Version     int64

	keyID     string // letter key of the institution
	wrapped   []byte // content key, sealed to it
	linked    []byte // content key, sealed under the secret of the short link
	shortHash string
	sealed    []byte // Body
	block     []byte // Block
	note      []byte // why it was withdrawn
	signKey   string
	public    []byte
	signature []byte
}

// scope is the audience of the directive.
func (o Order) scope() Scope {
	return Scope{Institution: o.Institution, From: o.Signer, Rule: o.Rule}
}

// move changes the state along the table.
func (o *Order) move(to State) error {
	if !slices.Contains(o.State.next(), to) {
		return rambu.Fault(rambu.Conflict, "directive.error.state_"+string(o.State))
	}
	o.State = to
	return nil
}

// Ack is what is known of one addressee: one row per directive and post, whichever came first.
type Ack struct {
	ID        string // directive + "@" + post
	Directive string
	Post      string
	Area      string
	Class     roster.PostClass
	How       How
	At        time.Time
	Recorder  string // post that wrote it down; the addressee's own but for Told

	institution, region string
	keyID               string
	sealed              []byte // Witness
	version             int64
}

// Witness is who says so where it is not the signed-in holder himself; sealed.
type Witness struct {
	Name string     `json:"name"`
	On   rambu.Date `json:"on,omitempty"`
	Time string     `json:"time,omitempty"` // "14.30"
	Note string     `json:"note,omitempty"`
}

// Pass is that a post handed a directive on to those directly below it.
type Pass struct {
	ID        string // directive + "@" + post
	Directive string
	Post      string
	Except    []string // posts below that were left out
	At        time.Time

	institution, region string
	version             int64
}

func pairID(directive, post string) string { return directive + "@" + post }

func mustJSON(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		return "" // plain structs of texts always encode
	}
	return string(b)
}
