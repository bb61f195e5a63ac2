package groundtest_test

import (
	"errors"
	"fmt"
	"runtime"
	"testing"

	"rambu.id"
	"rambu.id/groundtest"
	"rambu.id/internal/db"
	"rambu.id/internal/db/dbtest"
	"rambu.id/roster"
	"rambu.id/seal"
)

// recorder is a test that remembers whether it failed, and why.
type recorder struct {
	testing.TB
	said string
}

func (r *recorder) Errorf(format string, args ...any) { r.said = fmt.Sprintf(format, args...) }

func (r *recorder) Fatal(args ...any) {
	r.said = fmt.Sprint(args...)
	runtime.Goexit()
}

func (r *recorder) Fatalf(format string, args ...any) {
	r.said = fmt.Sprintf(format, args...)
	runtime.Goexit()
}

// Thirteen packages trust these checks: each of them fails when it should, and only then.
func TestTheChecksFail(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		g := groundtest.Open(t, groundtest.Options{DB: d, Start: groundtest.At("2024-10-07", 9, 0)})
		g.Seed(groundtest.Regency(1, 1, 0))
		g.Found(groundtest.Government, seal.KindLetter)
		g.Officer(groundtest.Government+"/sekda", "Hendra Contoh", roster.SubjectPNS, rambu.RoleSecretary)
		invalid := rambu.Fault(rambu.Invalid, "a.key")
		tamper := func(title string) {
			g.Must(d.Write(func(tx *db.Tx) error {
				_, err := tx.Exec(`UPDATE roster_post SET title = $1 WHERE id = $2`, title, groundtest.Government+"/sekda")
				return err
			}))
		}
		for name, c := range map[string]struct {
			fails bool
			check func(g *groundtest.Ground)
		}{
			"no error":            {false, func(g *groundtest.Ground) { g.Must(nil) }},
			"an error":            {true, func(g *groundtest.Ground) { g.Must(errors.New("x")) }},
			"that key":            {false, func(g *groundtest.Ground) { g.WantKey(invalid, rambu.Invalid, "a.key") }},
			"another key":         {true, func(g *groundtest.Ground) { g.WantKey(invalid, rambu.Invalid, "b.key") }},
			"another kind of it":  {true, func(g *groundtest.Ground) { g.WantKey(invalid, rambu.Conflict, "a.key") }},
			"no error with a key": {true, func(g *groundtest.Ground) { g.WantKey(nil, rambu.Invalid, "") }},
			"refused":             {false, func(g *groundtest.Ground) { g.Refused("x", invalid, rambu.Invalid) }},
			"refused otherwise":   {true, func(g *groundtest.Ground) { g.Refused("x", invalid, rambu.Forbidden) }},
			"not refused":         {true, func(g *groundtest.Ground) { g.Refused("x", nil, rambu.Invalid) }},
			"the clock goes back": {true, func(g *groundtest.Ground) { g.To("2024-10-06", 9, 0) }},
			"the log as it is":    {false, func(g *groundtest.Ground) { g.CheckLog() }},
			"a key nobody has": {true, func(g *groundtest.Ground) {
				g.Session(groundtest.Government+"/sekda", "akn_x", []seal.Kind{seal.KindMatter})
			}},
			"a changed row": {true, func(g *groundtest.Ground) {
				tamper("Bupati")
				defer tamper("Sekretaris Daerah")
				g.CheckLog()
			}},
		} {
			r := &recorder{TB: t}
			watched := *g
			watched.T = r
			done := make(chan struct{})
			go func() {
				defer close(done)
				c.check(&watched)
			}()
			<-done
			if failed := r.said != ""; failed != c.fails {
				t.Errorf("%s: failed = %v (%s), want %v", name, failed, r.said, c.fails)
			}
		}
		g.CheckLog()
	})
}
