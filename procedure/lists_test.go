package procedure_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"rambu.id"
	"rambu.id/internal/db"
	"rambu.id/internal/db/dbtest"
	"rambu.id/ledger"
	"rambu.id/procedure"
)

// past does what somebody with the database's own password does, past the program.
func (r *room) past(sql string) {
	r.t.Helper()
	err := r.d.Write(func(tx *db.Tx) error {
		_, err := tx.Exec(sql)
		return err
	})
	if err != nil {
		r.t.Fatal(err)
	}
}

// office is a room with something of everything that is listed: clocks that share a date, one that stands
// still, one that counts hours, a right, one that ended, two posts, two institutions.
func office(t *testing.T, d *db.DB) *room {
	t.Helper()
	r := newRoom(t, d, at("2024-10-01", 9))
	for i := range 3 {
		r.start("rekomendasi-asn", fmt.Sprint("dsp_", i), "diterima_ppk", nil)
	}
	still := r.start("rekomendasi-asn", "dsp_still", "diterima_ppk", nil)
	r.start("gakkumdu", "pkr_hours", "diterima_bawaslu", map[string]rambu.Date{"diregister": "2024-10-01"})
	ended := r.start("rekomendasi-asn", "dsp_ended", "diterima_ppk", nil)
	r.move(r.move(ended, "pemeriksaan_disiplin"), "sk_terbit")
	r.as(other, func() { r.start("sp4n-lapor", "lap_1", "diterima", nil) })
	handed, err := r.s.ByObject(t.Context(), r.who, "rekomendasi-asn", "dsp_1")
	if err == nil {
		err = r.do(func(op *ledger.Op) error { return r.s.Hand(op, handed, "jab_b") })
	}
	if err != nil {
		t.Fatal(err)
	}
	list, err := r.s.Clocks(t.Context(), r.who, still.ID)
	if err != nil {
		t.Fatal(err)
	}
	r.to("2024-10-02", 9)
	err = r.suspend(procedure.SuspendIn{Object: "dsp_still", Clock: list[0].ID, Ground: "putusan", From: "2024-10-02"})
	if err != nil {
		t.Fatal(err)
	}
	r.to("2024-11-11", 9)
	if _, err = r.s.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	return r
}

// shown is what officers see of the lists: what is due, in order, and how much is late.
func (r *room) shown() string {
	r.t.Helper()
	var out []string
	for _, institution := range []string{r.who.Institution, other} {
		r.as(institution, func() {
			for _, owner := range []string{"", "jab_a", "jab_b"} {
				list, err := r.s.Due(r.t.Context(), r.who, procedure.Filter{Owner: owner})
				if err != nil {
					r.t.Fatal(err)
				}
				for _, c := range list {
					out = append(out, owner+" "+c.Object+" "+string(c.Due))
				}
				late, err := r.s.Late(r.t.Context(), r.who, owner)
				if err != nil {
					r.t.Fatal(err)
				}
				out = append(out, fmt.Sprint(owner, " late ", late))
			}
		})
	}
	return strings.Join(out, "\n")
}

func (r *room) sound() error {
	_, err := r.s.Verify(r.t.Context())
	return err
}

// The lists of what is due are no part of the log. Whoever empties or bends them hides late work from the
// people it waits for; the check of the log names it, and housekeeping lists everything again, and says so.
func TestListsThatWereBentAreSeenAndMadeAgain(t *testing.T) {
	t.Parallel()
	const mine = ` institution = 'bawaslu.18.01'`
	const shared = `(SELECT bucket FROM procedure_running GROUP BY bucket ORDER BY count(*) DESC LIMIT 1)`
	for _, tt := range []struct{ name, which, sql string }{
		{"the running clocks of a room are deleted", "procedure_running", `DELETE FROM procedure_running WHERE` + mine},
		{"one running clock is deleted", "procedure_running", `DELETE FROM procedure_running WHERE clock = (SELECT min(clock) FROM procedure_running)`},
		{"a clock is another post's", "procedure_running", `UPDATE procedure_running SET owner = 'jab_z' WHERE` + mine},
		{"a clock is another institution's", "procedure_running", `UPDATE procedure_running SET institution = 'pemda.18.02'`},
		{"a clock stands in another bucket", "procedure_running", `UPDATE procedure_running SET bucket = (SELECT max(bucket) FROM procedure_due) WHERE bucket = ` + shared},
		{"a clock that ended is listed", "procedure_running", `INSERT INTO procedure_running (clock, institution, owner, bucket)
			SELECT c.id, c.institution, c.owner, (SELECT min(bucket) FROM procedure_due) FROM procedure_clock c WHERE c.status <> 'berjalan'`},
		{"dates are deleted", "procedure_due", `DELETE FROM procedure_due WHERE` + mine},
		{"a date is put off", "procedure_due", `UPDATE procedure_due SET due_on = '2030-01-02' WHERE bucket = ` + shared},
		{"a moment is put off", "procedure_due", `UPDATE procedure_due SET due_at = due_at + 1 WHERE bucket = ` + shared},
		{"a date is another institution's", "procedure_due", `UPDATE procedure_due SET institution = 'pemda.18.02' WHERE bucket = ` + shared},
		{"a date belongs to nothing", "procedure_due", `INSERT INTO procedure_due (bucket, institution, due_on, due_at) VALUES ('jam_x', 'bawaslu.18.01', '2024-10-01', 0)`},
		{"the count is emptied", "procedure_tally", `DELETE FROM procedure_tally`},
		{"the count is lowered", "procedure_tally", `UPDATE procedure_tally SET clocks = clocks - 1 WHERE clocks > 0`},
		{"a count is put in", "procedure_tally", `INSERT INTO procedure_tally (institution, due_on, owner, clocks) VALUES ('bawaslu.18.01', '2024-10-02', 'jab_q', 4)`},
		{"all is emptied", "procedure_running", `DELETE FROM procedure_running`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			dbtest.Each(t, func(t *testing.T, d *db.DB) {
				r := office(t, d)
				if err := r.sound(); err != nil {
					t.Fatalf("before: %v", err)
				}
				want := r.shown()
				r.past(tt.sql)
				if b, ok := errors.AsType[*ledger.Broken](r.sound()); !ok || !strings.HasPrefix(b.Which, tt.which) {
					t.Errorf("verify says %v, want %s", b, tt.which)
				}
				if _, err := r.s.Refresh(t.Context()); err != nil {
					t.Fatal(err)
				}
				if _, err := r.s.Restore(t.Context()); err != nil {
					t.Fatal(err)
				}
				if err := r.sound(); err != nil {
					t.Errorf("after it was made again: %v", err)
				}
				if got := r.shown(); got != want {
					t.Errorf("shown are\n%s\nwant\n%s", got, want)
				}
				if n, err := r.s.Restore(t.Context()); n != 0 || err != nil {
					t.Errorf("made again twice: %d, %v", n, err)
				}
			})
		})
	}
}

// In SQLite the same text can stand as a blob, which no list finds.
func TestListsHiddenByTheirTypeAreSeen(t *testing.T) {
	t.Parallel()
	for _, sql := range []string{
		`UPDATE procedure_running SET bucket = CAST(bucket AS BLOB)`, `UPDATE procedure_running SET owner = CAST(owner AS BLOB)`,
		`UPDATE procedure_running SET clock = CAST(clock AS BLOB)`, `UPDATE procedure_running SET clock = NULL`,
		`UPDATE procedure_due SET institution = CAST(institution AS BLOB)`, `UPDATE procedure_due SET bucket = CAST(bucket AS BLOB)`,
		`UPDATE procedure_due SET due_on = CAST(due_on AS BLOB)`, `UPDATE procedure_tally SET owner = CAST(owner AS BLOB)`,
	} {
		r := office(t, dbtest.SQLite(t))
		want := r.shown()
		r.past(sql)
		if r.sound() == nil {
			t.Errorf("%s is not seen", sql)
		}
		for range 2 { // a date as a blob is first made text again
			_, err := r.s.Refresh(t.Context())
			if err == nil {
				_, err = r.s.Restore(t.Context())
			}
			if err != nil {
				t.Fatalf("%s: %v", sql, err)
			}
		}
		if err := r.sound(); err != nil || r.shown() != want {
			t.Errorf("%s is not mended: %v\n%s", sql, err, r.shown())
		}
	}
}

// What was made again stands in the trail of the room whose lists were bent, and of no other.
func TestMadeAgainIsInTheTrail(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		r := office(t, d)
		r.past(`DELETE FROM procedure_running WHERE institution = 'bawaslu.18.01'`)
		n, err := r.s.Restore(t.Context())
		if err != nil || n == 0 {
			t.Fatalf("%d, %v", n, err)
		}
		if got := r.trail(); !strings.HasPrefix(got, "relist ") || !strings.Contains(got, "procedure_running jam_") || strings.Count(got, "relist") != 1 {
			t.Errorf("the trail: %s", got)
		}
		r.as(other, func() {
			if got := r.trail(); got != "" {
				t.Errorf("the other room's trail: %s", got)
			}
		})
	})
}

// A backup is checked before the program has run on it, days later: a holiday announced meanwhile has
// moved no date yet, and that is nobody's doing. Nor is one entered in the same moment.
func TestADateOfYesterdaysCalendarIsNoTampering(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		r := newRoom(t, d, at("2024-11-11", 9))
		run := r.start("rekomendasi-asn", "dsp_1", "diterima_ppk", nil)
		r.want(run, "14 diterima_ppk berjalan 2024-11-29")
		r.to("2024-11-25", 9) // 27 November was announced on the 21st
		if err := r.sound(); err != nil {
			t.Errorf("a list of before the decree: %v", err)
		}
		moved, err := r.s.Refresh(t.Context())
		if err != nil || moved != 1 {
			t.Fatalf("%d moved, %v", moved, err)
		}
		if err := r.sound(); err != nil {
			t.Errorf("a list of after the decree: %v", err)
		}
		r.past(`UPDATE procedure_due SET due_on = '2024-11-30'`)
		if r.sound() == nil {
			t.Error("a date of no calendar is not seen")
		}
	})
}

// Restoring leaves a date to Refresh, which notes why it moved.
func TestRestoringMovesNoDate(t *testing.T) {
	t.Parallel()
	r := newRoom(t, dbtest.SQLite(t), at("2024-11-11", 9))
	run := r.start("rekomendasi-asn", "dsp_1", "diterima_ppk", nil)
	r.to("2024-11-25", 9)
	if n, err := r.s.Restore(t.Context()); n != 0 || err != nil {
		t.Errorf("restored %d, %v", n, err)
	}
	moved, err := r.s.Refresh(t.Context())
	if err != nil || moved != 1 {
		t.Fatalf("%d moved, %v", moved, err)
	}
	list, err := r.s.Clocks(t.Context(), r.who, run.ID)
	if err != nil || !slices.ContainsFunc(list, func(c procedure.Clock) bool { return len(c.Moves) == 1 }) {
		t.Errorf("the move is not noted: %+v, %v", list, err)
	}
}
