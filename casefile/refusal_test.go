package casefile_test

import (
	"testing"

	"rambu.id"
	"rambu.id/internal/db"
	"rambu.id/internal/db/dbtest"
)

// Who has no business in a case and tries to open it is told why, and the trail says that he
// tried: once a day, however often he reloads. Who opens his own leaves no refusal, and another
// house's officer leaves nothing: to him there is no such case.
func TestARefusedOpenIsLoggedOnceADay(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		id, _, _ := w.registered()
		ctx := t.Context()
		for range 3 {
			_, err := w.Get(ctx, w.penerimaan, id)
			want(t, "the intake officer opens a registered case", err, rambu.Locked, "not_assigned")
		}
		if n := w.operations("casefile.refused", id); n != 1 {
			t.Errorf("three tries on a day left %d entries, want 1", n)
		}
		_, err := w.Get(ctx, w.bkpsdm, id)
		want(t, "another house", err, rambu.NotFound, "")
		_, err = w.Get(ctx, w.penangan, id)
		must(t, err)
		w.to(w.Today(w.penangan).AddDays(1), 9)
		_, err = w.Get(ctx, w.penerimaan, id)
		want(t, "the next day", err, rambu.Locked, "not_assigned")
		if n := w.operations("casefile.refused", id); n != 2 {
			t.Errorf("a try on the next day: %d entries, want 2", n)
		}
		w.verify()
	})
}
