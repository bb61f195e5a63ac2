// Package activity keeps the agenda of a government beside the calendar of the campaign: meetings
// and visits, aid, and the lending of halls, vehicles and fields. Where one coincides with the
// election it says with what and by which article, and keeps who decided what about it. Whose a
// campaign event is has no place here.
package activity

import (
	"context"
	"embed"
	"encoding/json"
	"io/fs"
	"slices"
	"strings"
	"time"

	"rambu.id"
	"rambu.id/activity/clash"
	"rambu.id/internal/db"
	"rambu.id/internal/words"
	"rambu.id/law"
	"rambu.id/ledger"
	"rambu.id/letter"
	"rambu.id/procedure"
	"rambu.id/roster"
	"rambu.id/roster/region"
	"rambu.id/seal"
)

//go:embed migrations/*.sql
var migrations embed.FS

// State is where an activity stands.
type State string

// The closed list of states. The last three are also what can be decided.
const (
	Planned   State = "rencana"
	Kept      State = "tetap"
	Moved     State = "digeser"
	Cancelled State = "dibatalkan"
)

// Choices lists what can be decided, in the order forms show it.
func Choices() []State { return []State{Moved, Cancelled, Kept} }

// next is the closed table of transitions: what is cancelled stays so.
func (s State) next() []State {
	return map[State][]State{Planned: Choices(), Kept: Choices(), Moved: Choices()}[s]
}

// Form is the form of a campaign event.
type Form string

// The closed list of forms.
const (
	LimitedMeeting Form = "pertemuan-terbatas"
	Dialogue       Form = "tatap-muka"
	Rally          Form = "rapat-umum"
	Debate         Form = "debat"
	OtherForm      Form = "kegiatan-lain"
)

// Forms lists the forms in the order shown.
func Forms() []Form { return []Form{LimitedMeeting, Dialogue, Rally, Debate, OtherForm} }

// EventState says whether a campaign event still counts.
type EventState string

// The states of a campaign event.
const (
	Scheduled EventState = "terjadwal"
	Withdrawn EventState = "dicabut" // entered wrongly, or taken off the schedule
)

// Config names what the agenda stands on.
type Config struct {
	Log       *ledger.Log
	Keys      *seal.Store
	Pack      *law.Pack
	Procedure *procedure.Service // legal days
	Roster    *roster.Store
	Letters   *letter.Desk
	Words     *words.Words // letters are Indonesian
}

// Agenda keeps the activities of every government with a room on this instance.
type Agenda struct {
	Config

	db *db.DB
}

// Open migrates the package's tables.
func Open(ctx context.Context, c Config) (*Agenda, error) {
	sub, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, err
	}
	a := &Agenda{Config: c, db: c.Log.DB()}
	return a, a.db.Migrate(ctx, "activity", sub)
}

// Today is the legal date of the actor's region.
func (a *Agenda) Today(who rambu.Actor) rambu.Date { return a.Procedure.Today(who.Region) }

// Plan is an official activity.
type Plan struct {
	ID        string // "keg_…"
	Kind      law.ActivityKind
	Place     string // code of its kecamatan, or of the region
	Organiser string // post
	From, To  rambu.Date
	State     State
	EnteredAt time.Time
	Recorder  string
	Content   Content // empty to an officer without the letter key
	Version   int64

	institution, region string
	keyID               string
	sealed              []byte
}

// Content is what an activity is; sealed.
type Content struct {
	Title string `json:"title"`
	Where string `json:"where,omitempty"`
	What  string `json:"what,omitempty"` // what is given or lent
}

func (p Plan) asked() clash.Activity {
	return clash.Activity{Kind: p.Kind, Place: p.Place, From: p.From, To: p.To}
}

// Decision is what somebody decided about an activity.
type Decision struct {
	ID       string // "kep_…"
	Plan     string
	Choice   State
	Post     string
	At       time.Time
	From, To rambu.Date // of the activity as decided
	Covers   []string   // keys of the alerts it was about
	Reason   string     // "" to an officer without the letter key

	institution, region string
	keyID               string
	sealed              []byte
	version             int64
}

// Event is a campaign event of the official schedule.
type Event struct {
	ID        string // "kmp_…"
	Place     string
	Form      Form
	From, To  rambu.Date
	State     EventState
	EnteredAt time.Time
	Recorder  string
	Version   int64

	institution, region string
}

func planInfo(id string) []byte     { return seal.Info("activity_plan", id) }
func decisionInfo(id string) []byte { return seal.Info("activity_decision", id) }

// seal seals a value to the letter key of the institution.
func (a *Agenda) seal(ctx context.Context, institution string, info []byte, v any) (string, []byte, error) {
	key, err := a.Keys.InstitutionKey(ctx, institution, seal.KindLetter)
	if err != nil {
		return "", nil, err
	}
	plain, err := json.Marshal(v)
	if err != nil {
		return "", nil, rambu.Errorf(rambu.Internal, "encode: %v", err)
	}
	sealed, err := seal.Seal(key.Public, info, plain)
	return key.ID, sealed, err
}

// open opens a sealed value; an officer without the key leaves it empty.
func open(who rambu.Actor, keyID string, info, sealed []byte, into any) error {
	if who.Keys == nil {
		return nil
	}
	plain, err := who.Keys.Open(keyID, info, sealed)
	if err != nil && rambu.KindOf(err) == rambu.Locked {
		return nil
	}
	if err != nil {
		return err
	}
	err = json.Unmarshal(plain, into)
	if err != nil {
		return rambu.Errorf(rambu.Internal, "sealed value: %v", err)
	}
	return nil
}

// place checks the code of a kecamatan of the actor's region, or of the region itself.
func (a *Agenda) place(who rambu.Actor, code string) bool {
	if code == who.Region {
		return true
	}
	return slices.ContainsFunc(a.Roster.Regions().Districts(who.Region), func(d region.Region) bool { return d.Code == code })
}

func tidy(s string) string { return strings.Join(strings.Fields(s), " ") }
