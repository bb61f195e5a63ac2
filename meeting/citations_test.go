package meeting_test

import (
	"testing"

	"rambu.id"
	"rambu.id/internal/db"
	"rambu.id/internal/db/dbtest"
	"rambu.id/meeting"
)

// Minutes that cite the ASN law of 2014 in a decision wait, at the approver and again at who
// publishes, until each has seen it. Minutes read before somebody wrote on are not approved.
func TestMinutesMindCitations(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		t.Parallel()
		w, ctx := newWorld(t, d), t.Context()
		in := rakor()
		in.On = "2024-10-02"
		id := w.invited(in)
		w.Must(w.OpenDoor(ctx, w.tu, id, 0))
		w.Must(w.WriteMinutes(ctx, w.tu, id, 0, "Dasar: Pasal 2 huruf f UU Nomor 20 Tahun 2023 dan Perbup Nomor 3 Tahun 2020."))
		first, err := w.Decide(ctx, w.tu, id, meeting.DecisionIn{
			Text: "Edaran", Points: []string{"Sesuai Pasal 2 UU Nomor 5 Tahun 2014."}, Owner: pemda + "/bkpsdm", Due: "2024-10-18",
		})
		w.Must(err)
		w.Must(w.Submit(ctx, w.tu, meeting.MinutesStep{Meeting: id}))
		step := meeting.MinutesStep{Meeting: id}
		w.WantKey(w.Approve(ctx, w.sekda, step, true), rambu.Blocked, "citations")
		w.Must(w.Approve(ctx, w.sekda, step, false)) // giving back needs no tick
		w.Must(w.Submit(ctx, w.tu, meeting.MinutesStep{Meeting: id}))
		m, err := w.Minutes(ctx, w.sekda, id)
		w.Must(err)
		step.Seen, step.Version = true, m.Version-1
		w.WantKey(w.Approve(ctx, w.sekda, step, true), rambu.Conflict, "stale")
		step.Version = m.Version
		w.Must(w.Approve(ctx, w.sekda, step, true))
		w.WantKey(w.Publish(ctx, w.tu, step), rambu.Conflict, "stale")
		w.WantKey(w.Publish(ctx, w.tu, meeting.MinutesStep{Meeting: id}), rambu.Blocked, "citations")
		w.Must(w.Publish(ctx, w.tu, meeting.MinutesStep{Meeting: id, Seen: true}))
		if m, err := w.Minutes(ctx, w.sekda, id); err != nil || m.State != meeting.Published || m.Decisions[0].ID != first {
			t.Errorf("minutes %+v, %v", m, err)
		}
		w.verify()
	})
}

// What holds on the day of the meeting holds in its minutes, and what the register does not know
// asks for nothing: no tick.
func TestMinutesCiteTheLawOfTheDay(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dbtest.SQLite(t))
	s := meeting.Session{On: "2023-10-30"}
	for _, c := range []struct {
		on   rambu.Date
		want int
	}{{"2023-10-30", 0}, {"2023-10-31", 1}} {
		s.On = c.on
		found, err := w.Remarks(s, meeting.Minutes{Text: "Menurut Pasal 2 UU Nomor 5 Tahun 2014."})
		w.Must(err)
		if len(found) != c.want {
			t.Errorf("on %s: %d remarks, want %d: %+v", c.on, len(found), c.want, found)
		}
	}
}
