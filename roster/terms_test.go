package roster_test

import (
	"strings"
	"testing"

	"rambu.id"
	"rambu.id/internal/db"
	"rambu.id/internal/db/dbtest"
	"rambu.id/roster"
)

// An administrator renames what a region's villages and heads are called: his institution's units and
// posts follow as one operation, other institutions do not, and a stale form is a conflict.
func TestSetTerms(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := seeded(t, d)
		const house = "pemda.18.01"
		admin := rambu.Actor{Account: "akn_uji", Institution: house, Region: "18.01", Roles: []rambu.Role{rambu.RoleAdmin}}
		terms, err := s.Terms(t.Context(), house)
		if err != nil {
			t.Fatal(err)
		}
		terms.Village, terms.VillageHead, terms.DistrictHead, terms.Council = " Kampung ", "Kepala Kampung", "Kepala Distrik", "DPRK"
		for _, who := range []rambu.Actor{
			{Account: "akn_lain", Institution: house, Region: "18.01", Roles: []rambu.Role{rambu.RolePersonnel}},
			{Account: "akn_kosong", Region: "18.01", Roles: []rambu.Role{rambu.RoleAdmin}},
		} {
			if err := s.SetTerms(who, terms, 1); rambu.KindOf(err) != rambu.Forbidden {
				t.Errorf("%s: %v, want Forbidden", who.Account, err)
			}
		}
		if err := s.SetTerms(admin, roster.Terms{}, 1); rambu.KindOf(err) != rambu.Invalid {
			t.Errorf("empty names: %v", err)
		}
		if err := s.SetTerms(admin, terms, 1); err != nil {
			t.Fatal(err)
		}
		if err := s.SetTerms(admin, terms, 1); rambu.KindOf(err) != rambu.Conflict {
			t.Errorf("a stale form: %v, want Conflict", err)
		}
		got, err := s.Terms(t.Context(), house)
		if err != nil || got.Village != "Kampung" || !got.Confirmed {
			t.Errorf("terms %+v, %v", got, err)
		}
		posts, err := s.Posts(t.Context(), roster.PostFilter{Institution: house})
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range posts {
			old := p.Office == roster.OfficeVillageHead && !strings.HasPrefix(p.Title, "Kepala Kampung ") ||
				p.Office == roster.OfficeDistrictHead && !strings.HasPrefix(p.Title, "Kepala Distrik ")
			if old {
				t.Fatalf("%s is still %q", p.ID, p.Title)
			}
		}
		units, err := s.Units(t.Context(), house)
		if err != nil || len(units) == 0 {
			t.Fatal(len(units), err)
		}
		for _, u := range units {
			if strings.HasPrefix(u.Name, "Desa ") || u.Name == "Sekretariat DPRD" {
				t.Fatalf("%s is still %q", u.ID, u.Name)
			}
		}
		other, err := s.Terms(t.Context(), bawaslu.Institution)
		if err != nil || other.Village != "Desa" || other.Confirmed {
			t.Errorf("another institution's terms %+v, %v", other, err)
		}
	})
}
