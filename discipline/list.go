package discipline

import (
	"cmp"
	"context"
	"encoding/base64"
	"encoding/json"
	"slices"

	"rambu.id"
	"rambu.id/procedure"
)

// Filter selects matters; zero fields do not narrow.
type Filter struct {
	States []State
	Ended  bool   // also those that ended
	Limit  int    // 1 to 200; 0 is 50
	After  string // Next of the page before
}

// takes reports whether a matter is of the states that were asked for.
func (f Filter) takes(m Matter) bool { return len(f.States) == 0 || slices.Contains(f.States, m.State) }

// Line is a matter in a list, without anything sealed.
type Line struct {
	Matter
	Age   int              // calendar days since the authority knew
	Clock *procedure.Clock // its most urgent running clock, nil when none runs
}

// Late reports whether its most urgent clock has run out.
func (l Line) Late() bool { return l.Clock != nil && l.Clock.Late() }

// Page is a part of the list. It may be shorter than was asked for and still not be the last.
type Page struct {
	Lines []Line
	Next  string // "" after the last page
}

// stage is a part of the list. Within the first the clocks give the order, within the others the day
// the authority knew.
type stage int

const (
	running stage = iota // a clock runs: what runs out first, so what has run out, stands first
	idle                 // open, and no clock runs
	over                 // ended
	end
)

// place is where a page ended.
type place struct {
	Stage stage
	Clock procedure.Cursor
	After string // id of a matter
}

func (p place) encode() string {
	text, _ := json.Marshal(p) //nolint:errchkjson // of strings and numbers
	return base64.RawURLEncoding.EncodeToString(text)
}

func decodePlace(text string) (p place, err error) {
	if text == "" {
		return p, nil
	}
	raw, err := base64.RawURLEncoding.DecodeString(text)
	if err == nil {
		err = json.Unmarshal(raw, &p)
	}
	if err != nil || p.Stage < running || p.Stage > end {
		return p, rambu.Errorf(rambu.Invalid, "no place in the list of matters: %q", text)
	}
	return p, nil
}

// mostScanned bounds what one page looks through: a list of which nearly nothing is asked for costs
// no more than another, and says that it goes on.
const mostScanned = 1000

// List returns matters the actor may see: over all pages those whose clock runs out first, so the
// late ones before all others; then those without a clock, then ended ones, the oldest first. A
// superior sees the ones he was let into.
func (o *Office) List(ctx context.Context, who rambu.Actor, f Filter) (Page, error) {
	err := mayList(who)
	if err != nil {
		return Page{}, err
	}
	if f.Limit < 1 || f.Limit > 200 {
		f.Limit = 50
	}
	at, err := decodePlace(f.After)
	if err != nil {
		return Page{}, err
	}
	l := &lister{o: o, who: who, f: f, at: at, left: mostScanned, today: o.Today(who)}
	if !seesAll(who) {
		return l.own(ctx)
	}
	for l.at.Stage < end && len(l.out) < f.Limit && l.left > 0 {
		switch l.at.Stage {
		case running:
			err = l.running(ctx)
		case idle, over, end:
			err = l.still(ctx)
		}
		if err != nil {
			return Page{}, err
		}
	}
	p := Page{Lines: l.out}
	if l.at.Stage < end {
		p.Next = l.at.encode()
	}
	return p, nil
}

// lister makes one page.
type lister struct {
	o     *Office
	who   rambu.Actor
	f     Filter
	at    place
	left  int // how much may still be looked through
	today rambu.Date
	out   []Line
}

func (l *lister) line(m Matter, k procedure.Clock) Line {
	line := Line{Matter: m, Age: m.KnownOn.DaysUntil(l.today)}
	if k.ID != "" {
		line.Clock = &k
	}
	return line
}

// running takes matters in the order in which clocks run out, each where its first one does.
func (l *lister) running(ctx context.Context) error {
	ask := min(200, 2*l.f.Limit) // a matter has one clock or two
	clocks, err := l.o.proc.Due(ctx, l.who, procedure.Filter{After: l.at.Clock, Limit: ask})
	if err != nil {
		return err
	}
	l.left -= len(clocks)
	var ids []string
	for _, k := range clocks {
		ids = append(ids, k.Object)
	}
	found, err := l.o.byIDs(ctx, l.who.Institution, ids)
	if err != nil {
		return err
	}
	first, err := l.o.urgent(ctx, l.who, found)
	if err != nil {
		return err
	}
	for _, k := range clocks {
		l.at.Clock = k.Cursor()
		i := slices.IndexFunc(found, func(m Matter) bool { return m.ID == k.Object })
		if i < 0 || first[k.Object].ID != k.ID || !l.f.takes(found[i]) {
			continue
		}
		l.out = append(l.out, l.line(found[i], k))
		if len(l.out) == l.f.Limit {
			return nil
		}
	}
	if len(clocks) < ask {
		l.at = place{Stage: idle}
	}
	return nil
}

// still takes matters without a running clock, the oldest first.
func (l *lister) still(ctx context.Context) error {
	ended := l.at.Stage == over
	if ended && !l.f.Ended {
		l.at = place{Stage: end}
		return nil
	}
	ask := min(200, 2*l.f.Limit)
	list, err := l.o.list(ctx, l.who.Institution, "", ended, l.at.After, ask)
	if err != nil {
		return err
	}
	l.left -= len(list)
	first, err := l.o.urgent(ctx, l.who, list)
	if err != nil {
		return err
	}
	for _, m := range list {
		l.at.After = m.ID
		if _, runs := first[m.ID]; runs || !l.f.takes(m) {
			continue
		}
		l.out = append(l.out, l.line(m, procedure.Clock{}))
		if len(l.out) == l.f.Limit {
			return nil
		}
	}
	if len(list) < ask {
		l.at = place{Stage: l.at.Stage + 1}
	}
	return nil
}

// own is the list of a superior: the few matters he was let into, in the same order.
func (l *lister) own(ctx context.Context) (Page, error) {
	var all []Line
	for _, ended := range []bool{false, true} {
		if ended && !l.f.Ended {
			break
		}
		list, err := l.o.list(ctx, l.who.Institution, l.who.Account, ended, "", mostScanned)
		if err != nil {
			return Page{}, err
		}
		first, err := l.o.urgent(ctx, l.who, list)
		if err != nil {
			return Page{}, err
		}
		for _, m := range list {
			if l.f.takes(m) {
				all = append(all, l.line(m, first[m.ID]))
			}
		}
	}
	slices.SortStableFunc(all, inOrder)
	from := 1 + slices.IndexFunc(all, func(x Line) bool { return x.ID == l.at.After })
	to := min(len(all), from+l.f.Limit)
	p := Page{Lines: all[from:to]}
	if to < len(all) {
		p.Next = place{After: all[to-1].ID}.encode()
	}
	return p, nil
}

// inOrder compares two lines as the list has them; those without a clock are in order already.
func inOrder(a, b Line) int {
	stageOf := func(l Line) stage {
		switch {
		case l.Clock != nil:
			return running
		case l.Ended:
			return over
		}
		return idle
	}
	by := cmp.Compare(stageOf(a), stageOf(b))
	if by != 0 || a.Clock == nil {
		return by
	}
	x, y := a.Clock.Cursor(), b.Clock.Cursor()
	return cmp.Or(cmp.Compare(x.Due, y.Due), cmp.Compare(x.Bucket, y.Bucket), cmp.Compare(x.Clock, y.Clock))
}

// urgent returns the most urgent running clock of each matter.
func (o *Office) urgent(ctx context.Context, who rambu.Actor, of []Matter) (map[string]procedure.Clock, error) {
	var ids []string
	for _, m := range of {
		if !m.Ended {
			ids = append(ids, m.ID)
		}
	}
	return o.proc.First(ctx, who, ids)
}
