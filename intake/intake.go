// Package intake is the public door: reports that come in without an account, the code by which
// their reporters follow up, and what intake officers do with them until a case is registered.
//
// There are two honest doors. Initial information is anonymous and may be followed up. A formal
// report is identified and only "sent" until its reporter has come and signed, as the law says.
// Everything a reporter writes is sealed to the institution; nobody but the holder of the code
// can open what the institution answers, and of the code only a hash is stored.
package intake

import (
	"context"
	"embed"
	"io/fs"
	"slices"
	"sync"
	"time"

	"rambu.id"
	"rambu.id/calendar"
	"rambu.id/evidence"
	"rambu.id/law"
	"rambu.id/ledger"
	"rambu.id/roster/region"
	"rambu.id/seal"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Door is the way a report came in.
type Door string

// The two doors.
const (
	DoorTip    Door = "informasi-awal"
	DoorFormal Door = "laporan-resmi"
)

// Valid reports whether d is one of the doors.
func (d Door) Valid() bool { return d == DoorTip || d == DoorFormal }

// State is how far a report is before and at registration; a case has states of its own.
type State string

// The closed list of states.
const (
	StateSent       State = "terkirim"         // formal, waits for the reporter's signature
	StateReceived   State = "diterima"         // counts as received
	StateRegistered State = "diregister"       // became, or joined, a case
	StateTip        State = "informasi_awal"   // followed up as initial information
	StateRefused    State = "tidak_diregister" // not registered, the reporter was told why
	StateLapsed     State = "kedaluwarsa"      // not signed in time; an officer decides it, no machine
	StateWithdrawn  State = "dicabut"          // taken back by the reporter, before registration only
)

// next is the whole table of transitions.
func next() map[State][]State {
	return map[State][]State{
		StateSent:     {StateReceived, StateTip, StateLapsed, StateWithdrawn},
		StateReceived: {StateRegistered, StateTip, StateRefused, StateWithdrawn},
		StateTip:      {StateRegistered, StateRefused},
		StateRefused:  {StateTip},
		StateLapsed:   {StateReceived, StateTip},
	}
}

// The places in the law this package counts by.
const (
	lawProcedure = "bawaslu-pilkada"
	ruleSign     = "datang-menandatangani"                // when an online reporter must have signed
	stepLodge    = "bawaslu-pilkada/mulai>diterima"       // how long a formal report can be lodged
	stepStudy    = "bawaslu-pilkada/diterima>kajian_awal" // when the initial study is due
	openFirstDay = "hari-pertama"                         // the open point whether the day of knowledge is counted
)

// Config names what the desk needs.
type Config struct {
	Log      *ledger.Log
	Keys     *seal.Store
	Evidence *evidence.Room
	Pack     *law.Pack
	Calendar *calendar.Calendar
	Regions  *region.Index
	Machine  rambu.Clock // drives the pace of wrong codes and how long an encapsulation serves
}

// Desk receives reports and keeps them.
type Desk struct {
	log      *ledger.Log
	keys     *seal.Store
	evidence *evidence.Room
	calendar *calendar.Calendar
	regions  *region.Index
	sign     law.Rule
	lodge    law.Transition
	twoWays  bool // the pack leaves open whether the day of knowledge counts towards lodging
	study    law.Transition

	reception Reception

	machine rambu.Clock
	pace    *pace
	lane    *lane

	publics sync.Map // key id: seal.Public; the keys of one instance are few
	makers  sync.Map // key id: *seal.Keymaker
}

// Open migrates the package's tables and looks up the law's rules it counts by.
func Open(ctx context.Context, c Config) (*Desk, error) {
	sub, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, err
	}
	err = c.Log.DB().Migrate(ctx, "intake", sub)
	if err != nil {
		return nil, err
	}
	d := &Desk{log: c.Log, keys: c.Keys, evidence: c.Evidence, calendar: c.Calendar, regions: c.Regions, machine: c.Machine}
	d.pace, d.lane = newPace(c.Machine), &lane{clock: c.Machine}
	pr, ok := c.Pack.Procedure(lawProcedure)
	if !ok {
		return nil, rambu.Errorf(rambu.Internal, "the law pack has no procedure %s", lawProcedure)
	}
	d.sign, ok = pr.Rule(ruleSign)
	if !ok || d.sign.Deadline == nil {
		return nil, rambu.Errorf(rambu.Internal, "the law pack has no rule %s with a deadline", ruleSign)
	}
	d.lodge, _ = pr.Transition(stepLodge)
	d.study, _ = pr.Transition(stepStudy)
	if d.lodge.Deadline == nil || d.study.Deadline == nil {
		return nil, rambu.Errorf(rambu.Internal, "the law pack has no deadline on %s or %s", stepLodge, stepStudy)
	}
	for _, basis := range d.lodge.Deadline.Basis {
		d.twoWays = d.twoWays || slices.ContainsFunc(c.Pack.OpenOn(basis), func(o law.OpenPoint) bool { return o.ID == openFirstDay })
	}
	d.reception, err = reception(c.Pack)
	if err != nil {
		return nil, err
	}
	return d, nil
}

// SignRule returns the rule by which a formal report must be signed, with its certainty.
func (d *Desk) SignRule() law.Rule { return d.sign }

// LodgeRule returns the rule within which a formal report is lodged, and whether the pack leaves open that
// the day of knowledge is the first day it counts.
func (d *Desk) LodgeRule() (rule law.Deadline, twoWays bool) { return *d.lodge.Deadline, d.twoWays }

// Today is the legal date in a region.
func (d *Desk) Today(region string) rambu.Date {
	return d.calendar.Today(region, d.log.Clock().Now())
}

// Local turns an instant into the region's own time, and names its zone.
func (d *Desk) Local(region string, t time.Time) (time.Time, string) {
	local := d.calendar.Local(region, t)
	name, _ := local.Zone()
	return local, name
}

// due returns the last day of a rule that starts on a day.
func (d *Desk) due(region string, from rambu.Date, at time.Time, rule law.Deadline) (rambu.Date, error) {
	return d.count(calendar.Query{From: from, FromTime: at, Region: region, Rule: calendar.Rule{Count: rule.Count, Unit: rule.Unit}})
}

func (d *Desk) count(q calendar.Query) (rambu.Date, error) {
	due, _, err := d.calendar.DueDate(q)
	return due, err
}

// LodgeBy is the last day on which a formal report can be lodged about what became known on a day. Safe is the
// same or, while the pack leaves open whether that day counts, the earlier of the two readings.
func (d *Desk) LodgeBy(region string, known rambu.Date) (by, safe rambu.Date, err error) {
	rule := *d.lodge.Deadline
	by, err = d.due(region, known, time.Time{}, rule)
	if err != nil || !d.twoWays {
		return by, by, err
	}
	safe, err = d.count(calendar.Query{
		From: known, Region: region, Rule: calendar.Rule{Count: rule.Count, Unit: rule.Unit, FirstDayCounts: true},
	})
	return by, safe, err
}

// public returns a key ready to seal to; parsing one costs as much as sealing.
func (d *Desk) public(k seal.Key) (seal.Public, error) {
	if p, ok := d.publics.Load(k.ID); ok {
		return p.(seal.Public), nil //nolint:forcetypeassert // only this function stores
	}
	p, err := seal.ParsePublic(k.Public)
	if err != nil {
		return p, err
	}
	d.publics.Store(k.ID, p)
	return p, nil
}

// keyTo makes a content key that the owner of a key can make again from what is stored.
func (d *Desk) keyTo(k seal.Key, info []byte) (seal.ContentKey, []byte, error) {
	m, ok := d.makers.Load(k.ID)
	if !ok {
		made, err := seal.NewKeymaker(k.Public, d.machine)
		if err != nil {
			return seal.ContentKey{}, nil, err
		}
		m, _ = d.makers.LoadOrStore(k.ID, made)
	}
	return m.(*seal.Keymaker).Key(info) //nolint:forcetypeassert // only this function stores
}

// reporter is the actor behind the public door, for the institution whose door it is, so that
// its auditor sees the operation.
func reporter(institution, region string) rambu.Actor {
	who := rambu.Public()
	who.Institution, who.Region = institution, region
	return who
}

var reportTable = ledger.NewTable("intake_report", "id", "institution", "region", "door", "state", "received_at",
	"sign_by", "signed_on", "next_on", "casefile", "lookup", "digest", "lodged_op", "noted", "reporter_key",
	"owner_key", "body_key", "body", "identity_owner", "identity_key", "identity")

var messageTable = ledger.NewTable("intake_message", "id", "institution", "region", "report", "kind", "at", "status",
	"next_on", "owner_key", "owner_wrapped", "reporter_wrapped", "body", "hidden")

// Tables are the owned tables of the package.
func Tables() []*ledger.Table { return []*ledger.Table{reportTable, messageTable, openingTable} }

// Report is the clear side of a report.
type Report struct {
	ID          string
	Institution string
	Region      string
	Door        Door
	State       State
	ReceivedAt  time.Time  // legal time
	SignBy      rambu.Date // formal: last day to come and sign
	SignedOn    rambu.Date // formal: day of the signature, "" before
	NextOn      rambu.Date // when the reporter was told to look again
	Casefile    string     // id of the case it belongs to, "" before registration
	OwnerKey    string     // id of the key that opens it: the intake key, later a case's
	Identified  bool       // it carries a sealed identity

	lookup        string
	digest        []byte
	lodgedOp      string
	noted         bool
	reporterKey   []byte
	bodyKey, body []byte
	identityOwner string
	identityKey   []byte
	identity      []byte
	version       int64
}

// values are the columns of a report in the order of its table.
func (r *Report) values() []any {
	return []any{
		r.ID, r.Institution, r.Region, string(r.Door), string(r.State), r.ReceivedAt, r.SignBy, r.SignedOn, r.NextOn,
		r.Casefile, r.lookup, r.digest, r.lodgedOp, r.noted, r.reporterKey, r.OwnerKey, r.bodyKey, r.body,
		r.identityOwner, r.identityKey, r.identity,
	}
}

func bodyInfo(id string) []byte        { return seal.Info("intake_report/body", id) }
func bodyKeyInfo(id string) []byte     { return seal.Info("intake_report/key", id) }
func reporterInfo(id string) []byte    { return seal.Info("intake_report/reporter", id) }
func identityInfo(id string) []byte    { return seal.Info("intake_report/identity", id) }
func identityKeyInfo(id string) []byte { return seal.Info("intake_report/identity_key", id) }
