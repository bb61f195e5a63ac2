package access

import (
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"testing"

	"github.com/pquerna/otp/totp"

	"rambu.id/internal/db"
	"rambu.id/internal/db/dbtest"
	"rambu.id/seal"
)

// sealedValue is something sealed in a stolen database, with the place it is bound to.
type sealedValue struct {
	what string
	info []byte
	box  []byte
}

// Trust table, "database or backup file": of everything that stands in the tables while an
// officer is signed in and another was just invited, nothing opens an account's secret, a
// session, a second factor or an institution's key. With the cookie's token or the link, it does.
func TestStolenDatabaseOpensNothing(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		h.found()
		cookie, _ := h.signIn("ketua", sandi)
		e, err := h.NewSecondFactor(t.Context(), cookie)
		h.must(err)
		code, err := totp.GenerateCode(e.Secret, h.machine.Now())
		h.must(err)
		h.must(h.ConfirmSecondFactor(t.Context(), cookie, sandi, e.Secret, code))
		_, link, err := h.Invite(t.Context(), admin(bawaslu), InviteIn{Institution: bawaslu, Region: area, Login: "baru"})
		h.must(err)

		boxes, values := loot(h)
		if len(boxes) < 12 || len(values) < 100 {
			t.Fatalf("the thief found %d boxes and %d values", len(boxes), len(values))
		}
		for _, v := range values {
			if what := opensAny(boxes, v); what != "" {
				t.Errorf("a stored value opens %s", what)
			}
		}
		for name, secret := range map[string]string{"cookie": cookie, "link": link} {
			if opensAny(boxes, []byte(secret)) == "" {
				t.Errorf("the %s opens nothing: the test would not notice a leak", name)
			}
		}
	})
}

// loot reads every sealed value and every stored value, in each form a secret could hide in.
func loot(h *house) ([]sealedValue, [][]byte) {
	h.t.Helper()
	var boxes []sealedValue
	collect := func(what, query, place string) {
		rows, err := h.db.Query(h.t.Context(), query)
		h.must(err)
		defer rows.Close() //nolint:errcheck // reading
		for rows.Next() {
			var a, b string
			var box []byte
			h.must(rows.Scan(&a, &b, &box))
			if len(box) > 0 {
				boxes = append(boxes, sealedValue{what, seal.Info(place+a, b), box})
			}
		}
		h.must(rows.Err())
	}
	collect("an account", `SELECT '', id, wrapped FROM access_account`, "access_account/seed")
	collect("a second factor", `SELECT '', id, totp FROM access_account`, "access_account/totp")
	collect("a session", `SELECT '', id, seed FROM access_session`, "access_session/seed")
	collect("a key", `SELECT key_id, holder, wrapped FROM seal_grant`, "seal_grant/")
	var values [][]byte
	for _, table := range []string{"access_account", "access_session", "seal_key", "seal_grant", "ledger_operation"} {
		values = append(values, cells(h, table)...)
	}
	return boxes, values
}

func cells(h *house, table string) [][]byte {
	h.t.Helper()
	rows, err := h.db.Query(h.t.Context(), "SELECT * FROM "+table) //nolint:unqueryvet // a thief takes all
	h.must(err)
	defer rows.Close() //nolint:errcheck // reading
	cols, err := rows.Columns()
	h.must(err)
	var out [][]byte
	for rows.Next() {
		row := make([]any, len(cols))
		dest := make([]any, len(cols))
		for i := range row {
			dest[i] = &row[i]
		}
		h.must(rows.Scan(dest...))
		for _, v := range row {
			text, ok := v.([]byte)
			if !ok {
				text = fmt.Append(nil, v)
			}
			out = append(out, text)
			if b, err := hex.DecodeString(string(text)); err == nil && len(b) > 0 {
				out = append(out, b)
			}
			if b, err := base64.RawURLEncoding.DecodeString(string(text)); err == nil && len(b) > 0 {
				out = append(out, b)
			}
		}
	}
	h.must(rows.Err())
	return out
}

// opensAny tries a value as a seed, as a content key and as a token, and says what it opened.
func opensAny(boxes []sealedValue, value []byte) string {
	var keys []seal.ContentKey
	for _, purpose := range []string{"setup", "session", "totp"} {
		k, err := tokenKey(string(value), purpose)
		if err == nil {
			keys = append(keys, k)
		}
	}
	var pair *seal.Pair
	if len(value) == seal.SeedSize {
		k, _ := seal.ContentKeyFrom(value)
		keys = append(keys, k)
		pair, _ = seal.PairFromSeed(value)
	}
	for _, b := range boxes {
		for _, k := range keys {
			if _, err := k.Open(b.info, b.box); err == nil {
				return b.what
			}
		}
		if pair == nil {
			continue
		}
		if _, err := pair.Open(b.info, b.box); err == nil {
			return b.what
		}
	}
	return ""
}
