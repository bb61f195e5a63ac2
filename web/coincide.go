package web

import (
	"net/http"
	"net/url"

	"rambu.id"
	"rambu.id/activity"
	"rambu.id/activity/clash"
	"rambu.id/meeting"
	webactivity "rambu.id/web/activity"
	"rambu.id/web/ui"
)

const recordPath = "/catat-kegiatan/{rapat}"

// recordAddress is what records a meeting in the agenda, "" for whoever may not.
func recordAddress(who rambu.Actor, id string) string {
	if activity.MayPlan(who) != nil {
		return ""
	}
	return "/catat-kegiatan/" + id
}

// record enters a meeting into the agenda and shows the entry, where it is decided about.
func (s *site) record(w http.ResponseWriter, r *http.Request) error {
	who, err := actor(r)
	if err != nil {
		return err
	}
	id, err := s.in.RecordMeeting(r.Context(), who, r.PathValue("rapat"))
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/kegiatan/"+url.PathEscape(id), http.StatusSeeOther)
	return nil
}

// coincides tells the pages of meetings what meetings at one place coincide with.
func (s *site) coincides(pages *webactivity.Pages) func(*http.Request, rambu.Actor, string, ...meeting.Session) ([]ui.Coincidence, error) {
	return func(r *http.Request, who rambu.Actor, place string, all ...meeting.Session) ([]ui.Coincidence, error) {
		asked := make([]clash.Activity, len(all))
		for i, m := range all {
			asked[i] = s.in.AsActivity(who, m, place)
		}
		return pages.Coincidences(r, who, asked...)
	}
}

// ahead is how far the agenda looks for meetings, in days.
const ahead = 92

// meetingsAhead are the meetings that the officer sees under /rapat and that are not over, for the
// page of the agenda. Room.List asks the walls.
func (s *site) meetingsAhead(r *http.Request, who rambu.Actor) ([]webactivity.Meeting, error) {
	today := s.in.Meetings.Today(who)
	all, err := s.in.Meetings.List(r.Context(), who, today, today.AddDays(ahead))
	if err != nil {
		return nil, err
	}
	var out []webactivity.Meeting
	for _, m := range all {
		if m.State == meeting.Cancelled {
			continue
		}
		out = append(out, webactivity.Meeting{
			Href: "/rapat/" + m.ID, Title: m.Title, Where: m.Place, As: s.in.AsActivity(who, m.Session, m.Place),
			State: ui.Badge{Look: ui.LookNew, Text: s.ui.T(ui.Lang(r), "meeting.state."+string(m.State))},
		})
	}
	return out, nil
}
