package law

import "testing"

// Every coincidence can be shown: its article resolves on a day it speaks of, and what to do
// instead has words.
func TestCoincidencesResolve(t *testing.T) {
	t.Parallel()
	p := mustDefault(t)
	if len(p.Coincidences()) == 0 {
		t.Fatal("the pack has none")
	}
	covered := map[ActivityKind]bool{}
	for _, c := range p.Coincidences() {
		from, to, ok := p.Span(c)
		on := p.Info().CampaignFrom
		if ok {
			on = from
		}
		if ok == c.Campaign || ok && from == "" && to == "" {
			t.Errorf("%s: days %s to %s, %v", c.ID, from, to, ok)
		}
		for _, b := range c.Basis {
			cited, err := p.Cite(b, on)
			if err != nil || !cited.InForce {
				t.Errorf("%s: %s on %s: in force %v, %v", c.ID, b, on, cited.InForce, err)
			}
		}
		for _, a := range c.Instead {
			if x, ok := p.Alternative(a); !ok || x.TextID == "" {
				t.Errorf("%s: nothing to say for %s", c.ID, a)
			}
		}
		for _, k := range c.Kinds {
			covered[k] = true
		}
	}
	for _, k := range ActivityKinds() {
		if !covered[k] {
			t.Errorf("nothing is said of %s", k)
		}
	}
}

func TestLoadRefusesACoincidenceWithoutGround(t *testing.T) {
	const file = "coincidences.yaml"
	refuses(t, []edit{
		{"no stage of that name", file, "stage: masa-tenang", "stage: masa-ramai", 0, `no stage "masa-ramai"`},
		{"no window of that name", file, "window: larangan-program", "window: jendela", 0, `no window "jendela"`},
		{"nothing to fall together with", file, "    stage: pemungutan\n", "", anyLine, `anything-on-voting-day falls together with one of`},
		{"two to fall together with", file, "    window: penundaan-bansos\n", "    window: penundaan-bansos\n    campaign: true\n", anyLine, `aid-postponed falls together with one of`},
		{"an unknown alternative", file, "instead: [postpone, report-urgent]", "instead: [dance]", 0, `no alternative "dance"`},
		{"an unknown kind", file, "kinds: [rapat, apel, kunjungan]\n    campaign", "kinds: [pesta]\n    campaign", anyLine, `no kind of activity "pesta"`},
		{"a stage without days", file, "kinds: [pinjam-kendaraan]\n    stage: kampanye", "kinds: [pinjam-kendaraan]\n    stage: penetapan-terpilih", anyLine, `stage penetapan-terpilih has no days`},
	})
}
