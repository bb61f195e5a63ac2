package meeting_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rambu.id"
	"rambu.id/groundtest"
	"rambu.id/internal/db"
	"rambu.id/internal/db/dbtest"
	"rambu.id/ledger"
	"rambu.id/letter"
	"rambu.id/meeting"
	"rambu.id/meeting/twice"
	"rambu.id/roster"
)

// doorOpen is a meeting at whose door people stand: it is five to nine.
func (w *world) doorOpen(in meeting.PlanIn) string {
	w.T.Helper()
	id := w.invited(in)
	if w.Clock.Now().Before(groundtest.At("2024-10-07", 8, 55)) {
		w.To("2024-10-07", 8, 55)
	}
	w.Must(w.OpenDoor(w.T.Context(), w.tu, id, 0))
	return id
}

// code is what the door shows at this moment.
func (w *world) code(id string) string {
	w.T.Helper()
	s, err := w.Screen(w.T.Context(), w.tu, id)
	w.Must(err)
	return s.Code.Digits
}

func (w *world) doubles(who rambu.Actor, id string) ([]twice.Double, error) {
	w.T.Helper()
	v, err := w.Get(w.T.Context(), who, id)
	w.Must(err)
	return twice.Find(w.T.Context(), w.Room, w.Roster, who, v)
}

// says checks that a log entry of a kind about a meeting carries some text.
func (w *world) says(id, kind, text string) {
	w.T.Helper()
	auditor := rambu.Actor{Account: "akn_auditor", Institution: pemda, Region: area, Roles: []rambu.Role{rambu.RoleAuditor}}
	all, err := w.Log.Find(w.T.Context(), auditor, ledger.Filter{Object: id, Limit: 100})
	w.Must(err)
	for _, e := range all {
		if e.Kind == kind && strings.Contains(e.Body, text) {
			return
		}
	}
	w.T.Errorf("no %s in the log says %s", kind, text)
}

// The line breaks while somebody checks in: he was recorded and does not know it. He tries again,
// with the code he has, which is old by then, and after the door was closed.
func TestAnswerLostAtTheDoor(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		ctx := t.Context()
		id := w.doorOpen(rakor())
		code := w.code(id)
		first, err := w.CheckIn(ctx, w.camat, id, code)
		w.Must(err)
		w.Must(w.machine.MoveTo(w.machine.Now().Add(2 * time.Minute)))
		w.To("2024-10-07", 9, 5)
		_, err = w.CheckIn(ctx, w.kadis, id, code)
		w.WantKey(err, rambu.Invalid, "meeting.error.code") // of a replayed code only the newcomer hears
		for _, step := range []func(){func() {}, func() { w.Must(w.Close(ctx, w.tu, id, 0)) }} {
			step()
			again, err := w.CheckIn(ctx, w.camat, id, code)
			if err != nil || first.Again || !again.Again || !again.InAt.Equal(groundtest.At("2024-10-07", 8, 55)) || again.Version != first.Version+1 {
				t.Errorf("tried again: %+v, %v, after %+v", again, err, first)
			}
		}
		w.verify()
	})
}

// Whoever holds no office key, as village heads and most staff, is let in by the code on the
// screen; while the screen is dark, as after a restart, he is told so and nothing is recorded.
func TestWithoutAnOfficeKey(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		ctx := t.Context()
		id := w.doorOpen(rakor())
		keyless := w.camat
		keyless.Keys, keyless.Roles = nil, []rambu.Role{rambu.RoleFieldStaff}
		_, err := w.CheckIn(ctx, keyless, id, "123456")
		w.WantKey(err, rambu.Unavailable, "meeting.error.door_dark")
		s, err := w.Seat(ctx, keyless, id)
		if err != nil || s.Title != "" || len(s.Mine) != 1 || s.Mine[0].State != meeting.Awaited {
			t.Errorf("the seat of somebody without a key: %+v, %v", s, err)
		}
		i, err := w.CheckIn(ctx, keyless, id, w.code(id))
		if err != nil || i.State != meeting.Present {
			t.Errorf("with the screen on: %+v, %v", i, err)
		}
		card := rambu.Public()
		card.Institution, card.Region, card.Post = pemda, area, pemda+"/dinas-01"
		i, err = w.CheckIn(ctx, card, id, w.code(id))
		if err != nil || i.How != meeting.ByCard {
			t.Errorf("with the printed code of the post: %+v, %v", i, err)
		}
		w.Must(w.Close(ctx, w.tu, id, 0))
		stranger := card
		stranger.Post = pemda + "/staf"
		_, err = w.CheckIn(ctx, stranger, id, "123456")
		w.WantKey(err, rambu.NotFound, "")
		w.verify()
	})
}

// A mandate that is none: somebody claims a seat that nobody gave him, with a paper of later days,
// or under a post below the rule; and the true holder walks in after a false stand-in.
func TestForgedMandate(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		ctx := t.Context()
		id := w.doorOpen(rakor())
		_, err := w.CheckIn(ctx, w.sekdis, id, w.code(id))
		w.WantKey(err, rambu.Forbidden, "not_invited") // he stands there, so he is told
		_, err = w.CheckIn(ctx, w.sekdis, id, "000000")
		w.WantKey(err, rambu.NotFound, "")
		row := w.row(id, "dinas-00").ID
		later := meeting.StandInIn{Post: pemda + "/dinas-00/sekretaris", Mandate: meeting.Mandate{Number: "800/9", Date: "2024-10-20"}, Until: "2024-10-30"}
		w.WantKey(w.Represent(ctx, w.kadis, row, later), rambu.Invalid, "mandate_later")
		later.Mandate.Date, later.Post = "2024-10-03", pemda+"/camat-00"
		w.WantKey(w.Represent(ctx, w.kadis, row, later), rambu.Conflict, "stand_in_taken")
		later.Post = pemda + "/dinas-00/sekretaris"
		w.Must(w.Represent(ctx, w.kadis, row, later))
		i, err := w.CheckIn(ctx, w.sekdis, id, w.code(id))
		if err != nil || i.State != meeting.StoodIn {
			t.Fatalf("the stand-in: %+v, %v", i, err)
		}
		w.To("2024-10-07", 9, 10)
		i, err = w.CheckIn(ctx, w.kadis, id, w.code(id))
		if err != nil || i.Again || i.State != meeting.Present || !i.InAt.Equal(groundtest.At("2024-10-07", 9, 10)) {
			t.Errorf("the holder himself: %+v, %v", i, err)
		}
		_, err = w.CheckIn(ctx, w.sekdis, id, w.code(id))
		w.WantKey(err, rambu.Conflict, "holder_here")
		w.says(id, "meeting.refused", row)
		w.says(id, "meeting.refused", w.sekdis.Post)
		two := []meeting.Tick{
			{Invitee: w.row(id, "dinas-01").ID, StandIn: true, Post: pemda + "/dinas-02/sekretaris"},
			{Invitee: w.row(id, "dinas-02").ID, StandIn: true, Post: pemda + "/dinas-02/sekretaris"},
			{Invitee: w.row(id, "dinas-03").ID, StandIn: true, Post: pemda + "/dinas-00"},
		}
		got, err := w.Tick(ctx, w.tu, id, two)
		if err != nil || got.New != 1 || len(got.Refused) != 2 {
			t.Fatalf("one stand-in for two posts, and one who sits there himself: %+v, %v", got, err)
		}
		for row, refused := range got.Refused {
			w.WantKey(refused, rambu.Conflict, "stand_in_taken")
			w.says(id, "meeting.tick", row)
		}
		w.verify()
	})
}

// A person is recorded in two rooms at once. The second usher lets him in, both see it, the log
// says it, and it is cleared when he is marked as leaving the first.
func TestInTwoRoomsAtOnce(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		ctx := t.Context()
		other := rakor()
		other.Title, other.Chair, other.Start, other.End = "Rapat lain", pemda+"/sekda", "09.30", "12.00"
		first, second := w.invited(rakor()), w.invited(other)
		w.To("2024-10-07", 8, 55)
		w.Must(w.OpenDoor(ctx, w.tu, first, 0))
		w.Must(w.OpenDoor(ctx, w.tu, second, 0))
		_, err := w.CheckIn(ctx, w.camat, first, w.code(first))
		w.Must(err)
		w.To("2024-10-07", 9, 20)
		i, err := w.CheckIn(ctx, w.camat, second, w.code(second))
		if err != nil || i.State != meeting.Present {
			t.Fatalf("at the second door: %+v, %v", i, err)
		}
		w.says(second, "meeting.check_in", first)
		for _, id := range []string{first, second} {
			got, err := w.doubles(w.tu, id)
			if err != nil || len(got) != 1 || got[0].Post != pemda+"/camat-00" {
				t.Fatalf("the usher sees %+v, %v", got, err)
			}
		}
		seat, err := w.Seat(ctx, w.camat, second)
		if err != nil || len(seat.Also) != 1 || seat.Also[0].Meeting != first {
			t.Errorf("he himself sees %+v, %v", seat, err)
		}
		_, err = w.doubles(w.camat, first)
		w.WantKey(err, rambu.Forbidden, "organiser_only")
		left, err := w.Tick(ctx, w.tu, first, []meeting.Tick{{Invitee: w.row(first, "camat-00").ID, Left: true, At: groundtest.At("2024-10-07", 9, 15)}})
		if err != nil || left.New != 1 {
			t.Fatalf("marked as left: %+v, %v", left, err)
		}
		for _, id := range []string{first, second} {
			if got, err := w.doubles(w.tu, id); err != nil || len(got) != 0 {
				t.Errorf("still two rooms: %+v, %v", got, err)
			}
		}
		w.verify()
	})
}

// One person who holds two posts sits in two rooms: another name on each list.
func TestTwoPostsTwoRooms(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dbtest.SQLite(t))
	ctx := t.Context()
	p := w.People["Camat 01 Contoh"]
	w.Hold(pemda+"/dinas-11", p, roster.Tenure{Mode: roster.Plt, From: "2024-10-01"})
	other := rakor()
	other.Title = "Rapat lain"
	first, second := w.doorOpen(rakor()), w.invited(other)
	w.Must(w.OpenDoor(ctx, w.tu, second, 0))
	_, err := w.Tick(ctx, w.tu, first, []meeting.Tick{{Invitee: w.row(first, "camat-01").ID}})
	w.Must(err)
	_, err = w.Tick(ctx, w.tu, second, []meeting.Tick{{Invitee: w.row(second, "dinas-11").ID}})
	w.Must(err)
	got, err := w.doubles(w.sekda, second)
	if err != nil || len(got) != 1 || got[0].Post != pemda+"/dinas-11" || got[0].Other.Title != "Rakor perdana" {
		t.Errorf("%+v, %v", got, err)
	}
}

// Two ushers tick the same people from two lists: one record each, the second is told, and what
// contradicts the first is answered clearly.
func TestTwoUshers(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		ctx := t.Context()
		id := w.doorOpen(rakor())
		w.To("2024-10-07", 9, 30)
		stood := meeting.Tick{Invitee: w.row(id, "dinas-03").ID, StandIn: true, Post: pemda + "/dinas-03/sekretaris", At: groundtest.At("2024-10-07", 9, 0)}
		list := []meeting.Tick{{Invitee: w.row(id, "dinas-01").ID, At: groundtest.At("2024-10-07", 9, 1)}, {Invitee: w.row(id, "dinas-02").ID, At: groundtest.At("2024-10-07", 9, 2)}, stood}
		done := make(chan meeting.Ticked, 2)
		for _, who := range []rambu.Actor{w.tu, w.sekda} {
			go func() {
				got, err := w.Tick(ctx, who, id, list)
				if err != nil {
					t.Error(err)
				}
				done <- got
			}()
		}
		a, b := <-done, <-done
		if a.New+b.New != 3 || a.Again+b.Again != 3 || len(a.Refused)+len(b.Refused) != 0 {
			t.Errorf("two lists: %+v and %+v", a, b)
		}
		if i := w.row(id, "dinas-01"); i.Version != 2 || !i.InAt.Equal(groundtest.At("2024-10-07", 9, 1)) {
			t.Errorf("written %d times: %+v", i.Version-1, i)
		}
		// The other usher says that the head of dinas 03 came himself, and of dinas 01 a stand-in.
		himself := meeting.Tick{Invitee: stood.Invitee, At: groundtest.At("2024-10-07", 9, 4)}
		false1 := meeting.Tick{Invitee: list[0].Invitee, StandIn: true, Post: pemda + "/dinas-01/sekretaris"}
		got, err := w.Tick(ctx, w.sekda, id, []meeting.Tick{himself, false1})
		if err != nil || got.New != 1 {
			t.Fatalf("%+v, %v", got, err)
		}
		w.WantKey(got.Refused[false1.Invitee], rambu.Conflict, "holder_here")
		if i := w.row(id, "dinas-03"); i.State != meeting.Present || !i.InAt.Equal(groundtest.At("2024-10-07", 9, 4)) {
			t.Errorf("the holder came himself: %+v", i)
		}
		w.verify()
	})
}

// A phone's clock runs ahead: a little is taken with the time of the server, more is refused with
// both times; nobody comes half a day early.
func TestPhonesClockRunsAhead(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dbtest.SQLite(t))
	id := w.doorOpen(rakor())
	w.To("2024-10-07", 9, 10)
	ahead := func(minutes int) meeting.Tick {
		return meeting.Tick{Invitee: w.row(id, fmt.Sprintf("dinas-%02d", max(minutes, -minutes))).ID, At: groundtest.At("2024-10-07", 9, 10).Add(time.Duration(minutes) * time.Minute)}
	}
	early := meeting.Tick{Invitee: w.row(id, "camat-00").ID, At: groundtest.At("2024-10-06", 20, 0)}
	got, err := w.Tick(t.Context(), w.tu, id, []meeting.Tick{ahead(-5), ahead(4), ahead(6), early})
	w.Must(err)
	if got.New != 2 || len(got.Refused) != 2 {
		t.Fatalf("%+v", got)
	}
	if i := w.row(id, "dinas-04"); !i.InAt.Equal(groundtest.At("2024-10-07", 9, 10)) {
		t.Errorf("a clock that runs ahead writes %s", i.InAt)
	}
	text := w.Words.Error("id", got.Refused[w.row(id, "dinas-06").ID])
	if !strings.Contains(text, "09.16") || !strings.Contains(text, "09.10") {
		t.Errorf("the usher reads %q", text)
	}
	if text := w.Words.Error("id", got.Refused[early.Invitee]); !strings.Contains(text, "20.00") {
		t.Errorf("the usher reads %q", text)
	}
}

// An invitation is withdrawn after some have accepted: they and their stand-ins are told by a
// letter in the name of who invited, what they answered stays, and nobody is let in.
func TestWithdrawnAfterSomeAccepted(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		ctx := t.Context()
		id := w.invited(rakor())
		w.Must(w.Accept(ctx, w.camat, w.row(id, "camat-00").ID))
		stand := meeting.StandInIn{Post: pemda + "/dinas-00/sekretaris", Mandate: meeting.Mandate{Number: "800/1", Date: "2024-10-03"}}
		w.Must(w.Represent(ctx, w.kadis, w.row(id, "dinas-00").ID, stand))
		w.WantKey(w.CallOff(ctx, w.camat, meeting.CallOffIn{Meeting: id}), rambu.Forbidden, "organiser_only")
		w.Must(w.CallOff(ctx, w.tu, meeting.CallOffIn{Meeting: id, Why: "Banjir di jalan lintas."}))
		w.WantKey(w.Cancel(ctx, w.tu, id, 0), rambu.Conflict, "state_batal")
		v := w.get(id)
		if v.State != meeting.Cancelled || v.CalledOff.Why != "Banjir di jalan lintas." || v.Notice == nil || v.Notice.State != letter.Draft {
			t.Fatalf("cancelled: %+v, %+v", v.Session, v.CalledOff)
		}
		w.Must(w.Send(ctx, w.sekda, id))
		v = w.get(id)
		told := map[string]bool{}
		for _, c := range v.Notice.Copies {
			told[c.ToPost] = c.State == letter.CopyDelivered
		}
		if v.Notice.State != letter.Sent || !told[pemda+"/camat-00"] || !told[pemda+"/dinas-00/sekretaris"] || len(told) != len(v.Invitees)+1 {
			t.Errorf("told %v by %+v", told, v.Notice)
		}
		o, err := w.Letters.Open(ctx, w.tu, v.Notice.ID)
		w.Must(err)
		text := strings.Join(o.Body.Paragraphs, "\n")
		for _, want := range []string{"Rakor perdana", "7 Oktober 2024", v.Letter.Number, "Banjir di jalan lintas.", "(2 jabatan)"} {
			if !strings.Contains(text, want) {
				t.Errorf("the letter does not say %q: %s", want, text)
			}
		}
		if i := w.row(id, "camat-00"); i.Answer != meeting.WillCome || i.AnsweredAt.IsZero() {
			t.Errorf("the answer is lost: %+v", i)
		}
		for _, who := range []rambu.Actor{w.camat, w.sekdis} {
			got, err := w.Waiting(ctx, who)
			if err != nil || len(got.Off) != 1 || len(got.Answer) != 0 {
				t.Errorf("%s waits for %+v, %v", who.Post, got, err)
			}
		}
		w.To("2024-10-07", 8, 55)
		_, err = w.CheckIn(ctx, w.camat, id, "123456")
		w.WantKey(err, rambu.Conflict, "door_batal")
		w.says(id, "meeting.cancel", v.Notice.ID)
		w.verify()
	})
}

// An invitation that has not left is withdrawn with the meeting; a meeting nobody was invited to
// just ends.
func TestWithdrawnBeforeItLeft(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dbtest.SQLite(t))
	ctx := t.Context()
	id := w.planned(rakor())
	paper, err := w.Invite(ctx, w.sekda, meeting.InviteIn{Meeting: id, Groups: []meeting.InviteGroup{meeting.GroupDistricts}, Signer: pemda + "/sekda"})
	w.Must(err)
	w.Must(w.CallOff(ctx, w.tu, meeting.CallOffIn{Meeting: id, Why: "Belum perlu."}))
	out, _, err := w.Letters.Envelope(ctx, w.tu, paper)
	if err != nil || out.State != letter.Cancelled || out.Cancelled != letter.Withdrawn {
		t.Errorf("the draft of the invitation: %+v, %v", out, err)
	}
	w.WantKey(w.Send(ctx, w.sekda, id), rambu.Conflict, "no_letter")
	alone := w.planned(rakor())
	w.Must(w.Cancel(ctx, w.tu, alone, 0))
	if diff := cmp.Diff(meeting.Cancelled, w.get(alone).State); diff != "" {
		t.Error(diff)
	}
	w.verify()
}
