package meeting_test

import (
	"testing"
	"time"

	"rambu.id"
	"rambu.id/groundtest"
	"rambu.id/internal/db"
	"rambu.id/internal/db/dbtest"
	"rambu.id/meeting"
	"rambu.id/roster"
)

// sends names a stand-in for the head of agency 00, who accepts.
func (w *world) sends(id string, until rambu.Date) {
	w.T.Helper()
	row := w.row(id, "dinas-00").ID
	w.Must(w.Represent(w.T.Context(), w.kadis, row, meeting.StandInIn{
		Post: pemda + "/dinas-00/sekretaris", Mandate: meeting.Mandate{Number: "800/1", Date: "2024-10-03"}, Until: until,
	}))
	w.Must(w.AnswerStandIn(w.T.Context(), w.sekdis, row, true))
}

// The door opens a day late, after the mandate of one stand-in ended and the post of another fell below the
// rule. Neither is let in, at the door or by the usher, and the log says why.
func TestMandateEndedBetweenAcceptanceAndTheMeeting(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		ctx := t.Context()
		in := rakor()
		in.On = "2024-10-08"
		id := w.invited(in)
		w.To("2024-10-03", 9, 0)
		w.sends(id, "2024-10-08")
		w.To("2024-10-09", 8, 55)
		w.Must(w.OpenDoor(ctx, w.tu, id, 0))
		row := w.row(id, "dinas-00").ID
		_, err := w.CheckIn(ctx, w.sekdis, id, w.code(id))
		w.WantKey(err, rambu.Blocked, "mandate_ended")
		w.says(id, "meeting.refused", row)
		w.says(id, "meeting.refused", "meeting.error.mandate_ended")
		got, err := w.Tick(ctx, w.tu, id, []meeting.Tick{{Invitee: row, StandIn: true}})
		w.Must(err)
		w.WantKey(got.Refused[row], rambu.Blocked, "mandate_ended")
		w.says(id, "meeting.tick", row)
		w.says(id, "meeting.tick", "meeting.error.mandate_ended")
		again := meeting.StandInIn{Post: pemda + "/dinas-00/sekretaris", Mandate: meeting.Mandate{Number: "800/2", Date: "2024-10-08"}, Until: "2024-10-09"}
		w.Must(w.Represent(ctx, w.kadis, row, again))
		post, err := w.Roster.Post(ctx, again.Post)
		w.Must(err)
		post.Class = roster.ClassExecutor
		w.Must(w.Roster.ChangePost(groundtest.Admin(pemda), post))
		_, err = w.CheckIn(ctx, w.sekdis, id, w.code(id))
		w.WantKey(err, rambu.Blocked, "stand_in_rank")
		w.says(id, "meeting.refused", "meeting.error.stand_in_rank")
		if got := w.row(id, "dinas-00"); got.State != meeting.Awaited {
			t.Errorf("refused, yet %s", got.State)
		}
		w.verify()
	})
}

// A mandate that is none is refused when it is entered, and when somebody else takes it; a code given
// again is, the first time. Each is in the log.
func TestForgeriesAreInTheLog(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dbtest.SQLite(t))
	ctx := t.Context()
	id := w.doorOpen(rakor())
	row := w.row(id, "dinas-00").ID
	for key, in := range map[string]meeting.StandInIn{
		"meeting.error.mandate_ended": {Post: pemda + "/dinas-00/sekretaris", Mandate: meeting.Mandate{Number: "1", Date: "2024-10-03"}, Until: "2024-10-06"},
		"meeting.error.mandate_later": {Post: pemda + "/dinas-00/sekretaris", Mandate: meeting.Mandate{Number: "1", Date: "2024-10-20"}, Until: "2024-10-30"},
		"meeting.error.stand_in_rank": {Post: pemda + "/staf", Mandate: meeting.Mandate{Number: "1", Date: "2024-10-03"}},
	} {
		if err := w.Represent(ctx, w.kadis, row, in); err == nil {
			t.Errorf("%s is taken", key)
		}
		w.says(id, "meeting.refused_mandate", key)
	}
	w.sends(id, "2024-10-07")
	w.WantKey(w.AnswerStandIn(ctx, w.camat, row, true), rambu.NotFound, "")
	w.says(id, "meeting.refused_mandate", w.camat.Post)
	code := w.code(id)
	w.Must(w.machine.MoveTo(w.machine.Now().Add(2 * time.Minute)))
	_, err := w.CheckIn(ctx, w.camat, id, code)
	w.WantKey(err, rambu.Invalid, "meeting.error.code")
	w.says(id, "meeting.replayed_code", w.camat.Post)
	w.verify()
}
