package procedure

import (
	"slices"
	"time"

	"rambu.id"
	"rambu.id/calendar"
	"rambu.id/law"
	"rambu.id/ledger"
)

// StartIn says which procedure begins for what.
type StartIn struct {
	Procedure string
	Object    string
	Initial   string     // state entered first; must follow the start in the law
	Owner     string     // post that owns the clocks
	On        rambu.Date // legal day it began; "" today
	Events    map[string]rambu.Date
}

// Start begins a procedure inside an operation.
func (s *Service) Start(op *ledger.Op, in StartIn) (Run, error) {
	p, err := s.procedure(in.Procedure)
	if err != nil {
		return Run{}, err
	}
	t, ok := step(p, law.Start, in.Initial)
	if !ok {
		return Run{}, rambu.Errorf(rambu.Internal, "%s does not begin in %q", p.ID, in.Initial)
	}
	run := Run{
		ID: rambu.NewID("jln"), Institution: op.Who.Institution, Region: op.Who.Region, Procedure: p.ID,
		Pack: s.pack.Version(), Object: in.Object, Owner: in.Owner, Version: 0,
	}
	w := &walk{s: s, op: op, p: p, run: &run, today: s.Calendar().Today(run.Region, op.At)}
	err = w.events(in.Events)
	if err != nil {
		return Run{}, err
	}
	return run, w.enter(t, in.On)
}

// MoveIn says where a run goes.
type MoveIn struct {
	To     string
	On     rambu.Date            // legal day it happened; "" today; never in the future
	Events map[string]rambu.Date // named events that come with it, some in the future: an examination's date
}

// Move takes a run to another state if the law has that step. A step the law does not have is
// a Conflict; one that comes too early or too late for a strict rule of time is Blocked and the
// message names the article.
func (s *Service) Move(op *ledger.Op, run Run, in MoveIn) (Run, error) {
	p, err := s.procedure(run.Procedure)
	if err != nil {
		return Run{}, err
	}
	t, ok := step(p, run.State, in.To)
	if !ok {
		return Run{}, rambu.Fault(rambu.Conflict, "procedure.error.no_step", "from", label(p, run.State), "to", label(p, in.To))
	}
	w := &walk{s: s, op: op, p: p, run: &run, today: s.Calendar().Today(run.Region, op.At)}
	err = w.load()
	if err != nil {
		return Run{}, err
	}
	err = w.events(in.Events)
	if err != nil {
		return Run{}, err
	}
	return run, w.enter(t, in.On)
}

// walk is one move of one run inside an operation.
type walk struct {
	s      *Service
	op     *ledger.Op
	p      *law.Procedure
	run    *Run
	today  rambu.Date
	steps  int64
	last   rambu.Date            // day of the latest state
	happen map[string]rambu.Date // states entered and events, each with its latest day
	clocks []Clock
	reason string // why clocks move; "" a holiday
}

// load reads what happened before and the clocks that run.
func (w *walk) load() error {
	steps, err := stepsOf(w.op.Tx, w.run.ID)
	if err != nil {
		return err
	}
	w.happened(steps)
	w.clocks, err = clocksIn(w.op.Tx, w.run.ID)
	return err
}

// happened notes what the steps of a run say.
func (w *walk) happened(steps []Step) {
	w.happen = map[string]rambu.Date{}
	for _, st := range steps {
		w.happen[st.Event] = st.On
		w.steps = st.Number
		if st.Transition != "" {
			w.last = st.On
		}
	}
}

// events records named events. A planned one may lie in the future.
func (w *walk) events(named map[string]rambu.Date) error {
	if w.happen == nil {
		w.happen = map[string]rambu.Date{}
	}
	names := make([]string, 0, len(named))
	for n := range named {
		names = append(names, n)
	}
	slices.Sort(names)
	for _, n := range names {
		on := named[n]
		known := slices.IndexFunc(w.p.Events, func(e law.Event) bool { return e.ID == n })
		if known < 0 {
			return rambu.Errorf(rambu.Internal, "%s has no event %q", w.p.ID, n)
		}
		if !on.Valid() {
			return rambu.Fault(rambu.Invalid, "error.date").On(n)
		}
		err := w.record("", n, on)
		if err != nil {
			return err
		}
		err = w.meet(w.p.Events[known], on)
		if err != nil {
			return err
		}
	}
	return nil
}

func (w *walk) record(transition, event string, on rambu.Date) error {
	w.steps++
	w.happen[event] = on
	return w.op.Insert(stepTable, rambu.NewID("lgk"), w.run.Institution, w.run.Region, w.run.ID, w.steps,
		transition, event, on, w.op.At, w.op.Who.Account, w.op.Who.Post)
}

// enter takes the run into the target of a transition and winds its clocks.
func (w *walk) enter(t law.Transition, on rambu.Date) error {
	if on == "" {
		on = w.fixedDay(t)
	}
	switch {
	case !on.Valid():
		return rambu.Fault(rambu.Invalid, "error.date").On("tanggal")
	case on > w.today:
		return rambu.Fault(rambu.Invalid, "procedure.error.future").On("tanggal")
	case on < w.last:
		return rambu.Fault(rambu.Invalid, "procedure.error.before_last", "date", string(w.last)).On("tanggal")
	}
	err := w.strict(t, on)
	if err != nil {
		return err
	}
	err = w.record(t.ID, t.To, on)
	if err != nil {
		return err
	}
	st, _ := w.p.State(t.To)
	w.run.State, w.run.Since, w.run.Ended = t.To, on, st.Terminal
	err = w.saveRun()
	if err != nil {
		return err
	}
	w.op.Fact("step", t.ID)
	err = w.finish(t, on)
	if err != nil {
		return err
	}
	err = w.handOn()
	if err != nil {
		return err
	}
	err = w.goOn()
	if err != nil {
		return err
	}
	return w.syncClocks()
}

// goOn lets the clocks that run count by the rule of this state.
func (w *walk) goOn() error {
	for i := range w.clocks {
		c := &w.clocks[i]
		g, ok := groupOf(w.p, c.Rule)
		if !ok {
			continue
		}
		rule := g.rule(c.Rule, w.run.State)
		if rule == c.Rule {
			continue
		}
		c.Rule = rule
		err := w.saveClock(c)
		if err != nil {
			return err
		}
	}
	return nil
}

// handOn gives the clocks that run to the post that runs the matter now.
func (w *walk) handOn() error {
	for i := range w.clocks {
		c := &w.clocks[i]
		if c.Owner == w.run.Owner {
			continue
		}
		c.Owner = w.run.Owner
		err := w.saveClock(c)
		if err != nil {
			return err
		}
	}
	return nil
}

// Hand gives a run and the clocks that run to another post.
func (s *Service) Hand(op *ledger.Op, run Run, owner string) error {
	p, err := s.procedure(run.Procedure)
	if err != nil {
		return err
	}
	run.Owner = owner
	w := &walk{s: s, op: op, p: p, run: &run, today: s.Calendar().Today(run.Region, op.At)}
	err = w.load()
	if err != nil {
		return err
	}
	err = w.saveRun()
	if err != nil {
		return err
	}
	return w.handOn()
}

func (w *walk) saveRun() error {
	r := w.run
	values := []any{r.ID, r.Institution, r.Region, r.Procedure, r.Pack, r.Object, r.Owner, r.State, r.Since, r.Ended}
	var err error
	if r.Version == 0 {
		err = w.op.Insert(runTable, values...)
	} else {
		err = w.op.Update(runTable, r.Version, values...)
	}
	r.Version++
	return err
}

// strict checks the rules of time that stop a step: "at least N before", "on the Nth day",
// "only after N". An ordinary deadline that has passed stops nothing: it shows as late.
func (w *walk) strict(t law.Transition, on rambu.Date) error {
	d := t.Deadline
	if d == nil || !(d.Before || d.On || d.After) {
		return nil
	}
	due, err := w.ruleDate(*d)
	if err != nil {
		return err
	}
	if d.Before && on > due {
		return rambu.Fault(rambu.Blocked, "procedure.error.too_late_before", "rule", d.RuleID, "rule_en", d.RuleEN, "last", string(due)).On(d.From)
	}
	if d.After {
		due = due.AddDays(1)
	}
	if !d.Before && on < due {
		return rambu.Fault(rambu.Blocked, "procedure.error.too_early", "rule", d.RuleID, "rule_en", d.RuleEN, "first", string(due)).On("tanggal")
	}
	if d.On && on > due {
		return rambu.Fault(rambu.Blocked, "procedure.error.not_that_day", "rule", d.RuleID, "rule_en", d.RuleEN, "day", string(due)).On("tanggal")
	}
	return nil
}

// ruleDate derives the date of a rule from its event in this run.
func (w *walk) ruleDate(d law.Deadline) (rambu.Date, error) {
	from, ok := w.happen[d.From]
	if !ok {
		return "", rambu.Fault(rambu.Invalid, "procedure.error.event_needed", "event", eventLabel(w.p, d.From)).On(d.From)
	}
	due, _, err := w.s.CalendarOf(w.run.Institution).DueDate(calendar.Query{From: from, Rule: ruleOf(d), Region: w.run.Region, KnownOn: w.today})
	return due, err
}

// fixedDay is the day a step happens by law ("on the 15th working day"), when that day has
// come; it is the default of such a step, whenever it is recorded.
func (w *walk) fixedDay(t law.Transition) rambu.Date {
	if t.Deadline == nil || !t.Deadline.On {
		return w.today
	}
	due, err := w.ruleDate(*t.Deadline)
	if err != nil || due > w.today {
		return w.today
	}
	return due
}

// finish ends the clocks whose budget the step used up, and those whose way is closed now.
func (w *walk) finish(t law.Transition, on rambu.Date) error {
	ahead := w.reachable(t.To)
	for i := range w.clocks {
		c := &w.clocks[i]
		g, over := w.over(c, ahead)
		if !over {
			continue
		}
		c.Status, c.EndedOn = Stopped, on
		if g.has(t.ID) || w.follows(t, g) {
			c.Status = Met
		}
		err := w.saveClock(c)
		if err != nil {
			return err
		}
	}
	w.clocks = slices.DeleteFunc(w.clocks, func(c Clock) bool { return c.Status != Running })
	return nil
}

// over reports whether a clock ends where only the states ahead can be passed. A clock of a rule ends
// by MeetRule; a budget runs while a step of it is ahead.
func (w *walk) over(c *Clock, ahead []string) (group, bool) {
	g, ok := groupOf(w.p, c.Rule)
	return g, ok && (w.run.Ended || !g.ahead(ahead))
}

// reachable lists the states that can still be passed from a state, itself included.
func (w *walk) reachable(from string) []string {
	seen := []string{from}
	for i := 0; i < len(seen); i++ {
		for _, t := range w.p.Next(seen[i]) {
			if !slices.Contains(seen, t.To) {
				seen = append(seen, t.To)
			}
		}
	}
	return seen
}

// syncClocks starts the budgets whose event has happened and that this state spends.
func (w *walk) syncClocks() error {
	for _, c := range w.starting() {
		err := w.saveClock(&c)
		if err != nil {
			return err
		}
		w.clocks = append(w.clocks, c)
	}
	return nil
}

// starting are the clocks of the budgets whose event has happened and that this state spends.
func (w *walk) starting() []Clock {
	if w.run.Ended {
		return nil
	}
	var out []Clock
	groups := groupsOf(w.p)
	for _, g := range groups {
		on, ok := w.happen[g.from]
		if ok && !w.wound(g, on) && !w.used(g, on) && g.begins(w.run.State, groups) {
			out = append(out, w.clock(g.rule(g.steps[0].ID, w.run.State), on))
		}
	}
	return out
}

// wound reports whether a running clock already stands for the budget.
func (w *walk) wound(g group, on rambu.Date) bool {
	return slices.ContainsFunc(w.clocks, func(c Clock) bool { return c.StartOn == on && g.has(c.Rule) })
}

// clock is a new clock of the run.
func (w *walk) clock(rule string, on rambu.Date) Clock {
	return Clock{
		ID: rambu.NewID("jam"), Run: w.run.ID, Object: w.run.Object, Procedure: w.p.ID, Institution: w.run.Institution,
		Region: w.run.Region, Rule: rule, Owner: w.run.Owner, Status: Running, StartOn: on, StartAt: w.startAt(on),
	}
}

func (w *walk) wind(rule string, on rambu.Date) error {
	c := w.clock(rule, on)
	err := w.saveClock(&c)
	if err != nil {
		return err
	}
	w.clocks = append(w.clocks, c)
	return nil
}

// startAt is the instant hours count from: now when it happened today, else the end of that
// day, so that a late entry never shortens anybody's hours.
func (w *walk) startAt(on rambu.Date) time.Time {
	if on == w.today {
		return w.op.At
	}
	z, err := w.s.Calendar().Zone(w.run.Region)
	if err != nil {
		return w.op.At
	}
	return on.AddDays(1).Time(z.Location).UTC()
}

// why says why a due date moves in an operation.
func (w *walk) why() string {
	if w.reason != "" {
		return w.reason
	}
	return w.s.announced(w.op.Who.Institution, w.op.Who.Region, w.today)
}

// saveClock writes the clock and its derived due date.
func (w *walk) saveClock(c *Clock) error {
	susp, err := encodeSuspensions(c.Suspensions)
	if err != nil {
		return err
	}
	if c.version == 0 {
		c.woundAt = w.op.At
	}
	values := []any{
		c.ID, c.Institution, c.Region, c.Run, c.Object, c.Procedure, c.Rule, c.Owner, c.StartOn, c.StartAt,
		string(c.Status), c.EndedOn, c.woundAt, susp,
	}
	if c.version == 0 {
		err = w.op.Insert(clockTable, values...)
	} else {
		err = w.op.Update(clockTable, c.version, values...)
	}
	if err != nil {
		return err
	}
	c.version++
	err = w.s.derive(c, w.today, false)
	if err != nil {
		return err
	}
	if c.Status != Running {
		return dropDue(w.op.Tx, c)
	}
	if c.Right {
		return nil // the window of somebody's right: nobody is late when it closes
	}
	return putDue(w.op.Tx, c, w.why, w.op.At)
}

func step(p *law.Procedure, from, to string) (law.Transition, bool) {
	for _, t := range p.Next(from) {
		if t.To == to {
			return t, true
		}
	}
	return law.Transition{}, false
}

func label(p *law.Procedure, state string) string {
	if st, ok := p.State(state); ok {
		return st.LabelID
	}
	return state
}

func eventLabel(p *law.Procedure, id string) string {
	for _, e := range p.Events {
		if e.ID == id {
			return e.LabelID
		}
	}
	return label(p, id)
}
