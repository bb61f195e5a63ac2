// Package procedure runs a procedure of the law for one matter: its states, who moved it and
// when, and its clocks, each with the article it rests on and its day-by-day arithmetic.
//
// A due date is never stored as truth. A clock stores the rule and the day it counts from; the
// date is derived from them, from the suspensions and from the holidays known.
package procedure

import (
	"cmp"
	"context"
	"embed"
	"encoding/json"
	"io/fs"
	"sync"
	"time"

	"rambu.id"
	"rambu.id/calendar"
	"rambu.id/internal/db"
	"rambu.id/law"
	"rambu.id/ledger"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Status of a clock.
type Status string

// The closed list of statuses.
const (
	Running Status = "berjalan"
	Met     Status = "dipenuhi"
	Stopped Status = "dihentikan" // the procedure took another way, or ended
)

// Run is a procedure of the law running for one object.
type Run struct {
	ID          string // "jln_…"
	Institution string
	Region      string
	Procedure   string // id in the pack: "bawaslu-pilkada"
	Pack        string // version of the pack it began under
	Object      string // public id of the case or matter
	Owner       string // post that owns its clocks
	State       string
	Since       rambu.Date // day the state was entered
	Ended       bool       // the state is terminal
	Version     int64
}

// Step is one thing that happened in a run.
type Step struct {
	Number     int64
	Transition string // law's transition id, "" for an event
	Event      string // state entered, or named event
	On         rambu.Date
	RecordedAt time.Time
	Account    string
	Post       string
}

// Clock is a rule of time that runs, with its arithmetic as of today.
type Clock struct {
	ID          string // "jam_…"
	Run         string
	Object      string
	Procedure   string
	Institution string
	Region      string
	Rule        string // transition id: "bawaslu-pilkada/kajian>pleno"
	Owner       string
	Status      Status
	StartOn     rambu.Date
	StartAt     time.Time
	EndedOn     rambu.Date // met or stopped
	Suspensions []calendar.Suspension

	Deadline law.Deadline
	Basis    []law.Citation // of the rule, else of the step, else of the procedure
	Conf     law.Conf       // the weakest of rule, step and basis
	Right    bool           // the time somebody has to use a right: it closes, it is never late

	Due        rambu.Date // "" while suspended without an end
	DueAt      time.Time
	Days       []calendar.Day // the arithmetic, only from Clocks
	Incomplete bool
	LeftDays   int // calendar days from today to Due; 0 on the day itself
	LateDays   int // calendar days since Due, when it has passed
	Moves      []Move

	woundAt time.Time
	version int64
}

// Late reports whether the due date has passed, or had when the clock was met.
func (c Clock) Late() bool { return c.LateDays > 0 }

// Check reports whether a lawyer has to look at the due date before anybody relies on it: the rule is
// not certain, or it counts across a year whose holidays are not all known.
func (c Clock) Check() bool { return c.Conf.Check() || c.Incomplete }

// Move is a due date that moved.
type Move struct {
	At        time.Time
	Old, New  rambu.Date // "" while suspended
	Reason    string     // names of the holidays, or the ground of a suspension, in Indonesian
	ReasonEN  string     // the same in English where the calendar or the pack has it
	Announced rambu.Date // of the holidays; "" for a suspension
	Check     bool       // the day of that announcement has to be checked
}

// Tables are the owned tables of the package.
func Tables() []*ledger.Table {
	return []*ledger.Table{runTable, stepTable, clockTable, holidayTable}
}

var (
	runTable = ledger.NewTable("procedure_run", "id", "institution", "region", "procedure", "pack", "object",
		"owner", "state", "since", "ended")
	stepTable = ledger.NewTable("procedure_step", "id", "institution", "region", "run", "number", "transition",
		"event", "happened_on", "recorded_at", "account", "post")
	clockTable = ledger.NewTable("procedure_clock", "id", "institution", "region", "run", "object", "procedure",
		"rule", "owner", "start_on", "start_at", "status", "ended_on", "wound_at", "suspensions")
	holidayTable = ledger.NewTable("procedure_holiday", "id", "institution", "region", "holiday_on", "name_id",
		"name_en", "kind", "announced_on", "regulation", "covers", "entered_on", "withdrawn_on", "withdrawn_why").Added("", "", "")
)

// Config names what the service stands on.
type Config struct {
	Log  *ledger.Log
	Pack *law.Pack
	// Rooms are the institutions of the instance, told in their trails when another one enters a holiday; may be nil.
	Rooms func(ctx context.Context) ([]rambu.Actor, error)
}

// Service runs procedures.
type Service struct {
	log  *ledger.Log
	db   *db.DB
	pack *law.Pack

	rooms func(ctx context.Context) ([]rambu.Actor, error)
	cal   *calendar.Calendar // of the pack

	mu      sync.RWMutex
	own     map[string]*calendar.Calendar // by institution: of the pack and its entries
	entries []Entry
}

// Open migrates the package's tables and loads the stored holidays.
func Open(ctx context.Context, c Config) (*Service, error) {
	s := &Service{log: c.Log, db: c.Log.DB(), pack: c.Pack, rooms: c.Rooms, cal: calendar.New(c.Pack, nil)}
	sub, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, err
	}
	err = s.db.Migrate(ctx, "procedure", sub)
	if err != nil {
		return nil, err
	}
	return s, s.loadCalendar(ctx)
}

func (s *Service) loadCalendar(ctx context.Context) error {
	entries, err := s.holidays(ctx)
	if err != nil {
		return err
	}
	own := map[string]*calendar.Calendar{}
	for _, e := range entries {
		own[e.Institution] = cmp.Or(own[e.Institution], s.cal).WithHolidays(e.Holiday)
	}
	s.mu.Lock()
	s.own, s.entries = own, entries
	s.mu.Unlock()
	return nil
}

// Calendar is the calendar of the law pack: days and zones that are the same for everybody.
func (s *Service) Calendar() *calendar.Calendar { return s.cal }

// CalendarOf is the calendar an institution counts by: the pack's, and the holidays it entered itself.
func (s *Service) CalendarOf(institution string) *calendar.Calendar {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return cmp.Or(s.own[institution], s.cal)
}

// Pack is the law the service runs on.
func (s *Service) Pack() *law.Pack { return s.pack }

// Today is the legal day in a region.
func (s *Service) Today(region string) rambu.Date {
	return rambu.DateOf(s.Local(region))
}

// Local is the legal time in a region's own zone.
func (s *Service) Local(region string) time.Time {
	return s.Calendar().Local(region, s.log.Clock().Now())
}

func (s *Service) procedure(id string) (*law.Procedure, error) {
	p, ok := s.pack.Procedure(id)
	if !ok {
		return nil, rambu.Errorf(rambu.Internal, "the pack has no procedure %q", id)
	}
	return p, nil
}

func ruleOf(d law.Deadline) calendar.Rule {
	return calendar.Rule{Count: d.Count, Unit: d.Unit, Before: d.Before}
}

// derive fills in the due date and, with days, the arithmetic, as known today. What was met or
// stopped stays as it was known on that day: acts that are legally fixed do not move.
func (s *Service) derive(c *Clock, today rambu.Date, days bool) error {
	err := s.explain(c)
	if err != nil {
		return err
	}
	until := today
	if c.EndedOn != "" {
		until = c.EndedOn
	}
	q := c.query(until)
	cal := s.CalendarOf(c.Institution)
	reckon := cal.Reckon
	if days {
		reckon = cal.Due
	}
	r, err := reckon(q)
	if err != nil {
		return err
	}
	c.Due, c.DueAt, c.Days, c.Incomplete = r.Due, r.DueAt, r.Days, r.Incomplete
	c.LeftDays, c.LateDays = 0, 0
	if c.Due != "" && !c.Right {
		c.LeftDays = max(0, until.DaysUntil(c.Due))
		c.LateDays = max(0, c.Due.DaysUntil(until))
	}
	return nil
}

// explain fills in the rule the clock rests on: a step of the procedure, or a rule that hangs
// on no step ("disiplin-pp94#kewenangan-plt-kepala-daerah"). An article that has to be checked makes a
// date that has to be checked, however well the number of days is known.
func (s *Service) explain(c *Clock) error {
	p, err := s.procedure(c.Procedure)
	if err != nil {
		return err
	}
	d, ok := p.Clock(c.Rule)
	if !ok {
		return rambu.Errorf(rambu.Internal, "the pack has no clock %q", c.Rule)
	}
	t, _ := p.Transition(c.Rule)
	c.Deadline, c.Basis, c.Right = d, d.Basis, isRight(t)
	c.Conf, err = s.pack.Confidence(d.Conf, d.Basis, c.StartOn)
	return err
}

func (c *Clock) query(knownOn rambu.Date) calendar.Query {
	return calendar.Query{
		From: c.StartOn, FromTime: c.StartAt, Rule: ruleOf(c.Deadline), Region: c.Region,
		KnownOn: knownOn, Suspensions: c.Suspensions,
	}
}

func encodeSuspensions(list []calendar.Suspension) (string, error) {
	if len(list) == 0 {
		return "", nil
	}
	b, err := json.Marshal(list)
	return string(b), err
}

func decodeSuspensions(text string) ([]calendar.Suspension, error) {
	if text == "" {
		return nil, nil
	}
	var out []calendar.Suspension
	err := json.Unmarshal([]byte(text), &out)
	return out, err
}
