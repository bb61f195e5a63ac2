// Package rambu holds the few words every other package shares: ids, the actor of an
// operation, and the kinds of errors. It imports the standard library only.
package rambu

import (
	"crypto/rand"
	"encoding/base32"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// idAlphabet is Crockford's base32 in lower case: no i, l, o or u to misread or to spell words.
const idAlphabet = "0123456789abcdefghjkmnpqrstvwxyz"

var idEncoding = base32.NewEncoding(idAlphabet).WithPadding(base32.NoPadding)

// idLength is the number of characters that carry 128 bits in base32.
const idLength = 26

// NewID makes a public id: a short type prefix, an underscore and 128 random bits, the same
// text in address, API, log and letter ("lap_4f…"). It carries no time and no order.
func NewID(prefix string) string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // crypto/rand never returns an error since Go 1.24
	return prefix + "_" + idEncoding.EncodeToString(b[:])
}

// ValidID reports whether s is a well-formed id of that type; it does not say that it exists.
func ValidID(prefix, s string) bool {
	rest, ok := strings.CutPrefix(s, prefix+"_")
	if !ok || len(rest) != idLength {
		return false
	}
	for _, r := range rest {
		if !strings.ContainsRune(idAlphabet, r) {
			return false
		}
	}
	return true
}

// Role is what an actor may do in an institution. Roles follow posts and dates.
type Role string

// The closed list of roles.
const (
	RoleIntake     Role = "petugas-penerimaan" // reads new reports (Bawaslu)
	RoleHandler    Role = "penangan-perkara"   // studies the cases assigned to him (Bawaslu)
	RoleMember     Role = "anggota-pleno"      // sits and votes in the plenary (Bawaslu)
	RoleIdentity   Role = "penjaga-identitas"  // opens a reporter's identity, with a second person
	RoleSuperior   Role = "atasan-langsung"    // examines his own staff (PP 94/2021 Pasal 26)
	RolePersonnel  Role = "kepegawaian"        // BKPSDM: runs discipline, records decisions
	RoleInspector  Role = "inspektorat"        // internal oversight
	RoleAuthority  Role = "ppk-pembina"        // civil-service authority: decides and signs
	RoleSecretary  Role = "sekretaris-daerah"  // competent officer (PyB): leads administration
	RoleClerk      Role = "tata-usaha"         // numbers, sends and receives letters
	RoleAdmin      Role = "pengelola"          // posts, accounts, holidays; opens no file
	RoleAuditor    Role = "auditor"            // reads the operation log
	RoleFieldStaff Role = "staf"               // signed in, no office of its own
)

// Keys is what an actor's session can do with the keys he holds. An API token holds none; a
// signed-in officer holds his own and those granted to it. Every method returns a Locked error
// when the key is not held. Keys are named by their id ("kun_…").
type Keys interface {
	// Open opens what was sealed to the key; info must be what it was sealed with.
	Open(keyID string, info, sealed []byte) ([]byte, error)
	// MAC is the keyed digest by which sealed values are compared for equality.
	MAC(keyID string, data []byte) ([]byte, error)
	// Rewrap seals the held key itself to another public key, so that its owner holds it too.
	Rewrap(keyID string, info, public []byte) ([]byte, error)
	// Sign signs with the actor's own signing key (Ed25519) and returns the public key too.
	Sign(message []byte) (signature, public []byte, err error)
}

// Actor is who performs an operation: an account acting in a post of an institution.
type Actor struct {
	Account     string // "akn_…"; empty for the public and for the system
	Post        string // address of the post held today ("pemda.18.01/sekda"), "" when none
	Institution string // id of the institution whose rows may be read and written
	Region      string // official region code, for example "18.01"
	Roles       []Role
	Keys        Keys // nil: opens nothing
}

// Is reports whether the actor has one of the roles.
func (a Actor) Is(roles ...Role) bool {
	return slices.ContainsFunc(roles, func(r Role) bool { return slices.Contains(a.Roles, r) })
}

// System is the actor of jobs: it belongs to an institution and holds no key.
func System(institution, region string) Actor {
	return Actor{Account: "sistem", Institution: institution, Region: region}
}

// Public is the actor behind the public door: no account, no institution of its own.
func Public() Actor { return Actor{Account: "umum"} }

// Kind says what sort of error it is; each edge (pages, API, command line) has one table
// that turns kinds into its own language.
type Kind string

// The closed list of kinds.
const (
	Invalid         Kind = "invalid"         // what was given cannot be accepted
	NotFound        Kind = "not-found"       // no such thing, or not for this actor to know of
	Forbidden       Kind = "forbidden"       // known, but not this actor's to do
	Unauthenticated Kind = "unauthenticated" // not signed in, or signed out meanwhile
	Conflict        Kind = "conflict"        // changed by somebody else, or not possible in this state
	Blocked         Kind = "blocked"         // a rule of law stands against it; the message names it
	Locked          Kind = "locked"          // sealed to a key this actor does not hold
	TooLarge        Kind = "too-large"       // over a size limit
	TooMany         Kind = "too-many"        // over a rate limit
	Unavailable     Kind = "unavailable"     // disk full, database gone: try again
	Internal        Kind = "internal"        // our mistake
)

// StorageFull is the Key of an Unavailable error that says no room is left, where that is known:
// waiting does not help then, somebody has to make room.
const StorageFull = "error.full"

// Error is an error of the domain. Key names the sentence shown to a person in the catalogues
// ("intake.error.future_date"), Args fill its {name} places, Field names the form field.
// Detail is English, for the log and for developers, and never holds text of a report.
type Error struct {
	Kind   Kind
	Key    string
	Field  string
	Args   map[string]string
	Detail string
	Err    error
}

func (e *Error) Error() string {
	s := e.Detail
	if s == "" {
		s = e.Key
	}
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	return s
}

func (e *Error) Unwrap() error { return e.Err }

// address is where a connection comes from or goes to, as package net writes it into its errors.
var address = regexp.MustCompile(`\[[0-9A-Fa-f:.]+(%[^\]\s]*)?\](:\d+)?|\d+\.\d+\.\d+\.\d+(:\d+)?`)

// WithoutAddresses is a text for the log, without whose connection it speaks of: who visited is
// nobody's to keep.
func WithoutAddresses(text string) string { return address.ReplaceAllLiteralString(text, "…") }

// Storable reports whether both databases hold a text: PostgreSQL takes UTF-8 without zeros only,
// SQLite anything. What it does not hold names nothing, so an address with it leads nowhere.
func Storable(text string) bool {
	return utf8.ValidString(text) && strings.IndexByte(text, 0) < 0
}

// Errorf makes an error of a kind with an English detail and no catalogue sentence of its own. It
// keeps no cause, only its words (%v): the kind given here is what the error is, whatever it came from.
func Errorf(kind Kind, format string, args ...any) error {
	return &Error{Kind: kind, Detail: fmt.Sprintf(format, args...), Key: "error." + string(kind)}
}

// Fault makes an error that a person reads: key names the sentence, args alternate name, value.
func Fault(kind Kind, key string, args ...string) *Error {
	e := &Error{Kind: kind, Key: key}
	for i := 0; i+1 < len(args); i += 2 {
		if e.Args == nil {
			e.Args = map[string]string{}
		}
		e.Args[args[i]] = args[i+1]
	}
	return e
}

// On names the form field the error belongs to.
func (e *Error) On(field string) *Error {
	e.Field = field
	return e
}

// Errors are several faults of one form, shown together.
type Errors []*Error

func (es Errors) Error() string {
	parts := make([]string, len(es))
	for i, e := range es {
		parts[i] = e.Error()
	}
	return strings.Join(parts, "; ")
}

// Err returns nil when the list is empty, so a nil interface leaves a validator.
func (es Errors) Err() error {
	if len(es) == 0 {
		return nil
	}
	return es
}

// KindOf returns the kind of an error, Internal for one that has none. Who wrapped last decides: an
// error of a kind that came from the faults of a form is of its own kind.
func KindOf(err error) Kind {
	_, faults := errors.AsType[Errors](err)
	e, one := errors.AsType[*Error](err)
	if one && faults {
		_, within := errors.AsType[Errors](e.Err)
		faults = !within
	}
	switch {
	case faults:
		return Invalid
	case one:
		return e.Kind
	}
	return Internal
}

// Clock tells the time. The legal clock drives dates and deadlines and can be moved forward in
// practice mode; the machine clock drives sessions, codes and limits.
type Clock interface {
	Now() time.Time
}
