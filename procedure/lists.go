package procedure

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"rambu.id"
	"rambu.id/internal/db"
	"rambu.id/ledger"
)

// The lists of what is due (procedure_running, procedure_due, procedure_tally) are derived, so no operation
// vouches for them. But it is they that tell people what is late: whoever bends them hides it. So they
// are derived once more and compared: by Verify, which names what differs, and by Restore, which mends it.

// finding is one thing in which the lists differ from the clocks.
type finding struct {
	institution, region string
	clock               string // the one to list anew, or one of the bucket to make anew; "" for what should not be there
	bucket              bool
	stale               bool // a date of no day's calendar: Rederive moves it, and notes that
	table, which, why   string
}

// Verify derives the lists anew and compares; it returns how many clocks run. The first row that differs
// is a *ledger.Broken. A date may be that of any day since the log was last written, because nobody may have
// derived it since: a backup is verified before the program runs on it.
func (s *Service) Verify(ctx context.Context) (int, error) {
	err := s.loadCalendar(ctx)
	if err != nil {
		return 0, err
	}
	last, err := s.log.Last(ctx)
	if err != nil {
		return 0, err
	}
	c, err := s.compare(ctx, last)
	if err != nil || len(c.found) == 0 {
		return c.clocks, err
	}
	f := c.found[0]
	return c.clocks, &ledger.Broken{What: "list", Which: f.table + " " + f.which, Why: f.why}
}

// Restore mends the lists where they differ from the clocks, and returns in how many rows they did. It says
// so in the trail of each room. A date that moved is left to Refresh, which notes why, so Refresh comes first.
func (s *Service) Restore(ctx context.Context) (int, error) {
	c, err := s.compare(ctx, time.Time{})
	if err != nil {
		return 0, err
	}
	found := slices.DeleteFunc(c.found, func(f finding) bool { return f.stale })
	if len(found) == 0 {
		return 0, nil
	}
	err = s.tell(found) // before: a list that is whole again tells nothing
	if err != nil {
		return 0, err
	}
	for some := range slices.Chunk(found, perRestore) {
		err = s.db.Write(func(tx *db.Tx) error { return s.relist(tx, some) })
		if err != nil {
			return 0, err
		}
	}
	err = s.db.Write(tidy)
	if err != nil {
		return 0, err
	}
	_, err = s.Rederive(ctx, "") // a clock that stood in another bucket may have lent it its date
	return len(found), err
}

// perRestore is how many rows are mended at once, so that reports need not wait for all of them.
const perRestore = 200

// tell logs in each room how many rows of its lists are mended, and the first.
func (s *Service) tell(found []finding) error {
	rooms := map[string][]finding{}
	for _, f := range found {
		rooms[f.institution] = append(rooms[f.institution], f)
	}
	for _, institution := range slices.Sorted(maps.Keys(rooms)) {
		list := rooms[institution]
		region := ""
		for _, f := range list {
			region = cmp.Or(region, f.region)
		}
		_, err := s.log.Do(rambu.System(institution, region), "procedure.relist", func(op *ledger.Op) error {
			op.Object(cmp.Or(list[0].clock, list[0].which))
			op.Fact("reason", fmt.Sprintf("%d × %s %s", len(list), list[0].table, list[0].which))
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// relist lists clocks anew, each as it stands now.
func (s *Service) relist(tx *db.Tx, found []finding) error {
	for _, f := range found {
		if f.clock == "" {
			continue // tidy takes it away
		}
		c, err := clockByID(tx, f.clock)
		if err != nil {
			return err
		}
		err = s.derive(&c, s.Today(c.Region), false)
		if err != nil {
			return err
		}
		switch {
		case c.Status != Running || c.Right:
			err = unlisted(tx, c.ID)
		case f.bucket:
			err = bucketAnew(tx, &c)
		default:
			err = listAnew(tx, &c)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// comparison is one run over the lists, on one state of the database.
type comparison struct {
	s     *Service
	view  *db.DB
	now   time.Time
	since time.Time // dates may be those of any day since; zero: of today only

	clocks int
	of     map[string]*Clock // by bucket that should be there: one of its clocks
	known  map[string][]rambu.Date
	found  []finding
}

func (s *Service) compare(ctx context.Context, since time.Time) (*comparison, error) {
	view, done, err := s.db.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	defer done()
	c := &comparison{s: s, view: view, now: s.log.Clock().Now(), since: since, of: map[string]*Clock{}, known: map[string][]rambu.Date{}}
	for _, step := range []func(context.Context) error{c.compareClocks, c.compareStrays, c.compareBuckets, c.missing, c.compareTally} {
		err = step(ctx)
		if err != nil {
			return nil, err
		}
	}
	return c, nil
}

func (c *comparison) add(f finding) { c.found = append(c.found, f) }

// clock compares a running clock with its row of procedure_running, whose columns are nil when it has none.
func (c *comparison) clock(k *Clock, institution, owner, name any) error {
	err := c.s.explain(k)
	if err != nil {
		return err
	}
	c.clocks++
	f := finding{institution: k.Institution, region: k.Region, clock: k.ID, table: "procedure_running", which: k.ID}
	listed := institution != nil || owner != nil || name != nil
	if k.Right {
		if listed {
			f.why = "is listed, and is a right that nobody is late with"
			c.add(f)
		}
		return nil
	}
	b := bucket(k)
	if c.of[b] == nil {
		c.of[b] = k
	}
	switch {
	case !listed:
		f.why = "is not listed, and the clock runs"
	case institution != k.Institution || owner != k.Owner || name != b:
		f.why = "is not listed as its clock says"
	default:
		return nil
	}
	c.add(f)
	return nil
}

// bucket compares a row of procedure_due with one of its clocks.
func (c *comparison) bucket(name, institution, on, at any) error {
	text, _ := name.(string)
	k := c.of[text]
	if k == nil {
		house, _ := institution.(string)
		c.add(finding{institution: house, table: "procedure_due", which: fmt.Sprint(name), why: "has no running clock"})
		return nil
	}
	delete(c.of, text)
	f := finding{institution: k.Institution, region: k.Region, clock: k.ID, bucket: true, table: "procedure_due", which: text}
	_, isText := on.(string)
	if institution != k.Institution || !isText {
		f.why = "is not that of its clocks"
		c.add(f)
		return nil
	}
	f.stale = true
	for i, day := range c.days(k) {
		err := c.s.derive(k, day, false)
		if err != nil {
			return err
		}
		due, moment := stored(k)
		if i == 0 {
			f.why = fmt.Sprintf("says %v, its clocks say %s", on, due)
		}
		if on == string(due) && at == moment {
			return nil
		}
		if on == string(due) {
			f.stale = false
		}
	}
	c.add(f)
	return nil
}

// missing are the buckets no row was found for.
func (c *comparison) missing(context.Context) error {
	for _, name := range slices.Sorted(maps.Keys(c.of)) {
		k := c.of[name]
		c.add(finding{
			institution: k.Institution, region: k.Region, clock: k.ID, bucket: true,
			table: "procedure_due", which: name, why: "is gone, and its clocks run",
		})
	}
	return nil
}

// days are the days by whose knowledge a date may have been derived, today first: the day before the log was
// last written, and every day since on which a holiday became known or was withdrawn.
func (c *comparison) days(k *Clock) []rambu.Date {
	key := k.Institution + " " + k.Region
	if days, ok := c.known[key]; ok {
		return days
	}
	cal := c.s.CalendarOf(k.Institution)
	today := cal.Today(k.Region, c.now)
	days := []rambu.Date{today}
	if !c.since.IsZero() {
		first := min(today, cal.Today(k.Region, c.since).AddDays(-1))
		for _, h := range cal.Holidays(k.Region, firstDay, rambu.MaxDate) {
			days = append(days, h.Known())
		}
		for _, e := range c.s.Entries(rambu.System(k.Institution, k.Region)) {
			if e.Institution == k.Institution {
				days = append(days, e.Known(), e.Withdrawn)
			}
		}
		days = slices.DeleteFunc(days, func(d rambu.Date) bool { return d < first || d > today })
		days = append(days, first)
		slices.Sort(days)
		days = slices.Compact(days)
		slices.Reverse(days)
	}
	c.known[key] = days
	return days
}

// firstDay is before every holiday.
const firstDay = rambu.Date("1900-01-01")
