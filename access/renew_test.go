package access

import (
	"errors"
	"testing"
	"time"

	"rambu.id"
	"rambu.id/internal/db"
	"rambu.id/internal/db/dbtest"
	"rambu.id/ledger"
	"rambu.id/seal"
)

// letterbox is something sealed to the key an institution had at the time.
type letterbox struct {
	key seal.Key
	box []byte
}

func (h *house) sealed(kind seal.Kind) letterbox {
	h.t.Helper()
	k, err := h.Keys.InstitutionKey(h.t.Context(), bawaslu, kind)
	h.must(err)
	box, err := seal.Seal(k.Public, seal.Info("test", "1"), []byte("isi"))
	h.must(err)
	return letterbox{k, box}
}

func (b letterbox) opens(keys rambu.Keys) bool {
	got, err := keys.Open(b.key.ID, seal.Info("test", "1"), b.box)
	return err == nil && string(got) == "isi"
}

// asked has the administrator ask for new keys, and returns him and the chair.
func (h *house) asked() (pengelola, ketua rambu.Actor) {
	h.t.Helper()
	h.officer("org_pengelola", "pengelola")
	_, pengelola = h.signIn("pengelola", sandi)
	_, ketua = h.signIn("ketua", sandi)
	_, err := h.Renew(h.t.Context(), ketua, RenewIn{Password: sandi})
	h.says("access.error.renewal_two", err)
	h.must(h.AskRenewal(h.t.Context(), pengelola))
	h.says("access.error.renewal_asked", h.AskRenewal(h.t.Context(), pengelola))
	return pengelola, ketua
}

func (h *house) says(key string, err error) {
	h.t.Helper()
	if e, ok := errors.AsType[*rambu.Error](err); !ok || e.Key != key {
		h.t.Fatalf("got %v, want %s", err, key)
	}
}

// recoverer is what a recovery code opens with a copy of the database, outside the program.
func (h *house) recoverer(code string) *seal.Ring {
	h.t.Helper()
	seed, err := DecodeRecovery(code)
	h.must(err)
	pair, err := seal.PairFromSeed(seed)
	h.must(err)
	all, err := h.Keys.Generations(h.t.Context(), bawaslu, seal.KindRecovery)
	h.must(err)
	for _, k := range all {
		if string(k.Public) == string(pair.Public()) {
			return h.Keys.NewRing(h.t.Context(), k.ID, pair)
		}
	}
	h.t.Fatal("a code of no key")
	return nil
}

// Whoever ran init has the recovery code and saw the links. After the institution has made its
// keys anew he opens nothing that is sealed from then on; its own people open that and all before.
func TestNewKeysShutOutWhoMadeTheFirst(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		first, _ := h.found()
		before := map[seal.Kind]letterbox{}
		for _, kind := range KindsOf(bawaslu) {
			before[kind] = h.sealed(kind)
		}
		var oldCase letterbox // its key was granted to the recovery key at registration
		_, err := h.log.Do(rambu.System(bawaslu, area), "test", func(op *ledger.Op) error {
			k, pair, err := seal.NewKey(op, bawaslu, area, seal.KindCase, "pkr_1")
			if err != nil {
				return err
			}
			rec, err := h.Keys.InstitutionKey(t.Context(), bawaslu, seal.KindRecovery)
			if err != nil {
				return err
			}
			oldCase.key = k
			oldCase.box, err = seal.Seal(k.Public, seal.Info("test", "1"), []byte("isi"))
			if err != nil {
				return err
			}
			return seal.GrantPair(op, k, pair, rec)
		})
		h.must(err)
		pengelola, ketua := h.asked()
		due, err := h.RenewalDue(t.Context(), ketua)
		if !due || err != nil {
			t.Errorf("due before: %v %v", due, err)
		}
		_, err = h.Renew(t.Context(), pengelola, RenewIn{Password: sandi})
		h.kind(rambu.Forbidden, err)
		_, err = h.Renew(t.Context(), ketua, RenewIn{Password: baru})
		h.says("access.error.password_wrong", err)
		code, err := h.Renew(t.Context(), ketua, RenewIn{Password: sandi, Code: first})
		h.must(err)
		_, err = h.Renew(t.Context(), ketua, RenewIn{Password: sandi})
		h.says("access.error.renewal_two", err)
		due, err = h.RenewalDue(t.Context(), ketua)
		if due || err != nil {
			t.Errorf("due afterwards: %v %v", due, err)
		}

		h.start() // the next start uses them too
		thief, paper := h.recoverer(first), h.recoverer(code)
		_, ketua = h.signIn("ketua", sandi)
		_, anggota := h.signIn("anggota", sandi)
		for _, kind := range KindsOf(bawaslu) {
			now := h.sealed(kind)
			if now.key.ID == before[kind].key.ID {
				t.Errorf("%s is the key of before", kind)
			}
			if now.opens(thief) {
				t.Errorf("the first code opens what is sealed to %s now", kind)
			}
			if !before[kind].opens(thief) {
				t.Errorf("the first code opens nothing of %s: the test would see no leak", kind)
			}
			for who, keys := range map[string]rambu.Keys{"ketua": ketua.Keys, "anggota": anggota.Keys, "the new code": paper} {
				if !now.opens(keys) || !before[kind].opens(keys) {
					t.Errorf("%s opens of %s: new %v, old %v", who, kind, now.opens(keys), before[kind].opens(keys))
				}
			}
		}
		if !oldCase.opens(paper) {
			t.Error("the new code opens no case of before")
		}
		a := h.officer("org_penerima", "penerima")
		_, err = h.Recover(t.Context(), admin(bawaslu), first, a.ID)
		h.says("access.error.recovery", err)
		given, err := h.Recover(t.Context(), admin(bawaslu), code, a.ID)
		h.must(err)
		_, penerima := h.signIn("penerima", sandi)
		if len(given) != 3 || !before[seal.KindIntake].opens(penerima.Keys) || before[seal.KindIdentity].opens(penerima.Keys) {
			t.Errorf("the new code gave %v", given)
		}
		h.must(h.TakeKey(t.Context(), admin(bawaslu), a.ID, seal.KindIntake))
		_, penerima = h.signIn("penerima", sandi)
		if before[seal.KindIntake].opens(penerima.Keys) || h.opens(penerima, bawaslu, seal.KindIntake) {
			t.Error("a key that was taken back still opens")
		}
		h.verify()
	})
}

// Without the first code, and with a key the chair does not hold himself, nothing is lost: those
// who held it open the old and the new, and give both on.
func TestNewKeysWithoutTheFirstCode(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		_, accounts := h.found()
		h.officer("org_pengelola", "pengelola")
		_, pengelola := h.signIn("pengelola", sandi)
		h.must(h.TakeKey(t.Context(), pengelola, accounts["ketua"].ID, seal.KindIdentity))
		before := h.sealed(seal.KindIdentity)
		link, err := h.Keys.Generations(t.Context(), bawaslu, seal.KindRecovery)
		h.must(err)
		if len(link) != 1 {
			t.Fatalf("%d recovery keys", len(link))
		}
		h.must(h.AskRenewal(t.Context(), pengelola))
		_, ketua := h.signIn("ketua", sandi)
		code, err := h.Renew(t.Context(), ketua, RenewIn{Password: sandi})
		h.must(err)
		_, anggota := h.signIn("anggota", sandi)
		now := h.sealed(seal.KindIdentity)
		if !before.opens(anggota.Keys) || !now.opens(anggota.Keys) || now.opens(ketua.Keys) || before.opens(ketua.Keys) {
			t.Error("the identity key went to somebody else than who held it")
		}
		paper := h.recoverer(code)
		if !now.opens(paper) || before.opens(paper) {
			t.Errorf("the new code opens: new %v, old %v", now.opens(paper), before.opens(paper))
		}
		h.must(h.GiveKey(t.Context(), anggota, accounts["ketua"].ID, seal.KindIdentity))
		_, ketua = h.signIn("ketua", sandi)
		if !before.opens(ketua.Keys) || !now.opens(ketua.Keys) {
			t.Errorf("a key that was given opens: new %v, old %v", now.opens(ketua.Keys), before.opens(ketua.Keys))
		}
		h.verify()
	})
}

// Whoever has not used his set-up link gets none of the new keys: others saw the link. A request
// stands a day.
func TestNewKeysAreNotSealedToALink(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		links, _, err := h.Found(t.Context(), FoundIn{Institution: bawaslu, Region: area, Holders: []InviteIn{
			{Person: "org_ketua", Login: "ketua"}, {Person: "org_anggota", Login: "anggota"}, {Person: "org_penerima", Login: "penerima"},
		}})
		h.must(err)
		h.must(h.Accept(t.Context(), links[0].Token, sandi))
		row, err := h.accountBy(t.Context(), `login = $1`, "anggota")
		h.must(err)
		pair, err := h.linkPair(t.Context(), row, links[1].Token)
		h.must(err)
		seen := h.Keys.NewRing(t.Context(), row.KeyID, pair)
		before := h.sealed(seal.KindIntake)
		pengelola, ketua := h.asked()
		state, err := h.Renewal(t.Context(), ketua)
		if err != nil || !state.Due || !state.MayDo || state.MayAsk || len(state.Absent) != 2 {
			t.Fatalf("the state is %+v (%v)", state, err)
		}
		h.must(h.legal.MoveTo(monday.Add(AskTime + time.Minute)))
		_, err = h.Renew(t.Context(), ketua, RenewIn{Password: sandi})
		h.says("access.error.renewal_two", err)
		h.must(h.AskRenewal(t.Context(), pengelola))
		_, err = h.Renew(t.Context(), ketua, RenewIn{Password: sandi})
		h.must(err)
		now := h.sealed(seal.KindIntake)
		if now.opens(seen) || !before.opens(seen) {
			t.Errorf("a link opens: new %v, old %v", now.opens(seen), before.opens(seen))
		}
		h.must(h.Accept(t.Context(), links[1].Token, sandi))
		_, anggota := h.signIn("anggota", sandi)
		if now.opens(anggota.Keys) || !before.opens(anggota.Keys) {
			t.Errorf("who comes later opens: new %v, old %v", now.opens(anggota.Keys), before.opens(anggota.Keys))
		}
		h.must(h.GiveKey(t.Context(), ketua, anggota.Account, seal.KindIntake))
		if !now.opens(anggota.Keys) {
			t.Error("a key that was given opens nothing")
		}
		h.verify()
	})
}
