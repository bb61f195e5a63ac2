package casefile

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"rambu.id"
	"rambu.id/access"
	"rambu.id/intake"
	"rambu.id/ledger"
	"rambu.id/letter"
	"rambu.id/roster"
	"rambu.id/roster/region"
	"rambu.id/seal"
)

// DefaultPattern numbers the case register where nobody configured another pattern: the form
// of "001/Reg/LP/PB/Kab/18.01/X/2024" (law pack, rule pola-nomor; unsure).
const DefaultPattern letter.Pattern = "{no:3}/Reg/{kode}/{bulan-romawi}/{tahun}"

// Ended says why an officer no longer works on a case.
type Ended string

// The closed list.
const (
	EndedRecusal  Ended = "mengundurkan-diri" // he has an interest in it, or is close to somebody who has
	EndedReplaced Ended = "diganti"
)

// Officer is an account that works on a case, or did.
type Officer struct {
	ID       string // "ptg_…"
	Casefile string
	Account  string
	Post     string
	Since    rambu.Date
	Until    rambu.Date // "" while he does
	Ended    Ended

	institution, region string
	version             int64
}

func (o *Officer) values() []any {
	return []any{o.ID, o.institution, o.region, o.Casefile, o.Account, o.Post, o.Since, o.Until, string(o.Ended)}
}

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
	officers []colleague
	recovery *seal.Key
	papers   []Paper
	series   string
	pattern  letter.Pattern
}

// Register gives the case its number and a key of its own, to which everything is sealed anew.
// Only the officers named hold it; the intake key opens nothing of the case any more.
// Errors: Blocked (checklist, respondent, act or signature lacking), Invalid on "petugas".
func (d *Desk) Register(ctx context.Context, who rambu.Actor, id string, in RegisterIn) (string, error) {
	t, err := d.take(ctx, who, id, in.Version, mayPrepare)
	if err != nil {
		return "", err
	}
	err = t.in(FirstStudy, Incomplete, Tracing)
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
	r.pattern = setting.Pattern
	r.officers, err = t.d.colleagues(t.ctx, t.who, accounts)
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
		p.body, err = sealJSON(r.content, paperInfo(p.ID), p.Content)
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
		t.c.Register = r.pattern.Number(seq, t.today, r.series+"/PB/"+tier(t.c.Region)+"/"+t.c.Region)
		t.c.RegisteredOn, t.c.Owner = t.today, r.officers[0].post
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
			err = op.Insert(officerTable, o.officer(t.c, t.today).values()...)
			if err != nil {
				return err
			}
		}
		err = t.step(op, Registered, "")
		if err != nil {
			return err
		}
		return t.tell(op, intake.Move{State: intake.StateRegistered, Casefile: t.c.ID, HandTo: r.key, Keys: t.who.Keys})
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
		err = seal.GrantPair(op, r.key, r.pair, o.key)
		if err != nil {
			return err
		}
	}
	if r.recovery == nil {
		return nil
	}
	return seal.GrantPair(op, r.key, r.pair, *r.recovery)
}

// tier is the level in a register number.
func tier(code string) string {
	switch region.KindOf(code) {
	case region.KindProvince:
		return "Prov"
	case region.KindKota:
		return "Kota"
	}
	return "Kab"
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

// colleague is an officer of the institution who can be given a case.
type colleague struct {
	account string
	post    string
	roles   []rambu.Role
	key     seal.Key
}

func (o colleague) officer(c Case, on rambu.Date) *Officer {
	return &Officer{
		ID: rambu.NewID("ptg"), Casefile: c.ID, Account: o.account, Post: o.post, Since: on,
		institution: c.Institution, region: c.Region,
	}
}

// colleagues looks up accounts of the institution with the office each holds today.
func (d *Desk) colleagues(ctx context.Context, who rambu.Actor, accounts []string) ([]colleague, error) {
	invalid := func(key string) error { return rambu.Fault(rambu.Invalid, key).On("petugas") }
	if len(accounts) == 0 || len(accounts) > maxRespondents {
		return nil, invalid("casefile.error.officers")
	}
	var out []colleague
	for _, id := range accounts {
		if slices.ContainsFunc(out, func(o colleague) bool { return o.account == id }) {
			return nil, invalid("casefile.error.officer_twice")
		}
		a, err := d.accounts.Find(ctx, who, id)
		if rambu.KindOf(err) == rambu.NotFound && err != nil {
			return nil, invalid("casefile.error.officer_unknown")
		}
		if err != nil {
			return nil, err
		}
		o := colleague{account: id}
		o.post, o.roles, err = d.office(ctx, a)
		if err != nil {
			return nil, err
		}
		if a.State != access.Active || o.post == "" {
			return nil, invalid("casefile.error.officer_office")
		}
		o.key, err = d.keys.ByID(ctx, a.KeyID)
		if err != nil {
			return nil, err
		}
		out = append(out, o)
	}
	return out, nil
}

// office returns the post by which an account works on cases today, and its roles; "" for none.
func (d *Desk) office(ctx context.Context, a access.Account) (string, []rambu.Role, error) {
	if a.Person == "" {
		return "", nil, nil
	}
	held, err := d.roster.Held(ctx, roster.PersonID(a.Person), d.proc.Today(a.Region))
	if err != nil {
		return "", nil, err
	}
	for _, h := range held {
		handles := slices.Contains(h.Post.Roles, rambu.RoleHandler) || slices.Contains(h.Post.Roles, rambu.RoleMember)
		if h.Post.Institution == a.Institution && handles {
			return string(h.Post.ID), h.Post.Roles, nil
		}
	}
	return "", nil, nil
}

// Assign gives the case to one more officer. Only who holds it can.
func (d *Desk) Assign(ctx context.Context, who rambu.Actor, id string, version int64, account string) error {
	t, err := d.take(ctx, who, id, version, mayWork)
	if err != nil {
		return err
	}
	if assigned(t.officers, account) {
		return rambu.Fault(rambu.Conflict, "casefile.error.assigned").On("petugas")
	}
	if slices.ContainsFunc(t.officers, func(o Officer) bool { return o.Account == account && o.Ended == EndedRecusal }) {
		return rambu.Fault(rambu.Blocked, "casefile.error.recused").On("petugas")
	}
	list, err := d.colleagues(ctx, who, []string{account})
	if err != nil {
		return err
	}
	add, err := t.join(list)
	if err != nil {
		return err
	}
	return t.commit("casefile.assign", add)
}

// join prepares to let colleagues into the case: those who are in it already are left out.
func (t *turn) join(list []colleague) (func(op *ledger.Op) error, error) {
	key, err := t.d.keys.ByID(t.ctx, t.c.keyID)
	if err != nil {
		return nil, err
	}
	return func(op *ledger.Op) error {
		now, err := officersIn(op, t.c.ID)
		if err != nil {
			return err
		}
		for _, o := range list {
			if assigned(now, o.account) {
				continue
			}
			err = seal.Grant(op, t.who.Keys, key, o.key)
			if err != nil {
				return err
			}
			err = enrol(op, now, o, t.c, t.today)
			if err != nil {
				return err
			}
		}
		return nil
	}, nil
}

// enrol adds an officer, or lets one back in who had been replaced.
func enrol(op *ledger.Op, now []Officer, o colleague, c Case, on rambu.Date) error {
	op.Fact("officer", o.account)
	for _, old := range now {
		if old.Account == o.account {
			old.Post, old.Since, old.Until, old.Ended = o.post, on, "", ""
			return op.Update(officerTable, old.version, old.values()...)
		}
	}
	return op.Insert(officerTable, o.officer(c, on).values()...)
}

// Recuse takes an officer off the case and his key of it away: himself with a reason (an
// interest in the matter), or another who is replaced. The last one cannot go before another
// came. What he opened before he may remember; the log says what that was.
func (d *Desk) Recuse(ctx context.Context, who rambu.Actor, id string, version int64, account, reason string) error {
	t, err := d.take(ctx, who, id, version, mayWork)
	if err != nil {
		return err
	}
	if account != who.Account && !who.Is(rambu.RoleMember) {
		return rambu.Fault(rambu.Forbidden, "casefile.error.not_member")
	}
	reason, err = needText(reason, "alasan", maxNote)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(t.officers, func(o Officer) bool { return o.Account == account && o.Until == "" })
	if i < 0 {
		return rambu.Fault(rambu.Invalid, "casefile.error.officer_unknown").On("petugas")
	}
	others := slices.DeleteFunc(slices.Clone(t.officers), func(o Officer) bool { return o.Until != "" || o.Account == account })
	if len(others) == 0 {
		return rambu.Fault(rambu.Blocked, "casefile.error.last_officer")
	}
	w, err := t.paper(PaperRecusal, "", Note{Text: reason})
	if err != nil {
		return err
	}
	o := t.officers[i]
	o.Until, o.Ended = t.today, EndedReplaced
	if account == who.Account {
		o.Ended = EndedRecusal
	}
	holder, err := d.holderKey(ctx, who, t.c, account)
	if err != nil {
		return err
	}
	return t.commit("casefile.recuse", func(op *ledger.Op) error {
		op.Fact("officer", account)
		if o.Post == t.c.Owner {
			t.c.Owner = others[0].Post
		}
		err := w.write(op)
		if err != nil {
			return err
		}
		err = op.Update(officerTable, o.version, o.values()...)
		if err != nil || holder == "" {
			return err
		}
		return seal.Revoke(op, t.c.keyID, holder)
	})
}

// holderKey is the key of an account that holds the key of the case now, "" when none does: an
// account that was invited anew has another.
func (d *Desk) holderKey(ctx context.Context, who rambu.Actor, c Case, account string) (string, error) {
	holders, err := d.keys.Holders(ctx, c.keyID)
	if err != nil {
		return "", err
	}
	for _, id := range holders { // an account's own keys only: a handful
		k, err := d.keys.ByID(ctx, id)
		if err != nil {
			return "", err
		}
		if k.Kind == seal.KindAccount && k.Subject == account && k.Institution == who.Institution {
			return id, nil
		}
	}
	return "", nil
}
