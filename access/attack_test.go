package access

import (
	"testing"
	"time"

	"rambu.id"
	"rambu.id/internal/db"
	"rambu.id/internal/db/dbtest"
	"rambu.id/seal"
)

// Sessions are no owned rows, so the log does not vouch for them. Whoever writes one into the
// database, under a token and a secret of his own, must not act as the officer it names: what
// he then did would stand in the log as the officer's.
func TestForgedSessionActsForNobody(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		_, accounts := h.found()
		victim := accounts["ketua"]
		forged, err := seal.NewPair()
		h.must(err)
		token := newToken()
		key, err := tokenKey(token, "session")
		h.must(err)
		now := h.machine.Now()
		row := sessionRow{
			ID: tokenHash(token), Institution: bawaslu, Region: area, Account: victim.ID, KeyID: victim.KeyID, Post: bawaslu + "/ketua",
			CreatedAt: now, SeenAt: now, EndsAt: now.Add(time.Hour),
		}
		row.Seed, err = key.Seal(sessionInfo(row.ID), forged.Seed())
		h.must(err)
		h.must(d.Write(func(tx *db.Tx) error { return insertSession(tx, row) }))
		who, _, err := h.Authenticate(t.Context(), token)
		if rambu.KindOf(err) != rambu.Unauthenticated {
			t.Errorf("a forged session acts as %+v (%v)", who.Roles, err)
		}
	})
}

// Whoever may write to the database puts his own public key where an officer's was, and leaves
// the other half, so that signing in would still work: nothing is sealed to it, and the officer
// learns of it when he signs in.
func TestATamperedAccountIsGivenNothing(t *testing.T) {
	t.Parallel()
	mine, err := seal.NewPair()
	if err != nil {
		t.Fatal(err)
	}
	for name, tamper := range map[string]func(h *house, of Account){
		"his key": func(h *house, of Account) {
			h.past(`UPDATE seal_key SET public = $1 WHERE subject = $2`, mine.Public(), of.ID)
		},
		"a newer key": func(h *house, of Account) {
			h.past(`INSERT INTO seal_key (id, institution, region, kind, subject, public, verify, created_at, op, version)
				SELECT 'kun_mine', institution, region, kind, subject, $1, verify, created_at + 1, op, version FROM seal_key WHERE id = (SELECT key_id FROM access_account WHERE id = $2)`, mine.Public(), of.ID)
			h.past(`UPDATE access_account SET key_id = 'kun_mine' WHERE id = $1`, of.ID)
		},
		"the key of another": func(h *house, of Account) {
			h.past(`UPDATE access_account SET key_id = (SELECT key_id FROM access_account WHERE login = 'sekda') WHERE id = $1`, of.ID)
		},
		"his person": func(h *house, of Account) {
			h.past(`UPDATE access_account SET person = 'org_ketua' WHERE id = $1`, of.ID)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dbtest.Each(t, func(t *testing.T, d *db.DB) {
				h := newHouse(t, d)
				h.found()
				a := h.officer("org_penerima", "penerima")
				_, giver := h.signIn("ketua", sandi)
				h.must(h.GiveKey(t.Context(), giver, a.ID, seal.KindLetter))
				tamper(h, a)
				_, _, err := h.SignIn(t.Context(), SignInInput{Login: "penerima", Password: sandi})
				if err == nil || rambu.KindOf(err) != rambu.Internal {
					t.Errorf("he signs in: %v", err)
				}
				err = h.GiveKey(t.Context(), giver, a.ID, seal.KindIntake)
				if err == nil || rambu.KindOf(err) != rambu.Internal {
					t.Errorf("he is given a key: %v", err)
				}
			})
		})
	}
}

// A session that stands is refused as soon as the account's key is another one.
func TestATamperedKeyEndsTheSession(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		h.found()
		cookie, who := h.signIn("ketua", sandi)
		mine, err := seal.NewPair()
		h.must(err)
		h.past(`UPDATE seal_key SET public = $1 WHERE subject = $2`, mine.Public(), who.Account)
		_, _, err = h.Authenticate(t.Context(), cookie)
		if err == nil || rambu.KindOf(err) != rambu.Internal {
			t.Errorf("the session goes on: %v", err)
		}
	})
}

// Whoever made a set-up link, or saw it, has the account's first secret, with any copy of the
// database from before it was used. What is given to the account later does not open with it.
func TestTheSecretOfALinkOpensNothingLater(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		h.found()
		links, _, err := h.Found(t.Context(), FoundIn{Institution: "bawaslu.18.02", Region: "18.02", Holders: []InviteIn{
			{Login: "ketua2", Roles: []rambu.Role{rambu.RoleMember, rambu.RoleIdentity}}, {Login: "anggota2", Roles: []rambu.Role{rambu.RoleMember}},
		}})
		h.must(err)
		a, token, err := h.Invite(t.Context(), admin(bawaslu), InviteIn{Institution: bawaslu, Region: area, Person: "org_penerima", Login: "penerima"})
		h.must(err)
		links = append(links, SetupLink{a, token})
		_, giver := h.signIn("ketua", sandi)
		for _, l := range links {
			row, err := h.accountBy(t.Context(), `id = $1`, l.Account.ID)
			h.must(err)
			pair, err := h.linkPair(t.Context(), row, l.Token)
			h.must(err)
			seen := h.Keys.NewRing(t.Context(), row.KeyID, pair)
			h.must(h.Accept(t.Context(), l.Token, sandi))
			_, who := h.signIn(l.Account.Login, sandi)
			if l.Account.ID == a.ID {
				h.must(h.GiveKey(t.Context(), giver, a.ID, seal.KindIntake))
			}
			if !h.opens(who, who.Institution, seal.KindIntake) {
				t.Errorf("%s opens nothing himself", l.Account.Login)
			}
			thief := who
			thief.Keys = seen
			if h.opens(thief, who.Institution, seal.KindIntake) {
				t.Errorf("the link of %s opens what was given later", l.Account.Login)
			}
		}
		h.verify()
	})
}
