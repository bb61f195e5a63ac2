// Package press keeps the newspaper articles an institution looks at, with what the program read
// in them and what a person made of that: a recorded event, initial information, or nothing. The
// program proposes, people correct and decide; nothing becomes anything by itself, and nobody an
// article names becomes a terlapor here.
//
// An article is public, but which ones an institution keeps is its own matter: they are sealed to
// the institution, and one institution knows nothing of another's. Package press/reading reads.
package press

import (
	"context"
	"embed"
	"io/fs"
	"slices"
	"time"

	"rambu.id"
	"rambu.id/internal/db"
	"rambu.id/law/cite"
	"rambu.id/ledger"
	"rambu.id/press/reading"
	"rambu.id/procedure"
	"rambu.id/roster"
	"rambu.id/seal"
)

//go:embed migrations/*.sql
var migrations embed.FS

// State is what became of an article.
type State string

// The closed list of states.
const (
	Waiting  State = "menunggu"       // nobody has decided
	Recorded State = "dicatat"        // an event that took place
	Tip      State = "informasi-awal" // Bawaslu traces it
	Ignored  State = "diabaikan"      // with a reason
)

// States lists the states in the order shown.
func States() []State { return []State{Waiting, Recorded, Tip, Ignored} }

// next is the table of states. What was ignored or recorded can still be taken up; initial
// information has left this desk.
func next(s State) []State {
	switch s {
	case Waiting:
		return []State{Recorded, Tip, Ignored}
	case Recorded:
		return []State{Tip}
	case Ignored:
		return []State{Recorded, Tip}
	case Tip:
	}
	return nil
}

// May reports whether the table allows a step.
func (s State) May(to State) bool { return slices.Contains(next(s), to) }

// Config names what the desk stands on.
type Config struct {
	Log       *ledger.Log
	Keys      *seal.Store
	Procedure *procedure.Service // legal days
	Roster    *roster.Store
	Guard     *cite.Checker
}

// Desk keeps the articles of every institution with a room on this instance.
type Desk struct {
	Config

	db     *db.DB
	reader *reading.Reader
}

// Open migrates the package's tables.
func Open(ctx context.Context, c Config) (*Desk, error) {
	sub, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, err
	}
	d := &Desk{Config: c, db: c.Log.DB(), reader: reading.New(c.Guard)}
	return d, d.db.Migrate(ctx, "press", sub)
}

// Today is the legal date of the actor's region.
func (d *Desk) Today(who rambu.Actor) rambu.Date { return d.Procedure.Today(who.Region) }

// Clipping is one article in a list.
type Clipping struct {
	ID        string // "klp_…"
	State     State
	Published rambu.Date // "" unknown
	EventOn   rambu.Date // of a recorded event
	AddedAt   time.Time
	Adder     string // post, "" from the command line
	DecidedAt time.Time
	Decider   string
	Report    string // the informasi awal it became
	Version   int64

	// Sealed; "" in a session without the key.
	Title  string
	Source string

	institution, region string
	keyID               string
	wrapped, head, body []byte
	sketch              reading.Sketch
}

// Fields are what a person says of an article, prefilled by what the program read.
type Fields struct {
	Kind       reading.Kind `json:"kind,omitempty"`
	On         rambu.Date   `json:"on,omitempty"`
	Place      string       `json:"place,omitempty"`
	Posts      []string     `json:"posts,omitempty"`
	Directions []string     `json:"directions,omitempty"`
	Acts       []string     `json:"acts,omitempty"` // kinds of acts somebody is suspected of
}

// Content is the sealed side of an article.
type Content struct {
	Text   string  `json:"text"`
	Link   string  `json:"link,omitempty"`
	Fields *Fields `json:"fields,omitempty"` // nil: as the program read it
	Reason string  `json:"reason,omitempty"` // why it was ignored, or a note on the event
	// Seed is the secret from which initial information made of it takes its id, so that it is made
	// once however often somebody presses the button.
	Seed []byte `json:"seed"`
}

// View is one article as its page shows it.
type View struct {
	Clipping

	Content Content
	Reading reading.Reading // read again each time: the roster and the law may know more by now
	Fields  Fields          // as corrected, or as read
	Alike   []Match
}

// Match is another article of the institution with the same text.
type Match struct {
	Clipping

	How   reading.Alike
	Share float64 // of common runs of words
}

// head is what a list needs.
type head struct {
	Title  string `json:"title"`
	Source string `json:"source"`
	Sketch []byte `json:"sketch"`
}
