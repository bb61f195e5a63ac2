package meeting_test

import (
	"fmt"
	"slices"
	"testing"

	"rambu.id"
	"rambu.id/internal/db"
	"rambu.id/internal/db/dbtest"
	"rambu.id/meeting"
	"rambu.id/meeting/review"
	"rambu.id/roster"
)

// held is a meeting that was held and closed, with these posts missing and everybody else ticked.
func (w *world) held(on rambu.Date, missing ...string) string {
	w.T.Helper()
	ctx := w.T.Context()
	in := rakor()
	in.On, in.StandIn, in.MinClass = on, meeting.StandInAny, ""
	id := w.invited(in)
	w.To(on, 9, 0)
	w.Must(w.OpenDoor(ctx, w.tu, id, 0))
	var list []meeting.Tick
	for _, i := range w.get(id).Invitees {
		gone := false
		for _, m := range missing {
			gone = gone || string(i.Post) == pemda+"/"+m
		}
		if !gone {
			list = append(list, meeting.Tick{Invitee: i.ID})
		}
	}
	got, err := w.Tick(ctx, w.tu, id, list)
	w.Must(err)
	if len(got.Refused) > 0 {
		w.T.Fatalf("refused %v", got.Refused)
	}
	w.Must(w.Close(ctx, w.tu, id, 0))
	return id
}

// Seven meetings, one of which nine heads of agencies missed: what Inspektorat may see, when, and
// who never sees it.
func TestThePatternIsForInspektoratAfterTheReply(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		ctx := t.Context()
		for n, on := range []rambu.Date{"2024-10-03", "2024-10-04", "2024-10-07", "2024-10-08", "2024-10-09", "2024-10-10"} {
			w.held(on, fmt.Sprintf("dinas-%02d", n))
		}
		missing := []string{}
		for n := range 9 {
			missing = append(missing, fmt.Sprintf("dinas-%02d", n))
		}
		id := w.held("2024-10-14", missing...)
		w.WantKey(w.AskReplies(ctx, w.inspektur, id), rambu.Conflict, "not_final")
		w.To("2024-10-18", 8, 0)
		for name, who := range map[string]rambu.Actor{"the chair": w.bupati, "the secretary": w.sekda, "personnel": w.bkpsdm, "the registry": w.tu, "an absent head": w.kadis} {
			_, err := w.Findings(ctx, who, id)
			if err == nil || rambu.KindOf(err) != rambu.NotFound {
				t.Errorf("%s: %v", name, err)
			}
		}
		both := w.inspektur
		both.Roles = append([]rambu.Role{rambu.RoleAuthority}, both.Roles...)
		w.WantKey(w.AskReplies(ctx, both, id), rambu.NotFound, "")
		_, err := w.Findings(ctx, w.inspektur, id)
		w.WantKey(err, rambu.NotFound, "") // nobody was asked yet
		w.Must(w.AskReplies(ctx, w.inspektur, id))
		w.WantKey(w.AskReplies(ctx, w.inspektur, id), rambu.Conflict, "")
		_, err = w.ReviewOf(ctx, w.bupati, id)
		w.WantKey(err, rambu.NotFound, "")
		v, err := w.ReviewOf(ctx, w.kadis, id)
		if err != nil || v.ReplyDue != "2024-10-25" {
			t.Fatalf("asked until %s, %v", v.ReplyDue, err)
		}
		w.WantKey(w.Reply(ctx, w.camat, id, "x"), rambu.NotFound, "") // he was there
		w.Must(w.Reply(ctx, w.kadis, id, "Saya mendampingi tamu provinsi."))
		w.WantKey(w.Reply(ctx, w.kadis, id, "Lagi."), rambu.Conflict, "replied")
		_, err = w.Findings(ctx, w.inspektur, id)
		w.WantKey(err, rambu.Blocked, "reply_open")
		w.To("2024-10-28", 8, 0)
		w.shows(id)
		w.contest("bupati", "Pengklaim Contoh", roster.Definitive)
		_, err = w.Findings(ctx, w.inspektur, id)
		w.WantKey(err, rambu.Blocked, "chair_contested")
		w.forgets(id)
		w.verify()
	})
}

func (w *world) shows(id string) {
	w.T.Helper()
	f, err := w.Findings(w.T.Context(), w.inspektur, id)
	w.Must(err)
	if f.TooFew || f.Meetings != 7 || f.Whole == nil || f.Whole.Missing != 9 || !f.Whole.Stands || f.Asked != 9 {
		w.T.Fatalf("findings %+v, whole %+v", f, f.Whole)
	}
	if len(f.Replies) != 1 || f.Replies[0].Text != "Saya mendampingi tamu provinsi." {
		w.T.Errorf("replies %+v", f.Replies)
	}
	if len(f.Groups) != 2 {
		w.T.Errorf("groups %+v", f.Groups)
	}
}

// forgets: after its term the question and the replies are gone, and the log says so.
func (w *world) forgets(id string) {
	w.T.Helper()
	ctx := w.T.Context()
	system := rambu.System(pemda, area)
	if n, err := w.Expire(ctx, system); err != nil || n != 0 {
		w.T.Errorf("forgotten early: %d, %v", n, err)
	}
	w.To("2025-01-17", 8, 0)
	if n, err := w.Expire(ctx, system); err != nil || n != 1 {
		w.T.Errorf("forgotten: %d, %v", n, err)
	}
	_, err := w.ReviewOf(ctx, w.inspektur, id)
	w.WantKey(err, rambu.NotFound, "")
}

// Few meetings say nothing, and the matrix ranks nobody.
func TestMatrixAndTooFewMeetings(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dbtest.SQLite(t))
	ctx := t.Context()
	first := w.held("2024-10-03", "dinas-01")
	w.To("2024-10-09", 9, 0)
	w.Must(w.Correct(ctx, w.bkpsdm, w.row(first, "dinas-01").ID, meeting.CorrectionIn{State: meeting.Excused, Note: meeting.CorrectionNote{Text: "x", Document: "x"}}))
	second := w.held("2024-10-10", "dinas-02")
	m, err := w.Matrix(ctx, w.bkpsdm)
	w.Must(err)
	if len(m.Meetings) != 2 || m.Meetings[0].ID != first || m.Titles[first] != "Rakor perdana" {
		t.Fatalf("meetings %+v", m.Meetings)
	}
	if a, b := m.Cells[pemda+"/dinas-01"][first], m.Cells[pemda+"/dinas-02"][second]; a != meeting.Excused || b != meeting.Unexplained {
		t.Errorf("cells %s, %s", a, b)
	}
	for _, who := range []rambu.Actor{w.bupati, w.tu, w.kadis} {
		_, err = w.Matrix(ctx, who)
		w.WantKey(err, rambu.NotFound, "")
	}
	w.To("2024-10-17", 9, 0)
	w.Must(w.AskReplies(ctx, w.inspektur, second))
	w.To("2024-10-28", 9, 0)
	f, err := w.Findings(ctx, w.inspektur, second)
	if err != nil || !f.TooFew || f.Whole != nil {
		t.Errorf("two meetings: %+v, %v", f, err)
	}
}

// acts lets the holder of one post act in another too.
func (w *world) acts(person roster.Person, post string, from rambu.Date) {
	w.T.Helper()
	w.Hold(pemda+"/"+post, person, roster.Tenure{Mode: roster.Plt, From: from})
}

// The Inspektur leads a meeting as the acting head of an agency. He signs in as Inspektur, in which
// office he asks for patterns: of this meeting he learns nothing, in no office. Nor does an Inspektur
// who acts as Sekda.
func TestTheChairIsAPerson(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		ctx := t.Context()
		inspector := w.People["Bagus Contoh"]
		w.acts(inspector, "dinas-11", "2024-09-30")
		in := rakor()
		in.Chair, in.StandIn, in.MinClass = pemda+"/dinas-11", meeting.StandInAny, ""
		led := w.invited(in)
		other := rakor()
		other.On = "2024-10-08"
		free := w.invited(other)
		for _, id := range []string{led, free} {
			w.To(w.get(id).On, 9, 0)
			w.Must(w.OpenDoor(ctx, w.tu, id, 0))
			w.Must(w.Close(ctx, w.tu, id, 0))
		}
		w.To("2024-10-15", 8, 0)
		_, err := w.Findings(ctx, w.inspektur, led)
		w.WantKey(err, rambu.NotFound, "")
		w.WantKey(w.AskReplies(ctx, w.inspektur, led), rambu.NotFound, "")
		_, err = w.ReviewOf(ctx, w.inspektur, led)
		w.WantKey(err, rambu.NotFound, "")
		w.Must(w.AskReplies(ctx, w.inspektur, free))
		w.acts(inspector, "sekda", "2024-10-15")
		w.To("2024-10-25", 8, 0)
		_, err = w.Findings(ctx, w.inspektur, free)
		w.WantKey(err, rambu.NotFound, "")
		w.verify()
	})
}

// Four were away. One replies himself, without an office key; for one without an account the registry
// types in what came on paper, once, of a day within the days to reply. What was corrected meanwhile is
// asked no more. The chair hears of nothing: not on his tasks, not under another post.
func TestTheRightOfReplyReachesEverybody(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		ctx := t.Context()
		w.acts(w.People["Wirya Contoh"], "dinas-11", "2024-09-30") // the chair's other post
		id := w.held("2024-10-07", "dinas-00", "dinas-01", "dinas-02", "dinas-11")
		w.To("2024-10-14", 8, 0)
		_, _, err := w.PaperReplies(ctx, w.tu, id)
		w.WantKey(err, rambu.NotFound, "") // nobody was asked yet
		w.Must(w.Correct(ctx, w.bkpsdm, w.row(id, "dinas-02").ID, meeting.CorrectionIn{State: meeting.Excused, Note: meeting.CorrectionNote{Text: "x", Document: "x"}}))
		w.Must(w.AskReplies(ctx, w.inspektur, id))
		keyless := w.kadis
		keyless.Keys, keyless.Roles = nil, []rambu.Role{rambu.RoleFieldStaff}
		chair := w.bupati
		chair.Post, chair.Roles = pemda+"/dinas-11", []rambu.Role{rambu.RoleSuperior}
		waits := func(who rambu.Actor, want int) {
			t.Helper()
			if got, err := w.Waiting(ctx, who); err != nil || len(got.Reply) != want {
				t.Errorf("%s has %d to reply to, want %d, %v", who.Post, len(got.Reply), want, err)
			}
		}
		waits(keyless, 1)
		waits(w.camat, 0)
		waits(chair, 0)
		w.WantKey(w.Reply(ctx, chair, id, "x"), rambu.NotFound, "")
		asking, err := w.Asking(ctx, rambu.System(pemda, area))
		if err != nil || len(asking) != 1 || !slices.Equal(asking[0].Posts, []roster.PostID{pemda + "/dinas-00", pemda + "/dinas-01"}) {
			t.Errorf("to be told: %+v, %v", asking, err)
		}
		_, err = w.Asking(ctx, w.sekda)
		w.WantKey(err, rambu.NotFound, "")
		w.Must(w.Reply(ctx, keyless, id, "Saya di provinsi."))
		waits(keyless, 0)
		w.onPaper(id)
		w.To("2024-10-22", 8, 0)
		f, err := w.Findings(ctx, w.inspektur, id)
		w.Must(err)
		if len(f.Replies) != 2 || f.Replies[0].Text != "Saya di provinsi." || f.Replies[1].Text != "Jalan putus." || f.Replies[1].By != "Kadis Contoh" || f.Asked != 3 {
			t.Errorf("%d asked, replies %+v", f.Asked, f.Replies)
		}
		w.verify()
	})
}

// onPaper types in the reply of the head of agency 01.
func (w *world) onPaper(id string) {
	w.T.Helper()
	ctx := w.T.Context()
	w.To("2024-10-16", 8, 0)
	paper := func(change func(*review.Paper)) error {
		in := review.Paper{Meeting: id, Post: pemda + "/dinas-01", Said: review.Said{Text: "Jalan putus.", By: "Kadis Contoh", On: "2024-10-15"}}
		change(&in)
		return w.ReplyOnPaper(ctx, w.tu, in)
	}
	for field, change := range map[string]func(*review.Paper){
		"jabatan":   func(in *review.Paper) { in.Post = pemda + "/dinas-02" },
		"nama":      func(in *review.Paper) { in.By = " " },
		"tanggal":   func(in *review.Paper) { in.On = "2024-10-13" },
		"tanggapan": func(in *review.Paper) { in.Text = "" },
	} {
		if got := fieldOf(paper(change)); got != field {
			w.T.Errorf("fault on %q, want %q", got, field)
		}
	}
	w.WantKey(w.ReplyOnPaper(ctx, w.camat, review.Paper{Meeting: id}), rambu.NotFound, "")
	w.Must(paper(func(*review.Paper) {}))
	w.says(id, "meeting.reply", pemda+"/dinas-01")
	if got := fieldOf(paper(func(*review.Paper) {})); got != "jabatan" {
		w.T.Error("typed in twice")
	}
	if _, left, err := w.PaperReplies(ctx, w.tu, id); err != nil || len(left) != 1 {
		w.T.Errorf("left to reply: %v, %v", left, err)
	}
}
