package letter_test

import (
	"testing"

	"rambu.id"
	"rambu.id/internal/db"
	"rambu.id/internal/db/dbtest"
	"rambu.id/letter"
)

// A signature under a dead law waits until the signer has seen it; one under a law of today, or
// under a bylaw nobody registered, waits for nothing.
func TestSigningMindsCitations(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		for _, c := range []struct {
			text string
			seen bool
			want rambu.Kind // "" signs
		}{
			{"Sesuai Pasal 2 UU Nomor 5 Tahun 2014.", false, rambu.Blocked},
			{"Sesuai Pasal 2 UU Nomor 5 Tahun 2014.", true, ""},
			{"Sesuai UU Nomor 20 Tahun 2023 dan Perbup Nomor 3 Tahun 2020.", false, ""},
		} {
			in := plain("Imbauan")
			in.Paragraphs = []string{c.text}
			id, err := w.Draft(t.Context(), w.staf, in)
			must(t, err)
			_, err = w.Sign(t.Context(), w.ketua, letter.SignIn{ID: id, Block: block(), Seen: c.seen})
			if c.want == "" {
				must(t, err)
				continue
			}
			wantKind(t, c.text, err, c.want)
		}
	})
}
