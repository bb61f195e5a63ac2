package procedure_test

import (
	"context"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"rambu.id"
	"rambu.id/calendar"
	"rambu.id/internal/clock"
	"rambu.id/internal/db"
	"rambu.id/internal/db/dbtest"
	"rambu.id/law/lawtest"
	"rambu.id/ledger"
	"rambu.id/procedure"
)

// as works as the administrator of another institution of the instance.
func (r *room) as(institution string, fn func()) {
	was := r.who
	r.who.Institution, r.who.Account = institution, "akn_"+institution
	fn()
	r.who = was
}

func (r *room) add(h calendar.Holiday) int {
	r.t.Helper()
	n, err := r.s.AddHoliday(r.t.Context(), r.who, h)
	if err != nil {
		r.t.Fatal(err)
	}
	return n
}

// trail lists the kinds of the institution's operations about holidays, newest first.
func (r *room) trail() string {
	r.t.Helper()
	list, err := r.log.Find(r.t.Context(), r.who, ledger.Filter{})
	if err != nil {
		r.t.Fatal(err)
	}
	var out []string
	for _, e := range list {
		if name, ok := strings.CutPrefix(e.Kind, "procedure."); ok {
			out = append(out, strings.Join(append([]string{name}, slices.Concat(e.Facts("institution"), e.Facts("reason"))...), " "))
		}
	}
	return strings.Join(out, ", ")
}

const other = "pemda.18.01"

// twoRooms is an instance in which both institutions know of each other.
func twoRooms(t *testing.T, d *db.DB) *room {
	t.Helper()
	r := &room{t: t, d: d, clock: clock.NewFrozen(at("2024-10-07", 9)), who: rambu.Actor{
		Account: "akn_a", Post: "jab_a", Institution: "bawaslu.18.01", Region: "18.01", Roles: []rambu.Role{rambu.RoleAdmin},
	}}
	var err error
	r.log, err = ledger.Open(t.Context(), ledger.Config{DB: d, Clock: r.clock, Origin: "rambu.id/uji", KeyFile: filepath.Join(t.TempDir(), "log.key")})
	if err != nil {
		t.Fatal(err)
	}
	r.open()
	return r
}

// open opens the service, as another process does.
func (r *room) open() {
	r.t.Helper()
	var err error
	r.s, err = procedure.Open(r.t.Context(), procedure.Config{Log: r.log, Pack: lawtest.Stopping(r.t), Rooms: rooms})
	if err != nil {
		r.t.Fatal(err)
	}
}

func rooms(context.Context) ([]rambu.Actor, error) {
	return []rambu.Actor{rambu.System("bawaslu.18.01", "18.01"), rambu.System(other, "18.01"), rambu.System("bawaslu.18.02", "18.02")}, nil
}

// Who administrates one institution moves its clocks and nobody else's. The other one reads of it in its own
// trail, and takes the day for itself, or does not.
func TestAHolidayCountsForWhoEnteredIt(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		r := twoRooms(t, d)
		run := r.start("rekomendasi-asn", "dsp_1", "diterima_ppk", nil)
		var theirs procedure.Run
		r.as(other, func() { theirs = r.start("rekomendasi-asn", "dsp_2", "diterima_ppk", nil) })
		day := calendar.Holiday{Date: "2024-10-15", NameID: "Hari jadi kabupaten", NameEN: "Regency day", Announced: "2024-09-30", Region: "18.01"}
		r.as(other, func() {
			if n := r.add(day); n != 1 {
				t.Errorf("%d of their clocks moved", n)
			}
			r.want(theirs, "14 diterima_ppk berjalan 2024-10-28")
			if got := r.trail(); got != "add_holiday" {
				t.Errorf("their trail: %s", got)
			}
		})
		r.want(run, "14 diterima_ppk berjalan 2024-10-25")
		if got := r.trail(); got != "holiday_elsewhere "+other {
			t.Errorf("our trail: %s", got)
		}
		if n, err := r.s.Refresh(t.Context()); err != nil || n != 0 {
			t.Errorf("the morning moved %d, %v", n, err)
		}
		r.open()
		r.want(run, "14 diterima_ppk berjalan 2024-10-25")

		list := r.s.Entries(r.who)
		if len(list) != 1 || list[0].Institution != other {
			t.Fatalf("entries: %+v", list)
		}
		if n, err := r.s.Adopt(t.Context(), r.who, list[0].ID); err != nil || n != 1 {
			t.Fatalf("taken: %d moved, %v", n, err)
		}
		r.want(run, "14 diterima_ppk berjalan 2024-10-28")
		if _, err := r.s.Adopt(t.Context(), r.who, list[0].ID); rambu.KindOf(err) != rambu.Conflict {
			t.Errorf("taken twice: %v", err)
		}
		if _, err := r.log.Verify(t.Context(), procedure.Tables(), nil, nil); err != nil {
			t.Error(err)
		}
	})
}

// An entry made by mistake is withdrawn by who made it: it stays, marked, and the clocks move back and say
// why. What ended while it counted keeps it.
func TestAHolidayIsWithdrawn(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		r := twoRooms(t, d)
		run := r.start("rekomendasi-asn", "dsp_1", "diterima_ppk", nil)
		done := r.start("rekomendasi-asn", "dsp_2", "diterima_ppk", nil)
		r.add(calendar.Holiday{Date: "2024-10-15", NameID: "Hari jadi", NameEN: "Founding day", Region: "18.01"})
		done = r.move(r.move(done, "pemeriksaan_disiplin"), "sk_terbit")
		id := r.s.Entries(r.who)[0].ID
		r.to("2024-10-08", 9)
		for _, why := range []string{"", " ", strings.Repeat("a", 301)} {
			if _, err := r.s.Withdraw(t.Context(), r.who, id, why); rambu.KindOf(err) != rambu.Invalid {
				t.Errorf("withdrawn with the reason %.5q: %v", why, err)
			}
		}
		r.as(other, func() {
			if _, err := r.s.Withdraw(t.Context(), r.who, id, "bukan milik kami"); rambu.KindOf(err) != rambu.NotFound {
				t.Errorf("somebody else withdraws: %v", err)
			}
		})
		if n, err := r.s.Withdraw(t.Context(), r.who, id, "salah tanggal"); err != nil || n != 1 {
			t.Fatalf("withdrawn: %d moved, %v", n, err)
		}
		r.want(run, "14 diterima_ppk berjalan 2024-10-25")
		r.want(done, "14 diterima_ppk dipenuhi 2024-10-28")
		list, err := r.s.Clocks(t.Context(), r.who, run.ID)
		if err != nil || len(list[0].Moves) != 2 {
			t.Fatalf("moves: %+v, %v", list[0].Moves, err)
		}
		to, back := list[0].Moves[0], list[0].Moves[1]
		if to.Reason != "Hari jadi" || to.ReasonEN != "Founding day" || back.Old != "2024-10-28" || back.New != "2024-10-25" ||
			back.Reason != "Hari jadi (ditarik: salah tanggal)" || back.ReasonEN != "Founding day (withdrawn: salah tanggal)" {
			t.Errorf("moved %+v and back %+v", to, back)
		}
		if _, err := r.s.Withdraw(t.Context(), r.who, id, "lagi"); rambu.KindOf(err) != rambu.Conflict {
			t.Errorf("withdrawn twice: %v", err)
		}
		if list := r.s.Entries(r.who); len(list) != 1 || list[0].Withdrawn != "2024-10-08" || list[0].Why != "salah tanggal" {
			t.Errorf("what stays: %+v", list)
		}
		if got := r.trail(); got != "withdraw_holiday salah tanggal, add_holiday" {
			t.Errorf("our trail: %s", got)
		}
		r.as(other, func() {
			if got := r.trail(); got != "holiday_elsewhere bawaslu.18.01 salah tanggal, holiday_elsewhere bawaslu.18.01" {
				t.Errorf("their trail: %s", got)
			}
			if _, err := r.s.Adopt(t.Context(), r.who, id); rambu.KindOf(err) != rambu.Conflict {
				t.Errorf("a withdrawn day is taken: %v", err)
			}
		})
	})
}

// Nothing that is late becomes timely by hand: no day that has passed, none of the whole country, none that
// is not announced; and a decree of last month was not known here before it was entered.
func TestWhatMayNotBeEntered(t *testing.T) {
	t.Parallel()
	r := twoRooms(t, dbtest.SQLite(t))
	for name, tt := range map[string]struct {
		h    calendar.Holiday
		kind rambu.Kind
	}{
		"a day that has passed":   {calendar.Holiday{Date: "2024-10-06", NameID: "x", Region: "18.01"}, rambu.Invalid},
		"announced tomorrow":      {calendar.Holiday{Date: "2024-10-15", NameID: "x", Region: "18.01", Announced: "2024-10-08"}, rambu.Invalid},
		"of the whole country":    {calendar.Holiday{Date: "2024-10-15", NameID: "x"}, rambu.Forbidden},
		"of another regency":      {calendar.Holiday{Date: "2024-10-15", NameID: "x", Region: "18.02"}, rambu.Forbidden},
		"of half a region's code": {calendar.Holiday{Date: "2024-10-15", NameID: "x", Region: "18.0"}, rambu.Forbidden},
	} {
		if _, err := r.s.AddHoliday(t.Context(), r.who, tt.h); rambu.KindOf(err) != tt.kind {
			t.Errorf("%s: %v", name, err)
		}
	}
	met := r.start("rekomendasi-asn", "dsp_1", "diterima_ppk", nil)
	met = r.move(r.move(met, "pemeriksaan_disiplin"), "sk_terbit")
	r.to("2024-10-08", 9)
	r.add(calendar.Holiday{Date: "2024-10-15", NameID: "Hari jadi", Announced: "2024-09-01", Region: "18.01"})
	r.want(met, "14 diterima_ppk dipenuhi 2024-10-25")
	r.who.Roles = []rambu.Role{rambu.RoleSecretary}
	if _, err := r.s.AddHoliday(t.Context(), r.who, calendar.Holiday{Date: "2024-10-16", NameID: "x", Region: "18.01"}); rambu.KindOf(err) != rambu.Forbidden {
		t.Errorf("somebody else enters: %v", err)
	}
}

// A clock that a day moved says when a lawyer has to check the day it was announced on.
func TestAMoveMarksAnUnsureAnnouncement(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		from, known string
		want        bool
	}{{"2025-08-04", "2025-08-07", true}, {"2024-11-11", "2024-11-21", false}} {
		r := newRoom(t, dbtest.SQLite(t), at(tt.from, 9))
		run := r.start("rekomendasi-asn", "dsp_1", "diterima_ppk", nil)
		r.to(tt.known, 9)
		if n, err := r.s.Refresh(t.Context()); err != nil || n != 1 {
			t.Fatalf("%d moved, %v", n, err)
		}
		list, err := r.s.Clocks(t.Context(), r.who, run.ID)
		if err != nil || len(list[0].Moves) != 1 || list[0].Moves[0].Check != tt.want || list[0].Moves[0].ReasonEN == list[0].Moves[0].Reason {
			t.Errorf("moved on %s: %+v, %v", tt.known, list[0].Moves, err)
		}
	}
}
