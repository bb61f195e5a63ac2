package procedure_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"rambu.id"
	"rambu.id/calendar"
	"rambu.id/internal/clock"
	"rambu.id/internal/db"
	"rambu.id/internal/db/dbtest"
	"rambu.id/law/lawtest"
	"rambu.id/ledger"
	"rambu.id/procedure"
)

type room struct {
	t     *testing.T
	d     *db.DB
	log   *ledger.Log
	clock *clock.Practice
	s     *procedure.Service
	who   rambu.Actor
}

// suspend and resume stop a clock and let it run on.
func (r *room) suspend(in procedure.SuspendIn) error {
	return r.do(func(op *ledger.Op) error { _, err := r.s.Suspend(op, in); return err })
}

func (r *room) resume(object, clock string, last rambu.Date) (due rambu.Date, err error) {
	err = r.do(func(op *ledger.Op) error {
		c, err := r.s.Resume(op, object, clock, last)
		due = c.Due
		return err
	})
	return due, err
}

// at is a time of day in Lampung (WIB).
func at(date string, hour int) time.Time {
	return rambu.Date(date).Time(time.FixedZone("WIB", 7*3600)).Add(time.Duration(hour) * time.Hour)
}

func newRoom(t *testing.T, d *db.DB, start time.Time) *room {
	t.Helper()
	r := &room{t: t, d: d, clock: clock.NewFrozen(start), who: rambu.Actor{
		Account: "akn_a", Post: "jab_a", Institution: "bawaslu.18.01", Region: "18.01", Roles: []rambu.Role{rambu.RoleAdmin},
	}}
	var err error
	r.log, err = ledger.Open(t.Context(), ledger.Config{DB: d, Clock: r.clock, Origin: "rambu.id/uji", KeyFile: filepath.Join(t.TempDir(), "log.key")})
	if err != nil {
		t.Fatal(err)
	}
	r.s, err = procedure.Open(t.Context(), procedure.Config{Log: r.log, Pack: lawtest.Stopping(t)})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func (r *room) do(fn func(op *ledger.Op) error) error {
	_, err := r.log.Do(r.who, "test", fn)
	return err
}

func (r *room) start(proc, object, initial string, events map[string]rambu.Date) procedure.Run {
	r.t.Helper()
	var run procedure.Run
	err := r.do(func(op *ledger.Op) (err error) {
		run, err = r.s.Start(op, procedure.StartIn{Procedure: proc, Object: object, Initial: initial, Owner: "jab_a", Events: events})
		return err
	})
	if err != nil {
		r.t.Fatal(err)
	}
	return run
}

func (r *room) try(run procedure.Run, in procedure.MoveIn) (procedure.Run, error) {
	var next procedure.Run
	err := r.do(func(op *ledger.Op) (err error) {
		next, err = r.s.Move(op, run, in)
		return err
	})
	return next, err
}

func (r *room) move(run procedure.Run, to string) procedure.Run {
	r.t.Helper()
	next, err := r.try(run, procedure.MoveIn{To: to})
	if err != nil {
		r.t.Fatal(err)
	}
	return next
}

func (r *room) to(date string, hour int) {
	r.t.Helper()
	err := r.clock.MoveTo(at(date, hour))
	if err != nil {
		r.t.Fatal(err)
	}
}

// clocks prints "rule status due" for every duty of a run.
func (r *room) clocks(run procedure.Run) string {
	r.t.Helper()
	list, err := r.s.Clocks(r.t.Context(), r.who, run.ID)
	if err != nil {
		r.t.Fatal(err)
	}
	var out []string
	for _, c := range list {
		if c.Right {
			continue
		}
		_, step, _ := strings.Cut(c.Rule, "/")
		out = append(out, fmt.Sprintf("%d %s %s %s %s", c.Deadline.Count, c.Deadline.From, c.Status, c.Due, step[strings.Index(step, ">")+1:]))
		if len(c.Days) == 0 || len(c.Basis) == 0 {
			r.t.Errorf("clock %s shows no arithmetic or no article", c.Rule)
		}
	}
	return strings.Join(out, "\n")
}

func (r *room) want(run procedure.Run, lines ...string) {
	r.t.Helper()
	got := r.clocks(run)
	for _, l := range lines {
		if !strings.Contains(got, l) {
			r.t.Errorf("clocks of %s in %s: want %q in\n%s", run.Procedure, run.State, l, got)
		}
	}
	if n := len(strings.Split(strings.TrimSpace(got), "\n")); got != "" && n != len(lines) {
		r.t.Errorf("%d clocks, want %d:\n%s", n, len(lines), got)
	}
}

// A report received on Monday runs on calendar days: two for the initial study, three from
// registration to the plenary, and five only on the detour of additional information.
func TestBawasluBudgets(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		r := newRoom(t, d, at("2024-10-07", 9))
		run := r.start("bawaslu-pilkada", "pkr_1", "diterima", nil)
		r.want(run, "2 diterima berjalan 2024-10-09")
		run = r.move(run, "kajian_awal")
		r.want(run, "2 diterima berjalan 2024-10-09")
		r.to("2024-10-08", 10)
		run = r.move(run, "diregister")
		r.want(run, "2 diterima dipenuhi 2024-10-09", "3 diregister berjalan 2024-10-11")
		run = r.move(run, "klarifikasi")
		run = r.move(run, "kajian")
		r.to("2024-10-11", 10)
		run = r.move(run, "keterangan_tambahan")
		r.want(run, "2 diterima dipenuhi 2024-10-09", "3 diregister dipenuhi 2024-10-11", "5 diregister berjalan 2024-10-13")
		r.to("2024-10-15", 9)
		late, err := r.s.Due(t.Context(), r.who, procedure.Filter{Before: "2024-10-15"})
		if err != nil || len(late) != 1 || late[0].LateDays != 2 {
			t.Fatalf("late: %+v, %v", late, err)
		}
		run = r.move(run, "pleno")
		run = r.move(run, "diputus_pelanggaran")
		run = r.move(run, "diteruskan")
		run = r.move(run, "status_diumumkan")
		if !run.Ended {
			t.Error("the run has not ended")
		}
		r.want(run, "2 diterima dipenuhi", "3 diregister dipenuhi", "5 diregister dipenuhi 2024-10-13")
		if _, err := r.log.Verify(t.Context(), procedure.Tables(), nil, nil); err != nil {
			t.Error(err)
		}
	})
}

func TestLawHasNoSuchStep(t *testing.T) {
	t.Parallel()
	r := newRoom(t, dbtest.SQLite(t), at("2024-10-07", 9))
	run := r.start("bawaslu-pilkada", "pkr_1", "diterima", nil)
	if _, err := r.try(run, procedure.MoveIn{To: "diteruskan"}); rambu.KindOf(err) != rambu.Conflict {
		t.Errorf("a received report was forwarded: %v", err)
	}
	if _, err := r.try(run, procedure.MoveIn{To: "kajian_awal", On: "2024-10-08"}); rambu.KindOf(err) != rambu.Invalid {
		t.Errorf("a step of tomorrow: %v", err)
	}
	if _, err := r.try(run, procedure.MoveIn{To: "kajian_awal", On: "2024-10-06"}); rambu.KindOf(err) != rambu.Invalid {
		t.Errorf("a step before the one before: %v", err)
	}
	r.move(run, "kajian_awal")
	if _, err := r.try(run, procedure.MoveIn{To: "kajian_awal"}); rambu.KindOf(err) != rambu.Conflict {
		t.Errorf("a second officer took the same step: %v", err)
	}
}

// PP 94/2021 Pasal 26: the summons goes out at least 7 working days before the examination.
// PerBKN 6/2022 Pasal 50: a decision received on 7 October 2024 takes effect on 28 October.
func TestDisciplineStrictRules(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		r := newRoom(t, d, at("2024-09-02", 9))
		run := r.start("disiplin-pp94", "dsp_1", "dugaan", nil)
		_, err := r.try(run, procedure.MoveIn{To: "panggilan_1"})
		if rambu.KindOf(err) != rambu.Invalid {
			t.Fatalf("a summons without a date: %v", err)
		}
		_, err = r.try(run, procedure.MoveIn{To: "panggilan_1", Events: map[string]rambu.Date{"tanggal-pemeriksaan": "2024-09-10"}})
		if rambu.KindOf(err) != rambu.Blocked {
			t.Fatalf("a summons six working days ahead: %v", err)
		}
		run, err = r.try(run, procedure.MoveIn{To: "panggilan_1", Events: map[string]rambu.Date{"tanggal-pemeriksaan": "2024-09-11"}})
		if err != nil {
			t.Fatal(err)
		}
		r.to("2024-09-11", 9)
		run = r.move(run, "pemeriksaan")
		run = r.move(run, "bap")
		run = r.move(run, "lhp")
		r.to("2024-10-01", 9)
		run = r.move(run, "sk")
		r.want(run, "14 sk berjalan 2024-10-21")
		r.to("2024-10-07", 9)
		run, err = r.try(run, procedure.MoveIn{To: "disampaikan", Events: map[string]rambu.Date{"diterima-ybs": "2024-10-07"}})
		if err != nil {
			t.Fatal(err)
		}
		r.want(run, "14 sk dipenuhi 2024-10-21", "15 diterima-ybs berjalan 2024-10-28")
		r.to("2024-10-25", 9)
		if _, err = r.try(run, procedure.MoveIn{To: "berlaku"}); rambu.KindOf(err) != rambu.Blocked {
			t.Fatalf("in effect before the 15th working day: %v", err)
		}
		r.to("2024-11-04", 9)
		run = r.move(run, "berlaku")
		if run.Since != "2024-10-28" {
			t.Errorf("in effect since %s, want 2024-10-28 although it was recorded later", run.Since)
		}
		r.want(run, "14 sk dipenuhi", "15 diterima-ybs dipenuhi 2024-10-28")
	})
}

// A clock that runs over 27 November 2024 moves when the day is declared a holiday on the
// 21st, and tells why; one that was met before does not.
func TestHolidayAnnouncedLaterMovesRunningClocks(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		r := newRoom(t, d, at("2024-11-11", 9))
		run := r.start("rekomendasi-asn", "dsp_1", "diterima_ppk", nil)
		met := r.start("rekomendasi-asn", "dsp_2", "diterima_ppk", nil)
		r.want(run, "14 diterima_ppk berjalan 2024-11-29")
		met = r.move(met, "pemeriksaan_disiplin")
		r.to("2024-11-20", 9)
		met = r.move(met, "sk_terbit")
		moved, err := r.s.Refresh(t.Context())
		if err != nil || moved != 0 {
			t.Fatalf("before the decree %d clocks moved, %v", moved, err)
		}
		r.to("2024-11-21", 9)
		moved, err = r.s.Refresh(t.Context())
		if err != nil || moved != 1 {
			t.Fatalf("on the decree's day %d clocks moved, %v", moved, err)
		}
		r.want(run, "14 diterima_ppk berjalan 2024-12-02")
		r.want(met, "14 diterima_ppk dipenuhi 2024-11-29")
		clocks, err := r.s.Clocks(t.Context(), r.who, run.ID)
		if err != nil || len(clocks[0].Moves) != 1 {
			t.Fatalf("moves: %+v, %v", clocks, err)
		}
		m := clocks[0].Moves[0]
		if m.Old != "2024-11-29" || m.New != "2024-12-02" || !strings.Contains(m.Reason, "Pilkada") {
			t.Errorf("got %+v", m)
		}
	})
}

func TestRegionsOwnHoliday(t *testing.T) {
	t.Parallel()
	r := newRoom(t, dbtest.SQLite(t), at("2024-10-07", 9))
	run := r.start("rekomendasi-asn", "dsp_1", "diterima_ppk", nil)
	h := calendar.Holiday{Date: "2024-10-15", NameID: "Hari jadi kabupaten", NameEN: "Regency day", Kind: "nasional", Announced: "2024-10-01", Region: "18.01"}
	n, err := r.s.AddHoliday(t.Context(), r.who, h)
	if err != nil || n != 1 {
		t.Fatalf("%d moved, %v", n, err)
	}
	r.want(run, "14 diterima_ppk berjalan 2024-10-28")
	h.Region = "18.02"
	if _, err := r.s.AddHoliday(t.Context(), r.who, h); rambu.KindOf(err) != rambu.Forbidden {
		t.Errorf("another region's holiday: %v", err)
	}
}

func TestSuspensionNeedsReasonAndStopsTheClock(t *testing.T) {
	t.Parallel()
	r := newRoom(t, dbtest.SQLite(t), at("2024-10-07", 9))
	run := r.start("rekomendasi-asn", "dsp_1", "diterima_ppk", nil)
	list, err := r.s.Clocks(t.Context(), r.who, run.ID)
	if err != nil {
		t.Fatal(err)
	}
	in := procedure.SuspendIn{Object: "dsp_1", Clock: list[0].ID, From: "2024-10-08"}
	r.to("2024-10-08", 9)
	if err := r.suspend(in); rambu.KindOf(err) != rambu.Invalid {
		t.Errorf("suspended on no ground: %v", err)
	}
	in.Ground = "putusan"
	for _, bad := range []rambu.Date{"", "2024-10-09", "2024-10-06"} {
		wrong := in
		wrong.From = bad
		if err := r.suspend(wrong); rambu.KindOf(err) != rambu.Invalid {
			t.Errorf("suspended from %q on: %v", bad, err)
		}
	}
	other := in
	other.Object = "dsp_2"
	if err := r.suspend(other); rambu.KindOf(err) != rambu.NotFound {
		t.Errorf("as another matter's clock: %v", err)
	}
	if err := r.suspend(in); err != nil {
		t.Fatal(err)
	}
	if err := r.suspend(in); rambu.KindOf(err) != rambu.Conflict {
		t.Errorf("suspended twice: %v", err)
	}
	r.to("2024-12-01", 9)
	if late, err := r.s.Due(t.Context(), r.who, procedure.Filter{Before: "2024-12-01"}); err != nil || len(late) != 0 {
		t.Errorf("a suspended clock is late: %v, %v", late, err)
	}
	if _, err := r.resume("dsp_1", in.Clock, "2024-10-07"); rambu.KindOf(err) != rambu.Invalid {
		t.Errorf("resumed before it was suspended: %v", err)
	}
	due, err := r.resume("dsp_1", in.Clock, "2024-10-10")
	if err != nil || due != "2024-10-30" {
		t.Fatalf("new due date %s, %v", due, err)
	}
	r.want(run, "14 diterima_ppk berjalan 2024-10-30")
}

// A clock for which the law has no ground is not suspended.
func TestNoSuspensionTheLawDoesNotKnow(t *testing.T) {
	t.Parallel()
	r := newRoom(t, dbtest.SQLite(t), at("2024-10-07", 9))
	run := r.start("bawaslu-pilkada", "dsp_1", "informasi_awal", nil)
	list, err := r.s.Clocks(t.Context(), r.who, run.ID)
	if err != nil || len(list) == 0 || len(procedure.Grounds(r.s.Pack(), list[0])) != 0 {
		t.Fatalf("%+v, %v", list, err)
	}
	if err := r.suspend(procedure.SuspendIn{Object: "dsp_1", Clock: list[0].ID, Ground: "putusan", From: "2024-10-07"}); rambu.KindOf(err) != rambu.Blocked {
		t.Errorf("suspended: %v", err)
	}
}

func TestForeignInstitutionSeesNothing(t *testing.T) {
	t.Parallel()
	r := newRoom(t, dbtest.SQLite(t), at("2024-10-07", 9))
	run := r.start("bawaslu-pilkada", "pkr_1", "diterima", nil)
	other := r.who
	other.Institution = "pemda.18.01"
	if _, err := r.s.ByObject(t.Context(), other, "bawaslu-pilkada", "pkr_1"); rambu.KindOf(err) != rambu.NotFound {
		t.Errorf("run: %v", err)
	}
	if c, err := r.s.Clocks(t.Context(), other, run.ID); err != nil || len(c) != 0 {
		t.Errorf("clocks: %v, %v", c, err)
	}
	if c, err := r.s.Due(t.Context(), other, procedure.Filter{}); err != nil || len(c) != 0 {
		t.Errorf("due: %v, %v", c, err)
	}
	if c, err := r.s.Steps(t.Context(), other, run.ID); err != nil || len(c) != 0 {
		t.Errorf("steps: %v, %v", c, err)
	}
}

// Pages of the list follow each other without a gap or a double, whatever shares a due date.
func TestDueListPages(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		r := newRoom(t, d, at("2024-10-07", 9))
		for i := range 23 {
			if i%5 == 0 {
				r.to(fmt.Sprintf("2024-10-%02d", 8+i/5), 9)
			}
			r.start("rekomendasi-asn", fmt.Sprintf("dsp_%d", i), "diterima_ppk", nil)
		}
		for _, owner := range []string{"", "jab_a"} {
			seen := map[string]bool{}
			last := rambu.Date("")
			f := procedure.Filter{Owner: owner, Limit: 4}
			for {
				page, err := r.s.Due(t.Context(), r.who, f)
				if err != nil {
					t.Fatal(err)
				}
				for _, c := range page {
					if seen[c.ID] || c.Due < last {
						t.Errorf("clock %s again or out of order", c.ID)
					}
					seen[c.ID], last = true, c.Due
				}
				if len(page) < 4 {
					break
				}
				f.After = page[3].Cursor()
			}
			if len(seen) != 23 {
				t.Errorf("owner %q: %d clocks, want 23", owner, len(seen))
			}
		}
	})
}

// counted compares the tally with the list it is kept beside, for every post and for one.
func (r *room) counted(want int) {
	r.t.Helper()
	today := r.s.Today(r.who.Region)
	for _, owner := range []string{"", "jab_a", "jab_b"} {
		late, err := r.s.Late(r.t.Context(), r.who, owner)
		if err != nil {
			r.t.Fatal(err)
		}
		list, err := r.s.Due(r.t.Context(), r.who, procedure.Filter{Owner: owner, Before: today, Limit: 200})
		if err != nil || late != len(list) {
			r.t.Errorf("%s, owner %q: %d are counted late and %d are listed, %v", today, owner, late, len(list), err)
		}
		if owner == "" && late != want {
			r.t.Errorf("%s: %d late, want %d", today, late, want)
		}
	}
}

// What is late is counted without looking at each clock, and stays right when clocks end, move
// over a holiday, are suspended, run on, or go to another post.
func TestLateIsCountedWhateverHappensToAClock(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		r := newRoom(t, d, at("2024-11-11", 9))
		first := r.start("rekomendasi-asn", "dsp_1", "diterima_ppk", nil)
		second := r.start("rekomendasi-asn", "dsp_2", "diterima_ppk", nil)
		third := r.start("rekomendasi-asn", "dsp_3", "diterima_ppk", nil)
		r.start("rekomendasi-asn", "dsp_4", "diterima_ppk", nil)
		r.to("2024-11-30", 9)
		r.counted(4) // due on the 29th, as the morning's work has not run yet
		if _, err := r.s.Refresh(t.Context()); err != nil {
			t.Fatal(err)
		}
		r.counted(0)
		r.to("2024-12-03", 9)
		r.counted(4)
		second = r.move(second, "pemeriksaan_disiplin")
		r.move(second, "sk_terbit")
		r.counted(3)
		if err := r.do(func(op *ledger.Op) error { return r.s.Hand(op, third, "jab_b") }); err != nil {
			t.Fatal(err)
		}
		r.counted(3)
		list, err := r.s.Clocks(t.Context(), r.who, first.ID)
		if err != nil {
			t.Fatal(err)
		}
		id := list[0].ID
		if err := r.suspend(procedure.SuspendIn{Object: "dsp_1", Clock: id, Ground: "putusan", From: "2024-12-02"}); err != nil {
			t.Fatal(err)
		}
		r.counted(2)
		if _, err := r.resume("dsp_1", id, "2024-12-02"); err != nil {
			t.Fatal(err)
		}
		r.counted(2)
		r.to("2024-12-04", 9)
		r.counted(3)
		firsts, err := r.s.First(t.Context(), r.who, []string{"dsp_1", "dsp_2", "dsp_3", "dsp_9"})
		if err != nil || len(firsts) != 2 || firsts["dsp_1"].LateDays != 1 || firsts["dsp_3"].Owner != "jab_b" {
			t.Errorf("first clocks: %+v, %v", firsts, err)
		}
		list, err = r.s.Clocks(t.Context(), r.who, first.ID)
		if err != nil || len(list[0].Moves) != 3 {
			t.Fatalf("moves: %+v, %v", list, err)
		}
		if stop, on := list[0].Moves[1], list[0].Moves[2]; stop.New != "" || on.Old != "" || on.New != "2024-12-03" || on.Reason != "menunggu putusan" {
			t.Errorf("a suspension moved the clock by %+v, then %+v", stop, on)
		}
		if _, err := r.log.Verify(t.Context(), procedure.Tables(), nil, nil); err != nil {
			t.Error(err)
		}
	})
}

// A region's holiday announced for today moves a bucket at the first clock that joins it, with all
// that were in it, and their count.
func TestAClockThatJoinsABucketMovesIt(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		r := newRoom(t, d, at("2024-11-20", 9))
		first := r.start("rekomendasi-asn", "dsp_1", "diterima_ppk", nil)
		r.to("2024-11-21", 9)
		err := r.do(func(op *ledger.Op) error {
			_, err := r.s.Start(op, procedure.StartIn{Procedure: "rekomendasi-asn", Object: "dsp_2", Initial: "diterima_ppk", Owner: "jab_b", On: "2024-11-20"})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		list, err := r.s.Clocks(t.Context(), r.who, first.ID)
		if err != nil || len(list[0].Moves) != 1 || !strings.Contains(list[0].Moves[0].Reason, "Pilkada") {
			t.Fatalf("moves: %+v, %v", list, err)
		}
		r.to("2024-12-12", 9)
		r.counted(2)
	})
}

// More buckets than share a statement move at once: none is left behind, each notes why, and the tally
// says what the lists say.
func TestManyBucketsMoveTogether(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		r := newRoom(t, d, at("2024-10-07", 9))
		runs := make([]procedure.Run, 120)
		for i := range runs {
			runs[i] = r.start("rekomendasi-asn", fmt.Sprintf("dsp_%d", i), "diterima_ppk", nil)
		}
		r.to("2024-10-09", 9)
		clock := func(run procedure.Run) procedure.Clock {
			t.Helper()
			list, err := r.s.Clocks(t.Context(), r.who, run.ID)
			if err != nil {
				t.Fatal(err)
			}
			return list[0]
		}
		for i, run := range runs { // one that stood still is alone from then on
			id := clock(run).ID
			if err := r.suspend(procedure.SuspendIn{Object: run.Object, Clock: id, Ground: "putusan", From: "2024-10-08"}); err != nil {
				t.Fatal(err)
			}
			if _, err := r.resume(run.Object, id, "2024-10-08"); err != nil {
				t.Fatal(err)
			}
			if i%3 == 0 {
				if err := r.do(func(op *ledger.Op) error { return r.s.Hand(op, run, "jab_b") }); err != nil {
					t.Fatal(err)
				}
			}
		}
		due := clock(runs[0]).Due
		h := calendar.Holiday{Date: "2024-10-15", NameID: "Hari jadi kabupaten", NameEN: "Regency day", Kind: "nasional", Announced: "2024-10-01", Region: "18.01"}
		n, err := r.s.AddHoliday(t.Context(), r.who, h)
		if err != nil || n != len(runs) {
			t.Fatalf("%d moved, %v", n, err)
		}
		for _, run := range runs {
			c := clock(run)
			last := c.Moves[len(c.Moves)-1]
			if last.Old != due || last.New != c.Due || c.Due <= due || last.Reason != h.NameID {
				t.Fatalf("%s moved by %+v and stands at %s", run.Object, last, c.Due)
			}
		}
		var wrong int
		err = r.d.QueryRow(t.Context(), `SELECT count(*) FROM (
			SELECT institution, due_on, owner, sum(n) FROM (
				SELECT institution, due_on, owner, clocks AS n FROM procedure_tally
				UNION ALL SELECT r.institution, d.due_on, r.owner, -1 FROM procedure_running r JOIN procedure_due d ON d.bucket = r.bucket) AS x
			GROUP BY institution, due_on, owner HAVING sum(n) <> 0) AS y`).Scan(&wrong)
		if err != nil || wrong != 0 {
			t.Errorf("%d lines of the tally are wrong, %v", wrong, err)
		}
	})
}
