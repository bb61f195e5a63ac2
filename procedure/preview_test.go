package procedure_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rambu.id"
	"rambu.id/internal/db"
	"rambu.id/internal/db/dbtest"
	"rambu.id/law"
	"rambu.id/law/lawtest"
	"rambu.id/procedure"
)

// What a step is said to start is what it starts, for every step of every procedure that can be
// taken without more than a day.
func TestPreviewIsWhatThenStarts(t *testing.T) {
	t.Parallel()
	pack := lawtest.Stopping(t)
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		r := newRoom(t, d, at("2024-10-07", 9))
		seen, began, objects := map[string]bool{}, 0, 0
		for _, id := range []string{"bawaslu-pilkada", "rekomendasi-asn", "disiplin-pp94"} {
			p, ok := pack.Procedure(id)
			if !ok {
				t.Fatal(id)
			}
			var paths [][]string
			for _, first := range p.Next(law.Start) {
				paths = append(paths, []string{first.To})
			}
			for i := 0; i < len(paths); i++ {
				for _, next := range p.Next(paths[i][len(paths[i])-1]) {
					if seen[next.ID] {
						continue
					}
					// Each path is walked by an object of its own, so that none hides another's clocks.
					objects++
					object := fmt.Sprintf("uji_%d", objects)
					run := r.start(id, object, paths[i][0], nil)
					for _, to := range paths[i][1:] {
						run = r.move(run, to)
					}
					before := clockIDs(r, run)
					said, err := r.s.Preview(t.Context(), r.who, id, object, next.To)
					if err != nil {
						t.Fatal(err)
					}
					run, err = r.try(run, procedure.MoveIn{To: next.To})
					if err != nil {
						continue // a rule of time, or an event that is missing
					}
					seen[next.ID] = true
					began += sameClocks(t, next.ID, said, started(r, run, before))
					paths = append(paths, append(slices.Clone(paths[i]), next.To))
				}
			}
		}
		if len(seen) < 25 || began < 10 {
			t.Errorf("only %d steps and %d clocks were looked at", len(seen), began)
		}
	})
}

func clockIDs(r *room, run procedure.Run) []string {
	var ids []string
	for _, c := range started(r, run, nil) {
		ids = append(ids, c.ID)
	}
	return ids
}

// started are the clocks of a run that are none of those before.
func started(r *room, run procedure.Run, before []string) []procedure.Clock {
	list, err := r.s.Clocks(r.t.Context(), r.who, run.ID)
	if err != nil {
		r.t.Fatal(err)
	}
	return slices.DeleteFunc(list, func(c procedure.Clock) bool { return slices.Contains(before, c.ID) })
}

func sameClocks(t *testing.T, step string, said, began []procedure.Clock) int {
	t.Helper()
	face := func(list []procedure.Clock) []string {
		var out []string
		for _, c := range list {
			out = append(out, fmt.Sprint(c.Rule, c.StartOn, c.StartAt, c.Due, c.DueAt, c.Right, c.Basis, c.Days, c.Owner))
		}
		slices.Sort(out)
		return out
	}
	if diff := cmp.Diff(face(began), face(said)); diff != "" {
		t.Errorf("%s (-began +said):\n%s", step, diff)
	}
	return len(began)
}

// A preview writes nothing, and knows no step that the law does not have.
func TestPreviewChangesNothing(t *testing.T) {
	t.Parallel()
	r := newRoom(t, dbtest.SQLite(t), at("2024-10-07", 9))
	run := r.start("bawaslu-pilkada", "uji", "diterima", nil)
	before := r.clocks(run)
	if _, err := r.s.Preview(t.Context(), r.who, "bawaslu-pilkada", "uji", "kajian_awal"); err != nil {
		t.Fatal(err)
	}
	if got := r.clocks(run); got != before {
		t.Errorf("clocks were %s, are %s", before, got)
	}
	for want, err := range map[rambu.Kind]error{
		rambu.Conflict: second(r.s.Preview(t.Context(), r.who, "bawaslu-pilkada", "uji", "pleno")),
		rambu.NotFound: second(r.s.Preview(t.Context(), rambu.System("pemda.18.01", "18.01"), "bawaslu-pilkada", "uji", "kajian_awal")),
	} {
		if rambu.KindOf(err) != want {
			t.Errorf("%v, want %s", err, want)
		}
	}
}

func second(_ []procedure.Clock, err error) error { return err }
