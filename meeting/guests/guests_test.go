package guests_test

import (
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rambu.id"
	"rambu.id/internal/clock"
	"rambu.id/internal/db"
	"rambu.id/internal/db/dbtest"
	"rambu.id/ledger"
	"rambu.id/meeting/guests"
	"rambu.id/roster"
	"rambu.id/roster/region"
)

const pemda = "pemda.18.01"

// The heads of technical units are one group however the staff list calls their office; the unit's
// other posts, and those of another government, are not in it.
func TestBranchesAreAGroupWithMembers(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		t.Parallel()
		ctx := t.Context()
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		log, err := ledger.Open(ctx, ledger.Config{DB: d, Clock: clock.Machine{}, Origin: "rambu.id/uji", KeyFile: filepath.Join(t.TempDir(), "log.key")})
		must(err)
		regions, err := region.Open()
		must(err)
		posts, err := roster.Open(ctx, log, regions)
		must(err)
		here, _ := regions.Find("18.01")
		post := func(institution, id string, office roster.Office) roster.Post {
			return roster.Post{
				ID: roster.PostID(institution + "/" + id), Institution: institution, Title: id, Office: office, Class: roster.ClassSupervisor,
			}
		}
		_, err = posts.Seed(rambu.System("", ""), roster.Plan{
			Region: here,
			Institutions: []roster.Institution{
				{ID: pemda, Name: "Pemerintah Kabupaten Rekaan", Kind: roster.KindGovernment, Region: "18.01"},
				{ID: "pemda.18.02", Name: "Pemerintah Kabupaten Sebelah", Kind: roster.KindGovernment, Region: "18.02"},
			},
			Posts: []roster.Post{
				post(pemda, "dinkes/uptd-satu", roster.OfficeBranchHead), post(pemda, "dinkes/uptd-dua", "uptd"), post(pemda, "dinkes/uptd-tiga", "kepala uptd"),
				post(pemda, "dinkes/uptd-satu/staf", "pejabat"), post(pemda, "dinkes/kepala", roster.OfficeAgencyHead),
				post("pemda.18.02", "dinkes/uptd-satu", roster.OfficeBranchHead),
			},
		})
		must(err)
		who := rambu.Actor{Account: "akn_x", Institution: pemda, Region: "18.01", Roles: []rambu.Role{rambu.RoleClerk}}
		members, err := guests.Guests{Roster: posts}.Members(ctx, who, guests.GroupBranches)
		must(err)
		var got []string
		for _, m := range members {
			got = append(got, string(m.ID))
		}
		want := []string{pemda + "/dinkes/uptd-dua", pemda + "/dinkes/uptd-satu", pemda + "/dinkes/uptd-tiga"}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
		who.Roles = nil
		_, err = guests.Guests{Roster: posts}.Members(ctx, who, guests.GroupBranches)
		if rambu.KindOf(err) != rambu.Forbidden {
			t.Errorf("staff list branches: %v", err)
		}
	})
}
