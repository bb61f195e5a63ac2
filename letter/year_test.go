package letter_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rambu.id/internal/db"
	"rambu.id/internal/db/dbtest"
	"rambu.id/letter"
)

// The numbers of a year end with it, at midnight of the region and not of Greenwich: half an hour into
// New Year the count begins again, and the old year's book stays as it was.
func TestNumbersBeginAgainWithTheYear(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		var got []string
		for _, at := range []time.Time{
			time.Date(2024, 12, 31, 2, 0, 0, 0, time.UTC),   // Tuesday, 09.00 WIB
			time.Date(2024, 12, 31, 16, 30, 0, 0, time.UTC), // 23.30 WIB
			time.Date(2024, 12, 31, 17, 30, 0, 0, time.UTC), // 1 January, 00.30 WIB
			time.Date(2025, 1, 2, 2, 0, 0, 0, time.UTC),
		} {
			must(t, w.clock.MoveTo(at))
			id, err := w.Draft(t.Context(), w.staf, plain("Undangan"))
			must(t, err)
			signed, err := w.Sign(t.Context(), w.ketua, letter.SignIn{ID: id, Block: block()})
			must(t, err)
			got = append(got, signed.Number)
		}
		if diff := cmp.Diff([]string{"001/XII/2024", "002/XII/2024", "001/I/2025", "002/I/2025"}, got); diff != "" {
			t.Error(diff)
		}
		for _, year := range []int{2024, 2025} {
			book, err := w.Agenda(t.Context(), w.staf, year, letter.DefaultSeries, 0)
			if err != nil || len(book) != 2 || book[0].Seq != 1 || book[1].Seq != 2 {
				t.Errorf("the book of %d: %+v, %v", year, book, err)
			}
		}
		w.verify(t)
	})
}
