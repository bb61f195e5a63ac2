package law

import (
	"slices"
	"strings"
)

// Unit is what a deadline counts.
type Unit string

// The units of deadlines.
const (
	Hours        Unit = "jam"
	CalendarDays Unit = "hari-kalender"
	WorkingDays  Unit = "hari-kerja"
)

// Start is the state before the first: transitions from it open a matter.
const Start = ""

// startName stands for Start in a transition's id.
const startName = "mulai"

// ruleMark stands between a procedure and a rule of it that hangs on no step.
const ruleMark = "#"

// Procedure is a legal procedure as states and the transitions between them.
type Procedure struct {
	ID           string        `yaml:"id"`
	NameID       string        `yaml:"name_id"`
	NameEN       string        `yaml:"name_en"`
	Side         string        `yaml:"side" ref:"side"` // bawaslu, gakkumdu, bkn, pemda or umum: whose room runs it
	DefaultUnit  Unit          `yaml:"default_unit" ref:"unit"`
	Basis        []Citation    `yaml:"basis,omitempty"`
	BasisText    []string      `yaml:"basis_text,omitempty"`
	NoteID       string        `yaml:"note_id,omitempty"`
	NoteEN       string        `yaml:"note_en,omitempty"`
	Events       []Event       `yaml:"events,omitempty"`
	States       []State       `yaml:"states"`
	Transitions  []Transition  `yaml:"-"`           // one per state it leaves
	Written      []Transition  `yaml:"transitions"` // as in the file, where one entry may leave several states
	Requirements []Requirement `yaml:"requirements,omitempty"`
	Rules        []Rule        `yaml:"rules,omitempty"`
	Forms        []Form        `yaml:"forms,omitempty"`
	Stops        []Stop        `yaml:"suspensions,omitempty"` // none: no clock of the procedure may stand still

	byID map[string]int
}

// Event is a named moment that clocks count from and that is not a state. Meets are the steps whose time
// it ends: what they had to be done in is done, though the matter stays where it is.
type Event struct {
	ID      string   `yaml:"id"`
	LabelID string   `yaml:"label_id"`
	LabelEN string   `yaml:"label_en"`
	Meets   []string `yaml:"meets,omitempty"`
}

// State is a stage of a matter. Waiting means that somebody else has to act.
type State struct {
	ID       string `yaml:"id"`
	LabelID  string `yaml:"label_id"`
	LabelEN  string `yaml:"label_en"`
	Terminal bool   `yaml:"terminal,omitempty"`
	Waiting  bool   `yaml:"waiting,omitempty"`
}

// Transition moves a matter. ID is stable: "bawaslu-pilkada/kajian_awal>diregister", with
// "mulai" for the start.
type Transition struct {
	ID        string     `yaml:"-"`
	FromList  []string   `yaml:"from,omitempty"` // as written in the file; empty: start
	From      string     `yaml:"-"`              // Start for the first step
	To        string     `yaml:"to"`
	TriggerID string     `yaml:"trigger_id"`
	TriggerEN string     `yaml:"trigger_en"`
	Actor     string     `yaml:"actor" ref:"party"`
	Basis     []Citation `yaml:"basis,omitempty"`
	Deadline  *Deadline  `yaml:"deadline,omitempty"`
	Conf      Conf       `yaml:"conf"`
	Src       []string   `yaml:"src,omitempty" ref:"src"`
}

// Deadline is a rule of time on a step. From is a state (the moment it was entered) or an event
// of the procedure. Without a flag the step must happen within Count units of From.
type Deadline struct {
	Count  int        `yaml:"count"`
	Unit   Unit       `yaml:"unit" ref:"unit"`
	From   string     `yaml:"from"`
	Before bool       `yaml:"before,omitempty"` // at least Count units before From
	On     bool       `yaml:"on,omitempty"`     // exactly on the Count-th unit after From
	After  bool       `yaml:"after,omitempty"`  // only once Count units have passed
	RuleID string     `yaml:"rule_id"`
	RuleEN string     `yaml:"rule_en"`
	Basis  []Citation `yaml:"basis,omitempty"`
	Conf   Conf       `yaml:"conf"`
}

// Requirement is one line of a checklist.
type Requirement struct {
	ID      string     `yaml:"id"`
	Kind    string     `yaml:"kind" ref:"requirement-kind"` // formal or material
	LabelID string     `yaml:"label_id"`
	LabelEN string     `yaml:"label_en"`
	Basis   []Citation `yaml:"basis,omitempty"`
	Conf    Conf       `yaml:"conf"`
	Src     []string   `yaml:"src,omitempty" ref:"src"`
}

// Rule is a rule of the procedure that hangs on no single step, with or without a clock or a size.
type Rule struct {
	ID       string     `yaml:"id"`
	TextID   string     `yaml:"text_id"`
	TextEN   string     `yaml:"text_en"`
	Deadline *Deadline  `yaml:"deadline,omitempty"`
	Size     *Size      `yaml:"size,omitempty"`
	Number   *Numbering `yaml:"number,omitempty"`
	Basis    []Citation `yaml:"basis,omitempty"`
	Conf     Conf       `yaml:"conf"`
	Src      []string   `yaml:"src,omitempty" ref:"src"`
}

// Size is how many people a body needs: a number, or more than a part of all its members.
type Size struct {
	Least    int    `yaml:"least,omitempty"`
	Odd      bool   `yaml:"odd,omitempty"`       // an even number is not enough
	MoreThan [2]int `yaml:"more_than,omitempty"` // [1, 2]: more than half of the members
}

// Need is the least number of people, of a body of so many members.
func (s Size) Need(members int) int {
	if s.MoreThan[1] > 0 {
		return members*s.MoreThan[0]/s.MoreThan[1] + 1
	}
	return s.Least
}

// Fits reports whether so many people are enough, and not an even number where it must be odd.
func (s Size) Fits(people, members int) bool {
	return people >= s.Need(members) && (!s.Odd || people%2 == 1)
}

// Numbering is how the numbers of a register are written. {kode} of the pattern becomes Code, with
// {jenis} (a report or a finding), {tingkat} (the level of the office) and {wilayah} (its area) filled in.
type Numbering struct {
	Pattern  string `yaml:"pattern"`
	Code     string `yaml:"code"`
	Report   string `yaml:"report"`
	Finding  string `yaml:"finding"`
	Province string `yaml:"province"`
	Regency  string `yaml:"regency"`
	City     string `yaml:"city"`
}

// Stop is a ground on which the law lets clocks of the procedure stand still.
type Stop struct {
	ID      string     `yaml:"id"`
	LabelID string     `yaml:"label_id"`
	LabelEN string     `yaml:"label_en"`
	Clocks  []string   `yaml:"clocks"` // steps with a deadline, "kajian>pleno", or rules with one, "#laporan"
	Basis   []Citation `yaml:"basis,omitempty"`
	Conf    Conf       `yaml:"conf"`
	Src     []string   `yaml:"src,omitempty" ref:"src"`
}

// Form is an official form of the procedure.
type Form struct {
	Code   string   `yaml:"code"`
	NameID string   `yaml:"name_id"`
	NameEN string   `yaml:"name_en"`
	Conf   Conf     `yaml:"conf"`
	Src    []string `yaml:"src,omitempty" ref:"src"`
}

// Procedures returns every procedure of the pack.
func (p *Pack) Procedures() []Procedure { return p.files.procedures }

// Procedure returns a procedure by id. It is shared: read only.
func (p *Pack) Procedure(id string) (*Procedure, bool) {
	pr, ok := p.idx.procedures[id]
	return pr, ok
}

// Transition returns a transition of any procedure by its id.
func (p *Pack) Transition(id string) (Transition, bool) {
	for i := range p.files.procedures {
		if t, ok := p.files.procedures[i].Transition(id); ok {
			return t, true
		}
	}
	return Transition{}, false
}

// Rule returns a rule of any procedure by its address: "kode-etik#majelis".
func (p *Pack) Rule(address string) (Rule, bool) {
	procedure, id, _ := strings.Cut(address, ruleMark)
	pr, ok := p.Procedure(procedure)
	if !ok {
		return Rule{}, false
	}
	return pr.Rule(id)
}

// Clock returns the rule of time of a step, by the transition's id, or of a rule, by its address. It rests
// on its own basis, else on that of the step, else on that of the procedure, and is as sure as the less sure
// of rule and step; ask Confidence how sure that leaves it on a day.
func (p *Pack) Clock(id string) (Deadline, bool) {
	pr, ok := p.Procedure(id[:max(0, strings.IndexAny(id, "/"+ruleMark))])
	if !ok {
		return Deadline{}, false
	}
	return pr.Clock(id)
}

// Clock is the same for a procedure at hand.
func (pr *Procedure) Clock(id string) (Deadline, bool) {
	t, ok := pr.Transition(id)
	d, conf, basis := t.Deadline, t.Conf, t.Basis
	if !ok {
		r, _ := pr.Rule(strings.TrimPrefix(id, pr.ID+ruleMark))
		d, conf, basis = r.Deadline, r.Conf, r.Basis
	}
	if d == nil {
		return Deadline{}, false
	}
	clock := *d
	clock.Conf = weaker(clock.Conf, conf)
	for _, wider := range [][]Citation{basis, pr.Basis} {
		if len(clock.Basis) == 0 {
			clock.Basis = wider
		}
	}
	return clock, true
}

// State returns a state by id.
func (pr *Procedure) State(id string) (State, bool) {
	i := slices.IndexFunc(pr.States, func(s State) bool { return s.ID == id })
	if i < 0 {
		return State{}, false
	}
	return pr.States[i], true
}

// Rule returns a rule by id.
func (pr *Procedure) Rule(id string) (Rule, bool) {
	i := slices.IndexFunc(pr.Rules, func(r Rule) bool { return r.ID == id })
	if i < 0 {
		return Rule{}, false
	}
	return pr.Rules[i], true
}

// Next returns the transitions that leave a state; Start gives those that open a matter.
func (pr *Procedure) Next(state string) []Transition {
	var next []Transition
	for _, t := range pr.Transitions {
		if t.From == state {
			next = append(next, t)
		}
	}
	return next
}

// Transition returns a transition by its id.
func (pr *Procedure) Transition(id string) (Transition, bool) {
	i, ok := pr.byID[id]
	if !ok {
		return Transition{}, false
	}
	return pr.Transitions[i], true
}

// expand makes one transition for each state an entry of the file leaves, so that every move
// has one id and one origin.
func (pr *Procedure) expand() {
	pr.byID = map[string]int{}
	for _, w := range pr.Written {
		from := w.FromList
		if len(from) == 0 {
			from = []string{Start}
		}
		for _, f := range from {
			t := w
			t.From = f
			t.ID = transitionID(pr.ID, f, w.To)
			pr.byID[t.ID] = len(pr.Transitions)
			pr.Transitions = append(pr.Transitions, t)
		}
	}
}

func transitionID(procedure, from, to string) string {
	if from == Start {
		from = startName
	}
	return procedure + "/" + from + ">" + to
}
