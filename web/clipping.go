package web

import (
	"context"
	"net/http"
	"strconv"

	"rambu.id"
	"rambu.id/press"
	webpress "rambu.id/web/press"
	"rambu.id/web/ui"
)

// The press meets the other nouns here: reports at Bawaslu, meetings at a government. Its own
// pages know neither.

func (s *site) press() *webpress.Pages {
	d := webpress.Deps{Desk: s.in.Press, UI: s.ui, Pack: s.in.Pack, Roster: s.in.Roster, Actor: actor, SameDay: s.meetingsOf}
	if s.door != nil {
		d.Lodge = s.in.Tips.Lodge
	}
	return webpress.New(d)
}

// meetingsOf are the actor's meetings of a day.
func (s *site) meetingsOf(ctx context.Context, who rambu.Actor, day rambu.Date) ([]ui.Task, error) {
	all, err := s.in.Meetings.List(ctx, who, day, day)
	var out []ui.Task
	for _, m := range all {
		if m.Title != "" {
			out = append(out, ui.Task{Text: m.Title, Hint: m.Place, Href: "/rapat/" + m.ID})
		}
	}
	return out, err
}

// clippings are the articles nobody has decided on.
func (s *site) clippings(r *http.Request, who rambu.Actor) ([]ui.Task, error) {
	if !press.Keeps(who) {
		return nil, nil
	}
	n, err := s.in.Press.Waiting(r.Context(), who)
	if err != nil || n == 0 {
		return nil, err
	}
	return []ui.Task{s.task(r, "/pers?keadaan="+string(press.Waiting), "web.tasks.press", "n", strconv.Itoa(n))}, nil
}
