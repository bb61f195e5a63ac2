package casefile

import (
	"context"
	"slices"

	"rambu.id"
	"rambu.id/intake"
	"rambu.id/internal/words"
	"rambu.id/ledger"
	"rambu.id/procedure"
	"rambu.id/seal"
)

// Join is a report that joined the case another report began.
type Join struct {
	Casefile string // the case that goes on
	Report   string
	On       rambu.Date
}

// open to a further report is a case that was registered and has not come to the plenary.
func openStates() []State { return []State{Registered, Clarifying, Studied, MoreAsked} }

// Joinable returns the cases a report's case may join: registered, of one of the same people, not
// yet before the plenary. Of each its clear side only.
func (d *Desk) Joinable(ctx context.Context, who rambu.Actor, id string) ([]Case, error) {
	same, err := d.Duplicates(ctx, who, id)
	return slices.DeleteFunc(same, func(c Case) bool { return !slices.Contains(openStates(), c.State) }), err
}

// JoinCase lets the report of a case that is not registered join another one: the report is sealed
// to that case's key, its own case ends without a number, and its reporter reads from now on how
// far the other one is; of it and of its reporter he reads nothing else. Errors: Blocked (the other
// is no case about the same people that is open to a further report), Conflict.
func (d *Desk) JoinCase(ctx context.Context, who rambu.Actor, id string, version int64, into string) error {
	t, err := d.take(ctx, who, id, version, mayPrepare, FirstStudy, Incomplete, Tip, Tracing)
	if err != nil {
		return err
	}
	choice, err := d.Joinable(ctx, who, id)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(choice, func(c Case) bool { return c.ID == into })
	if i < 0 {
		return rambu.Fault(rambu.Invalid, "casefile.error.join").On("perkara")
	}
	key, err := d.keys.ByID(ctx, choice[i].keyID)
	if err != nil {
		return err
	}
	text := d.words.T(words.ID, "casefile.letter.joined", "register", choice[i].Register)
	last, kind := Refused, PaperRefusal
	if t.c.State == Tip || t.c.State == Tracing {
		last, kind = Discontinued, PaperStop
	}
	w, err := t.paper(kind, "", Note{Text: text})
	if err != nil {
		return err
	}
	return t.commit("casefile.join", func(op *ledger.Op) error { return t.join1(op, choice[i], key, text, last, w) })
}

// join1 is the operation: the law's two steps that end a case without a number and say so.
func (t *turn) join1(op *ledger.Op, into Case, key seal.Key, text string, last State, w *writing) error {
	run, err := procedure.InTx(op.Tx, t.who, Procedure, into.ID)
	if err != nil {
		return err
	}
	if !slices.Contains(openStates(), State(run.State)) {
		return rambu.Fault(rambu.Conflict, "casefile.error.join").On("perkara")
	}
	err = t.step(op, last, "")
	if err == nil {
		err = w.write(op)
	}
	if err == nil {
		err = t.step(op, Announced, "")
	}
	if err != nil {
		return err
	}
	op.Object(into.ID)
	err = op.Insert(joinTable, rambu.NewID("gab"), t.c.Institution, t.c.Region, into.ID, t.c.Report, t.c.ID, t.today, t.who.Account, t.who.Post)
	if err != nil {
		return err
	}
	return t.d.intake.Move(op, intake.Move{
		Report: t.c.Report, State: intake.StateRegistered, Casefile: into.ID, HandTo: key, Keys: t.who.Keys, Status: run.State, Text: text,
	})
}

// tellJoined writes the state of the case into the inboxes of the reports that joined it: the state
// alone. What an officer writes to the first reporter is his.
func (t *turn) tellJoined(op *ledger.Op) error {
	list, err := joinsIn(op, t.c.ID)
	for _, j := range list {
		if err == nil {
			err = t.d.intake.Move(op, intake.Move{Report: j.Report, Status: string(t.c.State)})
		}
	}
	return err
}

// joined opens the reports that joined the case.
func (t *turn) joined() ([]intake.Opened, error) {
	list, err := t.d.joinsOf(t.ctx, t.c.Institution, t.c.ID)
	if err != nil {
		return nil, err
	}
	var out []intake.Opened
	for _, j := range list {
		o, err := t.d.intake.Open(t.ctx, t.who, j.Report)
		if err != nil {
			return nil, err
		}
		out = append(out, o)
	}
	return out, nil
}

// ReportsOf returns the reports whose exhibits are those of a case: its first and those that joined.
func (d *Desk) ReportsOf(ctx context.Context, who rambu.Actor, id string) ([]string, error) {
	c, err := d.Find(ctx, who, id)
	if err != nil {
		return nil, err
	}
	out := []string{c.Report}
	list, err := d.joinsOf(ctx, who.Institution, id)
	for _, j := range list {
		out = append(out, j.Report)
	}
	return out, err
}
