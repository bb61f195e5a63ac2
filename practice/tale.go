package practice

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"rambu.id"
	"rambu.id/intake"
	"rambu.id/internal/clock"
	"rambu.id/internal/words"
	"rambu.id/procedure"
	"rambu.id/roster"
)

// Telling says where a story is told, and in which language. Out nil tells nothing.
type Telling struct {
	Out  io.Writer
	Lang words.Lang
}

// plot is what one invented matter is about. Days are counted from its first one.
type plot struct {
	name   string
	start  rambu.Date
	door   intake.Door
	what   string
	place  string
	actOn  rambu.Date
	act    string         // kind of act in the law pack
	refers string         // what the reporter writes of the person
	office string         // and of the post, "" when he does not know
	post   string         // address of the respondent's post in the government
	stop   string         // key of the step after which nothing more happened; "" goes to the end
	delay  map[string]int // days a step came later than it should
}

// tale is one matter while it is lived: what the steps so far have left for the next.
type tale struct {
	room  *Room
	plot  plot
	draft intake.Draft

	code   string // the reporter's
	report string
	cas    string // Bawaslu's case
	letter string // the forwarding, in Bawaslu's outbox
	matter string // the government's
	reply  string // the answer, in the government's outbox
	read   bool   // the reporter has read the end
}

// step is one thing somebody does on one day.
type step struct {
	key   string // catalogue key of its sentence: "practice.step." + key
	login string // who does it; "" is the reporter, without an account
	day   int    // calendar days after the plot's start
	hour  int
	do    func(ctx context.Context, t *tale, who rambu.Actor) error
}

// at is when the step is due in a plot.
func (s step) at(p plot) time.Time {
	return at(p.start.AddDays(s.day+p.delay[s.key]), s.hour, 0)
}

// steps of the main job, in order: the public door, Bawaslu's desk, the government.
func steps() []step { return slices.Concat(supervisorSteps(), governmentSteps()) }

// Story is the main job, once: from a citizen's report to an executed sanction, each step by a
// signed-in actor on its day. It stops at the first step that does not succeed.
func Story(ctx context.Context, room *Room, c *clock.Practice, to Telling) error {
	return tell(ctx, room, c, to, steps())
}

// tell runs some steps of the main plot, for the test that leaves one out.
func tell(ctx context.Context, room *Room, c *clock.Practice, to Telling, list []step) error {
	t := &tale{room: room, plot: mainPlot(), draft: intake.NewDraft()}
	for i, s := range list {
		err := t.take(ctx, c, s)
		if err != nil {
			return fmt.Errorf("step %d %s: %w", i+1, s.key, err)
		}
		err = t.tell(ctx, to, i+1, s)
		if err != nil {
			return err
		}
	}
	return t.ends(ctx)
}

// take moves the clock to the step's day and lets its actor act.
func (t *tale) take(ctx context.Context, c *clock.Practice, s step) error {
	return t.room.live(ctx, c, s.at(t.plot), s.login, func(who rambu.Actor) error { return s.do(ctx, t, who) })
}

// live moves the clock to an hour and lets somebody act.
func (r *Room) live(ctx context.Context, c *clock.Practice, when time.Time, login string, do func(who rambu.Actor) error) error {
	if !when.After(c.Now()) { // two things never happen at one instant
		when = c.Now().Add(time.Minute)
	}
	err := c.MoveTo(when)
	if err != nil {
		return err
	}
	_, err = r.In.Procedure.Refresh(ctx)
	if err != nil {
		return err
	}
	who := rambu.Public()
	if login != "" {
		who, err = r.actor(ctx, login)
		if err != nil {
			return err
		}
	}
	return do(who)
}

// tell prints a step: its day, who took it, and the clocks that run now with their articles.
func (t *tale) tell(ctx context.Context, to Telling, n int, s step) error {
	if to.Out == nil {
		return nil
	}
	in := t.room.In
	w := in.Words
	now := in.Config.Clock.Now().In(zone())
	actor := w.T(to.Lang, "practice.reporter")
	if s.login != "" {
		actor = t.room.title(ctx, s.login)
	}
	_, err := fmt.Fprintf(to.Out, "%2d. %s\n    %s\n    %s\n", n, words.DateTime(to.Lang, now, "WIB"), actor, w.T(to.Lang, "practice.step."+s.key))
	if err != nil {
		return err
	}
	clocks, err := t.running(ctx)
	if err != nil {
		return err
	}
	for _, c := range clocks {
		rule := c.Deadline.RuleID
		if to.Lang == words.EN {
			rule = c.Deadline.RuleEN
		}
		var cites []string
		for _, b := range c.Basis {
			cited, err := in.Pack.Cite(b, c.StartOn)
			if err == nil {
				cites = append(cites, cited.In(to.Lang))
			}
		}
		check := ""
		if c.Conf.Check() {
			check = " " + w.T(to.Lang, "practice.check")
		}
		_, err = fmt.Fprintf(to.Out, "      %s %s. %s (%s)%s\n", w.T(to.Lang, "practice.due"), words.Date(to.Lang, c.Due), rule, strings.Join(cites, "; "), check)
		if err != nil {
			return err
		}
	}
	return nil
}

// running are the clocks that run in the matter, in both rooms, each as its own room sees it.
func (t *tale) running(ctx context.Context) ([]procedure.Clock, error) {
	var out []procedure.Clock
	for house, object := range map[string]string{Supervisor: t.cas, Government: t.matter} {
		if object == "" {
			continue
		}
		who := rambu.System(house, Region)
		list, err := t.room.In.Procedure.Due(ctx, who, procedure.Filter{Limit: 200})
		if err != nil {
			return nil, err
		}
		for _, c := range list {
			if c.Object == object {
				out = append(out, c)
			}
		}
	}
	slices.SortFunc(out, func(a, b procedure.Clock) int { return strings.Compare(string(a.Due)+a.Rule, string(b.Due)+b.Rule) })
	return out, nil
}

// actor signs an account in once and keeps its session for the rest of the story. A tenure
// that ended since, or began, counts at once: the actor is asked for anew each time.
func (r *Room) actor(ctx context.Context, login string) (rambu.Actor, error) {
	if r.tokens == nil {
		r.tokens = map[string]string{}
	}
	if token := r.tokens[login]; token != "" {
		who, _, err := r.In.Access.Authenticate(ctx, token)
		if err == nil {
			return who, nil
		}
	}
	token, err := r.token(ctx, login)
	if err != nil {
		return rambu.Actor{}, err
	}
	r.tokens[login] = token
	who, _, err := r.In.Access.Authenticate(ctx, token)
	return who, err
}

// title is how the story names an actor: post as held today, and name.
func (r *Room) title(ctx context.Context, login string) string {
	p, ok := r.people[login]
	if !ok {
		return login
	}
	held, err := r.In.Roster.Held(ctx, p.ID, r.In.Procedure.Today(Region))
	if err != nil || len(held) == 0 {
		return p.Name.String()
	}
	return held[0].Title() + ": " + p.Name.String()
}

// respondent is the roster's key of the person a plot is about.
func (t *tale) respondent() string {
	return roster.Ref{Post: roster.PostID(Government + "/" + t.plot.post), Person: t.room.people[t.plot.post].ID}.String()
}
