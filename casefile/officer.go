package casefile

import (
	"context"
	"slices"

	"rambu.id"
	"rambu.id/casefile/lookup"
	"rambu.id/ledger"
	"rambu.id/procedure"
	"rambu.id/seal"
)

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

func officerOf(o lookup.Handler, c Case, on rambu.Date) *Officer {
	return &Officer{
		ID: rambu.NewID("ptg"), Casefile: c.ID, Account: o.Account, Post: o.Post, Since: on,
		institution: c.Institution, region: c.Region,
	}
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
	list, err := d.look.Handlers(ctx, who, []string{account}, t.today)
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
func (t *turn) join(list []lookup.Handler) (func(op *ledger.Op) error, error) {
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
			if assigned(now, o.Account) {
				continue
			}
			err = seal.Grant(op, t.who.Keys, key, o.Key)
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
func enrol(op *ledger.Op, now []Officer, o lookup.Handler, c Case, on rambu.Date) error {
	op.Fact("officer", o.Account)
	for _, old := range now {
		if old.Account == o.Account {
			old.Post, old.Since, old.Until, old.Ended = o.Post, on, "", ""
			return op.Update(officerTable, old.version, old.values()...)
		}
	}
	return op.Insert(officerTable, officerOf(o, c, on).values()...)
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
	reason, err = needText(reason, "alasan")
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
		err := t.handOn(op, o, others[0])
		if err != nil {
			return err
		}
		err = w.write(op)
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

// handOn gives the case and its clocks to another officer's post, when who leaves ran it.
func (t *turn) handOn(op *ledger.Op, from, to Officer) error {
	if from.Post != t.c.Owner || to.Post == from.Post {
		return nil
	}
	t.c.Owner = to.Post
	run, err := procedure.InTx(op.Tx, t.who, Procedure, t.c.ID)
	if err != nil {
		return err
	}
	return t.d.proc.Hand(op, run, to.Post)
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

// Colleague is an officer of the institution as forms and timelines name him.
type Colleague = lookup.Colleague

// Colleagues returns the officers of the actor's institution who have an account, with the
// office each holds today, in a handful of queries. Those without an office are last.
func (d *Desk) Colleagues(ctx context.Context, who rambu.Actor) ([]Colleague, error) {
	err := mayList(who)
	if err != nil {
		return nil, err
	}
	return d.look.Colleagues(ctx, who, d.Today(who))
}
