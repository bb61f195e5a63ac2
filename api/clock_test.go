package api_test

import (
	"strings"
	"testing"

	"rambu.id"
	"rambu.id/ledger"
	"rambu.id/procedure"
)

// A rule that is certain and counts across a year whose holidays are not all known has to be checked.
func TestClocksSayWhatHasToBeChecked(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	who := rambu.System(government, "18.01")
	steps := []string{"tim_dibentuk", "pemeriksaan", "bap", "lhp", "sk"} // fourteen working days to hand it over
	start := func(object string) {
		t.Helper()
		_, err := w.in.Log.Do(who, "test", func(op *ledger.Op) error {
			run, err := w.in.Procedure.Start(op, procedure.StartIn{Procedure: "disiplin-pp94", Object: object, Initial: "dugaan", Owner: sekda})
			for _, to := range steps {
				if err == nil {
					run, err = w.in.Procedure.Move(op, run, procedure.MoveIn{To: to})
				}
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	start("dsp_00000000000000000000000001")
	if first := w.get(sekda, "/jam"); first.at("butir", "0", "perlu_dicek") != false {
		t.Errorf("a certain clock: %s", first.body)
	}
	w.to("2027-12-20", 9)
	start("dsp_00000000000000000000000002")
	for i, k := 0, w.get(sekda, "/jam"); i < 2; i++ {
		n := string(rune('0' + i))
		if want := strings.HasSuffix(k.text("butir", n, "objek"), "2"); k.at("butir", n, "perlu_dicek") != want || k.text("butir", n, "keyakinan") == "unsure" {
			t.Errorf("across 2028: %s", k.body)
		}
	}
}
