package quiz

import (
	"context"
	"embed"
	"io/fs"
	"slices"

	"rambu.id"
	"rambu.id/law"
	"rambu.id/ledger"
	"rambu.id/roster"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Few is how many people must have been asked before a count is shown.
const Few = 5

// Counts are shown in steps, so that nobody who looks twice learns what one colleague answered.
const (
	stepAsked = 5  // people
	stepWrong = 10 // percent
)

var tallyTable = ledger.NewTable("quiz_tally", "id", "institution", "region", "unit", "act", "asked", "wrong")

// Tables are the owned tables of the package.
func Tables() []*ledger.Table { return []*ledger.Table{tallyTable} }

// Config names what the desk needs.
type Config struct {
	Log    *ledger.Log
	Pack   *law.Pack
	Roster *roster.Store
}

// Desk keeps the counts.
type Desk struct {
	log    *ledger.Log
	pack   *law.Pack
	roster *roster.Store
}

// Open migrates the package's table.
func Open(ctx context.Context, c Config) (*Desk, error) {
	sub, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, err
	}
	err = c.Log.DB().Migrate(ctx, "quiz", sub)
	if err != nil {
		return nil, err
	}
	return &Desk{log: c.Log, pack: c.Pack, roster: c.Roster}, nil
}

// Outcome is one question answered: which act it was about, and whether rightly.
type Outcome struct {
	Act   string
	Right bool
}

// Submission is what one sheet adds to the counts of a unit. Nothing in it says who answered.
type Submission struct {
	Government roster.Institution // the one kept here that the unit belongs to
	Unit       string             // its address, "pemda.18.01/bkpsdm"
	Outcomes   []Outcome
}

// tally is one stored count.
type tally struct {
	id, unit, act string
	asked, wrong  int64
	version       int64
}

// Record adds a sheet to the counts of its unit, in one operation of the public. Errors: Invalid
// for a unit or an act that is not known, or a sheet no quiz can have given.
func (d *Desk) Record(ctx context.Context, s Submission) error {
	err := d.validate(ctx, s)
	if err != nil {
		return err
	}
	who := rambu.Public()
	who.Institution, who.Region = s.Government.ID, s.Government.Region
	_, err = d.log.Do(who, "quiz.record", func(op *ledger.Op) error {
		op.Object(s.Unit)
		for _, o := range s.Outcomes {
			wrong := 1
			if o.Right {
				wrong = 0
			}
			err := add(op, s.Unit, Count{Act: o.Act, Wrong: wrong}, 1)
			if err != nil {
				return err
			}
		}
		return nil
	})
	return err
}

func (d *Desk) validate(ctx context.Context, s Submission) error {
	if s.Government.Kind != roster.KindGovernment {
		return rambu.Fault(rambu.Invalid, "quiz.error.unit").On("unit")
	}
	err := d.knownUnit(ctx, s.Government.ID, s.Unit)
	if err != nil {
		return err
	}
	var acts []string
	for _, o := range s.Outcomes {
		acts = append(acts, o.Act)
	}
	return d.isSheet(acts)
}

func (d *Desk) knownUnit(ctx context.Context, institution, unit string) error {
	units, err := d.roster.Units(ctx, institution)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(units, func(u roster.Unit) bool { return u.ID == unit }) {
		return rambu.Fault(rambu.Invalid, "quiz.error.unit").On("unit")
	}
	return nil
}

// isSheet refuses what no sheet can have held.
func (d *Desk) isSheet(acts []string) error {
	if len(acts) == 0 || len(acts) > Most {
		return rambu.Fault(rambu.Invalid, "quiz.error.sheet")
	}
	seen := map[string]bool{}
	for _, act := range acts {
		_, isAct := d.pack.ActKind(act)
		_, isPermit := d.pack.Permit(act)
		if !isAct && !isPermit || seen[act] {
			return rambu.Fault(rambu.Invalid, "quiz.error.sheet")
		}
		seen[act] = true
	}
	return nil
}

// add counts one question that so many people were asked.
func add(op *ledger.Op, unit string, c Count, people int) error {
	id := unit + " " + c.Act
	have, found, err := read(op.Tx, id)
	if err != nil {
		return err
	}
	row := []any{id, op.Who.Institution, op.Who.Region, unit, c.Act, have.asked + int64(people), have.wrong + int64(c.Wrong)}
	if !found {
		return op.Insert(tallyTable, row...)
	}
	return op.Update(tallyTable, have.version, row...)
}

// Gap is how often a unit was wrong about an act. Few: fewer people than may be told of.
type Gap struct {
	Unit, Act string
	Few       bool
	Asked     int // rounded down to steps of five
	Wrong     int // percent, rounded to tens
}

// MaySee reports whether an actor may see the gaps of his government: who trains and leads its
// people. Errors: Forbidden, NotFound for another institution's officer.
func MaySee(who rambu.Actor) error {
	if roster.InstitutionKindOf(who.Institution) != roster.KindGovernment {
		return rambu.Errorf(rambu.NotFound, "the gaps of another institution")
	}
	if !who.Is(rambu.RolePersonnel, rambu.RoleSecretary, rambu.RoleAuthority, rambu.RoleInspector) {
		return rambu.Fault(rambu.Forbidden, "quiz.error.forbidden")
	}
	return nil
}

// Gaps returns the counts of the actor's government, by unit, the most often wrong first.
func (d *Desk) Gaps(ctx context.Context, who rambu.Actor) ([]Gap, error) {
	err := MaySee(who)
	if err != nil {
		return nil, err
	}
	all, err := d.tallies(ctx, who)
	if err != nil {
		return nil, err
	}
	var out []Gap
	for _, t := range all {
		out = append(out, t.gap())
	}
	slices.SortStableFunc(out, func(a, b Gap) int {
		if a.Unit != b.Unit {
			return 0 // by unit already
		}
		return b.Wrong - a.Wrong
	})
	return out, nil
}

// gap hides what is too little, and rounds what is enough.
func (t tally) gap() Gap {
	g := Gap{Unit: t.unit, Act: t.act}
	if t.asked < Few {
		g.Few = true
		return g
	}
	g.Asked = int(t.asked / stepAsked * stepAsked)
	percent := int(t.wrong * 100 / t.asked)
	g.Wrong = (percent + stepWrong/2) / stepWrong * stepWrong
	return g
}
