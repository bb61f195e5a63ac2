package casefile

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"rambu.id"
	"rambu.id/casefile/lookup"
	"rambu.id/intake"
	"rambu.id/internal/words"
	"rambu.id/ledger"
	"rambu.id/seal"
)

// RegisterIn says who gets the case.
type RegisterIn struct {
	Version  int64
	Accounts []string // officers; the first one's post runs the case
}

// registration is what Register prepares before its operation.
type registration struct {
	key      seal.Key
	pair     *seal.Pair
	content  seal.ContentKey
	officers []lookup.Handler
	recovery *seal.Key
	papers   []Paper
	series   string
	numbers  Setting
}

// Register gives the case its number and a key of its own, to which everything is sealed anew.
// Only the officers named hold it; the intake key opens nothing of the case any more.
// Errors: Blocked (checklist, respondent, act or signature lacking), Invalid on "petugas".
func (d *Desk) Register(ctx context.Context, who rambu.Actor, id string, in RegisterIn) (string, error) {
	t, err := d.take(ctx, who, id, in.Version, mayPrepare, FirstStudy, Incomplete, Tracing)
	if err != nil {
		return "", err
	}
	err = t.ready()
	if err != nil {
		return "", err
	}
	r, err := t.registration(in.Accounts)
	if err != nil {
		return "", err
	}
	old := t.c
	for try := 0; ; try++ {
		t.c = old
		err = t.register(r)
		if !errors.Is(err, errDrawn) || try == 4 {
			return t.c.Register, err
		}
	}
}

// ready checks what the law asks for before a number is given.
func (t *turn) ready() error {
	if lacking := t.d.missing(t.c, t.file); len(lacking) > 0 {
		names := make([]string, len(lacking))
		for i, r := range lacking {
			names[i] = r.LabelID
		}
		return rambu.Fault(rambu.Blocked, "casefile.error.checklist", "what", strings.Join(names, "; "))
	}
	if len(t.file.Respondents) == 0 {
		return rambu.Fault(rambu.Blocked, "casefile.error.no_respondent")
	}
	if !t.file.Act.Chosen() {
		return rambu.Fault(rambu.Blocked, "casefile.error.no_act")
	}
	r, err := t.d.intake.Find(t.ctx, t.who, t.c.Report)
	if err != nil {
		return err
	}
	if r.Door == intake.DoorFormal && t.c.Origin == OriginReport && r.SignedOn == "" {
		return rambu.Fault(rambu.Blocked, "casefile.error.unsigned")
	}
	if r.State == intake.StateWithdrawn {
		return rambu.Fault(rambu.Conflict, "casefile.error.report_state")
	}
	return nil
}

// registration makes the key of the case and seals anew what was written before it.
func (t *turn) registration(accounts []string) (*registration, error) {
	r := &registration{content: seal.NewContentKey(), series: "TM"}
	if t.c.Origin == OriginReport {
		r.series = "LP"
	}
	setting, err := t.d.Setting(t.ctx, t.who)
	if err != nil {
		return nil, err
	}
	r.numbers = setting
	r.officers, err = t.d.look.Handlers(t.ctx, t.who, accounts, t.today)
	if err != nil {
		return nil, err
	}
	r.pair, err = seal.NewPair()
	if err != nil {
		return nil, err
	}
	r.key = seal.Key{
		ID: rambu.NewID("kun"), Institution: t.c.Institution, Region: t.c.Region, Kind: seal.KindCase, Subject: t.c.ID,
		Public: r.pair.Public(), Verify: r.pair.VerifyKey(),
	}
	rec, err := t.d.keys.InstitutionKey(t.ctx, t.c.Institution, seal.KindRecovery)
	if err == nil {
		r.recovery = &rec
	} else if rambu.KindOf(err) != rambu.NotFound {
		return nil, err
	}
	r.papers, err = t.papers()
	if err != nil {
		return nil, err
	}
	for i := range r.papers {
		p := &r.papers[i]
		p.body, err = r.content.SealJSON(paperInfo(p.ID), p.Content)
		if err != nil {
			return nil, err
		}
	}
	t.key, t.c.keyID = r.content, r.key.ID
	t.c.wrapped, err = seal.Seal(r.key.Public, keyInfo(t.c.ID), r.content[:])
	return r, err
}

// register is the operation.
func (t *turn) register(r *registration) error {
	return t.commit("casefile.register", func(op *ledger.Op) error {
		year := t.today.Time(time.UTC).Year()
		seq, err := draw(op, t.c, r.series, year)
		if err != nil {
			return err
		}
		t.c.Register = r.numbers.Number(seq, t.today, t.c.Origin, t.c.Region)
		t.c.RegisteredOn, t.c.Owner = t.today, r.officers[0].Post
		op.Fact("register", t.c.Register)
		err = r.grant(op)
		if err != nil {
			return err
		}
		for i := range r.papers {
			err = op.Update(paperTable, r.papers[i].version, r.papers[i].values()...)
			if err != nil {
				return err
			}
		}
		for _, o := range r.officers {
			err = op.Insert(officerTable, officerOf(o, t.c, t.today).values()...)
			if err != nil {
				return err
			}
		}
		err = t.step(op, Registered, "")
		if err != nil {
			return err
		}
		return t.tell(op, intake.Move{
			State: intake.StateRegistered, Casefile: t.c.ID, HandTo: r.key, Keys: t.who.Keys,
			Text: t.d.words.T(words.ID, "casefile.letter.registered", "register", t.c.Register),
		})
	})
}

// grant stores the key of the case and lets its officers hold it; the printed recovery code
// too, so that a case outlives lost passwords.
func (r *registration) grant(op *ledger.Op) error {
	err := seal.AddKey(op, r.key)
	if err != nil {
		return err
	}
	for _, o := range r.officers {
		err = seal.GrantPair(op, r.key, r.pair, o.Key)
		if err != nil {
			return err
		}
	}
	if r.recovery == nil {
		return nil
	}
	return seal.GrantPair(op, r.key, r.pair, *r.recovery)
}

// errDrawn says that another process drew the number at the same moment.
var errDrawn = errors.New("another process drew a number")

// draw takes the next number inside the operation that uses it: if that fails, the number was
// never drawn, so no gap can arise.
func draw(op *ledger.Op, c Case, series string, year int) (int64, error) {
	id := c.Institution + "|" + strconv.Itoa(year) + "|" + series
	var last, version int64
	err := op.Tx.QueryRow(`SELECT last, version FROM casefile_number WHERE id = $1 AND institution = $2`,
		[]any{id, c.Institution}, &last, &version)
	switch {
	case err == nil:
		last++
		err = op.Update(numberTable, version, id, c.Institution, c.Region, series, year, last)
	case rambu.KindOf(err) == rambu.NotFound:
		last = 1
		err = op.Insert(numberTable, id, c.Institution, c.Region, series, year, last)
	}
	if err != nil && rambu.KindOf(err) == rambu.Conflict {
		return 0, fmt.Errorf("%w: %w", errDrawn, err)
	}
	return last, err
}
