package law

import (
	"slices"

	"rambu.id"
)

// Stage is a stage of the election. From or To is empty when a rule sets it.
type Stage struct {
	ID     string     `yaml:"id"`
	NameID string     `yaml:"name_id"`
	NameEN string     `yaml:"name_en"`
	From   rambu.Date `yaml:"from,omitempty"`
	To     rambu.Date `yaml:"to,omitempty"`
	RuleID string     `yaml:"rule_id,omitempty"`
	RuleEN string     `yaml:"rule_en,omitempty"`
	Conf   Conf       `yaml:"conf"`
	Src    []string   `yaml:"src,omitempty" ref:"src"`
}

// Window is a span of days that a rule attaches to.
type Window struct {
	ID      string     `yaml:"id"`
	NameID  string     `yaml:"name_id"`
	NameEN  string     `yaml:"name_en"`
	From    rambu.Date `yaml:"from,omitempty"`
	To      rambu.Date `yaml:"to,omitempty"`
	UntilID string     `yaml:"until_id,omitempty"` // its end in words when it is no fixed day
	UntilEN string     `yaml:"until_en,omitempty"`
	Period  string     `yaml:"period,omitempty" ref:"period"` // period of the same span, whose doubts it shares
	Basis   []Citation `yaml:"basis,omitempty"`
	Conf    Conf       `yaml:"conf"`
	Src     []string   `yaml:"src,omitempty" ref:"src"`
}

// Period is a span of act dates that the catalogue of acts speaks of. The sentences may name
// {date}, {determination}, {campaign_from} and {campaign_to}.
type Period struct {
	ID     string     `yaml:"id"`
	NameID string     `yaml:"name_id"`
	NameEN string     `yaml:"name_en"`
	From   rambu.Date `yaml:"from,omitempty"`
	To     rambu.Date `yaml:"to,omitempty"`
	WhyID  string     `yaml:"why_id"`
	WhyEN  string     `yaml:"why_en"`
	Doubts []Doubt    `yaml:"doubts,omitempty"`
	Conf   Conf       `yaml:"conf"`
}

// Doubt is days on which it has to be checked whether a period or a window holds; the sentence says why.
type Doubt struct {
	From      rambu.Date `yaml:"from"`
	To        rambu.Date `yaml:"to,omitempty"`
	TextID    string     `yaml:"text_id"`
	TextEN    string     `yaml:"text_en"`
	OpenPoint string     `yaml:"open_point,omitempty" ref:"point"`
}

// HolidayKind says who made the day free.
type HolidayKind string

// The kinds of holidays. Neither is a working day for civil servants (Perpres 21/2023 Pasal 6-7).
const (
	National  HolidayKind = "nasional"
	JointDays HolidayKind = "cuti-bersama"
)

// Holiday is a day that is no working day, with the day it became known.
type Holiday struct {
	Date          rambu.Date  `yaml:"date"`
	NameID        string      `yaml:"name_id"`
	NameEN        string      `yaml:"name_en"`
	Kind          HolidayKind `yaml:"kind"`
	Announced     rambu.Date  `yaml:"announced,omitempty"` // the year's own day when empty in the file
	AnnouncedConf Conf        `yaml:"announced_conf,omitempty"`
	Regulation    string      `yaml:"regulation,omitempty" ref:"regulation"` // the year's own when empty in the file
	Conf          Conf        `yaml:"conf,omitempty"`                        // the year's own when empty in the file
}

// HolidayYear is the holidays of a year. Complete is false when days may be missing: whoever
// counts across such a year warns.
type HolidayYear struct {
	Year       int        `yaml:"year"`
	Complete   bool       `yaml:"complete"`
	Announced  rambu.Date `yaml:"announced,omitempty"`
	Regulation string     `yaml:"regulation,omitempty" ref:"regulation"`
	NoteID     string     `yaml:"note_id,omitempty"`
	NoteEN     string     `yaml:"note_en,omitempty"`
	Days       []Holiday  `yaml:"days,omitempty"`
	Conf       Conf       `yaml:"conf"`
	Src        []string   `yaml:"src,omitempty" ref:"src"`
}

// OpenHours is a span of local time, "08:00" to "16:00".
type OpenHours struct {
	From string `yaml:"from"`
	To   string `yaml:"to"`
}

// WorkingTime is the government's working week. Days counts from 1, Monday.
type WorkingTime struct {
	Days               []int     `yaml:"days"`
	Start              string    `yaml:"start"`
	MinutesPerWeek     int       `yaml:"minutes_per_week"`
	RamadanStart       string    `yaml:"ramadan_start"`
	RamadanMinutes     int       `yaml:"ramadan_minutes_per_week"`
	ReceptionMonThu    OpenHours `yaml:"reception_mon_thu"` // Bawaslu's desk for reports
	ReceptionFri       OpenHours `yaml:"reception_fri"`
	ReceptionAlwaysIn  string    `yaml:"reception_always_in" ref:"window"` // round the clock in this window
	Conf               Conf      `yaml:"conf"`
	Src                []string  `yaml:"src,omitempty" ref:"src"`
	BasisWeek          Citation  `yaml:"basis_week"`
	BasisReceptionHour Citation  `yaml:"basis_reception"`
}

// Zone is a time zone of provinces. Indonesia has no daylight saving time.
type Zone struct {
	Letters   string   `yaml:"letters"` // WIB, WITA, WIT
	IANA      string   `yaml:"iana"`
	UTCOffset int      `yaml:"utc_offset"` // hours
	Provinces []string `yaml:"provinces"`  // official codes, two digits
	Conf      Conf     `yaml:"conf"`
}

// Example is a worked deadline that the calendar must reproduce.
type Example struct {
	ID         string     `yaml:"id"`
	WhatID     string     `yaml:"what_id"`
	WhatEN     string     `yaml:"what_en"`
	Start      rambu.Date `yaml:"start"`
	Count      int        `yaml:"count"`
	Unit       Unit       `yaml:"unit" ref:"unit"`
	StartIsOne bool       `yaml:"start_is_day_one,omitempty"` // else the start day is day 0
	KnownOn    rambu.Date `yaml:"known_on,omitempty"`         // only holidays announced by then count
	Result     rambu.Date `yaml:"result"`
	Conf       Conf       `yaml:"conf"`
	Src        []string   `yaml:"src,omitempty" ref:"src"`
}

type calendarFile struct {
	Stages      []Stage       `yaml:"stages"`
	Windows     []Window      `yaml:"windows"`
	Periods     []Period      `yaml:"periods"`
	Years       []HolidayYear `yaml:"holidays"`
	WorkingTime WorkingTime   `yaml:"working_time"`
	Zones       []Zone        `yaml:"zones"`
	Examples    []Example     `yaml:"worked_examples"`
}

// WindowReplacements is the window in which a head replaces no official without the minister's consent (UU
// 10/2016 Pasal 71 ayat (2)): who signs a penalty that takes a post away is warned.
const WindowReplacements = "larangan-mutasi"

func (p *Pack) doubt(period string, day rambu.Date) (Doubt, bool) {
	x, ok := p.idx.periods[period]
	if !ok {
		return Doubt{}, false
	}
	i := slices.IndexFunc(x.Doubts, func(d Doubt) bool { return dayIn(day, d.From, d.To) })
	if i < 0 {
		return Doubt{}, false
	}
	return x.Doubts[i], true
}

// Stages returns the stages of the election.
func (p *Pack) Stages() []Stage { return p.files.calendar.Stages }

// StageOn returns the stages that run on a day. One without any day of its own never does.
func (p *Pack) StageOn(day rambu.Date) []Stage {
	var running []Stage
	for _, s := range p.files.calendar.Stages {
		if (s.From != "" || s.To != "") && dayIn(day, s.From, s.To) {
			running = append(running, s)
		}
	}
	return running
}

// Windows returns the spans that rules attach to.
func (p *Pack) Windows() []Window { return p.files.calendar.Windows }

// Window returns a window by id.
func (p *Pack) Window(id string) (Window, bool) { return find(p.idx.windows, id) }

// Period returns a period of act dates by id.
func (p *Pack) Period(id string) (Period, bool) { return find(p.idx.periods, id) }

// Part is one part of an election as people speak of it, with a day that stands for it.
type Part struct {
	ID string // before, campaign, quiet, voting or after
	On rambu.Date
}

// Parts returns the parts of the election in their order. What is ethics in the first may be
// discipline in the next.
func (p *Pack) Parts() []Part {
	i := p.files.pack.Info
	return []Part{
		{"before", i.Determination.AddDays(-1)},
		{"campaign", i.CampaignFrom},
		{"quiet", i.CampaignTo.AddDays(1)},
		{"voting", i.Voting},
		{"after", i.Voting.AddDays(1)},
	}
}

func (p *Pack) inPeriod(id string, day rambu.Date) bool {
	period, ok := p.idx.periods[id]
	return ok && dayIn(day, period.From, period.To)
}

// Holidays returns every holiday of the pack by date, each with the day it was announced.
func (p *Pack) Holidays() []Holiday { return p.idx.holidays }

// HolidayYearsComplete returns the years whose holidays are all in the pack. Counting across
// any other year needs a warning.
func (p *Pack) HolidayYearsComplete() []int {
	var years []int
	for _, y := range p.files.calendar.Years {
		if y.Complete {
			years = append(years, y.Year)
		}
	}
	return years
}

// WorkingTime returns the government's working week and Bawaslu's reception hours.
func (p *Pack) WorkingTime() WorkingTime { return p.files.calendar.WorkingTime }

// Zones returns the time zones.
func (p *Pack) Zones() []Zone { return p.files.calendar.Zones }

// Zone returns the time zone of an official region code: a province "18" or anything inside it,
// "18.01". False for a province the pack does not know.
func (p *Pack) Zone(code string) (Zone, bool) {
	if len(code) < 2 || len(code) > 2 && code[2] != '.' {
		return Zone{}, false
	}
	i := slices.IndexFunc(p.files.calendar.Zones, func(z Zone) bool { return slices.Contains(z.Provinces, code[:2]) })
	if i < 0 {
		return Zone{}, false
	}
	return p.files.calendar.Zones[i], true
}

// WorkedExamples returns deadlines worked by hand, for tests of the calendar.
func (p *Pack) WorkedExamples() []Example { return p.files.calendar.Examples }
