package directive

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"time"

	"rambu.id"
	"rambu.id/ledger"
	"rambu.id/roster"
)

// A directive whose last day has passed is reported one step further up the line on each working
// day, in office hours and not before: nobody is woken. A step is one row for the directive;
// whom it is reported to, and about whom, is read from the posts when they look.

// maxLevel is as far as a line goes: village, district, secretary, head.
const maxLevel = 4

// rest is our allowance for the midday break, which the working hours of the law leave out.
const rest = time.Hour

// officeHours reports whether the offices of an institution are open: on a working day, from the hour
// the law opens them for a fifth of the week's minutes and a break. The shorter days of Ramadan
// are not told apart: the calendar does not know them.
func (d *Desk) officeHours(who rambu.Actor, at time.Time) bool {
	local := d.Procedure.Calendar().Local(who.Region, at)
	day := rambu.DateOf(local)
	if !d.Procedure.CalendarOf(who.Institution).IsWorkingDay(who.Region, day, "") {
		return false
	}
	hours := d.Pack.WorkingTime()
	opens, err := time.Parse("15:04", hours.Start)
	if err != nil || len(hours.Days) == 0 {
		return false
	}
	open := time.Duration(opens.Hour())*time.Hour + time.Duration(opens.Minute())*time.Minute
	since := time.Duration(local.Hour())*time.Hour + time.Duration(local.Minute())*time.Minute
	return since >= open && since < open+time.Duration(hours.MinutesPerWeek/len(hours.Days))*time.Minute+rest
}

// steps is how far up a directive is reported: the working days since its last day, today included.
func (d *Desk) steps(who rambu.Actor, due, today rambu.Date) int {
	n := 0
	for day := due.AddDays(1); day <= today && n < maxLevel; day = day.AddDays(1) {
		if d.Procedure.CalendarOf(who.Institution).IsWorkingDay(who.Region, day, "") {
			n++
		}
	}
	return n
}

// Escalate reports late directives of the actor's institution up the line and returns how many
// steps it took. It may be called at any time, any number of times. Who is the system.
func (d *Desk) Escalate(ctx context.Context, who rambu.Actor) (int, error) {
	if !d.officeHours(who, d.now()) {
		return 0, nil
	}
	levels, err := d.levels(ctx, who.Institution)
	if err != nil {
		return 0, err
	}
	taken, today := 0, d.Today(who)
	for page, last := lateAtOnce, (Order{}); page == lateAtOnce; {
		orders, readErr := d.late(ctx, who.Institution, today, last)
		if readErr != nil {
			return taken, errors.Join(err, readErr)
		}
		page = len(orders)
		for _, o := range orders {
			last = o
			n, oneErr := d.climb(ctx, who, o, levels[o.ID], d.steps(who, o.AckBy, today))
			taken += n
			err = errors.Join(err, oneErr) // one that cannot be read keeps no other from climbing
		}
	}
	return taken, err
}

// climb takes a directive from a level to another, unless everybody has answered.
func (d *Desk) climb(ctx context.Context, who rambu.Actor, o Order, from, to int) (int, error) {
	if to <= from {
		return 0, nil
	}
	c, err := d.coverage(ctx, o)
	if err != nil || c.Complete() {
		return 0, err
	}
	err = d.raise(who, o, from, to)
	if err != nil {
		return 0, err
	}
	return to - from, nil
}

func (d *Desk) raise(who rambu.Actor, o Order, from, to int) error {
	_, err := d.Log.Do(who, "directive.escalate", func(op *ledger.Op) error {
		op.Object(o.ID)
		op.Fact("level", strconv.Itoa(to))
		for level := from + 1; level <= to; level++ {
			err := op.Insert(escalationTable, pairID(o.ID, strconv.Itoa(level)), o.Institution, o.Region, o.ID, level, op.At)
			if err != nil {
				return err
			}
		}
		return nil
	})
	return err
}

// Late is a directive that was reported to the actor's post, with those below him of whom
// nothing is known.
type Late struct {
	Opened

	Level int
	Posts []Tile
}

// Late lists what was reported up the line to the actor's post.
func (d *Desk) Late(ctx context.Context, who rambu.Actor) ([]Late, error) {
	levels, err := d.levels(ctx, who.Institution)
	if err != nil || len(levels) == 0 || who.Post == "" {
		return nil, err
	}
	orders, err := d.late(ctx, who.Institution, d.Today(who), Order{})
	if err != nil || len(orders) == 0 {
		return nil, err
	}
	superior, err := d.superiors(ctx, who.Institution)
	if err != nil {
		return nil, err
	}
	var out []Late
	for _, o := range orders {
		level := levels[o.ID]
		if level == 0 {
			continue
		}
		tiles, err := d.tiles(ctx, o, o.scope())
		if err != nil {
			return nil, err
		}
		tiles = slices.DeleteFunc(tiles, func(t Tile) bool {
			up := distance(superior, t.Post, who.Post)
			return t.Ack != nil || up == 0 || up > level
		})
		if len(tiles) == 0 {
			continue
		}
		open, err := d.all(ctx, who, []Order{o})
		if err != nil {
			return nil, err
		}
		out = append(out, Late{Opened: open[0], Level: level, Posts: tiles})
	}
	return out, nil
}

func (d *Desk) superiors(ctx context.Context, institution string) (map[string]string, error) {
	posts, err := d.Roster.Posts(ctx, roster.PostFilter{Institution: institution})
	if err != nil {
		return nil, err
	}
	out := make(map[string]string, len(posts))
	for _, p := range posts {
		out[string(p.ID)] = string(p.Superior)
	}
	return out, nil
}

// distance is how many steps a post stands above another, 0 when it does not.
func distance(superior map[string]string, post, above string) int {
	for n := 1; n <= maxDepth; n++ {
		post = superior[post]
		switch post {
		case "":
			return 0
		case above:
			return n
		}
	}
	return 0
}
