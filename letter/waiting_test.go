package letter_test

import (
	"testing"

	"rambu.id/internal/db"
	"rambu.id/internal/db/dbtest"
	"rambu.id/ledger"
	"rambu.id/letter"
	"rambu.id/letter/kinds"
)

// A study waits once for an institution, whichever copies of it came there: the addressee's, or
// one of those that only inform, as the regent's does when the study goes to BKN.
func TestStudyWaitsOncePerLetter(t *testing.T) {
	t.Parallel()
	bkn := letter.Addressee{Post: "bkn", Line: "Kepala Badan Kepegawaian Negara"}
	regent := letter.Addressee{Post: pemda + "/bupati", Line: "Bupati Lampung Selatan"}
	secretary := letter.Addressee{Post: pemda + "/sekda", Line: "Sekretaris Daerah"}
	tests := map[string]struct {
		to, cc []letter.Addressee
		part   letter.Part
	}{
		"a copy only":              {[]letter.Addressee{bkn}, []letter.Addressee{regent}, letter.PartCC},
		"two copies":               {[]letter.Addressee{bkn}, []letter.Addressee{secretary, regent}, letter.PartCC},
		"the addressee and a copy": {[]letter.Addressee{regent}, []letter.Addressee{secretary, bkn}, letter.PartTo},
	}
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		for name, test := range tests {
			in := forwarding()
			in.To, in.CC = test.to, test.cc
			id := w.signed(t, in)
			w.arrived(t, id)
			todo, err := w.Unhandled(t.Context(), w.bkpsdm, 10, kinds.KindForwardedStudy)
			must(t, err)
			if len(todo) != 1 || todo[0].Letter != id || todo[0].Part != test.part {
				t.Fatalf("%s: waiting %+v", name, todo)
			}
			_, err = w.log.Do(w.bkpsdm, "test.open", func(op *ledger.Op) error { return letter.Handle(op, todo[0].ID, "dsp_contoh") })
			must(t, err)
			todo, err = w.Unhandled(t.Context(), w.bkpsdm, 10, kinds.KindForwardedStudy)
			must(t, err)
			if len(todo) != 0 {
				t.Errorf("%s: opened, and still waiting %+v", name, todo)
			}
		}
	})
}
