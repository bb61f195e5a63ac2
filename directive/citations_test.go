package directive_test

import (
	"testing"

	"rambu.id"
	"rambu.id/directive"
	"rambu.id/internal/db"
	"rambu.id/internal/db/dbtest"
)

// A directive under a dead law, or under a law of another election, waits until its signer has
// seen it: in a point, in its opening or in its basis. One under the law of today, or under a
// bylaw nobody registered, waits for nothing.
func TestSendingMindsCitations(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		t.Parallel()
		w, ctx := newWorld(t, d), t.Context()
		for _, c := range []struct {
			opening, point, basis string
			want                  rambu.Kind
		}{
			{"", "Sesuai Pasal 2 UU Nomor 5 Tahun 2014, tetap netral.", "", rambu.Blocked},
			{"Menindaklanjuti UU Nomor 7 Tahun 2017.", "Tetap netral.", "", rambu.Blocked},
			{"", "Tetap netral.", "uu-5-2014 Pasal 2", rambu.Blocked},
			{"Menurut Perbup Nomor 3 Tahun 2020.", "Sesuai Pasal 2 huruf f UU Nomor 20 Tahun 2023.", "uu-20-2023 Pasal 9 ayat (2)", ""},
		} {
			in := three()
			in.Opening, in.Points, in.Basis = c.opening, []directive.Point{{Text: c.point}}, nil
			if c.basis != "" {
				in.Basis = []string{c.basis}
			}
			id, err := w.Draft(ctx, w.sekda, in)
			w.Must(err)
			err = w.Send(ctx, w.sekda, directive.SendIn{ID: id, Version: 1})
			if c.want == "" {
				w.Must(err)
				continue
			}
			w.Refused(c.opening+c.point+c.basis, err, c.want)
			w.Must(w.Send(ctx, w.sekda, directive.SendIn{ID: id, Version: 1, Seen: true}))
		}
		w.verify()
	})
}
