package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"rambu.id"
	"rambu.id/calendar"
	"rambu.id/internal/words"
	"rambu.id/law"
	"rambu.id/roster/region"
)

const deadlineExamples = `  rambu deadline --from 2024-11-04 --count 14 --unit hari-kerja --region 18.01
  rambu deadline --from 2024-11-11 --count 14 --unit hari-kerja --region 18.01 --known-on 2024-11-20
  rambu deadline --from 2024-11-24T20:00 --count 24 --unit jam --region 73.71
  rambu deadline --from 2024-11-04 --count 14 --unit hari-kerja --region 18.01 --json`

// deadlineFlags is what was typed after "rambu deadline".
type deadlineFlags struct {
	from, unit, region, knownOn string
	count                       int
	before, firstDay, json      bool
	suspend                     []string
}

func deadlineCommand(env *environment) *cobra.Command {
	var in deadlineFlags
	cmd := &cobra.Command{
		Use:     "deadline",
		Short:   env.text("calendar.cli.short"),
		Long:    env.text("calendar.cli.long"),
		Example: deadlineExamples,
		Args:    noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if !cmd.Flags().Changed("count") {
				return rambu.Fault(rambu.Invalid, "calendar.cli.need_count")
			}
			return env.deadline(in)
		},
	}
	f := cmd.Flags()
	f.SortFlags = false
	f.StringVar(&in.from, "from", "", env.text("calendar.cli.from"))
	f.IntVar(&in.count, "count", 0, env.text("calendar.cli.count"))
	f.StringVar(&in.unit, "unit", string(calendar.WorkingDays), env.text("calendar.cli.unit"))
	f.StringVar(&in.region, "region", "", env.text("calendar.cli.region"))
	f.StringVar(&in.knownOn, "known-on", "", env.text("calendar.cli.known_on"))
	f.BoolVar(&in.before, "before", false, env.text("calendar.cli.before"))
	f.BoolVar(&in.firstDay, "first-day-counts", false, env.text("calendar.cli.first_day"))
	f.StringArrayVar(&in.suspend, "suspend", nil, env.text("calendar.cli.suspend"))
	f.BoolVar(&in.json, "json", false, env.text("calendar.cli.json"))
	return cmd
}

// deadline derives one due date and writes it with its arithmetic.
func (env *environment) deadline(in deadlineFlags) error {
	pack, err := law.Default()
	if err != nil {
		return fmt.Errorf("load the law: %w", err)
	}
	cal := calendar.New(pack, nil)
	q, err := in.query(cal)
	if err != nil {
		return err
	}
	r, err := cal.Due(q)
	if err != nil {
		return err
	}
	if in.json {
		return env.deadlineJSON(in, r)
	}
	zone, err := cal.Zone(q.Region)
	if err != nil {
		return err
	}
	return env.deadlineText(q, r, zone)
}

// query reads what was typed; an hour is the region's own time.
func (in deadlineFlags) query(cal *calendar.Calendar) (calendar.Query, error) {
	q := calendar.Query{
		Region:  in.region,
		KnownOn: rambu.Date(in.knownOn),
		Rule:    calendar.Rule{Count: in.count, Unit: calendar.Unit(in.unit), Before: in.before, FirstDayCounts: in.firstDay},
	}
	if in.from == "" {
		return q, rambu.Fault(rambu.Invalid, "calendar.cli.need_from")
	}
	if in.firstDay && q.Rule.Unit == calendar.Hours {
		return q, rambu.Fault(rambu.Invalid, "calendar.cli.first_day_hours")
	}
	err := knownRegion(in.region)
	if err != nil {
		return q, err
	}
	for _, s := range in.suspend {
		span, err := parseSuspension(s)
		if err != nil {
			return q, err
		}
		q.Suspensions = append(q.Suspensions, span)
	}
	if q.Rule.Unit != calendar.Hours {
		from, err := rambu.ParseDate(in.from)
		q.From = from
		return q, err
	}
	zone, err := cal.Zone(in.region)
	if err != nil {
		return q, err
	}
	q.FromTime, err = time.ParseInLocation("2006-01-02T15:04", in.from, zone.Location)
	if err != nil {
		return q, rambu.Fault(rambu.Invalid, "calendar.error.time")
	}
	return q, nil
}

// knownRegion refuses a region that the register does not hold; "" is the capital.
func knownRegion(code string) error {
	if code == "" {
		return nil
	}
	x, err := region.Open()
	if err != nil {
		return err
	}
	if _, ok := x.Find(code); !ok {
		return rambu.Fault(rambu.Invalid, "calendar.error.region", "region", code).On("region")
	}
	return nil
}

// parseSuspension reads "FROM..TO=reason"; an empty TO means still suspended.
func parseSuspension(s string) (calendar.Suspension, error) {
	dates, reason, _ := strings.Cut(s, "=")
	from, to, ok := strings.Cut(dates, "..")
	if !ok {
		return calendar.Suspension{}, rambu.Fault(rambu.Invalid, "calendar.cli.bad_suspend")
	}
	return calendar.Suspension{From: rambu.Date(from), To: rambu.Date(to), Reason: reason}, nil
}

// deadlineAnswer is the JSON of "rambu deadline --json"; scripts rely on its names.
type deadlineAnswer struct {
	From           string        `json:"from"`
	Count          int           `json:"count"`
	Unit           string        `json:"unit"`
	Region         string        `json:"region"`
	KnownOn        string        `json:"known_on"`
	Before         bool          `json:"before"`
	FirstDayCounts bool          `json:"first_day_counts"`
	Due            rambu.Date    `json:"due"`    // "" while open
	DueAt          *time.Time    `json:"due_at"` // UTC, null while open
	Incomplete     bool          `json:"incomplete"`
	Open           bool          `json:"open"`
	Days           []deadlineDay `json:"days"`
}

type deadlineDay struct {
	Date   rambu.Date `json:"date"`
	Counts bool       `json:"counts"`
	N      int        `json:"n"`
	Why    string     `json:"why"` // start, working, calendar, weekend, holiday, leave or suspended
	Name   string     `json:"name"`
	Check  bool       `json:"check,omitempty"` // whether a holiday of this day was announced by known_on has to be checked
}

func (env *environment) deadlineJSON(in deadlineFlags, r calendar.Result) error {
	out := deadlineAnswer{
		From: in.from, Count: in.count, Unit: in.unit, Region: in.region, KnownOn: in.knownOn,
		Before: in.before, FirstDayCounts: in.firstDay,
		Due: r.Due, Incomplete: r.Incomplete, Open: r.Open, Days: make([]deadlineDay, 0, len(r.Days)),
	}
	if !r.Open {
		out.DueAt = &r.DueAt
	}
	for _, d := range r.Days {
		why := strings.TrimPrefix(d.Why, "calendar.day.")
		out.Days = append(out.Days, deadlineDay{Date: d.Date, Counts: d.Counts, N: d.N, Why: why, Name: env.dayName(d), Check: d.Check})
	}
	enc := json.NewEncoder(env.Stdout)
	enc.SetIndent("", "  ")
	return enc.Encode(out)
}

func (env *environment) dayName(d calendar.Day) string {
	if env.Lang == words.EN {
		return d.NameEN
	}
	return d.Name
}

func (env *environment) deadlineText(q calendar.Query, r calendar.Result, zone calendar.Zone) error {
	lines := []string{env.dueSentence(q, r, zone), env.ruleSentence(q, zone)}
	if q.KnownOn != "" {
		lines = append(lines, env.text("calendar.due.known_on", "date", words.Date(env.Lang, q.KnownOn)))
	}
	if r.Incomplete {
		lines = append(lines, env.text("calendar.due.incomplete"))
	}
	if _, err := io.WriteString(env.Stdout, strings.Join(lines, "\n")+"\n\n"); err != nil {
		return err
	}
	return env.dayTable(r.Days)
}

func (env *environment) dueSentence(q calendar.Query, r calendar.Result, zone calendar.Zone) string {
	switch {
	case r.Open:
		return env.text("calendar.due.open")
	case q.Rule.Unit == calendar.Hours:
		return env.text("calendar.due.hour", "moment", words.DateTime(env.Lang, r.DueAt.In(zone.Location), zone.Letters))
	}
	return env.text("calendar.due.sentence", "date", words.Date(env.Lang, r.Due), "zone", zone.Letters)
}

func (env *environment) ruleSentence(q calendar.Query, zone calendar.Zone) string {
	args := []string{
		"count", words.Number(env.Lang, q.Rule.Count),
		"unit", env.text("calendar.unit." + string(q.Rule.Unit)),
		"date", words.Date(env.Lang, q.From),
	}
	switch {
	case q.Rule.Unit == calendar.Hours:
		moment := words.DateTime(env.Lang, q.FromTime.In(zone.Location), zone.Letters)
		if q.Rule.Before {
			return env.text("calendar.due.rule_before", append(args[:4], "date", moment)...)
		}
		return env.text("calendar.due.rule_hours", append(args, "moment", moment)...)
	case q.Rule.Before:
		return env.text("calendar.due.rule_before", args...)
	case q.Rule.FirstDayCounts:
		return env.text("calendar.due.rule_first", args...)
	}
	return env.text("calendar.due.rule", args...)
}

// dayTable writes one line per day, its running number and why it counts or not.
func (env *environment) dayTable(days []calendar.Day) error {
	w := tabwriter.NewWriter(env.Stdout, 0, 0, 2, ' ', 0)
	row := func(a, b, c string) { _, _ = fmt.Fprintf(w, "%s\t%s\t%s\n", a, b, c) } // kept by w until Flush
	row(env.text("calendar.table.date"), env.text("calendar.table.number"), env.text("calendar.table.why"))
	for _, d := range days {
		n := "-"
		if d.Counts {
			n = strconv.Itoa(d.N)
		}
		row(words.Date(env.Lang, d.Date), n, env.whyText(d))
	}
	return w.Flush()
}

// whyText joins reason and name, "hari libur: Natal"; a name that says the reason itself
// ("Cuti bersama Natal") stands alone.
func (env *environment) whyText(d calendar.Day) string {
	why, name := env.text(d.Why), env.dayName(d)
	switch {
	case strings.HasPrefix(strings.ToLower(name), why) && name != "":
		why = name
	case name != "":
		why += ": " + name
	}
	if d.Check {
		why += " (" + env.text("calendar.day.check") + ")"
	}
	return why
}
