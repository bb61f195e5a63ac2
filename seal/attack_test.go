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

// write is what somebody with the database's own password does, past the log.
func write(t *testing.T, d *db.DB, query string, args ...any) {
	t.Helper()
	err := d.Write(func(tx *db.Tx) error {
		_, err := tx.Exec(query, args...)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// reopened is the store of the next start.
func reopened(t *testing.T, d *db.DB) *seal.Store {
	t.Helper()
	s, err := seal.Open(t.Context(), d)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// Whoever may write to the database puts a newer key of his own beside the one reports are
// sealed to, under an operation of his invention or under a real one: nothing is sealed to it.
func TestAnInsertedKeyIsNotUsed(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		_, l := newStore(t, d)
		var intake, ani seal.Key
		do(t, l, func(op *ledger.Op) (err error) {
			intake, _, err = seal.NewKey(op, "bawaslu.18.01", "18.01", seal.KindIntake, "")
			if err != nil {
				return err
			}
			ani, _, err = seal.NewKey(op, "bawaslu.18.01", "18.01", seal.KindAccount, "akn_ani")
			return err
		})
		mine, err := seal.NewPair()
		if err != nil {
			t.Fatal(err)
		}
		for id, of := range map[string]string{"kun_a": "'op_mine'", "kun_b": "(SELECT op FROM seal_key WHERE id = '" + intake.ID + "')"} {
			write(t, d, `INSERT INTO seal_key (id, institution, region, kind, subject, public, verify, created_at, op, version)
				VALUES ($1, 'bawaslu.18.01', '18.01', 'penerimaan', '', $2, $3, 4102444800000000, `+of+`, 1)`, id, mine.Public(), mine.VerifyKey())
			write(t, d, `INSERT INTO seal_key (id, institution, region, kind, subject, public, verify, created_at, op, version)
				VALUES ($1, 'bawaslu.18.01', '18.01', 'akun', 'akn_ani', $2, $3, 4102444800000000, `+of+`, 1)`, id+"2", mine.Public(), mine.VerifyKey())
		}
		s := reopened(t, d)
		got, err := s.InstitutionKey(t.Context(), "bawaslu.18.01", seal.KindIntake)
		if err != nil || got.ID != intake.ID {
			t.Errorf("reports are sealed to %s (%v)", got.ID, err)
		}
		got, err = s.SubjectKey(t.Context(), "bawaslu.18.01", seal.KindAccount, "akn_ani")
		if err != nil || got.ID != ani.ID {
			t.Errorf("grants are sealed to %s (%v)", got.ID, err)
		}
		_, err = s.ByID(t.Context(), "kun_a")
		if err == nil || rambu.KindOf(err) != rambu.Internal {
			t.Errorf("a key of nobody's: %v", err)
		}
	})
}

// A key whose public half was changed in its row is used for nothing, also where its operation's
// text was changed along with it.
func TestAChangedKeyIsRefused(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, l := newStore(t, d)
		var intake, ani seal.Key
		var intakePair, aniPair *seal.Pair
		do(t, l, func(op *ledger.Op) (err error) {
			intake, intakePair, err = seal.NewKey(op, "bawaslu.18.01", "18.01", seal.KindIntake, "")
			if err != nil {
				return err
			}
			ani, aniPair, err = seal.NewKey(op, "bawaslu.18.01", "18.01", seal.KindAccount, "akn_ani")
			if err != nil {
				return err
			}
			return seal.GrantPair(op, intake, intakePair, ani)
		})
		used := reopened(t, d)
		_, err := used.InstitutionKey(t.Context(), "bawaslu.18.01", seal.KindIntake)
		if err != nil {
			t.Fatal(err)
		}
		mine, err := seal.NewPair()
		if err != nil {
			t.Fatal(err)
		}
		write(t, d, `UPDATE seal_key SET public = $1`, mine.Public())
		refused := func(what string, err error) {
			if err == nil || rambu.KindOf(err) != rambu.Internal {
				t.Errorf("%s: %v", what, err)
			}
		}
		_, err = s.InstitutionKey(t.Context(), "bawaslu.18.01", seal.KindIntake)
		refused("an institution's key", err)
		_, err = s.SubjectKey(t.Context(), "bawaslu.18.01", seal.KindAccount, "akn_ani")
		refused("an account's key", err)
		_, err = s.ByID(t.Context(), intake.ID)
		refused("a key by its id", err)
		_, err = s.NewRing(t.Context(), ani.ID, aniPair).MAC(intake.ID, []byte("nama"))
		refused("a granted key", err)
		got, err := used.InstitutionKey(t.Context(), "bawaslu.18.01", seal.KindIntake)
		if err != nil || got.ID != intake.ID {
			t.Errorf("a program that knows the key uses it on: %v", err)
		}
		write(t, d, `UPDATE ledger_operation SET body = replace(body, 'kun_', 'kun-')`)
		_, err = reopened(t, d).ByID(t.Context(), intake.ID)
		refused("a key whose operation was changed", err)
	})
}

// A grant that no operation made vouches for nobody.
func TestAnInsertedGrantHoldsNothing(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, l := newStore(t, d)
		var intake seal.Key
		do(t, l, func(op *ledger.Op) (err error) {
			intake, _, err = seal.NewKey(op, "bawaslu.18.01", "18.01", seal.KindIntake, "")
			return err
		})
		write(t, d, `INSERT INTO seal_grant (id, institution, region, key_id, holder, wrapped, created_at, op, version)
			SELECT 'ijn_mine', institution, region, id, 'kun_mine', public, created_at, op, 1 FROM seal_key`)
		held, err := s.Holders(t.Context(), intake.ID)
		if err != nil || len(held) != 0 {
			t.Errorf("%s is held by %v (%v)", intake.ID, held, err)
		}
	})
}
