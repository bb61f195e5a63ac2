package directive_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rambu.id"
	"rambu.id/directive"
	"rambu.id/groundtest"
	"rambu.id/internal/db"
	"rambu.id/internal/db/dbtest"
	"rambu.id/ledger"
	"rambu.id/roster"
	"rambu.id/seal/short"
)

// nation adds districts with villages below the Sekda, and holders for all but the first vacant
// village heads, as plain rows: no test waits for ten thousand appointments.
func (w *world) nation(districts, villages, vacant int) {
	w.T.Helper()
	var plan roster.Plan
	n := 0
	for d := range districts {
		camat := fmt.Sprintf("luas/camat/%03d", d)
		place := fmt.Sprintf("%02d.%02d.%02d", 30+d/990, 1+d/90%11, 1+d%90)
		plan.Posts = append(plan.Posts, groundtest.Post(pemda+"/"+camat, "Camat "+camat, roster.OfficeDistrictHead, roster.ClassAdministrator, "sekda", place))
		for v := range villages {
			plan.Posts = append(plan.Posts, groundtest.Post(fmt.Sprintf("%s/luas/desa/%05d", pemda, n), "Kepala Desa", roster.OfficeVillageHead,
				roster.ClassVillageHead, camat, fmt.Sprintf("%s.%04d", place, 2001+v)))
			n++
		}
	}
	w.Seed(plan)
	w.Must(w.Log.DB().Write(func(tx *db.Tx) error {
		_, err := tx.Exec(`INSERT INTO roster_tenure (id, institution, region, post, person, mode, from_date, to_date, decree_number, decree_date, contested, op, version)
			SELECT 'uji_' || id, institution, '18.01', id, 'org_' || id, 'definitif', '2021-01-01', '', '1', '2021-01-01', 0, 'uji', 1
			FROM roster_post WHERE id >= $1 AND id < $2`, fmt.Sprintf("%s/luas/desa/%05d", pemda, vacant), pemda+"/luas/desa/x")
		return err
	}))
}

// Ten thousand addressees of whom three hundred have no holder on record: one row is sent, the
// counts are exact, nobody vacant is taken for silent, and each superior sees his own.
func TestTenThousandAddresseesWithVacantPosts(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, ctx := newWorld(t, d), t.Context()
		w.nation(100, 99, 300)
		w.camat1.Post = pemda + "/luas/camat/000"
		before := rows(ctx, t, d)
		id := w.sent(w.sekda, three())
		if got := rows(ctx, t, d) - before; got != 1 {
			t.Errorf("sending wrote %d rows", got)
		}
		vacant, err := w.Vacant(ctx, w.sekda, pemda+"/sekda", everybody())
		w.Must(err)
		heads := 0
		for _, a := range vacant {
			if a.Class == roster.ClassVillageHead {
				heads++
			}
		}
		if heads != 300+3 { // the world's own three villages have no holder either
			t.Errorf("%d village heads without a holder, want 303", heads)
		}
		w.Must(w.Acknowledge(ctx, w.camat1, id))
		for _, v := range []int{300, 301, 9899} {
			head := w.camat1
			head.Post = fmt.Sprintf("%s/luas/desa/%05d", pemda, v)
			w.Must(w.Acknowledge(ctx, head, id))
			w.Must(w.Acknowledge(ctx, head, id)) // the answer was lost: again
		}
		w.Must(w.RecordTold(ctx, w.camat1, directive.ToldIn{Directive: id, Post: pemda + "/luas/desa/00000", Name: "Sekretaris Contoh", Time: "08.30"}))
		c, err := w.Coverage(ctx, w.sekda, id)
		w.Must(err)
		if c.N != 10_000+6 || c.Done != 5 || c.Told != 1 || len(c.Lines) != 2*100+5 {
			t.Errorf("counted %d of %d, %d by word of mouth, in %d lines", c.Done, c.N, c.Told, len(c.Lines))
		}
		if all, err := w.Tiles(ctx, w.sekda, id); err != nil || all != nil {
			t.Errorf("the whole is shown one by one: %d, %v", len(all), err)
		}
		own, err := w.Tiles(ctx, w.camat1, id)
		w.Must(err)
		if len(own) != 100 || own[0].Post != pemda+"/luas/camat/000" || own[1].Ack == nil || own[2].Holder != pemda+"/luas/camat/000" {
			t.Errorf("a camat sees %d of his own: %+v", len(own), own[:min(3, len(own))])
		}
	})
}

// The counts follow the answers, are checked against them, and are made anew when they are gone.
func TestTallyIsDerived(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, ctx := newWorld(t, d), t.Context()
		id := w.sent(w.sekda, three())
		w.Must(w.Acknowledge(ctx, w.camat1, id))
		w.Must(w.RecordTold(ctx, w.camat1, directive.ToldIn{Directive: id, Post: pemda + "/desa/11", Name: "Kades Contoh", Time: "08.30"}))
		counts := func() [2]int {
			c, err := w.Coverage(ctx, w.sekda, id)
			w.Must(err)
			return [2]int{c.Done, c.Told}
		}
		head := w.camat1
		head.Post = pemda + "/desa/11"
		for _, step := range []struct {
			what string
			do   func() error
			want [2]int
		}{
			{"told by his superior", func() error { return nil }, [2]int{2, 1}},
			{"says so himself", func() error { return w.Acknowledge(ctx, head, id) }, [2]int{2, 0}},
			{"is told again", func() error {
				return w.RecordTold(ctx, w.camat1, directive.ToldIn{Directive: id, Post: pemda + "/desa/11", Name: "Kades Contoh", Time: "09.00"})
			}, [2]int{2, 0}},
		} {
			w.Must(step.do())
			if diff := cmp.Diff(step.want, counts()); diff != "" {
				t.Errorf("%s: known and by word of mouth (-want +got)\n%s", step.what, diff)
			}
		}
		w.verify()
		spoil := func(query string) {
			w.Must(d.Write(func(tx *db.Tx) error { _, err := tx.Exec(query); return err }))
		}
		spoil(`UPDATE directive_tally SET done = done + 7`)
		_, err := w.Desk.Verify(ctx)
		if broken, ok := errors.AsType[*ledger.Broken](err); !ok || broken.Which != id {
			t.Errorf("a wrong count is not noticed: %v", err)
		}
		spoil(`DELETE FROM directive_tally`)
		w.Desk, err = directive.Open(ctx, w.Config)
		w.Must(err)
		if diff := cmp.Diff([2]int{2, 0}, counts()); diff != "" {
			t.Errorf("made anew (-want +got)\n%s", diff)
		}
		w.verify()
	})
}

// Whom a rule reaches is seen anew after each way in which posts change.
func TestAudienceFollowsTheRoster(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, ctx := newWorld(t, d), t.Context()
		rule := directive.Rule{{Class: roster.ClassVillageHead, Place: "18.01.01.2001"}, {Class: roster.ClassVillageHead, Place: "18.01.02"}}
		n := func() int {
			t.Helper()
			counts, err := w.Reach(ctx, w.sekda, pemda+"/sekda", rule)
			w.Must(err)
			total := 0
			for _, c := range counts {
				total += c.N
			}
			return total
		}
		if got := n(); got != 2 {
			t.Fatalf("%d at first", got)
		}
		w.Seed(roster.Plan{Posts: []roster.Post{
			groundtest.Post(pemda+"/desa/22", "Kepala Desa Dua Dua", roster.OfficeVillageHead, roster.ClassVillageHead, "camat/2", "18.01.02.2002"),
		}})
		if got := n(); got != 3 {
			t.Errorf("%d after a seed", got)
		}
		moved, err := w.Roster.Post(ctx, pemda+"/desa/22")
		w.Must(err)
		moved.Superior = pemda + "/bupati" // no longer below the Sekda
		w.Must(w.Roster.ChangePost(groundtest.Admin(pemda), moved))
		if got := n(); got != 2 {
			t.Errorf("%d after a post was moved away", got)
		}
		more := groundtest.Post(pemda+"/desa/23", "Kepala Desa Dua Tiga", roster.OfficeVillageHead, roster.ClassVillageHead, "camat/2", "18.01.02.2003")
		w.Must(w.Roster.AddPost(groundtest.Admin(pemda), more))
		if got := n(); got != 3 {
			t.Errorf("%d after a post was added", got)
		}
	})
}

// The printed code of a post stands for its holder at the door of a meeting: without an account or
// a key, and only the latest one.
func TestBearerOfACode(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, ctx := newWorld(t, d), t.Context()
		codes, err := w.IssueCodes(ctx, w.camat1, nil)
		w.Must(err)
		got, err := w.Bearer(ctx, short.Grouped(codes[0].Code))
		w.Must(err)
		want := rambu.Public()
		want.Institution, want.Region, want.Post = pemda, area, pemda+"/desa/11"
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("bearer (-want +got)\n%s", diff)
		}
		_, err = w.IssueCodes(ctx, w.camat1, []string{pemda + "/desa/11"})
		w.Must(err)
		for _, code := range []string{codes[0].Code, "0000 0000 0000", "apa saja"} {
			_, err = w.Bearer(ctx, code)
			w.Refused(code, err, rambu.Invalid)
		}
	})
}
