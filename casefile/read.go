package casefile

import (
	"context"
	"slices"

	"rambu.id"
	"rambu.id/evidence"
	"rambu.id/intake"
	"rambu.id/letter"
	"rambu.id/letter/kinds"
	"rambu.id/procedure"
)

// Filter selects cases; zero fields do not filter.
type Filter struct {
	States  []State
	Owner   string // post that runs the case
	Officer string // account that works on it
	After   string // continue behind the case with this id
	Limit   int    // at most 200; 0 means 50
}

func (f *Filter) bound() {
	if f.Limit <= 0 {
		f.Limit = 50
	}
	f.Limit = min(f.Limit, 200)
}

// List returns cases of the actor's institution, newest first, clear side only.
func (d *Desk) List(ctx context.Context, who rambu.Actor, f Filter) ([]Case, error) {
	err := mayList(who)
	if err != nil {
		return nil, err
	}
	f.bound()
	return d.list(ctx, who.Institution, f)
}

// Waiting is a case with the clock that runs out first.
type Waiting struct {
	Case
	Clock procedure.Clock
}

// Triage returns cases whose clocks run, the most urgent first: each once, with its first clock.
// next continues the list; it is zero at its end.
func (d *Desk) Triage(ctx context.Context, who rambu.Actor, f Filter, after procedure.Cursor) ([]Waiting, procedure.Cursor, error) {
	err := mayList(who)
	if err != nil {
		return nil, after, err
	}
	f.bound()
	var out []Waiting
	seen := map[string]bool{}
	ask := min(200, 2*f.Limit) // a case has one clock or two
	for len(out) < f.Limit {
		clocks, err := d.proc.Due(ctx, who, procedure.Filter{Owner: f.Owner, After: after, Limit: ask})
		if err != nil {
			return nil, after, err
		}
		found, err := d.byIDs(ctx, who.Institution, objects(clocks))
		if err != nil {
			return nil, after, err
		}
		for _, k := range clocks {
			after = k.Cursor()
			c, ok := found[k.Object]
			if !ok || seen[c.ID] || !f.takes(c) {
				continue
			}
			seen[c.ID] = true
			out = append(out, Waiting{Case: c, Clock: k})
			if len(out) == f.Limit {
				return out, after, nil
			}
		}
		if len(clocks) < ask {
			return out, procedure.Cursor{}, nil
		}
	}
	return out, after, nil
}

func (f Filter) takes(c Case) bool {
	return len(f.States) == 0 || slices.Contains(f.States, c.State) // the post is asked of the clocks, which are its
}

// Timed gives each of some cases the clock that runs out first, if one runs.
func (d *Desk) Timed(ctx context.Context, who rambu.Actor, list []Case) ([]Waiting, error) {
	err := mayList(who)
	if err != nil {
		return nil, err
	}
	ids, out := make([]string, len(list)), make([]Waiting, len(list))
	for i, c := range list {
		ids[i] = c.ID
	}
	first, err := d.proc.First(ctx, who, ids)
	for i, c := range list {
		out[i] = Waiting{Case: c, Clock: first[c.ID]}
	}
	return out, err
}

func objects(clocks []procedure.Clock) []string {
	var ids []string
	for _, c := range clocks {
		if !slices.Contains(ids, c.Object) {
			ids = append(ids, c.Object)
		}
	}
	return ids
}

// Counts returns how many cases of the institution are in each state.
func (d *Desk) Counts(ctx context.Context, who rambu.Actor) (map[State]int, error) {
	err := mayList(who)
	if err != nil {
		return nil, err
	}
	return d.countByState(ctx, who.Institution)
}

// Late counts the clocks of the institution that have run out; owner "" counts all posts.
func (d *Desk) Late(ctx context.Context, who rambu.Actor, owner string) (int, error) {
	err := mayList(who)
	if err != nil {
		return 0, err
	}
	return d.proc.Late(ctx, who, owner)
}

// Find returns the clear side of a case.
func (d *Desk) Find(ctx context.Context, who rambu.Actor, id string) (Case, error) {
	err := mayList(who)
	if err != nil {
		return Case{}, err
	}
	return d.find(ctx, who.Institution, id)
}

// OfReport returns the clear side of the case a report began. Errors: NotFound.
func (d *Desk) OfReport(ctx context.Context, who rambu.Actor, report string) (Case, error) {
	err := mayList(who)
	if err != nil {
		return Case{}, err
	}
	return d.findByReport(ctx, who.Institution, report)
}

// View is an opened case.
type View struct {
	Case
	File     Dossier
	Papers   []Paper
	Officers []Officer
	Report   *intake.Opened  // nil without one, or when it joined another case
	Joined   []intake.Opened // further reports that joined this case
	Into     *Join           // where its report went, nil when it joined no other
	Meeting  *Meeting        // latest plenary
	Votes    []Vote          // who voted; ballots only once the plenary is closed
	Run      procedure.Run
}

// Get opens a case. The read is logged before anything is returned. Locked: the actor is not
// one of its officers, and that he tried is logged, once a day.
func (d *Desk) Get(ctx context.Context, who rambu.Actor, id string) (*View, error) {
	t, err := d.take(ctx, who, id, 0, mayRead)
	if err != nil {
		return nil, d.refused(ctx, who, id, err)
	}
	err = d.log.Saw(who, "casefile.read", id)
	if err != nil {
		return nil, err
	}
	v := &View{Case: t.c, File: t.file, Officers: t.officers}
	v.Papers, err = t.papers()
	if err != nil {
		return nil, err
	}
	v.Run, err = d.proc.ByObject(ctx, who, Procedure, id)
	if err != nil {
		return nil, err
	}
	v.Into, err = d.joinOf(ctx, who.Institution, id)
	if err != nil {
		return nil, err
	}
	v.Joined, err = t.joined()
	if err != nil {
		return nil, err
	}
	if t.c.Report != "" && v.Into == nil {
		r, err := d.intake.Open(ctx, who, t.c.Report)
		if err != nil {
			return nil, err
		}
		v.Report = &r
	}
	return v, t.plenaryOf(v)
}

// plenaryOf adds the plenary. Ballots stay closed until all have voted who will.
func (t *turn) plenaryOf(v *View) error {
	m, err := t.d.meeting(t.ctx, t.c.Institution, t.c.ID)
	if err != nil {
		if rambu.KindOf(err) == rambu.NotFound {
			err = nil
		}
		return err
	}
	v.Meeting = &m
	if m.ClosedOn != "" {
		v.Votes, err = t.openVotes(m)
		return err
	}
	v.Votes, err = t.d.votesOf(t.ctx, t.c.Institution, m.ID)
	return err
}

// Exhibits are those of all reports of the case.
func (v *View) Exhibits() (out []evidence.Described) {
	if v.Report != nil {
		out = append(out, v.Report.Exhibits...)
	}
	for _, r := range v.Joined {
		out = append(out, r.Exhibits...)
	}
	return out
}

// Study returns the latest study and the paper it is, nil when there is none.
func (v *View) Study() (*Study, *Paper) { return latest[Study](v.Papers) }

// Decision returns what the plenary decided, nil before.
func (v *View) Decision() (*Decision, *Paper) { return latest[Decision](v.Papers) }

// Forwarding returns the latest draft of the forwarding, nil when there is none.
func (v *View) Forwarding() (*Forwarding, *Paper) { return latest[Forwarding](v.Papers) }

// Check returns the answer to "who could know this?" for the latest draft, nil when it was not
// answered yet.
func (v *View) Check() (*IdentityCheck, *Paper) {
	_, draft := v.Forwarding()
	c, p := latest[IdentityCheck](v.Papers)
	if c == nil || draft == nil || c.Draft != draft.ID {
		return nil, nil
	}
	return c, p
}

// Summonses returns whom was invited to be heard, in order.
func (v *View) Summonses() []*Summons { return all[Summons](v.Papers) }

// Minutes returns the minutes of the clarification, in order.
func (v *View) Minutes() []*Minutes { return all[Minutes](v.Papers) }

// Answers returns what the addressee answered, in order.
func (v *View) Answers() []*Answer { return all[Answer](v.Papers) }

// Clocks returns every clock of a case with its arithmetic.
func (d *Desk) Clocks(ctx context.Context, who rambu.Actor, id string) ([]procedure.Clock, error) {
	run, err := d.run(ctx, who, id)
	if err != nil {
		return nil, err
	}
	return d.proc.Clocks(ctx, who, run.ID)
}

// Timeline returns the steps of the law a case has taken, in order.
func (d *Desk) Timeline(ctx context.Context, who rambu.Actor, id string) ([]procedure.Step, error) {
	run, err := d.run(ctx, who, id)
	if err != nil {
		return nil, err
	}
	return d.proc.Steps(ctx, who, run.ID)
}

func (d *Desk) run(ctx context.Context, who rambu.Actor, id string) (procedure.Run, error) {
	_, err := d.Find(ctx, who, id)
	if err != nil {
		return procedure.Run{}, err
	}
	return d.proc.ByObject(ctx, who, Procedure, id)
}

// Answered lists letters in the inbox that answer a forwarded case and were not filed in it
// yet: of each the case and the letter.
func (d *Desk) Answered(ctx context.Context, who rambu.Actor) (map[string]letter.Incoming, error) {
	err := mayList(who)
	if err != nil {
		return nil, err
	}
	in, err := d.letters.Unhandled(ctx, who, 50, kinds.KindAnswer)
	if err != nil {
		return nil, err
	}
	var ours []string
	for _, l := range in {
		if l.ReplyTo != "" {
			ours = append(ours, l.ReplyTo)
		}
	}
	cases, err := d.byLetters(ctx, who.Institution, ours)
	if err != nil {
		return nil, err
	}
	out := map[string]letter.Incoming{}
	for _, l := range in {
		if c, ok := cases[l.ReplyTo]; ok {
			out[c.ID] = l
		}
	}
	return out, nil
}

// Named returns the clear side of cases by id, in one query; what is no case of the actor's
// institution is absent.
func (d *Desk) Named(ctx context.Context, who rambu.Actor, ids []string) (map[string]Case, error) {
	if mayList(who) != nil || len(ids) == 0 {
		return nil, nil //nolint:nilerr // an officer of another room has clocks, and no cases
	}
	slices.Sort(ids)
	return d.byIDs(ctx, who.Institution, slices.Compact(ids))
}

// OfReports returns the clear side of the cases that reports began, by report.
func (d *Desk) OfReports(ctx context.Context, who rambu.Actor, reports []string) (map[string]Case, error) {
	err := mayList(who)
	if err != nil || len(reports) == 0 {
		return nil, err
	}
	return d.byReports(ctx, who.Institution, reports)
}
