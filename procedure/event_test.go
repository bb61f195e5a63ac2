package procedure_test

import (
	"testing"

	"rambu.id"
	"rambu.id/internal/db"
	"rambu.id/internal/db/dbtest"
	"rambu.id/law"
	"rambu.id/ledger"
	"rambu.id/procedure"
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
		if err != nil || list[0].Conf != law.Unsure || !list[0].Check() {
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

// A clock is no surer than the article it rests on. The pack knows the fourteen days of a recommendation and
// not the article of Perpres 116/2022 that says so, nor since when it holds; of handing a decision over it
// knows both.
func TestAClockIsNoSurerThanItsArticle(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		t.Helper()
		r := newRoom(t, d, at("2024-10-07", 9))
		got := map[string]bool{}
		for _, run := range []procedure.Run{
			r.start("rekomendasi-asn", "dsp_1", "diterima_ppk", nil),
			r.start("bawaslu-pilkada", "pkr_1", "diregister", nil),
		} {
			list, err := r.s.Clocks(t.Context(), r.who, run.ID)
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range list {
				got[c.Rule] = c.Check()
			}
		}
		for rule, want := range map[string]bool{"rekomendasi-asn/majelis_kode_etik>sk_terbit": true, "bawaslu-pilkada/diregister>klarifikasi": false} {
			if check, there := got[rule]; !there || check != want {
				t.Errorf("%s: there %v, to be checked %v, want %v", rule, there, check, want)
			}
		}
	})
}
