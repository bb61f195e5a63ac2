package meeting_test

import (
	"fmt"
	"testing"

	"rambu.id"
	"rambu.id/groundtest"
	"rambu.id/internal/db"
	"rambu.id/internal/db/dbtest"
	"rambu.id/meeting"
)

// Every ground: what the post is written down as when it is given before the meeting, in place of
// another one, and after it; that personnel reads it and the registry does not; which rest on a paper;
// and that whoever comes after all is there.
func TestEveryGround(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		ctx := t.Context()
		id := w.invited(rakor())
		grounds := []struct {
			ground meeting.Ground
			text   string
			paper  bool
			want   meeting.Presence
		}{
			{meeting.OnDuty, "", true, meeting.Excused},
			{meeting.CalledAway, "", false, meeting.Excused},
			{meeting.Permitted, "", true, meeting.Excused},
			{meeting.Ill, "", true, meeting.Excused},
			{meeting.OnLeave, "", true, meeting.Excused},
			{meeting.Studying, "", true, meeting.Excused},
			{meeting.NotInvited, "", false, meeting.NotReached},
			{meeting.DoubtsChair, "SK pimpinan belum saya terima.", false, meeting.Excused},
			{meeting.OtherGround, "Ada urusan.", false, meeting.Excused},
		}
		if len(grounds) != len(meeting.Grounds()) {
			t.Fatalf("%d grounds are looked at, there are %d", len(grounds), len(meeting.Grounds()))
		}
		reason := func(n int) meeting.Reason { return meeting.Reason{Ground: grounds[n].ground, Text: grounds[n].text} }
		wants := func(when string, n int, post string, want meeting.Presence) {
			t.Helper()
			if got := w.row(id, post).State; got != want {
				t.Errorf("%s %s: %s, want %s", grounds[n].ground, when, got, want)
			}
		}
		before := func(n int) string { return fmt.Sprintf("dinas-%02d", n) }
		for n, g := range grounds {
			w.Must(w.GiveReason(ctx, w.tu, w.row(id, before(n)).ID, reason(n)))
			wants("given before", n, before(n), g.want)
			if got := reason(n).Lacks(); got != g.paper {
				t.Errorf("%s lacks a paper: %t", g.ground, got)
			}
			if needs := (&meeting.Reason{Ground: g.ground}).Validate() != nil; needs != (g.text != "") {
				t.Errorf("%s asks for words: %t", g.ground, needs)
			}
		}
		for n, g := range grounds { // each in the place of each
			for m := range grounds {
				w.Must(w.GiveReason(ctx, w.tu, w.row(id, before(n)).ID, reason(m)))
				wants("replaced by "+string(grounds[m].ground), n, before(n), grounds[m].want)
			}
			w.Must(w.GiveReason(ctx, w.tu, w.row(id, before(n)).ID, reason(n)))
			wants("given last", n, before(n), g.want)
		}
		w.readsGrounds(id, func(n int) meeting.Ground { return grounds[n].ground })
		w.comesAfterAll(id)
		w.Must(w.Close(ctx, w.tu, id, 0))
		for n, g := range grounds[:5] { // after the meeting
			post := fmt.Sprintf("camat-%02d", n)
			wants("not given", n, post, meeting.Unexplained)
			w.Must(w.GiveReason(ctx, w.tu, w.row(id, post).ID, reason(n)))
			wants("given after", n, post, g.want)
			w.Must(w.Assess(ctx, w.bkpsdm, w.row(id, post).ID, false))
			wants("not clear", n, post, meeting.Unclear)
			w.Must(w.GiveReason(ctx, w.tu, w.row(id, post).ID, reason(6)))
			wants("said not to have been invited", n, post, meeting.NotReached)
			w.Must(w.Assess(ctx, w.bkpsdm, w.row(id, post).ID, true))
			wants("clear", n, post, meeting.Excused)
		}
		w.verify()
	})
}

// readsGrounds: personnel reads each ground, the registry none.
func (w *world) readsGrounds(id string, want func(n int) meeting.Ground) {
	w.T.Helper()
	seen, err := w.Get(w.T.Context(), w.bkpsdm, id)
	w.Must(err)
	for n := range meeting.Grounds() {
		for _, i := range seen.Invitees {
			if string(i.Post) == fmt.Sprintf("%s/dinas-%02d", pemda, n) && (i.Reason == nil || i.Reason.Ground != want(n)) {
				w.T.Errorf("personnel reads %+v, want %s", i.Reason, want(n))
			}
		}
		if i := w.row(id, fmt.Sprintf("dinas-%02d", n)); i.ReasonAt.IsZero() {
			w.T.Errorf("dinas-%02d has no reason", n)
		}
	}
	clerk, err := w.Get(w.T.Context(), w.tu, id)
	w.Must(err)
	for _, i := range clerk.Invitees {
		if i.Reason != nil {
			w.T.Errorf("the registry reads why %s is away", i.Post)
		}
	}
}

// comesAfterAll: whoever gave a reason and comes is there: in time, late, gone early or stood in for.
func (w *world) comesAfterAll(id string) {
	w.T.Helper()
	ctx := w.T.Context()
	w.Must(w.Assess(ctx, w.bkpsdm, w.row(id, "dinas-08").ID, false)) // not clear, and then he comes
	w.To("2024-10-07", 9, 0)
	w.Must(w.OpenDoor(ctx, w.tu, id, 0))
	w.To("2024-10-07", 10, 0)
	for _, c := range []struct {
		post string
		tick meeting.Tick
		want meeting.Presence
	}{
		{"dinas-00", meeting.Tick{At: groundtest.At("2024-10-07", 8, 55)}, meeting.Present},
		{"dinas-06", meeting.Tick{At: groundtest.At("2024-10-07", 9, 15)}, meeting.Present}, // said that he was not invited
		{"dinas-08", meeting.Tick{At: groundtest.At("2024-10-07", 9, 16)}, meeting.Late},
		{"dinas-01", meeting.Tick{StandIn: true, Post: pemda + "/dinas-01/sekretaris"}, meeting.StoodIn},
		{"dinas-09", meeting.Tick{At: groundtest.At("2024-10-07", 9, 1)}, meeting.Present},
		{"dinas-09", meeting.Tick{Left: true, At: groundtest.At("2024-10-07", 9, 40)}, meeting.LeftEarly},
		{"dinas-10", meeting.Tick{At: groundtest.At("2024-10-07", 9, 20)}, meeting.Late},
		{"dinas-10", meeting.Tick{Left: true, At: groundtest.At("2024-10-07", 9, 50)}, meeting.LeftEarly},
	} {
		c.tick.Invitee = w.row(id, c.post).ID
		got, err := w.Tick(ctx, w.tu, id, []meeting.Tick{c.tick})
		if err != nil || len(got.Refused) > 0 {
			w.T.Fatalf("%s: %+v, %v", c.post, got, err)
		}
		i := w.row(id, c.post)
		if i.State != c.want || c.want == meeting.LeftEarly && !i.OutAt.Equal(c.tick.At) {
			w.T.Errorf("%s is %s at %s, want %s", c.post, i.State, i.OutAt, c.want)
		}
	}
	early := w.row(id, "dinas-09").State.Group()
	if early != meeting.GroupHolder {
		w.T.Errorf("who left early is counted as %s", early)
	}
}

// Somebody said that he had no invitation, and then that he comes or sends somebody.
func TestAnswerAfterNotInvited(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dbtest.SQLite(t))
	ctx := t.Context()
	id := w.invited(rakor())
	row := w.row(id, "camat-00").ID
	w.Must(w.GiveReason(ctx, w.camat, row, meeting.Reason{Ground: meeting.NotInvited}))
	w.Must(w.Accept(ctx, w.camat, row))
	if i := w.row(id, "camat-00"); i.State != meeting.Awaited || i.Answer != meeting.WillCome || !i.ReasonAt.IsZero() {
		t.Errorf("he comes: %+v", i)
	}
	w.Must(w.GiveReason(ctx, w.camat, row, meeting.Reason{Ground: meeting.NotInvited}))
	w.To("2024-10-07", 9, 0)
	w.Must(w.OpenDoor(ctx, w.tu, id, 0))
	if i, err := w.CheckIn(ctx, w.camat, id, w.code(id)); err != nil || i.State != meeting.Present {
		t.Errorf("at the door: %+v, %v", i, err)
	}
	w.WantKey(w.Accept(ctx, w.camat, row), rambu.Conflict, "presence")
}
