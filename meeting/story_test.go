package meeting_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rambu.id"
	"rambu.id/groundtest"
	"rambu.id/internal/db"
	"rambu.id/internal/db/dbtest"
	"rambu.id/letter"
	"rambu.id/meeting"
	"rambu.id/meeting/minutes"
	"rambu.id/meeting/usual"
	"rambu.id/roster"
)

// One coordination meeting from the plan to the finished decision.
func TestOneRakor(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		id := w.invited(rakor())
		w.answers(id)
		w.To("2024-10-07", 8, 30)
		w.Must(w.OpenDoor(t.Context(), w.tu, id, 0))
		w.arrivals(id)
		w.To("2024-10-07", 11, 5)
		w.Must(w.Close(t.Context(), w.tu, id, 0))
		w.absences(id)
		decision := w.minutesOf(id)
		w.followsUp(id, decision)
		w.verify()
	})
}

// answers: the letter arrived, the head of an agency sends his secretary, a head of district will come.
func (w *world) answers(id string) {
	w.T.Helper()
	ctx := w.T.Context()
	v := w.get(id)
	if len(v.Invitees) != agencies+6+1 || v.Letter.State != letter.Sent || v.Chair.Title != "Bupati Rekaan" {
		w.T.Fatalf("%d invited, letter %s, chair %+v", len(v.Invitees), v.Letter.State, v.Chair)
	}
	got := map[letter.CopyState]int{}
	for _, c := range v.Copies {
		got[c]++
	}
	if diff := cmp.Diff(map[letter.CopyState]int{letter.CopyDelivered: agencies + 6, letter.CopyOutside: 1}, got); diff != "" {
		w.T.Fatalf("copies (-want +got):\n%s", diff)
	}
	mine, err := w.Get(ctx, w.kadis, id)
	w.Must(err)
	if len(mine.Invitees) != 1 || mine.Letter != nil || mine.Title != "Rakor perdana" || mine.Door != nil {
		w.T.Fatalf("an invited officer sees %+v", mine)
	}
	row := mine.Invitees[0].ID
	stand := meeting.StandInIn{Post: pemda + "/staf", Mandate: meeting.Mandate{Number: "800/1", Date: "2024-10-03"}}
	w.WantKey(w.Represent(ctx, w.kadis, row, stand), rambu.Blocked, "stand_in_rank")
	stand.Post, stand.Until = pemda+"/dinas-00/sekretaris", "2024-10-06"
	w.WantKey(w.Represent(ctx, w.kadis, row, stand), rambu.Blocked, "mandate_ended")
	stand.Until = "2024-10-07"
	w.Must(w.Represent(ctx, w.kadis, row, stand))
	w.WantKey(w.AnswerStandIn(ctx, w.camat, row, true), rambu.NotFound, "")
	for who, want := range map[string]int{w.sekdis.Post: 1, w.camat.Post: 1, w.kadis.Post: 0} {
		actor := w.camat
		actor.Post = who
		if got, err := w.Waiting(ctx, actor); err != nil || len(got.Answer) != want {
			w.T.Errorf("%s has %d to answer, %v", who, len(got.Answer), err)
		}
	}
	w.Must(w.AnswerStandIn(ctx, w.sekdis, row, true))
	if i := w.row(id, "dinas-00"); i.StandInState != meeting.StandInAccepted || i.Mandate == nil || i.Mandate.Number != "800/1" {
		w.T.Fatalf("stand-in %+v", i)
	}
	w.Must(w.Accept(ctx, w.camat, w.row(id, "camat-00").ID))
}

// arrivals: by code, by QR, by the usher's list; a picture from a minute ago fails.
func (w *world) arrivals(id string) {
	w.T.Helper()
	ctx := w.T.Context()
	s, err := w.Screen(ctx, w.tu, id)
	w.Must(err)
	w.Must(w.machine.MoveTo(w.machine.Now().Add(time.Minute)))
	_, err = w.CheckIn(ctx, w.camat, id, s.Code.Token)
	w.WantKey(err, rambu.Invalid, "meeting.error.code")
	s, err = w.Screen(ctx, w.tu, id)
	w.Must(err)
	w.To("2024-10-07", 9, 14)
	i, err := w.CheckIn(ctx, w.camat, id, s.Code.Token)
	if err != nil || i.State != meeting.Present || i.How != meeting.ByQR {
		w.T.Fatalf("the head of district: %+v, %v", i, err)
	}
	i, err = w.CheckIn(ctx, w.sekdis, id, s.Code.Digits)
	if err != nil || i.State != meeting.StoodIn || i.How != meeting.ByCode || i.Post != pemda+"/dinas-00" {
		w.T.Fatalf("the stand-in: %+v, %v", i, err)
	}
	_, err = w.CheckIn(ctx, w.bkpsdm, id, s.Code.Digits)
	w.WantKey(err, rambu.Forbidden, "not_invited")
	w.To("2024-10-07", 9, 40)
	list := []meeting.Tick{
		{Invitee: w.row(id, "dinas-01").ID, At: groundtest.At("2024-10-07", 9, 5)},
		{Invitee: w.row(id, "dinas-02").ID},
		{Invitee: w.row(id, "dinas-03").ID, StandIn: true, Post: pemda + "/dinas-03/sekretaris"},
		{Invitee: w.row(id, "dinas-04").ID, StandIn: true, Post: pemda + "/staf"},
		{Invitee: w.row(id, "dinas-05").ID, At: groundtest.At("2024-10-07", 9, 50)},
	}
	for n, want := range []int{3, 0} { // sent again, when the answer was lost on the way: nothing new
		got, err := w.Tick(ctx, w.tu, id, list)
		if err != nil || got.New != want || len(got.Refused) != 2 {
			w.T.Fatalf("list %d: %+v, %v", n, got, err)
		}
	}
	for post, want := range map[string]meeting.Presence{
		"dinas-01": meeting.Present, "dinas-02": meeting.Late, "dinas-03": meeting.StoodIn, "dinas-04": meeting.Awaited, "dinas-05": meeting.Awaited,
	} {
		if i := w.row(id, post); i.State != want {
			w.T.Errorf("%s is %s, want %s", post, i.State, want)
		}
	}
	_, err = w.Tick(ctx, w.tu, id, []meeting.Tick{{Invitee: w.row(id, "dinas-01").ID, Left: true}})
	w.Must(err)
}

// absences: unexplained first, a reason within three working days, then only a noted correction.
func (w *world) absences(id string) {
	w.T.Helper()
	ctx := w.T.Context()
	v := w.get(id)
	want := map[meeting.Group]int{meeting.GroupHolder: 3, meeting.GroupStandIn: 2, meeting.GroupExplained: 2, meeting.GroupUnexplained: agencies + 6 - 6}
	if diff := cmp.Diff(want, v.Counts()); diff != "" {
		w.T.Fatalf("groups (-want +got):\n%s", diff)
	}
	if w.row(id, "dinas-11").State != meeting.Vacant || w.row(id, "polres.18.01/kapolres").State != meeting.NotReached {
		w.T.Error("a vacant post or one without a letter is blamed")
	}
	if v.ReasonDue != "2024-10-10" || v.Final(v.Today) {
		w.T.Errorf("reasons are due %s", v.ReasonDue)
	}
	w.To("2024-10-10", 15, 0)
	reason := meeting.Reason{Ground: meeting.OnDuty, Document: "ST 90/2024 tanggal 4 Oktober"}
	w.Must(w.GiveReason(ctx, w.tu, w.row(id, "dinas-05").ID, reason))
	w.Must(w.GiveReason(ctx, w.tu, w.row(id, "dinas-06").ID, meeting.Reason{Ground: meeting.OtherGround, Text: "Ada urusan."}))
	w.Must(w.Assess(ctx, w.bkpsdm, w.row(id, "dinas-06").ID, false))
	doubt := meeting.Reason{Ground: meeting.DoubtsChair, Text: "Pimpinan rapat belum sah."}
	w.Must(w.GiveReason(ctx, w.tu, w.row(id, "camat-05").ID, doubt))
	seen, err := w.Get(ctx, w.bkpsdm, id)
	w.Must(err)
	clerk, err := w.Get(ctx, w.tu, id)
	w.Must(err)
	for n, i := range seen.Invitees {
		if i.Post == pemda+"/camat-05" && (i.Reason == nil || i.Reason.Ground != meeting.DoubtsChair || i.State != meeting.Excused) {
			w.T.Errorf("personnel reads %+v", i.Reason)
		}
		if clerk.Invitees[n].Reason != nil {
			w.T.Error("the registry reads a reason")
		}
	}
	w.To("2024-10-11", 8, 0)
	late := w.row(id, "dinas-07")
	w.WantKey(w.GiveReason(ctx, w.tu, late.ID, reason), rambu.Blocked, "final")
	w.Must(w.Correct(ctx, w.bkpsdm, late.ID, meeting.CorrectionIn{
		State: meeting.Excused, Note: meeting.CorrectionNote{Text: "Surat sakit baru diterima.", Document: "SKD 12"},
	}))
	if i := w.row(id, "dinas-07"); i.State != meeting.Unexplained || i.Now() != meeting.Excused || i.Corrections[0].Note.Document != "SKD 12" {
		w.T.Errorf("a correction is written over what was: %+v", i)
	}
	if w.row(id, "dinas-06").State != meeting.Unclear {
		w.T.Error("an unclear reason is not its own word")
	}
	act, cites, err := w.AbsenceRule("2024-10-07")
	if err != nil || act.Level != "by-days" || act.NoteID == "" || len(cites) == 0 {
		w.T.Errorf("the rule of days: %+v, %v", act, err)
	}
}

// minutesOf: a decision without an owner blocks publishing; nobody approves his own minutes.
func (w *world) minutesOf(id string) string {
	w.T.Helper()
	ctx := w.T.Context()
	w.Must(w.WriteMinutes(ctx, w.tu, id, 0, "Rapat dibuka pukul 09.00.\nPimpinan menekankan netralitas."))
	in := meeting.DecisionIn{Text: "Tiga hal bagi seluruh ASN", Points: []string{"Berkomitmen netral", "", "Pemerintahan tetap berjalan", "Fasilitas negara tidak dipakai"}}
	first, err := w.Decide(ctx, w.tu, id, in)
	w.Must(err)
	second, err := w.Decide(ctx, w.tu, id, meeting.DecisionIn{Text: "Keliru"})
	w.Must(err)
	w.Must(w.Drop(ctx, w.tu, id, second))
	_, err = w.Decide(ctx, w.tu, id, meeting.DecisionIn{ID: first, Text: "x", Owner: pemda + "/bkpsdm", Due: "2024-10-06"})
	w.WantKey(err, rambu.Invalid, "due_before")
	w.Must(w.Submit(ctx, w.tu, meeting.MinutesStep{Meeting: id}))
	_, err = w.Minutes(ctx, w.kadis, id)
	w.WantKey(err, rambu.NotFound, "")
	w.WantKey(w.Approve(ctx, w.tu, meeting.MinutesStep{Meeting: id}, true), rambu.Forbidden, "approver_only")
	if got, err := w.Waiting(ctx, w.sekda); err != nil || len(got.Approve) != 1 {
		w.T.Errorf("waits for approval: %+v, %v", got, err)
	}
	w.Must(w.Approve(ctx, w.sekda, meeting.MinutesStep{Meeting: id}, true))
	w.WantKey(w.Publish(ctx, w.tu, meeting.MinutesStep{Meeting: id}), rambu.Blocked, "decision_lacks")
	w.Must(w.Approve(ctx, w.sekda, meeting.MinutesStep{Meeting: id}, false)) // back to the writer
	in.ID, in.Owner, in.Due = first, pemda+"/bkpsdm", "2024-10-18"
	_, err = w.Decide(ctx, w.tu, id, in)
	w.Must(err)
	m, err := w.Minutes(ctx, w.tu, id)
	w.Must(err)
	w.Must(w.WriteMinutes(ctx, w.sekda, id, m.Version, m.Text+"\nSelesai."))
	w.Must(w.Submit(ctx, w.sekda, meeting.MinutesStep{Meeting: id}))
	w.WantKey(w.Approve(ctx, w.sekda, meeting.MinutesStep{Meeting: id}, true), rambu.Forbidden, "own_minutes")
	w.Must(w.Approve(ctx, w.bupati, meeting.MinutesStep{Meeting: id}, true))
	w.Must(w.Publish(ctx, w.tu, meeting.MinutesStep{Meeting: id}))
	w.WantKey(w.WriteMinutes(ctx, w.tu, id, 0, "x"), rambu.Conflict, "minutes_terbit")
	return first
}

// followsUp: the decision stands on the next agenda until its owner is done with it.
func (w *world) followsUp(id, decision string) {
	w.T.Helper()
	ctx := w.T.Context()
	next := rakor()
	next.On, next.Title = "2024-10-21", "Rakor kedua"
	later := w.planned(next)
	carried, err := w.Carried(ctx, w.sekda, later)
	if err != nil || len(carried) != 1 || carried[0].ID != decision || carried[0].Late || carried[0].Title != "Rakor perdana" {
		w.T.Fatalf("carried %+v, %v", carried, err)
	}
	if own, err := w.Carried(ctx, w.sekda, id); err != nil || len(own) != 0 {
		w.T.Errorf("a meeting carries its own decisions: %v, %v", own, err)
	}
	order, err := w.OrderOf(ctx, w.sekda, decision)
	w.Must(err)
	want := meeting.Order{
		Decision: decision, Meeting: id, Title: "Rakor perdana", On: "2024-10-07", Chair: pemda + "/bupati", Number: 1,
		Text: "Tiga hal bagi seluruh ASN", Owner: pemda + "/bkpsdm", Due: "2024-10-18",
		Points: []minutes.Point{{Number: 1, Text: "Berkomitmen netral"}, {Number: 2, Text: "Pemerintahan tetap berjalan"}, {Number: 3, Text: "Fasilitas negara tidak dipakai"}},
	}
	if diff := cmp.Diff(want, order); diff != "" {
		w.T.Errorf("order (-want +got):\n%s", diff)
	}
	_, err = w.OrderOf(ctx, w.camat, decision)
	w.WantKey(err, rambu.NotFound, "")
	w.WantKey(w.Finish(ctx, w.camat, meeting.FinishIn{ID: decision, Proof: "x"}), rambu.NotFound, "")
	w.To("2024-10-12", 9, 0)
	if got, err := w.Waiting(ctx, w.bkpsdm); err != nil || len(got.Due) != 1 || len(got.Answer)+len(got.Approve) != 0 {
		w.T.Errorf("waits for the owner: %+v, %v", got, err)
	}
	if all, err := w.FollowUps(ctx, w.bkpsdm); err != nil || len(all) != 1 {
		w.T.Errorf("the owner sees %v, %v", all, err)
	}
	w.Must(w.Finish(ctx, w.bkpsdm, meeting.FinishIn{ID: decision, Proof: "Surat edaran 800/2/2024 terbit."}))
	w.WantKey(w.Finish(ctx, w.bkpsdm, meeting.FinishIn{ID: decision, Proof: "x"}), rambu.Conflict, "decision_selesai")
	if all, err := w.FollowUps(ctx, w.sekda); err != nil || len(all) != 0 {
		w.T.Errorf("still open: %v, %v", all, err)
	}
}

// A weekly assembly is one plan and one letter; days off are left out.
func TestWeeklyAssemblySkipsDaysOff(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dbtest.SQLite(t))
	ctx := t.Context()
	in := rakor()
	in.Kind, in.On, in.Weeks, in.StandIn = meeting.Assembly, "2024-12-11", 4, meeting.StandInNone // 25 December is a holiday
	ids, err := w.Plan(ctx, w.tu, in)
	w.Must(err)
	_, err = w.Invite(ctx, w.sekda, meeting.InviteIn{Meeting: ids[0], Groups: []meeting.InviteGroup{meeting.GroupDistricts}, Signer: pemda + "/sekda"})
	w.Must(err)
	w.Must(w.Send(ctx, w.sekda, ids[0]))
	var days []rambu.Date
	for _, s := range w.get(ids[0]).Series {
		days = append(days, s.On)
		if s.State != meeting.Invited || s.Letter == "" {
			t.Errorf("%s is %s", s.On, s.State)
		}
	}
	if diff := cmp.Diff([]rambu.Date{"2024-12-11", "2024-12-18"}, days[:2]); diff != "" || len(days) != len(ids) {
		t.Errorf("days %v (-want +got):\n%s", days, diff)
	}
	for _, d := range days {
		if d == "2024-12-25" || d == "2025-01-01" {
			t.Errorf("an assembly on %s", d)
		}
	}
	if got := len(w.get(ids[len(ids)-1]).Invitees); got != 6 {
		t.Errorf("%d invited to the last", got)
	}
	w.verify()
}

// A clash is shown, and the chair is named as he holds office that day, or not at all when the
// office is contested.
func TestClashAndChair(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dbtest.SQLite(t))
	ctx := t.Context()
	first := w.invited(rakor())
	other := rakor()
	other.Start, other.End, other.Chair, other.Title = "10.30", "12.00", pemda+"/camat-01", "Rapat lain"
	second := w.planned(other)
	_, err := w.Invite(ctx, w.sekda, meeting.InviteIn{Meeting: second, Posts: []roster.PostID{pemda + "/dinas-01", pemda + "/bupati", pemda + "/staf"}, Signer: pemda + "/sekda"})
	w.Must(err)
	got, err := w.Clashes(ctx, w.sekda, second)
	w.Must(err)
	if diff := cmp.Diff([]roster.PostID{pemda + "/bupati", pemda + "/camat-01", pemda + "/dinas-01"}, sorted(got)); diff != "" {
		t.Errorf("clashes (-want +got):\n%s", diff)
	}
	w.Hold(pemda+"/bupati", w.Enrol(pemda, "Pelaksana Contoh", roster.SubjectStateOfficial), roster.Tenure{Mode: roster.Plt})
	if got := w.get(first).Chair; got.Title != "Plt. Bupati Rekaan" || got.Contested {
		t.Errorf("chair %+v", got)
	}
	w.contest("bupati", "Pelaksana Lain", roster.Plt)
	if got := w.get(first).Chair; got.Title != "Bupati Rekaan" || !got.Contested || got.Name != "" {
		t.Errorf("contested chair %+v", got)
	}
}

// A form begins with the groups of the last meeting of its kind, and with nothing for the first. A
// group that was not invited whole, and a cancelled meeting, are no example.
func TestUsualGroups(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dbtest.SQLite(t))
	ctx := t.Context()
	began := func(id string) ([]meeting.InviteGroup, string) {
		groups, last, err := usual.Groups(ctx, w.Room, w.sekda, w.get(id).Session)
		w.Must(err)
		return groups, last.ID
	}
	first := w.invited(rakor())
	if got, of := began(first); len(got) != 0 || of != "" {
		t.Errorf("the first of its kind begins with %v of %q", got, of)
	}
	next := rakor()
	next.On = "2024-10-14"
	second := w.planned(next)
	want := []meeting.InviteGroup{meeting.GroupAgencies, meeting.GroupDistricts, meeting.GroupForum}
	if got, of := began(second); of != first || !cmp.Equal(want, got) {
		t.Errorf("groups %v of %s, want those of %s", got, of, first)
	}
	_, err := w.Invite(ctx, w.sekda, meeting.InviteIn{
		Meeting: second, Groups: []meeting.InviteGroup{meeting.GroupDistricts}, Posts: []roster.PostID{pemda + "/dinas-01"}, Signer: pemda + "/sekda",
	})
	w.Must(err)
	next.On = "2024-10-21"
	third := w.planned(next)
	if got, of := began(third); of != second || !cmp.Equal([]meeting.InviteGroup{meeting.GroupDistricts}, got) {
		t.Errorf("groups %v of %s", got, of)
	}
	w.Must(w.Cancel(ctx, w.sekda, second, 0))
	if _, of := began(third); of != first {
		t.Errorf("a cancelled meeting is the example: %s", of)
	}
	_, _, err = usual.Groups(ctx, w.Room, w.kadis, w.get(third).Session)
	w.WantKey(err, rambu.Forbidden, "organiser_only")
}

func sorted(in []roster.PostID) []roster.PostID {
	out := map[roster.PostID]bool{}
	for _, p := range in {
		out[p] = true
	}
	var list []roster.PostID
	for _, p := range []roster.PostID{pemda + "/bupati", pemda + "/camat-01", pemda + "/dinas-01", pemda + "/staf"} {
		if out[p] {
			list = append(list, p)
		}
	}
	return list
}

// Everybody checks in at the same moment: each once.
func TestAllAtTheDoorAtOnce(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		ctx := t.Context()
		id := w.invited(rakor())
		w.To("2024-10-07", 8, 50)
		w.Must(w.OpenDoor(ctx, w.tu, id, 0))
		s, err := w.Screen(ctx, w.tu, id)
		w.Must(err)
		row := w.row(id, "camat-00").ID
		done := make(chan error, 12)
		for n := range cap(done) {
			go func() {
				var err error
				if n%2 == 0 {
					_, err = w.CheckIn(ctx, w.camat, id, s.Code.Digits)
				} else {
					_, err = w.Tick(ctx, w.tu, id, []meeting.Tick{{Invitee: row}})
				}
				done <- err
			}()
		}
		for range cap(done) {
			w.Must(<-done)
		}
		if i := w.row(id, "camat-00"); i.State != meeting.Present || i.Version != 2 {
			t.Errorf("written %d times: %+v", i.Version-1, i)
		}
		w.Must(w.Close(ctx, w.tu, id, 0))
		_, err = w.CheckIn(ctx, w.kadis, id, s.Code.Digits)
		w.WantKey(err, rambu.Conflict, "door_ditutup")
		w.verify()
	})
}

// Somebody who tries codes is stopped.
func TestGuessingAtTheDoor(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dbtest.SQLite(t))
	ctx := t.Context()
	id := w.invited(rakor())
	w.To("2024-10-07", 8, 50)
	w.Must(w.OpenDoor(ctx, w.tu, id, 0))
	s, err := w.Screen(ctx, w.tu, id)
	w.Must(err)
	for range 5 {
		_, err := w.CheckIn(ctx, w.camat, id, "no")
		w.WantKey(err, rambu.Invalid, "code")
	}
	_, err = w.CheckIn(ctx, w.camat, id, s.Code.Digits)
	w.WantKey(err, rambu.TooMany, "tries")
	w.says(id, "meeting.wrong_codes", w.camat.Post)
	_, err = w.CheckIn(ctx, w.kadis, id, s.Code.Digits)
	w.Must(err)
	if _, err = w.Screen(ctx, w.camat, id); rambu.KindOf(err) != rambu.Forbidden {
		t.Errorf("an invited officer sees the door screen: %v", err)
	}
}

// BenchmarkInvite invites as many posts as one letter carries, in one operation.
func BenchmarkInvite(b *testing.B) {
	w := newWorld(b, dbtest.SQLite(b))
	plan := roster.Plan{}
	for n := range 600 {
		plan.Posts = append(plan.Posts, roster.Post{
			ID: roster.PostID(pemda + "/desa-" + rambu.NewID("x")), Institution: pemda, Title: "Kepala Desa Contoh", Office: roster.OfficeVillageHead,
			Class: roster.ClassVillageHead, Place: "", Superior: roster.PostID(pemda + "/camat-0" + string(rune('0'+n%6))),
		})
	}
	w.Seed(plan)
	for b.Loop() {
		b.StopTimer()
		id := w.planned(rakor())
		b.StartTimer()
		_, err := w.Invite(b.Context(), w.sekda, meeting.InviteIn{Meeting: id, Groups: []meeting.InviteGroup{meeting.GroupVillages}, Signer: pemda + "/sekda"})
		w.Must(err)
	}
}
