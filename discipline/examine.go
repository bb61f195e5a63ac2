package discipline

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"rambu.id"
	"rambu.id/calendar"
	"rambu.id/discipline/rules"
	"rambu.id/law"
	"rambu.id/ledger"
	"rambu.id/letter"
	"rambu.id/letter/kinds"
	"rambu.id/roster"
)

// Levels of penalties (PP 94/2021 Pasal 8).
const (
	Light    = rules.Light
	Moderate = rules.Moderate
	Severe   = rules.Severe
)

func levels() []string { return []string{Light, Moderate, Severe} }

// Relieve relieves of duties for the time of a severe examination. It is a choice of the
// superior and no penalty; a stand-in is named (PP 94/2021 Pasal 31).
func (o *Office) Relieve(ctx context.Context, who rambu.Actor, id string, version int64, in Relief, on rambu.Date) error {
	t, err := o.take(ctx, who, id, version, mayWork)
	if err != nil {
		return err
	}
	err = t.in(Alleged)
	if err != nil {
		return err
	}
	var f form
	f.text(&in.Number, "nomor", 100)
	f.text(&in.StandIn, "plh", maxLine)
	f.short(&in.Note, "catatan", maxNote)
	f.past(&on, "tanggal", t.today)
	err = f.err()
	if err != nil {
		return err
	}
	err = t.paper(PaperRelief, on, in)
	if err != nil {
		return err
	}
	return t.commit("discipline.relieve", func(op *ledger.Op) error { return t.step(op, Relieved, on, nil) })
}

// FormTeam names the examining team: the direct superior, Inspektorat and personnel, nobody of
// a lower rank than the person examined. It may be formed later too, and then moves nothing.
func (o *Office) FormTeam(ctx context.Context, who rambu.Actor, id string, version int64, number string, posts []roster.PostID, on rambu.Date) error {
	t, err := o.take(ctx, who, id, version, mayRecord)
	if err != nil {
		return err
	}
	err = t.at(ByDiscipline, Alleged, Relieved, Summoned, SummonedTwo, Examining, MinutesDone)
	if err != nil {
		return err
	}
	team, err := t.seats(number, posts, RuleTeam)
	if err != nil {
		return err
	}
	var f form
	f.past(&on, "tanggal", t.today)
	err = f.err()
	if err != nil {
		return err
	}
	err = t.complete(team)
	if err != nil {
		return err
	}
	err = t.paper(PaperTeam, on, team)
	if err != nil {
		return err
	}
	return t.commit("discipline.team", func(op *ledger.Op) error {
		if t.m.State != Alleged && t.m.State != Relieved {
			return nil
		}
		return t.step(op, TeamFormed, on, nil)
	})
}

// seats resolves the posts of a team or council and refuses too few of them, a lower rank and
// whoever stepped aside. rule is the pack's, with the number.
func (t *turn) seats(number string, posts []roster.PostID, rule string) (Team, error) {
	r, ok := t.o.pack.Rule(rule)
	if !ok || r.Size == nil { // Open wants it
		return Team{}, rambu.Errorf(rambu.Internal, "the law pack has no size %q", rule)
	}
	var f form
	f.text(&number, "nomor", 100)
	posts = slices.Compact(slices.Sorted(slices.Values(posts)))
	switch least := r.Size.Need(len(posts)); {
	case len(posts) < least:
		f.fault("anggota", "discipline.error.members", "n", strconv.Itoa(least))
	case !r.Size.Fits(len(posts), len(posts)):
		f.fault("anggota", "discipline.error.odd", "n", strconv.Itoa(least))
	}
	found, err := t.o.roster.PostsByID(t.ctx, append(slices.Clone(posts), t.file.Respondent.Post))
	if err != nil {
		return Team{}, err
	}
	team := Team{Number: number}
	for _, id := range posts {
		p, ok := found[id]
		switch {
		case !ok || p.Institution != t.who.Institution:
			f.fault("anggota", "discipline.error.member_unknown")
		case lower(p.Class, found[t.file.Respondent.Post].Class):
			f.fault("anggota", "discipline.error.rank", "post", p.Title)
		case id == t.file.Respondent.Post || slices.ContainsFunc(t.officers, func(of Officer) bool { return of.Part == Aside && of.Post == string(id) }):
			f.fault("anggota", "discipline.error.conflicted", "post", p.Title)
		}
		team.Members = append(team.Members, Seated{Post: id, Title: p.Title})
	}
	return team, f.err()
}

// lower reports whether a class of posts stands below another; an unknown one cannot be compared.
func lower(class, than roster.PostClass) bool {
	order := roster.PostClasses()
	a, b := slices.Index(order, class), slices.Index(order, than)
	return a >= 0 && b >= 0 && a > b
}

// complete asks for the three sides of a team (PP 94/2021 Pasal 29).
func (t *turn) complete(team Team) error {
	var personnel, inspector, superior bool
	ids := make([]roster.PostID, len(team.Members))
	for i, m := range team.Members {
		ids[i] = m.Post
		superior = superior || m.Post == t.file.Superior
	}
	found, err := t.o.roster.PostsByID(t.ctx, ids)
	if err != nil {
		return err
	}
	for _, p := range found {
		personnel = personnel || slices.Contains(p.Roles, rambu.RolePersonnel)
		inspector = inspector || slices.Contains(p.Roles, rambu.RoleInspector)
	}
	if personnel && inspector && (superior || t.file.Superior == "") {
		return nil
	}
	return rambu.Fault(rambu.Invalid, "discipline.error.team_sides").On("anggota")
}

// SummonsIn calls the person to an examination.
type SummonsIn struct {
	On     rambu.Date // day of the examination
	At     string
	Place  string
	Before string // who examines, in words; "" the direct superior
	Number string
	SentOn rambu.Date // day the summons went out; "" today
}

// Summon sends the first or, after a missed day, the second summons. The first goes out some
// working days before; the second day lies at most some working days after the missed one, as
// many as the pack says (PP 94/2021 Pasal 26).
func (o *Office) Summon(ctx context.Context, who rambu.Actor, id string, version int64, in SummonsIn) error {
	t, err := o.take(ctx, who, id, version, mayWork)
	if err != nil {
		return err
	}
	err = t.at(ByDiscipline, Alleged, Relieved, TeamFormed, Summoned)
	if err != nil {
		return err
	}
	to, turn := Summoned, 1
	if t.m.State == Summoned {
		to, turn = SummonedTwo, 2
	}
	err = t.checkSummons(&in, turn)
	if err != nil {
		return err
	}
	err = t.paper(PaperSummons, in.SentOn, Summons{Turn: turn, On: in.On, At: in.At, Place: in.Place, Before: in.Before, Number: in.Number})
	if err != nil {
		return err
	}
	return t.commit("discipline.summon", func(op *ledger.Op) error {
		return t.step(op, to, in.SentOn, map[string]rambu.Date{"tanggal-pemeriksaan": in.On})
	})
}

// DraftSummons writes the summons as a letter, to be signed at the mail desk, printed and
// handed over; nothing of the matter changes. Once it went out, Summon records its number and
// day. It returns the letter's id.
func (o *Office) DraftSummons(ctx context.Context, who rambu.Actor, id string, signer roster.PostID, in SummonsIn) (string, error) {
	t, err := o.take(ctx, who, id, 0, mayWork)
	if err != nil {
		return "", err
	}
	err = t.of(ByDiscipline)
	if err != nil {
		return "", err
	}
	err = t.in(Alleged, Relieved, TeamFormed, Summoned)
	if err != nil {
		return "", err
	}
	turn := 1
	if t.m.State == Summoned {
		turn = 2
	}
	in.Number = "-" // drawn when the letter is signed
	err = t.checkSummons(&in, turn)
	if err != nil {
		return "", err
	}
	return o.letters.Draft(ctx, who, t.summonsDraft(turn, signer, in))
}

// summonsDraft is addressed to a person, whose name stands in the sealed part only.
func (t *turn) summonsDraft(turn int, signer roster.PostID, in SummonsIn) letter.DraftIn {
	w, r := t.o.words, t.file.Respondent
	subject, before := "discipline.letter.summons_first", in.Before
	if turn == 2 {
		subject = "discipline.letter.summons_second"
	}
	if before == "" {
		before = w.T("id", "discipline.letter.superior")
	}
	return letter.DraftIn{
		Payload: &kinds.Summons{
			Respondent: kinds.Respondent{Name: r.Name, NIP: r.NIP, Post: r.PostText, Class: r.Class},
			Turn:       turn, On: in.On, At: in.At, Place: in.Place, Before: before,
		},
		Nature: letter.Confidential, Signer: string(signer), About: t.m.ID,
		To:      []letter.Addressee{{Post: "perorangan", Line: r.Name}},
		Subject: w.T("id", subject),
		Paragraphs: []string{
			w.T("id", "discipline.letter.summons", "name", r.Name, "post", r.PostText, "before", before),
			w.T("id", "discipline.letter.summons_when", "on", long(in.On), "at", in.At, "place", in.Place),
			w.T("id", "discipline.letter.summons_basis"),
		},
	}
}

func (t *turn) checkSummons(in *SummonsIn, turn int) error {
	var f form
	if !in.On.Valid() {
		f.fault("tanggal", "error.date")
	}
	f.past(&in.SentOn, "dikirim", t.today)
	if in.On.Valid() && in.On <= in.SentOn {
		f.fault("tanggal", "discipline.error.exam_before")
	}
	f.text(&in.At, "pukul", 20)
	f.text(&in.Place, "tempat", maxLine)
	f.text(&in.Number, "nomor", 100)
	f.short(&in.Before, "pemeriksa", maxLine)
	err := f.err()
	if err != nil || turn == 1 {
		return err
	}
	missed, _ := Latest[NoShow](t.papers)
	if missed == nil {
		return rambu.Fault(rambu.Conflict, "discipline.error.not_missed")
	}
	rule, last, err := t.due(ClockSecond, missed.On)
	if err != nil {
		return err
	}
	// A day too late is refused while a day in time can still be set; afterwards it shows as late.
	if in.On > last && t.today < last {
		return rambu.Fault(rambu.Blocked, "discipline.error.second_late", "rule", rule.RuleID, "rule_en", rule.RuleEN, "last", string(last)).On("tanggal")
	}
	return nil
}

// due is a clock of the pack, and its last day counted from a day.
func (t *turn) due(clock string, from rambu.Date) (law.Deadline, rambu.Date, error) {
	d, ok := t.o.pack.Clock(clock)
	if !ok { // Open wants it
		return d, "", rambu.Errorf(rambu.Internal, "the law pack has no clock %q", clock)
	}
	last, _, err := t.o.proc.CalendarOf(t.m.Institution).DueDate(calendar.Query{
		From: from, Region: t.m.Region, KnownOn: t.today, Rule: calendar.Rule{Count: d.Count, Unit: d.Unit},
	})
	return d, last, err
}

// RecordNoShow writes down that the person did not come on the day set.
func (o *Office) RecordNoShow(ctx context.Context, who rambu.Actor, id string, version int64, note string) error {
	t, err := o.take(ctx, who, id, version, mayWork)
	if err != nil {
		return err
	}
	err = t.in(Summoned, SummonedTwo)
	if err != nil {
		return err
	}
	s, _ := Latest[Summons](t.papers)
	if s == nil {
		return rambu.Errorf(rambu.Internal, "a summoned matter without a summons")
	}
	if s.On > t.today {
		return rambu.Fault(rambu.Conflict, "discipline.error.not_yet", "date", string(s.On))
	}
	if n, _ := Latest[NoShow](t.papers); n != nil && n.Turn == s.Turn {
		return rambu.Fault(rambu.Conflict, "discipline.error.missed_already")
	}
	var f form
	f.short(&note, "catatan", maxNote)
	err = f.err()
	if err != nil {
		return err
	}
	err = t.paper(PaperNoShow, s.On, NoShow{Turn: s.Turn, On: s.On, Note: note})
	if err != nil {
		return err
	}
	return t.commit("discipline.no_show", func(op *ledger.Op) error { return t.event(op, "pemeriksaan-terlewat", s.On) })
}

// RecordMinutes writes down an examination: closed, with its minutes. A refusal to sign is
// noted with its reason, and the minutes stand (PP 94/2021 Pasal 27). Further examinations
// before the report add further minutes.
func (o *Office) RecordMinutes(ctx context.Context, who rambu.Actor, id string, version int64, in Minutes, on rambu.Date) error {
	t, err := o.take(ctx, who, id, version, mayWork)
	if err != nil {
		return err
	}
	err = t.of(ByDiscipline)
	if err != nil {
		return err
	}
	// Pasal 26: nobody is examined who was not summoned in writing, team or not.
	err = t.in(Summoned, SummonedTwo, Examining, MinutesDone)
	if err != nil {
		return err
	}
	err = t.checkMinutes(&in, &on)
	if err != nil {
		return err
	}
	err = t.paper(PaperMinutes, on, in)
	if err != nil {
		return err
	}
	return t.commit("discipline.minutes", func(op *ledger.Op) error {
		if t.m.State == MinutesDone {
			return nil
		}
		if t.m.State != Examining {
			err := t.step(op, Examining, on, nil)
			if err != nil {
				return err
			}
		}
		return t.step(op, MinutesDone, on, nil)
	})
}

func (t *turn) checkMinutes(in *Minutes, on *rambu.Date) error {
	var f form
	f.past(on, "tanggal", t.today)
	f.text(&in.Examiners, "pemeriksa", maxLine)
	f.text(&in.Text, "uraian", maxText)
	f.short(&in.Number, "nomor", 100)
	in.Reason = strings.TrimSpace(in.Reason)
	if in.Refused && in.Reason == "" {
		f.fault("alasan", "discipline.error.refusal_reason")
	}
	f.short(&in.Reason, "alasan", maxNote)
	return f.err()
}

// RecordReport writes down the result of the examination (LHP): proven acts, rule and proposed
// level. A severe level needs minutes taken by a team (PP 94/2021 Pasal 29).
func (o *Office) RecordReport(ctx context.Context, who rambu.Actor, id string, version int64, in Report, on rambu.Date) error {
	t, err := o.take(ctx, who, id, version, mayWork)
	if err != nil {
		return err
	}
	err = t.at(ByDiscipline, MinutesDone)
	if err != nil {
		return err
	}
	var f form
	f.past(&on, "tanggal", t.today)
	f.text(&in.Facts, "fakta", maxText)
	f.short(&in.Rules, "aturan", maxNote)
	if in.Proven && in.Rules == "" {
		f.fault("aturan", "discipline.error.needed")
	}
	if in.Proven != slices.Contains(levels(), in.Level) {
		f.fault("tingkat", "discipline.error.level")
	}
	err = f.err()
	if err != nil {
		return err
	}
	if in.Level == Severe && !t.byTeam() {
		return rambu.Fault(rambu.Blocked, "discipline.error.team_needed")
	}
	err = t.paper(PaperReport, on, in)
	if err != nil {
		return err
	}
	return t.commit("discipline.report", func(op *ledger.Op) error { return t.step(op, Reported, on, nil) })
}

// byTeam reports whether minutes were taken on or after the day a team was formed.
func (t *turn) byTeam() bool {
	_, team := Latest[Team](t.papers)
	_, minutes := Latest[Minutes](t.papers)
	return team != nil && minutes != nil && team.On <= minutes.On
}
