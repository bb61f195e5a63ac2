// Package casefile is Bawaslu's desk: one matter from a report to the plenary, the forwarding
// and the answer. The law's procedure says which step may follow; this package says what each
// step needs, who may take it, and keeps what is written there sealed.
//
// A case has a file of its own: until registration it is sealed to the intake key, from then on
// to the key of the case, which only the officers assigned to it hold.
package casefile

import (
	"context"
	"embed"
	"io/fs"
	"time"

	"rambu.id"
	"rambu.id/access"
	"rambu.id/casefile/lookup"
	"rambu.id/evidence"
	"rambu.id/intake"
	"rambu.id/internal/db"
	"rambu.id/internal/words"
	"rambu.id/law"
	"rambu.id/law/cite"
	"rambu.id/ledger"
	"rambu.id/letter"
	"rambu.id/letter/kinds"
	"rambu.id/procedure"
	"rambu.id/roster"
	"rambu.id/seal"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Procedure is the procedure of the law pack a case runs.
const Procedure = "bawaslu-pilkada"

// Origin is how a matter came to Bawaslu.
type Origin string

// The closed list of origins.
const (
	OriginReport Origin = "laporan"        // formal report, identified and signed
	OriginTip    Origin = "informasi-awal" // anonymous information, traced before it is registered
)

// State is a state of the procedure in the law pack.
type State string

// The states a case can be in (law pack, procedure bawaslu-pilkada).
const (
	Received     State = "diterima"
	FirstStudy   State = "kajian_awal"
	Incomplete   State = "perlu_dilengkapi"
	Refused      State = "tidak_diregister"
	Tip          State = "informasi_awal"
	Tracing      State = "penelusuran"
	Registered   State = "diregister"
	Clarifying   State = "klarifikasi"
	Studied      State = "kajian"
	MoreAsked    State = "keterangan_tambahan"
	Plenary      State = "pleno"
	Proven       State = "diputus_pelanggaran"
	NotProven    State = "diputus_bukan_pelanggaran"
	Forwarded    State = "diteruskan"
	Discontinued State = "dihentikan"
	Announced    State = "status_diumumkan"
	Withdrawn    State = "dicabut"
)

// States lists the states in the order forms show them.
func States() []State {
	return []State{
		Received, FirstStudy, Incomplete, Refused, Tip, Tracing, Registered, Clarifying, Studied, MoreAsked, Plenary,
		Proven, NotProven, Forwarded, Discontinued, Announced, Withdrawn,
	}
}

// FollowUp says whether the addressee of a forwarded study has answered. What it answered is sealed.
type FollowUp string

// The closed list of follow-ups.
const (
	FollowNone    FollowUp = ""
	FollowWaiting FollowUp = "menunggu"
	FollowDone    FollowUp = "dijawab"
)

// Case is the clear side of a matter.
type Case struct {
	ID           string // "pkr_…"
	Institution  string
	Region       string
	Origin       Origin
	Report       string // id of the report it began with
	State        State
	Pack         string // law pack the act was chosen under, "" before
	ActClass     law.Class
	ActDate      rambu.Date
	ReceivedOn   rambu.Date // day the report counts as received
	Register     string     // number in the case register, "" before registration
	RegisteredOn rambu.Date
	Owner        string // post that runs the case
	Letter       string // id of the letter that forwards it
	FollowUp     FollowUp
	CreatedAt    time.Time
	ChangedAt    time.Time
	Version      int64

	keyID   string // key the content key is sealed to: intake, later the case's own
	wrapped []byte
	body    []byte
}

// Registered reports whether the case has its number.
func (c Case) Registered() bool { return c.Register != "" }

func (c *Case) values() []any {
	return []any{
		c.ID, c.Institution, c.Region, string(c.Origin), c.Report, string(c.State), c.Pack, string(c.ActClass), c.ActDate,
		c.ReceivedOn, c.Register, c.RegisteredOn, c.Owner, c.Letter, string(c.FollowUp), c.CreatedAt, c.ChangedAt,
		c.keyID, c.wrapped, c.body,
	}
}

var (
	caseTable = ledger.NewTable("casefile_case", "id", "institution", "region", "origin", "report", "state", "pack",
		"act_class", "act_date", "received_on", "register", "registered_on", "owner", "letter", "follow_up",
		"created_at", "changed_at", "key_id", "wrapped", "body")
	paperTable = ledger.NewTable("casefile_paper", "id", "institution", "region", "casefile", "number", "kind",
		"paper_on", "written_at", "account", "post", "body")
	officerTable = ledger.NewTable("casefile_officer", "id", "institution", "region", "casefile", "account", "post",
		"since", "until", "ended")
	markTable    = ledger.NewTable("casefile_mark", "id", "institution", "region", "casefile", "mark")
	plenaryTable = ledger.NewTable("casefile_plenary", "id", "institution", "region", "casefile", "convened_on",
		"convened_by", "members", "quorum", "closed_on")
	voteTable   = ledger.NewTable("casefile_vote", "id", "institution", "region", "casefile", "plenary", "account", "post", "cast_at", "body")
	numberTable = ledger.NewTable("casefile_number", "id", "institution", "region", "series", "year", "last")
	// Who was refused which case on which day.
	refusalTable = ledger.NewTable("casefile_refusal", "id", "institution", "region", "casefile", "account", "post", "refused_on")
	joinTable    = ledger.NewTable("casefile_join", "id", "institution", "region", "casefile", "report", "ended", "joined_on", "account", "post")
	settingTable = ledger.NewTable("casefile_setting", "id", "institution", "region", "pattern", "members", "quorum")
)

// Tables are the owned tables of the package.
func Tables() []*ledger.Table {
	return []*ledger.Table{caseTable, paperTable, officerTable, markTable, plenaryTable, voteTable, numberTable, settingTable, refusalTable, joinTable}
}

// Config names what the desk stands on.
type Config struct {
	Log       *ledger.Log
	Keys      *seal.Store
	Pack      *law.Pack
	Procedure *procedure.Service
	Roster    *roster.Store
	Accounts  *access.Service
	Letters   *letter.Desk
	Evidence  *evidence.Room
	Intake    *intake.Desk
	Words     *words.Words  // official letters are Indonesian
	Guard     *cite.Checker // reads the citations of a study; nil reads none
}

// Desk runs the cases of every Bawaslu with a room on this instance.
type Desk struct {
	log      *ledger.Log
	db       *db.DB
	keys     *seal.Store
	pack     *law.Pack
	proc     *procedure.Service
	roster   *roster.Store
	accounts *access.Service
	letters  *letter.Desk
	evidence *evidence.Room
	intake   *intake.Desk
	words    *words.Words
	guard    *cite.Checker
	look     *lookup.Finder
}

// Open migrates the package's tables.
func Open(ctx context.Context, c Config) (*Desk, error) {
	sub, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, err
	}
	if r, _ := c.Pack.Rule(ruleQuorum); r.Size == nil {
		return nil, rambu.Errorf(rambu.Internal, "the law pack has no size %s", ruleQuorum)
	}
	d := &Desk{
		log: c.Log, db: c.Log.DB(), keys: c.Keys, pack: c.Pack, proc: c.Procedure, roster: c.Roster,
		accounts: c.Accounts, letters: c.Letters.As(kinds.KindForwardedStudy), evidence: c.Evidence, intake: c.Intake, words: c.Words, guard: c.Guard,
		look: &lookup.Finder{Roster: c.Roster, Keys: c.Keys, Pack: c.Pack, Accounts: c.Accounts},
	}
	p, ok := c.Pack.Procedure(Procedure)
	if !ok {
		return nil, rambu.Errorf(rambu.Internal, "the law pack has no procedure %s", Procedure)
	}
	if r, ok := p.Rule(numbering); !ok || r.Number == nil {
		return nil, rambu.Errorf(rambu.Internal, "the law pack does not say how cases are numbered")
	}
	c.Letters.AskMatters("pkr", d.standing)
	return d, d.db.Migrate(ctx, "casefile", sub)
}

// Today is the legal date of the actor's region.
func (d *Desk) Today(who rambu.Actor) rambu.Date { return d.proc.Today(who.Region) }

// Pack is the law the desk works with.
func (d *Desk) Pack() *law.Pack { return d.pack }
