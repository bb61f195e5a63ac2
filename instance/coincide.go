package instance

import (
	"context"
	"unicode/utf8"

	"rambu.id"
	"rambu.id/activity"
	"rambu.id/activity/clash"
	"rambu.id/law"
	"rambu.id/meeting"
)

// AsActivity is a meeting as the agenda sees it: where its place names one kecamatan there, and
// otherwise anywhere in the region. The two nouns do not know each other, so they meet here.
func (i *Instance) AsActivity(who rambu.Actor, s meeting.Session, place string) clash.Activity {
	kind := map[meeting.Kind]law.ActivityKind{meeting.Assembly: law.Assembly, meeting.Visit: law.Visit}[s.Kind]
	if kind == "" {
		kind = law.Meeting
	}
	return clash.Activity{Kind: kind, Place: i.Agenda.PlaceNamed(who, place), From: s.On, To: s.On}
}

// RecordMeeting enters a meeting into the agenda, where it is decided what becomes of it, and
// returns the id of the entry. Recorded twice it is recorded once.
func (i *Instance) RecordMeeting(ctx context.Context, who rambu.Actor, id string) (string, error) {
	err := activity.MayPlan(who)
	if err != nil {
		return "", err
	}
	v, err := i.Meetings.Get(ctx, who, id)
	if err != nil {
		return "", err
	}
	a := i.AsActivity(who, v.Session, v.Place)
	in := activity.In{
		Kind: a.Kind, Place: a.Place, Organiser: string(v.Session.Chair), From: a.From, To: a.To,
		Content: activity.Content{Title: short(v.Title, activity.MaxTitle), Where: v.Place},
	}
	known, err := i.Agenda.List(ctx, who, a.From)
	if err != nil {
		return "", err
	}
	for _, l := range known {
		if l.Kind == in.Kind && l.From == in.From && l.Organiser == in.Organiser && l.Content.Title == in.Title {
			return l.ID, nil
		}
	}
	return i.Agenda.Enter(ctx, who, in)
}

// short cuts a title to a number of bytes, between letters.
func short(s string, most int) string {
	for len(s) > most {
		_, n := utf8.DecodeLastRuneInString(s)
		s = s[:len(s)-n]
	}
	return s
}
