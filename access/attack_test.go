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
