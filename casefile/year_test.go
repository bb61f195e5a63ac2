package casefile_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"rambu.id"
	"rambu.id/internal/db"
	"rambu.id/internal/db/dbtest"
)

// Register numbers begin again with the year of the region, also for a case begun in the old one.
func TestRegisterNumbersBeginAgainWithTheYear(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		var got []string
		for _, at := range []struct {
			on   rambu.Date
			hour int
		}{{"2024-12-30", 9}, {"2024-12-31", 23}, {"2025-01-01", 1}, {"2025-01-02", 9}} {
			w.to(at.on, at.hour)
			id, _, _ := w.registered()
			c, err := w.Find(t.Context(), w.penangan, id)
			must(t, err)
			got = append(got, c.Register)
		}
		want := []string{
			"001/Reg/LP/PB/Kab/18.01/XII/2024", "002/Reg/LP/PB/Kab/18.01/XII/2024", "001/Reg/LP/PB/Kab/18.01/I/2025", "002/Reg/LP/PB/Kab/18.01/I/2025",
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		w.verify()
	})
}
