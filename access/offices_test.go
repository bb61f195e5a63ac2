package access

import (
	"errors"
	"strings"
	"testing"
	"time"

	"rambu.id"
	"rambu.id/internal/db"
	"rambu.id/internal/db/dbtest"
	"rambu.id/roster"
	"rambu.id/roster/region"
	"rambu.id/seal"
)

// The real roster: a regent on campaign leave holds nothing while his deputy acts as Plt., and
// is the authority again the day after.
func TestRegentOnCampaignLeave(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		x, err := region.Open()
		h.must(err)
		store, err := roster.Open(t.Context(), h.log, x)
		h.must(err)
		plan, err := roster.MakePlan(x, roster.Setup{Region: area})
		h.must(err)
		_, err = store.Seed(rambu.System(pemda, area), plan)
		h.must(err)
		personnel := rambu.Actor{Account: "akn_x", Institution: pemda, Region: area, Roles: []rambu.Role{rambu.RolePersonnel}}
		person := func(name string, class roster.SubjectClass) string {
			p, err := store.AddPerson(personnel, roster.Person{Name: roster.ParseName(name), Class: class})
			h.must(err)
			return string(p.ID)
		}
		hold := func(who, post string, m roster.Mode, from, to rambu.Date) {
			_, err := store.StartTenure(personnel, roster.Tenure{Post: roster.PostID(pemda + "/" + post), Person: roster.PersonID(who), Mode: m, From: from, To: to})
			h.must(err)
		}
		regent := person("Rekaan Bupati", roster.SubjectStateOfficial)
		deputy := person("Rekaan Wakil", roster.SubjectStateOfficial)
		hold(regent, "bupati", roster.Definitive, "2021-02-26", "")
		hold(deputy, "wakil-bupati", roster.Definitive, "2021-02-26", "")
		hold(deputy, "bupati", roster.Plt, "2024-09-25", "2024-11-23")
		hold(deputy, "sekda", roster.Plh, "2024-10-05", "2024-10-09")

		offices := FromRoster(store)
		got := func(who string, on rambu.Date) string {
			held, err := offices.Held(t.Context(), who, on)
			h.must(err)
			var out strings.Builder
			for _, o := range held {
				out.WriteString(o.PostName + "; ")
			}
			return out.String()
		}
		for _, tt := range []struct {
			who  string
			on   rambu.Date
			want string
		}{
			{regent, "2024-09-24", "Bupati Lampung Selatan; "},
			{regent, "2024-09-25", ""},
			{regent, "2024-11-23", ""},
			{regent, "2024-11-24", "Bupati Lampung Selatan; "},
			{deputy, "2024-10-07", "Wakil Bupati Lampung Selatan; Plt. Bupati Lampung Selatan; Plh. Sekretaris Daerah; "},
			{deputy, "2024-11-24", "Wakil Bupati Lampung Selatan; "},
		} {
			if g := got(tt.who, tt.on); g != tt.want {
				t.Errorf("%s: got %q, want %q", tt.on, g, tt.want)
			}
		}

		h.found()
		h.roster.add(regent, pemda, "bupati", "2024-01-01", "", rambu.RoleAuthority)
		a, token, err := h.Invite(t.Context(), admin(pemda), InviteIn{Institution: pemda, Region: area, Person: regent, Login: "bupati"})
		h.must(err)
		h.must(h.Accept(t.Context(), token, sandi))
		_, sekda := h.signIn("sekda", sandi)
		h.must(h.GiveKey(t.Context(), sekda, a.ID, seal.KindLetter))
		h.start(func(c *Config) { c.Offices = offices })
		_, who := h.signIn("bupati", sandi)
		if who.Is(rambu.RoleAuthority) {
			t.Error("the regent on leave is still the authority")
		}
		severe := SignWhat{Deed: DeedSevere}
		_, err = h.MaySign(t.Context(), who, pemda+"/bupati", "2024-10-07", severe)
		if e, ok := errors.AsType[*rambu.Error](err); !ok || e.Key != "access.error.acted_for" {
			t.Errorf("on leave he signs: %v", err)
		}
		h.must(h.legal.MoveTo(time.Date(2024, 11, 24, 2, 0, 0, 0, time.UTC)))
		_, who = h.signIn("bupati", sandi)
		if !who.Is(rambu.RoleAuthority) {
			t.Error("back from leave he is not the authority")
		}
		b, err := h.MaySign(t.Context(), who, pemda+"/bupati", "2024-11-24", severe)
		h.must(err)
		if b.Title != "Bupati Lampung Selatan" || b.Report != nil {
			t.Errorf("basis %+v", b)
		}
	})
}
