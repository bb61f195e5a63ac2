package roster_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"rambu.id"
	"rambu.id/internal/db"
	"rambu.id/internal/db/dbtest"
	"rambu.id/roster"
)

// The personnel office enters a post and corrects another; what a list of posts does not
// decide, roles and address, stays, and two at once do not overwrite each other.
func TestPostsByHand(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := seeded(t, d)
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		fresh := roster.Post{
			ID: "pemda.18.01/bkpsdm/analis-1", Title: "Analis Kepegawaian", Class: roster.ClassFunctional, Office: "pejabat",
			Unit: "pemda.18.01/bkpsdm", Superior: "pemda.18.01/bkpsdm/kepala", Roles: []rambu.Role{rambu.RoleAuthority},
		}
		must(s.AddPost(clerk, fresh))
		got, err := s.Post(t.Context(), fresh.ID)
		must(err)
		want := fresh
		want.Institution, want.Roles, want.Version = "pemda.18.01", nil, 1
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		if err := s.AddPost(clerk, fresh); keyOf(err) != "roster.error.post_taken" {
			t.Errorf("entered twice: %v", err)
		}

		sekda, err := s.Post(t.Context(), "pemda.18.01/sekda")
		must(err)
		change := sekda
		change.Title, change.Roles = "Sekretaris Daerah Kabupaten", nil
		must(s.ChangePost(clerk, change))
		got, err = s.Post(t.Context(), sekda.ID)
		must(err)
		if got.Title != change.Title || len(got.Roles) == 0 || got.Version != sekda.Version+1 {
			t.Errorf("changed: %+v", got)
		}
		if err := s.ChangePost(clerk, change); keyOf(err) != "roster.error.post_changed" || rambu.KindOf(err) != rambu.Conflict {
			t.Errorf("changed from an old version: %v", err)
		}
	})
}

func TestPostsThatCannotBe(t *testing.T) {
	t.Parallel()
	s := seeded(t, dbtest.SQLite(t))
	sekda, err := s.Post(t.Context(), "pemda.18.01/sekda")
	if err != nil {
		t.Fatal(err)
	}
	add := func(change func(*roster.Post)) roster.Post {
		p := roster.Post{ID: "pemda.18.01/contoh", Title: "Contoh", Class: roster.ClassExecutor, Office: "pejabat"}
		change(&p)
		return p
	}
	for name, tt := range map[string]struct {
		err  error
		want rambu.Kind
	}{
		"no title":            {s.AddPost(clerk, add(func(p *roster.Post) { p.Title = " " })), rambu.Invalid},
		"no class":            {s.AddPost(clerk, add(func(p *roster.Post) { p.Class = "raja" })), rambu.Invalid},
		"capitals":            {s.AddPost(clerk, add(func(p *roster.Post) { p.ID = "pemda.18.01/Contoh" })), rambu.Invalid},
		"another house":       {s.AddPost(clerk, add(func(p *roster.Post) { p.ID = "bawaslu.18.01/ketua-2" })), rambu.Invalid},
		"unknown superior":    {s.AddPost(clerk, add(func(p *roster.Post) { p.Superior = "pemda.18.01/tidak-ada" })), rambu.Invalid},
		"foreign superior":    {s.AddPost(clerk, add(func(p *roster.Post) { p.Superior = "bawaslu.18.01/ketua" })), rambu.Invalid},
		"unknown unit":        {s.AddPost(clerk, add(func(p *roster.Post) { p.Unit = "pemda.18.01/tidak-ada" })), rambu.Invalid},
		"its own superior":    {s.AddPost(clerk, add(func(p *roster.Post) { p.Superior = p.ID })), rambu.Invalid},
		"not his to change":   {s.AddPost(bawaslu, add(func(*roster.Post) {})), rambu.Forbidden},
		"nobody's post":       {s.ChangePost(clerk, add(func(p *roster.Post) { p.Version = 1 })), rambu.NotFound},
		"another government":  {s.ChangePost(foreign, sekda), rambu.Invalid},
		"a circle of command": {s.ChangePost(clerk, func() roster.Post { p := sekda; p.Superior = "pemda.18.01/bkpsdm/kepala"; return p }()), rambu.Invalid},
	} {
		if rambu.KindOf(tt.err) != tt.want || tt.err == nil {
			t.Errorf("%s: %v, want %s", name, tt.err, tt.want)
		}
	}
}
