package seal_test

import (
	"testing"

	"rambu.id"
	"rambu.id/internal/db"
	"rambu.id/internal/db/dbtest"
	"rambu.id/ledger"
	"rambu.id/seal"
)

// Sealing needs no secret: whoever may write to the database can give an officer a grant with
// a seed of his own under the id of the institution's key. The officer would then mark names
// under a key the forger knows, and hand the forger's key on to colleagues.
func TestForgedGrantOpensNothing(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, l := newStore(t, d)
		var index, ani seal.Key
		var indexPair, aniPair *seal.Pair
		do(t, l, func(op *ledger.Op) (err error) {
			index, indexPair, err = seal.NewKey(op, "bawaslu.18.01", "18.01", seal.KindIndex, "")
			if err != nil {
				return err
			}
			ani, aniPair, err = seal.NewKey(op, "bawaslu.18.01", "18.01", seal.KindAccount, "akn_ani")
			return err
		})
		forged, err := seal.NewPair()
		if err != nil {
			t.Fatal(err)
		}
		do(t, l, func(op *ledger.Op) error { return seal.GrantPair(op, index, forged, ani) })
		_, err = s.NewRing(t.Context(), ani.ID, aniPair).MAC(index.ID, []byte("nama"))
		if rambu.KindOf(err) != rambu.Locked {
			t.Errorf("a forged grant: %v", err)
		}
		// Beside it, a grant to a second key the officer holds still opens.
		do(t, l, func(op *ledger.Op) error {
			second, pair, err := seal.NewKey(op, "bawaslu.18.01", "18.01", seal.KindCase, "pkr_1")
			if err != nil {
				return err
			}
			err = seal.GrantPair(op, second, pair, ani)
			if err != nil {
				return err
			}
			return seal.GrantPair(op, index, indexPair, second)
		})
		want, err := s.NewRing(t.Context(), index.ID, indexPair).MAC(index.ID, []byte("nama"))
		if err != nil {
			t.Fatal(err)
		}
		got, err := s.NewRing(t.Context(), ani.ID, aniPair).MAC(index.ID, []byte("nama"))
		if err != nil || string(got) != string(want) {
			t.Errorf("beside a forged grant: %v", err)
		}
	})
}
