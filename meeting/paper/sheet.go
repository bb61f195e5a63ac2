package paper

import (
	"context"
	"io"
	"strconv"
	"time"

	"rambu.id"
	"rambu.id/internal/sheet"
	"rambu.id/internal/words"
	"rambu.id/letter"
	"rambu.id/meeting"
	"rambu.id/meeting/reach"
	"rambu.id/roster"
)

// Lists to take along: who came and what is still to be done, as the pages show them to the same
// officer, in the language of his screen. Grounds of absence leave with nobody. That a list left, and
// whose hand took it, is in the log before its bytes are.

const (
	tookAttendance = "meeting.take_attendance"
	tookRoll       = "meeting.take_roll"
	tookFollowUps  = "meeting.take_follow_ups"
)

// taker makes lists for one reader.
type taker struct {
	Press

	who  rambu.Actor
	lang words.Lang
}

func (t taker) t(key string) string { return t.Words.T(t.lang, key) }

// AttendanceSheet writes who came, holder and stand-in apart. Errors: NotFound for whoever does not
// see all.
func (p Press) AttendanceSheet(ctx context.Context, who rambu.Actor, lang words.Lang, id string, f sheet.Format, w io.Writer) error {
	if !meeting.SeesAll(who) {
		return rambu.Errorf(rambu.NotFound, "the list is for those who see all")
	}
	v, err := p.Room.Get(ctx, who, id)
	if err != nil {
		return err
	}
	t := taker{p, who, lang}
	list := sheet.Table{Name: t.t("meeting.print.attendance"), Head: []string{
		t.t("meeting.print.no"), t.t("meeting.show.post"), t.t("meeting.export.holder"), t.t("meeting.show.presence"), t.t("meeting.export.group"),
		t.t("meeting.export.in"), t.t("meeting.export.out"), t.t("meeting.export.how"), t.t("meeting.show.answer"), t.t("meeting.usher.stand_in"),
		t.t("meeting.show.delivery"),
	}}
	for n, i := range v.Invitees {
		held, stand, how := v.Held[i.Post], "", ""
		if i.StandIn != "" {
			stand = t.held(v.Held[i.StandIn])
		}
		if i.How != "" {
			how = t.t("meeting.how." + string(i.How))
		}
		list.Rows = append(list.Rows, []any{
			n + 1, held.Title, held.Name, t.t("meeting.presence." + string(i.Now())), t.t("meeting.group." + string(i.Now().Group())),
			t.clock(i.InAt), t.clock(i.OutAt), how, t.t("meeting.answer." + string(i.Answer)), stand, t.delivery(v, i),
		})
	}
	err = p.Log.Took(who, tookAttendance, id, string(f))
	if err != nil {
		return err
	}
	return list.Write(w, f)
}

// FollowUpSheet writes what meetings decided and is not done, the oldest due date first.
func (p Press) FollowUpSheet(ctx context.Context, who rambu.Actor, lang words.Lang, f sheet.Format, w io.Writer) error {
	open, err := p.Room.FollowUps(ctx, who)
	if err != nil {
		return err
	}
	t := taker{p, who, lang}
	list := sheet.Table{Name: t.t("meeting.follow.title"), Head: []string{
		t.t("meeting.follow.decision"), t.t("meeting.follow.owner"), t.t("meeting.follow.due"), t.t("meeting.export.late"), t.t("meeting.follow.from"),
	}}
	today := p.Room.Today(who)
	for _, d := range open {
		text := d.Text
		if text == "" {
			text = t.t("meeting.list.sealed")
		}
		list.Rows = append(list.Rows, []any{
			strconv.FormatInt(d.Number, 10) + ". " + text, t.held(d.Held), string(d.Due), max(0, d.Due.DaysUntil(today)), d.Title,
		})
	}
	err = p.Log.Took(who, tookFollowUps, who.Institution, string(f))
	if err != nil {
		return err
	}
	return list.Write(w, f)
}

// UsherSheet writes the usher's list as a table to tick without a signal; only narrows it to some lines,
// nil keeps all. Errors: Forbidden for whoever
// runs no meetings.
func (p Press) UsherSheet(ctx context.Context, who rambu.Actor, lang words.Lang, id string, only func(roster.PostID, string) bool, w io.Writer) error {
	if !meeting.Runs(who) {
		return rambu.Fault(rambu.Forbidden, "meeting.error.organiser_only")
	}
	v, err := p.Room.Get(ctx, who, id)
	if err != nil {
		return err
	}
	t := taker{p, who, lang}
	rows := [][]string{{
		t.t("meeting.sheet.row"), t.t("meeting.show.post"), t.t("meeting.sheet.here"), t.t("meeting.usher.stand_in"), t.t("meeting.sheet.at"),
	}}
	for _, i := range v.Invitees {
		if g := i.State.Group(); g != meeting.GroupOpen && g != meeting.GroupExplained {
			continue
		}
		if only != nil && !only(i.Post, t.held(v.Held[i.Post])) {
			continue
		}
		standIn := ""
		if i.StandIn != "" {
			standIn = v.Held[i.StandIn].Title
		}
		rows = append(rows, []string{i.ID, t.held(v.Held[i.Post]), "", standIn, ""})
	}
	err = p.Log.Took(who, tookRoll, id, string(sheet.CSV))
	if err != nil {
		return err
	}
	return sheet.Write(w, rows)
}

// held names a post as it is held: title, and name when it is known.
func (t taker) held(h meeting.Held) string {
	switch {
	case h.Contested:
		return h.Title + " – " + t.t("meeting.held.contested")
	case h.Vacant:
		return h.Title + " – " + t.t("meeting.held.vacant")
	case h.Name != "":
		return h.Title + " – " + h.Name
	}
	return h.Title
}

func (t taker) clock(at time.Time) string {
	if at.IsZero() {
		return "–"
	}
	local, zone := t.Room.Local(t.who, at)
	return words.Time(t.lang, local, zone)
}

// Delivery is the words' key for how far the copy of a post has come, "" without one. That it lies in the
// house's own room says nothing about somebody who cannot open it there.
func Delivery(v *meeting.View, i meeting.Invitee) string {
	switch s := v.Copies[i.Post]; {
	case s == "":
		return ""
	case s == letter.CopyDelivered && v.Proved(i) == reach.None:
		return "meeting.show.unproved"
	default:
		return "letter.copy." + string(s)
	}
}

func (t taker) delivery(v *meeting.View, i meeting.Invitee) string {
	if key := Delivery(v, i); key != "" {
		return t.t(key)
	}
	return "–"
}
