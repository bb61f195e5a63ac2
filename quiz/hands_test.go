package quiz_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"rambu.id"
	"rambu.id/internal/db"
	"rambu.id/internal/db/dbtest"
	"rambu.id/quiz"
)

// An apel of sixty raises hands; the leader counts once, and phones sent later go on top.
func TestAnApelRaisesHands(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		r := open(t, d)
		r.must(r.desk.RecordHands(t.Context(), officer(rambu.RoleSuperior), quiz.Hands{
			Unit: r.unit, People: 60, Counts: []quiz.Count{{Act: "banner", Wrong: 30}, {Act: "vote", Wrong: 0}},
		}))
		r.answer(true, 2)
		want := []quiz.Gap{{Unit: r.unit, Act: "banner", Asked: 60, Wrong: 50}, {Unit: r.unit, Act: "vote", Asked: 60}}
		if diff := cmp.Diff(want, r.gaps()); diff != "" {
			t.Error(diff)
		}
	})
}

func TestWhichHandsAreRefused(t *testing.T) {
	t.Parallel()
	r := open(t, dbtest.SQLite(t))
	good := quiz.Hands{Unit: r.unit, People: 10, Counts: []quiz.Count{{Act: "banner", Wrong: 3}}}
	for name, tc := range map[string]struct {
		who  rambu.Actor
		with func(h *quiz.Hands)
		want rambu.Kind
	}{
		"the inspector counts":       {officer(rambu.RoleInspector), func(*quiz.Hands) {}, ""},
		"field staff":                {officer(rambu.RoleFieldStaff), func(*quiz.Hands) {}, rambu.Forbidden},
		"the administrator":          {officer(rambu.RoleAdmin), func(*quiz.Hands) {}, rambu.Forbidden},
		"four people":                {officer(rambu.RoleSuperior), func(h *quiz.Hands) { h.People = 4 }, rambu.Invalid},
		"a whole province":           {officer(rambu.RoleSuperior), func(h *quiz.Hands) { h.People = 1_000_000 }, rambu.Invalid},
		"more wrong than people":     {officer(rambu.RoleSuperior), func(h *quiz.Hands) { h.Counts = []quiz.Count{{"banner", 11}} }, rambu.Invalid},
		"fewer than nobody":          {officer(rambu.RoleSuperior), func(h *quiz.Hands) { h.Counts = []quiz.Count{{"banner", -1}} }, rambu.Invalid},
		"a unit of nobody":           {officer(rambu.RoleSuperior), func(h *quiz.Hands) { h.Unit = "pemda.18.01/bulan" }, rambu.Invalid},
		"nothing asked":              {officer(rambu.RoleSuperior), func(h *quiz.Hands) { h.Counts = nil }, rambu.Invalid},
		"what no pack has asked":     {officer(rambu.RoleSuperior), func(h *quiz.Hands) { h.Counts = []quiz.Count{{"dancing", 1}} }, rambu.Invalid},
		"somebody else's government": {rambu.Actor{Institution: "pemda.18.02", Region: "18.02", Roles: []rambu.Role{rambu.RoleSuperior}}, func(*quiz.Hands) {}, rambu.Invalid},
		"Bawaslu":                    {rambu.Actor{Institution: "bawaslu.18.01", Region: "18.01", Roles: []rambu.Role{rambu.RoleMember}}, func(*quiz.Hands) {}, rambu.NotFound},
	} {
		h := good
		tc.with(&h)
		if got := kind(r.desk.RecordHands(t.Context(), tc.who, h)); got != tc.want {
			t.Errorf("%s: %q, want %q", name, got, tc.want)
		}
	}
	if got := r.gaps(); len(got) != 1 || got[0].Asked != 10 {
		t.Errorf("only the inspector's ten should be counted: %+v", got)
	}
}
