package discipline_test

import (
	"fmt"
	"slices"
	"testing"

	"rambu.id"
	"rambu.id/discipline"
	"rambu.id/internal/db"
	"rambu.id/internal/db/dbtest"
)

// known opens a matter from what Inspektorat knows.
func (w *world) known(n int) string {
	w.t.Helper()
	id, err := w.OpenFromKnowledge(w.t.Context(), w.bkpsdm, discipline.KnowledgeIn{
		Respondent: discipline.Respondent{Name: fmt.Sprintf("Contoh Ke-%d", n), PostText: "Staf", Class: "pns"},
		Act:        "SKB-D7", ActDate: "2024-09-25", KnownOn: "2024-10-01", Source: "pengawasan", Text: "Diduga berfoto dengan isyarat jari.",
	})
	w.must(err)
	return id
}

// pages reads the whole list, page by page.
func (w *world) pages(who rambu.Actor, f discipline.Filter) (all []discipline.Line, pages int) {
	w.t.Helper()
	for {
		page, err := w.List(w.t.Context(), who, f)
		w.must(err)
		all, pages, f.After = append(all, page.Lines...), pages+1, page.Next
		if page.Next == "" {
			return all, pages
		}
		if len(page.Lines) > f.Limit && f.Limit > 0 || pages > 100 {
			w.t.Fatalf("page %d has %d matters", pages, len(page.Lines))
		}
	}
}

// The page says that what is late stands on top: of all pages, not of those fifty that the authority
// has known longest.
func TestLateMattersComeFirstOverAllPages(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, "2024-10-04")
		var old []string
		for n := range 55 {
			old = append(old, w.known(n))
		}
		w.to("2024-10-07")
		late := w.opened(study())
		_, err := w.RecordRecommendation(t.Context(), w.bkpsdm, recommendation(late))
		w.must(err)
		w.to("2024-10-28") // due on the 25th
		soon := old[30]
		w.must(w.Summon(t.Context(), w.bkpsdm, soon, 0, discipline.SummonsIn{On: "2024-11-06", At: "09.00", Place: "BKPSDM", Number: "800/PGL/2"}))

		page, err := w.List(t.Context(), w.bkpsdm, discipline.Filter{})
		if err != nil || len(page.Lines) != 50 || page.Next == "" {
			t.Fatalf("%d matters, next %q, %v", len(page.Lines), page.Next, err)
		}
		if first := page.Lines[0]; first.ID != late || !first.Late() || first.KnownOn <= page.Lines[1].KnownOn {
			t.Errorf("first is %s, known on %s, late %v; want %s", first.ID, first.KnownOn, first.Late(), late)
		}
		for limit, want := range map[int]int{0: 2, 7: 9, 200: 1} {
			all, pages := w.pages(w.bkpsdm, discipline.Filter{Limit: limit, Ended: true})
			var ids []string
			seenCalm := false
			for _, l := range all {
				ids = append(ids, l.ID)
				if l.Late() && seenCalm {
					t.Errorf("limit %d: %s is late and stands behind one that is not", limit, l.ID)
				}
				seenCalm = seenCalm || !l.Late()
			}
			if slices.Sort(ids); len(slices.Compact(ids)) != 56 || len(all) != 56 {
				t.Errorf("limit %d: %d lines of %d matters, want 56", limit, len(all), len(slices.Compact(ids)))
			}
			if pages > want+1 {
				t.Errorf("limit %d: %d pages", limit, pages)
			}
		}
		// What was asked for narrows every stage of the list.
		state := w.get(late).State
		some, _ := w.pages(w.bkpsdm, discipline.Filter{States: []discipline.State{state}, Limit: 7})
		for _, l := range some {
			if l.State != state {
				t.Errorf("%s is in %s", l.ID, l.State)
			}
		}
		if len(some) == 0 {
			t.Error("no matter of that state")
		}
		// A superior has his own few, in the same order, and nobody else's.
		w.must(w.Admit(t.Context(), w.bkpsdm, late, 0))
		if own, _ := w.pages(w.kadis, discipline.Filter{Limit: 1}); len(own) != 1 || own[0].ID != late {
			t.Errorf("the superior's list: %v", own)
		}
		_, err = w.List(t.Context(), w.bkpsdm, discipline.Filter{After: "%%"})
		w.wantKey(err, rambu.Invalid, "")
	})
}
