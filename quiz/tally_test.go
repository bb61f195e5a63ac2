package quiz_test

import (
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rambu.id"
	"rambu.id/internal/clock"
	"rambu.id/internal/db"
	"rambu.id/internal/db/dbtest"
	"rambu.id/ledger"
	"rambu.id/quiz"
	"rambu.id/roster"
	"rambu.id/roster/region"
)

type room struct {
	t    *testing.T
	log  *ledger.Log
	desk *quiz.Desk
	gov  roster.Institution
	unit string
}

func open(t *testing.T, d *db.DB) *room {
	t.Helper()
	r := &room{t: t}
	var err error
	r.log, err = ledger.Open(t.Context(), ledger.Config{
		DB: d, Clock: clock.NewFrozen(time.Date(2024, 10, 7, 2, 0, 0, 0, time.UTC)), Origin: "rambu.id/uji", KeyFile: filepath.Join(t.TempDir(), "log.key"),
	})
	r.must(err)
	regions, err := region.Open()
	r.must(err)
	posts, err := roster.Open(t.Context(), r.log, regions)
	r.must(err)
	r.gov = roster.Institution{ID: "pemda.18.01", Name: "Pemda uji", Kind: roster.KindGovernment, Region: "18.01"}
	r.unit = "pemda.18.01/bkpsdm"
	_, err = posts.Seed(rambu.System(r.gov.ID, r.gov.Region), roster.Plan{
		Institutions: []roster.Institution{r.gov}, Units: []roster.Unit{{ID: r.unit, Institution: r.gov.ID, Name: "BKPSDM"}},
	})
	r.must(err)
	r.desk, err = quiz.Open(t.Context(), quiz.Config{Log: r.log, Pack: pack(t), Roster: posts})
	r.must(err)
	return r
}

func (r *room) must(err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
}

// officer is somebody of the government in a role.
func officer(role rambu.Role) rambu.Actor {
	return rambu.Actor{Account: "akn_a", Institution: "pemda.18.01", Region: "18.01", Roles: []rambu.Role{role}}
}

func (r *room) answer(right bool, n int) {
	r.t.Helper()
	for range n {
		r.must(r.desk.Record(r.t.Context(), quiz.Submission{
			Government: r.gov, Unit: r.unit, Outcomes: []quiz.Outcome{{Act: "banner", Right: right}, {Act: "vote", Right: true}},
		}))
	}
}

func (r *room) gaps() []quiz.Gap {
	r.t.Helper()
	out, err := r.desk.Gaps(r.t.Context(), officer(rambu.RolePersonnel))
	r.must(err)
	return out
}

// A unit's gaps show once five have answered, in steps that do not give away the sixth.
func TestGapsOfAUnit(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		r := open(t, d)
		if got := r.gaps(); len(got) != 0 {
			t.Errorf("before anybody answered: %+v", got)
		}
		r.answer(false, 4)
		want := []quiz.Gap{{Unit: r.unit, Act: "banner", Few: true}, {Unit: r.unit, Act: "vote", Few: true}}
		if diff := cmp.Diff(want, r.gaps()); diff != "" {
			t.Errorf("four answers: %s", diff)
		}
		r.answer(true, 1)
		want = []quiz.Gap{{Unit: r.unit, Act: "banner", Asked: 5, Wrong: 80}, {Unit: r.unit, Act: "vote", Asked: 5}}
		if diff := cmp.Diff(want, r.gaps()); diff != "" {
			t.Errorf("five answers: %s", diff)
		}
		r.answer(false, 1)
		if diff := cmp.Diff(want, r.gaps()); diff != "" {
			t.Errorf("the sixth answer shows: %s", diff)
		}
		_, err := r.log.Verify(t.Context(), slices.Concat(roster.Tables(), quiz.Tables()), nil, func(int64, int64) {})
		r.must(err)
	})
}

func TestWhoSeesTheGaps(t *testing.T) {
	t.Parallel()
	r := open(t, dbtest.SQLite(t))
	r.answer(false, 5)
	for role, want := range map[rambu.Role]rambu.Kind{
		rambu.RolePersonnel: "", rambu.RoleSecretary: "", rambu.RoleAuthority: "", rambu.RoleInspector: "",
		rambu.RoleSuperior: rambu.Forbidden, rambu.RoleAdmin: rambu.Forbidden, rambu.RoleFieldStaff: rambu.Forbidden,
	} {
		_, err := r.desk.Gaps(t.Context(), officer(role))
		if got := kind(err); got != want {
			t.Errorf("%s: %q, want %q", role, got, want)
		}
	}
	bawaslu := officer(rambu.RoleMember)
	bawaslu.Institution = "bawaslu.18.01"
	if _, err := r.desk.Gaps(t.Context(), bawaslu); rambu.KindOf(err) != rambu.NotFound {
		t.Errorf("Bawaslu sees a government's gaps: %v", err)
	}
	neighbour := officer(rambu.RolePersonnel)
	neighbour.Institution, neighbour.Region = "pemda.18.02", "18.02"
	if got, err := r.desk.Gaps(t.Context(), neighbour); err != nil || len(got) > 0 {
		t.Errorf("the neighbour sees %+v, %v", got, err)
	}
}

func kind(err error) rambu.Kind {
	if err == nil {
		return ""
	}
	return rambu.KindOf(err)
}

func TestWhatIsNoSheetIsNotCounted(t *testing.T) {
	t.Parallel()
	r := open(t, dbtest.SQLite(t))
	long := make([]quiz.Outcome, quiz.Most+1)
	for name, s := range map[string]quiz.Submission{
		"no unit":        {Government: r.gov, Outcomes: []quiz.Outcome{{Act: "banner"}}},
		"a foreign unit": {Government: r.gov, Unit: "pemda.18.02/bkpsdm", Outcomes: []quiz.Outcome{{Act: "banner"}}},
		"no government":  {Unit: r.unit, Outcomes: []quiz.Outcome{{Act: "banner"}}},
		"nothing":        {Government: r.gov, Unit: r.unit},
		"no such act":    {Government: r.gov, Unit: r.unit, Outcomes: []quiz.Outcome{{Act: "dancing"}}},
		"an act twice":   {Government: r.gov, Unit: r.unit, Outcomes: []quiz.Outcome{{Act: "vote"}, {Act: "vote"}}},
		"too many":       {Government: r.gov, Unit: r.unit, Outcomes: long},
	} {
		if err := r.desk.Record(t.Context(), s); kind(err) != rambu.Invalid {
			t.Errorf("%s: %v, want invalid", name, err)
		}
	}
	if got := r.gaps(); len(got) != 0 {
		t.Errorf("counted all the same: %+v", got)
	}
}
