package procedure_test

import (
	"testing"

	"rambu.id"
	"rambu.id/internal/db"
	"rambu.id/internal/db/dbtest"
	"rambu.id/law"
	"rambu.id/ledger"
)

// The initial study has two days from the receipt. Done, it leaves one day for the number, which nobody is
// sure of; found wanting and done again, one day from then.
func TestTheNumberHasADayAfterTheInitialStudy(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		t.Helper()
		r := newRoom(t, d, at("2024-10-07", 9))
		run := r.move(r.start("bawaslu-pilkada", "pkr_1", "diterima", nil), "kajian_awal")
		r.want(run, "2 diterima berjalan 2024-10-09 kajian_awal")
		done := func(day rambu.Date) {
			t.Helper()
			r.to(string(day), 9)
			err := r.do(func(op *ledger.Op) error { return r.s.Event(op, run, "kajian-awal-selesai", day) })
			if err != nil {
				t.Fatal(err)
			}
		}
		done("2024-10-08")
		r.want(run, "1 kajian-awal-selesai berjalan 2024-10-09 diregister", "2 diterima dipenuhi 2024-10-09 kajian_awal")
		list, err := r.s.Clocks(t.Context(), r.who, run.ID)
		if err != nil || list[0].Conf != law.Unsure || !list[0].Check() || list[1].Check() {
			t.Errorf("what is to be checked: %v", err)
		}
		done("2024-10-09")
		r.want(run, "1 kajian-awal-selesai berjalan 2024-10-10 diregister",
			"2 diterima dipenuhi 2024-10-09 kajian_awal", "1 kajian-awal-selesai dihentikan 2024-10-09 diregister")
		r.to("2024-10-11", 9)
		if n, err := r.s.Late(t.Context(), r.who, ""); err != nil || n != 1 {
			t.Errorf("%d late after the day for the number, %v", n, err)
		}
		run = r.move(run, "diregister")
		if got := r.clocks(run); got == "" {
			t.Error("no clock after registration")
		}
	})
}
