package discipline

import (
	"cmp"
	"context"
	"slices"

	"rambu.id"
	"rambu.id/letter"
	"rambu.id/letter/kinds"
	"rambu.id/procedure"
)

// Late counts the clocks of the actor's government that have run out.
func (o *Office) Late(ctx context.Context, who rambu.Actor) (int, error) {
	err := mayList(who)
	if err != nil || !seesAll(who) {
		return 0, err
	}
	return o.proc.Late(ctx, who, "")
}

// Counts returns how many matters stand in which state.
func (o *Office) Counts(ctx context.Context, who rambu.Actor) (map[State]int, error) {
	err := mayList(who)
	if err != nil || !seesAll(who) {
		return nil, err
	}
	return o.countByState(ctx, who.Institution)
}

// Waiting lists forwarded studies that arrived and of which no matter was opened yet.
func (o *Office) Waiting(ctx context.Context, who rambu.Actor) ([]letter.Incoming, error) {
	err := mayReceive(who)
	if err != nil {
		return nil, err
	}
	return o.letters.Unhandled(ctx, who, 200, kinds.KindForwardedStudy)
}

// Opened is a matter with its file open.
type Opened struct {
	Matter
	Dossier
	Papers   []Paper
	Officers []Officer
	Same     []string // other matters about the same person, act and day
	// AnswerState is where the last answer letter stands, "" when there is none or the actor
	// does not see letters.
	AnswerState letter.State
}

// Get opens a matter; the read is logged before anything is returned. Errors: NotFound (also
// for another institution and for a superior who was not let in), Locked.
func (o *Office) Get(ctx context.Context, who rambu.Actor, id string) (*Opened, error) {
	t, err := o.take(ctx, who, id, 0, mayRead)
	if err != nil {
		return nil, err
	}
	marks, err := o.marksOf(ctx, who, t.file, t.m.ActDate)
	if err != nil {
		return nil, err
	}
	same, err := o.marked(ctx, who.Institution, id, marks)
	if err != nil {
		return nil, err
	}
	err = o.log.Saw(who, "discipline.read", id)
	if err != nil {
		return nil, err
	}
	out := &Opened{Matter: t.m, Dossier: t.file, Papers: t.papers, Officers: t.officers, Same: same}
	if t.m.Answer != "" {
		sent, _, err := o.letters.Envelope(ctx, who, t.m.Answer)
		if err == nil && sent != nil {
			out.AnswerState = sent.State
		}
	}
	return out, nil
}

// Names opens the respondents' names of the matters of a list whose key the actor holds; the
// read is logged as one. Those he does not hold are absent.
func (o *Office) Names(ctx context.Context, who rambu.Actor, lines []Line) (map[string]string, error) {
	out := map[string]string{}
	var seen []string
	for _, l := range lines {
		if l.Institution != who.Institution || who.Keys == nil {
			continue
		}
		key, err := unlock(who, l.Matter, nil)
		if rambu.KindOf(err) == rambu.Locked && err != nil {
			continue
		}
		if err != nil {
			return nil, err
		}
		var d Dossier
		err = key.OpenJSON(bodyInfo(l.ID), l.body, &d)
		if err != nil {
			return nil, err
		}
		own, err := o.own(ctx, who, d.Respondent)
		if err != nil {
			return nil, err
		}
		if own {
			continue
		}
		out[l.ID] = d.Respondent.Name
		seen = append(seen, l.ID)
	}
	if len(seen) == 0 {
		return out, nil
	}
	return out, o.log.Saw(who, "discipline.read_names", seen...)
}

// Clocks returns the clocks of a matter and of BKN's follow-up, each with its arithmetic.
func (o *Office) Clocks(ctx context.Context, who rambu.Actor, id string) ([]procedure.Clock, error) {
	m, err := o.seen(ctx, who, id)
	if err != nil {
		return nil, err
	}
	var out []procedure.Clock
	for _, proc := range m.procedures() {
		run, err := o.proc.ByObject(ctx, who, proc, id)
		if err != nil {
			return nil, err
		}
		list, err := o.proc.Clocks(ctx, who, run.ID)
		if err != nil {
			return nil, err
		}
		out = append(out, list...)
	}
	return out, nil
}

// Steps returns what happened in a matter and in BKN's follow-up, by the day it happened.
func (o *Office) Steps(ctx context.Context, who rambu.Actor, id string) ([]Happened, error) {
	m, err := o.seen(ctx, who, id)
	if err != nil {
		return nil, err
	}
	var out []Happened
	for _, proc := range m.procedures() {
		run, err := o.proc.ByObject(ctx, who, proc, id)
		if err != nil {
			return nil, err
		}
		list, err := o.proc.Steps(ctx, who, run.ID)
		if err != nil {
			return nil, err
		}
		for _, s := range list {
			out = append(out, Happened{Step: s, Procedure: proc})
		}
	}
	slices.SortStableFunc(out, func(a, b Happened) int { return cmp.Compare(a.On, b.On) })
	return out, nil
}

// Happened is a step of one of the procedures of a matter.
type Happened struct {
	procedure.Step
	Procedure string
}

// procedures are those that run for a matter.
func (m Matter) procedures() []string {
	if m.Recommendation == "" {
		return []string{m.Procedure}
	}
	return []string{m.Procedure, ByRecommendation}
}

// seen finds a matter the actor may read.
func (o *Office) seen(ctx context.Context, who rambu.Actor, id string) (Matter, error) {
	err := house(who)
	if err != nil {
		return Matter{}, err
	}
	m, err := o.find(ctx, who.Institution, id)
	if err != nil {
		return Matter{}, err
	}
	officers, err := o.officersOf(ctx, who.Institution, id)
	if err != nil {
		return Matter{}, err
	}
	return m, mayRead(who, m, officers)
}

// Took logs that the list of sanctions leaves with an actor, in a form, before it does.
func (o *Office) Took(who rambu.Actor, form string) error {
	return o.log.Took(who, "discipline.take_list", who.Institution, form)
}
