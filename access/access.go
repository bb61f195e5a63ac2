// Package access keeps accounts, sign-in and roles, the walls between institutions, and who has
// the power to sign.
//
// An account is a key pair. Its secret is wrapped by the password and, while somebody is signed
// in, by the secret of his cookie: whoever takes the database opens nothing with it. Roles are
// not stored: they follow from the posts a person holds on the legal date of today.
package access

import (
	"context"
	"embed"
	"io/fs"
	"time"

	"rambu.id"
	"rambu.id/calendar"
	"rambu.id/internal/db"
	"rambu.id/law"
	"rambu.id/ledger"
	"rambu.id/roster"
	"rambu.id/seal"
)

//go:embed migrations/*.sql
var migrations embed.FS

// State is where an account stands.
type State string

// The closed list of states.
const (
	Invited State = "diundang" // its set-up link was not used yet
	Active  State = "aktif"
	Locked  State = "dikunci" // by an administrator, until he unlocks it
	Revoked State = "dicabut" // for good: its secret is destroyed
)

// Account is an officer's account. It belongs to one institution.
type Account struct {
	ID           string // "akn_…"
	Institution  string
	Region       string
	Person       string // roster person, "" when not linked yet
	Post         string // post a key holder was invited for before the roster knew him
	Login        string // lower case, unique on the instance
	State        State
	KeyID        string    // the account's own key
	SecondFactor bool      // an authenticator is enrolled
	SetupUntil   time.Time // machine time; zero when no set-up link is open
	CreatedAt    time.Time // legal time
	Version      int64
}

// Office is a post somebody holds on a day, with what it lets him do.
type Office struct {
	Post        string // "pemda.18.01/sekda"
	PostName    string // "Plt. Sekretaris Daerah"
	Institution string
	Mode        roster.Mode
	Roles       []rambu.Role
}

// Offices is the roster as access needs it.
type Offices interface {
	// Held returns the posts a person holds on a day, definitive ones first.
	Held(ctx context.Context, person string, on rambu.Date) ([]Office, error)
	// Holders returns a post and every tenure of it that runs on a day.
	// Errors: NotFound for an unknown post.
	Holders(ctx context.Context, post roster.PostID, on rambu.Date) (roster.Post, []roster.Tenure, error)
}

// Config names what the service needs.
type Config struct {
	Log     *ledger.Log
	Keys    *seal.Store
	Offices Offices
	Machine rambu.Clock // sessions, set-up links and delays
	// Calendar tells the legal date of a region.
	Calendar *calendar.Calendar
	// Pack cites the rules of the power to sign.
	Pack *law.Pack
	// SecondFactor requires an authenticator of everybody whose roles open files or manage
	// accounts. Off in practice mode.
	SecondFactor bool
	// PublicPasswords says that everybody knows the passwords, as in practice mode: checking one is cheap.
	PublicPasswords bool
	// Derivations is how many passwords are checked at once, 19 MiB each; 0: 3.
	Derivations int
}

// Service is accounts and sessions of one instance.
type Service struct {
	Config

	db       *db.DB
	gate     *gate
	throttle *throttle
	decoy    stored // checked for names that do not exist, so that they take the same way
}

const defaultDerivations = 3

// Open migrates the package's tables.
func Open(ctx context.Context, c Config) (*Service, error) {
	sub, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, err
	}
	d := c.Log.DB()
	err = d.Migrate(ctx, "access", sub)
	if err != nil {
		return nil, err
	}
	if c.Derivations == 0 {
		c.Derivations = defaultDerivations
	}
	s := &Service{Config: c, db: d, gate: newGate(c.Derivations), throttle: newThrottle()}
	if c.PublicPasswords {
		s.gate.now = cheap()
	}
	s.decoy, err = newDecoy(s.gate.now)
	return s, err
}

// Tables are the owned tables of the package. Sessions are none: they change with requests.
func Tables() []*ledger.Table { return []*ledger.Table{accountTable, renewalTable} }

// today is the legal date in the account's region.
func (s *Service) today(region string) rambu.Date {
	return s.Calendar.Today(region, s.Log.Clock().Now())
}
