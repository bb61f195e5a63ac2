package web_test

import (
	"html"
	"slices"
	"strings"
	"testing"
	"time"

	"rambu.id"
	"rambu.id/internal/words"
	"rambu.id/law"
	"rambu.id/ledger"
	"rambu.id/procedure"
)

// unsureClocks are the rules of time of the pack that nobody is sure of and that run as a clock: for the
// number of days, or for the article it should stand in. A rule that leaves several states is there once.
func unsureClocks(pack *law.Pack, p *law.Procedure) (out []law.Transition) {
	for _, t := range p.Transitions {
		d, ok := p.Clock(t.ID)
		conf, err := pack.Confidence(d.Conf, d.Basis, pack.Info().Determination)
		again := slices.ContainsFunc(out, func(o law.Transition) bool { return o.To == t.To && o.Deadline.RuleID == d.RuleID })
		if ok && !again && !d.Before && !d.After && t.From != law.Start && (err != nil || conf.Check()) {
			out = append(out, t)
		}
	}
	return out
}

// way leads from the start of a procedure to a state by steps that no rule of time stops.
func way(p *law.Procedure, to string) []law.Transition {
	ways := map[string][]law.Transition{law.Start: {}}
	for queue := []string{law.Start}; len(queue) > 0; queue = queue[1:] {
		for _, t := range p.Next(queue[0]) {
			d := t.Deadline
			if _, been := ways[t.To]; been || d != nil && (d.Before || d.On || d.After) {
				continue
			}
			ways[t.To] = append(slices.Clone(ways[queue[0]]), t)
			queue = append(queue, t.To)
		}
	}
	return ways[to]
}

// run takes an object to a state, and there the event happens that a clock counts from.
func (s *site) run(p *law.Procedure, object, state, from string) procedure.Run {
	s.t.Helper()
	var run procedure.Run
	_, err := s.in.Log.Do(rambu.System(pemda, area), "test", func(op *ledger.Op) (err error) {
		steps := way(p, state)
		if len(steps) == 0 {
			return rambu.Errorf(rambu.Internal, "nothing leads to %s of %s", state, p.ID)
		}
		run, err = s.in.Procedure.Start(op, procedure.StartIn{Procedure: p.ID, Object: object, Initial: steps[0].To, Owner: pemda + "/sekda"})
		for _, t := range steps[1:] {
			if err == nil {
				run, err = s.in.Procedure.Move(op, run, procedure.MoveIn{To: t.To})
			}
		}
		for _, e := range p.Events {
			if err == nil && e.ID == from {
				err = s.in.Procedure.Event(op, run, e.ID, s.in.Procedure.Today(area))
			}
		}
		return err
	})
	s.must(err)
	return run
}

// decided takes an object to a decision of discipline: fourteen working days from today to hand it over, a
// rule of the law that is certain, with its article.
func (s *site) decided(object string) {
	s.t.Helper()
	p, _ := s.in.Pack.Procedure("disiplin-pp94")
	s.run(p, object, "sk", "sk")
}

// between is the part of a page from the last mark before a text to the next mark behind it.
func between(page, text, mark string) string {
	before, rest, ok := strings.Cut(page, text)
	if !ok {
		return ""
	}
	rest, _, _ = strings.Cut(rest, mark)
	return before[strings.LastIndex(before, mark)+1:] + rest
}

// Every clock of the pack that counts by a rule nobody is sure of says so in the list of all clocks, in the
// tasks of the week and in the file. A clock that is certain does not.
func TestUnsureClocksAreMarked(t *testing.T) {
	t.Parallel()
	s := open(t, "bawaslu", "pemda")
	desk := s.officer("sekda@" + pemda)
	who := rambu.System(pemda, area)
	s.decided("dsp_certain")
	for _, p := range s.in.Pack.Procedures() {
		for i, tr := range unsureClocks(s.in.Pack, &p) {
			object := "dsp_" + p.ID + "-" + string(rune('a'+i))
			run := s.run(&p, object, tr.From, tr.Deadline.From)
			list, err := s.in.Procedure.Clocks(t.Context(), who, run.ID)
			s.must(err)
			at := slices.IndexFunc(list, func(c procedure.Clock) bool {
				return c.Status == procedure.Running && c.Deadline.RuleID == tr.Deadline.RuleID
			})
			if at < 0 {
				t.Errorf("%s: no clock runs", tr.ID)
				continue
			}
			c := list[at]
			if !c.Check() {
				t.Errorf("%s: not marked in the file", tr.ID)
			}
			if c.Right {
				continue // nobody's duty: in no list
			}
			rule := html.EscapeString(c.Deadline.RuleID)
			if row := between(desk.get("/tenggat?semua=1").body, rule, "<tr"); !strings.Contains(row, "Perlu dicek") {
				t.Errorf("%s: not marked among all clocks: %s", tr.ID, row)
			}
			if c.Due > s.in.Procedure.Today(area).AddDays(7) {
				continue
			}
			if row := between(desk.get("/tugas").body, rule, "<li"); !strings.Contains(row, "Perlu dicek") {
				t.Errorf("%s: not marked among the tasks: %s", tr.ID, row)
			}
		}
	}
	if row := between(desk.get("/tenggat?semua=1").body, "14 hari kerja sejak keputusan ditetapkan", "<tr"); row == "" || strings.Contains(row, "Perlu dicek") {
		t.Errorf("a certain clock is marked, or none is there: %s", row)
	}
}

// A certain rule that counts across a year whose holidays are not all known is not certain either.
func TestAnIncompleteCalendarIsMarked(t *testing.T) {
	t.Parallel()
	s := open(t, "bawaslu", "pemda")
	s.must(s.legal.MoveTo(time.Date(2027, 12, 20, 3, 0, 0, 0, time.UTC)))
	s.decided("dsp_00000000000000000000000001")
	desk := s.officer("sekda@" + pemda)
	if row := between(desk.get("/tenggat?semua=1").body, "14 hari kerja", "<tr"); !strings.Contains(row, "Perlu dicek") {
		t.Errorf("the list does not mark it: %s", row)
	}
	list, err := s.in.Procedure.First(t.Context(), rambu.System(pemda, area), []string{"dsp_00000000000000000000000001"})
	s.must(err)
	for _, c := range list {
		if !c.Check() || c.Conf.Check() {
			t.Error("a list without the arithmetic does not know it")
		}
	}
}

// A holiday whose day of announcement nobody is sure of says so in the list of holidays.
func TestUnsureAnnouncementsAreMarked(t *testing.T) {
	t.Parallel()
	s := open(t, "bawaslu", "pemda")
	desk, walked := s.officer("sekda@"+pemda), 0
	for _, h := range s.in.Pack.Holidays() {
		on := max(h.Date, h.Announced)
		if on < "2024-10-07" { // the clock of the site does not go back
			continue
		}
		if !h.AnnouncedConf.Check() && walked > 0 {
			continue
		}
		s.must(s.legal.MoveTo(on.Time(time.UTC).Add(3 * time.Hour)))
		row := between(desk.get("/libur").body, words.Date(words.ID, h.Date), "<tr")
		if row == "" || strings.Contains(row, "Perlu dicek") != h.AnnouncedConf.Check() {
			t.Errorf("%s, announcement %s: %s", h.Date, h.AnnouncedConf, row)
		}
		walked++
	}
	if walked < 2 {
		t.Errorf("only %d holidays were looked at", walked)
	}
}
