// Package meeting runs a government's meetings: who is invited and by what letter, who came in
// person and who was stood in for, who was absent and why, what was decided, by whom it is done
// and when. Post holder and stand-in are counted apart, and one missed meeting is never called a
// day of absence.
//
// It belongs to the government's room: nothing of a report, of Bawaslu's file or of a discipline
// matter is reachable from here, and no discipline matter reaches in.
package meeting

import (
	"context"
	"embed"
	"io/fs"
	"slices"
	"time"

	"rambu.id"
	"rambu.id/access"
	"rambu.id/internal/blob"
	"rambu.id/internal/db"
	"rambu.id/internal/words"
	"rambu.id/law"
	"rambu.id/law/cite"
	"rambu.id/ledger"
	"rambu.id/letter"
	"rambu.id/meeting/agenda"
	"rambu.id/meeting/door"
	"rambu.id/meeting/excuse"
	"rambu.id/meeting/guests"
	"rambu.id/meeting/hours"
	"rambu.id/meeting/reach"
	"rambu.id/procedure"
	"rambu.id/roster"
	"rambu.id/seal"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Kind is the sort of a meeting.
type Kind = agenda.Kind

// StandIn says who may come in the place of a post holder.
type StandIn = agenda.StandIn

// Their values, each explained there.
const (
	Coordination, Assembly, Plain, Visit = agenda.Coordination, agenda.Assembly, agenda.Plain, agenda.Visit
	StandInAny, StandInRank, StandInNone = agenda.StandInAny, agenda.StandInRank, agenda.StandInNone
)

// State is where a meeting stands.
type State string

// The states of a meeting.
const (
	Planned   State = "disusun"
	Invited   State = "diundang" // the letter is drafted; how far it is, the letter says
	DoorOpen  State = "dibuka"   // the door is open
	Closed    State = "ditutup"  // the door is closed; reasons may be given until they are due
	Cancelled State = "batal"
)

// next is the closed table of transitions of a meeting.
func (s State) next() []State {
	return map[State][]State{
		Planned:  {Invited, Cancelled},
		Invited:  {DoorOpen, Cancelled},
		DoorOpen: {Closed},
	}[s]
}

// Session is the clear side of a meeting.
type Session struct {
	ID          string // "rpt_…"
	Institution string
	Region      string
	Kind        Kind
	Series      string // shared by the meetings of a series, "" for a single one
	State       State
	On          rambu.Date
	Start, End  time.Time
	Chair       roster.PostID
	StandIn     StandIn
	MinClass    roster.PostClass // lowest class of a stand-in under StandInRank
	Grace       int              // minutes after the start that are not late
	ReasonDays  int              // working days to give a reason
	Letter      string           // invitation, "" before
	Drafter     string           // post
	OpenedAt    time.Time
	ClosedAt    time.Time
	ReasonDue   rambu.Date // last day to give a reason, "" before closing
	CreatedAt   time.Time
	ChangedAt   time.Time // zero for one that did not change since this was kept
	Version     int64

	keyID   string
	wrapped []byte
	body    []byte
}

// Final reports whether presences stand: the days for reasons are over.
func (s Session) Final(today rambu.Date) bool { return s.State == Closed && today > s.ReasonDue }

// Takes refuses a post that may not stand in at the meeting.
func (s Session) Takes(post roster.Post) error { return s.rule().Allows(post) }

// rule is who may come for somebody else.
func (s Session) rule() agenda.Rule {
	return agenda.Rule{StandIn: s.StandIn, MinClass: s.MinClass, On: s.On}
}

func (s *Session) values() []any {
	return []any{
		s.ID, s.Institution, s.Region, string(s.Kind), s.Series, string(s.State), s.On, s.Start, s.End, string(s.Chair),
		string(s.StandIn), string(s.MinClass), s.Grace, s.ReasonDays, s.Letter, s.Drafter, s.OpenedAt, s.ClosedAt,
		s.ReasonDue, s.CreatedAt, s.keyID, s.wrapped, s.body, s.ChangedAt,
	}
}

// move changes the state along the table.
func (s *Session) move(to State) error {
	if !slices.Contains(s.State.next(), to) {
		return rambu.Fault(rambu.Conflict, "meeting.error.state_"+string(s.State))
	}
	s.State = to
	return nil
}

// Content is the sealed side of a meeting.
type Content struct {
	Title   string   `json:"title"`
	Place   string   `json:"place"`
	Agenda  []string `json:"agenda"`
	Visitor string   `json:"visitor,omitempty"` // who visits, and from which level of government
	Note    string   `json:"note,omitempty"`    // dress, what to bring
	Door    []byte   `json:"door"`              // secret of the rotating code; no page ever shows it

	CalledOff *CalledOff `json:"called_off,omitempty"` // once it is cancelled
}

// CalledOff is why a meeting was cancelled, and the letter that tells those who were invited.
type CalledOff struct {
	Why    string `json:"why,omitempty"`
	Notice string `json:"notice,omitempty"` // letter, "" when no invitation had left
}

var (
	settingTable = ledger.NewTable("meeting_setting", "id", "institution", "region", "reason_days", "grace_minutes")
	sessionTable = ledger.NewTable("meeting_session", "id", "institution", "region", "kind", "series", "state", "held_on",
		"starts_at", "ends_at", "chair", "stand_in", "min_class", "grace_minutes", "reason_days", "letter", "drafter",
		"opened_at", "closed_at", "reason_due", "created_at", "key_id", "wrapped", "body", "changed_at").Added(0)
	inviteeTable = ledger.NewTable("meeting_invitee", "id", "institution", "region", "meeting", "post", "answer",
		"answered_at", "stand_in", "stand_in_state", "mandate_until", "mandate", "state", "in_at", "out_at", "how",
		"reason_at", "reason")
	correctionTable = ledger.NewTable("meeting_correction", "id", "institution", "region", "meeting", "invitee", "state",
		"written_at", "account", "post", "body")
	minutesTable = ledger.NewTable("meeting_minutes", "id", "institution", "region", "meeting", "state", "writer",
		"approver", "approver_post", "changed_at", "published_at", "body")
	decisionTable = ledger.NewTable("meeting_decision", "id", "institution", "region", "meeting", "number", "owner", "due",
		"state", "done_at", "body", "proof")
	reviewTable = ledger.NewTable("meeting_review", "id", "institution", "region", "meeting", "asked_on", "reply_due",
		"delete_on", "account")
	replyTable = ledger.NewTable("meeting_reply", "id", "institution", "region", "meeting", "post", "replied_at", "body")
)

// Tables are the owned tables of the package.
func Tables() []*ledger.Table {
	return append([]*ledger.Table{
		settingTable, sessionTable, inviteeTable, correctionTable, minutesTable, decisionTable, reviewTable, replyTable,
	}, excuse.Tables()...)
}

// Config names what the room stands on.
type Config struct {
	Log       *ledger.Log
	Keys      *seal.Store
	Blobs     blob.Store // papers behind reasons
	Pack      *law.Pack
	Procedure *procedure.Service // its calendar counts working days
	Roster    *roster.Store
	Letters   *letter.Desk
	Accounts  *access.Service // whose account opens an invitation, and whose it is
	Words     *words.Words    // official letters are Indonesian
	Machine   rambu.Clock     // drives the code at the door
	// Guard reads the citations of minutes before they are approved and published; nil reads none.
	Guard *cite.Checker
	// Announce prepares what others write when posts become part of meetings, in the same
	// operation; nil: nobody does.
	Announce func(ctx context.Context, who rambu.Actor, n News) (write func(*ledger.Op) error, err error)
	// Share prepares a short link to what an invitation says; nil: there is none.
	Share func(ctx context.Context, who rambu.Actor, c Content, chair string) (Short, error)
}

// News is what happened to the meetings that share an invitation: posts have become part of them,
// or one of them is called off.
type News struct {
	Letter       string // the invitation
	Posts        []roster.PostID
	Title, Place string
	Off          string // meeting that is called off
	Why          string
}

// Short is the short link of an invitation, before its letter is drafted.
type Short struct {
	Address string // to print, "" prints none
	Write   func(op *ledger.Op, letter string) error
}

// Room runs the meetings of every government with a room on this instance.
type Room struct {
	hours.Hours
	guests.Guests

	log     *ledger.Log
	db      *db.DB
	keys    *seal.Store
	pack    *law.Pack
	proc    *procedure.Service
	roster  *roster.Store
	letters *letter.Desk
	words   *words.Words
	machine rambu.Clock
	guesses *door.Guesses
	lit     *door.Lit
	papers  *excuse.Store
	guard   *cite.Checker
	reach   reach.Reach

	announce func(ctx context.Context, who rambu.Actor, n News) (func(*ledger.Op) error, error)
	share    func(ctx context.Context, who rambu.Actor, c Content, chair string) (Short, error)
}

// Open migrates the package's tables.
func Open(ctx context.Context, c Config) (*Room, error) {
	sub, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, err
	}
	r := &Room{
		Hours: hours.Hours{Clock: c.Log.Clock(), Pack: c.Pack, Procedure: c.Procedure}, Guests: guests.Guests{Roster: c.Roster},
		log: c.Log, db: c.Log.DB(), keys: c.Keys, pack: c.Pack, proc: c.Procedure, roster: c.Roster, letters: c.Letters,
		words: c.Words, machine: c.Machine, guesses: door.NewGuesses(), lit: door.NewLit(), guard: c.Guard, announce: c.Announce,
		reach: reach.Reach{Roster: c.Roster, Accounts: c.Accounts}, share: c.Share,
	}
	if r.announce == nil {
		r.announce = func(context.Context, rambu.Actor, News) (func(*ledger.Op) error, error) {
			return func(*ledger.Op) error { return nil }, nil
		}
	}
	if r.share == nil {
		r.share = func(context.Context, rambu.Actor, Content, string) (Short, error) {
			return Short{Write: func(*ledger.Op, string) error { return nil }}, nil
		}
	}
	r.papers, err = excuse.Open(ctx, r.db, c.Blobs)
	if err != nil {
		return nil, err
	}
	return r, r.db.Migrate(ctx, "meeting", sub)
}
