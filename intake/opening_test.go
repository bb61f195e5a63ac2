package intake_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rambu.id"
	"rambu.id/intake"
	"rambu.id/internal/db"
	"rambu.id/internal/db/dbtest"
)

const why = "Pelapor perlu dipanggil untuk klarifikasi pada 10 Oktober."

// approved is a request of the keeper that the intake officer has read and approved.
func (r *room) approved(t *testing.T, report, reason string) string {
	t.Helper()
	o, err := r.desk.AskOpening(t.Context(), r.citra, report, reason)
	must(t, err)
	must(t, r.desk.DecideOpening(t.Context(), r.ani, o.ID, true, ""))
	return o.ID
}

// lodged is a formal report with its identity.
func (r *room) lodged(t *testing.T) (string, intake.Identity) {
	t.Helper()
	in := formal()
	got, err := r.desk.Submit(t.Context(), in)
	must(t, err)
	return got.ID, *in.Identity
}

// Who reported opens for the keeper after a second person has read why and agreed: once, and
// both stand in the log. The reason itself is sealed.
func TestIdentityOpensOnceByTwo(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx, r := t.Context(), open(t, d)
		report, person := r.lodged(t)
		o, err := r.desk.AskOpening(ctx, r.citra, report, "  "+why+" ")
		must(t, err)
		if _, err := r.desk.Identity(ctx, r.citra, o.ID); rambu.KindOf(err) != rambu.Conflict {
			t.Errorf("opened before anybody agreed: %v", err)
		}
		if _, err := r.desk.AskOpening(ctx, r.citra, report, why); rambu.KindOf(err) != rambu.Conflict {
			t.Errorf("asked twice: %v", err)
		}
		read, err := r.desk.ReadOpening(ctx, r.ani, o.ID)
		must(t, err)
		if read.Reason != why || read.State != intake.OpeningAsked || read.Keeper != "akn_citra" {
			t.Errorf("the second person reads %+v", read)
		}
		must(t, r.desk.DecideOpening(ctx, r.ani, o.ID, true, ""))
		if err := r.desk.DecideOpening(ctx, r.ani, o.ID, false, "Salah tekan."); rambu.KindOf(err) != rambu.Conflict {
			t.Errorf("decided twice: %v", err)
		}
		if n := r.operations(t, "intake.identity"); n != 0 {
			t.Errorf("%d looks are logged before the first", n)
		}
		got, err := r.desk.Identity(ctx, r.citra, o.ID)
		must(t, err)
		if diff := cmp.Diff(person, got); diff != "" {
			t.Error(diff)
		}
		if _, err := r.desk.Identity(ctx, r.citra, o.ID); rambu.KindOf(err) != rambu.Conflict {
			t.Errorf("opened a second time: %v", err)
		}
		if n := r.operations(t, "intake.identity"); n != 1 {
			t.Errorf("%d looks at an identity are logged, want 1", n)
		}
		list, err := r.desk.Openings(ctx, r.ani, intake.OpeningFilter{Report: report})
		must(t, err)
		if len(list) != 1 || list[0].State != intake.OpeningDone || list[0].Second != "akn_ani" || list[0].Reason != "" {
			t.Errorf("the list: %+v", list)
		}
		var reason []byte
		must(t, d.QueryRow(ctx, "SELECT reason FROM intake_opening").Scan(&reason))
		if strings.Contains(string(reason), "klarifikasi") {
			t.Error("the reason lies in clear")
		}
		r.verify(t)
	})
}

// Those who may not: nobody opens alone, nobody judges a reason he cannot read, and what
// another institution asks for does not exist.
func TestIdentityStaysClosed(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx, r := t.Context(), open(t, d)
		report, _ := r.lodged(t)
		o, err := r.desk.AskOpening(ctx, r.citra, report, why)
		must(t, err)
		stranger, keeper := r.ani, r.citra
		stranger.Institution, keeper.Institution = "bawaslu.18.02", "bawaslu.18.02"
		nobody := r.ani
		nobody.Roles = []rambu.Role{rambu.RoleAdmin}
		otherKeeper := r.ani // wrongly given the role: he still holds no key of identities
		otherKeeper.Roles = []rambu.Role{rambu.RoleIdentity}
		decide := func(who rambu.Actor) func() error {
			return func() error { return r.desk.DecideOpening(ctx, who, o.ID, true, "") }
		}
		tries := map[string]struct {
			do   func() error
			want rambu.Kind
		}{
			"keeper alone":        {decide(r.citra), rambu.Forbidden},
			"without the key":     {decide(r.budi), rambu.Locked},
			"administrator":       {decide(nobody), rambu.Forbidden},
			"elsewhere":           {decide(stranger), rambu.NotFound},
			"refused with no why": {func() error { return r.desk.DecideOpening(ctx, r.ani, o.ID, false, " ") }, rambu.Invalid},
			"reads elsewhere":     {func() error { _, err := r.desk.ReadOpening(ctx, stranger, o.ID); return err }, rambu.NotFound},
			"reads as admin":      {func() error { _, err := r.desk.ReadOpening(ctx, nobody, o.ID); return err }, rambu.Forbidden},
			"lists as admin":      {func() error { _, err := r.desk.Openings(ctx, nobody, intake.OpeningFilter{}); return err }, rambu.Forbidden},
			"asks elsewhere":      {func() error { _, err := r.desk.AskOpening(ctx, keeper, report, why); return err }, rambu.NotFound},
			"asks as intake":      {func() error { _, err := r.desk.AskOpening(ctx, r.ani, report, why); return err }, rambu.Forbidden},
			"asks without a why":  {func() error { _, err := r.desk.AskOpening(ctx, r.citra, report, " "); return err }, rambu.Invalid},
			"opens elsewhere":     {func() error { _, err := r.desk.Identity(ctx, keeper, o.ID); return err }, rambu.NotFound},
			"opens another's":     {func() error { _, err := r.desk.Identity(ctx, otherKeeper, o.ID); return err }, rambu.Forbidden},
			"opens as intake":     {func() error { _, err := r.desk.Identity(ctx, r.ani, o.ID); return err }, rambu.Forbidden},
		}
		for name, try := range tries {
			if err := try.do(); rambu.KindOf(err) != try.want {
				t.Errorf("%s: %v, want %s", name, err, try.want)
			}
		}
		list, err := r.desk.Openings(ctx, stranger, intake.OpeningFilter{})
		if err != nil || len(list) != 0 {
			t.Errorf("another institution lists %v %v", list, err)
		}
		anonymous, err := r.desk.Submit(ctx, tip())
		must(t, err)
		if _, err := r.desk.AskOpening(ctx, r.citra, anonymous.ID, why); rambu.KindOf(err) != rambu.NotFound {
			t.Errorf("asks for an anonymous reporter: %v", err)
		}
		r.verify(t)
	})
}

// A refusal says why and ends the request; so does time, before and after the approval.
func TestRefusedAndLapsedOpenings(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx, r := t.Context(), open(t, d)
		report, _ := r.lodged(t)
		ask := func() string {
			o, err := r.desk.AskOpening(ctx, r.citra, report, why)
			must(t, err)
			return o.ID
		}
		later := func(by time.Duration) { must(t, r.clock.MoveTo(r.clock.Now().Add(by))) }
		refused := ask()
		must(t, r.desk.DecideOpening(ctx, r.ani, refused, false, "Cukup lewat kotak surat."))
		later(time.Minute)
		o, err := r.desk.ReadOpening(ctx, r.citra, refused)
		must(t, err)
		if o.State != intake.OpeningRefused || o.Answer != "Cukup lewat kotak surat." {
			t.Errorf("refused: %+v", o)
		}
		if _, err := r.desk.Identity(ctx, r.citra, refused); rambu.KindOf(err) != rambu.Conflict {
			t.Errorf("opened after a refusal: %v", err)
		}

		unanswered := ask()
		later(24 * time.Hour)
		if err := r.desk.DecideOpening(ctx, r.ani, unanswered, true, ""); rambu.KindOf(err) != rambu.Conflict {
			t.Errorf("approved after its time: %v", err)
		}
		stale := r.approved(t, report, why)
		later(24*time.Hour - time.Second)
		if o, err := r.desk.ReadOpening(ctx, r.citra, stale); err != nil || o.State != intake.OpeningApproved {
			t.Errorf("a second before its end: %v %v", o.State, err)
		}
		later(time.Second)
		if _, err := r.desk.Identity(ctx, r.citra, stale); rambu.KindOf(err) != rambu.Conflict {
			t.Errorf("opened after its time: %v", err)
		}
		list, err := r.desk.Openings(ctx, r.citra, intake.OpeningFilter{})
		must(t, err)
		var states []intake.OpeningState
		for _, o := range list {
			states = append(states, o.State)
		}
		want := []intake.OpeningState{intake.OpeningLapsed, intake.OpeningLapsed, intake.OpeningRefused}
		if diff := cmp.Diff(want, states); diff != "" {
			t.Error(diff)
		}
		r.verify(t)
	})
}
